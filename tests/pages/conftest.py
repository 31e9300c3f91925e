"""Pages opened on the project's own rows and on changed copies, a few in a process of their own."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import runpy
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from dashboard.api import answers
from dashboard.cards import registry
from dashboard.cards.charts import BEHIND_POINT
from dashboard.model import card as model
from dashboard.model.page import Page, open_for, page_of
from dashboard.release import warehouse
from dashboard.request.parameters import from_query
from dashboard.view.card_footer import card_footer
from tests.conftest import made_once
from tests.pages.by_hand import ByHand
from tests.pages.edited import Releases, make_releases, read_releases

# When an app starts, Streamlit reads the metadata of all installed packages for components: most of the time
# that opening a page takes here. Packages do not change while tests run.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

READ_PAGE = Path(__file__).with_name("read_page.py")
_reading = runpy.run_path(str(READ_PAGE))


class Shown:
    """What stands on a page, or on one card of it."""

    def __init__(self, words: list[list[str]], elements: dict[str, list[Any]]):
        self.words = words
        self.elements = elements

    def of(self, kind: str) -> list[str]:
        """The texts of one kind of Streamlit element, as they are given to it."""
        return [text for found, text in self.words if found == kind]

    def texts(self, kind: str) -> list[str]:
        """The texts of one kind of Streamlit element, as they read when Markdown is drawn."""
        return [
            text.replace("\\", "").replace("\u2060", "").removeprefix("**").removesuffix("**")
            for text in self.of(kind)
        ]


class Card(Shown):
    """What stands on one card: title, subtitle, chart or else, and under it table, sources, file and
    address.
    """

    @property
    def foot(self) -> dict[str, Any]:
        """What is under the chart."""
        [foot] = self.elements["card_footer"]
        return foot

    @property
    def table(self) -> dict[str, list[str]]:
        """The rows of the table by what they open, without the first cell, which is what that is called."""
        return (
            {row["code"]: row["cells"][1:] for row in self.foot["table"]["rows"]}
            if self.foot["table"]
            else {}
        )

    @property
    def bars(self) -> list[tuple[str, float, str]]:
        """The bars of the chart: what each opens, its length, and the words at its end."""
        [chart] = self.elements["chart"]
        [bar] = chart["data"]
        words = [text.removeprefix(BEHIND_POINT) for text in bar["text"]]
        return list(zip(bar["customdata"], bar["x"], words, strict=True))

    @property
    def file(self) -> list[dict[str, str]]:
        """The rows of the file that is offered, by its header."""
        return list(csv.DictReader(io.StringIO(self.text().removeprefix("\ufeff"), newline="")))

    def text(self) -> str:
        """The text of its CSV file, as the address under the card answers it."""
        path, _, query = next(file["to"] for file in self.foot["files"] if file["label"] == "CSV").partition(
            "?"
        )
        page, _, name = path.removeprefix("api/v1/cards/").removesuffix(".csv").partition("/")
        return answers.file(page, name, "csv", query).body.decode()


class Seen(Shown):
    """What stands on a page."""

    def __init__(
        self,
        words: list[list[str]],
        elements: dict[str, list[Any]],
        query: dict[str, str],
        exceptions: list[str],
        cards: dict[str, Any],
    ):
        super().__init__(words, elements)
        self.query = query
        self.exceptions = exceptions
        self.cards = {name: Card(**card) for name, card in cards.items()}

    def items(self, layout: str) -> dict[str, dict[str, Any]]:
        """The figures of one layout by their label."""
        return {
            item["label"]: item
            for data in self.elements["figures"]
            if data["layout"] == layout
            for item in data["items"]
        }

    def cells(self) -> dict[tuple[str, str], int | str]:
        """The cells of the grid by theme and organization."""
        grid = self.elements["grid"][0]
        codes = [column["code"] for column in grid["columns"]]
        return {
            (row["code"], code): cell
            for group in grid["groups"]
            for row in group["rows"]
            for code, cell in zip(codes, row["cells"], strict=True)
        }

    def states(self) -> dict[tuple[str, str, str], str]:
        """The cells of the grid of coverage by organization, heading of the term, and indicator."""
        grid = self.elements["grid"][0]
        codes = [column["code"] for column in grid["columns"]]
        found: dict[tuple[str, str, str], str] = {}
        for group in grid["groups"]:
            for row in group["rows"]:
                for code, cell in zip(codes, row["cells"], strict=True):
                    assert found.setdefault((row["code"], row["label"], code), cell) == cell
        return found

    def spread(self) -> dict[str, str]:
        """The first column of the grid by theme."""
        return {
            row["code"]: row["spread"]
            for group in self.elements["grid"][0]["groups"]
            for row in group["rows"]
        }


def page_at(name: str, query: Mapping[str, str]) -> Page:
    """The page that a link opens; nothing of the link may be refused."""
    release, valid = open_for(query.get("release", ""))
    selection, rejected = from_query(query, valid)
    assert rejected == []
    return page_of(name, selection, release, valid)


def card_of(page: Page, card: model.Card) -> Card:
    """A card as test_every_page finds it drawn, without drawing it."""
    texts = [
        ("header", card.title),
        ("caption", card.subtitle),
        ("markdown", card.lead),
        ("markdown", card.empty),
        ("alt", card.body.alt if isinstance(card.body, model.Chart) else ""),
        ("caption", card.note),
    ]
    elements: dict[str, list[Any]] = {}
    match card.body:
        case model.Chart():
            elements["chart"] = [card.body.figure]
        case model.Statements():
            elements["statements"] = [card.body.content["groups"]]
        case None | model.Offers():
            pass
        case _:
            elements[type(card.body).__name__.lower()] = [card.body.content]
    footer = card_footer(page, card)
    elements["card_footer"] = [json.loads(footer.json)]
    return Card([[kind, text] for kind, text in texts if text], json.loads(json.dumps(elements)))


@pytest.fixture(scope="session")
def cards() -> Callable[..., dict[str, Card]]:
    """Makes the cards of the page at a link, by their names, without drawing them."""

    def making(name: str, **query: str) -> dict[str, Card]:
        page = page_at(name, query)
        return {name: card_of(page, build()) for name, build in registry.cards_of(page).items()}

    return making


@pytest.fixture(scope="session")
def see(project: Path) -> Callable[..., Seen]:
    """Opens a page of the project by a link and returns what stands on it, not to be changed: each is opened
    once.
    """

    @cache
    def seeing_once(page: str, query: tuple[tuple[str, str], ...]) -> Seen:
        return _read(_reading["open_page"](project, page, dict(query)))

    def seeing(page: str = "app.py", **query: str) -> Seen:
        return seeing_once(page, tuple(query.items()))

    return seeing


@pytest.fixture
def see_afresh(project: Path) -> Callable[..., Seen]:
    """Opens a page as `see` does, but anew each time: for tests that change what it is made by."""

    def seeing(page: str = "app.py", **query: str) -> Seen:
        return _read(_reading["open_page"](project, page, query))

    return seeing


def _read(app: AppTest) -> Seen:
    return Seen(**json.loads(json.dumps(_reading["seen"](app))))


@pytest.fixture(scope="session")
def opened(project: Path) -> Callable[..., AppTest]:
    """Opens a page of the project by a link and returns the app, to go on with."""

    def opening(page: str = "app.py", **query: str) -> AppTest:
        return _reading["open_page"](project, page, query)

    return opening


@pytest.fixture(scope="session")
def seen() -> Callable[[AppTest], Seen]:
    """Reads a page that was opened."""
    return _read


@pytest.fixture(scope="session")
def ways() -> Callable[[AppTest], list[dict[str, Any]]]:
    """Reads the ways to other pages, the menu's first, each with text, page and query."""
    return _reading["ways"]


