"""What stands side by side, against the CSV files counted in plain Python: figures with what was said before,
awards, themes, and peers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

import duckdb
import pytest

from tests.etl import awards_by_hand
from tests.etl.folder import ReleasedFolder, answers
from tests.pages.by_hand import ByHand, Row

UNION = "union_of_associations"
SIZES = ("members", "member_associations")
BOTH = pytest.mark.parametrize("boundaries", ["present", "former"])


@pytest.fixture
def release(shipped: ReleasedFolder) -> duckdb.DuckDBPyConnection:
    return shipped.connection


@pytest.fixture(scope="module")
def hand(rows: Callable[..., list[Row]]) -> ByHand:
    return ByHand(rows)


def side_by_side(
    release: duckdb.DuckDBPyConnection, what: str, codes: list[str], boundaries: str = "present"
) -> dict[tuple[str, ...], dict[str, Any]]:
    """Returns the rows of a mart of what is compared by code and measure, theme, or direction and award."""
    key = {
        "measures": ("code", "measure"),
        "themes": ("code", "theme"),
        "awards": ("code", "direction", "award"),
    }[what]
    found = answers(release, f"FROM mart.compared_{what}(mart.chosen(?), ?, ?)", boundaries, codes, UNION)
    assert len(found) == len({tuple(row[column] for column in key) for row in found})
    return {tuple(row[column] for column in key): row for row in found}


def year_of(hand: ByHand, organization: str, term: int, row: Row) -> int | None:
    """Returns the year of a figure: its own date's, else the last of its term, else the first."""
    [of] = [t for t in hand.rows("terms") if (t["organization_id"], t["term"]) == (organization, str(term))]
    return next(
        (
            int(date[:4])
            for date in (
                row["as_of"],
                of["end_year"],
                of["closing_congress_on"],
                of["start_year"],
                of["opening_congress_on"],
            )
            if date
        ),
        None,
    )


def said_last(
    hand: ByHand, organization: str, indicator: str, terms: list[int] | None = None
) -> tuple[float, str, int | None] | None:
    """Returns the last figure that an organization gives, of all its terms or of these: value, qualifier,
    year."""
    for term in reversed(hand.terms.get(organization, []) if terms is None else terms):
        row = hand.figures.get((organization, term, indicator))
        if row and row["value"]:
            return float(row["value"]), row["qualifier"], year_of(hand, organization, term, row)
    return None


def behind(hand: ByHand, code: str, boundaries: str) -> list[str]:
    """Returns the organizations that a code stands for."""
    if code in hand.organizations:
        return [code]
    return sorted(
        o
        for o, row in hand.organizations.items()
        if (row["kind"], row["level"], hand.place(o, boundaries)) == (UNION, "province", code)
    )


@pytest.mark.parametrize("is_latest_only", [False, True], ids=["last known", "latest term"])
@pytest.mark.parametrize("to_year", [0, 2019, 2016])
def test_every_figure_of_every_organization(
    release: duckdb.DuckDBPyConnection, hand: ByHand, to_year: int, is_latest_only: bool
) -> None:
    """The figure or state of the last term that reports the indicator; or the latest term's and, where it has
    none, the figure before; and who of them all reports each indicator."""
    codes = sorted(hand.organizations)
    asked = "FROM mart.compared_measures(mart.chosen(to_year := ?, is_latest_only := ?), ?, ?)"
    found = {
        (row["code"], row["measure"]): row
        for row in answers(release, asked, to_year or None, is_latest_only, codes, UNION)
    }
    inside = awards_by_hand.selected_terms(hand.rows, codes, (0, to_year))
    n_older, n_reported = 0, Counter[str]()
    for organization in codes:
        terms = [term for term in hand.terms.get(organization, []) if (organization, str(term)) in inside]
        coded = [term for term in terms if (organization, term) in hand.documents]
        latest = next(iter([*coded[::-1], *terms[::-1]]), None)
        for indicator in hand.indicators:
            reporting = [term for term in terms if (organization, term, indicator) in hand.figures]
            stands = reporting[-1] if reporting and not is_latest_only else latest
            row, state = found[organization, indicator], hand.state(organization, stands, indicator)
            shown = (
                hand.figures[organization, stands, indicator]
                if state == "figure" and stands is not None
                else None
            )
            if stands is not None and latest is not None:
                in_order = hand.terms[organization]
                assert row["n_terms_before"] == in_order.index(latest) - in_order.index(stands)
            assert (row["state"], row["value"], row["qualifier"] if shown else None) == (
                state,
                float(shown["value"]) if shown else None,
                shown["qualifier"] if shown else None,
            ), (organization, indicator)
            before = (
                said_last(hand, organization, indicator, terms[: terms.index(stands)])
                if stands is not None and not shown
                else None
            )
            assert (row["value_before"], row["qualifier_before"], row["year_before"]) == (
                before or (None, None, None)
            ), (organization, indicator)
            n_older += before is not None if is_latest_only else shown is not None and stands != latest
            n_reported[indicator] += bool(shown or before)
    assert {
        i: {row["n_reported_by"] for (_, m), row in found.items() if m == i} for i in hand.indicators
    } == {i: {n_reported[i]} for i in hand.indicators}
    assert n_older > 5


