"""Leadership: committees as elected and as they are, retention, movements and delegates, as a hand count
gives them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dashboard.words.text import Text
from tests.pages.by_hand import ByHand, Row
from tests.pages.measured import Asked, check_file, check_ranking, check_series, check_structure

PAGE = "pages/leadership.py"
ELECTED = (
    "committee_elected",
    "committee_size",
    "standing_committee_elected",
    "standing_committee_size",
    "vice_chairs_elected",
)


def flows(by_hand: ByHand) -> list[str]:
    """The indicators of leadership that count what happened over a term."""
    return [code for code, row in leadership(by_hand).items() if row["nature"] == "flow"]


def others(by_hand: ByHand) -> list[str]:
    """The other indicators of leadership that the table of committees has after the first ones."""
    own = (*ELECTED, *flows(by_hand), "congress_delegates")
    return [code for code in leadership(by_hand) if code not in own]


def leadership(by_hand: ByHand) -> dict[str, Row]:
    return {code: row for code, row in by_hand.indicators.items() if row["indicator_group"] == "leadership"}


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"years": "2015-2020"},
        {"time": "calendar"},
        {"time": "number", "at": "5", "kind": "union_of_associations"},
        {"level": "district", "lang": "en"},
    ],
    ids=str,
)
def test_every_card(cards: Callable[..., Any], by_hand: ByHand, query: Row) -> None:
    """Committees side by side, the elected ranked and over the terms, retention, who came and went, and
    delegates.
    """
    asked = Asked(
        by_hand,
        Text(query.get("lang", "vi")),
        {name: value for name, value in query.items() if name != "lang"},
    )
    shown = cards("leadership", **asked.link())
    assert list(shown) == ["committee", "ranking", "series", "retention", "movements", "delegates"]
    at = asked.moment("committee_elected")
    check_structure(shown["committee"], asked, (*ELECTED, *others(by_hand)))
    check_ranking(shown["ranking"], asked, "committee_elected", at)
    check_series(shown["series"], asked, "committee_elected")
    check_ranking(shown["retention"], asked, "committee_retention", at)
    check_structure(shown["movements"], asked, tuple(flows(by_hand)))
    check_ranking(shown["delegates"], asked, "congress_delegates", at)
    for card in shown.values():
        check_file(card, asked)


def test_a_committee_that_lost_nobody_is_whole(cards: Callable[..., Any], by_hand: ByHand) -> None:
    """Retention is what remained of those elected: of 17 of whom 3 left, 82.4%; only where both are reported,
    and withheld where too few do.
    """
    shown = cards("leadership", lang="en", organization="st-union-hong-linh")
    assert shown["retention"].table["committee_retention~st-union-hong-linh"][1] == "82.4%"
    assert shown["retention"].texts("markdown") == [Text("en")("ranking_withheld", n=1, all=1)]
    assert shown["retention"].foot["sources"]["title"] == Text("en")("sources_n", n=2)
    assert {
        by_hand.value("st-union-hong-linh", 4, i).value for i in ("committee_elected", "committee_departures")
    } == {17, 3}  # type: ignore[union-attr]
