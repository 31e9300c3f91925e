"""The rows that the current release has and a newer one lacks, and whether so many may go. Writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl import release
from etl.changed_rows import columns, shared
from etl.problems import DataError, Problem
from etl.schema import CONTRACT, Contract, literal

# A file that was cut short or filtered loses most of its rows; a day's coding takes out far less than a tenth
# of a table. Of a small one a tenth is a row or two, and whoever takes those out knows it: four may go.
MAX_SHARE = 0.1
MAX_ROWS = 4

Pair = tuple[str, str]


@dataclass(frozen=True)
class Removal:
    """The rows of one table that are gone, by key: `removed` of `before`, while `added` others are new.

    files are those that held rows of it and hold none now, each with what became of it.
    """

    table: str
    before: int
    removed: int
    added: int
    files: tuple[str, ...]

    @property
    def is_too_many(self) -> bool:
        """True where they may not go unless somebody says so: a large share, or all that a file held."""
        return self.removed > MAX_ROWS and (bool(self.files) or self.removed > MAX_SHARE * self.before)


class RowsVanished(DataError):
    """So many rows are gone that a mistake is likely; a problem for each table."""

    next_command = "build"


def check(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    releases: Path,
    newer: str,
    say: Callable[[str], None],
    is_accepted: bool,
) -> None:
    """Say which rows of the current release are gone in what is to become current, where any is.

    newer: the name under which that is attached. Raises RowsVanished where too many are gone, unless that is
    accepted.
    """
    try:
        current = release.current(releases)
    except release.ReleaseError:
        return  # the first one
    connection.execute(f"ATTACH {literal(str(current))} AS standing (READ_ONLY)")
    with closing(connection.cursor()) as cursor:
        found = removed(cursor, contract, ("standing", newer))
    connection.execute("DETACH standing")
    too_many = [one for one in found if one.is_too_many]
    if too_many and not is_accepted:
        raise RowsVanished([_problem(one, contract, current) for one in too_many])
    if found:
        say(f"Gone since release {current.stem}: {'; '.join(map(_said, found))}.")


def removed(cursor: duckdb.DuckDBPyConnection, contract: Contract, catalogs: Pair) -> list[Removal]:
    """The tables of the older of two attached releases that the newer lacks rows of.

    Rows are told apart by the first key of their table; where that is not in both, they are only counted.
    """
    older, newer = (columns(cursor, catalog) for catalog in catalogs)
    keys = {table.name: next(iter(table.keys), ()) for table in contract.tables}
    listed = {path for table in contract.tables for path in table.paths}
    found = []
    for table in older:
        before, after = (
            _count(cursor, f'"{catalog}".core."{table}"') if table in side else 0
            for catalog, side in zip(catalogs, (older, newer), strict=True)
        )
        in_both = shared(older[table], newer.get(table, {}))
        key = keys.get(table, ())
        n_removed = max(0, before - after)
        if key and set(key) <= set(in_both):
            values = ", ".join(f'{in_both[c]} AS "{c}"' for c in key)
            old, new = (f'(SELECT {values} FROM "{catalog}".core."{table}")' for catalog in catalogs)
            same = " AND ".join(f'o."{c}" IS NOT DISTINCT FROM n."{c}"' for c in key)
            n_removed = _count(cursor, f"{old} o ANTI JOIN {new} n ON {same}")
        if n_removed:
            left = _files(cursor, catalogs[1], table) if table in newer else set[str]()
            files = tuple(
                f"{file} {'has no rows' if file in listed else f'is not listed in {CONTRACT}'} any more"
                for file in sorted(_files(cursor, catalogs[0], table) - left)
            )
            found.append(Removal(table, before, n_removed, after - before + n_removed, files))
    return found


def _count(cursor: duckdb.DuckDBPyConnection, source: str) -> int:
    found = cursor.execute(f"SELECT count(*) FROM {source}").fetchone()
    return found[0] if found else 0


def _files(cursor: duckdb.DuckDBPyConnection, catalog: str, table: str) -> set[str]:
    """The files that rows of a table come from."""
    found = cursor.execute(f'SELECT DISTINCT _file FROM "{catalog}".core."{table}"').fetchall()
    return {file for (file,) in found}


def _said(one: Removal) -> str:
    new = f", {one.added} new" if one.added else ""
    return f"{one.table} −{one.removed} of {one.before} rows{new}" + "".join(
        f", {file}" for file in one.files
    )


def _problem(one: Removal, contract: Contract, current: Path) -> Problem:
    paths: Sequence[str] = next((t.paths for t in contract.tables if t.name == one.table), (CONTRACT,))
    others = f", and {one.added} others are new" if one.added else ""
    files = f"; {', '.join(one.files)}" if one.files else ""
    message = (
        f"{one.removed} of {one.before} rows of {one.table} in release {current.stem} are gone"
        f"{others}{files}. "
        "Was a file cut short, or saved while a filter hid rows (Excel)? Is one not listed any more? Was a "
        "code renamed that many rows have? Mend that; or, where these rows are to go, run: "
        + release.command("build --accept-removals", contract.directory, current.parent)
    )
    return Problem(contract.shown(paths[0]), 0, "", None, message, "removals")
