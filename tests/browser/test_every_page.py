"""Every page in both languages: one visit each, and on it all looks that any page must bear.

In English a page is first met on a phone in the dark, in Vietnamese on a desk in the light; each is then
seen on the other, and in the other theme.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard.model.page import PAGES
from dashboard.words.text import Text
from tests.browser.accessibility import OF_COLOUR, RULES, violations
from tests.browser.conftest import Reader
from tests.browser.links import LINKS

DESK, PHONE, ZOOMED = 1440, 390, 320  # the last is a desk's page at 400 %
CHARTS = ("overview", "membership", "branches")  # pages whose first chart has many labels
FIRST_SUMMARIES = 3

WIDEST = """() => Math.max(document.documentElement.scrollWidth,
  document.querySelector('[data-testid=stMain]').scrollWidth)"""
# Elements whose right edge is beyond the page, but for hidden ones and those that scroll in the grid or menu.
BEYOND = """(width) => {
  const out = [];
  const walk = (root) => root.querySelectorAll('*').forEach((e) => {
    if (e.shadowRoot) walk(e.shadowRoot);
    const r = e.getBoundingClientRect();
    if (r.width && r.right > width + 1 && !e.closest('.scroll, svg, .menu, [aria-hidden=true]')
      && e.checkVisibility({ visibilityProperty: true })) out.push(`${e.tagName}.${e.className}`);
  });
  walk(document.querySelector('[data-testid=stMain]'));
  return out.slice(0, 5);
}"""
TEXTS = """(all) => all.filter((t) => t.textContent.trim()).map((t) => {
  const r = t.getBoundingClientRect();
  return [t.textContent, r.left, r.right, r.top, r.bottom];
})"""
FILLS = (
    """(all) => [...new Set(all.filter((t) => t.textContent.trim()).map((t) => getComputedStyle(t).fill))]"""
)
TYPEFACE = """async () => {
  await document.fonts.ready;
  return document.fonts.check("16px 'Be Vietnam Pro'", 'ễ')
    && [...document.fonts].some((f) => f.family.includes('Be Vietnam Pro') && f.status === 'loaded');
}"""


@pytest.fixture(scope="module")
def colours(project: Path) -> Callable[[str], tuple[str, str]]:
    """Background and text of a scheme as the theme's configuration has them, written as a browser does."""
    themes = tomllib.loads((project / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]

    def written(scheme: str) -> tuple[str, str]:
        background, text = (themes[scheme][name] for name in ("backgroundColor", "textColor"))
        return tuple(
            f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"
            for colour in (background, text)
        )

    return written


def look_at_head(page: Page, name: str, say: Text) -> None:
    """Title, heading and language are those of the page, and there is one menu, ours, with every page."""
    assert page.title().endswith(say("site"))
    # A page of one organization or province is headed by its name.
    if name not in ("organization", "province"):
        stem = name.partition(" ")[0]
        expect(page.locator("h1")).to_have_text(say(f"page_{stem}"))
        assert page.title() == f"{say(f'page_{stem}')} · {say('site')}"
    expect(page.locator("html")).to_have_attribute("lang", say.language)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_test_id("stSidebarNav")).to_have_count(0)
    for other in PAGES:
        expect(
            page.locator(".st-key-menu").get_by_role("link", name=say(f"page_{other}"), exact=True)
        ).to_be_visible()
        expect(page.get_by_role("link", name=say(f"page_{other}"), exact=True)).not_to_have_count(0)


def look_at_colours(page: Page, background: str, text: str) -> None:
    """Background and text are those of the theme, in the page's own elements and in charts too."""
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", background)
    expect(page.locator("h1")).to_have_css("color", text)
    for element in page.locator(".root").all():
        assert element.evaluate("(e) => getComputedStyle(e).color") == text
    for chart in page.get_by_test_id("stPlotlyChart").all():
        assert chart.locator("svg text").evaluate_all(FILLS) in ([text], [])


