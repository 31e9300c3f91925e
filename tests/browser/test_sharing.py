"""What leaves a page: links to copy and scan, one card alone, pictures, files, and a link to older data."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard.words.text import Text
from etl import release
from etl.build import build
from tests.browser.conftest import LOOK, PATIENCE, STANDS

VI, EN = Text("vi"), Text("en")


@pytest.fixture
def updated(serve, project: Path, tmp_path: Path, address: str, releases: Path) -> Iterator[tuple[str, str]]:
    """The address of an app whose data have changed three times, and the name of the first release."""
    copy = tmp_path / "project"
    shutil.copytree(
        project, copy, ignore=shutil.ignore_patterns(".*", "releases", "screenshots", "node_modules")
    )
    shutil.copytree(project / ".streamlit", copy / ".streamlit")
    rows = copy / "data" / "observations.csv"
    shutil.copytree(releases, tmp_path / "releases")
    first = release.current(releases).stem
    for value in ("700", "701", "702"):
        with rows.open(encoding="utf-8", newline="") as stream:
            lines = list(csv.DictReader(stream))
        [row] = [
            line
            for line in lines
            if (line["organization_id"], line["indicator"]) == ("it-association-thanh-hoa", "members")
        ]
        row["value"] = value
        with rows.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, lines[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(lines)
        build(copy / "data", tmp_path / "releases")
    with serve(copy, tmp_path / "releases") as started:
        yield started, first


def foot(page: Page, name: str) -> Locator:
    return page.locator(f".st-key-footer-{name}")


def test_a_pinned_link_after_three_releases(meet, updated: tuple[str, str]) -> None:
    """Opened in another language on a phone: the same figures, and a bar that says which have changed."""
    address, first = updated
    page = meet(390, 844, at=address).open(
        f"/membership?v=1&lang=vi&boundaries=present&time=latest&release={first}"
    )
    expect(page.get_by_text(re.compile(re.escape(VI("pinned", date="@").split("@")[0])))).to_be_visible()
    page.get_by_text(VI("pinned_changes")).click()
    expect(page.get_by_text("618 → 702")).to_be_visible()
    expect(page.get_by_text(VI("because_corrected")).first).to_be_visible()
    page.get_by_role("button", name=VI("pinned_leave")).click()
    expect(page.get_by_text(VI("pinned_changes"))).to_have_count(0)
    assert "release" not in page.url


def test_a_page_is_shared_as_it_is(meet) -> None:
    """Links to the newest data and to these, each with a code to scan; the latter says that it is pinned."""
    reader = meet()
    page = reader.open("/membership?lang=en&kind=union_of_associations")
    page.get_by_role("button", name=EN("share")).first.click()
    links = page.locator(".st-key-share input")
    expect(links).to_have_count(2)
    live, pinned = (link.input_value() for link in links.all())
    assert "kind=union_of_associations" in live
    assert "v=1" in live
    assert "release=" not in live
    assert re.search(r"release=[0-9a-f]{12}", pinned)
    expect(page.locator(".st-key-share svg.code")).to_have_count(2)
    other = meet().open(pinned.removeprefix(reader.address))
    expect(other.get_by_text(re.compile("which is also the latest"))).to_be_visible()


@pytest.mark.parametrize(("name", "kinds"), [("ranking", ("png", "svg")), ("series", ("png",))])
def test_a_picture_says_where_it_comes_from(meet, name: str, kinds: tuple[str, ...]) -> None:
    """A chart as PNG and SVG, an own element as PNG; the SVG holds title, release and link as text."""
    page = meet().open("/membership?lang=vi")
    foot(page, name).get_by_text(VI("card_files"), exact=True).click()
    title = page.locator(f".st-key-card-{name} h2").inner_text()
    for kind in kinds:
        with page.expect_download() as waiting:
            foot(page, name).get_by_role("button", name=kind.upper(), exact=True).click()
        assert re.fullmatch(
            rf"membership-{name}-\d{{4}}-\d\d-\d\d-[0-9a-f]{{12}}\.{kind}", waiting.value.suggested_filename
        )
        content = Path(waiting.value.path()).read_bytes()
        if kind == "png":
            assert content.startswith(b"\x89PNG")
            assert len(content) > 20_000
        else:
            said = " ".join(ElementTree.fromstring(content).itertext())
            assert title in said
            assert re.search(r"release=[0-9a-f]{12}", said)


def test_a_workbook_of_a_card(meet) -> None:
    """The Excel file of a card opens, with its five sheets and as many rows as the table has."""
    page = meet().open("/membership?lang=en")
    foot(page, "ranking").get_by_text(EN("card_files"), exact=True).click()
    with page.expect_download() as waiting:
        foot(page, "ranking").get_by_role("link", name="Excel", exact=True).click()
    book = openpyxl.load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    assert len(book.sheetnames) == 5
    foot(page, "ranking").get_by_text(EN("card_table"), exact=True).click()
    assert book.worksheets[0].max_row == foot(page, "ranking").locator("tbody tr").count() + 1


@pytest.mark.parametrize("width", [390, 700])
def test_what_is_not_so_of_a_card_alone_stands_in_sight(meet, address: str, width: int) -> None:
    """Above the card and within a low frame, which has not been scrolled; the way leads to the whole page,
    which says the same.
    """
    page = meet(width, 400).page
    page.goto(address + "/membership?lang=en&card=ranking&alone=1&organization=nowhere&release=0123456789ab")
    parts = "organization = nowhere, release = 0123456789ab"
    said = page.get_by_text(EN("rejected", parts=parts))
    expect(page.get_by_role("heading", name=re.compile("by organization"))).to_be_visible()
    expect(page.locator(".st-key-footer-ranking")).to_be_attached()
    page.wait_for_function(STANDS, polling=LOOK, timeout=PATIENCE)
    for stands in (
        said,
        page.get_by_text(EN("alone_unknown")),
        page.get_by_role("link", name=EN("see_whole")),
    ):
        expect(stands).to_be_in_viewport(ratio=1)
    header = page.get_by_test_id("stHeader").bounding_box()
    assert header
    assert said.bounding_box()["y"] >= header["y"] + header["height"]
    page.get_by_role("link", name=EN("see_whole")).click()
    expect(page.locator(".st-key-menu")).to_be_visible()
    page.wait_for_function(STANDS, polling=LOOK, timeout=PATIENCE)
    expect(page.get_by_text(EN("rejected", parts=parts))).to_be_in_viewport()


def test_one_card_alone_is_all_that_is_shown(meet, address: str) -> None:
    """The address that is embedded elsewhere shows the card and the way to its page, and no menu."""
    page = meet(390, 700).page
    page.goto(address + "/membership?lang=en&card=regions&alone=1")
    expect(page.get_by_role("heading", name=re.compile("by region"))).to_be_visible()
    expect(page.locator(".st-key-menu")).to_have_count(0)
    page.get_by_role("link", name=EN("see_whole")).click()
    expect(page.locator(".st-key-menu")).to_be_visible()