def test_a_change_stands_beside_its_figure(release: duckdb.DuckDBPyConnection) -> None:
    """Thanh Hóa's members fell from ≥24,000 to ≈23,900: of the province, which was not merged, as of its
    union; a summed figure has none."""
    found = side_by_side(release, "measures", ["st-union-thanh-hoa", "thanh-hoa", "dak-lak"])
    for code in ("st-union-thanh-hoa", "thanh-hoa"):
        row = found[code, "members"]
        assert (row["value"], row["year_to"], row["change_qualifier"]) == (23900, 2025, "about")
        assert row["change"] == pytest.approx(23900 / 24000 - 1)
    assert found["dak-lak", "members"]["derivation"] == "summed"
    assert found["dak-lak", "members"]["change"] is None


@BOTH
def test_a_province_says_what_it_says_on_the_map(
    release: duckdb.DuckDBPyConnection, hand: ByHand, boundaries: str
) -> None:
    """Every measure of every province, asked for at once, is that of the province alone."""
    codes = sorted(hand.provinces(boundaries))
    found = side_by_side(release, "measures", codes, boundaries)
    columns = ("state", "value", "qualifier", "derivation", "missing", "organizations", "is_disputed")
    for measure in (
        "members",
        "member_associations",
        "committee_elected",
        "members_per_association",
        "head_changes",
    ):
        for row in answers(
            release, "FROM mart.province_measures(mart.chosen(?), ?, ?)", boundaries, UNION, measure
        ):
            beside = found[row["province_id"], measure]
            assert [beside[c] for c in columns] == [row[c] for c in columns], (row["province_id"], measure)


@BOTH
def test_awards_side_by_side(release: duckdb.DuckDBPyConnection, hand: ByHand, boundaries: str) -> None:
    """Received and granted apart, in all and by type, of organizations and of all that a province stands
    for."""
    codes = [
        "st-union-hong-linh",
        "it-association-ho-chi-minh",
        "thanh-hoa",
        "dak-lak",
        "ha-tinh",
        "binh-dinh",
        "cao-bang",
        "gia-lai",
    ]
    codes = [code for code in codes if code in hand.organizations or code in hand.provinces(boundaries)]
    found = side_by_side(release, "awards", codes, boundaries)
    sums = {
        code: awards_by_hand.by_sort(awards_by_hand.counted(hand.rows, behind(hand, code, boundaries)))
        for code in codes
    }
    assert any(sums.values())
    seen = set()
    for (code, direction, award), row in found.items():
        expected = sums[code].get(f"{direction}-{award}" if award else direction)
        if expected is None:
            read = (hand.documents_of(o) for o in behind(hand, code, boundaries))
            state = hand.silence(set().union(*read))
            assert (row["state"], row["total"], row["n_unstated"], row["evidence"]) == (state, None, 0, [])
        else:
            assert (row["total"], row["qualifier"], row["n_unstated"], len(row["evidence"])) == (
                expected.total,
                expected.qualifier,
                expected.n_unstated,
                expected.n_rows,
            )
            assert row["state"] == ("unstated" if expected.total is None else "figure")
            assert set(row["organizations"]) == expected.organizations
        seen.add(row["state"])
        named = sum((f"{direction}-{award}" if award else direction) in sums[other] for other in codes)
        assert row["n_reported_by"] == named
    assert seen == {"figure", "unstated", "not_mentioned", "not_read", "no_document"}
    types = {(d, a["award"]) for d in ("received", "granted") for a in hand.rows("award_types")}
    assert {key[1:] for key in found} == {("received", ""), ("granted", "")} | {
        (d, a) for d, a in types if any(f"{d}-{a}" in s for s in sums.values())
    }


@BOTH
def test_what_is_shared_and_what_is_learned(
    release: duckdb.DuckDBPyConnection, hand: ByHand, boundaries: str
) -> None:
    """A theme is named by as many of those compared as have it among their rows, whichever of a province's
    unions names it."""
    provinces = ["ha-tinh", "can-tho", "ca-mau", "dak-lak", "phu-yen", "hai-phong"]
    codes = [
        "st-union-hong-linh",
        "it-association-long-an",
        "youth-union-ict-department",
        *(p for p in provinces if p in hand.provinces(boundaries)),
    ]
    found = side_by_side(release, "themes", codes, boundaries)
    counts: dict[str, Counter[tuple[str, str]]] = {}
    rows = {"limitations": hand.limitations, "causes": hand.causes, "lessons": hand.rows("lessons")}
    for name, statements in rows.items():
        of = Counter((row["organization_id"], row["theme"]) for row in statements)
        counts[name] = Counter(
            {
                (c, t["theme"]): sum(of[o, t["theme"]] for o in behind(hand, c, boundaries))
                for c in codes
                for t in hand.rows("themes")
            }
        )
    shared = 0
    for (code, theme), row in found.items():
        assert (row["n_limitations"], row["n_causes"], row["n_lessons"]) == (
            counts["limitations"][code, theme],
            counts["causes"][code, theme],
            counts["lessons"][code, theme],
        ), (code, theme)
        assert row["n_named_by"] == sum(counts["limitations"][other, theme] > 0 for other in codes)
        assert row["n_learned_by"] == sum(counts["lessons"][other, theme] > 0 for other in codes)
        assert row["n_blamed_by"] == sum(counts["causes"][other, theme] > 0 for other in codes)
        assert (row["state"] == "figure") == (row["n_limitations"] > 0)
        assert (row["state"] == "cause") == (not row["n_limitations"] and row["n_causes"] > 0)
        assert len(row["evidence"]) == row["n_limitations"] + row["n_causes"] + row["n_lessons"]
        shared += row["n_named_by"] > 1
    assert shared > 0


