"""Cards, drawn: title and subtitle, the answer in a sentence, the body, and the footer. Derives nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial
from typing import assert_never

import streamlit as st
from plotly.graph_objects import Figure

from dashboard.cards import charts, registry
from dashboard.model.card import (
    Body,
    Card,
    Chart,
    Comparison,
    Figures,
    Grid,
    Multiples,
    Offers,
    Statements,
    Timeline,
)
from dashboard.model.page import MAX_PAGES, Page
from dashboard.view import compare_picker, elements, url_state
from dashboard.view.card_footer import card_footer
from dashboard.view.error_boundary import error_boundary
from dashboard.words.text import plain

MAX_CHARTS = 4 * MAX_PAGES


def cards_of(page: Page) -> registry.Cards:
    """The cards of a page; where that fails, one sentence stands in their place and there are none."""
    with error_boundary(page.say):
        return registry.cards_of(page)
    return {}


def draw(page: Page, build: Callable[[], Card]) -> None:
    """Build a card of the page and draw it; what is selected in it becomes part of the address.

    Where building fails, one sentence stands in its place.
    """
    with error_boundary(page.say):
        _draw(page, build())


def on_row_selected(page: Page) -> Callable[[str], None]:
    """A callback that writes the selected "row~organization" to the address, if the release knows it."""

    def on_selected(code: str) -> None:
        row, _, organization = code.partition("~")
        valid = page.valid_codes
        if row in valid["row"] and organization in valid["organization"] | {""}:
            selection = url_state.latest(valid)
            focus = replace(selection.focus, cell=(row, organization), card="", is_alone=False)
            url_state.write(replace(selection, focus=focus))

    return on_selected


def selected_cell(page: Page) -> str:
    """The "row~organization" that is open; empty where nothing is."""
    return "~".join(page.selection.focus.cell or ())


def _draw(page: Page, card: Card) -> None:
    on_selected = on_row_selected(page)
    with st.container(key=f"card-{card.name}"):
        st.header(plain(card.title), anchor=False)
        if card.subtitle:
            st.caption(plain(card.subtitle))
        if card.lead:
            st.markdown(f"**{plain(card.lead)}**")
        if card.empty:
            st.write(plain(card.empty))
        if card.body is not None:
            _draw_body(page, card.name, card.body, on_selected)
        if card.note:
            st.caption(plain(card.note))
        elements.card_footer(
            card_footer(page, card),
            selected=page.selection.focus.card == card.name and not page.selection.focus.is_alone,
            on_open=on_selected,
            key=f"footer-{card.name}",
        )


def _draw_body(page: Page, name: str, body: Body, on_selected: Callable[[str], None]) -> None:
    match body:
        case Chart():
            key = f"chart-{name}"
            st.plotly_chart(
                _checked(body),
                key=key,
                config=charts.CONFIG,
                alt=body.alt,
                selection_mode="points",
                on_select=partial(_on_point_selected, key, on_selected),
            )
        case Figures():
            elements.figures(body.serialized, key=f"figures-{name}")
        case Multiples():
            elements.multiples(body.serialized, on_open=on_selected, key=f"multiples-{name}")
        case Grid():
            elements.grid(
                body.serialized, selected=selected_cell(page), on_open=on_selected, key=f"grid-{name}"
            )
        case Timeline():
            elements.timeline(body.serialized, key=f"timeline-{name}")
        case Statements():
            elements.statements(body.serialized, key=f"statements-{name}")
        case Comparison():
            elements.comparison(
                body.serialized, selected=selected_cell(page), on_open=on_selected, key=f"comparison-{name}"
            )
        case Offers():
            compare_picker.offers(page, body.offers)
        case _:
            assert_never(body)


@lru_cache(maxsize=MAX_CHARTS)
def _checked(chart: Chart) -> Figure:
    """The chart as Plotly checks it, once a card and not once a rerun.

    Without Plotly's own template, which Streamlit's theme replaces.
    """
    return Figure(chart.figure).update_layout(template="none")


def _on_point_selected(key: str, on_selected: Callable[[str], None]) -> None:
    points = st.session_state[key].selection.points
    code = points[0].get("customdata") if points else None
    if isinstance(code, list):
        code = code[0] if code else None
    if isinstance(code, str):
        on_selected(code)
