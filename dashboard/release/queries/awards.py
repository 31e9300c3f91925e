"""Awards: sums of every category, of organizations, and the coded rows behind them."""

from __future__ import annotations

from typing import NamedTuple

from dashboard.release.opened import Release, kept
from dashboard.release.queries.figures import CodedRow, coded_rows
from dashboard.release.queries.filtering import CHOSEN, MAX_SHOWN, MAX_SOURCES, as_parameters
from dashboard.request.selection import Filters


class AwardSort(NamedTuple):
    """A sort of awards: a direction and, by its facet, an award, level, year or recipient; None is any."""

    sort: str
    direction: str
    facet: str
    award: str | None
    level: str | None
    year: int | None
    recipient: str | None


class AwardTotal(NamedTuple):
    """The awards of a direction, with coverage, the number of coded rows, and whether they can be ranked.

    `total` is None where no number is reported.
    """

    direction: str
    total: int | None
    qualifier: str | None
    n_unstated: int
    n_disputed: int
    n_organizations_with_figure: int
    n_organizations_applicable: int
    is_rankable: bool
    n_rows: int


class AwardFigure(NamedTuple):
    """The sum of a sort of awards, or its state; `evidence` has the first MAX_SOURCES of `n_rows` rows."""

    sort: str
    direction: str
    facet: str
    award: str | None
    level: str | None
    year: int | None
    recipient: str | None
    state: str
    total: int | None
    qualifier: str | None
    n_unstated: int
    n_disputed: int
    n_organizations: int
    evidence: list[str]
    n_rows: int


class RankedAwards(NamedTuple):
    """The awards of an organization; `n_all` organizations report any, `n_all_with_figure` a number.

    `total` is None where it gives no number; `evidence` has the first MAX_SOURCES coded rows.
    """

    organization_id: str
    total: int | None
    qualifier: str | None
    n_unstated: int
    n_disputed: int
    evidence: list[str]
    n_all: int
    n_all_with_figure: int


class UnnumberedAward(NamedTuple):
    """An award reported without a number, with its term and document; there are `n_all` of them.

    `giver` is named where its level alone does not tell; `extent` is "part" of a document read in part.
    """

    evidence: str
    organization_id: str
    term: int
    first_year: int | None
    last_year: int | None
    sort: str
    direction: str
    award: str
    level: str | None
    recipient: str
    year: int | None
    title: str
    is_draft: bool
    paragraph: int | None
    url: str | None
    n_all: int
    note: str | None = None
    giver: str | None = None
    extent: str | None = None


class AwardRows(NamedTuple):
    """Coded rows of awards, the first MAX_SOURCES of `n_all`."""

    rows: list[CodedRow]
    n_all: int


@kept
def award_sorts(release: Release) -> dict[str, AwardSort]:
    """The sorts of awards, by code."""
    rows = release.rows(
        AwardSort,
        "SELECT sort, direction, facet, award, level, year, recipient FROM mart.award_sorts",
    )
    return {row.sort: row for row in rows}


@kept
def award_totals(release: Release, filters: Filters) -> list[AwardTotal]:
    """The awards received and granted. Grain: direction, of which both always have a row, received first."""
    return release.rows(
        AwardTotal,
        f"""SELECT direction, total, qualifier, n_unstated, n_disputed, n_organizations_with_figure,
            n_organizations_applicable, is_rankable, len(evidence) AS n_rows
        FROM mart.award_totals({CHOSEN})
        ORDER BY direction DESC""",
        as_parameters(filters),
    )


@kept
def award_figures(release: Release, filters: Filters) -> list[AwardFigure]:
    """The sums of every sort of awards. Grain: sort, those received first."""
    return release.rows(
        AwardFigure,
        f"""SELECT sort, direction, facet, award, level, year, recipient, state, total, qualifier, n_unstated,
            n_disputed, n_organizations, evidence[:{MAX_SOURCES}] AS evidence, len(evidence) AS n_rows
        FROM mart.award_figures({CHOSEN}) f
        ORDER BY f.direction DESC, f.facet, f.year, f.sort""",
        as_parameters(filters),
    )


@kept
def award_ranking(release: Release, filters: Filters, direction: str) -> list[RankedAwards]:
    """The ranking of the awards of a direction, the MAX_SHOWN highest first. Grain: organization."""
    return release.rows(
        RankedAwards,
        f"""SELECT s.organization_id, s.total, s.qualifier, s.n_unstated, s.n_disputed,
            s.evidence[:{MAX_SOURCES}] AS evidence, count(*) OVER () AS n_all,
            count(s.total) OVER () AS n_all_with_figure
        FROM mart.award_sums({CHOSEN}) s
        JOIN core.organizations o USING (organization_id)
        WHERE s.sort = $direction
        ORDER BY s.total DESC NULLS LAST, o.name_vi COLLATE vi, s.organization_id
        LIMIT {MAX_SHOWN}""",
        as_parameters(filters) | {"direction": direction},
    )


@kept
def unnumbered_awards(release: Release, filters: Filters) -> list[UnnumberedAward]:
    """The awards reported without a number, those received first, the first MAX_SHOWN. Grain: coded row."""
    return release.rows(
        UnnumberedAward,
        f"""SELECT a.*, t.first_year, t.last_year, s.sort, d.* EXCLUDE (note), count(*) OVER () AS n_all
        FROM mart.selected_awards({CHOSEN}) a
        JOIN mart.award_sorts s ON s.facet = 'award_level' AND s.direction = a.direction AND s.award = a.award
            AND s.level IS NOT DISTINCT FROM a.level
        JOIN mart.terms t ON t.organization_id = a.organization_id AND t.term = a.term
        JOIN core.organizations o ON o.organization_id = a.organization_id
        JOIN core.sources d ON d.source_id = a.source_id
        WHERE a."count" IS NULL
        ORDER BY a.direction DESC, o.name_vi COLLATE vi, a.organization_id, a.term DESC, a.evidence
        LIMIT {MAX_SHOWN}""",
        as_parameters(filters),
    )


@kept
def award_rows(release: Release, filters: Filters, sort: str, organization: str) -> AwardRows:
    """The coded rows of a sort of awards, of one organization or ("") of all selected."""
    places = release.codes(
        f"""SELECT e.evidence FROM mart.evidence e
        JOIN core.organizations o USING (organization_id)
        WHERE $organization IN ('', e.organization_id) AND e.evidence IN (
            SELECT unnest(evidence) FROM mart.award_figures({CHOSEN}) WHERE sort = $sort)
        ORDER BY o.name_vi COLLATE vi, e.term DESC, e.year, e.evidence""",
        as_parameters(filters) | {"sort": sort, "organization": organization},
    )
    listed = places[:MAX_SOURCES]
    coded = {row.evidence: row for row in coded_rows(release, tuple(listed))}
    return AwardRows([coded[place] for place in listed], len(places))
