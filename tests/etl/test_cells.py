"""Numbers, dates, codes and references: each bad input of the coder's table gets its answer at its line and
column."""

from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from etl import cells, schema
from etl.problems import DataError, Problem
from tests.etl.folder import DataFolder, resource
from tests.etl.made_up import load, table_of

NUMBER = schema.Field("number", "number", {}, {})
INTEGER = schema.Field("integer", "integer", {}, {})
DATE = schema.Field(
    "date",
    "string",
    {},
    {},
    pattern=r"^(19|20)\d{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$",
    is_partial_date=True,
)
NOTE = schema.Field("note", "string", {}, {})

almost_numbers = st.one_of(
    st.integers().map(str),
    st.decimals(allow_nan=False, allow_infinity=False).map(str),
    st.decimals(-99999, 99999, places=3).map(str),
    st.text(st.sampled_from("0123456789.,-+eE ٣०≈'_"), min_size=1, max_size=10),
    st.text(min_size=1, max_size=5).filter(lambda t: not set(t) & set('",\r\n\0') and t.isprintable()),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(almost_numbers, min_size=1, max_size=40))
@example(
    [
        "1.700",
        "1700",
        "0",
        "-0",
        "007",
        "1e3",
        "1e400",
        "9" * 400,
        "NaN",
        "inf",
        "0x10",
        "1_000",
        "4.5",
        "4.50",
        "0.12345",
        "٣",
        "²",
        "99999999999999.9999",
    ]
)
@example(
    [
        "2147483648",
        "999999999",
        "-999999999",
        "1000000000",
        "1.0",
        "-1.5",
        ".5",
        "5.",
        "+5",
        "00",
        "00.5",
        "true",
    ]
)
def test_a_number_is_loaded_exactly_or_refused_where_it_stands(written: list[str]) -> None:
    lines = [f'"{text}","{text}",x' for text in written]
    found = load("\n".join(["number,integer,note", *lines, ""]).encode(), table_of(NUMBER, INTEGER, NOTE))
    assert found.lines == list(range(2, len(written) + 2))
    refused = {(p.line, p.column): p for p in found.problems}
    for line, text, row in zip(found.lines, written, found.rows, strict=True):
        for column, value in zip(("number", "integer"), row, strict=False):
            if (line, column) in refused:
                assert value is None
                assert refused[line, column].value == text
            else:
                assert re.fullmatch(r"-?[0-9]+(\.[0-9]{1,4})?", text)
                assert Decimal(value) == Decimal(text)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(-999_999_999, 999_999_999), min_size=1, max_size=60),
    st.lists(st.decimals(-99999999, 99999999, places=4), min_size=1),
)
def test_no_plain_number_is_refused(integers: list[int], decimals: list[Decimal]) -> None:
    count = min(len(integers), len(decimals))
    lines = [f"{d:f},{i},x" for d, i in zip(decimals, integers, strict=False)]
    found = load("\n".join(["number,integer,note", *lines, ""]).encode(), table_of(NUMBER, INTEGER, NOTE))
    assert found.problems == []
    assert [row[:2] for row in found.rows] == [(decimals[n], integers[n]) for n in range(count)]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text("0123456789-/", min_size=1, max_size=10), st.dates(datetime.date(1890, 1, 1)).map(str)
        ),
        min_size=1,
        max_size=40,
    )
)
@example(
    [
        "2020-02-29",
        "2019-02-29",
        "2020-02-30",
        "2017-13",
        "2017-00",
        "2017-1",
        "31/02/2020",
        "08/8/2015",
        "6-5-2017",
        "2017",
        "1899",
        "2100",
    ]
)
def test_a_date_is_a_day_month_or_year_of_the_calendar(written: list[str]) -> None:
    found = load(
        "\n".join(["date,note", *(f"{text},x" for text in written), ""]).encode(), table_of(DATE, NOTE)
    )
    refused = {p.line for p in found.problems}
    for line, text in enumerate(written, 2):
        parts = (
            [int(part) for part in text.split("-")] if re.fullmatch(r"(19|20)\d\d(-\d\d){0,2}", text) else []
        )
        try:
            is_date = bool(parts) and bool(datetime.date(*[*parts, 1, 1][:3]))
        except ValueError:
            is_date = False
        is_folded = 0 in refused and re.fullmatch(r"\d{1,2}[/-]\d{1,2}[/-]\d{4}", text) is not None
        assert (line not in refused and not is_folded) == is_date


