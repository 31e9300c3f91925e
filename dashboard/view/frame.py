"""What every page begins with: the page registry, title, menu, language, filters. Draws no figure."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.elements.contracts import NavLinkPart
from dashboard.model.page import PAGES, UNFILTERED, Page, address, page_of, release_line
from dashboard.release import queries, warehouse
from dashboard.release.warehouse import NoRelease
from dashboard.request.parameters import to_query
from dashboard.view import card_alone, choosers, elements, filters, nav_links, pinned_bar, sharing, url_state
from dashboard.words.languages import chosen
from dashboard.words.text import Text, plain

STYLE = Path(__file__).parent / "page.css"


def start(name: str) -> Page:
    """Draw the head of a page and return the page; end the run where there is nothing to show."""
    if target := nav_links.take_next_page():
        url_state.forget()
        st.switch_page(target[0], query_params=target[1])
    say = Text(chosen(",".join(st.query_params.get_all("lang"))))
    st.set_page_config(
        page_title=f"{say(f'page_{name}')} · {say('site')}", layout="wide", initial_sidebar_state="collapsed"
    )
    st.html(STYLE)
    elements.page_language(say.language)
    try:
        selection, rejected, release, valid_codes = url_state.read()
        page = page_of(name, selection, release, valid_codes)
    except NoRelease:
        _stop_without_release(say)
    if selection.focus.is_alone or card_alone.ASKED in rejected:
        card_alone.draw(page, rejected)
        finish(page)
        st.stop()
    _bar(page)
    n_left = _head_of_subject(page) if page.subject else _head(page)
    if selection.pin.release:
        pinned_bar.draw(page)
    if rejected:
        st.info(say("rejected", parts=card_alone.parts(rejected)), icon=":material/link_off:")
    for value in (value for name, value in rejected if name == "release"):
        _offer_nearest(page, value)
    _warn_of_problems(page)
    if selection.filters.are_set and not n_left:
        st.info(say("nothing_left"))
        filters.offer_ways_out(page)
        st.stop()
    return page


def finish(page: Page) -> None:
    """Draw the foot of a page: which release its figures are from."""
    st.divider()
    st.caption(release_line(page))


def _bar(page: Page) -> None:
    query = to_query(page.selection.for_navigation())
    parts: list[NavLinkPart] = [
        {"text": page.say(f"page_{name}"), "to": address(name, query), "is_current": name == page.name}
        for name in PAGES
    ]
    with st.container(key="bar", horizontal=True, vertical_alignment="top"):
        elements.nav_links(
            [{"label": "", "parts": parts}],
            layout="menu",
            label=page.say("menu"),
            on_go=nav_links.go,
            key="menu",
        )
        filters.language(page)


def _head(page: Page) -> int:
    """Draw the title and the filters, and return how many organizations pass."""
    st.title(page.say(f"page_{page.name}"), anchor=False)
    if page.name in UNFILTERED:
        return 1
    with st.container(key="filters", horizontal=True, vertical_alignment="center"):
        filters.boundaries(page)
        filters.draw(page)
        n_left = _show_selection_size(page)
        sharing.draw(page)
        return n_left


def _head_of_subject(page: Page) -> int:
    """Draw the way to another subject and the name of this one. 1: the page itself says what is unknown."""
    subject: str = getattr(page.selection.focus, page.subject)
    with st.container(key="filters", horizontal=True, vertical_alignment="center"):
        choosers.subject_bar(page)
        sharing.draw(page)
    name = choosers.subjects(page)[subject] if subject else page.say(f"page_{page.name}")
    if subject:
        st.set_page_config(page_title=f"{name} · {page.say('site')}")
    st.title(plain(name), anchor=False)
    return 1


def _show_selection_size(page: Page) -> int:
    """Show how many organizations pass the filters, and return it."""
    filters = page.selection.filters
    n_left = queries.overview(page.release, filters).n_organizations_known
    if filters.are_set:
        n_all = queries.overview(page.release, filters.cleared()).n_organizations_known
        st.caption(page.say("selection", n=n_left, all=n_all), width="content")
    return n_left


def _offer_nearest(page: Page, release: str) -> None:
    """Say of which day a pruned release was, and offer the one that was built nearest to it."""
    built_at, nearest = warehouse.pruned(release)
    if built_at and nearest:
        st.info(page.say("pinned_gone", date=page.say.date(built_at.date())), icon=":material/history:")
        st.button(
            page.say("pinned_nearest"),
            key="nearest",
            icon=":material/keep:",
            type="tertiary",
            on_click=url_state.write,
            args=(page.selection.pinned_to(nearest),),
        )


def _warn_of_problems(page: Page) -> None:
    trouble = warehouse.trouble()
    if trouble:
        date = page.say.date(queries.facts(page.release).built_at.date())
        said = {
            "data": page.say("stale", n=trouble.n, date=date),
            "build": page.say("stale_build", date=date),
            "release": page.say("stale_release", date=date),
        }
        st.warning(said[trouble.cause], icon=":material/warning:")


def _stop_without_release(say: Text) -> None:
    trouble = warehouse.trouble()
    st.title(say("site"), anchor=False)
    st.error(say("no_release"))
    if trouble:
        first = plain(trouble.first)
        said = {
            "data": say("no_release_problems", n=trouble.n, first=first),
            "build": say("no_release_build", first=first),
        }
        st.write(said.get(trouble.cause, ""))
    st.stop()
