"""Cards of limitations: what most name, whether it comes back, causes, lessons. Derives nothing.

A cause is no limitation: it is counted in a card of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Protocol

from dashboard.cards import charts, evidence
from dashboard.elements.contracts import (
    FigureItem,
    GridColumn,
    GridContent,
    GridGroup,
)
from dashboard.model import measures, names, states
from dashboard.model.card import Card, Chart, Column, Evidence, Grid, Quantity, Row, Table
from dashboard.model.page import MAX_PAGES, Page
from dashboard.release import queries
from dashboard.release.queries.themes import UNSPECIFIED, ThemePersistence, ThemeSpread, ThemeTerm

N_FIRST = 3  # themes that stand before all others
MAX_FIRST = 4  # as many as there is room for where some are named equally often
MAX_BARS = 10  # of a chart of many; the table has the others


class _Evidenced(Protocol):
    """A row of a mart with the places of the coded rows behind it."""

    @property
    def evidence(self) -> Sequence[str]:
        """The places in the files."""


@lru_cache(maxsize=MAX_PAGES)
def lead(page: Page) -> str:
    """How many organizations name limitations, and how many, who names none, and who draws lessons."""
    spread_of = queries.theme_spread(page.release, page.filters)
    named = sum(row.n_limitations for row in spread_of if row.theme != UNSPECIFIED)
    answers = queries.theme_answers(page.release, page.filters)
    say, lessons = page.say, answers[0].n_with_lessons if answers else 0
    parts = (
        say("limitations_intro", n=spread_of[0].n_organizations, named=say.number(named)),
        _others(page),
        say("lessons_of", n=lessons) if lessons else say("lessons_none"),
    )
    return " ".join(filter(None, parts))


@lru_cache(maxsize=MAX_PAGES)
def first(page: Page) -> list[FigureItem]:
    """The themes that most organizations name: how many, who, and the lessons drawn on them."""
    say = page.say
    rows = [row for row in _named(page) if row.rank <= N_FIRST]
    while len(rows) > MAX_FIRST:  # of those that as many name, none stands before another
        rows = [row for row in rows if row.rank < rows[-1].rank]
    statements = queries.theme_lessons(page.release, page.filters, tuple(row.theme for row in rows))
    items: list[FigureItem] = []
    for row in rows:
        lessons = [statement for statement in statements if statement.theme == row.theme]
        n_lessons = len(lessons)
        title = say("lessons_n", n=n_lessons)
        sources = evidence.statement_sources(page, lessons, title, n_lessons) if lessons else None
        note = _who(page, row.organizations, row.n_named)
        items.append(
            {
                "label": page.labels["themes"][row.theme],
                "value": say.number(row.n_named),
                "unit": say("of_organizations", n=row.n_organizations),
                "share": row.spread,
                "none": "",
                "note": note if lessons else f"{note}. {say('no_lesson')}",
                "sources": sources,
            }
        )
    return items


@lru_cache(maxsize=MAX_PAGES)
def spread(page: Page, most: int | None = None) -> Card:
    """How many organizations name each theme, and who; the first `most` themes, or all."""
    say, rows = page.say, _named(page)[:most]
    n_all = queries.theme_spread(page.release, page.filters)[0].n_organizations
    title = say("top_themes") if most else say("spread_title")
    subtitle = _subtitle(page, say("spread_of", n=n_all))
    if not rows:
        return Card("spread", title, subtitle, empty=say("no_limitations"))
    labels = [page.labels["themes"][row.theme] for row in rows]
    table = Table(
        (
            Column("theme", say("grid_corner")),
            Column("n_named", say("grid_spread")),
            Column("n_statements", say("column_statements")),
            Column("organizations", say("column_who")),
        ),
        [
            _theme_row(
                row.theme,
                label,
                measures.count(page, row.n_named),
                measures.count(page, row.n_limitations),
                _who(page, row.organizations, row.n_named),
            )
            for row, label in zip(rows, labels, strict=True)
        ],
    )
    return Card(
        "spread",
        title,
        subtitle,
        body=_bars(page, labels, [row.n_named for row in rows], [row.theme for row in rows], n_all),
        note=_sentences(
            _others(page),
            "" if most else _beside_themes(page),
            _carried(page, "theme_spread"),
            say("spread_note"),
        ),
        table=table,
        sources=_evidence(page, rows, rows[0].n_rows),
    )


@lru_cache(maxsize=MAX_PAGES)
def persistence(page: Page) -> Card:
    """Themes that are named again in the next coded term; themes × terms of organizations with several.

    Withheld, but for the table, where too few organizations name any in two terms.
    """
    say, labels = page.say, page.labels["themes"]
    rows = queries.theme_persistence(page.release, page.filters)
    n_all, n_comparable = rows[0].n_organizations, rows[0].n_comparable
    title, subtitle = say("persistence_title"), _subtitle(page, say("persistence_of", n=n_all))
    back = [row for row in rows if row.n_persistent]
    cells = queries.theme_terms(page.release, page.filters)
    if not n_comparable:
        empty = say("persistence_none", n=n_all) if n_all else say("persistence_no_terms")
        return Card("persistence", title, subtitle, empty=empty)
    sources = _evidence(page, back)
    if back and rows[0].is_rankable:
        most = back[0]
        answer = say("persistence_lead", theme=labels[most.theme], n=most.n_persistent, all=n_comparable)
    else:
        answer = say("persistence_nothing", n=n_comparable)
    table = Table(
        (
            Column("theme", say("grid_corner")),
            Column("n_persistent", say("grid_again")),
            Column("organizations", say("column_who")),
        ),
        [
            _theme_row(
                row.theme,
                labels[row.theme],
                measures.count(page, row.n_persistent),
                _who(page, row.organizations, row.n_persistent),
            )
            for row in back
        ],
    )
    if not rows[0].is_rankable:
        empty = say("persistence_withheld", n=n_comparable, all=n_all)
        return Card("persistence", title, subtitle, empty=empty, table=table, sources=sources)
    rest = cells[0].n_all - len({row.organization_id for row in cells}) if cells else 0
    return Card(
        "persistence",
        title,
        subtitle,
        lead=answer,
        body=_over_terms(page, cells, rows) if cells else None,
        note=_sentences(_carried(page, "theme_persistence"), say("left_out", n=rest) if rest > 0 else ""),
        table=table,
        sources=sources,
    )


@lru_cache(maxsize=MAX_PAGES)
def answers(page: Page) -> Card:
    """Limitations beside lessons: who names each theme, answers it by a lesson, or draws a lesson alone."""
    say, rows = page.say, queries.theme_answers(page.release, page.filters)
    if not rows:
        return Card("answers", say("answers_title"), _subtitle(page), empty=say("no_limitations"))
    subtitle = say("answers_of", n=rows[0].n_with_lessons, all=rows[0].n_organizations)
    table = Table(
        (
            Column("theme", say("grid_corner")),
            Column("n_named", say("grid_spread")),
            Column("n_answered", say("column_answered")),
            Column("n_unanswered", say("column_unanswered")),
            Column("n_lesson_only", say("column_lesson_only")),
        ),
        [
            _theme_row(
                row.theme,
                page.labels["themes"][row.theme],
                measures.count(page, row.n_named),
                measures.count(page, row.n_answered),
                measures.count(page, row.n_unanswered),
                measures.count(page, row.n_lesson_only),
            )
            for row in rows
        ],
    )
    return Card(
        "answers",
        say("answers_title"),
        _subtitle(page, subtitle),
        note=_sentences(_carried(page, "theme_spread"), say("answers_note")),
        table=table,
        is_table_open=True,
        sources=_evidence(page, [row for row in rows if row.n_answered]),
    )


@lru_cache(maxsize=MAX_PAGES)
def causes(page: Page) -> Card:
    """The themes that organizations name as causes of their limitations, and which these are."""
    say, labels, rows = page.say, page.labels["themes"], queries.theme_causes(page.release, page.filters)
    if not rows:
        return Card("causes", say("causes_title"), _subtitle(page), empty=say("causes_none"))
    n_all = rows[0].n_with_causes
    subtitle, note = say("causes_of", n=n_all, named=rows[0].n_with_any), say("causes_note")
    naming = {row.theme: row.n_naming for row in rows}
    table = Table(
        (
            Column("cause", say("column_cause")),
            Column("n_naming", say("grid_spread")),
            Column("effect", say("column_effect")),
            Column("n_both", say("column_both")),
            Column("n_one_paragraph", say("column_one_paragraph")),
            Column("organizations", say("column_who")),
        ),
        [
            Row(
                f"{row.theme}~{row.effect}",
                (
                    labels[row.theme],
                    measures.count(page, row.n_naming),
                    labels[row.effect],
                    measures.count(page, row.n_organizations),
                    measures.count(page, row.n_in_one_paragraph),
                    _who(page, row.organizations, row.n_organizations),
                ),
                f"{row.theme}~",
            )
            for row in rows
        ],
    )
    bars = _bars(page, [labels[theme] for theme in naming], list(naming.values()), list(naming), n_all)
    return Card(
        "causes",
        say("causes_title"),
        _subtitle(page, subtitle),
        body=bars,
        note=_sentences(say("causes_apart") if _is_apart(page) else "", _carried(page, "theme_causes"), note),
        table=table,
        is_table_open=True,
        sources=_evidence(page, rows),
    )


@lru_cache(maxsize=MAX_PAGES)
def together(page: Page) -> Card:
    """The pairs of themes that most organizations name both; withheld, but for the table, of too few."""
    say, themes, rows = page.say, page.labels["themes"], queries.theme_pairs(page.release, page.filters)
    if not rows:
        return Card("together", say("together_title"), _subtitle(page), empty=say("together_none"))
    n_all, top = rows[0].n_with_any, [row for row in rows if row.is_rankable][:MAX_BARS]
    labels = [say("pair", one=themes[row.theme], other=themes[row.other_theme]) for row in rows]
    title, subtitle = say("together_title"), _subtitle(page, say("together_of", n=n_all))
    table = Table(
        (
            Column("pair", say("column_pair")),
            Column("n_both", say("column_both")),
            Column("organizations", say("column_who")),
        ),
        [
            Row(
                f"{row.theme}~{row.other_theme}",
                (
                    label,
                    measures.count(page, row.n_organizations),
                    _who(page, row.organizations, row.n_organizations),
                ),
                f"{row.theme}~",
            )
            for row, label in zip(rows, labels, strict=True)
        ],
    )
    sources = _evidence(page, rows)
    if not top:
        empty = say("together_withheld", n=rows[0].n_organizations, all=n_all)
        return Card("together", title, subtitle, empty=empty, table=table, sources=sources)
    rest = rows[0].n_all - len(top)
    bars = _bars(
        page, labels[: len(top)], [row.n_organizations for row in top], [row.theme for row in top], n_all
    )
    return Card(
        "together",
        title,
        subtitle,
        body=bars,
        note=_sentences(
            _carried(page, "theme_pairs"),
            say("together_note"),
            say("together_more", n=rest) if rest > 0 else "",
        ),
        table=table,
        sources=sources,
    )


@lru_cache(maxsize=MAX_PAGES)
def theme_grid(page: Page) -> Grid:
    """Themes × organizations: themes by group, the most named first; organizations that name most first."""
    release, filters, labels = page.release, page.selection.filters, page.labels
    cells = queries.theme_cells(release, filters)
    columns: list[GridColumn] = [
        {"code": code, "label": labels["organizations"][code]}
        for code in dict.fromkeys(cell.organization_id for cell in cells)
    ]
    values: dict[tuple[str, str], int | str] = {
        (c.theme, c.organization_id): (c.n_limitations or 0) if c.state == "figure" else c.state
        for c in cells
    }
    themes = queries.themes(release)
    group_of = {theme.theme: theme.theme_group for theme in themes}
    groups: dict[str, GridGroup] = {
        theme.theme_group: {"label": labels["theme_groups"][theme.theme_group], "rows": []}
        for theme in themes
    }
    rows = queries.theme_spread(release, filters)
    sums = {row.theme: _sum(page, row) for row in rows}
    for spread in rows:
        groups[group_of[spread.theme]]["rows"].append(
            {
                "code": spread.theme,
                "label": labels["themes"][spread.theme],
                "spread": sums[spread.theme][0],
                "spread_said": sums[spread.theme][1],
                "cells": [values[spread.theme, column["code"]] for column in columns],
            }
        )
    content: GridContent = {
        "groups": list(groups.values()),
        "columns": columns,
        "words": _grid_words(page),
        "marks": states.theme_marks(page),
        "is_wide": False,
    }
    return Grid(content)


def _sum(page: Page, row: ThemeSpread) -> tuple[str, str]:
    """How many organizations name a theme, in figures and in words; of those that name none no share."""
    if _is_apart(page) and row.theme == UNSPECIFIED:
        return page.say.number(row.n_named), page.say.number(row.n_named)
    words = page.say("n_of_all", n=row.n_named, all=row.n_organizations)
    return f"{row.n_named}/{row.n_organizations}", words


def _is_apart(page: Page) -> bool:
    """Whether the release counts limitations apart from causes, and who names any from who only admits."""
    return queries.theme_spread(page.release, page.filters)[0].n_admitting is not None


def _others(page: Page) -> str:
    """How many organizations beside those counted only admit limitations, and how many say nothing, in all
    or in the part that was read.

    Of a release from before causes were counted apart: that it counts them among the limitations.
    """
    say, row = page.say, queries.theme_spread(page.release, page.filters)[0]
    if not _is_apart(page):
        return say("limitations_with_causes")
    return _sentences(
        say("limitations_admitting", n=row.n_admitting) if row.n_admitting else "",
        say("limitations_silent", n=row.n_silent) if row.n_silent else "",
        say("limitations_not_read", n=row.n_not_read) if row.n_not_read else "",
    )


def _beside_themes(page: Page) -> str:
    """How many limitations that are named are on no theme of their own, and so in no bar."""
    rows = [
        row
        for row in queries.theme_spread(page.release, page.filters)
        if row.n_limitations and not row.is_specific and row.theme != UNSPECIFIED
    ]
    themes = "; ".join(page.labels["themes"][row.theme] for row in rows)
    n = sum(row.n_limitations for row in rows)
    return page.say("spread_other", n=n, themes=themes) if rows else ""


def _carried(page: Page, mart: str) -> str:
    """How few documents carry what is counted, where these are few."""
    row = queries.carriers(page.release, page.filters, mart)
    if row is None or not row.is_carried:
        return ""
    return page.say("carried", n=row.n_carried, all=row.n_statements, documents=row.n_carriers)


def _sentences(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def _named(page: Page) -> list[ThemeSpread]:
    return [
        row for row in queries.theme_spread(page.release, page.filters) if row.is_specific and row.n_named
    ]


def _bars(
    page: Page, labels: Sequence[str], counts: Sequence[int], themes: Sequence[str], n_all: int
) -> Chart:
    """How many of `n_all` organizations a bar, each of which opens its theme."""
    texts = [page.say("n_of_all", n=n, all=n_all) for n in counts]
    return charts.bar_chart(page, labels, counts, texts, [f"{theme}~" for theme in themes], full=n_all)


def _theme_row(theme: str, *cells: str | Quantity) -> Row:
    return Row(theme, cells, f"{theme}~")


def _subtitle(page: Page, *parts: str) -> str:
    return " · ".join(filter(None, (*parts, page.years)))


def _who(page: Page, organizations: Sequence[str], n: int) -> str:
    """The names of the organizations that are listed, of n, and how many more there are."""
    listed = "; ".join(names.short_name(page, code) for code in organizations)
    rest = n - len(organizations)
    return f"{listed}; {page.say('who_more', n=rest)}" if rest > 0 else listed


def _evidence(page: Page, rows: Iterable[_Evidenced], n_rows: int = 0) -> Evidence | None:
    """The statements behind rows of a mart; None where there are none."""
    return evidence.statement_evidence_of(page, (place for row in rows for place in row.evidence), n_rows)


def _over_terms(page: Page, cells: Sequence[ThemeTerm], rows: Sequence[ThemePersistence]) -> Grid:
    """Themes × terms of organizations: the themes that any of them names, the most persistent first."""
    say = page.say
    columns: list[GridColumn] = [
        {
            "code": organization,
            "label": f"{names.term_with_years(page, next(of_term))}, {names.short_name(page, organization)}",
        }
        for (organization, _), of_term in groupby(cells, key=lambda cell: (cell.organization_id, cell.term))
    ]
    shown: dict[str, list[int | str]] = {}
    for cell in cells:
        state = (cell.n_limitations or 0) if cell.state == "figure" else cell.state
        shown.setdefault(cell.theme, []).append(state)
    named = {cell.theme for cell in cells if cell.state == "figure"}
    again: GridGroup = {"label": say("themes_again"), "rows": []}
    once: GridGroup = {"label": say("themes_once"), "rows": []}
    for row in (row for row in rows if row.theme in named):
        (again if row.n_persistent else once)["rows"].append(
            {
                "code": row.theme,
                "label": page.labels["themes"][row.theme],
                "cells": list(shown[row.theme]),
                "spread": f"{row.n_persistent}/{row.n_comparable}",
                "spread_said": say("n_of_all", n=row.n_persistent, all=row.n_comparable),
            }
        )
    words = {"caption": say("persistence_title"), "spread": say("grid_again")}
    content: GridContent = {
        "groups": [group for group in (again, once) if group["rows"]],
        "columns": columns,
        "words": _grid_words(page) | words,
        "marks": states.theme_marks(page),
        "is_wide": False,
    }
    return Grid(content)


def _grid_words(page: Page) -> dict[str, str]:
    say = page.say
    return {state: say(f"state_{state}") for state in states.theme_marks(page)} | {
        "figure_n": say("state_figure_n", n="{n}"),
        "caption": say("grid_caption"),
        "corner": say("grid_corner"),
        "spread": say("grid_spread"),
        "legend": say("grid_legend"),
    }
