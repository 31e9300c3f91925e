"""The filter widgets and the language switch; the only place with widget keys.

The address is the state and the widgets are views of it: before a widget is made its value is set from the address, so that a pasted
link, Back and Forward win; when a reader changes one, all are written to the address, so that two quick changes both count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard import cached, search
from dashboard.selection import BOUNDARIES, FILTERS, LANGUAGES, VIEWS, Rejected, Selection, from_query
from dashboard.text import Text, plain

Known = Mapping[str, frozenset[str]]

_LANGUAGE = "language"
_BOUNDARIES = "boundaries"
_WRITTEN = "written"  # the address that the last choice was made at, and the one that it made of it
MOST_OPTIONS = 400  # beyond this a list is too long to send and to read
DERIVED = ("change_of_members", "change_of_branches", "members_per_branch", "committee_retention")
_LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}


def read(known: Known) -> tuple[Selection, list[Rejected]]:
    """Returns the selection in the address, and each part of it that cannot be had."""
    address = _address()
    if address != st.session_state.get(_WRITTEN, ({}, address))[1]:
        del st.session_state[_WRITTEN]  # the reader has gone elsewhere since
    return from_query(address, known)


def latest(known: Known) -> Selection:
    """Returns the selection that a reader's choice changes: the one in the address, or the one that has just been written to it.

    A second choice that is made before the browser shows the first comes with the address from before the first.
    """
    address = _address()
    before, after = st.session_state.get(_WRITTEN, (None, {}))
    return from_query(after if address == before else address, known)[0]


def write(selection: Selection) -> None:
    """Makes the selection the address; the rerun that follows shows it."""
    query = selection.to_query()
    st.session_state[_WRITTEN] = (_address(), query)
    st.query_params.from_dict(query)


def _address() -> dict[str, str]:
    # A parameter that stands twice in a link is read as one list, so that neither part is lost without a word.
    return {name: ",".join(st.query_params.get_all(name)) for name in st.query_params}


def language(selection: Selection, say: Text, known: Known) -> None:
    """Draws the language switch."""
    st.session_state[_LANGUAGE] = selection.language
    st.segmented_control(
        say("language"), LANGUAGES, key=_LANGUAGE, format_func=_LANGUAGE_NAMES.__getitem__, required=True,
        label_visibility="collapsed", on_change=_changed, args=(known,),
    )  # fmt: skip


def boundaries(selection: Selection, say: Text, known: Known) -> None:
    """Draws the switch between the 34 present and the 63 former provinces."""
    st.session_state[_BOUNDARIES] = selection.boundaries
    st.segmented_control(
        say("boundaries"), BOUNDARIES, key=_BOUNDARIES, format_func=lambda code: say(f"boundaries_{code}"), required=True,
        label_visibility="collapsed", on_change=_changed, args=(known,),
    )  # fmt: skip


def draw(selection: Selection, say: Text, known: Known, labels: Mapping[str, Mapping[str, str]]) -> None:
    """Draws search and filters behind a button, and a chip for each filter that is set, which drops it."""
    lists = {"kind": "organization_kinds", "province": selection.boundaries, "organization": "organizations"}
    chosen = [(name, code) for name, attribute in FILTERS.items() for code in getattr(selection, attribute)]
    with st.popover(say("filters_n", n=len(chosen)) if chosen else say("filters"), icon=":material/tune:"):
        _search(selection, say, known, labels)
        for name, attribute in FILTERS.items():
            names = labels[lists[name]]
            options = [code for code in names if code in known[selection.boundaries if name == "province" else name]]
            if len(options) > MOST_OPTIONS:
                st.caption(say("filter_by_search"))
                options = list(getattr(selection, attribute))
            st.session_state[f"filter-{name}"] = list(getattr(selection, attribute))
            st.multiselect(
                say(f"filter_{name}"), options, key=f"filter-{name}", format_func=names.__getitem__,
                placeholder=say("filter_all"), select_all=False, on_change=_changed, args=(known,),
            )  # fmt: skip
    for name, code in chosen:
        label = plain(labels[lists[name]][code])
        st.button(
            label, key=f"drop-{name}-{code}", icon=":material/close:", help=say("drop_filter", label=label),
            on_click=_drop, args=(known, FILTERS[name], code),
        )  # fmt: skip
    if chosen:
        st.button(say("clear_filters"), key="clear-filters", type="tertiary", on_click=_clear, args=(known,))


def measure(selection: Selection, say: Text, known: Known, labels: Mapping[str, Mapping[str, str]], measure: str, kind: str) -> None:
    """Draws the choice of what a map shows, and of the kind of organization that it shows it of."""
    # A theme may be called as an indicator is.
    themes = {theme: say("map_theme", theme=label) for theme, label in labels["themes"].items()}
    names = {**{m: say(f"measure_{m}") for m in DERIVED}, **labels["indicators"], **themes}
    st.session_state["measure"], st.session_state["map-kind"] = measure, kind
    left, right = st.columns([3, 2])
    kinds = labels["organization_kinds"]
    for column, label, key, called, there in (
        (left, say("map_choose"), "measure", names, known["measure"]),
        (right, say("map_kind"), "map-kind", kinds, known["kind"]),
    ):
        options = [code for code in called if code in there]
        column.selectbox(label, options, key=key, format_func=called.__getitem__, on_change=_map_changed, args=(known, kind))


def view(selection: Selection, say: Text, known: Known, kind: str) -> None:
    """Draws the choice between equal tiles and outlines."""
    st.session_state["view"] = selection.view
    st.segmented_control(
        say("map_view"), VIEWS, key="view", format_func=lambda code: say(f"view_{code}"), required=True, label_visibility="collapsed",
        on_change=_map_changed, args=(known, kind),
    )  # fmt: skip


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
        say("document_choose"), list(titles), key="document", format_func=titles.__getitem__, index=None,
        placeholder=say("document_all"), on_change=_document_changed, args=(known,),
    )  # fmt: skip


def _document_changed(known: Known) -> None:
    write(replace(latest(known), document=st.session_state.get("document") or ""))


def _search(selection: Selection, say: Text, known: Known, labels: Mapping[str, Mapping[str, str]]) -> None:
    """Draws the search field and what was found, each a button that makes it a filter."""
    typed = st.text_input(say("search"), key="search", placeholder=say("search_example"), max_chars=80)
    if not typed:
        return
    found = search.find(typed, [e for e in cached.answer("entries") if e.sort in (selection.boundaries, "organization")])
    for e in found:
        attribute = "organizations" if e.sort == "organization" else "provinces"
        label = labels["organizations" if e.sort == "organization" else e.sort][e.code]
        st.button(
            plain(label), key=f"found-{e.sort}-{e.code}", icon=":material/add:", type="tertiary", on_click=_add, args=(known, attribute, e.code),
        )  # fmt: skip
    if not found:
        st.caption(say("search_nothing"))


def _changed(known: Known) -> None:
    selection = latest(known)
    values: dict[str, Any] = {a: tuple(st.session_state.get(f"filter-{n}", getattr(selection, a))) for n, a in FILTERS.items()}
    drawn = st.session_state.get(_BOUNDARIES) or selection.boundaries
    if drawn != selection.boundaries:
        values["provinces"] = _moved(values["provinces"], drawn)
        places = _moved((selection.place,) if selection.place else (), drawn)
        values["place"] = selection.place if selection.place in places else next(iter(places), "")
    language = st.session_state.get(_LANGUAGE) or selection.language
    write(replace(selection, language=language, boundaries=drawn, **values))


def _moved(provinces: tuple[str, ...], boundaries: str) -> tuple[str, ...]:
    """Returns provinces in the other boundaries: what former ones became, or all the parts of present ones."""
    successors = cached.answer("successors")
    if boundaries == "present":
        return tuple(dict.fromkeys(successors.get(code, code) for code in provinces))
    return tuple(former for code in provinces for former, present in successors.items() if present == code)


def _add(known: Known, attribute: str, code: str) -> None:
    selection = latest(known)
    more: dict[str, Any] = {attribute: tuple(dict.fromkeys((*getattr(selection, attribute), code)))}
    write(replace(selection, **more))


def _drop(known: Known, attribute: str, code: str) -> None:
    selection = latest(known)
    left: dict[str, Any] = {attribute: tuple(c for c in getattr(selection, attribute) if c != code)}
    write(replace(selection, **left))


def _clear(known: Known) -> None:
    write(latest(known).without_filters())
