"""A selection to a link and back: nothing lost, nothing raised, everything refused is named, codes only."""

from __future__ import annotations

from dataclasses import fields, replace
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboard.selection import BOUNDARIES, FILTERS, LANGUAGES, LONGEST, MOST_CODES, VIEWS, Selection, from_query

KNOWN = {
    "kind": frozenset({"association", "club", "youth_union"}),
    "present": frozenset({"ha-noi", "ha-noi-moi", "tay-ninh", "ca-mau"}),
    "former": frozenset({"ha-noi", "long-an", "tay-ninh", "ca-mau"}),
    "organization": frozenset({"it-association-long-an", "st-union-hong-linh", "a"}),
    "theme": frozenset({"funding", "low_commitment", "other"}),
    "indicator": frozenset({"members", "branches"}),
    "measure": frozenset({"members", "branches", "members_per_branch", "funding", "low_commitment", "other"}),
    "document": frozenset({"long-an-it-term2-review", "b"}),
}
# The parameters that hold one code each, what they may hold, and what they mean when they are absent.
CHOICES = {
    "lang": ("language", frozenset(LANGUAGES)),
    "boundaries": ("boundaries", frozenset(BOUNDARIES)),
    "measure": ("measure", KNOWN["measure"]),
    "view": ("view", frozenset(VIEWS)),
    "place": ("place", KNOWN["present"] | KNOWN["former"]),
    "document": ("document", KNOWN["document"]),
}
NAMES = {"cell", *CHOICES, *FILTERS}
# Every code that the contract allows: an organization's id has at most 80 characters.
CODES = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True).filter(lambda code: len(code) <= 80)


def chosen(codes: frozenset[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(sorted(codes)), unique=True).map(tuple)


ORGANIZATIONS = st.sampled_from(sorted(KNOWN["organization"]))
CELLS = st.tuples(st.sampled_from(sorted(KNOWN["theme"])), st.just("") | ORGANIZATIONS) | st.tuples(
    st.sampled_from(sorted(KNOWN["indicator"])), ORGANIZATIONS
)


def in_boundaries(boundaries: str) -> st.SearchStrategy[Selection]:
    return st.builds(
        Selection,
        language=st.sampled_from(LANGUAGES),
        boundaries=st.just(boundaries),
        kinds=chosen(KNOWN["kind"]),
        provinces=chosen(KNOWN[boundaries]),
        organizations=chosen(KNOWN["organization"]),
        measure=st.sampled_from(["", *sorted(KNOWN["measure"])]),
        view=st.sampled_from(VIEWS),
        cell=st.none() | CELLS,
        place=st.sampled_from(["", *sorted(KNOWN[boundaries])]),
        document=st.sampled_from(["", *sorted(KNOWN["document"])]),
    )


STATES = st.sampled_from(BOUNDARIES).flatmap(in_boundaries)
HOSTILE = st.one_of(
    st.text(),
    st.lists(st.text() | st.sampled_from(sorted(set().union(*KNOWN.values()))), max_size=20).map(",".join),
    st.sampled_from(["<script>alert(1)</script>", "' OR 1=1 --", "../../etc/passwd", "%00", "\x00", "~", "~~", ",", ",,,", "funding~a~a", "members~", "members~a", "former", "outlines", "ha-noi\n", "HA-NOI", "٣"]),
)  # fmt: skip
QUERIES = st.dictionaries(st.sampled_from(sorted(NAMES)) | st.text(max_size=60), HOSTILE, max_size=12)


def known_of(name: str, state: Selection) -> frozenset[str]:
    """Returns the codes that a filter may hold in the boundaries of a state."""
    return KNOWN[state.boundaries] if name == "province" else KNOWN[name]


def meant(name: str, query: dict[str, str]) -> str:
    """Returns what a parameter means where it is absent: its default, but the former boundaries where a merged province is named."""
    if name == "boundaries" and {*query.get("province", "").split(","), query.get("place")} & (KNOWN["former"] - KNOWN["present"]):
        return "former"
    return getattr(Selection(), CHOICES[name][0])


@given(STATES)
def test_every_state_comes_back_from_its_link(state: Selection) -> None:
    """A state, written into a link as a browser writes it and read again, is the same state, and nothing is refused."""
    link = urlencode(state.to_query())
    assert from_query(dict(parse_qsl(link)), KNOWN) == (state, [])


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
    """An empty filter, Vietnamese, the present boundaries, tiles, and nothing open leave no parameter."""
    query = state.to_query()
    assert all(query.values())
    for name, (attribute, _) in CHOICES.items():
        assert (name in query) == (getattr(state, attribute) != getattr(Selection(), attribute))
    assert ("cell" in query) == (state.cell is not None)
    assert Selection().to_query() == {}


@given(QUERIES)
def test_no_link_raises_and_what_is_applied_was_asked_for(query: dict[str, str]) -> None:
    """Whatever a link holds, what comes of it is a state of known codes, each of them in the link, in its order, once."""
    state, _ = from_query(query, KNOWN)
    for name, (attribute, codes) in CHOICES.items():
        assert getattr(state, attribute) in {meant(name, query), query.get(name)} & (codes | {""})
    assert state.place in KNOWN[state.boundaries] | {""}
    for name, attribute in FILTERS.items():
        codes = getattr(state, attribute)
        asked = query.get(name, "").split(",")
        assert set(codes) <= known_of(name, state)
        assert len(set(codes)) == len(codes)
        assert [asked.index(code) for code in codes] == sorted(asked.index(code) for code in codes)
    if state.cell:
        row, organization = state.cell
        assert row in KNOWN["theme"] or (row in KNOWN["indicator"] and organization)
        assert "~".join(state.cell).rstrip("~") == query["cell"].rstrip("~")


@given(QUERIES)
def test_what_can_be_had_is_applied(query: dict[str, str]) -> None:
    """One bad part of a link does not spoil the others: every known code is applied."""
    state, _ = from_query(query, KNOWN)
    for name, attribute in FILTERS.items():
        assert set(query.get(name, "").split(",")) & known_of(name, state) == set(getattr(state, attribute))
    for name, (attribute, codes) in CHOICES.items():
        allowed = KNOWN[state.boundaries] if name == "place" else codes
        assert getattr(state, attribute) == (query[name] if query.get(name) in allowed else meant(name, query))


@given(QUERIES)
def test_everything_refused_is_named(query: dict[str, str]) -> None:
    """Each part that is not applied is named by parameter and value, or, beyond a handful, stands behind one “…”."""
    state, rejected = from_query(query, KNOWN)
    names = {name for name, _ in rejected}
    for name, attribute in FILTERS.items():
        left = [code for code in dict.fromkeys(query.get(name, "").split(",")) if code and code not in getattr(state, attribute)]
        named = [value for parameter, value in rejected if parameter == name]
        assert named[:5] == [code[:40] for code in left[:5]]
        assert ("…" in named[5:]) == (len(left) > 5)
    assert ("cell" in names) == bool(query.get("cell") and state.cell is None)
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
    "value", ["x" * 1_000_000, "x," * 500_000, "," * 1_000_000, "~" * 1_000_000, "ha-noi," * 150_000, "Đ" * 1_000_000], ids=range(6)
)
def test_a_megabyte_is_answered_in_a_few_words(name: str, value: str) -> None:
    """A parameter of a megabyte is passed over, and the words about it fit on a screen."""
    state, rejected = from_query({name: value, "province": "ca-mau"} if name != "province" else {name: value}, KNOWN)
    assert state.provinces == (("ca-mau",) if name != "province" else ("ha-noi",) if value.startswith("ha-noi") else ())
    assert sum(len(parameter) + len(part) for parameter, part in rejected) < 1000


