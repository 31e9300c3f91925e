"""A selection to a link and back: nothing lost, nothing raised, everything refused is named, codes only."""

from __future__ import annotations

import json
import re
from dataclasses import fields, replace
from itertools import permutations
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboard.request.selection import (
    BOUNDARIES,
    CARDS,
    FILTERS,
    LANGUAGES,
    LONGEST,
    MAX_COMPARED,
    MOST_CODES,
    TIMES,
    VIEWS,
    YEARS,
    Selection,
    from_query,
)

KNOWN = {
    "kind": frozenset({"association", "club", "youth_union"}),
    "level": frozenset({"national", "province", "district"}),
    "region-present": frozenset({"red-river-delta", "south-east", "northern-midlands"}),
    "region-former": frozenset({"red-river-delta", "central-coast"}),
    "present": frozenset({"ha-noi", "ha-noi-moi", "tay-ninh", "ca-mau"}),
    "former": frozenset({"ha-noi", "long-an", "tay-ninh", "ca-mau"}),
    "organization": frozenset({"it-association-long-an", "st-union-hong-linh", "a", "c", "d", "e", "f"}),
    "theme": frozenset({"funding", "low_commitment", "other"}),
    "indicator": frozenset({"members", "branches"}),
    "derived": frozenset({"members_per_branch"}),
    "award": frozenset({"received", "granted", "received-order", "granted-title"}),
    "document": frozenset({"long-an-it-term2-review", "b"}),
    "release": frozenset({"0123456789ab"}),
}
KNOWN["measure"] = KNOWN["indicator"] | KNOWN["derived"] | KNOWN["theme"]
KNOWN["row"] = KNOWN["measure"] | KNOWN["award"]
# What can be opened for all organizations at once, and what of one organization only.
OF_ALL, OF_ONE = KNOWN["theme"] | KNOWN["award"], KNOWN["indicator"] | KNOWN["derived"]
# The parameters that hold one code each, what they may hold, and what they mean when they are absent.
CHOICES = {
    "lang": ("language", frozenset(LANGUAGES)),
    "boundaries": ("boundaries", frozenset(BOUNDARIES)),
    "measure": ("measure", KNOWN["measure"]),
    "view": ("view", frozenset(VIEWS)),
    "place": ("place", KNOWN["present"] | KNOWN["former"]),
    "document": ("document", KNOWN["document"]),
    "time": ("time", frozenset(TIMES)),
    "about": ("about", KNOWN["organization"]),
    "card": ("card", CARDS),
    "release": ("release", KNOWN["release"]),
}
NAMES = {"cell", "compare", "years", "at", "alone", "v", *CHOICES, *FILTERS}
# Every code that the contract allows: an organization's id has at most 80 characters.
CODES = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True).filter(lambda code: len(code) <= 80)


