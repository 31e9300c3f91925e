"""The README is true: commands exist, its five steps work on a copy, its coverage is that of the data."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from etl import coverage_table, schema

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def readme(project: Path) -> str:
    return (project / "README.md").read_text(encoding="utf-8")


def test_what_is_covered_is_counted_from_the_data(project: Path) -> None:
    is_current = coverage_table.is_current(schema.load(project / "data"), project / "README.md")
    assert is_current, "run: python -m etl dictionary"


def test_what_is_covered_follows_the_data(copied: Path) -> None:
    rows = copied / "data" / "lessons.csv"
    lines = rows.read_text(encoding="utf-8").splitlines()
    rows.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    assert coverage_table.render(schema.load(copied / "data")) != coverage_table.render(
        schema.load(Path(__file__).parents[2] / "data")
    )


DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/CODEBOOK.md")


@pytest.mark.parametrize("name", [*DOCUMENTS, *(f"docs/{p.name}" for p in sorted(DOCS.glob("*.md")))])
def test_every_link_leads_somewhere(project: Path, name: str) -> None:
    text = (project / name).read_text(encoding="utf-8")
    targets = [t.partition("#")[0] for t in re.findall(r"\]\(([^)]+)\)", text) if not t.startswith("http")]
    assert [t for t in targets if t and not (project / name).parent.joinpath(t).exists()] == []


def test_every_make_target_that_is_named_exists(project: Path, readme: str) -> None:
    defined = set(
        re.findall(r"^([a-z0-9-]+):", (project / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    named = set(re.findall(r"make ([a-z0-9-]+)", readme))
    assert {"dashboard", "test", "lint", "bench"} <= named <= defined


def test_the_commands_that_are_named_are_the_commands(project: Path, readme: str) -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "etl", "--help"], cwd=project, capture_output=True, text=True, check=True
    ).stdout
    named = set(re.findall(r"python -m etl ([a-z]+)", readme))
    assert {"validate", "build", "verify"} <= named
    assert [command for command in named if command not in shown] == []


def test_the_message_in_step_four_is_what_the_coder_sees(copied: Path, readme: str) -> None:
    path = copied / "data" / "observations.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    cells = lines[16].split(",")
    cells[3] = "1.700"
    lines[16] = ",".join(cells)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    checked = subprocess.run(
        [sys.executable, "-m", "etl", "validate"], cwd=copied, capture_output=True, text=True, check=False
    )
    expected = 'data/observations.csv:17 value: "1.700" looks like a thousands separator; write 1700'
    assert checked.returncode == 1
    assert expected in checked.stdout
    assert expected in readme
