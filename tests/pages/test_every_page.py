"""Every page in both languages, with everything, one organization, nothing selected and nothing coded: no failure, one language, whole cards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import duckdb
import pytest

from dashboard.cards import registry
from dashboard.model.page import OF_ONE, PAGES, UNFILTERED, Page
from dashboard.request.selection import CARDS, FILTERS
from dashboard.words.text import Text
from tests.pages.by_hand import ByHand, Row
from tests.pages.test_language import foreign

DOCUMENTED, UNDOCUMENTED = "st-union-hong-linh", "it-association-tay-ninh"
STATES: dict[str, Row] = {
    "everything": {},
    "one organization": {
        "organization": DOCUMENTED,
        "about": DOCUMENTED,
        "place": "ha-tinh",
        "compare": f"{DOCUMENTED},st-union-ha-tinh",
    },
    "nothing selected": {
        "organization": DOCUMENTED,
        "kind": "club",
        "about": DOCUMENTED,
        "place": "ha-tinh",
        "years": "1900-1910",
    },
    "nothing coded": {
        "organization": UNDOCUMENTED,
        "about": UNDOCUMENTED,
        "place": "cao-bang",
        "compare": f"{UNDOCUMENTED},cao-bang",
    },
    "much chosen": {
        "boundaries": "former",
        "kind": "union_of_associations",
        "level": "province",
        "region": "mekong-delta",
        "years": "2005-2022",
        "time": "calendar",
        "about": "st-union-an-giang",
        "place": "an-giang",
        "compare": "st-union-an-giang,st-union-ca-mau,long-an",
        "measure": "member_associations",
        "cell": "member_associations~st-union-an-giang",
    },
}
LISTS = {"documents", "organizations", "peers"}  # cards that name things and show no figure of a report
MATRIX = pytest.mark.parametrize("state", STATES)


@pytest.fixture(params=["vi", "en"])
def say(request: pytest.FixtureRequest) -> Text:
    return Text(request.param)


def test_the_states_are_what_they_are_called(by_hand: ByHand) -> None:
    """Of one organization there are documents, of the other none; no organization passes the filters of "nothing selected"."""
    assert DOCUMENTED in by_hand.documented
    assert UNDOCUMENTED not in by_hand.documented
    assert not by_hand.selected(organization=[DOCUMENTED], kind=["club"])
    assert "cao-bang" not in {by_hand.place(o, "present") for o in by_hand.documented}


@MATRIX
@pytest.mark.parametrize("name", PAGES)
def test_a_page(
    see: Callable[..., Any], rows: Callable[..., list[Row]], say: Text, name: str, state: str
) -> None:
    """It is there whole, refuses nothing of the link, and speaks one language; each card is known, says what it is of, and where that is from."""
    query = STATES[state] | ({"lang": "en"} if say.language == "en" else {})
    page = see(PAGES[name], **query)
    assert (page.exceptions, page.subject("warning"), page.subject("error")) == ([], [], [])
    is_empty = state == "nothing selected" and name not in {*OF_ONE, *UNFILTERED}
    # A page of one thing may say there that nothing is coded of it; no page says that it passed over a part of the link.
    assert is_empty == (say("nothing_left") in page.subject("info"))
    assert name in OF_ONE or len(page.subject("info")) == is_empty
    assert not [
        text for text in page.subject("info") if text.startswith(say("rejected", parts="@").split("@")[0])
    ]
    assert page.subject("title"), "a page has a title"
    assert foreign(page, rows, say.language) == []
    if is_empty:
        assert page.cards == {}
        return
    assert set(page.cards) <= CARDS
    for code, card in page.cards.items():
        assert len(card.of("header")) == 1, f"{code} has a title"
        assert card.of("caption") or card.of("markdown") or code in LISTS, (
            f"{code} says of which time and of how many it is, or why it is empty"
        )
        assert card.foot["name"] == code
        kept = {part: value for part, value in query.items() if part not in ("cell", "card")}
        live, pinned = (
            dict(parse_qsl(copy["to"].partition("?")[2])) for copy in card.foot["copies"] if "to" in copy
        )
        assert live == kept | {"card": code}
        assert pinned.items() >= live.items()
        assert len(pinned["release"]) == 12
        opens = {"grid", "statements", "timeline", "figures"} & set(card.elements) or any(
            row["code"] for row in (card.foot["table"] or {"rows": []})["rows"]
        )
        assert card.foot["sources"] or opens or card.of("markdown") or code in LISTS, (
            f"{code} leads to its sources or says why there are none"
        )
        assert all(card.of("alt")) == bool(card.elements.get("chart", True)), (
            f"{code} says its chart in words"
        )
        if card.foot["table"]:
            assert card.foot["table"]["rows"]
            assert card.text().startswith("\ufeff")


@pytest.mark.parametrize("name", [name for name in PAGES if name not in UNFILTERED])
def test_a_page_whose_cards_cannot_be_told_stands(
    see: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Where what a page is made of cannot be asked, one sentence says so, and head and foot are there; nothing is said to be missing."""

    def failing(page: Page) -> dict[str, Any]:
        raise duckdb.Error("the release vanished")

    monkeypatch.setitem(registry._PAGES, name, failing)
    page = see(PAGES[name], lang="en", about=DOCUMENTED, place="ha-tinh", compare=DOCUMENTED)
    assert (page.exceptions, page.subject("warning")) == ([], [Text("en")("failed")])
    assert page.subject("title")
    assert page.cards == {}
    assert any("release" in caption.lower() for caption in page.subject("caption"))
    assert [text for text in page.subject("info") if text != Text("en")("compare_one")] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_card_can_be_linked_to(see: Callable[..., Any], name: str) -> None:
    """A link to a card of a page is refused nothing, and the card knows that it is meant."""
    about = STATES["one organization"]
    parts = {part: value for part, value in about.items() if part not in FILTERS}
    for code in see(PAGES[name], lang="en", **parts).cards:
        page = see(PAGES[name], lang="en", **parts, card=code)
        assert [card for card, shown in page.cards.items() if shown.foot["selected"]] == [code]
        assert page.subject("info") == []
        break  # one is enough: all are drawn by the same code
