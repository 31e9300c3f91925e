"""Contracts of the dashboard's own elements: the content of each as it is sent to its script in js/.

The scripts mirror every type here by name and keys. Draws nothing, decides no words.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Generic, Literal, NamedTuple, NotRequired, TypedDict, TypeVar


class Note(TypedDict):
    """What a coder noted of a row, in whichever language, after the word for a note."""

    label: str
    text: str


class SourceItem(TypedDict):
    """A coded row behind a figure.

    `where` names document and paragraph; `url` and `note` are None where there is none.
    """

    who: str
    figure: str
    what: str
    where: str
    url: str | None
    note: Note | None


class Sources(TypedDict):
    """The coded rows behind a figure: `n` in all; `rest` says in words how many `items` leaves out."""

    title: str
    n: int
    items: list[SourceItem]
    rest: str


class FigureItem(TypedDict):
    """A figure. `value` is "" without a figure, `none` then says why; `share` is from 0 to 1.

    `change` says in its title how the figure changed; `group` heads the rows of a table that follow each
    other.
    """

    label: str
    value: str
    note: str
    none: NotRequired[str]
    unit: NotRequired[str]
    group: NotRequired[str]
    share: NotRequired[float | None]
    sources: NotRequired[Sources | None]
    change: NotRequired[Sources | None]


class FiguresWords(TypedDict, total=False):
    """The headings of figures in rows."""

    indicator: str
    total: str
    coverage: str


class FiguresContent(TypedDict):
    """Figures as cards, as counts, which are smaller, or as the rows of a table."""

    layout: Literal["cards", "counts", "rows"]
    items: list[FigureItem]
    words: FiguresWords


class StatementItem(TypedDict):
    """A summary, its tags, whose it is, the document and paragraph it is in, and what the coder noted."""

    text: str
    text_url: NotRequired[str | None]
    tags: list[str]
    who: str
    where: str
    url: str | None
    note: NotRequired[Note | None]


class StatementGroup(TypedDict):
    """Statements under a heading; "" for none."""

    heading: str
    items: list[StatementItem]


class StatementsContent(TypedDict):
    """Statements in groups."""

    groups: list[StatementGroup]


class GridCellDetail(TypedDict):
    """A cell with a text of its own.

    `code` is what it opens, else "row~column"; `state` is "figure" if absent.
    """

    text: str
    said: str
    code: NotRequired[str]
    state: NotRequired[str]


GridCell = int | str | GridCellDetail
"""A number, the code of a state without one, or a cell with a text of its own."""


class GridRow(TypedDict):
    """A row, a cell a column.

    `spread` sums it up, and opens all of the row; `spread_said` is the same in words.
    """

    code: str
    label: str
    spread: NotRequired[str]
    spread_said: NotRequired[str]
    cells: list[GridCell]


class GridGroup(TypedDict):
    """Rows under a heading; "" for none."""

    label: str
    rows: list[GridRow]


class GridColumn(TypedDict):
    """A column."""

    code: str
    label: str


class GridContent(TypedDict):
    """Rows × columns of cells in states.

    `marks` has a sign for each state. `words` has a word for each, caption, corner, legend, and, where they
    apply, spread (heads the sums), figure_n ("{n}" in it is a number) and over (heads the columns, whose
    labels then lie flat). A wide grid has room for texts in its cells, its columns' labels lie flat, and it
    shows its last columns first.
    """

    groups: list[GridGroup]
    columns: list[GridColumn]
    words: dict[str, str]
    marks: dict[str, str]
    is_wide: bool


class MultiplePoint(TypedDict):
    """A point of a small chart. `at` is a year or number; `value` is None for a gap.

    `qualifier` is "exact", "about", "at_least" or "at_most"; a line joins it to the point that it `follows`.
    """

    at: int
    label: str
    value: float | None
    written: str
    qualifier: str
    follows: bool


class MultipleItem(TypedDict):
    """A small chart. `said` is all of it in words."""

    code: str
    label: str
    points: list[MultiplePoint]
    said: str


class MultiplesWords(TypedDict):
    """The words of small charts."""

    caption: str


class MultiplesContent(TypedDict):
    """Small charts side by side."""

    items: list[MultipleItem]
    words: MultiplesWords


class TimelineItem(TypedDict):
    """A term.

    `first` and `last` are years; `opened` and `closed` dates of congresses, whole or as "2020-06", "2020".
    """

    label: str
    years: str
    documents: str
    is_documented: bool
    first: int | None
    last: int | None
    opened: str | None
    closed: str | None
    congresses: str


class TimelineWords(TypedDict):
    """The words of a timeline."""

    caption: str
    legend: str
    documented: str
    undocumented: str
    congress: str
    no_years: str


class TimelineContent(TypedDict):
    """Terms as bars over calendar years, one a row; those without any year are rows without a bar."""

    items: list[TimelineItem]
    words: TimelineWords


class ComparisonLink(TypedDict):
    """One of several organizations behind a cell, and the code it opens."""

    code: str
    label: str


class ComparisonCell(TypedDict):
    """A cell. `code` is "" where it opens nothing; `is_quiet` where there is nothing to see."""

    state: str
    main: str
    lines: list[str]
    code: str
    links: list[ComparisonLink]
    is_quiet: bool


class ComparisonRow(TypedDict):
    """A row, a cell a column."""

    label: str
    note: str
    cells: list[ComparisonCell]


class ComparisonGroup(TypedDict):
    """Rows under a heading."""

    label: str
    rows: list[ComparisonRow]


class ComparisonColumn(TypedDict):
    """One of those that are compared."""

    label: str
    notes: list[str]


class ComparisonWords(TypedDict):
    """The words of a comparison."""

    caption: str
    corner: str


class ComparisonContent(TypedDict):
    """What is compared, side by side."""

    columns: list[ComparisonColumn]
    groups: list[ComparisonGroup]
    words: ComparisonWords


class FileLink(TypedDict):
    """A file to download: its label, address within the site, and name."""

    label: str
    to: str
    name: str


class TableColumn(TypedDict):
    """A column of a card's table."""

    label: str
    is_number: bool


