"""Awards against a hand count from the CSV rows: every sum of every sort, on what is shipped and on rows
drawn by chance."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from tests.etl import awards_by_hand
from tests.etl.awards_by_hand import Row, Rows
from tests.etl.folder import DataFolder, ReleasedFolder

HL = "st-union-hong-linh"
Asked = dict[str, Any]
Ask = Callable[..., list[dict[str, Any]]]
SELECTIONS: list[tuple[Asked, Callable[[Row], bool], tuple[int, int]]] = [
    ({}, lambda _: True, (0, 0)),
    ({"kinds": ["association"]}, lambda o: o["kind"] == "association", (0, 0)),
    ({"organizations": [HL]}, lambda o: o["organization_id"] == HL, (0, 0)),
    (
        {"organizations": ["it-association-tay-ninh"]},
        lambda o: o["organization_id"] == "it-association-tay-ninh",
        (0, 0),
    ),
    ({"from_year": 2019, "to_year": 2021}, lambda _: True, (2019, 2021)),
    ({"from_year": 2022}, lambda _: True, (2022, 0)),
    ({"kinds": []}, lambda _: False, (0, 0)),
]


def asking(folder: DataFolder) -> Ask:
    """What asks a folder for a mart of a selection."""

    def ask(mart: str, asked: Asked, more: str = "") -> list[dict[str, Any]]:
        names = ", ".join(f"{name} := ?" for name in asked)
        return folder.ask(f"FROM mart.{mart}(mart.chosen({names})) {more}", *asked.values())

    return ask


def check(
    folder: DataFolder, ask: Ask, asked: Asked, chosen: Callable[[Row], bool], years: tuple[int, int]
) -> int:
    """Compares every sort, every organization and both totals with a hand count, and returns how many sorts
    there are any awards of."""
    rows: Rows = cache(folder.rows)
    organizations = {o["organization_id"] for o in rows("organizations") if chosen(o)}
    terms = awards_by_hand.selected_terms(rows, organizations, years)
    here = {o for o, _ in terms} if any(years) else organizations
    awards = awards_by_hand.counted(rows, organizations, years)
    expected = awards_by_hand.by_sort(awards)
    coded = [r for table in ("observations", "awards", "limitations", "lessons") for r in rows(table)]
    extent_of = {r["source_id"]: r["extent"] for r in rows("sources")}
    found = {row["sort"]: row for row in ask("award_figures", asked)}
    n_types, n_levels = len(rows("award_types")), len(rows("award_levels")) + 1
    n_years, n_recipients = (
        len({r["year"] for r in rows("awards") if r["year"]}) + 1,
        len({r["recipient"] for r in rows("awards")}),
    )
    assert len(found) == 2 * (1 + n_types + n_levels + n_types * n_levels + n_years + n_recipients)
    assert set(expected) <= set(found)
    for sort, row in found.items():
        hand = expected.get(sort)
        if hand is None:
            extents = {extent_of[r["source_id"]] for r in coded if (r["organization_id"], r["term"]) in terms}
            silence = "no_document" if not extents else "not_read" if "part" in extents else "not_mentioned"
            assert row["state"] == silence, sort
            assert (row["total"], row["n_unstated"], row["evidence"]) == (None, 0, []), sort
        else:
            assert row["state"] == ("unstated" if hand.total is None else "figure"), sort
            assert (row["total"], row["qualifier"], row["n_unstated"], row["n_disputed"]) == hand[:4], sort
            assert row["n_organizations"] == len(hand.organizations), sort
            assert len(set(row["evidence"])) == len(row["evidence"]) == hand.n_rows, sort
    for total in ask("award_totals", asked):
        hand = expected.get(total["direction"])
        n = len(hand.with_figure) if hand else 0
        assert (total["total"], total["n_organizations_with_figure"]) == (
            (hand.total, n) if hand else (None, 0)
        )
        assert total["n_organizations_applicable"] == len(here)
        assert total["is_rankable"] == (n >= max(3, Fraction(len(here), 5)))
        of_each = ask(
            "award_sums", asked, f"WHERE organization_id IS NOT NULL AND sort = '{total['direction']}'"
        )
        each = awards_by_hand.by_organization(awards, total["direction"])
        assert {r["organization_id"]: (r["total"], r["qualifier"], r["n_unstated"]) for r in of_each} == {
            o: s[:3] for o, s in each.items()
        }
    by_giver = {(r["direction"], r["award"], r["level"] or ""): r["total"] for r in ask("awards", asked)}
    assert by_giver == {
        key: expected["-".join([*key[:2], key[2] or "unnamed"])].total
        for key in {(a.row["direction"], a.row["award"], a.row["level"]) for a in awards}
    }
    return len(expected)


@pytest.mark.parametrize(
    ("asked", "chosen", "years"), SELECTIONS, ids=[str(asked) for asked, *_ in SELECTIONS]
)
def test_every_sum_of_what_is_shipped(
    shipped: ReleasedFolder, asked: Asked, chosen: Callable[[Row], bool], years: tuple[int, int]
) -> None:
    ask = asking(shipped)
    n_sorts = check(shipped, ask, asked, chosen, years)
    assert (n_sorts > 0) == (asked not in ({"organizations": ["it-association-tay-ninh"]}, {"kinds": []}))


@pytest.mark.parametrize("seed", range(2))
def test_every_sum_of_rows_drawn_by_chance(folder: DataFolder, seed: int) -> None:
    """Among them are awards that several documents report, agreeing and not, with and without a number."""
    chance = random.Random(seed)
    terms = {(t["organization_id"], t["term"]): t for t in folder.rows("terms")}
    sources = [s["source_id"] for s in folder.rows("sources")]
    lines = folder.lines("awards")[:1]
    for (organization, term), row in terms.items():
        for _ in range(12):
            direction, span = chance.choice(["received", "granted"]), awards_by_hand.years_of(row)
            year = str(chance.randint(*span)) if span and chance.random() < 0.7 else ""
            level = (
                chance.choice(["state", "central", "organization"])
                if direction == "granted" or chance.random() < 0.7
                else ""
            )
            same = [
                organization,
                term,
                direction,
                chance.choice(["order", "title"]),
                level,
                chance.choice(["", "", "one of two"]),
                chance.choice(["individual", "mixed"]),
                year,
            ]
            for source in chance.sample(sources, chance.choice([1, 1, 1, 2, 3])):
                qualifier = chance.choice(["exact", "exact", "about", "at_least", "unstated"])
                number = "" if qualifier == "unstated" else str(chance.choice([0, 1, 2, 2, 40]))
                line = [*same, number, qualifier, "stated", source, "1", ""]
                if [*same, source] not in [[*other[:8], other[11]] for other in lines]:
                    lines.append(line)
    folder.write("awards", lines)
    awards = awards_by_hand.counted(folder.rows, [o["organization_id"] for o in folder.rows("organizations")])
    assert any(award.is_disputed for award in awards)
    assert any(award.n_rows > 1 and not award.is_disputed for award in awards)
    ask = asking(folder)
    for asked, chosen, years in SELECTIONS[:3] + SELECTIONS[4:5]:
        assert check(folder, ask, asked, chosen, years)


def test_an_award_in_two_documents_is_counted_once_and_both_are_shown(shipped: ReleasedFolder) -> None:
    """The city's association gave 33 prizes, says one document, 34, says another: not 67."""
    organization = {"organizations": ["it-association-ho-chi-minh"]}
    prizes = [
        r
        for r in shipped.rows("awards")
        if r["organization_id"] == "it-association-ho-chi-minh" and r["award"] == "prize"
    ]
    assert sorted(r["count"] for r in prizes) == ["33", "34"]
    ask = asking(shipped)
    [row] = [r for r in ask("award_figures", organization) if r["sort"] == "granted-prize"]
    assert (row["total"], row["n_disputed"], len(row["evidence"])) == (33, 1, 2)
    shown = defaultdict(list)
    for found in shipped.ask("FROM mart.evidence WHERE evidence IN (SELECT unnest(?))", row["evidence"]):
        shown[found["is_shown"]].append(found["value"])
    assert shown == {True: [33], False: [34]}


