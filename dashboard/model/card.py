"""A card: what it shows, with its table and the coded rows behind it. Draws nothing; derives nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from dashboard.elements.contracts import (
    ComparisonContent,
    FiguresContent,
    GridContent,
    MultiplesContent,
    Serialized,
    Sources,
    StatementsContent,
    TimelineContent,
    serialize,
)
from dashboard.release.opened import Release
from dashboard.request.selection import Filters

Content = TypeVar("Content", bound=Mapping[str, Any])


class Quantity(NamedTuple):
    """A figure in a table: as it is written on the page, and as it stands in a file."""

    written: str
    value: float | None
    qualifier: str


Cell = str | Quantity


class Column(NamedTuple):
    """A column of a table: its code, by which it is found again, and its label."""

    code: str
    label: str


class Row(NamedTuple):
    """A row of a table: its code, by which it is found again, its cells, and what it opens.

    `opens` is "row~organization", or "" where nothing can be opened.
    """

    code: str
    cells: Sequence[Cell]
    opens: str = ""


@dataclass(frozen=True)
class Table:
    """Columns and rows. The codes of columns are unique, and so are those of rows."""

    columns: Sequence[Column]
    rows: Sequence[Row]

    @cached_property
    def has_numbers(self) -> list[bool]:
        """Whether each column is of numbers: any of its cells is a quantity, and all others are states."""
        return [
            any(isinstance(row.cells[n], Quantity) for row in self.rows) for n in range(len(self.columns))
        ]


class Evidence(NamedTuple):
    """The coded rows behind a card: the first of them as its footer shows them, and the places of all."""

    shown: Sources
    places: tuple[str, ...]


class Offer(NamedTuple):
    """What else to compare: its label, why, and its codes."""

    label: str
    why: str
    codes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Chart:
    """A Plotly figure as charts makes it, and the same in words."""

    figure: Mapping[str, object]
    alt: str


@dataclass(frozen=True, eq=False)
class _Element(Generic[Content]):
    """What an element of the dashboard's own shows: as data, and as it is sent."""

    content: Content

    @cached_property
    def serialized(self) -> Serialized[Content]:
        """The content as it is sent, made once a card and not once a rerun."""
        return serialize(self.content)


class Figures(_Element[FiguresContent]):
    """Figures with unit, coverage and sources."""


class Multiples(_Element[MultiplesContent]):
    """Small charts side by side, one an organization."""


class Grid(_Element[GridContent]):
    """Rows × columns of cells in their states."""


class Timeline(_Element[TimelineContent]):
    """Terms as bars over calendar years."""


class Statements(_Element[StatementsContent]):
    """Groups of limitations, lessons, awards or documents."""


class Comparison(_Element[ComparisonContent]):
    """What is compared, side by side."""


@dataclass(frozen=True, eq=False)
class Offers:
    """What else could be compared, each with its reason. Not a picture."""

    offers: Sequence[Offer]


Body = Chart | Figures | Multiples | Grid | Timeline | Statements | Comparison | Offers


@dataclass(frozen=True, eq=False)
class Card:
    """What one card shows.

    `lead` is the answer in one sentence, `empty` why there is nothing to draw, `sources` the coded rows
    behind it. Of a card whose figures have sources of their own, `places_of` asks for the places of them all.
    """

    name: str
    title: str
    subtitle: str = ""
    lead: str = ""
    empty: str = ""
    body: Body | None = None
    note: str = ""
    table: Table | None = None
    is_table_open: bool = False
    sources: Evidence | None = None
    places_of: Callable[[Release, Filters], Sequence[str]] | None = None

    @property
    def has_picture(self) -> bool:
        """Whether a picture can be made of it."""
        return self.body is not None and not isinstance(self.body, Offers)
