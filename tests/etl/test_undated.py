"""A term of which neither number nor year is known: in totals and the spread of themes, never before or after
another."""

from __future__ import annotations

from typing import Any

import pytest

from tests.etl.folder import DataFolder
from tests.etl.several_terms import HL, LA, observe, with_several_terms
from tests.pages.by_hand import ByHand, Value

UNDATED = -1
CHOSEN = "mart.chosen(organizations := ['st-union-hong-linh', 'it-association-long-an'])"
SOURCE = "undated-page"


@pytest.fixture
def undated(folder: DataFolder) -> DataFolder:
    """Hồng Lĩnh and Long An with several terms, and an undated page on members, branches and limitations of
    Hồng Lĩnh."""
    with_several_terms(folder)
    empty = dict.fromkeys(("start_year", "end_year", "opening_congress_on", "closing_congress_on"), "")
    folder.append("terms", organization_id=HL, term=str(UNDATED), note="", **empty)
    folder.append(
        "sources", source_id=SOURCE, kind="activity_news", title="x", extent="part", url="", file=""
    )
    observe(folder, HL, str(UNDATED), "members", "900", SOURCE)
    observe(folder, HL, str(UNDATED), "branches", "9", SOURCE)
    observe(folder, HL, str(UNDATED), "events", "5", SOURCE)
    for n, theme in enumerate(("funding", "unity"), 1):
        folder.append(
            "limitations",
            organization_id=HL,
            term=str(UNDATED),
            statement=str(n),
            theme=theme,
            role="limitation",
            source_id=SOURCE,
            paragraph="1",
            note="",
        )
    return folder


def ask(folder: DataFolder, mart: str, more: str = "") -> list[dict[str, Any]]:
    return folder.ask(f"FROM mart.{mart} {more}")


def test_it_stands_first_and_beside_no_other(undated: DataFolder) -> None:
    terms = {row["term"]: row for row in ask(undated, "terms", f"WHERE organization_id = '{HL}'")}
    assert (terms[UNDATED]["position"], terms[UNDATED]["is_latest"], terms[UNDATED]["is_undated"]) == (
        1,
        False,
        True,
    )
    assert all(row["previous_term"] != UNDATED for row in terms.values())
    undated.append("terms", organization_id=HL, term="0", note="founding", start_year="", end_year="")
    assert all(row["previous_term"] != UNDATED for row in ask(undated, "terms"))


def test_its_figure_stands_where_no_other_term_reports_it(undated: DataFolder) -> None:
    """Branches, which no other term gives; not members, which a dated one does. Its age is not known."""
    found = {
        row["measure"]: row
        for row in ask(undated, f"organization_figures({CHOSEN})")
        if row["organization_id"] == HL
    }
    assert (found["branches"]["value"], found["branches"]["term"]) == (9, UNDATED)
    assert (found["branches"]["n_terms_before"], found["branches"]["year"]) == (None, None)
    assert found["members"]["term"] > 0
    totals = {row["indicator"]: row for row in ask(undated, f"totals({CHOSEN})")}
    by_hand = ByHand(undated.rows)
    for indicator in ("branches", "members", "events"):
        total = by_hand.total(indicator, [HL, LA])
        assert totals[indicator]["total"] == total.value
        assert totals[indicator]["n_older"] == total.n_older
    assert totals["events"]["total"] is None or totals["events"]["total"] >= 5


def test_nothing_changes_from_it(undated: DataFolder) -> None:
    """No change over a term, no point of time before another, no place in a number or a year."""
    assert not [row for row in ask(undated, "changes") if UNDATED in (row["term"], row["previous_term"])]
    by_hand = ByHand(undated.rows)
    for time in ("known", "latest", "number", "calendar"):
        for measure in ("members", "branches", "members_per_branch"):
            rows = undated.ask(f"FROM mart.series({CHOSEN}, ?, [?])", time, measure)
            found = {(r["organization_id"], r["point"]): Value(r["value"], r["qualifier"]) for r in rows}
            expected = by_hand.series(measure, [HL, LA], time)
            assert {key: float(value.value) for key, value in found.items()} == {
                key: pytest.approx(float(value.value)) for key, value in expected.items()
            }, (time, measure)
            assert all(r["point"] == 0 for r in rows if r["term"] == UNDATED)
            assert not [r for r in rows if r["term"] == UNDATED and time in ("number", "calendar")]
    before = undated.ask(
        "FROM mart.compared_measures(mart.chosen(is_latest_only := true), ?, 'association')", [HL, LA]
    )
    assert 9 not in {row["value_before"] for row in before if row["measure"] == "branches"}


def test_its_themes_are_spread_and_never_persistent(undated: DataFolder) -> None:
    """Named there and in the term that would come next is named once; the terms laid side by side do not have
    it."""
    empty = dict.fromkeys(("start_year", "end_year", "opening_congress_on", "closing_congress_on"), "")
    undated.append("terms", organization_id=HL, term="0", note="founding", **empty)
    named = {"theme": "unity", "role": "limitation", "source_id": SOURCE, "paragraph": "1", "note": ""}
    undated.append("limitations", organization_id=HL, term="0", statement="3", **named)
    spread = {row["theme"]: row for row in ask(undated, f"theme_spread({CHOSEN})")}
    assert HL in spread["unity"]["organizations"]
    [unity] = ask(undated, f"theme_persistence({CHOSEN})", "WHERE theme = 'unity'")
    assert unity["n_persistent"] == 0
    assert UNDATED not in {row["term"] for row in ask(undated, f"theme_terms({CHOSEN})")}
    with_term = undated.ask(f"SELECT n_persistent, n_organizations FROM mart.theme_persistence({CHOSEN})")
    for table in ("limitations", "observations"):
        undated.write(table, [line for line in undated.lines(table) if line[1] != str(UNDATED)])
    without = undated.ask(f"SELECT n_persistent, n_organizations FROM mart.theme_persistence({CHOSEN})")
    assert with_term == without


def test_years_leave_it_out(undated: DataFolder) -> None:
    rows = undated.ask("FROM mart.selected_terms(mart.chosen(from_year := 1900, to_year := 2100))")
    assert UNDATED not in {row["term"] for row in rows}
    assert UNDATED in {row["term"] for row in ask(undated, f"selected_terms({CHOSEN})")}


def test_no_jump_is_asked_about_from_it(undated: DataFolder) -> None:
    line = undated.line_of("observations", source_id=SOURCE, indicator="members")
    undated.edit("observations", line, value="9")
    assert not [problem for problem in undated.questions() if problem.rule == "stock_jumps"]
