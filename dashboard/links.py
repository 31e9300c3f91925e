"""Ways from one page to another, and facts with such ways in them. Draws; asks nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

import streamlit as st

from dashboard import filters
from dashboard.frame import PAGES, Page
from dashboard.text import plain


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


def to_organization(page: Page, organization: str, note: str = "") -> Link:
    """Returns the way to the page of an organization."""
    query = replace(page.selection.elsewhere(), about=organization).to_query()
    return Link(page.labels["organizations"][organization], "organization", query, note)


def to_province(page: Page, province: str, boundaries: str, label: str = "", note: str = "") -> Link:
    """Returns the way to the page of a province of these boundaries."""
    query = replace(filters.within(page.selection.elsewhere(), boundaries), place=province).to_query()
    return Link(label or page.labels[boundaries][province], "province", query, note)


def to_map(page: Page) -> Link:
    """Returns the way to the map with the province that the page is about."""
    return Link(page.say("see_map"), "map", replace(page.selection.elsewhere(), place=page.selection.place).to_query())


def to_compare(page: Page) -> Link:
    """Returns the way to the comparison of the organization that the page is about with others."""
    return Link(page.say("see_compare"), "compare", replace(page.selection.elsewhere(), compared=(page.selection.about,)).to_query())


def draw(links: Iterable[Link], key: str, icon: str | None = None) -> None:
    """Draws ways to other pages one under another, each with its word beside it."""
    with st.container(key=f"links-{key}", gap=None):
        for link in links:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                _link(link, icon)
                if link.note:
                    st.caption(plain(link.note), width="content")


def draw_beside(links: Iterable[Link], key: str) -> None:
    """Draws ways to other pages beside one another."""
    with st.container(key=f"links-{key}", horizontal=True, gap="medium"):
        for link in links:
            _link(link)


def draw_facts(facts: Iterable[Fact]) -> None:
    """Draws facts one under another, as words and ways."""
    with st.container(key="facts", gap=None):
        for fact in facts:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.caption(plain(fact.label), width=176)
                with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                    for part in fact.parts:
                        if isinstance(part, Link):
                            _link(part)
                        else:
                            st.markdown(plain(part), width="content")


def _link(link: Link, icon: str | None = None) -> None:
    st.page_link(PAGES[link.page], label=plain(link.label), query_params=link.query, icon=icon, width="content")
