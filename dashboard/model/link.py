"""Links from one page to another, and facts with such links in them. Draws nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from dashboard.model.boundaries import within
from dashboard.model.page import Page, address
from dashboard.request.parameters import to_query
from dashboard.request.selection import Focus, Pin, Selection


class Link(NamedTuple):
    """A link to another page: its label, the page and what is selected there, and a word beside it."""

    label: str
    page: str
    query: dict[str, str]
    note: str = ""

    @property
    def address(self) -> str:
        """The address within the site."""
        return address(self.page, self.query)


class Fact(NamedTuple):
    """A fact under a heading: what it is, and its parts, words or links to what they name."""

    label: str
    parts: Sequence[Link | str]


def to_page(page: Page, name: str, label: str) -> Link:
    """A link to another page, with the same filters."""
    return Link(label, name, to_query(page.selection.for_navigation()))


def to_organization(page: Page, organization: str, note: str = "", label: str = "") -> Link:
    """A link to the page of an organization."""
    query = _focused(page, Focus(about=organization))
    return Link(label or page.labels["organizations"][organization], "organization", query, note)


def to_province(page: Page, province: str, boundaries: str, label: str = "", note: str = "") -> Link:
    """A link to the page of a province of these boundaries."""
    moved = within(page.release, page.selection.for_navigation(), boundaries)
    query = to_query(replace(moved, focus=Focus(place=province)))
    return Link(label or page.labels[boundaries][province], "province", query, note)


def to_map(page: Page, province: str) -> Link:
    """A link to the map with a province opened."""
    return Link(page.say("see_map"), "map", _focused(page, Focus(place=province)))


def to_compare(page: Page) -> Link:
    """A link to the comparison of the organization that the page is about with others."""
    query = _focused(page, Focus(compared=(page.selection.focus.about,)))
    return Link(page.say("see_compare"), "compare", query)


def to_release(page: Page, release: str, label: str) -> Link:
    """A link to the overview of a release."""
    pinned: Selection = replace(page.selection.for_navigation(), pin=Pin(release))
    return Link(label, "overview", to_query(pinned))


def _focused(page: Page, focus: Focus) -> dict[str, str]:
    return to_query(replace(page.selection.for_navigation(), focus=focus))
