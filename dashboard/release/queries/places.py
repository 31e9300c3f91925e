"""Questions about provinces: measures, and organizations in them. Derives nothing."""

from __future__ import annotations

from typing import NamedTuple

from dashboard.release.opened import Release, kept
from dashboard.release.queries.filtering import CHOSEN, as_parameters
from dashboard.request.selection import Filters

# What mart.province_measures says of `p`, as ProvinceMeasure; a province that has no parts has none reported.
PROVINCE_MEASURE = """p.province_id, p.measure, p.derivation, p.state, p.value, p.qualifier, p.year_from,
    p.year_to, p.term, p.is_disputed, p.is_additive, coalesce(p.n_parts, 0) AS n_parts,
    coalesce(p.n_reported, 0) AS n_reported, p.missing, p.organizations,
    coalesce(p.evidence, []) AS evidence"""


class ProvinceMeasure(NamedTuple):
    """A measure of a province, from its provincial organization of one kind. Grain: province, measure.

    `derivation` is "reported", "summed", "not_derivable" or None where nothing is reported; `value` and
    `qualifier` are None where there is no figure. `missing` are the `n_parts` − `n_reported` former provinces
    without a figure, `organizations` those that the measure is known from.
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
def place_organizations(release: Release, boundaries: str, province: str) -> list[PlaceOrganization]:
    """The organizations of a province, by name. Grain: organization."""
    return release.rows(
        PlaceOrganization,
        """SELECT o.organization_id, o.kind, len(o.documents) AS n_documents
        FROM mart.places p JOIN mart.organizations o USING (organization_id)
        WHERE p.boundaries = $boundaries AND p.province_id = $province ORDER BY o.name_vi COLLATE vi""",
        {"boundaries": boundaries, "province": province},
    )
