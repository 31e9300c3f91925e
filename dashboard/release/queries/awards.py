"""Awards: sums of every sort, of organizations, and the coded rows behind them."""

from __future__ import annotations

from typing import Any

import duckdb
import pandas as pd

from dashboard.release.queries.asking import HERE, MOST_SHOWN, MOST_SOURCES, chosen
from dashboard.request.selection import Selection


def award_sorts(cursor: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Any]]:
    """Returns {sort of awards: its direction, facet, award, level, year and recipient}, each None where the sort is of any."""
    columns = ("sort", "facet", "award", "level", "year", "recipient", "direction")
    found = cursor.execute(f"SELECT {', '.join(columns)} FROM mart.award_sorts").fetchall()
    return {sort: dict(zip(columns[1:], parts, strict=True)) for sort, *parts in found}


def award_totals(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns awards received and granted, with coverage, how many coded rows they came from, and whether they can be ranked. Grain: direction."""
    return cursor.execute(
        f"SELECT * EXCLUDE (evidence), len(evidence) AS n_rows FROM mart.award_totals({HERE}) ORDER BY direction DESC",
        chosen(selection),
    ).df()


def award_figures(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns the sum of every sort of awards, or the state that it is in. Grain: sort; evidence, the first MOST_SOURCES rows; n_rows, all."""
    return cursor.execute(
        f"""SELECT * EXCLUDE (evidence), evidence[:{MOST_SOURCES}] AS evidence, len(evidence) AS n_rows
        FROM mart.award_figures({HERE}) ORDER BY direction DESC, facet, year, sort""",
        chosen(selection),
    ).df()


def award_ranking(cursor: duckdb.DuckDBPyConnection, selection: Selection, direction: str) -> pd.DataFrame:
    """Returns the awards of a direction of each organization that reports any, the most first, the first MOST_SHOWN. Grain: organization; n_all."""
    return cursor.execute(
        f"""SELECT s.* EXCLUDE (evidence), evidence[:{MOST_SOURCES}] AS evidence, count(*) OVER () AS n_all, count(total) OVER () AS n_all_with_figure
        FROM mart.award_sums({HERE}) s JOIN core.organizations o USING (organization_id)
        WHERE s.sort = $direction ORDER BY total DESC NULLS LAST, o.name_vi COLLATE vi, organization_id LIMIT {MOST_SHOWN}""",
        chosen(selection) | {"direction": direction},
    ).df()


def unnumbered_awards(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns the awards reported without a number, those received first, the first MOST_SHOWN. Grain: coded row; sort, n_all."""
    return cursor.execute(
        f"""SELECT a.*, t.first_year, t.last_year, d.title, d.is_draft, d.url, s.sort, count(*) OVER () AS n_all
        FROM mart.selected_awards({HERE}) a
        JOIN mart.award_sorts s ON s.facet = 'award_level' AND s.direction = a.direction AND s.award = a.award
            AND s.level IS NOT DISTINCT FROM a.level
        JOIN mart.terms t ON t.organization_id = a.organization_id AND t.term = a.term
        JOIN core.organizations o ON o.organization_id = a.organization_id
        JOIN core.sources d ON d.source_id = a.source_id
        WHERE a."count" IS NULL
        ORDER BY a.direction DESC, o.name_vi COLLATE vi, a.organization_id, a.term DESC, a.evidence LIMIT {MOST_SHOWN}""",
        chosen(selection),
    ).df()


def award_rows(
    cursor: duckdb.DuckDBPyConnection, selection: Selection, sort: str, organization: str
) -> pd.DataFrame:
    """Returns the awards of a sort, of one organization or ("") of all selected, the first MOST_SOURCES. Grain: coded row; n_all, of how many."""
    return cursor.execute(
        f"""SELECT e.*, count(*) OVER () AS n_all FROM mart.evidence e
        JOIN core.organizations o USING (organization_id)
        WHERE e.evidence IN (SELECT unnest(evidence) FROM mart.award_figures({HERE}) WHERE sort = $sort) AND $organization IN ('', e.organization_id)
        ORDER BY o.name_vi COLLATE vi, e.term DESC, e.year, e.evidence LIMIT {MOST_SOURCES}""",
        chosen(selection) | {"sort": sort, "organization": organization},
    ).df()
