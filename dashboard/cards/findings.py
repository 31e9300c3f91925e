"""What stands out in a selection, each in one sentence that leads to where it can be read in full. Derives nothing."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from dashboard.model import measures, names
from dashboard.model.page import MOST_PAGES, Page
from dashboard.release import cached
from dashboard.request.selection import Selection
from dashboard.view.nav_links import Link

# finding: (page, card there).
PLACES = {
    "most_named": ("limitations", ""),
    "came_back": ("limitations", ""),
    "unanswered": ("limitations", "answers"),
    "change": ("membership", "series"),
    "coverage": ("membership", "ranking"),
    "disputed": ("sources", "disputed"),
    "undocumented": ("sources", ""),
    "unnumbered": ("awards", "unnumbered"),
    "retention": ("leadership", "retention"),
}


@lru_cache(maxsize=MOST_PAGES)
def findings(page: Page) -> list[Link]:
    """Returns what stands out as ways to the pages that show it, in the order of the mart."""
    return [
        Link(_said(page, row), PLACES[row.finding][0], _where(page, row).to_query())
        for row in cached.rows("findings", page.asked)
    ]


def _said(page: Page, row: Any) -> str:
    say, n, n_of = page.say, row.n, row.n_of
    theme = page.labels["themes"].get(row.subject, "")
    match row.finding:
        case "most_named" if row.n_back_of:
            return say(
                "finding_most_named_back", n=n, all=n_of, theme=theme, back=row.n_back, back_of=row.n_back_of
            )
        case "most_named":
            return say("finding_most_named", n=n, all=n_of, theme=theme)
        case "came_back":
            return say("finding_came_back", n=n, all=n_of, theme=theme)
        case "unanswered":
            # Where no lesson is coded at all, the mart has no number.
            return say("finding_unanswered", n=n, all=n_of, lessons=row.n_with_lessons or 0)
        case "change":
            return say("finding_change", n=n, all=n_of, more=row.n_more, same=row.n_same, less=row.n_less)
        case "coverage":
            return say("finding_coverage", n=n, all=n_of)
        case "disputed":
            return say("finding_disputed", n=n, all=n_of)
        case "undocumented":
            return say("finding_undocumented", n=n, all=n_of)
        case "unnumbered":
            return say("finding_unnumbered", n=n, all=n_of)
    value = measures.written(page, row.subject, row.value, row.qualifier)
    return say(
        "finding_retention",
        value=value,
        who="; ".join(names.short(page, code) for code in row.organizations),
        all=n_of,
    )


def _where(page: Page, row: Any) -> Selection:
    """Returns what is chosen on the page that a finding leads to: latest terms, which it speaks of, and the theme or the card."""
    cell = (row.subject, "") if row.subject in page.known["theme"] else None
    return replace(page.selection.elsewhere(), time="latest", at=None, cell=cell, card=PLACES[row.finding][1])
