"""Rows that vanish: what went is said of every build, and so much that a mistake is likely is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl import __main__, build, release, removals
from etl.removals import RowsVanished
from tests.etl.folder import DataFolder, resource

WAY = "python -m etl build --accept-removals"


def cut(folder: DataFolder, table: str, keep: int = 0) -> None:
    """Leaves the header and the first rows of a file."""
    folder.write(table, folder.lines(table)[: keep + 1])


def built(folder: DataFolder, accept: bool = False) -> tuple[Path, list[str]]:
    """The release of a folder, and what is said of it."""
    said: list[str] = []
    path, _ = build.build(folder.path, folder.releases, say=said.append, accept_removals=accept)
    return path, said


def refusal(folder: DataFolder) -> str:
    """The one problem of a build that is refused; the release that was current stays, alone."""
    before, others = release.current(folder.releases), sorted(folder.releases.glob("*.duckdb"))
    with pytest.raises(RowsVanished) as refused:
        built(folder)
    assert release.current(folder.releases) == before
    assert sorted(folder.releases.glob("*.duckdb")) == others
    (problem,) = refused.value.problems
    assert WAY in str(problem)
    return str(problem)


def test_a_file_cut_to_its_header_is_refused(standing: DataFolder) -> None:
    n, name = len(standing.rows("observations")), standing.build().stem
    cut(standing, "observations")
    assert standing.problems() == []
    said = refusal(standing)
    assert said.startswith(
        f"data/observations.csv: {n} of {n} rows of observations in release {name} are gone: "
        "data/observations.csv has no rows any more. "
    )
    for cause in ("cut short", "filter", "deleted", "renamed"):
        assert cause in said


def test_what_is_accepted_is_built_and_said(standing: DataFolder) -> None:
    n, name = len(standing.rows("observations")), standing.build().stem
    cut(standing, "observations")
    path, said = built(standing, accept=True)
    assert said == [
        f"Gone since release {name}: observations −{n} of {n} rows "
        f"(observations.csv −{n}, which has no rows any more)."
    ]
    assert release.current(standing.releases) == path
    assert built(standing) == (path, [])


def test_more_than_a_tenth_of_a_table_is_refused(everything: DataFolder) -> None:
    """As a filter that was left on saves a part of the rows, from anywhere in the file."""
    name, n = everything.build().stem, len(everything.rows("observations"))
    header, *rows = everything.lines("public/observations")
    n_gone = n // 10 + 1
    assert n_gone < len(rows)
    everything.write("public/observations", [header, *rows[n_gone:]])
    assert refusal(everything).startswith(
        f"data/public/observations.csv: {n_gone} of {n} rows of observations in release {name} are gone: "
        f"data/public/observations.csv lacks {n_gone} of {len(rows)}. "
    )


def test_more_than_a_tenth_of_a_file_is_refused(everything: DataFolder) -> None:
    """Also where the file holds few of the rows of its table: they are most of its own."""
    everything.build()
    n, rows = len(everything.rows("observations")), everything.lines("observations")
    everything.write("observations", [rows[0], *rows[1::5]])
    n_gone = n - len(everything.rows("observations"))
    assert removals.MAX_ROWS < n_gone < n * removals.MAX_SHARE
    assert f"{n_gone} of {n} rows of observations in release " in refusal(everything)


def test_a_file_that_is_not_there_any_more_is_named(everything: DataFolder) -> None:
    everything.build()
    (everything.path / "awards.csv").unlink()
    everything.edit_contract(lambda package: resource(package, "awards").update(path=["public/awards.csv"]))
    said = refusal(everything)
    assert said.startswith("data/awards.csv: ")
    assert "data/awards.csv is not there any more" in said


def test_rows_that_moved_to_another_file_are_not_gone(standing: DataFolder) -> None:
    standing.build()
    (standing.path / "observations.csv").rename(standing.path / "moved.csv")
    standing.edit_contract(lambda package: resource(package, "observations").update(path=["moved.csv"]))
    assert built(standing)[1] == []


@pytest.mark.parametrize("n_removed", [1, 4])
def test_few_rows_may_go_and_are_said(standing: DataFolder, n_removed: int) -> None:
    """Four of eight awards too: whoever takes out so few knows it."""
    n, name = len(standing.rows("awards")), standing.build().stem
    cut(standing, "awards", keep=n - n_removed)
    assert built(standing)[1] == [
        f"Gone since release {name}: awards −{n_removed} of {n} rows (awards.csv −{n_removed} of {n})."
    ]


def test_five_of_a_small_table_are_refused(standing: DataFolder) -> None:
    n = len(standing.rows("awards"))
    standing.build()
    cut(standing, "awards", keep=n - 5)
    assert f"5 of {n} rows of awards" in refusal(standing)


@pytest.mark.parametrize(("n_removed", "is_refused"), [(10, False), (11, True)])
def test_a_tenth_may_go(standing: DataFolder, n_removed: int, is_refused: bool) -> None:
    """Ten of 101 rows are less than a tenth, eleven are more."""
    n = len(standing.rows("codings"))
    assert n == 101
    standing.build()
    cut(standing, "codings", keep=n - n_removed)
    if is_refused:
        refusal(standing)
    else:
        assert len(built(standing)[1]) == 1


def test_rows_that_are_replaced_are_gone_too(standing: DataFolder) -> None:
    """As many rows with other keys: the count is the same, and nothing that was cited is there any more."""
    standing.build()
    lines = standing.lines("observations")
    at = lines[0].index("as_of")
    replaced = [i for i, row in enumerate(lines) if i and row[at]]
    assert len(replaced) > removals.MAX_ROWS
    for i in replaced:
        lines[i][at] = lines[i][at][:4] if len(lines[i][at]) > 4 else ""
    standing.write("observations", lines)
    assert standing.problems() == []
    assert f"and {len(replaced)} others are new" in refusal(standing)


def test_a_correction_takes_nothing_away(standing: DataFolder) -> None:
    standing.build()
    lines = standing.lines("observations")
    note = lines[0].index("note")
    for row in lines[1:]:
        row[note] = "Seen again."
    standing.write("observations", lines)
    assert built(standing)[1] == []


def test_going_back_to_a_release_with_fewer_rows_is_refused_too(standing: DataFolder) -> None:
    """A release that stands already is not made current without a look at what it lacks."""
    whole, lines = standing.build(), standing.lines("observations")
    cut(standing, "observations")
    fewer, _ = built(standing, accept=True)
    standing.write("observations", lines)
    assert built(standing) == (whole, [])
    cut(standing, "observations")
    assert "rows of observations" in refusal(standing)
    assert built(standing, accept=True)[0] == fewer
    assert release.current(standing.releases) == fewer


def test_a_table_that_is_dropped_is_refused(standing: DataFolder) -> None:
    """No row of a table that the contract does not have any more is left."""
    standing.build()

    def drop(package: dict[str, list[dict[str, object]]]) -> None:
        package["resources"] = [r for r in package["resources"] if r["name"] != "codings"]

    standing.edit_contract(drop)
    with build.open_workspace() as connection:
        contract = build.schema.load(standing.path)
        connection.execute(f"ATTACH '{standing.releases}/{release.current(standing.releases).name}' AS older")
        connection.execute("ATTACH ':memory:' AS newer")
        for table in contract.tables:
            connection.execute("CREATE SCHEMA IF NOT EXISTS newer.core")
            connection.execute(f'CREATE TABLE newer.core."{table.name}" AS FROM older.core."{table.name}"')
        [one] = removals.removed(connection, contract, ("older", "newer"))
    assert (one.table, one.removed, one.is_too_many) == ("codings", 101, True)
    assert [loss.state for loss in one.files] == ["is no file of a table any more"]


def test_the_command_line_says_what_went_and_refuses(
    standing: DataFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["build", str(standing.path), "--releases", str(standing.releases)]
    assert __main__.main(command) == 0
    capsys.readouterr()
    cut(standing, "lessons")
    assert __main__.main(command) == 1
    said = capsys.readouterr().out
    assert "16 of 16 rows of lessons" in said
    again = f"python -m etl {' '.join(command)}"
    assert said.endswith(f"1 problem. Fix it, then run: {again}\n")
    assert __main__.main([*command, "--accept-removals"]) == 0
    assert "lessons −16 of 16 rows (lessons.csv −16, which has no rows any more)." in capsys.readouterr().out
