"""A selection to a link and back: nothing lost, nothing raised, everything refused is named, codes only."""

from __future__ import annotations

import json
import re
from dataclasses import fields, replace
from itertools import permutations
from operator import attrgetter
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboard.model.page import CARDS
from dashboard.request.parameters import (
    MAX_CODES,
    MAX_LENGTH,
    PARAMETERS,
    YEARS,
    from_query,
    to_link,
    to_query,
)
from dashboard.request.selection import (
    BOUNDARIES,
    FILTERS,
    MAX_COMPARED,
    POINTED_AXES,
    TIME_AXES,
    VIEWS,
    Filters,
    Focus,
    Pin,
    Selection,
)
from dashboard.words.languages import LANGUAGES
from tests.opening import selection

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
    "card": CARDS,
}
KNOWN["measure"] = KNOWN["indicator"] | KNOWN["derived"] | KNOWN["theme"]
KNOWN["row"] = KNOWN["measure"] | KNOWN["award"]
# What can be opened for all organizations at once, and what of one organization only.
OF_ALL, OF_ONE = KNOWN["theme"] | KNOWN["award"], KNOWN["indicator"] | KNOWN["derived"]
# The parameters that hold one code each, and what they may hold.
CHOICES = {
    "lang": frozenset(LANGUAGES),
    "boundaries": frozenset(BOUNDARIES),
    "measure": KNOWN["measure"],
    "view": frozenset(VIEWS),
    "place": KNOWN["present"] | KNOWN["former"],
    "document": KNOWN["document"],
    "time": frozenset(TIME_AXES),
    "about": KNOWN["organization"],
    "card": CARDS,
    "release": KNOWN["release"],
}
# Where the selection holds each parameter, stated here once more: a link of a version always means the same.
ATTRIBUTES = {
    "lang": "language",
    "boundaries": "filters.boundaries",
    **{name: f"filters.{attribute}" for name, attribute in FILTERS.items()},
    "years": "filters.years",
    "time": "time.axis",
    "at": "time.at",
    "measure": "focus.measure",
    "compare": "focus.compared",
    "about": "focus.about",
    "place": "focus.place",
    "document": "focus.document",
    "view": "focus.view",
    "card": "focus.card",
    "cell": "focus.cell",
    "alone": "focus.is_alone",
    "release": "pin.release",
}
NAMES = {*ATTRIBUTES, "v"}
# Every code that the contract allows: an organization's id has at most 80 characters.
CODES = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True).filter(lambda code: len(code) <= 80)


def held(state: Selection, name: str) -> Any:
    """What a selection holds of a parameter."""
    return attrgetter(ATTRIBUTES[name])(state)


