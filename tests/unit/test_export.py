"""What leaves as a file: no cell that a spreadsheet would run, numbers as they are, and CSV that Excel, Python and pandas read alike."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.export import csv_bytes, number, safe

RUN = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "=HYPERLINK(\"http://x\",\"y\")",
    "=cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\tx",
    "\rx",
    "\n=1",
    "  =1+1",
    "\u00a0=1",
    "\u3000=1",
    '"=1+1"',
    "'=1+1",
    "''=1",
    "“=1",
    "‘=1",
    " ' \"=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    " ＝1",
    "=",
    "-",
    "--1",
    "-1 2",
    "-1\n",
    "-x",
    "+5",
    "-1,5",
    "-.5",
    " -",
]  # fmt: skip
KEPT = ["", "0", "12", "-5", "-5.25", "1.700", "≈1.700", "≥3", "Hội Tin học", "a=b", "a-b", "2017–2022", "…–2017", "–", "1+1", "x@y", "(=1)", "'quoted'", "Nhiệm kỳ 2"]  # fmt: skip


@pytest.mark.parametrize("cell", RUN)
def test_what_would_run_becomes_text(cell: str) -> None:
    """An apostrophe before it makes a spreadsheet show the cell as it is written."""
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", KEPT)
def test_what_cannot_run_stays(cell: str) -> None:
    """Negative numbers among them."""
    assert safe(cell) == cell


@given(st.text())
def test_no_safe_cell_begins_a_formula(cell: str) -> None:
    """Whatever the text: after blanks no sign that begins a formula stands first, but before a plain number; nothing else is changed."""
    made = safe(cell)
    assert made in (cell, f"'{cell}")
    first = made.strip()[:1]
    assert first not in set("=+@＝＋－＠")
    assert first != "-" or float(made) < 0 or float(made) == 0
    assert not made.startswith(("\t", "\r"))


@given(st.integers() | st.decimals(-(10**9), 10**9, places=2))
def test_numbers_stay_numbers(number: int | Decimal) -> None:
    written = f"{Decimal(number):f}"
    assert safe(written) == written


def test_a_file_begins_with_a_mark_for_excel_and_ends_its_lines_as_the_standard_says() -> None:
    """UTF-8 with a byte order mark; CR LF after every row, the last too."""
    written = csv_bytes(["Tổ chức", "n"], [["Hội Tin học", "1"], ["Đắk Lắk", "-2"]])
    assert written.startswith(b"\xef\xbb\xbf")
    assert written.count(b"\xef\xbb\xbf") == 1
    assert written == "\ufeffTổ chức,n\r\nHội Tin học,1\r\nĐắk Lắk,-2\r\n".encode()


def test_a_header_begins_no_formula_either() -> None:
    """A column is called as the data calls it."""
    assert csv_bytes(["=1+1", "a"], []) == "\ufeff'=1+1,a\r\n".encode()


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "0"), (1700, "1700"), (1_234_567.25, "1234567.25"), (0.1 + 0.2, "0.3"), (-0.125, "-0.125"), (618 / 15, "41.2"), (1e12, "1000000000000"), (100.0, "100"), (1 / 3, "0.333333")],
)  # fmt: skip
def test_a_figure_is_plain_digits(value: float, written: str) -> None:
    """No separators, no mark, no exponent: what a spreadsheet of any language takes for that number."""
    assert number(value) == written
    assert safe(written) == written


@given(st.integers(-(10**12), 10**12) | st.decimals(-(10**9), 10**9, places=4).map(float))
def test_a_figure_reads_back(value: float) -> None:
    assert float(number(value)) == pytest.approx(value, abs=1e-6)


def test_nothing_to_write_is_a_header() -> None:
    assert csv_bytes(["a", "b"], []) == "\ufeffa,b\r\n".encode()


CELLS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00"))


@given(st.lists(st.tuples(CELLS, CELLS), max_size=8))
def test_what_is_written_is_read_back(rows: list[tuple[str, str]]) -> None:
    """Commas, quotes and line ends inside a cell come back from Python's own reader, as the safe text."""
    written = csv_bytes(["một", "hai"], rows).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(written, newline="")))
    assert read == [["một", "hai"], *([safe(one), safe(two)] for one, two in rows)]


def test_pandas_reads_it_as_it_is_meant() -> None:
    """A negative number is a number, text with commas and quotes is one cell, and a formula is text."""
    written = csv_bytes(["Tên", "số"], [['Hội "A", B', "-5"], ["Câu lạc bộ\nhai dòng", "1.5"], ["=1+1", "0"]])
    read = pd.read_csv(io.BytesIO(written), encoding="utf-8-sig")
    assert list(read.columns) == ["Tên", "số"]
    assert list(read["số"]) == [-5, 1.5, 0]
    assert list(read["Tên"]) == ['Hội "A", B', "Câu lạc bộ\nhai dòng", "'=1+1"]
