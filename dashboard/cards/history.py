"""What each release brought: documents, rows, figures, and findings that read otherwise. Asks through cached and warehouse; draws nothing."""

from __future__ import annotations

from functools import lru_cache
from itertools import zip_longest
from typing import Any, NamedTuple

from dashboard.cards import findings
from dashboard.model.page import page_of
from dashboard.release import warehouse
from dashboard.release.warehouse import Release
from dashboard.request.selection import Selection
from dashboard.view import url_state
from dashboard.words.text import Text

MOST_RELEASES = 12  # that are told of; the others are named by `python -m etl releases`
MOST_NAMED = 20  # documents, rows or figures of a release that are named; beyond them the number is told
CODED = ("observations", "awards", "limitations", "lessons")
# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {"history_": ("added", "corrected", "removed"), "rows_": CODED}


class Entry(NamedTuple):
    """What one release brought beside the one before it; documents by title, rows by table, findings as sentences, new and no longer said."""

    documents: tuple[str, ...]
    added: tuple[tuple[str, int], ...]
    corrected: tuple[tuple[str, int], ...]
    removed: tuple[tuple[str, int], ...]
    n_figures: int
    findings: tuple[str, ...]
    findings_gone: tuple[str, ...]


def releases() -> list[tuple[Release, str]]:
    """Returns the latest MOST_RELEASES releases, the newest first, each with the name of the one that was built before it, "" where none is kept."""
    found = warehouse.listing()
    return [(one, before.name if before else "") for one, before in zip_longest(found, found[1:])][
        :MOST_RELEASES
    ]


@lru_cache(maxsize=4 * MOST_RELEASES)
def _entry(language: str, name: str, before: str) -> Entry:
    changes = warehouse.changes(before, name)
    tables = {table.name: table for table in changes.tables if table.name in CODED}
    now, then = _findings(language, name), _findings(language, before)
    if now is None or then is None:
        now = then = []
    return Entry(
        documents=tuple(str(row.cells.get("title", "")) for row in changes.documents),
        added=_counted({table: len(t.added) for table, t in tables.items()}),
        corrected=_counted({table: len(t.changed) for table, t in tables.items()}),
        removed=_counted({table: len(t.removed) for table, t in tables.items()}),
        n_figures=sum(bool(figure.organization_id) for figure in changes.figures),
        findings=tuple(said for said in now if said not in then),
        findings_gone=tuple(said for said in then if said not in now),
    )


def _counted(counts: dict[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple((table, counts[table]) for table in CODED if counts.get(table))


@lru_cache(maxsize=4 * MOST_RELEASES)
def _findings(language: str, release: str) -> list[str] | None:
    """Returns the sentences of the overview of a release; None of one that was built before there was what is asked for now."""
    with warehouse.reading(release):
        known = url_state.known_of(release)
        if release not in known["release"]:
            return None
        return [
            link.label
            for link in findings.findings(
                page_of("overview", Selection(language=language, release=release), known)
            )
        ]


def heading(say: Text, release: Release) -> str:
    """Returns how a release is named in its reader's language."""
    return say("history_release", date=say.date(release.built_at.date()), name=release.name)


def told(say: Text, release: Release, before: str) -> list[tuple[str, list[str]]]:
    """Returns what a release brought beside the one before it as (heading, lines); raises ReleaseError where either is gone meanwhile.

    The two are compared when it is first asked for, which takes a second.
    """
    if not before:
        return [("", [say("history_first", n=release.n_rows)])]
    entry = _entry(say.language, release.name, before)
    rows = [say(f"history_{sort}", what=_counts(say, found)) for sort, found in _by_sort(entry) if found]
    rows += [say("history_figures", n=entry.n_figures)] if entry.n_figures else []
    more = len(entry.documents) - MOST_NAMED
    documents = [*entry.documents[:MOST_NAMED], *([say("and_more", n=more)] if more > 0 else [])]
    said = [say("history_finding", said=now) for now in entry.findings] + [
        say("history_finding_gone", said=then) for then in entry.findings_gone
    ]
    parts = [
        (say("history_documents", n=len(entry.documents)), documents),
        (say("history_rows"), rows),
        (say("findings"), said),
    ]
    return [part for part in parts if part[1]] or [("", [say("history_nothing")])]


def _by_sort(entry: Entry) -> list[tuple[str, tuple[tuple[str, int], ...]]]:
    return [("added", entry.added), ("corrected", entry.corrected), ("removed", entry.removed)]


def _counts(say: Text, found: tuple[tuple[str, int], ...]) -> str:
    return ", ".join(say(f"rows_{table}", n=n) for table, n in found)


def groups(say: Text, release: Release, before: str) -> list[dict[str, Any]]:
    """Returns what is told of a release as groups of elements.statements."""
    return [
        {
            "heading": heading,
            "items": [
                {"text": line, "text_url": None, "tags": [], "who": "", "where": "", "url": None}
                for line in lines
            ],
        }
        for heading, lines in told(say, release, before)
    ]
