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
    """An unknown path leads to the overview; only the console has a line of Streamlit's that says so."""
    reader = meet()
    page = reader.open("/no-such-page?lang=en")
    expect(page.locator("h1")).to_have_text(EN("page_overview"))
    [line] = reader.troubles
    assert "does not seem to exist" in line
    reader.troubles.clear()
