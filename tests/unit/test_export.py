"""What leaves as a file: no cell that a spreadsheet would run, numbers as they are, and CSV that Excel,
Python and pandas read alike.
"""

from __future__ import annotations

import csv
import io
import re
import tracemalloc
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Literal

import duckdb
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.files import tables
from dashboard.files.tables import Share, csv_bytes, csv_chunks, number, safe
from dashboard.model.card import Card, Column, Quantity, Row, Table
from dashboard.model.page import Page
from tests import opening

RUN = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    '=HYPERLINK("http://x","y")',
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
    "\nx",
    "\u200b=1",
    "\ufeff=1",
    "\u2060\u200d+1",
    "\u00ad@x",
    "\u202e=1",
    "\x00=1",
    "\u3164-x",
    "＂=1",
    "`=1",
    "\u00a0'\u200b＝1",
    "﹦1",
    "\u200b\tx",
    "-٣",
]
KEPT = [
    "",
    "0",
    "12",
    "-5",
    "-5.25",
    "1.700",
    "≈1.700",
    "≥3",
    "Hội Tin học",
    "a=b",
    "a-b",
    "2017–2022",
    "…–2017",
    "–",
    "1+1",
    "x@y",
    "(=1)",
    "'quoted'",
    "Nhiệm kỳ 2",
]


@pytest.mark.parametrize("cell", RUN)
def test_what_would_run_becomes_text(cell: str) -> None:
    """An apostrophe before it makes a spreadsheet show the cell as it is written; one more stands where a
    line ends, or a program may split, before the formula.
    """
    assert re.sub("(?<=[\t\r\n])'(?==)", "", safe(cell)) == f"'{cell}"


def test_nothing_that_is_not_seen_hides_a_formula() -> None:
    """Each mark without width, of whichever kind, and what Unicode keeps for more of them."""
    unseen = [
        c
        for c in map(chr, range(0x110000))
        if unicodedata.category(c) in ("Mn", "Me", "Cf", "Zs", "Zl", "Zp")
        or c in "\u2065\u115f\u3164\u2800"
        or 0xFFF0 <= ord(c) < 0xFFF9
        or 0xE0000 <= ord(c) < 0xE1000
    ]
    assert len(unseen) > 5000
    assert [c for c in unseen if not safe(f"{c}=1").startswith("'")] == []
    assert [c for c in unseen if safe(f"x;{c}=1") not in (f"x;'{c}=1", f"x;{c}'=1")] == []


@pytest.mark.parametrize("cell", KEPT)
def test_what_cannot_run_stays(cell: str) -> None:
    """Negative numbers among them."""
    assert safe(cell) == cell


@given(st.text())
@example("\ufeff\u200b=1")
def test_no_safe_cell_begins_a_formula(cell: str) -> None:
    """Whatever the text: after blanks no sign that begins a formula stands first, but before a plain number;
    apostrophes are all that is added.
    """
    made = safe(cell)
    assert made.replace("'", "") == cell.replace("'", "")
    first = made.strip().strip("\u200b\u200c\u200d\u2060\ufeff\u00ad")[:1]
    assert first not in set("=+@＝＋－＠﹦﹢﹣﹫")
    assert first != "-" or float(made) < 0 or float(made) == 0
    assert not made.startswith(("\t", "\r", "\n"))


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("x;=1+1", "x;'=1+1"),
        ("x; =1+1", "x;' =1+1"),
        ('x;"=1+1"', 'x;\'"=1+1"'),
        ("x;\u200b@SUM(A1)", "x;'\u200b@SUM(A1)"),
        ("x\t=1+1", "x\t'=1+1"),
        ("x|+1", "x|'+1"),
        ("x,-y", "x,'-y"),
        ("x;-5", "x;'-5"),
        ("x\n=1", "x\n'=1"),
        ("x\r\n=1", "x\r\n'=1"),
        ("x\n\n@y", "x\n\n'@y"),
        ("x;\ty", "x;'\ty"),
        ("x;;=1;=2", "x;;'=1;'=2"),
        ("=1;=2", "'=1;'=2"),
    ],
)
def test_what_would_run_after_a_delimiter_becomes_text(cell: str, written: str) -> None:
    """Excel of a country that writes 4,5 splits at semicolons, and takes a quotation mark that does not begin
    its own cell as a sign like any other.
    """
    assert safe(cell) == written


