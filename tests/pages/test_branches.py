"""Branches and units: the same for each indicator of the group, one chosen, and all of them side by side in
the five states.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dashboard.words.text import Text, plain
from tests.etl.folder import DataFolder
from tests.pages.by_hand import ByHand, Row
from tests.pages.measured import (
    Asked,
    check_file,
    check_ranking,
    check_regions,
    check_series,
    check_structure,
)

PAGE = "pages/branches.py"


def group(by_hand: ByHand) -> list[str]:
    """The indicators of the page in the order of the list."""
    return sorted(
        (i for i, row in by_hand.indicators.items() if row["indicator_group"] == "branches"),
        key=lambda i: int(by_hand.indicators[i]["position"]),
    )


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"time": "latest"},
        {"measure": "branches"},
        {"measure": "affiliated_units", "years": "2005-2016"},
        {"measure": "member_organizations", "time": "number"},
        {"measure": "member_associations", "time": "calendar", "at": "2012"},
        {"kind": "association"},
        {"measure": "members", "level": "district"},
    ],
    ids=str,
)
def test_every_card(cards: Callable[..., Any], by_hand: ByHand, query: Row) -> None:
    """Of the indicator of the link where it is one of the group, else of the one that most report; the change
    where the list has it.
    """
    asked = Asked(by_hand, Text("en"), query)
    shown = cards("branches", **asked.link())
    indicators = group(by_hand)
    n_reporting = {
        i: by_hand.total(
            i, asked.organizations, asked.years, is_latest_only=asked.is_latest_only
        ).n_with_figure
        for i in indicators
    }
    measure = (
        query.get("measure")
        if query.get("measure") in indicators
        else max(indicators, key=lambda i: n_reporting[i])
    )
    assert measure is not None
    at = asked.moment(measure)
    check_ranking(shown["ranking"], asked, measure, at)
    check_series(shown["series"], asked, measure)
    check_structure(shown["branches"], asked, indicators)
    check_regions(shown["regions"], asked, measure)
    change = f"change_of_{measure}"
    assert ("change" in shown) == (change in {row["measure"] for row in by_hand.rows("derived_measures")})
    if "change" in shown:
        check_ranking(shown["change"], asked, change, at)
    for card in shown.values():
        check_file(card, asked)


def test_choosing_an_indicator(opened: Callable[..., Any], by_hand: ByHand) -> None:
    """Every indicator of the group is offered by its name; the one that is chosen becomes part of the
    address, and a point of time of another goes.
    """
    app = opened(PAGE, lang="en", time="number", at="3")
    choice = app.button_group(key="indicator")
    assert [option.content for option in choice.proto.options] == [
        by_hand.indicators[i]["label_en"] for i in group(by_hand)
    ]
    choice.set_value("affiliated_units").run()
    query = {
        name: value[-1] if isinstance(value, list) else value
        for name, value in dict(app.query_params).items()
    }
    assert query == {"lang": "en", "time": "number", "measure": "affiliated_units"}
    assert not app.exception


def test_all_six_states_stand_side_by_side(cards: Callable[..., Any], by_hand: ByHand) -> None:
    """What is not reported says why it is empty; it is no zero, also in the file."""
    card = cards("branches", lang="en")["branches"]
    say = Text("en")
    words = {
        cells[n - 1]
        for row in card.foot["table"]["rows"]
        for cells in [row["cells"][1:]]
        for n in row["states"]
    }
    assert words <= {
        say(f"cell_{state}")
        for state in ("unstated", "not_mentioned", "not_read", "no_document", "not_applicable")
    }
    assert say("cell_not_read") in words
    for row in card.file:
        for label in (by_hand.indicators[i]["label_en"] for i in group(by_hand)):
            assert bool(row[label]) == (row[say("file_qualifier", column=label)] not in words)


def test_a_label_is_no_markdown_where_it_is_chosen(
    see_copy: Callable[..., Any], standing: DataFolder
) -> None:
    label = "Chi **hội** ![anh](https://evil.vn/a.png) :material/home:"
    standing.edit("indicators", standing.line_of("indicators", indicator="branches"), label_vi=label)
    options = see_copy(standing.path.parent, PAGE, lang="vi").of("button_group")
    assert plain(label) in options
    assert label not in options
