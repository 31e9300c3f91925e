"""Questions about codings of documents: how far two agree, and where they differ. Derives nothing."""

from __future__ import annotations

from typing import NamedTuple

from dashboard.release.opened import Release, kept
from dashboard.release.queries.filtering import CHOSEN, MAX_STATEMENTS, as_parameters
from dashboard.request.selection import Filters

# Units whose document is one of the terms selected.
_SELECTED_UNITS = f"""FROM mart.coded_units u
SEMI JOIN (SELECT unnest(documents) AS source_id FROM mart.selected_terms({CHOSEN})) c
    ON c.source_id = u.source_id"""


class Agreement(NamedTuple):
    """Krippendorff's `alpha` between codings, None where it is not defined. Grain: scope, id.

    `scope` is "all" documents (`id` is ""), "source", one of them with its `title`, or "theme". Of `n_units`
    statements, of a theme those that any coder put under it, `n_paired` are in two codings or more,
    `n_agreed` of these with one theme; None of a release from before that was counted.
    """

    scope: str
    id: str
    n_units: int
    n_paired: int
    alpha: float | None
    title: str | None
    n_agreed: int | None = None


class CodedUnit(NamedTuple):
    """A statement on which codings differ, and the final rows that it became. Grain: document, record, unit.

    `coders` and `themes` stand in one order. `note` is of the final rows, `document_note` of the document;
    `n_all` is how many there are.
    """

    source_id: str
    record: str
    unit: int
    coders: list[str]
    themes: list[str]
    first_paragraph: int | None
    last_paragraph: int | None
    final_themes: list[str]
    evidence: list[str]
    note: str | None
    organization_id: str | None
    title: str
    document_note: str | None
    n_all: int


@kept
def agreement(release: Release, filters: Filters) -> list[Agreement]:
    """How far codings agree: over all documents selected, over each by title, and on each theme, most first.

    Of a release from before that was asked of a selection: over all of its documents. Empty without a second
    coding.
    """
    is_of_selection = release.has_mart("selected_agreement")
    measured = f"mart.selected_agreement({CHOSEN})" if is_of_selection else "mart.agreement"
    return release.rows(
        Agreement,
        f"""SELECT a.*, d.title
        FROM {measured} a
        LEFT JOIN core.sources d ON a.scope = 'source' AND d.source_id = a.id
        LEFT JOIN core.themes t ON a.scope = 'theme' AND t.theme = a.id
        ORDER BY a.scope, d.title COLLATE vi, a.n_units DESC, t.position, a.id""",
        as_parameters(filters) if is_of_selection else None,
    )


@kept
def coding_differences(release: Release, filters: Filters) -> list[CodedUnit]:
    """The statements on which codings differ, by document, the first MAX_STATEMENTS. Grain: unit.

    Empty of a release from before these were kept.
    """
    if not release.has_mart("selected_agreement"):
        return []
    return release.rows(
        CodedUnit,
        f"""SELECT u.*, d.title, d.note AS document_note, count(*) OVER () AS n_all
        {_SELECTED_UNITS}
        JOIN core.sources d ON d.source_id = u.source_id
        WHERE NOT u.is_agreed
        ORDER BY d.title COLLATE vi, u.source_id, u.record DESC, u.unit LIMIT {MAX_STATEMENTS}""",
        as_parameters(filters),
    )


@kept
def coded_unit_places(release: Release, filters: Filters) -> list[str]:
    """The places in the files ("file:line") of the final rows that the units of codings became."""
    if not release.has_mart("selected_agreement"):
        return []
    return release.codes(
        f"SELECT DISTINCT unnest(u.evidence) AS evidence {_SELECTED_UNITS} ORDER BY evidence",
        as_parameters(filters),
    )


@kept
def codings_described(release: Release, language: str) -> str:
    """What the release says of its codings, and of how they came about."""
    return release.codes(
        f"""SELECT coalesce(description_{language}, '') FROM meta.tables WHERE "table" = 'codings'"""
    )[0]
