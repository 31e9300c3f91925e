"""The map: every province in the state that the rows give it, whatever is shown, and what is behind a
province that is opened.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dashboard.model.measures import MENTIONS
from dashboard.request.selection import BOUNDARIES
from dashboard.words.text import Text, plain, written_sum
from dashboard.words.theme import STATES
from tests.pages.by_hand import ByHand, Value, qualifier_of_sum, rounded_to, stands_in
from tests.unit.drawn_outlines import drawn_outlines

Row = dict[str, str]
PAGE = "pages/map.py"
UNION = "union_of_associations"
BOTH = pytest.mark.parametrize("boundaries", BOUNDARIES)


@pytest.fixture(params=["vi", "en"])
def say(request: pytest.FixtureRequest) -> Text:
    return Text(request.param)


@pytest.fixture(autouse=True)
def _no_outlines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OUTLINES_FILE", raising=False)


@pytest.fixture
def outlines_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of outlines that the server is told of."""
    path = tmp_path / "outlines.geojson"
    path.write_text(json.dumps(drawn_outlines()), encoding="utf-8")
    monkeypatch.setenv("OUTLINES_FILE", str(path))
    return path


def query_of(app: Any) -> dict[str, str]:
    return {
        name: value[-1] if isinstance(value, list) else value
        for name, value in dict(app.query_params).items()
    }


def tiles(page: Any) -> dict[str, dict[str, Any]]:
    [drawn] = page.elements["map"]
    return {item["id"]: item for item in drawn["items"]}


class Known(NamedTuple):
    """What is known of an indicator of a province, or of an organization: its state, the figure, and how it
    came about.
    """

    state: str
    value: Decimal | None = None
    derivation: str = ""
    qualifier: str = "exact"
    rounded_to: int = 1


def of_organization(by_hand: ByHand, organization: str, indicator: str) -> tuple[Known, int]:
    """What the organization says last, and the year that this is of."""
    term = by_hand.standing(organization, indicator)
    state = by_hand.state(organization, term, indicator)
    row = by_hand.figures.get((organization, term if term is not None else -1, indicator), {})
    written = next(
        (t for t in by_hand.rows("terms") if (t["organization_id"], t["term"]) == (organization, str(term))),
        defaultdict(str),
    )
    dated = row.get("as_of") or written["closing_congress_on"] or written["end_year"] or written["start_year"]
    year = int(dated[:4] or 0)
    if state != "figure":
        return Known(state), year
    return Known(state, Decimal(row["value"]), qualifier=row["qualifier"]), year


def of_provinces(by_hand: ByHand, boundaries: str, kind: str, indicator: str) -> dict[str, Known]:
    """What is known of each province, by the codebook: reported, summed from parts that each report
    it, or not derivable.
    """
    here = [
        o for o, row in by_hand.organizations.items() if (row["level"], row["kind"]) == ("province", kind)
    ]
    says = {o: of_organization(by_hand, o, indicator) for o in here}
    order = ["no_document", "not_applicable", "not_mentioned", "not_read", "unstated", "figure"]
    best: dict[str, Known] = {}
    own: dict[str, Known] = {}
    for o, (known, year) in says.items():
        former, present = by_hand.place(o, "former"), by_hand.place(o, "present")
        if boundaries == "present" and (not former or year > 2025) and known.state in ("figure", "unstated"):
            own[present] = known._replace(derivation="reported")
        elif former:
            best[former] = max(best.get(former, known), known, key=lambda k: order.index(k.state))
    if boundaries == "former":
        return {
            p: best.get(p, Known("no_document"))._replace(derivation="") for p in by_hand.provinces("former")
        }
    # Bodies of one kind, of which a province may have several, are different ones.
    [kind_row] = [row for row in by_hand.rows("organization_kinds") if row["kind"] == kind]
    is_one = kind_row["is_one_per_province"] == "true"
    adds_up = is_one and by_hand.indicators[indicator]["nature"] == "stock"
    found = {}
    for province in by_hand.provinces("present"):
        parts = [
            best.get(part, Known("no_document"))
            for part, joined in by_hand.successors.items()
            if joined == province
        ]
        given = [Value(part.value, part.qualifier) for part in parts if part.value is not None]
        if province in own:
            found[province] = own[province]
        elif len(given) == len(parts) and (len(parts) == 1 or adds_up):
            found[province] = Known(
                "figure",
                sum((part.value for part in given), Decimal(0)),
                "summed" if len(parts) > 1 else "reported",
                qualifier_of_sum(part.qualifier for part in given),
                rounded_to(given) if len(parts) > 1 else 1,
            )
        else:
            states = {part.state for part in parts}
            state = (
                "unstated"
                if "unstated" in states
                else "not_read"
                if "not_read" in states
                else "not_mentioned"
                if states & {"figure", "not_mentioned"}
                else "not_applicable"
                if states == {"not_applicable"}
                else "no_document"
            )
            found[province] = Known(state, None, "not_derivable" if given and len(parts) > 1 else "")
    return found


