"""A running app and its releases: a new one is taken up at the next click, broken rows change nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dashboard.words.text import Text

EN = Text("en")


@pytest.fixture
def served(serve, copied: Path) -> Iterator[str]:
    """The address of an app on a copy of the project."""
    with serve(copied, copied / "releases") as address:
        yield address


def build(copy: Path) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "RELEASES_DIR": str(copy / "releases")}
    return subprocess.run(
        [sys.executable, "-m", "etl", "build"], cwd=copy, env=environment, check=False, capture_output=True
    )


def test_a_running_app_takes_up_a_new_release_and_no_broken_rows(copied: Path, served: str, meet) -> None:
    """Rows built while the app runs are shown at the next click; rows that cannot be built change nothing."""
    page = meet(at=served).open("/?lang=en&organization=st-union-hong-linh")
    expect(page.get_by_text("≈1,700").first).to_be_visible()
    path = copied / "data" / "observations.csv"
    text = path.read_text(encoding="utf-8")
    for members, built, shown in (("1710", True, "≈1,710"), ("1.700", False, "≈1,710")):
        path.write_text(text.replace(",members,1700,", f",members,{members},"), encoding="utf-8")
        assert (build(copied).returncode == 0) == built
        page.get_by_role("link", name=EN("page_limitations")).first.click()
        expect(page.locator("h1")).to_have_text(EN("page_limitations"))
        page.get_by_role("link", name=EN("page_overview")).first.click()
        expect(page.get_by_text(shown).first).to_be_visible()
