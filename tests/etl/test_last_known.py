"""The last known figure: of each organization and indicator that of the last term that reports it, with its
year and how much older it is, or of latest terms alone where these are asked for."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tests.etl.folder import DataFolder, ReleasedFolder
from tests.etl.several_terms import HL, LA, observe
from tests.pages.by_hand import ByHand, Row

# Members of the organizations whose newest document is silent on them: figure, year, terms before the latest.
SILENT_SINCE = {
    "st-union-thai-binh": (156000, 2019, 1),
    "it-association-vietnam": (50000, 2023, 1),
    "st-union-thai-nguyen": (50000, 2022, 1),
    "st-union-dong-thap": (35577, 2019, 1),
    "st-union-ha-tinh": (16000, 2010, 2),
    "st-union-da-nang": (12000, 2015, 1),
    "st-union-tuyen-quang": (6575, None, 1),
    "st-union-ho-chi-minh": (4200, 2002, 3),
    "it-association-ho-chi-minh": (1500, 2008, 2),
}
LATEST_ONLY = "mart.chosen(organizations := ?, is_latest_only := true)"
KNOWN = "mart.chosen(organizations := ?)"


@pytest.fixture(scope="module")
def by_hand(rows: Callable[..., list[Row]]) -> ByHand:
    return ByHand(rows)


def test_a_stock_does_not_vanish_with_a_later_term(shipped: ReleasedFolder) -> None:
    """Nine organizations whose later terms are silent are in the total, the ranking and its coverage: 331,852
    members; of latest terms alone they have none."""
    named = list(SILENT_SINCE)
    [found] = shipped.ask(f"FROM mart.totals({KNOWN}) WHERE indicator = 'members'", named)
    assert (found["total"], found["n_organizations_with_figure"], found["n_older"]) == (331852, 9, 9)
    assert (found["year_from"], found["year_to"], found["n_not_read"]) == (2002, 2023, 0)
    ranked = shipped.ask(
        f"SELECT * FROM mart.series({KNOWN}, 'known', ['members']) WHERE point = 0 ORDER BY value DESC", named
    )
    assert {
        row["organization_id"]: (row["value"], row["year"], row["n_terms_before"]) for row in ranked
    } == SILENT_SINCE
    [alone] = shipped.ask(f"FROM mart.totals({LATEST_ONLY}) WHERE indicator = 'members'", named)
    assert (alone["total"], alone["n_organizations_with_figure"], alone["n_not_read"]) == (None, 0, 9)


def test_the_total_of_members_by_hand(shipped: ReleasedFolder, by_hand: ByHand) -> None:
    """All that ever report members are in it, each with its last figure, but for what another contains."""
    last: dict[str, Row] = {}
    for (o, term, indicator), row in by_hand.figures.items():
        if indicator == "members" and row["value"]:
            terms = by_hand.terms[o]
            if o not in last or terms.index(term) > terms.index(int(last[o]["term"])):
                last[o] = row
    outside = {o for o in last if by_hand.containers(o, True) & set(last)}
    [found] = shipped.ask("FROM mart.totals(mart.chosen()) WHERE indicator = 'members'")
    assert found["total"] == sum(Decimal(row["value"]) for o, row in last.items() if o not in outside)
    assert (found["n_organizations_with_figure"], found["n_contained"]) == (len(last), len(outside))
    assert found["n_older"] >= len(SILENT_SINCE)


def test_a_province_has_what_its_organization_reported(shipped: ReleasedFolder) -> None:
    """Hà Tĩnh's 16,000 members and 30 associations of 2010 and 34 organizations of 2019, marked as older; of
    latest terms alone it does not mention them."""
    asked = """FROM mart.province_measures(mart.chosen(is_latest_only := ?), 'union_of_associations', NULL)
        WHERE province_id = 'ha-tinh' AND measure IN ('members', 'member_associations',
            'member_organizations', 'members_per_association')"""
    known = {row["measure"]: row for row in shipped.ask(asked, False)}
    assert {
        measure: (row["value"], row["year_from"], row["n_terms_before"], row["n_older"])
        for measure, row in known.items()
    } == {
        "members": (16000, 2010, 2, 1),
        "member_associations": (30, 2010, 2, 1),
        "member_organizations": (34, 2019, 1, 1),
        # Both parts are of one term.
        "members_per_association": (pytest.approx(16000 / 30), 2010, 2, 1),
    }
    assert {row["state"] for row in known.values()} == {"figure"}
    assert {row["state"] for row in shipped.ask(asked, True)} == {"not_read"}


@pytest.fixture
def congress(folder: DataFolder) -> DataFolder:
    """Made up: a page of congress IV gives the branches of the term that it closes and the committee of the
    next."""
    observe(folder, HL, "4", "branches", "12", "hong-linh-st-term4-review")
    observe(folder, HL, "5", "committee_elected", "21", "hong-linh-st-term4-review")
    return folder


def test_a_congress_page_speaks_of_two_terms(congress: DataFolder) -> None:
    asked = "FROM mart.organization_figures(mart.chosen(organizations := ?)) WHERE state = 'figure'"
    found = {row["measure"]: row for row in congress.ask(asked, [HL])}
    assert (found["committee_elected"]["value"], found["committee_elected"]["n_terms_before"]) == (21, 0)
    assert (found["branches"]["value"], found["branches"]["n_terms_before"]) == (12, 1)
    # Of a measure that is derived, both parts are of one term: the last that gives both.
    assert found["members_per_branch"]["value"] == pytest.approx(1700 / 12)
    assert (found["members_per_branch"]["term"], found["members_per_branch"]["n_terms_before"]) == (4, 1)
    [structure] = congress.ask(
        f"SELECT * FROM mart.cells({KNOWN}) WHERE is_latest AND indicator = 'branches'", [HL]
    )
    assert (structure["term"], structure["state"], structure["n_terms_before"]) == (4, "figure", 1)
    [silent] = congress.ask(
        f"SELECT * FROM mart.cells({KNOWN}) WHERE is_latest AND indicator = 'collective_members'", [HL]
    )
    assert (silent["term"], silent["state"], silent["n_terms_before"]) == (5, "not_mentioned", 0)


def test_a_part_of_another_term_makes_no_measure(congress: DataFolder) -> None:
    """Members of term 5 and branches of term 4 give no members per branch of term 5."""
    observe(congress, HL, "5", "members", "3400", "hong-linh-st-term4-review")
    found = {
        row["measure"]: (row["term"], row["value"])
        for row in congress.ask(f"FROM mart.organization_figures({KNOWN}) WHERE state = 'figure'", [HL])
    }
    assert (found["members"], found["branches"]) == ((5, 3400), (4, 12))
    assert found["members_per_branch"] == (4, pytest.approx(1700 / 12))
    assert found["change_of_members"] == (5, pytest.approx(1))


def test_what_is_reported_without_a_number_is_reported(congress: DataFolder) -> None:
    """A flow that the newest term mentions without a number is that, and not the number of the term
    before."""
    for term, value, qualifier in (("4", "7", "exact"), ("5", "", "unstated")):
        congress.append(
            "observations",
            organization_id=HL,
            term=term,
            indicator="projects",
            value=value,
            qualifier=qualifier,
            basis="stated",
            as_of="",
            source_id="hong-linh-st-term4-review",
            paragraph="1",
            note="",
        )
    [found] = congress.ask(f"FROM mart.organization_figures({KNOWN}) WHERE measure = 'projects'", [HL])
    assert (found["term"], found["state"], found["value"]) == (5, "unstated", None)
    assert (
        congress.ask(f"SELECT * FROM mart.series({KNOWN}, 'known', ['projects']) WHERE point = 0", [HL]) == []
    )
    [total] = congress.ask(f"FROM mart.totals({KNOWN}) WHERE indicator = 'projects'", [HL])
    assert (total["total"], total["n_unstated"], total["n_older"]) == (7, 1, 0)


def test_years_leave_out_what_is_later(congress: DataFolder) -> None:
    """The last known figure is the last of the years chosen, and how old it is counts from the latest of
    them."""
    asked = "mart.chosen(organizations := ?, from_year := 2015, to_year := 2020)"
    [found] = congress.ask(f"FROM mart.organization_figures({asked}) WHERE measure = 'branches'", [HL])
    assert (found["term"], found["value"], found["n_terms_before"]) == (4, 12, 0)


def test_the_terms_compared_are_told(congress: DataFolder) -> None:
    """A comparison shows the last known figure; of latest terms alone it tells what was before."""
    asked = "FROM mart.compared_measures({}, ?, 'association') WHERE measure = 'branches' AND code = ?"
    [known] = congress.ask(asked.format("mart.chosen()"), [HL, LA], HL)
    [alone] = congress.ask(asked.format("mart.chosen(is_latest_only := true)"), [HL, LA], HL)
    parts = ("state", "value", "n_terms_before", "n_older", "value_before")

    def told(row: dict[str, Any]) -> tuple[object, ...]:
        return tuple(row[part] for part in parts)

    assert told(known) == ("figure", 12, 1, 1, None)
    assert told(alone) == ("not_mentioned", None, 0, 0, 12)