def test_the_map_opens_on_the_members_of_unions(see: Callable[..., Any], by_hand: ByHand, say: Text) -> None:
    """By default: tiles of the present provinces, members, unions of associations; both archipelagos; nothing
    open, no excuse.
    """
    page = see(PAGE, lang=say.language)
    [drawn] = page.elements["map"]
    assert (drawn["view"], drawn["shapes"], drawn["selected"]) == ("tiles", None, "")
    assert set(tiles(page)) == set(by_hand.provinces("present"))
    assert {island["id"] for island in drawn["islands"]} == {"hoang-sa", "truong-sa"}
    kind = next(row for row in by_hand.rows("organization_kinds") if row["kind"] == UNION)[
        f"label_{say.language}"
    ]
    assert drawn["words"]["measure"] == say(
        "map_measure", measure=by_hand.indicators["members"][f"label_{say.language}"], kind=kind
    )
    assert page.exceptions == page.of("warning") == page.of("info") == []
    assert "statements" not in page.elements
    figures = [item for item in drawn["items"] if item["state"] == "figure"]
    assert any(say("map_coverage", n=len(figures), all=34) in caption for caption in page.of("caption"))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_others_of_the_kind_are_told(see: Callable[..., Any], by_hand: ByHand, language: str) -> None:
    """Where a province has several organizations of a kind, one stands for them, and how many others there
    are is said of it.
    """
    say = Text(language)
    here: dict[str, Counter[str]] = defaultdict(Counter)
    for organization, row in by_hand.organizations.items():
        if row["level"] == "province" and (province := by_hand.place(organization, "former")):
            here[row["kind"]][province] += 1
    several = {kind for kind, counts in here.items() if max(counts.values()) > 1}
    assert several
    for kind in sorted(several):
        shown = tiles(see(PAGE, lang=language, boundaries="former", kind=kind, measure="members"))
        for province, item in shown.items():
            n_others = here[kind][province] - 1
            told = [line for line in item["lines"] if line == say("others_here", n=max(n_others, 1))]
            assert bool(told) == (n_others > 0), (kind, province)


@BOTH
@pytest.mark.parametrize(
    ("kind", "indicator"),
    [(UNION, i) for i in ("members", "branches", "member_associations", "committee_elected", "publications")]
    + [("association", "members"), ("professional_association", "members")],
)
def test_every_province_is_in_the_state_that_the_rows_give_it(
    see: Callable[..., Any], by_hand: ByHand, boundaries: str, kind: str, indicator: str
) -> None:
    """With its figure, and in the present boundaries with how this came about."""
    say = Text("en")
    page = see(PAGE, lang="en", boundaries=boundaries, kind=kind, measure=indicator)
    expected, shown = of_provinces(by_hand, boundaries, kind, indicator), tiles(page)
    assert {p: item["state"] for p, item in shown.items()} == {
        p: known.state for p, known in expected.items()
    }
    assert {p: item["badge"] for p, item in shown.items()} == {
        p: known.derivation for p, known in expected.items()
    }
    for province, known in expected.items():
        if known.value is not None:
            first = shown[province]["lines"][0].split(" (")[0].lstrip("≈≥≤")
            written = written_sum(say, known.value, known.qualifier, known.rounded_to)
            assert first == written.lstrip("≈≥≤")
    assert page.exceptions == page.of("warning") == page.of("info") == []


