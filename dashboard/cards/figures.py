"""Cards of one measure: ranking, change over terms, regions, and several indicators side by side."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import Any

from dashboard import elements
from dashboard.cards import charts, evidence
from dashboard.model import measures, names
from dashboard.model.page import MOST_PAGES, Page
from dashboard.release import cached
from dashboard.request.selection import TIMES
from dashboard.view import card_view
from dashboard.view.card_view import Card, Cell, Quantity, Table
from dashboard.words.theme import DISPUTED

TOP = 15  # bars of a ranking; the table has the others
MOST_MULTIPLES = 12
# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {
    "basis_": ("counted", "inferred"),
    "series_": TIMES,
    "structure_": ("branches", "committee", "movements"),
}


def moment(page: Page, measure: str) -> int:
    """Returns the point of time that a page is of: the one chosen, else the latest of those at which most organizations report the measure."""
    selection = page.selection
    if selection.time == "latest" or selection.at is not None:
        return selection.at or 0
    return max(
        ((row.n_organizations_with_figure, row.point) for row in _points(page, measure)), default=(0, 0)
    )[1]


def moments(page: Page, measure: str) -> list[int]:
    """Returns the points of time at which any organization reports the measure, the latest first."""
    return [row.point for row in reversed(_points(page, measure)) if row.n_organizations_with_figure]


def _points(page: Page, measure: str) -> list[Any]:
    """Returns how many report a measure at each point of time; asked of all measures of its group at once."""
    group = cached.answer("kin")[measure]
    return [
        row for row in cached.rows("points", page.asked, page.selection.time, group) if row.measure == measure
    ]


def of_group(page: Page, group: str) -> tuple[str, ...]:
    """Returns the indicators of a group, in the order of the list."""
    return tuple(row.indicator for row in cached.rows("totals", page.asked) if row.indicator_group == group)


def most_reported(page: Page, indicators: tuple[str, ...]) -> str:
    """Returns which of some indicators most organizations report, the first of them."""
    reported = {row.indicator: row.n_organizations_with_figure for row in cached.rows("totals", page.asked)}
    return max(indicators, key=lambda indicator: reported[indicator])


def change_of(page: Page, indicator: str) -> str:
    """Returns the derived measure that is an indicator's change over a term; "" where the list has none."""
    measure = f"change_of_{indicator}"
    return measure if measure in page.known["derived"] else ""


@lru_cache(maxsize=MOST_PAGES)
def headlines(page: Page) -> Card:
    """Returns the headline indicators, each with its coverage and change since the term before, and the awards received."""
    say = page.say
    found = [row for row in cached.rows("totals", page.asked) if row.is_headline]
    awards = [row for row in cached.rows("award_totals", page.asked) if row.direction == "received"]
    changes = {
        row.indicator: cached.answer("change_between", page.asked, "latest", row.indicator, "-1", "0")
        for row in found
    }
    items = [
        evidence.indicator_item(page, row) | {"change": _changed(page, changes[row.indicator])}
        for row in found
    ]
    items += [evidence.award_item(page, row) for row in awards]
    totals = _totals(page, [*zip(items, [*found, *awards], strict=True)])
    told = [_change_cells(page, change) for change in changes.values()] + [("", "") for _ in awards]
    table = Table(
        [*totals.columns, say("column_change"), say("column_changed")],
        [(code, (*cells, *more)) for (code, cells), more in zip(totals.rows, told, strict=True)],
    )
    content = elements.sealed({"items": items, "words": {}, "layout": "cards"})
    return Card(
        "headlines",
        say("headlines"),
        say("headlines_time"),
        figures=content,
        table=table,
        places_of="headline_places",
    )


def _changed(page: Page, found: dict[str, Any]) -> dict[str, Any] | None:
    """Returns how a headline changed since the term before in a sentence, with the coded rows behind it; None where no organization reports both."""
    (change, of), behind = _change_cells(page, found), card_view.sources(page, found["evidence"])
    if behind is None or not isinstance(change, Quantity):
        return None
    return behind | {"title": f"{page.say('compare_change', change=change.written)}, {of}"}


