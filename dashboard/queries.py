"""One function per question: selects, filters and sorts marts, and returns data frames. No arithmetic, no widgets.

Every function takes a cursor on a release and a Selection; each frame's grain stands in its docstring.
"""

from __future__ import annotations

from typing import Any

import duckdb
import pandas as pd

from dashboard.selection import Selection

# The three filters of a mart, each absent when nothing is chosen.
_HERE = "$kinds::VARCHAR[], $provinces::VARCHAR[], $organizations::VARCHAR[]"
MOST_SOURCES = 50  # rows listed under one figure; beyond them the number is told


def _filters(selection: Selection) -> dict[str, Any]:
    return {
        "kinds": list(selection.kinds) or None,
        "provinces": list(selection.provinces) or None,
        "organizations": list(selection.organizations) or None,
    }


def facts(cursor: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Returns the build facts of the release: name, built_at (UTC), n_rows and the versions it was built with."""
    return _one(cursor.execute("FROM meta.release"))


def labels(cursor: duckdb.DuckDBPyConnection, language: str) -> dict[str, dict[str, str]]:
    """Returns {list: {code: label}} of every code list and closed list, in the order of the list; names sort as Vietnamese does."""
    column = f"label_{language}"
    rows = cursor.execute(f"SELECT list, code, {column} FROM meta.labels ORDER BY list, position, {column} COLLATE vi").fetchall()
    found: dict[str, dict[str, str]] = {}
    for name, code, label in rows:
        found.setdefault(name, {})[code] = label
    provinces = cursor.execute(f"SELECT province_id, any_value(name_{language}) FROM core.provinces GROUP BY ALL ORDER BY 2 COLLATE vi").fetchall()
    organizations = cursor.execute(f"SELECT organization_id, name_{language} FROM core.organizations ORDER BY 2 COLLATE vi").fetchall()
    return found | {"provinces": dict(provinces), "organizations": dict(organizations)}


def known(cursor: duckdb.DuckDBPyConnection) -> dict[str, frozenset[str]]:
    """Returns the codes that a link may name: {"kind", "province", "organization", "theme": codes}."""
    return {
        "kind": _codes(cursor, "kind FROM mart.organizations"),
        "province": _codes(cursor, "province_id FROM mart.organizations WHERE province_id IS NOT NULL"),
        "organization": _codes(cursor, "organization_id FROM mart.organizations"),
        "theme": _codes(cursor, "theme FROM core.themes"),
    }


def _codes(cursor: duckdb.DuckDBPyConnection, what: str) -> frozenset[str]:
    return frozenset(code for (code,) in cursor.execute(f"SELECT DISTINCT {what}").fetchall())


def themes(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Returns the themes in the order of the list. Grain: theme; theme_group."""
    return cursor.execute(
        "SELECT theme, theme_group FROM core.themes JOIN core.theme_groups g USING (theme_group) ORDER BY g.position, themes.position"
    ).df()


def overview(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> dict[str, int]:
    """Returns how many organizations (with a document, and known), provinces, terms and documents the selection holds."""
    return _one(cursor.execute(f"FROM mart.overview({_HERE})", _filters(selection)))


def totals(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns the total of every indicator with its coverage, and how many coded rows it came from. Grain: indicator, in the order of the list."""
    return cursor.execute(
        f"""SELECT t.* EXCLUDE (evidence), len(t.evidence) AS n_rows, i.indicator_group, i.is_headline, i.unit_vi, i.unit_en
        FROM mart.totals({_HERE}) t JOIN core.indicators i USING (indicator) JOIN core.indicator_groups g USING (indicator_group)
        ORDER BY g.position, i.position""",
        _filters(selection),
    ).df()


def award_totals(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns awards received and granted, with coverage, and how many coded rows they came from. Grain: direction."""
    return cursor.execute(
        f"SELECT * EXCLUDE (evidence), len(evidence) AS n_rows FROM mart.award_totals({_HERE}) ORDER BY direction DESC", _filters(selection)
    ).df()


def sources(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> dict[str, list[Any]]:
    """Returns {indicator or direction: the coded rows behind its total, with document and paragraph, the first MOST_SOURCES}."""
    found = cursor.execute(
        f"""WITH behind AS (
            SELECT indicator AS figure, unnest(evidence[:{MOST_SOURCES}]) AS evidence FROM mart.totals({_HERE})
            UNION ALL SELECT direction, unnest(evidence[:{MOST_SOURCES}]) FROM mart.award_totals({_HERE})
        )
        SELECT b.figure, e.* FROM behind b JOIN mart.evidence e USING (evidence) JOIN core.organizations o USING (organization_id)
        ORDER BY o.name_vi COLLATE vi, e.term DESC, e.year, e.evidence""",
        _filters(selection),
    ).df()
    behind: dict[str, list[Any]] = {}
    for row in rows(found):
        behind.setdefault(row.figure, []).append(row)
    return behind


def theme_spread(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns how many organizations name each theme, of how many. Grain: theme, the most named first."""
    return cursor.execute(
        f"""SELECT s.theme, n_named, n_organizations, spread, n_limitations, t.is_specific FROM mart.theme_spread({_HERE}) s
        JOIN core.themes t USING (theme) ORDER BY n_named DESC, n_limitations DESC, t.position""",
        _filters(selection),
    ).df()


def theme_cells(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns the state of every theme in every organization selected. Grain: organization, theme; state, n_limitations."""
    return cursor.execute(
        f"""SELECT c.organization_id, c.theme, c.state, c.n_limitations FROM mart.theme_cells c
        JOIN mart.selected({_HERE}) o USING (organization_id) ORDER BY o.name_vi COLLATE vi, c.organization_id""",
        _filters(selection),
    ).df()


def statements(cursor: duckdb.DuckDBPyConnection, selection: Selection, theme: str, organization: str) -> pd.DataFrame:
    """Returns limitations, then lessons, on a theme, of one organization or ("") of all selected. Grain: quasi-sentence."""
    return cursor.execute(
        f"""SELECT s.* FROM mart.statements s JOIN mart.selected({_HERE}) o USING (organization_id)
        WHERE s.theme = $theme AND ($organization = '' OR s.organization_id = $organization)
        ORDER BY s.record DESC, o.name_vi COLLATE vi, s.term DESC, s.source_id, s.statement""",
        _filters(selection) | {"theme": theme, "organization": organization},
    ).df()


def documents(cursor: duckdb.DuckDBPyConnection, organization: str) -> pd.DataFrame:
    """Returns the documents coded for an organization. Grain: document; title, kind, published_on."""
    return cursor.execute(
        """SELECT source_id, title, kind, published_on, url FROM core.sources
        WHERE source_id IN (SELECT unnest(documents) FROM mart.organizations WHERE organization_id = $organization) ORDER BY 1""",
        {"organization": organization},
    ).df()


def agreement(cursor: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Returns how well two coders agreed over all documents: n_units, n_paired and alpha; empty without a second coding."""
    return _one(cursor.execute("FROM mart.agreement WHERE scope = 'all'"))


def rows(frame: pd.DataFrame) -> list[Any]:
    """Returns the rows of a frame with its columns as attributes; what is missing is None, never a number that is not one."""
    return list(frame.astype(object).where(frame.notna(), None).itertuples(index=False))


def _one(result: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    names = [column[0] for column in result.description or []]
    row = result.fetchone()
    return dict(zip(names, row, strict=True)) if row else {}
