"""What nobody read is not “not mentioned”: the sixth state, on made-up rows and on what is shipped, against
plain Python."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.etl.folder import DataFolder, ReleasedFolder
from tests.etl.several_terms import HL, ICT, LA, PARTY, TH, observe
from tests.pages.by_hand import ByHand

REVIEW = "hong-linh-st-term4-review"


def with_extent(folder: DataFolder, source: str, extent: str) -> None:
    folder.edit("sources", folder.line_of("sources", source_id=source), extent=extent)


def news_of(folder: DataFolder, organization: str, term: str, extent: str, **cells: str) -> str:
    """A page of news that gives the events of a term, and what else is written."""
    source = f"news-of-{organization}"
    folder.append("sources", source_id=source, kind="activity_news", title="Made up", extent=extent, url="")
    observe(folder, organization, term, "events", "7", source)
    return source


def states(folder: DataFolder, organization: str, term: int) -> Counter[str]:
    rows = folder.ask(
        "SELECT state FROM mart.cells(mart.chosen(organizations := ?)) WHERE term = ?", [organization], term
    )
    return Counter(row["state"] for row in rows)


def of_organization(folder: DataFolder, organization: str) -> dict[str, str]:
    asked = "FROM mart.organization_figures(mart.chosen(organizations := ?))"
    return {row["measure"]: row["state"] for row in folder.ask(asked, [organization])}


def test_what_has_no_row_of_a_document_read_in_part_was_not_read(folder: DataFolder) -> None:
    """Of the term alone that the document speaks of: figures stay, silence changes."""
    before, other = states(folder, HL, 4), states(folder, LA, 2)
    assert before["not_mentioned"] > 0
    assert before["not_read"] == 0
    with_extent(folder, REVIEW, "part")
    assert states(folder, HL, 4) == Counter(
        {"not_read" if state == "not_mentioned" else state: n for state, n in before.items()}
    )
    assert states(folder, LA, 2) == other


@pytest.mark.parametrize(
    ("review", "news", "state"),
    [
        ("whole", "whole", "not_mentioned"),
        ("whole", "part", "not_read"),
        ("part", "whole", "not_read"),
        ("part", "part", "not_read"),
    ],
)
def test_silence_is_known_where_every_document_was_read_whole(
    folder: DataFolder, review: str, news: str, state: str
) -> None:
    """Also beside a self-review that was read whole: the other may mention it further on."""
    news_of(folder, HL, "4", news)
    with_extent(folder, REVIEW, review)
    found = states(folder, HL, 4)
    assert {"not_mentioned", "not_read"} & set(found) == {state}


def test_totals_and_coverage_count_it_apart(folder: DataFolder) -> None:
    """Of the cells of Hồng Lĩnh's term 4 that no row fills, and of no others."""
    chosen = "mart.chosen(organizations := ['st-union-hong-linh', 'it-association-long-an'])"

    def counted() -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
        [coverage] = folder.ask(f"FROM mart.coverage({chosen})")
        return coverage, {row["indicator"]: row for row in folder.ask(f"FROM mart.totals({chosen})")}

    before, totals_before = counted()
    silent = states(folder, HL, 4)["not_mentioned"]
    with_extent(folder, REVIEW, "part")
    after, totals = counted()
    assert (before["n_not_read"], after["n_not_read"]) == (0, silent)
    assert after["n_not_mentioned"] == before["n_not_mentioned"] - silent
    assert {k: v for k, v in after.items() if k not in ("n_not_read", "n_not_mentioned")} == {
        k: v for k, v in before.items() if k not in ("n_not_read", "n_not_mentioned")
    }
    for indicator, row in totals.items():
        earlier = totals_before[indicator]
        [cells] = folder.ask(
            f"""SELECT count(*) AS n FROM mart.cells({chosen}) c JOIN core.indicators i USING (indicator)
            WHERE indicator = ? AND state = 'not_read' AND (is_latest OR i.nature = 'flow')""",
            indicator,
        )
        assert row["n_not_read"] == cells["n"], indicator
        assert row["n_not_read"] + row["n_not_mentioned"] == earlier["n_not_mentioned"]
        assert (row["total"], row["coverage"]) == (earlier["total"], earlier["coverage"])
    assert totals["branches"]["n_not_read"] == 1  # of the latest terms; Long An was read whole