def _change_cells(page: Page, found: dict[str, Any]) -> tuple[Cell, str]:
    """Returns by what share a measure changed between two points of time, and over how many organizations, of which it rose and fell."""
    if found["change"] is None:
        return page.say("cell_not_derivable"), ""
    of = page.say(
        "changed_of",
        n=found["n_organizations"],
        grew=found["n_grew"],
        same=found["n_same"],
        shrank=found["n_shrank"],
    )
    return Quantity(
        page.say.change(found["change"], found["qualifier"]), found["change"], found["qualifier"]
    ), of


@lru_cache(maxsize=MOST_PAGES)
def indicators(page: Page) -> Card:
    """Returns the total of every indicator with its coverage."""
    say = page.say
    words = {
        "indicator": say("column_indicator"),
        "total": say("column_total"),
        "coverage": say("column_coverage"),
    }
    found = cached.rows("totals", page.asked)
    items = [evidence.indicator_item(page, row) for row in found]
    content = elements.sealed({"items": items, "words": words, "layout": "rows"})
    table = _totals(page, [*zip(items, found, strict=True)])
    return Card(
        "indicators",
        say("all_indicators"),
        say("all_indicators_time"),
        figures=content,
        table=table,
        places_of="total_places",
    )


def _totals(page: Page, found: list[tuple[dict[str, Any], Any]]) -> Table:
    """Returns totals as they stand in a table: what, the figure or why there is none, its unit, and what else is to be known of it."""
    rows: list[tuple[str, list[Cell]]] = []
    for item, row in found:
        figure: Cell = (
            Quantity(item["value"], float(row.total), row.qualifier)
            if row.total is not None
            else item["none"]
        )
        rows.append(("", [item["label"], figure, item["unit"], item["note"]]))
    return Table(
        [
            page.say("column_indicator"),
            page.say("column_total"),
            page.say("column_unit"),
            page.say("column_coverage"),
        ],
        rows,
    )


@lru_cache(maxsize=MOST_PAGES)
def ranking(page: Page, measure: str, at: int, name: str = "ranking") -> Card:
    """Returns who has how much of a measure, the most first; withheld where too few report it."""
    say, time = page.say, page.selection.time
    point = next((row for row in _points(page, measure) if row.point == at), None)
    group = cached.answer("kin")[measure]
    found = [
        row for row in cached.rows("ranking", page.asked, time, group, str(at)) if row.measure == measure
    ]
    n, every = (point.n_organizations_with_figure, point.n_organizations_applicable) if point else (0, 0)
    title = say("ranking_title", measure=measures.label(page, measure))
    counted = (
        say("derived_in", n=n, all=every)
        if measure in page.known["derived"]
        else say("covered", n=n, all=every)
    )
    subtitle = " · ".join(filter(None, (measures.unit(page, measure), names.time(page, at), counted)))
    table = Table(
        [say("filter_organization"), say("ask_term"), measures.label(page, measure), say("column_note")],
        [
            (
                f"{measure}~{row.organization_id}",
                (
                    page.labels["organizations"][row.organization_id],
                    names.term(page, row),
                    _quantity(page, measure, row),
                    remark(page, row),
                ),
            )
            for row in found
        ],
    )
    sources = card_view.sources(page, (place for row in found for place in row.evidence))
    if point is None or not point.is_rankable:
        empty = say("ranking_withheld", n=n, all=every) if n else say("no_figure")
        return Card(name, title, subtitle, empty=empty, table=table, is_table_open=True, sources=sources)
    top = found[:TOP]
    said = [
        measures.written(page, measure, row.value, row.qualifier) + (DISPUTED if row.is_disputed else "")
        for row in top
    ]
    labels, kind = names.in_chart(page, [row.organization_id for row in top])
    subtitle = " · ".join(filter(None, (kind, subtitle)))
    chart = charts.bars(
        labels, [row.value for row in top], said, [f"{measure}~{row.organization_id}" for row in top]
    )
    notes = [say("ranking_more", n=len(found) - len(top))] if len(found) > len(top) else []
    notes += [say("left_out", n=found[0].n_all - len(found))] if found[0].n_all > len(found) else []
    notes += [say("disputed_mark", mark=DISPUTED)] if any(row.is_disputed for row in top) else []
    alt = say(
        "chart_bars", items="; ".join(f"{label}: {words}" for label, words in zip(labels, said, strict=True))
    )
    return Card(
        name, title, subtitle, chart=chart, alt=alt, note=" ".join(notes), table=table, sources=sources
    )