def chosen(codes: frozenset[str], most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    """Returns codes in any order: made beforehand, because what is drawn code by code takes ten times as
    long.
    """
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
# A point of time is one of years or of numbers of terms: an organization's last or latest term is no point to
# choose.
POINTS = st.sampled_from(
    [
        *((time, None) for time in TIME_AXES),
        *((time, at) for time in POINTED_AXES for at in (0, 1, 3, 2018, 9999)),
    ]
)


def in_boundaries(boundaries: str) -> st.SearchStrategy[Selection]:
    return st.builds(
        lambda point, is_alone, **parts: selection(
            axis=point[0], at=point[1], is_alone=is_alone and bool(parts["card"]), **parts
        ),
        point=POINTS,
        is_alone=st.booleans(),
        release=one_of(KNOWN["release"]),
        language=st.sampled_from([*LANGUAGES]),
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
    return KNOWN[
        {"province": state.filters.boundaries, "region": f"region-{state.filters.boundaries}"}.get(name, name)
    ]


def years_of(text: str) -> tuple[int, int] | None:
    """Returns the years that a link names, first and last, 0 where one is open; None where it names none that
    can be had.
    """
    if not re.fullmatch(r"([0-9]{4}-[0-9]{4}|[0-9]{4}-|-[0-9]{4})", text):
        return None
    first, last = (int(year) if year else None for year in text.split("-"))
    inside = all(YEARS[0] <= year <= YEARS[-1] for year in (first, last) if year is not None)
    return (first or 0, last or 0) if inside and (first is None or last is None or first <= last) else None


def meant(name: str, query: dict[str, str]) -> str:
    """Returns what a parameter means where it is absent: its default, but the former boundaries where a
    merged province is named.
    """
    if name == "boundaries" and {*query.get("province", "").split(","), query.get("place")} & (
        KNOWN["former"] - KNOWN["present"]
    ):
        return "former"
    return held(Selection(), name)


@given(STATES)
def test_every_state_comes_back_from_its_link(state: Selection) -> None:
    """A state, written into a link as a browser writes it and read again, is the same state, and nothing is
    refused.
    """
    link = urlencode(to_query(state))
    assert from_query(dict(parse_qsl(link)), KNOWN) == (state, [])


@given(STATES)
def test_a_shared_link_says_everything(state: Selection) -> None:
    """What is shared names language, boundaries and time whatever they are, and the version of the codec, and
    is the same state.
    """
    link = to_link(state)
    assert {
        "v": "1",
        "lang": state.language,
        "boundaries": state.filters.boundaries,
        "time": state.time.axis,
    }.items() <= link.items()
    assert from_query(dict(parse_qsl(urlencode(link))), KNOWN) == (state, [])


def test_links_of_version_1_mean_what_they_meant() -> None:
    """Recorded links, each with the state that it asked for when it was made: parameters are added, none is
    taken away or read in another way.
    """
    recorded = json.loads(Path(__file__).with_name("links_v1.json").read_text(encoding="utf-8"))
    assert len(recorded) >= 20
    for link, attributes in recorded.items():
        lists = {
            "axis" if name == "time" else name: tuple(value) if isinstance(value, list) else value
            for name, value in attributes.items()
        }
        assert from_query(dict(parse_qsl(link)), KNOWN) == (selection(**lists), []), link
    said = {name for link in recorded for name, _ in parse_qsl(link)}
    assert said == NAMES == set(PARAMETERS)


@settings(max_examples=20)
@given(st.lists(CODES, unique=True, min_size=1, max_size=MAX_CODES))
@example([f"{n:03}-{'organization-' * 5}of-a-long-name" for n in range(MAX_CODES)])
def test_a_long_list_of_codes_comes_back(codes: list[str]) -> None:
    """As many organizations as may be chosen come back from a link, however long their codes are."""
    state = selection(organizations=tuple(codes))
    assert from_query(to_query(state), KNOWN | {"organization": frozenset(codes)}) == (state, [])


@given(STATES)
def test_a_link_holds_codes_only(state: Selection) -> None:
    """A link is made of codes, commas and ~: it needs no label, and means the same in both languages."""
    for name, value in to_query(state).items():
        assert name in NAMES
        assert set(value) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_,~")


@given(STATES)
def test_a_link_leaves_out_what_is_at_its_default(state: Selection) -> None:
    """An empty filter, Vietnamese, the present boundaries, the latest terms, tiles, and nothing open leave no
    parameter.
    """
    query = to_query(state)
    assert all(query.values())
    for name in ATTRIBUTES:
        assert (name in query) == (held(state, name) != held(Selection(), name))
    assert to_query(Selection()) == {}


@given(QUERIES)
def test_no_link_raises_and_what_is_applied_was_asked_for(query: dict[str, str]) -> None:
    """Whatever a link holds, what comes of it is a state of known codes, each of them in the link, in its
    order, once.
    """
    state, _ = from_query(query, KNOWN)
    for name, codes in CHOICES.items():
        assert held(state, name) in {meant(name, query), query.get(name)} & (codes | {""})
    assert state.focus.place in KNOWN[state.filters.boundaries] | {""}
    for name in (*FILTERS, "compare"):
        codes = held(state, name)
        asked = query.get(name, "").split(",")
        assert set(codes) <= (
            known_of(name, state)
            if name in FILTERS
            else KNOWN["organization"] | KNOWN[state.filters.boundaries]
        )
        assert len(set(codes)) == len(codes)
        assert [asked.index(code) for code in codes] == sorted(asked.index(code) for code in codes)
    assert len(state.focus.compared) <= MAX_COMPARED
    if state.focus.cell:
        row, organization = state.focus.cell
        assert row in OF_ALL or (row in OF_ONE and organization)
        assert "~".join(state.focus.cell).rstrip("~") == query["cell"].rstrip("~")
    assert state.filters.years == (years_of(query.get("years", "")) or (0, 0))
    assert state.time.at is None or (
        state.time.axis in POINTED_AXES
        and query["at"].isascii()
        and int(query["at"]) == state.time.at <= 9999
    )


@given(QUERIES)
def test_what_can_be_had_is_applied(query: dict[str, str]) -> None:
    """One bad part of a link does not spoil the others: every known code is applied."""
    state, _ = from_query(query, KNOWN)
    for name in FILTERS:
        assert set(query.get(name, "").split(",")) & known_of(name, state) == set(held(state, name))
    for name, codes in CHOICES.items():
        allowed = KNOWN[state.filters.boundaries] if name == "place" else codes
        assert held(state, name) == (query[name] if query.get(name) in allowed else meant(name, query))
    comparable = [
        code
        for code in dict.fromkeys(query.get("compare", "").split(","))
        if code in KNOWN["organization"] | KNOWN[state.filters.boundaries]
    ]
    assert list(state.focus.compared) == comparable[:MAX_COMPARED]
    if re.fullmatch("[0-9]{1,4}", query.get("at", "")) and state.time.axis in POINTED_AXES:
        assert state.time.at == int(query["at"])


@given(QUERIES)
def test_everything_refused_is_named(query: dict[str, str]) -> None:
    """Each part that is not applied is named by parameter and value, or, beyond a handful, stands behind one
    “…”.
    """
    state, rejected = from_query(query, KNOWN)
    names = {name for name, _ in rejected}
    for name in (*FILTERS, "compare"):
        left = [
            code
            for code in dict.fromkeys(query.get(name, "").split(","))
            if code and code not in held(state, name)
        ]
        named = [value for parameter, value in rejected if parameter == name]
        assert named[:5] == [code[:40] for code in left[:5]]
        assert ("…" in named[5:]) == (len(left) > 5)
    assert ("cell" in names) == bool(query.get("cell") and state.focus.cell is None)
    assert ("years" in names) == bool(query.get("years") and state.filters.years == (0, 0))
    assert ("at" in names) == bool(query.get("at") and state.time.at is None)
    for name in CHOICES:
        assert (name in names) == bool(query.get(name) and held(state, name) != query[name])
    foreign = [name for name in query if name not in NAMES]
    named = [name for name, _ in rejected if name not in NAMES]
    assert named[:5] == [name[:40] for name in foreign[:5]]
    assert ("…" in named[5:]) == (len(foreign) > 5)


@given(STATES)
def test_a_good_link_refuses_nothing_more_than_its_bad_part(state: Selection) -> None:
    """A foreign parameter beside a whole state is named, and changes nothing."""
    assert from_query(to_query(state) | {"utm_source": "mail"}, KNOWN) == (state, [("utm_source", "mail")])


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
    assert state.filters.provinces == (
        ("ca-mau",) if name != "province" else ("ha-noi",) if value.startswith("ha-noi") else ()
    )
    assert sum(len(parameter) + len(part) for parameter, part in rejected) < 1000


def test_a_code_cut_by_the_limit_does_not_become_another() -> None:
    """Where a value is too long to be read to its end, the last code is not taken for a shorter one that
    happens to exist.
    """
    filler = "x" * (MAX_LENGTH - len(",ha-noi"))
    state, rejected = from_query({"province": f"{filler},ha-noi-moi"}, KNOWN)
    assert state.filters.provinces == ()
    assert rejected


FILTERED = (*FILTERS.values(), "years")


@given(STATES)
def test_dropping_the_filters_keeps_the_rest(state: Selection) -> None:
    """Without filters nothing is filtered; language, boundaries and what is shown and open stay."""
    bare = state.filters.cleared()
    assert not bare.are_set
    assert replace(bare, **{name: getattr(state.filters, name) for name in FILTERED}) == state.filters
    assert state.filters.are_set == any(
        getattr(state.filters, name) != getattr(Filters(), name) for name in FILTERED
    )


@given(STATES)
def test_answers_depend_on_boundaries_and_filters_only(state: Selection) -> None:
    """Filters are boundaries, what is filtered for, and whether of latest terms only, and nothing else, so
    that one answer serves both languages and whatever is open. The last a page sets: no link has it twice.
    """
    assert {field.name for field in fields(Filters)} == {"boundaries", "is_latest_only", *FILTERED}
    assert not state.filters.is_latest_only
    for field in fields(Filters):
        assert getattr(state.filters.for_all_places(), field.name) == (
            getattr(state.filters, field.name) if field.name in ("boundaries", "years") else field.default
        )


@given(STATES)
def test_a_page_of_one_thing_asks_for_that_thing(state: Selection) -> None:
    """Of an organization or a province it asks in the boundaries and the years chosen, whatever other filter
    is set.
    """
    usual, focus = Filters(boundaries=state.filters.boundaries, years=state.filters.years), state.focus
    about, place, opened = focus.about, focus.place, (focus.cell or ("", ""))[1]
    assert state.filters_of_subject("about") == replace(usual, organizations=(about,) if about else ())
    assert state.filters_of_subject("place") == replace(usual, provinces=(place,) if place else ())
    assert state.filters_of_subject("cell") == replace(usual, organizations=(opened,) if opened else ())


@given(STATES)
def test_another_page_gets_language_boundaries_filters_and_time(state: Selection) -> None:
    """What goes along to another page is what is asked and how terms are laid side by side, in the reader's
    language, with nothing open.
    """
    assert state.for_navigation() == Selection(state.language, state.filters, state.time, Focus(), state.pin)
    assert set(to_query(state.for_navigation())) <= {
        "lang",
        "release",
        "boundaries",
        "years",
        "time",
        "at",
        *FILTERS,
    }


@given(STATES)
def test_a_pinned_state_differs_in_its_release_alone(state: Selection) -> None:
    """The same state of another release, and of the newest."""
    for release in ("0123456789ab", ""):
        pinned = state.pinned_to(release)
        assert pinned.pin == Pin(release)
        assert replace(pinned, pin=state.pin) == state


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
    """A former province stands only in a link of the former boundaries, a new one only in a link of the
    present ones; else it is named.
    """
    state, rejected = from_query(query, KNOWN)
    assert (state.filters.provinces, state.focus.place) == (provinces, place)
    assert (("place", query["place"]) in rejected) == (not place)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"province": "long-an"}, selection(boundaries="former", provinces=("long-an",))),
        ({"province": "ca-mau,long-an"}, selection(boundaries="former", provinces=("ca-mau", "long-an"))),
        ({"place": "long-an"}, selection(boundaries="former", place="long-an")),
        ({"province": "ca-mau,tay-ninh"}, selection(provinces=("ca-mau", "tay-ninh"))),
    ],
)
def test_a_link_from_before_there_was_a_choice_means_what_it_meant(
    query: dict[str, str], expected: Selection
) -> None:
    """A merged province in a link that says nothing of boundaries means the former ones."""
    assert from_query(query, KNOWN) == (expected, [])


