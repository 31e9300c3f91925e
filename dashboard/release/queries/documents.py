"""Documents, and what each was coded into."""

from __future__ import annotations

import duckdb
import pandas as pd

from dashboard.release.queries.asking import HERE, MOST_SHOWN, chosen
from dashboard.request.selection import Selection


def documents(cursor: duckdb.DuckDBPyConnection, organization: str) -> pd.DataFrame:
    """Returns the documents coded for an organization. Grain: document; title, kind, published_on."""
    return cursor.execute(
        """SELECT source_id, title, kind, published_on, url FROM core.sources
        WHERE source_id IN (SELECT unnest(documents) FROM mart.organizations WHERE organization_id = $organization) ORDER BY 1""",
        {"organization": organization},
    ).df()


def all_documents(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Returns the documents that organizations in the selection are coded from, the latest MOST_SHOWN. Grain: document; n_rows."""
    return cursor.execute(
        f"""WITH here AS (
            SELECT organization_id, term, documents FROM mart.selected_terms({HERE})
        ), latest AS (
            SELECT * FROM core.sources SEMI JOIN (SELECT unnest(documents) AS source_id FROM here) USING (source_id)
            ORDER BY published_on DESC NULLS LAST, source_id LIMIT {MOST_SHOWN}
        )
        SELECT s.source_id, s.kind, s.title, s.publisher, s.published_on, s.url, count(*) AS n_rows
        FROM latest s
        JOIN (SELECT source_id, organization_id, term FROM core.observations UNION ALL SELECT source_id, organization_id, term FROM core.awards
            UNION ALL SELECT source_id, organization_id, term FROM core.limitations
            UNION ALL SELECT source_id, organization_id, term FROM core.lessons) r ON r.source_id = s.source_id
        SEMI JOIN here o ON o.organization_id = r.organization_id AND o.term = r.term
        GROUP BY ALL ORDER BY published_on DESC NULLS LAST, source_id""",
        chosen(selection),
    ).df()


def document_figures(cursor: duckdb.DuckDBPyConnection, document: str) -> pd.DataFrame:
    """Returns the figures and awards coded from a document. Grain: coded row."""
    return cursor.execute(
        "FROM mart.evidence WHERE source_id = $document ORDER BY paragraph, evidence", {"document": document}
    ).df()


def document_statements(cursor: duckdb.DuckDBPyConnection, document: str) -> pd.DataFrame:
    """Returns the limitations, then the lessons, coded from a document. Grain: quasi-sentence."""
    return cursor.execute(
        "FROM mart.statements WHERE source_id = $document ORDER BY record DESC, statement",
        {"document": document},
    ).df()


def undocumented_provinces(cursor: duckdb.DuckDBPyConnection, boundaries: str) -> pd.DataFrame:
    """Returns the provinces of which no organization has any document. Grain: province."""
    return cursor.execute(
        """SELECT province_id FROM core.provinces p WHERE boundaries = $boundaries AND province_id NOT IN (
            SELECT l.province_id FROM mart.places l JOIN mart.organizations o USING (organization_id)
            WHERE l.boundaries = $boundaries AND o.has_document)
        ORDER BY name_vi COLLATE vi""",
        {"boundaries": boundaries},
    ).df()
