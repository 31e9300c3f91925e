"""Levels, regions, years and time: terms laid side by side, series, rankings and change over time, against
the CSV files in plain Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from typing import Any

import duckdb
import pytest

from tests.etl.folder import DataFolder, ReleasedFolder, workspace
from tests.etl.several_terms import observe, with_several_terms
from tests.pages.by_hand import (
    EVER,
    ByHand,
    Row,
    Years,
    change_of,
    qualifier_of_ratio,
    qualifier_of_sum,
    rounded_to,
)

TIMES = ("latest", "calendar", "number")
MEASURED_TIMES = ("known", *TIMES)  # of a measure, terms can be laid side by side by the last that reports it
HL, HT, LA, TH = (
    "st-union-hong-linh",
    "st-union-ha-tinh",
    "it-association-long-an",
    "it-association-thanh-hoa",
)
# Boundaries, years, and filters: each of what the selections of the pages are made of, alone and together.
SELECTIONS: dict[str, dict[str, Any]] = {
    "everything": {},
    "former": {"boundaries": "former"},
    "districts": {"level": ["district"]},
    "no province": {"level": ["national", "agency"]},
    "a region": {"region": ["southeast-2025", "red-river-delta-2025"]},
    "a former region": {"boundaries": "former", "region": ["mekong-delta"], "level": ["province"]},
    "a kind in a region": {
        "kind": ["union_of_associations"],
        "region": ["northern-midlands-and-mountains-2025"],
        "years": (2010, 2020),
    },
    "from a year": {"years": (2025, 0)},
    "to a year": {"years": (0, 2005)},
    "one year": {"years": (2018, 2018), "level": ["province"]},
    "some years": {"boundaries": "former", "years": (2013, 2019)},
    "two at once": {"organization": [HL, HT], "years": (2000, 2019)},
    "nothing": {"organization": [HL], "years": (1900, 1950)},
}
EACH = pytest.mark.parametrize("selection", SELECTIONS.values(), ids=SELECTIONS)
TERMS = pytest.mark.parametrize("is_latest_only", [False, True], ids=["last known", "latest term"])
MEASURES = (
    "members",
    "member_associations",
    "committee_elected",
    "publications",
    "change_of_members",
    "members_per_association",
    "committee_retention",
)


@pytest.fixture(scope="module")
def by_hand(rows: Callable[..., list[Row]]) -> ByHand:
    return ByHand(rows)


@pytest.fixture
def release(shipped: ReleasedFolder) -> duckdb.DuckDBPyConnection:
    return shipped.connection


def answers(
    connection: duckdb.DuckDBPyConnection, query: str, values: dict[str, Any] | list[Any]
) -> list[dict[str, Any]]:
    result = connection.execute(query, values)
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def ask(
    release: duckdb.DuckDBPyConnection, mart: str, selection: dict[str, Any], *arguments: Any
) -> list[dict[str, Any]]:
    """Returns the rows of a mart of a selection, and of what else it asks for."""
    names = {
        "kind": "kinds",
        "level": "levels",
        "region": "regions",
        "province": "provinces",
        "organization": "organizations",
    }
    parts = {names[name]: codes for name, codes in selection.items() if name in names}
    first, last = selection.get("years", EVER)
    parts |= {
        "boundaries": selection.get("boundaries", "present"),
        "from_year": first or None,
        "to_year": last or None,
        "is_latest_only": selection.get("is_latest_only", False),
    }
    values = parts | {f"argument_{n}": argument for n, argument in enumerate(arguments)}
    asked = ", ".join(f"{name} := ${name}" for name in parts)
    given = ", ".join([f"mart.chosen({asked})", *(f"${n}" for n in values if n not in parts)])
    return answers(release, f"FROM mart.{mart}({given})", values)


def years_of(selection: dict[str, Any]) -> Years:
    return selection.get("years", EVER)


# What is selected


@EACH
def test_organizations_selected(
    release: duckdb.DuckDBPyConnection, by_hand: ByHand, selection: dict[str, Any]
) -> None:
    """Those that pass every filter and cover one of the years, each with its province and region in the
    boundaries chosen."""
    boundaries = selection.get("boundaries", "present")
    expected = {
        o: (by_hand.place(o, boundaries) or None, by_hand.region(o, boundaries) or None)
        for o in by_hand.selected(**selection)
    }
    found = ask(release, "selected", selection)
    assert {row["organization_id"]: (row["place_id"], row["region_id"]) for row in found} == expected
    assert len(found) == len(expected)


@EACH
def test_terms_selected(
    release: duckdb.DuckDBPyConnection, by_hand: ByHand, selection: dict[str, Any]
) -> None:
    """All of them or those that cover one of the years; one of an organization is its latest, that within the
    years where they are chosen."""
    years, expected = years_of(selection), {}
    for o in by_hand.selected(**selection):
        latest = by_hand.latest(o, years)
        for term in by_hand.terms_within(o, years):
            expected[o, term] = (term == latest, (o, term) in by_hand.documents, by_hand.is_open(o, term))
    found = ask(release, "selected_terms", selection)
    assert {
        (r["organization_id"], r["term"]): (r["is_latest"], r["has_document"], r["is_open"]) for r in found
    } == expected
    assert len(found) == len(expected)


def test_the_selections_tell_terms_apart(by_hand: ByHand) -> None:
    """Years leave out some terms of an organization that passes, and make another its latest; organizations
    without a document pass too."""
    years: Years = (2013, 2019)
    passing = by_hand.selected(years=years)
    assert any(len(by_hand.terms_within(o, years)) < len(by_hand.terms[o]) for o in passing)
    assert any(by_hand.latest(o, years) != by_hand.latest(o) for o in passing)
    assert any((o, by_hand.latest(o, years)) not in by_hand.documents for o in passing)
    assert by_hand.selected(organization=[HL], years=(1900, 1950)) == []
    assert all(by_hand.selected(**selection) for name, selection in SELECTIONS.items() if name != "nothing")


# Side by side


@pytest.mark.parametrize("time", TIMES)
@EACH
def test_terms_side_by_side(
    release: duckdb.DuckDBPyConnection, by_hand: ByHand, selection: dict[str, Any], time: str
) -> None:
    """One term of an organization at each point: terms up to its latest, the years that a term covers, or its
    number."""
    expected = by_hand.aligned(by_hand.selected(**selection), time, years_of(selection))
    found = ask(release, "aligned_terms", selection, time)
    assert {(row["organization_id"], row["point"]): row["term"] for row in found} == expected
    assert len(found) == len(expected)


def test_the_rows_hold_years_that_two_terms_share(by_hand: ByHand) -> None:
    """So that the rule of such years is tried: by the document, and by which closes there, also where both or
    neither have one."""
    cases = Counter()
    for o, terms in by_hand.terms.items():
        for before, after in pairwise(terms):
            if {*by_hand.years(o, before)} & {*by_hand.years(o, after)}:
                cases[(o, before) in by_hand.documents, (o, after) in by_hand.documents] += 1
    assert set(cases) == {(a, b) for a in (True, False) for b in (True, False)}


def test_a_year_of_two_terms_is_that_of_the_one_that_closes_there(folder: DataFolder) -> None:
    """Or of the one with a document. Made up: terms that meet in 2008, 2013 and 2018, of which the last is
    coded, and then the one before it."""
    for term, start, end in (("1", "2003", "2008"), ("2", "2008", "2013"), ("3", "2013", "2018")):
        folder.append(
            "terms",
            organization_id=HL,
            term=term,
            start_year=start,
            end_year=end,
            opening_congress_on="",
            closing_congress_on="",
            note="",
        )
    asked = """SELECT point, term FROM mart.aligned_terms(mart.chosen(organizations := ?), 'calendar')
        WHERE point < 2023"""
    expected = {
        **dict.fromkeys(range(2003, 2009), 1),
        **dict.fromkeys(range(2009, 2014), 2),
        **dict.fromkeys(range(2014, 2018), 3),
    }
    expected |= dict.fromkeys(range(2018, 2023), 4)
    assert {row["point"]: row["term"] for row in folder.ask(asked, [HL])} == expected
    folder.append(
        "observations",
        organization_id=HL,
        term="3",
        indicator="members",
        value="5",
        qualifier="exact",
        basis="stated",
        as_of="",
        source_id="hong-linh-st-term4-review",
        paragraph="1",
        note="",
    )
    assert {row["point"]: row["term"] for row in folder.ask(asked, [HL])} == expected | {2013: 3, 2018: 3}


# Measures


def test_every_measure_of_every_term(release: duckdb.DuckDBPyConnection, by_hand: ByHand) -> None:
    """Indicators as they are shown, and what is derived from them, in every term that gives it and in no
    other."""
    derived = {row["measure"] for row in by_hand.rows("derived_measures")}
    expected = {
        (o, term, measure): value
        for o, terms in by_hand.terms.items()
        for term in terms
        for measure in {*by_hand.indicators, *derived}
        if (value := by_hand.value(o, term, measure))
    }
    found = {
        (r["organization_id"], r["term"], r["measure"]): r
        for r in answers(release, "FROM mart.term_measures", [])
    }
    assert set(found) == set(expected)
    assert {"change_of_members", "members_per_branch", "members_per_association", "committee_retention"} <= {
        measure for *_, measure in expected
    }
    for key, row in found.items():
        assert row["value"] == pytest.approx(float(expected[key].value)), key
        assert row["qualifier"] == expected[key].qualifier, key
    assert {row["qualifier"] for row in found.values()} == {"exact", "about", "at_least", "at_most"}


def test_what_a_derived_measure_comes_from(release: duckdb.DuckDBPyConnection, by_hand: ByHand) -> None:
    """Its evidence are coded rows of that organization, of both figures, and of a change of both terms."""
    coded = {row["evidence"]: row for row in answers(release, "FROM mart.evidence", [])}
    parts = {
        "members_per_branch": {"members", "branches"},
        "members_per_association": {"members", "member_associations"},
        "committee_retention": {"committee_elected", "committee_departures"},
    }
    for row in answers(release, "FROM mart.derived", []):
        o, term, measure = row["organization_id"], row["term"], row["measure"]
        behind = {
            (coded[place]["organization_id"], coded[place]["term"], coded[place]["code"])
            for place in row["evidence"]
        }
        if measure in parts:
            assert behind == {(o, term, indicator) for indicator in parts[measure]}
        else:
            assert measure.startswith("change_of_"), measure
            indicator = measure.removeprefix("change_of_")
            assert behind == {(o, term, indicator), (o, by_hand.previous(o, term), indicator)}


def test_members_per_association_needs_both_in_one_term(folder: DataFolder) -> None:
    """1,700 members, about, of 19 associations; of no associations there is no such measure, and without them
    neither."""
    (row,) = folder.ask("FROM mart.members_per_unit WHERE measure = 'members_per_association'")
    assert (row["organization_id"], row["term"], row["members"], row["units"], row["qualifier"]) == (
        HL,
        4,
        1700,
        19,
        "about",
    )
    assert row["members_per_unit"] == pytest.approx(1700 / 19)
    line = folder.line_of("observations", organization_id=HL, indicator="member_associations")
    folder.edit("observations", line, value="0")
    assert [
        r["members_per_unit"]
        for r in folder.ask("FROM mart.members_per_unit WHERE measure = 'members_per_association'")
    ] == [None]
    assert folder.ask("FROM mart.term_measures WHERE measure = 'members_per_association'") == []
    folder.edit("observations", line, indicator="branches")
    assert folder.ask("FROM mart.members_per_unit WHERE measure = 'members_per_association'") == []


@pytest.mark.parametrize("time", MEASURED_TIMES)
@EACH
def test_series(
    release: duckdb.DuckDBPyConnection, by_hand: ByHand, selection: dict[str, Any], time: str
) -> None:
    """The figure of the term that stands at each point, of each measure asked for, and nothing where none is
    reported."""
    here = by_hand.selected(**selection)
    expected = {
        (o, m, p): value
        for m in MEASURES
        for (o, p), value in by_hand.series(m, here, time, years_of(selection)).items()
    }
    years = years_of(selection)
    terms = {measure: by_hand.measured(measure, here, time, years) for measure in MEASURES}
    found = {
        (r["organization_id"], r["measure"], r["point"]): r
        for r in ask(release, "series", selection, time, list(MEASURES))
    }
    assert set(found) == set(expected)
    for (o, measure, point), row in found.items():
        value, qualifier = expected[o, measure, point]
        term = terms[measure][o, point]
        assert (row["value"], row["qualifier"], row["term"]) == (
            pytest.approx(float(value)),
            qualifier,
            term,
        )
        assert row["n_terms_before"] == (by_hand.n_before(o, term, years) if time == "known" else None)


@pytest.mark.parametrize("time", MEASURED_TIMES)
@EACH
def test_points_of_time(
    release: duckdb.DuckDBPyConnection, by_hand: ByHand, selection: dict[str, Any], time: str
) -> None:
    """How many of how many report a measure there; a ranking needs three, and a fifth of them."""
    here = by_hand.selected(**selection)
    expected = {
        (m, p): point
        for m in MEASURES
        for p, point in by_hand.points(m, here, time, years_of(selection)).items()
    }
    found = {
        (r["measure"], r["point"]): (
            r["n_organizations_with_figure"],
            r["n_organizations_applicable"],
            r["is_rankable"],
        )
        for r in ask(release, "points", selection, time, list(MEASURES))
    }
    assert found == {key: tuple(point) for key, point in expected.items()}


def test_rankings_are_withheld_for_either_reason(by_hand: ByHand) -> None:
    """The rows hold points that fewer than three report, points that three and less than a fifth report, and
    points that can be ranked."""
    seen = {
        (point.n_with_figure >= 3, point.n_with_figure * 5 >= point.n_applicable, point.is_rankable)
        for measure in MEASURES
        for time in MEASURED_TIMES
        for point in by_hand.points(measure, by_hand.selected(), time).values()
    }
    assert seen >= {(False, True, False), (False, False, False), (True, False, False), (True, True, True)}


def test_a_ranking_needs_three_and_a_fifth(folder: DataFolder) -> None:
    """Made up: `of` clubs of a district, of which the first `n` report; exactly a fifth is enough."""
    cases = [
        (2, 4, False),
        (3, 4, True),
        (3, 15, True),
        (3, 16, False),
        (4, 20, True),
        (4, 21, False),
        (0, 3, False),
    ]
    columns = {table: folder.lines(table) for table in ("organizations", "terms", "observations")}
    for n, of, _ in cases:
        for o in (f"club-{number}-{n}-of-{of}" for number in range(of)):
            club = {
                "organization_id": o,
                "name_vi": f"Câu lạc bộ {o}",
                "name_en": o,
                "kind": "club",
                "level": "district",
                "province_id": "ha-tinh",
                "locality": "x",
            }
            made = {
                "organizations": club,
                "terms": {"organization_id": o, "term": "1", "start_year": "2015", "end_year": "2020"},
            }
            if int(o.split("-")[1]) < n:
                made["observations"] = {
                    "organization_id": o,
                    "term": "1",
                    "indicator": "members",
                    "value": "7",
                    "qualifier": "exact",
                    "basis": "stated",
                    "source_id": "hong-linh-st-term4-review",
                    "paragraph": "1",
                }
            for table, row in made.items():
                columns[table].append([row.get(column, "") for column in columns[table][0]])
    for table, lines in columns.items():
        folder.write(table, lines)
    connection = workspace().derive(folder.path)
    for n, of, is_rankable in cases:
        clubs = {"organization": [f"club-{number}-{n}-of-{of}" for number in range(of)]}
        for time, point in (("known", 0), ("latest", 0), ("calendar", 2017), ("number", 1)):
            [found] = [
                row for row in ask(connection, "points", clubs, time, ["members"]) if row["point"] == point
            ]
            assert (
                found["n_organizations_with_figure"],
                found["n_organizations_applicable"],
                found["is_rankable"],
            ) == (n, of, is_rankable)


# Change


@pytest.mark.parametrize("indicator", ["members", "member_associations", "committee_elected"])
@pytest.mark.parametrize(
    ("time", "first", "last"),
    [
        ("known", -1, 0),
        ("known", -2, 0),
        ("latest", -1, 0),
        ("latest", -2, 0),
        ("calendar", 2012, 2022),
        ("calendar", 2016, 2018),
        ("number", 3, 5),
    ],
)
@pytest.mark.parametrize(
    "selection",
    [SELECTIONS[name] for name in ("everything", "a former region", "some years", "nothing")],
    ids=str,
)
def test_change_between_two_points(
    release: duckdb.DuckDBPyConnection,
    by_hand: ByHand,
    selection: dict[str, Any],
    time: str,
    first: int,
    last: int,
    indicator: str,
) -> None:
    """Over the organizations that report it at both, in two terms and not both as bounds; what another one
    contains is left out; rose, stayed and fell are told, the median change of three or more, and that of sums
    that no one organization makes."""
    here, years = by_hand.selected(**selection), years_of(selection)
    figures, terms = (
        by_hand.series(indicator, here, time, years),
        by_hand.measured(indicator, here, time, years),
    )
    both = {
        o
        for o, point in figures
        if point == first and (o, last) in figures and terms[o, first] != terms[o, last]
    }
    is_nested = by_hand.indicators[indicator]["is_nested"] == "true"
    both = {o for o in both if qualifier_of_ratio(figures[o, last].qualifier, figures[o, first].qualifier)}
    both -= {o for o in both if by_hand.containers(o, is_nested) & both}
    (row,) = ask(release, "change_between", selection, time, indicator, first, last)
    pairs = [(figures[o, first], figures[o, last]) for o in both]
    before, after = (sum((pair[n].value for pair in pairs), Decimal(0)) for n in (0, 1))
    assert (row["n_organizations"], row["total_before"], row["total_after"]) == (
        len(both),
        *((before, after) if both else (None, None)),
    )
    change = change_of(pairs)
    assert (row["median_change"], row["change"]) == tuple(
        None if share is None else pytest.approx(float(share)) for share in (change.median, change.of_sums)
    )
    directions = tuple(row[name] for name in ("n_grew", "n_same", "n_shrank", "n_unclear"))
    assert directions == (change.grew, change.same, change.shrank, change.unclear)
    assert row["qualifier"] == (change.qualifier if both else None)
    for at, n in (("before", 0), ("after", 1)):
        of_sum = [pair[n] for pair in pairs]
        assert row[f"qualifier_{at}"] == (qualifier_of_sum(v.qualifier for v in of_sum) if both else None)
        assert row[f"rounded_to_{at}"] == rounded_to(of_sum)
    assert len(row["evidence"]) >= 2 * len(both)


def test_change_is_seen_where_it_is(release: duckdb.DuckDBPyConnection) -> None:
    """The rows hold organizations that report members in two terms, so that the test above compares
    something."""
    (row,) = ask(release, "change_between", {}, "latest", "members", -1, 0)
    assert row["n_organizations"] >= 3
    assert row["n_grew"] > 0


def test_what_contains_another_counts_once_in_a_change(folder: DataFolder) -> None:
    """Made up: of a town's union below a province's the members are those of the province's too, its
    associations are not."""
    with_several_terms(folder)
    for term, start, end, members, associations in (
        ("1", "2012", "2017", "9000", "5"),
        ("2", "2017", "2022", "8000", "6"),
    ):
        folder.append(
            "terms",
            organization_id=HT,
            term=term,
            start_year=start,
            end_year=end,
            opening_congress_on="",
            closing_congress_on="",
            note="",
        )
        observe(folder, HT, term, "members", members, "hong-linh-st-term4-review")
        observe(folder, HT, term, "member_associations", associations, "hong-linh-st-term4-review")
    asked = "FROM mart.change_between(mart.chosen(organizations := ?), 'latest', ?, -1, 0)"
    columns = ("n_organizations", "total_before", "total_after", "n_grew", "n_same", "n_shrank", "qualifier")
    found = {
        indicator: folder.ask(asked, [HL, HT], indicator)[0]
        for indicator in ("members", "member_associations")
    }
    assert [found["members"][column] for column in columns] == [1, 9000, 8000, 0, 0, 1, "exact"]
    assert [found["member_associations"][column] for column in columns] == [2, 25, 25, 1, 0, 1, "exact"]
    (alone,) = folder.ask(asked, [HL], "members")
    assert [alone[column] for column in columns] == [1, 850, 1700, 1, 0, 0, "about"]


# Regions


@pytest.mark.parametrize(
    "indicator",
    ["members", "member_associations", "member_organizations", "publications", "collective_members"],
)
@TERMS
@EACH
def test_totals_of_regions(
    release: duckdb.DuckDBPyConnection,
    by_hand: ByHand,
    selection: dict[str, Any],
    indicator: str,
    is_latest_only: bool,
) -> None:
    """Last known figures or those of latest terms, of flows all; nothing counted twice, also where what
    contains a figure stands in another region; national ones apart."""
    boundaries, here = selection.get("boundaries", "present"), by_hand.selected(**selection)
    expected = by_hand.totals_by(
        lambda o: by_hand.region(o, boundaries),
        indicator,
        here,
        years_of(selection),
        is_latest_only=is_latest_only,
    )
    asked = selection | {"is_latest_only": is_latest_only}
    found = {r["region_id"] or "": r for r in ask(release, "region_totals", asked, indicator)}
    assert set(found) == set(expected)
    for region, total in expected.items():
        row = found[region]
        assert row["total"] == (float(total.value) if total.value is not None else None), region
        assert row["qualifier"] == (total.qualifier if total.value is not None else None), region
        assert (row["n_organizations_with_figure"], row["n_organizations_applicable"]) == (
            total.n_with_figure,
            total.n_applicable,
        ), region
        assert row["rounded_to"] == total.rounded_to, region
        assert (row["year_from"], row["year_to"]) == (total.years or (None, None)), region
        assert row["n_older"] == total.n_older, region
    everywhere = by_hand.total(indicator, here, years_of(selection), is_latest_only=is_latest_only)
    assert sum(r["total"] or 0 for r in found.values()) == (everywhere.value or 0), (
        "regions add up to the whole"
    )


@TERMS
@EACH
def test_totals_within_years(
    release: duckdb.DuckDBPyConnection, by_hand: ByHand, selection: dict[str, Any], is_latest_only: bool
) -> None:
    """Every indicator's total, of the last terms within the years that report it or of the latest alone, and
    of flows of all terms within them; which years the sum is of, and how many figures are older."""
    here = by_hand.selected(**selection)
    asked = selection | {"is_latest_only": is_latest_only}
    found = {r["indicator"]: r for r in ask(release, "totals", asked)}
    assert set(found) == (set(by_hand.indicators) if here else set())
    for indicator, row in found.items():
        total = by_hand.total(indicator, here, years_of(selection), is_latest_only=is_latest_only)
        assert row["rounded_to"] == total.rounded_to, indicator
        assert (row["year_from"], row["year_to"]) == (total.years or (None, None)), indicator
        assert row["n_older"] == total.n_older, indicator
        assert row["total"] == (float(total.value) if total.value is not None else None), indicator
        assert (row["n_organizations_with_figure"], row["n_unstated"]) == (
            total.n_with_figure,
            total.n_unstated,
        ), indicator
