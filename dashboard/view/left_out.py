"""Sentences about what a list or grid has no room for."""

from __future__ import annotations

import streamlit as st

from dashboard.model.page import Page
from dashboard.release import queries


def say_organizations_left_out(page: Page, n_shown: int) -> None:
    """Tell how many selected organizations a grid has no room for, where there are any."""
    rest = queries.overview(page.release, page.selection.filters).n_organizations_known - n_shown
    if rest > 0:
        st.caption(page.say("left_out", n=rest))


def say_documents_left_out(page: Page, n_shown: int) -> None:
    """Tell how many documents of the selection a list has no room for, where there are any."""
    rest = queries.overview(page.release, page.selection.filters).n_documents - n_shown
    if rest > 0:
        st.caption(page.say("documents_left_out", n=rest))
