"""The states that a page tells apart, with their marks: those that its release knows. Derives no state."""

from __future__ import annotations

from dashboard.model.page import Page
from dashboard.release import queries
from dashboard.words.theme import STATES, THEME_STATES


def marks(page: Page) -> dict[str, str]:
    """The states of figures, each with its mark, in the order of a legend."""
    return _known(page, STATES)


def theme_marks(page: Page) -> dict[str, str]:
    """The states of themes, each with its mark, in the order of a legend."""
    return _known(page, THEME_STATES)


def _known(page: Page, of: dict[str, str]) -> dict[str, str]:
    is_known = queries.knows_not_read(page.release)
    return {state: mark for state, mark in of.items() if is_known or state != "not_read"}
