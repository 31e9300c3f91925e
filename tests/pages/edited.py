"""A project with releases that differ by one edit each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from tests.conftest import copy_project
from tests.etl.folder import DataFolder

ONE = "it-association-thanh-hoa"
# Table, what finds the row, and its new cells.
EDITS: dict[str, tuple[str, dict[str, str], dict[str, str]]] = {
    "renamed": ("organizations", {"organization_id": ONE}, {"name_en": "Informatics of Thanh Hoa"}),
    "relabelled": ("indicators", {"indicator": "members"}, {"label_en": "Members (persons)"}),
    "corrected": ("observations", {"organization_id": ONE, "indicator": "members"}, {"value": "700"}),
}


class Releases(NamedTuple):
    """A project and the names of its releases: of each edit, and "shipped", of the rows as they are."""

    project: Path
    names: dict[str, str]


def make_releases(project: Path) -> None:
    """A copy of the project with these releases; the newest is the corrected one, the shipped before it."""
    data = DataFolder(copy_project(project) / "data")
    names = {}
    for name in ("renamed", "relabelled", "shipped", "corrected"):
        if name != "shipped":
            table, where, cells = EDITS[name]
            before = data.lines(table)
            data.edit(table, data.line_of(table, **where), **cells)
        names[name] = data.build().stem
        if name in ("renamed", "relabelled"):
            data.write(table, before)
    (project / "releases.json").write_text(json.dumps(names), encoding="utf-8")


def read_releases(project: Path) -> Releases:
    """The project as make_releases has made it."""
    return Releases(project, json.loads((project / "releases.json").read_text(encoding="utf-8")))
