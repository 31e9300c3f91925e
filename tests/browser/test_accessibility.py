"""axe-core against WCAG 2.2 AA, in both languages and themes, on a desk and on a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from dashboard.words.text import Text
from tests.browser.links import LINKS

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What Streamlit's own shell gets wrong and no setting mends: (rule, a part of the element): why.
SHELL = {
    (
        "region",
        "stSkipToContent",
    ): "axe knows a skip link by the first link of the page after it, and does not look for that one in shadow trees",
}


def violations(page: Page) -> list[str]:
    """Returns what axe finds, one line an element, what is known of Streamlit's shell left out."""
    found = (
        Axe()
        .run(page, options={"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]})
        .response["violations"]
    )
    lines = []
    for violation in found:
        for node in violation["nodes"]:
            known = any(rule == violation["id"] and part in node["html"] for rule, part in SHELL)
            if not known:
                lines.append(
                    f"{violation['id']} ({violation['impact']}): {node['target']} {node['html'][:160]} {node['failureSummary'][:300]}"
                )
    return lines


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("link", LINKS.values(), ids=LINKS)
def test_a_page(meet, link: str, language: str) -> None:
    """A whole page, with sources opened, a filter set and a cell open, breaks no rule: light, dark, and on a phone."""
    page = meet().open(link.format(language))
    for summary in page.locator("summary").all()[:3]:
        summary.click()
    for scheme, width in (("light", 1440), ("dark", 1440), ("dark", 390), ("light", 390)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 844})
        background = {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 24, 26)"}[scheme]
        expect(page.get_by_test_id("stApp")).to_have_css("background-color", background)
        found = violations(page)
        assert not found, "\n".join([f"{scheme}, {width} pixels:", *found])


def test_with_the_filters_open(meet) -> None:
    """The filters, opened, with a choice made, break no rule."""
    say = Text("en")
    page = meet().open("/?lang=en&kind=association")
    page.get_by_role("button", name=say("filters")).first.click()
    expect(page.get_by_test_id("stMultiSelect").first).to_be_visible()
    found = violations(page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "link",
    [
        "/?lang=en&kind=youth_union&province=ha-tinh",
        "/limitations?lang=en&province=atlantis&cell=funding~it-association-thanh-hoa",
    ],
    ids=["empty", "rejected"],
)
def test_a_message(meet, link: str) -> None:
    """A page that says why something is missing breaks no rule."""
    found = violations(meet().open(link))
    assert not found, "\n".join(found)
