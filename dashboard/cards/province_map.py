"""One measure on the map of provinces: tiles, shades, legend, and its card. Derives no figure."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from dashboard.cards import evidence
from dashboard.cards.outlines import OutlinesRefused, outlines
from dashboard.elements.contracts import (
    MapContent,
    MapIsland,
    MapItem,
    MapLegendEntry,
    MapShapes,
    Serialized,
    map_content,
)
from dashboard.model import measures, names, states
from dashboard.model.card import Card, Cell, Column, Quantity, Row, Table
from dashboard.model.measures import MeasureKind
from dashboard.model.page import MAX_PAGES, Page
from dashboard.release import queries
from dashboard.release.queries.places import ProvinceMeasure
from dashboard.release.queries.releases import Province
from dashboard.words.text import rounded_sum
from dashboard.words.theme import BADGES, OLDER

DEFAULT_KIND = "union_of_associations"
DEFAULT_MEASURE = "members"
N_SHADES = 5


def shapes(page: Page) -> MapShapes | None:
    """The outlines in the operator's OUTLINES_FILE, None without one. Raises OutlinesRefused."""
    path = os.environ.get("OUTLINES_FILE")
    if not path:
        return None
    try:
        codes = frozenset(province.code for province in queries.provinces(page.release, "present"))
        return _shapes(path, Path(path).stat().st_mtime_ns, codes)
    except (OSError, ValueError, RecursionError) as error:
        if isinstance(error, OutlinesRefused):
            raise
        raise OutlinesRefused("malformed", "The file of outlines cannot be read as GeoJSON.") from error


@lru_cache(maxsize=2)
def _shapes(path: str, _changed: int, codes: frozenset[str]) -> MapShapes:
    return outlines(json.loads(Path(path).read_text(encoding="utf-8")), codes)


def kind_of(page: Page) -> str:
    """The kind of organization that the map shows: the first that is filtered for, else the usual one."""
    return page.selection.filters.kinds[0] if page.selection.filters.kinds else DEFAULT_KIND


def measure_of(page: Page) -> str:
    """The measure that the map shows."""
    return page.selection.focus.measure or DEFAULT_MEASURE


def quantity(page: Page, row: ProvinceMeasure, measure: str) -> Quantity:
    """The figure of a province in a table, a sum in whole. Raises ValueError without one."""
    value, qualifier = _value(row), row.qualifier or "exact"
    return Quantity(measures.format_value(page, measure, value, qualifier), value, qualifier)


def _value(row: ProvinceMeasure) -> float:
    if row.value is None:
        raise ValueError(f"{row.province_id} has no figure of {row.measure}")
    return row.value


def _drawn(row: ProvinceMeasure) -> float:
    """The figure of a province as it is drawn: an inexact sum to the place of its coarsest large part."""
    return float(rounded_sum(_value(row), row.qualifier or "exact", row.rounded_to))


def _values(page: Page) -> list[float]:
    return [_value(row) for row in rows(page) if row.state == "figure"]


def rows(page: Page) -> list[ProvinceMeasure]:
    """What the page shows. Grain: province."""
    filters = page.filters.for_all_places()
    return queries.province_measures(page.release, filters, kind_of(page), measure_of(page))


@lru_cache(maxsize=MAX_PAGES)
def items(page: Page) -> list[MapItem]:
    """The provinces as the map draws them."""
    boundaries = page.selection.filters.boundaries
    by_province = {row.province_id: row for row in rows(page)}
    bounds = _bounds(page)
    return [
        _item(page, province, by_province[province.province_id], bounds)
        for province in queries.provinces(page.release, boundaries)
    ]


def _item(page: Page, province: Province, row: ProvinceMeasure, bounds: Sequence[float]) -> MapItem:
    boundaries, measure = page.selection.filters.boundaries, measure_of(page)
    label = page.labels[boundaries][province.province_id]
    short = getattr(province, page.say.column("short"))
    is_figure = row.state == "figure"
    older = OLDER if row.n_older else ""
    brief = _brief(page, row, measure) if is_figure else ""
    return {
        "id": province.province_id,
        "code": province.code,
        "name": label,
        "short": short or label,
        "column": province.tile_column,
        "row": province.tile_row,
        "state": row.state,
        "badge": (row.derivation or "") if boundaries == "present" else "",
        "value": _compact(page, row, measure) + older if is_figure else "",
        "brief": brief + older if brief else "",
        "shade": 1 + sum(_value(row) > bound for bound in bounds) if is_figure else 0,
        "lines": lines(page, row, measure),
    }


def dated(page: Page, row: ProvinceMeasure) -> str:
    """The years of a figure and, where it is of an earlier term than the latest, how much earlier."""
    parts = [names.year_range(row), names.older(page, row.n_terms_before)]
    return ", ".join(part for part in parts if part)


