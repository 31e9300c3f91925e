"""All that is shipped against the CSV files themselves, counted in plain Python: totals, and provinces before
and after the merger of 2025."""

from __future__ import annotations

import csv
import itertools
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import duckdb
import pytest

from etl import schema
from tests.etl.folder import SHIPPED, DataFolder, ReleasedFolder, answers
from tests.pages.by_hand import Value, qualifier_of_sum, rounded_to

Row = dict[str, str]
UNION = "union_of_associations"
STATES_BY_WEIGHT = ("no_document", "not_applicable", "not_mentioned", "not_read", "unstated", "figure")


@cache
def table(name: str) -> list[Row]:
    rows: list[Row] = []
    for path in schema.load(SHIPPED).table(name).paths:
        with (SHIPPED / path).open(encoding="utf-8", newline="") as stream:
            rows += csv.DictReader(stream)
    return rows


@pytest.fixture
def release(shipped: ReleasedFolder) -> duckdb.DuckDBPyConnection:
    return shipped.connection


@cache
def terms_in_order(organization: str) -> list[str]:
    """Returns the terms of an organization by their year; one without any year stands after the numbered one
    before it."""
    found, last = [], 0
    for row in sorted(
        (r for r in table("terms") if r["organization_id"] == organization), key=lambda r: int(r["term"])
    ):
        years = [row["start_year"], row["opening_congress_on"][:4]]
        years += [str(int(end[:4]) - 5) for end in (row["end_year"], row["closing_congress_on"]) if end]
        years += [row["term"] if int(row["term"]) >= 1900 else ""]
        year = next((int(y) for y in years if y), None)
        found.append((last if year is None else year, int(row["term"])))
        last = max(last, year or 0)
    return [str(term) for _, term in sorted(found)]


@cache
def coded_terms(organization: str) -> frozenset[str]:
    return frozenset(
        r["term"]
        for t in ("observations", "awards", "limitations", "lessons")
        for r in table(t)
        if r["organization_id"] == organization
    )


def latest(organization: str) -> str | None:
    return next((t for t in reversed(terms_in_order(organization)) if t in coded_terms(organization)), None)


def standing(organization: str, indicator: str) -> str | None:
    """Returns the last term that reports an indicator, else the latest."""
    terms = reversed(terms_in_order(organization))
    return next((t for t in terms if (organization, t, indicator) in shown()), latest(organization))


@cache
def shown() -> dict[tuple[str, str, str], Row]:
    """Returns the row that is shown for each organization, term and indicator: a number, the latest date of a
    stock, the best document."""
    sources = {r["source_id"]: r for r in table("sources")}
    ranks = {r["kind"]: int(r["rank"]) for r in table("source_kinds")}
    closing_of = {(r["organization_id"], r["term"]): r["closing_congress_on"] for r in table("terms")}
    nature = {r["indicator"]: r["nature"] for r in table("indicators")}

    def order(row: Row) -> tuple[Any, ...]:
        source = sources[row["source_id"]]
        date = row["as_of"] or closing_of[row["organization_id"], row["term"]] or source["published_on"]
        stands_at = date if nature[row["indicator"]] == "stock" else ""
        return bool(row["value"]), stands_at, -ranks[source["kind"]], source["published_on"], row["source_id"]

    best: dict[tuple[str, str, str], Row] = {}
    for row in sorted(table("observations"), key=order):
        best[row["organization_id"], row["term"], row["indicator"]] = row
    return best


def above(organization: str) -> set[str]:
    """Returns every organization above one."""
    parents = {r["organization_id"]: r["parent_organization_id"] for r in table("organizations")}
    found: set[str] = set()
    while organization := parents.get(organization, ""):
        found.add(organization)
    return found


