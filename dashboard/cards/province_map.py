"""One measure on the map of the provinces: tiles, shades, cards and legend, in the words of the page. Draws nothing, derives no figure."""

from __future__ import annotations

import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from dashboard import elements
from dashboard.cards.outlines import OutlinesRefused, outlines
from dashboard.model import measures
from dashboard.model.page import MOST_PAGES, Page
from dashboard.release import cached
from dashboard.view import card_view
from dashboard.view.card_view import Card, Cell, Quantity, Table
from dashboard.words.text import Text
from dashboard.words.theme import BADGES, STATES

USUAL_KIND = "union_of_associations"
USUAL_MEASURE = "members"
SHADES = 5

Item = dict[str, Any]


def shapes() -> dict[str, Any] | None:
    """Returns the outlines that the operator supplies by OUTLINES_FILE, or None where there are none; OutlinesRefused where they cannot be shown."""
    path = os.environ.get("OUTLINES_FILE")
    if not path:
        return None
    try:
        codes = frozenset(province.code for province in cached.rows("provinces", "present"))
        return _shapes(path, Path(path).stat().st_mtime_ns, codes)
    except (OSError, ValueError, RecursionError) as error:
        if isinstance(error, OutlinesRefused):
            raise
        raise OutlinesRefused("malformed", "The file of outlines cannot be read as GeoJSON.") from error


@lru_cache(maxsize=2)
def _shapes(path: str, _changed: int, codes: frozenset[str]) -> dict[str, Any]:
    return outlines(json.loads(Path(path).read_text(encoding="utf-8")), codes)


def kind_of(page: Page) -> str:
    """Returns the kind of organization that the map shows: the first that is filtered for, else the usual one."""
    return page.selection.kinds[0] if page.selection.kinds else USUAL_KIND


def measure_of(page: Page) -> str:
    """Returns the measure that the map shows."""
    return page.selection.measure or USUAL_MEASURE


def figure(page: Page, row: Any, measure: str) -> str:
    """Returns the figure of a province as written, with the mark of its qualifier."""
    return measures.written(page, measure, row.value, row.qualifier)


def rows(page: Page) -> list[Any]:
    """Returns the rows of queries.province_measures for what the page shows."""
    return cached.rows("province_measures", page.selection.of_every_place(), kind_of(page), measure_of(page))


@lru_cache(maxsize=MOST_PAGES)
def items(page: Page) -> list[Item]:
    """Returns the items of elements.map_content, one a province."""
    measure, boundaries = measure_of(page), page.selection.boundaries
    found = {row.province_id: row for row in rows(page)}
    cuts = _cuts(page)
    made = []
    for p in cached.rows("provinces", boundaries):
        row, name = found[p.province_id], page.labels[boundaries][p.province_id]
        short = getattr(p, page.say.column("short"))
        is_figure = row.state == "figure"
        made.append(
            {
                "id": p.province_id,
                "code": p.code,
                "name": name,
                "short": short or name,
                "column": p.tile_column,
                "row": p.tile_row,
                "state": row.state,
                "badge": (row.derivation or "") if boundaries == "present" else "",
                "value": _compact(page.say, row, measure) if is_figure else "",
                "brief": _brief(page.say, row, measure) if is_figure else "",
                "shade": 1 + sum(row.value > cut for cut in cuts) if is_figure else 0,
                "lines": lines(page, row, measure),
            }
        )
    return made


def years(row: Any) -> str:
    """Returns the years that a province's figure is of, as written; empty where none is known."""
    if row.year_from is None:
        return ""
    return str(row.year_from) if row.year_from == row.year_to else f"{row.year_from}–{row.year_to}"


