"""Excel files whose numbers are numbers, dates dates and text never a formula. Decides no rows, no words."""

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

from dashboard.files.tables import Share, is_formula
from dashboard.words.languages import LANGUAGES

Cell = str | float | int | Decimal | datetime.date | None

MAX_ROWS_IN_MEMORY = 20_000  # of a file
MAX_ROWS = 1_048_576  # of a sheet, the header among them
MAX_CELL_LENGTH = 32_767  # characters of a cell, in UTF-16
MAX_NAME_LENGTH = 31  # characters of a sheet's name
MAX_PROPERTY_LENGTH = 255  # characters of a property of the file
WIDTHS = (8, 60)  # of columns, in characters
MEASURED_ROWS = 500  # rows whose cells decide how wide a column is
FIRST_DAY = datetime.date(1900, 3, 1)  # before it Excel's calendar has a day that never was

WHOLE, PARTS, PERCENT, ORDINAL = "#,##0", "#,##0.####", "0.0##%", "0"
A4 = 9
FOOTER = "&L&F&R&P / &N"  # the file's name, which says of what and of which release it is; page of pages

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f\ufffe\uffff]")
_ILLEGAL = re.compile("[\ufffe\uffff]")  # no XML file holds them


class Ordinal(int):
    """An ordinal number, such as a term's: written without separators."""


class Sheet(NamedTuple):
    """A sheet: its name, its header and its rows, which are read once. One of prose wraps its long texts."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    is_prose: bool = False


def write(
    stream: IO[bytes],
    sheets: Iterable[Sheet],
    properties: Mapping[str, str],
    created_at: datetime.datetime,
    language: str,
    n_rows: int = 0,
) -> None:
    """Write an Excel file: of each sheet a bold header that stays in view, and its rows.

    Rows go on in a further sheet where one is full. `n_rows` is about how many there are in all: more than
    MAX_ROWS_IN_MEMORY go to temporary files as they come, so that memory does not grow with them; fewer are
    held, which is faster.
    """
    book = Workbook(
        stream,
        {
            "constant_memory": n_rows > MAX_ROWS_IN_MEMORY,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "use_zip64": True,
        },
    )
    book.set_properties(
        {key: _shorten(_ILLEGAL.sub("", text), MAX_PROPERTY_LENGTH) for key, text in properties.items()}
        | {"created": created_at}
    )
    taken: set[str] = set()
    formats = _Formats(book, language)
    for sheet in sheets:
        rows = iter(sheet.rows)
        while True:
            is_full = _write_sheet(book.add_worksheet(sheet_name(sheet.name, taken)), sheet, rows, formats)
            left = next(rows, None) if is_full else None
            if left is None:
                break
            rows = chain([left], rows)
    book.close()


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that Excel accepts for a sheet and that is not among those taken, to which it is added."""
    clean = " ".join(_FORBIDDEN.sub(" ", wanted).split()).strip("'") or "1"
    short, n = _shorten(clean, MAX_NAME_LENGTH).rstrip("' "), 1
    while short.casefold() in taken or short.casefold() == "history":
        n += 1
        ending = f" ({n})"
        short = _shorten(clean, MAX_NAME_LENGTH - len(ending)).rstrip("' ") + ending
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
        self.prose: Format = book.add_format({"valign": "top", "text_wrap": True})
        # Excel would take such a text for a formula when somebody edits the cell: the mark of a text goes
        # with it, and is not part of it.
        self.quoted: Format = book.add_format({"valign": "top", "quote_prefix": True})


def _write_sheet(to: Worksheet, sheet: Sheet, rows: Iterable[Sequence[Cell]], formats: _Formats) -> bool:
    """Write rows until there are none or the sheet is full. Whether it is full."""
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
            _cell(to, at, n, cell, formats, sheet.is_prose)
            if at <= MEASURED_ROWS:
                widths[n] = max(widths[n], min(widest, len(str(cell)) + 2)) if cell is not None else widths[n]
        if at == MAX_ROWS - 1:
            break
    for n, width in enumerate(widths):
        to.set_column(n, n, width)
    if at and sheet.header and not sheet.is_prose:
        to.autofilter(0, 0, at, len(sheet.header) - 1)
    return at == MAX_ROWS - 1


def _cell(to: Worksheet, row: int, column: int, cell: Cell, formats: _Formats, is_prose: bool) -> None:
    if isinstance(cell, str):
        _text(
            to,
            row,
            column,
            cell,
            formats.quoted if is_formula(cell) else formats.prose if is_prose else formats.text,
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
    text = _ILLEGAL.sub("\ufffd", _shorten(text, MAX_CELL_LENGTH))
    if text.startswith("<r>") and text.endswith("</r>"):
        text += " "  # the library takes such a text for markup of its own
    if text:
        to.write_string(row, column, text, style)


def _shorten(text: str, limit: int) -> str:
    """A text of so many characters in UTF-16 at most, with "…" where it is cut."""
    if len(text) <= limit // 2 or len(text.encode("utf-16-le")) // 2 <= limit:
        return text
    return text.encode("utf-16-le")[: (limit - 1) * 2].decode("utf-16-le", "ignore") + "…"
