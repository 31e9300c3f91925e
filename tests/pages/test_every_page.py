"""Every page in both languages, with everything, one organization, nothing selected and nothing coded: no
failure, one language, whole cards.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import duckdb
import pytest

from dashboard.cards import registry
from dashboard.model.page import CARDS, PAGES, SUBJECTS, UNFILTERED, Page
from dashboard.request.selection import FILTERS
from dashboard.words.languages import LANGUAGES
from dashboard.words.text import Text
from tests.pages.by_hand import ByHand, Row
from tests.pages.conftest import page_at
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
        "place": "dien-bien",
        "compare": f"{UNDOCUMENTED},dien-bien",
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
# Each page in each state is drawn in one language, half of them in either; cards are made in both.
DRAWN = [
    (name, state, list(LANGUAGES)[(n + m) % len(LANGUAGES)])
    for n, name in enumerate(PAGES)
    for m, state in enumerate(STATES)
]
MADE = [
    (name, state)
    for name in PAGES
    for state in STATES
    if state != "nothing selected" or name in {*SUBJECTS, *UNFILTERED}
]


@pytest.fixture(params=LANGUAGES)
def say(request: pytest.FixtureRequest) -> Text:
    return Text(request.param)


def link(state: str, say: Text) -> Row:
    return STATES[state] | ({"lang": "en"} if say.language == "en" else {})


def test_the_states_are_what_they_are_called(by_hand: ByHand) -> None:
    """Of one organization there are documents, of the other none; no organization passes the filters of
    "nothing selected".
    """
    assert DOCUMENTED in by_hand.documented
    assert UNDOCUMENTED not in by_hand.documented
    assert not by_hand.selected(organization=[DOCUMENTED], kind=["club"])
    assert "dien-bien" not in {by_hand.place(o, "present") for o in by_hand.documented}


@pytest.mark.parametrize(("name", "state", "language"), DRAWN)
def test_a_page(
    see: Callable[..., Any],
    cards: Callable[..., dict[str, Any]],
    rows: Callable[..., list[Row]],
    name: str,
    state: str,
    language: str,
) -> None:
    """It is there whole, refuses nothing of the link, and speaks one language; what is drawn is its cards,
    each as it was made.
    """
    say = Text(language)
    query = link(state, say)
    page = see(PAGES[name], **query)
    assert (page.exceptions, page.of("warning"), page.of("error")) == ([], [], [])
    is_empty = (name, state) not in MADE
    # A page of one thing may say there that nothing is coded of it; no page says that it passed over a part
    # of the link.
    assert is_empty == (say("nothing_left") in page.of("info"))
    assert name in SUBJECTS or len(page.of("info")) == is_empty
    assert not [text for text in page.of("info") if text.startswith(say("rejected", parts="@").split("@")[0])]
    assert page.of("title"), "a page has a title"
    assert foreign(page, rows, say.language) == []
    made = {} if is_empty else cards(name, **query)
    assert set(page.cards) == set(made)
    for code, card in made.items():
        check_drawn(page.cards[code], card)


def check_drawn(drawn: Any, made: Any) -> None:
    """Checks that a card is drawn as it was made: its texts in their order, and what its elements show."""
    texts = [
        [kind, text] for kind in dict.fromkeys(kind for kind, _ in drawn.words) for text in drawn.texts(kind)
    ]
    is_offered = "button" in dict(drawn.words)  # to compare with: a choice, which is no picture of anything
    expected = [
        [kind, text]
        for kind in dict.fromkeys(kind for kind, _ in made.words)
        for _, text in [word for word in made.words if word[0] == kind]
    ]
    assert [text for text in texts if not is_offered or text in expected] == expected
    assert set(drawn.elements) == set(made.elements)
    for kind, elements in made.elements.items():
        for shown, content in zip(drawn.elements[kind], elements, strict=True):
            if kind == "chart":
                for drawn_trace, trace in zip(shown["data"], content["data"], strict=True):
                    # Plotly leaves out what is None in it.
                    trace.pop("unselected", None)
                    assert {key: drawn_trace[key] for key in trace} == trace
                assert shown["layout"].keys() >= content["layout"].keys()
            elif kind == "statements":
                assert shown == content
            else:
                assert {key: shown[key] for key in content} == content


@pytest.mark.parametrize(("name", "state"), MADE)
def test_its_cards(
    cards: Callable[..., dict[str, Any]], rows: Callable[..., list[Row]], say: Text, name: str, state: str
) -> None:
    """Each card is known, speaks one language, and says what it is of, and where that is from."""
    query = link(state, say)
    made = cards(name, **query)
    assert set(made) - CARDS == set(), "add them to CARDS in dashboard/model/page.py"
    for code, card in made.items():
        assert foreign(card, rows, say.language) == []
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


@pytest.mark.parametrize(("name", "state"), MADE)
def test_figures_are_found_by_codes(name: str, state: str) -> None:
    """In the table of every card rows and columns have codes, no two the same, and the same in every
    language.
    """
    found: dict[str, list[tuple[list[str], set[str]]]] = {}
    for language in LANGUAGES:
        for code, build in registry.cards_of(page_at(name, STATES[state] | {"lang": language})).items():
            if table := build().table:
                columns, codes = [column.code for column in table.columns], [row.code for row in table.rows]
                assert all(codes), code
                assert all(columns), code
                assert len(set(codes)) == len(codes), code
                assert len(set(columns)) == len(columns), code
                found.setdefault(code, []).append((columns, set(codes)))
    for code, of_languages in found.items():
        assert of_languages == [of_languages[0]] * len(LANGUAGES), code


@pytest.mark.parametrize("name", [name for name in PAGES if name not in UNFILTERED])
def test_a_page_whose_cards_cannot_be_told_stands(
    see_afresh: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Where what a page is made of cannot be asked, one sentence says so, and head and foot are there;
    nothing is said to be missing.
    """

    def failing(page: Page) -> dict[str, Any]:
        raise duckdb.Error("the release vanished")

    monkeypatch.setitem(registry._PAGES, name, failing)
    page = see_afresh(PAGES[name], lang="en", about=DOCUMENTED, place="ha-tinh", compare=DOCUMENTED)
    assert (page.exceptions, page.of("warning")) == ([], [Text("en")("failed")])
    assert page.of("title")
    assert page.cards == {}
    assert any("release" in caption.lower() for caption in page.of("caption"))
    assert [text for text in page.of("info") if text != Text("en")("compare_one")] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_card_can_be_linked_to(
    see: Callable[..., Any], cards: Callable[..., dict[str, Any]], name: str
) -> None:
    """A link to a card of a page is refused nothing, and the card knows that it is meant. One is enough: all
    are drawn by the same code.
    """
    about = STATES["one organization"]
    parts = {part: value for part, value in about.items() if part not in FILTERS}
    for code in list(cards(name, lang="en", **parts))[:1]:
        page = see(PAGES[name], lang="en", **parts, card=code)
        assert [card for card, shown in page.cards.items() if shown.foot["selected"]] == [code]
        assert page.of("info") == []
