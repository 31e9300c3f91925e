"""What a reader is looking at: filters, time axis, focus and pin, as codes. Asks nothing, draws nothing.

parameters.py reads and writes it as a query string.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dashboard.words.languages import DEFAULT

BOUNDARIES = ("present", "former")
VIEWS = ("tiles", "outlines")
# What lays terms of different organizations side by side, and those that have points to choose among.
TIME_AXES = ("known", "latest", "calendar", "number")
POINTED_AXES = ("calendar", "number")
# Filter, which is also its parameter: its attribute.
FILTERS = {
    "kind": "kinds",
    "level": "levels",
    "region": "regions",
    "province": "provinces",
    "organization": "organizations",
}
MAX_COMPARED = 6


@dataclass(frozen=True)
class Filters:
    """Which organizations pass and within which years; an empty filter lets all pass.

    `years` is (first, last), either 0 where it is open. Regions and provinces are codes of these boundaries.
    `is_latest_only`: figures of each organization's latest term alone, and not the last known ones.
    """

    boundaries: str = "present"
    kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    years: tuple[int, int] = (0, 0)
    is_latest_only: bool = False

    @property
    def are_set(self) -> bool:
        """Whether any of them leaves anything out."""
        return self != self.cleared()

    def cleared(self) -> Filters:
        """The same boundaries and terms without a filter."""
        return Filters(boundaries=self.boundaries, is_latest_only=self.is_latest_only)

    def for_all_places(self) -> Filters:
        """The same boundaries, terms and years without any other filter: those of a map of all provinces."""
        return replace(self.cleared(), years=self.years)


@dataclass(frozen=True)
class TimeAxis:
    """What lays terms of organizations side by side, by the code of TIME_AXES.

    "known": the last term that reports the measure; "latest": the latest term alone; "calendar" years; or
    the "number" of the term. `at` is the year or the number, None for the one that most report.
    """

    axis: str = "known"
    at: int | None = None


@dataclass(frozen=True)
class Focus:
    """What a page shows of its subject and what is open on it.

    `cell` is (row, organization), the organization "" for all; `place` is a province, `document` a source,
    `about` an organization, `compared` are organizations or provinces, `card` is a card of the page, which is
    shown alone where `is_alone`.
    """

    measure: str = ""
    view: str = "tiles"
    cell: tuple[str, str] | None = None
    place: str = ""
    document: str = ""
    about: str = ""
    compared: tuple[str, ...] = ()
    card: str = ""
    is_alone: bool = False


@dataclass(frozen=True)
class Pin:
    """The release that a link is pinned to, "" for the newest."""

    release: str = ""


@dataclass(frozen=True)
class Selection:
    """The state of a page: language, filters, time axis, what is in focus, and the release."""

    language: str = DEFAULT
    filters: Filters = Filters()
    time: TimeAxis = TimeAxis()
    focus: Focus = Focus()
    pin: Pin = Pin()

    def filters_of_subject(self, subject: str) -> Filters:
        """The filters of one subject: boundaries, years, and only that organization or province.

        `subject` is "place", "about" or, for the organization whose row is open, "cell".
        """
        if subject == "place":
            code = self.focus.place
            return replace(self.filters.for_all_places(), provinces=(code,) if code else ())
        code = self.focus.about if subject == "about" else (self.focus.cell or ("", ""))[1]
        return replace(self.filters.for_all_places(), organizations=(code,) if code else ())

    def for_navigation(self) -> Selection:
        """What goes along to another page: language, release, filters and time axis."""
        return replace(self, focus=Focus())

    def pinned_to(self, release: str) -> Selection:
        """The same state of this release; of the newest where it is ""."""
        return replace(self, pin=Pin(release))