@pytest.fixture(scope="session")
def ways_to() -> Callable[[AppTest, str], dict[str, dict[str, str]]]:
    """Reads the ways to a page that are about something, the menu's left out, as {text: query}."""
    about = {"about", "place", "compare"}
    return lambda app, page: {
        w["text"]: w["query"] for w in _reading["ways"](app) if w["page"] == page and about & set(w["query"])
    }


@pytest.fixture(scope="session")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Releases:
    """A project with several releases, not to be changed; the corrected one is current."""
    return read_releases(made_once(tmp_path_factory, "edited", make_releases))


@contextlib.contextmanager
def answering_from(copy: Path) -> Iterator[None]:
    """A block in which the releases of a copy answer, as in an app that was started there just now."""
    started = warehouse._State()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RELEASES_DIR", str(copy / "releases"))
        patch.setattr(warehouse, "DATA", copy / "data")
        patch.setattr(warehouse, "_state", started)
        try:
            yield
        finally:
            for opened in (*started.open.values(), *started.pinned.values()):
                opened.connection.close()


@pytest.fixture
def see_copy(project: Path) -> Callable[..., Seen]:
    """Opens a page on the data and releases of a copy, as an app that was started there just now does."""

    def seeing(copy: Path, page: str = "app.py", **query: str) -> Seen:
        with answering_from(copy):
            return _read(_reading["open_page"](project, page, query))

    return seeing


@pytest.fixture(scope="session")
def see_started() -> Callable[..., Seen]:
    """Opens a page of a copied project in a process of its own; its releases are in the copy."""

    def seeing(copy: Path, page: str = "app.py", **query: str) -> Seen:
        command = [
            sys.executable,
            str(READ_PAGE),
            page,
            *(f"{name}={value}" for name, value in query.items()),
        ]
        environment = {**os.environ, "RELEASES_DIR": str(copy / "releases")}
        finished = subprocess.run(
            command, cwd=copy, env=environment, capture_output=True, text=True, timeout=120, check=False
        )
        assert finished.returncode == 0, finished.stderr
        assert "Traceback" not in finished.stderr, finished.stderr
        return Seen(**json.loads(finished.stdout.splitlines()[-1]))

    return seeing


@pytest.fixture(scope="session")
def by_hand(rows: Callable[..., list[dict[str, str]]]) -> ByHand:
    """What ought to be shown, worked out from the files."""
    return ByHand(rows)