def test_a_code_cut_by_the_limit_does_not_become_another() -> None:
    """Where a value is too long to be read to its end, the last code is not taken for a shorter one that happens to exist."""
    filler = "x" * (LONGEST - len(",ha-noi"))
    state, rejected = from_query({"province": f"{filler},ha-noi-moi"}, KNOWN)
    assert state.provinces == ()
    assert rejected


@given(STATES)
def test_dropping_the_filters_keeps_the_rest(state: Selection) -> None:
    """Without filters nothing is filtered; language, boundaries and what is shown and open stay."""
    bare = state.without_filters()
    assert not bare.is_filtered
    assert replace(bare, kinds=state.kinds, provinces=state.provinces, organizations=state.organizations) == state
    assert state.is_filtered == bool(state.kinds + state.provinces + state.organizations)


@given(STATES)
def test_answers_depend_on_boundaries_and_filters_only(state: Selection) -> None:
    """What is asked keeps boundaries and filters and drops all else, so that one answer serves both languages and whatever is open."""
    kept = {"boundaries", "kinds", "provinces", "organizations"}
    for field in fields(Selection):
        assert getattr(state.asked(), field.name) == (getattr(state, field.name) if field.name in kept else field.default)


@given(STATES)
def test_another_page_gets_language_boundaries_and_filters(state: Selection) -> None:
    """What goes along to another page is what is asked, in the reader's language, with nothing open."""
    assert state.elsewhere() == replace(state.asked(), language=state.language)
    assert set(state.elsewhere().to_query()) <= {"lang", "boundaries", *FILTERS}


@pytest.mark.parametrize(
    ("query", "provinces", "place"),
    [
        ({"province": "long-an,ca-mau", "place": "long-an", "boundaries": "present"}, ("ca-mau",), ""),
        ({"province": "long-an,ca-mau", "place": "long-an", "boundaries": "former"}, ("long-an", "ca-mau"), "long-an"),
        ({"province": "ha-noi-moi", "place": "ha-noi-moi", "boundaries": "former"}, (), ""),
        ({"province": "ha-noi-moi", "place": "ha-noi-moi", "boundaries": "of 1976"}, ("ha-noi-moi",), "ha-noi-moi"),
    ],
)
def test_a_province_is_one_of_its_boundaries(query: dict[str, str], provinces: tuple[str, ...], place: str) -> None:
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
def test_a_link_from_before_there_was_a_choice_means_what_it_meant(query: dict[str, str], expected: Selection) -> None:
    """A merged province in a link that says nothing of boundaries means the former ones."""
    assert from_query(query, KNOWN) == (expected, [])


def test_an_indicator_is_opened_of_one_organization() -> None:
    """A theme can be opened for all organizations at once, an indicator cannot: such a cell is named and passed over."""
    assert from_query({"cell": "funding~"}, KNOWN) == (Selection(cell=("funding", "")), [])
    assert from_query({"cell": "members~a"}, KNOWN) == (Selection(cell=("members", "a")), [])
    assert from_query({"cell": "members~"}, KNOWN) == (Selection(), [("cell", "members~")])
