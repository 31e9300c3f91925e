"""The rows that the current release has and a newer one lacks, and whether so many may go. Writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl import release
from etl.changed_rows import columns, shared
from etl.problems import DataError, Problem
from etl.schema import Contract

# A file that was cut short or filtered loses most of its rows; a day's coding takes out far less than a tenth
# of a table, or of a coder's own file. Of a small one a tenth is a row or two, and whoever takes those out
# knows it: four may go.
MAX_SHARE = 0.1
MAX_ROWS = 4
MAX_NAMED = 5  # files that a sentence names, those with most rows gone

Pair = tuple[str, str]


@dataclass(frozen=True)
class Loss:
    """The rows of a file that are gone: `removed` of `before`; state is what became of the file, or ""."""

    file: str
    before: int
    removed: int
    state: str


@dataclass(frozen=True)
class Removal:
    """The rows of a table that are gone, by key: `removed` of `before`, while `added` others are new.

    files are those that the rows stood in, the one with most of them first.
    """

    table: str
    before: int
    removed: int
    added: int
    files: tuple[Loss, ...]

    @property
    def is_too_many(self) -> bool:
        """True where they may not go unless somebody says so: a large share of the table or of a file."""
        parts = [(self.removed, self.before), *((loss.removed, loss.before) for loss in self.files)]
        return any(n > max(MAX_ROWS, MAX_SHARE * before) for n, before in parts)


class RowsVanished(DataError):
    """So many rows are gone that a mistake is likely; a problem for each table."""

    next_command = "build"


def check(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    releases: Path,
    newer: Path | None,
    hashes: Mapping[str, str],
    say: Callable[[str], None],
    is_accepted: bool,
) -> None:
    """Say which rows of the current release are gone in what is to become current, where any is.

    newer: the file of that; None where the connection has it attached as `release` already; hashes: the
    SHA-256 of its inputs. From then on the connection opens no other file. Raises RowsVanished where too many
    are gone, unless that is accepted.
    """
    try:
        current = release.current(releases)
    except release.ReleaseError:
        return  # the first one
    release.attach(connection, {"standing": current} | ({"release": newer} if newer else {}))
    with closing(connection.cursor()) as cursor:
        unchanged = _unchanged(cursor, contract, "standing", hashes)
        found = removed(cursor, contract, ("standing", "release"), unchanged)
    connection.execute("DETACH standing")
    too_many = [one for one in found if one.is_too_many]
    if too_many and not is_accepted:
        raise RowsVanished([_problem(one, contract, current) for one in too_many])
    if found:
        say(f"Gone since release {current.stem}: {'; '.join(map(_said, found))}.")


def removed(
    cursor: duckdb.DuckDBPyConnection, contract: Contract, catalogs: Pair, unchanged: Collection[str] = ()
) -> list[Removal]:
    """The tables of the older of two attached releases that the newer lacks rows of, unchanged ones left out.

    Rows are told apart by the first key of their table; where that is not in both, they are only counted.
    """
    older, newer = (columns(cursor, catalog) for catalog in catalogs)
    keys = {table.name: next(iter(table.keys), ()) for table in contract.tables}
    read = {path for table in contract.tables for path in table.paths}
    found = []
    for table in (name for name in older if name not in unchanged):
        old, new = (f'"{catalog}".core."{table}"' for catalog in catalogs)
        before = _counts(cursor, old)
        after = _counts(cursor, new) if table in newer else {}
        in_both = shared(older[table], newer.get(table, {}))
        key = keys.get(table, ())
        if key and set(key) <= set(in_both):
            values = ", ".join(f'{in_both[c]} AS "{c}"' for c in key)
            same = " AND ".join(f'o."{c}" IS NOT DISTINCT FROM n."{c}"' for c in key)
            lacking = (
                f"(SELECT _file, {values} FROM {old}) o ANTI JOIN (SELECT {values} FROM {new}) n ON {same}"
            )
            gone = _counts(cursor, lacking)
        else:
            gone = {file: n - after.get(file, 0) for file, n in before.items() if n > after.get(file, 0)}
        if gone:
            n_before, n_gone = sum(before.values()), sum(gone.values())
            files = tuple(
                Loss(file, before[file], n, "" if file in after else _state(file, read, contract))
                for file, n in sorted(gone.items(), key=lambda one: (-one[1], one[0]))
            )
            found.append(Removal(table, n_before, n_gone, sum(after.values()) - n_before + n_gone, files))
    return found


def _unchanged(
    cursor: duckdb.DuckDBPyConnection, contract: Contract, older: str, hashes: Mapping[str, str]
) -> set[str]:
    """The tables that are read from the files that an attached release was made of: nearly all, and they lack
    no row."""
    read = f"""SELECT "table", list({{'file': 'data/' || file, 'sha256': sha256}}) FROM "{older}".meta.files
               GROUP BY "table\""""
    before = {
        table: {file["file"]: file["sha256"] for file in files}
        for table, files in cursor.execute(read).fetchall()
    }
    return {
        table.name
        for table in contract.tables
        if before.get(table.name) == {f"data/{path}": hashes.get(f"data/{path}") for path in table.paths}
    }


def _counts(cursor: duckdb.DuckDBPyConnection, source: str) -> dict[str, int]:
    """{file: its number of rows} of a table, without files that have none."""
    return dict(cursor.execute(f"SELECT _file, count(*) FROM {source} GROUP BY _file").fetchall())


def _state(file: str, read: set[str], contract: Contract) -> str:
    if file in read:
        return "has no rows any more"
    is_there = (contract.directory / file).exists()
    return "is no file of a table any more" if is_there else "is not there any more"


def _said(one: Removal) -> str:
    new = f", {one.added} new" if one.added else ""
    files = ", ".join(
        f"{loss.file} −{loss.removed}{f' of {loss.before}' if loss.removed < loss.before else ''}"
        f"{f', which {loss.state}' if loss.state else ''}"
        for loss in one.files[:MAX_NAMED]
    )
    return f"{one.table} −{one.removed} of {one.before} rows{new} ({files}{_more(one)})"


def _more(one: Removal) -> str:
    more = len(one.files) - MAX_NAMED
    return f" and {more} more files" if more > 0 else ""


def _problem(one: Removal, contract: Contract, current: Path) -> Problem:
    worst, new = one.files[0], f", and {one.added} others are new" if one.added else ""
    files = "; ".join(
        f"{contract.shown(loss.file)} {loss.state or f'lacks {loss.removed} of {loss.before}'}"
        for loss in one.files[:MAX_NAMED]
    )
    message = (
        f"{one.removed} of {one.before} rows of {one.table} in release {current.stem} are gone{new}: "
        f"{files}{_more(one)}. "
        "Was a file cut short, or saved while a filter hid rows (Excel)? Was one deleted, or moved out of "
        "the folder? Was a code renamed that many rows have? Mend that; or, where these rows are to go, run: "
        + release.command("build --accept-removals", contract.directory, current.parent)
    )
    return Problem(contract.shown(worst.file), 0, "", None, message, "removals")
