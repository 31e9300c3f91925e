"""The registry of cards: those of each page, by name and in their order. Builds none itself.

Pages draw them; files and answers to machines are made of them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from dashboard.cards import (
    agreement,
    awards,
    comparison,
    coverage,
    figures,
    organization_profile,
    province_map,
    province_profile,
    themes,
)
from dashboard.model.card import Card
from dashboard.model.page import Page

TOP_THEMES = 8
MEMBERS = "members"
DELEGATES = "congress_delegates"  # which have a card of their own
# The first columns of the table of committees; other indicators of leadership follow them.
ELECTED = (
    "committee_elected",
    "committee_size",
    "standing_committee_elected",
    "standing_committee_size",
    "vice_chairs_elected",
)

Cards = dict[str, Callable[[], Card]]


def cards_of(page: Page) -> Cards:
    """{name: builder} of the cards of a page, in their order; empty where its subject is not chosen."""
    build = _PAGES.get(page.name)
    return build(page) if build else {}


def _overview(page: Page) -> Cards:
    return {
        "headlines": partial(figures.headlines, page),
        "spread": partial(themes.spread, page, TOP_THEMES),
        "indicators": partial(figures.indicators, page),
    }


def _membership(page: Page) -> Cards:
    at = figures.moment(page, MEMBERS)
    return {
        "ranking": partial(figures.ranking, page, MEMBERS, at),
        "series": partial(figures.series, page, MEMBERS),
        "change": partial(figures.ranking, page, "change_of_members", at, "change"),
        "regions": partial(figures.regions, page, MEMBERS),
        "per-association": partial(figures.ranking, page, "members_per_association", at, "per-association"),
        "per-branch": partial(figures.ranking, page, "members_per_branch", at, "per-branch"),
    }


def branches_measure(page: Page) -> str:
    """The indicator that the page of branches shows: the chosen one, else the one that most report."""
    indicators = figures.of_group(page, "branches")
    return (
        page.selection.focus.measure
        if page.selection.focus.measure in indicators
        else figures.most_reported(page, indicators)
    )


def _branches(page: Page) -> Cards:
    measure = branches_measure(page)
    at, change = figures.moment(page, measure), figures.change_of(page, measure)
    return {
        "ranking": partial(figures.ranking, page, measure, at),
        "series": partial(figures.series, page, measure),
        "branches": partial(figures.structure, page, figures.of_group(page, "branches"), "branches"),
        **({"change": partial(figures.ranking, page, change, at, "change")} if change else {}),
        "regions": partial(figures.regions, page, measure),
    }


def _leadership(page: Page) -> Cards:
    at = figures.moment(page, ELECTED[0])
    leadership = figures.of_group(page, "leadership")
    movements = figures.of_group(page, "leadership", "flow")
    others = (code for code in leadership if code not in (*ELECTED, *movements, DELEGATES))
    committee = (*(code for code in ELECTED if code in leadership), *others)
    return {
        "committee": partial(figures.structure, page, committee, "committee"),
        "ranking": partial(figures.ranking, page, ELECTED[0], at),
        "series": partial(figures.series, page, ELECTED[0]),
        "retention": partial(figures.ranking, page, "committee_retention", at, "retention"),
        "movements": partial(figures.structure, page, movements, "movements"),
        "delegates": partial(figures.ranking, page, DELEGATES, at, "delegates"),
    }


def _awards(page: Page) -> Cards:
    if awards.why_nothing(page):
        return {}
    return {
        "received": partial(awards.givers, page, "received"),
        "granted": partial(awards.givers, page, "granted"),
        "years": partial(awards.years, page, "received"),
        "years-granted": partial(awards.years, page, "granted"),
        "recipients": partial(awards.recipients, page, "received"),
        "recipients-granted": partial(awards.recipients, page, "granted"),
        "ranking": partial(awards.ranking, page, "received"),
        "unnumbered": partial(awards.unnumbered, page),
    }


def _limitations(page: Page) -> Cards:
    cards: Cards = {
        "spread": partial(themes.spread, page),
        "persistence": partial(themes.persistence, page),
        "answers": partial(themes.answers, page),
        "causes": partial(themes.causes, page),
        "together": partial(themes.together, page),
        "agreement": partial(agreement.documents, page),
    }
    if agreement.is_measured(page):
        cards["agreement-themes"] = partial(agreement.themes, page)
        cards["differences"] = partial(agreement.differences, page)
    return cards


def _compare(page: Page) -> Cards:
    if not page.selection.focus.compared:
        return {}
    return {
        "figures": partial(comparison.figures, page),
        "awards": partial(comparison.awards, page),
        "themes": partial(comparison.themes, page),
        "peers": partial(comparison.peers, page),
    }


def _map(page: Page) -> Cards:
    return {"provinces": partial(province_map.ranked, page)}


def _organization(page: Page) -> Cards:
    if not page.selection.focus.about:
        return {}
    terms: Cards = {"terms": partial(organization_profile.terms, page)}
    if not organization_profile.is_documented(page):
        return terms
    return terms | {
        "figures": partial(organization_profile.series, page),
        "received": partial(organization_profile.awards, page, "received"),
        "granted": partial(organization_profile.awards, page, "granted"),
        "themes": partial(organization_profile.statements, page),
        "documents": partial(organization_profile.documents, page),
    }


def _province(page: Page) -> Cards:
    if not page.selection.focus.place or not province_profile.is_documented(page):
        return {}
    return {
        "figures": partial(province_profile.figures, page),
        "received": partial(organization_profile.awards, page, "received"),
        "granted": partial(organization_profile.awards, page, "granted"),
        "themes": partial(province_profile.themes, page),
        "documents": partial(organization_profile.documents, page),
    }


def _sources(page: Page) -> Cards:
    return {
        "mentions": partial(coverage.mentions, page),
        "disputed": partial(coverage.disputed, page),
    }


_PAGES: dict[str, Callable[[Page], Cards]] = {
    "overview": _overview,
    "membership": _membership,
    "branches": _branches,
    "leadership": _leadership,
    "awards": _awards,
    "limitations": _limitations,
    "compare": _compare,
    "map": _map,
    "organization": _organization,
    "province": _province,
    "sources": _sources,
}
