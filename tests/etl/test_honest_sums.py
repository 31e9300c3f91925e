"""Sums and changes that say no more than their figures do: how exact a sum is, to which place it is written,
what two bounds leave open, and what a percentage needs."""

from __future__ import annotations

from itertools import product

import pytest

from tests.etl.folder import DataFolder, ReleasedFolder
from tests.etl.several_terms import HL, with_several_terms
from tests.pages.by_hand import Value, qualifier_of_ratio, qualifier_of_sum, rounded_to

QUALIFIERS = ("exact", "about", "at_least", "at_most")
# Members of these two terms: −100 (≈), +10,000 (≈), 0 and 0 (≈).
FOUR = ["st-union-thanh-hoa", "st-union-hai-phong", "st-union-binh-thuan", "st-union-phu-yen"]
CHANGE = "FROM mart.change_between(mart.chosen(organizations := ?), 'known', 'members', -1, 0)"


@pytest.mark.parametrize(
    ("qualifiers", "expected"),
    [
        (["exact", "exact"], "exact"),
        (["exact", "at_least", "at_least"], "at_least"),
        (["exact", "at_most"], "at_most"),
        (["exact", "about"], "about"),
        (["at_least", "about"], "about"),
        (["at_least", "at_most"], "about"),
        (["at_least"], "at_least"),
    ],
    ids=str,
)
def test_how_exact_a_sum_is(shipped: ReleasedFolder, qualifiers: list[str], expected: str) -> None:
    """“At least” and exact are “at least” together, and of anything “about” the sum is “about”; what is not
    in the sum has no say."""
    asked = "SELECT mart.qualifier_of_sum(q) AS found FROM (SELECT unnest(?) AS q)"
    assert [row["found"] for row in shipped.ask(asked, [*qualifiers, None])] == [expected]
    assert qualifier_of_sum(qualifiers) == expected


def test_nothing_is_no_sum(shipped: ReleasedFolder) -> None:
    asked = "SELECT mart.qualifier_of_sum(q) AS found FROM (SELECT unnest([NULL]::VARCHAR[]) AS q)"
    assert [row["found"] for row in shipped.ask(asked)] == [None]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        # 1,764,730 in all: ≈1.76 million.
        ([(460000, "at_least"), (400000, "at_least"), (210000, "at_least"), (694730, "about")], 10000),
        ([(460000, "exact"), (400000, "exact")], 1),
        ([(1000000, "exact"), (50000, "about")], 1),  # a small part makes no total coarse
        ([(1000000, "exact"), (156000, "at_least")], 1000),
        ([(400000, "about")], 10000),
        ([(7, "about"), (40, "at_least")], 1),
        ([(1.5, "about"), (2.5, "about")], 1),
        ([(12345, "about")], 1),
    ],
    ids=str,
)
def test_to_which_place_a_sum_is_written(
    shipped: ReleasedFolder, parts: list[tuple[float, str]], expected: int
) -> None:
    given = [{"value": float(value), "qualifier": qualifier} for value, qualifier in parts]
    total = sum(value for value, _ in parts)
    [row] = shipped.ask("SELECT mart.rounded_to(?, ?) AS found", given, total)
    assert row["found"] == expected
    assert rounded_to(Value(*part) for part in parts) == expected  # type: ignore[arg-type]


def test_what_two_bounds_leave_open(shipped: ReleasedFolder) -> None:
    """Two bounds of one direction give no ratio; one bound gives a bound, about gives about."""
    for over, under in product(QUALIFIERS, QUALIFIERS):
        [row] = shipped.ask("SELECT mart.qualifier_of_ratio(?, ?) AS found", over, under)
        assert row["found"] == qualifier_of_ratio(over, under), (over, under)
    assert qualifier_of_ratio("at_least", "at_least") is None
    assert qualifier_of_ratio("at_most", "at_most") is None
    assert qualifier_of_ratio("at_least", "at_most") == "at_least"
    assert qualifier_of_ratio("exact", "at_least") == "at_most"
    assert qualifier_of_ratio("about", "at_least") == "about"