def counted_by_hand(indicator: Row, organizations: list[Row]) -> list[Row]:
    """Returns the rows that a total is the sum of: none of which the figure of another one contains."""
    name, ids = indicator["indicator"], {o["organization_id"] for o in organizations}
    rows = []
    for (organization, term, of), row in shown().items():
        if (
            organization in ids
            and of == name
            and row["value"]
            and (indicator["nature"] == "flow" or term == standing(organization, name))
        ):
            rows.append(row)
    with_figure = {row["organization_id"] for row in rows}
    successors = defaultdict(set)
    for row in table("successions"):
        successors[row["predecessor_id"]].add(row["successor_id"])

    def is_contained(row: Row) -> bool:
        containers = set(successors[row["organization_id"]])
        if indicator["is_nested"] == "true":
            containers |= above(row["organization_id"])
        return indicator["nature"] != "flow" and bool(containers & with_figure)

    return [row for row in rows if not is_contained(row)]


SELECTIONS: list[dict[str, list[str] | None]] = [
    {"kinds": None, "provinces": None},
    {"kinds": ["association"], "provinces": None},
    {"kinds": [UNION], "provinces": ["gia-lai", "dak-lak", "thanh-hoa"]},
]


def place(organization: Row, boundaries: str) -> str:
    """Returns the province of an organization in some boundaries: none before the merger for one that the
    merger made."""
    made = {r["successor_id"] for r in table("successions") if r["on"] >= "2025"}
    if boundaries == "former":
        return (
            ""
            if organization["organization_id"] in made or organization["founded_on"] >= "2025-07"
            else organization["province_id"]
        )
    became = {r["province_id"]: r["successor_id"] for r in table("provinces") if r["boundaries"] == "former"}
    return became.get(organization["province_id"], organization["province_id"])


@pytest.mark.parametrize("boundaries", ["present", "former"])
@pytest.mark.parametrize("selection", SELECTIONS, ids=str)
def test_totals_are_those_counted_by_hand(
    release: duckdb.DuckDBPyConnection, selection: dict[str, list[str] | None], boundaries: str
) -> None:
    organizations = [
        o
        for o in table("organizations")
        if (selection["kinds"] is None or o["kind"] in selection["kinds"])
        and (selection["provinces"] is None or place(o, boundaries) in selection["provinces"])
    ]
    asked = "FROM mart.totals(mart.chosen(?, ?, provinces := ?))"
    totals = {
        row["indicator"]: row
        for row in answers(release, asked, boundaries, selection["kinds"], selection["provinces"])
    }
    assert len(totals) == len(table("indicators"))
    n_figures = 0
    for indicator in table("indicators"):
        rows, found = counted_by_hand(indicator, organizations), totals[indicator["indicator"]]
        n_figures += len(rows)
        assert found["total"] == (sum(Fraction(r["value"]) for r in rows) if rows else None), indicator[
            "indicator"
        ]
        assert found["qualifier"] == (qualifier_of_sum(r["qualifier"] for r in rows) if rows else None)
        parts = (Value(Decimal(r["value"]), r["qualifier"]) for r in rows)
        assert found["rounded_to"] == rounded_to(parts)
        assert found["n_organizations_with_figure"] - found["n_contained"] == len(
            {r["organization_id"] for r in rows}
        )
    assert n_figures > 0


@pytest.mark.parametrize("boundaries", ["present", "former"])
def test_the_cells_that_are_counted_are_the_cells_there_are(
    release: duckdb.DuckDBPyConnection, boundaries: str
) -> None:
    """Totals and coverage count cells without making them; here they are made."""
    for kinds in (None, ["association"], ["club", "youth_union"]):
        made = """SELECT c.indicator, count(*) FILTER (state = 'figure') AS n_figure,
                count(*) FILTER (state = 'unstated') AS n_unstated,
                count(*) FILTER (state = 'not_mentioned') AS n_not_mentioned,
                count(*) FILTER (state = 'not_read') AS n_not_read,
                count(*) FILTER (state = 'no_document') AS n_no_document,
                count(*) FILTER (state = 'not_applicable') AS n_not_applicable,
                count(DISTINCT organization_id) FILTER (state <> 'not_applicable')
                    AS n_organizations_applicable
            FROM mart.cells(mart.chosen($1, $2)) c JOIN core.indicators i USING (indicator)"""
        of_totals = answers(
            release,
            f"{made} WHERE i.nature = 'flow' OR c.is_latest GROUP BY c.indicator ORDER BY c.indicator",
            boundaries,
            kinds,
        )
        counted = answers(
            release,
            f"SELECT {', '.join(of_totals[0])} FROM mart.totals(mart.chosen($1, $2)) ORDER BY indicator",
            boundaries,
            kinds,
        )
        assert counted == of_totals
        cells = answers(release, f"{made} GROUP BY c.indicator", boundaries, kinds)
        (coverage,) = answers(release, "FROM mart.coverage(mart.chosen($1, $2))", boundaries, kinds)
        for state in STATES_BY_WEIGHT:
            assert coverage[f"n_{state}"] == sum(row[f"n_{state}"] for row in cells)


