"""The look: marks for every qualifier and state, a style for every state, and contrast on both
backgrounds.
"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from dashboard.words.theme import BAR, QUALIFIER_MARKS, SILENT_STATES, STATES, THEME_STATES


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.fixture(scope="module")
def theme(project: Path) -> dict[str, dict[str, str]]:
    with (project / ".streamlit" / "config.toml").open("rb") as stream:
        return tomllib.load(stream)["theme"]


def test_every_qualifier_of_the_contract_has_its_mark(project: Path) -> None:
    """The contract's qualifiers and no others have a mark, and no two inexact ones share it."""
    package = json.loads((project / "data" / "datapackage.json").read_text(encoding="utf-8"))
    fields = next(r for r in package["resources"] if r["name"] == "observations")["schema"]["fields"]
    declared = next(f for f in fields if f["name"] == "qualifier")["constraints"]["enum"]
    assert set(QUALIFIER_MARKS) == set(declared)
    assert {QUALIFIER_MARKS[q] for q in ("about", "at_least", "at_most")} == {"≈", "≥", "≤"}
    assert QUALIFIER_MARKS["exact"] == ""


def test_the_six_states_are_those_of_the_mart(project: Path) -> None:
    """The states that are drawn are the states that the measures put out; a theme can be a cause besides."""
    found = {
        name: set(
            re.findall(r"(?:THEN|ELSE) '(\w+)'", (project / f"etl/sql/mart/{name}.sql").read_text("utf-8"))
        )
        for name in ("cells", "theme_cells", "theme_terms", "silence")
    }
    assert found["silence"] == set(SILENT_STATES)
    assert found["cells"] | found["silence"] == set(STATES)
    assert found["theme_cells"] | found["silence"] == set(THEME_STATES)
    assert found["theme_terms"] | found["silence"] == set(THEME_STATES)
    assert len(STATES) == 6
    assert set(THEME_STATES) - set(STATES) == {"cause"}


def test_no_two_states_look_alike(project: Path) -> None:
    """Each state has a style of its own beside its mark, so that shape tells them apart and not colour
    alone.
    """
    css = (project / "dashboard" / "elements" / "css" / "grid.css").read_text(encoding="utf-8")
    looks = [
        (THEME_STATES[state], re.search(rf"^\.s-{state} i \{{(.*?)\}}$", css, re.MULTILINE | re.DOTALL)[1])
        for state in THEME_STATES
    ]
    assert len(set(looks)) == len(THEME_STATES)
    assert len({mark for mark in THEME_STATES.values() if mark}) == len(
        [mark for mark in THEME_STATES.values() if mark]
    )
    unmarked = [state for state, mark in THEME_STATES.items() if not mark]
    assert unmarked == ["figure", "no_document"], "a state without a mark is a number or a hatch"


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_and_links_reach_aa(theme: dict[str, dict[str, str]], mode: str) -> None:
    """Text and links have 4.5:1 on the background and on the second background, controls and bars 3:1."""
    colours = theme[mode]
    for background in (colours["backgroundColor"], colours["secondaryBackgroundColor"]):
        assert contrast(colours["textColor"], background) >= 4.5
        assert contrast(colours["linkColor"], background) >= 4.5
        assert contrast(colours["primaryColor"], background) >= 3
    assert contrast(BAR, colours["backgroundColor"]) >= 3
    assert contrast(colours["backgroundColor"], colours["primaryColor"]) >= 4.5, "the number in a filled cell"