def test_no_change_between_bounds(shipped: ReleasedFolder) -> None:
    """Tiền Giang's ≥100,000 and ≥460,000 are no change of 360 %."""
    figures = shipped.ask(
        """SELECT term, value, qualifier FROM mart.figures
        WHERE organization_id = 'st-union-tien-giang' AND indicator = 'members' ORDER BY term"""
    )
    assert [(row["value"], row["qualifier"]) for row in figures] == [
        (100000, "at_least"),
        (460000, "at_least"),
    ]
    assert not shipped.ask(
        """FROM mart.derived
        WHERE organization_id = 'st-union-tien-giang' AND measure = 'change_of_members'"""
    )
    [row] = shipped.ask(CHANGE, ["st-union-tien-giang"])
    assert (row["n_organizations"], row["median_change"], row["change"]) == (0, None, None)


def test_change_is_led_by_no_outlier(shipped: ReleasedFolder) -> None:
    """The median of four stands; the change of sums, of which one organization makes most, does not."""
    [row] = shipped.ask(CHANGE, FOUR)
    assert (row["n_organizations"], row["n_grew"], row["n_same"], row["n_shrank"]) == (4, 1, 2, 1)
    assert row["median_change"] == 0
    assert row["change"] is None


def test_no_percentage_on_fewer_than_three(shipped: ReleasedFolder) -> None:
    """Of two organizations it is told which way they went, and no more."""
    [row] = shipped.ask(CHANGE, FOUR[:2])
    assert (row["n_organizations"], row["n_grew"], row["n_shrank"]) == (2, 1, 1)
    assert (row["median_change"], row["change"]) == (None, None)


def test_a_bound_may_leave_the_direction_open(folder: DataFolder) -> None:
    """Made up: of 1,700 members after 1,800, “at least” says neither that they rose nor that they fell."""
    with_several_terms(folder)
    lines = folder.lines("observations")
    header = lines[0]
    for line in lines[1:]:
        row = dict(zip(header, line, strict=True))
        if row["organization_id"] == HL and row["indicator"] == "members":
            line[header.index("qualifier")] = {"3": "exact", "4": "at_least"}[row["term"]]
            line[header.index("value")] = {"3": "1800", "4": "1700"}[row["term"]]
    folder.write("observations", lines)
    [row] = folder.ask(CHANGE, [HL])
    directions = ("n_organizations", "n_grew", "n_same", "n_shrank", "n_unclear")
    assert [row[name] for name in directions] == [1, 0, 0, 0, 1]


def test_years_mean_the_same_for_every_change(folder: DataFolder) -> None:
    """Where the term before is not among the years, no card tells a change, of all together or of one."""
    with_several_terms(folder)
    for years, n in (("", 1), (", from_year := 2015", 1), (", from_year := 2020", 0)):
        chosen = f"mart.chosen(organizations := ?{years})"
        [together] = folder.ask(f"FROM mart.change_between({chosen}, 'known', 'members', -1, 0)", [HL])
        ranked = folder.ask(f"FROM mart.series({chosen}, 'known', ['change_of_members'])", [HL])
        [point] = folder.ask(
            f"FROM mart.points({chosen}, 'known', ['change_of_members']) WHERE point = 0", [HL]
        )
        own = folder.ask(
            f"""FROM mart.organization_figures({chosen})
            WHERE measure = 'change_of_members' AND state = 'figure'""",
            [HL],
        )
        compared = folder.ask(
            """FROM mart.compared_measures(mart.chosen(from_year := ?), ?, 'association')
            WHERE measure = 'members' AND change IS NOT NULL""",
            int(years[-4:]) if years else None,
            [HL],
        )
        counts = together["n_organizations"], len(ranked), len(own), len(compared)
        assert counts == (n, n, n, n), years
        assert point["n_organizations_with_figure"] == n
