"""The grid of themes and organizations: a click, the keyboard alone, a phone."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from dashboard.words.text import Text

VI, EN = Text("vi"), Text("en")
HONG_LINH, LONG_AN = (
    "Hong Linh Town Union of Science and Technology Associations",
    "Long An Provincial Informatics Association",
)
Row = dict[str, str]


def cell(page: Page, theme: str, organization: str) -> Locator:
    return page.locator(f"[role=grid] button[data-code='{theme}~{organization}']")


def focused(page: Page) -> str:
    """The code of the cell that has the focus, through the element's shadow."""
    return str(
        page.evaluate(
            """() => {
              let a = document.activeElement;
              while (a?.shadowRoot?.activeElement) a = a.shadowRoot.activeElement;
              return a?.dataset?.code ?? a?.tagName;
            }"""
        )
    )


def fits(page: Page) -> bool:
    """Whether the page itself does not scroll sideways."""
    return bool(
        page.evaluate(
            """() => document.documentElement.scrollWidth <= innerWidth
              && document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth"""
        )
    )


def test_a_click_shows_what_is_behind_a_cell(meet, rows: Callable[..., list[Row]]) -> None:
    """Summary, organization, term, document, paragraph appear; the cell is marked, the address names it."""
    reader = meet()
    page = reader.open("/limitations?lang=en")
    cell(page, "poor_attendance", "it-association-long-an").click()
    written = next(
        row
        for row in rows("limitations")
        if (row["theme"], row["organization_id"]) == ("poor_attendance", "it-association-long-an")
    )
    title = next(row["title"] for row in rows("sources") if row["source_id"] == written["source_id"])
    expect(page.get_by_role("heading", name=f"Poor attendance: {LONG_AN}")).to_be_visible()
    details = page.locator(".st-key-details")
    expect(details.get_by_text(written["summary_en"])).to_be_visible()
    expect(details.get_by_text(EN("where", title=title, paragraph=written["paragraph"]))).to_be_visible()
    expect(details.get_by_text(EN("of_organization", organization=LONG_AN, term="2"))).to_be_visible()
    expect(cell(page, "poor_attendance", "it-association-long-an")).to_have_attribute("aria-current", "true")
    assert (reader.path, reader.query) == (
        "/limitations",
        {"lang": "en", "cell": "poor_attendance~it-association-long-an"},
    )


def test_what_was_opened_is_brought_into_view(meet) -> None:
    """On a phone the details stand below the grid: they are scrolled to, so that a tap is answered."""
    page = meet(390, 844).open("/limitations?lang=en")
    cell(page, "low_commitment", "it-association-long-an").click()
    expect(page.get_by_role("heading", name=f"Low commitment: {LONG_AN}")).to_be_in_viewport()


def test_a_bar_opens_its_theme_for_all_organizations(meet) -> None:
    """A click on a bar shows who names the theme, scrolled into view; a link to it does the same."""
    reader = meet()
    page = reader.open("/limitations?lang=en")
    bars = page.locator(".st-key-card-spread .barlayer .point path")
    expect(bars.first).to_be_visible()
    bars.first.click(force=True)  # Plotly lays what it listens with over the bars
    heading = page.get_by_role("heading", name=re.compile(f": {EN('all_organizations')}$"))
    expect(heading).to_be_in_viewport()
    theme, _, organization = reader.query["cell"].partition("~")
    assert (organization, page.locator(f"button[data-code='{theme}~'][aria-current]").count()) == ("", 1)
    again = meet().open(f"/limitations?lang=en&cell={theme}~")
    expect(again.get_by_role("heading", name=re.compile(f": {EN('all_organizations')}$"))).to_be_in_viewport()


def test_another_cell_takes_its_place_and_back_returns(meet) -> None:
    """One cell is open at a time; Back opens the one before, then none; Close closes."""
    reader = meet()
    page = reader.open("/limitations?lang=en")
    cell(page, "funding", "st-union-hong-linh").click()
    expect(page.get_by_role("heading", name=f"Funding: {HONG_LINH}")).to_be_visible()
    cell(page, "weak_direction", "").click()
    expect(page.get_by_role("heading", name=f"Weak direction: {EN('all_organizations')}")).to_be_visible()
    expect(page.locator("button[aria-current]")).to_have_count(1)
    assert reader.query["cell"] == "weak_direction~"
    page.go_back()
    expect(page.get_by_role("heading", name=f"Funding: {HONG_LINH}")).to_be_visible()
    expect(cell(page, "funding", "st-union-hong-linh")).to_have_attribute("aria-current", "true")
    page.get_by_role("button", name=EN("close")).click()
    expect(page.get_by_role("button", name=EN("close"))).to_have_count(0)
    expect(page.locator("button[aria-current]")).to_have_count(0)
    assert reader.query == {"lang": "en"}


