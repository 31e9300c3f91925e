"""A selection to a link and back: nothing lost, nothing raised, everything refused is named, codes only."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboard.selection import FILTERS, LANGUAGES, LONGEST, MOST_CODES, Selection, from_query

KNOWN = {
    "kind": frozenset({"association", "club", "youth_union"}),
    "province": frozenset({"ha-noi", "ha-noi-moi", "long-an", "ca-mau"}),
    "organization": frozenset({"it-association-long-an", "st-union-hong-linh", "a"}),
    "theme": frozenset({"funding", "low_commitment", "other"}),
}
# Every code that the contract allows: an organization's id has at most 80 characters.
CODES = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True).filter(lambda code: len(code) <= 80)


def chosen(codes: frozenset[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(sorted(codes)), unique=True).map(tuple)


CELLS = st.tuples(st.sampled_from(sorted(KNOWN["theme"])), st.sampled_from(["", *sorted(KNOWN["organization"])]))
STATES = st.builds(
    Selection,
    language=st.sampled_from(LANGUAGES),
    kinds=chosen(KNOWN["kind"]),
    provinces=chosen(KNOWN["province"]),
    organizations=chosen(KNOWN["organization"]),
    cell=st.none() | CELLS,
)
HOSTILE = st.one_of(
    st.text(),
    st.lists(st.text() | st.sampled_from(sorted(set().union(*KNOWN.values()))), max_size=20).map(",".join),
    st.sampled_from(["<script>alert(1)</script>", "' OR 1=1 --", "../../etc/passwd", "%00", "\x00", "~", "~~", ",", ",,,", "funding~a~a", "ha-noi\n", "HA-NOI", "٣"]),
)  # fmt: skip
QUERIES = st.dictionaries(st.sampled_from(["lang", "cell", *FILTERS]) | st.text(max_size=60), HOSTILE, max_size=12)


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
        assert name in {"lang", "cell", *FILTERS}
        assert set(value) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_,~")


@given(STATES)
def test_a_link_leaves_out_what_is_at_its_default(state: Selection) -> None:
    """An empty filter, Vietnamese and a closed cell leave no parameter."""
    query = state.to_query()
    assert all(query.values())
    assert ("lang" in query) == (state.language == "en")
    assert ("cell" in query) == (state.cell is not None)
    assert Selection().to_query() == {}


@given(QUERIES)
def test_no_link_raises_and_what_is_applied_was_asked_for(query: dict[str, str]) -> None:
    """Whatever a link holds, what comes of it is a state of known codes, each of them in the link, in its order, once."""
    state, _ = from_query(query, KNOWN)
    assert state.language in LANGUAGES
    for name, attribute in FILTERS.items():
        codes = getattr(state, attribute)
        asked = query.get(name, "").split(",")
        assert set(codes) <= KNOWN[name]
        assert len(set(codes)) == len(codes)
        assert [asked.index(code) for code in codes] == sorted(asked.index(code) for code in codes)
    if state.cell:
        assert "~".join(state.cell).rstrip("~") == query["cell"].rstrip("~")


@given(QUERIES)
def test_what_can_be_had_is_applied(query: dict[str, str]) -> None:
    """One bad part of a link does not spoil the others: every known code is applied."""
    state, _ = from_query(query, KNOWN)
    for name, attribute in FILTERS.items():
        assert set(query.get(name, "").split(",")) & KNOWN[name] == set(getattr(state, attribute))
    assert state.language == (query.get("lang") if query.get("lang") in LANGUAGES else "vi")


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
    assert ("lang" in names) == (query.get("lang", "vi") not in LANGUAGES)
    foreign = [name for name in query if name not in {"lang", "cell", *FILTERS}]
    named = [name for name, _ in rejected if name not in {"lang", "cell", *FILTERS}]
    assert named[:5] == [name[:40] for name in foreign[:5]]
    assert ("…" in named[5:]) == (len(foreign) > 5)


@given(STATES)
def test_a_good_link_refuses_nothing_more_than_its_bad_part(state: Selection) -> None:
    """A foreign parameter beside a whole state is named, and changes nothing."""
    assert from_query(state.to_query() | {"utm_source": "mail"}, KNOWN) == (state, [("utm_source", "mail")])


@pytest.mark.parametrize("name", ["lang", "cell", "elsewhere", *FILTERS])
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
    """Without filters nothing is filtered; language and open cell stay."""
    bare = state.without_filters()
    assert not bare.is_filtered
    assert (bare.language, bare.cell) == (state.language, state.cell)
    assert state.is_filtered == bool(state.kinds + state.provinces + state.organizations)
