"""What is written in data or in a link stays text: no markup, no script, no formula, no icon comes of it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Page, expect

from dashboard.words.text import Text
from tests.conftest import copy_project

EN = Text("en")
HOSTILE = (
    "<img src=x onerror=alert(1)> **b** [x](javascript:alert(1)) $x$ :material/home: :red[r] `c` :smile: "
    "https://example.com"
)
SHORT = (
    "<img src=x onerror=alert(1)> **b** $x$ :material/home: `c`"  # where the contract allows 60 characters
)
JOINER = "\u2060"  # unseen; keeps icons and links from being made of text
# Where the words of the data come from: table, the row with this in its first column, columns.
WRITTEN = [
    ("organizations", "it-association-long-an", ["name_vi", "name_en"]),
    ("organization_kinds", "association", ["label_vi", "label_en"]),
    ("themes", "low_commitment", ["label_vi", "label_en"]),
    ("theme_groups", "people", ["label_vi", "label_en"]),
    ("indicators", "members", ["label_vi", "label_en", "unit_vi", "unit_en"]),
    ("indicator_groups", "membership", ["label_vi", "label_en"]),
    ("award_types", "merit_certificate", ["label_vi", "label_en"]),
    ("source_kinds", "self_review", ["label_vi", "label_en"]),
    ("sources", "long-an-it-term2-review", ["title"]),
    ("sources", "hong-linh-st-term4-review", ["title", "note"]),
    ("limitations", "it-association-long-an", ["summary_vi", "summary_en", "note"]),
    ("observations", "it-association-long-an", ["note"]),
    ("awards", "st-union-hong-linh", ["giver", "note"]),
    ("provinces", "former", ["name_vi", "name_en"]),
]
LONG = {
    "organizations": ("name_vi", "name_en"),
    "sources": ("title", "note"),
    "limitations": ("summary_vi", "summary_en", "note"),
    "observations": ("note",),
    "awards": ("giver", "note"),
}  # columns with room for it


@pytest.fixture(scope="module")
def poisoned(serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app on rows whose names, labels, titles and summaries are made of markup."""
    copy = copy_project(tmp_path_factory.mktemp("poisoned") / "project")
    for table, code, columns in WRITTEN:
        path = copy / "data" / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            names, rows = list(reader.fieldnames or []), list(reader)
        for row in rows:
            if row[names[0]] == code and (table != "provinces" or row["province_id"] == "long-an"):
                row.update(
                    {column: HOSTILE if column in LONG.get(table, ()) else SHORT for column in columns}
                )
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    with serve(copy, copy / "releases") as address:
        yield address


def came_alive(page: Page) -> list[str]:
    """What on the page can only have come from text: images, scripts, formulas, icons, bold words."""
    return page.evaluate(
        """() => {
          const links = 'a[href^="javascript"], a[href*="example.com"]';
          const alive = `img[src="x"], .katex, ${links}, [onerror], script:not([src])[data-x]`;
          const marked = '[data-testid=stMain] :is(b, strong, em, code, mark, .stMarkdownColoredText)';
          const out = [];
          const walk = (root) => root.querySelectorAll('*').forEach((e) => {
            if (e.shadowRoot) walk(e.shadowRoot);
            const own = [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data.trim()).join('');
            if (e.matches(alive)) out.push(e.outerHTML);
            if (e.matches(marked) && ['b', 'r', 'c'].includes(own)) out.push(e.outerHTML);
            if (e.matches('[data-testid=stIconMaterial]') && own === 'home') out.push(e.outerHTML);
            if (e.matches('tspan') && own === 'b') out.push(e.outerHTML);
          });
          walk(document);
          return out;
        }"""
    )


