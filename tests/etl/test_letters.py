"""Text that is valid UTF-8 and not what was typed is refused with every cause that fits; no other text is."""

from __future__ import annotations

import csv
import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import letters, syllables
from tests.etl.folder import SHIPPED, DataFolder
from tests.etl.legacy import legacy

NAMES = (
    "Hội Tin học tỉnh Cà Mau",
    "Ban Chấp hành họp không đủ số kỳ",
    "ỦY BAN NHÂN DÂN THÀNH PHỐ ĐÀ NẴNG",
    "Nhiều hội viên nữ trẻ",
)


def misread(text: str, encoding: str) -> str:
    """The bytes of UTF-8, each read in another encoding; one that it leaves open is read as a control."""
    return "".join(bytes([b]).decode(encoding, errors="ignore") or chr(b) for b in text.encode())


MAKING = {
    "VNI": lambda text: legacy("vni", text).decode("latin-1"),
    "TCVN3": lambda text: legacy("tcvn3", text).decode("latin-1"),
    "UTF-8 read as Windows-1252": lambda text: misread(text, "cp1252"),
    "UTF-8 read as Mac Roman": lambda text: misread(text, "mac_roman"),
    "question mark": lambda text: text.encode("cp1252", errors="replace").decode("cp1252"),
    "replacement": lambda text: text.encode("cp1252", errors="ignore").decode(errors="replace"),
    "escape": lambda text: text.encode("ascii", errors="xmlcharrefreplace").decode(),
    "UTF-7": lambda text: text.encode("utf-7").decode(),
}


@pytest.mark.parametrize("kind", MAKING)
@pytest.mark.parametrize("name", NAMES)
def test_changed_letters_are_known_by_their_cause(kind: str, name: str) -> None:
    found = letters.fault(MAKING[kind](name))
    assert found is not None
    assert kind in found.kinds


CHANGED = {
    "H?i Tin h?c t?nh": "question mark",
    "?ình Phong": "question mark",
    "HU? TH?NH": "question mark",
    "kinh ph\ufffd": "replacement",
    "hạn chế: ch\u00c6\u00b0a": "UTF-8 read as Windows-1252",
    "ï¿½": "UTF-8 read as Windows-1252",
    "Há»\u0099i": "UTF-8 read as Windows-1252",
    "Hoäi": "VNI",
    "§ång Nai": "TCVN3",
    "®¹i biÓu": "TCVN3",
    "Hội Tin học Ðồng Nai": "letter of another alphabet",
    "Ðắk Lắk": "letter of another alphabet",
    "Ɖồng Nai": "letter of another alphabet",
    "Hội ðồng": "letter of another alphabet",
    "Nguyễn Vǎn": "letter of another alphabet",
    "\u041dội Tin học": "look-alike",
    "ph\u043eng trào": "look-alike",
    "\u0391n Giang": "look-alike",
    "Ｈội": "look-alike",
    "H&agrave; N&#7897;i": "escape",
    "A &amp; B": "escape",
    "C&#xE0; Mau": "escape",
    "H\\u1ed9i": "escape",
    "H=E1=BB=99i": "escape",
    "H%E1%BB%99i": "escape",
    "C+AOA- Mau": "UTF-7",
}


@pytest.mark.parametrize("text", CHANGED)
def test_each_kind_is_known_by_one_word(text: str) -> None:
    found = letters.fault(text)
    assert found is not None
    assert CHANGED[text] in found.kinds