@pytest.mark.parametrize(
    "cell",
    [
        "Kinh phí hạn chế; cán bộ kiêm nhiệm",
        "Kinh phí; Trụ sở; Cán bộ",
        "2017–2022; 2022–2027",
        "1.700; 1.850",
        "a\r\n\r\nb",
        "a\tb",
        "Đoàn kết, sáng tạo: +12%",
        'Chủ đề:\n"Đổi mới";"Đoàn kết"',
        "T.P. Hà Nội - Hải Phòng",
        "≥3; ≈5",
        "x;",
        "http://x.vn/?a=1;b=2",
    ],
)
def test_prose_with_delimiters_stays(cell: str) -> None:
    assert safe(cell) == cell


DELIMITED = st.text(
    st.sampled_from(" a1=+-@'\";,|\t\r\n\u200b＝–ệ") | st.characters(exclude_categories=["Cs"])
)


@given(st.lists(st.lists(DELIMITED, min_size=1, max_size=3), max_size=3))
@example([['x;"=1"', 'y";@z', "a\tb;\r+1"]])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_NONE])
def test_no_cell_begins_a_formula_wherever_a_program_splits(
    quoting: Literal[0, 3], delimiter: str, rows: list[list[str]]
) -> None:
    """Whichever delimiter it goes by, and whether it minds quotes or not."""
    written = csv_bytes(["Tổ chức"], [["Hội", *row] for row in rows]).decode("utf-8-sig")
    read = csv.reader(io.StringIO(written, newline=""), delimiter=delimiter, quoting=quoting)
    for line in read:
        for cell in line:
            # An end of our own line is no part of a cell, where a program takes it for one.
            begins = re.match(r'[\s\u200b"]*[=+\-@＝]|\t|\r(?!\n)', cell)
            assert not begins or re.fullmatch(r"-[0-9]+(\.[0-9]+)?", cell), (cell, line)


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
    [
        (0, "0"),
        (1700, "1700"),
        (1_234_567.25, "1234567.25"),
        (0.1 + 0.2, "0.3"),
        (-0.125, "-0.125"),
        (618 / 15, "41.2"),
        (1e12, "1000000000000"),
        (100.0, "100"),
        (1 / 3, "0.333333"),
        (-0.0, "0"),
        (-1e-9, "0"),
    ],
)
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


# Cards as files

TABLE = Table(
    [
        Column("organization", "Organization"),
        Column("members", "Members"),
        Column("note", "Note"),
        Column("members-before", "Members"),
    ],
    [
        Row("a", ["=1+1", Quantity("≈1,700", 1700.0, "about"), "as of 2018", "x"], "members~a"),
        Row("b", ["Đắk Lắk", "not mentioned", "", ""], "members~b"),
        Row("c", ["C", Quantity("-12.5%", -0.125, "exact"), "@x", ""]),
        Row("d", ["D", Quantity("", None, "unstated"), "-5", ""]),
        Row("e", ["E", Quantity("", float("nan"), "exact"), "", ""]),
    ],
)
CARD = Card("ranking", "Title", table=TABLE)


@pytest.fixture
def page() -> Page:
    return opening.page("membership", opening.selection(language="en"))


def test_a_card_as_csv_is_a_table_and_nothing_else(page: Page) -> None:
    """One header, rows of as many cells; numbers plain, their qualifier or the state beside them; columns
    called alike are told apart.
    """
    read = list(csv.reader(io.StringIO(tables.card_csv(page, CARD).decode("utf-8-sig"), newline="")))
    assert read == [
        ["Organization", "Members", "Members: qualifier", "Note", "Members (2)"],
        ["'=1+1", "1700", "about", "as of 2018", "x"],
        ["Đắk Lắk", "", "not mentioned", "", ""],
        ["C", "-0.125", "exact", "'@x", ""],
        ["D", "", "reported, no number given", "-5", ""],
        ["E", "", "exact", "", ""],
    ]


