"""Questions about figures: totals, coverage, cells, and the coded rows behind them. Derives nothing."""

from __future__ import annotations

from itertools import chain
from typing import NamedTuple

from dashboard.release.opened import Release, kept
from dashboard.release.queries.filtering import (
    AT_PLACES,
    CHOSEN,
    MAX_SHOWN,
    MAX_SOURCES,
    as_parameters,
    line_numbers,
)
from dashboard.request.selection import Filters


class Overview(NamedTuple):
    """The number of organizations with a document, of all known ones, of provinces, terms and documents."""

    n_organizations: int
    n_organizations_known: int
    n_provinces: int
    n_terms: int
    n_documents: int


class Total(NamedTuple):
    """The total of an indicator, what it covers of organizations and cells, and the number of coded rows.

    `total` is None where no figure is reported, `coverage` (0 to 1) where the indicator applies to no cell.
    Its figures are of the years from `year_from` to `year_to`, None where they are not known; `n_older`
    organizations give theirs in a term before their latest. It is written to the power of ten `rounded_to`.
    """

    indicator: str
    indicator_group: str
    is_headline: bool
    nature: str | None
    unit_vi: str
    unit_en: str
    total: float | None
    qualifier: str | None
    n_organizations_with_figure: int
    n_organizations_applicable: int
    n_contained: int
    n_disputed: int
    n_figure: int
    n_unstated: int
    n_not_mentioned: int
    n_no_document: int
    n_not_applicable: int
    coverage: float | None
    n_rows: int
    year_from: int | None = None
    year_to: int | None = None
    n_older: int = 0
    rounded_to: int = 1
    n_not_read: int = 0


class Coverage(NamedTuple):
    """The number of cells in each state, and `coverage` (0 to 1), None where no cell applies."""

    n_figure: int
    n_unstated: int
    n_not_mentioned: int
    n_no_document: int
    n_not_applicable: int
    coverage: float | None
    n_not_read: int = 0


class CellState(NamedTuple):
    """The state of an indicator in a term; the term is None of an organization without any."""

    organization_id: str
    term: int | None
    indicator: str
    state: str


class MentionState(NamedTuple):
    """Whether a term speaks of a `mention`: awards, limitations or lessons. Grain: that of the mart.

    The term is None of an organization without any.
    """

    organization_id: str
    term: int | None
    mention: str
    state: str


class MentionCell(NamedTuple):
    """Whether an organization speaks of awards, limitations or lessons, over all of its coded terms."""

    state: str
    n: int
    evidence: list[str]


class MentionCount(NamedTuple):
    """How many organizations with a document are in each state of speaking of something. Grain: mention.

    `n_figure` give awards with a number, or limitations or lessons with a theme; `n_unstated` speak of it in
    general.
    """

    mention: str
    n_organizations: int
    n_figure: int
    n_unstated: int
    n_not_mentioned: int
    n_not_read: int
    evidence: list[str]


class MissingData(NamedTuple):
    """What to ask an organization for: a document (state no_document), the whole of one that was read in part
    (not_read), or the indicators not mentioned.
    """

    organization_id: str
    kind: str
    place_id: str | None
    term: int | None
    indicators: list[str]
    state: str


