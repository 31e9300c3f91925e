"""A beside B: figures, awards and themes of the organizations and provinces compared, and who else to compare with."""

from __future__ import annotations

import duckdb
import pandas as pd

from dashboard.release.queries.asking import HERE, chosen
from dashboard.request.selection import Selection

MOST_PEERS = 5
MOST_BEST_REPORTED = 60
_COMPARED = f"{HERE}, $compared, $compared_kind"


def compared_measures(
    cursor: duckdb.DuckDBPyConnection, selection: Selection, compared: tuple[str, ...], kind: str
) -> pd.DataFrame:
    """Returns what is known of every indicator, then of derived measures that are no change, in what is compared.

    Grain: measure, in the order of the groups, of each group first what all report; code, in the order compared. Provinces are of this kind.
    """
    return cursor.execute(
        f"""SELECT c.*, i.indicator_group FROM mart.compared_measures({_COMPARED}) c
        LEFT JOIN core.indicators i ON i.indicator = c.measure LEFT JOIN core.indicator_groups g USING (indicator_group)
        LEFT JOIN core.derived_measures m ON m.measure = c.measure
        WHERE m.is_change IS NOT TRUE
        ORDER BY g.position NULLS LAST, c.n_reported_by < len($compared), coalesce(i.position, m.position), list_position($compared, c.code)""",
        _parameters(selection, compared, kind),
    ).df()


def compared_awards(
    cursor: duckdb.DuckDBPyConnection, selection: Selection, compared: tuple[str, ...], kind: str
) -> pd.DataFrame:
    """Returns the awards of what is compared. Grain: direction, received first; award, all ("") first; code, in the order compared."""
    return cursor.execute(
        f"""SELECT c.* FROM mart.compared_awards({_COMPARED}) c LEFT JOIN core.award_types t ON t.award = c.award
        ORDER BY c.direction DESC, c.award <> '', c.n_reported_by < len($compared), t.position, list_position($compared, c.code)""",
        _parameters(selection, compared, kind),
    ).df()


def compared_themes(
    cursor: duckdb.DuckDBPyConnection, selection: Selection, compared: tuple[str, ...], kind: str
) -> pd.DataFrame:
    """Returns what is compared by theme. Grain: theme, the most named first; code, in the order compared; state, n_limitations, n_lessons."""
    return cursor.execute(
        f"""SELECT c.*, t.is_specific FROM mart.compared_themes({_COMPARED}) c JOIN core.themes t USING (theme)
        JOIN core.theme_groups g USING (theme_group)
        ORDER BY c.n_named_by DESC, g.position, t.position, list_position($compared, c.code)""",
        _parameters(selection, compared, kind),
    ).df()


def peers(cursor: duckdb.DuckDBPyConnection, selection: Selection, compared: tuple[str, ...]) -> pd.DataFrame:
    """Returns the MOST_PEERS organizations nearest in size to the first one compared that are not compared yet. Grain: organization (`code`)."""
    return cursor.execute(
        f"""SELECT organization_id AS code, * EXCLUDE (organization_id) FROM mart.peers({HERE}, $compared[1])
        WHERE NOT list_contains($compared, organization_id) ORDER BY rank LIMIT {MOST_PEERS}""",
        chosen(selection) | {"compared": list(compared)},
    ).df()


def province_peers(
    cursor: duckdb.DuckDBPyConnection, selection: Selection, compared: tuple[str, ...], kind: str
) -> pd.DataFrame:
    """Returns the MOST_PEERS provinces nearest in size to the first one compared that are not compared yet. Grain: province (`code`)."""
    return cursor.execute(
        f"""SELECT province_id AS code, * EXCLUDE (province_id) FROM mart.province_peers({HERE}, $compared[1], $compared_kind)
        WHERE NOT list_contains($compared, province_id) ORDER BY rank LIMIT {MOST_PEERS}""",
        _parameters(selection, compared, kind),
    ).df()


def best_reported(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns the MOST_BEST_REPORTED organizations selected that report most indicators. Grain: organization; kind, level, n_indicators."""
    return cursor.execute(
        f"""SELECT b.* FROM mart.best_reported({HERE}) b JOIN core.organizations o USING (organization_id)
        ORDER BY b.n_indicators DESC, o.name_vi COLLATE vi, organization_id LIMIT {MOST_BEST_REPORTED}""",
        chosen(selection),
    ).df()


def _parameters(selection: Selection, compared: tuple[str, ...], kind: str) -> dict[str, object]:
    return chosen(selection) | {"compared": list(compared), "compared_kind": kind}
