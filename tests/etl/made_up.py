"""Tables of a contract that a test makes up, loaded from bytes."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etl import build, schema, validate
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


def load(content: bytes, table: schema.Table) -> Loaded:
    """Returns what comes of a file with this content."""
    with tempfile.TemporaryDirectory() as directory:
        (Path(directory) / "made_up.csv").write_bytes(content)
        contract = schema.Contract(Path(directory), {"vi": "", "en": ""}, "", (table,))
        with build.open_workspace() as connection:
            _, problems = validate.load(connection, contract, table)
            found = connection.execute("SELECT * EXCLUDE (_file) FROM core.made_up ORDER BY _line").fetchall()
    return Loaded([row[:-1] for row in found], [row[-1] for row in found], problems)
