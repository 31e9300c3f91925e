"""A copy of the data to break, and what comes of it."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from etl import build, dictionary, schema
from etl.problems import Problem
from etl.release import current, open_readonly
from tests.etl.workspace import Workspace

SHIPPED = Path(__file__).resolve().parents[2] / "data"


class DataFolder:
    """A data folder that a test may change. Lines count from 1, the header's."""

    def __init__(self, path: Path):
        self.path = path
        self.releases = path.parent / "releases"

    @classmethod
    def of_reports(cls, path: Path) -> DataFolder:
        """Returns a copy with the five reports alone: small enough to say of every row what comes of it."""
        shutil.copytree(SHIPPED, path)
        reports = cls(path)
        reports.edit_contract(
            lambda package: [resource.update(path=resource["path"][:1]) for resource in package["resources"]]
        )
        for folder in (entry for entry in path.iterdir() if entry.is_dir()):
            shutil.rmtree(folder)
        dictionary.write(schema.load(path))
        return reports

    def lines(self, table: str) -> list[list[str]]:
        with (self.path / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
            return list(csv.reader(stream))

    def rows(self, table: str) -> list[dict[str, str]]:
        """Returns the rows of all files of a table."""
        package = json.loads((self.path / schema.CONTRACT).read_text(encoding="utf-8"))
        rows: list[dict[str, str]] = []
        for path in resource(package, table)["path"]:
            with (self.path / path).open(encoding="utf-8", newline="") as stream:
                rows += csv.DictReader(stream)
        return rows

    def write(self, table: str, lines: list[list[str]]) -> None:
        with (self.path / f"{table}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(lines)

    def edit(self, table: str, line: int, **cells: str) -> None:
        lines = self.lines(table)
        for column, value in cells.items():
            lines[line - 1][lines[0].index(column)] = value
        self.write(table, lines)

    def append(self, table: str, **cells: str) -> int:
        """Adds a row and returns its line; cells not named are those of the table's first row, or empty where
        it has none."""
        header, *rows = self.lines(table)
        unknown = set(cells) - set(header)
        assert not unknown, unknown
        row = dict(zip(header, rows[0] if rows else [""] * len(header), strict=True)) | cells
        self.write(table, [header, *rows, list(row.values())])
        return len(rows) + 2

    def line_of(self, table: str, **cells: str) -> int:
        """Returns the line of the first row with these cells, in the table's first file."""
        return next(
            n for n, row in enumerate(self.rows(table), 2) if all(row[c] == v for c, v in cells.items())
        )

    def edit_contract(self, change: Callable[[dict[str, Any]], None]) -> None:
        path = self.path / schema.CONTRACT
        package = json.loads(path.read_text(encoding="utf-8"))
        change(package)
        path.write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")

    def problems(self) -> list[Problem]:
        return workspace().problems(self.path)

    def questions(self) -> list[Problem]:
        """The questions about a folder without problems."""
        return workspace().questions(self.path)

    def build(self, accept_removals: bool = False) -> Path:
        return build.build(self.path, self.releases, accept_removals=accept_removals)[0]

    def ask(self, query: str, *values: object) -> list[dict[str, Any]]:
        """The rows of a query to the rows and marts of the folder as it stands, without building a
        release."""
        return answers(workspace().derive(self.path), query, *values)

    def ask_release(self, query: str, *values: object) -> list[dict[str, Any]]:
        """The rows of a query to the release of the folder, which is built unless it stands."""
        with closing(open_readonly(self.build())) as connection:
            return answers(connection, query, *values)


def edit_release(path: Path, statement: str, *values: object) -> None:
    """Changes what is in a release, as if it had been built so before releases had records."""
    with duckdb.connect(str(path)) as connection:
        connection.execute(statement, list(values))
    path.with_suffix(".json").unlink(missing_ok=True)


class ReleasedFolder(DataFolder):
    """A folder that no test may change, asked through the release that was built of it once."""

    def __init__(self, path: Path, releases: Path):
        super().__init__(path)
        self.releases = releases
        self.connection = open_readonly(current(releases))

    def ask(self, query: str, *values: object) -> list[dict[str, Any]]:
        return answers(self.connection, query, *values)


@cache
def workspace() -> Workspace:
    return Workspace()


def answers(connection: duckdb.DuckDBPyConnection, query: str, *values: object) -> list[dict[str, Any]]:
    """The rows of a query, by column."""
    result = connection.execute(query, list(values))
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def resource(package: dict[str, Any], name: str) -> dict[str, Any]:
    return next(r for r in package["resources"] if r["name"] == name)
