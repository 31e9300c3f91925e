"""The table of a card as a file: CSV and Parquet. Decides no rows and no words."""

from __future__ import annotations

import csv
import io
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import IO, NamedTuple

from dashboard.model.card import Card, Table
from dashboard.model.page import Page

CHUNK = 1 << 16  # characters of a file that are held before they go out
BATCH_ROWS = 10_000  # rows of a Parquet file that are held before they go out

# What a spreadsheet would run as a formula: after what it passes over or does not show, and in full-width and
# small forms too; a negative number is none.
_SIGNS = frozenset("=+-@＝＋－＠﹦﹢﹣﹫\t")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
# Controls, blanks, and all that has no width or joins the letter before: marks, directions, variations, tags.
_UNSEEN = frozenset(["Cc", "Cf", "Me", "Mn", "Zl", "Zp", "Zs"])
# Quotation marks, and what shows nothing without belonging to those: fillers, a blank of Braille, and what
# Unicode keeps for further signs that are to be ignored.
_PASSED_OVER = frozenset(
    "'\"“”‘’`´＇＂\u115f\u1160\u2065\u2800\u3164\uffa0"
    + "".join(map(chr, [*range(0xFFF0, 0xFFF9), *range(0xE0000, 0xE1000)]))
)
# Where a program begins a cell of its own within one of ours: after any delimiter that programs split at, and
# after the end of a line: quotation marks hold a cell together only for who splits where we do.
_LINE_ENDS = "\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_DELIMITERS = ",;|\t"
_ENDS_CELL = frozenset(_LINE_ENDS + _DELIMITERS)
_END_OF_CELL = re.compile(rf"\r\n|[{_LINE_ENDS}{_DELIMITERS}]")


class Share(float):
    """A part of a whole, 0 to 1, that is written as a percentage."""


Value = str | float | None


class FlatTable(NamedTuple):
    """A table as it stands in a file: unique names of columns, whether each is of numbers, and rows.

    The rows are read once only.
    """

    header: list[str]
    is_number: list[bool]
    rows: Iterator[list[Value]]


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet could take the text of a cell for a formula."""
    for character in cell:
        if character in _SIGNS or character in "\r\n":
            return not _NUMBER.fullmatch(cell)
        if not _is_passed_over(character):
            return False
    return False


def _is_passed_over(character: str) -> bool:
    return character in _PASSED_OVER or unicodedata.category(character) in _UNSEEN


def _begins_formula(text: str, start: int) -> bool:
    for at in range(start, len(text)):
        if text[at] in _SIGNS:
            return True
        if text[at] in _ENDS_CELL or not _is_passed_over(text[at]):
            return False
    return False


def safe(cell: str) -> str:
    """The text of a cell of a CSV file so that no spreadsheet takes it for a formula, wherever it splits.

    An apostrophe stands before what it could take for one: at the beginning, and after every delimiter and
    end of a line within the text. A number is a number, and as it is.
    """

    def guarded(end: re.Match[str]) -> str:
        return f"{end[0]}'" if _begins_formula(cell, end.end()) else end[0]

    return ("'" if is_formula(cell) else "") + _END_OF_CELL.sub(guarded, cell)


def number(value: float) -> str:
    """A figure as it stands in a file: plain digits, a decimal point, no separators."""
    written = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def csv_chunks(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """A CSV file in chunks, so that memory does not grow with the rows.

    RFC 4180, UTF-8 with a byte order mark, so that Excel reads Vietnamese.
    """
    text = io.StringIO()
    text.write("\ufeff")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([safe(cell) for cell in header])
    for row in rows:
        writer.writerow([safe(cell) for cell in row])
        if text.tell() >= CHUNK:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The same CSV file whole."""
    return b"".join(csv_chunks(header, rows))


def flatten(page: Page, card: Card) -> FlatTable:
    """A card's table as files have it: beside each column of numbers one of their qualifiers.

    Where there is no number, that column has the state in words.

    A card without a table is one column of its title, with the sentence that says why.
    """
    if card.table is None:
        return FlatTable([card.title], [False], iter([[card.empty]] if card.empty else []))
    has_numbers = card.table.has_numbers
    header: list[str] = []
    for label, is_number in zip((c.label for c in card.table.columns), has_numbers, strict=True):
        header += [label, page.say("file_qualifier", column=label)] if is_number else [label]
    kinds = [kind for is_number in has_numbers for kind in ((True, False) if is_number else (False,))]
    return FlatTable(_unique_names(header), kinds, _rows(card.table, page.labels["observations.qualifier"]))


def _rows(table: Table, qualifiers: Mapping[str, str]) -> Iterator[list[Value]]:
    for line in table.rows:
        row: list[Value] = []
        for cell, is_number in zip(line.cells, table.has_numbers, strict=True):
            if isinstance(cell, str):
                row += [None, cell] if is_number else [cell]
            else:
                has_value = cell.value is not None and math.isfinite(cell.value)
                value = (
                    (Share if cell.written.endswith("%") else float)(cell.value or 0) if has_value else None
                )
                row += [value, qualifiers.get(cell.qualifier, cell.qualifier)]
        yield row


def _unique_names(header: list[str]) -> list[str]:
    """Names of columns, repeated ones with a number, so that each is found by its name."""
    n_used: Counter[str] = Counter()
    names: list[str] = []
    for label in header:
        n_used[label] += 1
        name = label if n_used[label] == 1 else f"{label} ({n_used[label]})"
        while name in names:
            n_used[label] += 1
            name = f"{label} ({n_used[label]})"
        names.append(name)
    return names


def card_csv(page: Page, card: Card) -> bytes:
    """A card's table as a CSV file, and nothing but the table: one header, then rows of as many cells.

    Its provenance stands beside it. A head of "#" lines is no part of RFC 4180: Excel shows it as the header
    of a crooked table and pandas fails on it. Rows after an empty one leave Excel's table alone, but pandas
    skips the empty line and makes text of every column of numbers. Columns with the same release in every row
    are data that nobody measured. So the file's name has page, card, release and its date
    (provenance.file_name), a package with it has everything else (provenance.package, a Frictionless Data
    Package, as data/ is), and who wants one file that holds both takes the XLSX or the Parquet file.
    """
    return b"".join(card_csv_chunks(page, card))


def card_csv_chunks(page: Page, card: Card) -> Iterator[bytes]:
    """The same CSV file in chunks."""
    table = flatten(page, card)
    return csv_chunks(
        table.header,
        (["" if v is None else v if isinstance(v, str) else number(v) for v in row] for row in table.rows),
    )


def card_parquet(page: Page, card: Card, metadata: Mapping[str, str]) -> bytes:
    """A card's table as a Parquet file: doubles, strings, nulls where there is none, and its metadata."""
    stream = io.BytesIO()
    write_parquet(stream, flatten(page, card), metadata)
    return stream.getvalue()


def write_parquet(stream: IO[bytes], table: FlatTable, metadata: Mapping[str, str]) -> None:
    """Write a table as a Parquet file with this metadata; memory does not grow with the rows."""
    import pyarrow as pa  # only who asks for such a file waits for it
    from pyarrow import parquet

    fields = [
        pa.field(name, pa.float64() if is_number else pa.string())
        for name, is_number in zip(table.header, table.is_number, strict=True)
    ]
    schema = pa.schema(fields, metadata=dict(metadata))
    with parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        while rows := list(islice(table.rows, BATCH_ROWS)):
            columns = [
                pa.array(column, field.type)
                for column, field in zip(zip(*rows, strict=True), fields, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))