class TableRow(TypedDict):
    """A row of a card's table.

    `code` is "" where it opens nothing; `states` are positions of cells without a number.
    """

    code: str
    cells: list[str]
    states: list[int]


class TableContent(TypedDict):
    """A card as a table. A column of empty cells is not shown."""

    caption: str
    columns: list[TableColumn]
    is_open: bool
    rows: list[TableRow]


class Pictures(TypedDict):
    """What a picture of the card says, and its file name.

    `kinds` are those on offer; `link` is within the site.
    """

    kinds: list[Literal["png", "svg"]]
    name: str
    title: str
    subtitle: str
    link: str
    lines: list[str]


class Copy(TypedDict):
    """What can be copied: the address `to` within the site, or a `text` with "~address~" for `of`."""

    label: str
    to: NotRequired[str]
    text: NotRequired[str]
    of: NotRequired[str]


class Citation(TypedDict):
    """How to cite a card. "~address~" in the text stands for that of `of`."""

    label: str
    text: str
    of: str
    file: FileLink | None


class CardFooterWords(TypedDict):
    """The words of a card's footer."""

    table: str
    files: str
    share: str
    cite: str
    copied: str
    failed: str


class CardFooterContent(TypedDict):
    """What stands under a card: its table, sources, files, pictures, addresses and citation.

    `name` is the card's.
    """

    name: str
    table: TableContent | None
    sources: Sources | None
    files: list[FileLink]
    pictures: Pictures
    copies: list[Copy]
    cite: Citation
    words: CardFooterWords


class NavLinkPart(TypedDict):
    """A link to an address within the site; `to` is "" for mere words."""

    text: str
    to: str
    note: NotRequired[str]
    is_current: NotRequired[bool]


class NavLinkRow(TypedDict):
    """Links in a row. `label` says what they are a fact of; "" for none."""

    label: str
    parts: list[NavLinkPart]


NavLinksLayout = Literal["menu", "list", "beside", "facts"]


class NavLinksContent(TypedDict):
    """Links to other pages. `layout` is "menu", "list", "beside" or "facts"; `label` names a menu."""

    rows: list[NavLinkRow]
    layout: str
    label: str


