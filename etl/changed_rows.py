"""The coded rows and codes that differ between two releases attached to one connection. Knows no figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb

Value = str | int | float | bool | None
Cells = dict[str, Value]
Columns = dict[str, dict[str, str]]
Pair = tuple[str, str]


@dataclass(frozen=True)
class Row:
    """A row that only one release has: its key (empty where its table has none), its cells, its place.

    The place is "file:line" in that release.
    """

    key: Cells
    cells: Cells
    place: str


@dataclass(frozen=True)
class ChangedRow:
    """A row that both releases have under one key: differing cells as {column: (old, new)}, places.

    The places are "file:line" in either release.
    """

    key: Cells
    cells: dict[str, tuple[Value, Value]]
    old_place: str
    new_place: str


@dataclass(frozen=True)
class Table:
    """The differences in one table of coded rows or codes.

    A column that one release alone has is named and not compared. only_in is "older" or "newer" for a table
    that the other release lacks, whose rows then all count as removed or added; else "". key is empty where
    rows were compared as wholes, so that a changed row counts as one removed and one added.
    """

    name: str
    only_in: str
    key: tuple[str, ...]
    removed_columns: tuple[str, ...]
    added_columns: tuple[str, ...]
    added: tuple[Row, ...]
    removed: tuple[Row, ...]
    changed: tuple[ChangedRow, ...]

    @property
    def differs(self) -> bool:
        """True for a table with any difference."""
        return any(
            (self.only_in, self.removed_columns, self.added_columns, self.added, self.removed, self.changed)
        )


def differing(
    cursor: duckdb.DuckDBPyConnection, catalogs: Pair, keys: dict[str, tuple[str, ...]]
) -> tuple[Table, ...]:
    """The tables that differ, in the order of the newer release; keys: the columns that identify a row."""
    older, newer = (columns(cursor, catalog) for catalog in catalogs)
    found = (
        _table(cursor, catalogs, name, older.get(name), newer.get(name), keys.get(name, ()))
        for name in newer | older
        if older.get(name) != newer.get(name) or not _are_alike(cursor, catalogs, name, newer[name])
    )
    return tuple(table for table in found if table.differs)


def columns(cursor: duckdb.DuckDBPyConnection, catalog: str) -> Columns:
    """{table: {column: type}} of the coded rows and codes of a release, without those that the build adds."""
    found: Columns = {}
    query = """SELECT table_name, column_name, data_type FROM duckdb_columns()
               WHERE database_name = ? AND schema_name = 'core' ORDER BY table_oid, column_index"""
    for table, column, type_ in cursor.execute(query, [catalog]).fetchall():
        if not column.startswith("_"):
            found.setdefault(table, {})[column] = type_
    return found


def shared(older: dict[str, str], newer: dict[str, str]) -> dict[str, str]:
    """{column: SQL expression} of the columns that both tables have: as text where their types differ."""
    return {c: f'"{c}"' if older[c] == newer[c] else f'"{c}"::VARCHAR' for c in newer if c in older}


def sortable(values: Iterable[object]) -> tuple[tuple[bool, bool, Any], ...]:
    """A sort key of values that may be missing: numbers in order, then texts, then missing ones."""
    return tuple(
        (value is None, isinstance(value, str), value or 0 if value is None else value) for value in values
    )


def _are_alike(cursor: duckdb.DuckDBPyConnection, catalogs: Pair, name: str, both: dict[str, str]) -> bool:
    """True for a table with the same rows in both, by one checksum: most need no comparison row by row."""
    listed = ", ".join(f'"{c}"' for c in both)
    sums = [
        cursor.execute(f'SELECT count(*), sum(hash({listed})) FROM "{catalog}".core."{name}"').fetchall()
        for catalog in catalogs
    ]
    return sums[0] == sums[1]


def _table(
    cursor: duckdb.DuckDBPyConnection,
    catalogs: Pair,
    name: str,
    older: dict[str, str] | None,
    newer: dict[str, str] | None,
    key: tuple[str, ...],
) -> Table:
    selected = shared(older or newer or {}, newer or older or {})
    key = key if set(key) <= set(selected) else ()
    sides: list[list[tuple[Cells, str]]] = [
        list(_rows(cursor, catalog, other if older and newer else None, name, selected))
        if present and selected
        else []
        for catalog, other, present in zip(catalogs, reversed(catalogs), (older, newer), strict=True)
    ]
    pairs: dict[tuple[Value, ...], tuple[list[tuple[Cells, str]], list[tuple[Cells, str]]]] = defaultdict(
        lambda: ([], [])
    )
    for index, side in enumerate(sides):
        for cells, place in side:
            pairs[tuple(cells[c] for c in key) if key else tuple(cells.values())][index].append(
                (cells, place)
            )
    added, removed, changed = list[Row](), list[Row](), list[ChangedRow]()
    for _, (olds, news) in sorted(pairs.items(), key=lambda pair: sortable(pair[0])):
        for (before, old_place), (after, new_place) in zip(olds, news, strict=False):
            cells_of_both = {c: (before[c], after[c]) for c in after if before[c] != after[c]}
            changed.append(ChangedRow({c: after[c] for c in key}, cells_of_both, old_place, new_place))
        removed += [Row({c: cells[c] for c in key}, cells, place) for cells, place in olds[len(news) :]]
        added += [Row({c: cells[c] for c in key}, cells, place) for cells, place in news[len(olds) :]]
    in_both = older is not None and newer is not None
    return Table(
        name,
        "" if in_both else "older" if older is not None else "newer",
        key,
        tuple(c for c in older or () if in_both and c not in (newer or ())),
        tuple(c for c in newer or () if in_both and c not in (older or ())),
        tuple(added),
        tuple(removed),
        tuple(changed),
    )


def _rows(
    cursor: duckdb.DuckDBPyConnection, catalog: str, other: str | None, name: str, selected: dict[str, str]
) -> Iterator[tuple[Cells, str]]:
    """The cells and "file:line" of the rows that the other release lacks.

    All rows where there is no other. Identical rows are counted.
    """
    listed = ", ".join(f'{expression} AS "{c}"' for c, expression in selected.items())
    placed = f"""SELECT {listed}, _file || ':' || _line AS place_ FROM "{catalog}".core."{name}\""""
    if other is not None:
        same = " AND ".join(f'h."{c}" IS NOT DISTINCT FROM d."{c}"' for c in selected)
        placed = f"""WITH lacking AS (
                SELECT {listed} FROM "{catalog}".core."{name}"
                EXCEPT ALL SELECT {listed} FROM "{other}".core."{name}"
            ), counted AS (
                SELECT *, count(*) AS n_ FROM lacking GROUP BY ALL
            )
            SELECT h.* FROM ({placed}) h JOIN counted d ON {same}
            QUALIFY row_number() OVER (
                PARTITION BY {", ".join(f'h."{c}"' for c in selected)} ORDER BY h.place_) <= d.n_"""
    for *values, place in cursor.execute(placed).fetchall():
        yield dict(zip(selected, map(_plain, values), strict=True)), place


def _plain(value: Decimal | Value) -> Value:
    """A cell as plain data: a whole number as an integer, whatever the type of its column."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
