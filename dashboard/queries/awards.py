"""Awards."""

from __future__ import annotations

import duckdb
import pandas as pd

from dashboard.queries.asking import HERE, MOST_SOURCES, chosen
from dashboard.selection import Selection


def award_totals(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns awards received and granted, with coverage, and how many coded rows they came from. Grain: direction."""
    return cursor.execute(
        f"SELECT * EXCLUDE (evidence), len(evidence) AS n_rows FROM mart.award_totals({HERE}) ORDER BY direction DESC", chosen(selection)
    ).df()


def award_rows(cursor: duckdb.DuckDBPyConnection, selection: Selection, direction: str, award: str, organization: str) -> pd.DataFrame:
    """Returns awards of a direction, of one type or ("") all, of one organization or ("") all selected, the first MOST_SOURCES.

    Grain: coded row; n_all, how many there are.
    """
    return cursor.execute(
        f"""SELECT e.*, count(*) OVER () AS n_all FROM mart.evidence e SEMI JOIN mart.selected_awards({HERE}) s ON s.evidence = e.evidence
        JOIN core.organizations o USING (organization_id)
        WHERE e.direction = $direction AND $award IN ('', e.code) AND $organization IN ('', e.organization_id)
        ORDER BY o.name_vi COLLATE vi, e.term DESC, e.year, e.evidence LIMIT {MOST_SOURCES}""",
        chosen(selection) | {"direction": direction, "award": award, "organization": organization},
    ).df()