def test_all_that_can_come_about_comes_about(by_hand: ByHand) -> None:
    """The rows hold reported, summed and not derivable provinces, so that the tests above see each."""
    seen = {
        known.derivation
        for i in ("members", "member_associations", "committee_elected")
        for known in of_provinces(by_hand, "present", UNION, i).values()
    }
    assert seen == {"", "reported", "summed", "not_derivable"}


def test_a_derived_measure(see: Callable[..., Any], by_hand: ByHand) -> None:
    """Members per branch of a former province is its union's members ÷ branches, both of the latest term."""
    shown, expected = tiles(see(PAGE, lang="en", boundaries="former", measure="members_per_branch")), {}
    for o, row in by_hand.organizations.items():
        members, branches = (
            of_organization(by_hand, o, indicator)[0].value for indicator in ("members", "branches")
        )
        if (row["level"], row["kind"]) == ("province", UNION) and members is not None and branches:
            expected[by_hand.place(o, "former")] = members / branches
    assert {p for p, item in shown.items() if item["state"] == "figure"} == set(expected) - {""}
    for province in set(expected) - {""}:
        assert shown[province]["lines"][0].split(" (")[0].lstrip("≈") == Text("en").number(
            float(expected[province])
        )


def test_a_theme(see: Callable[..., Any], by_hand: ByHand) -> None:
    """Of a theme the map shows how many limitations the province's organization of that kind names; its name
    says that it is a theme.
    """
    named = Counter((row["organization_id"], row["theme"]) for row in by_hand.limitations)
    (organization, theme), n = next(
        (key, n)
        for key, n in named.most_common()
        if by_hand.organizations[key[0]]["level"] == "province" and by_hand.place(key[0], "former")
    )
    kind = by_hand.organizations[organization]["kind"]
    page = see(PAGE, lang="en", boundaries="former", measure=theme, kind=kind)
    expected: Counter[str] = Counter()
    for (o, t), count in named.items():
        if t == theme and (by_hand.organizations[o]["level"], by_hand.organizations[o]["kind"]) == (
            "province",
            kind,
        ):
            expected[by_hand.place(o, "former")] += count
    assert {p: item["value"] for p, item in tiles(page).items() if item["state"] == "figure"} == {
        p: str(count) for p, count in expected.items()
    }
    assert expected[by_hand.place(organization, "former")] == n
    label = next(row["label_en"] for row in by_hand.rows("themes") if row["theme"] == theme)
    assert page.elements["map"][0]["words"]["measure"].startswith(Text("en")("map_theme", theme=label))


@BOTH
@pytest.mark.parametrize("theme", ["member_mobilisation", "pandemic"])
def test_a_theme_is_counted_of_the_provinces_that_name_any(
    see: Callable[..., Any], by_hand: ByHand, say: Text, boundaries: str, theme: str
) -> None:
    """Beside the map: where the theme is named, of the provinces where any limitation is, and where they are
    admitted only. A merged province names what one of its parts names.
    """
    page = see(PAGE, lang=say.language, boundaries=boundaries, measure=theme)

    def places(organizations: set[str]) -> set[str]:
        return {
            by_hand.place(o, boundaries)
            for o in organizations
            if (by_hand.organizations[o]["level"], by_hand.organizations[o]["kind"]) == ("province", UNION)
        }

    naming, admitting = places(by_hand.naming), places(by_hand.admitting)
    expected = [
        say("map_named", n=len(places(by_hand.named.get(theme, set()))), all=len(naming)),
        say("map_admitting", n=len(admitting - naming)),
    ]
    assert naming
    assert admitting - naming
    assert any(" ".join(expected) in caption for caption in page.of("caption"))


