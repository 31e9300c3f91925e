"""One function per question: selects, filters and sorts marts, and returns data frames. No arithmetic, no widgets.

Every function takes a cursor on a release and a Selection; each frame's grain stands in its docstring.
"""

from __future__ import annotations

from typing import Any

import duckdb
import pandas as pd

from dashboard import search
from dashboard.selection import Selection

# The three filters of a mart, each absent when nothing is chosen.
_HERE = "$boundaries::VARCHAR, $kinds::VARCHAR[], $provinces::VARCHAR[], $organizations::VARCHAR[]"
MOST_SHOWN = 60  # organizations side by side in a grid, documents in a list: a filter brings in the others
MOST_STATEMENTS = 200  # statements listed under one theme; beyond them the number is told
MOST_SOURCES = 50  # rows listed under one figure; beyond them the number is told


def _filters(selection: Selection) -> dict[str, Any]:
    return {
        "boundaries": selection.boundaries,
        "kinds": list(selection.kinds) or None,
        "provinces": list(selection.provinces) or None,
        "organizations": list(selection.organizations) or None,
    }


def confined(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Returns the connection, which from now on reads no other file."""
    # Not set as it is opened: DuckDB opens a file again in one process, as a look at the current release does, with the same settings only.
    return connection.execute("SET enable_external_access = false")


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
    organizations = cursor.execute(f"SELECT organization_id, name_{language} FROM core.organizations ORDER BY 2 COLLATE vi").fetchall()
    for boundaries in ("present", "former"):
        named = f"SELECT province_id, name_{language} FROM core.provinces WHERE boundaries = '{boundaries}' ORDER BY 2 COLLATE vi"
        found[boundaries] = dict(cursor.execute(named).fetchall())
    return found | {"organizations": dict(organizations)}


def known(cursor: duckdb.DuckDBPyConnection) -> dict[str, frozenset[str]]:
    """Returns the codes that a link may name, by what they name; "present" and "former" are the provinces of either set."""
    return {
        "kind": _codes(cursor, "kind FROM mart.organizations"),
        "present": _codes(cursor, "province_id FROM core.provinces WHERE boundaries = 'present'"),
        "former": _codes(cursor, "province_id FROM core.provinces WHERE boundaries = 'former'"),
        "organization": _codes(cursor, "organization_id FROM mart.organizations"),
        "theme": _codes(cursor, "theme FROM core.themes"),
        "indicator": _codes(cursor, "indicator FROM core.indicators"),
        "measure": _codes(cursor, "measure FROM mart.provincial_measures"),
        "document": _codes(cursor, "unnest(documents) FROM mart.organizations"),
    }


def successors(cursor: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Returns {former province: the present one that it became or joined}."""
    return dict(cursor.execute("SELECT province_id, successor_id FROM core.provinces WHERE boundaries = 'former'").fetchall())


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


def _column(cursor: duckdb.DuckDBPyConnection, query: str, selection: Selection) -> list[str]:
    """Returns the first column of a query of a selection: asked for first, so that what is made of it is made of no more than that."""
    return [code for code, *_ in cursor.execute(query, _filters(selection)).fetchall()]


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
        f"""SELECT t.* EXCLUDE (evidence), i.indicator_group, i.is_headline, i.unit_vi, i.unit_en
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
        f"""WITH first AS (
            -- No more organizations are needed than rows are listed.
            SELECT indicator, unnest(min_by(evidence, organization_id || '/' || term, {MOST_SOURCES})) AS evidence
            FROM mart.counted({_HERE}) GROUP BY indicator
        ), behind AS (
            SELECT indicator AS figure, unnest(flatten(list(evidence))[:{MOST_SOURCES}]) AS evidence FROM first GROUP BY indicator
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
    """Returns the state of every theme in the organizations selected, the first MOST_SHOWN: those that name most, sorted by name.

    Grain: organization, theme; state, n_limitations.
    """
    shown = f"""WITH named AS (SELECT organization_id, count(*) AS n FROM mart.theme_counts GROUP BY organization_id)
        SELECT o.organization_id FROM mart.selected({_HERE}) o LEFT JOIN named USING (organization_id)
        ORDER BY named.n DESC NULLS LAST, o.name_vi COLLATE vi LIMIT {MOST_SHOWN}"""
    return cursor.execute(
        """SELECT c.organization_id, c.theme, c.state, c.n_limitations FROM mart.theme_cells c JOIN core.organizations o USING (organization_id)
        WHERE list_contains($shown, c.organization_id) ORDER BY o.name_vi COLLATE vi, c.organization_id""",
        {"shown": _column(cursor, shown, selection)},
    ).df()


def statements(cursor: duckdb.DuckDBPyConnection, selection: Selection, theme: str, organization: str) -> pd.DataFrame:
    """Returns limitations, then lessons, on a theme, of one organization or ("") of all selected, the first MOST_STATEMENTS.

    Grain: quasi-sentence; n_all, how many there are.
    """
    return cursor.execute(
        f"""SELECT s.*, count(*) OVER () AS n_all FROM mart.statements s JOIN mart.selected({_HERE}) o USING (organization_id)
        WHERE s.theme = $theme AND ($organization = '' OR s.organization_id = $organization)
        ORDER BY s.record DESC, o.name_vi COLLATE vi, s.term DESC, s.source_id, s.statement LIMIT {MOST_STATEMENTS}""",
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
    """Returns the rows of a frame with its columns as attributes; what is missing is None, never a number that is not one, and lists are lists."""
    present = frame.astype(object).where(frame.notna(), None)
    for column in present:
        if any(hasattr(value, "tolist") for value in present[column]):
            present[column] = [value.tolist() if hasattr(value, "tolist") else value for value in present[column]]
    return list(present.itertuples(index=False))


def _one(result: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    names = [column[0] for column in result.description or []]
    row = result.fetchone()
    return dict(zip(names, row, strict=True)) if row else {}


def provinces(cursor: duckdb.DuckDBPyConnection, boundaries: str) -> pd.DataFrame:
    """Returns the provinces of one set of boundaries with their place in the tile grid. Grain: province; sorted as Vietnamese does."""
    return cursor.execute("FROM core.provinces WHERE boundaries = $boundaries ORDER BY name_vi COLLATE vi", {"boundaries": boundaries}).df()


def province_measures(cursor: duckdb.DuckDBPyConnection, boundaries: str, kind: str, measure: str) -> pd.DataFrame:
    """Returns one measure in every province, of its provincial organization of a kind. Grain: province; state, derivation, value, years, missing."""
    return cursor.execute(
        "FROM mart.province_measures($boundaries::VARCHAR, $kind::VARCHAR, $measure::VARCHAR) ORDER BY province_id",
        {"boundaries": boundaries, "kind": kind, "measure": measure},
    ).df()


def cells(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns every indicator of every term of the organizations selected, the first MOST_SHOWN by name. Grain: organization, term, indicator."""
    shown = f"SELECT organization_id FROM mart.selected({_HERE}) ORDER BY name_vi COLLATE vi LIMIT {MOST_SHOWN}"
    return cursor.execute(
        """SELECT c.organization_id, c.term, c.indicator, c.state FROM mart.cells c
        JOIN core.organizations o USING (organization_id) JOIN core.indicators i USING (indicator)
        LEFT JOIN mart.terms t ON t.organization_id = c.organization_id AND t.term = c.term
        WHERE list_contains($shown, c.organization_id)
        ORDER BY o.name_vi COLLATE vi, c.organization_id, t.position DESC, i.position""",
        {"shown": _column(cursor, shown, selection)},
    ).df()


def lacking(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns what to ask organizations for. Grain: organization, term; state (no_document or not_mentioned), indicators lacking, kind, place_id."""
    return cursor.execute(
        f"""SELECT c.organization_id, o.kind, o.place_id, c.term, list(c.indicator ORDER BY i.position) AS indicators,
            CASE WHEN bool_or(c.state = 'no_document') THEN 'no_document' ELSE 'not_mentioned' END AS state
        FROM mart.cells c JOIN mart.selected({_HERE}) o USING (organization_id) JOIN core.indicators i USING (indicator)
        WHERE c.state IN ('no_document', 'not_mentioned', 'unstated')
        GROUP BY c.organization_id, o.name_vi, o.kind, o.place_id, c.term ORDER BY o.name_vi COLLATE vi, c.organization_id, c.term DESC""",
        _filters(selection),
    ).df()


def figure_sources(cursor: duckdb.DuckDBPyConnection, organization: str, indicator: str) -> pd.DataFrame:
    """Returns every coded figure of an indicator of an organization, with document and paragraph. Grain: coded row, the latest term first."""
    return cursor.execute(
        """FROM mart.evidence WHERE record = 'observation' AND organization_id = $organization AND code = $indicator
        ORDER BY term DESC, as_of DESC, evidence""",
        {"organization": organization, "indicator": indicator},
    ).df()


def all_documents(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns the documents that organizations in the selection are coded from, the latest MOST_SHOWN. Grain: document; n_rows."""
    return cursor.execute(
        f"""WITH here AS (
            SELECT organization_id, documents FROM mart.selected({_HERE})
        ), latest AS (
            SELECT * FROM core.sources SEMI JOIN (SELECT unnest(documents) AS source_id FROM here) USING (source_id)
            ORDER BY published_on DESC NULLS LAST, source_id LIMIT {MOST_SHOWN}
        )
        SELECT s.source_id, s.kind, s.title, s.publisher, s.published_on, s.url, count(*) AS n_rows
        FROM latest s
        JOIN (SELECT source_id, organization_id FROM core.observations UNION ALL SELECT source_id, organization_id FROM core.awards
            UNION ALL SELECT source_id, organization_id FROM core.limitations UNION ALL SELECT source_id, organization_id FROM core.lessons) r
            ON r.source_id = s.source_id
        SEMI JOIN here o ON o.organization_id = r.organization_id
        GROUP BY ALL ORDER BY published_on DESC NULLS LAST, source_id""",
        _filters(selection),
    ).df()


def document_figures(cursor: duckdb.DuckDBPyConnection, document: str) -> pd.DataFrame:
    """Returns the figures and awards coded from a document. Grain: coded row."""
    return cursor.execute("FROM mart.evidence WHERE source_id = $document ORDER BY paragraph, evidence", {"document": document}).df()


def document_statements(cursor: duckdb.DuckDBPyConnection, document: str) -> pd.DataFrame:
    """Returns the limitations, then the lessons, coded from a document. Grain: quasi-sentence."""
    return cursor.execute("FROM mart.statements WHERE source_id = $document ORDER BY record DESC, statement", {"document": document}).df()


def undocumented_provinces(cursor: duckdb.DuckDBPyConnection, boundaries: str) -> pd.DataFrame:
    """Returns the provinces of which no organization has any document. Grain: province."""
    return cursor.execute(
        """SELECT province_id FROM core.provinces p WHERE boundaries = $boundaries AND province_id NOT IN (
            SELECT l.province_id FROM mart.places l JOIN mart.organizations o USING (organization_id)
            WHERE l.boundaries = $boundaries AND o.has_document)
        ORDER BY name_vi COLLATE vi""",
        {"boundaries": boundaries},
    ).df()


def term_years(cursor: duckdb.DuckDBPyConnection) -> dict[tuple[str, int], str]:
    """Returns {(organization, term): its years as 2017–2022, with an open end where one is not known}; terms without any year are absent."""
    found = cursor.execute("""
        SELECT organization_id, term, coalesce(start_year, left(opening_congress_on, 4)::INTEGER),
               coalesce(end_year, left(closing_congress_on, 4)::INTEGER)
        FROM mart.terms""").fetchall()
    return {(o, t): f"{start or '…'}–{end or '…'}" if start != end else str(start) for o, t, start, end in found if start or end}


def coverage(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> dict[str, Any]:
    """Returns how many cells of the selection are in each state, and coverage (0 to 1): figures ÷ cells that apply."""
    return _one(cursor.execute(f"FROM mart.coverage({_HERE})", _filters(selection)))


def islands(cursor: duckdb.DuckDBPyConnection, boundaries: str) -> pd.DataFrame:
    """Returns Hoàng Sa and Trường Sa with their place in the tile grid. Grain: archipelago."""
    return cursor.execute("FROM core.islands WHERE boundaries = $boundaries ORDER BY island", {"boundaries": boundaries}).df()


def place_organizations(cursor: duckdb.DuckDBPyConnection, boundaries: str, province: str) -> pd.DataFrame:
    """Returns the organizations of a province. Grain: organization; kind, n_documents."""
    return cursor.execute(
        """SELECT o.organization_id, o.kind, len(o.documents) AS n_documents FROM mart.places p JOIN mart.organizations o USING (organization_id)
        WHERE p.boundaries = $boundaries AND p.province_id = $province ORDER BY o.name_vi COLLATE vi""",
        {"boundaries": boundaries, "province": province},
    ).df()


def coded_rows(cursor: duckdb.DuckDBPyConnection, evidence: tuple[str, ...]) -> pd.DataFrame:
    """Returns the coded figures that these places in the files hold, with document and paragraph. Grain: coded row."""
    return cursor.execute(
        "FROM mart.evidence WHERE evidence IN (SELECT unnest($evidence::VARCHAR[])) ORDER BY organization_id, term DESC, evidence",
        {"evidence": list(evidence)},
    ).df()


def coded_statements(cursor: duckdb.DuckDBPyConnection, evidence: tuple[str, ...]) -> pd.DataFrame:
    """Returns the coded statements that these places in the files hold. Grain: quasi-sentence, limitations first."""
    return cursor.execute(
        "FROM mart.statements WHERE evidence IN (SELECT unnest($evidence::VARCHAR[])) ORDER BY record DESC, organization_id, term DESC, statement",
        {"evidence": list(evidence)},
    ).df()
