"""What tests ask in memory is what a build answers: the same problems, and the same derived rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from etl import build, schema, validate
from tests.etl.folder import DataFolder, ReleasedFolder, resource
from tests.etl.several_terms import HL, LA, TH, with_several_terms
from tests.etl.test_codebook import CASES


def with_other_cells(folder: DataFolder) -> None:
    """Edits rows that tables of marts rest on, as views and macros do."""
    members = folder.line_of("observations", organization_id=TH, indicator="members")
    folder.edit("observations", members, value="7")
    folder.edit("awards", folder.line_of("awards", organization_id=HL, year="2018"), count="40")
    folder.edit("limitations", folder.line_of("limitations", organization_id=LA), theme="funding")


def with_other_tables(folder: DataFolder) -> None:
    """Adds rows of several terms, and a column."""
    with_several_terms(folder)
    field = {"name": "box", "type": "integer", "title": "Box", "title_vi": "Hộp"}
    folder.edit_contract(lambda package: resource(package, "sources")["schema"]["fields"].append(field))
    header, *rows = folder.lines("sources")
    folder.write("sources", [[*header, "box"], *([*row, "1"] for row in rows)])


def derived_rows(folder: DataFolder) -> dict[str, Any]:
    """The rows of every mart that is a table or a view; macros ask those, whatever stands in them."""
    marts = [path.stem for path in build.mart_files() if "CREATE MACRO" not in path.read_text("utf-8")]
    assert len(marts) > 10
    return {mart: unordered(folder.ask(f"FROM mart.{mart}")) for mart in marts}


def unordered(value: Any) -> Any:
    """Rows and lists in one order, whatever order they were answered in."""
    if isinstance(value, dict):
        return {key: unordered(one) for key, one in value.items()}
    return sorted(map(unordered, value), key=repr) if isinstance(value, list) else value


def test_every_derived_table_is_in_memory_as_in_a_release(reports: Path, folder: DataFolder) -> None:
    """Of folders one after another, so that what the one before left behind would show."""
    same = DataFolder(reports / "data")
    same.ask("FROM mart.coverage(mart.chosen())")
    with_other_cells(folder)
    edited = derived_rows(folder)
    assert edited == derived_rows(ReleasedFolder(folder.path, folder.build().parent))
    with_other_tables(folder)
    assert folder.ask("SELECT DISTINCT box FROM core.sources") == [{"box": 1}]
    found = derived_rows(same)
    assert found == derived_rows(ReleasedFolder(same.path, reports / "releases"))
    assert found != edited


@pytest.mark.parametrize("case", [case for _, case in CASES[::6]], ids=lambda case: case.__name__)
def test_the_problems_in_memory_are_those_of_a_build(
    folder: DataFolder, case: Callable[[DataFolder], object]
) -> None:
    folder.problems()
    case(folder)
    with build.open_workspace() as connection:
        _, found = validate.validate(connection, schema.load(folder.path))
    assert found
    assert folder.problems() == found


def test_every_rule_is_asked_of_every_folder(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules that find something in sound rows: `validate` reports each under its name."""
    rules = {check.stem for check in validate.CHECKS.glob("*.sql")}
    asked = folder.path.parent / "checks"
    asked.mkdir()
    for rule in rules:
        (asked / f"{rule}.sql").write_text(
            """SELECT _file, _line, 'note' AS "column", NULL AS value, 'found' AS message
                FROM core.terms LIMIT 1""",
            encoding="utf-8",
        )
    monkeypatch.setattr(validate, "CHECKS", asked)
    with build.open_workspace() as connection:
        _, found = validate.validate(connection, schema.load(folder.path))
    assert sorted(problem.rule for problem in found) == sorted(rules)
    assert {(p.file, p.line, p.column, p.message) for p in found} == {("data/terms.csv", 2, "note", "found")}
