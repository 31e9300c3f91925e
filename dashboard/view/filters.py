"""The filter widgets and the language switch; the only place with widget keys.

Widgets are views of the address: before one is made its value is set from the address, so that a pasted link, Back and Forward win; when a reader
changes one, all are written to the address, so that two quick changes both count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import streamlit as st

from dashboard.model.boundaries import within
from dashboard.release import cached
from dashboard.request import search
from dashboard.request.selection import BOUNDARIES, FILTERS, MOST_COMPARED, TIMES, VIEWS, Selection
from dashboard.view.url_state import Known, latest, write
from dashboard.words.languages import LANGUAGES
from dashboard.words.text import Text, plain, years

Labels = Mapping[str, Mapping[str, str]]

_LANGUAGE = "language"
_BOUNDARIES = "boundaries"
ENOUGH_COMPARED = 2  # from which on the comparison comes first, and whom to add second
MOST_OPTIONS = 400  # beyond this a list is too long to send and to read
# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {
    "boundaries_": BOUNDARIES,
    "filter_": (*FILTERS, "from", "to"),
    "time_": TIMES,
    "view_": VIEWS,
}


class Offer(NamedTuple):
    """What else to compare: what it is called, why, and its codes."""

    label: str
    why: str
    codes: tuple[str, ...]


def language(selection: Selection, say: Text, known: Known) -> None:
    """Draws the language switch."""
    st.session_state[_LANGUAGE] = selection.language
    st.segmented_control(
        say("language"),
        LANGUAGES,
        key=_LANGUAGE,
        format_func=lambda code: LANGUAGES[code].name,
        required=True,
        label_visibility="collapsed",
        on_change=_changed,
        args=(known,),
    )


def boundaries(selection: Selection, say: Text, known: Known) -> None:
    """Draws the switch between the 34 present and the 63 former provinces."""
    st.session_state[_BOUNDARIES] = selection.boundaries
    st.segmented_control(
        say("boundaries"),
        BOUNDARIES,
        key=_BOUNDARIES,
        format_func=lambda code: say(f"boundaries_{code}"),
        required=True,
        label_visibility="collapsed",
        on_change=_changed,
        args=(known,),
    )


def draw(selection: Selection, say: Text, known: Known, labels: Labels) -> None:
    """Draws search and filters behind a button, and a chip for each filter that is set, which drops it."""
    chosen = [(name, code) for name, attribute in FILTERS.items() for code in getattr(selection, attribute)]
    n_chosen = len(chosen) + any(selection.years)
    # What stands behind a button is drawn when it is opened: most reruns never need it. Its label stays: by it Streamlit knows that it is open.
    with st.popover(say("filters"), icon=":material/tune:", key="filters-open", on_change="rerun") as behind:
        if behind.open:
            _search(selection, say, known, labels)
            for name in FILTERS:
                _choice(name, selection, say, known, labels)
            _years(selection, say, known)
    for name, code in chosen:
        label = plain(labels[_list(name, selection)][code])
        st.button(
            label,
            key=f"drop-{name}-{code}",
            icon=":material/close:",
            help=say("drop_filter", label=label),
            on_click=_drop,
            args=(known, FILTERS[name], code),
        )
    _years_chip(selection, say, known)
    if n_chosen:
        st.button(say("clear_filters"), key="clear-filters", type="tertiary", on_click=_clear, args=(known,))


def _choice(name: str, selection: Selection, say: Text, known: Known, labels: Labels) -> None:
    """Draws the choice of one filter."""
    names, chosen = labels[_list(name, selection)], list(getattr(selection, FILTERS[name]))
    there = known[_codes_of(name, selection)]
    options = [code for code in names if code in there]
    if len(options) > MOST_OPTIONS:
        st.caption(say("filter_by_search"))
        options = chosen
    st.session_state[f"filter-{name}"] = chosen
    st.multiselect(
        say(f"filter_{name}"),
        options,
        key=f"filter-{name}",
        format_func=names.__getitem__,
        placeholder=say("filter_all"),
        select_all=False,
        on_change=_changed,
        args=(known,),
    )


def of_one(of: str, selection: Selection, say: Text, known: Known, labels: Labels) -> None:
    """Draws what a page of one thing, "about" or "place", is told: boundaries, another of its kind behind a button, and the years that are set."""
    if of == "place":
        boundaries(selection, say, known)
    if getattr(selection, of):
        with st.popover(
            say(f"choose_other_{of}"), icon=":material/search:", key="others-open", on_change="rerun"
        ) as behind:
            if behind.open:
                _choose(of, selection, say, known, labels)
    _years_chip(selection, say, known)


def about(selection: Selection, say: Text, known: Known, labels: Labels) -> None:
    """Draws the choice of one organization: a search and, where they are few, a list."""
    _choose("about", selection, say, known, labels)


def place(selection: Selection, say: Text, known: Known, labels: Labels) -> None:
    """Draws the choice of one province: a search, and a list."""
    _choose("place", selection, say, known, labels)


def names_of(of: str, selection: Selection, labels: Labels) -> Mapping[str, str]:
    """Returns {code: name} of what a page of one thing, "about" or "place", can be about."""
    return labels["organizations" if of == "about" else selection.boundaries]


def _choose(of: str, selection: Selection, say: Text, known: Known, labels: Labels) -> None:
    names, sort = names_of(of, selection, labels), "organization" if of == "about" else selection.boundaries
    typed = st.text_input(
        say(f"find_{of}"), key=f"find-{of}", placeholder=say(f"find_example_{of}"), max_chars=80
    )
    found = search.find(typed, [e for e in cached.answer("entries") if e.sort == sort]) if typed else []
    for e in found:
        st.button(
            plain(names[e.code]),
            key=f"go-{of}-{e.code}",
            icon=":material/arrow_forward:",
            type="tertiary",
            on_click=_chosen,
            args=(known, of, e.code),
        )
    if typed and not found:
        st.caption(say("search_nothing"))
    if len(names) <= MOST_OPTIONS:
        st.session_state[f"choose-{of}"] = getattr(selection, of) or None
        st.selectbox(
            say(f"choose_{of}"),
            list(names),
            key=f"choose-{of}",
            format_func=names.__getitem__,
            index=None,
            placeholder=say("choose_one"),
            on_change=_chosen,
            args=(known, of),
        )


def _chosen(known: Known, of: str, code: str = "") -> None:
    one: dict[str, Any] = {of: code or st.session_state.get(f"choose-{of}") or ""}
    write(replace(latest(known), cell=None, card="", **one))


def offer_ways_out(selection: Selection, say: Text, labels: Labels) -> None:
    """Draws a button for each filter without which something would be left."""
    ways: list[tuple[str, str, dict[str, Any]]] = [
        (
            name,
            ", ".join(labels[_list(name, selection)][code] for code in getattr(selection, attribute)),
            {attribute: ()},
        )
        for name, attribute in FILTERS.items()
        if getattr(selection, attribute)
    ]
    ways += [("years", years(say, *selection.years), {"years": (0, 0)})] if any(selection.years) else []
    for name, dropped, without in ways:
        left = replace(selection, **without)
        if cached.answer("overview", left.asked())["n_organizations_known"]:
            label = say("drop_filter", label=plain(dropped))
            st.button(label, key=f"without-{name}", icon=":material/close:", on_click=write, args=(left,))


def _list(name: str, selection: Selection) -> str:
    """Returns which list has the labels of a filter's codes."""
    lists = {
        "kind": "organization_kinds",
        "level": "organizations.level",
        "region": "regions",
        "organization": "organizations",
    }
    return lists.get(name, selection.boundaries)


