"""Cards of the limitations: which themes most organizations name, whether they come back, what they are put down to, which lessons are drawn."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import Any

from dashboard.cards import charts, evidence
from dashboard.model import names
from dashboard.model.card import Card, Quantity, Sources, Table
from dashboard.model.page import MAX_PAGES, Page
from dashboard.release import queries
from dashboard.words.theme import STATES

FIRST, MOST_FIRST = (
    3,
    4,
)  # themes told before all others, and as many as there is room for where some are named equally often
TOP = 10  # bars of a chart of many; the table has the others


@lru_cache(maxsize=MAX_PAGES)
def lead(page: Page) -> str:
    """Returns in a sentence how many organizations have coded limitations, name none of them, and have coded lessons."""
    found = queries.theme_spread(page.release, page.filters)
    unnamed = next((row.n_named for row in found if row.theme == "unspecified"), 0)
    answers = queries.theme_answers(page.release, page.filters)
    say, lessons = page.say, answers[0].n_with_lessons if answers else 0
    parts = [
        say("limitations_intro", n=found[0].n_organizations),
        say("limitations_unnamed", n=unnamed) if unnamed else "",
    ]
    return " ".join([*filter(None, parts), say("lessons_of", n=lessons) if lessons else say("lessons_none")])


@lru_cache(maxsize=MAX_PAGES)
def first(page: Page) -> list[dict[str, Any]]:
    """Returns the themes that most organizations name as items of elements.figures: how many, who, and the lessons drawn on them."""
    say = page.say
    found = [row for row in _named(page) if row.place <= FIRST]
    while len(found) > MOST_FIRST:  # of those that as many name, none stands before another
        found = [row for row in found if row.place < found[-1].place]
    drawn = queries.theme_lessons(page.release, page.filters, tuple(row.theme for row in found))
    items = []
    for row in found:
        lessons = [s for s in drawn if s.theme == row.theme]
        items.append(
            {
                "label": page.labels["themes"][row.theme],
                "value": say.number(row.n_named),
                "unit": say("of_organizations", n=row.n_organizations),
                "share": row.spread,
                "none": "",
                "note": _who(page, row.organizations, row.n_named)
                + ("" if lessons else f". {say('no_lesson')}"),
                "sources": evidence.statement_sources(
                    page, lessons, say("lessons_n", n=len(lessons)), len(lessons)
                )
                if lessons
                else None,
            }
        )
    return items


@lru_cache(maxsize=MAX_PAGES)
def spread(page: Page, most: int | None = None) -> Card:
    """Returns how many organizations name each theme, the most named first, and who; only so many of them where `most` is given."""
    say, found = page.say, _named(page)[:most]
    n_all = queries.theme_spread(page.release, page.filters)[0].n_organizations
    title, subtitle = (
        say("top_themes") if most else say("spread_title"),
        _subtitle(page, say("spread_of", n=n_all)),
    )
    if not found:
        return Card("spread", title, subtitle, empty=say("no_limitations"))
    labels = [page.labels["themes"][row.theme] for row in found]
    said = [say("n_of_all", n=row.n_named, all=row.n_organizations) for row in found]
    chart = charts.bars(
        labels, [row.n_named for row in found], said, [f"{row.theme}~" for row in found], full=n_all
    )
    table = Table(
        [say("grid_corner"), say("grid_spread"), say("column_statements"), say("column_who")],
        [
            (
                f"{row.theme}~",
                (
                    label,
                    _count(page, row.n_named),
                    _count(page, row.n_limitations),
                    _who(page, row.organizations, row.n_named),
                ),
            )
            for row, label in zip(found, labels, strict=True)
        ],
    )
    alt = say(
        "chart_bars", items="; ".join(f"{label}: {words}" for label, words in zip(labels, said, strict=True))
    )
    return Card(
        "spread",
        title,
        subtitle,
        chart=chart,
        alt=alt,
        note=say("spread_note"),
        table=table,
        sources=_sources(page, found, found[0].n_rows),
    )


@lru_cache(maxsize=MAX_PAGES)
def persistence(page: Page) -> Card:
    """Returns which themes organizations name again in the next coded term, and themes × terms of those with limitations in several."""
    say = page.say
    found = queries.theme_persistence(page.release, page.filters)
    n_all, n_comparable = found[0].n_organizations, found[0].n_comparable
    subtitle = _subtitle(page, say("persistence_of", n=n_all))
    back = [row for row in found if row.n_persistent]
    cells = queries.theme_terms(page.release, page.filters)
    if not n_comparable and not cells:
        empty = say("persistence_none", n=n_all) if n_all else say("persistence_no_terms")
        return Card("persistence", say("persistence_title"), subtitle, empty=empty)
    if back:
        said = say(
            "persistence_lead",
            theme=page.labels["themes"][back[0].theme],
            n=back[0].n_persistent,
            all=n_comparable,
        )
    else:
        said = say("persistence_nothing", n=n_comparable)
    table = Table(
        [say("grid_corner"), say("grid_again"), say("column_who")],
        [
            (
                f"{row.theme}~",
                (
                    page.labels["themes"][row.theme],
                    _count(page, row.n_persistent),
                    _who(page, row.organizations, row.n_persistent),
                ),
            )
            for row in back
        ],
    )
    rest = cells[0].n_all - len({row.organization_id for row in cells}) if cells else 0
    return Card(
        "persistence",
        say("persistence_title"),
        subtitle,
        lead=said,
        grid=_over_terms(page, cells, found) if cells else None,
        note=say("left_out", n=rest) if rest > 0 else "",
        table=table,
        sources=_sources(page, back),
    )


@lru_cache(maxsize=MAX_PAGES)
def answers(page: Page) -> Card:
    """Returns limitations beside the lessons drawn: of each theme who names it, answers it by a lesson, or draws a lesson on it alone."""
    say, found = page.say, queries.theme_answers(page.release, page.filters)
    if not found:
        return Card("answers", say("answers_title"), _subtitle(page), empty=say("no_limitations"))
    n_all, n_with_lessons = found[0].n_organizations, found[0].n_with_lessons
    subtitle = _subtitle(page, say("answers_of", n=n_with_lessons, all=n_all))
    table = Table(
        [
            say("grid_corner"),
            say("grid_spread"),
            say("column_answered"),
            say("column_unanswered"),
            say("column_lesson_only"),
        ],
        [
            (
                f"{row.theme}~",
                (
                    page.labels["themes"][row.theme],
                    _count(page, row.n_named),
                    _count(page, row.n_answered),
                    _count(page, row.n_unanswered),
                    _count(page, row.n_lesson_only),
                ),
            )
            for row in found
        ],
    )
    answered = [row for row in found if row.n_answered]
    return Card(
        "answers",
        say("answers_title"),
        subtitle,
        note=say("answers_note"),
        table=table,
        is_table_open=True,
        sources=_sources(page, answered),
    )


@lru_cache(maxsize=MAX_PAGES)
def causes(page: Page) -> Card:
    """Returns the themes that organizations name as causes, with the limitations that the same document names beside them."""
    say, found = page.say, queries.theme_causes(page.release, page.filters)
    if not found:
        return Card("causes", say("causes_title"), _subtitle(page), empty=say("causes_none"))
    subtitle = _subtitle(page, say("causes_of", n=found[0].n_with_causes, all=found[0].n_with_any))
    called = page.labels["themes"]
    naming = {row.theme: row.n_naming for row in found}
    said = [say("n_of_all", n=n, all=found[0].n_with_any) for n in naming.values()]
    chart = charts.bars(
        [called[theme] for theme in naming],
        list(naming.values()),
        said,
        [f"{theme}~" for theme in naming],
        full=found[0].n_with_any,
    )
    table = Table(
        [
            say("column_cause"),
            say("column_effect"),
            say("column_both"),
            say("column_one_paragraph"),
            say("column_who"),
        ],
        [
            (
                f"{row.theme}~",
                (
                    called[row.theme],
                    called[row.effect],
                    _count(page, row.n_organizations),
                    _count(page, row.n_in_one_paragraph),
                    _who(page, row.organizations, row.n_organizations),
                ),
            )
            for row in found
        ],
    )
    alt = say(
        "chart_bars",
        items="; ".join(f"{called[theme]}: {words}" for theme, words in zip(naming, said, strict=True)),
    )
    return Card(
        "causes",
        say("causes_title"),
        subtitle,
        chart=chart,
        alt=alt,
        note=say("causes_note"),
        table=table,
        is_table_open=True,
        sources=_sources(page, found),
    )


@lru_cache(maxsize=MAX_PAGES)
def together(page: Page) -> Card:
    """Returns the pairs of themes that most organizations name both."""
    say, found = page.say, queries.theme_pairs(page.release, page.filters)
    if not found:
        return Card("together", say("together_title"), _subtitle(page), empty=say("together_none"))
    n_all, called = found[0].n_with_any, page.labels["themes"]
    top = found[:TOP]
    labels = [say("pair", one=called[row.theme], other=called[row.other_theme]) for row in found]
    said = [say("n_of_all", n=row.n_organizations, all=n_all) for row in top]
    chart = charts.bars(
        labels[:TOP], [row.n_organizations for row in top], said, [f"{row.theme}~" for row in top], full=n_all
    )
    table = Table(
        [say("column_pair"), say("column_both"), say("column_who")],
        [
            (
                f"{row.theme}~",
                (
                    label,
                    _count(page, row.n_organizations),
                    _who(page, row.organizations, row.n_organizations),
                ),
            )
            for row, label in zip(found, labels, strict=True)
        ],
    )
    rest = found[0].n_all - len(top)
    note = say("together_note") + (f" {say('together_more', n=rest)}" if rest > 0 else "")
    alt = say(
        "chart_bars", items="; ".join(f"{label}: {words}" for label, words in zip(labels, said, strict=False))
    )
    subtitle = _subtitle(page, say("together_of", n=n_all))
    return Card(
        "together",
        say("together_title"),
        subtitle,
        chart=chart,
        alt=alt,
        note=note,
        table=table,
        sources=_sources(page, found),
    )


def _named(page: Page) -> list[Any]:
    return [
        row for row in queries.theme_spread(page.release, page.filters) if row.is_specific and row.n_named
    ]


def _subtitle(page: Page, *parts: str) -> str:
    return " · ".join(filter(None, (*parts, page.years)))


def _count(page: Page, n: int) -> Quantity:
    return Quantity(page.say.number(n), n, "exact")


def _who(page: Page, organizations: list[str], n: int) -> str:
    """Returns the names of the organizations told, of n, and how many more there are."""
    said = "; ".join(names.short(page, code) for code in organizations)
    rest = n - len(organizations)
    return f"{said}; {page.say('who_more', n=rest)}" if rest > 0 else said


def _sources(page: Page, found: list[Any], n_rows: int = 0) -> Sources | None:
    """Returns the statements behind rows of a mart; None where there are none."""
    return evidence.statement_evidence_of(page, (place for row in found for place in row.evidence), n_rows)


def _over_terms(page: Page, cells: list[Any], persistence: list[Any]) -> dict[str, Any]:
    """Returns themes × terms of organizations as elements.grid takes it: the themes that any of them names, the most persistent first."""
    say = page.say
    columns = [
        {"code": organization, "label": f"{names.term(page, next(rows))}, {names.short(page, organization)}"}
        for (organization, _), rows in groupby(cells, key=lambda row: (row.organization_id, row.term))
    ]
    states: dict[str, list[int | str]] = {}
    for row in cells:
        states.setdefault(row.theme, []).append(
            int(row.n_limitations) if row.state == "figure" else row.state
        )
    named = {row.theme for row in cells if row.state == "figure"}
    groups: list[dict[str, Any]] = [
        {"label": say("themes_again"), "rows": []},
        {"label": say("themes_once"), "rows": []},
    ]
    for row in (row for row in persistence if row.theme in named):
        groups[not row.n_persistent]["rows"].append(
            {
                "code": row.theme,
                "label": page.labels["themes"][row.theme],
                "cells": states[row.theme],
                "spread": f"{row.n_persistent}/{row.n_comparable}",
                "spread_said": say("n_of_all", n=row.n_persistent, all=row.n_comparable),
            }
        )
    words = grid_words(page) | {"caption": say("persistence_title"), "spread": say("grid_again")}
    return {
        "groups": [group for group in groups if group["rows"]],
        "columns": columns,
        "words": words,
        "marks": STATES,
    }


def grid_words(page: Page) -> dict[str, str]:
    """Returns the words of a grid of themes, as elements.grid takes them."""
    say = page.say
    return {state: say(f"state_{state}") for state in STATES} | {
        "figure_n": say("state_figure_n", n="{n}"),
        "caption": say("grid_caption"),
        "corner": say("grid_corner"),
        "spread": say("grid_spread"),
        "legend": say("grid_legend"),
    }
