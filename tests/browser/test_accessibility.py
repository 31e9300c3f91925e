"""Opened filters and messages against the rules of WCAG 2.2 AA."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from dashboard.words.text import Text
from tests.browser.accessibility import violations


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
