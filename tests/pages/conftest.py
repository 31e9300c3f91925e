"""Pages opened in this process on the project's own rows, and in a process of their own on a changed copy."""

from __future__ import annotations

import json
import os
import runpy
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.by_hand import ByHand

READ_PAGE = Path(__file__).with_name("read_page.py")
_reading = runpy.run_path(str(READ_PAGE))


@dataclass
class Seen:
    """What stands on a page."""

    words: list[list[str]]
    elements: dict[str, list[Any]]
    query: dict[str, str]
    exceptions: list[str]

    def of(self, kind: str) -> list[str]:
        """Returns the texts of one kind of Streamlit element."""
        return [text for found, text in self.words if found == kind]

    def items(self, layout: str) -> dict[str, dict[str, Any]]:
        """Returns the figures of one layout by their label."""
        return {item["label"]: item for data in self.elements["figures"] if data["layout"] == layout for item in data["items"]}

    def cells(self) -> dict[tuple[str, str], int | str]:
        """Returns the cells of the grid by theme and organization."""
        grid = self.elements["grid"][0]
        codes = [column["code"] for column in grid["columns"]]
        return {
            (row["code"], code): cell for group in grid["groups"] for row in group["rows"] for code, cell in zip(codes, row["cells"], strict=True)
        }

    def states(self) -> dict[tuple[str, str, str], str]:
        """Returns the cells of the grid of coverage by organization, heading of the term, and indicator."""
        grid = self.elements["grid"][0]
        codes = [column["code"] for column in grid["columns"]]
        found: dict[tuple[str, str, str], str] = {}
        for group in grid["groups"]:
            for row in group["rows"]:
                for code, cell in zip(codes, row["cells"], strict=True):
                    assert found.setdefault((row["code"], row["label"], code), cell) == cell
        return found

    def spread(self) -> dict[str, str]:
        """Returns the first column of the grid by theme."""
        return {row["code"]: row["spread"] for group in self.elements["grid"][0]["groups"] for row in group["rows"]}


@pytest.fixture(scope="session")
def see(project: Path) -> Callable[..., Seen]:
    """Opens a page of the project by a link and returns what stands on it."""

    def seeing(page: str = "app.py", **query: str) -> Seen:
        return Seen(**json.loads(json.dumps(_reading["seen"](_reading["open_page"](project, page, query)))))

    return seeing


@pytest.fixture(scope="session")
def opened(project: Path) -> Callable[..., AppTest]:
    """Opens a page of the project by a link and returns the app, to go on with."""

    def opening(page: str = "app.py", **query: str) -> AppTest:
        return _reading["open_page"](project, page, query)

    return opening


@pytest.fixture(scope="session")
def seen() -> Callable[[AppTest], Seen]:
    """Reads a page that was opened."""
    return lambda app: Seen(**json.loads(json.dumps(_reading["seen"](app))))


@pytest.fixture(scope="session")
def see_copy() -> Callable[..., Seen]:
    """Opens a page of a copied project in a process of its own; its releases stand in the copy."""

    def seeing(copy: Path, page: str = "app.py", **query: str) -> Seen:
        command = [sys.executable, str(READ_PAGE), page, *(f"{name}={value}" for name, value in query.items())]
        environment = {**os.environ, "RELEASES_DIR": str(copy / "releases")}
        finished = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, timeout=120, check=False)
        assert finished.returncode == 0, finished.stderr
        assert "Traceback" not in finished.stderr, finished.stderr
        return Seen(**json.loads(finished.stdout.splitlines()[-1]))

    return seeing


@pytest.fixture(scope="session")
def by_hand(rows: Callable[..., list[dict[str, str]]]) -> ByHand:
    """What ought to be shown, worked out from the files."""
    return ByHand(rows)