def test_every_measure_can_be_chosen_by_a_name_of_its_own(opened: Callable[..., Any], say: Text) -> None:
    """No two options read alike: what is chosen is what is shown."""
    app = opened(PAGE, lang=say.language)
    options = app.selectbox(key="measure").options
    assert len(set(options)) == len(options)
    app.selectbox(key="measure").select(options[-1]).run()
    assert app.selectbox(key="measure").value == query_of(app)["measure"]
    assert not app.exception


def test_provinces_stand_by_figure(see: Callable[..., Any], by_hand: ByHand, say: Text) -> None:
    """Below the map the provinces with a figure, the greatest first, each with whose and of when; then the
    others, each with its state.
    """
    page = see(PAGE, lang=say.language, boundaries="former", measure="member_associations")
    expected = {
        p: known.value
        for p, known in of_provinces(by_hand, "former", UNION, "member_associations").items()
        if known.value is not None
    }
    names = {row[f"name_{say.language}"]: code for code, row in by_hand.provinces("former").items()}
    rows = [row["cells"] for row in page.cards["provinces"].foot["table"]["rows"]]
    assert {names[cells[0]] for cells in rows} == set(by_hand.provinces("former"))
    ranked = [names[cells[0]] for cells in rows[: len(expected)]]
    assert set(ranked) == set(expected)
    values = [expected[province] for province in ranked]
    assert values == sorted(values, reverse=True)
    for label, figure, *_ in rows[: len(expected)]:
        assert figure == tiles(page)[names[label]]["lines"][0].split(" (")[0]
    states = {say(f"cell_{state}") for state in STATES if state != "figure"} | {say("cell_not_derivable")}
    assert {figure for _, figure, *_ in rows[len(expected) :]} <= states


def test_nothing_to_rank_says_so(see: Callable[..., Any], say: Text) -> None:
    """Where no province has a figure there is a sentence, and the table of states is folded."""
    page = see(PAGE, lang=say.language, measure="members", kind="steering_committee")
    assert plain(say("map_nothing")) in page.of("markdown")
    assert not page.cards["provinces"].foot["table"]["is_open"]
    assert {item["state"] for item in tiles(page).values()} <= set(STATES) - {"figure"}


# What a link asks for


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("measure", "atlantis"),
        ("place", "atlantis"),
        ("kind", "guild"),
        ("view", "globe"),
        ("boundaries", "of-1976"),
        ("document", "none"),
        ("cell", "x~y"),
    ],
)
def test_unknown_codes_are_named_and_passed_over(
    see: Callable[..., Any], say: Text, name: str, value: str
) -> None:
    """The rest of the link holds, and the map is the usual one."""
    page, usual = see(PAGE, lang=say.language, **{name: value}), see(PAGE, lang=say.language)
    [banner] = page.of("info")
    assert f"{name} = {value}" in banner.replace("\\", "")
    assert page.elements == usual.elements
    assert page.exceptions == page.of("warning") == []


def test_choosing_a_measure_sets_no_filter(opened: Callable[..., Any]) -> None:
    """The kind that is shown without being chosen does not become a filter of every page."""
    app = opened(PAGE, lang="en", place="ha-noi")
    app.selectbox(key="measure").set_value("branches").run()
    assert query_of(app) == {"lang": "en", "measure": "branches", "place": "ha-noi"}
    app.selectbox(key="map-kind").set_value("association").run()
    assert query_of(app) == {"lang": "en", "measure": "branches", "place": "ha-noi", "kind": "association"}
    app.selectbox(key="measure").set_value("members").run()
    assert query_of(app) == {"lang": "en", "measure": "members", "place": "ha-noi", "kind": "association"}
    assert not app.exception