class CodedRow(NamedTuple):
    """A figure or an award as coded, with its document.

    `record` is observation or award, `code` the indicator or the type of award; direction, level, giver,
    recipient and year are of awards, `as_of` is of figures. `is_shown`: of a disputed row, whether it is
    shown. `extent` is "part" of a document that was read in part. `figure`: what it stands behind, where
    several figures are asked about.
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
    value: float | None
    qualifier: str
    basis: str
    as_of: str | None
    source_id: str
    paragraph: int | None
    is_shown: bool | None
    title: str
    is_draft: bool
    url: str | None
    note: str | None = None
    giver: str | None = None
    extent: str | None = None
    figure: str = ""


class DisputedFigure(NamedTuple):
    """A figure on which documents disagree, as it is shown; `evidence` has all of its coded rows."""

    organization_id: str
    term: int
    indicator: str
    value: float
    qualifier: str
    evidence: list[str]


class Point(NamedTuple):
    """How many organizations report a measure at a point of time, of how many, and whether to rank them.

    `n_older` of the last known figures are of a term before the organization's latest.
    """

    measure: str
    point: int
    n_organizations_with_figure: int
    n_organizations_applicable: int
    is_rankable: bool
    n_older: int = 0


class SeriesFigure(NamedTuple):
    """A measure of an organization at a point of time.

    `n_terms` is in how many terms the organization reports it, `n_all` how many organizations report it in
    any, `n_several` in several. Derived measures have no basis and no date; `year` is that of the figure.
    """

    organization_id: str
    point: int
    term: int
    first_year: int | None
    last_year: int | None
    value: float
    qualifier: str
    basis: str | None
    as_of: str | None
    is_disputed: bool
    evidence: list[str]
    n_terms: int
    n_all: int
    n_several: int
    year: int | None = None


class RankedFigure(NamedTuple):
    """A measure of an organization at one point of time; `n_all` organizations report it there.

    `year` is that of the figure; `n_terms_before` is how many terms before the organization's latest it is
    of, None where years or numbers of terms are chosen.
    """

    measure: str
    organization_id: str
    term: int
    first_year: int | None
    last_year: int | None
    value: float
    qualifier: str
    basis: str | None
    as_of: str | None
    is_disputed: bool
    evidence: list[str]
    n_all: int
    year: int | None = None
    n_terms_before: int | None = None


class Change(NamedTuple):
    """The change of a measure over the organizations that report it at both of two points, and how many grew.

    `median_change` is the median of their changes, `change` that of their sums, both as shares: None of fewer
    than three, and of sums also where half or more of it is one organization's. Of `n_unclear` a bound leaves
    the direction open. The sums are written to powers of ten; None where nothing is reported at both points.
    """

    n_organizations: int
    total_before: float | None
    total_after: float | None
    change: float | None
    n_grew: int
    n_same: int
    n_shrank: int
    qualifier: str | None
    evidence: list[str]
    median_change: float | None = None
    n_unclear: int = 0
    qualifier_before: str | None = None
    qualifier_after: str | None = None
    rounded_to_before: int = 1
    rounded_to_after: int = 1


class RegionTotal(NamedTuple):
    """The total of an indicator in a region, with its coverage; national organizations have no region.

    Years, `n_older` and `rounded_to` are as in Total.
    """

    region_id: str | None
    total: float | None
    qualifier: str | None
    n_organizations_with_figure: int
    n_organizations_applicable: int
    evidence: list[str]
    year_from: int | None = None
    year_to: int | None = None
    n_older: int = 0
    rounded_to: int = 1


class StructureFigure(NamedTuple):
    """The latest figure of an indicator in an organization, or its state; `n_all` of them report any.

    `year` and `n_terms_before` are as in RankedFigure.
    """

    organization_id: str
    indicator: str
    state: str
    value: float | None
    qualifier: str | None
    evidence: list[str] | None
    n_all: int
    year: int | None = None
    n_terms_before: int | None = None


class _MeasureGroup(NamedTuple):
    measure: str
    measures: list[str]


# The columns of mart.evidence, as e, of which a CodedRow takes those that it has.
CODED_COLUMNS = "e.* REPLACE (e.value::DOUBLE AS value)"


@kept
def overview(release: Release, filters: Filters) -> Overview:
    """The numbers of organizations, provinces, terms and documents of the selection."""
    return release.rows(Overview, f"FROM mart.overview({CHOSEN})", as_parameters(filters))[0]


@kept
def totals(release: Release, filters: Filters) -> list[Total]:
    """The totals of all indicators, in the order of the list. Grain: indicator."""
    return release.rows(
        Total,
        f"""SELECT i.indicator_group, i.is_headline, i.nature, i.unit_vi, i.unit_en,
            t.* REPLACE (t.total::DOUBLE AS total)
        FROM mart.totals({CHOSEN}) t
        JOIN core.indicators i USING (indicator)
        JOIN core.indicator_groups g USING (indicator_group)
        ORDER BY g.position, i.position""",
        as_parameters(filters),
    )


@kept
def coverage(release: Release, filters: Filters) -> Coverage:
    """The coverage of the selection: figures ÷ cells that apply, over every indicator and term."""
    return release.rows(Coverage, f"FROM mart.coverage({CHOSEN})", as_parameters(filters))[0]


@kept
def cells(release: Release, filters: Filters) -> list[CellState]:
    """The cells of the first MAX_SHOWN organizations by name. Grain: organization, term, indicator."""
    parameters = as_parameters(filters)
    shown = release.codes(
        f"SELECT organization_id FROM mart.selected({CHOSEN}) ORDER BY name_vi COLLATE vi LIMIT {MAX_SHOWN}",
        parameters,
    )
    return release.rows(
        CellState,
        f"""SELECT c.organization_id, c.term, c.indicator, c.state
        FROM mart.cells({CHOSEN}) c
        JOIN core.organizations o USING (organization_id)
        JOIN core.indicators i USING (indicator)
        ORDER BY o.name_vi COLLATE vi, c.organization_id, c.position DESC, i.position""",
        parameters | {"organizations": shown},
    )


@kept
def mentions(release: Release, filters: Filters) -> list[MentionState]:
    """Whether each term speaks of each of them; none of a release from before that was asked.

    Grain: organization, term, mention.
    """
    if not release.has_mart("mentions"):
        return []
    return release.rows(
        MentionState,
        f"SELECT organization_id, term, mention, state FROM mart.mentions({CHOSEN})",
        as_parameters(filters),
    )


@kept
def mention_cell(release: Release, filters: Filters, mention: str) -> MentionCell:
    """Whether the one organization that is filtered for speaks of it, and the places of its rows."""
    return release.rows(
        MentionCell,
        f"SELECT state, n, evidence FROM mart.mention_cells({CHOSEN}) WHERE mention = $mention",
        as_parameters(filters) | {"mention": mention},
    )[0]


@kept
def mention_counts(release: Release, filters: Filters) -> list[MentionCount]:
    """How many organizations speak of what; none of a release from before that was asked. Grain: mention."""
    if not release.has_mart("mentions"):
        return []
    counts = ", ".join(
        f"count(*) FILTER (state = '{field.removeprefix('n_')}') AS {field}"
        for field in MentionCount._fields[2:-1]
    )
    return release.rows(
        MentionCount,
        f"""SELECT mention, count(*) FILTER (state <> 'no_document') AS n_organizations, {counts},
            flatten(list(evidence ORDER BY organization_id)) AS evidence
        FROM mart.mention_cells({CHOSEN})
        GROUP BY mention
        ORDER BY list_position(mart.mentionable(), mention)""",
        as_parameters(filters),
    )


@kept
def knows_not_read(release: Release) -> bool:
    """Whether the release tells what is not in the part that was read from what is not mentioned."""
    return release.has_mart("silence")


@kept
def silence(release: Release, filters: Filters) -> str:
    """The state of what no coded row of the selection speaks of."""
    state = (
        "mart.silence(bool_or(has_document), bool_or(is_read_in_part))"
        if knows_not_read(release)
        else "CASE WHEN bool_or(has_document) THEN 'not_mentioned' ELSE 'no_document' END"
    )
    [found] = release.codes(f"SELECT {state} FROM mart.selected_terms({CHOSEN})", as_parameters(filters))
    return found


@kept
def missing_data(release: Release, filters: Filters) -> list[MissingData]:
    """The terms with cells that apply and have no figure, and those cells. Grain: organization, term."""
    return release.rows(
        MissingData,
        f"""SELECT c.organization_id, c.kind, c.place_id, c.term,
            list(c.indicator ORDER BY i.position) AS indicators,
            CASE WHEN bool_or(c.state = 'no_document') THEN 'no_document'
                 WHEN bool_or(c.state = 'not_read') THEN 'not_read' ELSE 'not_mentioned' END AS state
        FROM mart.cells({CHOSEN}) c
        JOIN core.organizations o USING (organization_id)
        JOIN core.indicators i USING (indicator)
        WHERE c.state IN ('no_document', 'not_read', 'not_mentioned', 'unstated')
        GROUP BY c.organization_id, o.name_vi, c.kind, c.place_id, c.term
        ORDER BY o.name_vi COLLATE vi, c.organization_id, c.term DESC""",
        as_parameters(filters),
    )


@kept
def total_places(release: Release, filters: Filters) -> list[str]:
    """The places in the files ("file:line") of the coded rows behind the totals of all indicators."""
    return release.codes(
        f"SELECT DISTINCT unnest(evidence) FROM mart.totals({CHOSEN}) ORDER BY 1", as_parameters(filters)
    )


@kept
def headline_places(release: Release, filters: Filters) -> list[str]:
    """The same of the headline indicators, their changes since the term before, and the awards received."""
    behind = release.codes(
        f"""SELECT unnest(evidence) FROM mart.totals({CHOSEN}) JOIN core.indicators USING (indicator)
        WHERE is_headline
        UNION
        SELECT unnest(evidence) FROM mart.award_totals({CHOSEN}) WHERE direction = 'received'""",
        as_parameters(filters),
    )
    headlines = release.codes("SELECT indicator FROM core.indicators WHERE is_headline")
    time = "latest" if filters.is_latest_only else "known"
    changed = (change_between(release, filters, time, indicator, -1, 0).evidence for indicator in headlines)
    return sorted({*behind, *chain.from_iterable(changed)})


@kept
def sources(release: Release, filters: Filters) -> dict[str, list[CodedRow]]:
    """The coded rows behind each total by indicator or direction of awards, the first MAX_SOURCES of each."""
    rows = release.rows(
        CodedRow,
        f"""WITH first AS (
            -- No more organizations are needed than rows are listed.
            SELECT indicator,
                unnest(min_by(evidence, organization_id || '/' || term, {MAX_SOURCES})) AS evidence
            FROM mart.counted({CHOSEN})
            GROUP BY indicator
        ), behind AS (
            SELECT indicator AS figure, unnest(flatten(list(evidence))[:{MAX_SOURCES}]) AS evidence
            FROM first
            GROUP BY indicator
            UNION ALL
            SELECT direction, unnest(evidence[:{MAX_SOURCES}]) FROM mart.award_totals({CHOSEN})
        )
        SELECT b.figure, {CODED_COLUMNS}
        FROM behind b
        JOIN mart.evidence e USING (evidence)
        JOIN core.organizations o USING (organization_id)
        ORDER BY o.name_vi COLLATE vi, e.term DESC, e.year, e.evidence""",
        as_parameters(filters),
    )
    behind: dict[str, list[CodedRow]] = {}
    for row in rows:
        behind.setdefault(row.figure, []).append(row)
    return behind


@kept
def figure_sources(release: Release, organization: str, indicator: str) -> list[CodedRow]:
    """The coded rows behind an indicator or a derived measure of an organization, the latest term first."""
    return release.rows(
        CodedRow,
        f"""SELECT {CODED_COLUMNS} FROM mart.evidence e
        WHERE e.organization_id = $organization AND e.record = 'observation' AND (
            e.code = $indicator OR e.evidence IN (
                SELECT unnest(evidence) FROM mart.derived
                WHERE organization_id = $organization AND measure = $indicator))
        ORDER BY e.term DESC, e.as_of DESC, e.evidence""",
        {"organization": organization, "indicator": indicator},
    )


@kept
def coded_rows(release: Release, evidence: tuple[str, ...]) -> list[CodedRow]:
    """The figures and awards coded at places in the files ("file:line"). Grain: coded row."""
    return release.rows(
        CodedRow,
        f"""SELECT {CODED_COLUMNS} FROM mart.evidence e
        WHERE {AT_PLACES.format(line_numbers(evidence))}
        ORDER BY e.organization_id, e.term DESC, e.evidence""",
        {"evidence": list(evidence)},
    )


@kept
def disputed(release: Release, filters: Filters) -> list[DisputedFigure]:
    """The figures on which documents disagree. Grain: organization, term, indicator."""
    return release.rows(
        DisputedFigure,
        f"""SELECT organization_id, term, indicator, value::DOUBLE AS value, qualifier, evidence
        FROM mart.resolved_figures
        SEMI JOIN mart.selected_terms({CHOSEN}) USING (organization_id, term)
        WHERE is_disputed
        ORDER BY organization_id, term, indicator""",
        as_parameters(filters),
    )


@kept
def units(release: Release, language: str) -> dict[str, str]:
    """The units by indicator or derived measure; measures without one are absent."""
    unit = f"unit_{language}"
    rows = release.tuples(
        f"""SELECT indicator, {unit} FROM core.indicators
        UNION ALL
        SELECT measure, {unit} FROM core.derived_measures WHERE {unit} IS NOT NULL"""
    )
    return {str(measure): str(of_measure) for measure, of_measure in rows}


@kept
def shares(release: Release) -> frozenset[str]:
    """The derived measures that are written as percentages."""
    return frozenset(release.codes("SELECT measure FROM core.derived_measures WHERE is_share"))


@kept
def changes(release: Release) -> frozenset[str]:
    """The derived measures that are changes, written with their sign."""
    return frozenset(release.codes("SELECT measure FROM core.derived_measures WHERE is_change"))


@kept
def measures_in_same_group(release: Release) -> dict[str, tuple[str, ...]]:
    """The measures of its group, itself among them, by indicator or derived measure."""
    rows = release.rows(
        _MeasureGroup,
        """WITH measures AS (
            SELECT indicator AS measure, indicator_group FROM core.indicators
            UNION ALL
            SELECT m.measure, i.indicator_group
            FROM core.derived_measures m JOIN core.indicators i USING (indicator)
        )
        SELECT m.measure, list(k.measure ORDER BY k.measure) AS measures
        FROM measures m JOIN measures k USING (indicator_group)
        GROUP BY m.measure""",
    )
    return {row.measure: tuple(row.measures) for row in rows}


@kept
def points(release: Release, filters: Filters, time: str, measures: tuple[str, ...]) -> list[Point]:
    """The points of time at which measures apply, and how many report them there. Grain: measure, point."""
    return release.rows(
        Point,
        f"FROM mart.points({CHOSEN}, $time, $measures) ORDER BY measure, point",
        as_parameters(filters) | {"time": time, "measures": list(measures)},
    )


@kept
def series(release: Release, filters: Filters, time: str, measure: str) -> list[SeriesFigure]:
    """A measure over time in the MAX_SHOWN organizations that report it in most terms.

    Grain: organization, point.
    """
    return release.rows(
        SeriesFigure,
        f"""WITH figures AS (
            SELECT *, count(DISTINCT term) OVER (PARTITION BY organization_id) AS n_terms
            FROM mart.series({CHOSEN}, $time, [$measure])
        ), organizations AS (
            SELECT organization_id, n_terms, max_by(value, point) AS latest
            FROM figures
            GROUP BY organization_id, n_terms
        ), shown AS (
            SELECT *, count(*) OVER () AS n_all, count(*) FILTER (n_terms > 1) OVER () AS n_several
            FROM organizations
            ORDER BY n_terms DESC, latest DESC, organization_id
            LIMIT {MAX_SHOWN}
        )
        SELECT f.*, s.n_all, s.n_several
        FROM figures f
        JOIN shown s USING (organization_id, n_terms)
        JOIN core.organizations o USING (organization_id)
        ORDER BY f.n_terms DESC, o.name_vi COLLATE vi, f.organization_id, f.point""",
        as_parameters(filters) | {"time": time, "measure": measure},
    )


@kept
def ranking(
    release: Release, filters: Filters, time: str, measures: tuple[str, ...], point: int
) -> list[RankedFigure]:
    """The ranking of measures at one point of time, of each the MAX_SHOWN highest.

    Grain: measure, organization.
    """
    return release.rows(
        RankedFigure,
        f"""SELECT s.*, count(*) OVER (PARTITION BY s.measure) AS n_all
        FROM mart.series({CHOSEN}, $time, $measures) s
        JOIN core.organizations o USING (organization_id)
        WHERE s.point = $point
        QUALIFY row_number() OVER (
            PARTITION BY s.measure ORDER BY s.value DESC, o.name_vi COLLATE vi, s.organization_id
        ) <= {MAX_SHOWN}
        ORDER BY s.measure, s.value DESC, o.name_vi COLLATE vi, s.organization_id""",
        as_parameters(filters) | {"time": time, "measures": list(measures), "point": point},
    )


@kept
def change_between(
    release: Release, filters: Filters, time: str, measure: str, first: int, last: int
) -> Change:
    """The change of a measure between two points of time, over the organizations that report it at both."""
    return release.rows(
        Change,
        f"FROM mart.change_between({CHOSEN}, $time, $measure, $first, $last)",
        as_parameters(filters) | {"time": time, "measure": measure, "first": first, "last": last},
    )[0]


@kept
def region_totals(release: Release, filters: Filters, measure: str) -> list[RegionTotal]:
    """The totals of an indicator in the regions where it applies, the largest first. Grain: region."""
    return release.rows(
        RegionTotal,
        f"""SELECT r.* REPLACE (r.total::DOUBLE AS total)
        FROM mart.region_totals({CHOSEN}, $measure) r
        LEFT JOIN core.regions g ON g.region_id = r.region_id
        WHERE r.n_organizations_applicable > 0
        ORDER BY r.total DESC NULLS LAST, g.position""",
        as_parameters(filters) | {"measure": measure},
    )


@kept
def structures(release: Release, filters: Filters, indicators: tuple[str, ...]) -> list[StructureFigure]:
    """The latest figures of some indicators in the MAX_SHOWN organizations that report most of them.

    Grain: organization, indicator.
    """
    return release.rows(
        StructureFigure,
        f"""WITH cells AS (
            SELECT *, count(value) OVER (PARTITION BY organization_id) AS n_figures
            FROM mart.cells({CHOSEN})
            WHERE is_latest AND list_contains($indicators, indicator)
        ), shown AS (
            SELECT organization_id, n_figures, count(*) OVER () AS n_all
            FROM cells
            WHERE n_figures > 0
            GROUP BY ALL
            ORDER BY n_figures DESC, organization_id
            LIMIT {MAX_SHOWN}
        )
        SELECT c.* REPLACE (c.value::DOUBLE AS value), s.n_all
        FROM cells c
        JOIN shown s USING (organization_id, n_figures)
        JOIN core.organizations o USING (organization_id)
        JOIN core.indicators i USING (indicator)
        ORDER BY c.n_figures DESC, o.name_vi COLLATE vi, c.organization_id, i.position""",
        as_parameters(filters) | {"indicators": list(indicators)},
    )
