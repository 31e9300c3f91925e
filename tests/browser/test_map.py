"""The map in a browser: both archipelagos, pointer, keyboard, phone; and the documents page beside it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard.words.text import Text
from tests.unit.drawn_outlines import drawn_outlines

VI, EN = Text("vi"), Text("en")
Row = dict[str, str]
ISLANDS = {
    "vi": ["Hoàng Sa (Đà Nẵng)", "Trường Sa (Khánh Hòa)"],
    "en": ["Hoang Sa (Da Nang)", "Truong Sa (Khanh Hoa)"],
}

# What is drawn of an element: its box is no point, and nothing hides it.
DRAWN = """(e, least) => {
  const r = e.getBoundingClientRect();
  return r.width > least && r.height > least
    && e.checkVisibility({ opacityProperty: true, visibilityProperty: true });
}"""
# Words that do not fit into their tile, and labels of islands that lie on a province.
SPILT = """() => {
  const out = [], roots = [...document.querySelectorAll('*')].map((e) => e.shadowRoot);
  const root = roots.find((s) => s?.querySelector('.stage'));
  const words = (e) => {
    const range = document.createRange();
    range.selectNodeContents(e);
    return range.getBoundingClientRect();
  };
  const tiles = [...root.querySelectorAll('.spot')];
  for (const t of tiles) for (const w of t.querySelectorAll('.face .name, .face .value')) {
    const said = words(w), face = w.closest('.face').getBoundingClientRect();
    if (said.width && (said.left < face.left - 1 || said.right > face.right + 1
      || said.top < face.top - 1 || said.bottom > face.bottom + 1)) out.push(w.textContent);
  }
  for (const label of root.querySelectorAll('.island > .name')) {
    const said = words(label);
    for (const t of root.querySelectorAll('.spot:not(.island)')) {
      const r = t.getBoundingClientRect();
      if (said.left < r.right - 1 && said.right > r.left + 1 && said.top < r.bottom - 1
        && said.bottom > r.top + 1) out.push(`${label.textContent} on ${t.ariaLabel}`);
    }
  }
  return out;
}"""
FOCUSED = """() => {
  let e = document.activeElement;
  while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
  return e?.ariaLabel ?? '';
}"""


@pytest.fixture(scope="module")
def outlines_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The outlines that an operator supplies."""
    path = tmp_path_factory.mktemp("outlined") / "outlines.json"
    path.write_text(json.dumps(drawn_outlines()), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def with_outlines(serve, project: Path, outlines_file: Path, address: str, releases: Path) -> Iterator[str]:
    """The app of an operator who supplies outlines."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OUTLINES_FILE", str(outlines_file))
        with serve(project, releases) as started:
            yield started


def spot(page: Page, name: str) -> object:
    return page.locator(f".spot[aria-label^='{name}']")


def focused(page: Page) -> str:
    return page.evaluate(FOCUSED)


def look_at_tiles(page: Page, language: str) -> None:
    """Both archipelagos can be seen, each with its name and province in words; all words have their room."""
    expect(page.locator(".stage.tiles")).to_be_visible()
    for label in ISLANDS[language]:
        tile = page.locator(f".spot.island[aria-label^='{label}']")
        expect(tile).to_have_count(1)
        for shape in tile.locator("circle").all():
            assert shape.evaluate(DRAWN, 0.5)
        assert "".join(tile.locator(".name").inner_text().split()) == label.replace(" ", "")
    assert page.evaluate(SPILT) == []


def look_at_outlines(page: Page, language: str) -> None:
    """Both archipelagos can be seen beside all provinces, each with its name and province in words."""
    for label in ISLANDS[language]:
        shape = page.locator(f"svg.outlines .spot[aria-label^='{label}']")
        expect(shape).to_have_count(1)
        assert shape.locator("path.isles").evaluate(DRAWN, 2)
        assert shape.locator("path.isles").evaluate("(e) => e.getTotalLength()") > 0
        assert "".join(shape.locator("text").all_text_contents()).replace(" ", "") == label.replace(" ", "")
    assert page.locator("svg.outlines path.shape").count() == 34


@pytest.mark.parametrize(("language", "first", "other"), [("vi", 1440, 390), ("en", 390, 1440)])
def test_both_archipelagos_are_drawn_in_both_views(
    meet, with_outlines: str, language: str, first: int, other: int, subtests
) -> None:
    """A map of Vietnam without them is unlawful: they are on each, on a desk and on a phone."""
    reader = meet(first, 900, at=with_outlines)
    for query, look in (
        ("boundaries=present", look_at_tiles),
        ("view=outlines", look_at_outlines),
        ("boundaries=former", look_at_tiles),
    ):
        # What was looked at last is the width at which the next is opened.
        first, other = other, first
        page = reader.open(f"/map?lang={language}&{query}")
        for width in (other, first):
            reader.turn(width, "light", 900)
            with subtests.test(query, width=width):
                look(page, language)


def test_the_small_map_has_them_too(meet) -> None:
    page = meet().open("/?lang=en")
    for label in ISLANDS["en"]:
        expect(page.locator(f".spot.island[aria-label^='{label}']")).to_be_visible()


@pytest.mark.parametrize("left_out", ["48", "56"])
def test_outlines_without_an_archipelago_are_not_drawn(
    meet, with_outlines: str, outlines_file: Path, left_out: str
) -> None:
    """The page says which one is missing, and draws tiles."""
    outlines = drawn_outlines()
    for feature in outlines["features"]:
        if feature["properties"]["code"] == left_out:
            feature["geometry"]["coordinates"] = [
                p for p in feature["geometry"]["coordinates"] if p[0][0][0] < 109.5
            ]
    whole = outlines_file.read_text(encoding="utf-8")
    outlines_file.write_text(json.dumps(outlines), encoding="utf-8")
    page = meet(at=with_outlines).open("/map?lang=en&view=outlines")
    outlines_file.write_text(whole, encoding="utf-8")
    expect(page.get_by_test_id("stAlert")).to_contain_text("Hoang Sa" if left_out == "48" else "Truong Sa")
    expect(page.locator("svg.outlines")).to_have_count(0)
    expect(page.locator(".stage.tiles .spot")).to_have_count(36)


def test_the_switch_draws_63_or_34_and_is_in_the_link(meet) -> None:
    reader = meet()
    page = reader.open("/map?lang=en")
    expect(page.locator(".spot")).to_have_count(34 + 2)
    page.get_by_text(EN("boundaries_former"), exact=True).click()
    expect(page.locator(".spot")).to_have_count(63 + 2)
    assert reader.query == {"lang": "en", "boundaries": "former"}


def test_a_click_opens_a_province_and_the_link_shows_it_to_another(
    meet, rows: Callable[..., list[Row]]
) -> None:
    """What is opened names the parts of a sum, each with its document, and the address carries it."""
    reader = meet()
    page = reader.open("/map?lang=en")
    spot(page, "Dak Lak").click()
    expect(page.get_by_role("heading", name="Dak Lak")).to_be_visible()
    expect(page.get_by_text(EN("summed_of", n=2)).last).to_be_visible()
    assert reader.query == {"lang": "en", "place": "dak-lak"}
    titles = {r["source_id"]: r["title"] for r in rows("sources")}
    for source in ("st-dak-lak-2021-anniversary", "st-phu-yen-2020-introduction"):
        expect(page.get_by_role("link", name=titles[source])).to_be_visible()
    other = meet().open(page.url.removeprefix(reader.address))
    expect(other.get_by_role("heading", name="Dak Lak")).to_be_visible()
    page.get_by_role("button", name=EN("close")).click()
    expect(page.get_by_role("button", name=EN("close"))).to_have_count(0)
    assert reader.query == {"lang": "en"}


def test_keyboard_alone(meet) -> None:
    """Tab reaches the map once, arrows go to the neighbour, its figure is said, Enter opens it."""
    reader = meet()
    page = reader.open("/map?lang=en")
    names = page.locator(".spot").evaluate_all("(all) => all.map((b) => b.ariaLabel)")
    for _ in range(30):
        page.keyboard.press("Tab")
        if focused(page) in names:
            break
    assert focused(page) in names
    page.keyboard.press("Home")
    for _ in range(40):
        if focused(page).startswith("Hanoi"):
            break
        page.keyboard.press("ArrowDown")
        if focused(page) == names[-1]:
            break
    spot(page, "Hanoi").focus()
    assert "≥50,000" in focused(page)
    page.keyboard.press("ArrowDown")
    assert focused(page).startswith("Thanh Hoa")
    page.keyboard.press("ArrowUp")
    assert focused(page).startswith("Hanoi")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Hanoi")).to_be_visible()
    reader.rest()
    assert focused(page).startswith("Hanoi")
    assert reader.query == {"lang": "en", "place": "ha-noi"}


def test_a_pointer_shows_figure_term_and_source_beside_the_map(meet) -> None:
    page = meet().open("/map?lang=en")
    spot(page, "Hanoi").hover()
    card = page.locator(".card")
    expect(card).to_contain_text("Hanoi")
    expect(card).to_contain_text("≥50,000 (2020)")
    expect(card).to_contain_text("Hanoi Union of Science and Technology Associations")
    spot(page, "Cao Bang").hover()
    expect(card).to_contain_text(EN("cell_no_document"))


def test_an_outline_map_holds_the_place_of_the_keyboard_when_the_window_changes(
    meet, with_outlines: str
) -> None:
    page = meet(at=with_outlines).open("/map?lang=en&view=outlines")
    spot(page, "Hanoi").focus()
    page.set_viewport_size({"width": 700, "height": 900})
    page.wait_for_timeout(300)
    assert focused(page).startswith("Hanoi")


def test_a_leader_finds_who_lost_members_and_where_nothing_is_known(
    meet, rows: Callable[..., list[Row]]
) -> None:
    """By what is on the screen: the map, the change of members, the former provinces, the documents."""
    reader = meet(390, 844)
    page = reader.open("/")
    page.get_by_role("link", name=VI("page_map"), exact=True).click()
    expect(page.locator("h1")).to_have_text(VI("page_map"))
    page.get_by_label(VI("map_choose")).click()
    page.get_by_role("option", name="Thay đổi hội viên qua một nhiệm kỳ").click()
    expect(page.get_by_text("không đổi").first).to_be_visible()
    page.get_by_text(VI("boundaries_former"), exact=True).click()
    expect(page.locator(".spot")).to_have_count(63 + 2)
    expect(page.get_by_text(re.compile(r"\d giảm")).first).to_be_visible()
    reader.rest()
    page.get_by_role("link", name=VI("page_sources")).click()
    documented = {
        r["organization_id"] for t in ("observations", "awards", "limitations", "lessons") for r in rows(t)
    }
    of_merged = {r["successor_id"] for r in rows("successions") if r["on"] >= "2025"}
    known = {
        o["province_id"] for o in rows("organizations") if o["organization_id"] in documented - of_merged
    }
    unknown = [
        p["name_vi"]
        for p in rows("provinces")
        if p["boundaries"] == "former" and p["province_id"] not in known
    ]
    expect(page.get_by_role("heading", name=VI("undocumented", n=len(unknown), all=63))).to_be_visible()
    shown = page.get_by_test_id("stMain").inner_text()
    assert [name for name in unknown if name not in shown] == []


def test_a_cell_of_the_coverage_opens_its_figures(meet) -> None:
    reader = meet()
    page = reader.open("/sources?lang=en&province=thanh-hoa")
    page.locator("button[data-code='it-association-thanh-hoa~members']:not([disabled])").first.click()
    expect(page.get_by_role("heading", name="Members: Thanh Hoa Informatics Association")).to_be_visible()
    expect(page.get_by_text("Members: 618").first).to_be_visible()
    assert reader.query == {"lang": "en", "province": "thanh-hoa", "cell": "members~it-association-thanh-hoa"}


def test_what_to_ask_for_is_downloaded_as_a_table(meet) -> None:
    page = meet().open("/sources?province=ha-tinh")
    with page.expect_download() as download:
        page.get_by_role("button", name=VI("ask_download")).click()
    content = Path(download.value.path()).read_bytes()
    assert content.startswith("\ufeff".encode())
    table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert table[0] == [
        VI(f"ask_{column}") for column in ("organization", "kind", "province", "term", "state", "indicators")
    ]
    assert {row[2] for row in table[1:]} == {"Hà Tĩnh"}


def test_search_finds_a_province_by_its_other_names(meet) -> None:
    reader = meet()
    page = reader.open("/")
    page.get_by_role("button", name=VI("filters")).first.click()
    page.get_by_label(VI("search")).fill("sai gon")
    page.keyboard.press("Enter")
    page.get_by_test_id("stPopoverBody").get_by_role("button", name="Hồ Chí Minh").first.click()
    expect(page.locator("[class*=st-key-drop-province] button:visible").first).to_contain_text("Hồ Chí Minh")
    assert reader.query == {"province": "ho-chi-minh"}