def summary(page: Page) -> str:
    """Returns how many provinces have a figure, how many no document at all, and of a change how many rose, stayed and fell."""
    say, shown = page.say, rows(page)
    figures = [row.value for row in shown if row.state == "figure"]
    n, every = len(figures), len(shown)
    said = [say("map_named", n=n, all=every) if is_theme(page) else say("map_coverage", n=n, all=every)]
    if measures.is_change(measure_of(page)) and figures:
        said.append(
            say(
                "map_changes",
                up=sum(v > 0 for v in figures),
                same=sum(v == 0 for v in figures),
                down=sum(v < 0 for v in figures),
            )
        )
    said.append(say("map_nothing_known", n=sum(row.state == "no_document" for row in shown)))
    return " ".join(said)


def lines(page: Page, row: Any, measure: str) -> list[str]:
    """Returns what the card of a province says: the figure, whose and of which years, and what is missing."""
    say = page.say
    of = f" ({years(row)})" if years(row) else ""
    said = [figure(page, row, measure) + of] if row.state == "figure" else []
    if row.organizations:
        said.append("; ".join(page.labels["organizations"][code] for code in row.organizations))
    if row.term is not None:
        said.append(say("term_founding") if row.term == 0 else say("term_n", term=str(row.term)))
    if row.is_disputed:
        said.append(say("disputed"))
    if row.derivation == "summed":
        said.append(say("summed_of", n=row.n_parts))
    if row.derivation == "not_derivable" and not row.is_additive:
        said.append(say("not_additive", n=row.n_reported, all=row.n_parts))
    elif row.derivation == "not_derivable":
        said.append(
            say(
                "parts_missing",
                n=row.n_reported,
                all=row.n_parts,
                missing=", ".join(page.labels["former"][code] for code in row.missing),
            )
        )
    return said


def islands(page: Page) -> list[Item]:
    """Returns the two archipelagos as items of elements.map_content."""
    boundaries = page.selection.boundaries
    return [
        {
            "id": row.island,
            "label": f"{getattr(row, page.say.column('name'))} ({page.labels[boundaries][row.province_id]})",
            "province_id": row.province_id,
            "column": row.tile_column,
            "row": row.tile_row,
        }
        for row in cached.rows("islands", boundaries)
    ]


@lru_cache(maxsize=MOST_PAGES)
def legend(page: Page) -> list[Item]:
    """Returns the legend: the classes of the figures that there are, the other states, and the badges of merged provinces."""
    measure, cuts, say = measure_of(page), _cuts(page), page.say
    write = say.percent if measures.is_share(measure) else say.number
    values = sorted({row.value for row in rows(page) if row.state == "figure"})
    classes = []
    for n in range(SHADES):
        inside = [v for v in values if sum(v > cut for cut in cuts) == n]
        if inside:
            label = (
                write(inside[0]) if inside[0] == inside[-1] else f"{write(inside[0])} – {write(inside[-1])}"
            )
            classes.append({"state": "figure", "shade": n + 1, "label": label})
    shown = [{"state": state, "label": _state(page, state)} for state in STATES if state != "figure"]
    if page.selection.boundaries == "present":
        shown.append({"state": "no_document", "badge": "not_derivable", "label": say("badge_not_derivable")})
        shown += [
            {"state": "", "badge": badge, "label": say(f"badge_{badge}")} for badge in ("reported", "summed")
        ]
    return [*classes, *shown]


def words(page: Page) -> dict[str, str]:
    """Returns the words of elements.map_content."""
    say = page.say
    own = {
        "caption": say("map_caption"),
        "keys": say("map_keys"),
        "hint": say("map_hint"),
        "sea": say("map_sea"),
        "frames": say("map_frames"),
        "thousands": say("map_thousands"),
    }
    states = {state: _state(page, state) for state in STATES if state != "figure"} | {
        badge: say(f"badge_{badge}") for badge in BADGES
    }
    measure = say(
        "map_measure",
        measure=measures.label(page, measure_of(page)),
        kind=page.labels["organization_kinds"][kind_of(page)],
    )
    return own | states | {"legend": say("grid_legend"), "measure": measure}


def marks() -> dict[str, str]:
    """Returns the sign of each state without a figure and of each badge."""
    return {state: mark for state, mark in STATES.items() if state != "figure"} | BADGES


