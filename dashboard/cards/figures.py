"""Cards of measures: ranking, change over terms, regions, several side by side. Derives nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Protocol

from dashboard.cards import charts, evidence
from dashboard.elements.contracts import FigureItem, MultipleItem, MultiplePoint, Sources
from dashboard.model import measures, names
from dashboard.model.card import Card, Cell, Column, Figures, Multiples, Quantity, Row, Table
from dashboard.model.measures import MeasureKind
from dashboard.model.page import MAX_PAGES, Page
from dashboard.release import queries
from dashboard.release.queries.awards import AwardTotal
from dashboard.release.queries.figures import (
    Change,
    Point,
    RankedFigure,
    RegionTotal,
    SeriesFigure,
    StructureFigure,
    Total,
)
from dashboard.request.selection import POINTED_AXES, TIME_AXES
from dashboard.words.text import written_sum
from dashboard.words.theme import DISPUTED, OLDER

MAX_BARS = 15  # of a ranking; the table has the others
MAX_MULTIPLES = 12
# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {
    "all_indicators_time_": names.TERMS,
    "basis_": ("counted", "inferred"),
    "headlines_time_": names.TERMS,
    "series_": TIME_AXES,
    "structure_": ("branches", "committee", "movements"),
}


class Remarkable(Protocol):
    """A figure with what is to be known beside it."""

    @property
    def as_of(self) -> str | None:
        """The date of a stock."""

    @property
    def basis(self) -> str | None:
        """How the number came about."""

    @property
    def is_disputed(self) -> bool:
        """Whether documents disagree on it."""


def moment(page: Page, measure: str) -> int:
    """The point of time of a page: the chosen one, else the latest at which most report the measure."""
    if page.axis not in POINTED_AXES or page.selection.time.at is not None:
        return page.selection.time.at or 0
    points = ((row.n_organizations_with_figure, row.point) for row in _points(page, measure))
    return max(points, default=(0, 0))[1]


def moments(page: Page, measure: str) -> list[int]:
    """The points of time at which any organization reports the measure, the latest first."""
    return [row.point for row in reversed(_points(page, measure)) if row.n_organizations_with_figure]


def _points(page: Page, measure: str) -> list[Point]:
    """How many report a measure at each point of time: one question for all measures of its group."""
    group = queries.measures_in_same_group(page.release)[measure]
    points = queries.points(page.release, page.filters, page.axis, group)
    return [row for row in points if row.measure == measure]


def of_group(page: Page, group: str, nature: str = "") -> tuple[str, ...]:
    """The indicators of a group, and of a nature where one is given, in the order of the list."""
    totals = queries.totals(page.release, page.filters)
    of = [row for row in totals if row.indicator_group == group]
    return tuple(row.indicator for row in of if nature in ("", row.nature))


def most_reported(page: Page, indicators: tuple[str, ...]) -> str:
    """The one of some indicators that most organizations report, the first of them."""
    totals = queries.totals(page.release, page.filters)
    reported = {row.indicator: row.n_organizations_with_figure for row in totals}
    return max(indicators, key=lambda indicator: reported[indicator])


def change_of(page: Page, indicator: str) -> str:
    """The derived measure that is an indicator's change over a term; "" where the list has none."""
    measure = f"change_of_{indicator}"
    return measure if measure in page.valid_codes["derived"] else ""


@lru_cache(maxsize=MAX_PAGES)
def headlines(page: Page) -> Card:
    """The headline indicators with coverage and change since the term before, and the awards received."""
    say, release, filters = page.say, page.release, page.filters
    indicators = [row for row in queries.totals(release, filters) if row.is_headline]
    awards = [row for row in queries.award_totals(release, filters) if row.direction == "received"]
    items: list[FigureItem] = []
    rows: list[Row] = []
    for row in indicators:
        change = queries.change_between(release, filters, page.terms, row.indicator, -1, 0)
        item = evidence.indicator_item(page, row)
        item["change"] = _change_sources(page, change)
        items.append(item)
        cells = (*_total_cells(page, item, row), *_change_cells(page, change))
        rows.append(Row(row.indicator, cells))
    for award in awards:
        items.append(evidence.award_item(page, award))
        rows.append(Row(award.direction, (*_total_cells(page, items[-1], award), "", "")))
    columns = (
        *_total_columns(page),
        Column("median_change", say("column_median_change")),
        Column("changed", say("column_changed")),
    )
    return Card(
        "headlines",
        say("headlines"),
        say(f"headlines_time_{page.terms}"),
        body=Figures({"items": items, "words": {}, "layout": "cards"}),
        table=Table(columns, rows),
        places_of=queries.headline_places,
    )


