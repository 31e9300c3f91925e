"""Which files of a data folder are read: those of a table's name, wherever they lie; none is lost unsaid."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import closing
from pathlib import Path

import duckdb
import frictionless
import pytest

from etl import __main__, build, export, release, schema, validate
from etl.problems import DataError
from tests.etl.folder import DataFolder, resource

FIGURE = "it-association-thanh-hoa,4,members,700,exact,stated,,thanh-hoa-it-congress4-news,9,\n"


def write(folder: DataFolder, place: str, rows: str = "") -> Path:
    """A file of figures at a place below the folder."""
    path = folder.path / place
    path.parent.mkdir(parents=True, exist_ok=True)
    header = (folder.path / "observations.csv").read_text(encoding="utf-8").split("\n")[0]
    path.write_text(f"{header}\n{rows}", encoding="utf-8")
    return path


def said(folder: DataFolder) -> list[str]:
    return [str(problem) for problem in folder.problems()]


def test_a_file_named_as_its_table_is_read_in_any_folder(folder: DataFolder) -> None:
    before = len(folder.rows("observations"))
    write(folder, "ha-tinh/2024/observations.csv", FIGURE)
    assert said(folder) == []
    assert folder.ask("SELECT count(*) AS n FROM core.observations") == [{"n": before + 1}]
    [row] = folder.ask("SELECT _file, _line FROM core.observations WHERE value = 700")
    assert row == {"_file": "ha-tinh/2024/observations.csv", "_line": 2}


def test_its_rows_are_checked_at_their_place(folder: DataFolder) -> None:
    write(folder, "ha-tinh/observations.csv", FIGURE.replace(",4,", ",44,"))
    assert said(folder) == [
        'data/ha-tinh/observations.csv:2 organization_id, term: "it-association-thanh-hoa, 44" has no row in '
        "data/terms.csv; known: 3, 4"
    ]


def test_a_resource_need_not_list_any_file(folder: DataFolder) -> None:
    folder.edit_contract(lambda package: [one.pop("path") for one in package["resources"]])
    contract = schema.load(folder.path)
    assert {table.name: table.paths for table in contract.tables} == {
        table.name: (f"{table.name}.csv",) for table in contract.tables
    }
    assert said(folder) == []


def test_a_table_without_a_file_is_a_fault_of_the_contract(folder: DataFolder) -> None:
    folder.edit_contract(lambda package: resource(package, "lessons").pop("path"))
    (folder.path / "lessons.csv").unlink()
    with pytest.raises(DataError) as refused:
        schema.load(folder.path)
    [problem] = refused.value.problems
    assert str(problem) == "data/datapackage.json: resource lessons: has no file; write lessons.csv"


WAY = "(a second file of a table goes into a folder: ha-tinh/{0}.csv), or move it out of data/"


@pytest.mark.parametrize(
    ("place", "table"),
    [
        ("ha-tinh/observation.csv", "observations"),
        ("observations (1).csv", "observations"),
        ("Bản sao observations.csv", "observations"),
        ("limitations-vni.csv", "limitations"),
        ("observations.CSV", "observations"),
        ("ha-tinh/Observations.csv", "observations"),
        ("organization_kinds2.csv", "organization_kinds"),
        ("_observations.csv", "observations"),
    ],
)
def test_a_csv_file_of_another_name_is_named_with_the_table_that_is_meant(
    folder: DataFolder, place: str, table: str
) -> None:
    write(folder, place, FIGURE)
    assert said(folder) == [
        f"data/{place}: is not read, since no table has this name; rename it {table}.csv {WAY.format(table)}"
    ]


def test_where_no_table_is_near_all_are_named(folder: DataFolder) -> None:
    write(folder, "zz.csv")
    [problem] = said(folder)
    assert problem.startswith(
        "data/zz.csv: is not read, since no table has this name; name it as the table that its rows "
        "belong to (organizations, successions, terms, "
    )
    assert problem.endswith("), or move it out of data/")


def test_it_is_said_beside_all_else_and_no_question_is_asked(
    folder: DataFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "observation.csv", FIGURE)
    folder.edit("observations", 6, basis="guess")
    folder.append("sources", source_id="unread", file="", note="")
    assert __main__.main(["validate", str(folder.path)]) == 1
    printed = capsys.readouterr().out
    assert "data/observation.csv: is not read" in printed
    assert '"guess"' in printed
    assert "2 problems. Fix them" in printed


def test_a_build_is_refused_also_where_the_release_of_what_is_read_stands(folder: DataFolder) -> None:
    folder.build()
    write(folder, "ha-tinh/observation.csv", FIGURE)
    with pytest.raises(DataError) as refused:
        folder.build()
    assert [problem.file for problem in refused.value.problems] == ["data/ha-tinh/observation.csv"]


@pytest.mark.parametrize(
    "place",
    [
        "~$observations.csv",
        ".#observations.csv",
        ".~lock.observations.csv#",
        "observations.csv~",
        "#observations.csv#",
        "observations.csv.bak",
        ".observations.csv.swp",
        ".git/observations.csv",
        ".ipynb_checkpoints/observations-checkpoint.csv",
        "notes.txt",
        "ha-tinh/bieu.xlsx",
        "observations.xlsx",  # beside observations.csv, which was saved from it
    ],
)
def test_files_of_programs_and_other_forms_are_no_data(folder: DataFolder, place: str) -> None:
    write(folder, place, "nothing of this is a row\n")
    assert said(folder) == []
    assert "observations.csv" in schema.load(folder.path).table("observations").paths[0]


@pytest.mark.parametrize(
    "name", ["observations.xlsx", "Observations.xls", "observations.csv.txt", "observations.ods"]
)
def test_a_table_in_another_form_is_named(folder: DataFolder, name: str) -> None:
    write(folder, f"ha-tinh/{name}", FIGURE)
    assert said(folder) == [
        f"data/ha-tinh/{name}: is not read: rows stand in CSV files; save it as observations.csv (CSV UTF-8)"
    ]


def test_a_folder_with_a_contract_of_its_own_is_another_package(folder: DataFolder) -> None:
    write(folder, "copy/observations.csv", FIGURE)
    write(folder, "copy/anything.csv")
    shutil.copy(folder.path / schema.CONTRACT, folder.path / "copy")
    assert said(folder) == []
    assert schema.load(folder.path).table("observations").paths == ("observations.csv",)


def test_a_link_to_a_folder_is_named_and_not_followed(folder: DataFolder, tmp_path: Path) -> None:
    outside = DataFolder(tmp_path / "elsewhere")
    shutil.copytree(folder.path, outside.path)
    (folder.path / "linked").symlink_to(outside.path)
    (folder.path / "again").symlink_to(folder.path)
    assert said(folder) == [
        f"data/{name}: is a link to a folder, and what it holds is not read; copy the folder itself here"
        for name in ("again", "linked")
    ]


def test_a_link_to_a_file_outside_is_refused(folder: DataFolder, tmp_path: Path) -> None:
    write(folder, "kept.csv", FIGURE).rename(tmp_path / "observations.csv")
    (folder.path / "ha-tinh").mkdir()
    (folder.path / "ha-tinh" / "observations.csv").symlink_to(tmp_path / "observations.csv")
    assert said(folder) == [
        "data/ha-tinh/observations.csv: lies outside the data folder; copy the file itself into it"
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable to root")
def test_a_folder_that_cannot_be_read_is_named(folder: DataFolder) -> None:
    closed = write(folder, "ha-tinh/observations.csv", FIGURE).parent
    closed.chmod(0)
    try:
        assert said(folder) == ["data/ha-tinh: cannot be read: Permission denied; its files are missing"]
    finally:
        closed.chmod(0o700)


@pytest.mark.parametrize("name", ["a\nb", "a\x1b[2J", "\udcff"])
def test_a_folder_whose_name_cannot_be_shown_is_named(folder: DataFolder, name: str) -> None:
    write(folder, f"{name}/observations.csv", FIGURE)
    assert said(folder) == [
        f"data/{ascii(name)[1:-1]}/observations.csv: has a character in its path that cannot be shown; "
        "rename the file or folder"
    ]


def test_the_order_of_files_is_that_of_their_names_whenever_they_were_made(folder: DataFolder) -> None:
    places = ["an-giang/observations.csv", "an-giang/2/observations.csv", "hà-tĩnh/observations.csv"]
    names, paths = [], []
    for order in (places, places[::-1]):
        for place in order:
            write(folder, place)
        contract = schema.load(folder.path)
        paths.append(contract.table("observations").paths)
        names.append(release.name_of(release.hashes(contract)))
        for place in places:
            (folder.path / place).unlink()
    assert paths == [("observations.csv", *sorted(places))] * 2
    assert names[0] == names[1]


def test_an_export_has_the_file_and_is_built_to_the_same_release(folder: DataFolder, tmp_path: Path) -> None:
    """The tables in one piece that stand beside it there are not read again."""
    write(folder, "ha-tinh/observations.csv", FIGURE)
    name = folder.build().stem
    exported = export.export(folder.releases, name, tmp_path / "exported")
    assert (exported.rebuilt_as, exported.differing) == (name, ())
    assert (exported.path / "ha-tinh/observations.csv").read_text(encoding="utf-8").endswith(FIGURE)
    assert FIGURE in (exported.path / "tables/observations.csv").read_text(encoding="utf-8")
    assert build.build(exported.path, tmp_path / "rebuilt")[0].stem == name
    with closing(duckdb.connect()) as connection:
        files, problems = validate.validate(connection, schema.load(exported.path))
    assert problems == []
    assert [file.name for file in files if file.rows == 1] == ["ha-tinh/observations.csv"]


def test_the_dictionary_lists_the_files_for_other_programs(
    folder: DataFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "ha-tinh/observations.csv", FIGURE)
    path = folder.path / schema.CONTRACT
    before = path.read_text(encoding="utf-8")
    assert __main__.main(["dictionary", "--check", str(folder.path)]) == 1
    assert f"{path} is not what the data says. Run: " in capsys.readouterr().out
    assert __main__.main(["dictionary", str(folder.path)]) == 0
    listed = before.replace('["observations.csv"]', '["observations.csv", "ha-tinh/observations.csv"]')
    assert path.read_text(encoding="utf-8") == listed != before
    assert __main__.main(["dictionary", "--check", str(folder.path)]) == 0
    assert "`ha-tinh/observations.csv`" in (folder.path / "README.md").read_text(encoding="utf-8")
    report = frictionless.validate(str(path))
    assert report.valid, report.flatten(["type", "note", "message"])
    read = sum(task.stats.get("rows", 0) for task in report.tasks if task.name == "observations")
    assert read == len(folder.rows("observations"))


@pytest.mark.parametrize(
    ("written", "indent"), [(["observations.csv"], None), ("observations.csv", 2), (["observations.csv"], 1)]
)
def test_the_list_is_found_however_the_contract_is_written(
    folder: DataFolder, written: object, indent: int | None
) -> None:
    path = folder.path / schema.CONTRACT
    package = json.loads(path.read_text(encoding="utf-8"))
    resource(package, "observations")["path"] = written
    path.write_text(json.dumps(package, ensure_ascii=False, indent=indent), encoding="utf-8")
    write(folder, "ha-tinh/observations.csv", FIGURE)
    assert __main__.main(["dictionary", str(folder.path)]) == 0
    resource(package, "observations")["path"] = ["observations.csv", "ha-tinh/observations.csv"]
    assert json.loads(path.read_text(encoding="utf-8")) == package


def test_a_file_that_moved_into_a_folder_loses_no_row(folder: DataFolder) -> None:
    said: list[str] = []
    folder.build()
    (folder.path / "ha-tinh").mkdir()
    (folder.path / "awards.csv").rename(folder.path / "ha-tinh" / "awards.csv")
    folder.edit_contract(lambda package: resource(package, "awards").pop("path"))
    build.build(folder.path, folder.releases, say=said.append)
    assert said == []
