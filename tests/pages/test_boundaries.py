"""The 34 present and the 63 former provinces: the switch keeps what was chosen, and a link says which of the
two it means.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dashboard.request.selection import BOUNDARIES
from dashboard.words.text import Text
from tests.pages.by_hand import ByHand

EN = Text("en")
PAGES = pytest.mark.parametrize(
    "page", ["app.py", "pages/branches.py", "pages/map.py", "pages/limitations.py", "pages/sources.py"]
)


def query_of(app: Any) -> dict[str, str]:
    return {
        name: value[-1] if isinstance(value, list) else value
        for name, value in dict(app.query_params).items()
    }


def switch(app: Any, boundaries: str) -> dict[str, str]:
    app.button_group(key="boundaries").set_value(boundaries).run()
    assert not app.exception
    assert not [warning.value for warning in app.warning]
    assert not [info.value for info in app.info]
    return query_of(app)


@PAGES
def test_a_former_province_becomes_the_one_it_joined_and_back_all_its_parts(
    opened: Callable[..., Any], by_hand: ByHand, page: str
) -> None:
    """To the present: what it became, once; to the former: every part of it; kind, organization and language
    stay.
    """
    kept = {"lang": "en", "kind": "union_of_associations,association"}
    app = opened(page, **kept, boundaries="former", province="ha-giang,long-an,tuyen-quang")
    assert app.multiselect(key="filter-province").value == ["ha-giang", "long-an", "tuyen-quang"]
    present = switch(app, "present")
    assert present == {**kept, "province": "tuyen-quang,tay-ninh"}
    assert app.multiselect(key="filter-province").value == ["tuyen-quang", "tay-ninh"]
    former = switch(app, "former")
    parts = [code for code, joined in by_hand.successors.items() if joined in ("tuyen-quang", "tay-ninh")]
    assert (
        set(former.pop("province").split(","))
        == set(parts)
        == {"ha-giang", "tuyen-quang", "long-an", "tay-ninh"}
    )
    assert former == {**kept, "boundaries": "former"}


@PAGES
def test_the_switch_keeps_all_else(opened: Callable[..., Any], page: str) -> None:
    """Organizations, level, years, time, what a map shows and what is open go along, as far as they are of no
    province.
    """
    kept = {
        "lang": "en",
        "organization": "st-union-hong-linh",
        "measure": "branches",
        "view": "outlines",
        "document": "hong-linh-st-term4-review",
        "level": "district",
        "years": "2015-",
        "time": "number",
        "at": "4",
        "about": "st-union-hong-linh",
        "card": "ranking",
    }
    kept["cell"] = (
        "branches~st-union-hong-linh" if page == "pages/sources.py" else "funding~st-union-hong-linh"
    )
    app = opened(page, **kept, province="ha-tinh")
    app.button_group(key="boundaries").set_value("former").run()
    assert query_of(app) == {**kept, "province": "ha-tinh", "boundaries": "former"}
    app.button_group(key="boundaries").set_value("present").run()
    assert query_of(app) == {**kept, "province": "ha-tinh"}
    assert not app.exception


@pytest.mark.parametrize(
    ("boundaries", "region"),
    [
        ("former", "mekong-delta"),
        ("former", "north-central-and-central-coast,southeast"),
        ("former", "red-river-delta"),
        ("present", "mekong-delta-2025"),
        ("present", "south-central-coast-and-central-highlands"),
        ("present", "north-central"),
    ],
)
def test_a_region_becomes_all_that_hold_a_part_of_it(
    opened: Callable[..., Any], by_hand: ByHand, boundaries: str, region: str
) -> None:
    """Each once, so that no organization that was selected is lost."""
    other = BOUNDARIES[BOUNDARIES.index(boundaries) - 1]
    inside = {
        code for code, row in by_hand.provinces(boundaries).items() if row["region_id"] in region.split(",")
    }
    joined = [(a, b) if boundaries == "former" else (b, a) for a, b in by_hand.successors.items()]
    expected = {by_hand.provinces(other)[to]["region_id"] for of, to in joined if of in inside}
    switched = switch(opened(lang="en", boundaries=boundaries, region=region), other)["region"].split(",")
    assert (set(switched), len(switched)) == (expected, len(expected))
    before, after = (
        by_hand.selected(boundaries, region=region.split(",")),
        by_hand.selected(other, region=switched),
    )
    # But for those of merged provinces themselves, which have no place in the former boundaries.
    assert {o for o in before if by_hand.place(o, "former")} <= set(after)


@pytest.mark.parametrize(
    ("former", "present", "back"),
    [
        ("ha-giang", "tuyen-quang", "tuyen-quang"),
        ("thua-thien-hue", "hue", "thua-thien-hue"),
        ("hai-duong", "hai-phong", "hai-phong"),
        ("ha-noi", "ha-noi", "ha-noi"),
    ],
)
def test_an_open_province_stays_open(
    opened: Callable[..., Any], former: str, present: str, back: str
) -> None:
    """As the one that it joined; and back as the part that has its name, or its only part."""
    app = opened("pages/map.py", lang="en", boundaries="former", place=former)
    assert switch(app, "present") == {"lang": "en", "place": present}
    assert switch(app, "former") == {"lang": "en", "boundaries": "former", "place": back}


@PAGES
def test_the_boundaries_are_part_of_the_link(
    ways: Callable[..., Any], opened: Callable[..., Any], page: str
) -> None:
    """A link without them means the present ones; the switch shows which, and the menu's links go on with
    them.
    """
    app = opened(page, lang="en")
    assert app.button_group(key="boundaries").value == "present"
    assert switch(app, "former") == {"lang": "en", "boundaries": "former"}
    assert app.button_group(key="boundaries").value == "former"
    assert all(way["query"] == {"lang": "en", "boundaries": "former"} for way in ways(app)[:4])


@PAGES
def test_a_province_of_the_other_boundaries_is_named(see: Callable[..., Any], page: str) -> None:
    """A former province in a link of the present ones is not taken for another: the link's part is named and
    passed over.
    """
    for boundaries, foreign, own in (("present", "ha-giang", "hue"), ("former", "hue", "ha-giang")):
        seen = see(page, lang="en", province=f"{foreign},{own}", boundaries=boundaries)
        [banner] = [
            text for text in seen.of("info") if text.startswith(EN("rejected", parts="@").split("@")[0])
        ]
        assert f"province = {foreign}." in banner.replace("\\", "")
        assert own not in banner.replace("\\", "")
        assert not seen.exceptions
    seen = see(page, lang="en", boundaries="of 1976")
    assert "boundaries = of 1976" in seen.of("info")[0].replace("\\", "")


@PAGES
def test_an_old_link_means_what_it_meant(opened: Callable[..., Any], page: str) -> None:
    """A merged province in a link without boundaries, from before there was a choice, opens the former
    ones.
    """
    app = opened(page, lang="en", province="long-an")
    assert app.button_group(key="boundaries").value == "former"
    assert app.multiselect(key="filter-province").value == ["long-an"]
    assert not [info.value for info in app.info]


@PAGES
def test_both_boundaries_hold_the_same_organizations(
    see: Callable[..., Any], by_hand: ByHand, page: str
) -> None:
    """A present province and all its parts select the same organizations, but for those of the merged
    province itself.
    """
    # Every page asks the same filters; one page asks for each of the provinces.
    for present in ("tay-ninh", "gia-lai", "hue") if page == "app.py" else ("tay-ninh",):
        parts = [code for code, joined in by_hand.successors.items() if joined == present]
        of_present = [o for o in by_hand.organizations if by_hand.place(o, "present") == present]
        of_parts = [o for o in by_hand.organizations if by_hand.place(o, "former") in parts]
        assert set(of_parts) == {o for o in of_present if by_hand.place(o, "former")}
        for boundaries, province, here in (
            ("present", present, of_present),
            ("former", ",".join(parts), of_parts),
        ):
            seen = see(page, lang="en", boundaries=boundaries, province=province)
            assert EN("selection", n=len(here), all=len(by_hand.organizations)) in seen.of("caption")