def _change_sources(page: Page, change: Change) -> Sources | None:
    """The change of a headline since the term before, as a sentence, with the coded rows behind it.

    None where no organization reports both terms.
    """
    share, of = _change_cells(page, change)
    behind = evidence.evidence_of(page, change.evidence)
    if behind is None:
        return None
    median = page.say("changed_median", change=share.written) if isinstance(share, Quantity) else ""
    return {**behind.shown, "title": "; ".join(filter(None, (of, median)))}


def _change_cells(page: Page, change: Change) -> tuple[Cell, str]:
    """The median change of a measure, and how many organizations rose, stayed and fell."""
    share: Cell = page.say("cell_not_derivable")
    if change.median_change is not None:
        qualifier = change.qualifier or "exact"
        share = Quantity(page.say.change(change.median_change, qualifier), change.median_change, qualifier)
    if not change.n_organizations:
        return share, ""
    of = page.say(
        "changed_of",
        n=change.n_organizations,
        grew=change.n_grew,
        same=change.n_same,
        shrank=change.n_shrank,
        unclear=_unclear(page, change),
    )
    return share, of


def _unclear(page: Page, change: Change) -> str:
    """Of how many organizations a bound leaves open whether they rose or fell; "" of none."""
    return page.say("unclear_n", n=change.n_unclear) if change.n_unclear else ""


@lru_cache(maxsize=MAX_PAGES)
def indicators(page: Page) -> Card:
    """The total of every indicator with its coverage."""
    say = page.say
    totals = queries.totals(page.release, page.filters)
    items = [evidence.indicator_item(page, row) for row in totals]
    rows = [
        Row(row.indicator, _total_cells(page, item, row)) for row, item in zip(totals, items, strict=True)
    ]
    return Card(
        "indicators",
        say("all_indicators"),
        say(f"all_indicators_time_{page.terms}"),
        body=Figures(
            {
                "items": items,
                "words": {
                    "indicator": say("column_indicator"),
                    "total": say("column_total"),
                    "coverage": say("column_coverage"),
                },
                "layout": "rows",
            }
        ),
        table=Table(_total_columns(page), rows),
        places_of=queries.total_places,
    )


def _total_columns(page: Page) -> tuple[Column, ...]:
    say = page.say
    return (
        Column("indicator", say("column_indicator")),
        Column("total", say("column_total")),
        Column("unit", say("column_unit")),
        Column("coverage", say("column_coverage")),
    )


def _total_cells(page: Page, item: FigureItem, row: Total | AwardTotal) -> tuple[Cell, ...]:
    """What, the figure or why there is none, its unit, and what else is to be known of it."""
    total: Cell = item["none"]
    if row.total is not None:
        qualifier = row.qualifier or "exact"
        total = Quantity(page.say.quantity(row.total, qualifier), row.total, qualifier)
    return item["label"], total, item["unit"], item["note"]


