"""Questions about documents, and what each was coded into. Derives nothing."""

from __future__ import annotations

from typing import NamedTuple

from dashboard.release.opened import Release, kept
from dashboard.release.queries.figures import CODED_COLUMNS, CodedRow
from dashboard.release.queries.filtering import CHOSEN, MAX_SHOWN, as_parameters
from dashboard.release.queries.themes import STATEMENTS, Statement
from dashboard.request.selection import Filters


class OwnDocument(NamedTuple):
    """A document coded for an organization; `extent` is "part" where it was read in part. Grain: document."""

    source_id: str
    title: str
    kind: str
    published_on: str | None
    url: str | None
    note: str | None = None
    extent: str | None = None


class ListedDocument(NamedTuple):
    """A document with how many coded rows of the selection it has; `extent` as above. Grain: document."""

    source_id: str
    kind: str
    title: str
    publisher: str | None
    published_on: str | None
    url: str | None
    n_rows: int
    note: str | None = None
    extent: str | None = None


@kept
def documents(release: Release, organization: str) -> list[OwnDocument]:
    """The documents coded for an organization, by their code. Grain: document."""
    return release.rows(
        OwnDocument,
        """FROM core.sources
        WHERE source_id IN (
            SELECT unnest(documents) FROM mart.organizations WHERE organization_id = $organization
        )
        ORDER BY source_id""",
        {"organization": organization},
    )


@kept
def all_documents(release: Release, filters: Filters) -> list[ListedDocument]:
    """The documents that were read for the organizations selected, the latest MAX_SHOWN. Grain: document."""
    return release.rows(
        ListedDocument,
        f"""WITH here AS (
            SELECT organization_id, term, documents FROM mart.selected_terms({CHOSEN})
        ), latest AS (
            SELECT * FROM core.sources
            SEMI JOIN (SELECT unnest(documents) AS source_id FROM here) USING (source_id)
            ORDER BY published_on DESC NULLS LAST, source_id LIMIT {MAX_SHOWN}
        ), coded AS (
            SELECT source_id, organization_id, term FROM core.observations
            UNION ALL SELECT source_id, organization_id, term FROM core.awards
            UNION ALL SELECT source_id, organization_id, term FROM core.limitations
            UNION ALL SELECT source_id, organization_id, term FROM core.lessons
        ), coded_here AS (
            SELECT * FROM coded SEMI JOIN here USING (organization_id, term)
        )
        SELECT s.*, count(r.source_id) AS n_rows
        FROM latest s
        LEFT JOIN coded_here r ON r.source_id = s.source_id
        GROUP BY ALL ORDER BY published_on DESC NULLS LAST, source_id""",
        as_parameters(filters),
    )


@kept
def document_figures(release: Release, document: str) -> list[CodedRow]:
    """The figures and awards coded from a document, by paragraph. Grain: coded row."""
    return release.rows(
        CodedRow,
        f"""SELECT {CODED_COLUMNS} FROM mart.evidence e WHERE e.source_id = $document
        ORDER BY e.paragraph, e.evidence""",
        {"document": document},
    )


@kept
def document_statements(release: Release, document: str) -> list[Statement]:
    """The limitations, the causes, then the lessons, coded from a document. Grain: quasi-sentence."""
    return release.rows(
        Statement,
        f"{STATEMENTS} WHERE s.source_id = $document ORDER BY s.record DESC, s.role DESC, s.statement",
        {"document": document},
    )


@kept
def undocumented_provinces(release: Release, boundaries: str) -> list[str]:
    """The provinces of which no organization has any document, by name."""
    return release.codes(
        """SELECT province_id FROM core.provinces p
        WHERE boundaries = $boundaries AND province_id NOT IN (
            SELECT l.province_id FROM mart.places l JOIN mart.organizations o USING (organization_id)
            WHERE l.boundaries = $boundaries AND o.has_document
        )
        ORDER BY name_vi COLLATE vi""",
        {"boundaries": boundaries},
    )
