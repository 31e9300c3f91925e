"""The gate: every rule of the contract and of the codebook over the staged text, all problems in one run.

Checks run as SQL over whole tables; only cells and rows that break a rule are looked at one by one. Mends nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from etl import cells, read
from etl.problems import Problem, suggestion
from etl.schema import Contract, Field, ForeignKey, Table

CHECKS = Path(__file__).parent / "sql" / "checks"
RAW = read.RAW
FOUND_PER_RULE = 10_000

Row = tuple[Any, ...]


def validate(connection: duckdb.DuckDBPyConnection, contract: Contract) -> tuple[list[read.CsvFile], list[Problem]]:
    """Stages every file in memory, types the rows into `core` of the current database, and returns the files and all problems."""
    files, problems = read.stage(connection, contract)
    for table in contract.tables:
        problems += _check_cells(connection, contract, table)
        problems += [p for key in table.keys for p in _check_key(connection, contract, table, key)]
        problems += [p for key in table.foreign_keys for p in _check_reference(connection, contract, table, key)]
    create_core(connection, contract)
    problems += _check_codebook(connection, contract)
    return files, sorted(problems)


def create_core(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Creates core.<table> in the current database: the staged rows with their types, file and line; an unsound cell becomes empty."""
    connection.execute("CREATE SCHEMA IF NOT EXISTS core")
    for table in contract.tables:
        typed = ", ".join(_typed(f) for f in table.fields)
        connection.execute(f'CREATE TABLE core."{table.name}" AS SELECT {typed}, _file, _line FROM {RAW}."{table.name}"')


def _typed(field: Field) -> str:
    return f'"{field.name}"' if field.type == "string" else f'try_cast("{field.name}" AS {field.sql_type}) AS "{field.name}"'


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    return connection.execute(f"{query} LIMIT {FOUND_PER_RULE}").fetchall()


def _shown(contract: Contract, file: str) -> str:
    return f"{contract.directory.name}/{file}"


def _check_cells(connection: duckdb.DuckDBPyConnection, contract: Contract, table: Table) -> Iterator[Problem]:
    source = f'{RAW}."{table.name}"'
    header_again = " AND ".join(f"\"{c}\" = '{c}'" for c in table.columns[:2])
    all_sound = " AND ".join(cells.sound(f) for f in table.fields)
    first_bad = connection.execute(f"SELECT 1 FROM {source} WHERE NOT ({all_sound}) OR ({header_again}) LIMIT 1").fetchone()
    if first_bad is None:
        return
    for file, line in _rows(connection, f"SELECT _file, _line FROM {source} WHERE {header_again}"):
        yield Problem(_shown(contract, file), line, "", None, "the header row stands here again; delete the line", "header")
    for field in table.fields:
        unsound = f'SELECT _file, _line, "{field.name}" FROM {source} WHERE NOT {cells.sound(field)} AND ({header_again}) IS NOT TRUE'
        for file, line, value in _rows(connection, unsound):
            yield Problem(_shown(contract, file), line, field.name, value, cells.explain(field, value), "contract")


def _check_key(connection: duckdb.DuckDBPyConnection, contract: Contract, table: Table, key: tuple[str, ...]) -> Iterator[Problem]:
    columns = ", ".join(f'"{c}"' for c in key)
    repeated = f"""SELECT {columns}, list(_file || ':' || _line ORDER BY _file, _line) FROM {RAW}."{table.name}"
        WHERE "{key[0]}" IS NOT NULL GROUP BY {columns} HAVING count(*) > 1"""
    for *values, places in _rows(connection, repeated):
        for place in places[1:]:
            file, line = place.rsplit(":", 1)
            message = f"repeats the key of {_shown(contract, places[0])}; drop one row, or tell them apart"
            value = ", ".join(v or "" for v in values)
            yield Problem(_shown(contract, file), int(line), ", ".join(key), value, message, "key")


def _check_reference(connection: duckdb.DuckDBPyConnection, contract: Contract, table: Table, key: ForeignKey) -> Iterator[Problem]:
    on = " AND ".join(f'r."{c}" = k."{d}"' for c, d in zip(key.reference, key.fields, strict=True))
    given = " AND ".join(f'k."{c}" IS NOT NULL' for c in key.fields)
    columns = ", ".join(f'k."{c}"' for c in key.fields)
    orphans = f"""SELECT k._file, k._line, {columns} FROM {RAW}."{table.name}" k
        ANTI JOIN {RAW}."{key.table}" r ON {on} WHERE {given} ORDER BY k._file, k._line"""
    # A known value in the first columns narrows what may have been meant in the last.
    leading = "".join(f' AND "{c}" = ?' for c in key.reference[:-1])
    target = ", ".join(_shown(contract, path) for path in contract.table(key.table).paths)
    for file, line, *values in _rows(connection, orphans):
        known = connection.execute(
            f'SELECT DISTINCT "{key.reference[-1]}" FROM {RAW}."{key.table}" WHERE "{key.reference[-1]}" IS NOT NULL{leading} ORDER BY 1',
            values[:-1],
        ).fetchall()
        way_out = suggestion(values[-1], [k for (k,) in known])
        message = f"has no row in {target}; {way_out}"
        yield Problem(_shown(contract, file), line, ", ".join(key.fields), ", ".join(values), message, "reference")


def _check_codebook(connection: duckdb.DuckDBPyConnection, contract: Contract) -> Iterator[Problem]:
    for check in sorted(CHECKS.glob("*.sql")):
        for file, line, column, value, message in _rows(connection, f"SELECT * FROM ({check.read_text(encoding='utf-8')})"):
            shown = None if value is None else str(value)
            yield Problem(_shown(contract, file), line, column, shown, message, check.stem)