def test_peers_of_every_organization(release: duckdb.DuckDBPyConnection, hand: ByHand) -> None:
    """Of the same kind and level; the smallest ratio of members first or, where one's members are not known,
    of member associations."""
    bases = set()
    for organization, own in hand.organizations.items():
        alike = [
            o
            for o, row in hand.organizations.items()
            if (row["kind"], row["level"]) == (own["kind"], own["level"]) and o != organization
        ]
        n_figures = {o: sum(said_last(hand, o, i) is not None for i in hand.indicators) for o in alike}
        measure = next((m for m in SIZES if (said := said_last(hand, organization, m)) and said[0]), None)
        found = sorted(
            answers(release, "FROM mart.peers(mart.chosen(), ?)", organization), key=lambda row: row["rank"]
        )
        bases.add(measure)
        if measure is None:
            expected = sorted((o for o in alike if n_figures[o]), key=lambda o: (-n_figures[o], o))
        else:
            mine = said_last(hand, organization, measure)
            sizes = {o: said for o in alike if (said := said_last(hand, o, measure)) and said[0]}
            assert mine is not None
            assert {
                row["organization_id"]: (row["value"], row["qualifier"], row["year"]) for row in found
            } == sizes
            ratio = {o: max(said[0], mine[0]) / min(said[0], mine[0]) for o, said in sizes.items()}
            expected = sorted(sizes, key=lambda o: (ratio[o], -(sizes[o][2] or 0), -n_figures[o], o))
            assert {(row["own_value"], row["own_qualifier"], row["own_year"]) for row in found} <= {mine}
        assert [row["organization_id"] for row in found] == expected, organization
        assert {row["measure"] for row in found} <= {measure}
    assert bases == {"members", "member_associations", None}


@BOTH
def test_peers_of_a_province(release: duckdb.DuckDBPyConnection, hand: ByHand, boundaries: str) -> None:
    """By the figure that the province shows, else by the one before, of its unions alone."""
    beside = side_by_side(release, "measures", sorted(hand.provinces(boundaries)), boundaries)
    sizes: dict[str, dict[str, float]] = defaultdict(dict)
    for (province, measure), row in beside.items():
        value = row["value"] if row["value"] is not None else row["value_before"]
        if measure in SIZES and value:
            sizes[measure][province] = value
    for province in ("thanh-hoa", "ha-tinh", "hai-phong", "da-nang"):
        measure = next((m for m in SIZES if province in sizes[m]), "")
        found = sorted(
            answers(release, "FROM mart.province_peers(mart.chosen(?), ?, ?)", boundaries, province, UNION),
            key=lambda row: row["rank"],
        )
        if not measure:
            assert [row["n_figures"] for row in found] == sorted(
                (row["n_figures"] for row in found), reverse=True
            )
            continue
        of, mine = sizes[measure], sizes[measure][province]
        assert {row["province_id"] for row in found} == set(of) - {province}
        ratios = [max(of[row["province_id"]], mine) / min(of[row["province_id"]], mine) for row in found]
        assert ratios == sorted(ratios)
        assert {row["measure"] for row in found} == {measure}


def test_years_count_and_other_filters_do_not(release: duckdb.DuckDBPyConnection, hand: ByHand) -> None:
    """What is compared was chosen by name: a filter for another kind leaves it. Of years without any term
    nothing is known of it."""
    chosen = "mart.chosen(kinds := ['club'], to_year := ?)"
    asked = f"FROM mart.compared_measures({chosen}, ['st-union-thanh-hoa', 'dak-lak'], ?)"
    found = answers(release, asked, None, UNION)
    assert len(found) == 2 * (len(hand.indicators) + len(hand.rows("derived_measures")))
    assert {row["value"] for row in found if row["measure"] == "member_associations"} == {31, 51}
    before = answers(
        release,
        "FROM mart.compared_measures(mart.chosen(to_year := 1950), ?, ?)",
        ["party-it-committee-ha-tinh", "dak-lak"],
        UNION,
    )
    states = {(row["code"], row["measure"]): row["state"] for row in before}
    assert states["party-it-committee-ha-tinh", "members"] == "not_applicable"
    assert {states["party-it-committee-ha-tinh", "committee_size"], states["dak-lak", "members"]} == {
        "no_document"
    }
