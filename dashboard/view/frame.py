"""What every page begins with: the page registry, title, menu, language, filters. Draws no figure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import streamlit as st

from dashboard import elements
from dashboard.cards import registry
from dashboard.model.page import PAGES, UNFILTERED, Page, address, page_of, release_line
from dashboard.release import cached, warehouse
from dashboard.request.selection import Selection
from dashboard.view import card_view, filters, nav_links, sharing, since, url_state
from dashboard.words.languages import chosen
from dashboard.words.text import Text, plain

STYLE = Path(__file__).parent / "page.css"


def start(name: str) -> Page:
    """Draws the head of a page and returns what the page works with; ends the run where there is nothing to show."""
    way = nav_links.chosen()
    if way:
        url_state.forget()
        st.switch_page(way[0], query_params=way[1])
    say = Text(chosen(",".join(st.query_params.get_all("lang"))))
    st.set_page_config(
        page_title=f"{say(f'page_{name}')} · {say('site')}", layout="wide", initial_sidebar_state="collapsed"
    )
    st.html(STYLE)
    elements.page_language(say.language)
    try:
        selection, rejected, known = url_state.read()
        page = page_of(name, selection, known)
    except warehouse.NoRelease:
        _nothing_to_show(say)
    if selection.is_alone:
        _show_alone(page)
    _bar(page)
    n_left = _head_of_one(page) if page.of else _head(page)
    if selection.release:
        since.draw(page)
    if rejected:
        st.info(
            say("rejected", parts=", ".join(f"{plain(name)} = {plain(value)}" for name, value in rejected)),
            icon=":material/link_off:",
        )
    for value in (value for name, value in rejected if name == "release"):
        _offer_nearest(page, value)
    _say_what_is_stale(say)
    if selection.is_filtered and not n_left:
        st.info(say("nothing_left"))
        filters.offer_ways_out(selection, say, page.labels)
        st.stop()
    return page


def finish(page: Page) -> None:
    """Draws the foot of a page: which release its figures are from."""
    st.divider()
    st.caption(release_line(page))


def _bar(page: Page) -> None:
    query = page.selection.elsewhere().to_query()
    parts = [
        {"text": page.say(f"page_{name}"), "to": address(name, query), "is_current": name == page.name}
        for name in PAGES
    ]
    with st.container(key="bar", horizontal=True, vertical_alignment="top"):
        elements.ways(
            [{"label": "", "parts": parts}],
            layout="menu",
            label=page.say("menu"),
            on_go=nav_links.go,
            key="menu",
        )
        filters.language(page.selection, page.say, page.known)


def _head(page: Page) -> int:
    """Draws the title and the filters, and returns how many organizations pass."""
    st.title(page.say(f"page_{page.name}"), anchor=False)
    if page.name in UNFILTERED:
        return 1
    with st.container(key="filters", horizontal=True, vertical_alignment="center"):
        filters.boundaries(page.selection, page.say, page.known)
        filters.draw(page.selection, page.say, page.known, page.labels)
        n_left = _say_what_is_left(page.selection, page.say)
        sharing.draw(page)
        return n_left


def _head_of_one(page: Page) -> int:
    """Draws the way to another of its kind and the name of what the page is about, and returns 1: the page itself says where nothing is known."""
    say, chosen = page.say, getattr(page.selection, page.of)
    with st.container(key="filters", horizontal=True, vertical_alignment="center"):
        filters.of_one(page.of, page.selection, say, page.known, page.labels)
        sharing.draw(page)
    name = (
        filters.names_of(page.of, page.selection, page.labels)[chosen] if chosen else say(f"page_{page.name}")
    )
    if chosen:
        st.set_page_config(page_title=f"{name} · {say('site')}")
    st.title(plain(name), anchor=False)
    return 1


def _show_alone(page: Page) -> None:
    """Draws one card and nothing else, and ends the run; where the page has no such card, it goes on as a whole."""
    build = registry.of(page).get(page.selection.card)
    if build:
        card_view.draw(page, build)
        nav_links.draw([nav_links.to_whole(page)], "whole")
        finish(page)
        st.stop()


def _say_what_is_left(selection: Selection, say: Text) -> int:
    """Tells how many organizations pass the filters, and returns it."""
    n_left = int(cached.answer("overview", selection.asked())["n_organizations_known"])
    if selection.is_filtered:
        everything = cached.answer("overview", selection.asked().without_filters())
        st.caption(say("selection", n=n_left, all=everything["n_organizations_known"]), width="content")
    return n_left


def _offer_nearest(page: Page, release: str) -> None:
    """Says of which day a release was that is kept no longer, and offers the one that was built nearest to it."""
    built_at, nearest = warehouse.past(release)
    if built_at and nearest:
        st.info(page.say("pinned_gone", date=page.say.date(built_at.date())), icon=":material/history:")
        kept = replace(page.selection, release=nearest)
        st.button(
            page.say("pinned_nearest"),
            key="nearest",
            icon=":material/keep:",
            type="tertiary",
            on_click=url_state.write,
            args=(kept,),
        )


def _say_what_is_stale(say: Text) -> None:
    n_problems, _ = warehouse.problems()
    if n_problems:
        date = say.date(cached.answer("facts")["built_at"].date())
        st.warning(say("stale", n=n_problems, date=date), icon=":material/warning:")


def _nothing_to_show(say: Text) -> None:
    n_problems, first = warehouse.problems()
    st.title(say("site"), anchor=False)
    st.error(say("no_release"))
    if n_problems:
        st.write(say("no_release_problems", n=n_problems, first=plain(first)))
    st.stop()
