"""A project with releases that differ by a correction, and by labels alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from tests.conftest import copy_project
from tests.etl.folder import DataFolder

ONE = "it-association-thanh-hoa"


class Edit(NamedTuple):
    """A table, the cells that find the row, and its new cells."""

    table: str
    where: dict[str, str]
    cells: dict[str, str]


CORRECTION = Edit("observations", {"organization_id": ONE, "indicator": "members"}, {"value": "700"})
LABELS = (
    Edit("organizations", {"organization_id": ONE}, {"name_en": "Informatics of Thanh Hoa"}),
    Edit("indicators", {"indicator": "members"}, {"label_en": "Members (persons)"}),
)


class Releases(NamedTuple):
    """A project and the names of its releases: "shipped", of its rows; "relabelled"; "corrected"."""

    project: Path
    names: dict[str, str]


def make_releases(project: Path) -> None:
    """A copy of the project with these releases; the newest is the corrected one, the shipped before it."""
    data = DataFolder(copy_project(project) / "data")
    before = {edit.table: data.lines(edit.table) for edit in LABELS}
    edit_rows(data, *LABELS)
    names = {"relabelled": data.build().stem}
    for table, lines in before.items():
        data.write(table, lines)
    names["shipped"] = data.build().stem
    edit_rows(data, CORRECTION)
    names["corrected"] = data.build().stem
    (project / "releases.json").write_text(json.dumps(names), encoding="utf-8")


def edit_rows(data: DataFolder, *edits: Edit) -> None:
    """Makes these edits in the files of a folder."""
    for table, where, cells in edits:
        data.edit(table, data.line_of(table, **where), **cells)


def read_releases(project: Path) -> Releases:
    """The project as make_releases has made it."""
    return Releases(project, json.loads((project / "releases.json").read_text(encoding="utf-8")))