def test_pandas_finds_numbers_in_a_card_as_csv(page: Page) -> None:
    """Nothing above or below the table makes text of its numbers."""
    read = pd.read_csv(io.BytesIO(tables.card_csv(page, CARD)), encoding="utf-8-sig")
    assert read["Members"].dtype == "float64"
    assert read["Members"].dropna().tolist() == [1700, -0.125]


def test_a_card_without_a_table_says_why(page: Page) -> None:
    assert (
        tables.card_csv(page, Card("series", "Over time", empty="Nobody reports two terms."))
        == "\ufeffOver time\r\nNobody reports two terms.\r\n".encode()
    )
    assert (
        tables.card_csv(
            page, Card("series", "Over time", table=Table([Column("a", "a"), Column("b", "b")], []))
        )
        == "\ufeffa,b\r\n".encode()
    )


def test_a_card_as_parquet_has_types_and_says_where_it_is_from(page: Page, tmp_path: Path) -> None:
    """DuckDB, which is not what wrote it, reads doubles and strings, nulls where nothing is, and the
    metadata; text is as it is, no cell is run there.
    """
    path = tmp_path / "card.parquet"
    path.write_bytes(tables.card_parquet(page, CARD, {"release": "it's", "selection": "Đắk Lắk"}))
    with duckdb.connect() as connection:
        found = connection.execute("FROM read_parquet(?)", [str(path)])
        assert [(name, str(kind)) for name, kind, *_ in found.description or []] == [
            ("Organization", "VARCHAR"),
            ("Members", "DOUBLE"),
            ("Members: qualifier", "VARCHAR"),
            ("Note", "VARCHAR"),
            ("Members (2)", "VARCHAR"),
        ]
        rows = found.fetchall()
        assert [row[:3] for row in rows] == [
            ("=1+1", 1700, "about"),
            ("Đắk Lắk", None, "not mentioned"),
            ("C", -0.125, "exact"),
            ("D", None, "reported, no number given"),
            ("E", None, "exact"),
        ]
        known = dict(
            connection.execute(
                "SELECT decode(key), decode(value) FROM parquet_kv_metadata(?)", [str(path)]
            ).fetchall()
        )
    assert known["release"] == "it's"
    assert known["selection"] == "Đắk Lắk"


def test_an_empty_table_as_parquet_keeps_its_columns(page: Page) -> None:
    read = pd.read_parquet(
        io.BytesIO(
            tables.card_parquet(
                page, Card("series", "T", table=Table([Column("a", "a"), Column("b", "b")], [])), {}
            )
        )
    )
    assert (list(read.columns), len(read)) == (["a", "b"], 0)


def test_a_share_is_told_from_a_number(page: Page) -> None:
    """A figure that is written as a percentage is a share in a file too."""
    values = [row[1] for row in tables.flatten(page, CARD).rows]
    assert [isinstance(value, Share) for value in values] == [False, False, True, False, False]


def test_what_is_held_does_not_grow_with_the_rows() -> None:
    """A hundred thousand rows go out in parts: never are more than some parts of them held."""

    def rows() -> Iterator[list[str]]:
        for n in range(100_000):
            yield ["Hội Tin học", str(n)]

    tracemalloc.start()
    n_bytes = sum(len(chunk) for chunk in csv_chunks(["a", "b"], rows()))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert n_bytes > 1_900_000
    assert most < 1_000_000


def test_parts_are_the_whole() -> None:
    rows = [[f"Đắk Lắk {n}", "x" * 50] for n in range(5_000)]
    parts = list(csv_chunks(["a", "b"], rows))
    assert len(parts) > 1
    assert (
        b"".join(parts)
        == ("\ufeff" + "".join(",".join(row) + "\r\n" for row in [["a", "b"], *rows])).encode()
    )