@lru_cache(maxsize=MOST_PAGES)
def series(page: Page, measure: str) -> Card:
    """Returns how a measure changed over the terms of each organization that reports it more than once, and over those together."""
    say, time = page.say, page.selection.time
    every = cached.rows("series", page.asked, time, measure)
    found = {
        code: list(rows)
        for code, rows in groupby(
            (row for row in every if row.n_terms > 1), key=lambda row: row.organization_id
        )
    }
    title = say("series_title", measure=measures.label(page, measure))
    n_several, n_all = (every[0].n_several, every[0].n_all) if every else (0, 0)
    counted = say("series_of", n=n_several, all=n_all)
    subtitle = " · ".join(
        filter(None, (measures.unit(page, measure), say(f"series_{time}"), page.years, counted))
    )
    if not found:
        return Card("series", title, subtitle, empty=say("series_none"))
    shown = list(found.items())[:MOST_MULTIPLES]
    rows = [row for _, of_organization in found.items() for row in of_organization]
    table = Table(
        [
            say("filter_organization"),
            say(f"time_{time}"),
            say("ask_term"),
            measures.label(page, measure),
            say("column_note"),
        ],
        [
            (
                f"{measure}~{row.organization_id}",
                (
                    page.labels["organizations"][row.organization_id],
                    names.point(page, row.point),
                    names.term(page, row),
                    _quantity(page, measure, row),
                    remark(page, row),
                ),
            )
            for row in rows
        ],
    )
    labels, kind = names.in_chart(page, [code for code, _ in shown])
    subtitle = " · ".join(filter(None, (kind, subtitle)))
    multiples = [
        _multiple(page, measure, code, label, of) for (code, of), label in zip(shown, labels, strict=True)
    ]
    sources = card_view.sources(page, (place for row in rows for place in row.evidence))
    notes = [say("series_scale")]
    notes += [say("series_more", n=len(found) - len(shown))] if len(found) > len(shown) else []
    notes += [say("left_out", n=n_several - len(found))] if n_several > len(found) else []
    return Card(
        "series",
        title,
        subtitle,
        lead=_together(page, measure),
        multiples=multiples,
        note=" ".join(notes),
        table=table,
        sources=sources,
    )


@lru_cache(maxsize=MOST_PAGES)
def regions(page: Page, indicator: str) -> Card:
    """Returns how an indicator is spread over the regions, each with how many of its organizations report it."""
    say = page.say
    found = cached.rows("region_totals", page.asked, indicator)
    called = [
        page.labels["regions"][row.region_id] if row.region_id else say("region_national") for row in found
    ]
    given = [(row, label) for row, label in zip(found, called, strict=True) if row.total is not None]
    title = say("regions_title", measure=measures.label(page, indicator))
    subtitle = " · ".join(filter(None, (measures.unit(page, indicator), say("regions_time"), page.years)))
    covered = [
        say("covered", n=row.n_organizations_with_figure, all=row.n_organizations_applicable) for row in found
    ]
    table = Table(
        [say("filter_region"), measures.label(page, indicator), say("column_coverage")],
        [("", (label, _total(page, row), of)) for row, label, of in zip(found, called, covered, strict=True)],
    )
    if not given:
        return Card("regions", title, subtitle, empty=say("no_figure"), table=table)
    shares = [f"{row.n_organizations_with_figure}/{row.n_organizations_applicable}" for row, _ in given]
    said = [say.quantity(row.total, row.qualifier) for row, _ in given]
    labels = [f"{label}\u00a0({share})" for (_, label), share in zip(given, shares, strict=True)]
    chart = charts.bars(labels, [float(row.total) for row, _ in given], said, ["" for _ in given])
    alt = say(
        "chart_bars", items="; ".join(f"{label}: {words}" for label, words in zip(labels, said, strict=True))
    )
    return Card(
        "regions",
        title,
        subtitle,
        chart=chart,
        alt=alt,
        note=say("regions_note"),
        table=table,
        sources=card_view.sources(page, (place for row, _ in given for place in row.evidence)),
    )


