"""The address as the state of a page, and what a reader's choices make of it. Draws nothing."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.model.page import open_for
from dashboard.release.opened import Release
from dashboard.request.parameters import Rejected, ValidCodes, from_query, to_query
from dashboard.request.selection import Selection

MAX_STALE_URLS = 8  # addresses of choices before the last that a browser may still be at
_CHOICE = "choice"


class _Choice(NamedTuple):
    """The address made by a reader's last choice, and stale ones, which earlier reruns still bring."""

    made: dict[str, str]
    behind: tuple[dict[str, str], ...]


class UrlState(NamedTuple):
    """The state in an address: selection, rejected parts, the release that answers, its valid codes."""

    selection: Selection
    rejected: list[Rejected]
    release: Release
    valid_codes: ValidCodes


def read() -> UrlState:
    """The state in the address. Raises NoRelease where there is nothing to show."""
    address, choice = _address(), st.session_state.get(_CHOICE)
    if choice and address in choice.behind and not _is_history():
        # Asked for before the browser had shown what was chosen, as when a list is closed at once.
        address = choice.made
        st.query_params.from_dict(address)
    elif choice and address != choice.made:
        forget()  # the reader has gone elsewhere since
    release, valid = open_for(address.get("release", ""))
    return UrlState(*from_query(address, valid), release, valid)


def latest(valid: ValidCodes) -> Selection:
    """The selection that a reader's choice changes: that of the address, or the one just written to it.

    A second choice, made before the browser shows the first, comes with the address from before the first.
    """
    address, choice = _address(), st.session_state.get(_CHOICE)
    return from_query(choice.made if choice and address in choice.behind else address, valid)[0]


def write(selection: Selection) -> None:
    """Make the selection the address; the rerun that follows shows it."""
    query, choice = to_query(selection), st.session_state.get(_CHOICE)
    behind = [*choice.behind, choice.made] if choice else []
    st.session_state[_CHOICE] = _Choice(
        query, tuple(address for address in (*behind, _address()) if address != query)[-MAX_STALE_URLS:]
    )
    st.query_params.from_dict(query)


def forget() -> None:
    """Forgets the last choice: the address is where the reader has gone."""
    st.session_state.pop(_CHOICE, None)


def _is_history() -> bool:
    """Whether the reader goes Back or Forward, and so means an address of before."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def _address() -> dict[str, str]:
    # A parameter that stands twice in a link is read as one list, so that neither part is lost in silence.
    return {name: ",".join(st.query_params.get_all(name)) for name in st.query_params}
