"""Widths and themes: nothing overflows, nothing is cut, words and bars keep their contrast."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dashboard.request.selection import LANGUAGES
from dashboard.words.text import Text
from tests.browser.links import LINKS

VI, EN = Text("vi"), Text("en")
PAGES = pytest.mark.parametrize(
    "link",
    [
        *(link.format(language) for link in LINKS.values() for language in LANGUAGES),
        "/limitations?lang=en",
        "/map?boundaries=former",
    ],
)


# Elements whose right edge is beyond the page, those apart that scroll inside the grid or the menu, or are hidden.
BEYOND = """(width) => { const out = []; const walk = (root) => root.querySelectorAll('*').forEach((e) => {
    if (e.shadowRoot) walk(e.shadowRoot);
    const r = e.getBoundingClientRect();
    if (r.width && r.right > width + 1 && !e.closest('.scroll, svg, .menu, [aria-hidden=true]') && e.checkVisibility({ visibilityProperty: true })) out.push(`${e.tagName}.${e.className}`);
}); walk(document.querySelector('[data-testid=stMain]')); return out.slice(0, 5) }"""


@PAGES
def test_the_page_does_not_scroll_sideways(meet, link: str) -> None:
    """At the width of a desk, of a phone and of a page zoomed to 400 %, everything is within the page; only the grid scrolls, inside itself."""
    page = meet().open(link)
    for summary in page.locator("summary").all():
        summary.click()
    for width in (1440, 390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        page.wait_for_function(
            "(width) => document.querySelector('[data-testid=stMain]').clientWidth <= width", arg=width
        )
        # The chart is drawn anew, a moment after the window has changed.
        page.wait_for_function(
            "(width) => [...document.querySelectorAll('.svg-container')].every((e) => e.getBoundingClientRect().right <= width)",
            arg=width,
        )
        assert (
            page.evaluate(
                "() => Math.max(document.documentElement.scrollWidth, document.querySelector('[data-testid=stMain]').scrollWidth)"
            )
            <= width
        )
        assert page.evaluate(BEYOND, width) == []


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize(
    "link",
    [
        "/?lang=en",
        "/membership?lang=en&time=calendar",
        "/branches?lang=en&measure=member_associations&years=2010-",
    ],
)
def test_the_words_of_the_chart_are_not_cut(meet, link: str, width: int) -> None:
    """Every label and all words at the ends of bars stand within the box of the chart, and no label on another."""
    page = meet(width, 844).open(link)
    chart = page.get_by_test_id("stPlotlyChart").first
    expect(chart.locator("svg text").first).to_be_visible()
    box = chart.bounding_box()
    texts = chart.locator("svg text").evaluate_all(
        "(all) => all.filter((t) => t.textContent.trim()).map((t) => { const r = t.getBoundingClientRect(); return [t.textContent, r.left, r.right] })"
    )
    assert len(texts) >= 16
    cut = [text for text, left, right in texts if left < box["x"] - 1 or right > box["x"] + box["width"] + 1]
    assert cut == []
    labels = chart.locator("svg .ytick text").evaluate_all(
        "(all) => all.map((t) => { const r = t.getBoundingClientRect(); return [r.top, r.bottom] })"
    )
    assert len(labels) >= 8
    assert [pair for pair in pairwise(sorted(labels)) if pair[0][1] > pair[1][0] + 1] == []


@pytest.mark.parametrize(
    ("link", "scheme"), [("/", "dark"), ("/limitations", "light"), ("/limitations", "dark")]
)
def test_a_page_follows_the_theme_of_the_system(meet, project: Path, scheme: str, link: str) -> None:
    """Background and text are those of the theme's configuration, in the page's own elements too."""
    theme = tomllib.loads((project / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"][
        scheme
    ]

    def rgb(colour: str) -> str:
        return f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"

    page = meet(scheme=scheme).open(link)
    assert page.get_by_test_id("stApp").evaluate("(e) => getComputedStyle(e).backgroundColor") == rgb(
        theme["backgroundColor"]
    )
    for element in page.locator(".root").all():
        assert element.evaluate("(e) => getComputedStyle(e).color") == rgb(theme["textColor"])
    assert page.locator("h1").evaluate("(e) => getComputedStyle(e).color") == rgb(theme["textColor"])


def test_the_words_of_the_chart_reach_the_contrast_of_text(meet) -> None:
    """Labels in the chart are drawn in the text colour, in both themes, also when the system changes its mind."""
    page = meet().open("/?lang=en")
    chart = page.get_by_test_id("stPlotlyChart")
    expect(chart.locator("svg text").first).to_be_visible()
    for now in ("light", "dark"):
        page.emulate_media(color_scheme=now)
        colour = page.locator("h1").evaluate("(e) => getComputedStyle(e).color")
        expect(chart.locator("svg text").first).to_have_css("fill", colour)
        fills = chart.locator("svg text").evaluate_all(
            "(all) => [...new Set(all.filter((t) => t.textContent.trim()).map((t) => getComputedStyle(t).fill))]"
        )
        assert fills == [page.locator("h1").evaluate("(e) => getComputedStyle(e).color")]


def test_vietnamese_is_set_in_the_page_s_typeface(meet) -> None:
    """Letters with Vietnamese marks come from the shipped fonts, not from whatever the system has."""
    page = meet().open("/limitations")
    assert page.evaluate(
        "async () => { await document.fonts.ready; return document.fonts.check(\"16px 'Be Vietnam Pro'\", 'ễ') && [...document.fonts].some((f) => f.family.includes('Be Vietnam Pro') && f.status === 'loaded') }"
    )
    assert "Be Vietnam Pro" in page.locator(".root").first.evaluate("(e) => getComputedStyle(e).fontFamily")


def test_sources_open_at_a_click(meet) -> None:
    """Each figure is one click from its document and paragraph, and stays open over a rerun that does not change it."""
    page = meet().open("/?lang=en&organization=st-union-hong-linh")
    card = page.get_by_role("listitem").filter(has_text="Members").filter(has_text="1,700").first
    card.get_by_text(EN("sources_n", n=1)).click()
    expect(card.get_by_text(re.compile("paragraph 10$")).first).to_be_visible()


def test_streamlit_s_own_menu_of_pages_is_hidden(meet) -> None:
    """There is one menu, ours."""
    page = meet().open("/?lang=en")
    expect(page.get_by_test_id("stSidebarNav")).to_have_count(0)
    expect(page.get_by_role("link", name=EN("page_limitations"))).to_have_count(1)


def test_a_page_that_there_is_not(meet) -> None:
    """An unknown path leads to the overview; a reader sees no error of the program, and the console one line of Streamlit's that says so."""
    reader = meet()
    page = reader.open("/no-such-page?lang=en")
    expect(page.locator("h1")).to_have_text(EN("page_overview"))
    [line] = reader.troubles
    assert "does not seem to exist" in line
    reader.troubles.clear()
