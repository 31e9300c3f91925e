"""The filters and the language switch: the address is the state, the widgets follow it, and a change is written to it whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dashboard.selection import BOUNDARIES
from dashboard.text import Text

EN = Text("en")
PAGES = pytest.mark.parametrize("page", ["app.py", "pages/map.py", "pages/limitations.py", "pages/sources.py"])


def query_of(app: Any) -> dict[str, str]:
    return {name: value[-1] if isinstance(value, list) else value for name, value in dict(app.query_params).items()}


@PAGES
def test_widgets_show_what_the_link_says(opened: Callable[..., Any], page: str) -> None:
    """Filters of a link stand in the widgets, with a chip for each."""
    app = opened(page, lang="en", kind="association,youth_union", province="tay-ninh")
    assert app.multiselect(key="filter-kind").value == ["association", "youth_union"]
    assert app.multiselect(key="filter-province").value == ["tay-ninh"]
    assert app.multiselect(key="filter-organization").value == []
    assert {button.key for button in app.button} >= {"drop-kind-association", "drop-kind-youth_union", "drop-province-tay-ninh", "clear-filters"}


@PAGES
def test_a_change_is_written_to_the_address(opened: Callable[..., Any], page: str) -> None:
    """Choosing in one filter keeps the others and the language, in codes."""
    app = opened(page, lang="en", kind="association")
    app.multiselect(key="filter-province").set_value(["tay-ninh", "thanh-hoa"]).run()
    assert query_of(app) == {"lang": "en", "kind": "association", "province": "tay-ninh,thanh-hoa"}
    assert not app.exception


def test_the_language_switch_keeps_the_filters_and_the_cell(opened: Callable[..., Any]) -> None:
    """Switching the language changes the words, and nothing else of the address."""
    app = opened("pages/limitations.py", province="ha-tinh", cell="funding~st-union-hong-linh")
    assert app.title[0].value == Text("vi")("page_limitations")
    app.button_group(key="language").set_value("en").run()
    assert query_of(app) == {"lang": "en", "province": "ha-tinh", "cell": "funding~st-union-hong-linh"}
    assert app.title[0].value == EN("page_limitations")
    app.button_group(key="language").set_value("vi").run()
    assert query_of(app) == {"province": "ha-tinh", "cell": "funding~st-union-hong-linh"}


def test_a_chip_drops_its_filter(opened: Callable[..., Any]) -> None:
    """A chip takes away one code; the others stay."""
    app = opened(lang="en", kind="association,youth_union", province="tay-ninh")
    app.button(key="drop-kind-association").click().run()
    assert query_of(app) == {"lang": "en", "kind": "youth_union", "province": "tay-ninh"}


def test_clear_drops_all_filters(opened: Callable[..., Any]) -> None:
    """One click clears every filter and keeps the language."""
    app = opened(lang="en", kind="association", province="tay-ninh", organization="it-association-long-an")
    app.button(key="clear-filters").click().run()
    assert query_of(app) == {"lang": "en"}
    assert "clear-filters" not in {button.key for button in app.button}


def test_an_emptied_selection_can_be_left(opened: Callable[..., Any]) -> None:
    """Where no organization passes, the chips are still there and lead out."""
    app = opened(lang="en", kind="youth_union", province="tay-ninh")
    assert [info.value for info in app.info] == [EN("nothing_left")]
    app.button(key="drop-kind-youth_union").click().run()
    assert not app.info
    assert query_of(app) == {"lang": "en", "province": "tay-ninh"}


def test_options_are_what_the_release_holds(opened: Callable[..., Any], rows: Callable[..., list[dict[str, str]]]) -> None:
    """Every kind, province and organization of the rows can be chosen, by name, and no other."""
    app = opened(lang="en")
    names = {row["organization_id"]: row["name_en"] for row in rows("organizations")}
    assert sorted(app.multiselect(key="filter-organization").options) == sorted(names.values())
    kinds = {row["kind"]: row["label_en"] for row in rows("organization_kinds")}
    assert set(app.multiselect(key="filter-kind").options) == {kinds[row["kind"]] for row in rows("organizations")}
    for boundaries in BOUNDARIES:
        provinces = opened(lang="en", boundaries=boundaries).multiselect(key="filter-province").options
        assert sorted(provinces) == sorted(row["name_en"] for row in rows("provinces") if row["boundaries"] == boundaries)


@PAGES
def test_the_menu_keeps_language_and_filters(opened: Callable[..., Any], page: str) -> None:
    """Links to the pages carry language, boundaries and filters, and nothing that is open or shown on one page."""
    of_one_page = {
        "cell": "funding~st-union-hong-linh",
        "place": "ha-tinh",
        "measure": "branches",
        "view": "outlines",
        "document": "hong-linh-st-term4-review",
    }
    app = opened(page, lang="en", province="ha-tinh", boundaries="former", **of_one_page)
    assert not app.exception
    menu = app.get("page_link")[:4]
    assert [link.proto.label for link in menu] == [EN(f"page_{name}") for name in ("overview", "map", "limitations", "sources")]
    assert {link.proto.query_string for link in menu} == {"province=ha-tinh&lang=en&boundaries=former"}


def test_two_quick_drops_both_count(opened: Callable[..., Any]) -> None:
    """A second chip clicked before the page was drawn anew takes away its own filter only: the first stays away."""
    app = opened(lang="en", kind="association,youth_union", province="tay-ninh")
    app.button(key="drop-kind-association").click()
    app.button(key="drop-kind-youth_union").click()
    app.run()
    assert query_of(app) == {"lang": "en", "province": "tay-ninh"}


@PAGES
@pytest.mark.parametrize(
    ("typed", "key", "query"),
    [
        ("br-vt", "found-present-ho-chi-minh", {"province": "ho-chi-minh"}),
        ("Bắc Cạn", "found-present-thai-nguyen", {"province": "thai-nguyen"}),
        ("tin hoc thanh hoa", "found-organization-it-association-thanh-hoa", {"organization": "it-association-thanh-hoa"}),
    ],
)
def test_what_is_found_becomes_a_filter(opened: Callable[..., Any], page: str, typed: str, key: str, query: dict[str, str]) -> None:
    """One click on what the search found adds it to the filters."""
    app = opened(page, lang="en")
    app.text_input(key="search").set_value(typed).run()
    app.button(key=key).click().run()
    assert query_of(app) == {"lang": "en"} | query
    assert not app.exception


def test_what_is_found_is_added_to_what_is_chosen(opened: Callable[..., Any]) -> None:
    """A second find joins the first; one that is chosen already changes nothing."""
    app = opened(lang="en", province="ha-noi", boundaries="former")
    app.text_input(key="search").set_value("Hà Giang").run()
    app.button(key="found-former-ha-giang").click().run()
    assert query_of(app) == {"lang": "en", "province": "ha-noi,ha-giang", "boundaries": "former"}
    app.button(key="found-former-ha-giang").click().run()
    assert query_of(app)["province"] == "ha-noi,ha-giang"


def test_the_search_stays_within_the_boundaries(opened: Callable[..., Any]) -> None:
    """Of the present provinces no former one is offered, and the other way round."""
    for boundaries, offered in (("present", {"found-present-tuyen-quang"}), ("former", {"found-former-ha-giang"})):
        app = opened(lang="en", boundaries=boundaries)
        app.text_input(key="search").set_value("hà giang").run()
        keys = {button.key for button in app.button if (button.key or "").startswith("found-")}
        assert offered <= keys
        assert all(key.split("-")[1] in (boundaries, "organization") for key in keys)


@pytest.mark.parametrize("typed", ["no such place", "[.*", "<script>", "x" * 80])
def test_a_search_in_vain_says_so(opened: Callable[..., Any], typed: str) -> None:
    app = opened(lang="en")
    app.text_input(key="search").set_value(typed).run()
    assert EN("search_nothing") in [caption.value for caption in app.caption]
    assert not app.exception
    assert not [warning.value for warning in app.warning]


def test_a_choice_made_before_the_last_is_seen_builds_on_it(opened: Callable[..., Any]) -> None:
    """The browser sends the second click with the address from before the first; neither is lost."""
    app = opened(province="nghe-an,ha-tinh,thanh-hoa")
    app.button(key="drop-province-nghe-an").click().run()
    app.query_params["province"] = "nghe-an,ha-tinh,thanh-hoa"
    app.button(key="drop-province-thanh-hoa").click().run()
    assert query_of(app) == {"province": "ha-tinh"}


def test_a_choice_made_after_going_back_builds_on_what_is_seen(opened: Callable[..., Any]) -> None:
    """Back shows the address from before the choice: the choice is undone, and stays undone."""
    app = opened(province="nghe-an,ha-tinh,thanh-hoa")
    app.button(key="drop-province-nghe-an").click().run()
    app.query_params["province"] = "nghe-an,ha-tinh,thanh-hoa"
    app.run()
    app.button(key="drop-province-thanh-hoa").click().run()
    assert query_of(app) == {"province": "nghe-an,ha-tinh"}