def test_a_derived_measure_whose_part_was_not_read_was_not_read(folder: DataFolder) -> None:
    """Hồng Lĩnh reports members and no branches: members per branch is as its branches are."""
    assert of_organization(folder, HL)["members"] == "figure"
    for extent, state in (("whole", "not_mentioned"), ("part", "not_read")):
        with_extent(folder, REVIEW, extent)
        found = of_organization(folder, HL)
        assert (found["branches"], found["members_per_branch"]) == (state, state)


def test_a_province_is_silent_where_all_was_read(folder: DataFolder) -> None:
    """Of two organizations of one kind in a province what was not read stands before silence, a figure before
    both."""
    folder.append(
        "organizations",
        organization_id="made-up",
        name_vi="Hội khác",
        name_en="Another association",
        note="",
    )
    folder.append("terms", organization_id="made-up", term="2", start_year="2015")
    news_of(folder, "made-up", "2", "part")
    found = {
        row["measure"]: (row["derivation"], row["state"])
        for row in folder.ask(
            """FROM mart.province_measures(mart.chosen('former'), 'association', NULL)
            WHERE province_id = 'long-an'"""
        )
    }
    of_long_an = of_organization(folder, LA)
    silent = {measure for measure, state in of_long_an.items() if state == "not_mentioned"}
    assert {found[measure] for measure in silent - {"events"}} == {(None, "not_read")}
    assert found["events"][1] == found["committee_elected"][1] == "figure"
    themes = folder.ask("FROM mart.compared_themes(mart.chosen('former'), ?, 'association')", ["long-an", LA])
    by_code = {(row["code"], row["theme"]): (row["state"], row["silence"]) for row in themes}
    assert by_code[LA, "unity"] == ("not_mentioned", "not_mentioned")
    assert by_code["long-an", "unity"] == ("not_read", "not_read")
    assert by_code["long-an", "low_commitment"] == ("figure", "not_read")


def test_who_says_nothing_of_limitations_was_read_or_was_not(folder: DataFolder) -> None:
    """A youth union whose limitations are struck out: told apart by what was read, and the shares stay."""
    lines = folder.lines("limitations")
    folder.write("limitations", [line for line in lines if line[0] != ICT])
    for extent, stance, silent in (("whole", "silent", (1, 0)), ("part", "not_read", (0, 1))):
        with_extent(folder, "ict-youth-term5-review", extent)
        stances = {
            row["organization_id"]: row["stance"]
            for row in folder.ask("FROM mart.theme_naming(mart.chosen())")
        }
        assert stances[ICT] == stance
        [spread] = folder.ask("FROM mart.theme_spread(mart.chosen()) WHERE theme = 'funding'")
        assert (spread["n_silent"], spread["n_not_read"]) == silent
        assert spread["n_organizations"] == len([s for s in stances.values() if s == "names"])
        cells = folder.ask("FROM mart.theme_cells(mart.chosen(organizations := ?))", [ICT])
        assert {row["state"] for row in cells} - {"not_applicable"} == {
            "not_mentioned" if extent == "whole" else "not_read"
        }


def test_admitting_stands_before_what_was_not_read(folder: DataFolder) -> None:
    """Thanh Hóa admits limitations and names none: which it means is not known, however much was read."""
    with_extent(folder, "thanh-hoa-it-congress4-news", "part")
    cells = folder.ask("FROM mart.theme_cells(mart.chosen(organizations := ?)) WHERE theme = 'funding'", [TH])
    assert [row["state"] for row in cells] == ["unstated"]


def test_awards_that_nobody_read(folder: DataFolder) -> None:
    """Of a selection one document of which was read in part, and of those compared."""
    for extent, state in (("whole", "not_mentioned"), ("part", "not_read")):
        with_extent(folder, "ha-tinh-party-it-2016-notice", extent)
        [received] = folder.ask(
            "FROM mart.award_figures(mart.chosen(organizations := ?)) WHERE sort = 'received'", [PARTY]
        )
        assert received["state"] == state
        [compared] = folder.ask(
            """FROM mart.compared_awards(mart.chosen(), ?, 'association')
            WHERE award = '' AND direction = 'received'""",
            [PARTY],
        )
        assert compared["state"] == state


