"""What each release brought: documents, rows, figures, and findings that read otherwise. Draws nothing."""

from __future__ import annotations

from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from dashboard.cards import findings
from dashboard.elements.contracts import StatementGroup, StatementItem
from dashboard.model.page import page_of, valid_codes_of
from dashboard.release import queries, warehouse
from dashboard.release.opened import open_release
from dashboard.release.warehouse import ListedRelease, NoRelease
from dashboard.request.selection import Selection
from dashboard.words.text import Text

MAX_RELEASES = 12  # that are shown; the others are named by `python -m etl releases`
MAX_NAMED = 20  # documents, rows or figures of a release that are named; beyond them the number is shown
CODED = ("observations", "awards", "limitations", "lessons")  # which have words of their own, and come first
# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {"history_": ("added", "corrected", "removed"), "rows_": CODED}

Counts = tuple[tuple[str, str, int], ...]


class Entry(NamedTuple):
    """What one release brought beside the one before it.

    Documents by title, rows by table (its code and title), findings as sentences, new ones and those gone.
    """

    documents: tuple[str, ...]
    added: Counts
    corrected: Counts
    removed: Counts
    n_figures: int
    findings: tuple[str, ...]
    findings_gone: tuple[str, ...]


def releases() -> list[tuple[ListedRelease, str]]:
    """The latest MAX_RELEASES releases, newest first, each with the name of the one before it, or ""."""
    listed = warehouse.listing()
    pairs = zip_longest(listed, listed[1:])
    return [(release, before.name if before else "") for release, before in pairs][:MAX_RELEASES]


@lru_cache(maxsize=4 * MAX_RELEASES)
def _entry(language: str, name: str, before: str) -> Entry:
    changes = warehouse.changes(before, name)
    order = (*CODED, *(table.name for table in changes.tables))
    tables = sorted(changes.tables, key=lambda table: order.index(table.name))
    titles = _titles(language, before) | _titles(language, name)
    now, then = _findings(language, name), _findings(language, before)
    if now is None or then is None:
        now = then = []
    return Entry(
        documents=tuple(str(row.cells.get("title", "")) for row in changes.documents),
        added=_counted(titles, {table.name: len(table.added) for table in tables}),
        corrected=_counted(titles, {table.name: len(table.changed) for table in tables}),
        removed=_counted(titles, {table.name: len(table.removed) for table in tables}),
        n_figures=sum(bool(figure.organization_id) for figure in changes.figures),
        findings=tuple(sentence for sentence in now if sentence not in then),
        findings_gone=tuple(sentence for sentence in then if sentence not in now),
    )


def _counted(titles: dict[str, str], counts: dict[str, int]) -> Counts:
    return tuple((table, titles.get(table, table), n) for table, n in counts.items() if n)


def _titles(language: str, release: str) -> dict[str, str]:
    """{table: its title} of a release; empty of one of an older format."""
    try:
        return queries.record_titles(open_release(release), Text(language).data_language)
    except NoRelease:
        return {}


@lru_cache(maxsize=4 * MAX_RELEASES)
def _findings(language: str, release: str) -> list[str] | None:
    """The findings of a release as sentences; None of one of an older format."""
    try:
        opened = open_release(release)
    except NoRelease:
        return None
    selection = Selection(language=language).pinned_to(release)
    page = page_of("overview", selection, opened, valid_codes_of(opened, release))
    return [link.label for link in findings.findings(page)]


def heading(say: Text, release: ListedRelease) -> str:
    """How a release is named in its reader's language."""
    return say("history_release", date=say.date(release.built_at.date()), name=release.name)


def sections(say: Text, release: ListedRelease, before: str) -> list[tuple[str, list[str]]]:
    """What a release brought beside the one before it, as (heading, lines).

    The comparison is made at the first call, which takes a second. Raises ReleaseError for a pruned release.
    """
    if not before:
        return [("", [say("history_first", n=release.n_rows)])]
    entry = _entry(say.language, release.name, before)
    changes = {"added": entry.added, "corrected": entry.corrected, "removed": entry.removed}
    rows = [say(f"history_{what}", what=_counts(say, counts)) for what, counts in changes.items() if counts]
    rows += [say("history_figures", n=entry.n_figures)] if entry.n_figures else []
    more = len(entry.documents) - MAX_NAMED
    documents = [*entry.documents[:MAX_NAMED], *([say("and_more", n=more)] if more > 0 else [])]
    sentences = [say("history_finding", said=sentence) for sentence in entry.findings]
    sentences += [say("history_finding_gone", said=sentence) for sentence in entry.findings_gone]
    parts = [
        (say("history_documents", n=len(entry.documents)), documents),
        (say("history_rows"), rows),
        (say("findings"), sentences),
    ]
    return [part for part in parts if part[1]] or [("", [say("history_nothing")])]


def groups(say: Text, release: ListedRelease, before: str) -> list[StatementGroup]:
    """The same as groups of statements."""
    return [
        {"heading": heading, "items": [_item(line) for line in lines]}
        for heading, lines in sections(say, release, before)
    ]


def _item(line: str) -> StatementItem:
    return {"text": line, "text_url": None, "tags": [], "who": "", "where": "", "url": None}


def _counts(say: Text, counts: Counts) -> str:
    return ", ".join(
        say(f"rows_{table}", n=n) if table in CODED else say("rows_of", n=n, title=title)
        for table, title, n in counts
    )
