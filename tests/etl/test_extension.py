"""What is said to need no code needs none: each is done here by editing data files and the contract alone."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest

from etl import dictionary, schema
from etl.problems import DataError
from tests.etl.commands import in_a_process
from tests.etl.folder import DataFolder, resource

EVERYTHING = "(mart.chosen())"


def test_a_column_is_added_by_the_contract_and_the_file(folder: DataFolder) -> None:
    field = {
        "name": "archive_box",
        "type": "integer",
        "title": "Archive box",
        "title_vi": "Hộp lưu trữ",
        "constraints": {"minimum": 1},
    }
    folder.edit_contract(lambda package: resource(package, "sources")["schema"]["fields"].append(field))
    header, *rows = folder.lines("sources")
    folder.write("sources", [[*header, "archive_box"], *([*row, str(n)] for n, row in enumerate(rows, 1))])
    assert [
        row["archive_box"] for row in folder.ask("SELECT archive_box FROM core.sources ORDER BY _line")
    ] == list(range(1, len(rows) + 1))
    (label,) = folder.ask_release("SELECT title_vi, title_en FROM meta.fields WHERE field = 'archive_box'")
    assert tuple(label.values()) == ("Hộp lưu trữ", "Archive box")
    folder.edit("sources", 3, archive_box="0")
    assert [str(p) for p in folder.problems()] == [
        'data/sources.csv:3 archive_box: "0" is below 1, the least allowed'
    ]
    dictionary.write(schema.load(folder.path))
    assert "Hộp lưu trữ" in (folder.path / "README.md").read_text(encoding="utf-8")


def test_a_resource_is_added_by_the_contract_and_a_file(folder: DataFolder) -> None:
    def add(package: dict[str, Any]) -> None:
        made = json.loads(json.dumps(resource(package, "theme_groups")))
        made |= {"name": "fee_kinds", "path": ["fee_kinds.csv"]}
        package["resources"].append(made)

    folder.edit_contract(add)
    folder.write("fee_kinds", [folder.lines("theme_groups")[0], ["yearly", "Hằng năm", "Yearly", "1"]])
    assert [row["label_vi"] for row in folder.ask("FROM core.fee_kinds")] == ["Hằng năm"]
    assert folder.ask_release(
        "SELECT label_en FROM meta.labels WHERE list = 'fee_kinds' AND code = 'yearly'"
    ) == [{"label_en": "Yearly"}]


def test_an_indicator_is_a_row(folder: DataFolder) -> None:
    folder.append(
        "indicators",
        indicator="podcasts",
        label_vi="Podcast",
        label_en="Podcasts",
        nature="flow",
        kinds="association",
        position="99",
    )
    folder.append(
        "observations",
        organization_id="it-association-long-an",
        term="2",
        indicator="podcasts",
        value="7",
        qualifier="at_least",
        basis="stated",
        as_of="",
        source_id="long-an-it-term2-review",
        paragraph="3",
        note="",
    )
    (row,) = folder.ask(f"FROM mart.totals{EVERYTHING} WHERE indicator = 'podcasts'")
    assert (
        row["total"],
        row["qualifier"],
        row["n_organizations_with_figure"],
        row["n_organizations_applicable"],
    ) == (7, "at_least", 1, 2)


def test_a_theme_and_its_group_are_rows(folder: DataFolder) -> None:
    folder.append("theme_groups", theme_group="digital", label_vi="Số", label_en="Digital", position="99")
    folder.append(
        "themes",
        theme="ai_skills",
        theme_group="digital",
        label_vi="Kỹ năng AI",
        label_en="AI skills",
        applies_from_year="2023",
        position="99",
    )
    folder.append(
        "limitations",
        organization_id="st-union-hong-linh",
        term="4",
        statement="99",
        theme="ai_skills",
        role="limitation",
        source_id="hong-linh-st-term4-review",
        paragraph="9",
    )
    (row,) = folder.ask(f"FROM mart.theme_spread{EVERYTHING} WHERE theme = 'ai_skills'")
    assert (row["n_named"], row["organizations"]) == (1, ["st-union-hong-linh"])
    states = folder.ask(
        f"SELECT organization_id, state FROM mart.theme_cells{EVERYTHING} WHERE theme = 'ai_skills'"
    )
    assert {row["organization_id"]: row["state"] for row in states}[
        "party-it-committee-ha-tinh"
    ] == "not_applicable"


def test_a_code_of_an_open_list_is_a_row(folder: DataFolder) -> None:
    added = {
        "award_types": ("thank_you_letter", "Thư cảm ơn", "Letter of thanks"),
        "award_levels": ("international", "Quốc tế", "International"),
        "organization_kinds": ("guild", "Phường hội", "Guild"),
        "source_kinds": ("letter", "Thư", "Letter"),
        "indicator_groups": ("money", "Tài chính", "Money"),
    }
    for table, texts in added.items():
        columns = dict(zip((folder.lines(table)[0][0], "label_vi", "label_en"), texts, strict=True))
        ranked = {"rank": "9"} if table == "source_kinds" else {}
        folder.append(table, **columns, **ranked, position="99")
    codes = [code for code, *_ in added.values()]
    found = folder.ask_release(
        "SELECT list, code, label_vi, label_en FROM meta.labels WHERE list_contains(?, code)", codes
    )
    labels = {row["list"]: (row["code"], row["label_vi"], row["label_en"]) for row in found}
    assert labels == added


def test_a_report_of_a_new_organization_is_rows(folder: DataFolder) -> None:
    before = folder.ask(f"FROM mart.overview{EVERYTHING}")[0]
    folder.append(
        "organizations",
        organization_id="it-association-nghe-an",
        name_vi="Hội Tin học Nghệ An",
        name_en="Nghe An",
        province_id="nghe-an",
    )
    folder.append(
        "terms",
        organization_id="it-association-nghe-an",
        term="2",
        start_year="2018",
        end_year="2023",
        opening_congress_on="",
        note="",
    )
    folder.append("sources", source_id="nghe-an-it-term2-review", file="", note="")
    for indicator, value in (("members", "240"), ("branches", "12")):
        folder.append(
            "observations",
            organization_id="it-association-nghe-an",
            term="2",
            indicator=indicator,
            value=value,
            as_of="2023",
            source_id="nghe-an-it-term2-review",
            paragraph="",
        )
    folder.append(
        "limitations",
        organization_id="it-association-nghe-an",
        term="2",
        theme="funding",
        source_id="nghe-an-it-term2-review",
        paragraph="",
    )
    folder.append(
        "lessons",
        organization_id="it-association-nghe-an",
        term="2",
        theme="funding",
        source_id="nghe-an-it-term2-review",
        paragraph="",
    )
    after = folder.ask(f"FROM mart.overview{EVERYTHING}")[0]
    grown = {name for name in before if after[name] == before[name] + 1}
    assert grown == set(before)
    (row,) = folder.ask(
        "FROM mart.members_per_unit WHERE measure = 'members_per_branch' AND organization_id = ?",
        "it-association-nghe-an",
    )
    assert row["members_per_unit"] == 20
    (answered,) = folder.ask(
        f"FROM mart.theme_cells{EVERYTHING} WHERE organization_id = ? AND theme = 'funding'",
        "it-association-nghe-an",
    )
    assert answered["is_answered"]


def test_a_resource_may_have_a_file_per_province(folder: DataFolder) -> None:
    header, *rows = folder.lines("observations")
    (folder.path / "ha-tinh").mkdir()
    here = [row for row in rows if row[0] == "st-union-hong-linh"]
    folder.write("observations", [header, *(row for row in rows if row[0] != "st-union-hong-linh")])
    folder.write("ha-tinh/observations", [header, *here])
    assert folder.ask("SELECT count(*) AS n FROM core.observations")[0]["n"] == len(rows)
    paths = ["observations.csv", "ha-tinh/observations.csv"]
    folder.edit_contract(lambda package: resource(package, "observations").update(path=paths))
    assert folder.ask("SELECT count(*) AS n FROM core.observations")[0]["n"] == len(rows)
    placed = folder.ask(
        "SELECT _line FROM core.observations WHERE _file = 'ha-tinh/observations.csv' ORDER BY 1"
    )
    assert [row["_line"] for row in placed] == list(range(2, len(here) + 2))
    folder.edit("ha-tinh/observations", 3, value="1.700")
    folder.write("observations", [*folder.lines("observations"), here[0]])
    found = [(p.file, p.line, p.column) for p in folder.problems()]
    assert ("data/ha-tinh/observations.csv", 3, "value") in found
    again = next(p for p in folder.problems() if p.rule == "key")
    assert {again.file, again.message.split(" of ")[1].split(":")[0]} == {
        "data/observations.csv",
        "data/ha-tinh/observations.csv",
    }


def field_of(package: dict[str, Any], table: str, name: str) -> dict[str, Any]:
    return next(f for f in resource(package, table)["schema"]["fields"] if f["name"] == name)


ONE_COLUMN = {"fields": [{"name": "x", "type": "string"}]}
ONE_LABEL = {"x": {"vi": "", "en": ""}}
WEIRD = [
    ("no resources", lambda p: p.pop("resources"), "lacks or misuses"),
    ("resources no list", lambda p: p.update(resources=5), "lacks or misuses"),
    ("no schema", lambda p: p["resources"][0].pop("schema"), "lacks or misuses"),
    ("schema elsewhere", lambda p: p["resources"][0].update(schema="schema.json"), "lacks or misuses"),
    (
        "unknown type",
        lambda p: p["resources"][0]["schema"]["fields"][0].update(type="year"),
        "type year is not one of string, integer",
    ),
    (
        "upper-case name",
        lambda p: p["resources"][0]["schema"]["fields"][0].update(name="Organization"),
        "lower-case ASCII",
    ),
    (
        "name that is no text",
        lambda p: p["resources"][0]["schema"]["fields"][0].update(name=5),
        "lacks or misuses 'name'",
    ),
    ("name with a quote", lambda p: p["resources"][0].update(name='a"; DROP'), "lower-case ASCII"),
    (
        "column twice",
        lambda p: p["resources"][0]["schema"]["fields"].append(p["resources"][0]["schema"]["fields"][0]),
        "two fields share a name",
    ),
    ("resource twice", lambda p: p["resources"].append(p["resources"][0]), "share a name"),
    (
        "no fields",
        lambda p: p["resources"][0]["schema"].update(fields=[], foreignKeys=[], primaryKey=[]),
        "has no fields",
    ),
    (
        "key of no field",
        lambda p: p["resources"][0]["schema"].update(primaryKey=["nothing"]),
        "key names nothing, which is no field",
    ),
    (
        "reference to nothing",
        lambda p: p["resources"][0]["schema"]["foreignKeys"][0]["reference"].update(resource="x"),
        "which is no resource",
    ),
    (
        "uneven reference",
        lambda p: p["resources"][0]["schema"]["foreignKeys"][0].update(fields=["kind", "level"]),
        "more columns on one side",
    ),
    (
        "pattern that is none",
        lambda p: p["resources"][0]["schema"]["fields"][0]["constraints"].update(pattern="(["),
        "pattern does not compile",
    ),
    (
        "pattern of Python alone",
        lambda p: p["resources"][0]["schema"]["fields"][0]["constraints"].update(pattern="(?=a)b"),
        "does not compile",
    ),
    (
        "pattern that is no text",
        lambda p: p["resources"][0]["schema"]["fields"][0]["constraints"].update(pattern=7),
        "does not compile",
    ),
    (
        "pattern nested without end",
        lambda p: p["resources"][0]["schema"]["fields"][0]["constraints"].update(pattern="(" * 50_000),
        "does not compile",
    ),
    (
        "pattern repeated without end",
        lambda p: p["resources"][0]["schema"]["fields"][0]["constraints"].update(pattern=f"a{{{10**12}}}"),
        "does not compile",
    ),
    (
        "bound without end",
        lambda p: field_of(p, "terms", "term")["constraints"].update(minimum=float("inf")),
        "are numbers below",
    ),
    (
        "bound that is none",
        lambda p: field_of(p, "terms", "term")["constraints"].update(maxLength=float("nan")),
        "are numbers below",
    ),
    ("title that is no text", lambda p: p.update(title={"vi": ""}), "lacks or misuses 'title'"),
    ("labels that are none", lambda p: field_of(p, "observations", "basis").update(labels=[]), "'labels'"),
    (
        "label that is no text",
        lambda p: field_of(p, "observations", "basis")["labels"]["stated"].update(vi=[]),
        "lacks or misuses 'vi'",
    ),
    ("key in a key", lambda p: p["resources"][0]["schema"].update(primaryKey=[["x"]]), "as a list of names"),
    (
        "reference to a list",
        lambda p: p["resources"][0]["schema"]["foreignKeys"][0]["reference"].update(resource=[]),
        "lacks or misuses 'resource'",
    ),
    (
        "bound that is no number",
        lambda p: field_of(p, "terms", "term")["constraints"].update(minimum="0"),
        "are numbers",
    ),
    (
        "path outside",
        lambda p: p["resources"][0].update(path=["../x.csv"]),
        "a path stays below the data folder",
    ),
    (
        "absolute path",
        lambda p: p["resources"][0].update(path=["/etc/passwd"]),
        "a path stays below the data folder",
    ),
    (
        "path with NUL",
        lambda p: p["resources"][0].update(path=["a\0b"]),
        "a path stays below the data folder",
    ),
    (
        "path that is no text",
        lambda p: p["resources"][0].update(path=[5]),
        "lacks or misuses [5] as a list of names",
    ),
    (
        "one file for two",
        lambda p: p["resources"][0].update(path=["terms.csv"]),
        "path terms.csv is listed twice",
    ),
    (
        "labels that differ",
        lambda p: field_of(p, "observations", "basis").update(labels=ONE_LABEL),
        "labels and enum differ",
    ),
    (
        "label in one language",
        lambda p: field_of(p, "observations", "basis")["labels"]["stated"].pop("vi"),
        "a label has vi and en",
    ),
    (
        "a rule's column dropped",
        lambda p: resource(p, "successions").update(schema=ONE_COLUMN),
        "is not the header row; expected: x",
    ),
    (
        "a rule's table dropped",
        lambda p: p["resources"].remove(resource(p, "codings")),
        "lacks what the rule one_coder_only asks for",
    ),
]


@pytest.mark.parametrize(("change", "words"), [case[1:] for case in WEIRD], ids=[case[0] for case in WEIRD])
def test_a_contract_that_cannot_be_used_is_named_and_explained(
    folder: DataFolder, change: Any, words: str
) -> None:
    folder.edit_contract(change)
    try:
        found = folder.problems()
    except DataError as error:
        found = error.problems
    assert any(words in p.message for p in found), found


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is not JSON"),
        (b"{", "is not JSON"),
        (b"[]", "lacks or misuses"),
        (b"\xff\xfe{", "is not UTF-8"),
        (b"[" * 100_000, "nested"),
        (b'{"resources": ' + b"9" * 9000 + b"}", "holds a number of more than 4300 digits"),
        (b'{"title": "\\ud800"}', "holds \\ud800, which is half of a character; write the character itself"),
    ],
)
def test_a_contract_that_is_no_contract_is_named(folder: DataFolder, content: bytes, words: str) -> None:
    (folder.path / schema.CONTRACT).write_bytes(content)
    with pytest.raises(DataError) as refused:
        schema.load(folder.path)
    (problem,) = refused.value.problems
    assert problem.file == "data/datapackage.json"
    assert words in problem.message


def test_a_contract_that_is_a_pipe_is_not_waited_for(folder: DataFolder) -> None:
    (folder.path / schema.CONTRACT).unlink()
    os.mkfifo(folder.path / schema.CONTRACT)
    assert "data/datapackage.json: is no file; put the contract there" in in_a_process(
        "validate", folder.path
    )


def test_a_pattern_is_judged_in_no_more_time_than_the_cell_has_letters(folder: DataFolder) -> None:
    folder.edit_contract(
        lambda p: field_of(p, "organizations", "organization_id")["constraints"].update(pattern="(a+)+b")
    )
    folder.edit("organizations", 2, organization_id="a" * 40)
    printed = in_a_process("validate", folder.path)
    assert f'organizations.csv:2 organization_id: "{"a" * 40}" does not have the form (a+)+b' in printed


def test_what_a_contract_says_is_printed_and_not_obeyed(folder: DataFolder) -> None:
    """A terminal obeys control characters: it clears itself, or shows other text than was written."""
    folder.edit_contract(lambda p: p["resources"][0].update(name="\x1b[2J\u202e"))
    printed = in_a_process("validate", folder.path)
    assert "resource \\x1b[2J\\u202e: a name is lower-case ASCII letters" in printed
    assert not [c for c in printed if c != "\n" and not c.isprintable()]


def test_a_folder_without_contract_is_answered(folder: DataFolder) -> None:
    (folder.path / schema.CONTRACT).unlink()
    with pytest.raises(DataError) as refused:
        schema.load(folder.path)
    assert "name the folder that holds datapackage.json" in refused.value.problems[0].message


def test_a_list_may_have_whole_numbers_for_values(folder: DataFolder) -> None:
    folder.edit_contract(
        lambda p: resource(p, "terms")["schema"]["fields"][1]["constraints"].update(enum=[2, 3, 4, 2016, 5])
    )
    assert folder.problems() == []
    folder.edit_contract(
        lambda p: resource(p, "terms")["schema"]["fields"][1]["constraints"].update(enum=[3, 4, 2016, 5])
    )
    assert [(p.line, p.column) for p in folder.problems() if p.rule == "contract"] == [(2, "term")]