def test_an_indicator_is_opened_of_one_organization() -> None:
    """A theme and awards can be opened for all organizations at once, an indicator and what is derived
    cannot: such a cell is named and passed over.
    """
    for row in OF_ALL | OF_ONE:
        assert from_query({"cell": f"{row}~a"}, KNOWN) == (selection(cell=(row, "a")), [])
        of_all = (selection(cell=(row, "")), []) if row in OF_ALL else (Selection(), [("cell", f"{row}~")])
        assert from_query({"cell": f"{row}~"}, KNOWN) == of_all


def test_a_region_is_one_of_its_boundaries() -> None:
    """A region of the other boundaries is named, and never taken for one of its own."""
    for boundaries, own, foreign in (
        ("present", "south-east", "central-coast"),
        ("former", "central-coast", "south-east"),
    ):
        query = {"region": f"red-river-delta,{foreign},{own}", "boundaries": boundaries}
        assert from_query(query, KNOWN) == (
            selection(boundaries=boundaries, regions=("red-river-delta", own)),
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
        selection(kinds=("club",), years=years or (0, 0)),
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
        ({"time": "known", "at": "3"}, None),
        ({"time": "of-the-moon", "at": "3"}, None),
        ({"time": "number", "at": "-3"}, None),
        ({"time": "calendar", "at": "20180"}, None),
        ({"time": "calendar", "at": "2018 "}, None),
    ],
)
def test_a_point_of_time_needs_what_it_is_a_point_of(query: dict[str, str], at: int | None) -> None:
    """A year or a number of a term, that of the founding, 0, too; without calendar or number in the link it
    means nothing, and is named.
    """
    state, rejected = from_query(query, KNOWN)
    assert (state.time.at, state.time.axis) == (
        at,
        query.get("time") if query.get("time") in TIME_AXES else "known",
    )
    assert (("at", query["at"]) in rejected) == (at is None)


