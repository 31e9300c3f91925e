"""What a query string of a machine asks, read by the codec of the page's links. Nothing is answered in place of what was asked."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

import duckdb

from dashboard.api.problems import Problem
from dashboard.release import queries, warehouse
from dashboard.request.selection import VERSION, Rejected, Selection, from_query

# Characters of a query: room for two of the longest lists of codes, and short enough that the server before us lets it through to be told why.
LONGEST_QUERY = 50_000
MOST_PARAMETERS = 100

_RELEASE = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True)
class Asked:
    """What a query asks: the release that answers, what the page would show, and each part of the query that cannot be had."""

    release: str
    selection: Selection
    rejected: tuple[Rejected, ...]

    @property
    def is_pinned(self) -> bool:
        """Whether the query names the release that answers."""
        return bool(self.selection.pin.release)

    def reading(self) -> AbstractContextManager[str]:
        """Makes the release answer within the block; Problem where it is gone."""
        return _reading(self.release, self.is_pinned)


def asked(query: str) -> Asked:
    """Returns what a query string asks; Problem where it cannot be read or names a release that is not here, NoRelease where there is none at all."""
    if len(query) > LONGEST_QUERY:
        raise Problem("too_long", f"A query may have {LONGEST_QUERY} characters; this one has {len(query)}.")
    parameters: dict[str, str] = {}
    try:
        for name, value in parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_PARAMETERS):
            # As the page reads it: a parameter that stands twice is one list.
            parameters[name] = f"{parameters[name]},{value}" if name in parameters else value
    except ValueError as error:
        raise Problem("unreadable", f"A query may have {MOST_PARAMETERS} parameters.") from error
    if parameters.get("v", VERSION) != VERSION:
        raise Problem(
            "unreadable",
            f"The query is of another version: v={parameters['v'][:40]}. This server reads v={VERSION}.",
        )
    pinned = parameters.get("release", "")
    if pinned and not _RELEASE.fullmatch(pinned):
        raise Problem(
            "unreadable",
            f"{pinned[:40]!r} is not the name of a release: 12 hex digits. /api/v1/releases lists them.",
        )
    with _reading(pinned or warehouse.current_name(), bool(pinned)) as release:
        known = {**queries.known(page.release), "release": frozenset({pinned} if pinned else ())}
    selection, rejected = from_query(parameters, known)
    # What is open on a page changes no card.
    return Asked(release, replace(selection, card="", cell=None, is_alone=False), tuple(rejected))


@contextlib.contextmanager
def _reading(release: str, is_pinned: bool) -> Iterator[str]:
    """Makes a release answer within the block, by its name also where it is the newest: what is published meanwhile does not come in between."""
    with warehouse.reading(release) as is_there:
        if not is_there:
            raise _gone(release) if is_pinned else warehouse.NoRelease(release)
        try:
            yield release
        except duckdb.Error as error:
            # An older release may lack what this version asks it.
            raise (_gone(release) if is_pinned and release != warehouse.current_name() else error) from error


def _gone(release: str) -> Problem:
    return Problem(
        "gone",
        f"The release {release} does not exist, was pruned, or is not read by this version; no other answers in its place. "
        "/api/v1/releases lists those that are here; without release= the newest answers.",
        release=release,
    )
