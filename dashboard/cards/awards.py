"""Cards of awards: who was honoured and by whom, received and granted apart, over all terms of the selection. Derives nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import groupby
from typing import Any

from dashboard.cards import charts, evidence
from dashboard.model import names
from dashboard.model.page import MOST_PAGES, Page
from dashboard.release import cached
from dashboard.view import card_view
from dashboard.view.card_view import Card, Quantity, Sources, Table
from dashboard.words.theme import STATES

TOP = 15  # bars of a ranking; the table has the others
MOST_YEARS = 20  # columns of a chart; the table has the years before
MARKS = {
    "figure": "5",
    "partial": f"5 {STATES['unstated']}",
    "unstated": STATES["unstated"],
    "not_mentioned": STATES["not_mentioned"],
}
# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {
    "award_cell_": MARKS,
    "awards_": ("received", "granted"),
    "no_awards_": ("not_mentioned", "no_document"),
}


def called(page: Page, sort: str) -> str:
    """Returns the name of a sort of awards: its direction, and its form, giver, year or recipient."""
    of = cached.answer("award_sorts")[sort]
    parts = [page.say(f"awards_{of['direction']}")]
    parts += [page.labels["award_types"][of["award"]]] if of["award"] else []
    parts += [_giver(page, of["level"])] if of["facet"] in ("level", "award_level") else []
    parts += [_year(page, of["year"])] if of["facet"] == "year" else []
    parts += [page.labels["awards.recipient"][of["recipient"]]] if of["recipient"] else []
    return " · ".join(parts)


@lru_cache(maxsize=MOST_PAGES)
def totals(page: Page) -> list[evidence.Item]:
    """Returns the awards received and granted as items of elements.figures."""
    return [evidence.award_item(page, row) for row in cached.rows("award_totals", page.asked)]


def nothing(page: Page) -> str:
    """Returns why there is no award to show at all; "" where there is one."""
    states = {_figures(page, direction, "all")[0].state for direction in ("received", "granted")}
    return page.say(f"no_awards_{states.pop()}") if states <= {"not_mentioned", "no_document"} else ""


@lru_cache(maxsize=MOST_PAGES)
def givers(page: Page, direction: str) -> Card:
    """Returns how many awards of each type were given at each level, as a grid of figures and states."""
    say, types, levels = page.say, page.labels["award_types"], page.labels["award_levels"]
    found = {(row.award, row.level, row.facet): row for row in _figures(page, direction)}
    everything = found[None, None, "all"]
    title = say("awards_by_giver", awards=say(f"awards_{direction}"))
    if not everything.n_rows:
        return Card(direction, title, _subtitle(page, direction), empty=say(f"no_awards_{everything.state}"))
    columns = [*levels, None]
    rows = [
        _line(
            page,
            types[award],
            found[award, None, "award"],
            [found[award, level, "award_level"] for level in columns],
        )
        for award in types
    ]
    rows.append(
        _line(page, say("column_total"), everything, [found[None, level, "level"] for level in columns])
    )
    shown = {cell["state"] for row in rows for cell in row["cells"]}
    words = {
        "caption": title,
        "corner": say("column_award"),
        "over": say("column_giver"),
        "spread": say("column_total"),
        "legend": say("grid_legend"),
    }
    grid = {
        "groups": [{"label": "", "rows": rows}],
        "columns": [{"code": level or "unnamed", "label": _level(page, level)} for level in columns],
        "words": words | {state: say(f"award_cell_{state}") for state in MARKS},
        "marks": {state: mark for state, mark in MARKS.items() if state in shown},
    }
    reported = [
        row for award in types for level in columns if (row := found[award, level, "award_level"]).n_rows
    ]
    table = _table(
        page,
        [say("column_award"), say("column_giver")],
        reported,
        lambda row: [types[row.award], _level(page, row.level)],
    )
    note = say("disputed_n", n=int(everything.n_disputed)) if everything.n_disputed else ""
    return Card(
        direction,
        title,
        _subtitle(page, direction),
        grid=grid,
        note=note,
        table=table,
        sources=_sources(page, everything),
    )


@lru_cache(maxsize=MOST_PAGES)
def years(page: Page, direction: str) -> Card:
    """Returns the awards of each year; years of which none is reported are gaps, and what has no year is told."""
    say, name = page.say, "years" if direction == "received" else "years-granted"
    title = say("awards_by_year", awards=say(f"awards_{direction}"))
    reported = [row for row in _figures(page, direction, "year") if row.n_rows]
    dated, undated = (
        [row for row in reported if row.year is not None],
        [row for row in reported if row.year is None],
    )
    table = _table(
        page, [say("time_year")], [*reversed(dated), *undated], lambda row: [_year(page, row.year)]
    )
    sources = _sources(page, _figures(page, direction, "all")[0])
    subtitle = _subtitle(page, direction, say("of_award_years"))
    if not dated:
        empty = (
            say("awards_no_year", what=_said(page, undated[0]))
            if undated
            else say(f"no_awards_{_figures(page, direction, 'all')[0].state}")
        )
        return Card(name, title, subtitle, empty=empty, table=table, sources=sources)
    told = [say("awards_without_year", what=_said(page, row)) for row in undated]
    # Both directions stand on the same years, so that they can be held against each other.
    both = [
        row.year
        for way in ("received", "granted")
        for row in _figures(page, way, "year")
        if row.n_rows and row.year is not None
    ]
    span = range(max(min(both), max(both) - MOST_YEARS + 1), max(both) + 1)
    of_year = {row.year: row for row in dated}
    found = [of_year.get(year) for year in span]
    chart = charts.columns(
        [str(year) for year in span],
        [float(row.total) if row and row.total is not None else None for row in found],
        [_written(page, row) if row else "" for row in found],
        [f"{row.sort}~" if row else "" for row in found],
    )
    alt = say("chart_columns", items="; ".join(f"{row.year}: {_said(page, row)}" for row in dated))
    earlier = [say("awards_earlier", year=str(span[0]))] if dated[0].year < span[0] else []
    note = " ".join([*_mark(page, dated), *earlier, *told])
    return Card(name, title, subtitle, chart=chart, alt=alt, note=note, table=table, sources=sources)


@lru_cache(maxsize=MOST_PAGES)
def recipients(page: Page, direction: str) -> Card:
    """Returns how many awards went to organizations, collectives, individuals, outsiders and several of them together."""
    say, labels = page.say, page.labels["awards.recipient"]
    name = "recipients" if direction == "received" else "recipients-granted"
    title = say("awards_by_recipient", awards=say(f"awards_{direction}"))
    of = {row.recipient: row for row in _figures(page, direction, "recipient") if row.n_rows}
    found = [of[recipient] for recipient in labels if recipient in of]
    everything, subtitle = _figures(page, direction, "all")[0], _subtitle(page, direction)
    table, sources = (
        _table(page, [say("column_recipient")], found, lambda row: [labels[row.recipient]]),
        _sources(page, everything),
    )
    if everything.total is None:
        empty = say("only_unstated") if found else say(f"no_awards_{everything.state}")
        return Card(name, title, subtitle, empty=empty, table=table, is_table_open=True, sources=sources)
    called = [labels[row.recipient].capitalize() for row in found]
    chart = _bars(page, called, found, [f"{row.sort}~" for row in found])
    note = " ".join(_mark(page, found))
    return Card(
        name,
        title,
        subtitle,
        chart=chart,
        alt=_alt(page, called, found),
        note=note,
        table=table,
        sources=sources,
    )


@lru_cache(maxsize=MOST_PAGES)
def ranking(page: Page, direction: str) -> Card:
    """Returns which organizations report most awards of a direction; withheld where too few give a number."""
    say = page.say
    total = _total(page, direction)
    found = cached.rows("award_ranking", page.asked, direction)
    n, every = int(total.n_organizations_with_figure), int(total.n_organizations_applicable)
    table = _table(
        page,
        [say("filter_organization")],
        found,
        lambda row: [page.labels["organizations"][row.organization_id]],
        lambda row: f"{direction}~{row.organization_id}",
    )
    sources = card_view.sources(page, (place for row in found for place in row.evidence))
    title, subtitle = say("ranking_title", measure=say(f"awards_{direction}")), _subtitle(page, direction)
    if not total.is_rankable:
        state = _figures(page, direction, "all")[0].state
        empty = (
            say("ranking_withheld", n=n, all=every)
            if n
            else say("only_unstated")
            if found
            else say(f"no_awards_{state}")
        )
        return Card("ranking", title, subtitle, empty=empty, table=table, is_table_open=True, sources=sources)
    top = [row for row in found[:TOP] if row.total is not None]
    called = [names.short(page, row.organization_id) for row in top]
    rest = found[0].n_all - len(top)
    note = " ".join([*_mark(page, top), *([say("ranking_more", n=rest)] if rest > 0 else [])])
    chart = _bars(page, called, top, [f"{direction}~{row.organization_id}" for row in top])
    return Card(
        "ranking",
        title,
        subtitle,
        chart=chart,
        alt=_alt(page, called, top),
        note=note,
        table=table,
        sources=sources,
    )


@lru_cache(maxsize=MOST_PAGES)
def unnumbered(page: Page) -> Card:
    """Returns the awards that a document reports without saying how many, each with its document, those received first."""
    say, labels = page.say, page.labels
    found = cached.rows("unnumbered_awards", page.asked)
    title, time = say("unnumbered_title"), " · ".join(filter(None, (say("of_all_terms"), page.years)))
    if not found:
        return Card("unnumbered", title, time, empty=say("unnumbered_none"))
    groups = [
        {"heading": say(f"awards_{direction}"), "items": [_statement(page, row) for row in rows]}
        for direction, rows in groupby(found, key=lambda row: row.direction)
    ]
    columns = [
        say("filter_organization"),
        say("ask_term"),
        say("column_direction"),
        say("column_award"),
        say("column_giver"),
        say("column_recipient"),
        say("time_year"),
        say("column_document"),
    ]
    lines = [
        (
            f"{row.sort}~{row.organization_id}",
            [
                labels["organizations"][row.organization_id],
                names.term(page, row),
                labels["awards.direction"][row.direction],
                labels["award_types"][row.award],
                _level(page, row.level),
                labels["awards.recipient"][row.recipient],
                _year(page, row.year),
                evidence.where(page, row),
            ],
        )
        for row in found
    ]
    rest = found[0].n_all - len(found)
    return Card(
        "unnumbered",
        title,
        f"{time} · {say('unstated_rows', n=found[0].n_all)}",
        statements=groups,
        note=say("sources_more", n=rest) if rest > 0 else "",
        table=Table(columns, lines),
    )


def _statement(page: Page, row: Any) -> dict[str, Any]:
    """Returns an award as an item of elements.statements: what it was, to whom, by whom, whose, and where it is reported."""
    tags = [
        page.labels["awards.recipient"][row.recipient],
        _giver(page, row.level),
        *([str(row.year)] if row.year else []),
    ]
    who = f"{page.labels['organizations'][row.organization_id]}, {names.term(page, row)}"
    return {
        "text": page.labels["award_types"][row.award],
        "tags": tags,
        "who": who,
        "where": evidence.where(page, row),
        "url": row.url,
    }


def _figures(page: Page, direction: str, facet: str = "") -> list[Any]:
    return [
        row
        for row in cached.rows("award_figures", page.asked)
        if row.direction == direction and facet in ("", row.facet)
    ]


def _total(page: Page, direction: str) -> Any:
    return next(row for row in cached.rows("award_totals", page.asked) if row.direction == direction)


def _subtitle(page: Page, direction: str, time: str = "") -> str:
    total = _total(page, direction)
    covered = page.say(
        "covered", n=int(total.n_organizations_with_figure), all=int(total.n_organizations_applicable)
    )
    return " · ".join(
        filter(None, (page.say("awards_unit"), time or page.say("of_all_terms"), page.years, covered))
    )


def _level(page: Page, level: str | None) -> str:
    return page.labels["award_levels"][level] if level else page.say("giver_unnamed")


def _giver(page: Page, level: str | None) -> str:
    return (
        page.say("giver", level=page.labels["award_levels"][level])
        if level
        else page.say("giver_unnamed_said")
    )


def _year(page: Page, year: int | None) -> str:
    return str(year) if year else page.say("year_unnamed")


def _written(page: Page, row: Any) -> str:
    """Returns a sum as a chart or a grid has room for it, ✓ for what is reported without a number."""
    if row.total is None:
        return STATES[row.state]
    return page.say.quantity(row.total, row.qualifier) + (f" {STATES['unstated']}" if row.n_unstated else "")


def _said(page: Page, row: Any) -> str:
    """Returns the same in words."""
    parts = (
        [page.say("awards_n", n=page.say.quantity(row.total, row.qualifier), count=row.total)]
        if row.total is not None
        else []
    )
    parts += [page.say("unstated_rows", n=int(row.n_unstated))] if row.n_unstated else []
    return ", ".join(parts) or page.say(f"cell_{row.state}")


def _line(page: Page, label: str, total: Any, figures: list[Any]) -> dict[str, Any]:
    """Returns a row of elements.grid: a sum over all givers, and a cell a giver that opens what it is made of."""
    cells = [
        {
            "code": f"{row.sort}~",
            "state": "partial" if row.state == "figure" and row.n_unstated else row.state,
            "text": _written(page, row),
            "said": _said(page, row),
        }
        for row in figures
    ]
    return {
        "code": total.sort,
        "label": label,
        "spread": _written(page, total),
        "spread_said": _said(page, total),
        "cells": cells,
    }


def _table(
    page: Page,
    columns: list[str],
    found: list[Any],
    cells: Callable[[Any], list[str]],
    opens: Callable[[Any], str] | None = None,
) -> Table:
    """Returns sums as a table: what they are of, the number, and beside it of how many organizations and how often without one.

    A row opens its sort of awards, or what `opens` says, which is then of one organization.
    """
    say, rows = page.say, []
    for row in found:
        number = (
            Quantity(say.quantity(row.total, row.qualifier), float(row.total), row.qualifier)
            if row.total is not None
            else say("cell_unstated")
        )
        beside = [] if opens else [say("awards_from", n=int(row.n_organizations))]
        beside += [say("unstated_rows", n=int(row.n_unstated))] if row.n_unstated else []
        rows.append((opens(row) if opens else f"{row.sort}~", [*cells(row), number, "; ".join(beside)]))
    return Table([*columns, say("column_awards"), say("column_note")], rows)


def _bars(page: Page, called: list[str], found: list[Any], codes: list[str]) -> dict[str, Any]:
    # What has no number is a bar of no length with its mark: its words say that it is not a zero.
    return charts.bars(
        called, [float(row.total or 0) for row in found], [_written(page, row) for row in found], codes
    )


def _alt(page: Page, called: list[str], found: list[Any]) -> str:
    return page.say(
        "chart_bars",
        items="; ".join(f"{label}: {_said(page, row)}" for label, row in zip(called, found, strict=True)),
    )


def _mark(page: Page, found: Iterable[Any]) -> list[str]:
    """Returns what ✓ means, where it stands."""
    return [page.say("awards_mark", mark=STATES["unstated"])] if any(row.n_unstated for row in found) else []


def _sources(page: Page, row: Any) -> Sources | None:
    return card_view.sources(page, row.evidence, int(row.n_rows))