def problem_of(folder: DataFolder, table: str, line: int, column: str) -> Problem:
    """Returns the problem at a cell, which must be the only one there."""
    found = [
        p for p in folder.problems() if (p.file, p.line, p.column) == (f"data/{table}.csv", line, column)
    ]
    assert len(found) == 1, folder.problems()
    return found[0]


FAULTY_VALUES = {
    "1.700": '"1.700" looks like a thousands separator; write 1700',
    "1,700": '"1,700" looks like a thousands separator; write 1700',
    "1 700": '"1 700" looks like a thousands separator; write 1700',
    "1\u00a0700": "looks like a thousands separator; write 1700",
    "1.700.000": "write 1700000",
    "4,5": '"4,5" has a decimal comma; write 4.5',
    "≈1700": "carries a qualifier; write the digits alone and put about",
    "khoảng 1700": "carries a qualifier",
    "hơn 50": "carries a qualifier",
    "1.7e3": "is in exponent form; write all its digits",
    "1E400": "is in exponent form",
    "٣": "is written in other digits than 0-9; write 3",
    "०": "is written in other digits than 0-9; write 0",
    "३.५": "is written in other digits than 0-9; write 3.5",
    "007": "has leading zeros; write 7",
    "00.5": "has leading zeros; write 0.5",
    "1" + "0" * 400: "is above 1000000000, the most allowed",
    "1000000001": "is above 1000000000, the most allowed",
    "-3": "is below 0, the least allowed",
    "2.5": '"2.5" is not a whole number, and members is counted in whole numbers',
    "0.12345": "has too many digits",
    "nhiều": "is not a number; write plain digits",
    "+5": "is not a number",
    "=1+1": "is not a number",
    "NaN": "is not a number",
    "-0": "is zero with a sign; write 0",
    "-0.0": "is zero with a sign; write 0",
    " 12": "begins or ends with a space; remove it",
}


@pytest.mark.parametrize("value", FAULTY_VALUES, ids=lambda v: v[:12])
def test_a_faulty_figure_is_explained(folder: DataFolder, value: str) -> None:
    line = folder.line_of("observations", indicator="members", qualifier="exact")
    folder.edit("observations", line, value=value)
    assert FAULTY_VALUES[value] in str(problem_of(folder, "observations", line, "value"))


def test_a_message_reads_as_one_line_with_file_line_column_value_and_way_out(folder: DataFolder) -> None:
    folder.edit("observations", 6, value="1.700")
    assert [str(p) for p in folder.problems()] == [
        'data/observations.csv:6 value: "1.700" looks like a thousands separator; write 1700'
    ]


def test_a_number_of_decimals_in_a_whole_column(folder: DataFolder) -> None:
    folder.edit("observations", 6, paragraph="10.5")
    assert "is not a whole number" in problem_of(folder, "observations", 6, "paragraph").message


DATES = {
    "31/02/2020": "is day/month/year, and no such day exists",
    "8/8/2015": "is day/month/year; write 2015-08-08",
    "6-5-2017": "is day/month/year; write 2017-05-06 (or 2017-06-05, if the month stands first)",
    "5/26/2017": "is month/day/year; write 2017-05-26",
    "2017-13": "is not a month",
    "2017-4": "is not a month; write year-month as 2017-04",
    "2019-02-29": "is not a day of the calendar",
    "May 2017": "is not a date; write 2017, 2017-04 or 2017-05-06",
    "1817": "is not a date",
}


@pytest.mark.parametrize("written", DATES)
def test_a_faulty_date_is_explained(folder: DataFolder, written: str) -> None:
    folder.edit("organizations", 2, founded_on=written)
    assert DATES[written] in problem_of(folder, "organizations", 2, "founded_on").message


