"""What leaves the dashboard as a file: CSV that Excel reads as it is meant. Decides no rows and no words."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

# What a spreadsheet would run as a formula, after blanks or quotes and in full-width forms too; a negative number is none.
_FORMULA = re.compile(r"[\s'\"“”‘’]*[=+\-@＝＋－＠\t\r]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def safe(cell: str) -> str:
    """Returns the text of a cell so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


def number(value: float) -> str:
    """Returns a figure as it stands in a file: plain digits, a decimal point, no separators."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Returns a CSV file (RFC 4180, UTF-8 with BOM, so that Excel reads Vietnamese)."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([safe(cell) for cell in row] for row in (header, *rows))
    return "\ufeff".encode() + text.getvalue().encode()
