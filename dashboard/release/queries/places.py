"""Questions about provinces: measures, and organizations in them. Derives nothing."""

from __future__ import annotations

from typing import NamedTuple

from dashboard.release.opened import Release, kept
from dashboard.release.queries.filtering import CHOSEN, as_parameters
from dashboard.request.selection import Filters

# What mart.province_measures says of `p`, as ProvinceMeasure; a province that has no parts has none reported.
PROVINCE_MEASURE = """p.* REPLACE (coalesce(p.n_parts, 0) AS n_parts, coalesce(p.n_reported, 0) AS n_reported,
    coalesce(p.evidence, []) AS evidence)"""


class ProvinceMeasure(NamedTuple):
    """A measure of a province, from its provincial organization of one kind. Grain: province, measure.

    `derivation` is "reported", "summed", "not_derivable" or None where nothing is reported; `value` and
    `qualifier` are None where there is no figure. `missing` are the `n_parts` − `n_reported` former provinces
    without a figure, `organizations` those that the measure is known from. A figure of one organization is of
    `n_terms_before` terms before its latest; `n_older` of the figures that it is made of are older than that.
    A sum is written to the power of ten `rounded_to`. `n_others` are further organizations of the kind.
    """

    province_id: str
    measure: str
    derivation: str | None
    state: str
    value: float | None
    qualifier: str | None
    year_from: int | None
    year_to: int | None
    term: int | None
    is_disputed: bool
    is_additive: bool
    n_parts: int
    n_reported: int
    missing: list[str]
    organizations: list[str]
    evidence: list[str]
    n_terms_before: int | None = None
    n_older: int = 0
    rounded_to: int = 1
    n_others: int = 0


class ProvincesNaming(NamedTuple):
    """How many provinces have an organization that names limitations, and how many more one that admits."""

    n_naming: int
    n_admitting: int


class PlaceOrganization(NamedTuple):
    """An organization of a province. Grain: organization."""

    organization_id: str
    kind: str
    n_documents: int


@kept
def province_measures(release: Release, filters: Filters, kind: str, measure: str) -> list[ProvinceMeasure]:
    """One measure in every province, of its provincial organization of a kind. Grain: province."""
    return release.rows(
        ProvinceMeasure,
        f"""SELECT {PROVINCE_MEASURE} FROM mart.province_measures({CHOSEN}, $kind, $measure) p
        ORDER BY p.province_id""",
        as_parameters(filters) | {"kind": kind, "measure": measure},
    )


@kept
def provinces_naming(release: Release, filters: Filters) -> ProvincesNaming | None:
    """How many provinces name limitations; None of a release from before these were counted apart."""
    if not release.has_mart("theme_naming"):
        return None
    return release.one(
        ProvincesNaming,
        f"""WITH per_province AS (
            SELECT bool_or(n.stance = 'names') AS names, bool_or(n.stance = 'admits') AS admits
            FROM mart.theme_naming({CHOSEN}) n JOIN mart.places p USING (organization_id)
            WHERE p.boundaries = $boundaries
            GROUP BY p.province_id
        )
        SELECT count(*) FILTER (names) AS n_naming,
            count(*) FILTER (admits AND NOT names) AS n_admitting FROM per_province""",
        as_parameters(filters),
    )


@kept
def place_organizations(release: Release, boundaries: str, province: str) -> list[PlaceOrganization]:
    """The organizations of a province, by name. Grain: organization."""
    return release.rows(
        PlaceOrganization,
        """SELECT o.organization_id, o.kind, len(o.documents) AS n_documents
        FROM mart.places p JOIN mart.organizations o USING (organization_id)
        WHERE p.boundaries = $boundaries AND p.province_id = $province ORDER BY o.name_vi COLLATE vi""",
        {"boundaries": boundaries, "province": province},
    )
