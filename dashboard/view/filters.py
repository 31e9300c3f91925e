"""Widgets of the filters, with search and chips, of boundaries and language. Apply no filter themselves.

Widgets are views of the address: before one is made its value is set from the address, so that a pasted link,
Back and Forward win; when a reader changes one, all are written to the address, so that two quick changes
both count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.model.boundaries import within
from dashboard.model.page import Page
from dashboard.release import queries
from dashboard.request import search
from dashboard.request.search import Entry
from dashboard.request.selection import BOUNDARIES, FILTERS, Filters, Selection
from dashboard.view.url_state import latest, write
from dashboard.words.languages import LANGUAGES
from dashboard.words.text import plain, years

MAX_OPTIONS = 400  # beyond this a list is too long to send and to read
_LANGUAGE = "language"
_BOUNDARIES = "boundaries"
# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {"boundaries_": BOUNDARIES, "filter_": (*FILTERS, "from", "to")}


def language(page: Page) -> None:
    """Draw the language switch."""
    st.session_state[_LANGUAGE] = page.selection.language
    st.segmented_control(
        page.say("language"),
        LANGUAGES,
        key=_LANGUAGE,
        format_func=lambda code: LANGUAGES[code].name,
        required=True,
        label_visibility="collapsed",
        on_change=_on_change,
        args=(page,),
    )


def boundaries(page: Page) -> None:
    """Draw the switch between the 34 present and the 63 former provinces."""
    st.session_state[_BOUNDARIES] = page.selection.filters.boundaries
    st.segmented_control(
        page.say("boundaries"),
        BOUNDARIES,
        key=_BOUNDARIES,
        format_func=lambda code: page.say(f"boundaries_{code}"),
        required=True,
        label_visibility="collapsed",
        on_change=_on_change,
        args=(page,),
    )


def draw(page: Page) -> None:
    """Draw search and filters behind a button, and a chip for each filter that is set, which drops it."""
    say, filters = page.say, page.selection.filters
    selected = [(name, code) for name, attribute in FILTERS.items() for code in getattr(filters, attribute)]
    # What stands behind a button is drawn when it is opened: most reruns never need it. Its label stays:
    # by it Streamlit knows that it is open.
    with st.popover(say("filters"), icon=":material/tune:", key="filters-open", on_change="rerun") as behind:
        if behind.open:
            _search(page)
            for name in FILTERS:
                _choice(page, name)
            _years(page)
    for name, code in selected:
        label = plain(_labels_of(page, name)[code])
        st.button(
            label,
            key=f"drop-{name}-{code}",
            icon=":material/close:",
            help=say("drop_filter", label=label),
            on_click=_drop,
            args=(page, FILTERS[name], code),
        )
    years_chip(page)
    if selected or any(filters.years):
        st.button(say("clear_filters"), key="clear-filters", type="tertiary", on_click=_clear, args=(page,))


def years_chip(page: Page) -> None:
    """Draw the years that are filtered for, where there are any, as a chip that drops them."""
    if page.years:
        label = plain(page.years)
        st.button(
            label,
            key="drop-years",
            icon=":material/close:",
            help=page.say("drop_filter", label=label),
            on_click=_drop_years,
            args=(page,),
        )


def offer_ways_out(page: Page) -> None:
    """Draw a button for each filter without which something would be left."""
    filters = page.selection.filters
    ways: list[tuple[str, str, Filters]] = []
    for name, attribute in FILTERS.items():
        if codes := getattr(filters, attribute):
            labels = ", ".join(_labels_of(page, name)[code] for code in codes)
            ways.append((name, labels, _with(filters, attribute, ())))
    if any(filters.years):
        ways.append(("years", years(page.say, *filters.years), replace(filters, years=(0, 0))))
    for name, dropped, without in ways:
        if queries.overview(page.release, without).n_organizations_known:
            st.button(
                page.say("drop_filter", label=plain(dropped)),
                key=f"without-{name}",
                icon=":material/close:",
                on_click=write,
                args=(replace(page.selection, filters=without),),
            )


def labels_of_entry(page: Page, entry: Entry) -> str:
    """The label of a province or an organization of the search."""
    return page.labels["organizations" if entry.kind == "organization" else entry.kind][entry.code]


def _choice(page: Page, name: str) -> None:
    """Draw the choice of one filter."""
    filters = page.selection.filters
    labels, selected = _labels_of(page, name), list(getattr(filters, FILTERS[name]))
    listed = {"province": filters.boundaries, "region": f"region-{filters.boundaries}"}.get(name, name)
    options = [code for code in labels if code in page.valid_codes[listed]]
    if len(options) > MAX_OPTIONS:
        st.caption(page.say("filter_by_search"))
        options = selected
    st.session_state[f"filter-{name}"] = selected
    st.multiselect(
        page.say(f"filter_{name}"),
        options,
        key=f"filter-{name}",
        format_func=labels.__getitem__,
        placeholder=page.say("filter_all"),
        select_all=False,
        on_change=_on_change,
        args=(page,),
    )


def _labels_of(page: Page, name: str) -> Mapping[str, str]:
    """The labels of a filter's codes."""
    lists = {
        "kind": "organization_kinds",
        "level": "organizations.level",
        "region": "regions",
        "organization": "organizations",
    }
    return page.labels[lists.get(name, page.selection.filters.boundaries)]