@lru_cache(maxsize=MAX_PAGES)
def ranking(page: Page, measure: str, at: int, name: str = "ranking") -> Card:
    """Who has how much of a measure, the most first; withheld where too few report it."""
    say = page.say
    point = next((row for row in _points(page, measure) if row.point == at), None)
    group = queries.measures_in_same_group(page.release)[measure]
    ranked = queries.ranking(page.release, page.filters, page.axis, group, at)
    rows = [row for row in ranked if row.measure == measure]
    n = point.n_organizations_with_figure if point else 0
    n_all = point.n_organizations_applicable if point else 0
    label = measures.label(page, measure)
    is_derived = measures.kind_of(page, measure) is MeasureKind.DERIVED
    coverage = say("derived_in" if is_derived else "covered", n=n, all=n_all)
    older = say("older_n", n=point.n_older) if point and point.n_older else ""
    subtitle = _joined(measures.unit(page, measure), names.time_label(page, at), coverage, older)
    table = Table(
        (
            Column("organization", say("filter_organization")),
            Column("term", say("ask_term")),
            Column("value", label),
            Column("year", say("column_year")),
            Column("note", say("column_note")),
        ),
        [_ranked_row(page, measure, row) for row in rows],
    )
    sources = evidence.evidence_of(page, (place for row in rows for place in row.evidence))
    title = say("ranking_title", measure=label)
    if point is None or not point.is_rankable:
        empty = say("ranking_withheld", n=n, all=n_all) if n else say("no_figure")
        return Card(name, title, subtitle, empty=empty, table=table, is_table_open=True, sources=sources)
    top = rows[:MAX_BARS]
    labels, kind = names.chart_labels(page, [row.organization_id for row in top])
    at_ends = [_at_end(page, measure, row) for row in top]
    opens = [f"{measure}~{row.organization_id}" for row in top]
    notes = [say("ranking_more", n=len(rows) - len(top))] if len(rows) > len(top) else []
    notes += [say("left_out", n=rows[0].n_all - len(rows))] if rows[0].n_all > len(rows) else []
    # Below zero, what is “at least” is open towards zero, where the bar is.
    is_open = [row.qualifier == "at_least" and row.value > 0 for row in top]
    notes += [say("open_end")] if any(is_open) else []
    notes += [say("older_mark", mark=OLDER)] if any(row.n_terms_before for row in top) else []
    notes += [say("disputed_mark", mark=DISPUTED)] if any(row.is_disputed for row in top) else []
    return Card(
        name,
        title,
        _joined(kind, subtitle),
        body=charts.bar_chart(page, labels, [row.value for row in top], at_ends, opens, is_open=is_open),
        note=" ".join(notes),
        table=table,
        sources=sources,
    )


def _at_end(page: Page, measure: str, row: RankedFigure) -> str:
    """The figure at the end of a bar, with its year, and marked where it is older or disputed."""
    written = measures.format_value(page, measure, row.value, row.qualifier)
    year = f" ({row.year})" if row.year else ""
    return f"{written}{year}{OLDER if row.n_terms_before else ''}{DISPUTED if row.is_disputed else ''}"


def _ranked_row(page: Page, measure: str, row: RankedFigure) -> Row:
    cells = (
        page.labels["organizations"][row.organization_id],
        names.term_with_years(page, row),
        _quantity(page, measure, row),
        str(row.year or ""),
        _joined(names.older(page, row.n_terms_before), remark(page, row)),
    )
    return Row(row.organization_id, cells, f"{measure}~{row.organization_id}")


@lru_cache(maxsize=MAX_PAGES)
def series(page: Page, measure: str) -> Card:
    """A measure over the terms of each organization that reports it in several, and of them together."""
    say, axis, label = page.say, page.axis, measures.label(page, measure)
    every = queries.series(page.release, page.filters, axis, measure)
    several = _one_of_each_term(row for row in every if row.n_terms > 1)
    by_organization = {
        code: list(rows) for code, rows in groupby(several, key=lambda row: row.organization_id)
    }
    title = say("series_title", measure=label)
    n_several, n_all = (every[0].n_several, every[0].n_all) if every else (0, 0)
    of = say("series_of", n=n_several, all=n_all)
    subtitle = _joined(measures.unit(page, measure), say(f"series_{axis}"), page.years, of)
    if not by_organization:
        return Card("series", title, subtitle, empty=say("series_none"))
    shown = list(by_organization.items())[:MAX_MULTIPLES]
    rows = [row for of_organization in by_organization.values() for row in of_organization]
    table = Table(
        (
            Column("organization", say("filter_organization")),
            Column("point", say(f"time_{axis}")),
            Column("term", say("ask_term")),
            Column("value", label),
            Column("note", say("column_note")),
        ),
        [_series_row(page, measure, row) for row in rows],
    )
    labels, kind = names.chart_labels(page, [code for code, _ in shown])
    items = [
        _multiple(page, measure, code, label, of_organization)
        for (code, of_organization), label in zip(shown, labels, strict=True)
    ]
    n_shown, n_found = len(shown), len(by_organization)
    notes = [say("series_scale")]
    notes += [say("series_more", n=n_found - n_shown)] if n_found > n_shown else []
    notes += [say("left_out", n=n_several - n_found)] if n_several > n_found else []
    return Card(
        "series",
        title,
        _joined(kind, subtitle),
        lead=_together(page, measure),
        body=Multiples({"items": items, "words": {"caption": title}}),
        note=" ".join(notes),
        table=table,
        sources=evidence.evidence_of(page, (place for row in rows for place in row.evidence)),
    )


