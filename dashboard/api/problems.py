"""Problem details (RFC 9457): what is sent where there is no answer. Knows no question."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of problem: its status, and what all of them have in common."""

    status: int
    title: str


KINDS = {
    "unreadable": Kind(400, "The query cannot be read"),
    "unknown": Kind(404, "There is no such thing"),
    "not_allowed": Kind(405, "Only GET and HEAD are answered"),
    "gone": Kind(410, "This release is not here"),
    "too_long": Kind(414, "The query is too long"),
    "failed": Kind(500, "The answer could not be made"),
    "unavailable": Kind(503, "Nothing can be answered now"),
}


class Problem(Exception):
    """There is no answer.

    `kind` is one of KINDS, `detail` says what is wrong and the way out, `facts` what a machine goes on with.
    """

    def __init__(self, kind: str, detail: str, **facts: object):
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.facts = facts

    @property
    def status(self) -> int:
        """The status that it is answered with."""
        return KINDS[self.kind].status

    def body(self, path: str) -> dict[str, object]:
        """The problem details for a path; the type points at the description in the specification."""
        described = f"/api/v1/openapi.json#/components/responses/{self.kind}"
        return {
            "type": described,
            "title": KINDS[self.kind].title,
            "status": self.status,
            "detail": self.detail,
            "instance": path,
        } | self.facts