def test_every_shipped_cell_is_in_the_state_that_its_documents_give(shipped: ReleasedFolder) -> None:
    """Cells, totals and coverage of all that is shipped, and how many say nothing of limitations."""
    by_hand = ByHand(shipped.rows)
    cells = shipped.ask("FROM mart.cells(mart.chosen())")
    expected = {
        (row["organization_id"], row["term"], row["indicator"]): by_hand.state(
            row["organization_id"], row["term"], row["indicator"]
        )
        for row in cells
        if by_hand.is_open(row["organization_id"], row["term"])
    }
    found = {
        (row["organization_id"], row["term"], row["indicator"]): row["state"]
        for row in cells
        if by_hand.is_open(row["organization_id"], row["term"])
    }
    assert found == expected
    counts = Counter(row["state"] for row in cells)
    [coverage] = shipped.ask("FROM mart.coverage(mart.chosen())")
    assert {state: coverage[f"n_{state}"] for state in counts} == counts
    assert counts["not_read"] > counts["not_mentioned"] > 0
    for total in shipped.ask("FROM mart.totals(mart.chosen())"):
        n = by_hand.total(total["indicator"], by_hand.organizations).n_not_read
        assert total["n_not_read"] == n, total["indicator"]
    [spread] = shipped.ask("FROM mart.theme_spread(mart.chosen()) WHERE theme = 'funding'")
    assert (spread["n_silent"], spread["n_not_read"]) == (len(by_hand.silent), len(by_hand.not_read))
    assert spread["n_organizations"] == len(by_hand.naming)


def without_rows_of(folder: DataFolder, organization: str) -> None:
    for table in ("observations", "awards", "limitations", "lessons"):
        folder.write(table, [line for line in folder.lines(table) if line[0] != organization])


@pytest.mark.parametrize(("extent", "state"), [("whole", "not_mentioned"), ("part", "not_read")])
def test_a_document_that_was_read_and_holds_nothing_is_silent(
    folder: DataFolder, extent: str, state: str
) -> None:
    """A term whose only document has no row: no document, until it is said to have been read."""
    without_rows_of(folder, PARTY)
    source = "ha-tinh-party-it-2016-notice"
    with_extent(folder, source, extent)
    assert set(states(folder, PARTY, 2016)) == {"no_document", "not_applicable"}
    folder.append("readings", organization_id=PARTY, term="2016", source_id=source)
    assert set(states(folder, PARTY, 2016)) == {state, "not_applicable"}
    [term] = folder.ask("FROM mart.terms WHERE organization_id = ?", PARTY)
    assert (term["documents"], term["has_document"], term["is_latest"]) == ([source], True, True)
    stances = {r["organization_id"]: r["stance"] for r in folder.ask("FROM mart.theme_naming(mart.chosen())")}
    assert stances[PARTY] == {"not_mentioned": "silent", "not_read": "not_read"}[state]
    [overview] = folder.ask("FROM mart.overview(mart.chosen(organizations := ?))", [PARTY])
    assert (overview["n_organizations"], overview["n_documents"]) == (1, 1)
    by_hand = ByHand(folder.rows)
    assert by_hand.state(PARTY, 2016, "events") in (state, "not_applicable")
    assert by_hand.documents_of(PARTY) == {source}


def mentioned(folder: DataFolder, organization: str) -> dict[str, tuple[str, int]]:
    asked = "FROM mart.mention_cells(mart.chosen(organizations := ?))"
    return {row["mention"]: (row["state"], row["n"]) for row in folder.ask(asked, [organization])}


def test_silence_on_awards_limitations_and_lessons(folder: DataFolder) -> None:
    """Named, spoken of in general, silent, silent in the part that was read, without a document."""
    assert mentioned(folder, TH)["limitations"][0] == "unstated"
    assert mentioned(folder, LA)["limitations"][0] == mentioned(folder, LA)["lessons"][0] == "figure"
    assert mentioned(folder, LA)["awards"] == ("not_mentioned", 0)
    with_extent(folder, "long-an-it-term2-review", "part")
    assert mentioned(folder, LA)["awards"] == ("not_read", 0)
    without_rows_of(folder, LA)
    assert mentioned(folder, LA) == dict.fromkeys(("awards", "limitations", "lessons"), ("no_document", 0))


def test_every_shipped_mention_is_counted_by_hand(shipped: ReleasedFolder) -> None:
    by_hand = ByHand(shipped.rows)
    found = {
        (row["organization_id"], row["mention"]): row["state"]
        for row in shipped.ask("FROM mart.mention_cells(mart.chosen())")
    }
    assert found == {
        (o, mention): by_hand.mention(o, by_hand.terms.get(o, ()), mention)
        for o in by_hand.organizations
        for mention in ("awards", "limitations", "lessons")
    }
    of_terms = shipped.ask("FROM mart.mentions(mart.chosen())")
    for row in of_terms:
        expected = by_hand.mention(row["organization_id"], [row["term"]], row["mention"])
        assert row["state"] in (expected, "not_applicable"), row
