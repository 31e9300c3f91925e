"""What is chosen on a card becomes part of the address, as far as the release knows it; a table becomes a file without losing what it says."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard.model.page import Page
from dashboard.release import queries, warehouse
from dashboard.request.selection import Selection
from dashboard.view import card_view, url_state
from dashboard.view.card_view import Card, Quantity, Table
from dashboard.words.text import Text

BEFORE = Selection(language="en", kinds=("association",), card="ranking", cell=("funding", ""))


@pytest.fixture
def page() -> Page:
    return Page(
        "membership",
        warehouse.release_name(),
        BEFORE,
        Text("en"),
        queries.labels(page.release, "en"),
        queries.known(page.release),
    )


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[Selection]:
    """What becomes the address."""
    found: list[Selection] = []
    monkeypatch.setattr(url_state, "write", found.append)
    monkeypatch.setattr(url_state, "latest", lambda known: BEFORE)
    return found


@pytest.mark.parametrize("row", ["members", "members_per_branch", "funding", "received", "granted-title"])
def test_what_is_known_is_opened(page: Page, written: list[Selection], row: str) -> None:
    """The row and the organization; the filters stay, and the card is no longer pointed at."""
    card_view.opener(page)(f"{row}~st-union-hong-linh")
    assert written == [replace(BEFORE, cell=(row, "st-union-hong-linh"), card="", is_alone=False)]


@pytest.mark.parametrize(
    "code",
    [
        "",
        "~",
        "members~nobody",
        "nothing~st-union-hong-linh",
        "members~st-union-hong-linh~x",
        "<b>~",
        "members~'; --",
        "x" * 10_000,
    ],
)
def test_what_is_not_known_is_passed_over(page: Page, written: list[Selection], code: str) -> None:
    """What a browser sends is not believed."""
    card_view.opener(page)(code)
    assert written == []


@pytest.mark.parametrize(
    ("points", "opened"),
    [
        ([{"customdata": "members~st-union-hong-linh"}], True),
        ([{"customdata": ["members~st-union-hong-linh"]}], True),
        ([], False),
        ([{}], False),
        ([{"customdata": []}], False),
        ([{"customdata": 7}], False),
        ([{"customdata": ""}], False),
    ],
)
def test_a_chosen_bar(
    page: Page, written: list[Selection], monkeypatch: pytest.MonkeyPatch, points: list[Any], opened: bool
) -> None:
    """Its code is opened; a choice that is taken back, and a bar without a code, open nothing."""
    chart = SimpleNamespace(selection=SimpleNamespace(points=points))
    monkeypatch.setattr(card_view.st, "session_state", {"chart-ranking": chart})
    card_view._chosen("chart-ranking", card_view.opener(page))
    assert bool(written) == opened


def content(page: Page, card: Card) -> dict[str, Any]:
    """Returns what stands under a card on a day."""
    return json.loads(card_view._foot(page, card, datetime.date(2026, 11, 23)).json)


def test_a_table_under_a_card(page: Page) -> None:
    """Numbers and states are told apart, and each text is as it stands."""
    table = Table(
        ["Organization", "=Members", "Note"],
        [
            ("members~a", ["=1+1", Quantity("≈1,700", 1700.0, "about"), "as of 2018"]),
            ("members~b", ['Hội "A", B', "not mentioned", ""]),
            ("", ["C", Quantity("+12.5%", 0.125, "exact"), "@x"]),
            ("", ["D", Quantity("", None, "exact"), "-5"]),
        ],
    )
    foot = content(page, Card("ranking", "Title", table=table))
    assert [row["states"] for row in foot["table"]["rows"]] == [[], [1], [], []]
    assert [row["cells"][0] for row in foot["table"]["rows"]] == ["=1+1", 'Hội "A", B', "C", "D"]


def test_a_card_without_rows_offers_no_file(page: Page) -> None:
    foot = content(page, Card("ranking", "Title", table=Table(["a"], [])))
    assert (foot["table"], foot["files"], foot["sources"]) == (None, [], None)
    assert foot["copies"][0]["to"] == "membership?kind=association&lang=en&card=ranking"