def chosen(codes: frozenset[str], most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    """Returns codes in any order: made beforehand, because what is drawn code by code takes ten times as long."""
    some = sorted(codes)[:4]
    return st.sampled_from(
        [
            *(p for n in range(most) for p in permutations(some, n)),
            tuple(sorted(codes)),
            tuple(sorted(codes, reverse=True)),
        ]
    )


def one_of(codes: frozenset[str]) -> st.SearchStrategy[str]:
    return st.sampled_from(["", *sorted(codes)])


ORGANIZATIONS = st.sampled_from(sorted(KNOWN["organization"]))
CELLS = st.sampled_from(
    [
        (row, organization)
        for row in sorted(KNOWN["row"])
        for organization in ("", *sorted(KNOWN["organization"]))
        if organization or row in OF_ALL
    ]
)
SOME_YEARS = (0, YEARS[0], 1987, 2015, 2020, YEARS[-1])
SPANS = st.sampled_from(
    [(first, last) for first in SOME_YEARS for last in SOME_YEARS if not (first and last) or first <= last]
)
# A point of time is one of years or of numbers of terms: each organization's latest term is no point to choose.
POINTS = st.sampled_from(
    [("latest", None), *((time, at) for time in TIMES[1:] for at in (None, 0, 1, 3, 2018, 9999))]
)


def in_boundaries(boundaries: str) -> st.SearchStrategy[Selection]:
    return st.builds(
        lambda point, is_alone, **parts: Selection(
            time=point[0], at=point[1], is_alone=is_alone and bool(parts["card"]), **parts
        ),
        point=POINTS,
        is_alone=st.booleans(),
        release=one_of(KNOWN["release"]),
        language=st.sampled_from(LANGUAGES),
        boundaries=st.just(boundaries),
        kinds=chosen(KNOWN["kind"]),
        levels=chosen(KNOWN["level"]),
        regions=chosen(KNOWN[f"region-{boundaries}"]),
        provinces=chosen(KNOWN[boundaries]),
        organizations=chosen(KNOWN["organization"]),
        years=SPANS,
        measure=one_of(KNOWN["measure"]),
        view=st.sampled_from(VIEWS),
        cell=st.none() | CELLS,
        place=one_of(KNOWN[boundaries]),
        document=one_of(KNOWN["document"]),
        about=one_of(KNOWN["organization"]),
        compared=chosen(KNOWN["organization"] | KNOWN[boundaries]).map(lambda codes: codes[:MAX_COMPARED]),
        card=one_of(CARDS),
    )


STATES = st.one_of([in_boundaries(boundaries) for boundaries in BOUNDARIES])
HOSTILE = st.one_of(
    st.text(),
    st.lists(st.text() | st.sampled_from(sorted(set().union(*KNOWN.values()))), max_size=20).map(",".join),
    st.lists(st.sampled_from(sorted(KNOWN["organization"])), max_size=20).map(",".join),
    st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)).map(
        lambda years: f"{years[0]:04}-{years[1]:04}"
    ),
    st.integers(-10, 100_000).map(str),
    st.sampled_from(
        [
            "2015-2020",
            "2015-",
            "-2020",
            "2020-2015",
            "0000-2020",
            "1899-2020",
            "2015-2101",
            "2015",
            "-",
            "2015--2020",
            "٢٠١٥-٢٠٢٠",
            "٣",
            "calendar",
            "number",
        ]
    ),
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            "' OR 1=1 --",
            "../../etc/passwd",
            "%00",
            "\x00",
            "~",
            "~~",
            ",",
            ",,,",
            "funding~a~a",
            "members~",
            "members~a",
            "former",
            "outlines",
            "ha-noi\n",
            "HA-NOI",
            "٣",
        ]
    ),
)
QUERIES = st.dictionaries(st.sampled_from(sorted(NAMES)) | st.text(max_size=60), HOSTILE, max_size=12)


def known_of(name: str, state: Selection) -> frozenset[str]:
    """Returns the codes that a filter may hold in the boundaries of a state."""
    return KNOWN[{"province": state.boundaries, "region": f"region-{state.boundaries}"}.get(name, name)]


def years_of(text: str) -> tuple[int, int] | None:
    """Returns the years that a link names, first and last, 0 where one is open; None where it names none that can be had."""
    if not re.fullmatch(r"([0-9]{4}-[0-9]{4}|[0-9]{4}-|-[0-9]{4})", text):
        return None
    first, last = (int(year) if year else None for year in text.split("-"))
    inside = all(YEARS[0] <= year <= YEARS[-1] for year in (first, last) if year is not None)
    return (first or 0, last or 0) if inside and (first is None or last is None or first <= last) else None


def meant(name: str, query: dict[str, str]) -> str:
    """Returns what a parameter means where it is absent: its default, but the former boundaries where a merged province is named."""
    if name == "boundaries" and {*query.get("province", "").split(","), query.get("place")} & (
        KNOWN["former"] - KNOWN["present"]
    ):
        return "former"
    return getattr(Selection(), CHOICES[name][0])


@given(STATES)
def test_every_state_comes_back_from_its_link(state: Selection) -> None:
    """A state, written into a link as a browser writes it and read again, is the same state, and nothing is refused."""
    link = urlencode(state.to_query())
    assert from_query(dict(parse_qsl(link)), KNOWN) == (state, [])


