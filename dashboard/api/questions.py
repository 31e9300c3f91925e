"""The query of a machine, read by the codec of the page's links. Answers nothing.

Nothing is ever answered in place of what was asked.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

import duckdb

from dashboard.api.problems import Problem
from dashboard.model.page import valid_codes_of
from dashboard.release.opened import Release, open_release
from dashboard.release.warehouse import NoRelease
from dashboard.request.parameters import MAX_ECHO, VERSION, Rejected, from_query
from dashboard.request.selection import Selection

# Characters of a query: room for two of the longest lists of codes, and short enough that the server before
# us lets it through to be told why.
MAX_QUERY = 50_000
MAX_PARAMETERS = 100

_RELEASE = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True)
class Question:
    """A query: the release that answers it, what the page would show, and the parts that do not apply."""

    release: Release
    selection: Selection
    rejected: tuple[Rejected, ...]

    @property
    def is_pinned(self) -> bool:
        """Whether the query names the release that answers."""
        return bool(self.selection.pin.release)

    def answering(self) -> AbstractContextManager[None]:
        """A block in which the release answers; Problem where it is gone meanwhile."""
        return _answering(self.release, self.is_pinned)


def parse(query: str) -> Question:
    """A query string as a question.

    Raises Problem where it cannot be read or names a release that is not here, NoRelease where there is none.
    """
    if len(query) > MAX_QUERY:
        raise Problem("too_long", lambda say: say("detail_too_long", most=MAX_QUERY, n=len(query)))
    parameters: dict[str, str] = {}
    try:
        for name, value in parse_qsl(query, keep_blank_values=True, max_num_fields=MAX_PARAMETERS):
            # As the page reads it: a parameter that stands twice is one list.
            parameters[name] = f"{parameters[name]},{value}" if name in parameters else value
    except ValueError as error:
        raise Problem("unreadable", lambda say: say("detail_parameters", most=MAX_PARAMETERS)) from error
    if parameters.get("v", VERSION) != VERSION:
        raise Problem(
            "unreadable",
            lambda say: say("detail_version", version=parameters["v"][:MAX_ECHO], own=VERSION),
        )
    pinned = parameters.get("release", "")
    if pinned and not _RELEASE.fullmatch(pinned):
        raise Problem("unreadable", lambda say: say("detail_release_name", name=pinned[:MAX_ECHO]))
    release = _open(pinned)
    with _answering(release, bool(pinned)):
        selection, rejected = from_query(parameters, valid_codes_of(release, pinned))
    # What is open on a page changes no card.
    focus = replace(selection.focus, card="", cell=None, is_alone=False)
    return Question(release, replace(selection, focus=focus), tuple(rejected))


def _open(pinned: str) -> Release:
    try:
        return open_release(pinned)
    except NoRelease:
        raise (_gone(pinned) if pinned else NoRelease(pinned)) from None


@contextlib.contextmanager
def _answering(release: Release, is_pinned: bool) -> Iterator[None]:
    try:
        yield
    except NoRelease:
        raise (_gone(release.name) if is_pinned else NoRelease(release.name)) from None
    except duckdb.Error as error:
        # An older release may lack what this version asks it.
        is_older = is_pinned and release != open_release()
        raise (_gone(release.name) if is_older else error) from error


def _gone(release: str) -> Problem:
    return Problem("gone", lambda say: say("detail_gone", release=release), release=release)
