"""Questions of files: coded rows, documents, codes and columns. Writes no file."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from dashboard.release.opened import Release, kept
from dashboard.release.queries.filtering import CHOSEN, as_parameters
from dashboard.request.selection import Filters


class Coded(NamedTuple):
    """A coded row with its document. Grain: coded row; what its record does not have is None.

    `code` is an indicator, an award type or a theme. A release from before givers were coded, or how much of
    a document was read, has neither `giver` nor `extent`.
    """

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
    value: Decimal | None
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
    giver: str | None = None
    extent: str | None = None


class Document(NamedTuple):
    """A document as it is cited. Grain: document."""

    source_id: str
    kind: str
    title: str
    publisher: str | None
    published_on: str | None
    language: str
    is_draft: bool
    url: str | None


class Code(NamedTuple):
    """A code with what it means; `unit` and `covers` are "" where its list has none. Grain: list, code."""

    list: str
    list_title: str
    code: str
    label: str
    unit: str
    covers: str


class _Column(NamedTuple):
    table: str
    field: str
    title: str
    description: str


class _Title(NamedTuple):
    table: str
    title: str


def coded(release: Release, places: tuple[str, ...], language: str) -> Iterator[Coded]:
    """The coded rows at these places in the files: figures, then awards, limitations, lessons."""
    return release.stream(
        Coded,
        f"""WITH wanted AS (SELECT DISTINCT unnest($places::VARCHAR[]) AS evidence), coded AS (
            SELECT * FROM mart.evidence SEMI JOIN wanted USING (evidence)
            UNION ALL BY NAME
            SELECT *, theme AS code, summary_{language} AS summary
            FROM mart.statements SEMI JOIN wanted USING (evidence)
        )
        SELECT f.* FROM coded f JOIN core.organizations o USING (organization_id)
        ORDER BY list_position(['observation', 'award', 'limitation', 'lesson'], f.record),
            o.name_{language} COLLATE vi, f.organization_id, f.term DESC, f.code, f.paragraph, f.evidence""",
        {"places": list(places)},
    )


def cited(release: Release, places: tuple[str, ...]) -> list[Document]:
    """The documents of the coded rows at these places in the files, by publisher. Grain: document."""
    return release.rows(
        Document,
        """WITH wanted AS (SELECT DISTINCT unnest($places::VARCHAR[]) AS evidence), behind AS (
            SELECT source_id FROM mart.evidence SEMI JOIN wanted USING (evidence)
            UNION SELECT source_id FROM mart.statements SEMI JOIN wanted USING (evidence)
        )
        SELECT source_id, kind, title, publisher, published_on, language, is_draft, url
        FROM core.sources SEMI JOIN behind USING (source_id)
        ORDER BY publisher COLLATE vi NULLS LAST, title COLLATE vi, source_id""",
        {"places": list(places)},
    )


def opened_places(release: Release, filters: Filters, opened: tuple[str, ...]) -> tuple[str, ...]:
    """The places in the files of the coded rows that each "row~organization" opens, of every term.

    An organization "" is all of those selected.
    """
    return tuple(
        release.codes(
            f"""WITH opened AS (
                SELECT split_part(pair, '~', 1) AS opens, o.organization_id
                FROM (SELECT unnest($opened::VARCHAR[]) AS pair)
                JOIN core.organizations o ON split_part(pair, '~', 2) = o.organization_id
                    OR split_part(pair, '~', 2) = ''
                        AND o.organization_id IN (SELECT organization_id FROM mart.selected({CHOSEN}))
            )
            SELECT evidence FROM mart.evidence e
            JOIN opened p ON e.organization_id = p.organization_id AND e.code = p.opens
            WHERE e.record = 'observation'
            UNION SELECT unnest(evidence) FROM mart.derived d
            JOIN opened p ON d.organization_id = p.organization_id AND d.measure = p.opens
            UNION SELECT evidence FROM mart.statements s
            JOIN opened p ON s.organization_id = p.organization_id AND s.theme = p.opens
            UNION SELECT e.evidence FROM mart.evidence e
            JOIN opened p ON e.organization_id = p.organization_id
            JOIN mart.award_sorts s ON s.sort = p.opens
            WHERE e.record = 'award' AND e.direction = s.direction AND CASE s.facet
                WHEN 'all' THEN true
                WHEN 'award' THEN e.code = s.award
                WHEN 'level' THEN e.level IS NOT DISTINCT FROM s.level
                WHEN 'award_level' THEN e.code = s.award AND e.level IS NOT DISTINCT FROM s.level
                WHEN 'year' THEN e.year IS NOT DISTINCT FROM s.year
                WHEN 'recipient' THEN e.recipient = s.recipient
                ELSE false END
            ORDER BY ALL""",
            as_parameters(filters) | {"opened": list(opened)},
        )
    )


@kept
def codebook(release: Release, language: str) -> list[Code]:
    """What every code stands for but names of organizations and provinces, in the order of the lists.

    Grain: list, code.
    """
    return release.rows(
        Code,
        f"""WITH explained AS (
            SELECT 'indicators' AS list, indicator AS code, unit_{language} AS unit,
                covers_{language} AS covers FROM core.indicators
            UNION ALL SELECT 'derived_measures', measure, unit_{language}, NULL FROM core.derived_measures
            UNION ALL SELECT 'themes', theme, NULL, covers_{language} FROM core.themes
            UNION ALL SELECT 'award_levels', level, NULL, covers_{language} FROM core.award_levels
        )
        SELECT l.list, coalesce(t.title_{language}, f.title_{language}, l.list) AS list_title, l.code,
            l.label_{language} AS label, coalesce(e.unit, '') AS unit, coalesce(e.covers, '') AS covers
        FROM meta.labels l LEFT JOIN explained e ON e.list = l.list AND e.code = l.code
        LEFT JOIN meta.tables t ON t."table" = l.list
        LEFT JOIN meta.fields f ON f."table" || '.' || f.field = l.list
        WHERE l.list <> 'organizations' ORDER BY l.list, l.position, l.code""",
    )


@kept
def column_descriptions(release: Release, language: str) -> dict[tuple[str, str], tuple[str, str]]:
    """{(table, column): (its title, its description or "")}."""
    rows = release.rows(
        _Column,
        f"""SELECT "table", field, title_{language} AS title,
            coalesce(description_{language}, '') AS description
        FROM meta.fields""",
    )
    return {(row.table, row.field): (row.title, row.description) for row in rows}


@kept
def record_titles(release: Release, language: str) -> dict[str, str]:
    """{table: the title of its rows}."""
    return dict(release.rows(_Title, f'SELECT "table", title_{language} AS title FROM meta.tables'))
