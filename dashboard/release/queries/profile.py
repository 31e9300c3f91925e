"""One organization, or one province, and everything that is known of it."""

from __future__ import annotations

from typing import Any

import duckdb
import pandas as pd

from dashboard.release.queries.asking import HERE, MOST_SHOWN, MOST_STATEMENTS, chosen, one
from dashboard.request.selection import Selection

MOST_SUGGESTED = 10


def most_coded(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Returns the MOST_SUGGESTED organizations with most documents. Grain: organization; n_documents, n_coded_terms."""
    return cursor.execute(
        f"""SELECT organization_id, len(documents) AS n_documents, n_coded_terms FROM mart.organizations WHERE has_document
        ORDER BY n_documents DESC, n_coded_terms DESC, name_vi COLLATE vi LIMIT {MOST_SUGGESTED}"""
    ).df()


def organization_facts(cursor: duckdb.DuckDBPyConnection, organization: str) -> dict[str, Any]:
    """Returns kind, level, founded_on, and its province: former and present, None where it has none, with their aliases, and changed_on.

    changed_on is None where the province stands as it stood.
    """
    return one(
        cursor.execute(
            """SELECT o.kind, o.level, o.founded_on, f.province_id AS former, p.province_id AS present, p.valid_from AS changed_on,
                f.aliases AS former_aliases, p.aliases AS present_aliases
            FROM core.organizations o
            LEFT JOIN mart.places l ON l.organization_id = o.organization_id AND l.boundaries = 'former'
            LEFT JOIN mart.places n ON n.organization_id = o.organization_id AND n.boundaries = 'present'
            LEFT JOIN core.provinces f ON f.boundaries = 'former' AND f.province_id = l.province_id
            LEFT JOIN core.provinces p ON p.boundaries = 'present' AND p.province_id = n.province_id
            WHERE o.organization_id = $organization""",
            {"organization": organization},
        )
    )


def relatives(cursor: duckdb.DuckDBPyConnection, organization: str) -> pd.DataFrame:
    """Returns what an organization came from, became, belongs to and unites, of each the first MOST_SHOWN.

    Grain: relation ("predecessor", "successor", "parent" or "child"), organization; on (of a succession), n_all (of the relation).
    """
    return cursor.execute(
        f"""WITH found AS (
            SELECT 'predecessor' AS relation, predecessor_id AS organization_id, "on" FROM core.successions WHERE successor_id = $organization
            UNION ALL SELECT 'successor', successor_id, "on" FROM core.successions WHERE predecessor_id = $organization
            UNION ALL SELECT 'parent', parent_organization_id, NULL FROM core.organizations
                WHERE organization_id = $organization AND parent_organization_id IS NOT NULL
            UNION ALL SELECT 'child', organization_id, NULL FROM core.organizations WHERE parent_organization_id = $organization
        )
        SELECT f.*, count(*) OVER (PARTITION BY relation) AS n_all FROM found f JOIN core.organizations o USING (organization_id)
        QUALIFY row_number() OVER (PARTITION BY relation ORDER BY o.name_vi COLLATE vi, organization_id) <= {MOST_SHOWN}
        ORDER BY relation, o.name_vi COLLATE vi, organization_id""",
        {"organization": organization},
    ).df()


def own_terms(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns the terms of the organizations selected, the first one first. Grain: organization, term; years, congresses, n_documents."""
    return cursor.execute(
        f"""SELECT organization_id, term, first_year, last_year, opening_congress_on, closing_congress_on, has_document, is_open, is_latest,
            len(documents) AS n_documents
        FROM mart.selected_terms({HERE}) WHERE term IS NOT NULL ORDER BY organization_id, position""",
        chosen(selection),
    ).df()


def own_cells(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns every indicator of every term of the organizations selected. Grain: organization, indicator, term, the first term first."""
    return cursor.execute(
        f"""SELECT c.*, i.indicator_group FROM mart.cells({HERE}) c JOIN core.indicators i USING (indicator)
        JOIN core.indicator_groups g USING (indicator_group) ORDER BY c.organization_id, g.position, i.position, c.position""",
        chosen(selection),
    ).df()


def own_derived(cursor: duckdb.DuckDBPyConnection, organization: str) -> pd.DataFrame:
    """Returns the derived measures of an organization in every term that gives them. Grain: measure, in the order of the list, term."""
    return cursor.execute(
        """SELECT t.* FROM mart.term_measures t JOIN core.derived_measures m USING (measure) WHERE t.organization_id = $organization
        ORDER BY m.position, t.term""",
        {"organization": organization},
    ).df()


def own_awards(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns the awards of the organizations selected, each once, of a direction the first MOST_SHOWN, the latest term first.

    Grain: award; direction, coded_rows (all that report it); n_all, how many there are of the direction.
    """
    return cursor.execute(
        f"""SELECT a.organization_id, a.term, a.direction, a.award, a.level, a.recipient, a.year, a."count" AS value, a.qualifier, a.basis,
            a.is_disputed, a.coded_rows, count(*) OVER (PARTITION BY a.direction) AS n_all
        FROM mart.selected_awards({HERE}) a JOIN core.organizations o USING (organization_id)
        JOIN mart.terms t ON t.organization_id = a.organization_id AND t.term = a.term
        QUALIFY row_number() OVER (PARTITION BY a.direction
            ORDER BY o.name_vi COLLATE vi, a.organization_id, t.position DESC, a.evidence) <= {MOST_SHOWN}
        ORDER BY a.direction, o.name_vi COLLATE vi, a.organization_id, t.position DESC, a.year, a.evidence""",
        chosen(selection),
    ).df()


def own_statements(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns limitations and lessons of the organizations selected, the latest term first, the first MOST_STATEMENTS.

    Grain: quasi-sentence, of a term limitations first; first_year and last_year of the term; n_all, how many there are.
    """
    return cursor.execute(
        f"""SELECT s.*, t.first_year, t.last_year, count(*) OVER () AS n_all FROM mart.statements s
        JOIN mart.selected_terms({HERE}) t ON t.organization_id = s.organization_id AND t.term = s.term
        ORDER BY s.organization_id, t.position DESC, s.record DESC, s.source_id, s.statement LIMIT {MOST_STATEMENTS}""",
        chosen(selection),
    ).df()


def province_facts(cursor: duckdb.DuckDBPyConnection, boundaries: str, province: str) -> dict[str, Any]:
    """Returns kind, region_id and aliases of a province, what it became or was made of (`others`, in the other boundaries), and changed_on.

    changed_on is None where the province stands as it stood.
    """
    return one(
        cursor.execute(
            """WITH it AS (
                FROM core.provinces WHERE boundaries = $boundaries AND province_id = $province
            )
            SELECT it.kind, it.region_id, it.aliases, list(o.province_id ORDER BY o.name_vi COLLATE vi) AS others,
                any_value(CASE WHEN it.boundaries = 'present' THEN it.valid_from WHEN it.valid_until IS NOT NULL THEN o.valid_from END) AS changed_on
            FROM it
            JOIN core.provinces o ON o.boundaries <> it.boundaries
                AND (o.province_id = it.successor_id OR it.boundaries = 'present' AND o.successor_id = it.province_id)
            GROUP BY ALL""",
            {"boundaries": boundaries, "province": province},
        )
    )


def own_themes(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns the themes with the organizations selected that name each as a limitation. Grain: theme, the most named first; n_limitations."""
    return cursor.execute(
        f"""SELECT s.theme, s.n_named, s.n_limitations, s.organizations FROM mart.theme_spread({HERE}) s JOIN core.themes t USING (theme)
        ORDER BY s.n_named DESC, s.n_limitations DESC, t.position""",
        chosen(selection),
    ).df()


def own_organizations(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns the organizations selected, those with most documents first, the first MOST_SHOWN.

    Grain: organization; kind, level, n_documents, its latest term with its years; n_all, how many there are.
    """
    return cursor.execute(
        f"""SELECT t.organization_id, t.kind, t.level, t.term, t.first_year, t.last_year, len(o.documents) AS n_documents, count(*) OVER () AS n_all
        FROM mart.selected_terms({HERE}) t JOIN mart.organizations o USING (organization_id)
        WHERE t.is_latest ORDER BY n_documents DESC, o.name_vi COLLATE vi, t.organization_id LIMIT {MOST_SHOWN}""",
        chosen(selection),
    ).df()


def own_kinds(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> list[str]:
    """Returns the kinds of the provincial organizations selected, in the order of the list."""
    found = cursor.execute(
        f"""SELECT kind FROM core.organization_kinds k SEMI JOIN (SELECT kind FROM mart.selected({HERE}) WHERE level = 'province') s USING (kind)
        ORDER BY k.position""",
        chosen(selection),
    )
    return [kind for (kind,) in found.fetchall()]


def own_measures(
    cursor: duckdb.DuckDBPyConnection, selection: Selection, kind: str, province: str
) -> pd.DataFrame:
    """Returns what is known of every indicator and derived measure in a province, of its provincial organizations of a kind.

    Grain: measure, indicators first, in the order of the lists; as queries.province_measures.
    """
    return cursor.execute(
        f"""SELECT p.* FROM mart.province_measures({HERE}, $kind, NULL) p
        JOIN (SELECT i.indicator AS measure, g.position AS group_position, i.position
                FROM core.indicators i JOIN core.indicator_groups g USING (indicator_group)
            UNION ALL SELECT measure, NULL, position FROM core.derived_measures) m USING (measure)
        WHERE p.province_id = $province ORDER BY m.group_position NULLS LAST, m.position""",
        chosen(selection) | {"kind": kind, "province": province},
    ).df()
