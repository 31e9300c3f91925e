"""Excel files as another library reads them: numbers, dates and text are what they were, nothing is a
formula, and names of sheets are allowed.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.files import spreadsheet
from dashboard.files.spreadsheet import Cell, Ordinal, Sheet
from dashboard.files.tables import Share
from tests.unit.test_export import RUN

AT = datetime.datetime(2026, 11, 3)
# Held in memory, and row by row through temporary files.
WAYS = pytest.mark.parametrize("n_rows", [0, spreadsheet.MAX_ROWS_IN_MEMORY + 1], ids=["held", "streamed"])


def written(sheets: Iterable[Sheet], n_rows: int = 0) -> openpyxl.Workbook:
    stream = io.BytesIO()
    spreadsheet.write(stream, sheets, {"title": "Tiêu đề", "comments": "x" * 300}, AT, "vi", n_rows)
    return openpyxl.load_workbook(stream)


def cells(rows: Sequence[Sequence[Cell]], n_rows: int = 0) -> Worksheet:
    return written([Sheet("Số liệu", ["một", "hai", "ba"], rows)], n_rows)["Số liệu"]


@WAYS
def test_a_cell_is_what_it_was(n_rows: int) -> None:
    """Numbers with the format of their kind, whole dates as dates, what is missing as an empty cell."""
    sheet = cells(
        [
            [1700.0, -5, Decimal("4.5")],
            [Share(0.125), datetime.date(2017, 5, 6), "2017-05"],
            [None, float("nan"), "Đắk Lắk"],
            [Ordinal(2020), None, None],
        ],
        n_rows,
    )
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        [1700, -5, 4.5],
        [0.125, datetime.datetime(2017, 5, 6), "2017-05"],
        [None, None, "Đắk Lắk"],
        [2020, None, None],
    ]
    assert [sheet[place].data_type for place in ("A2", "B2", "C2", "A3", "B3", "C3", "C4")] == [
        "n",
        "n",
        "n",
        "n",
        "d",
        "s",
        "s",
    ]
    assert [sheet[place].number_format for place in ("A2", "B2", "C2", "A3", "B3", "A5")] == [
        "#,##0",
        "#,##0",
        "#,##0.####",
        "0.0##%",
        "dd/mm/yyyy",
        "0",
    ]


@WAYS
def test_a_sheet_prints_as_wide_as_a_page(n_rows: int) -> None:
    """A4 across, all columns on one page and the header on each, and what it is of at the foot."""
    sheet = cells([["Đắk Lắk", 1, 2]], n_rows)
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (
        1,
        0,
    )  # one in width is what is not written
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.oddFooter.left.text == "&F"


@WAYS
def test_nothing_is_a_formula(n_rows: int) -> None:
    """What would run is text as it is written, marked so that it stays text when somebody edits it; an
    address is no link that opens.
    """
    hostile = [
        *RUN,
        "{=1+1}",
        '=HYPERLINK("http://x")',
        "https://x.example/?a=b",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "<r><t>x</t></r>",
        "</t></is></c>",
        "&amp;",
    ]
    sheet = cells([[text] for text in hostile], n_rows)
    read = [sheet.cell(row, 1) for row in range(2, len(hostile) + 2)]
    assert {cell.data_type for cell in read} == {"s"}
    assert all(cell.hyperlink is None for cell in read)
    assert all(cell.quotePrefix for cell in read[: len(RUN)])
    # A blank after what the library would take for markup is the price of its staying text.
    assert [cell.value.rstrip(" ") for cell in read[len(RUN) :]] == hostile[len(RUN) :]
    assert [cell.value for cell in read[:3]] == RUN[:3]


@given(st.lists(st.text(st.characters(blacklist_categories=("Cs",)), max_size=30), min_size=1, max_size=5))
def test_every_text_can_be_written(texts: list[str]) -> None:
    """Whatever stands in a cell, the file can be read, and the text is there where XML can hold it."""
    for n_rows in (0, spreadsheet.MAX_ROWS_IN_MEMORY + 1):
        sheet = cells([[text] for text in texts], n_rows)
        for at, text in enumerate(texts, 2):
            if text.isprintable() and text.strip() == text and "\ufffe" not in text and "\uffff" not in text:
                assert (sheet.cell(at, 1).value or "").rstrip(" ") == text


def test_every_text_can_name_a_sheet_and_a_file() -> None:
    """Also what no XML may hold: labels and titles are those of a release, which may be older than a rule."""
    every = "".join(map(chr, [0xFFFE, 0xFFFF, *range(0x20), *range(0x7F, 0xA0), 0x1FFFF])) + "<&>\"']]>"
    stream = io.BytesIO()
    sheet = Sheet(every, [every], [[every]])
    spreadsheet.write(stream, [sheet, sheet], {"title": every, "comments": every}, AT, "vi", 0)
    with zipfile.ZipFile(stream) as book:
        parts = [name for name in book.namelist() if name.endswith((".xml", ".rels"))]
        assert [ElementTree.fromstring(book.read(name)) is not None for name in parts]


def test_a_text_too_long_for_a_cell_is_cut_with_a_mark() -> None:
    """Excel holds 32,767 characters, two for a letter outside the first plane; what is longer does not
    vanish.
    """
    sheet = cells([["x" * 40_000, "𝔸" * 20_000, "x" * spreadsheet.MAX_CELL_LENGTH]])
    one, two, three = (sheet.cell(2, n).value for n in (1, 2, 3))
    assert (len(one), one[-1]) == (spreadsheet.MAX_CELL_LENGTH, "…")
    assert (len(two), two[-1]) == (16_384, "…")
    assert three == "x" * spreadsheet.MAX_CELL_LENGTH


def test_a_date_before_excels_calendar_is_text() -> None:
    sheet = cells([[datetime.date(1900, 2, 28), datetime.date(1900, 3, 1)]])
    assert [cell.value for cell in sheet[2]][:2] == ["1900-02-28", datetime.datetime(1900, 3, 1)]


def test_a_sheet_is_ready_to_be_read() -> None:
    """A bold header that stays in view, columns as wide as what stands in them, a filter; properties no
    longer than Excel takes.
    """
    book = written(
        [Sheet("Số liệu", ["một", "hai"], [["Liên hiệp các Hội Khoa học và Kỹ thuật", 1], ["x", 2]])]
    )
    sheet = book["Số liệu"]
    assert sheet.freeze_panes == "A2"
    assert all(cell.font.bold for cell in sheet[1])
    assert 35 < sheet.column_dimensions["A"].width < 50 > sheet.column_dimensions["B"].width
    assert sheet.auto_filter.ref == "A1:B3"
    assert book.properties.title == "Tiêu đề"
    assert len(book.properties.description) == 255


def test_what_one_sheet_cannot_hold_goes_on_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """No row is lost, and every sheet has the header; one that is just full is not followed by an empty
    one.
    """
    monkeypatch.setattr(spreadsheet, "MAX_ROWS", 4)
    book = written(
        [Sheet("Data", ["n"], ([n] for n in range(7))), Sheet("Full", ["n"], [[n] for n in range(3)])]
    )
    assert book.sheetnames == ["Data", "Data (2)", "Data (3)", "Full"]
    assert [[cell.value for (cell,) in sheet.iter_rows()] for sheet in book] == [
        ["n", 0, 1, 2],
        ["n", 3, 4, 5],
        ["n", 6],
        ["n", 0, 1, 2],
    ]


@given(st.lists(st.text(st.characters(blacklist_categories=("Cs",)), max_size=40), min_size=1, max_size=6))
def test_every_name_of_a_sheet_is_allowed(wanted: list[str]) -> None:
    """At most 31 characters, no sign that Excel refuses, no apostrophe at an end, not its own name, and told
    apart whatever the case.
    """
    taken: set[str] = set()
    names = [spreadsheet.sheet_name(name, taken) for name in wanted]
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name.strip("'") == name
        assert name.casefold() != "history"


def test_pandas_reads_it() -> None:
    stream = io.BytesIO()
    spreadsheet.write(
        stream, [Sheet("Data", ["tên", "số"], [["=1+1", -5.0], ["Đắk Lắk", 1.5]])], {}, AT, "en"
    )
    read = pd.read_excel(stream, sheet_name="Data")
    assert read["số"].tolist() == [-5, 1.5]
    assert read["tên"].tolist() == ["=1+1", "Đắk Lắk"]