def test_choosing_a_measure_keeps_all_the_kinds_of_the_filter(opened: Callable[..., Any]) -> None:
    """Of several kinds the first is shown, and the others stay filtered for."""
    app = opened(PAGE, lang="en", kind="association,club")
    assert app.selectbox(key="map-kind").value == "association"
    app.selectbox(key="measure").set_value("branches").run()
    assert query_of(app) == {"lang": "en", "kind": "association,club", "measure": "branches"}


# An open province


@BOTH
def test_an_opened_province_shows_what_its_figure_comes_from(
    see: Callable[..., Any], by_hand: ByHand, say: Text, boundaries: str
) -> None:
    """Its name, the figure, the coded rows with document and paragraph, and its organizations with how many
    documents each.
    """
    expected = of_provinces(by_hand, boundaries, UNION, "member_associations")
    province = next(
        p for p, known in expected.items() if known.value is not None and known.derivation in ("", "summed")
    )
    page = see(PAGE, lang=say.language, boundaries=boundaries, measure="member_associations", place=province)
    assert page.elements["map"][0]["selected"] == province
    assert by_hand.provinces(boundaries)[province][f"name_{say.language}"] in [
        header.replace("\\", "") for header in page.of("header")
    ]
    assert (
        tiles(page)[province]["lines"]
        == [text.replace("\\", "").replace("\u2060", "") for text in page.of("markdown")][
            : len(tiles(page)[province]["lines"])
        ]
    )
    figures, here = page.elements["statements"][0]
    assert (figures["heading"], here["heading"]) == (say("record_observation"), say("organizations_here"))
    unions = [
        o
        for o, row in by_hand.organizations.items()
        if (row["level"], row["kind"]) == ("province", UNION) and by_hand.place(o, boundaries) == province
    ]
    behind = [
        row
        for row in by_hand.rows("observations")
        if row["indicator"] == "member_associations"
        and row["organization_id"] in unions
        and int(row["term"]) == by_hand.standing(row["organization_id"], "member_associations")
    ]
    assert len(figures["items"]) == len(behind) > 0
    for row in behind:
        where = stands_in(say, by_hand.sources[row["source_id"]], row["paragraph"])
        assert where in {item["where"] for item in figures["items"]}
    found = {item["text"]: item["where"] for item in here["items"]}
    documents: defaultdict[str, set[str]] = defaultdict(set)
    for (o, _), read in by_hand.documents.items():
        documents[o] |= read
    assert found == {
        row[f"name_{say.language}"]: say("documents_of", n=len(documents[o]))
        for o, row in by_hand.organizations.items()
        if by_hand.place(o, boundaries) == province
    }


def test_an_opened_province_without_a_figure_says_why(
    see: Callable[..., Any], by_hand: ByHand, say: Text
) -> None:
    """Each of the states without a figure has its sentence, also where no organization is known at all."""
    expected = of_provinces(by_hand, "former", UNION, "members")
    for state in sorted({known.state for known in expected.values()} - {"figure"}):
        province = next(p for p, known in expected.items() if known.state == state)
        page = see(PAGE, lang=say.language, boundaries="former", place=province)
        assert say(f"place_{state}") in page.of("markdown")
        assert page.exceptions == page.of("warning") == []
    page = see(PAGE, lang=say.language, place="dien-bien")
    assert "dien-bien" not in {by_hand.place(o, "present") for o in by_hand.organizations}
    assert say("place_no_document") in page.of("markdown")
    assert page.elements["statements"] == [[]]