@given(STATES)
def test_a_shared_link_says_everything(state: Selection) -> None:
    """What is shared names language, boundaries and time whatever they are, and the version of the codec, and is the same state."""
    link = state.to_link()
    assert {
        "v": "1",
        "lang": state.language,
        "boundaries": state.boundaries,
        "time": state.time,
    }.items() <= link.items()
    assert from_query(dict(parse_qsl(urlencode(link))), KNOWN) == (state, [])


def test_links_of_version_1_mean_what_they_meant() -> None:
    """Recorded links, each with the state that it asked for when it was made: parameters are added, none is taken away or read in another way."""
    recorded = json.loads(Path(__file__).with_name("links_v1.json").read_text(encoding="utf-8"))
    assert len(recorded) >= 20
    for link, attributes in recorded.items():
        lists = {
            name: tuple(value) if isinstance(value, list) else value for name, value in attributes.items()
        }
        assert from_query(dict(parse_qsl(link)), KNOWN) == (Selection(**lists), []), link
    said = {name for link in recorded for name, _ in parse_qsl(link)}
    assert said == NAMES


@settings(max_examples=20)
@given(st.lists(CODES, unique=True, min_size=1, max_size=MOST_CODES))
@example([f"{n:03}-{'organization-' * 5}of-a-long-name" for n in range(MOST_CODES)])
def test_a_long_list_of_codes_comes_back(codes: list[str]) -> None:
    """As many organizations as may be chosen come back from a link, however long their codes are."""
    state = Selection(organizations=tuple(codes))
    assert from_query(state.to_query(), KNOWN | {"organization": frozenset(codes)}) == (state, [])


@given(STATES)
def test_a_link_holds_codes_only(state: Selection) -> None:
    """A link is made of codes, commas and ~: it needs no label, and means the same in both languages."""
    for name, value in state.to_query().items():
        assert name in NAMES
        assert set(value) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_,~")


@given(STATES)
def test_a_link_leaves_out_what_is_at_its_default(state: Selection) -> None:
    """An empty filter, Vietnamese, the present boundaries, the latest terms, tiles, and nothing open leave no parameter."""
    query = state.to_query()
    assert all(query.values())
    one_code = {name: attribute for name, (attribute, _) in CHOICES.items()}
    for name, attribute in {
        "cell": "cell",
        "compare": "compared",
        "years": "years",
        "at": "at",
        "alone": "is_alone",
        **FILTERS,
        **one_code,
    }.items():
        assert (name in query) == (getattr(state, attribute) != getattr(Selection(), attribute))
    assert Selection().to_query() == {}


@given(QUERIES)
def test_no_link_raises_and_what_is_applied_was_asked_for(query: dict[str, str]) -> None:
    """Whatever a link holds, what comes of it is a state of known codes, each of them in the link, in its order, once."""
    state, _ = from_query(query, KNOWN)
    for name, (attribute, codes) in CHOICES.items():
        assert getattr(state, attribute) in {meant(name, query), query.get(name)} & (codes | {""})
    assert state.place in KNOWN[state.boundaries] | {""}
    for name, attribute in {**FILTERS, "compare": "compared"}.items():
        codes = getattr(state, attribute)
        asked = query.get(name, "").split(",")
        assert set(codes) <= (
            known_of(name, state) if name in FILTERS else KNOWN["organization"] | KNOWN[state.boundaries]
        )
        assert len(set(codes)) == len(codes)
        assert [asked.index(code) for code in codes] == sorted(asked.index(code) for code in codes)
    assert len(state.compared) <= MAX_COMPARED
    if state.cell:
        row, organization = state.cell
        assert row in OF_ALL or (row in OF_ONE and organization)
        assert "~".join(state.cell).rstrip("~") == query["cell"].rstrip("~")
    assert state.years == (years_of(query.get("years", "")) or (0, 0))
    assert state.at is None or (
        state.time != "latest" and query["at"].isascii() and int(query["at"]) == state.at <= 9999
    )


