"""An opened release, which questions are asked of. Opens no file itself: the warehouse does.

A page holds one, so that all of its answers are of one release.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, update_wrapper
from typing import Concatenate, NamedTuple, ParamSpec, TypeVar, cast

import duckdb

from dashboard.release import warehouse

MAX_ANSWERS = 512
FETCH_SIZE = 10_000  # rows fetched at a time, where memory is not to grow with the answer

Value = object
Row = TypeVar("Row", bound=NamedTuple)
Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Release:
    """A release that can be asked, by its name: opened again where it was closed, and never another one."""

    name: str

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A read-only cursor of its own, which the caller drains. Raises NoRelease for a pruned release."""
        return warehouse.cursor(self.name)

    def ping(self) -> None:
        """Ask the release anything, past all caches. Raises NoRelease or the error of the database."""
        self.tuples("FROM meta.release")

    def rows(self, grain: type[Row], query: str, parameters: Mapping[str, Value] | None = None) -> list[Row]:
        """The rows of a query as `grain`, by the names of its fields; further columns are left out.

        A field with a default keeps it where a release that is older than its column lacks that.
        """
        with self.cursor() as cursor:
            cursor.execute(query, dict(parameters or {}))
            make = _maker(grain, [column[0] for column in cursor.description or ()])
            return [make(row) for row in cursor.fetchall()]

    def stream(
        self, grain: type[Row], query: str, parameters: Mapping[str, Value] | None = None
    ) -> Iterator[Row]:
        """The same rows, fetched FETCH_SIZE at a time."""
        with self.cursor() as cursor:
            cursor.execute(query, dict(parameters or {}))
            make = _maker(grain, [column[0] for column in cursor.description or ()])
            while rows := cursor.fetchmany(FETCH_SIZE):
                yield from map(make, rows)

    def one(self, grain: type[Row], query: str, parameters: Mapping[str, Value] | None = None) -> Row | None:
        """The first row of a query; None where there is none."""
        return next(iter(self.rows(grain, query, parameters)), None)

    def tuples(
        self, query: str, parameters: Mapping[str, Value] | None = None
    ) -> Sequence[tuple[Value, ...]]:
        """The rows of a query as they are fetched."""
        with self.cursor() as cursor:
            return cursor.execute(query, dict(parameters or {})).fetchall()

    def has_mart(self, mart: str) -> bool:
        """Whether the release has a mart, which one that is older than the mart lacks."""
        return bool(
            self.tuples(
                """SELECT 1 FROM duckdb_functions()
                WHERE database_name = current_database() AND schema_name = 'mart'
                    AND function_name = $mart""",
                {"mart": mart},
            )
        )

    def codes(self, query: str, parameters: Mapping[str, Value] | None = None) -> list[str]:
        """The first column of a query, which is of codes or texts."""
        return [str(code) for code, *_ in self.tuples(query, parameters)]


def _maker(grain: type[Row], names: list[str]) -> Callable[[tuple[Value, ...]], Row]:
    """What makes a `grain` of a fetched row with columns of these names."""
    fields, defaults = grain._fields, grain._field_defaults
    if names == list(fields):
        return grain._make
    at = [None if field in defaults and field not in names else names.index(field) for field in fields]
    return lambda row: grain._make(
        defaults[field] if n is None else row[n] for field, n in zip(fields, at, strict=True)
    )


@lru_cache(maxsize=MAX_ANSWERS)
def _answer(question: Callable[..., Value], arguments: tuple[Value, ...]) -> Value:
    return question(*arguments)


def kept(
    question: Callable[Concatenate[Release, Arguments], Answer],
) -> Callable[Concatenate[Release, Arguments], Answer]:
    """The same question, cached by release and arguments for all readers: nobody changes its answers.

    Plain functools: Streamlit's own caches spend a millisecond on hashing the arguments of every call, and a
    page makes dozens.
    """

    def ask(release: Release, /, *args: Arguments.args, **named: Arguments.kwargs) -> Answer:
        if named:
            raise TypeError(
                f"{question.__name__} takes its arguments by position, so that they can be kept by"
            )
        return cast(Answer, _answer(question, (release, *args)))

    return update_wrapper(ask, question)


def open_release(name: str = "") -> Release:
    """The release of this name, else the current one. Raises NoRelease where it does not open."""
    if not name:
        return Release(warehouse.current_name())
    if name != warehouse.current_name():
        warehouse.cursor(name).close()
    return Release(name)
