"""Every page in both languages with 3,000 organizations of ten terms each: nothing fails, and nothing is
sent that is too long for a phone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from dashboard.model.page import PAGES, UNFILTERED
from dashboard.words.text import Text
from etl.build import build
from tests.bench.generate import generate_federation
from tests.conftest import PROJECT, made_once
from tests.pages.conftest import answering_from

N = 3_000
MAX_SENT = 1_000_000  # bytes, before they are compressed
Rows = list[dict[str, str]]


def make_federation(folder: Path) -> None:
    """A federation down to the commune, and a release of it."""
    build(generate_federation(PROJECT / "data", folder / "data", N), folder / "releases")


@pytest.fixture(scope="module")
def federation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The data folder of such a federation, of which a release answers."""
    folder = made_once(tmp_path_factory, "federation", make_federation)
    with answering_from(folder):
        yield folder / "data"


@pytest.fixture(scope="module")
def query(federation: Path, rows: Callable[..., Rows]) -> dict[str, str]:
    """What the pages are about that are about something."""
    one, other = (row["organization_id"] for row in rows("organizations", federation)[:2])
    return {"about": one, "place": "ha-tinh", "compare": f"{one},{other}"}


@pytest.mark.parametrize("name", PAGES)
def test_a_page(query: dict[str, str], see_afresh: Callable[..., Any], name: str) -> None:
    """It is there whole and says nothing of a fault; each card has its title and its foot."""
    # In the language that takes more bytes.
    page = see_afresh(PAGES[name], lang="vi", **query)
    assert (page.exceptions, page.of("warning"), page.of("error"), page.of("info")) == (
        [],
        [],
        [],
        [],
    )
    assert page.of("title")
    assert bool(page.cards) == (name not in {*UNFILTERED, "awards"})  # none are made up
    check_cards(page.cards)
    assert size([page.words, page.elements]) < MAX_SENT


@pytest.mark.parametrize("name", PAGES)
def test_its_cards_in_english(query: dict[str, str], cards: Callable[..., dict[str, Any]], name: str) -> None:
    """The same of the cards, whose answers are kept from the page in the other language."""
    made = cards(name, lang="en", **query)
    assert bool(made) == (name not in {*UNFILTERED, "awards"})
    check_cards(made)
    assert size([[card.words, card.elements] for card in made.values()]) < MAX_SENT


def check_cards(cards: Mapping[str, Any]) -> None:
    for code, card in cards.items():
        assert len(card.of("header")) == 1, f"{code} has a title"
        assert card.foot["name"] == code


def size(shown: Any) -> int:
    return len(json.dumps(shown, ensure_ascii=False).encode())


def test_every_organization_is_counted(federation: Path, see_afresh: Callable[..., Any]) -> None:
    page, say = see_afresh(lang="vi"), Text("vi")
    assert say.number(N) in json.dumps(page.items("counts")[say("organizations")], ensure_ascii=False)