def text_of(page: Page) -> str:
    """Returns every text of the page's main part, those in shadow too, with white space made even."""
    return " ".join(
        page.evaluate(
            """() => {
              const out = [];
              const walk = (root) => {
                for (const n of root.childNodes) {
                  if (n.nodeType === 3) out.push(n.data);
                  else if (n.nodeType === 1 && !n.matches('style, script')) {
                    walk(n);
                    if (n.shadowRoot) walk(n.shadowRoot);
                  }
                }
              };
              walk(document.querySelector('[data-testid=stMain]'));
              return out.join(' ');
            }"""
        )
        .replace(JOINER, "")
        .split()
    )


def test_hostile_rows_on_the_overview(meet, poisoned: str) -> None:
    """Labels, units, names, titles and awards stand on the overview as written, in charts too."""
    page = meet(at=poisoned).open("/?lang=en")
    for summary in page.locator("summary").all():
        summary.click()
    expect(page.get_by_test_id("stPlotlyChart").locator("svg text").first).to_be_visible()
    assert came_alive(page) == []
    assert text_of(page).count(HOSTILE) >= 4
    assert text_of(page).count(SHORT) >= 4
    ticks = page.get_by_test_id("stPlotlyChart").locator(".ytick").all_text_contents()
    assert SHORT.replace(" ", "") in [tick.replace(" ", "") for tick in ticks]


def test_hostile_rows_in_the_grid_and_its_details(meet, poisoned: str) -> None:
    """Theme, group, organization, summary and title stand in grid, heading and statements as written."""
    page = meet(at=poisoned).open("/limitations?lang=en&cell=low_commitment~it-association-long-an")
    expect(page.locator(".st-key-details").get_by_role("heading", level=2)).to_have_count(1)
    assert f"{SHORT}: {HOSTILE}" in text_of(page)
    grid = page.get_by_role("grid", name=EN("grid_caption"))
    expect(grid.get_by_role("rowheader", name=SHORT, exact=True)).to_have_count(2)
    expect(grid.get_by_role("columnheader", name=HOSTILE, exact=True)).to_have_count(1)
    assert came_alive(page) == []
    assert text_of(page).count(HOSTILE) >= 7
    page.locator("[role=grid] button[data-code='pandemic~it-association-long-an']").click()
    expect(page.get_by_text(EN("coded_documents"))).to_be_visible()
    assert f"Pandemic: {HOSTILE}" in text_of(page)
    assert came_alive(page) == []


def test_hostile_notes_stand_as_written(meet, poisoned: str) -> None:
    """Under rows, in statements and documents, beside differences between codings, and as the giver."""
    hostile_in = {
        "/organization?lang=en&about=st-union-hong-linh": f"({HOSTILE})",
        "/limitations?lang=en": EN("note_of_document", note=HOSTILE),
        "/sources?lang=en": f"{EN('column_note')}: {HOSTILE}",
        "/organization?lang=en&about=it-association-long-an": f"{EN('column_note')}: {HOSTILE}",
    }
    for link, said in hostile_in.items():
        page = meet(at=poisoned).open(link)
        for summary in page.locator("summary:visible").all():
            summary.click()
        assert said in text_of(page), link
        assert came_alive(page) == []


@pytest.mark.parametrize("link", ["/?lang=en", "/limitations?lang=en"])
def test_hostile_names_in_the_filters(meet, poisoned: str, link: str) -> None:
    """Options, chosen tags and chips show the name as it was written; so does the hint over a chip."""
    page = meet(at=poisoned).open(
        f"{link}&kind=association&organization=it-association-long-an&province=long-an"
    )
    for name, label in (("organization", HOSTILE), ("kind", SHORT), ("province", SHORT)):
        chip = page.locator(f"[class*=st-key-drop-{name}] button:visible").first
        assert label in chip.inner_text().replace(JOINER, "")
        chip.hover()
        hint = page.get_by_test_id("stTooltipContent")
        expect(hint).to_be_visible()
        assert hint.inner_text().replace(JOINER, "") == EN("drop_filter", label=label)
        page.mouse.move(0, 0)
        expect(hint).to_have_count(0)
    assert came_alive(page) == []
    page.get_by_role("button", name=EN("filters")).first.click()
    expect(page.get_by_test_id("stMultiSelect").last).to_contain_text(HOSTILE)
    page.get_by_label(EN("filter_province"), exact=True).click()
    assert came_alive(page) == []


