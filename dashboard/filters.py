"""The filter widgets and the language switch; the only place with widget keys.

The address is the state and the widgets are views of it: before a widget is made its value is set from the address, so that a pasted
link, Back and Forward win; when a reader changes one, all are written to the address, so that two quick changes both count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.selection import FILTERS, LANGUAGES, Rejected, Selection, from_query
from dashboard.text import Text, plain

Known = Mapping[str, frozenset[str]]

_LANGUAGE = "language"
_LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}


def read(known: Known) -> tuple[Selection, list[Rejected]]:
    """Returns the selection in the address, and each part of it that cannot be had."""
    # A parameter that stands twice in a link is read as one list, so that neither part is lost without a word.
    return from_query({name: ",".join(st.query_params.get_all(name)) for name in st.query_params}, known)


def write(selection: Selection) -> None:
    """Makes the selection the address; the rerun that follows shows it."""
    st.query_params.from_dict(selection.to_query())


def language(selection: Selection, say: Text, known: Known) -> None:
    """Draws the language switch."""
    st.session_state[_LANGUAGE] = selection.language
    st.segmented_control(
        say("language"), LANGUAGES, key=_LANGUAGE, format_func=_LANGUAGE_NAMES.__getitem__, required=True,
        label_visibility="collapsed", on_change=_changed, args=(known,),
    )  # fmt: skip


def draw(selection: Selection, say: Text, known: Known, labels: Mapping[str, Mapping[str, str]]) -> None:
    """Draws the filters behind a button, and a chip for each that is set, which drops it."""
    lists = {"kind": "organization_kinds", "province": "provinces", "organization": "organizations"}
    chosen = [(name, code) for name, attribute in FILTERS.items() for code in getattr(selection, attribute)]
    with st.popover(say("filters_n", n=len(chosen)) if chosen else say("filters"), icon=":material/tune:"):
        for name, attribute in FILTERS.items():
            names = labels[lists[name]]
            options = [code for code in names if code in known[name]]
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


def _changed(known: Known) -> None:
    selection, _ = read(known)
    values: dict[str, Any] = {a: tuple(st.session_state.get(f"filter-{n}", getattr(selection, a))) for n, a in FILTERS.items()}
    write(replace(selection, language=st.session_state.get(_LANGUAGE) or selection.language, **values))


def _drop(known: Known, attribute: str, code: str) -> None:
    selection, _ = read(known)
    left: dict[str, Any] = {attribute: tuple(c for c in getattr(selection, attribute) if c != code)}
    write(replace(selection, **left))


def _clear(known: Known) -> None:
    write(read(known)[0].without_filters())
