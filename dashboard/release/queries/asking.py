"""How a query asks: the selection as the marts take it, and answers as pages take them."""

from __future__ import annotations

from typing import Any

import duckdb
import pandas as pd

from dashboard.request.selection import FILTERS, Selection

# The selection as the marts take it; what is not chosen is absent.
HERE = """mart.chosen($boundaries, kinds := $kinds, levels := $levels, regions := $regions, provinces := $provinces, organizations := $organizations,
    from_year := $from_year, to_year := $to_year)"""
MOST_SHOWN = 60  # organizations side by side in a grid, documents in a list: a filter brings in the others
MOST_STATEMENTS = 200  # statements listed under one theme; beyond them the number is told
MOST_SOURCES = 50  # rows listed under one figure; beyond them the number is told


# Rows at places in the files ($evidence): found by their line, which is stored, and then by their file, which needs putting together.
PLACES = "line IN ({}) AND evidence IN (SELECT unnest($evidence::VARCHAR[]))"


def lines(evidence: tuple[str, ...]) -> str:
    """Returns the line numbers of places in the files, for PLACES."""
    return ", ".join(sorted({str(int(place.rpartition(":")[2])) for place in evidence})) or "NULL"


def chosen(selection: Selection) -> dict[str, Any]:
    """Returns the parameters of HERE."""
    lists = {attribute: list(getattr(selection, attribute)) or None for attribute in FILTERS.values()}
    return lists | {
        "boundaries": selection.boundaries,
        "from_year": selection.years[0] or None,
        "to_year": selection.years[1] or None,
    }


def rows(frame: pd.DataFrame) -> list[Any]:
    """Returns the rows of a frame with its columns as attributes; what is missing is None, never a number that is not one, and lists are lists."""
    present = frame.astype(object).where(frame.notna(), None)
    for column in present:
        if any(hasattr(value, "tolist") for value in present[column]):
            present[column] = [
                value.tolist() if hasattr(value, "tolist") else value for value in present[column]
            ]
    return list(present.itertuples(index=False))


def one(result: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Returns the first row of an answer by its columns; empty where there is none."""
    names = [column[0] for column in result.description or []]
    row = result.fetchone()
    return dict(zip(names, row, strict=True)) if row else {}


def column(cursor: duckdb.DuckDBPyConnection, query: str, selection: Selection) -> list[str]:
    """Returns the first column of a query of a selection: asked for first, so that what is made of it is made of no more than that."""
    return [code for code, *_ in cursor.execute(query, chosen(selection)).fetchall()]


def codes(cursor: duckdb.DuckDBPyConnection, what: str) -> frozenset[str]:
    """Returns the codes that SELECT DISTINCT gives of a column of a table, "column FROM table", where anything stands."""
    return frozenset(code for (code,) in cursor.execute(f"SELECT DISTINCT {what}").fetchall())
