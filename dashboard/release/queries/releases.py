"""Questions about a release: its facts, labels, codes, names and provinces. Asks for no figure."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from dashboard.release.opened import Release, kept
from dashboard.request import search


class ReleaseFacts(NamedTuple):
    """When a release was built (UTC), and the title of its data."""

    name: str
    built_at: datetime
    title_vi: str
    title_en: str


class Province(NamedTuple):
    """A province with its place in the tile grid. Grain: province."""

    province_id: str
    code: str
    region_id: str
    short_vi: str | None
    short_en: str | None
    tile_column: int
    tile_row: int


class Island(NamedTuple):
    """An archipelago with its place in the tile grid. Grain: archipelago."""

    island: str
    province_id: str
    name_vi: str
    name_en: str
    tile_column: int
    tile_row: int


class DirectoryEntry(NamedTuple):
    """What an organization is, and the province of its own time; None of a national one.

    `is_one_per_province`: a province has one of its kind, on the level of the province.
    """

    kind: str
    level: str
    province_id: str | None
    is_one_per_province: bool


class _Label(NamedTuple):
    list: str
    code: str
    label: str


class _Pair(NamedTuple):
    code: str
    text: str


class _Names(NamedTuple):
    kind: str
    code: str
    names: list[str]


class _Years(NamedTuple):
    organization_id: str
    term: int
    start: int | None
    end: int | None


class _YearSpan(NamedTuple):
    first: int | None
    last: int | None


class _Organization(NamedTuple):
    organization_id: str
    kind: str
    level: str
    province_id: str | None
    is_one_per_province: bool | None = True  # of a release from before kinds said so


@kept
def facts(release: Release) -> ReleaseFacts:
    """The build facts of the release."""
    [row] = release.rows(ReleaseFacts, "SELECT name, built_at, title_vi, title_en FROM meta.release")
    return row


@kept
def labels(release: Release, language: str) -> dict[str, dict[str, str]]:
    """{list: {code: label}} of every list of codes, in its order; names sort as Vietnamese does."""
    lists: dict[str, dict[str, str]] = {}
    for name, code, label in release.rows(
        _Label,
        f"""SELECT list, code, label_{language} AS label FROM meta.labels
        ORDER BY list, position, label COLLATE vi""",
    ):
        lists.setdefault(name, {})[code] = label
    named = f"name_{language} AS text"
    for boundaries in ("present", "former"):
        provinces = release.rows(
            _Pair,
            f"""SELECT province_id AS code, {named} FROM core.provinces WHERE boundaries = $boundaries
            ORDER BY text COLLATE vi""",
            {"boundaries": boundaries},
        )
        lists[boundaries] = dict(provinces)
    organizations = release.rows(
        _Pair, f"SELECT organization_id AS code, {named} FROM core.organizations ORDER BY text COLLATE vi"
    )
    return lists | {"organizations": dict(organizations)}


@kept
def known(release: Release) -> dict[str, frozenset[str]]:
    """{what they name: the valid codes of the release}; "present" and "former" name provinces."""

    def codes(column: str, source: str) -> frozenset[str]:
        return frozenset(release.codes(f"SELECT DISTINCT {column} FROM {source}"))

    indicators = codes("indicator", "core.indicators")
    derived = codes("measure", "core.derived_measures")
    themes = codes("theme", "core.themes")
    awards = codes("sort", "mart.award_sorts")
    mentions = (
        frozenset(release.codes("SELECT unnest(mart.mentionable())"))
        if release.has_mart("mentionable")
        else frozenset[str]()
    )
    return {
        "indicator": indicators,
        "derived": derived,
        "kind": codes("kind", "mart.organizations"),
        "level": codes("level", "mart.organizations"),
        "present": codes("province_id", "core.provinces WHERE boundaries = 'present'"),
        "former": codes("province_id", "core.provinces WHERE boundaries = 'former'"),
        "organization": codes("organization_id", "mart.organizations"),
        "region-present": codes("region_id", "core.regions WHERE boundaries = 'present'"),
        "region-former": codes("region_id", "core.regions WHERE boundaries = 'former'"),
        "theme": themes,
        "award": awards,
        "mention": mentions,
        "measure": indicators | derived | themes | mentions,
        "row": indicators | derived | themes | awards | mentions,
        "document": codes("unnest(documents)", "mart.organizations"),
    }


@kept
def successors(release: Release) -> dict[str, str]:
    """{former province: the present one that it became or joined}."""
    return dict(
        release.rows(
            _Pair,
            """SELECT province_id AS code, successor_id AS text FROM core.provinces
            WHERE boundaries = 'former'""",
        )
    )


@kept
def entries(release: Release) -> list[search.Entry]:
    """What a reader may look for, by its names in both languages and all other names.

    Each is of kind "former", "present" or "organization". A present province is also found by the names of
    its parts.
    """
    rows = release.rows(
        _Names,
        """WITH named AS (
            SELECT boundaries, province_id, successor_id,
                list_concat([name_vi, name_en], string_split(coalesce(aliases, ''), ';')) AS names
            FROM core.provinces
        )
        SELECT p.boundaries AS kind, p.province_id AS code,
            list_concat(p.names, flatten(coalesce(list(o.names) FILTER (o.names IS NOT NULL), []))) AS names
        FROM named p
        LEFT JOIN named o ON p.boundaries = 'present' AND o.successor_id = p.province_id
        GROUP BY p.boundaries, p.province_id, p.names
        UNION ALL
        SELECT 'organization', organization_id, [name_vi, name_en] FROM core.organizations
        ORDER BY kind, code""",
    )
    return [search.entry(kind, code, names) for kind, code, names in rows]


@kept
def term_years(release: Release) -> dict[tuple[str, int], str]:
    """{(organization, term): its years as 2017–2022, … for one not known}; terms without any are absent."""
    rows = release.rows(
        _Years,
        """SELECT organization_id, term, first_year AS start, last_year AS "end" FROM mart.terms
        WHERE first_year IS NOT NULL OR last_year IS NOT NULL""",
    )
    return {
        (row.organization_id, row.term): (
            str(row.start) if row.start == row.end else f"{row.start or '…'}–{row.end or '…'}"
        )
        for row in rows
    }


@kept
def provinces(release: Release, boundaries: str) -> list[Province]:
    """The provinces of one set of boundaries; sorted as Vietnamese does. Grain: province."""
    return release.rows(
        Province,
        """SELECT province_id, code, region_id, short_vi, short_en, tile_column, tile_row
        FROM core.provinces WHERE boundaries = $boundaries ORDER BY name_vi COLLATE vi""",
        {"boundaries": boundaries},
    )


@kept
def islands(release: Release, boundaries: str) -> list[Island]:
    """Hoàng Sa and Trường Sa. Grain: archipelago."""
    return release.rows(
        Island,
        """SELECT island, province_id, name_vi, name_en, tile_column, tile_row
        FROM core.islands WHERE boundaries = $boundaries ORDER BY island""",
        {"boundaries": boundaries},
    )


@kept
def year_span(release: Release) -> tuple[int, int]:
    """The first and the last year that any term covers; (0, -1) where none has a year."""
    [(first, last)] = release.rows(
        _YearSpan,
        """SELECT min(coalesce(first_year, last_year)) AS first, max(coalesce(last_year, first_year)) AS last
        FROM mart.terms""",
    )
    return (first, last) if first and last else (0, -1)


@kept
def directory(release: Release) -> dict[str, DirectoryEntry]:
    """{organization: its kind, level and province}."""
    rows = release.rows(
        _Organization,
        """SELECT o.organization_id, o.level, o.province_id, k.*
        FROM core.organizations o JOIN core.organization_kinds k USING (kind)""",
    )
    return {
        row.organization_id: DirectoryEntry(
            row.kind,
            row.level,
            row.province_id,
            bool(row.is_one_per_province and row.province_id and row.level == "province"),
        )
        for row in rows
    }


@kept
def has_last_known(release: Release) -> bool:
    """Whether a release answers with last known figures; one of before has those of the latest term alone."""
    return release.has_mart("measured_terms")
