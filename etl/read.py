"""CSV files as text tables with line numbers: a faithful copy before any judgement. Casts and fixes nothing.

A sound file is read by DuckDB. A file whose rows cannot be counted off by its line breaks (a line break
inside a cell, a blank line, a stray quote, a short row) is read line by line instead, so that every problem
has its exact line. Two things are not kept as written: line ends become LF, also inside a quoted cell; blank
lines are skipped.
"""

from __future__ import annotations

import re
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl import encodings
from etl.problems import Problem, counted, nearest
from etl.records import HEAD, MAX_LINE_BYTES, NotUtf8, records, split_cells
from etl.scan import NUL, scan
from etl.schema import Contract, Table, literal

RAW = "memory.raw"  # staging stays in memory, whatever database the release is written to
MAX_FAULTS_PER_FILE = 1000
BATCH = 50_000
FORM_RULES = {
    "file",
    "header",
    "encoding",
    "form",
}  # where a problem has one of these rules, rows are missing


@dataclass
class CsvFile:
    """One file of a resource: the table in memory that holds its text, and the SQL of a row's line in it.

    rows is the number of rows staged, None where the file was refused.
    """

    table: str
    name: str
    path: Path
    shown: str
    staged: str
    line: str = "_line"
    rows: int | None = None


def stage(
    connection: duckdb.DuckDBPyConnection, contract: Contract, table: Table
) -> tuple[list[CsvFile], list[Problem]]:
    """Create memory.raw.<table>, all text plus file and line; returns its files and their problems."""
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {RAW}")
    files, problems = [], []
    for number, path in enumerate(table.paths):
        file = CsvFile(
            table.name,
            path,
            contract.directory / path,
            contract.shown(path),
            f'{RAW}."{table.name}:{number}"',
        )
        files.append(file)
        problems += _stage_file(connection, contract.directory, table, file)
        if file.rows is None:
            _create_staged(connection, table, file)
    columns = ", ".join(f'"{c}"' for c in table.columns)
    parts = [
        f"SELECT {columns}, {literal(f.name)} AS _file, {f.line} AS _line FROM {f.staged}" for f in files
    ]
    connection.execute(f'CREATE VIEW {RAW}."{table.name}" AS {" UNION ALL ".join(parts)}')
    return files, problems


def forget(connection: duckdb.DuckDBPyConnection, table: Table, files: list[CsvFile]) -> None:
    """Drop the staged text of a table."""
    connection.execute(f'DROP VIEW {RAW}."{table.name}"')
    for file in files:
        connection.execute(f"DROP TABLE {file.staged}")


def _stage_file(
    connection: duckdb.DuckDBPyConnection, directory: Path, table: Table, file: CsvFile
) -> list[Problem]:
    def problem(message: str, line: int = 0, rule: str = "file") -> Problem:
        return Problem(file.shown, line, "", None, message, rule)

    refused = _refusal(directory, file.path)
    if refused:
        return [problem(refused)]
    try:
        with file.path.open("rb") as stream:
            head = stream.read(HEAD)
        header_faults = _header_faults(head, table)
        if header_faults:
            return [problem(message, line, "header") for line, message in header_faults]
        if b"\0" in head:  # most of a damaged file is not worth reading
            return [problem(NUL, head.count(b"\n", 0, head.index(0)) + 1, "encoding")]
        with ThreadPoolExecutor(1) as beside:
            scanning = beside.submit(scan, file.path, len(table.columns))
            rows = _read_by_duckdb(connection, table, file)
            scanned = scanning.result()
        if isinstance(scanned, int) and 0 < scanned == rows:
            # Rows are kept in the order of the file: the header is line 1, row 0 stands on line 2.
            file.line, file.rows = "(rowid + 2)::INTEGER", rows
            return []
        connection.execute(f"DROP TABLE IF EXISTS {file.staged}")
        if isinstance(scanned, tuple):
            return [problem(scanned[1], scanned[0], "encoding")]
        return [problem(message, line, "form") for line, message in _read_by_line(connection, table, file)]
    except NotUtf8 as error:
        connection.execute(f"DROP TABLE {file.staged}")
        file.rows = None
        return [problem(str(error), error.line, "encoding")]
    except OSError as error:
        return [problem(f"cannot be read: {error.strerror}")]


def _refusal(directory: Path, path: Path) -> str | None:
    """The reason why a path is not opened at all, or None."""
    try:
        if not path.resolve().is_relative_to(directory.resolve()):
            return "lies outside the data folder; copy the file itself into it"
        mode = path.stat().st_mode
    except FileNotFoundError:
        return (
            "is missing; the contract names it: write it with its header row, "
            "or drop its path from datapackage.json"
        )
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    except (RuntimeError, ValueError):  # a symbolic link to itself; a NUL in the name
        return "cannot be read: its path leads nowhere"
    if not stat.S_ISREG(mode):
        return "is not a file" + ("; it is a folder" if stat.S_ISDIR(mode) else "")
    return None