def summary(page: Page) -> str:
    """How many provinces have a figure or name a theme, how many no document; how many changes rose, fell."""
    say, shown, values = page.say, rows(page), _values(page)
    n, n_all = len(values), len(shown)
    if is_theme(page):
        sentences = _naming(page)
    else:
        sentences = [say("map_mentions" if is_mention(page) else "map_coverage", n=n, all=n_all)]
    if measures.is_change(page, measure_of(page)) and values:
        up, same = sum(value > 0 for value in values), sum(value == 0 for value in values)
        sentences.append(say("map_changes", up=up, same=same, down=n - up - same))
    if n_older := sum(row.n_older > 0 for row in shown):
        sentences.append(say("map_older", mark=OLDER, n=n_older))
    if n_not_read := sum(row.state == "not_read" for row in shown):
        sentences.append(say("map_not_read", n=n_not_read))
    sentences.append(say("map_nothing_known", n=sum(row.state == "no_document" for row in shown)))
    return " ".join(sentences)


def _naming(page: Page) -> list[str]:
    """Where the theme is named, also by one part of a merged province, of the provinces that name any."""
    say, shown = page.say, rows(page)
    n = sum(row.state == "figure" or row.derivation == "not_derivable" for row in shown)
    filters = replace(page.selection.filters.for_all_places(), kinds=(kind_of(page),), levels=("province",))
    naming = queries.provinces_naming(page.release, filters)
    if naming is None:
        return [say("map_named_with_causes", n=n, all=len(shown))]
    sentences = [say("map_named", n=n, all=naming.n_naming)]
    return [*sentences, say("map_admitting", n=naming.n_admitting)] if naming.n_admitting else sentences


def lines(page: Page, row: ProvinceMeasure, measure: str) -> list[str]:
    """What the card of a province says: the figure, whose and of which years, and what is missing."""
    say, texts = page.say, list[str]()
    if row.state == "figure":
        written = measures.format_value(page, measure, _drawn(row), row.qualifier or "exact")
        texts.append(written + (f" ({dated(page, row)})" if dated(page, row) else ""))
    if row.organizations:
        texts.append("; ".join(page.labels["organizations"][code] for code in row.organizations))
    if row.n_others:
        texts.append(say("others_here", n=row.n_others))
    if row.term is not None:
        texts.append(names.term_number(page, row.term))
    if row.is_disputed:
        texts.append(say("disputed"))
    if row.derivation == "summed":
        texts.append(say("summed_of", n=row.n_parts))
        texts += [say("older_n", n=row.n_older)] if row.n_older else []
    if row.derivation == "not_derivable" and row.is_additive:
        missing = ", ".join(page.labels["former"][code] for code in row.missing)
        texts.append(say("parts_missing", n=row.n_reported, all=row.n_parts, missing=missing))
    elif row.derivation == "not_derivable":
        texts.append(say("not_additive", n=row.n_reported, all=row.n_parts))
    return texts


def islands(page: Page) -> list[MapIsland]:
    """The two archipelagos as the map draws them."""
    boundaries, name = page.selection.filters.boundaries, page.say.column("name")
    return [
        {
            "id": row.island,
            "label": f"{getattr(row, name)} ({page.labels[boundaries][row.province_id]})",
            "province_id": row.province_id,
            "column": row.tile_column,
            "row": row.tile_row,
        }
        for row in queries.islands(page.release, boundaries)
    ]


@lru_cache(maxsize=MAX_PAGES)
def legend(page: Page) -> list[MapLegendEntry]:
    """The classes of the figures that there are, the other states, and the badges of merged provinces."""
    bounds, say = _bounds(page), page.say
    write = say.percent if measures.is_share(page, measure_of(page)) else say.number
    drawn = {_value(row): _drawn(row) for row in rows(page) if row.state == "figure"}
    values = sorted(drawn)
    entries: list[MapLegendEntry] = []
    for n in range(N_SHADES):
        if inside := [value for value in values if sum(value > bound for bound in bounds) == n]:
            first, last = write(drawn[inside[0]]), write(drawn[inside[-1]])
            label = first if first == last else f"{first} – {last}"
            entries.append({"state": "figure", "shade": n + 1, "label": label})
    for state in _without_figure(page):
        entries.append({"state": state, "label": _state(page, state)})
    if page.selection.filters.boundaries == "present":
        for badge, state in (("not_derivable", "no_document"), ("reported", ""), ("summed", "")):
            entries.append({"state": state, "badge": badge, "label": say(f"badge_{badge}")})
    return entries


def words(page: Page) -> dict[str, str]:
    """The words of the map."""
    say = page.say
    own = {
        "caption": say("map_caption"),
        "keys": say("map_keys"),
        "hint": say("map_hint"),
        "sea": say("map_sea"),
        "frames": say("map_frames"),
        "thousands": say("map_thousands"),
    }
    of_states = {state: _state(page, state) for state in _without_figure(page)}
    badges = {badge: say(f"badge_{badge}") for badge in BADGES}
    kind = page.labels["organization_kinds"][kind_of(page)]
    measure = say("map_measure", measure=measures.label(page, measure_of(page)), kind=kind)
    return own | of_states | badges | {"legend": say("grid_legend"), "measure": measure}


