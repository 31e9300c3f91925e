"""The address as the state of a page: what it asks for, and what a reader's choices make of it. Draws nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.release import queries, warehouse
from dashboard.request.selection import Rejected, Selection, from_query

Known = Mapping[str, frozenset[str]]

MOST_BEHIND = 8  # addresses of choices before the last that a browser may still be at
_CHOICE = "choice"


class _Choice(NamedTuple):
    """The address that a reader's last choice made, and those that the browser was at before: reruns that it asked for then come with them."""

    made: dict[str, str]
    behind: tuple[dict[str, str], ...]


def read() -> tuple[Selection, list[Rejected], Known]:
    """Returns the selection in the address, each part of it that cannot be had, and the codes of the release that it asks for, which answers now."""
    address, choice = _address(), st.session_state.get(_CHOICE)
    if choice and address in choice.behind and not _is_history():
        # Asked for before the browser had shown what was chosen, as when a list is closed at once.
        address = choice.made
        st.query_params.from_dict(address)
    elif choice and address != choice.made:
        forget()  # the reader has gone elsewhere since
    known = known_of(address.get("release", ""))
    return *from_query(address, known), known


def known_of(release: str) -> Known:
    """Returns the codes that a link may name, of this release where it can be opened and of the current one else; it answers from here on."""
    is_pinned = warehouse.pin(release)
    return {**queries.known(page.release), "release": frozenset({release} if release and is_pinned else ())}


def latest(known: Known) -> Selection:
    """Returns the selection that a reader's choice changes: the one in the address, or the one that has just been written to it.

    A second choice that is made before the browser shows the first comes with the address from before the first.
    """
    address, choice = _address(), st.session_state.get(_CHOICE)
    return from_query(choice.made if choice and address in choice.behind else address, known)[0]


def write(selection: Selection) -> None:
    """Makes the selection the address; the rerun that follows shows it."""
    query, choice = selection.to_query(), st.session_state.get(_CHOICE)
    behind = [*choice.behind, choice.made] if choice else []
    st.session_state[_CHOICE] = _Choice(
        query, tuple(address for address in (*behind, _address()) if address != query)[-MOST_BEHIND:]
    )
    st.query_params.from_dict(query)


def forget() -> None:
    """Forgets the last choice: the address is where the reader has gone."""
    st.session_state.pop(_CHOICE, None)


def _is_history() -> bool:
    """Returns whether the reader goes Back or Forward, and so means an address of before."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def _address() -> dict[str, str]:
    # A parameter that stands twice in a link is read as one list, so that neither part is lost without a word.
    return {name: ",".join(st.query_params.get_all(name)) for name in st.query_params}