BAD_LINKS = {
    "script": {
        "lang": "<script>alert(1)</script>",
        "province": "<img src=x onerror=alert(1)>",
        "kind": "**b**,[x](javascript:alert(1))",
    },
    "marks": {
        "organization": "$x$,:material/home:,:red[r],`c`,~~s~~",
        "cell": "../../etc/passwd",
        "<b>n</b>": "**b**",
    },
    "bytes": {
        "province": "\x00\u202e\u200b",
        "kind": "ʼ OR 1=1 --",
        "cell": "~~~~",
        "__proto__": "constructor",
    },
    "long": {"province": "x" * 30_000, "organization": ",".join(f"o{n}" for n in range(2000))},
    "many": {f"p{n}": str(n) for n in range(300)},
}


@pytest.mark.parametrize("query", BAD_LINKS.values(), ids=BAD_LINKS)
def test_a_hostile_link_gets_a_calm_sentence(meet, query: dict[str, str]) -> None:
    """One banner names what was passed over, as text; the figures of everything else are there."""
    reader = meet()
    page = reader.open(f"/?{urlencode(query, quote_via=quote)}")
    say = Text("vi")
    banner = page.get_by_test_id("stAlert")
    expect(banner).to_have_count(1)
    expect(banner).to_contain_text(say("rejected", parts="@").split("@")[0])
    expect(page.get_by_role("heading", name=say("headlines"))).to_be_visible()
    assert len(banner.inner_text()) < 1500
    assert came_alive(page) == []
    for value in query.values():
        if len(query) < 10 and len(value) < 40 and value.isprintable() and "," not in value:
            assert value in banner.inner_text().replace(JOINER, "")


def test_a_very_long_address_of_an_open_page(meet) -> None:
    """An address too long for a server, put there by a script on an open page, gets the same sentence."""
    page = meet().open("/?lang=en")
    page.evaluate(
        """() => {
          history.pushState({}, '', '?lang=en&province=' + 'x,'.repeat(100000));
          dispatchEvent(new PopStateEvent('popstate'));
        }"""
    )
    banner = page.get_by_test_id("stAlert")
    expect(banner).to_have_count(1)
    assert len(banner.inner_text()) < 1500
    expect(page.get_by_role("heading", name=EN("headlines"))).to_be_visible()


def test_a_parameter_given_twice_loses_nothing_silently(meet, left) -> None:
    """Of a filter that stands twice in a link (`?province=a&province=b`), both apply or one is named."""
    reader = meet()
    page = reader.open("/?lang=en&province=ha-tinh&province=thanh-hoa")
    applied = page.get_by_text(left(provinces=["ha-tinh", "thanh-hoa"]), exact=True)
    named = page.get_by_test_id("stAlert").get_by_text("ha-tinh")
    expect(applied.or_(named)).to_be_visible()


def test_a_trigger_from_elsewhere_is_checked(meet) -> None:
    """A cell that the grid does not have, sent by a changed page, changes nothing."""
    reader = meet()
    page = reader.open("/limitations?lang=en")
    button = page.locator("[role=grid] button[data-code='funding~st-union-hong-linh']")
    for code in ("<img src=x onerror=alert(1)>", "funding~nobody", "~", "x" * 100_000):
        button.evaluate("(b, code) => { b.dataset.code = code; b.click() }", code)
        page.wait_for_timeout(300)  # a run that is not to be would begin
        reader.rest()
        button = page.locator(".s-figure[data-code]").nth(3)
    expect(page.get_by_role("button", name=EN("close"))).to_have_count(0)
    assert reader.query == {"lang": "en"}
    assert came_alive(page) == []