def measures(
    release: duckdb.DuckDBPyConnection, boundaries: str, measure: str, kind: str = UNION
) -> dict[str, dict[str, Any]]:
    return {
        row["province_id"]: row
        for row in answers(
            release, "FROM mart.province_measures(mart.chosen(?), ?, ?)", boundaries, kind, measure
        )
    }


def test_five_merged_provinces_by_hand(release: duckdb.DuckDBPyConnection) -> None:
    members, associations = (
        measures(release, "present", "members"),
        measures(release, "present", "member_associations"),
    )
    # Đắk Lắk with Phú Yên: ≥15,500 in 2021 and ≈20,000 in 2020.
    dak_lak = members["dak-lak"]
    assert (dak_lak["derivation"], dak_lak["state"], dak_lak["value"], dak_lak["qualifier"]) == (
        "summed",
        "figure",
        35500,
        "about",
    )
    assert (dak_lak["year_from"], dak_lak["year_to"], dak_lak["missing"]) == (2020, 2021, [])
    assert set(dak_lak["organizations"]) == {"st-union-dak-lak", "st-union-phu-yen"}
    # Hồ Chí Minh City with Bình Dương and Bà Rịa - Vũng Tàu: the city's own ≥4,200 are of 2002, three terms
    # before its latest; of the latest terms alone its members are missing, and of associations none.
    city = members["ho-chi-minh"]
    assert (city["derivation"], city["value"], city["n_reported"], city["n_older"]) == ("summed", 44800, 3, 1)
    assert (city["year_from"], city["year_to"], city["n_terms_before"]) == (2002, 2023, None)
    [city] = answers(
        release,
        """FROM mart.province_measures(mart.chosen(is_latest_only := true), ?, 'members')
            WHERE province_id = 'ho-chi-minh'""",
        UNION,
    )
    assert (city["derivation"], city["value"], city["n_reported"], city["n_parts"], city["missing"]) == (
        "not_derivable",
        None,
        2,
        3,
        ["ho-chi-minh"],
    )
    assert (associations["ho-chi-minh"]["derivation"], associations["ho-chi-minh"]["n_parts"]) == (
        "summed",
        3,
    )
    # An Giang with Kiên Giang: the union that the merger made reports its own 54 associations in 2026, and no
    # members.
    assert (associations["an-giang"]["derivation"], associations["an-giang"]["value"]) == ("reported", 54)
    assert associations["an-giang"]["organizations"] == ["st-union-an-giang-2025"]
    assert (members["an-giang"]["derivation"], members["an-giang"]["missing"]) == (
        "not_derivable",
        ["kien-giang"],
    )
    # Bắc Ninh with Bắc Giang, Lâm Đồng with Bình Thuận and Đắk Nông: a part is missing, so there is no
    # figure, and above all no zero.
    assert (members["bac-ninh"]["value"], members["bac-ninh"]["missing"]) == (None, ["bac-giang"])
    assert (
        members["lam-dong"]["value"],
        members["lam-dong"]["n_reported"],
        members["lam-dong"]["missing"],
    ) == (None, 2, ["dak-nong"])
    # Hà Nội was not merged.
    assert (members["ha-noi"]["derivation"], members["ha-noi"]["value"], members["ha-noi"]["qualifier"]) == (
        "reported",
        50000,
        "at_least",
    )