def _codes_of(name: str, selection: Selection) -> str:
    """Returns under which name the codes are known that a filter may have."""
    return {"province": selection.boundaries, "region": f"region-{selection.boundaries}"}.get(name, name)


def _years(selection: Selection, say: Text, known: Known) -> None:
    """Draws the choice of the first and the last year, neither beyond the other."""
    first, last = selection.years
    lowest, highest = cached.answer("year_span")
    lists = {"from": range(lowest, (last or highest) + 1), "to": range(first or lowest, highest + 1)}
    with st.container(horizontal=True):
        for (side, years), year in zip(lists.items(), (first, last), strict=True):
            st.session_state[f"year-{side}"] = year
            st.selectbox(
                say(f"filter_{side}"),
                list(dict.fromkeys((0, *years, year))),
                key=f"year-{side}",
                format_func=lambda year: str(year) if year else say("filter_all"),
                on_change=_changed,
                args=(known,),
            )


def time(selection: Selection, say: Text, known: Known, points: list[int], at: int) -> None:
    """Draws what lays terms side by side and, where that is years or numbers of terms, which of them."""
    with st.container(key="time-choice", horizontal=True, vertical_alignment="bottom"):
        st.session_state["time"] = selection.time
        st.segmented_control(
            say("time"),
            TIMES,
            key="time",
            format_func=lambda code: say(f"time_{code}"),
            required=True,
            on_change=_time_changed,
            args=(known,),
        )
        if selection.time != "latest" and points:
            st.session_state["at"] = at
            label = say("time_year") if selection.time == "calendar" else say("time_term")
            st.selectbox(
                label,
                list(dict.fromkeys((*points, at))),
                key="at",
                format_func=lambda point: str(point) if point else say("term_founding"),
                on_change=_time_changed,
                args=(known,),
                width=160,
            )


