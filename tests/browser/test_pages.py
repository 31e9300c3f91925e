"""By mouse and by keyboard, from filter to chart to evidence to document."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from dashboard.words.text import Text

VI, EN = Text("vi"), Text("en")
MEMBERS = "Members"


def card(page: Page, name: str) -> Locator:
    return page.locator(f".st-key-card-{name}")


def test_from_filter_to_chart_to_evidence_to_document_by_mouse(meet) -> None:
    """Unions are chosen, a bar is clicked, its coded rows open, and from there the organization."""
    reader = meet()
    page = reader.open("/membership?lang=en")
    page.get_by_role("button", name=EN("filters")).first.click()
    page.get_by_label(EN("filter_kind"), exact=True).click()
    page.get_by_role("option", name="Union of associations", exact=True).click()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name=re.compile("Union of associations$"))).to_be_visible()
    reader.rest()
    bars = card(page, "ranking").locator(".barlayer .point path")
    expect(bars.first).to_be_visible()
    bars.first.click(force=True)  # Plotly lays what it listens with over the bars
    details = page.locator(".st-key-details")
    expect(details.get_by_role("heading", name=re.compile(f"^{MEMBERS}: "))).to_be_visible()
    assert reader.query["kind"] == "union_of_associations"
    assert reader.query["cell"].startswith("members~st-union-")
    expect(details.get_by_text(re.compile(r"paragraph \d+|not paragraph")).first).to_be_visible()
    details.get_by_role("link", name=EN("see_organization")).click()
    expect(page).to_have_url(re.compile(r"/organization\?.*about=st-union-"))
    reader.rest()
    assert reader.query["kind"] == "union_of_associations"


def test_from_chart_to_evidence_by_keyboard(meet) -> None:
    """Table and sources of a card open with Enter, and a row of the table opens the coded rows behind it."""
    reader = meet()
    page = reader.open("/membership?lang=en")
    summary = card(page, "ranking").get_by_text(EN("card_table"), exact=True)
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")  # the table, which scrolls
    page.keyboard.press("Tab")  # its first row
    page.keyboard.press("Enter")
    expect(
        page.locator(".st-key-details").get_by_role("heading", name=re.compile(f"^{MEMBERS}: "))
    ).to_be_visible()
    sources = card(page, "ranking").get_by_text(re.compile(r"^Sources: \d+ rows$"))
    sources.focus()
    page.keyboard.press("Enter")
    expect(
        card(page, "ranking").get_by_text(re.compile(r"paragraph \d+|not paragraph")).first
    ).to_be_visible()
    close = page.get_by_role("button", name=EN("close"))
    close.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-details")).to_have_count(0)


def test_a_small_chart_opens_what_it_is_of(meet) -> None:
    reader = meet(390, 844)
    page = reader.open("/membership?lang=en")
    card(page, "series").get_by_role("button", name=re.compile("Thanh Hoa: ")).click()
    expect(
        page.locator(".st-key-details").get_by_role("heading", name=re.compile("Thanh Hoa"))
    ).to_be_visible()
    assert reader.query["cell"] == "members~st-union-thanh-hoa"


def test_the_file_of_a_card_is_what_its_table_shows(meet) -> None:
    """The CSV file begins with a BOM, and has the rows of the table, with plain numbers and qualifiers."""
    page = meet().open("/membership?lang=vi")
    card(page, "ranking").get_by_text(VI("card_files"), exact=True).click()
    with page.expect_download() as waiting:
        card(page, "ranking").get_by_role("link", name="CSV", exact=True).click()
    content = Path(waiting.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    card(page, "ranking").get_by_text(VI("card_table"), exact=True).click()
    shown = card(page, "ranking").locator("tbody tr")
    assert len(rows) == shown.count()
    assert len(header) == 6
    for row, line in zip(rows[:5], shown.all()[:5], strict=True):
        written = line.locator("td.number").inner_text()
        assert row[0] == line.locator("th").inner_text()
        assert row[2] == re.sub(r"\D", "", written)
        assert (row[3] == "≈") or row[3].isprintable()


def test_a_column_of_nothing_is_not_shown(meet) -> None:
    """A table on the page has the columns of its card in which anything stands, in every row."""
    reader = meet()
    page, left_out = reader.open("/membership?lang=en"), []
    for name in ("ranking", "change", "per-branch"):
        known = page.request.get(f"{reader.address}/api/v1/cards/membership/{name}.json?lang=en").json()
        used = [
            column["label"]
            for n, column in enumerate(known["columns"])
            if any(row["cells"][n] != "" for row in known["rows"])
        ]
        left_out += [column["label"] for column in known["columns"] if column["label"] not in used]
        table = card(page, name).locator("table")
        assert table.locator("thead th").evaluate_all("(all) => all.map((e) => e.textContent)") == used
        assert set(table.locator("tbody tr").evaluate_all("(all) => all.map((e) => e.children.length)")) == {
            len(used)
        }
    assert left_out


def test_a_link_to_a_card_leads_to_it(meet) -> None:
    """The address of a card, opened in a fresh browser, brings the card into view."""
    page = meet().open("/membership?lang=en&card=regions")
    expect(card(page, "regions")).to_be_in_viewport()
    card(page, "regions").get_by_text(EN("share"), exact=True).click()
    link = card(page, "regions").get_by_role("link", name=EN("card_link"), exact=True)
    assert link.get_attribute("href") == "membership?lang=en&card=regions"


def test_the_time_that_is_chosen_is_in_the_link_and_in_the_subtitle(meet) -> None:
    reader = meet()
    page = reader.open("/membership?lang=en")
    expect(card(page, "ranking").get_by_text(re.compile(EN("of_known")))).to_be_visible()
    page.get_by_role("radio", name=EN("time_calendar")).or_(
        page.get_by_role("button", name=EN("time_calendar"))
    ).first.click()
    expect(card(page, "ranking").get_by_text(re.compile(r"terms that cover \d{4}"))).to_be_visible()
    assert reader.query["time"] == "calendar"
    subtitle = card(page, "ranking").get_by_text(re.compile(r"terms that cover \d{4}")).inner_text()
    again = meet().open(reader.page.url.removeprefix(reader.address))
    expect(card(again, "ranking").get_by_text(subtitle, exact=True)).to_be_visible()