def test_more_than_can_be_compared_are_named() -> None:
    """The first six are compared; each other is named, and beyond a handful “…” stands for them."""
    codes = [*sorted(KNOWN["organization"]), *sorted(KNOWN["present"])]
    state, rejected = from_query({"compare": ",".join(codes)}, KNOWN)
    assert state.focus.compared == tuple(codes[:MAX_COMPARED])
    assert rejected == [("compare", code) for code in codes[MAX_COMPARED:]]
    many = [f"o{n}" for n in range(500)]
    state, rejected = from_query({"compare": ",".join(many)}, KNOWN | {"organization": frozenset(many)})
    assert state.focus.compared == tuple(many[:MAX_COMPARED])
    assert rejected == [("compare", code) for code in [*many[MAX_COMPARED : MAX_COMPARED + 5], "…"]]
    assert from_query({"compare": "long-an,a"}, KNOWN) == (
        selection(compared=("a",)),
        [("compare", "long-an")],
    )


@pytest.mark.parametrize("card", ["", "ranking2", "RANKING", "ranking,series", "<b>"])
def test_a_card_is_one_that_there_is(card: str) -> None:
    assert from_query({"card": card}, KNOWN) == (Selection(), [("card", card)] if card else [])
    assert from_query({"card": "ranking"}, KNOWN) == (selection(card="ranking"), [])
