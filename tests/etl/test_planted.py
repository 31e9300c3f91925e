"""What somebody else has put into a folder of releases: it is listed as not to be used, reads no other file,
connects to nobody, and keeps nobody waiting."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from etl import build, release
from etl.schema import literal
from tests.etl.commands import in_a_process
from tests.etl.folder import DataFolder, edit_release

NAME = "0123456789ab"
SECRET = "what another file says"


def database(path: Path, *statements: str) -> None:
    with duckdb.connect(str(path)) as connection:
        for statement in ("CREATE SCHEMA meta", "CREATE SCHEMA core", *statements):
            connection.execute(statement)


def facts(**other: str) -> str:
    """The statement that has a release say of itself what it should, but for some columns."""
    columns = {
        "name": f"'{NAME}'",
        "built_at": "TIMESTAMP '2026-01-01'",
        "format": "1",
        "duckdb_version": "''",
        "contract_version": "''",
        "n_rows": "1::BIGINT",
    } | other
    return f"CREATE TABLE meta.release AS SELECT {', '.join(f'{v} AS {k}' for k, v in columns.items())}"


FILES = "CREATE TABLE meta.files (file VARCHAR, sha256 VARCHAR)"


def view_of_a_file(path: Path) -> None:
    database(path, f"CREATE VIEW meta.release AS SELECT content AS name FROM read_text({beside(path)})")


def view_of_inputs(path: Path) -> None:
    database(
        path,
        facts(),
        f"CREATE VIEW meta.files AS SELECT content AS file, '' AS sha256 FROM read_text({beside(path)})",
    )


def hidden_view(path: Path) -> None:
    """Macros of its own stand before those of the system where a database is in use."""
    database(
        path,
        "CREATE MACRO duckdb_views() AS TABLE SELECT NULL AS n WHERE false",
        "CREATE MACRO duckdb_columns() AS TABLE SELECT NULL AS n WHERE false",
        f"CREATE VIEW meta.release AS SELECT content AS name FROM read_text({beside(path)})",
    )


def view_of_a_pipe(path: Path) -> None:
    os.mkfifo(path.parent / "pipe")
    # A view asks what it is of as it is made.
    (path.parent / "secret").rename(path.parent / "kept")
    (path.parent / "secret").write_text("a\n1\n", encoding="utf-8")
    database(path, f"CREATE VIEW meta.release AS SELECT a AS name FROM read_csv({beside(path)})")
    (path.parent / "pipe").replace(path.parent / "secret")


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def another_kind_of_database(path: Path) -> None:
    """Which DuckDB knows an extension for, to be fetched."""
    path.write_bytes(b"SQLite format 3\0" + bytes(4096))


def values_of_other_types(path: Path) -> None:
    database(path, facts(n_rows="'many'"), FILES)


def a_time_that_is_none(path: Path) -> None:
    database(path, facts(built_at="'yesterday'"), FILES)


def no_facts(path: Path) -> None:
    database(path, "CREATE TABLE meta.release (name VARCHAR)", FILES)


def named_to_be_obeyed(path: Path) -> None:
    database(path, facts(name="chr(27) || '[2J'"), FILES)


def a_column_that_is_a_query(path: Path) -> None:
    database(path, facts(), FILES, 'CREATE TABLE core.terms ("a""; DROP TABLE x; --" INTEGER)')


def beside(path: Path) -> str:
    return literal(str(path.parent / "secret"))


@pytest.mark.parametrize(
    ("plant", "said"),
    [
        (view_of_a_file, 'it has "meta.release", which no release has'),
        (view_of_inputs, 'it has "meta.files", which no release has'),
        (hidden_view, 'it has "meta.release", which no release has'),
        (view_of_a_pipe, 'it has "meta.release", which no release has'),
        (a_pipe, "it is no file"),
        (another_kind_of_database, "it does not open: "),
        (values_of_other_types, "it does not open: meta.release or the list of its inputs has values of"),
        (a_time_that_is_none, "it does not open: meta.release or the list of its inputs has values of"),
        (no_facts, "it does not open: meta.release lacks what a release says of itself"),
        (named_to_be_obeyed, "it is a copy of \\x1b[2J under another name"),
        (a_column_that_is_a_query, 'it has "core.terms.a"; DROP TABLE x; --", which no release has'),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_a_planted_release_is_not_used(tmp_path: Path, plant: Callable[[Path], None], said: str) -> None:
    (tmp_path / "secret").write_text(SECRET, encoding="utf-8")
    path = tmp_path / f"{NAME}.duckdb"
    plant(path)
    printed = in_a_process("releases", "--releases", tmp_path)
    assert f"{NAME}  not used: {said}" in printed
    assert SECRET not in printed
    assert "\x1b" not in printed
    # Not even asked for: the server connects to nobody.
    assert "download" not in printed.lower()


@pytest.mark.parametrize("ending", [".json", ""], ids=["record", "pointer"])
def test_a_pipe_instead_of_a_small_file_is_not_waited_for(standing: DataFolder, ending: str) -> None:
    path = standing.build()
    pipe = path.with_suffix(ending) if ending else standing.releases / release.POINTER
    pipe.unlink()
    os.mkfifo(pipe)
    assert f"{path.stem}  " in in_a_process("releases", "--releases", standing.releases)
    in_a_process("build", standing.path, "--releases", standing.releases)
    assert pipe.is_file()
    assert release.current(standing.releases) == path


def leave_changes(path: Path) -> None:
    """Leaves beside a release what DuckDB does of a program that is killed while it changes one.

    The bytes of the release, and so its checksum, stay as they were.
    """
    whole = path.read_bytes()
    script = f"""
