"""Ways from one page to another, facts with such ways in them, and going there. Draws; asks nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import parse_qsl

import streamlit as st

from dashboard.model.boundaries import within
from dashboard.model.page import PAGES, Page, address
from dashboard.view import elements

_CHOSEN = "way"


class Link(NamedTuple):
    """A way to another page: what it is called, the page and what is chosen there, and a word beside it."""

    label: str
    page: str
    query: dict[str, str]
    note: str = ""


class Fact(NamedTuple):
    """A fact under a heading: what it is, and its parts, words or ways to what they name."""

    label: str
    parts: Sequence[Link | str]


def to_organization(page: Page, organization: str, note: str = "", label: str = "") -> Link:
    """Returns the way to the page of an organization."""
    query = replace(page.selection.elsewhere(), about=organization).to_query()
    return Link(label or page.labels["organizations"][organization], "organization", query, note)


def to_province(page: Page, province: str, boundaries: str, label: str = "", note: str = "") -> Link:
    """Returns the way to the page of a province of these boundaries."""
    query = replace(within(page.selection.elsewhere(), boundaries), place=province).to_query()
    return Link(label or page.labels[boundaries][province], "province", query, note)


def to_page(page: Page, name: str, label: str) -> Link:
    """Returns the way to another page, with what is filtered for."""
    return Link(label, name, page.selection.elsewhere().to_query())


def to_whole(page: Page) -> Link:
    """Returns the way from one card alone to its page."""
    return Link(page.say("see_whole"), page.name, replace(page.selection, is_alone=False).to_query())


def to_release(page: Page, release: str, label: str) -> Link:
    """Returns the way to the overview of a release."""
    return Link(label, "overview", replace(page.selection.elsewhere(), release=release).to_query())


def to_map(page: Page) -> Link:
    """Returns the way to the map with the province that the page is about."""
    return Link(
        page.say("see_map"), "map", replace(page.selection.elsewhere(), place=page.selection.place).to_query()
    )


def map_opener(page: Page) -> Callable[[str], None]:
    """Returns what leads to the map with the province that was chosen on a small one."""
    return lambda place: go(address("map", replace(page.selection.elsewhere(), place=place).to_query()))


def to_compare(page: Page) -> Link:
    """Returns the way to the comparison of the organization that the page is about with others."""
    return Link(
        page.say("see_compare"),
        "compare",
        replace(page.selection.elsewhere(), compared=(page.selection.about,)).to_query(),
    )


def draw(links: Iterable[Link], key: str) -> None:
    """Draws ways to other pages one under another, each with its word beside it."""
    _ways([("", [link]) for link in links], "list", key)


def draw_beside(links: Iterable[Link], key: str) -> None:
    """Draws ways to other pages beside one another."""
    _ways([("", list(links))], "beside", key)


def draw_facts(facts: Iterable[Fact]) -> None:
    """Draws facts one under another, as words and ways."""
    _ways(facts, "facts", "facts")


def go(to: str) -> None:
    """Leads the reader to an address of this site when the run that follows begins; one that is not of this site leads nowhere."""
    path, _, query = to.partition("?")
    name = "overview" if path == "./" else path
    if name in PAGES:
        st.session_state[_CHOSEN] = (PAGES[name], dict(parse_qsl(query, keep_blank_values=True)))


def chosen() -> tuple[str, dict[str, str]] | None:
    """Returns the file of the page that the reader has chosen to go to and its query, once; None where none is."""
    way: tuple[str, dict[str, str]] | None = st.session_state.pop(_CHOSEN, None)
    return way


def _ways(rows: Iterable[tuple[str, Sequence[Link | str]]], layout: str, key: str) -> None:
    written = [{"label": label, "parts": [_part(part) for part in parts]} for label, parts in rows]
    elements.nav_links(written, layout=layout, on_go=go, key=f"links-{key}")


def _part(part: Link | str) -> dict[str, str]:
    if isinstance(part, str):
        return {"text": part, "to": ""}
    return {"text": part.label, "to": address(part.page, part.query), "note": part.note}
