"""The awards page shows what a hand count of the rows gives: sums and states apart, received and granted
never added together.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dashboard.words.text import Text
from tests.etl import awards_by_hand
from tests.etl.awards_by_hand import Row, Sum

PAGE = "pages/awards.py"
DIRECTIONS = ("received", "granted")
HL, NOTHING = "st-union-hong-linh", "it-association-tay-ninh"
NONE = Sum(None, None, 0, 0, frozenset(), frozenset(), 0)


@pytest.fixture(params=["vi", "en"])
def say(request: pytest.FixtureRequest) -> Text:
    return Text(request.param)


@pytest.fixture(scope="session")
def hand(rows: Callable[[str], list[Row]]) -> Callable[..., dict[str, Sum]]:
    """The sum of every sort of which organizations have any award, of those chosen or of all."""

    def counting(*organizations: str, years: tuple[int, int] = (0, 0)) -> dict[str, Sum]:
        everybody = [o["organization_id"] for o in rows("organizations")]
        return awards_by_hand.by_sort(awards_by_hand.counted(rows, organizations or everybody, years))

    return counting


def grids(page: Any) -> dict[str, dict[str, Any]]:
    """The cells of both grids by the code that they open."""
    return {
        cell["code"]: cell
        for grid in page.elements.get("grid", [])
        for group in grid["groups"]
        for row in group["rows"]
        for cell in [
            *row["cells"],
            {"code": f"{row['code']}~", "text": row["spread"], "said": row["spread_said"]},
        ]
    }


def feet(page: Any) -> dict[str, dict[str, Any]]:
    return {foot["name"]: foot for foot in page.elements["card_footer"]}


def written(say: Text, found: Sum, silence: str = "not_read") -> str:
    """A sum as a cell or a bar has it: ✓ for what is reported without a number, ○ or … for what is not."""
    if found.total is None:
        return "✓" if found.n_unstated else {"not_mentioned": "○", "not_read": "…"}[silence]
    return say.quantity(found.total, found.qualifier) + (" ✓" if found.n_unstated else "")


def check_sums(page: Any, say: Text, found: dict[str, Sum], silence: str = "not_read") -> None:
    """Compares cards, grids and charts with a hand count; of what there is none of, in that state."""
    cards = page.items("cards")
    for direction in DIRECTIONS:
        total = found.get(direction, NONE)
        card = cards[say(f"awards_{direction}")]
        assert card["value"] == ("" if total.total is None else say.quantity(total.total, total.qualifier))
        assert (say("unstated_rows", n=total.n_unstated) in card["note"]) == (total.n_unstated > 0)
    cells = grids(page)
    for code, cell in cells.items():
        total = found.get(code.removesuffix("~"), NONE)
        assert cell["text"] == written(say, total, silence), code
        states = {
            "figure": total.total is not None,
            "partial": total.total is not None and total.n_unstated > 0,
        }
        state = (
            "partial"
            if states["partial"]
            else "figure"
            if states["figure"]
            else "unstated"
            if total.n_unstated
            else silence
        )
        assert cell.get("state", state) == state, code
    assert {f"{sort}~" for sort in found if "-in-" not in sort and "-to-" not in sort} <= set(cells)


def test_the_figures_are_those_counted_by_hand(
    see: Callable[..., Any], hand: Callable[..., dict[str, Sum]], rows: Any, say: Text
) -> None:
    """Every type at every level, in both directions, each in its own state, with the coverage, and the legend
    of the states that there are.
    """
    page, found = see(PAGE, lang=say.language), hand()
    check_sums(page, say, found)
    n = len(rows("organizations"))
    for direction, grid in zip(DIRECTIONS, page.elements["grid"], strict=True):
        assert (
            grid["words"]["over"]
            == say("column_giver")
            == {"vi": "Cấp trao", "en": "Giver's level"}[say.language]
        )
        assert len(grid["columns"]) == len(rows("award_levels")) + 1
        states = {cell["state"] for group in grid["groups"] for row in group["rows"] for cell in row["cells"]}
        assert set(grid["marks"]) == states
        covered = say("covered", n=len(found[direction].with_figure), all=n)
        assert any(covered in caption and say("of_all_terms") in caption for caption in page.of("caption"))
    both = sum(found[direction].total or 0 for direction in DIRECTIONS)
    assert not any(say.number(both) in text.replace("\\", "").split() for _, text in page.words)
    assert page.exceptions == page.of("warning") == page.of("info") == []


@pytest.mark.parametrize("query", [{"organization": HL}, {"years": "2018-2021"}], ids=str)
def test_a_filter_narrows_every_figure(
    see: Callable[..., Any], hand: Callable[..., dict[str, Sum]], say: Text, query: dict[str, str]
) -> None:
    """Of one organization its own, which was read whole; of years those of the award's year or, where it has
    none, of its term.
    """
    found = hand(HL) if "organization" in query else hand(years=(2018, 2021))
    page = see(PAGE, lang=say.language, **query)
    check_sums(page, say, found, "not_read" if "years" in query else "not_mentioned")
    assert ("years" in query) == any(
        say("awards_within", years="2018–2021").split(":")[0] in text.replace("\\", "")
        for text in page.of("caption")
    )
    assert page.exceptions == []


def test_a_year_without_a_number_is_a_mark_and_one_without_a_row_a_gap(
    see: Callable[..., Any], hand: Callable[..., dict[str, Sum]], say: Text
) -> None:
    """Both directions stand on the same years; what has no year is told under the chart."""
    page, found = see(PAGE, lang=say.language), hand()
    charts = page.elements["chart"]
    years = sorted(
        {int(sort.rpartition("-")[2]) for sort in found if "-in-" in sort and not sort.endswith("unnamed")}
    )
    span = range(years[0], years[-1] + 1)
    gaps = 0
    for direction, chart in zip(DIRECTIONS, charts[:2], strict=True):
        bars, marks = chart["data"]
        sums = [found.get(f"{direction}-in-{year}", NONE) for year in span]
        assert bars["y"] == [total.total for total in sums]
        assert [text for text in bars["text"] if text] == [
            written(say, total) for total in sums if total.total is not None
        ]
        unnumbered = [n for n, total in enumerate(sums) if total.total is None and total.n_unstated]
        assert (marks["x"], set(marks["text"])) == (unnumbered, {"✓"})
        gaps += sum(total == NONE for total in sums)
        undated = found[f"{direction}-in-unnamed"]
        number = (
            [say("awards_n", n=say.quantity(undated.total, undated.qualifier), count=undated.total)]
            if undated.total is not None
            else []
        )
        told = say(
            "awards_without_year", what=", ".join([*number, say("unstated_rows", n=undated.n_unstated)])
        )
        assert any(told in caption.replace("\\", "") for caption in page.of("caption"))
    assert gaps > 0


def test_recipients(
    see: Callable[..., Any], hand: Callable[..., dict[str, Sum]], rows: Any, say: Text
) -> None:
    """Each direction has its own bars; one without a number has its mark for words, and opens its rows like
    the others.
    """
    charts, found = see(PAGE, lang=say.language).elements["chart"], hand()
    for direction, chart in zip(DIRECTIONS, charts[2:4], strict=True):
        [bars] = chart["data"]
        sorts = [code.removesuffix("~") for code in bars["customdata"]]
        assert set(sorts) == {sort for sort in found if sort.startswith(f"{direction}-to-")}
        assert bars["x"] == [found[sort].total or 0 for sort in sorts]
        assert bars["text"] == [written(say, found[sort]) for sort in sorts]


def test_the_ranking_is_withheld_where_too_few_give_a_number(
    see: Callable[..., Any], rows: Any, say: Text
) -> None:
    """Of the organizations selected less than a fifth do: the page says so, and the table has them; of those
    that report, bars rank them.
    """
    kinds = ("association", "professional_association", "arts_association", "club")
    everybody = [o["organization_id"] for o in rows("organizations") if o["kind"] in kinds]
    each = awards_by_hand.by_organization(awards_by_hand.counted(rows, everybody), "received")
    given = {o: total for o, total in each.items() if total.total is not None}
    assert 3 <= len(given) < len(everybody) / 5
    page = see(PAGE, lang=say.language, kind=",".join(kinds))
    assert any(
        say("ranking_withheld", n=len(given), all=len(everybody)) in text.replace("\\", "")
        for text in page.of("markdown")
    )
    table = {row["code"]: row["cells"] for row in feet(page)["ranking"]["table"]["rows"]}
    assert set(table) == {f"received~{o}" for o in each}
    assert all(
        table[f"received~{o}"][1] == say.quantity(total.total, total.qualifier) for o, total in given.items()
    )
    assert {table[f"received~{o}"][1] for o in set(each) - set(given)} == {say("cell_unstated")}
    ranked = see(PAGE, lang=say.language, organization=",".join(given)).elements["chart"][-1]["data"][0]
    assert ranked["x"] == sorted((total.total for total in given.values()), reverse=True)
    assert {code: x for code, x in zip(ranked["customdata"], ranked["x"], strict=True)} == {
        f"received~{o}": t.total for o, t in given.items()
    }


def test_what_has_no_number_is_listed_with_its_document(
    see: Callable[..., Any], rows: Any, say: Text
) -> None:
    """One item a row without a number, received and granted apart."""
    page = see(PAGE, lang=say.language)
    titles = {row["source_id"]: row["title"] for row in rows("sources")}
    shown = {group["heading"]: group["items"] for group in page.elements["statements"][0]}
    types = {row["award"]: row[f"label_{say.language}"] for row in rows("award_types")}
    for direction in DIRECTIONS:
        unnumbered = [row for row in rows("awards") if row["direction"] == direction and not row["count"]]
        items = shown[say(f"awards_{direction}")]
        assert sorted(item["text"] for item in items) == sorted(types[row["award"]] for row in unnumbered)
        assert all(
            any(item["where"].startswith(titles[row["source_id"]]) for item in items) for row in unnumbered
        )


@pytest.mark.parametrize(
    "sort",
    [
        "received",
        "granted-prize",
        "received-merit_certificate-central",
        "received-from-unnamed",
        "granted-in-2019",
        "received-in-unnamed",
        "received-to-individual",
        "granted-order-state",
    ],
)
def test_what_is_opened_is_what_the_figure_is_made_of(
    see: Callable[..., Any], rows: Any, hand: Callable[..., dict[str, Sum]], sort: str
) -> None:
    """A cell, a bar or a year opens its own coded rows, those of other documents too; where there are none,
    the page says so.
    """
    say = Text("en")
    page = see(PAGE, lang="en", cell=f"{sort}~")
    opened = page.elements["statements"][-1]
    coded = [row for row in rows("awards") if sort in awards_by_hand.sorts_of(row)]
    assert sum(len(group["items"]) for group in opened) == len(coded) == hand().get(sort, NONE).n_rows
    assert (say("no_awards").rstrip(".") in " ".join(page.of("markdown"))) == (not coded)
    for row in coded:
        number = say.quantity(int(row["count"]), row["qualifier"]) if row["count"] else say("no_number")
        assert any(item["text"].endswith(f": {number}") for group in opened for item in group["items"])
    assert page.of("header")[-1].replace("\\", "").startswith(say(f"awards_{sort.partition('-')[0]}"))


def test_where_nothing_is_coded_the_page_says_so(see: Callable[..., Any], say: Text) -> None:
    """No card, no chart and no zero: one sentence that there is no document."""
    page = see(PAGE, lang=say.language, organization=NOTHING)
    assert {"grid", "chart", "statements", "card_footer"} & set(page.elements) == set()
    assert [item["value"] for item in page.items("cards").values()] == ["", ""]
    assert sum(say("no_awards_no_document") in text.replace("\\", "") for text in page.of("markdown")) == 1
    assert page.exceptions == page.of("warning") == []


def test_a_total_says_that_documents_disagree_on_an_award_in_it(see: Callable[..., Any]) -> None:
    """Of those granted one is reported otherwise by another document; of those received none is."""
    say, cards = Text("en"), see(PAGE, lang="en").items("cards")
    assert say("disputed_n", n=1) in cards[say("awards_granted")]["note"]
    assert "disputed" not in cards[say("awards_received")]["note"]