def _years_chip(selection: Selection, say: Text, known: Known) -> None:
    if any(selection.years):
        label = plain(years(say, *selection.years))
        st.button(
            label,
            key="drop-years",
            icon=":material/close:",
            help=say("drop_filter", label=label),
            on_click=_drop_years,
            args=(known,),
        )


def _time_changed(known: Known) -> None:
    selection = latest(known)
    time = st.session_state["time"] or selection.time
    write(replace(selection, time=time, at=None if time != selection.time else st.session_state.get("at")))


def measure(selection: Selection, say: Text, known: Known, labels: Labels, measure: str, kind: str) -> None:
    """Draws the choice of what a map shows, and of the kind of organization that it shows it of."""
    # A theme may be called as an indicator is.
    themes = {theme: say("map_theme", theme=label) for theme, label in labels["themes"].items()}
    names = {**labels["derived_measures"], **labels["indicators"], **themes}
    st.session_state["measure"], st.session_state["map-kind"] = measure, kind
    left, right = st.columns([3, 2])
    kinds = labels["organization_kinds"]
    for column, label, key, called, there in (
        (left, say("map_choose"), "measure", names, known["measure"]),
        (right, say("map_kind"), "map-kind", kinds, known["kind"]),
    ):
        options = [code for code in called if code in there]
        column.selectbox(
            label,
            options,
            key=key,
            format_func=called.__getitem__,
            on_change=_map_changed,
            args=(known, kind),
        )


def indicator(
    selection: Selection,
    say: Text,
    known: Known,
    names: Mapping[str, str],
    indicators: tuple[str, ...],
    chosen: str,
) -> None:
    """Draws the choice of one indicator of a page."""
    st.session_state["indicator"] = chosen
    st.segmented_control(
        say("column_indicator"),
        indicators,
        key="indicator",
        format_func=names.__getitem__,
        required=True,
        on_change=_indicator_changed,
        args=(known,),
    )


def _indicator_changed(known: Known) -> None:
    write(replace(latest(known), measure=st.session_state["indicator"], at=None))


def view(selection: Selection, say: Text, known: Known, kind: str) -> None:
    """Draws the choice between equal tiles and outlines."""
    st.session_state["view"] = selection.view
    st.segmented_control(
        say("map_view"),
        VIEWS,
        key="view",
        format_func=lambda code: say(f"view_{code}"),
        required=True,
        label_visibility="collapsed",
        on_change=_map_changed,
        args=(known, kind),
    )


def _map_changed(known: Known, kind: str) -> None:
    selection = latest(known)
    state = st.session_state
    # The kind that is shown without being chosen is no filter: it does not become one when something else is chosen.
    kinds = selection.kinds if state["map-kind"] == kind else (state["map-kind"],)
    write(replace(selection, measure=state["measure"], kinds=kinds, view=state.get("view") or selection.view))


def document(selection: Selection, say: Text, known: Known, titles: Mapping[str, str]) -> None:
    """Draws the choice of one document."""
    st.session_state["document"] = selection.document or None
    st.selectbox(
        say("document_choose"),
        list(titles),
        key="document",
        format_func=titles.__getitem__,
        index=None,
        placeholder=say("document_all"),
        on_change=_document_changed,
        args=(known,),
    )


def _document_changed(known: Known) -> None:
    write(replace(latest(known), document=st.session_state.get("document") or ""))


def compared(
    selection: Selection, say: Text, known: Known, labels: Labels, called: Mapping[str, str]
) -> None:
    """Draws what is compared, a chip each, which drops it, and the choice of others; from two on this stands behind a button. `called` has names."""
    chosen = selection.compared
    if len(chosen) < ENOUGH_COMPARED:
        _compared_chips(chosen, say, known, called)
        _choose_compared(selection, say, known, labels)
        return
    with st.container(key="compared", horizontal=True, vertical_alignment="center", gap="small"):
        _compared_chips(chosen, say, known, called)
        with st.popover(
            say("compare_others_add"), icon=":material/add:", key="more-open", on_change="rerun"
        ) as behind:
            if behind.open:
                _choose_compared(selection, say, known, labels)
                st.session_state["ours"] = chosen[0]
                st.selectbox(
                    say("compare_ours"),
                    chosen,
                    key="ours",
                    format_func=called.__getitem__,
                    on_change=_ours_changed,
                    args=(known,),
                )


