"""The comparison: what stands beside what, in words where nothing is known; what others have that we lack;
how it begins and what it names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from dashboard.request.selection import MAX_COMPARED
from dashboard.words.text import Text
from tests.pages.by_hand import ByHand, who_names

PAGE = "pages/compare.py"
UNION = "union_of_associations"
SIX = (
    "st-union-hong-linh",
    "it-association-long-an",
    "youth-union-ict-department",
    "dak-lak",
    "ho-chi-minh",
    "an-giang",
)


@pytest.fixture(params=["vi", "en"])
def say(request: pytest.FixtureRequest) -> Text:
    return Text(request.param)


def card(page: Any, name: str) -> dict[str, Any]:
    """The table of a card: the three stand in this order where there is anything to show of each."""
    captions = {data["words"]["corner"]: data for data in page.elements["comparison"]}
    return captions[name]


def cells(page: Any, corner: str) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """The cells of a table by the labels of row and column; a theme may stand in two groups, as a
    limitation and as a lesson.
    """
    table = card(page, corner)
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for group in table["groups"]:
        for row in group["rows"]:
            for column, cell in zip(table["columns"], row["cells"], strict=True):
                found.setdefault((row["label"], column["label"]), []).append(cell)
    return found


def lead(page: Any) -> list[str]:
    return [text.replace("\\", "").strip("*") for text in page.of("markdown") if text.startswith("**")]


def test_nothing_chosen_begins_with_those_that_report_most(
    see: Callable[..., Any], by_hand: ByHand, say: Text
) -> None:
    """One sentence, a search, and pairs to begin with, of one kind and level; no table, no excuse."""
    page = see(PAGE, lang=say.language)
    assert say("compare_intro") in page.of("markdown")
    assert say("compare_add") in page.of("text_input")
    assert say("compare_start") in page.of("header")
    unions = [
        o for o, row in by_hand.organizations.items() if (row["kind"], row["level"]) == (UNION, "province")
    ]
    most = sorted(
        (
            len({i for (o, _, i), row in by_hand.figures.items() if o == union and row["value"]})
            for union in unions
        ),
        reverse=True,
    )
    assert any(say("compare_pair_why", n=most[0], m=most[1]) in caption for caption in page.of("caption"))
    assert "comparison" not in page.elements
    assert page.exceptions == page.of("warning") == page.of("info") == []


def test_two_organizations(see: Callable[..., Any], by_hand: ByHand, say: Text) -> None:
    """Every indicator that either reports has a row, each cell its figure or its state in words; the others
    are named in one sentence.
    """
    codes = ("st-union-nghe-an", "st-union-thanh-hoa")
    page = see(PAGE, lang=say.language, compare=",".join(codes))
    table, shown = card(page, say("column_indicator")), cells(page, say("column_indicator"))
    names = {
        code: by_hand.provinces("former")[by_hand.organizations[code]["province_id"]][f"name_{say.language}"]
        for code in codes
    }
    assert [column["label"] for column in table["columns"]] == [names[code] for code in codes]
    assert table["columns"][0]["notes"] == [say("compare_ours_short")]
    labels = {row[f"label_{say.language}"]: indicator for indicator, row in by_hand.indicators.items()}
    told = {row["label"] for group in table["groups"] for row in group["rows"]} & set(labels)
    given = {i for (o, _, i) in by_hand.figures if o in codes}
    assert {labels[label] for label in told} == given
    for code in codes:
        for indicator in given:
            stands = by_hand.standing(code, indicator)
            [cell] = shown[by_hand.indicators[indicator][f"label_{say.language}"], names[code]]
            state = by_hand.state(code, stands, indicator)
            row = by_hand.figures.get((code, stands or 0, indicator))
            expected = (
                say.quantity(float(row["value"]), row["qualifier"])
                if row and state == "figure"
                else say(f"cell_{state}")
            )
            assert (cell["state"], cell["main"], cell["code"]) == (state, expected, f"{indicator}~{code}")
    untold = [row[f"label_{say.language}"] for i, row in by_hand.indicators.items() if i not in given]
    [sentence] = [caption.replace("\\", "") for caption in page.of("caption") if untold[0] in caption]
    assert sentence == say("compare_nobody", n=len(untold), what=", ".join(untold))
    assert page.exceptions == page.of("warning") == page.of("info") == []


def test_what_they_have_that_we_lack(see: Callable[..., Any], by_hand: ByHand, say: Text) -> None:
    """The first sentence names what others report and the first one compared does not, with who of them, and
    what it alone reports.
    """
    codes = ("ha-tinh", "thanh-hoa", "nghe-an")
    names = {p: by_hand.provinces("present")[p][f"name_{say.language}"] for p in codes}
    has = {
        i: [
            p
            for p in codes
            if any(
                (o, of) == (f"st-union-{p}", i) and row["value"]
                for (o, _, of), row in by_hand.figures.items()
            )
        ]
        for i in by_hand.indicators
    }
    label = {i: row[f"label_{say.language}"] for i, row in by_hand.indicators.items()}
    lacking = {
        label[i] + (f" ({names[who[0]]})" if len(who) == 1 else "")
        for i, who in has.items()
        if who and "ha-tinh" not in who
    }
    alone = {label[i] for i, who in has.items() if who == ["ha-tinh"]}
    assert 1 < len(lacking) < 7
    assert alone
    [first, *_] = lead(see(PAGE, lang=say.language, compare=",".join(codes)))
    before, _, after = first.partition(say("compare_alone", ours=names["ha-tinh"], what="|").split("|")[0])
    opening = say("compare_lacking", who=say("compare_others"), ours=names["ha-tinh"], what="|").split("|")[0]
    assert before.startswith(opening)
    assert set(before.removeprefix(opening).strip(" .").split("; ")) == lacking
    assert set(after.strip(" .").split("; ")) == alone


def test_what_all_report_stands_first(see: Callable[..., Any], by_hand: ByHand) -> None:
    """Of each group; the groups in the order of the list."""
    table = card(see(PAGE, lang="en", compare="st-union-hong-linh,youth-union-ict-department"), "Indicator")
    groups = [row["label_en"] for row in by_hand.rows("indicator_groups")]
    assert [group["label"] for group in table["groups"]][:4] == groups
    orders = [
        [all(cell["state"] == "figure" for cell in row["cells"]) for row in group["rows"]]
        for group in table["groups"]
    ]
    assert orders == [sorted(order, reverse=True) for order in orders]
    leadership = [row["label"] for row in table["groups"][2]["rows"]]
    assert leadership[0] == by_hand.indicators["committee_size"]["label_en"]


@pytest.mark.parametrize("boundaries", ["present", "former"])
def test_two_provinces(see: Callable[..., Any], by_hand: ByHand, say: Text, boundaries: str) -> None:
    """A merged province is summed or lacks a part, and says so in words with a way to each part's union; a
    former one speaks for its own.
    """
    codes = ("dak-lak", "ho-chi-minh")
    page = see(PAGE, lang=say.language, boundaries=boundaries, compare=",".join(codes))
    shown, members = (
        cells(page, say("column_indicator")),
        by_hand.indicators["members"][f"label_{say.language}"],
    )
    dak_lak, city = (by_hand.provinces(boundaries)[code][f"name_{say.language}"] for code in codes)
    [of_dak_lak], [of_city] = shown[members, dak_lak], shown[members, city]
    if boundaries == "former":
        assert (of_dak_lak["main"], of_dak_lak["code"], of_dak_lak["links"]) == (
            f"≥{say.number(15500)}",
            "members~st-union-dak-lak",
            [],
        )
        assert (of_city["state"], of_city["main"]) == ("figure", f"≥{say.number(4200)}")
        assert of_city["lines"][:2] == ["2002", say("older_terms", n=3)]
    else:
        assert (of_dak_lak["main"], of_dak_lak["lines"]) == (
            f"≈{say.number(36000)}",  # ≈20,000 and ≥15,500
            ["2020–2021", say("badge_summed")],
        )
        assert [link["code"] for link in of_dak_lak["links"]] == [
            "members~st-union-dak-lak",
            "members~st-union-phu-yen",
        ]
        assert (of_city["state"], of_city["main"]) == ("figure", f"≥{say.number(44000)}")
        assert of_city["lines"] == ["2002–2023", say("badge_summed"), say("older_n", n=1)]
        assert {link["code"] for link in of_city["links"]} == {
            "members~st-union-ba-ria-vung-tau",
            "members~st-union-binh-duong",
            "members~st-union-ho-chi-minh",
        }
    kind = next(row for row in by_hand.rows("organization_kinds") if row["kind"] == UNION)[
        f"label_{say.language}"
    ]
    assert any(caption.startswith(kind) for caption in page.of("caption"))
    assert page.exceptions == page.of("warning") == page.of("info") == []


def test_a_kind_that_is_filtered_for_is_the_kind_of_a_province(
    see: Callable[..., Any], by_hand: ByHand
) -> None:
    """Of associations, Thanh Hóa stands for its informatics association."""
    shown = cells(see(PAGE, lang="en", kind="association", compare="thanh-hoa,nghe-an"), "Indicator")
    [cell] = shown["Members", "Thanh Hoa"]
    latest = by_hand.latest("it-association-thanh-hoa")
    assert (cell["main"], cell["code"]) == (
        Text("en").number(
            float(by_hand.figures["it-association-thanh-hoa", latest or 0, "members"]["value"])
        ),
        "members~it-association-thanh-hoa",
    )


def test_others_of_a_kind_are_told_of_a_province(see: Callable[..., Any], by_hand: ByHand, say: Text) -> None:
    """Once, under its name, and in the table beside each figure; a province with one says nothing."""
    kind = "professional_association"
    provinces = by_hand.provinces("former")
    ours = [
        o for o, row in by_hand.organizations.items() if (row["kind"], row["level"]) == (kind, "province")
    ]
    here = Counter(by_hand.place(o, "former") for o in ours)
    reporting = {by_hand.place(o, "former") for o, _, _ in by_hand.figures if o in ours}
    alone = min(place for place in reporting if here[place] == 1)
    codes = ("thanh-hoa", alone)
    page = see(PAGE, lang=say.language, kind=kind, boundaries="former", compare=",".join(codes))
    assert here["thanh-hoa"] > 1
    heads = {column["label"]: column["notes"] for column in card(page, say("column_indicator"))["columns"]}
    thanh_hoa, other = (heads[provinces[code][f"name_{say.language}"]] for code in codes)
    assert say("others_here", n=here["thanh-hoa"] - 1) in thanh_hoa
    assert say("others_here", n=1) not in other
    notes = {row["cells"][1]: row["cells"][-1] for row in page.cards["figures"].foot["table"]["rows"]}
    assert (
        say("others_here", n=here["thanh-hoa"] - 1) in notes[provinces["thanh-hoa"][f"name_{say.language}"]]
    )


def test_shared_limitations_and_what_others_learned(
    see: Callable[..., Any], by_hand: ByHand, say: Text
) -> None:
    """Themes that all name, that two name, and that one names, stand apart; then the lessons that the first
    one compared does not draw.
    """
    codes = SIX[:3]
    page = see(PAGE, lang=say.language, compare=",".join(codes))
    named = {
        t["theme"]: {r["organization_id"] for r in by_hand.limitations if r["theme"] == t["theme"]}
        & set(codes)
        for t in by_hand.rows("themes")
    }
    learned = {
        t["theme"]: {r["organization_id"] for r in by_hand.rows("lessons") if r["theme"] == t["theme"]}
        & set(codes)
        for t in by_hand.rows("themes")
    }
    blamed = {theme for theme, who in who_names(by_hand.causes).items() if who & set(codes)}
    label = {t["theme"]: t[f"label_{say.language}"] for t in by_hand.rows("themes")}
    groups = {
        group["label"]: {row["label"] for row in group["rows"]}
        for group in card(page, say("grid_corner"))["groups"]
    }
    expected = {
        say("compare_themes_all", n=3): {label[t] for t, who in named.items() if len(who) == 3},
        say("compare_themes_several"): {label[t] for t, who in named.items() if len(who) == 2},
        say("compare_themes_single"): {label[t] for t, who in named.items() if len(who) == 1},
    }
    assert {heading: rows for heading, rows in groups.items() if heading in expected} == {
        h: rows for h, rows in expected.items() if rows
    }
    assert groups[say("compare_causes")] == {label[t] for t in blamed}
    assert blamed
    theirs = {label[t] for t, who in learned.items() if who and codes[0] not in who}
    assert theirs in groups.values()
    assert theirs
    assert sum(len(rows) for rows in groups.values()) == sum(
        bool(who) for who in [*named.values(), *learned.values()]
    ) + len(blamed)
    counts = Counter((r["theme"], r["organization_id"]) for r in by_hand.limitations)
    for theme, who in named.items():
        for code in who:
            n = counts[theme, code]
            assert any(
                c["main"] == say("compare_statements", n=n) and c["code"] == f"{theme}~{code}"
                for row in shown_rows(page, say, label[theme])
                for c in row
            )


def test_a_cell_of_limitations_alone_denies_a_limitation(see: Callable[..., Any], say: Text) -> None:
    """What is not named as a limitation reads so in the rows of limitations; in those of causes and lessons
    it reads as not mentioned.
    """
    page = see(PAGE, lang=say.language, compare="st-union-hong-linh,youth-union-ict-department")
    groups = card(page, say("grid_corner"))["groups"]
    said = {
        group["label"]: {
            cell["main"] for row in group["rows"] for cell in row["cells"] if cell["state"] == "not_mentioned"
        }
        for group in groups
    }
    lessons = say("compare_lessons_theirs", ours=card(page, say("grid_corner"))["columns"][0]["label"])
    assert said[say("compare_themes_single")] == {say("state_not_mentioned")}
    assert said[say("compare_causes")] == said[lessons] == {say("cell_not_mentioned")}


def shown_rows(page: Any, say: Text, label: str) -> list[list[dict[str, Any]]]:
    return [
        row["cells"]
        for group in card(page, say("grid_corner"))["groups"]
        for row in group["rows"]
        if row["label"] == label
    ]


def test_one_is_told_what_to_do(see: Callable[..., Any], by_hand: ByHand, say: Text) -> None:
    """One alone is shown, with whom to compare it first, nearest in members, and why."""
    page = see(PAGE, lang=say.language, compare="st-union-thanh-hoa")
    assert page.of("info") == [say("compare_one")]
    headers = page.of("header")
    assert headers.index(
        say("peers_title", ours=by_hand.provinces("former")["thanh-hoa"][f"name_{say.language}"])
    ) < headers.index(say("compare_figures"))
    members = by_hand.indicators["members"][f"label_{say.language}"]
    why = say(
        "peer_size",
        measure=members,
        theirs=f"≥{say.number(20600)} (2023)",
        own=f"≈{say.number(23900)} (2025)",
    )
    assert why in [caption.replace("\\", "") for caption in page.of("caption")]
    assert len(card(page, say("column_indicator"))["columns"]) == 1
    assert page.exceptions == page.of("warning") == []


def test_six_and_no_more(see: Callable[..., Any], say: Text) -> None:
    """Six stand side by side, organizations and provinces; a seventh is named, and the search says that there
    is no room.
    """
    page = see(PAGE, lang=say.language, compare=",".join([*SIX, "st-union-nghe-an"]))
    assert all(len(table["columns"]) == MAX_COMPARED for table in page.elements["comparison"])
    assert page.of("info") == [say("rejected", parts="compare = st\\-union\\-nghe\\-an")]
    assert len(page.elements["comparison"]) == 3
    assert page.exceptions == page.of("warning") == []


def test_an_unknown_code_is_named(see: Callable[..., Any], say: Text) -> None:
    """The rest is compared."""
    page = see(PAGE, lang=say.language, compare="st-union-nghe-an,nowhere,st-union-thanh-hoa")
    assert page.of("info") == [say("rejected", parts="compare = nowhere")]
    assert len(card(page, say("column_indicator"))["columns"]) == 2


def test_a_cell_opens_its_paragraph_whatever_is_filtered(see: Callable[..., Any], say: Text) -> None:
    """A statement of what is compared is shown, also where a filter for another kind lets it not pass."""
    page = see(PAGE, lang=say.language, kind="club", compare=",".join(SIX[:2]), cell=f"funding~{SIX[0]}")
    [groups] = [data for data in page.elements["statements"] if data]
    assert [group["heading"] for group in groups] == [say("record_limitation")]
    assert say("outside_filters") not in page.of("markdown")


def compared(app: Any) -> str:
    value = app.query_params["compare"]
    return str(value[-1] if isinstance(value, list) else value)


def test_what_is_compared_is_added_and_dropped(opened: Callable[..., Any]) -> None:
    """A search without accents adds, a chip drops, and the first one can be another."""
    app = opened(PAGE, lang="en", compare="thanh-hoa")
    app.text_input(key="find-compared").set_value("nghe an").run()
    app.button(key="compare-nghe-an").click().run()
    assert compared(app) == "thanh-hoa,nghe-an"
    app.selectbox(key="ours").set_value("nghe-an").run()
    assert compared(app) == "nghe-an,thanh-hoa"
    app.button(key="drop-compared-nghe-an").click().run()
    assert compared(app) == "thanh-hoa"
    assert not app.exception