@given(QUERIES)
def test_what_can_be_had_is_applied(query: dict[str, str]) -> None:
    """One bad part of a link does not spoil the others: every known code is applied."""
    state, _ = from_query(query, KNOWN)
    for name, attribute in FILTERS.items():
        assert set(query.get(name, "").split(",")) & known_of(name, state) == set(getattr(state, attribute))
    for name, (attribute, codes) in CHOICES.items():
        allowed = KNOWN[state.boundaries] if name == "place" else codes
        assert getattr(state, attribute) == (
            query[name] if query.get(name) in allowed else meant(name, query)
        )
    comparable = [
        code
        for code in dict.fromkeys(query.get("compare", "").split(","))
        if code in KNOWN["organization"] | KNOWN[state.boundaries]
    ]
    assert list(state.compared) == comparable[:MAX_COMPARED]
    if re.fullmatch("[0-9]{1,4}", query.get("at", "")) and state.time != "latest":
        assert state.at == int(query["at"])


@given(QUERIES)
def test_everything_refused_is_named(query: dict[str, str]) -> None:
    """Each part that is not applied is named by parameter and value, or, beyond a handful, stands behind one “…”."""
    state, rejected = from_query(query, KNOWN)
    names = {name for name, _ in rejected}
    for name, attribute in {**FILTERS, "compare": "compared"}.items():
        left = [
            code
            for code in dict.fromkeys(query.get(name, "").split(","))
            if code and code not in getattr(state, attribute)
        ]
        named = [value for parameter, value in rejected if parameter == name]
        assert named[:5] == [code[:40] for code in left[:5]]
        assert ("…" in named[5:]) == (len(left) > 5)
    assert ("cell" in names) == bool(query.get("cell") and state.cell is None)
    assert ("years" in names) == bool(query.get("years") and state.years == (0, 0))
    assert ("at" in names) == bool(query.get("at") and state.at is None)
    for name, (attribute, _) in CHOICES.items():
        assert (name in names) == bool(query.get(name) and getattr(state, attribute) != query[name])
    foreign = [name for name in query if name not in NAMES]
    named = [name for name, _ in rejected if name not in NAMES]
    assert named[:5] == [name[:40] for name in foreign[:5]]
    assert ("…" in named[5:]) == (len(foreign) > 5)


@given(STATES)
def test_a_good_link_refuses_nothing_more_than_its_bad_part(state: Selection) -> None:
    """A foreign parameter beside a whole state is named, and changes nothing."""
    assert from_query(state.to_query() | {"utm_source": "mail"}, KNOWN) == (state, [("utm_source", "mail")])


@pytest.mark.parametrize("name", ["elsewhere", *sorted(NAMES)])
@pytest.mark.parametrize(
    "value",
    ["x" * 1_000_000, "x," * 500_000, "," * 1_000_000, "~" * 1_000_000, "ha-noi," * 150_000, "Đ" * 1_000_000],
    ids=range(6),
)
def test_a_megabyte_is_answered_in_a_few_words(name: str, value: str) -> None:
    """A parameter of a megabyte is passed over, and the words about it fit on a screen."""
    state, rejected = from_query(
        {name: value, "province": "ca-mau"} if name != "province" else {name: value}, KNOWN
    )
    assert state.provinces == (
        ("ca-mau",) if name != "province" else ("ha-noi",) if value.startswith("ha-noi") else ()
    )
    assert sum(len(parameter) + len(part) for parameter, part in rejected) < 1000


def test_a_code_cut_by_the_limit_does_not_become_another() -> None:
    """Where a value is too long to be read to its end, the last code is not taken for a shorter one that happens to exist."""
    filler = "x" * (LONGEST - len(",ha-noi"))
    state, rejected = from_query({"province": f"{filler},ha-noi-moi"}, KNOWN)
    assert state.provinces == ()
    assert rejected


FILTERED = (*FILTERS.values(), "years")


@given(STATES)
def test_dropping_the_filters_keeps_the_rest(state: Selection) -> None:
    """Without filters nothing is filtered; language, boundaries and what is shown and open stay."""
    bare = state.without_filters()
    assert not bare.is_filtered
    assert replace(bare, **{name: getattr(state, name) for name in FILTERED}) == state
    assert state.is_filtered == any(getattr(state, name) != getattr(Selection(), name) for name in FILTERED)


