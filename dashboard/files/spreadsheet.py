"""Excel files: sheets of rows whose numbers are numbers, dates dates and text never a formula. Writes row by row; decides no rows and no words."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import chain
from typing import IO, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.files.tables import Share, safe
from dashboard.words.languages import LANGUAGES

Cell = str | float | int | Decimal | datetime.date | None

MOST_HELD = 20_000  # rows of a file
MOST_ROWS = 1_048_576  # of a sheet, the header among them
LONGEST = 32_767  # characters of a cell, in UTF-16
LONGEST_NAME = 31  # characters of a sheet's name
LONGEST_PROPERTY = 255  # characters of a property of the file
WIDTHS = (8, 60)  # of columns, in characters
MEASURED = 500  # rows whose cells decide how wide a column is
FIRST_DAY = datetime.date(1900, 3, 1)  # before it Excel's calendar has a day that never was

WHOLE, PARTS, PERCENT, ORDINAL = "#,##0", "#,##0.####", "0.0##%", "0"
A4 = 9
FOOTER = "&L&F&R&P / &N"  # the file's name, which says of what and of which release it is; page of pages

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f]")
_ILLEGAL = re.compile("[\ufffe\uffff]")  # no XML file holds them


class Ordinal(int):
    """A number that says which of several, as a term does: it has no separators, and nobody adds it up."""


class Sheet(NamedTuple):
    """A sheet: its name, its header, and its rows, each read once. A sheet that is `read` has its long texts in several lines."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    is_read: bool = False


def write(
    stream: IO[bytes], sheets: Iterable[Sheet], properties: Mapping[str, str], language: str, n_rows: int = 0
) -> None:
    """Writes an Excel file: of each sheet a bold header that stays in view, and its rows, on further sheets where one is full.

    Of `n_rows`, about how many there are in all, more than MOST_HELD go to temporary files as they come, so that what is held does not grow with
    them; fewer are held, which is faster.
    """
    book = Workbook(
        stream,
        {
            "constant_memory": n_rows > MOST_HELD,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "use_zip64": True,
        },
    )
    book.set_properties(
        {key: _cut(_ILLEGAL.sub("", text), LONGEST_PROPERTY) for key, text in properties.items()}
    )
    taken: set[str] = set()
    formats = _Formats(book, language)
    for sheet in sheets:
        rows = iter(sheet.rows)
        while True:
            is_full = _write_sheet(book.add_worksheet(name(sheet.name, taken)), sheet, rows, formats)
            left = next(rows, None) if is_full else None
            if left is None:
                break
            rows = chain([left], rows)
    book.close()


def name(wanted: str, taken: set[str]) -> str:
    """Returns the name of a sheet as Excel takes it, told apart from those taken, among which it is from now on."""
    clean = " ".join(_FORBIDDEN.sub(" ", wanted).split()).strip("'") or "1"
    short, n = _cut(clean, LONGEST_NAME).rstrip("' "), 1
    while short.casefold() in taken or short.casefold() == "history":
        n += 1
        ending = f" ({n})"
        short = _cut(clean, LONGEST_NAME - len(ending)).rstrip("' ") + ending
    taken.add(short.casefold())
    return short


class _Formats:
    def __init__(self, book: Workbook, language: str):
        self.header: Format = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.whole: Format = book.add_format({"num_format": WHOLE, "valign": "top"})
        self.parts: Format = book.add_format({"num_format": PARTS, "valign": "top"})
        self.kinds: dict[type, Format] = {
            kind: book.add_format({"num_format": form, "valign": "top"})
            for kind, form in ((Share, PERCENT), (Ordinal, ORDINAL))
        }
        self.date: Format = book.add_format(
            {"num_format": LANGUAGES[language].dates["spreadsheet"], "valign": "top", "align": "left"}
        )
        self.text: Format = book.add_format({"valign": "top"})
        self.read: Format = book.add_format({"valign": "top", "text_wrap": True})
        # Excel would take such a text for a formula when somebody edits the cell: the mark of a text goes with it, and is not part of it.
        self.quoted: Format = book.add_format({"valign": "top", "quote_prefix": True})


def _write_sheet(to: Worksheet, sheet: Sheet, rows: Iterable[Sequence[Cell]], formats: _Formats) -> bool:
    """Writes rows until there are none or the sheet is full, and returns whether it is full."""
    narrowest, widest = WIDTHS
    widths = [narrowest] * len(sheet.header)
    to.freeze_panes(1, 0)
    to.repeat_rows(0)
    to.set_paper(A4)
    to.set_landscape()
    to.fit_to_pages(1, 0)
    to.set_footer(FOOTER)
    for n, label in enumerate(sheet.header):
        _text(to, 0, n, label, formats.header)
        widths[n] = min(max(narrowest, len(label) + 2), widest // 2)
    at = 0
    for at, row in enumerate(rows, 1):
        for n, cell in enumerate(row):
            _cell(to, at, n, cell, formats, sheet.is_read)
            if at <= MEASURED:
                widths[n] = max(widths[n], min(widest, len(str(cell)) + 2)) if cell is not None else widths[n]
        if at == MOST_ROWS - 1:
            break
    for n, width in enumerate(widths):
        to.set_column(n, n, width)
    if at and sheet.header and not sheet.is_read:
        to.autofilter(0, 0, at, len(sheet.header) - 1)
    return at == MOST_ROWS - 1


def _cell(to: Worksheet, row: int, column: int, cell: Cell, formats: _Formats, is_read: bool) -> None:
    if isinstance(cell, str):
        _text(
            to,
            row,
            column,
            cell,
            formats.quoted if safe(cell) != cell else formats.read if is_read else formats.text,
        )
    elif isinstance(cell, datetime.date):
        if cell < FIRST_DAY:
            _text(to, row, column, cell.isoformat(), formats.text)
        else:
            to.write_datetime(row, column, datetime.datetime(cell.year, cell.month, cell.day), formats.date)
    elif cell is not None and math.isfinite(cell):
        to.write_number(
            row,
            column,
            cell,
            formats.kinds.get(type(cell)) or (formats.whole if cell == int(cell) else formats.parts),
        )


def _text(to: Worksheet, row: int, column: int, text: str, style: Format) -> None:
    text = _ILLEGAL.sub("\ufffd", _cut(text, LONGEST))
    if text.startswith("<r>") and text.endswith("</r>"):
        text += " "  # the library takes such a text for markup of its own
    if text:
        to.write_string(row, column, text, style)


def _cut(text: str, most: int) -> str:
    """Returns a text of so many characters in UTF-16 at most, with "…" where it is cut."""
    if len(text) <= most // 2 or len(text.encode("utf-16-le")) // 2 <= most:
        return text
    return text.encode("utf-16-le")[: (most - 1) * 2].decode("utf-16-le", "ignore") + "…"
