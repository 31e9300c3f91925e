"""What every page begins with: the page registry, title, menu, language, filters. Draws no figure."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from dashboard import cached, elements, filters, warehouse
from dashboard.selection import LANGUAGES, Selection
from dashboard.text import Text, plain

PAGES = {
    "overview": "app.py", "membership": "pages/membership.py", "branches": "pages/branches.py", "leadership": "pages/leadership.py",
    "awards": "pages/awards.py", "limitations": "pages/limitations.py", "compare": "pages/compare.py", "map": "pages/map.py",
    "organization": "pages/organization.py", "province": "pages/province.py", "sources": "pages/sources.py",
    "changes": "pages/changes.py",
}  # fmt: skip
# Pages of one thing, and the part of the selection that says of which: of them the years are asked for, and no other filter.
OF_ONE = {"organization": "about", "province": "place"}
UNFILTERED = {"changes"}  # pages that filters say nothing about
MOST_PAGES = 64  # pages of which what was made is kept for the next reader of the same
STYLE = Path(__file__).parent / "page.css"
_WAY = "way"  # the page and its query that the reader has chosen to go to

_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Page:
    """What a page needs to ask and to speak: its name, the selection, the interface in its language, and the labels of all codes.

    Pages of one name, release and selection, which has the language, are equal: what is made of one can be kept for the others.
    """

    name: str
    release: str
    selection: Selection
    say: Text
    labels: dict[str, dict[str, str]]
    known: filters.Known

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Page) and (self.name, self.release, self.selection) == (other.name, other.release, other.selection)

    def __hash__(self) -> int:
        return hash((self.name, self.release, self.selection))

    @property
    def of(self) -> str:
        """What a page of one thing is about, "about" or "place", "cell" of what is open of a comparison; empty for the others."""
        return "cell" if self.name == "opened" else OF_ONE.get(self.name, "")

    @property
    def years(self) -> str:
        """The years that are filtered for, as written; empty where none are."""
        return filters.years_label(self.selection, self.say) if any(self.selection.years) else ""

    @property
    def asked(self) -> Selection:
        """What answers depend on: the filters or, of a page of one thing, that thing."""
        return self.selection.asked_of(self.of) if self.of else self.selection.asked()


def written(query: Mapping[str, str]) -> str:
    """Returns query parameters as they stand in an address."""
    return urlencode(query, safe=",~")


def address(page: str, query: Mapping[str, str]) -> str:
    """Returns where a page stands, seen from any other: "membership?lang=en"."""
    path = "./" if page == "overview" else Path(PAGES[page]).stem
    return f"{path}?{written(query)}" if query else path


def go(to: str) -> None:
    """Leads the reader to an address of this site when the run that follows begins; one that is not of this site leads nowhere."""
    path, _, query = to.partition("?")
    name = "overview" if path == "./" else path
    if name in PAGES:
        st.session_state[_WAY] = (PAGES[name], dict(parse_qsl(query, keep_blank_values=True)))


def page_of(name: str, selection: Selection, known: filters.Known) -> Page:
    """Returns what a page works with that shows this selection; raises NoRelease where there is nothing to show."""
    labels = cached.answer("labels", selection.language)
    return Page(name, warehouse.release_name(), selection, Text(selection.language), labels, known)


def start(name: str) -> Page:
    """Draws the head of a page and returns what the page works with; ends the run where there is nothing to show."""
    way = st.session_state.pop(_WAY, None)
    if way:
        filters.forget()
        st.switch_page(way[0], query_params=way[1])
    asked = ",".join(st.query_params.get_all("lang"))
    say = Text(asked if asked in LANGUAGES else "vi")
    st.set_page_config(page_title=f"{say(f'page_{name}')} · {say('site')}", layout="wide", initial_sidebar_state="collapsed")
    st.html(STYLE)
    elements.page_language(say.language)
    try:
        selection, rejected, known = filters.read()
        page = page_of(name, selection, known)
    except warehouse.NoRelease:
        _nothing_to_show(say)
    if selection.is_alone:
        _show_alone(page)
    _bar(page)
    n_left = _head_of_one(page) if page.of else _head(page)
    if selection.release:
        _say_what_changed(page)
    if rejected:
        st.info(say("rejected", parts=", ".join(f"{plain(name)} = {plain(value)}" for name, value in rejected)), icon=":material/link_off:")
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


def release_line(page: Page) -> str:
    """Returns which release figures are from, of which day, and their licence."""
    facts = cached.answer("facts")
    return page.say("footer", release=facts["name"], date=page.say.date(facts["built_at"].date()))


@contextlib.contextmanager
def part(say: Text) -> Iterator[None]:
    """Holds a part of a page: where it fails, one sentence stands in its place and the rest of the page goes on."""
    try:
        yield
    except Exception:
        _log.exception("a part of a page failed")
        st.warning(say("failed"), icon=":material/error:")


def _bar(page: Page) -> None:
    query = page.selection.elsewhere().to_query()
    parts = [{"text": page.say(f"page_{name}"), "to": address(name, query), "is_current": name == page.name} for name in PAGES]
    with st.container(key="bar", horizontal=True, vertical_alignment="top"):
        elements.ways([{"label": "", "parts": parts}], layout="menu", label=page.say("menu"), on_go=go, key="menu")
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
        _offer_to_share(page)
        return n_left


def _head_of_one(page: Page) -> int:
    """Draws the way to another of its kind and the name of what the page is about, and returns 1: the page itself says where nothing is known."""
    say, chosen = page.say, getattr(page.selection, page.of)
    with st.container(key="filters", horizontal=True, vertical_alignment="center"):
        filters.of_one(page.of, page.selection, say, page.known, page.labels)
        _offer_to_share(page)
    name = filters.names_of(page.of, page.selection, page.labels)[chosen] if chosen else say(f"page_{page.name}")
    if chosen:
        st.set_page_config(page_title=f"{name} · {say('site')}")
    st.title(plain(name), anchor=False)
    return 1


def _offer_to_share(page: Page) -> None:
    from dashboard import sharing  # which knows pages, and is known to no module that they are made of

    sharing.draw(page)


def _show_alone(page: Page) -> None:
    """Draws one card and nothing else, and ends the run; where the page has no such card, it goes on as a whole."""
    from dashboard import cards, contents, links  # for the same reason

    build = contents.of(page).get(page.selection.card)
    if build:
        cards.draw(page, build)
        links.draw([links.to_whole(page)], "whole")
        finish(page)
        st.stop()


def _say_what_changed(page: Page) -> None:
    from dashboard import since  # for the same reason

    since.draw(page)


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
        st.button(page.say("pinned_nearest"), key="nearest", icon=":material/keep:", type="tertiary", on_click=filters.write, args=(kept,))


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