import duckdb, os
connection = duckdb.connect({str(path)!r})
connection.execute("SET checkpoint_threshold = '1GB'")
connection.execute("UPDATE core.observations SET value = 99")
os._exit(0)
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
    path.write_bytes(whole)


def test_changes_beside_a_release_are_not_read_with_it(standing: DataFolder) -> None:
    path = standing.build()
    leave_changes(path)
    assert release.fault(path).startswith(f"changes lie beside it in {path.name}.wal")
    with pytest.raises(release.ReleaseError):
        release.current(standing.releases)
    assert build.build(standing.path, standing.releases) == (path, True)
    assert release.current(standing.releases) == path
    assert (path.parent / f"{path.name}.damaged.wal").exists()


def test_changes_beside_a_release_that_is_gone_do_not_become_those_of_the_next(standing: DataFolder) -> None:
    path = standing.build()
    leave_changes(path)
    path.unlink()
    assert build.build(standing.path, standing.releases) == (path, True)
    assert release.current(standing.releases) == path
    assert standing.ask_release("SELECT count(*) AS n FROM core.observations WHERE value <> 99")[0]["n"]


def test_what_is_compared_and_exported_reads_no_other_file(standing: DataFolder, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(SECRET, encoding="utf-8")
    older = standing.build()
    standing.edit("organizations", 2, note="changed")
    newer = standing.build()
    edit_release(
        newer,
        f"""CREATE OR REPLACE VIEW mart.agreement AS
            SELECT content AS id, '' AS scope, 1.0 AS alpha
            FROM read_text({literal(str(tmp_path / "secret"))})""",
    )
    printed = in_a_process(
        "releases", "diff", older.stem, newer.stem, "--format", "json", "--releases", standing.releases
    )
    assert SECRET not in printed
    assert "file system operations are disabled" in printed
    in_a_process("releases", "export", newer.stem, tmp_path / "exported", "--releases", standing.releases)
    assert (tmp_path / "exported" / "tables" / "terms.parquet").exists()


def test_what_a_release_says_is_printed_and_not_obeyed(standing: DataFolder) -> None:
    older = standing.build()
    standing.edit("organizations", 2, note="changed")
    newer = standing.build()
    edit_release(newer, "INSERT INTO meta.inputs VALUES ('data/' || chr(27) || '[2J', '', 0)")
    edit_release(newer, "UPDATE core.organizations SET organization_id = chr(27) || '[2J' WHERE rowid = 0")
    printed = in_a_process("releases", "diff", older.stem, newer.stem, "--all", "--releases", older.parent)
    assert "+ data/\\x1b[2J" in printed
    assert not [c for c in printed if c != "\n" and not c.isprintable()]


def test_a_connection_with_releases_opens_no_further_file(standing: DataFolder, tmp_path: Path) -> None:
    path = standing.build()
    with build.open_workspace() as connection:
        release.attach(connection, {"one": path}, tmp_path / "written")
        for statement in (
            "FROM read_text('pyproject.toml')",
            f"ATTACH {literal(str(tmp_path / 'another.duckdb'))} AS another",
            f"COPY one.core.terms TO {literal(str(tmp_path / 'terms.csv'))}",
            "SET enable_external_access = true",
            "INSTALL httpfs",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(statement)
