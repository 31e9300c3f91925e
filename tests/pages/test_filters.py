"""The filters and the language switch: the address is the state, the widgets follow it, and a change is written to it whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dashboard.text import Text

EN = Text("en")


def query_of(app: Any) -> dict[str, str]:
    return {name: value[-1] if isinstance(value, list) else value for name, value in dict(app.query_params).items()}


@pytest.mark.parametrize("page", ["app.py", "pages/limitations.py"])
def test_widgets_show_what_the_link_says(opened: Callable[..., Any], page: str) -> None:
    """Filters of a link stand in the widgets, with a chip for each."""
    app = opened(page, lang="en", kind="association,youth_union", province="long-an")
    assert app.multiselect(key="filter-kind").value == ["association", "youth_union"]
    assert app.multiselect(key="filter-province").value == ["long-an"]
    assert app.multiselect(key="filter-organization").value == []
    assert {button.key for button in app.button} >= {"drop-kind-association", "drop-kind-youth_union", "drop-province-long-an", "clear-filters"}


@pytest.mark.parametrize("page", ["app.py", "pages/limitations.py"])
def test_a_change_is_written_to_the_address(opened: Callable[..., Any], page: str) -> None:
    """Choosing in one filter keeps the others and the language, in codes."""
    app = opened(page, lang="en", kind="association")
    app.multiselect(key="filter-province").set_value(["long-an", "thanh-hoa"]).run()
    assert query_of(app) == {"lang": "en", "kind": "association", "province": "long-an,thanh-hoa"}
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
    app = opened(lang="en", kind="association,youth_union", province="long-an")
    app.button(key="drop-kind-association").click().run()
    assert query_of(app) == {"lang": "en", "kind": "youth_union", "province": "long-an"}


def test_clear_drops_all_filters(opened: Callable[..., Any]) -> None:
    """One click clears every filter and keeps the language."""
    app = opened(lang="en", kind="association", province="long-an", organization="it-association-long-an")
    app.button(key="clear-filters").click().run()
    assert query_of(app) == {"lang": "en"}
    assert "clear-filters" not in {button.key for button in app.button}


def test_an_emptied_selection_can_be_left(opened: Callable[..., Any]) -> None:
    """Where no organization passes, the chips are still there and lead out."""
    app = opened(lang="en", kind="youth_union", province="long-an")
    assert [info.value for info in app.info] == [EN("nothing_left")]
    app.button(key="drop-kind-youth_union").click().run()
    assert not app.info
    assert query_of(app) == {"lang": "en", "province": "long-an"}


def test_options_are_what_the_release_holds(opened: Callable[..., Any], rows: Callable[..., list[dict[str, str]]]) -> None:
    """Every kind, province and organization of the rows can be chosen, by name, and no other."""
    app = opened(lang="en")
    names = {row["organization_id"]: row["name_en"] for row in rows("organizations")}
    assert sorted(app.multiselect(key="filter-organization").options) == sorted(names.values())
    kinds = {row["kind"]: row["label_en"] for row in rows("organization_kinds")}
    assert set(app.multiselect(key="filter-kind").options) == {kinds[row["kind"]] for row in rows("organizations")}
    assert len(app.multiselect(key="filter-province").options) == len({row["province_id"] for row in rows("organizations")})


@pytest.mark.parametrize("page", ["app.py", "pages/limitations.py"])
def test_the_menu_keeps_language_and_filters(opened: Callable[..., Any], page: str) -> None:
    """Links to the pages carry the language and the filters, and no open cell."""
    app = opened(page, lang="en", province="ha-tinh", **({"cell": "funding~st-union-hong-linh"} if page != "app.py" else {}))
    menu = app.get("page_link")[:2]
    assert [link.proto.label for link in menu] == [EN("page_overview"), EN("page_limitations")]
    assert {link.proto.query_string for link in menu} == {"province=ha-tinh&lang=en"}