def _header_faults(head: bytes, table: Table) -> list[tuple[int, str]]:
    """The faults of the header row as (line, message); empty where it is the contract's."""
    expected = ",".join(table.columns)
    if not head:
        return [(0, f"is empty; a file without rows still has its header row: {expected}")]
    if other := encodings.other_format(head):
        return [(0, other)]
    if encodings.is_utf16(head):
        return [(1, encodings.not_utf8(head))]
    text = head.decode("utf-8-sig", errors="replace")
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    if "\r" in lines[0]:
        return [(1, "the lines end in CR alone; save the file with ordinary line ends (LF or CRLF)")]
    found = _names(lines[0])
    if found == table.columns:
        return []
    for number, line in enumerate(lines[1:20], 2):
        if _names(line) == table.columns:
            return [(number, f"the header row is here; delete the {counted(number - 1, 'line')} above it")]
    for delimiter, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if (
            len(lines[0].split(delimiter)) >= max(2, len(table.columns) // 2)
            and len(found) <= len(lines[0].split(delimiter)) // 2
        ):
            return [(1, f"the columns are separated by {name}; save the file with commas")]
    titles = {t.lower(): f.name for f in table.fields for t in f.titles.values()}
    titled = [titles.get(name.lower()) for name in found if name not in table.columns]
    if sum(name is not None for name in titled) * 2 > len(found):
        return [(1, f"has the titles of the columns where their names belong; write {expected}")]
    if not set(found) & set(table.columns):
        return [(1, f"is not the header row; expected: {expected}")]
    return [(1, message) for message in _column_faults(found, table.columns)]


def _names(line: str) -> list[str]:
    cells = split_cells(line)
    return cells if isinstance(cells, list) else line.split(",")


def _column_faults(found: list[str], expected: list[str]) -> list[str]:
    faults, unknown = [], [c for c in found if c not in expected]
    missing = [c for c in expected if c not in found]
    for column in unknown:
        meant = nearest(column, missing)
        if meant:
            missing.remove(meant)
            faults.append(f'column "{column}" is misspelt; write {meant}')
        else:
            faults.append(
                f'column "{column}" is not in the contract; drop it, or declare it in datapackage.json'
            )
    faults += [f"column {column} is missing" for column in missing]
    faults += [f"column {column} appears twice" for column in dict.fromkeys(found) if found.count(column) > 1]
    return faults or [f"the columns are in another order; expected: {','.join(expected)}"]


def _read_by_duckdb(connection: duckdb.DuckDBPyConnection, table: Table, file: CsvFile) -> int | None:
    """Stage a file with DuckDB's reader; returns its number of rows, None where it could not be read."""
    columns = ", ".join(f"'{c}': 'VARCHAR'" for c in table.columns)
    try:
        connection.execute(
            f"""CREATE TABLE {file.staged} AS FROM read_csv({literal(_literal_path(file.path))},
                columns = {{{columns}}}, auto_detect = false, header = true, delim = ',', quote = '"',
                escape = '"', comment = '', strict_mode = true, null_padding = false, nullstr = '',
                allow_quoted_nulls = true, encoding = 'utf-8',
                compression = 'none', hive_partitioning = false, max_line_size = {MAX_LINE_BYTES})"""
        )
    except duckdb.Error:
        return None
    found = connection.execute(f"SELECT count(*) FROM {file.staged}").fetchone()
    return found[0] if found else None


def _create_staged(connection: duckdb.DuckDBPyConnection, table: Table, file: CsvFile) -> None:
    columns = ", ".join(f'"{c}" VARCHAR' for c in table.columns)
    connection.execute(f"CREATE TABLE {file.staged} ({columns}, _line INTEGER)")


def _literal_path(path: Path) -> str:
    """The path with the characters that DuckDB would read as a pattern made literal."""
    return re.sub(r"([*?\[])", r"[\1]", str(path))


def _read_by_line(
    connection: duckdb.DuckDBPyConnection, table: Table, file: CsvFile
) -> list[tuple[int, str]]:
    """Stage every sound row of a file; returns the faults of the others as (line, message).

    Raises NotUtf8 at a line that is not UTF-8.
    """
    faults: list[tuple[int, str]] = []
    width, batch = len(table.columns), list[tuple[int, list[str]]]()
    _create_staged(connection, table, file)
    file.rows = 0

    def load() -> int:
        lists = [[cells[i] or None for _, cells in batch] for i in range(width)]
        unnested = ", ".join("unnest(?::VARCHAR[])" for _ in range(width))
        connection.execute(
            f"INSERT INTO {file.staged} SELECT {unnested}, unnest(?::INTEGER[])",
            [*lists, [line for line, _ in batch]],
        )
        loaded = len(batch)
        batch.clear()
        return loaded

    for line, found in records(file.path):
        if line == 1 and isinstance(found, list):
            continue
        if isinstance(found, str):
            faults.append((line, found))
        elif len(found) != width:
            faults.append((line, _width_fault(found, width)))
        else:
            batch.append((line, found))
        if len(batch) >= BATCH:
            file.rows += load()
        if len(faults) >= MAX_FAULTS_PER_FILE:
            faults.append((line, "so many rows are broken that reading stopped here"))
            break
    if batch:
        file.rows += load()
    return faults


def _width_fault(cells: list[str], width: int) -> str:
    if len(cells) == 1:
        return f"is not a row: one cell where {width} are expected; delete a footnote, or write all its cells"
    more = (
        "a comma inside a cell needs quotes around the cell"
        if len(cells) > width
        else "every column needs its comma, also when empty"
    )
    return f"the row has {len(cells)} cells, expected {width}; {more}"