def _compared_chips(chosen: tuple[str, ...], say: Text, known: Known, called: Mapping[str, str]) -> None:
    for code in chosen:
        label = plain(called[code])
        st.button(
            label,
            key=f"drop-compared-{code}",
            icon=":material/close:",
            help=say("compare_drop", label=label),
            on_click=_compare,
            args=(known, (), code),
        )


def _choose_compared(selection: Selection, say: Text, known: Known, labels: Labels) -> None:
    full = len(selection.compared) >= MOST_COMPARED
    typed = st.text_input(
        say("compare_add"),
        key="find-compared",
        placeholder=say("compare_full" if full else "compare_example"),
        max_chars=80,
        disabled=full,
    )
    if not typed or full:
        return
    there = [
        e
        for e in cached.answer("entries")
        if e.sort in (selection.boundaries, "organization") and e.code not in selection.compared
    ]
    found = search.find(typed, there)
    for e in found:
        label = labels["organizations" if e.sort == "organization" else e.sort][e.code]
        shown = label if e.sort == "organization" else f"{label} ({say('filter_province')})"
        st.button(
            plain(shown),
            key=f"compare-{e.code}",
            icon=":material/add:",
            type="tertiary",
            on_click=_compare,
            args=(known, (e.code,)),
        )
    if not found:
        st.caption(say("search_nothing"))


def offer_compared(offers: Iterable[Offer], known: Known) -> None:
    """Draws a button for each offer that adds it to what is compared, with the reason beside it."""
    with st.container(key="offers", gap="small"):
        for label, why, codes in offers:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.button(
                    plain(label),
                    key=f"offer-{'-'.join(codes)}",
                    icon=":material/add:",
                    on_click=_compare,
                    args=(known, codes),
                )
                st.caption(plain(why), width="content")


def _compare(known: Known, more: tuple[str, ...], without: str = "") -> None:
    """Adds to what is compared, or drops one of it; what was open of the comparison before is closed."""
    selection = latest(known)
    compared = tuple(code for code in dict.fromkeys((*selection.compared, *more)) if code != without)
    st.session_state["find-compared"] = ""
    write(replace(selection, compared=compared[:MOST_COMPARED], cell=None, card=""))


def _ours_changed(known: Known) -> None:
    selection = latest(known)
    ours = st.session_state.get("ours") or ""
    if ours in selection.compared:
        write(replace(selection, compared=(ours, *(code for code in selection.compared if code != ours))))


def _search(selection: Selection, say: Text, known: Known, labels: Labels) -> None:
    """Draws the search field and what was found, each a button that makes it a filter."""
    typed = st.text_input(say("search"), key="search", placeholder=say("search_example"), max_chars=80)
    if not typed:
        return
    found = search.find(
        typed, [e for e in cached.answer("entries") if e.sort in (selection.boundaries, "organization")]
    )
    for e in found:
        attribute = "organizations" if e.sort == "organization" else "provinces"
        label = labels["organizations" if e.sort == "organization" else e.sort][e.code]
        st.button(
            plain(label),
            key=f"found-{e.sort}-{e.code}",
            icon=":material/add:",
            type="tertiary",
            on_click=_add,
            args=(known, attribute, e.code),
        )
    if not found:
        st.caption(say("search_nothing"))


def _changed(known: Known) -> None:
    selection = latest(known)
    values: dict[str, Any] = {
        a: tuple(st.session_state.get(f"filter-{n}", getattr(selection, a))) for n, a in FILTERS.items()
    }
    values["years"] = tuple(
        st.session_state.get(f"year-{side}", year)
        for side, year in zip(("from", "to"), selection.years, strict=True)
    )
    language = st.session_state.get(_LANGUAGE) or selection.language
    write(
        within(
            replace(selection, language=language, **values),
            st.session_state.get(_BOUNDARIES) or selection.boundaries,
        )
    )


def _add(known: Known, attribute: str, code: str) -> None:
    selection = latest(known)
    more: dict[str, Any] = {attribute: tuple(dict.fromkeys((*getattr(selection, attribute), code)))}
    write(replace(selection, **more))


def _drop(known: Known, attribute: str, code: str) -> None:
    selection = latest(known)
    left: dict[str, Any] = {attribute: tuple(c for c in getattr(selection, attribute) if c != code)}
    write(replace(selection, **left))


def _drop_years(known: Known) -> None:
    write(replace(latest(known), years=(0, 0)))


def _clear(known: Known) -> None:
    write(latest(known).without_filters())
