"""What a release holds at all: its facts, labels, codes, names and provinces."""

from __future__ import annotations

from typing import Any

import duckdb
import pandas as pd

from dashboard.release.queries.asking import codes, one
from dashboard.request import search


def confined(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Returns the connection, which from now on reads no other file."""
    # Not set as it is opened: DuckDB opens a file again in one process, as a look at the current release does, with the same settings only.
    return connection.execute("SET enable_external_access = false")


def facts(cursor: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Returns the build facts of the release: name, built_at (UTC), n_rows and the versions it was built with."""
    return one(cursor.execute("FROM meta.release"))


def labels(cursor: duckdb.DuckDBPyConnection, language: str) -> dict[str, dict[str, str]]:
    """Returns {list: {code: label}} of every code list and closed list, in the order of the list; names sort as Vietnamese does."""
    column = f"label_{language}"
    rows = cursor.execute(
        f"SELECT list, code, {column} FROM meta.labels ORDER BY list, position, {column} COLLATE vi"
    ).fetchall()
    found: dict[str, dict[str, str]] = {}
    for name, code, label in rows:
        found.setdefault(name, {})[code] = label
    organizations = cursor.execute(
        f"SELECT organization_id, name_{language} FROM core.organizations ORDER BY 2 COLLATE vi"
    ).fetchall()
    for boundaries in ("present", "former"):
        named = f"SELECT province_id, name_{language} FROM core.provinces WHERE boundaries = '{boundaries}' ORDER BY 2 COLLATE vi"
        found[boundaries] = dict(cursor.execute(named).fetchall())
    return found | {"organizations": dict(organizations)}


def known(cursor: duckdb.DuckDBPyConnection) -> dict[str, frozenset[str]]:
    """Returns the codes that a link may name, by what they name; "present" and "former" are the provinces of either set."""
    measures = {
        "indicator": codes(cursor, "indicator FROM core.indicators"),
        "derived": codes(cursor, "measure FROM core.derived_measures"),
    }
    themes = codes(cursor, "theme FROM core.themes")
    awards = codes(cursor, "sort FROM mart.award_sorts")
    return {
        **measures,
        "kind": codes(cursor, "kind FROM mart.organizations"),
        "level": codes(cursor, "level FROM mart.organizations"),
        "present": codes(cursor, "province_id FROM core.provinces WHERE boundaries = 'present'"),
        "former": codes(cursor, "province_id FROM core.provinces WHERE boundaries = 'former'"),
        "organization": codes(cursor, "organization_id FROM mart.organizations"),
        "region-present": codes(cursor, "region_id FROM core.regions WHERE boundaries = 'present'"),
        "region-former": codes(cursor, "region_id FROM core.regions WHERE boundaries = 'former'"),
        "theme": themes,
        "award": awards,
        "measure": measures["indicator"] | measures["derived"] | themes,
        "row": measures["indicator"] | measures["derived"] | themes | awards,
        "document": codes(cursor, "unnest(documents) FROM mart.organizations"),
    }


def successors(cursor: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Returns {former province: the present one that it became or joined}."""
    return dict(
        cursor.execute(
            "SELECT province_id, successor_id FROM core.provinces WHERE boundaries = 'former'"
        ).fetchall()
    )


def entries(cursor: duckdb.DuckDBPyConnection) -> list[search.Entry]:
    """Returns what a reader may look for, by its names in both languages and all other names: sort "former", "present" or "organization".

    A present province is also found by the names of its parts.
    """
    found = cursor.execute("""
        WITH named AS (
            SELECT boundaries, province_id, successor_id, list_concat([name_vi, name_en], string_split(coalesce(aliases, ''), ';')) AS names
            FROM core.provinces
        )
        SELECT p.boundaries, p.province_id, list_concat(p.names, flatten(coalesce(list(o.names) FILTER (o.names IS NOT NULL), [])))
        FROM named p
        LEFT JOIN named o ON p.boundaries = 'present' AND o.successor_id = p.province_id
        GROUP BY p.boundaries, p.province_id, p.names
        UNION ALL
        SELECT 'organization', organization_id, [name_vi, name_en] FROM core.organizations
        ORDER BY 1, 2""").fetchall()
    return [search.entry(sort, code, names) for sort, code, names in found]


def term_years(cursor: duckdb.DuckDBPyConnection) -> dict[tuple[str, int], str]:
    """Returns {(organization, term): its years as 2017–2022, with an open end where one is not known}; terms without any year are absent."""
    found = cursor.execute("""
        SELECT organization_id, term, coalesce(start_year, left(opening_congress_on, 4)::INTEGER),
               coalesce(end_year, left(closing_congress_on, 4)::INTEGER)
        FROM mart.terms""").fetchall()
    return {
        (o, t): f"{start or '…'}–{end or '…'}" if start != end else str(start)
        for o, t, start, end in found
        if start or end
    }


def provinces(cursor: duckdb.DuckDBPyConnection, boundaries: str) -> pd.DataFrame:
    """Returns the provinces of one set of boundaries with their place in the tile grid. Grain: province; sorted as Vietnamese does."""
    return cursor.execute(
        "FROM core.provinces WHERE boundaries = $boundaries ORDER BY name_vi COLLATE vi",
        {"boundaries": boundaries},
    ).df()


def islands(cursor: duckdb.DuckDBPyConnection, boundaries: str) -> pd.DataFrame:
    """Returns Hoàng Sa and Trường Sa with their place in the tile grid. Grain: archipelago."""
    return cursor.execute(
        "FROM core.islands WHERE boundaries = $boundaries ORDER BY island", {"boundaries": boundaries}
    ).df()


def year_span(cursor: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Returns the first and the last year that any term covers; (0, -1) where none has a year."""
    found = cursor.execute(
        "SELECT min(coalesce(first_year, last_year)), max(coalesce(last_year, first_year)) FROM mart.terms"
    ).fetchone()
    return found if found and found[0] else (0, -1)


def directory(cursor: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, str, str]]:
    """Returns {organization: (kind, level, province of its own time)}."""
    found = cursor.execute(
        "SELECT organization_id, kind, level, province_id FROM core.organizations"
    ).fetchall()
    return {code: (kind, level, province) for code, kind, level, province in found}
