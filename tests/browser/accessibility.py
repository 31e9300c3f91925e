"""axe-core against WCAG 2.2 AA."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"type": "tag", "values": TAGS}
# What a rule may find in one theme and not in the other.
OF_COLOUR = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
# What Streamlit's own shell gets wrong and no setting mends: a rule, and a part of the element.
# axe knows a skip link by the first link of the page after it, and does not look for that in shadow trees.
SHELL = {("region", "stSkipToContent")}


def violations(page: Page, rules: dict[str, object] = RULES) -> list[str]:
    """What axe finds, one line an element, what is known of Streamlit's shell left out."""
    found = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]}).response["violations"]
    return [
        f"{violation['id']} ({violation['impact']}): {node['target']} {node['html'][:160]} "
        f"{node['failureSummary'][:300]}"
        for violation in found
        for node in violation["nodes"]
        if not any(rule == violation["id"] and part in node["html"] for rule, part in SHELL)
    ]
