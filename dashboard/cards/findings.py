"""What stands out in a selection, each in one sentence that leads to where it is in full. Derives nothing."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from dashboard.model import measures, names
from dashboard.model.link import Link
from dashboard.model.page import MAX_PAGES, Page
from dashboard.release import queries
from dashboard.release.queries.themes import Finding
from dashboard.request.parameters import to_query
from dashboard.request.selection import Focus, Selection, TimeAxis

# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {"finding_change_": names.TERMS, "finding_coverage_": names.TERMS}


class FindingKind(Enum):
    """The findings that the mart can yield."""

    MOST_NAMED = "most_named"
    CAME_BACK = "came_back"
    UNANSWERED = "unanswered"
    CHANGE = "change"
    COVERAGE = "coverage"
    DISPUTED = "disputed"
    UNDOCUMENTED = "undocumented"
    UNNUMBERED = "unnumbered"
    RETENTION = "retention"


class Target(NamedTuple):
    """Where a finding can be read in full: the page, and the card there."""

    page: str
    card: str


TARGETS = {
    FindingKind.MOST_NAMED: Target("limitations", ""),
    FindingKind.CAME_BACK: Target("limitations", ""),
    FindingKind.UNANSWERED: Target("limitations", "answers"),
    FindingKind.CHANGE: Target("membership", "series"),
    FindingKind.COVERAGE: Target("membership", "ranking"),
    FindingKind.DISPUTED: Target("sources", "disputed"),
    FindingKind.UNDOCUMENTED: Target("sources", ""),
    FindingKind.UNNUMBERED: Target("awards", "unnumbered"),
    FindingKind.RETENTION: Target("leadership", "retention"),
}


@lru_cache(maxsize=MAX_PAGES)
def findings(page: Page) -> list[Link]:
    """What stands out, as links to the pages that show it, in the order of the mart.

    Raises ValueError for a finding that has no sentence.
    """
    return [_link(page, row) for row in queries.findings(page.release, page.filters)]


def _link(page: Page, row: Finding) -> Link:
    kind = FindingKind(row.finding)
    target = TARGETS[kind]
    return Link(_sentence(page, kind, row), target.page, to_query(_selection(page, row.subject, target.card)))


def _sentence(page: Page, kind: FindingKind, row: Finding) -> str:
    say, n, n_of = page.say, row.n, row.n_of
    theme = page.labels["themes"].get(row.subject, "")
    match kind:
        case FindingKind.MOST_NAMED:
            if row.n_admitting is None:  # of a release from before causes were counted apart
                sentences = [say("finding_most_named_with_causes", n=n, all=n_of, theme=theme)]
            else:
                sentences = [say("finding_most_named", n=n, all=n_of, theme=theme)]
            if row.n_back_of:
                sentences.append(say("finding_named_again", n=row.n_back, all=row.n_back_of))
            if row.n_admitting:
                sentences.append(say("limitations_admitting", n=row.n_admitting))
            return " ".join(sentences)
        case FindingKind.CAME_BACK:
            return say("finding_came_back", n=n, all=n_of, theme=theme)
        case FindingKind.UNANSWERED:
            # A release of before 0.2.0 has no number where no lesson is coded at all.
            return say("finding_unanswered", n=n, all=n_of, lessons=row.n_with_lessons or 0)
        case FindingKind.CHANGE:
            return say(
                f"finding_change_{page.terms}",
                n=n,
                all=n_of,
                more=row.n_more,
                same=row.n_same,
                less=row.n_less,
                unclear=say("unclear_n", n=row.n_unclear) if row.n_unclear else "",
            )
        case FindingKind.COVERAGE:
            return say(f"finding_coverage_{page.terms}", n=n, all=n_of)
        case FindingKind.DISPUTED:
            return say("finding_disputed", n=n, all=n_of)
        case FindingKind.UNDOCUMENTED:
            return say("finding_undocumented", n=n, all=n_of)
        case FindingKind.UNNUMBERED:
            return say("finding_unnumbered", n=n, all=n_of)
        case FindingKind.RETENTION:
            assert row.value is not None  # of the organizations that give it
            value = measures.format_value(page, row.subject, row.value, row.qualifier or "exact")
            who = "; ".join(names.short_name(page, code) for code in row.organizations)
            return say("finding_retention", value=value, who=who, all=n_of)


def _selection(page: Page, subject: str, card: str) -> Selection:
    """What is selected where a finding leads: the terms that it speaks of, and the theme or the card."""
    cell = (subject, "") if subject in page.valid_codes["theme"] else None
    return replace(
        page.selection.for_navigation(), time=TimeAxis(page.terms), focus=Focus(cell=cell, card=card)
    )