@pytest.mark.parametrize(
    "indicator", ["members", "member_associations", "committee_elected", "congress_delegates"]
)
@pytest.mark.parametrize("kind", [UNION, "association"])
def test_provinces_are_what_their_parts_make(
    release: duckdb.DuckDBPyConnection, kind: str, indicator: str
) -> None:
    """Where no organization of a new province reports, a figure is there exactly where every part has one and
    figures add up."""
    former, present = (
        measures(release, "former", indicator, kind),
        measures(release, "present", indicator, kind),
    )
    parts = defaultdict(list)
    for row in table("provinces"):
        if row["boundaries"] == "former":
            parts[row["successor_id"]].append(row["province_id"])
    assert (len(former), set(present)) == (63, set(parts))
    own = {r["successor_id"] for r in table("successions")}
    is_stock = next(r["nature"] for r in table("indicators") if r["indicator"] == indicator) == "stock"
    for province, row in present.items():
        values = [former[part]["value"] for part in parts[province]]
        if set(row["organizations"]) & own:
            assert row["derivation"] == "reported"
        elif len(values) == 1:
            assert (row["value"], row["state"]) == (values[0], former[parts[province][0]]["state"])
        elif None not in values and is_stock:
            assert (row["derivation"], row["value"]) == ("summed", sum(values))
        else:
            assert row["value"] is None
            assert (row["derivation"] == "not_derivable") == any(v is not None for v in values)
            assert row["missing"] == sorted(
                p for p, v in zip(parts[province], values, strict=True) if v is None
            )


@pytest.mark.parametrize("boundaries", ["present", "former"])
def test_a_province_shows_what_its_organization_reports(
    release: duckdb.DuckDBPyConnection, boundaries: str
) -> None:
    for province, row in measures(release, boundaries, "members").items():
        if row["derivation"] == "reported":
            (organization,) = row["organizations"]
            coded = shown()[organization, standing(organization, "members") or "", "members"]
            assert (row["value"], row["qualifier"]) == (float(coded["value"]), coded["qualifier"]), province


def move_merger(folder: DataFolder, last_day: str, first_day: str) -> None:
    """Dates the merger otherwise, in the rows of the provinces alone."""
    header, *rows = folder.lines("provinces")
    until, since = header.index("valid_until"), header.index("valid_from")
    for row in rows:
        row[until], row[since] = row[until] and last_day, row[since] and first_day
    folder.write("provinces", [header, *rows])


def test_the_merger_is_dated_by_the_rows_of_the_provinces(everything: DataFolder) -> None:
    merged = "st-union-an-giang-2025"  # in the place of two others since 2025, with figures of January 2026
    line = next(
        n for n, row in enumerate(everything.rows("organizations"), 2) if row["province_id"] == "long-an"
    )
    everything.edit("organizations", line, founded_on="2027-03-10")
    founded = everything.rows("organizations")[line - 2]["organization_id"]
    former = "SELECT organization_id FROM mart.places WHERE boundaries = 'former'"
    measure = "FROM mart.province_measures(mart.chosen(boundaries := 'present'), ?, 'member_associations')"
    seen = {}
    for last_day, first_day in (
        ("2025-06-30", "2025-07-01"),
        ("2026-12-31", "2027-01-01"),
        ("2027-03-10", "2027-03-11"),
    ):
        move_merger(everything, last_day, first_day)
        places = {row["organization_id"] for row in everything.ask(former)}
        own = next(r for r in everything.ask(measure, UNION) if r["province_id"] == "an-giang")
        seen[first_day] = (merged in places, founded in places, own["derivation"], own["value"])
    # Before a merger of 2027 the union is one of An Giang alone: Kiên Giang's figure is added, or missing.
    assert seen["2025-07-01"] == (False, False, "reported", 54)
    assert seen["2027-01-01"][:2] == (True, False)
    assert seen["2027-03-11"][:2] == (True, True)
    assert seen["2027-01-01"][2:] == seen["2027-03-11"][2:] != ("reported", 54)