def test_a_missing_part_is_named(see: Callable[..., Any], by_hand: ByHand, say: Text) -> None:
    """Of a province that is not derivable the details name the parts without a figure."""
    expected, former = (
        of_provinces(by_hand, "present", UNION, "member_associations"),
        of_provinces(by_hand, "former", UNION, "member_associations"),
    )
    province = next(p for p, known in expected.items() if known.derivation == "not_derivable")
    parts = [part for part, joined in by_hand.successors.items() if joined == province]
    missing = [part for part in sorted(parts) if former[part].value is None]
    names = ", ".join(by_hand.provinces("former")[part][f"name_{say.language}"] for part in missing)
    page = see(PAGE, lang=say.language, measure="member_associations", place=province)
    assert say("parts_missing", n=len(parts) - len(missing), all=len(parts), missing=names) in [
        text.replace("\\", "") for text in page.of("markdown")
    ]


def test_closing_the_province_keeps_the_rest(opened: Callable[..., Any]) -> None:
    app = opened(
        PAGE, lang="en", measure="branches", place="hai-duong", boundaries="former", kind="association"
    )
    app.button(key="close-details").click().run()
    assert query_of(app) == {
        "lang": "en",
        "measure": "branches",
        "boundaries": "former",
        "kind": "association",
    }
    assert not app.exception


# Outlines


def test_without_outlines_there_is_no_choice_of_view(
    opened: Callable[..., Any], see: Callable[..., Any], say: Text
) -> None:
    """Tiles alone; a link that asks for outlines is told that there are none."""
    assert "view" not in {group.key for group in opened(PAGE).button_group}
    page = see(PAGE, lang=say.language, view="outlines")
    assert page.of("info") == [say("outlines_none")]
    assert page.elements["map"][0]["view"] == "tiles"


def test_outlines_are_drawn_when_asked_for(
    see_afresh: Callable[..., Any], opened: Callable[..., Any], outlines_file: Path
) -> None:
    """Tiles stay the usual view; the other one has a path for every province and both archipelagos, and is
    part of the link.
    """
    usual = see_afresh(PAGE, lang="en")
    assert (usual.elements["map"][0]["view"], usual.elements["map"][0]["shapes"]) == ("tiles", None)
    [drawn] = see_afresh(PAGE, lang="en", view="outlines").elements["map"]
    assert drawn["view"] == "outlines"
    assert set(drawn["shapes"]["paths"]) == {item["code"] for item in drawn["items"]}
    assert (
        set(drawn["shapes"]["islands"])
        == {island["id"] for island in drawn["islands"]}
        == {"hoang-sa", "truong-sa"}
    )
    app = opened(PAGE, lang="en", measure="branches")
    app.button_group(key="view").set_value("outlines").run()
    assert query_of(app) == {"lang": "en", "measure": "branches", "view": "outlines"}
    app.button_group(key="view").set_value("tiles").run()
    assert query_of(app) == {"lang": "en", "measure": "branches"}
    assert not app.exception


def test_former_provinces_have_no_outlines(
    see_afresh: Callable[..., Any], say: Text, outlines_file: Path
) -> None:
    """The file is of the 34: for the 63 there are tiles, and a link that asks for outlines is told so."""
    page = see_afresh(PAGE, lang=say.language, view="outlines", boundaries="former")
    assert page.of("info") == [say("outlines_none")]
    assert page.elements["map"][0]["view"] == "tiles"
    assert see_afresh(PAGE, lang=say.language, boundaries="former").of("info") == []


def without(code: str, west: float) -> dict[str, Any]:
    """Outlines without the islets of a province east of a longitude."""
    geojson = drawn_outlines()
    feature = next(feature for feature in geojson["features"] if feature["properties"]["code"] == code)
    feature["geometry"]["coordinates"] = [p for p in feature["geometry"]["coordinates"] if p[0][0][0] < west]
    return geojson


BROKEN = {
    "malformed": "{",
    "codes": json.dumps({"type": "FeatureCollection", "features": drawn_outlines()["features"][1:]}),
    "hoang_sa": json.dumps(without("48", 111)),
    "truong_sa": json.dumps(without("56", 111)),
}


