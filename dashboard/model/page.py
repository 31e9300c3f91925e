"""Pages: the registry of them, what a page works with, and addresses. Draws nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlencode

from dashboard.release import queries
from dashboard.release.opened import Release, open_release
from dashboard.release.warehouse import NoRelease
from dashboard.request.parameters import ValidCodes
from dashboard.request.selection import TIME_AXES, Filters, Selection
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
# Detail pages and the parameter that holds their subject. Only the filter of years applies to them.
SUBJECTS = {"organization": "about", "province": "place"}
UNFILTERED = {"changes"}  # pages that filters say nothing about
MAX_PAGES = 64  # pages of which what was made is kept for the next reader of the same
# The cards that a link may point at.
CARDS = frozenset(
    [
        "agreement",
        "agreement-themes",
        "answers",
        "awards",
        "branches",
        "causes",
        "change",
        "committee",
        "delegates",
        "differences",
        "disputed",
        "documents",
        "figures",
        "findings",
        "granted",
        "headlines",
        "indicators",
        "mentions",
        "movements",
        "peers",
        "per-association",
        "per-branch",
        "persistence",
        "provinces",
        "ranking",
        "received",
        "recipients",
        "recipients-granted",
        "regions",
        "retention",
        "series",
        "spread",
        "terms",
        "themes",
        "together",
        "unnumbered",
        "years",
        "years-granted",
    ]
)
# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {
    "page_": PAGES,
    "choose_": SUBJECTS.values(),
    "choose_other_": SUBJECTS.values(),
    "find_": SUBJECTS.values(),
    "find_example_": SUBJECTS.values(),
}


@dataclass(frozen=True, eq=False)
class Page:
    """What a page works with: its release, the selection, the interface in its language, the labels of codes.

    `subject` is the parameter that says what a detail page is about, "about" or "place"; "cell" of what is
    open of a comparison; else empty. Pages of one name, subject, release and selection, which has the
    language, are equal: what is made of one is kept for the others.
    """

    name: str
    release: Release
    selection: Selection
    say: Text
    labels: dict[str, dict[str, str]]
    valid_codes: ValidCodes
    subject: str = ""

    @property
    def _identity(self) -> tuple[str, str, Release, Selection]:
        return self.name, self.subject, self.release, self.selection

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Page) and self._identity == other._identity

    def __hash__(self) -> int:
        return hash(self._identity)

    @property
    def years(self) -> str:
        """The years that are filtered for, as written; empty where none are."""
        first, last = self.selection.filters.years
        return years(self.say, first, last) if first or last else ""

    @property
    def axes(self) -> tuple[str, ...]:
        """What can lay terms side by side here: a release of before last known figures has none of these."""
        return TIME_AXES if queries.has_last_known(self.release) else TIME_AXES[1:]

    @property
    def axis(self) -> str:
        """What lays terms side by side."""
        axis = self.selection.time.axis
        return axis if axis in self.axes else self.axes[0]

    @property
    def terms(self) -> str:
        """Which term figures are of where no year or number is chosen: the last "known" or the "latest"."""
        return "latest" if self.axis == "latest" else self.axes[0]

    @property
    def filters(self) -> Filters:
        """What answers depend on: the filters or, of a detail page, its subject, and the terms."""
        own = self.selection.filters_of_subject(self.subject) if self.subject else self.selection.filters
        return replace(own, is_latest_only=self.terms == "latest")


def page_of(name: str, selection: Selection, release: Release, valid_codes: ValidCodes) -> Page:
    """The page of a release that shows this selection."""
    say = Text(selection.language)
    labels = queries.labels(release, say.data_language)
    return Page(name, release, selection, say, labels, valid_codes, SUBJECTS.get(name, ""))


def is_nothing_left(page: Page) -> bool:
    """Whether filters let nothing pass: there a page has no cards."""
    filters = page.selection.filters
    if page.subject or page.name in UNFILTERED or not filters.are_set:
        return False
    return not queries.overview(page.release, filters).n_organizations_known


def open_for(pinned: str) -> tuple[Release, ValidCodes]:
    """The release that a link is pinned to where it opens, else the current one, and the codes valid there.

    Raises NoRelease where there is none.
    """
    try:
        release = open_release(pinned)
    except NoRelease:
        release, pinned = open_release(), ""
    return release, valid_codes_of(release, pinned)


def valid_codes_of(release: Release, pinned: str = "") -> ValidCodes:
    """The codes that a link may name in this release; `pinned` is its name where the link is pinned to it."""
    return {
        **queries.known(release),
        "card": CARDS,
        "release": frozenset({pinned} if pinned else ()),
    }


def encode(query: Mapping[str, str]) -> str:
    """Query parameters as they are written in an address."""
    return urlencode(query, safe=",~")


def address(page: str, query: Mapping[str, str]) -> str:
    """The address of a page, seen from any other: "membership?lang=en"."""
    path = "./" if page == "overview" else Path(PAGES[page]).stem
    return f"{path}?{encode(query)}" if query else path


def release_line(page: Page) -> str:
    """Which release figures are from, of which day, and their licence, in one sentence."""
    built_on = queries.facts(page.release).built_at.date()
    return page.say("footer", release=page.release.name, date=page.say.date(built_on))


def dataset_title(page: Page) -> str:
    """The title of the data set in the language of the page."""
    return str(getattr(queries.facts(page.release), page.say.column("title")))