def _years(page: Page) -> None:
    """Draw the choice of the first and the last year, neither beyond the other."""
    first, last = page.selection.filters.years
    lowest, highest = queries.year_span(page.release)
    lists = {"from": range(lowest, (last or highest) + 1), "to": range(first or lowest, highest + 1)}
    with st.container(horizontal=True):
        for (side, span), year in zip(lists.items(), (first, last), strict=True):
            st.session_state[f"year-{side}"] = year
            st.selectbox(
                page.say(f"filter_{side}"),
                list(dict.fromkeys((0, *span, year))),
                key=f"year-{side}",
                format_func=lambda year: str(year) if year else page.say("filter_all"),
                on_change=_on_change,
                args=(page,),
            )


def _search(page: Page) -> None:
    """Draw the search field and its matches, each a button that makes it a filter."""
    say = page.say
    typed = st.text_input(say("search"), key="search", placeholder=say("search_example"), max_chars=80)
    if not typed:
        return
    kinds = (page.selection.filters.boundaries, "organization")
    matches = search.find(typed, [e for e in queries.entries(page.release) if e.kind in kinds])
    for entry in matches:
        attribute = "organizations" if entry.kind == "organization" else "provinces"
        st.button(
            plain(labels_of_entry(page, entry)),
            key=f"found-{entry.kind}-{entry.code}",
            icon=":material/add:",
            type="tertiary",
            on_click=_add,
            args=(page, attribute, entry.code),
        )
    if not matches:
        st.caption(say("search_nothing"))


def _on_change(page: Page) -> None:
    """Write what all widgets show to the address."""
    selection, state = latest(page.valid_codes), st.session_state
    filters = selection.filters
    for name, attribute in FILTERS.items():
        codes = tuple(state.get(f"filter-{name}", getattr(filters, attribute)))
        filters = _with(filters, attribute, codes)
    first, last = filters.years
    filters = replace(filters, years=(state.get("year-from", first), state.get("year-to", last)))
    changed = replace(selection, filters=filters, language=state.get(_LANGUAGE) or selection.language)
    write(within(page.release, changed, state.get(_BOUNDARIES) or filters.boundaries))


def _add(page: Page, attribute: str, code: str) -> None:
    selection = latest(page.valid_codes)
    codes = tuple(dict.fromkeys((*getattr(selection.filters, attribute), code)))
    write(replace(selection, filters=_with(selection.filters, attribute, codes)))


def _drop(page: Page, attribute: str, code: str) -> None:
    selection = latest(page.valid_codes)
    codes = tuple(c for c in getattr(selection.filters, attribute) if c != code)
    write(replace(selection, filters=_with(selection.filters, attribute, codes)))


def _drop_years(page: Page) -> None:
    selection: Selection = latest(page.valid_codes)
    write(replace(selection, filters=replace(selection.filters, years=(0, 0))))


def _clear(page: Page) -> None:
    selection = latest(page.valid_codes)
    write(replace(selection, filters=selection.filters.cleared()))


def _with(filters: Filters, attribute: str, codes: tuple[str, ...]) -> Filters:
    changes: dict[str, Any] = {attribute: codes}
    return replace(filters, **changes)