CODES = [
    (
        "organizations",
        "province_id",
        "long-\u0430n",
        "“а” (cyrillic small letter a); a code is written in plain ASCII",
    ),
    ("organizations", "province_id", "Long An", "is the label of a code; write long-an"),
    (
        "organizations",
        "kind",
        "assocation",
        "has no row in data/organization_kinds.csv; did you mean association?",
    ),
    ("organizations", "level", "provnce", "is not one of its values; did you mean province?"),
    ("organizations", "level", "zzz", "known: national, province, district, commune, agency"),
    ("organizations", "province_id", "long-am", "has no row in data/provinces.csv; did you mean long-an?"),
    ("organizations", "province_id", "atlantis-xyzw", "has no row in data/provinces.csv"),
    ("organizations", "parent_organization_id", "st-union-ha-tin", "did you mean st-union-ha-tinh?"),
    ("organizations", "name_vi", "", "is empty, and the contract requires it"),
    ("organizations", "name_vi", "x" * 201, "is 201 characters long; at most 200"),
    ("observations", "indicator", "member", "did you mean members?"),
    ("observations", "source_id", "long-an-it-term2-revew", "did you mean long-an-it-term2-review?"),
    ("limitations", "theme", "fundings", "has no row in data/themes.csv; did you mean funding?"),
    ("sources", "is_draft", "TRUE", "is neither true nor false"),
    ("sources", "extent", "", "is empty, and the contract requires it"),
    ("sources", "extent", "prt", "is not one of its values; did you mean part?"),
    ("sources", "url", "https://x.vn/a\u200bb", "U+200B"),
    ("sources", "language", "na", "no code; leave the cell empty where nothing is known"),
]


@pytest.mark.parametrize(("table", "column", "value", "words"), CODES, ids=lambda v: str(v)[:24])
def test_a_faulty_code_is_explained(
    folder: DataFolder, table: str, column: str, value: str, words: str
) -> None:
    folder.edit(table, 2, **{column: value})
    assert words in str(problem_of(folder, table, 2, column))


@pytest.mark.parametrize("word", ["null", "none", "nan", "na", "n/a", "true", "false", "NULL", "N/A"])
def test_a_word_for_no_value_is_no_code(folder: DataFolder, word: str) -> None:
    """Not even where a row defines it: a program that reads the file takes it for an empty cell."""
    folder.append("theme_groups", theme_group=word, position="90")
    line = folder.append("themes", theme=word, theme_group=word, position="900")
    found = {
        (problem.file, problem.line, problem.column): problem.message.partition(";")[0]
        for problem in folder.problems()
    }
    for table, at, column in (
        ("theme_groups", len(folder.lines("theme_groups")), "theme_group"),
        ("themes", line, "theme"),
        ("themes", line, "theme_group"),
    ):
        assert found[f"data/{table}.csv", at, column] == (
            "is what programs write for a missing or a truth value, and no code"
        )


def test_a_contract_lists_no_word_for_no_value(folder: DataFolder) -> None:
    def declare(package: dict[str, Any]) -> None:
        fields = resource(package, "organizations")["schema"]["fields"]
        next(f for f in fields if f["name"] == "level")["constraints"]["enum"] = ["none"]

    folder.edit_contract(declare)
    with pytest.raises(DataError, match="problems") as refused:
        schema.load(folder.path)
    assert "enum has none" in str(refused.value.problems)


DIRECTIONS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "BN")


def is_hidden(c: str) -> bool:
    """Whether a character is to be refused, by its properties in Unicode; the ignorable ones are listed."""
    code = ord(c)
    return c not in " \n" and (
        unicodedata.category(c) in ("Cc", "Co", "Zl", "Zp", "Zs")
        or unicodedata.bidirectional(c) in DIRECTIONS
        or code & 0xFFFE == 0xFFFE
        or 0xFDD0 <= code <= 0xFDEF
        or "VARIATION SELECTOR" in unicodedata.name(c, "")
        or c in "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc\ufffd"
    )