def marks(page: Page) -> dict[str, str]:
    """The sign of each state without a figure and of each badge."""
    return _without_figure(page) | BADGES


def content(page: Page, outlines_of: MapShapes | None = None) -> Serialized[MapContent]:
    """The map as it is drawn: in equal tiles, or in outlines where they are given."""
    return _content(page, outlines_of) if outlines_of else _tiles(page)


@lru_cache(maxsize=MAX_PAGES)
def _tiles(page: Page) -> Serialized[MapContent]:
    return _content(page, None)


def _content(page: Page, outlines_of: MapShapes | None) -> Serialized[MapContent]:
    return map_content(
        items(page), islands(page), legend(page), words(page), marks=marks(page), shapes=outlines_of
    )


@lru_cache(maxsize=MAX_PAGES)
def ranked(page: Page) -> Card:
    """The figures of the map as a table, the highest first, then provinces without one, each with why."""
    say, measure = page.say, measure_of(page)
    ordered = sorted(rows(page), key=lambda row: (row.state != "figure", -(row.value or 0)))
    columns = (
        Column("province", say("filter_province")),
        Column("value", measures.label(page, measure)),
        Column("years", say("column_years")),
        Column("source", say("column_source")),
    )
    has_figure = any(row.state == "figure" for row in ordered)
    places = (place for row in ordered for place in row.evidence)
    return Card(
        "provinces",
        say("map_table"),
        f"{page.labels['organization_kinds'][kind_of(page)]} · {summary(page)}",
        empty="" if has_figure else say("map_nothing"),
        table=Table(columns, [_row(page, row, measure) for row in ordered]),
        is_table_open=has_figure,
        sources=None if is_theme(page) or is_mention(page) else evidence.evidence_of(page, places),
    )


def _row(page: Page, row: ProvinceMeasure, measure: str) -> Row:
    value: Cell = _state(page, row.state)
    source = lines(page, row, measure)
    if row.state == "figure":
        value = quantity(page, row, measure)
        source = source[1:]
    label = page.labels[page.selection.filters.boundaries][row.province_id]
    source = [names.older(page, row.n_terms_before), *source]
    return Row(row.province_id, (label, value, names.year_range(row), "; ".join(filter(None, source))))


def is_theme(page: Page) -> bool:
    """Whether the map shows where a theme is named."""
    return measures.kind_of(page, measure_of(page)) is MeasureKind.THEME


def is_mention(page: Page) -> bool:
    """Whether the map shows where documents speak of awards, limitations or lessons."""
    return measures.kind_of(page, measure_of(page)) is MeasureKind.MENTION


def why(page: Page, row: ProvinceMeasure) -> str:
    """Why a province has no figure, in a sentence."""
    if row.state == "no_document":
        return page.say("place_no_document")
    if is_mention(page):
        return page.say(f"unmentioned_{row.state}")
    return page.say(f"why_{row.state}") if is_theme(page) else page.say(f"place_{row.state}")


def _without_figure(page: Page) -> dict[str, str]:
    """The states that a province without a figure can be in, each with its mark."""
    marks_of = states.theme_marks(page) if is_theme(page) else states.marks(page)
    return {state: mark for state, mark in marks_of.items() if state != "figure"}


def _state(page: Page, state: str) -> str:
    """A state without a figure in words; of a theme no number is lacking, limitations are admitted or not."""
    if is_mention(page):
        return page.say(f"mentioned_{state}")
    return page.say(f"state_{state}") if is_theme(page) else page.say(f"cell_{state}")


def _bounds(page: Page) -> list[float]:
    """The upper bounds of all classes but the last, so that each holds about as many provinces."""
    values = sorted(set(_values(page)))
    if len(values) <= N_SHADES:
        return values[:-1]
    return [values[len(values) * n // N_SHADES - 1] for n in range(1, N_SHADES)]


def _compact(page: Page, row: ProvinceMeasure, measure: str) -> str:
    """A figure as short as a tile has room for."""
    say, value = page.say, _drawn(row)
    mark = say.mark(row.qualifier or "exact")
    if measures.is_share(page, measure):
        sign = "+" if measures.is_change(page, measure) and value > 0 else ""
        return f"{mark}{sign}{say.number(value * 100, 0)}%"
    if abs(value) >= 1_000_000:
        return mark + say("millions", n=say.number(value / 1_000_000, 1))
    return mark + say.number(value, 1)


def _brief(page: Page, row: ProvinceMeasure, measure: str) -> str:
    """A figure short enough for a tile on a phone, thousands in one letter; "" where it is short anyway."""
    say, value = page.say, _drawn(row)
    if measures.is_share(page, measure) or not 10_000 <= abs(value) < 1_000_000:
        return ""
    return say.mark(row.qualifier or "exact") + say(
        "thousands", n=say.number(value / 1000, 1 if abs(value) < 100_000 else 0)
    )