def look_at_words_of_chart(page: Page) -> None:
    """All words of the chart stand within its box, and no label on another."""
    chart = page.get_by_test_id("stPlotlyChart").first
    expect(chart.locator("svg text").first).to_be_visible()
    box = chart.bounding_box()
    texts = chart.locator("svg text").evaluate_all(TEXTS)
    assert len(texts) >= 16
    left, right = box["x"] - 1, box["x"] + box["width"] + 1
    assert [text for text, start, end, *_ in texts if start < left or end > right] == []
    labels = sorted((top, bottom) for *_, top, bottom in chart.locator("svg .ytick text").evaluate_all(TEXTS))
    assert len(labels) >= 8
    assert [pair for pair in pairwise(labels) if pair[0][1] > pair[1][0] + 1] == []


def look_at_width(page: Page, width: int) -> None:
    """Everything is within the page; only the grid scrolls, inside itself."""
    assert page.evaluate(WIDEST) <= width
    assert page.evaluate(BEYOND, width) == []


def open_summaries(page: Page, first: int, end: int | None) -> None:
    """Opens tables, sources and files, those from the first to before the end."""
    for summary in page.locator("summary").all()[first:end]:
        summary.click()


def look_at_all(reader: Reader, name: str, language: str, colours, subtests) -> None:
    """Looks at an opened page in both themes, on a desk, on a phone and zoomed."""
    page, say = reader.page, Text(language)
    with subtests.test("head"):
        look_at_head(page, name, say)
    if language == "vi":
        with subtests.test("typeface"):
            assert page.evaluate(TYPEFACE)
            assert "Be Vietnam Pro" in page.locator(".root").first.evaluate(
                "(e) => getComputedStyle(e).fontFamily"
            )
    open_summaries(page, 0, FIRST_SUMMARIES)
    first, other = ((PHONE, "dark"), (DESK, "light"))[:: -1 if language == "vi" else 1]
    for width, scheme, rules in (
        (first[0], first[1], RULES),
        (first[0], other[1], OF_COLOUR),
        (other[0], other[1], RULES),
        (other[0], first[1], OF_COLOUR),
    ):
        reader.turn(width, scheme)
        with subtests.test("colours", width=width, scheme=scheme):
            look_at_colours(page, *colours(scheme))
        with subtests.test("axe", width=width, scheme=scheme):
            found = violations(page, rules)
            assert not found, "\n".join(found)
        if name in CHARTS and rules is RULES:
            with subtests.test("words of the chart", width=width):
                look_at_words_of_chart(page)
    open_summaries(page, FIRST_SUMMARIES, None)
    for width in (other[0], first[0], ZOOMED):
        reader.turn(width, first[1])
        with subtests.test("width", width=width):
            look_at_width(page, width)


@pytest.mark.parametrize("name", LINKS)
def test_in_vietnamese(meet, name: str, colours, subtests) -> None:
    reader = meet(DESK, 844, "light")
    reader.open(LINKS[name].format("vi"))
    look_at_all(reader, name, "vi", colours, subtests)


@pytest.mark.parametrize("name", LINKS)
def test_in_english(meet, name: str, colours, subtests) -> None:
    reader = meet(PHONE, 844, "dark")
    reader.open(LINKS[name].format("en"))
    look_at_all(reader, name, "en", colours, subtests)


@pytest.mark.parametrize(
    ("link", "name", "language"),
    [("/limitations?lang=en", "limitations", "en"), ("/map?boundaries=former", "map", "vi")],
)
def test_with_nothing_chosen(meet, link: str, name: str, language: str, subtests) -> None:
    """A page with all it has, one of them in the language that is spoken where none is asked for."""
    reader = meet()
    page = reader.open(link)
    with subtests.test("head"):
        look_at_head(page, name, Text(language))
    open_summaries(page, 0, None)
    for width in (DESK, PHONE, ZOOMED):
        reader.turn(width, "light")
        with subtests.test("width", width=width):
            look_at_width(page, width)


@pytest.mark.parametrize("name", ["overview", "organization"])
def test_a_deep_link_is_the_first_thing_asked_of_a_fresh_server(meet, fresh: str, name: str) -> None:
    """The main page and one that stands in a file of its own are both known at once."""
    look_at_head(meet(at=fresh).open(LINKS[name].format("vi")), name, Text("vi"))