def test_a_merged_organization_is_neither_counted_twice_nor_lost(release: duckdb.DuckDBPyConnection) -> None:
    listed = [row["organization_id"] for row in answers(release, "FROM mart.selected(mart.chosen())")]
    assert len(listed) == len(set(listed)) == len(table("organizations"))
    for row in table("successions"):
        predecessor, successor = row["predecessor_id"], row["successor_id"]
        assert {predecessor, successor} <= set(listed)
        for (organization, _, indicator), coded in shown().items():
            if organization == predecessor and coded["value"]:
                both = answers(
                    release,
                    "FROM mart.counted(mart.chosen(organizations := ?)) WHERE indicator = ?",
                    [predecessor, successor],
                    indicator,
                )
                of_successor = [
                    r for r in both if r["organization_id"] == successor and r["value"] is not None
                ]
                for r in both:
                    assert r["is_contained"] == (r["organization_id"] == predecessor and bool(of_successor))


def test_each_organization_has_one_place_in_either_boundaries(release: duckdb.DuckDBPyConnection) -> None:
    for boundaries in ("present", "former"):
        found = {
            r["organization_id"]: r["province_id"]
            for r in answers(release, "FROM mart.places WHERE boundaries = ?", boundaries)
        }
        assert found == {
            o["organization_id"]: place(o, boundaries) for o in table("organizations") if place(o, boundaries)
        }


def test_two_documents_that_give_one_figure_are_both_its_evidence(release: duckdb.DuckDBPyConnection) -> None:
    (figure,) = answers(
        release,
        "FROM mart.figures WHERE organization_id = ? AND term = 3 AND indicator = 'members'",
        "it-association-thanh-hoa",
    )
    sources = {
        r["source_id"]
        for r in answers(
            release, "FROM mart.evidence WHERE list_contains(?::VARCHAR[], evidence)", figure["evidence"]
        )
    }
    assert sources == {"thanh-hoa-it-congress4-news", "it-thanh-hoa-2017-congress-tusta"}
    assert (figure["value"], figure["is_disputed"]) == (618, False)


def test_disputed_figures_are_those_of_one_date_with_several_numbers(
    release: duckdb.DuckDBPyConnection,
) -> None:
    groups = defaultdict(set)
    for row in table("observations"):
        if row["value"]:
            groups[row["organization_id"], row["term"], row["indicator"]].add((row["as_of"], row["value"]))
    disputed = {
        (r["organization_id"], str(r["term"]), r["indicator"])
        for r in answers(release, "FROM mart.figures WHERE is_disputed")
    }
    for key, values in groups.items():
        at_once = [
            {v for _, v in group} for _, group in itertools.groupby(sorted(values), key=lambda pair: pair[0])
        ]
        if key in disputed:
            assert len(values) > 1
        elif all(as_of for as_of, _ in values):
            assert not any(len(v) > 1 for v in at_once[-1:]), key
    rows = answers(release, "FROM mart.disputed_rows WHERE evidence NOT LIKE '%awards.csv:%'")
    observations = {str(path) for path in schema.load(SHIPPED).table("observations").paths}
    rows = [r for r in rows if r["evidence"].rpartition(":")[0] in observations]
    assert sum(r["is_shown"] for r in rows) == len(disputed)
    assert len(rows) > len(disputed) > 0


@pytest.mark.parametrize("theme", ["funding", "concurrent_posts", "member_mobilisation", "pandemic"])
def test_a_theme_of_a_province_is_that_of_its_organization(
    release: duckdb.DuckDBPyConnection, theme: str
) -> None:
    """A theme is of no year: it is looked for in the former province, and in a present one that was not
    merged."""
    cells = {
        r["organization_id"]: r
        for r in answers(release, "FROM mart.theme_cells(mart.chosen()) WHERE theme = ?", theme)
    }
    unions = {
        o["province_id"]: o["organization_id"]
        for o in table("organizations")
        if (o["kind"], o["level"]) == (UNION, "province") and place(o, "former")
    }
    parts = [r["successor_id"] for r in table("provinces") if r["boundaries"] == "former"]
    former, present = measures(release, "former", theme), measures(release, "present", theme)
    assert {row["state"] for row in former.values()} >= {"not_read", "no_document"}
    for province, organization in unions.items():
        assert (former[province]["state"], former[province]["value"]) == (
            cells[organization]["state"],
            cells[organization]["n_limitations"] or None,
        ), province
        if parts.count(province) == 1 and province in present:
            assert present[province]["state"] == cells[organization]["state"], province
