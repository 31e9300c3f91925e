"""The differences between two releases: inputs, coded rows, documents, derived figures with reasons.

Changes and prints nothing.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl import build, changed_figures, changed_rows, inputs, release
from etl.changed_figures import Figure, State
from etl.changed_rows import ChangedRow, Row, Table
from etl.metadata import Facts, facts

__all__ = [
    "ChangedRow",
    "Changes",
    "Facts",
    "Figure",
    "Input",
    "Missing",
    "Row",
    "State",
    "Table",
    "between",
    "compared",
]


@dataclass(frozen=True)
class Input:
    """An input file that differs: data/<file> or sql/<file>; change is "added", "removed" or "changed"."""

    name: str
    change: str


@dataclass(frozen=True)
class Missing:
    """A part not compared, since a release of an older format lacks it: "mart.<name>", "SQL" or "keys"."""

    release: str
    what: str


@dataclass(frozen=True)
class Changes:
    """All differences between two releases, in an order that depends on nothing but them.

    tables holds those that differ.
    """

    older: Facts
    newer: Facts
    inputs: tuple[Input, ...]
    tables: tuple[Table, ...]
    figures: tuple[Figure, ...]
    missing: tuple[Missing, ...]

    @property
    def documents(self) -> tuple[Row, ...]:
        """The documents that only the newer release has."""
        return next((table.added for table in self.tables if table.name == "sources"), ())


def between(releases: Path, older: str, newer: str) -> Changes:
    """The differences between two releases of the folder, given by their full names.

    Raises ReleaseError for an unknown name, or one given twice.
    """
    paths = [release.path_of(releases, name) for name in (older, newer)]
    if older == newer:
        lists_them = f"{release.command('releases', releases=releases)} lists them"
        raise release.ReleaseError(f"{older} was named twice; name two releases, {lists_them}")
    for path in paths:
        release.named(releases, path.stem)  # says why there is none
    with build.open_workspace() as connection:
        release.attach(connection, dict(zip(("older", "newer"), paths, strict=True)))
        return compared(connection, "older", "newer")


def compared(connection: duckdb.DuckDBPyConnection, older: str, newer: str) -> Changes:
    """The differences between two releases that the connection has attached under these names.

    Leaves the connection as it was.
    """
    catalogs = (older, newer)
    with closing(connection.cursor()) as cursor:  # what it uses and notes is its own
        sides = [facts(cursor, catalog) for catalog in catalogs]
        names = dict(zip(catalogs, (side.name for side in sides), strict=True))
        tables = changed_rows.differing(cursor, catalogs, _keys(cursor, catalogs))
        figures, lacking = changed_figures.differing(cursor, catalogs, tables)
        missing = [
            Missing(side.name, what)
            for side in sides
            if side.format < inputs.FIRST_FORMAT
            for what in ("keys", "SQL")
        ]
        missing += [Missing(names[catalog], f"mart.{mart}") for catalog, mart in lacking]
        return Changes(sides[0], sides[1], _inputs(cursor, catalogs), tables, tuple(figures), tuple(missing))


def _keys(cursor: duckdb.DuckDBPyConnection, catalogs: tuple[str, str]) -> dict[str, tuple[str, ...]]:
    """The key of each table as the newer release records it, else as the older does."""
    keys: dict[str, tuple[str, ...]] = {}
    for catalog in catalogs:
        if inputs.kept(cursor, catalog):
            keys |= {
                table: tuple(key)
                for table, key in cursor.execute(
                    f'SELECT "table", key FROM "{catalog}".meta.tables'
                ).fetchall()
            }
    return keys


def _inputs(cursor: duckdb.DuckDBPyConnection, catalogs: tuple[str, str]) -> tuple[Input, ...]:
    """The files that differ; of releases that do not both keep their SQL, the files of rows alone."""
    kept = [{one.name: one.sha256 for one in inputs.kept(cursor, catalog)} for catalog in catalogs]
    if not all(kept):
        rows = "SELECT 'data/' || file, sha256 FROM"
        kept = [dict(cursor.execute(f'{rows} "{catalog}".meta.files').fetchall()) for catalog in catalogs]
    older, newer = kept
    changes = {
        n: "added" if n not in older else "removed" if n not in newer else "changed"
        for n in older | newer
        if older.get(n) != newer.get(n)
    }
    return tuple(Input(name, change) for name, change in sorted(changes.items()))
