"""Limitations and lessons by theme, and the statements behind them."""

from __future__ import annotations

from typing import Any

import duckdb
import pandas as pd

from dashboard.queries.asking import HERE, MOST_SHOWN, MOST_STATEMENTS, chosen, column, one
from dashboard.selection import Selection


def themes(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Returns the themes in the order of the list. Grain: theme; theme_group."""
    return cursor.execute(
        "SELECT theme, theme_group FROM core.themes JOIN core.theme_groups g USING (theme_group) ORDER BY g.position, themes.position"
    ).df()


def theme_spread(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns how many organizations name each theme, of how many. Grain: theme, the most named first."""
    return cursor.execute(
        f"""SELECT s.theme, n_named, n_organizations, spread, n_limitations, t.is_specific FROM mart.theme_spread({HERE}) s
        JOIN core.themes t USING (theme) ORDER BY n_named DESC, n_limitations DESC, t.position""",
        chosen(selection),
    ).df()


def theme_cells(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns the state of every theme in the organizations selected, the first MOST_SHOWN: those that name most, sorted by name.

    Grain: organization, theme; state, n_limitations.
    """
    shown = f"""WITH named AS (SELECT organization_id, count(*) AS n FROM mart.theme_counts GROUP BY organization_id)
        SELECT o.organization_id FROM mart.selected({HERE}) o LEFT JOIN named USING (organization_id)
        ORDER BY named.n DESC NULLS LAST, o.name_vi COLLATE vi LIMIT {MOST_SHOWN}"""
    return cursor.execute(
        f"""SELECT c.organization_id, c.theme, c.state, c.n_limitations FROM mart.theme_cells({HERE}) c
        JOIN core.organizations o USING (organization_id) ORDER BY o.name_vi COLLATE vi, c.organization_id""",
        chosen(selection) | {"organizations": column(cursor, shown, selection)},
    ).df()


def statements(cursor: duckdb.DuckDBPyConnection, selection: Selection, theme: str, organization: str) -> pd.DataFrame:
    """Returns limitations, then lessons, on a theme, of one organization or ("") of all selected, the first MOST_STATEMENTS.

    Grain: quasi-sentence; n_all, how many there are.
    """
    return cursor.execute(
        f"""SELECT s.*, count(*) OVER () AS n_all FROM mart.statements s
        SEMI JOIN mart.selected_terms({HERE}) t ON t.organization_id = s.organization_id AND t.term = s.term
        JOIN core.organizations o ON o.organization_id = s.organization_id
        WHERE s.theme = $theme AND ($organization = '' OR s.organization_id = $organization)
        ORDER BY s.record DESC, o.name_vi COLLATE vi, s.term DESC, s.source_id, s.statement LIMIT {MOST_STATEMENTS}""",
        chosen(selection) | {"theme": theme, "organization": organization},
    ).df()


def coded_statements(cursor: duckdb.DuckDBPyConnection, evidence: tuple[str, ...]) -> pd.DataFrame:
    """Returns the coded statements that these places in the files hold. Grain: quasi-sentence, limitations first."""
    return cursor.execute(
        "FROM mart.statements WHERE evidence IN (SELECT unnest($evidence::VARCHAR[])) ORDER BY record DESC, organization_id, term DESC, statement",
        {"evidence": list(evidence)},
    ).df()


def agreement(cursor: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Returns how well two coders agreed over all documents: n_units, n_paired and alpha; empty without a second coding."""
    return one(cursor.execute("FROM mart.agreement WHERE scope = 'all'"))