def drawn(page: Page, view: str) -> elements.Sealed:
    """Returns the map as content of elements.province_map; `view` is one of VIEWS."""
    return _tiles(page) if view == "tiles" else _content(page, view, shapes())


@lru_cache(maxsize=MOST_PAGES)
def _tiles(page: Page) -> elements.Sealed:
    return _content(page, "tiles", None)


def _content(page: Page, view: str, chosen: dict[str, Any] | None) -> elements.Sealed:
    return elements.map_content(
        items(page), islands(page), legend(page), words(page), marks=marks(), view=view, shapes=chosen
    )


@lru_cache(maxsize=MOST_PAGES)
def ranked(page: Page) -> Card:
    """Returns the figures of the map as a table, the highest first, then the provinces without one by the alphabet, each with why."""
    say, measure, names = page.say, measure_of(page), page.labels[page.selection.boundaries]
    found = sorted(rows(page), key=lambda row: (row.state != "figure", -(row.value or 0)))
    lines_of: list[tuple[str, list[Cell]]] = []
    for row in found:
        is_figure = row.state == "figure"
        cell: Cell = (
            Quantity(figure(page, row, measure), float(row.value), row.qualifier)
            if is_figure
            else _state(page, row.state)
        )
        lines_of.append(
            (
                "",
                [
                    names[row.province_id],
                    cell,
                    years(row),
                    "; ".join(lines(page, row, measure)[1 if is_figure else 0 :]),
                ],
            )
        )
    columns = [
        say("filter_province"),
        measures.label(page, measure),
        say("column_years"),
        say("column_source"),
    ]
    evidence = (place for row in found for place in (row.evidence or ()))
    subtitle = f"{page.labels['organization_kinds'][kind_of(page)]} · {summary(page)}"
    sources = None if is_theme(page) else card_view.sources(page, evidence)
    has_figure = any(row.state == "figure" for row in found)
    empty = "" if has_figure else say("map_nothing")
    return Card(
        "provinces",
        say("map_table"),
        subtitle,
        empty=empty,
        table=Table(columns, lines_of),
        is_table_open=has_figure,
        sources=sources,
    )


def is_theme(page: Page) -> bool:
    """Returns whether the map shows where a theme is named."""
    return measure_of(page) in page.labels["themes"]


def _state(page: Page, state: str) -> str:
    """Returns a state without a figure in words: of a theme, that limitations are admitted, not that a number is lacking."""
    return page.say(f"state_{state}") if is_theme(page) else page.say(f"cell_{state}")


def _cuts(page: Page) -> list[float]:
    """Returns the upper bounds of all classes but the last, so that each holds about as many provinces."""
    values = sorted({row.value for row in rows(page) if row.state == "figure"})
    if len(values) <= SHADES:
        return values[:-1]
    return [values[len(values) * n // SHADES - 1] for n in range(1, SHADES)]


def _compact(say: Text, row: Any, measure: str) -> str:
    """Returns a figure as short as a tile has room for."""
    if measures.is_share(measure):
        return say.mark(row.qualifier) + _signed(say.number(row.value * 100, 0) + "%", row.value, measure)
    if abs(row.value) >= 1_000_000:
        return say.mark(row.qualifier) + say("millions", n=say.number(row.value / 1_000_000, 1))
    return say.mark(row.qualifier) + say.number(row.value, 1)


def _brief(say: Text, row: Any, measure: str) -> str:
    """Returns a figure as short as a tile of a phone has room for: thousands in one letter; empty where it is short as it is."""
    if measures.is_share(measure) or not 10_000 <= abs(row.value) < 1_000_000:
        return ""
    return say.mark(row.qualifier) + say("thousands", n=say.number(row.value / 1000, 1))


def _signed(written: str, value: float, measure: str) -> str:
    return f"+{written}" if measures.is_change(measure) and value > 0 else written