def _one_of_each_term(rows: Iterable[SeriesFigure]) -> list[SeriesFigure]:
    """The rows, of a term that covers several years the one nearest to the year of its figure."""
    found: dict[tuple[str, int], SeriesFigure] = {}
    for row in rows:
        key = row.organization_id, row.term
        found[key] = min(row, found.get(key, row), key=lambda one: abs(one.point - (one.year or 9999)))
    return list(found.values())


def _series_row(page: Page, measure: str, row: SeriesFigure) -> Row:
    cells = (
        page.labels["organizations"][row.organization_id],
        names.point_label(page, row.point),
        names.term_with_years(page, row),
        _quantity(page, measure, row),
        remark(page, row),
    )
    return Row(f"{row.organization_id}~{row.term}~{row.point}", cells, f"{measure}~{row.organization_id}")


def _multiple(
    page: Page, measure: str, organization: str, label: str, rows: Sequence[SeriesFigure]
) -> MultipleItem:
    points: list[MultiplePoint] = [
        {
            "at": row.point,
            "label": names.term_years(row) or names.point_label(page, row.point),
            "value": row.value,
            "written": measures.format_value(page, measure, row.value, row.qualifier),
            "qualifier": row.qualifier,
            "follows": before is not None and _follows(page, before, row),
        }
        for before, row in pairwise([None, *rows])
        if row is not None
    ]
    in_words = "; ".join(f"{point['label']} {point['written']}" for point in points)
    return {
        "code": f"{measure}~{organization}",
        "label": label,
        "points": points,
        "said": f"{label}: {in_words}",
    }


def _follows(page: Page, before: SeriesFigure, row: SeriesFigure) -> bool:
    """Whether no term without a figure lies between two of an organization."""
    if page.axis != "calendar":
        return row.point == before.point + 1
    return (before.last_year or before.point) + 1 >= (row.first_year or row.point)


def _together(page: Page, measure: str) -> str:
    """The change over all organizations that report a measure at both ends, as a sentence, or ""."""
    if measures.kind_of(page, measure) is not MeasureKind.INDICATOR:
        return ""
    say, axis, points = page.say, page.axis, _points(page, measure)
    first, last = -1, 0
    if axis in POINTED_AXES:  # from the first year or number of a term on that enough report
        last = moment(page, measure)
        first = min((row.point for row in points if row.is_rankable), default=last)
    if first >= last:
        return ""
    change = queries.change_between(page.release, page.filters, axis, measure, first, last)
    if not change.n_organizations:
        return ""
    qualifier = change.qualifier or "exact"
    sentences = [
        say(
            "together",
            n=change.n_organizations,
            first=names.point_label(page, first),
            last=names.point_label(page, last),
            grew=change.n_grew,
            same=change.n_same,
            shrank=change.n_shrank,
            unclear=_unclear(page, change),
        )
    ]
    if change.median_change is not None:
        sentences.append(say("together_median", change=say.change(change.median_change, qualifier)))
    if change.change is not None and change.total_before is not None and change.total_after is not None:
        before, after = change.qualifier_before or qualifier, change.qualifier_after or qualifier
        sentences.append(
            say(
                "together_sums",
                before=written_sum(say, change.total_before, before, change.rounded_to_before),
                after=written_sum(say, change.total_after, after, change.rounded_to_after),
                change=say.change(change.change, qualifier),
            )
        )
    return " ".join(sentences)


@lru_cache(maxsize=MAX_PAGES)
def regions(page: Page, indicator: str) -> Card:
    """How an indicator is spread over the regions, each with how many of its organizations report it."""
    say, label = page.say, measures.label(page, indicator)
    rows = queries.region_totals(page.release, page.filters, indicator)
    table = Table(
        (
            Column("region", say("filter_region")),
            Column("total", label),
            Column("years", say("column_years")),
            Column("coverage", say("column_coverage")),
        ),
        [_region_row(page, row) for row in rows],
    )
    title = say("regions_title", measure=label)
    subtitle = _joined(measures.unit(page, indicator), names.terms_label(page), page.years)
    with_total = [(row, row.total) for row in rows if row.total is not None]
    if not with_total:
        return Card("regions", title, subtitle, empty=say("no_figure"), table=table)
    labels = [
        f"{_region(page, row)}\u00a0({row.n_organizations_with_figure}/{row.n_organizations_applicable})"
        for row, _ in with_total
    ]
    at_ends = [written_sum(say, total, row.qualifier or "exact", row.rounded_to) for row, total in with_total]
    is_open = [row.qualifier == "at_least" for row, _ in with_total]
    return Card(
        "regions",
        title,
        subtitle,
        body=charts.bar_chart(
            page, labels, [total for _, total in with_total], at_ends, [""] * len(labels), is_open=is_open
        ),
        note=" ".join([say("regions_note"), *([say("open_end")] if any(is_open) else [])]),
        table=table,
        sources=evidence.evidence_of(page, (place for row, _ in with_total for place in row.evidence)),
    )