class QrCode(TypedDict):
    """A QR code: the path of its dark squares in a box of `size` units."""

    size: int
    path: str
    alt: str


class ShareLink(TypedDict):
    """An address within the site to pass on."""

    label: str
    note: str
    to: str
    code: QrCode | None


class ShareWords(TypedDict):
    """The words of links to pass on."""

    copy: str
    copied: str


class ShareContent(TypedDict):
    """Links to pass on, each to copy and as a code to scan, and the page as a file."""

    links: list[ShareLink]
    file: FileLink | None
    words: ShareWords


class MapItem(TypedDict):
    """A province.

    `short` wraps at its spaces, each word at most seven letters. `column` and `row` are of its tile, from
    1. `badge` is "", "reported", "summed" or "not_derivable". `value` has at most six signs and is ""
    without a figure, `brief` is the same in thousands or ""; `shade` is from 1 to 5, and 0 without a
    figure. `lines` is what its card says, of a figure the figure first.
    """

    id: str
    code: str
    name: str
    short: str
    column: int
    row: int
    state: str
    badge: str
    value: str
    brief: str
    shade: int
    lines: list[str]


class MapIsland(TypedDict):
    """An archipelago of a province: `id` is "hoang-sa" or "truong-sa", `column` and `row` are of its tile."""

    id: str
    label: str
    province_id: str
    column: int
    row: int


class MapLegendEntry(TypedDict):
    """An entry of the legend: a shade of figures, a state without one, or a badge."""

    label: str
    state: str
    shade: NotRequired[int]
    badge: NotRequired[str]


class IslandShape(TypedDict):
    """An archipelago: its path, its [x, y, width, height], and [x, y, width] of a frame on a narrow map."""

    path: str
    box: list[float]
    frame: list[float]


class MapShapes(TypedDict):
    """The outlines of the provinces by their code, and of the archipelagos by their id; y grows to the south.

    `viewbox` and `near`, of a narrow map, are [x, y, width, height]; `places` are [x, y, half width] within
    a province.
    """

    viewbox: list[float]
    near: list[float]
    paths: dict[str, str]
    places: dict[str, list[float]]
    islands: dict[str, IslandShape]


class MapContent(TypedDict):
    """A map with one item a province. `view` is "tiles" or "outlines".

    `words` has caption, keys, legend, measure, hint, sea, frames, thousands, and a word for each state
    without a figure and each badge; `marks` a sign for each. `shapes` is what cards.outlines returns, None
    for tiles. `columns` is how many the tiles have.
    """

    items: list[MapItem]
    islands: list[MapIsland]
    legend: list[MapLegendEntry]
    words: dict[str, str]
    marks: dict[str, str]
    view: str
    shapes: MapShapes | None
    columns: int


class ScrollToDetailsContent(TypedDict):
    """The "row~organization" that is open."""

    code: str


class PageLanguageContent(TypedDict):
    """The language of the page, by its code."""

    language: str


Content = TypeVar("Content", bound=Mapping[str, Any])


class Serialized(NamedTuple, Generic[Content]):
    """Content as JSON, and its digest: only when that changed is an element rebuilt."""

    json: str
    digest: str


def serialize(content: Content) -> Serialized[Content]:
    """The content of an element as it is sent, to be kept and sent more than once."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Serialized(text, hashlib.blake2b(text.encode(), digest_size=8).hexdigest())


def map_content(
    items: list[MapItem],
    islands: list[MapIsland],
    legend: list[MapLegendEntry],
    words: dict[str, str],
    *,
    marks: dict[str, str],
    shapes: MapShapes | None,
) -> Serialized[MapContent]:
    """A map as it is sent, in outlines where `shapes` are given, else in tiles.

    Raises ValueError if an archipelago is missing.
    """
    if not {"hoang-sa", "truong-sa"} <= {island["id"] for island in islands}:
        raise ValueError("A map of Vietnam without Hoàng Sa and Trường Sa is not shown.")
    content: MapContent = {
        "items": items,
        "islands": islands,
        "legend": legend,
        "words": words,
        "marks": marks,
        "view": "outlines" if shapes else "tiles",
        "shapes": shapes,
        "columns": max(spot["column"] for spot in [*items, *islands]),
    }
    return serialize(content)
