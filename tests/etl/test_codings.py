"""How far codings of a document agree, and what became of every statement, against a count by hand."""

from __future__ import annotations

import random
from typing import Any

import krippendorff
import pytest

from tests.etl.folder import DataFolder, ReleasedFolder
from tests.pages.by_hand import Agreement, CodingsByHand

LONG_AN, HONG_LINH = "long-an-it-term2-review", "hong-linh-st-term4-review"
YOUTH = "ict-youth-term5-review"


def measured(folder: DataFolder, mart: str = "mart.agreement") -> dict[tuple[str, str], Agreement]:
    return {
        (row["scope"], row["id"]): Agreement(
            row["n_units"],
            row["n_paired"],
            row["n_agreed"],
            row["alpha"] if row["alpha"] is None else pytest.approx(row["alpha"]),
        )
        for row in folder.ask(f"FROM {mart}")
    }


def code_by_chance(folder: DataFolder, chance: random.Random) -> None:
    """Writes codings by one to three coders, near the final rows, of the documents that have any."""
    final = [
        (record, row)
        for record, table in (("limitation", "limitations"), ("lesson", "lessons"))
        for row in folder.rows(table)
    ]
    themes = sorted({row["theme"] for _, row in final})
    header, *_ = folder.lines("codings")
    lines = [header]
    for source in sorted({row["source_id"] for _, row in final}):
        for record in ("limitation", "lesson"):
            there = [row for kind, row in final if (kind, row["source_id"]) == (record, source)]
            for unit in range(1, chance.randint(3, 12) if there else 1):
                row = chance.choice(there)
                for coder in chance.sample("abc", chance.choice([1, 2, 2, 3])):
                    theme = row["theme"] if chance.random() < 0.6 else chance.choice(themes)
                    paragraph = int(row["paragraph"]) + chance.choice([0, 0, 0, 1, -1])
                    lines.append([source, record, str(unit), coder, theme, str(paragraph), ""])
        # A document needs two coders.
        lines += [[source, record, "99", coder, themes[0], "", ""] for coder in "abc"]
    folder.write("codings", lines)


@pytest.mark.parametrize("seed", range(6))
def test_agreement_is_krippendorffs_alpha(folder: DataFolder, seed: int) -> None:
    """Over all documents, over each and on each theme, with how many statements it is measured on."""
    code_by_chance(folder, random.Random(seed))
    by_hand = CodingsByHand(folder.rows)
    expected = by_hand.agreement({unit[0] for unit in by_hand.codings})
    assert any(row.n_agreed < row.n_paired < row.n_units for row in expected.values())
    assert measured(folder) == expected


def test_agreement_is_that_of_the_documents_selected(folder: DataFolder) -> None:
    """Of one kind of organization or of some years, as any other measure; nothing of none."""
    code_by_chance(folder, random.Random(7))
    by_hand = CodingsByHand(folder.rows)
    for chosen, documents in (
        ("kinds := ['youth_union']", {YOUTH}),
        ("provinces := ['ha-tinh'], boundaries := 'former'", {HONG_LINH, "ha-tinh-party-it-2016-notice"}),
        ("from_year := 2023", {HONG_LINH}),
        ("kinds := ['club']", set()),
    ):
        mart = f"mart.selected_agreement(mart.chosen({chosen}))"
        assert measured(folder, mart) == by_hand.agreement(documents), chosen


@pytest.mark.parametrize("seed", range(4))
def test_agreement_is_what_another_library_says(folder: DataFolder, seed: int) -> None:
    chance = random.Random(seed)
    themes = ["funding", "unity", "communication"]
    source = folder.rows("sources")[0]["source_id"]
    codings = [
        [chance.choice(themes) if chance.random() < 0.4 else themes[n % 3] for n in range(30)] for _ in "ab"
    ]
    lines = [
        [source, "limitation", str(n + 1), coder, codings[c][n], "", ""]
        for n in range(30)
        for c, coder in enumerate("ab")
    ]
    folder.write("codings", [folder.lines("codings")[0], *lines])
    (row,) = folder.ask("FROM mart.agreement WHERE scope = 'all'")
    numbers = [[themes.index(theme) for theme in coding] for coding in codings]
    assert row["alpha"] == pytest.approx(
        krippendorff.alpha(reliability_data=numbers, level_of_measurement="nominal")
    )