@given(STATES)
def test_answers_depend_on_boundaries_and_filters_only(state: Selection) -> None:
    """What is asked keeps boundaries and filters and drops all else, so that one answer serves both languages and whatever is open."""
    for asked, kept in (
        (state.asked(), {"boundaries", *FILTERED}),
        (state.of_every_place(), {"boundaries", "years"}),
    ):
        for field in fields(Selection):
            assert getattr(asked, field.name) == (
                getattr(state, field.name) if field.name in kept else field.default
            )


@given(STATES)
def test_a_page_of_one_thing_asks_for_that_thing(state: Selection) -> None:
    """Of an organization or a province it asks in the boundaries and the years chosen, whatever other filter is set."""
    usual = Selection(boundaries=state.boundaries, years=state.years)
    assert state.asked_of("about") == replace(usual, organizations=(state.about,) if state.about else ())
    assert state.asked_of("place") == replace(usual, provinces=(state.place,) if state.place else ())


@given(STATES)
def test_another_page_gets_language_boundaries_filters_and_time(state: Selection) -> None:
    """What goes along to another page is what is asked and how terms are laid side by side, in the reader's language, with nothing open."""
    assert state.elsewhere() == replace(
        state.asked(), language=state.language, release=state.release, time=state.time, at=state.at
    )
    assert set(state.elsewhere().to_query()) <= {
        "lang",
        "release",
        "boundaries",
        "years",
        "time",
        "at",
        *FILTERS,
    }


@pytest.mark.parametrize(
    ("query", "provinces", "place"),
    [
        ({"province": "long-an,ca-mau", "place": "long-an", "boundaries": "present"}, ("ca-mau",), ""),
        (
            {"province": "long-an,ca-mau", "place": "long-an", "boundaries": "former"},
            ("long-an", "ca-mau"),
            "long-an",
        ),
        ({"province": "ha-noi-moi", "place": "ha-noi-moi", "boundaries": "former"}, (), ""),
        (
            {"province": "ha-noi-moi", "place": "ha-noi-moi", "boundaries": "of 1976"},
            ("ha-noi-moi",),
            "ha-noi-moi",
        ),
    ],
)
def test_a_province_is_one_of_its_boundaries(
    query: dict[str, str], provinces: tuple[str, ...], place: str
) -> None:
    """A former province stands only in a link of the former boundaries, a new one only in a link of the present ones; else it is named."""
    state, rejected = from_query(query, KNOWN)
    assert (state.provinces, state.place) == (provinces, place)
    assert (("place", query["place"]) in rejected) == (not place)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"province": "long-an"}, Selection(boundaries="former", provinces=("long-an",))),
        ({"province": "ca-mau,long-an"}, Selection(boundaries="former", provinces=("ca-mau", "long-an"))),
        ({"place": "long-an"}, Selection(boundaries="former", place="long-an")),
        ({"province": "ca-mau,tay-ninh"}, Selection(provinces=("ca-mau", "tay-ninh"))),
    ],
)
def test_a_link_from_before_there_was_a_choice_means_what_it_meant(
    query: dict[str, str], expected: Selection
) -> None:
    """A merged province in a link that says nothing of boundaries means the former ones."""
    assert from_query(query, KNOWN) == (expected, [])


def test_an_indicator_is_opened_of_one_organization() -> None:
    """A theme and awards can be opened for all organizations at once, an indicator and what is derived cannot: such a cell is named and passed over."""
    for row in OF_ALL | OF_ONE:
        assert from_query({"cell": f"{row}~a"}, KNOWN) == (Selection(cell=(row, "a")), [])
        of_all = (Selection(cell=(row, "")), []) if row in OF_ALL else (Selection(), [("cell", f"{row}~")])
        assert from_query({"cell": f"{row}~"}, KNOWN) == of_all


