"""Every page in both languages with 12,000 organizations of ten terms each: nothing fails, and nothing is sent that is too long for a phone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboard.model.page import PAGES, UNFILTERED
from dashboard.release import warehouse
from dashboard.words.languages import LANGUAGES
from dashboard.words.text import Text
from etl.build import build
from tests.bench.generate import generate_federation

N = 12_000
MOST_SENT = 1_000_000  # bytes, before they are compressed
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def federation(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The data folder of a federation down to the commune, of which a release answers."""
    folder = tmp_path_factory.mktemp("federation")
    data = generate_federation(project / "data", folder / "data", N)
    with pytest.MonkeyPatch.context() as patch:
        warehouse.prepare()
        patch.setenv("RELEASES_DIR", str(folder / "releases"))
        build(data, folder / "releases")
        yield data


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page(
    federation: Path, see: Callable[..., Any], rows: Callable[..., Rows], name: str, language: str
) -> None:
    """It is there whole and says nothing of a fault; each card has its title and its foot."""
    one, other = (row["organization_id"] for row in rows("organizations", federation)[:2])
    page = see(PAGES[name], lang=language, about=one, place="ha-tinh", compare=f"{one},{other}")
    assert (page.exceptions, page.subject("warning"), page.subject("error"), page.subject("info")) == (
        [],
        [],
        [],
        [],
    )
    assert page.subject("title")
    assert bool(page.cards) == (name not in {*UNFILTERED, "awards"})  # none are made up
    for code, card in page.cards.items():
        assert len(card.of("header")) == 1, f"{code} has a title"
        assert card.foot["name"] == code
    assert len(json.dumps([page.words, page.elements], ensure_ascii=False).encode()) < MOST_SENT


def test_every_organization_is_counted(federation: Path, see: Callable[..., Any]) -> None:
    page, say = see(lang="vi"), Text("vi")
    assert say.number(N) in json.dumps(page.items("counts")[say("organizations")], ensure_ascii=False)