@pytest.mark.parametrize("view", ["tiles", "outlines"])
@pytest.mark.parametrize(("reason", "content"), BROKEN.items(), ids=BROKEN)
def test_broken_outlines_give_tiles_and_one_sentence(
    see_afresh: Callable[..., Any], say: Text, outlines_file: Path, reason: str, content: str, view: str
) -> None:
    """The sentence says what is wrong; the map is of tiles, with both archipelagos, and nothing else
    fails.
    """
    outlines_file.write_text(content, encoding="utf-8")
    page = see_afresh(PAGE, lang=say.language, view=view)
    assert page.of("info") == [say(f"outlines_{reason}")]
    [drawn] = page.elements["map"]
    assert (drawn["view"], drawn["shapes"]) == ("tiles", None)
    assert {island["id"] for island in drawn["islands"]} == {"hoang-sa", "truong-sa"}
    assert page.exceptions == page.of("warning") == []


def test_a_file_that_is_gone_gives_tiles_and_one_sentence(
    see_afresh: Callable[..., Any], say: Text, outlines_file: Path
) -> None:
    outlines_file.unlink()
    page = see_afresh(PAGE, lang=say.language)
    assert page.of("info") == [say("outlines_malformed")]
    assert page.elements["map"][0]["view"] == "tiles"
    assert page.exceptions == page.of("warning") == []


@pytest.mark.parametrize("mention", MENTIONS)
def test_who_speaks_of_it_is_on_the_map(
    see: Callable[..., Any], by_hand: ByHand, say: Text, mention: str
) -> None:
    """Of each former province the state of its union, with how often it speaks of it; the summary counts."""
    page = see(PAGE, lang=say.language, boundaries="former", measure=mention)
    assert page.exceptions == page.of("warning") == []
    here = {
        o: by_hand.mention(o, by_hand.terms[o], mention)
        for o, row in by_hand.organizations.items()
        if (row["level"], row["kind"]) == ("province", UNION) and by_hand.place(o, "former")
    }
    expected = {by_hand.place(o, "former"): state for o, state in here.items()}
    found = {item["id"]: item["state"] for item in page.elements["map"][0]["items"]}
    assert found == {p: expected.get(p, "no_document") for p in by_hand.provinces("former")}
    counts = Counter(found.values())
    told = say("map_mentions", n=counts["figure"], all=63)
    caption = next(text for text in page.of("caption") if told in text)
    assert say("map_not_read", n=counts["not_read"]) in caption
    assert counts["figure"] + counts["unstated"] > 0
    words = page.elements["map"][0]["words"]
    assert words["not_read"] == say("mentioned_not_read")
    silent = next(p for p, state in found.items() if state == "not_read")
    opened = see(PAGE, lang=say.language, boundaries="former", measure=mention, place=silent)
    assert say("unmentioned_not_read") in opened.of("markdown")


@pytest.mark.parametrize("mention", MENTIONS)
def test_the_union_of_a_merged_province_speaks_for_it(
    see: Callable[..., Any], by_hand: ByHand, say: Text, mention: str
) -> None:
    """Where it says something; what it says has no year, as that of the unions before it has none."""
    page = see(PAGE, lang=say.language, boundaries="present", measure=mention)
    assert page.exceptions == page.of("warning") == []
    own = {
        by_hand.place(o, "present"): by_hand.mention(o, by_hand.terms[o], mention)
        for o, row in by_hand.organizations.items()
        if (row["level"], row["kind"]) == ("province", UNION) and not by_hand.place(o, "former")
    }
    speaking = {province: state for province, state in own.items() if state in ("figure", "unstated")}
    assert speaking or mention != "awards"
    found = {item["id"]: item for item in page.elements["map"][0]["items"]}
    assert {province: found[province]["state"] for province in speaking} == speaking
    assert {found[province]["badge"] for province in speaking} <= {"reported"}
