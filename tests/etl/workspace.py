"""The rows and marts of one data folder after another, in one database in memory: only what differs is worked
out anew."""

from __future__ import annotations

import contextlib
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb

from etl import build, read, schema, validate
from etl.problems import DataError, Problem

_LARGEST = 1 << 22  # bytes of a file that is kept for comparison
_CORE, _MART = re.compile(r'\bcore\."?(\w+)'), re.compile(r"\bmart\.(\w+)")

Files = tuple[bytes, ...]
Standing = tuple[tuple[schema.Table, Files], ...]


@dataclass(frozen=True)
class Loaded:
    """A table as it stands in `core`, without any problem. Each loading has a number of its own."""

    number: int
    table: schema.Table
    contents: Files
    files: list[read.CsvFile]


@dataclass(frozen=True)
class Answer:
    """What was answered to a question about tables as they stood then, by the numbers of their loadings."""

    numbers: dict[str, int]
    rows: list[tuple[Any, ...]]

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self.rows


class Workspace:
    """Checks and derives as a build does; what was found before holds where tables are the same.

    It has no `meta`, which only a release has.
    """

    def __init__(self) -> None:
        self._open = contextlib.ExitStack()
        self._connection: duckdb.DuckDBPyConnection = self._open.enter_context(build.open_workspace())
        self._numbers = itertools.count()
        self._loaded: dict[str, Loaded] = {}
        self._derived: dict[str, Loaded] = {}
        self._answers: dict[tuple[str, tuple[Any, ...]], Answer] = {}
        self._standing: Standing | None = None  # what `core` and `mart` hold, while that is known

    def problems(self, directory: Path) -> list[Problem]:
        """The problems of a folder, as `validate` answers them. Raises DataError for a contract that cannot
        be used."""
        contract = schema.load(directory)
        self._standing = None
        standing = self._connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'core'"
        )
        for (name,) in standing.fetchall():
            if name not in {table.name for table in contract.tables}:
                self._forget(name)
        load = validate.load

        def load_changed(
            _: Workspace, contract: schema.Contract, table: schema.Table
        ) -> tuple[list[read.CsvFile], list[Problem]]:
            contents, before = _contents(contract, table), self._loaded.get(table.name)
            if before is not None and (before.table, before.contents) == (table, contents):
                return before.files, []
            self._forget(table.name)
            files, problems = load(self._connection, contract, table)
            if contents is not None and not problems:
                self._loaded[table.name] = Loaded(next(self._numbers), table, contents, files)
            return files, problems

        with mock.patch.object(validate, "load", load_changed):
            return validate.validate(self, contract)[1]

    def questions(self, directory: Path) -> list[Problem]:
        """The questions about a folder, as `validate` asks them. Raises DataError with its problems."""
        if problems := self.problems(directory):
            raise DataError(problems)
        return validate.questions(self, schema.load(directory), [])

    def execute(self, query: str, values: Sequence[Any] = ()) -> Answer:
        """The answer to a question about `core`: the former one where the tables that it names are as they
        were then."""
        asked, names = (query, tuple(values)), set(_CORE.findall(query))
        numbers = {name: self._loaded[name].number for name in names if name in self._loaded}
        before = self._answers.get(asked)
        if before is not None and before.numbers == numbers:
            return before
        answer = Answer(numbers, self._connection.execute(query, list(values)).fetchall())
        if names and len(numbers) == len(names):
            self._answers[asked] = answer
        return answer

    def derive(self, directory: Path) -> duckdb.DuckDBPyConnection:
        """The connection, with the marts of a folder. Raises DataError with every problem of the folder."""
        contract = schema.load(directory)
        if (standing := _standing(contract)) is not None and standing == self._standing:
            return self._connection
        self._standing = None
        if problems := self.problems(directory):
            raise DataError(problems)
        before, self._derived = self._derived, {}
        is_known = {table.name for table in contract.tables} == set(self._loaded) == set(before)
        if not is_known or any(before[name].table != one.table for name, one in self._loaded.items()):
            self._connection.execute("DROP SCHEMA IF EXISTS mart CASCADE")
            build.create_marts(self._connection, contract)
        else:
            changed = {name for name, one in self._loaded.items() if one.number != before[name].number}
            read_by: dict[str, set[str]] = {}
            for path in build.mart_files():
                text = path.read_text(encoding="utf-8")
                others = set(_MART.findall(text)) - {path.stem}
                read_by[path.stem] = set(_CORE.findall(text)).union(*(read_by[mart] for mart in others))
                # A view or a macro reads the rows that stand now; a table holds those of its making.
                if read_by[path.stem] & changed and "CREATE TABLE mart." in text:
                    self._connection.execute(f"DROP TABLE mart.{path.stem}; {text}")
        self._derived = dict(self._loaded)
        self._standing = standing
        return self._connection

    def _forget(self, name: str) -> None:
        self._loaded.pop(name, None)
        self._connection.execute(f'DROP TABLE IF EXISTS core."{name}"')


def _standing(contract: schema.Contract) -> Standing | None:
    """Every table with the bytes of its files, None where one cannot be kept."""
    found = [(table, _contents(contract, table)) for table in contract.tables]
    return tuple((t, c) for t, c in found if c is not None) if all(c is not None for _, c in found) else None


def _contents(contract: schema.Contract, table: schema.Table) -> Files | None:
    """The bytes of every file of a table, None where one is not an ordinary file of ordinary size."""
    paths = [contract.directory / path for path in table.paths]
    try:
        if any(p.is_symlink() or not p.is_file() or p.stat().st_size > _LARGEST for p in paths):
            return None
        return tuple(path.read_bytes() for path in paths)
    except OSError:
        return None
