"""Figures: totals, coverage, cells, and the coded rows behind them."""

from __future__ import annotations

from itertools import chain
from typing import Any

import duckdb
import pandas as pd

from dashboard.release.queries import asking
from dashboard.release.queries.asking import (
    HERE,
    MOST_SHOWN,
    MOST_SOURCES,
    PLACES,
    chosen,
    codes,
    column,
    lines,
    one,
)
from dashboard.request.selection import Selection


def overview(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> dict[str, int]:
    """Returns how many organizations (with a document, and known), provinces, terms and documents the selection holds."""
    return one(cursor.execute(f"FROM mart.overview({HERE})", chosen(selection)))


def totals(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns the total of every indicator with its coverage, and how many coded rows it came from. Grain: indicator, in the order of the list."""
    return cursor.execute(
        f"""SELECT t.* EXCLUDE (evidence), i.indicator_group, i.is_headline, i.unit_vi, i.unit_en
        FROM mart.totals({HERE}) t JOIN core.indicators i USING (indicator) JOIN core.indicator_groups g USING (indicator_group)
        ORDER BY g.position, i.position""",
        chosen(selection),
    ).df()


def coverage(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> dict[str, Any]:
    """Returns how many cells of the selection are in each state, and coverage (0 to 1): figures ÷ cells that apply."""
    return one(cursor.execute(f"FROM mart.coverage({HERE})", chosen(selection)))


def cells(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns every indicator of every term of the organizations selected, the first MOST_SHOWN by name. Grain: organization, term, indicator."""
    shown = (
        f"SELECT organization_id FROM mart.selected({HERE}) ORDER BY name_vi COLLATE vi LIMIT {MOST_SHOWN}"
    )
    return cursor.execute(
        f"""SELECT c.organization_id, c.term, c.indicator, c.state FROM mart.cells({HERE}) c
        JOIN core.organizations o USING (organization_id) JOIN core.indicators i USING (indicator)
        ORDER BY o.name_vi COLLATE vi, c.organization_id, c.position DESC, i.position""",
        chosen(selection) | {"organizations": column(cursor, shown, selection)},
    ).df()


def lacking(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns what to ask organizations for. Grain: organization, term; state (no_document or not_mentioned), indicators lacking, kind, place_id."""
    return cursor.execute(
        f"""SELECT c.organization_id, c.kind, c.place_id, c.term, list(c.indicator ORDER BY i.position) AS indicators,
            CASE WHEN bool_or(c.state = 'no_document') THEN 'no_document' ELSE 'not_mentioned' END AS state
        FROM mart.cells({HERE}) c JOIN core.organizations o USING (organization_id) JOIN core.indicators i USING (indicator)
        WHERE c.state IN ('no_document', 'not_mentioned', 'unstated')
        GROUP BY c.organization_id, o.name_vi, c.kind, c.place_id, c.term ORDER BY o.name_vi COLLATE vi, c.organization_id, c.term DESC""",
        chosen(selection),
    ).df()


def total_places(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> list[str]:
    """Returns where the coded rows behind the totals of all indicators stand in the files, as "file:line"."""
    return column(cursor, f"SELECT DISTINCT unnest(evidence) FROM mart.totals({HERE}) ORDER BY 1", selection)


def headline_places(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> list[str]:
    """Returns the same of the headline indicators, of how they changed since the term before, and of the awards received."""
    totals = column(
        cursor,
        f"""SELECT unnest(evidence) FROM mart.totals({HERE}) JOIN core.indicators USING (indicator) WHERE is_headline
        UNION SELECT unnest(evidence) FROM mart.award_totals({HERE}) WHERE direction = 'received'""",
        selection,
    )
    headlines = codes(cursor, "indicator FROM core.indicators WHERE is_headline")
    changes = (
        change_between(cursor, selection, "latest", indicator, "-1", "0")["evidence"]
        for indicator in headlines
    )
    return sorted({*totals, *chain.from_iterable(changes)})


def sources(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> dict[str, list[Any]]:
    """Returns {indicator or direction: the coded rows behind its total, with document and paragraph, the first MOST_SOURCES}."""
    found = cursor.execute(
        f"""WITH first AS (
            -- No more organizations are needed than rows are listed.
            SELECT indicator, unnest(min_by(evidence, organization_id || '/' || term, {MOST_SOURCES})) AS evidence
            FROM mart.counted({HERE}) GROUP BY indicator
        ), behind AS (
            SELECT indicator AS figure, unnest(flatten(list(evidence))[:{MOST_SOURCES}]) AS evidence FROM first GROUP BY indicator
            UNION ALL SELECT direction, unnest(evidence[:{MOST_SOURCES}]) FROM mart.award_totals({HERE})
        )
        SELECT b.figure, e.* FROM behind b JOIN mart.evidence e USING (evidence) JOIN core.organizations o USING (organization_id)
        ORDER BY o.name_vi COLLATE vi, e.term DESC, e.year, e.evidence""",
        chosen(selection),
    ).df()
    behind: dict[str, list[Any]] = {}
    for row in asking.rows(found):
        behind.setdefault(row.figure, []).append(row)
    return behind


def figure_sources(cursor: duckdb.DuckDBPyConnection, organization: str, indicator: str) -> pd.DataFrame:
    """Returns every coded figure of an indicator, or behind a derived measure, of an organization. Grain: coded row, the latest term first."""
    return cursor.execute(
        """FROM mart.evidence WHERE organization_id = $organization AND record = 'observation' AND (code = $indicator OR evidence IN (
            SELECT unnest(evidence) FROM mart.derived WHERE organization_id = $organization AND measure = $indicator))
        ORDER BY term DESC, as_of DESC, evidence""",
        {"organization": organization, "indicator": indicator},
    ).df()


def coded_rows(cursor: duckdb.DuckDBPyConnection, evidence: tuple[str, ...]) -> pd.DataFrame:
    """Returns the coded figures that these places in the files hold, with document and paragraph. Grain: coded row."""
    return cursor.execute(
        f"FROM mart.evidence WHERE {PLACES.format(lines(evidence))} ORDER BY organization_id, term DESC, evidence",
        {"evidence": list(evidence)},
    ).df()


def disputed(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns the figures on which documents disagree, as they are shown. Grain: organization_id, term, indicator; evidence has all coded rows."""
    return cursor.execute(
        f"""SELECT organization_id, term, indicator, value, qualifier, evidence FROM mart.resolved_figures
        SEMI JOIN mart.selected_terms({HERE}) USING (organization_id, term) WHERE is_disputed ORDER BY ALL""",
        chosen(selection),
    ).df()


def units(cursor: duckdb.DuckDBPyConnection, language: str) -> dict[str, str]:
    """Returns {indicator or derived measure: its unit}; those without one are absent."""
    unit = f"unit_{language}"
    found = cursor.execute(
        f"SELECT indicator, {unit} FROM core.indicators UNION ALL SELECT measure, {unit} FROM core.derived_measures WHERE {unit} IS NOT NULL"
    )
    return dict(found.fetchall())


def shares(cursor: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Returns the derived measures that are written as percentages."""
    return codes(cursor, "measure FROM core.derived_measures WHERE is_share")


def changes(cursor: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Returns the derived measures that are changes, written with their sign."""
    return codes(cursor, "measure FROM core.derived_measures WHERE is_change")


def kin(cursor: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, ...]]:
    """Returns {indicator or derived measure: all of the same group}: what a page that asks for one is likely to ask for too."""
    found = cursor.execute(
        """WITH measures AS (
            SELECT indicator AS measure, indicator_group FROM core.indicators
            UNION ALL SELECT m.measure, i.indicator_group FROM core.derived_measures m JOIN core.indicators i USING (indicator)
        )
        SELECT m.measure, list(k.measure ORDER BY k.measure) FROM measures m JOIN measures k USING (indicator_group) GROUP BY m.measure"""
    )
    return {measure: tuple(group) for measure, group in found.fetchall()}


def points(
    cursor: duckdb.DuckDBPyConnection, selection: Selection, time: str, measures: tuple[str, ...]
) -> pd.DataFrame:
    """Returns how many organizations report measures at each point of time, of how many, and whether they can be ranked. Grain: measure, point."""
    return cursor.execute(
        f"FROM mart.points({HERE}, $time, $measures) ORDER BY measure, point",
        chosen(selection) | {"time": time, "measures": list(measures)},
    ).df()


def series(cursor: duckdb.DuckDBPyConnection, selection: Selection, time: str, measure: str) -> pd.DataFrame:
    """Returns a measure in the MOST_SHOWN organizations that report it in most terms, which are laid side by side.

    Grain: organization, point; n_terms of the organization, and n_all, how many organizations report any, n_several, how many several terms.
    """
    return cursor.execute(
        f"""WITH figures AS (
            SELECT *, count(DISTINCT term) OVER (PARTITION BY organization_id) AS n_terms FROM mart.series({HERE}, $time, [$measure])
        ), organizations AS (
            SELECT organization_id, n_terms, max_by(value, point) AS latest FROM figures GROUP BY organization_id, n_terms
        ), shown AS (
            SELECT *, count(*) OVER () AS n_all, count(*) FILTER (n_terms > 1) OVER () AS n_several
            FROM organizations ORDER BY n_terms DESC, latest DESC, organization_id LIMIT {MOST_SHOWN}
        )
        SELECT f.*, s.n_all, s.n_several
        FROM figures f JOIN shown s USING (organization_id, n_terms) JOIN core.organizations o USING (organization_id)
        ORDER BY f.n_terms DESC, o.name_vi COLLATE vi, f.organization_id, f.point""",
        chosen(selection) | {"time": time, "measure": measure},
    ).df()


def ranking(
    cursor: duckdb.DuckDBPyConnection, selection: Selection, time: str, measures: tuple[str, ...], point: str
) -> pd.DataFrame:
    """Returns measures of the organizations that report them at one point of time, of each measure the largest MOST_SHOWN first.

    Grain: measure, organization; n_all, how many organizations report it there.
    """
    return cursor.execute(
        f"""SELECT s.*, count(*) OVER (PARTITION BY s.measure) AS n_all
        FROM mart.series({HERE}, $time, $measures) s JOIN core.organizations o USING (organization_id) WHERE s.point = $point::INTEGER
        QUALIFY row_number() OVER (PARTITION BY s.measure ORDER BY s.value DESC, o.name_vi COLLATE vi, s.organization_id) <= {MOST_SHOWN}
        ORDER BY s.measure, s.value DESC, o.name_vi COLLATE vi, s.organization_id""",
        chosen(selection) | {"time": time, "measures": list(measures), "point": point},
    ).df()


def change_between(
    cursor: duckdb.DuckDBPyConnection, selection: Selection, time: str, measure: str, first: str, last: str
) -> dict[str, Any]:
    """Returns how a measure changed between two points of time over the organizations that report it at both, and how many they are."""
    return one(
        cursor.execute(
            f"FROM mart.change_between({HERE}, $time, $measure, $first::INTEGER, $last::INTEGER)",
            chosen(selection) | {"time": time, "measure": measure, "first": first, "last": last},
        )
    )


def region_totals(cursor: duckdb.DuckDBPyConnection, selection: Selection, measure: str) -> pd.DataFrame:
    """Returns the total of an indicator in every region with its coverage, the largest first. Grain: region; empty for national organizations."""
    return cursor.execute(
        f"""SELECT r.* FROM mart.region_totals({HERE}, $measure) r LEFT JOIN core.regions g ON g.region_id = r.region_id
        WHERE r.n_organizations_applicable > 0 ORDER BY r.total DESC NULLS LAST, g.position""",
        chosen(selection) | {"measure": measure},
    ).df()


def structures(
    cursor: duckdb.DuckDBPyConnection, selection: Selection, indicators: tuple[str, ...]
) -> pd.DataFrame:
    """Returns the latest figures of some indicators side by side, of the MOST_SHOWN organizations that report most of them.

    Grain: organization, indicator; state, value, term, evidence; n_all, how many organizations report any.
    """
    return cursor.execute(
        f"""WITH cells AS (
            SELECT *, count(value) OVER (PARTITION BY organization_id) AS n_figures FROM mart.cells({HERE})
            WHERE is_latest AND list_contains($indicators, indicator)
        ), shown AS (
            SELECT organization_id, n_figures, count(*) OVER () AS n_all FROM cells WHERE n_figures > 0 GROUP BY ALL
            ORDER BY n_figures DESC, organization_id LIMIT {MOST_SHOWN}
        )
        SELECT c.*, s.n_all FROM cells c JOIN shown s USING (organization_id, n_figures) JOIN core.organizations o USING (organization_id)
        JOIN core.indicators i USING (indicator)
        ORDER BY c.n_figures DESC, o.name_vi COLLATE vi, c.organization_id, i.position""",
        chosen(selection) | {"indicators": list(indicators)},
    ).df()