@lru_cache(maxsize=MOST_PAGES)
def structure(page: Page, indicators: tuple[str, ...], what: str) -> Card:
    """Returns some indicators of each organization side by side, as a table; what is not reported says so. `what` names the card and its title."""
    say = page.say
    found = cached.rows("structures", page.asked, indicators)
    rows = []
    for code, of_organization in groupby(found, key=lambda row: row.organization_id):
        cells = {row.indicator: row for row in of_organization}
        opens = next(indicator for indicator in indicators if cells[indicator].value is not None)
        rows.append(
            (
                f"{opens}~{code}",
                [
                    page.labels["organizations"][code],
                    *(_state_or_quantity(page, cells[i]) for i in indicators),
                ],
            )
        )
    n_all = found[0].n_all if found else 0
    table = Table([say("filter_organization"), *(page.labels["indicators"][i] for i in indicators)], rows)
    note = say("left_out", n=n_all - len(rows)) if n_all > len(rows) else ""
    evidence = (place for row in found if row.evidence for place in row.evidence)
    subtitle = " · ".join(filter(None, (say("of_latest"), page.years, say("structure_of", n=n_all))))
    empty = "" if rows else say("no_figure")
    sources = card_view.sources(page, evidence)
    return Card(
        what,
        say(f"structure_{what}"),
        subtitle,
        empty=empty,
        note=note,
        table=table,
        is_table_open=True,
        sources=sources,
    )


def remark(page: Page, row: Any) -> str:
    """Returns what is to be known beside a figure: its date, how it was found, and that documents disagree on it."""
    said = [page.say("as_of", date=page.say.date(row.as_of))] if row.as_of is not None else []
    said += [page.say(f"basis_{row.basis}")] if row.basis not in (None, "stated") else []
    said += [page.say("disputed")] if row.is_disputed else []
    return " · ".join(said)


def _quantity(page: Page, measure: str, row: Any) -> Quantity:
    return Quantity(measures.written(page, measure, row.value, row.qualifier), row.value, row.qualifier)


def _total(page: Page, row: Any) -> str | Quantity:
    if row.total is None:
        return page.say("no_figure")
    return Quantity(page.say.quantity(row.total, row.qualifier), float(row.total), row.qualifier)


def _state_or_quantity(page: Page, row: Any) -> str | Quantity:
    if row.value is None:
        return page.say(f"cell_{row.state}")
    return Quantity(page.say.quantity(row.value, row.qualifier), float(row.value), row.qualifier)


def _multiple(page: Page, measure: str, code: str, label: str, rows: list[Any]) -> dict[str, Any]:
    """Returns an item of elements.multiples."""
    points = [
        {
            "at": row.point,
            "label": names.years_of(row) or names.point(page, row.point),
            "value": row.value,
            "written": measures.written(page, measure, row.value, row.qualifier),
            "is_exact": row.qualifier == "exact",
        }
        for row in rows
    ]
    said = f"{label}: " + "; ".join(f"{point['label']} {point['written']}" for point in points)
    return {"code": f"{measure}~{code}", "label": label, "points": points, "said": said}


def _together(page: Page, measure: str) -> str:
    """Returns in a sentence how the organizations changed together that report a measure at both ends; empty where none does."""
    if measure not in page.labels["indicators"]:
        return ""
    time, points = page.selection.time, _points(page, measure)
    last = moment(page, measure) if time != "latest" else 0
    # Of years and numbers of terms, from the first on that enough report.
    first = -1 if time == "latest" else min((row.point for row in points if row.is_rankable), default=last)
    if first >= last:
        return ""
    found = cached.answer("change_between", page.asked, time, measure, str(first), str(last))
    if found["change"] is None:
        return ""
    write = page.say.quantity
    return page.say(
        "together",
        n=found["n_organizations"],
        first=names.point(page, first),
        last=names.point(page, last),
        before=write(found["total_before"], found["qualifier"]),
        after=write(found["total_after"], found["qualifier"]),
        change=page.say.change(found["change"], found["qualifier"]),
        grew=found["n_grew"],
        same=found["n_same"],
        shrank=found["n_shrank"],
    )
