"""What is chosen on a card becomes part of the address, as far as the release knows it; a table becomes a
file without losing what it says.
"""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard.model.card import Card, Column, Quantity, Row, Table
from dashboard.model.page import PAGES, Page
from dashboard.request.selection import BOUNDARIES, TIME_AXES, Selection
from dashboard.view import card_footer, card_view, url_state
from dashboard.words.languages import LANGUAGES
from tests import opening

BEFORE = opening.selection(language="en", kinds=("association",), card="ranking", cell=("funding", ""))
ABOUT = {"about": "st-union-hong-linh", "place": "ha-tinh"}
COMPARED = {
    "organizations": ("st-union-hong-linh", "it-association-thanh-hoa"),
    "provinces": ("ha-tinh", "thanh-hoa", "da-nang"),
}


@pytest.fixture
def page() -> Page:
    return opening.page("membership", BEFORE)


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
    card_view.on_row_selected(page)(f"{row}~st-union-hong-linh")
    assert written == [opening.selection(BEFORE, cell=(row, "st-union-hong-linh"), card="", is_alone=False)]


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
    card_view.on_row_selected(page)(code)
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
    card_view._on_point_selected("chart-ranking", card_view.on_row_selected(page))
    assert bool(written) == opened


def content(page: Page, card: Card) -> dict[str, Any]:
    """Returns what stands under a card on a day."""
    return json.loads(card_footer.card_footer(page, card).json)


def test_a_table_under_a_card(page: Page) -> None:
    """Numbers and states are told apart, and each text is as it stands."""
    table = Table(
        [Column("organization", "Organization"), Column("members", "=Members"), Column("note", "Note")],
        [
            Row("a", ["=1+1", Quantity("≈1,700", 1700.0, "about"), "as of 2018"], "members~a"),
            Row("b", ['Hội "A", B', "not mentioned", ""], "members~b"),
            Row("c", ["C", Quantity("+12.5%", 0.125, "exact"), "@x"]),
            Row("d", ["D", Quantity("", None, "exact"), "-5"]),
        ],
    )
    foot = content(page, Card("ranking", "Title", table=table))
    assert [row["states"] for row in foot["table"]["rows"]] == [[], [1], [], []]
    assert [row["code"] for row in foot["table"]["rows"]] == ["members~a", "members~b", "", ""]
    assert [row["cells"][0] for row in foot["table"]["rows"]] == ["=1+1", 'Hội "A", B', "C", "D"]


def test_a_card_without_rows_offers_no_file(page: Page) -> None:
    foot = content(page, Card("ranking", "Title", table=Table([Column("a", "a")], [])))
    assert (foot["table"], foot["files"], foot["sources"]) == (None, [], None)
    assert foot["copies"][0]["to"] == "membership?lang=en&kind=association&card=ranking"


# Codes of tables


def shapes() -> list[tuple[str, dict[str, Any]]]:
    """Pages and what is selected there: every axis of time and every subject of every page, in both
    boundaries.
    """
    found: list[tuple[str, dict[str, Any]]] = []
    for name in PAGES:
        axes = (
            TIME_AXES if name in ("membership", "branches", "leadership", "organization") else TIME_AXES[:2]
        )
        subjects = COMPARED.values() if name == "compare" else [()]
        found += [
            (name, {"axis": axis, "compared": compared, "boundaries": boundaries, **ABOUT})
            for axis in axes
            for compared in subjects
            for boundaries in BOUNDARIES
        ]
    return found


def tables(name: str, language: str, selected: dict[str, Any]) -> dict[str, Table]:
    """The tables of a page's cards by the name of the card."""
    page = opening.page(name, opening.selection(language=language, **selected))
    return {card.name: card.table for card in opening.cards(page).values() if card.table}


@pytest.mark.parametrize(("name", "selected"), shapes())
def test_codes_find_rows_and_columns_again(name: str, selected: dict[str, Any]) -> None:
    """In every table row codes are unique, and so are those of columns; in each language they are the same,
    in the same order but where rows are sorted by what they are called.
    """
    vietnamese, *others = (tables(name, language, selected) for language in LANGUAGES)
    for card, table in vietnamese.items():
        rows, columns = [row.code for row in table.rows], [column.code for column in table.columns]
        assert len(set(rows)) == len(rows), (card, [code for code in rows if rows.count(code) > 1])
        assert len(set(columns)) == len(columns), (card, columns)
        assert all(rows), card
        assert all(columns), card
        assert all(len(row.cells) == len(columns) for row in table.rows), card
    for other in others:
        assert list(other) == list(vietnamese)
        for card, table in vietnamese.items():
            assert [column.code for column in other[card].columns] == [c.code for c in table.columns], card
            assert {row.code: row.opens for row in other[card].rows} == {r.code: r.opens for r in table.rows}


def test_every_page_but_that_of_changes_has_a_table() -> None:
    """Else the codes of nothing would be unique."""
    with_tables = {name for name, selected in shapes() if tables(name, "en", selected)}
    assert with_tables == set(PAGES) - {"changes"}