def check_units(folder: DataFolder) -> list[dict[str, Any]]:
    """The units of a folder, each with what the coders chose and with the final rows that it has by hand."""
    by_hand = CodingsByHand(folder.rows)
    statements = {row["evidence"]: row for row in folder.ask("FROM mart.statements")}
    units = folder.ask("FROM mart.coded_units")
    assert {(row["source_id"], row["record"], row["unit"]) for row in units} == set(by_hand.codings)
    for row in units:
        unit = row["source_id"], row["record"], row["unit"]
        coded, final = by_hand.codings[unit], by_hand.settled[unit]
        assert (row["coders"], row["themes"]) == ([*coded], by_hand.themes(unit))
        assert row["is_agreed"] == by_hand.agrees(unit)
        assert row["final_themes"] == [one["theme"] for one in final], unit
        assert [str(statements[place]["statement"]) for place in row["evidence"]] == [
            one["statement"] for one in final
        ], unit
        assert row["note"] == ("; ".join(one["note"] for one in final if one["note"]) or None)
    return units


@pytest.mark.parametrize("seed", range(8))
def test_every_unit_has_the_final_rows_that_the_codebook_says(folder: DataFolder, seed: int) -> None:
    """Also where coders differ in theme and paragraph, and several claim one row: no row is had twice."""
    code_by_chance(folder, random.Random(seed))
    units = check_units(folder)
    places = [place for row in units for place in row["evidence"]]
    assert len(places) == len(set(places))
    assert any(row["final_themes"] == [] for row in units)
    assert any(row["final_themes"] and not row["is_agreed"] for row in units)


def test_what_became_of_the_first_reports(shipped: ReleasedFolder) -> None:
    """Three statements are in one coding only: two were left out, and one became a row."""
    units = check_units(shipped)
    assert [
        (
            row["source_id"],
            row["record"],
            row["first_paragraph"],
            row["coders"],
            row["themes"],
            row["final_themes"],
        )
        for row in sorted(units, key=lambda row: (row["source_id"], row["unit"]))
        if not row["is_agreed"]
    ] == [
        (HONG_LINH, "limitation", 26, ["a"], ["organization_building"], []),
        (HONG_LINH, "limitation", 26, ["a"], ["funding"], []),
        (YOUTH, "lesson", 31, ["b"], ["leadership_quality"], ["leadership_quality"]),
    ]
    assert all(row["final_themes"] == row["themes"][:1] for row in units if row["is_agreed"])
    assert {row["organization_id"] for row in units if row["source_id"] == HONG_LINH} == {
        "st-union-hong-linh"
    }


def test_what_both_made_a_row_may_have_a_third_theme(folder: DataFolder) -> None:
    """A final row there that no unit accounts for is what two coders found, whatever they called it."""
    line = folder.line_of("codings", source_id=LONG_AN, record="limitation", unit="5")
    folder.edit("codings", line, theme="unity")
    folder.edit("codings", line + 1, theme="partnerships")
    [row] = folder.ask(
        "FROM mart.coded_units WHERE source_id = ? AND record = 'limitation' AND unit = 5", LONG_AN
    )
    assert (row["themes"], row["final_themes"]) == (["unity", "partnerships"], ["funding"])
    # Of one coder alone nothing tells that it is the same statement.
    lines = folder.lines("codings")
    del lines[line]
    folder.write("codings", lines)
    [row] = folder.ask(
        "FROM mart.coded_units WHERE source_id = ? AND record = 'limitation' AND unit = 5", LONG_AN
    )
    assert (row["themes"], row["final_themes"]) == (["unity"], [])
