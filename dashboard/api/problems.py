"""Problem details (RFC 9457): what is sent where there is no answer. Knows no question."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.words.text import Text

# Kind of problem: its status.
STATUSES = {
    "unreadable": 400,
    "unknown": 404,
    "not_allowed": 405,
    "gone": 410,
    "too_long": 414,
    "failed": 500,
    "unavailable": 503,
}
# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {"problem_": STATUSES}


class Problem(Exception):
    """There is no answer.

    `kind` is one of STATUSES, `detail` says in a language what is wrong and the way out, `facts` are what a
    machine goes on with.
    """

    def __init__(self, kind: str, detail: Callable[[Text], str], **facts: object):
        super().__init__(kind)
        self.kind = kind
        self.detail = detail
        self.facts = facts

    @property
    def status(self) -> int:
        """The status that it is answered with."""
        return STATUSES[self.kind]

    def body(self, path: str, say: Text) -> dict[str, object]:
        """The problem details for a path in a language; the type points at the specification."""
        described = f"/api/v1/openapi.json#/components/responses/{self.kind}"
        return {
            "type": described,
            "title": say(f"problem_{self.kind}"),
            "status": self.status,
            "detail": self.detail(say),
            "instance": path,
        } | self.facts
