"""The page of one province, present or former: what it was made of or became, and its figures as the map's
rules give them.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from dashboard.words.text import Text
from tests.pages.by_hand import ByHand
from tests.pages.test_map import UNION, of_provinces
from tests.pages.test_organization import table

Row = dict[str, str]
PAGE = "pages/province.py"
EN = Text("en")
MERGED = "ho-chi-minh"  # three parts: some measures add up, of others a part is missing
FORMER = "tien-giang"
EMPTY = "dien-bien"  # no organization is known


@pytest.fixture(params=["vi", "en"])
def say(request: pytest.FixtureRequest) -> Text:
    return Text(request.param)


def inside(by_hand: ByHand, province: str, boundaries: str) -> set[str]:
    return {
        organization
        for organization in by_hand.organizations
        if by_hand.place(organization, boundaries) == province
    }


@pytest.mark.parametrize(
    ("province", "boundaries"),
    [
        (MERGED, "present"),
        ("an-giang", "present"),
        ("an-giang", "former"),
        (FORMER, "former"),
        ("hue", "present"),
    ],
)
def test_every_figure_is_the_one_of_the_rules(
    see: Callable[..., Any], by_hand: ByHand, province: str, boundaries: str
) -> None:
    """Each indicator of the provincial union that is reported, summed or not derivable, and no other; what is
    missing is named.
    """
    page = see(PAGE, lang="en", boundaries=boundaries, place=province)
    several = (
        len(
            {
                by_hand.organizations[o]["kind"]
                for o in inside(by_hand, province, boundaries)
                if by_hand.organizations[o]["level"] == "province"
            }
        )
        > 1
    )
    kind = next(row["label_en"] for row in by_hand.rows("organization_kinds") if row["kind"] == UNION)
    shown = {
        cells[0]: cells[2:] if several else cells[1:]
        for cells in table(page, "figures")
        if not several or cells[1] == kind
    }
    expected = {}
    for indicator, row in by_hand.indicators.items():
        known = of_provinces(by_hand, boundaries, UNION, indicator)[province]
        if known.state in ("figure", "unstated") or known.derivation:
            expected[row["label_en"]] = indicator, known
    derived = {row["label_en"] for row in by_hand.rows("derived_measures")}
    assert set(shown) - derived == set(expected)
    for label, (indicator, known) in expected.items():
        figure, _, of = shown[label]
        if known.derivation == "not_derivable":
            assert figure == EN("cell_not_derivable")
            former = of_provinces(by_hand, "former", UNION, indicator)
            missing = [
                part
                for part, joined in by_hand.successors.items()
                if joined == province and former[part].value is None
            ]
            assert by_hand.indicators[indicator]["nature"] != "stock" or all(
                by_hand.provinces("former")[part]["name_en"] in of for part in missing
            )
        elif known.value is not None:
            assert figure.lstrip("≈≥≤") == EN.number(known.value)
            assert (EN("summed_of", n=3) in of) == (known.derivation == "summed")


def test_all_that_can_come_about_is_among_them(by_hand: ByHand) -> None:
    """The provinces above hold reported, summed and not derivable figures."""
    found = {
        of_provinces(by_hand, "present", UNION, i)[p].derivation
        for i in by_hand.indicators
        for p in (MERGED, "an-giang")
    }
    assert found >= {"reported", "summed", "not_derivable"}


def test_a_present_province_leads_to_its_parts_and_a_former_one_to_what_it_became(
    seen: Callable[..., Any],
    ways_to: Callable[..., Any],
    opened: Callable[..., Any],
    by_hand: ByHand,
    say: Text,
) -> None:
    """With the date of the merger; each link opens in the boundaries of what it names, whatever is filtered
    for.
    """
    app = opened(PAGE, lang=say.language, place=MERGED, province=MERGED)
    parts = {part for part, joined in by_hand.successors.items() if joined == MERGED}
    former = by_hand.provinces("former")
    found = ways_to(app, "province")
    assert {label: way["place"] for label, way in found.items()} == {
        former[part][f"name_{say.language}"]: part for part in parts
    }
    assert all(
        way["boundaries"] == "former" and set(way["province"].split(",")) == parts for way in found.values()
    )
    date = say.date(by_hand.provinces("present")[MERGED]["valid_from"])
    assert say("on_day", date=date) in seen(app).of("fact")
    app = opened(PAGE, lang=say.language, place=FORMER)
    [(label, way)] = ways_to(app, "province").items()
    successor = by_hand.successors[FORMER]
    assert (label, way["place"]) == (
        by_hand.provinces("present")[successor][f"name_{say.language}"],
        successor,
    )
    assert "boundaries" not in way
    assert say("since", date=date) in seen(app).of("fact")
    assert not app.exception


def test_an_unchanged_province_says_so(see: Callable[..., Any], say: Text) -> None:
    page = see(PAGE, lang=say.language, place="ha-tinh")
    assert say("boundaries_unchanged") in page.of("fact")
    assert page.exceptions == page.of("warning") == page.of("info") == []


@pytest.mark.parametrize("boundaries", ["present", "former"])
def test_its_organizations_lead_to_their_pages(
    seen: Callable[..., Any],
    ways_to: Callable[..., Any],
    opened: Callable[..., Any],
    by_hand: ByHand,
    boundaries: str,
) -> None:
    """All of the province in these boundaries, each with how many documents."""
    app = opened(PAGE, lang="en", boundaries=boundaries, place="an-giang")
    expected = inside(by_hand, "an-giang", boundaries)
    assert {way["about"] for way in ways_to(app, "organization").values()} == expected
    is_merged = "st-union-an-giang-2025" in expected  # it has no former province
    assert expected
    assert is_merged == (boundaries == "present")
    said = seen(app).of("note")
    for organization in expected:
        n = len(set().union(*(found for (o, _), found in by_hand.documents.items() if o == organization)))
        assert any(EN("documents_of", n=n) in text for text in said)


def test_awards_and_themes_are_those_of_its_organizations(see: Callable[..., Any], by_hand: ByHand) -> None:
    """Received and granted apart; each theme with who names it, as a limitation and as a cause, and what is
    opened is of this province alone.
    """
    page = see(PAGE, lang="en", place="ha-tinh", cell="weak_direction~")
    here = inside(by_hand, "ha-tinh", "present")
    for direction in ("received", "granted"):
        rows = [
            row
            for row in by_hand.rows("awards")
            if row["organization_id"] in here and row["direction"] == direction
        ]
        total = sum(Decimal(row["count"]) for row in rows if row["count"])
        assert len(table(page, direction)) == len(rows) > 0
        assert not total or any(
            f"{EN.number(total)} {EN('awards_unit')}" in caption for caption in page.of("caption")
        )
    labels = {row["theme"]: row["label_en"] for row in by_hand.rows("themes")}
    named: dict[str, set[str]] = {}
    for row in by_hand.limitations:
        if row["organization_id"] in here:
            named.setdefault(labels[row["theme"]], set()).add(
                by_hand.organizations[row["organization_id"]]["name_en"]
            )
    blamed: dict[str, set[str]] = {}
    for row in by_hand.causes:
        if row["organization_id"] in here:
            blamed.setdefault(labels[row["theme"]], set()).add(
                by_hand.organizations[row["organization_id"]]["name_en"]
            )
    assert blamed
    shown = table(page, "themes")
    assert {cells[0]: set(cells[1].split("; ")) for cells in shown if cells[1]} == named
    assert {cells[0]: set(cells[3].split("; ")) for cells in shown if cells[3]} == blamed
    assert len(shown) == len(named.keys() | blamed.keys())
    opened = [
        group["items"]
        for data in page.elements["statements"]
        for group in data
        if group["heading"] == EN("record_limitation")
    ]
    of_theme = [
        row
        for row in by_hand.limitations
        if row["organization_id"] in here and row["theme"] == "weak_direction"
    ]
    assert [len(items) for items in opened] == [len(of_theme)]
    assert len(of_theme) < sum(row["theme"] == "weak_direction" for row in by_hand.limitations)


def test_a_province_without_an_organization_says_so(
    see: Callable[..., Any], by_hand: ByHand, say: Text
) -> None:
    assert not inside(by_hand, EMPTY, "present")
    page = see(PAGE, lang=say.language, place=EMPTY)
    assert say("no_organizations_here") in page.of("markdown")
    assert page.of("info") == [say("why_no_document_here")]
    assert "card_footer" not in page.elements
    assert page.exceptions == page.of("warning") == []


@pytest.mark.parametrize("boundaries", ["present", "former"])
def test_with_nothing_chosen_every_province_can_be_chosen(
    ways_to: Callable[..., Any], opened: Callable[..., Any], by_hand: ByHand, boundaries: str
) -> None:
    """By region, by a list, and by any of its names; a code that is not known is named."""
    app = opened(PAGE, lang="en", boundaries=boundaries, place="atlantis")
    assert {way["place"] for way in ways_to(app, "province").values()} == set(by_hand.provinces(boundaries))
    assert [banner.value.replace("\\", "") for banner in app.info] == [
        EN("rejected", parts="place = atlantis")
    ]
    app.text_input(key="find-place").set_value("sai gon").run()
    app.button(key="go-place-ho-chi-minh").click().run()
    assert app.title[0].value == by_hand.provinces(boundaries)["ho-chi-minh"]["name_en"]
    assert not app.exception


def test_the_map_leads_to_the_province_and_back(
    ways_to: Callable[..., Any], opened: Callable[..., Any]
) -> None:
    app = opened("pages/map.py", lang="en", boundaries="former", place=FORMER)
    assert ways_to(app, "province") == {
        EN("see_province"): {"lang": "en", "boundaries": "former", "place": FORMER}
    }
    app = opened(PAGE, lang="en", boundaries="former", place=FORMER)
    assert ways_to(app, "map") == {EN("see_map"): {"lang": "en", "boundaries": "former", "place": FORMER}}