def _region_row(page: Page, row: RegionTotal) -> Row:
    say, total = page.say, page.say("no_figure")
    cell: Cell = total
    if row.total is not None:
        qualifier = row.qualifier or "exact"
        cell = Quantity(say.quantity(row.total, qualifier), row.total, qualifier)
    coverage = say("covered", n=row.n_organizations_with_figure, all=row.n_organizations_applicable)
    coverage += f"; {say('older_n', n=row.n_older)}" if row.n_older else ""
    return Row(row.region_id or "national", (_region(page, row), cell, names.year_range(row), coverage))


def _region(page: Page, row: RegionTotal) -> str:
    return page.labels["regions"][row.region_id] if row.region_id else page.say("region_national")


@lru_cache(maxsize=MAX_PAGES)
def structure(page: Page, indicators: tuple[str, ...], name: str) -> Card:
    """Indicators of each organization side by side, with states. `name` is of the card and its title."""
    say = page.say
    figures = queries.structures(page.release, page.filters, indicators)
    rows = [
        _structure_row(page, indicators, organization, of_organization)
        for organization, of_organization in groupby(figures, key=lambda row: row.organization_id)
    ]
    n_all = figures[0].n_all if figures else 0
    columns = [Column(indicator, page.labels["indicators"][indicator]) for indicator in indicators]
    is_any_older = any(row.value is not None and row.n_terms_before for row in figures)
    notes = [say("older_mark", mark=OLDER)] if is_any_older else []
    notes += [say("left_out", n=n_all - len(rows))] if n_all > len(rows) else []
    return Card(
        name,
        say(f"structure_{name}"),
        _joined(names.terms_label(page), page.years, say("structure_of", n=n_all)),
        empty="" if rows else say("no_figure"),
        note=" ".join(notes),
        table=Table(
            (
                Column("organization", say("filter_organization")),
                *columns,
                Column("note", say("column_note")),
            ),
            rows,
        ),
        is_table_open=True,
        sources=evidence.evidence_of(page, (place for row in figures for place in row.evidence or ())),
    )


def _structure_row(
    page: Page, indicators: tuple[str, ...], organization: str, figures: Iterable[StructureFigure]
) -> Row:
    by_indicator = {figure.indicator: figure for figure in figures}
    opens = next(indicator for indicator in indicators if by_indicator[indicator].value is not None)
    cells: list[Cell] = [page.labels["organizations"][organization]]
    ages = list[str]()
    for indicator in indicators:
        figure = by_indicator[indicator]
        if figure.value is None:
            cells.append(page.say(f"cell_{figure.state}"))
        else:
            qualifier = figure.qualifier or "exact"
            written = page.say.quantity(figure.value, qualifier)
            cells.append(
                Quantity(written + (OLDER if figure.n_terms_before else ""), figure.value, qualifier)
            )
            if figure.n_terms_before:
                age = (str(figure.year or ""), names.older(page, figure.n_terms_before))
                ages.append(f"{page.labels['indicators'][indicator]}: {', '.join(filter(None, age))}")
    cells.append("; ".join(ages))
    return Row(organization, cells, f"{opens}~{organization}")


def remark(page: Page, figure: Remarkable) -> str:
    """The remark beside a figure: its date, how it came about, and that documents disagree on it."""
    say = page.say
    parts = [say("as_of", date=say.date(figure.as_of))] if figure.as_of is not None else []
    parts += [say(f"basis_{figure.basis}")] if figure.basis not in (None, "stated") else []
    parts += [say("disputed")] if figure.is_disputed else []
    return " · ".join(parts)


def _quantity(page: Page, measure: str, row: RankedFigure | SeriesFigure) -> Quantity:
    written = measures.format_value(page, measure, row.value, row.qualifier)
    return Quantity(written, row.value, row.qualifier)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