def test_keyboard_alone(meet) -> None:
    """Tab reaches the grid once, arrows move in it, Enter opens, and the focus stays where it was."""
    reader = meet()
    page = reader.open("/limitations?lang=en")
    first = page.get_by_role("grid").get_by_role("button").first.get_attribute("data-code")
    for _ in range(60):
        page.keyboard.press("Tab")
        if focused(page) == first:
            break
    assert focused(page) == first, "Tab never reached the grid"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    order = (
        page.get_by_role("grid").get_by_role("button").evaluate_all("(all) => all.map((b) => b.dataset.code)")
    )
    width = page.get_by_role("grid").get_by_role("columnheader").count() - 1
    assert focused(page) == order[width + 1]
    page.keyboard.press("End")
    assert focused(page) == order[2 * width - 1]
    page.keyboard.press("Home")
    assert focused(page) == order[width]
    page.keyboard.press("Control+End")
    assert focused(page) == order[-1]
    page.keyboard.press("PageUp")
    page.keyboard.press("Control+Home")
    assert focused(page) == order[0]
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowUp")
    assert focused(page) == order[0]
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=EN("close"))).to_be_visible()
    reader.rest()
    assert focused(page) == order[1]
    assert reader.query["cell"] == order[1]
    page.keyboard.press("Tab")
    assert focused(page) not in order, "the grid is one stop for Tab"


def test_the_focus_can_be_seen(meet) -> None:
    """A focused cell has an outline."""
    page = meet().open("/limitations?lang=en&cell=funding~st-union-hong-linh")
    for _ in range(60):
        page.keyboard.press("Tab")
        if focused(page) == "funding~st-union-hong-linh":
            break
    outline = cell(page, "funding", "st-union-hong-linh").evaluate(
        "(b) => { const s = getComputedStyle(b); return [s.outlineStyle, parseFloat(s.outlineWidth)] }"
    )
    assert outline[0] == "solid"
    assert outline[1] >= 2


def test_a_cell_says_itself(meet, rows: Callable[..., list[Row]]) -> None:
    """Each cell's name has theme, organization and state in words: none depends on colour or a mark."""
    page = meet().open("/limitations?lang=en")
    for theme, organization, state in (
        ("Low commitment", LONG_AN, EN("state_figure_n", n=2)),
        ("Funding", "Thanh Hoa Informatics Association", EN("state_unstated")),
        ("Pandemic", HONG_LINH, EN("state_not_mentioned")),
        ("Funding", "Bac Giang Informatics Association", EN("state_no_document")),
        (
            "Pandemic",
            "Steering Committee for Information Technology in the Party Agencies of Ha Tinh",
            EN("state_not_applicable"),
        ),
    ):
        expect(
            page.get_by_role("button", name=f"{theme}, {organization}: {state}", exact=True)
        ).to_have_count(1)
    assert page.get_by_role("gridcell").get_by_role("button").count() == len(rows("themes")) * (
        len(rows("organizations")) + 1
    )


def test_on_a_phone_the_grid_scrolls_and_the_page_does_not(meet) -> None:
    """The grid scrolls inside its box, the theme column stays in sight, and the page stays where it is."""
    page = meet(390, 844).open("/limitations?lang=en")
    assert fits(page)
    box = page.locator(".st-key-limitations-grid .scroll")
    assert box.evaluate("(b) => b.scrollWidth > b.clientWidth")
    head = page.get_by_role("grid").get_by_role("rowheader", name="Weak direction")
    before = head.bounding_box()
    cell(page, "weak_direction", "").locator("xpath=ancestor::tr").get_by_role(
        "button"
    ).last.scroll_into_view_if_needed()
    assert box.evaluate("(b) => b.scrollLeft") > 0
    assert head.bounding_box()["x"] == before["x"]
    assert fits(page)


def test_targets_are_large_enough_for_a_finger(meet) -> None:
    """Each cell is at least 44 pixels high and wide on a phone (WCAG 2.5.5)."""
    page = meet(390, 844).open("/limitations")
    cells = page.get_by_role("gridcell").get_by_role("button")
    expect(cells.first).to_be_visible()
    sizes = cells.evaluate_all(
        "(all) => all.map((b) => { const r = b.getBoundingClientRect(); return [r.width, r.height] })"
    )
    assert min(width for width, _ in sizes) >= 44
    assert min(height for _, height in sizes) >= 44


def test_the_keyboard_never_loses_a_cell_behind_the_heads(meet) -> None:
    """A cell reached by the keyboard stands clear of the sticky head and first column, but for a border."""
    page = meet(390, 844).open("/limitations?lang=en")
    page.get_by_role("grid").get_by_role("button").first.focus()
    for key in (
        "Control+End",
        "Control+Home",
        "End",
        "ArrowLeft",
        "ArrowLeft",
        "PageDown",
        "PageDown",
        "PageUp",
    ):
        page.keyboard.press(key)
        clear = page.evaluate(
            """() => {
              let a = document.activeElement;
              while (a.shadowRoot?.activeElement) a = a.shadowRoot.activeElement;
              const box = a.closest('.scroll');
              const boxes = [a, box, box.querySelector('.corner')].map((e) => e.getBoundingClientRect());
              const [r, s, corner] = boxes;
              return r.left >= corner.right - 3 && r.right <= s.right + 1
                && r.top >= corner.bottom - 3 && r.bottom <= s.bottom + 1;
            }"""
        )
        assert clear, key
