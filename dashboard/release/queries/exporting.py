"""What goes along with figures that leave the dashboard: the coded rows behind them, their documents, and what codes and columns mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import duckdb

from dashboard.release.queries.asking import HERE, chosen
from dashboard.request.selection import Selection

AT_ONCE = 10_000  # rows fetched at a time: what is held does not grow with what is asked for


class Coded(NamedTuple):
    """A coded row with its document. `code` is an indicator, an award type or a theme; what its record does not have is None."""

    evidence: str
    record: str
    organization_id: str
    term: int
    code: str
    direction: str | None
    level: str | None
    recipient: str | None
    year: int | None
    role: str | None
    summary: str | None
    value: Any
    qualifier: str | None
    basis: str | None
    as_of: str | None
    title: str
    publisher: str | None
    published_on: str | None
    is_draft: bool
    paragraph: int | None
    url: str | None
    note: str | None
    source_id: str


class Document(NamedTuple):
    """A document as it is cited."""

    source_id: str
    kind: str
    title: str
    publisher: str | None
    published_on: str | None
    language: str | None
    is_draft: bool
    url: str | None


class Code(NamedTuple):
    """A code of a list with what it stands for; `unit` and `covers` are "" where the list has none."""

    list: str
    list_title: str
    code: str
    label: str
    unit: str
    covers: str


def coded(cursor: duckdb.DuckDBPyConnection, places: tuple[str, ...], language: str) -> Iterator[Coded]:
    """Yields the coded rows that stand at these places in the files, none left out. Grain: coded row; figures, awards, limitations, lessons."""
    cursor.execute(
        f"""WITH wanted AS (SELECT DISTINCT unnest($places::VARCHAR[]) AS evidence), found AS (
            SELECT evidence, record, organization_id, term, code, direction, level, recipient, year, NULL AS role, NULL AS summary, value, qualifier,
                   basis, as_of, title, publisher, published_on, is_draft, paragraph, url, note, source_id
            FROM mart.evidence SEMI JOIN wanted USING (evidence)
            UNION ALL
            SELECT evidence, record, organization_id, term, theme, NULL, NULL, NULL, NULL, role, summary_{language}, NULL, NULL,
                   NULL, NULL, title, publisher, published_on, is_draft, paragraph, url, note, source_id
            FROM mart.statements SEMI JOIN wanted USING (evidence)
        )
        SELECT f.* FROM found f JOIN core.organizations o USING (organization_id)
        ORDER BY list_position(['observation', 'award', 'limitation', 'lesson'], f.record), o.name_{language} COLLATE vi, f.organization_id,
                 f.term DESC, f.code, f.paragraph, f.evidence""",
        {"places": list(places)},
    )
    while found := cursor.fetchmany(AT_ONCE):
        yield from (Coded(*row) for row in found)


def cited(cursor: duckdb.DuckDBPyConnection, places: tuple[str, ...]) -> list[Document]:
    """Returns the documents that the coded rows at these places in the files are from, by publisher. Grain: document."""
    found = cursor.execute(
        """WITH wanted AS (SELECT DISTINCT unnest($places::VARCHAR[]) AS evidence), behind AS (
            SELECT source_id FROM mart.evidence SEMI JOIN wanted USING (evidence)
            UNION SELECT source_id FROM mart.statements SEMI JOIN wanted USING (evidence)
        )
        SELECT source_id, kind, title, publisher, published_on, language, is_draft, url FROM core.sources SEMI JOIN behind USING (source_id)
        ORDER BY publisher COLLATE vi NULLS LAST, title COLLATE vi, source_id""",
        {"places": list(places)},
    ).fetchall()
    return [Document(*row) for row in found]


def opened_places(
    cursor: duckdb.DuckDBPyConnection, selection: Selection, opened: tuple[str, ...]
) -> tuple[str, ...]:
    """Returns where the coded rows stand that "row~organization" opens, of every term; an organization "" is all of the selection."""
    found = cursor.execute(
        f"""WITH opened AS (
            SELECT split_part(pair, '~', 1) AS opens, o.organization_id
            FROM (SELECT unnest($opened::VARCHAR[]) AS pair)
            JOIN core.organizations o ON split_part(pair, '~', 2) = o.organization_id
                OR (split_part(pair, '~', 2) = '' AND o.organization_id IN (SELECT organization_id FROM mart.selected({HERE})))
        )
        SELECT evidence FROM mart.evidence e JOIN opened p ON e.organization_id = p.organization_id AND e.record = 'observation' AND e.code = p.opens
        UNION SELECT unnest(evidence) FROM mart.derived d JOIN opened p ON d.organization_id = p.organization_id AND d.measure = p.opens
        UNION SELECT evidence FROM mart.statements s JOIN opened p ON s.organization_id = p.organization_id AND s.theme = p.opens
        UNION SELECT e.evidence FROM mart.evidence e JOIN opened p ON e.organization_id = p.organization_id
            JOIN mart.award_sorts s ON s.sort = p.opens WHERE e.record = 'award' AND e.direction = s.direction AND CASE s.facet
                WHEN 'all' THEN true WHEN 'award' THEN e.code = s.award WHEN 'level' THEN e.level IS NOT DISTINCT FROM s.level
                WHEN 'award_level' THEN e.code = s.award AND e.level IS NOT DISTINCT FROM s.level
                WHEN 'year' THEN e.year IS NOT DISTINCT FROM s.year WHEN 'recipient' THEN e.recipient = s.recipient ELSE false END
        ORDER BY ALL""",
        chosen(selection) | {"opened": list(opened)},
    ).fetchall()
    return tuple(place for (place,) in found)


def codes_explained(cursor: duckdb.DuckDBPyConnection, language: str) -> list[Code]:
    """Returns what every code stands for, names of organizations and provinces left out. Grain: list, code; in the order of the lists."""
    found = cursor.execute(
        f"""WITH explained AS (
            SELECT 'indicators' AS list, indicator AS code, unit_{language} AS unit, covers_{language} AS covers FROM core.indicators
            UNION ALL SELECT 'derived_measures', measure, unit_{language}, NULL FROM core.derived_measures
            UNION ALL SELECT 'themes', theme, NULL, covers_{language} FROM core.themes
            UNION ALL SELECT 'award_levels', level, NULL, covers_{language} FROM core.award_levels
        )
        SELECT l.list, coalesce(t.title_{language}, f.title_{language}, l.list), l.code, l.label_{language}, coalesce(e.unit, ''),
               coalesce(e.covers, '')
        FROM meta.labels l LEFT JOIN explained e ON e.list = l.list AND e.code = l.code
        LEFT JOIN meta.tables t ON t."table" = l.list LEFT JOIN meta.fields f ON f."table" || '.' || f.field = l.list
        WHERE l.list <> 'organizations' ORDER BY l.list, l.position, l.code"""
    ).fetchall()
    return [Code(*row) for row in found]


def columns_explained(
    cursor: duckdb.DuckDBPyConnection, language: str
) -> dict[tuple[str, str], tuple[str, str]]:
    """Returns {(table, column): (what it is called, what is to be known of it, "" where nothing is)}."""
    found = cursor.execute(
        f"SELECT \"table\", field, title_{language}, coalesce(description_{language}, '') FROM meta.fields"
    ).fetchall()
    return {(table, field): (title, description) for table, field, title, description in found}


def record_titles(cursor: duckdb.DuckDBPyConnection, language: str) -> dict[str, str]:
    """Returns {table: what its rows are called}."""
    return dict(cursor.execute(f'SELECT "table", title_{language} FROM meta.tables').fetchall())
