"""Cards of awards, received and granted apart, over all terms of the selection. Derives nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from typing import TypeVar

from dashboard.cards import charts, evidence
from dashboard.elements.contracts import (
    FigureItem,
    GridContent,
    GridRow,
    StatementGroup,
    StatementItem,
)
from dashboard.model import names
from dashboard.model.card import Card, Cell, Chart, Column, Evidence, Grid, Quantity, Row, Statements, Table
from dashboard.model.page import MAX_PAGES, Page
from dashboard.release import queries
from dashboard.release.queries.awards import AwardFigure, AwardTotal, RankedAwards, UnnumberedAward
from dashboard.release.warehouse import linked
from dashboard.words.theme import SILENT_STATES, STATES

MAX_BARS = 15  # of a ranking; the table has the others
MAX_YEARS = 20  # columns of a chart; the table has the years before
DIRECTIONS = ("received", "granted")
MARKS = {
    "figure": "5",
    "partial": f"5 {STATES['unstated']}",
    "unstated": STATES["unstated"],
    "not_mentioned": STATES["not_mentioned"],
    "not_read": STATES["not_read"],
}
# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {
    "award_cell_": MARKS,
    "awards_": DIRECTIONS,
    "no_awards_": SILENT_STATES,
}

Sum = TypeVar("Sum", AwardFigure, RankedAwards)


def award_label(page: Page, category: str) -> str:
    """The label of a category of awards: its direction, and its form, giver, year or recipient."""
    of = queries.award_sorts(page.release)[category]
    parts = [page.say(f"awards_{of.direction}")]
    parts += [page.labels["award_types"][of.award]] if of.award else []
    parts += [_giver(page, of.level)] if of.facet in ("level", "award_level") else []
    parts += [_year(page, of.year)] if of.facet == "year" else []
    parts += [page.labels["awards.recipient"][of.recipient]] if of.recipient else []
    return " · ".join(parts)


@lru_cache(maxsize=MAX_PAGES)
def totals(page: Page) -> list[FigureItem]:
    """The awards received and granted, each with its coverage."""
    return [evidence.award_item(page, row) for row in queries.award_totals(page.release, page.filters)]


def why_nothing(page: Page) -> str:
    """Why there is no award to show at all; "" where there is one."""
    states = {_all(page, direction).state for direction in DIRECTIONS}
    return page.say(f"no_awards_{states.pop()}") if states <= {*SILENT_STATES} else ""


@lru_cache(maxsize=MAX_PAGES)
def givers(page: Page, direction: str) -> Card:
    """How many awards of each type were given at each level, as a grid of figures and states."""
    say, types, levels = page.say, page.labels["award_types"], page.labels["award_levels"]
    figures = {(row.award, row.level, row.facet): row for row in _figures(page, direction)}
    total = figures[None, None, "all"]
    title = say("awards_by_giver", awards=say(f"awards_{direction}"))
    if not total.n_rows:
        return Card(direction, title, _subtitle(page, direction), empty=say(f"no_awards_{total.state}"))
    columns = [*levels, None]
    by_type = [
        _grid_row(
            page,
            types[award],
            figures[award, None, "award"],
            [figures[award, level, "award_level"] for level in columns],
        )
        for award in types
    ]
    by_level = [figures[None, level, "level"] for level in columns]
    lines = [*by_type, _grid_row(page, say("column_total"), total, by_level)]
    shown = {state for _, states in lines for state in states}
    words = {
        "caption": title,
        "corner": say("column_award"),
        "over": say("column_giver"),
        "spread": say("column_total"),
        "legend": say("grid_legend"),
    }
    content: GridContent = {
        "groups": [{"label": "", "rows": [row for row, _ in lines]}],
        "columns": [{"code": level or "unnamed", "label": _level(page, level)} for level in columns],
        "words": words | {state: say(f"award_cell_{state}") for state in MARKS if state in shown},
        "marks": {state: mark for state, mark in MARKS.items() if state in shown},
        "is_wide": False,
    }
    reported = [
        (row, (types[award], _level(page, level)))
        for award in types
        for level in columns
        if (row := figures[award, level, "award_level"]).n_rows
    ]
    table = _table(
        page,
        (Column("award", say("column_award")), Column("giver", say("column_giver"))),
        [(row.sort, row, labels, f"{row.sort}~") for row, labels in reported],
    )
    return Card(
        direction,
        title,
        _subtitle(page, direction),
        body=Grid(content),
        note=say("disputed_n", n=total.n_disputed) if total.n_disputed else "",
        table=table,
        sources=_evidence(page, total),
    )


@lru_cache(maxsize=MAX_PAGES)
def years(page: Page, direction: str) -> Card:
    """The awards of each year; years of which none is reported are gaps, and what has no year is noted."""
    say, name = page.say, "years" if direction == "received" else "years-granted"
    title = say("awards_by_year", awards=say(f"awards_{direction}"))
    reported = [row for row in _figures(page, direction, "year") if row.n_rows]
    dated = {row.year: row for row in reported if row.year is not None}
    undated = [row for row in reported if row.year is None]
    table = _table(
        page,
        (Column("year", say("time_year")),),
        [
            (row.sort, row, (_year(page, row.year),), f"{row.sort}~")
            for row in (*reversed(dated.values()), *undated)
        ],
    )
    sources = _evidence(page, _all(page, direction))
    subtitle = _subtitle(page, direction, say("of_award_years"))
    if not dated:
        if undated:
            empty = say("awards_no_year", what=_in_words(page, undated[0]))
        else:
            empty = say(f"no_awards_{_all(page, direction).state}")
        return Card(name, title, subtitle, empty=empty, table=table, sources=sources)
    # Both directions stand on the same years, so that they can be held against each other.
    both = [
        row.year
        for either in DIRECTIONS
        for row in _figures(page, either, "year")
        if row.n_rows and row.year is not None
    ]
    span = range(max(min(both), max(both) - MAX_YEARS + 1), max(both) + 1)
    in_span = [dated.get(year) for year in span]
    figure = charts.columns(
        [str(year) for year in span],
        [float(row.total) if row and row.total is not None else None for row in in_span],
        [_format_sum(page, row) if row else "" for row in in_span],
        [f"{row.sort}~" if row else "" for row in in_span],
    )
    items = "; ".join(f"{year}: {_in_words(page, row)}" for year, row in dated.items())
    notes = _mark(page, dated.values())
    notes += [say("awards_earlier", year=str(span[0]))] if min(dated) < span[0] else []
    notes += [say("awards_without_year", what=_in_words(page, row)) for row in undated]
    return Card(
        name,
        title,
        subtitle,
        body=Chart(figure, say("chart_columns", items=items)),
        note=" ".join(notes),
        table=table,
        sources=sources,
    )


@lru_cache(maxsize=MAX_PAGES)
def recipients(page: Page, direction: str) -> Card:
    """The awards by recipient: organizations, collectives, individuals, outsiders, several of them."""
    say, labels = page.say, page.labels["awards.recipient"]
    name = "recipients" if direction == "received" else "recipients-granted"
    title = say("awards_by_recipient", awards=say(f"awards_{direction}"))
    of = {row.recipient: row for row in _figures(page, direction, "recipient") if row.n_rows}
    rows = [(recipient, of[recipient]) for recipient in labels if recipient in of]
    total, subtitle = _all(page, direction), _subtitle(page, direction)
    table = _table(
        page,
        (Column("recipient", say("column_recipient")),),
        [(row.sort, row, (labels[recipient],), f"{row.sort}~") for recipient, row in rows],
    )
    sources = _evidence(page, total)
    if total.total is None:
        empty = say("only_unstated") if rows else say(f"no_awards_{total.state}")
        return Card(name, title, subtitle, empty=empty, table=table, is_table_open=True, sources=sources)
    sums = [row for _, row in rows]
    bar_labels = [labels[recipient].capitalize() for recipient, _ in rows]
    return Card(
        name,
        title,
        subtitle,
        body=_bars(page, bar_labels, sums, [f"{row.sort}~" for row in sums]),
        note=" ".join(_mark(page, sums)),
        table=table,
        sources=sources,
    )


@lru_cache(maxsize=MAX_PAGES)
def ranking(page: Page, direction: str) -> Card:
    """Which organizations report most awards of a direction; withheld where too few give a number."""
    say, total = page.say, _total(page, direction)
    rows = queries.award_ranking(page.release, page.filters, direction)
    n, n_all = total.n_organizations_with_figure, total.n_organizations_applicable
    opens = {row.organization_id: f"{direction}~{row.organization_id}" for row in rows}
    labels = page.labels["organizations"]
    table = _table(
        page,
        (Column("organization", say("filter_organization")),),
        [
            (row.organization_id, row, (labels[row.organization_id],), opens[row.organization_id])
            for row in rows
        ],
    )
    sources = evidence.evidence_of(page, (place for row in rows for place in row.evidence))
    title, subtitle = say("ranking_title", measure=say(f"awards_{direction}")), _subtitle(page, direction)
    if not total.is_rankable:
        if n:
            empty = say("ranking_withheld", n=n, all=n_all)
        elif rows:
            empty = say("only_unstated")
        else:
            empty = say(f"no_awards_{_all(page, direction).state}")
        return Card("ranking", title, subtitle, empty=empty, table=table, is_table_open=True, sources=sources)
    top = [row for row in rows[:MAX_BARS] if row.total is not None]
    bar_labels = [names.short_name(page, row.organization_id) for row in top]
    rest = rows[0].n_all - len(top)
    notes = _mark(page, top) + ([say("ranking_more", n=rest)] if rest > 0 else [])
    return Card(
        "ranking",
        title,
        subtitle,
        body=_bars(page, bar_labels, top, [opens[row.organization_id] for row in top]),
        note=" ".join(notes),
        table=table,
        sources=sources,
    )


@lru_cache(maxsize=MAX_PAGES)
def unnumbered(page: Page) -> Card:
    """The awards whose number no document gives, each with its document, those received first."""
    say = page.say
    awards = queries.unnumbered_awards(page.release, page.filters)
    title, time = say("unnumbered_title"), " · ".join(filter(None, (say("of_all_terms"), page.years)))
    if not awards:
        return Card("unnumbered", title, time, empty=say("unnumbered_none"))
    groups: list[StatementGroup] = [
        {
            "heading": say(f"awards_{direction}"),
            "items": [_statement(page, award) for award in of_direction],
        }
        for direction, of_direction in groupby(awards, key=lambda award: award.direction)
    ]
    columns = (
        Column("organization", say("filter_organization")),
        Column("term", say("ask_term")),
        Column("direction", say("column_direction")),
        Column("award", say("column_award")),
        Column("giver", say("column_giver")),
        Column("recipient", say("column_recipient")),
        Column("year", say("time_year")),
        Column("document", say("column_document")),
        Column("note", say("column_note")),
    )
    rest = awards[0].n_all - len(awards)
    return Card(
        "unnumbered",
        title,
        f"{time} · {say('unstated_rows', n=awards[0].n_all)}",
        body=Statements({"groups": groups}),
        note=say("sources_more", n=rest) if rest > 0 else "",
        table=Table(columns, [_unnumbered_row(page, award) for award in awards]),
    )


def _unnumbered_row(page: Page, award: UnnumberedAward) -> Row:
    labels = page.labels
    cells = (
        labels["organizations"][award.organization_id],
        names.term_with_years(page, award),
        labels["awards.direction"][award.direction],
        labels["award_types"][award.award],
        names.giver(page, award.level, award.giver) or page.say("giver_unnamed"),
        labels["awards.recipient"][award.recipient],
        _year(page, award.year),
        evidence.where(page, award),
        award.note or "",
    )
    return Row(award.evidence, cells, f"{award.sort}~{award.organization_id}")


def _statement(page: Page, award: UnnumberedAward) -> StatementItem:
    """An award: what it was, to whom, by whom, whose, and where it is reported."""
    tags = [
        page.labels["awards.recipient"][award.recipient],
        _giver(page, award.level, award.giver),
        *([str(award.year)] if award.year else []),
    ]
    return {
        "text": page.labels["award_types"][award.award],
        "tags": tags,
        "who": f"{page.labels['organizations'][award.organization_id]}, {names.term_with_years(page, award)}",
        "where": evidence.where(page, award),
        "url": linked(award.url),
        "note": evidence.noted(page, award.note),
    }


def _figures(page: Page, direction: str, facet: str = "") -> list[AwardFigure]:
    return [
        row
        for row in queries.award_figures(page.release, page.filters)
        if row.direction == direction and facet in ("", row.facet)
    ]


def _all(page: Page, direction: str) -> AwardFigure:
    """All awards of a direction, or the state in which there is none."""
    return _figures(page, direction, "all")[0]


def _total(page: Page, direction: str) -> AwardTotal:
    return next(row for row in queries.award_totals(page.release, page.filters) if row.direction == direction)


def _subtitle(page: Page, direction: str, time: str = "") -> str:
    say, total = page.say, _total(page, direction)
    coverage = say("covered", n=total.n_organizations_with_figure, all=total.n_organizations_applicable)
    parts = (say("awards_unit"), time or say("of_all_terms"), page.years, coverage)
    return " · ".join(part for part in parts if part)


def _level(page: Page, level: str | None) -> str:
    return page.labels["award_levels"][level] if level else page.say("giver_unnamed")


def _giver(page: Page, level: str | None, name: str | None = None) -> str:
    giver = names.giver(page, level, name)
    return page.say("giver", level=giver) if giver else page.say("giver_unnamed_said")


def _year(page: Page, year: int | None) -> str:
    return str(year) if year else page.say("year_unnamed")


def _state(row: AwardFigure | RankedAwards) -> str:
    """The state of a sum; an organization that is ranked reports awards, if only without a number."""
    return row.state if isinstance(row, AwardFigure) else "unstated"


def _format_sum(page: Page, row: AwardFigure | RankedAwards) -> str:
    """A sum as a chart or a grid has room for it, ✓ for what is reported without a number."""
    if row.total is None:
        return STATES[_state(row)]
    mark = f" {STATES['unstated']}" if row.n_unstated else ""
    return page.say.quantity(row.total, row.qualifier or "exact") + mark


def _in_words(page: Page, row: AwardFigure | RankedAwards) -> str:
    say, parts = page.say, list[str]()
    if row.total is not None:
        parts.append(say("awards_n", n=say.quantity(row.total, row.qualifier or "exact"), count=row.total))
    if row.n_unstated:
        parts.append(say("unstated_rows", n=row.n_unstated))
    return ", ".join(parts) or say(f"cell_{_state(row)}")


def _grid_row(
    page: Page, label: str, total: AwardFigure, figures: Sequence[AwardFigure]
) -> tuple[GridRow, list[str]]:
    """The sum over all givers and a cell for each, which opens its awards; and the states of the cells."""
    states = ["partial" if row.state == "figure" and row.n_unstated else row.state for row in figures]
    row: GridRow = {
        "code": total.sort,
        "label": label,
        "spread": _format_sum(page, total),
        "spread_said": _in_words(page, total),
        "cells": [
            {
                "code": f"{figure.sort}~",
                "state": state,
                "text": _format_sum(page, figure),
                "said": _in_words(page, figure),
            }
            for figure, state in zip(figures, states, strict=True)
        ],
    }
    return row, states


def _table(
    page: Page,
    columns: Sequence[Column],
    rows: Iterable[tuple[str, AwardFigure | RankedAwards, Sequence[str], str]],
) -> Table:
    """Sums as a table: their labels, number, organizations, and how often no number is given.

    `rows` are (code, sum, cells of what it is of, what the row opens).
    """
    say, lines = page.say, list[Row]()
    for code, row, row_labels, opens in rows:
        number: Cell = say("cell_unstated")
        if row.total is not None:
            qualifier = row.qualifier or "exact"
            number = Quantity(say.quantity(row.total, qualifier), float(row.total), qualifier)
        notes = [say("awards_from", n=row.n_organizations)] if isinstance(row, AwardFigure) else []
        notes += [say("unstated_rows", n=row.n_unstated)] if row.n_unstated else []
        lines.append(Row(code, (*row_labels, number, "; ".join(notes)), opens))
    return Table(
        (*columns, Column("awards", say("column_awards")), Column("note", say("column_note"))), lines
    )


def _bars(page: Page, labels: Sequence[str], rows: Sequence[Sum], opens: Sequence[str]) -> Chart:
    # What has no number is a bar of no length with its mark: its words say that it is not a zero.
    values = [float(row.total or 0) for row in rows]
    texts, alt_texts = [_format_sum(page, row) for row in rows], [_in_words(page, row) for row in rows]
    return charts.bar_chart(page, labels, values, texts, opens, alt_texts=alt_texts)


def _mark(page: Page, rows: Iterable[AwardFigure | RankedAwards]) -> list[str]:
    """What ✓ means, where it stands."""
    return [page.say("awards_mark", mark=STATES["unstated"])] if any(row.n_unstated for row in rows) else []


def _evidence(page: Page, row: AwardFigure) -> Evidence | None:
    return evidence.evidence_of(page, row.evidence, row.n_rows)
