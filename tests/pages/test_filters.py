"""The filters and the language switch: the address is the state, the widgets follow it, and a change is
written to it whole.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dashboard.model.page import PAGES
from dashboard.request.selection import BOUNDARIES, TIME_AXES
from dashboard.view import url_state
from dashboard.words.text import Text
from tests.pages.by_hand import ByHand, Row, Years

EN = Text("en")
FILTERED = pytest.mark.parametrize(
    "page", ["app.py", "pages/membership.py", "pages/map.py", "pages/limitations.py", "pages/sources.py"]
)


def query_of(app: Any) -> dict[str, str]:
    return {
        name: value[-1] if isinstance(value, list) else value
        for name, value in dict(app.query_params).items()
    }


@FILTERED
def test_widgets_show_what_the_link_says(opened: Callable[..., Any], page: str) -> None:
    """Filters of a link stand in the widgets, with a chip for each."""
    app = opened(
        page,
        lang="en",
        kind="association,youth_union",
        level="province",
        region="mekong-delta-2025",
        province="tay-ninh",
        years="1990-2020",
    )
    assert app.multiselect(key="filter-kind").value == ["association", "youth_union"]
    assert app.multiselect(key="filter-level").value == ["province"]
    assert app.multiselect(key="filter-region").value == ["mekong-delta-2025"]
    assert app.multiselect(key="filter-province").value == ["tay-ninh"]
    assert app.multiselect(key="filter-organization").value == []
    assert (app.selectbox(key="year-from").value, app.selectbox(key="year-to").value) == (1990, 2020)
    chips = {button.key for button in app.button if (button.key or "").startswith("drop-")}
    assert chips == {
        "drop-kind-association",
        "drop-kind-youth_union",
        "drop-level-province",
        "drop-region-mekong-delta-2025",
        "drop-province-tay-ninh",
        "drop-years",
    }
    assert app.button(key="drop-years").label.replace("\\", "") == "1990–2020"


@FILTERED
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
    every = {
        "kind": "association",
        "level": "province",
        "region": "mekong-delta-2025",
        "province": "tay-ninh",
        "organization": "it-association-long-an",
    }
    app = opened(lang="en", **every, years="2015-")
    app.button(key="clear-filters").click().run()
    assert query_of(app) == {"lang": "en"}
    assert "clear-filters" not in {button.key for button in app.button}


def test_an_emptied_selection_can_be_left(opened: Callable[..., Any], by_hand: ByHand) -> None:
    """Where no organization passes, each filter without which some would is offered to be dropped, whole, and
    no other.
    """
    query = {"kind": "steering_committee,club", "province": "tay-ninh", "level": "district"}
    assert not by_hand.selected(kind=["steering_committee", "club"], province=["tay-ninh"])
    app = opened(lang="en", **query)
    assert [info.value for info in app.info] == [EN("nothing_left")]
    assert {button.key for button in app.button if (button.key or "").startswith("without-")} == {
        "without-kind"
    }
    app.button(key="without-kind").click().run()
    assert not app.info
    assert query_of(app) == {"lang": "en", "province": "tay-ninh", "level": "district"}
    app = opened(lang="en", **query)
    app.button(key="drop-kind-steering_committee").click().run()
    assert query_of(app) == {"lang": "en", **query, "kind": "club"}


def test_years_that_leave_nothing_can_be_dropped(opened: Callable[..., Any], see: Callable[..., Any]) -> None:
    """Years are a filter as any other; nothing else is drawn where nothing is left."""
    app = opened("pages/membership.py", lang="en", years="1900-1910", organization="st-union-hong-linh")
    assert [info.value for info in app.info] == [EN("nothing_left")]
    assert {
        button.key: button.label for button in app.button if (button.key or "").startswith("without-")
    } == {"without-years": EN("drop_filter", label="1900–1910")}
    app.button(key="without-years").click().run()
    assert query_of(app) == {"lang": "en", "organization": "st-union-hong-linh"}
    assert see("pages/membership.py", lang="en", years="1900-1910").cards == {}


LEFT = pytest.mark.parametrize(
    "query",
    [
        {"level": "district"},
        {"level": "national,agency"},
        {"region": "mekong-delta-2025"},
        {"region": "mekong-delta", "boundaries": "former"},
        {"years": "2018-2019"},
        {"years": "2025-"},
        {"years": "-2004", "level": "province", "kind": "union_of_associations"},
    ],
    ids=str,
)


@LEFT
def test_how_many_pass_is_told(see: Callable[..., Any], by_hand: ByHand, query: Row) -> None:
    """As many as the rows hold of that level, region, and with a term in those years."""
    first, _, last = query.get("years", "").partition("-")
    years: Years = (int(first or 0), int(last or 0))
    filters = {name: codes.split(",") for name, codes in query.items() if name in ("kind", "level", "region")}
    here = by_hand.selected(query.get("boundaries", "present"), years, **filters)
    assert 0 < len(here) < len(by_hand.organizations)
    page = see(lang="en", **query)
    assert EN("selection", n=len(here), all=len(by_hand.organizations)) in page.of("caption")
    assert page.exceptions == page.of("warning") == page.of("info") == []


def test_choosing_years(opened: Callable[..., Any], by_hand: ByHand) -> None:
    """From and to are written to the address; neither offers what lies beyond the other; one is dropped by
    All, both by the chip.
    """
    span = [year for o, terms in by_hand.terms.items() for term in terms for year in by_hand.years(o, term)]
    app = opened(lang="en", kind="association")
    assert app.selectbox(key="year-from").options == [
        EN("filter_all"),
        *map(str, range(min(span), max(span) + 1)),
    ]
    app.selectbox(key="year-from").set_value(2015).run()
    assert query_of(app) == {"lang": "en", "kind": "association", "years": "2015-"}
    assert app.selectbox(key="year-to").options == [EN("filter_all"), *map(str, range(2015, max(span) + 1))]
    assert app.button(key="drop-years").label.replace("\\", "") == EN("years_from", year="2015")
    app.selectbox(key="year-to").set_value(2018).run()
    assert query_of(app)["years"] == "2015-2018"
    assert app.selectbox(key="year-from").options == [EN("filter_all"), *map(str, range(min(span), 2019))]
    app.selectbox(key="year-from").set_value(0).run()
    assert query_of(app)["years"] == "-2018"
    app.button(key="drop-years").click().run()
    assert query_of(app) == {"lang": "en", "kind": "association"}
    assert not app.exception


def test_years_of_a_link_beyond_all_terms_are_kept(opened: Callable[..., Any]) -> None:
    """They can be had, though no list would offer them."""
    app = opened(lang="en", years="1901-2100")
    assert (app.selectbox(key="year-from").value, app.selectbox(key="year-to").value) == (1901, 2100)
    assert not app.info
    app.multiselect(key="filter-kind").set_value(["association"]).run()
    assert query_of(app) == {"lang": "en", "kind": "association", "years": "1901-2100"}


@pytest.mark.parametrize("page", ["pages/membership.py", "pages/branches.py", "pages/leadership.py"])
def test_choosing_how_terms_lie_side_by_side(opened: Callable[..., Any], page: str) -> None:
    """Last known figures by default, without a point to choose, nor of latest terms; by year or by number
    there is one, and another way begins anew.
    """
    app = opened(page, lang="en", kind="union_of_associations")
    assert app.button_group(key="time").value == "known"
    assert "at" not in {box.key for box in app.selectbox}
    app.button_group(key="time").set_value("latest").run()
    assert query_of(app) == {"lang": "en", "kind": "union_of_associations", "time": "latest"}
    assert "at" not in {box.key for box in app.selectbox}
    app.button_group(key="time").set_value("calendar").run()
    assert query_of(app) == {"lang": "en", "kind": "union_of_associations", "time": "calendar"}
    years = [int(option) for option in app.selectbox(key="at").options]
    assert years == sorted(years, reverse=True)
    assert app.selectbox(key="at").value in years
    app.selectbox(key="at").set_value(years[-1]).run()
    assert query_of(app) == {
        "lang": "en",
        "kind": "union_of_associations",
        "time": "calendar",
        "at": str(years[-1]),
    }
    app.button_group(key="time").set_value("number").run()
    assert query_of(app) == {"lang": "en", "kind": "union_of_associations", "time": "number"}
    app.button_group(key="time").set_value("known").run()
    assert query_of(app) == {"lang": "en", "kind": "union_of_associations"}
    assert not app.exception


def test_the_founding_is_a_term_to_choose(opened: Callable[..., Any]) -> None:
    """It has no number, but figures."""
    app = opened("pages/branches.py", lang="en", time="number", measure="member_associations")
    assert app.selectbox(key="at").options[-1] == EN("term_founding")
    app.selectbox(key="at").set_value(0).run()
    assert query_of(app) == {"lang": "en", "time": "number", "measure": "member_associations", "at": "0"}
    assert app.selectbox(key="at").value == 0
    assert any(EN("term_founding") in caption.value for caption in app.caption)


def test_a_point_of_time_without_a_figure_is_kept_and_says_so(
    see: Callable[..., Any], opened: Callable[..., Any]
) -> None:
    """A year of a link that nobody reports is shown as chosen; the cards say that there is nothing."""
    page = see("pages/membership.py", lang="en", time="calendar", at="1950")
    assert page.cards["ranking"].texts("markdown") == [EN("no_figure")]
    assert (
        opened("pages/membership.py", lang="en", time="calendar", at="1950").selectbox(key="at").value == 1950
    )
    assert page.exceptions == page.of("warning") == page.of("info") == []


@pytest.mark.parametrize(
    "query",
    [
        {"at": "2018"},
        {"time": "latest", "at": "3"},
        {"time": "number", "at": "x"},
        {"time": "of-1976"},
        {"years": "2020-2015"},
        {"level": "world"},
        {"region": "mekong-delta"},
    ],
    ids=str,
)
def test_a_part_of_a_link_that_means_nothing_is_named(see: Callable[..., Any], query: Row) -> None:
    """Also a region of the other boundaries; the rest of the page is as it is without."""
    name, value = list(query.items())[-1]
    page = see("pages/membership.py", lang="en", **query)
    [banner] = page.of("info")
    assert f"{name} = {value}." in banner.replace("\\", "")
    assert {card: shown.words for card, shown in page.cards.items()} == {
        card: shown.words
        for card, shown in see(
            "pages/membership.py",
            lang="en",
            **{n: v for n, v in query.items() if n == "time" and v in TIME_AXES},
        ).cards.items()
    }


def test_options_are_what_the_release_holds(
    opened: Callable[..., Any], rows: Callable[..., list[dict[str, str]]]
) -> None:
    """Every kind, level, region, province and organization of the rows can be chosen, by name, and no
    other.
    """
    app = opened(lang="en")
    names = {row["organization_id"]: row["name_en"] for row in rows("organizations")}
    assert sorted(app.multiselect(key="filter-organization").options) == sorted(names.values())
    kinds = {row["kind"]: row["label_en"] for row in rows("organization_kinds")}
    assert set(app.multiselect(key="filter-kind").options) == {
        kinds[row["kind"]] for row in rows("organizations")
    }
    for boundaries in BOUNDARIES:
        app = opened(lang="en", boundaries=boundaries)
        for name, label in (("province", "name_en"), ("region", "label_en")):
            offered = app.multiselect(key=f"filter-{name}").options
            assert sorted(offered) == sorted(
                row[label] for row in rows(f"{name}s") if row["boundaries"] == boundaries
            )
    assert len(app.multiselect(key="filter-level").options) == len(
        {row["level"] for row in rows("organizations")}
    )


@FILTERED
def test_the_menu_keeps_language_and_filters(
    ways: Callable[..., Any], opened: Callable[..., Any], page: str
) -> None:
    """Links to the pages carry language, boundaries, filters and time, and nothing that is open or shown on
    one page.
    """
    of_one_page = {
        "cell": "funding~st-union-hong-linh",
        "place": "ha-tinh",
        "measure": "branches",
        "view": "outlines",
        "document": "hong-linh-st-term4-review",
        "about": "st-union-hong-linh",
        "compare": "st-union-hong-linh,ha-tinh",
        "card": "ranking",
    }
    kept = {
        "province": "ha-tinh",
        "level": "district,province",
        "region": "north-central-and-central-coast",
        "years": "2010-",
        "at": "4",
        "lang": "en",
        "boundaries": "former",
        "time": "number",
    }
    app = opened(page, **kept, **of_one_page)
    assert not app.exception
    menu = ways(app)[: len(PAGES)]
    assert [way["text"] for way in menu] == [EN(f"page_{name}") for name in PAGES]
    assert all(way["query"] == kept for way in menu)


def test_a_rerun_from_before_the_browser_showed_a_choice_does_not_take_it_back(
    opened: Callable[..., Any],
) -> None:
    """Closing a list at once sends the address from before the choice: the choice stays."""
    app = opened(lang="en")
    app.multiselect(key="filter-kind").set_value(["association"]).run()
    app.multiselect(key="filter-level").set_value(["province"]).run()
    for behind in ({"lang": "en"}, {"lang": "en", "kind": "association"}):
        app.query_params.clear()
        app.query_params.update(behind)
        app.run()
        assert query_of(app) == {"lang": "en", "kind": "association", "level": "province"}
        assert app.multiselect(key="filter-level").value == ["province"]
    app.query_params.clear()
    app.query_params.update({"lang": "en", "kind": "youth_union"})  # an address of the reader's own
    app.run()
    assert query_of(app) == {"lang": "en", "kind": "youth_union"}


def test_two_quick_drops_both_count(opened: Callable[..., Any]) -> None:
    """A second chip clicked before the page was drawn anew takes away its own filter only: the first stays
    away.
    """
    app = opened(lang="en", kind="association,youth_union", province="tay-ninh")
    app.button(key="drop-kind-association").click()
    app.button(key="drop-kind-youth_union").click()
    app.run()
    assert query_of(app) == {"lang": "en", "province": "tay-ninh"}


@pytest.mark.parametrize(
    ("page", "typed", "key", "query"),
    [
        ("app.py", "br-vt", "found-present-ho-chi-minh", {"province": "ho-chi-minh"}),
        ("pages/membership.py", "Bắc Cạn", "found-present-thai-nguyen", {"province": "thai-nguyen"}),
        *(
            (
                page,
                "tin hoc thanh hoa",
                "found-organization-it-association-thanh-hoa",
                {"organization": "it-association-thanh-hoa"},
            )
            for page in ("pages/map.py", "pages/limitations.py", "pages/sources.py")
        ),
    ],
)
def test_what_is_found_becomes_a_filter(
    opened: Callable[..., Any], page: str, typed: str, key: str, query: dict[str, str]
) -> None:
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
    for boundaries, offered in (
        ("present", {"found-present-tuyen-quang"}),
        ("former", {"found-former-ha-giang"}),
    ):
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


def test_a_choice_made_after_going_back_builds_on_what_is_seen(
    opened: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Back shows the address from before the choice: the choice is undone, and stays undone."""
    app = opened(province="nghe-an,ha-tinh,thanh-hoa")
    app.button(key="drop-province-nghe-an").click().run()
    app.query_params["province"] = "nghe-an,ha-tinh,thanh-hoa"
    with monkeypatch.context() as going:
        going.setattr(url_state, "is_history_navigation", lambda: True)
        app.run()
    app.button(key="drop-province-thanh-hoa").click().run()
    assert query_of(app) == {"province": "nghe-an,ha-tinh"}
