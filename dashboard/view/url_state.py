"""The address as the state of a page: what it asks for, and how a reader's choices change it."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from dashboard.model.page import open_for
from dashboard.release.opened import Release
from dashboard.request.parameters import Rejected, ValidCodes, from_query, to_query
from dashboard.request.selection import Selection
from dashboard.view.streamlit_internals import is_history_navigation

MAX_STALE_URLS = 8  # addresses of choices before the last that a browser may still be at
_CHOICE = "choice"


class _Choice(NamedTuple):
    """The address that a reader's last choice made, and the addresses that the browser was at before.

    A rerun that the browser asked for before it showed the choice still has one of the latter.
    """

    made: dict[str, str]
    behind: tuple[dict[str, str], ...]


class UrlState(NamedTuple):
    """What an address asks for: selection, rejected parts, the release that answers, its valid codes."""

    selection: Selection
    rejected: list[Rejected]
    release: Release
    valid_codes: ValidCodes


def read() -> UrlState:
    """The state in the address. Raises NoRelease where there is nothing to show."""
    query, choice = address(), st.session_state.get(_CHOICE)
    if choice and query in choice.behind and not is_history_navigation():
        # Asked for before the browser had shown what was chosen, as when a list is closed at once.
        query = choice.made
        st.query_params.from_dict(query)
    elif choice and query != choice.made:
        forget()  # the reader has gone elsewhere since
    release, valid = open_for(query.get("release", ""))
    return UrlState(*from_query(query, valid), release, valid)


def latest(valid: ValidCodes) -> Selection:
    """The selection that a reader's choice changes: that of the address, or one just written to it.

    A second choice made before the browser shows the first comes with the address from before the first.
    """
    query, choice = address(), st.session_state.get(_CHOICE)
    return from_query(choice.made if choice and query in choice.behind else query, valid)[0]


def write(selection: Selection) -> None:
    """Make the selection the address; the rerun that follows shows it."""
    query, choice = to_query(selection), st.session_state.get(_CHOICE)
    behind = [*choice.behind, choice.made] if choice else []
    st.session_state[_CHOICE] = _Choice(
        query, tuple(stale for stale in (*behind, address()) if stale != query)[-MAX_STALE_URLS:]
    )
    st.query_params.from_dict(query)


def forget() -> None:
    """Forget the last choice: the address is where the reader has gone."""
    st.session_state.pop(_CHOICE, None)


def address() -> dict[str, str]:
    """The parameters of the address; one that stands twice is one list, so that neither part is lost."""
    return {name: ",".join(st.query_params.get_all(name)) for name in st.query_params}