SOUND = (
    "Élève à l'école, où l'été naît déjà près du café",
    "Größe, Übung, Maße für Körper, schön",
    "Čeština žije",
    "Año señor corazón está aquí; El Niño, São Paulo, Málaga",
    "协会报告",
    "СССР, Москва; Αθήνα",
    "“Quoted” – 5 °C… 5 µm, 5 μm, kΩ, TNFα, ½ m², 5×5, ® © «Hội»",
    "Loïc",
    "où",
    "Citroën",
    "Reykjavík, Davíð",
    "naïve résumé façade Zoë Brontë Müller Köln Malmö",
    "AT&T; R&D; Q&A, KH&KT",
    "C++ and A+B-C +and-",
    "What? Why?No",
    "tại sao?vì",
    "https://hoi.vn/a?b=1&amp=2 trang?lang=vi",
    "Krông Pắc, M'Drắk, Ea H'leo, Kon Plông, Đạ Tẻh, Bình Phước",
    "Čư̆ Ma Gar, Êđê, Y Ñin, Xơ Đăng, Giẻ Triêng, Brâu",
    "“LIÊN MINH HỢP TÁC XÃ”, HỢP TÁC XÃ… XÃ–PHƯỜNG",
    "Xô-viết, ki-lô-mét, ôxy, ôtô, lênin, Mátxcơva, cà phê",
    "hoà hòa, thuỷ thủy, khoẻ, quí quý, kỹ kĩ, gìn giữ, giếng, quyết, khuỷu, khuya, quào",
)


@pytest.mark.parametrize("text", SOUND)
def test_text_of_any_language_is_left_alone(text: str) -> None:
    assert letters.fault(text) is None


def test_the_shipped_texts_are_left_alone() -> None:
    for path in SHIPPED.rglob("*.csv"):
        for row in csv.reader(path.read_text(encoding="utf-8").splitlines()):
            assert [cell for cell in row if letters.fault(cell, [kind.name for kind in letters.KINDS])] == []


words = st.builds(str.__add__, st.sampled_from(syllables._ONSETS), st.sampled_from(sorted(syllables._TONED)))
texts = st.lists(st.one_of(words, words.map(str.title), words.map(str.upper)), min_size=1, max_size=12)


@given(texts, st.sampled_from(["{}", "“{}”", "({})", "{}?", "{}: {}", "{}…", "{}–2020"]))
def test_no_vietnamese_is_refused(found: list[str], frame: str) -> None:
    text = " ".join(found)
    assert letters.fault(frame.format(text, text)) is None


@given(texts)
def test_what_is_read_in_a_wrong_encoding_never_passes_as_another_kind_alone(found: list[str]) -> None:
    text = " ".join([*NAMES[0].split(), *found])
    for kind in ("VNI", "TCVN3", "UTF-8 read as Windows-1252", "question mark"):
        fault = letters.fault(MAKING[kind](text))
        assert fault is not None
        assert kind in fault.kinds


def test_two_causes_are_both_named(folder: DataFolder) -> None:
    folder.edit("organizations", 2, name_vi="H?i Ðông y t?nh")
    (problem,) = folder.problems()
    assert (problem.line, problem.column, problem.value) == (2, "name_vi", "H?i Ðông y t?nh")
    assert "“H?i”: letters were lost" in problem.message
    assert "“Ðông”: Ð (U+00D0)" in problem.message


def test_every_changed_cell_is_named_at_its_line_in_one_run(folder: DataFolder) -> None:
    for n, kind in enumerate(MAKING, 2):
        folder.edit("limitations", n, summary_vi=MAKING[kind](NAMES[0]))
    assert [(p.line, p.column) for p in folder.problems()] == [
        (n, "summary_vi") for n in range(2, len(MAKING) + 2)
    ]


def test_a_word_alone_is_judged_by_its_file(folder: DataFolder) -> None:
    folder.edit("limitations", 2, summary_vi="hoïc")
    assert folder.problems() == []
    folder.edit("limitations", 9, summary_vi=MAKING["VNI"](NAMES[0]))
    assert [p.line for p in folder.problems()] == [2, 9]


def test_a_row_far_down_a_file_is_judged_as_the_first(folder: DataFolder) -> None:
    path = folder.path / "limitations.csv"
    rows = path.read_text(encoding="utf-8").splitlines()
    note = rows[0].split(",").index("note")
    row = next(csv.reader([rows[1]]))
    row[note] = "x" * 900
    far = [",".join([*row[:2], str(n), *row[3:5], "tóm tắt", "summary", *row[7:]]) for n in range(1000, 1100)]
    far.append(far[-1].replace("1099", "1100").replace("tóm tắt", html.escape("a & b")))
    path.write_text("\n".join([*rows, *far, ""]), encoding="utf-8")
    assert path.stat().st_size > 1 << 16
    (problem,) = folder.problems()
    assert problem.line == len(rows) + len(far)
    assert "“&amp;”" in problem.message
