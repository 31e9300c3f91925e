"""The shipped data: sound by every rule of our own, by Frictionless, and by what others know of the
provinces."""

from __future__ import annotations

import csv
import json
import os
import re
from collections import Counter, defaultdict
from pathlib import Path

import frictionless
import pytest
import vietnamadminunits

from etl import build, dictionary, schema, validate

DATA = Path(__file__).resolve().parents[2] / "data"
CONTRACT = schema.load(DATA)


def rows(table: str) -> list[dict[str, str]]:
    """The rows of all files of a table, as they are written."""
    return [row for path in CONTRACT.table(table).paths for row in rows_of(path)]


def rows_of(path: str) -> list[dict[str, str]]:
    with (DATA / path).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_it_has_no_problem_and_no_open_question() -> None:
    with build.open_workspace() as connection:
        files, problems = validate.validate(connection, CONTRACT)
        questions = validate.questions(connection, CONTRACT, problems)
    assert problems == []
    assert [str(question) for question in questions] == []
    assert {str(file.path.relative_to(DATA)): file.rows for file in files} == {
        p: len(rows_of(p)) for table in CONTRACT.tables for p in table.paths
    }


def test_frictionless_finds_it_valid() -> None:
    report = frictionless.validate(str(DATA / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note", "message"])
    assert sum(task.stats.get("rows", 0) for task in report.tasks) == sum(
        len(rows(table.name)) for table in CONTRACT.tables
    )


def test_every_csv_file_is_listed_for_other_programs_and_every_listed_one_is_there() -> None:
    package = json.loads((DATA / schema.CONTRACT).read_text(encoding="utf-8"))
    assert {str(path.relative_to(DATA)) for path in DATA.rglob("*.csv")} == {
        path for resource in package["resources"] for path in resource["path"]
    }, "run: python -m etl dictionary"


def test_the_dictionary_is_current() -> None:
    is_current = dictionary.is_current(CONTRACT)
    assert is_current, "run: python -m etl dictionary"


def test_everything_is_titled_in_both_languages() -> None:
    for table in CONTRACT.tables:
        assert all(table.titles.values()), table.name
        assert all(table.descriptions.values()), table.name
        assert all(table.grain.values()), table.name
        for field in table.fields:
            assert all(field.titles.values()), (table.name, field.name)
            assert bool(field.descriptions["vi"]) == bool(field.descriptions["en"]), (table.name, field.name)
            assert all(label["vi"] and label["en"] for label in field.labels.values()), (
                table.name,
                field.name,
            )
            assert not field.enum or field.labels, (table.name, field.name)


def test_every_list_is_in_its_stated_order_without_gaps() -> None:
    for table in CONTRACT.tables:
        if table.role == "list":
            sets = defaultdict(list)
            for row in rows(table.name):
                sets[row.get("boundaries")].append(int(row["position"]))
            assert all(positions == list(range(1, len(positions) + 1)) for positions in sets.values()), (
                table.name
            )


@pytest.mark.parametrize("table", ["limitations", "lessons"])
def test_summaries_have_at_most_25_words_and_no_line_break(table: str) -> None:
    for row in rows(table):
        for column in ("summary_vi", "summary_en"):
            assert 0 < len(row[column].split()) <= 25, row[column]
            assert "\n" not in row[column]


def test_63_former_provinces_lead_to_34_present_ones() -> None:
    former = [row for row in rows("provinces") if row["boundaries"] == "former"]
    present = [row for row in rows("provinces") if row["boundaries"] == "present"]
    assert (len(former), len(present)) == (63, 34)
    assert {row["successor_id"] for row in former} == {row["province_id"] for row in present}
    assert Counter(row["kind"] for row in former) == {"province": 58, "centrally_run_city": 5}
    assert Counter(row["kind"] for row in present) == {"province": 28, "centrally_run_city": 6}
    # Resolution 202/2025/QH15: 11 units stay as they are, 23 come of mergers.
    parts = Counter(row["successor_id"] for row in former)
    assert Counter(count > 1 for count in parts.values()) == {False: 11, True: 23}


def known(file: str) -> dict[str, dict[str, object]]:
    text = (Path(vietnamadminunits.__file__).parent / "data" / file).read_text(encoding="utf-8")
    return json.loads(text)["DICT_PROVINCE"]


def test_names_codes_and_mergers_are_those_of_vietnamadminunits() -> None:
    for boundaries, file in (("former", "parser_legacy.json"), ("present", "parser_from_2025.json")):
        ours = {row["code"]: row for row in rows("provinces") if row["boundaries"] == boundaries}
        theirs = {unit["provinceCode"]: unit for unit in known(file).values()}
        assert set(ours) == set(theirs)
        for code, row in ours.items():
            named = {row["name_vi"], *row["aliases"].split(";")}
            assert folded(str(theirs[code]["provinceShort"])) in {folded(name) for name in named}, (
                row,
                theirs[code],
            )
            # Thừa Thiên Huế is a city with them, which it was in its last half year only, under another name.
            is_city = row["kind"] == "centrally_run_city" or row["valid_until"] == "2024-12-31"
            assert is_city == str(theirs[code]["province"]).startswith("Thành phố")


def folded(name: str) -> str:
    """A name without the two things that are written both ways: the hyphen, and the place of a tone
    mark."""
    return (
        re.sub(r"[\s-]+", " ", name)
        .lower()
        .replace("òa", "oà")
        .replace("óa", "oá")
        .replace("thừa thiên huế", "huế")
    )


def test_each_former_province_goes_where_vietnamadminunits_says() -> None:
    old, new = known("parser_legacy.json"), known("parser_from_2025.json")
    theirs = {
        str(old[part]["provinceCode"]): str(new[whole]["provinceCode"])
        for whole, parts in known("converter_2025.json").items()
        for part in parts
    }
    present = {row["province_id"]: row["code"] for row in rows("provinces") if row["boundaries"] == "present"}
    ours = {
        row["code"]: present[row["successor_id"]]
        for row in rows("provinces")
        if row["boundaries"] == "former"
    }
    assert ours == theirs


def test_every_report_is_coded_and_coded_twice() -> None:
    sources = {row["source_id"] for row in rows("sources") if row["file"]}
    assert sources <= {
        row["source_id"]
        for table in ("observations", "awards", "limitations", "lessons")
        for row in rows(table)
    }
    assert {(row["source_id"], row["coder"]) for row in rows("codings")} == {
        (source, coder) for source in sources for coder in "ab"
    }


def test_the_codes_that_the_codebook_speaks_of_exist() -> None:
    text = (DATA / "CODEBOOK.md").read_text(encoding="utf-8")
    codes = {
        row[table.primary_key[0]]
        for table in CONTRACT.tables
        if len(table.primary_key) == 1
        for row in rows(table.name)
    }
    words = codes | {code for table in CONTRACT.tables for field in table.fields for code in field.enum}
    words |= {table.name for table in CONTRACT.tables} | {
        field.name for table in CONTRACT.tables for field in table.fields
    }
    words |= {row["province_id"] for row in rows("provinces")}
    spoken = {word for word in re.findall(r"`([a-z][a-z0-9_-]*)`", text)}
    assert spoken - words == set()


def test_the_files_are_plain_utf_8_with_line_feeds_and_without_what_excel_would_run() -> None:
    for path in DATA.rglob("*.csv"):
        content = path.read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in content
        assert content.endswith(b"\n")
        for row in csv.reader(content.decode("utf-8").splitlines()):
            assert not any(cell[:1] in ("=", "+", "@") for cell in row), (path.name, row)


def test_the_texts_of_the_reports_are_not_in_the_project() -> None:
    assert [name for _, _, names in os.walk(DATA) for name in names if name.endswith(".txt")] == []
