"""Questions about what is compared: figures, awards, themes, and others to compare with. Derives nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dashboard.release.opened import Release, kept
from dashboard.release.queries.filtering import CHOSEN, as_parameters
from dashboard.request.selection import Filters

MAX_PEERS = 5
MAX_BEST_REPORTED = 60
_COMPARED = f"{CHOSEN}, $compared, $compared_kind"


class ComparedMeasure(NamedTuple):
    """What is known of a measure in an organization or province compared (`code`), and what was before.

    The group is None of derived measures, `derivation` of organizations. The figure is made of `n_parts`
    organizations or former provinces, of which `n_reported` give one and those `missing` do not. `change` is
    that of one organization over its term. What is not known is None. `n_terms_before` and `n_older` are as
    in ProvinceMeasure; `value_before` is of an earlier term, where the latest alone is looked at.
    """

    measure: str
    indicator_group: str | None
    code: str
    derivation: str | None
    state: str
    value: float | None
    qualifier: str | None
    year_from: int | None
    year_to: int | None
    is_disputed: bool
    is_additive: bool
    n_parts: int
    n_reported: int
    missing: list[str]
    organizations: list[str]
    change: float | None
    change_qualifier: str | None
    value_before: float | None
    qualifier_before: str | None
    year_before: int | None
    is_disputed_before: bool
    evidence: list[str]
    n_terms_before: int | None = None
    n_older: int = 0
    rounded_to: int = 1
    n_others: int = 0


class ComparedAwards(NamedTuple):
    """The awards of a direction and type ("" for all) of an organization or province compared (`code`)."""

    direction: str
    award: str
    code: str
    state: str
    total: int | None
    qualifier: str | None
    n_unstated: int
    is_disputed: bool
    year_from: int | None
    year_to: int | None
    organizations: list[str]
    evidence: list[str]


class ComparedTheme(NamedTuple):
    """How often an organization or province compared (`code`) names a theme: a limitation, cause or lesson.

    `n_named_by`, `n_blamed_by` and `n_learned_by` are how many of those compared do. A release from before
    causes were counted apart has them among the limitations. `silence` is the state of what it names in no
    way.
    """

    theme: str
    is_specific: bool
    code: str
    state: str
    n_limitations: int
    n_lessons: int
    named_by: list[str]
    learned_by: list[str]
    organizations: list[str]
    evidence: list[str]
    n_named_by: int
    n_learned_by: int
    n_causes: int = 0
    blamed_by: Sequence[str] = ()
    n_blamed_by: int = 0
    silence: str = "not_mentioned"


class Peer(NamedTuple):
    """An organization or province (`code`) near in size to another, by the measure that size is taken of.

    `value` is its size, `own_value` that of the other, each with its qualifier and year; all of them are None
    where the size of the other is not known. `n_figures` is how many indicators it reports.
    """

    code: str
    measure: str | None
    value: float | None
    qualifier: str | None
    year: int | None
    own_value: float | None
    own_qualifier: str | None
    own_year: int | None
    n_figures: int
    evidence: list[str]


class BestReported(NamedTuple):
    """An organization and how many indicators it reports."""

    organization_id: str
    kind: str
    level: str
    n_indicators: int


@kept
def compared_measures(
    release: Release, filters: Filters, compared: tuple[str, ...], kind: str
) -> list[ComparedMeasure]:
    """The figures of what is compared: every indicator, then derived measures that are no change.

    Grain: measure, in the order of the groups, of each group first what all report; code, in the order
    compared. Provinces stand for their organizations of this kind.
    """
    return release.rows(
        ComparedMeasure,
        f"""SELECT i.indicator_group,
            c.* REPLACE (coalesce(c.n_parts, 0) AS n_parts, coalesce(c.n_reported, 0) AS n_reported)
        FROM mart.compared_measures({_COMPARED}) c
        LEFT JOIN core.indicators i ON i.indicator = c.measure
        LEFT JOIN core.indicator_groups g USING (indicator_group)
        LEFT JOIN core.derived_measures m ON m.measure = c.measure
        WHERE m.is_change IS NOT TRUE
        ORDER BY g.position NULLS LAST, c.n_reported_by < len($compared), coalesce(i.position, m.position),
            list_position($compared, c.code)""",
        _parameters(filters, compared, kind),
    )


@kept
def compared_awards(
    release: Release, filters: Filters, compared: tuple[str, ...], kind: str
) -> list[ComparedAwards]:
    """The awards of what is compared.

    Grain: direction, received first; award, all ("") first; code, in the order compared.
    """
    return release.rows(
        ComparedAwards,
        f"""SELECT c.direction, c.award, c.code, c.state, c.total, c.qualifier, c.n_unstated, c.is_disputed,
            c.year_from, c.year_to, c.organizations, c.evidence
        FROM mart.compared_awards({_COMPARED}) c
        LEFT JOIN core.award_types t ON t.award = c.award
        ORDER BY c.direction DESC, c.award <> '', c.n_reported_by < len($compared), t.position,
            list_position($compared, c.code)""",
        _parameters(filters, compared, kind),
    )


@kept
def compared_themes(
    release: Release, filters: Filters, compared: tuple[str, ...], kind: str
) -> list[ComparedTheme]:
    """The themes of what is compared. Grain: theme, the most named first; code, in the order compared."""
    return release.rows(
        ComparedTheme,
        f"""SELECT c.*, t.is_specific
        FROM mart.compared_themes({_COMPARED}) c
        JOIN core.themes t USING (theme)
        JOIN core.theme_groups g USING (theme_group)
        ORDER BY c.n_named_by DESC, g.position, t.position, list_position($compared, c.code)""",
        _parameters(filters, compared, kind),
    )


@kept
def peers(release: Release, filters: Filters, compared: tuple[str, ...]) -> list[Peer]:
    """The MAX_PEERS organizations nearest in size to the first one compared that are not compared yet."""
    return release.rows(
        Peer,
        f"""SELECT organization_id AS code, measure, value::DOUBLE AS value, qualifier, year,
            own_value::DOUBLE AS own_value, own_qualifier, own_year, n_figures, evidence
        FROM mart.peers({CHOSEN}, $compared[1])
        WHERE NOT list_contains($compared, organization_id)
        ORDER BY rank
        LIMIT {MAX_PEERS}""",
        as_parameters(filters) | {"compared": list(compared)},
    )


@kept
def province_peers(release: Release, filters: Filters, compared: tuple[str, ...], kind: str) -> list[Peer]:
    """The MAX_PEERS provinces nearest in size to the first one compared that are not compared yet."""
    return release.rows(
        Peer,
        f"""SELECT province_id AS code, measure, value, qualifier, year, own_value, own_qualifier, own_year,
            n_figures, evidence
        FROM mart.province_peers({CHOSEN}, $compared[1], $compared_kind)
        WHERE NOT list_contains($compared, province_id)
        ORDER BY rank
        LIMIT {MAX_PEERS}""",
        _parameters(filters, compared, kind),
    )


@kept
def best_reported(release: Release, filters: Filters) -> list[BestReported]:
    """The MAX_BEST_REPORTED organizations that report most indicators. Grain: organization."""
    return release.rows(
        BestReported,
        f"""SELECT b.organization_id, b.kind, b.level, b.n_indicators
        FROM mart.best_reported({CHOSEN}) b
        JOIN core.organizations o USING (organization_id)
        ORDER BY b.n_indicators DESC, o.name_vi COLLATE vi, b.organization_id
        LIMIT {MAX_BEST_REPORTED}""",
        as_parameters(filters),
    )


def _parameters(filters: Filters, compared: tuple[str, ...], kind: str) -> dict[str, object]:
    return as_parameters(filters) | {"compared": list(compared), "compared_kind": kind}
