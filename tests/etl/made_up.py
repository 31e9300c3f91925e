"""Tables of a contract that a test makes up, loaded from bytes."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from etl import schema, validate
from etl.problems import Problem


@dataclass
class Loaded:
    """What was loaded: cells of each row, the line of each row, and the problems."""

    rows: list[tuple[Any, ...]]
    lines: list[int]
    problems: list[Problem]


def table_of(*fields: schema.Field) -> schema.Table:
    texts = {"vi": "", "en": ""}
    return schema.Table("made_up", "coded", ("made_up.csv",), texts, texts, texts, fields, (), (), ())


def text_table(width: int) -> schema.Table:
    return table_of(*(schema.Field(f"column_{n}", "string", {}, {}) for n in range(width)))


@cache
def _workspace() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def load_table(contract: schema.Contract, table: schema.Table) -> tuple[list[tuple[Any, ...]], list[Problem]]:
    """Returns the rows that are loaded of one table, each with its line, and the problems; many loads share
    one database."""
    connection = _workspace()
    connection.execute("DROP SCHEMA IF EXISTS core CASCADE; DROP SCHEMA IF EXISTS raw CASCADE")
    _, problems = validate.load(connection, contract, table)
    rows = connection.execute(f'SELECT * EXCLUDE (_file) FROM core."{table.name}" ORDER BY _line').fetchall()
    return rows, sorted(problems)


def load(content: bytes, table: schema.Table) -> Loaded:
    """Returns what comes of a file with this content."""
    with tempfile.TemporaryDirectory() as directory:
        (Path(directory) / "made_up.csv").write_bytes(content)
        contract = schema.Contract(Path(directory), {"vi": "", "en": ""}, "", (table,))
        found, problems = load_table(contract, table)
    return Loaded([row[:-1] for row in found], [row[-1] for row in found], problems)
