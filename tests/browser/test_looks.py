"""Sources open at a click, and a page that there is not."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from dashboard.words.text import Text

EN = Text("en")


def test_sources_open_at_a_click(meet) -> None:
    """Each figure is one click from its document and paragraph."""
    page = meet().open("/?lang=en&organization=st-union-hong-linh")
    card = page.get_by_role("listitem").filter(has_text="Members").filter(has_text="1,700").first
    card.get_by_text(EN("sources_n", n=1)).click()
    expect(card.get_by_text(re.compile("paragraph 10$")).first).to_be_visible()


def test_a_page_that_there_is_not(meet) -> None:
    """An unknown path says so, in the reader's language, and leads to the overview."""
    reader = meet()
    reader.page.goto(reader.address + "/no-such-page?lang=en")
    expect(reader.page.locator("h1")).to_have_text(EN("server_nothing_here"))
    reader.page.get_by_role("link", name=EN("server_to_overview")).click()
    expect(reader.page.locator("h1")).to_have_text(EN("page_overview"))
    reader.rest()
    assert all("404" in line for line in reader.troubles)
    reader.troubles.clear()
