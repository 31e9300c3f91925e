"""A card: what it shows, of which time and of how many, the chart, and under it table, sources, file and address. Draws; derives nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial
from typing import Any, NamedTuple

import streamlit as st
from plotly.graph_objects import Figure

from dashboard import cached, charts, components, elements, export, filters, frame
from dashboard.frame import MOST_PAGES, Page
from dashboard.queries.asking import MOST_SOURCES
from dashboard.text import plain

MOST_FEET = 8 * MOST_PAGES  # cards of pages


class Quantity(NamedTuple):
    """A figure in a table: as it is written on the page, and as it stands in a file."""

    written: str
    value: float | None
    qualifier: str


Cell = str | Quantity


@dataclass(frozen=True)
class Table:
    """Columns by their label, quantities last or in between; rows (code of what a row opens or "", cells)."""

    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Cell]]]


@dataclass(frozen=True, eq=False)
class Card:
    """What one card shows. `figures` is content of elements.figures, `chart` a figure of charts, `multiples` items of elements.multiples,
    `grid` what elements.grid takes besides what is chosen, `timeline` what elements.timeline takes, `statements` groups of
    elements.statements, `comparison` what elements.comparison takes besides what is chosen, `offers` what else to compare; one at most.

    `lead` is the answer in one sentence, `empty` why there is nothing to draw; `sources` an item of components.sources.
    """

    name: str
    title: str
    subtitle: str = ""
    lead: str = ""
    empty: str = ""
    figures: elements.Content | None = None
    chart: dict[str, Any] | None = None
    alt: str = ""
    multiples: list[dict[str, Any]] = field(default_factory=list)
    grid: dict[str, Any] | None = None
    timeline: dict[str, Any] | None = None
    statements: list[dict[str, Any]] = field(default_factory=list)
    comparison: elements.Sealed | None = None
    offers: Sequence[filters.Offer] = ()
    note: str = ""
    table: Table | None = None
    is_table_open: bool = False
    sources: dict[str, Any] | None = None

    @cached_property
    def figure(self) -> Figure:
        """The chart as Plotly checks it, once a card and not once a rerun; without Plotly's own template, which Streamlit's theme replaces."""
        return Figure(self.chart).update_layout(template="none")


def draw(page: Page, build: Callable[[], Card]) -> None:
    """Builds a card of the page and draws it; what is chosen in its chart or table becomes part of the address.

    Where building fails, one sentence stands in its place.
    """
    with frame.part(page.say):
        _draw(page, build(), opener(page))


def _draw(page: Page, card: Card, open_row: Callable[[str], None]) -> None:
    name = card.name
    with st.container(key=f"card-{name}"):
        st.header(plain(card.title), anchor=False)
        if card.subtitle:
            st.caption(plain(card.subtitle))
        if card.lead:
            st.markdown(f"**{plain(card.lead)}**")
        if card.empty:
            st.write(plain(card.empty))
        if card.figures:
            elements.figures(card.figures, key=f"figures-{name}")
        if card.chart:
            key = f"chart-{name}"
            st.plotly_chart(
                card.figure, key=key, config=charts.CONFIG, alt=card.alt, selection_mode="points", on_select=partial(_chosen, key, open_row)
            )  # fmt: skip
        if card.multiples:
            elements.multiples(card.multiples, {"caption": card.title}, on_open=open_row, key=f"multiples-{name}")
        if card.grid:
            selected = "~".join(page.selection.cell) if page.selection.cell else ""
            elements.grid(**card.grid, selected=selected, on_open=open_row, key=f"grid-{name}")
        if card.timeline:
            elements.timeline(**card.timeline, key=f"timeline-{name}")
        if card.statements:
            elements.statements(card.statements, key=f"statements-{name}")
        if card.comparison:
            selected = "~".join(page.selection.cell) if page.selection.cell else ""
            elements.comparison(card.comparison, selected=selected, on_open=open_row, key=f"comparison-{name}")
        if card.offers:
            filters.offer_compared(card.offers, page.known)
        if card.note:
            st.caption(plain(card.note))
        elements.foot(_foot(page, card), selected=page.selection.card == name, on_open=open_row, key=f"foot-{name}")


def opener(page: Page) -> Callable[[str], None]:
    """Returns what makes a chosen "row~organization" part of the address; codes that the release does not know are passed over."""

    def open_row(code: str) -> None:
        row, _, organization = code.partition("~")
        if row in page.known["row"] and organization in page.known["organization"] | {""}:
            filters.write(replace(filters.latest(page.known), cell=(row, organization), card=""))

    return open_row


def sources(page: Page, evidence: Iterable[str], n_rows: int | None = None) -> dict[str, Any] | None:
    """Returns the coded rows behind a card, the first MOST_SOURCES, from the places that they stand at in the files."""
    places = list(dict.fromkeys(evidence))
    return components.sources(page, cached.rows("coded_rows", tuple(places[:MOST_SOURCES])), n_rows or len(places)) if places else None


def _chosen(key: str, open_row: Callable[[str], None]) -> None:
    points = st.session_state[key].selection.points
    code = points[0].get("customdata") if points else None
    if isinstance(code, list):
        code = code[0] if code else None
    if isinstance(code, str):
        open_row(code)


@lru_cache(maxsize=MOST_FEET)
def _foot(page: Page, card: Card) -> elements.Sealed:
    say = page.say
    words = {"table": say("card_table"), "download": say("card_download"), "link": say("card_link"), "copied": say("card_copied")}
    query = replace(page.selection, card=card.name, cell=None).to_query()
    table, file = None, None
    if card.table and card.table.rows:
        # A column is of numbers where any of its cells is.
        of_numbers = [any(isinstance(cells[n], Quantity) for _, cells in card.table.rows) for n in range(len(card.table.columns))]
        table = {
            "caption": card.title,
            "columns": [{"label": label, "is_number": is_number} for label, is_number in zip(card.table.columns, of_numbers, strict=True)],
            "is_open": card.is_table_open,
            "rows": [
                {
                    "code": code,
                    "cells": [c.written if isinstance(c, Quantity) else c for c in cells],
                    "states": [n for n, c in enumerate(cells) if of_numbers[n] and not isinstance(c, Quantity)],
                }
                for code, cells in card.table.rows
            ],
        }
        file = {"name": f"{page.name}-{card.name}.csv", "text": _csv(page, card.table, of_numbers)}
    return elements.sealed({
        "name": card.name, "link": f"?{frame.written(query)}", "words": words,
        "table": table, "sources": card.sources, "file": file,
    })  # fmt: skip


def _csv(page: Page, table: Table, of_numbers: list[bool]) -> str:
    """Returns the table as a file: a plain number with its qualifier, or the state in words, in columns of their own."""
    header, rows = [], []
    for label, is_number in zip(table.columns, of_numbers, strict=True):
        header += [label, page.say("file_qualifier", column=label)] if is_number else [label]
    for _, cells in table.rows:
        row: list[str] = []
        for cell, is_number in zip(cells, of_numbers, strict=True):
            if isinstance(cell, Quantity):
                row += [
                    "" if cell.value is None else export.number(cell.value),
                    page.labels["observations.qualifier"].get(cell.qualifier, cell.qualifier),
                ]
            else:
                row += ["", cell] if is_number else [cell]
        rows.append(row)
    return export.csv_bytes(header, rows).decode()
