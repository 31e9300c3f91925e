"""A card: what it shows, of which time and of how many, the chart, and under it table, sources, file and address. Draws; derives nothing."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial
from typing import Any, NamedTuple

import streamlit as st
from plotly.graph_objects import Figure

from dashboard import elements
from dashboard.cards import charts, evidence
from dashboard.files import citation, provenance
from dashboard.model.page import MOST_PAGES, Page, address, part, release_line, written
from dashboard.release import cached
from dashboard.release.queries.asking import MOST_SOURCES
from dashboard.request.selection import Selection
from dashboard.view import filters, url_state
from dashboard.words.text import plain

MOST_FEET = 8 * MOST_PAGES  # cards of pages
FORMS = {
    "csv": "CSV",
    "zip": "",
    "xlsx": "Excel",
    "parquet": "Parquet",
}  # of files with a card's table: what they are called in any language
EMBEDDED = '<iframe src="~address~" width="100%" height="600" style="border:0" loading="lazy"></iframe>'
# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {"file_": ("bib", *(form for form, name in FORMS.items() if not name))}


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

    @cached_property
    def of_numbers(self) -> list[bool]:
        """Whether each column is of numbers: where any of its cells is a quantity, the others of it are states."""
        return [
            any(isinstance(cells[n], Quantity) for _, cells in self.rows) for n in range(len(self.columns))
        ]


class Sources(dict[str, Any]):
    """The coded rows behind a card as elements.foot shows them, the first of them, and the places in the files that all of them stand at."""

    def __init__(self, shown: dict[str, Any], places: Sequence[str]):
        super().__init__(shown)
        self.places = tuple(places)


@dataclass(frozen=True, eq=False)
class Card:
    """What one card shows. `figures` is content of elements.figures, `chart` a figure of charts, `multiples` items of elements.multiples,
    `grid` what elements.grid takes besides what is chosen, `timeline` what elements.timeline takes, `statements` groups of
    elements.statements, `comparison` what elements.comparison takes besides what is chosen, `offers` what else to compare; one at most.

    `lead` is the answer in one sentence, `empty` why there is nothing to draw; `sources` the coded rows behind it; of a card whose figures have
    their own, `places_of` is the question that answers with the places of them all.
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
    sources: Sources | None = None
    places_of: str = ""

    @property
    def is_drawn(self) -> bool:
        """Whether a picture can be made of it."""
        return bool(
            self.figures
            or self.chart
            or self.multiples
            or self.grid
            or self.timeline
            or self.statements
            or self.comparison
        )

    @cached_property
    def figure(self) -> Figure:
        """The chart as Plotly checks it, once a card and not once a rerun; without Plotly's own template, which Streamlit's theme replaces."""
        return Figure(self.chart).update_layout(template="none")


def draw(page: Page, build: Callable[[], Card]) -> None:
    """Builds a card of the page and draws it; what is chosen in its chart or table becomes part of the address.

    Where building fails, one sentence stands in its place.
    """
    with part(page.say):
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
                card.figure,
                key=key,
                config=charts.CONFIG,
                alt=card.alt,
                selection_mode="points",
                on_select=partial(_chosen, key, open_row),
            )
        if card.multiples:
            elements.multiples(
                card.multiples, {"caption": card.title}, on_open=open_row, key=f"multiples-{name}"
            )
        if card.grid:
            selected = "~".join(page.selection.cell) if page.selection.cell else ""
            elements.grid(**card.grid, selected=selected, on_open=open_row, key=f"grid-{name}")
        if card.timeline:
            elements.timeline(**card.timeline, key=f"timeline-{name}")
        if card.statements:
            elements.statements(card.statements, key=f"statements-{name}")
        if card.comparison:
            selected = "~".join(page.selection.cell) if page.selection.cell else ""
            elements.comparison(
                card.comparison, selected=selected, on_open=open_row, key=f"comparison-{name}"
            )
        if card.offers:
            filters.offer_compared(card.offers, page.known)
        if card.note:
            st.caption(plain(card.note))
        today = datetime.datetime.now(datetime.UTC).date()
        elements.foot(
            _foot(page, card, today),
            selected=page.selection.card == name,
            on_open=open_row,
            key=f"foot-{name}",
        )


