"""Addresses of a release that is older than their rule: said as text, linked nowhere."""

from __future__ import annotations

import ast
import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dashboard.cards import evidence
from dashboard.model.page import PAGES
from dashboard.release import queries, warehouse
from tests import opening

UNSOUND = "https://gov.vn@evil.vn/"


@pytest.fixture(scope="module")
def older(shipped_releases: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a release whose every address is one that would be refused today."""
    folder = tmp_path_factory.mktemp("older") / "releases"
    shutil.copytree(shipped_releases, folder)
    [path] = folder.glob("*.duckdb")
    # By another name, so that no answer of the sound release is kept for it.
    path = path.rename(folder / "0123456789ab.duckdb")
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE core.sources SET url = ? WHERE url IS NOT NULL", [UNSOUND])
        connection.execute("UPDATE meta.release SET name = ?", [path.stem])
    (folder / "current").write_text(path.stem, encoding="ascii")
    return folder


def addresses_in(found: object) -> Iterator[str | None]:
    """The addresses that any part of a card links."""
    if dataclasses.is_dataclass(found) and not isinstance(found, type):
        found = vars(found)
    if isinstance(found, dict):
        for key, value in found.items():
            if key in ("url", "text_url"):
                yield value
            else:
                yield from addresses_in(value)
    elif isinstance(found, list | tuple):
        for value in found:
            yield from addresses_in(value)


def linked() -> set[str | None]:
    """What the cards of every page link, and the documents of an organization."""
    about = {"about": "st-union-hong-linh", "place": "ha-tinh"}
    selected = opening.selection(language="en", **about)
    found: set[str | None] = set()
    for name in PAGES:
        page = opening.page(name, selected)
        found |= set(addresses_in(list(opening.cards(page).values())))
        found |= set(
            addresses_in(evidence.document_group(page, queries.documents(page.release, about["about"])))
        )
    return found - {None}


def test_an_address_that_the_rule_refuses_is_not_linked(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warehouse.prepare()
    assert len(linked()) > 1
    monkeypatch.setenv("RELEASES_DIR", str(older))
    assert warehouse.current_name() == "0123456789ab"
    assert linked() == set()


def test_no_builder_passes_an_address_on_unchecked(project: Path) -> None:
    """The address of a row is read for `linked` alone, and as a text of a workbook."""
    unchecked = []
    for path in sorted((project / "dashboard").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        checked = {
            id(argument)
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "linked"
            for argument in node.args
        }
        unchecked += [
            f"{path.name}: {ast.unparse(node)}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr == "url" and id(node) not in checked
        ]
    assert sorted(unchecked) == [
        "sharing.py: st.context.url",
        "workbook.py: row.url",
    ]