def test_years_are_those_of_the_award_else_of_its_term(folder: DataFolder) -> None:
    """Hồng Lĩnh's term 4 is of 2018 to 2023: asked for 2021, its certificate of that year counts, the others
    do not, and what has no year does."""
    ask = asking(folder)
    found = {
        r["sort"]: r["total"]
        for r in ask("award_figures", {"organizations": [HL], "from_year": 2021, "to_year": 2021})
    }
    outside = ask("award_totals", {"organizations": [HL], "from_year": 2010, "to_year": 2012})
    assert (found["received-in-2021"], found["received-in-2018"], found["received-in-2023"]) == (
        1,
        None,
        None,
    )
    assert found["received-commendation"] == 5
    assert found["received-merit_certificate"] == 1 + 3
    assert [row["total"] for row in outside] == [None, None]


def test_awards_of_two_givers_of_one_level_are_two_also_in_one_document(folder: DataFolder) -> None:
    """Else the second would be a repetition of the first, refused in one document and dropped from two."""
    of_central = {
        "organization_id": HL,
        "term": "4",
        "direction": "received",
        "award": "medal",
        "level": "central",
        "recipient": "individual",
        "year": "2021",
        "source_id": "hong-linh-st-term4-review",
        "qualifier": "exact",
        "paragraph": "31",
    }
    folder.append("awards", **of_central, giver="one association", count="3")
    line = folder.append("awards", **of_central, giver="another association", count="4")
    (total,) = folder.ask(
        "SELECT total, n_disputed FROM mart.award_sums(mart.chosen()) WHERE sort = 'received-medal'"
    )
    assert total == {"total": 7, "n_disputed": 0}
    folder.edit("awards", line, giver="one association")
    assert any(problem.line == line for problem in folder.problems())