def opener(page: Page) -> Callable[[str], None]:
    """Returns what makes a chosen "row~organization" part of the address; codes that the release does not know are passed over."""

    def open_row(code: str) -> None:
        row, _, organization = code.partition("~")
        if row in page.known["row"] and organization in page.known["organization"] | {""}:
            url_state.write(
                replace(url_state.latest(page.known), cell=(row, organization), card="", is_alone=False)
            )

    return open_row


def sources(page: Page, coded_at: Iterable[str], n_rows: int = 0) -> Sources | None:
    """Returns the coded rows behind a card, from the places that they stand at in the files; `n_rows` is their number where not all are given."""
    places = list(dict.fromkeys(coded_at))
    if not places:
        return None
    shown = evidence.sources(
        page, cached.rows("coded_rows", tuple(places[:MOST_SOURCES])), n_rows or len(places)
    )
    return Sources(shown, places if len(places) >= n_rows else ())


def statement_sources(page: Page, coded_at: Iterable[str], n_rows: int = 0) -> Sources | None:
    """Returns the statements behind a card, as sources does."""
    places = list(dict.fromkeys(coded_at))
    if not places:
        return None
    found, n = cached.rows("coded_statements", tuple(places[:MOST_SOURCES])), n_rows or len(places)
    return Sources(
        evidence.statement_sources(page, found, page.say("sources_n", n=n), n),
        places if len(places) >= n_rows else (),
    )


def _chosen(key: str, open_row: Callable[[str], None]) -> None:
    points = st.session_state[key].selection.points
    code = points[0].get("customdata") if points else None
    if isinstance(code, list):
        code = code[0] if code else None
    if isinstance(code, str):
        open_row(code)


@lru_cache(maxsize=MOST_FEET)
def _foot(page: Page, card: Card, on: datetime.date) -> elements.Sealed:
    """Returns what stands under a card on a day (UTC) as content of elements.foot."""
    say = page.say
    shown = replace(page.selection, card=card.name, cell=None, is_alone=False)
    # A file holds the data that are on the page, whatever is current when it is fetched.
    pinned = replace(shown, release=page.release)
    alone = address(page.name, replace(shown, is_alone=True).to_link())
    files = [_file(page, card, pinned, form) for form in FORMS] if card.table and card.table.rows else []
    return elements.sealed(
        {
            "name": card.name,
            "table": _table(card),
            "sources": card.sources,
            "files": files,
            "pictures": {
                "kinds": ["png", *(["svg"] if card.chart else [])] if card.is_drawn else [],
                "name": provenance.file_name(page, card, "").rstrip("."),
                "title": card.title,
                "subtitle": card.subtitle,
                "link": address(page.name, pinned.to_link()),
                "lines": [
                    card.lead,
                    card.note,
                    provenance.selected(page),
                    provenance.reporting(page),
                    release_line(page),
                ],
            },
            "copies": [
                {
                    "label": say("card_link"),
                    "to": address(page.name, replace(shown, release=page.selection.release).to_query()),
                },
                {"label": say("card_link_pinned"), "to": address(page.name, pinned.to_link())},
                {"label": say("card_embed"), "text": EMBEDDED, "of": alone},
            ],
            "cite": {
                "label": say("card_cite_copy"),
                "text": citation.apa(page, card, on, "~address~"),
                "of": address(page.name, pinned.to_link()),
                "file": _file(page, card, pinned, "bib"),
            },
            "words": {
                "table": say("card_table"),
                "files": say("card_files"),
                "share": say("share"),
                "cite": say("card_cite"),
                "copied": say("card_copied"),
                "failed": say("failed"),
            },
        }
    )


def _table(card: Card) -> dict[str, Any] | None:
    if not card.table or not card.table.rows:
        return None
    return {
        "caption": card.title,
        "columns": [
            {"label": label, "is_number": is_number}
            for label, is_number in zip(card.table.columns, card.table.of_numbers, strict=True)
        ],
        "is_open": card.is_table_open,
        "rows": [
            {
                "code": code,
                "cells": [c.written if isinstance(c, Quantity) else c for c in cells],
                "states": [
                    n for n, c in enumerate(cells) if card.table.of_numbers[n] and not isinstance(c, Quantity)
                ],
            }
            for code, cells in card.table.rows
        ],
    }


def _file(page: Page, card: Card, selection: Selection, form: str) -> dict[str, str]:
    to = f"api/v1/cards/{page.name}/{card.name}.{form}?{written(selection.to_link())}"
    return {
        "label": FORMS.get(form) or page.say(f"file_{form}"),
        "to": to,
        "name": provenance.file_name(page, card, form),
    }
