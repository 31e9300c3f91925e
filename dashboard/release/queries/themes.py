"""Limitations and lessons by theme, and the statements behind them."""

from __future__ import annotations

from typing import Any

import duckdb
import pandas as pd

from dashboard.release.queries.asking import (
    HERE,
    MOST_SHOWN,
    MOST_SOURCES,
    MOST_STATEMENTS,
    PLACES,
    chosen,
    column,
    lines,
    one,
)
from dashboard.request.selection import Selection

MOST_NAMED = 6  # organizations told by name where there are more; the others are counted
MOST_OVER_TERMS = 12  # organizations side by side, each with several terms
_WHO = f"s.organizations[:{MOST_NAMED}] AS organizations"


def themes(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Returns the themes in the order of the list. Grain: theme; theme_group."""
    return cursor.execute(
        "SELECT theme, theme_group FROM core.themes JOIN core.theme_groups g USING (theme_group) ORDER BY g.position, themes.position"
    ).df()


def theme_spread(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns how many organizations name each theme, of how many, and who. Grain: theme, the most named first.

    place, the first of those that as many name, and n_rows, the limitations of all, are among the specific themes or among the others.
    """
    return cursor.execute(
        f"""SELECT s.theme, n_named, n_organizations, spread, n_limitations, t.is_specific, {_WHO}, evidence[:{MOST_SOURCES}] AS evidence,
            sum(n_limitations) OVER (PARTITION BY t.is_specific)::INTEGER AS n_rows,
            rank() OVER (PARTITION BY t.is_specific ORDER BY n_named DESC) AS place
        FROM mart.theme_spread({HERE}) s JOIN core.themes t USING (theme) ORDER BY n_named DESC, n_limitations DESC, t.position""",
        chosen(selection),
    ).df()


def theme_answers(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns how many organizations name each theme, answer it by a lesson, or draw a lesson on it alone. Grain: specific theme of any."""
    return cursor.execute(
        f"""SELECT s.* FROM mart.theme_answered({HERE}) s
        JOIN core.themes t USING (theme) WHERE t.is_specific AND n_named + n_lesson_only > 0 ORDER BY n_named DESC, n_lesson_only DESC, t.position""",
        chosen(selection),
    ).df()


def theme_lessons(
    cursor: duckdb.DuckDBPyConnection, selection: Selection, wanted: tuple[str, ...]
) -> pd.DataFrame:
    """Returns the lessons on some themes, the first MOST_STATEMENTS. Grain: quasi-sentence."""
    return cursor.execute(
        f"""SELECT s.* FROM mart.statements s
        SEMI JOIN mart.selected_terms({HERE}) t ON t.organization_id = s.organization_id AND t.term = s.term
        JOIN core.organizations o ON o.organization_id = s.organization_id
        WHERE s.record = 'lesson' AND list_contains($wanted, s.theme)
        ORDER BY o.name_vi COLLATE vi, s.term DESC, s.source_id, s.statement LIMIT {MOST_STATEMENTS}""",
        chosen(selection) | {"wanted": list(wanted)},
    ).df()


def theme_persistence(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns how many organizations name each theme in two consecutive coded terms, of how many, and who. Grain: theme, most first."""
    return cursor.execute(
        f"""SELECT s.theme, n_persistent, n_organizations, n_comparable, persistence, {_WHO}, s.evidence
        FROM mart.theme_persistence({HERE}) s JOIN core.themes t USING (theme) ORDER BY n_persistent DESC, t.position""",
        chosen(selection),
    ).df()


def theme_terms(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns the state of every theme in the coded terms of organizations with limitations in several, the first MOST_OVER_TERMS by name.

    Grain: organization, term, theme; n_all, how many organizations there are.
    """
    return cursor.execute(
        f"""WITH shown AS (
            SELECT organization_id, row_number() OVER (ORDER BY o.name_vi COLLATE vi, organization_id) AS place, count(*) OVER () AS n_all
            FROM (SELECT DISTINCT organization_id FROM mart.theme_terms({HERE})) JOIN core.organizations o USING (organization_id)
            QUALIFY place <= {MOST_OVER_TERMS}
        )
        SELECT s.* EXCLUDE (evidence), h.place, h.n_all FROM mart.theme_terms({HERE}) s JOIN shown h USING (organization_id)
        ORDER BY h.place, s.position""",
        chosen(selection),
    ).df()


def theme_causes(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns themes named as causes with the limitations named beside them, who, and of how many.

    Grain: theme, effect; the theme that most name first, and of its effects those that stand in one paragraph with it.
    """
    return cursor.execute(
        f"""SELECT s.* EXCLUDE (organizations), {_WHO} FROM mart.theme_causes({HERE}) s
        JOIN core.themes t ON t.theme = s.theme JOIN core.themes e ON e.theme = s.effect
        ORDER BY n_naming DESC, t.position, n_in_one_paragraph DESC, s.n_organizations DESC, e.position""",
        chosen(selection),
    ).df()


def theme_pairs(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns pairs of themes that two organizations or more name both, who, and of how many. Grain: pair, the first MOST_SHOWN."""
    return cursor.execute(
        f"""SELECT s.* EXCLUDE (organizations), {_WHO}, count(*) OVER () AS n_all FROM mart.theme_pairs({HERE}) s
        JOIN core.themes t ON t.theme = s.theme JOIN core.themes o ON o.theme = s.other_theme
        WHERE n_organizations > 1 ORDER BY n_organizations DESC, t.position, o.position LIMIT {MOST_SHOWN}""",
        chosen(selection),
    ).df()


def findings(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns what stands out in a selection, in the order of the list. Grain: finding, subject."""
    return cursor.execute(
        f"SELECT s.* EXCLUDE (organizations, evidence), {_WHO} FROM mart.findings({HERE}) s ORDER BY weight",
        chosen(selection),
    ).df()


def theme_cells(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns the state of every theme in the organizations selected, the first MOST_SHOWN: those that name most.

    Grain: organization, theme; state, n_limitations. Those that name any stand first, those without a document last, else they are sorted by name.
    """
    shown = f"""WITH named AS (SELECT organization_id, count(*) AS n FROM mart.theme_counts GROUP BY organization_id)
        SELECT o.organization_id FROM mart.selected({HERE}) o LEFT JOIN named USING (organization_id)
        ORDER BY named.n DESC NULLS LAST, o.name_vi COLLATE vi LIMIT {MOST_SHOWN}"""
    return cursor.execute(
        f"""SELECT c.organization_id, c.theme, c.state, c.n_limitations FROM mart.theme_cells({HERE}) c
        JOIN core.organizations o USING (organization_id)
        ORDER BY bool_or(c.state = 'figure') OVER (PARTITION BY c.organization_id) DESC,
            bool_or(c.state = 'no_document') OVER (PARTITION BY c.organization_id), o.name_vi COLLATE vi, c.organization_id""",
        chosen(selection) | {"organizations": column(cursor, shown, selection)},
    ).df()


def statements(
    cursor: duckdb.DuckDBPyConnection, selection: Selection, theme: str, organization: str
) -> pd.DataFrame:
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
        f"FROM mart.statements WHERE {PLACES.format(lines(evidence))} ORDER BY record DESC, organization_id, term DESC, statement",
        {"evidence": list(evidence)},
    ).df()


def agreement(cursor: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Returns how well two coders agreed over all documents: n_units, n_paired and alpha; empty without a second coding."""
    return one(cursor.execute("FROM mart.agreement WHERE scope = 'all'"))