def test_no_letter_that_nobody_sees_is_loaded() -> None:
    """Every code point but surrogates between two letters, judged by the SQL as by the properties of
    Unicode; what is refused is named."""
    characters = [chr(code) for code in range(1, 0x110000) if not 0xD800 <= code <= 0xDFFF]
    rule = cells.sound(NOTE)
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t AS SELECT 'a' || unnest(?) || 'b' AS note", [characters])
        found = connection.execute(f"SELECT note FROM t WHERE NOT {rule}").fetchall()
    refused, visible = {note[1:-1] for (note,) in found}, ""
    assert [f"{ord(c):04X}" for c in characters if is_hidden(c) and c not in refused] == []
    for c in refused:
        said = cells.explain(NOTE, f"a{c}b")
        assert f"U+{ord(c):04X}" in said or "decomposed" in said
        if "decomposed" not in said and unicodedata.category(c)[0] in "LNPS":
            visible += c
    assert sorted(visible) == sorted("\u115f\u1160\u2800\u3164\uffa0\ufffc\ufffd")


@pytest.mark.parametrize(("n_marks", "is_sound"), [(0, True), (3, True), (4, False), (50, False)])
def test_marks_do_not_pile_up_on_a_letter(n_marks: int, is_sound: bool) -> None:
    found = load(("note\nx" + "\u0316" * n_marks + "y\n").encode(), table_of(NOTE))
    assert (found.problems == []) == is_sound
    assert is_sound or "more than 3 marks on one letter from character 2 on" in found.problems[0].message


LABELS = {
    ("observations", "indicator", "Hội viên"): "members",
    ("organizations", "province_id", "Long An"): "long-an",
    ("organizations", "level", "cấp tỉnh"): "province",
    ("organizations", "level", "cấp huyện"): "district",
}


@pytest.mark.parametrize(("table", "column", "label"), LABELS)
def test_a_label_where_a_code_belongs_is_answered_with_the_code(
    folder: DataFolder, table: str, column: str, label: str
) -> None:
    folder.edit(table, 2, **{column: label})
    found = problem_of(folder, table, 2, column)
    assert found.message == f"is the label of a code; write {LABELS[table, column, label]}"


def test_an_unknown_term_offers_the_terms_of_its_organization(folder: DataFolder) -> None:
    line = folder.line_of("observations", organization_id="it-association-long-an")
    folder.edit("observations", line, term="7")
    found = problem_of(folder, "observations", line, "organization_id, term")
    assert found.value == "it-association-long-an, 7"
    assert found.message == "has no row in data/terms.csv; known: 2"


def test_a_repeated_key_names_both_lines(folder: DataFolder) -> None:
    row = folder.rows("organizations")[0]
    line = folder.append("organizations", **row)
    found = problem_of(folder, "organizations", line, "organization_id")
    assert found.message == "repeats the key of data/organizations.csv:2; drop one row, or make them differ"


def test_rows_that_differ_in_an_empty_key_column_repeat_each_other(folder: DataFolder) -> None:
    line = folder.line_of("observations", as_of="")
    again = folder.append("observations", **folder.rows("observations")[line - 2])
    assert (
        f"observations.csv:{line};"
        in problem_of(
            folder, "observations", again, "organization_id, term, indicator, source_id, as_of"
        ).message
    )


def test_a_row_with_a_broken_cell_is_reported_once(folder: DataFolder) -> None:
    line = folder.line_of("observations", indicator="members")
    folder.edit("observations", line, value="1.700", as_of="31/02/2020")
    assert [(p.line, p.column) for p in folder.problems()] == [(line, "as_of"), (line, "value")]


def test_all_problems_come_in_one_run_in_order_of_file_line_and_column(folder: DataFolder) -> None:
    folder.edit("terms", 2, start_year="abc")
    folder.edit("observations", 9, value="-3", basis="guess")
    folder.edit("observations", 3, value="1.700")
    folder.edit("awards", 2, award="ordr")
    places = [(p.file, p.line, p.column) for p in folder.problems()]
    assert places == [
        ("data/awards.csv", 2, "award"),
        ("data/observations.csv", 3, "value"),
        ("data/observations.csv", 9, "basis"),
        ("data/observations.csv", 9, "value"),
        ("data/terms.csv", 2, "start_year"),
    ]
