"""Questions about one organization or one province. Derives nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dashboard.release.opened import Release, kept
from dashboard.release.queries.filtering import CHOSEN, MAX_SHOWN, MAX_STATEMENTS, as_parameters
from dashboard.release.queries.places import PROVINCE_MEASURE, ProvinceMeasure
from dashboard.release.queries.themes import SELECTED_STATEMENTS, Statement
from dashboard.request.selection import Filters

MAX_SUGGESTED = 10


class CodedOrganization(NamedTuple):
    """How much is coded for an organization. Grain: organization."""

    organization_id: str
    n_documents: int
    n_coded_terms: int


class OrganizationFacts(NamedTuple):
    """What an organization is, and its former and present province, None where it has none.

    `changed_on` is None where the province stands as it stood; aliases are separated by semicolons.
    """

    kind: str
    level: str
    founded_on: str | None
    former: str | None
    present: str | None
    changed_on: str | None
    former_aliases: str | None
    present_aliases: str | None


class Relative(NamedTuple):
    """An organization related to another. Grain: relation, organization.

    `relation` is "predecessor", "successor", "parent" or "child"; `on` is the day of a succession, `n_all`
    how many of the relation there are.
    """

    relation: str
    organization_id: str
    on: str | None
    n_all: int


class OwnTerm(NamedTuple):
    """A term of an organization. Grain: organization, term. `is_open` is false of one before its founding."""

    organization_id: str
    term: int
    first_year: int | None
    last_year: int | None
    opening_congress_on: str | None
    closing_congress_on: str | None
    has_document: bool
    is_open: bool
    n_documents: int


class OwnCell(NamedTuple):
    """The state of an indicator in a term. Grain: organization, term, indicator.

    `value`, `qualifier` and `basis` are None where nothing is coded; `term` is None of an organization
    without any.
    """

    organization_id: str
    term: int | None
    first_year: int | None
    last_year: int | None
    indicator: str
    indicator_group: str
    state: str
    value: float | None
    qualifier: str | None
    basis: str | None
    as_of: str | None
    is_disputed: bool
    evidence: list[str]


class DerivedFigure(NamedTuple):
    """A derived measure of an organization in a term that gives it. Grain: measure, term."""

    measure: str
    term: int
    value: float
    qualifier: str
    basis: str | None
    as_of: str | None
    is_disputed: bool


class OwnAward(NamedTuple):
    """An award of an organization, once however many documents report it. Grain: award.

    `value` is how many, None where the text gives no number; `coded_rows` are the places of all rows that
    report it, `n_all` is how many awards of the direction there are. `giver` is named where its level alone
    does not tell.
    """

    organization_id: str
    term: int
    direction: str
    award: str
    level: str | None
    recipient: str
    year: int | None
    value: int | None
    qualifier: str
    basis: str
    is_disputed: bool
    coded_rows: list[str]
    n_all: int
    giver: str | None = None


class ProvinceFacts(NamedTuple):
    """What a province is, and what it became or was made of: `others`, in the other boundaries.

    `changed_on` is None where the province stands as it stood; aliases are separated by semicolons.
    """

    kind: str
    region_id: str
    aliases: str | None
    others: list[str]
    changed_on: str | None


class OwnTheme(NamedTuple):
    """The organizations that name a theme as a limitation, and (`blamed_by`) as a cause. Grain: theme.

    A release from before these were kept has none in `blamed_by`.
    """

    theme: str
    n_limitations: int
    organizations: list[str]
    blamed_by: Sequence[str] = ()


class OwnOrganization(NamedTuple):
    """An organization with its latest term, None where it has none. Grain: organization.

    `n_all` is how many organizations there are.
    """

    organization_id: str
    kind: str
    level: str
    term: int | None
    first_year: int | None
    last_year: int | None
    n_documents: int
    n_all: int


@kept
def most_coded(release: Release) -> list[CodedOrganization]:
    """The MAX_SUGGESTED organizations with most documents. Grain: organization."""
    return release.rows(
        CodedOrganization,
        f"""SELECT organization_id, len(documents) AS n_documents, n_coded_terms
        FROM mart.organizations WHERE has_document
        ORDER BY n_documents DESC, n_coded_terms DESC, name_vi COLLATE vi LIMIT {MAX_SUGGESTED}""",
    )


@kept
def organization_facts(release: Release, organization: str) -> OrganizationFacts:
    """What an organization is, and where. Raises ValueError where the release has no such organization."""
    [row] = release.rows(
        OrganizationFacts,
        """SELECT o.kind, o.level, o.founded_on, f.province_id AS former, p.province_id AS present,
            p.valid_from AS changed_on, f.aliases AS former_aliases, p.aliases AS present_aliases
        FROM core.organizations o
        LEFT JOIN mart.places l ON l.organization_id = o.organization_id AND l.boundaries = 'former'
        LEFT JOIN mart.places n ON n.organization_id = o.organization_id AND n.boundaries = 'present'
        LEFT JOIN core.provinces f ON f.boundaries = 'former' AND f.province_id = l.province_id
        LEFT JOIN core.provinces p ON p.boundaries = 'present' AND p.province_id = n.province_id
        WHERE o.organization_id = $organization""",
        {"organization": organization},
    )
    return row


@kept
def relatives(release: Release, organization: str) -> list[Relative]:
    """What an organization came from, became, belongs to and unites, of each the first MAX_SHOWN by name.

    Grain: relation, organization.
    """
    return release.rows(
        Relative,
        f"""WITH related AS (
            SELECT 'predecessor' AS relation, predecessor_id AS organization_id, "on"
            FROM core.successions WHERE successor_id = $organization
            UNION ALL
            SELECT 'successor', successor_id, "on" FROM core.successions WHERE predecessor_id = $organization
            UNION ALL
            SELECT 'parent', parent_organization_id, NULL FROM core.organizations
            WHERE organization_id = $organization AND parent_organization_id IS NOT NULL
            UNION ALL
            SELECT 'child', organization_id, NULL FROM core.organizations
            WHERE parent_organization_id = $organization
        )
        SELECT f.relation, organization_id, f."on", count(*) OVER (PARTITION BY relation) AS n_all
        FROM related f JOIN core.organizations o USING (organization_id)
        QUALIFY row_number() OVER (
            PARTITION BY relation ORDER BY o.name_vi COLLATE vi, organization_id
        ) <= {MAX_SHOWN}
        ORDER BY relation, o.name_vi COLLATE vi, organization_id""",
        {"organization": organization},
    )


@kept
def own_terms(release: Release, filters: Filters) -> list[OwnTerm]:
    """The terms of the organizations selected, the first one first. Grain: organization, term."""
    return release.rows(
        OwnTerm,
        f"""SELECT organization_id, term, first_year, last_year, opening_congress_on, closing_congress_on,
            has_document, is_open, len(documents) AS n_documents
        FROM mart.selected_terms({CHOSEN}) WHERE term IS NOT NULL ORDER BY organization_id, position""",
        as_parameters(filters),
    )


@kept
def own_cells(release: Release, filters: Filters) -> list[OwnCell]:
    """Every indicator of every term of the organizations selected, the first term first.

    Grain: organization, indicator, term.
    """
    return release.rows(
        OwnCell,
        f"""SELECT c.organization_id, c.term, c.first_year, c.last_year, c.indicator, i.indicator_group,
            c.state, c.value::DOUBLE AS value, c.qualifier, c.basis, c.as_of,
            coalesce(c.is_disputed, false) AS is_disputed, coalesce(c.evidence, []) AS evidence
        FROM mart.cells({CHOSEN}) c JOIN core.indicators i USING (indicator)
        JOIN core.indicator_groups g USING (indicator_group)
        ORDER BY c.organization_id, g.position, i.position, c.position""",
        as_parameters(filters),
    )


@kept
def own_derived(release: Release, organization: str) -> list[DerivedFigure]:
    """The derived measures of an organization, in the order of the list. Grain: measure, term."""
    return release.rows(
        DerivedFigure,
        """SELECT t.measure, t.term, t.value, t.qualifier, t.basis, t.as_of, t.is_disputed
        FROM mart.term_measures t JOIN core.derived_measures m USING (measure)
        WHERE t.organization_id = $organization ORDER BY m.position, t.term""",
        {"organization": organization},
    )


@kept
def own_awards(release: Release, filters: Filters) -> list[OwnAward]:
    """The awards of the organizations selected, of a direction the first MAX_SHOWN, the latest term first.

    Grain: award.
    """
    return release.rows(
        OwnAward,
        f"""SELECT a.*, a."count" AS value, count(*) OVER (PARTITION BY a.direction) AS n_all
        FROM mart.selected_awards({CHOSEN}) a JOIN core.organizations o USING (organization_id)
        JOIN mart.terms t ON t.organization_id = a.organization_id AND t.term = a.term
        QUALIFY row_number() OVER (
            PARTITION BY a.direction
            ORDER BY o.name_vi COLLATE vi, a.organization_id, t.position DESC, a.evidence
        ) <= {MAX_SHOWN}
        ORDER BY a.direction, o.name_vi COLLATE vi, a.organization_id, t.position DESC, a.year, a.evidence""",
        as_parameters(filters),
    )


@kept
def own_statements(release: Release, filters: Filters) -> list[Statement]:
    """The limitations, causes and lessons of the organizations selected, the first MAX_STATEMENTS.

    Grain: quasi-sentence. The latest term stands first, and of a term its limitations, then its causes.
    """
    return release.rows(
        Statement,
        f"""{SELECTED_STATEMENTS}
        ORDER BY s.organization_id, t.position DESC, s.record DESC, s.role DESC, s.source_id,
            s.statement
        LIMIT {MAX_STATEMENTS}""",
        as_parameters(filters),
    )


@kept
def province_facts(release: Release, boundaries: str, province: str) -> ProvinceFacts:
    """What a province is, became or was made of. Raises ValueError where the release has no such province."""
    [row] = release.rows(
        ProvinceFacts,
        """WITH it AS (
            FROM core.provinces WHERE boundaries = $boundaries AND province_id = $province
        )
        SELECT it.kind, it.region_id, it.aliases,
            coalesce(list(o.province_id ORDER BY o.name_vi COLLATE vi) FILTER (o.province_id IS NOT NULL), [])
                AS others,
            any_value(CASE WHEN it.boundaries = 'present' THEN it.valid_from
                           WHEN it.valid_until IS NOT NULL THEN o.valid_from END) AS changed_on
        FROM it
        LEFT JOIN core.provinces o ON o.boundaries <> it.boundaries
            AND (o.province_id = it.successor_id
                OR it.boundaries = 'present' AND o.successor_id = it.province_id)
        GROUP BY ALL""",
        {"boundaries": boundaries, "province": province},
    )
    return row


@kept
def own_themes(release: Release, filters: Filters) -> list[OwnTheme]:
    """The themes named as a limitation or cause by those selected, the most named first. Grain: theme."""
    rows = release.rows(
        OwnTheme,
        f"""SELECT s.* REPLACE (coalesce(s.organizations, []) AS organizations)
        FROM mart.theme_spread({CHOSEN}) s JOIN core.themes t USING (theme)
        ORDER BY s.n_named DESC, s.n_limitations DESC, t.position""",
        as_parameters(filters),
    )
    return [row for row in rows if row.organizations or row.blamed_by]


@kept
def own_organizations(release: Release, filters: Filters) -> list[OwnOrganization]:
    """The MAX_SHOWN organizations selected with most documents. Grain: organization."""
    return release.rows(
        OwnOrganization,
        f"""SELECT t.organization_id, t.kind, t.level, t.term, t.first_year, t.last_year,
            len(o.documents) AS n_documents, count(*) OVER () AS n_all
        FROM mart.selected_terms({CHOSEN}) t JOIN mart.organizations o USING (organization_id)
        WHERE t.is_latest
        ORDER BY n_documents DESC, o.name_vi COLLATE vi, t.organization_id LIMIT {MAX_SHOWN}""",
        as_parameters(filters),
    )


@kept
def own_kinds(release: Release, filters: Filters) -> list[str]:
    """The kinds of the provincial organizations selected, in the order of the list."""
    return release.codes(
        f"""SELECT kind FROM core.organization_kinds k
        SEMI JOIN (SELECT kind FROM mart.selected({CHOSEN}) WHERE level = 'province') s USING (kind)
        ORDER BY k.position""",
        as_parameters(filters),
    )


@kept
def own_measures(release: Release, filters: Filters, kind: str, province: str) -> list[ProvinceMeasure]:
    """Every indicator and derived measure in a province, of its provincial organization of a kind.

    Grain: measure, indicators first, in the order of the lists.
    """
    return release.rows(
        ProvinceMeasure,
        f"""SELECT {PROVINCE_MEASURE} FROM mart.province_measures({CHOSEN}, $kind, NULL) p
        JOIN (SELECT i.indicator AS measure, g.position AS group_position, i.position
                FROM core.indicators i JOIN core.indicator_groups g USING (indicator_group)
            UNION ALL SELECT measure, NULL, position FROM core.derived_measures) m ON m.measure = p.measure
        WHERE p.province_id = $province ORDER BY m.group_position NULLS LAST, m.position""",
        as_parameters(filters) | {"kind": kind, "province": province},
    )
