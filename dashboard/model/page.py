"""A page as everything that is made for it needs it: the registry of pages, what one works with, and addresses. Draws nothing."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from dashboard.release import cached, warehouse
from dashboard.request.selection import Selection
from dashboard.view.url_state import Known
from dashboard.words.text import Text, years

PAGES = {
    "overview": "app.py",
    "membership": "pages/membership.py",
    "branches": "pages/branches.py",
    "leadership": "pages/leadership.py",
    "awards": "pages/awards.py",
    "limitations": "pages/limitations.py",
    "compare": "pages/compare.py",
    "map": "pages/map.py",
    "organization": "pages/organization.py",
    "province": "pages/province.py",
    "sources": "pages/sources.py",
    "changes": "pages/changes.py",
}
# Pages of one thing, and the part of the selection that says of which: of them the years are asked for, and no other filter.
OF_ONE = {"organization": "about", "province": "place"}
UNFILTERED = {"changes"}  # pages that filters say nothing about
# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {
    "page_": PAGES,
    "choose_": OF_ONE.values(),
    "choose_other_": OF_ONE.values(),
    "find_": OF_ONE.values(),
    "find_example_": OF_ONE.values(),
}
MOST_PAGES = 64  # pages of which what was made is kept for the next reader of the same

_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Page:
    """What a page needs to ask and to speak: its name, the selection, the interface in its language, and the labels of all codes.

    Pages of one name, release and selection, which has the language, are equal: what is made of one can be kept for the others.
    """

    name: str
    release: str
    selection: Selection
    say: Text
    labels: dict[str, dict[str, str]]
    known: Known

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Page) and (self.name, self.release, self.selection) == (
            other.name,
            other.release,
            other.selection,
        )

    def __hash__(self) -> int:
        return hash((self.name, self.release, self.selection))

    @property
    def of(self) -> str:
        """What a page of one thing is about, "about" or "place", "cell" of what is open of a comparison; empty for the others."""
        return "cell" if self.name == "opened" else OF_ONE.get(self.name, "")

    @property
    def years(self) -> str:
        """The years that are filtered for, as written; empty where none are."""
        return years(self.say, *self.selection.years) if any(self.selection.years) else ""

    @property
    def asked(self) -> Selection:
        """What answers depend on: the filters or, of a page of one thing, that thing."""
        return self.selection.asked_of(self.of) if self.of else self.selection.asked()


def written(query: Mapping[str, str]) -> str:
    """Returns query parameters as they stand in an address."""
    return urlencode(query, safe=",~")


def address(page: str, query: Mapping[str, str]) -> str:
    """Returns where a page stands, seen from any other: "membership?lang=en"."""
    path = "./" if page == "overview" else Path(PAGES[page]).stem
    return f"{path}?{written(query)}" if query else path


def page_of(name: str, selection: Selection, known: Known) -> Page:
    """Returns what a page works with that shows this selection; raises NoRelease where there is nothing to show."""
    say = Text(selection.language)
    return Page(
        name, warehouse.release_name(), selection, say, cached.answer("labels", say.data_language), known
    )


def release_line(page: Page) -> str:
    """Returns which release figures are from, of which day, and their licence."""
    facts = cached.answer("facts")
    return page.say("footer", release=facts["name"], date=page.say.date(facts["built_at"].date()))


@contextlib.contextmanager
def part(say: Text) -> Iterator[None]:
    """Holds a part of a page: where it fails, one sentence stands in its place and the rest of the page goes on."""
    try:
        yield
    except Exception:
        _log.exception("a part of a page failed")
        st.warning(say("failed"), icon=":material/error:")
