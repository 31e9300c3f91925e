"""Provinces: measures, and organizations in them."""

from __future__ import annotations

import duckdb
import pandas as pd

from dashboard.release.queries.asking import HERE, chosen
from dashboard.request.selection import Selection


def province_measures(
    cursor: duckdb.DuckDBPyConnection, selection: Selection, kind: str, measure: str
) -> pd.DataFrame:
    """Returns one measure in every province, of its provincial organization of a kind. Grain: province; state, derivation, value, years, missing."""
    return cursor.execute(
        f"FROM mart.province_measures({HERE}, $kind, $measure) ORDER BY province_id",
        chosen(selection) | {"kind": kind, "measure": measure},
    ).df()


def place_organizations(cursor: duckdb.DuckDBPyConnection, boundaries: str, province: str) -> pd.DataFrame:
    """Returns the organizations of a province. Grain: organization; kind, n_documents."""
    return cursor.execute(
        """SELECT o.organization_id, o.kind, len(o.documents) AS n_documents FROM mart.places p JOIN mart.organizations o USING (organization_id)
        WHERE p.boundaries = $boundaries AND p.province_id = $province ORDER BY o.name_vi COLLATE vi""",
        {"boundaries": boundaries, "province": province},
    ).df()