def test_a_region_is_one_of_its_boundaries() -> None:
    """A region of the other boundaries is named, and never taken for one of its own."""
    for boundaries, own, foreign in (
        ("present", "south-east", "central-coast"),
        ("former", "central-coast", "south-east"),
    ):
        query = {"region": f"red-river-delta,{foreign},{own}", "boundaries": boundaries}
        assert from_query(query, KNOWN) == (
            Selection(boundaries=boundaries, regions=("red-river-delta", own)),
            [("region", foreign)],
        )


def test_a_release_without_provinces_and_regions_refuses_them() -> None:
    """Nothing that a link names is known there, and nothing is raised."""
    empty = dict.fromkeys(KNOWN, frozenset())
    state, rejected = from_query(dict.fromkeys(FILTERS, "ha-noi"), empty)
    assert (state, {name for name, _ in rejected}) == (Selection(), set(FILTERS))


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2015-2020", (2015, 2020)),
        ("2015-", (2015, 0)),
        ("-2020", (0, 2020)),
        ("2015-2015", (2015, 2015)),
        ("1900-2100", (1900, 2100)),
        ("2020-2015", None),
        ("1899-2020", None),
        ("2015-2101", None),
        ("0000-2020", None),
        ("-0000", None),
        ("2015", None),
        ("-", None),
        ("2015-2020-", None),
        ("15-20", None),
        ("٢٠١٥-٢٠٢٠", None),
        ("2015 - 2020", None),
        ("2015-2020\n", None),
        ("+2015-2020", None),
    ],
)
def test_years_are_two_in_order(text: str, years: tuple[int, int] | None) -> None:
    """Either may be left open; reversed, out of range, or in other digits they are named and passed over."""
    refused = [] if years else [("years", text)]
    assert from_query({"years": text, "kind": "club"}, KNOWN) == (
        Selection(kinds=("club",), years=years or (0, 0)),
        refused,
    )


@pytest.mark.parametrize(
    ("query", "at"),
    [
        ({"time": "calendar", "at": "2018"}, 2018),
        ({"time": "number", "at": "3"}, 3),
        ({"time": "number", "at": "٣"}, None),
        ({"time": "number", "at": "0"}, 0),
        ({"at": "2018"}, None),
        ({"time": "latest", "at": "3"}, None),
        ({"time": "of-the-moon", "at": "3"}, None),
        ({"time": "number", "at": "-3"}, None),
        ({"time": "calendar", "at": "20180"}, None),
        ({"time": "calendar", "at": "2018 "}, None),
    ],
)
def test_a_point_of_time_needs_what_it_is_a_point_of(query: dict[str, str], at: int | None) -> None:
    """A year or a number of a term, that of the founding, 0, too; without calendar or number in the link it means nothing, and is named."""
    state, rejected = from_query(query, KNOWN)
    assert (state.at, state.time) == (at, query.get("time") if query.get("time") in TIMES else "latest")
    assert (("at", query["at"]) in rejected) == (at is None)


def test_more_than_can_be_compared_are_named() -> None:
    """The first six are compared; each other is named, and beyond a handful “…” stands for them."""
    codes = [*sorted(KNOWN["organization"]), *sorted(KNOWN["present"])]
    state, rejected = from_query({"compare": ",".join(codes)}, KNOWN)
    assert state.compared == tuple(codes[:MAX_COMPARED])
    assert rejected == [("compare", code) for code in codes[MAX_COMPARED:]]
    many = [f"o{n}" for n in range(500)]
    state, rejected = from_query({"compare": ",".join(many)}, KNOWN | {"organization": frozenset(many)})
    assert state.compared == tuple(many[:MAX_COMPARED])
    assert rejected == [("compare", code) for code in [*many[MAX_COMPARED : MAX_COMPARED + 5], "…"]]
    assert from_query({"compare": "long-an,a"}, KNOWN) == (
        Selection(compared=("a",)),
        [("compare", "long-an")],
    )


@pytest.mark.parametrize("card", ["", "ranking2", "RANKING", "ranking,series", "<b>"])
def test_a_card_is_one_that_there_is(card: str) -> None:
    assert from_query({"card": card}, KNOWN) == (Selection(), [("card", card)] if card else [])
    assert from_query({"card": "ranking"}, KNOWN) == (Selection(card="ranking"), [])
