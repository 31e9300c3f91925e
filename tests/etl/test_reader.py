"""What is loaded is what was written: properties of the reader over tables, files and bytes of any kind."""

from __future__ import annotations

import csv
import io
from unittest import mock

from hypothesis import example, given, settings
from hypothesis import strategies as st

from etl import read
from tests.etl.made_up import Loaded, load, text_table

# Characters that mean something to some reader of CSV, beside letters of one to four bytes.
ODD = st.sampled_from(list("\",;\t \n'#\\|aAzđếữ0.=-\u200b𝄞"))
TEXT = st.text(
    st.one_of(ODD, st.characters(exclude_characters="\r\0", exclude_categories=["Cs"])), max_size=12
)
SOUND_TEXT = st.text(st.sampled_from(list("\",;' #\\|aAzđếữ0.=-")), max_size=12).map(str.strip)
WIDTH = 3


def written(rows: list[list[str]], quoting: int, line_end: str) -> str:
    stream = io.StringIO()
    csv.writer(stream, quoting=quoting, lineterminator=line_end).writerows([text_table(WIDTH).columns, *rows])
    return stream.getvalue()


def as_loaded(rows: list[list[str]]) -> list[tuple[str | None, ...]]:
    return [tuple(cell or None for cell in row) for row in rows]


def staged(content: bytes, by_line: bool = False) -> Loaded:
    """Loads without judging cells, so that every text comes through."""
    with (
        mock.patch("etl.cells.sound", return_value="true"),
        mock.patch("etl.cells.all_sound", return_value="true"),
        mock.patch("etl.validate._is_no_row", return_value="false"),
        mock.patch("etl.letters.fault", return_value=None),
        mock.patch.object(
            read,
            "_read_by_duckdb",
            **({"return_value": None} if by_line else {"side_effect": read._read_by_duckdb}),
        ),
    ):
        return load(content, text_table(WIDTH))


rows_of = st.lists(st.lists(TEXT, min_size=WIDTH, max_size=WIDTH), max_size=12)
quotings = st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])


@settings(max_examples=150, deadline=None)
@given(
    rows=rows_of,
    quoting=quotings,
    line_end=st.sampled_from(["\n", "\r\n"]),
    has_bom=st.booleans(),
    ends=st.booleans(),
)
@example(rows=[["", "", ""]], quoting=csv.QUOTE_MINIMAL, line_end="\n", has_bom=False, ends=True)
@example(
    rows=[["a\n\nb", '"', ","], ["x", "", ""]],
    quoting=csv.QUOTE_MINIMAL,
    line_end="\r\n",
    has_bom=True,
    ends=False,
)
def test_a_written_table_is_loaded_as_written(
    rows: list[list[str]], quoting: int, line_end: str, has_bom: bool, ends: bool
) -> None:
    text = written(rows, quoting, line_end)
    found = staged((("\ufeff" if has_bom else "") + (text if ends else text.removesuffix(line_end))).encode())
    assert found.problems == []
    assert found.rows == as_loaded(rows)
    starts, line = [], 2
    for row in rows:
        starts.append(line)
        line += 1 + sum(cell.count("\n") for cell in row)
    assert found.lines == starts


@settings(max_examples=100, deadline=None)
@given(rows=st.lists(st.lists(SOUND_TEXT, min_size=WIDTH, max_size=WIDTH), max_size=12), quoting=quotings)
def test_both_ways_of_reading_agree(rows: list[list[str]], quoting: int) -> None:
    content = written(rows, quoting, "\n").encode()
    assert staged(content) == staged(content, by_line=True)


def mutated(draw: st.DrawFn) -> bytes:
    content = bytearray(
        written(
            draw(st.lists(st.lists(TEXT, min_size=WIDTH, max_size=WIDTH), min_size=1, max_size=5)),
            csv.QUOTE_MINIMAL,
            "\n",
        ).encode()
    )
    start = content.index(b"\n") + 1
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(start, len(content)))
        content[at : at + draw(st.integers(0, 2))] = draw(
            st.one_of(
                st.binary(max_size=3),
                st.sampled_from([b'"', b",", b"\r", b"\n", b"\0", b"\xc3", b"\xef\xbb\xbf"]),
            )
        )
    return bytes(content)


@settings(max_examples=120, deadline=None)
@given(
    content=st.one_of(
        st.composite(mutated)(),
        st.binary(max_size=60).map((",".join(text_table(WIDTH).columns) + "\n").encode().__add__),
    )
)
@example(content=b"column_0,column_1,column_2\na,b,\xc3")
@example(content=b"column_0,column_1,column_2\na,b,c,\n")
@example(content=b'column_0,column_1,column_2\n"a,b",b,c,\nd,e,f\n')
@example(content=b'column_0,column_1,column_2\n"a\r\nb",c,d\r\n')
@example(content=b"column_0,column_1,column_2\na,b,c\rd,e,f\n")
@example(content=b'column_0,column_1,column_2\na"b,c,d\n "e",f,g\n')
def test_any_bytes_are_refused_or_loaded_as_they_read(content: bytes) -> None:
    for found in (load(content, text_table(WIDTH)), by_line(content)):
        if not found.problems:
            reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
            _, *rows = [[cell.replace("\r\n", "\n") for cell in row] for row in reader if row]
            assert found.rows == as_loaded(rows)
        for problem in found.problems:
            assert 0 <= problem.line <= content.count(b"\n") + 1


def by_line(content: bytes) -> Loaded:
    with mock.patch.object(read, "_read_by_duckdb", return_value=None):
        return load(content, text_table(WIDTH))


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=300))
def test_a_file_of_any_bytes_without_the_header_is_refused(content: bytes) -> None:
    found = load(content, text_table(WIDTH))
    assert found.rows == []
    assert found.problems


def test_lines_are_right_in_a_file_of_many_blocks() -> None:
    count = 400_000
    content = "column_0,column_1,column_2\n" + "".join(f"{n},đoạn {n},x\n" for n in range(2, count + 2))
    found = load(content.encode(), text_table(WIDTH))
    assert found.lines == list(range(2, count + 2))
    assert all(row[0] == str(line) for row, line in zip(found.rows, found.lines, strict=True))


def test_a_break_far_down_a_long_file_keeps_the_lines_after_it_right() -> None:
    head = "column_0,column_1,column_2\n" + "a,b,c\n" * 120_000
    found = load(f'{head}"x\ny",b,c\na,b\nz,b,c\n'.encode(), text_table(WIDTH))
    assert [(p.line, p.message.split(";")[0]) for p in found.problems] == [
        (120_004, "the row has 2 cells, expected 3")
    ]
    assert found.rows[-1] == ("z", "b", "c")
    assert found.lines[-1] == 120_005


def test_a_line_without_end_is_named_and_not_read_further() -> None:
    for padding in ("", "a,b,c\n" * 10):
        content = f"column_0,column_1,column_2\n{padding}{'x' * (3 << 20)}"
        (problem,) = load(content.encode(), text_table(WIDTH)).problems
        assert problem.line == padding.count("\n") + 2
        assert "longer than a million characters" in problem.message


def test_a_quote_left_open_is_named_where_it_opens_and_hides_no_later_fault() -> None:
    content = 'column_0,column_1,column_2\na,b,c\n"a,b,c\nd,e\n' + "f,g,h\n" * 300
    found = load(content.encode(), text_table(WIDTH))
    assert [(p.line, p.message[:20]) for p in found.problems] == [
        (3, "a quote opened on th"),
        (4, "the row has 2 cells,"),
    ]
    assert len(found.rows) == 301
