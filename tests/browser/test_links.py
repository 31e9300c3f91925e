"""Links and addresses: a deep link to a fresh server, pasted links, Back and Forward, filters in the link."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from dashboard.words.text import Text

VI, EN = Text("vi"), Text("en")
HONG_LINH = "Hong Linh Town Union of Science and Technology Associations"


def choose(page: Page, label: str, *options: str) -> None:
    """Chooses options in one of the filters, as a reader does."""
    page.get_by_role("button", name=EN("filters")).first.click()
    for option in options:
        page.get_by_label(label, exact=True).click()
        page.keyboard.type(option)
        page.get_by_role("option", name=option, exact=True).click()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")


def words(page: Page) -> str:
    """The words of a page without those of its charts, which are drawn whenever they come into view."""
    page.add_style_tag(content=".stPlotlyChart { display: none }")
    return page.get_by_test_id("stMain").inner_text()


def test_a_deep_link_is_the_first_thing_asked_of_a_fresh_server(fresh: str, meet, left) -> None:
    """A link to an open cell under a filter, opened before all else, shows page, cell and filter."""
    reader = meet(at=fresh)
    page = reader.open("/limitations?lang=en&province=ha-tinh&cell=funding~st-union-hong-linh")
    expect(page.locator("h1")).to_have_text(EN("page_limitations"))
    expect(page.get_by_role("heading", name=f"Funding: {HONG_LINH}")).to_be_visible()
    expect(
        page.locator(".st-key-details").get_by_text(
            "The budget did not match what the union's tasks now require."
        )
    ).to_be_visible()
    expect(page.get_by_text(left(provinces=["ha-tinh"]), exact=True)).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.title() == f"{EN('page_limitations')} · {EN('site')}"
    assert (reader.path, reader.query) == (
        "/limitations",
        {"lang": "en", "province": "ha-tinh", "cell": "funding~st-union-hong-linh"},
    )


def test_the_language_switch_keeps_page_filters_and_cell(meet) -> None:
    """Switching changes words and language, and nothing else of the address; switching back restores it."""
    reader = meet()
    page = reader.open("/limitations?province=ha-tinh&cell=funding~st-union-hong-linh")
    page.get_by_role("radio", name="English").or_(page.get_by_role("button", name="English")).first.click()
    expect(page.locator("h1")).to_have_text(EN("page_limitations"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", name=f"Funding: {HONG_LINH}")).to_be_visible()
    assert (reader.path, reader.query) == (
        "/limitations",
        {"lang": "en", "province": "ha-tinh", "cell": "funding~st-union-hong-linh"},
    )
    page.get_by_role("radio", name="Tiếng Việt").or_(
        page.get_by_role("button", name="Tiếng Việt")
    ).first.click()
    expect(page.locator("h1")).to_have_text(VI("page_limitations"))
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    assert reader.query == {"province": "ha-tinh", "cell": "funding~st-union-hong-linh"}


def test_a_pasted_link_shows_another_reader_the_same(meet, left) -> None:
    """The address of a page that was clicked together, opened elsewhere, shows the same text."""
    one = meet()
    page = one.open("/limitations?lang=en")
    choose(page, EN("filter_kind"), "Union of associations")
    expect(page.get_by_text(left(kind="union_of_associations"), exact=True)).to_be_visible()
    page.get_by_role("gridcell").get_by_role("button", name=f"Funding, {HONG_LINH}").click()
    expect(page.get_by_role("heading", name=f"Funding: {HONG_LINH}")).to_be_visible()
    one.rest()
    other = meet()
    pasted = other.open(page.url.removeprefix(one.address))
    expect(pasted.get_by_role("heading", name=f"Funding: {HONG_LINH}")).to_be_visible()
    assert words(pasted) == words(page)


def test_the_address_follows_the_filters(meet, left) -> None:
    """Each choice is in the address at once, in codes; a chip takes its own out again."""
    reader = meet()
    page = reader.open("/?lang=en")
    choose(page, EN("filter_province"), "Ha Tinh", "Thanh Hoa")
    expect(page.get_by_text(left(provinces=["ha-tinh", "thanh-hoa"]), exact=True)).to_be_visible()
    assert reader.query == {"lang": "en", "province": "ha-tinh,thanh-hoa"}
    page.get_by_test_id("stMain").get_by_role("button", name="Thanh Hoa", exact=True).click()
    expect(page.get_by_text(left(provinces=["ha-tinh"]), exact=True)).to_be_visible()
    assert reader.query == {"lang": "en", "province": "ha-tinh"}
    page.get_by_role("button", name=EN("clear_filters")).click()
    expect(page.get_by_text(left(provinces=["ha-tinh"]), exact=True)).to_have_count(0)
    assert reader.query == {"lang": "en"}


def test_two_quick_changes_both_count(meet, left) -> None:
    """A second choice made before the first is drawn does not undo it."""
    reader = meet()
    page = reader.open("/?lang=en&province=nghe-an,ha-tinh,thanh-hoa")
    chips = page.get_by_test_id("stMain")
    chips.get_by_role("button", name="Nghe An", exact=True).click(no_wait_after=True)
    chips.get_by_role("button", name="Thanh Hoa", exact=True).click(no_wait_after=True)
    expect(page.get_by_text(left(provinces=["ha-tinh"]), exact=True)).to_be_visible()
    assert reader.query == {"lang": "en", "province": "ha-tinh"}


def test_back_and_forward(meet, left) -> None:
    """Back undoes a filter, a language and a page in turn; Forward brings them back; the widgets follow."""
    reader = meet()
    page = reader.open("/")
    page.get_by_role("radio", name="English").or_(page.get_by_role("button", name="English")).first.click()
    expect(page.locator("h1")).to_have_text(EN("page_overview"))
    choose(page, EN("filter_kind"), "Association")
    expect(page.get_by_text(left(kind="association"), exact=True)).to_be_visible()
    page.get_by_role("link", name=EN("page_limitations")).first.click()
    expect(page.locator("h1")).to_have_text(EN("page_limitations"))
    expect(page.get_by_text(left(kind="association"), exact=True)).to_be_visible()
    page.go_back()
    expect(page.locator("h1")).to_have_text(EN("page_overview"))
    expect(page.get_by_text(left(kind="association"), exact=True)).to_be_visible()
    page.go_back()
    expect(page.get_by_text(left(kind="association"), exact=True)).to_have_count(0)
    expect(page.locator("h1")).to_have_text(EN("page_overview"))
    page.go_back()
    expect(page.locator("h1")).to_have_text(VI("page_overview"))
    assert reader.query == {}
    page.go_forward()
    expect(page.locator("h1")).to_have_text(EN("page_overview"))
    page.go_forward()
    expect(page.get_by_text(left(kind="association"), exact=True)).to_be_visible()
    assert reader.query == {"lang": "en", "kind": "association"}


def test_a_reload_shows_the_same(meet) -> None:
    """Nothing of what the reader chose lives outside the address."""
    reader = meet()
    page = reader.open("/limitations?lang=en&kind=union_of_associations&cell=funding~st-union-hong-linh")
    before, link = words(page), page.url
    page.reload()
    reader.rest()
    expect(page.get_by_role("heading", name=f"Funding: {HONG_LINH}")).to_be_visible()
    assert (words(page), page.url) == (before, link)


def test_a_filter_of_a_link_stands_in_the_widget(meet) -> None:
    """Who opens the filters of a pasted link finds them set."""
    page = meet().open("/?lang=en&province=ha-tinh")
    page.get_by_role("button", name=EN("filters")).first.click()
    expect(page.get_by_test_id("stMultiSelect").filter(has_text="Province")).to_contain_text("Ha Tinh")


def test_an_empty_selection_leads_out(meet) -> None:
    """Filters that nobody passes leave a sentence and the chips; dropping one brings the figures back."""
    page = meet().open("/?lang=en&kind=youth_union&province=ha-tinh")
    expect(page.get_by_text(EN("nothing_left"))).to_be_visible()
    page.get_by_test_id("stMain").get_by_role("button", name="Ha Tinh").first.click()
    expect(page.get_by_text(EN("nothing_left"))).to_have_count(0)
    expect(page.get_by_role("heading", name=EN("headlines"))).to_be_visible()
