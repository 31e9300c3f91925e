"""Finding by what people type: other names, former names, no accents; the closest first; nothing that is
typed does harm.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.release import queries
from dashboard.release.opened import open_release
from dashboard.request.search import MAX_LENGTH, Entry, entry, find, fold

Row = dict[str, str]
Rows = Callable[..., list[Row]]


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    """Everything that can be found in the release of the project's own rows."""
    return queries.entries(open_release())


def found(text: str, entries: list[Entry], kind: str, most: int = 8) -> list[str]:
    """Returns the codes of what is found of one kind, as a page asks for them."""
    return [e.code for e in find(text, [e for e in entries if e.kind == kind], most)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Đắk Lắk", "dak lak"),
        ("ĐĂK LĂK", "dak lak"),
        ("Hoà Bình", "Hòa Bình"),
        ("Thanh Hoá", "thanh hoa"),
        ("Ho\u0300a Bi\u0300nh", "Hòa Bình"),
        ("BR-VT", "br vt"),
        ("TP. Hồ Chí Minh", "tp ho chi minh"),
        ("  Huế\t", "hue"),
        ("Thừa Thiên – Huế", "thua thien hue"),
    ],
)
def test_names_are_compared_without_accents_case_and_marks(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    """What is folded holds words by single spaces, and folding it again leaves it."""
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert fold(folded) == folded


ALIASES = {
    "ho-chi-minh": [
        "TP.HCM",
        "TPHCM",
        "TP HCM",
        "tp. hcm",
        "HCMC",
        "HCM",
        "Sài Gòn",
        "Saigon",
        "sai gon",
        "saigon",
        "Hồ Chí Minh",
        "ho chi minh",
        "TP Hồ Chí Minh",
        "Thành phố Hồ Chí Minh",
        "Ho Chi Minh City",
    ],
    "ba-ria-vung-tau": [
        "BR-VT",
        "BRVT",
        "br vt",
        "Bà Rịa",
        "Vũng Tàu",
        "ba ria vung tau",
        "Bà Rịa – Vũng Tàu",
    ],
    "thua-thien-hue": ["Huế", "hue", "TT-Huế", "TT Huế", "tt hue", "Thừa Thiên Huế", "Thừa Thiên - Huế"],
    "dak-lak": ["Đắc Lắc", "Đăk Lăk", "Đắk Lắk", "Daklak", "dac lac", "Đăk Lắk"],
    "dak-nong": ["Đắc Nông", "Daknong", "dak nong"],
    "bac-kan": ["Bắc Cạn", "Bắc Kạn", "bac can", "bac kan"],
    "thanh-hoa": ["Thanh Hoá", "Thanh Hóa", "thanh hoa"],
    "hoa-binh": ["Hoà Bình", "Hòa Bình"],
    "khanh-hoa": ["Khánh Hoà", "khanh hoa"],
    "ha-noi": ["Hanoi", "Hà Nội", "ha noi"],
    "da-nang": ["Danang", "Đà Nẵng", "da nang"],
    "hai-phong": ["Haiphong", "Hải Phòng"],
    "kon-tum": ["Kontum", "Kon Tum"],
}


@pytest.mark.parametrize(
    ("province", "typed"), [(province, typed) for province, names in ALIASES.items() for typed in names]
)
def test_a_province_is_found_by_every_name_in_use(
    entries: list[Entry], rows: Rows, province: str, typed: str
) -> None:
    """Written in any of these ways the former province comes first, and so does the present one that it is,
    became or joined.
    """
    successors = {
        row["province_id"]: row["successor_id"] for row in rows("provinces") if row["boundaries"] == "former"
    }
    assert found(typed, entries, "former")[0] == province
    assert found(typed, entries, "present")[0] == successors[province]


def test_a_former_name_finds_the_province_that_it_joined(entries: list[Entry], rows: Rows) -> None:
    """Each of the former names, in both languages, with accents and without, is found among the present
    provinces as what it became.
    """
    former = [row for row in rows("provinces") if row["boundaries"] == "former"]
    assert len(former) == 63
    for row in former:
        for name in (
            row["name_vi"],
            row["name_en"],
            fold(row["name_vi"]),
            *filter(None, row["aliases"].split(";")),
        ):
            assert row["successor_id"] in found(name, entries, "present")
            assert found(name, entries, "former")[0] == row["province_id"]


def test_a_present_name_is_no_former_one(entries: list[Entry]) -> None:
    """A former province is not found by the name of what it joined, nor a present one's other part by the
    name of the first.
    """
    assert found("Thái Nguyên", entries, "former") == ["thai-nguyen"]
    assert found("Bắc Kạn", entries, "former") == ["bac-kan"]
    assert found("Bắc Kạn", entries, "present") == ["thai-nguyen"]


def test_every_organization_is_found_by_its_name(entries: list[Entry], rows: Rows) -> None:
    """By its whole name, in both languages and without accents, an organization comes first."""
    for row in rows("organizations"):
        for name in (row["name_vi"], row["name_en"], fold(row["name_vi"]), row["name_vi"].upper()):
            assert found(name, entries, "organization")[0] == row["organization_id"]


def test_words_of_a_name_find_it_in_any_order(entries: list[Entry]) -> None:
    """Beginnings of words are enough, wherever they stand in the name."""
    assert "it-association-thanh-hoa" in found("thanh hoa tin hoc", entries, "organization")
    assert "it-association-thanh-hoa" in found("tin hoc thanh h", entries, "organization")
    assert found("VFOSSA", entries, "organization") == ["it-club-vfossa"]
    assert found("tin học nowhere", entries, "organization") == []


def test_every_entry_of_the_release_is_there_once(entries: list[Entry], rows: Rows) -> None:
    expected = [(row["boundaries"], row["province_id"]) for row in rows("provinces")]
    expected += [("organization", row["organization_id"]) for row in rows("organizations")]
    assert sorted((e.kind, e.code) for e in entries) == sorted(expected)
    assert all(e.names for e in entries)


def test_the_whole_name_stands_before_its_beginning_and_this_before_anywhere() -> None:
    """Of equal rank, the order is that of the list."""
    listed = [
        entry("former", "inside", ["Bắc Hà Nam"]),
        entry("former", "beginning-2", ["Hà Nam Ninh"]),
        entry("former", "beginning", ["Hà Nam Cũ"]),
        entry("former", "whole", ["Phủ Lý", "Hà Nam"]),
        entry("former", "letters-only", ["Nam Bắc Hà"]),
        entry("former", "no", ["Hàn"]),
    ]
    assert [e.code for e in find("ha nam", listed)] == [
        "whole",
        "beginning-2",
        "beginning",
        "inside",
        "letters-only",
    ]
    assert [e.code for e in find("HANAM", listed)] == ["whole"]


@pytest.mark.parametrize("typed", ["h", "ha", "Hà", "tỉnh", "Liên hiệp"])
def test_no_more_is_found_than_there_is_room_for(entries: list[Entry], typed: str) -> None:
    assert len(find(typed, entries)) <= 8
    assert [e.code for e in find(typed, entries, limit=3)] == [e.code for e in find(typed, entries)][:3]


@pytest.mark.parametrize("typed", ["", "   ", "\t\n", ".", "---", "()", "…", "́", "\x00"])
def test_nothing_typed_finds_nothing(entries: list[Entry], typed: str) -> None:
    assert find(typed, entries) == []


@pytest.mark.parametrize(
    "typed",
    [".*", "(a+)+$", "[", "\\", "^Hà", "a|b", "%", "_", "' OR 1=1 --", "<script>", "$x$", "**", "\ud800"],
)
def test_signs_mean_nothing(entries: list[Entry], typed: str) -> None:
    """What would be a pattern elsewhere is compared as the words that it holds."""
    assert find(typed, entries) == find(fold(typed), entries)


@pytest.mark.parametrize(
    "typed",
    ["h " * 500_000, "x" * 1_000_000, "(a+)+" * 200_000, "\u0300" * 1_000_000, "hoi " * 250_000 + "x"],
    ids=range(5),
)
def test_a_megabyte_is_answered_at_once(entries: list[Entry], typed: str) -> None:
    """No name is longer than what is looked at; the rest is passed over."""
    begin = time.process_time()
    assert find(typed, entries) == find(typed[:MAX_LENGTH], entries)
    assert time.process_time() - begin < 1
    assert max(len(name) for e in entries for name in e.names) < MAX_LENGTH


@given(st.text())
def test_whatever_is_typed_what_is_found_holds_it(typed: str) -> None:
    """Each thing found has a name in which every typed word begins a word, or which is the same letters."""
    for e in find(typed, queries.entries(open_release())):
        words = fold(typed).split()
        assert any(
            all(any(word.startswith(part) for word in name.split()) for part in words)
            or "".join(name.split()) == "".join(words)
            for name in e.names
        )
