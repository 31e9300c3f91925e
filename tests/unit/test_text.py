"""The language files hold the same sentences, the code says each of them and no other; numbers and dates as
CLDR writes them.
"""

from __future__ import annotations

import ast
import datetime
import importlib
import re
import string
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from dashboard.words.languages import DEFAULT, LANGUAGES, Plural, Sentence, read
from dashboard.words.text import Text, english_name, plain, written_sum
from dashboard.words.theme import QUALIFIER_MARKS

PROJECT = Path(__file__).resolve().parents[2]
VI, EN = Text("vi"), Text("en")
KEYS = LANGUAGES[DEFAULT].sentences
VIETNAMESE = re.compile(
    r"[ăâđêôơưàảãạáằẳẵặắầẩẫậấèẻẽẹéềểễệếìỉĩịíòỏõọóồổỗộốờởỡợớùủũụúừửữựứỳỷỹỵý]", re.IGNORECASE
)
# As a cell of the data may be written: up to four decimals.
NUMBERS = st.decimals(-(10**13), 10**13, places=4) | st.integers(-(10**13), 10**13).map(Decimal)
EACH = pytest.mark.parametrize("language", LANGUAGES)


@pytest.mark.parametrize(
    ("value", "qualifier", "rounded_to", "written"),
    [
        (1764730, "about", 10000, "≈1.76 million"),
        (1764730.0, "at_least", 100000, "≥1.7 million"),
        (1764730, "at_most", 100000, "≤1.8 million"),
        (52118, "at_least", 1000, "≥52,000"),
        (52618, "about", 1000, "≈53,000"),
        (1764730, "about", 1, "≈1,764,730"),
        (1764730, "exact", 1, "1,764,730"),
    ],
)
def test_a_sum_is_written_to_a_power_of_ten(
    value: float, qualifier: str, rounded_to: int, written: str
) -> None:
    """“At least” is rounded down and “at most” up, so that they stay true."""
    assert written_sum(EN, value, qualifier, rounded_to) == written
    assert written_sum(VI, 1764730, "about", 10000) == "≈1,76 triệu"


def forms(sentence: Sentence) -> Mapping[str, str]:
    """Every form of a sentence by its plural category; "" is that of a sentence with one form."""
    return sentence.forms if isinstance(sentence, Plural) else {"": sentence}


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def values_of(key: str) -> set[str]:
    """What a call has to fill a sentence with: its places, and what decides between its forms in some
    language.
    """
    sentences = [language.sentences[key] for language in LANGUAGES.values()]
    return {
        place for sentence in sentences for text in forms(sentence).values() for place in places(text)
    } | {sentence.by for sentence in sentences if isinstance(sentence, Plural)}


@EACH
def test_every_language_has_every_sentence(language: str) -> None:
    """The keys of a file are those of the default language."""
    assert sorted(set(LANGUAGES[language].sentences) ^ set(KEYS)) == []


@EACH
def test_a_sentence_has_the_same_places_in_every_language(language: str) -> None:
    """Every form of a sentence has the places that it has in the default language, is not empty and has no
    space around it.
    """
    wrong = [
        (key, form)
        for key, sentence in LANGUAGES[language].sentences.items()
        for form, text in forms(sentence).items()
        if places(text) != places(next(iter(forms(KEYS[key]).values()))) or text.strip() != text or not text
    ]
    assert wrong == []


@EACH
def test_a_plural_has_the_forms_of_its_language(language: str) -> None:
    """A sentence in several forms has those of CLDR and no other, so that no number is without one."""
    expected = {*Locale.parse(language).plural_form.tags, "other"}
    wrong = [
        key
        for key, sentence in LANGUAGES[language].sentences.items()
        if isinstance(sentence, Plural) and set(sentence.forms) != expected
    ]
    assert wrong == []


@EACH
def test_a_language_has_the_same_patterns_of_dates(language: str) -> None:
    """A file names itself, labels that the data has, and every pattern."""
    found = LANGUAGES[language]
    assert found.name
    assert found.labels in ("vi", "en")
    assert set(found.dates) == set(LANGUAGES[DEFAULT].dates)


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "vi"])
def test_no_other_language_holds_vietnamese(language: str) -> None:
    """A sentence is translated, and holds no Vietnamese letter."""
    sentences = LANGUAGES[language].sentences
    wrong = [
        key
        for key, sentence in sentences.items()
        for text in forms(sentence).values()
        if VIETNAMESE.search(text)
        or (text == LANGUAGES["vi"].sentences[key] and re.search(r"\w", re.sub(r"\{\w+\}", "", text)))
    ]
    assert wrong == []


def test_english_counts_one_as_one() -> None:
    """With 1 in every place, no English sentence says “1 organizations” or “1 organization have”."""
    wrong = []
    for key in KEYS:
        said = EN(key, **dict.fromkeys(values_of(key), 1))
        things = (
            "organization|statement|problem|row|time|term|document|cell|figure|award|indicator|lesson|theme"
        )
        if (
            re.search(rf"\b1 (?!across |with )(?:\w+ )?(?:{things})s\b", said.replace("1 and 1 ", ""))
            or re.search(rf"\b1 (?:\w+ )?(?:{things}) (?:have|give|name|are|were|report)\b", said)
            or "{" in said
        ):
            wrong.append(said)
    assert wrong == []


@pytest.mark.parametrize(
    ("n", "said"),
    [(0, "0 documents"), (1, "1 document"), (Decimal(1), "1 document"), (2, "2 documents")],
)
def test_a_number_chooses_the_form(n: int | Decimal, said: str) -> None:
    """One has a form of its own in English, and none in Vietnamese."""
    assert EN("documents_n", n=n) == said
    assert VI("documents_n", n=n) == f"{n} tài liệu"


def test_another_value_may_choose_the_form() -> None:
    """The form goes by the count, also where what is written is not a number."""
    assert EN("awards_n", n="≈1", count=1) == "≈1 award"
    assert EN("awards_n", n="≥7", count=7) == "≥7 awards"
    assert EN("selection", n=1, all=3) == "1 of 3 organizations"
    assert EN("selection", n=0, all=1) == "0 of 1 organization"


def test_a_key_is_of_one_room(tmp_path: Path) -> None:
    """A key that stands in two rooms of a file is an error at once: one of the two sentences would never be
    read.
    """
    path = tmp_path / "xx.toml"
    path.write_text(
        'name = "X"\nlabels = "en"\n[dates]\n[one]\nkey = "a"\n[other]\nkey = "b"\n', encoding="utf-8"
    )
    with pytest.raises(ValueError, match="key is in"):
        read(path)


@given(NUMBERS)
def test_a_number_is_written_whole_and_reads_back(value: Decimal) -> None:
    """A number of the data is shown as it is: every decimal it has, none it has not, separators as the
    language uses them.
    """
    vietnamese, english = VI.number(value), EN.number(value)
    assert Decimal(vietnamese.replace(".", "").replace(",", ".")) == value
    assert Decimal(english.replace(",", "")) == value
    assert vietnamese == english.translate(str.maketrans(",.", ".,"))
    assert re.fullmatch(r"-?\d{1,3}(,\d{3})*(\.\d*[1-9])?", english)


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        (0, "0", "0"),
        (1700, "1.700", "1,700"),
        (4.5, "4,5", "4.5"),
        (1_234_567.25, "1.234.567,25", "1,234,567.25"),
        (0.1 + 0.2, "0,3", "0.3"),
        (100.0, "100", "100"),
        (Decimal("0.0004"), "0,0004", "0.0004"),
    ],
)
def test_a_number_as_the_language_writes_it(value: float | Decimal, vietnamese: str, english: str) -> None:
    """Point and comma by language; a float that holds a whole number is written as one."""
    assert (VI.number(value), EN.number(value)) == (vietnamese, english)


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [(1.0, "1,00", "1.00"), (0.8765, "0,88", "0.88"), (-0.5, "-0,50", "-0.50")],
)
def test_a_coefficient_has_two_decimals(value: float, vietnamese: str, english: str) -> None:
    """An agreement coefficient keeps its decimals, also where they are zeros."""
    assert (VI.fixed(value), EN.fixed(value)) == (vietnamese, english)


@pytest.mark.parametrize(("qualifier", "mark"), QUALIFIER_MARKS.items())
def test_a_quantity_wears_the_mark_of_its_qualifier(qualifier: str, mark: str) -> None:
    """≈, ≥ and ≤ stand before the number, in both languages."""
    assert (VI.quantity(1700, qualifier), EN.quantity(1700, qualifier)) == (f"{mark}1.700", f"{mark}1,700")


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)))
def test_a_whole_date_in_both_languages(date: datetime.date) -> None:
    """Day first with slashes in Vietnamese, with the month's name in English; the same from a date and from
    its ISO text.
    """
    assert VI.date(date) == VI.date(date.isoformat()) == f"{date.day:02}/{date.month:02}/{date.year}"
    assert EN.date(date) == EN.date(date.isoformat())
    assert datetime.datetime.strptime(EN.date(date), "%d %B %Y").date() == date


@pytest.mark.parametrize(
    ("written", "vietnamese", "english"),
    [
        ("2017", "2017", "2017"),
        ("2017-05", "05/2017", "May 2017"),
        ("2017-05-06", "06/05/2017", "6 May 2017"),
    ],
)
def test_a_partial_date_stays_partial(written: str, vietnamese: str, english: str) -> None:
    """A year stays a year, a month a month: no day is made up."""
    assert (VI.date(written), EN.date(written)) == (vietnamese, english)


def test_numbers_in_sentences_are_written_as_the_language_does() -> None:
    """A count in a sentence gets its separators; text is put in as it is."""
    assert VI("selection", n=1700, all=2000) == "1.700 trong 2.000 tổ chức"
    assert EN("selection", n=1700, all=2000) == "1,700 of 2,000 organizations"
    assert "{x} 1000" in EN("rejected", parts="{x} 1000")


def test_an_unknown_key_or_language_is_an_error() -> None:
    """A misspelt key fails at once instead of showing an empty place; so does a language that there is
    not.
    """
    with pytest.raises(KeyError):
        VI("no_such_sentence")
    with pytest.raises(KeyError):
        Text("fr")
    assert list(LANGUAGES) == ["vi", "en"]


def test_a_language_by_its_english_name() -> None:
    """BibTeX names languages in English; what is no language has no name."""
    assert [english_name(code) for code in ("vi", "en", "fr", "", "no such")] == [
        "vietnamese",
        "english",
        "french",
        "",
        "",
    ]


MARKED = [
    "**b**",
    "[x](javascript:alert(1))",
    "$x$",
    ":red[x]",
    "<img src=x>",
    "`a`",
    "~~s~~",
    "# h",
    "1. a",
    "\\",
    "a\\*b",
    "|a|b|",
    "&lt;",
]
SHORTHAND = [
    ":material/home:",
    ":smile:",
    ":+1:",
    "https://example.com",
    "www.example.com",
    "a@example.com",
    "a->b",
    "a--b",
    "a<-b",
    "a>=b",
    "a<=b",
    "a~=b",
    "<->",
]


@pytest.mark.parametrize("text", MARKED + SHORTHAND)
def test_plain_changes_nothing_that_is_read(text: str) -> None:
    """What is written out for Markdown reads, once it is drawn, as the text itself; only an invisible joiner
    may be in it.
    """
    drawn = re.sub(r"\\(.)", r"\1", plain(text)).replace("\u2060", "")
    assert drawn == text


@pytest.mark.parametrize("text", MARKED)
def test_plain_escapes_every_mark(text: str) -> None:
    """No character that Markdown reads is left without its escape."""
    assert re.search(r"(?<!\\)(?:\\\\)*[*_\[\]()<>#`~$:|&]", plain(text)) is None


@pytest.mark.parametrize("text", SHORTHAND)
def test_plain_parts_every_shorthand(text: str) -> None:
    """Icons, emoji, links and arrows are made after escapes are read: their letters do not stand side by
    side.
    """
    drawn = re.sub(r"\\(.)", r"\1", plain(text))
    assert text not in drawn
    assert "\u2060" in drawn


@given(st.text())
def test_plain_is_undone_by_drawing(text: str) -> None:
    """Whatever the text, what is drawn is the text."""
    assert re.sub(r"\\(.)", r"\1", plain(text), flags=re.DOTALL).replace("\u2060", "") == text.replace(
        "\u2060", ""
    )


# Which sentences the code says


def modules(project: Path) -> list[Path]:
    return [
        project / "app.py",
        *sorted((project / "pages").glob("*.py")),
        *sorted((project / "dashboard").rglob("*.py")),
    ]


@cache
def sentence_keys() -> dict[str, list[str]]:
    """The codes that follow each beginning of a key, from the SENTENCE_KEYS of all modules, which stand
    beside the lists of codes.
    """
    found: dict[str, list[str]] = {}
    for path in modules(PROJECT):
        if path.is_relative_to(PROJECT / "dashboard"):
            name = ".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__")
            for prefix, codes in getattr(importlib.import_module(name), "SENTENCE_KEYS", {}).items():
                assert prefix not in found, f"{name} names the codes of {prefix} again"
                found[prefix] = list(codes)
    return found


def says(call: ast.Call) -> bool:
    """Whether a call is say(…), page.say(…) or Text(…)(…)."""
    made = call.func
    if isinstance(made, ast.Call):
        return isinstance(made.func, ast.Name) and made.func.id == "Text"
    return (
        isinstance(made, ast.Name | ast.Attribute)
        and (made.id if isinstance(made, ast.Name) else made.attr) == "say"
    )


def name_of(call: ast.Call) -> str:
    return (
        call.func.id
        if isinstance(call.func, ast.Name)
        else call.func.attr
        if isinstance(call.func, ast.Attribute)
        else ""
    )


def keys_of(argument: ast.expr, tree: ast.Module, trees: list[ast.Module]) -> Iterator[str]:
    """Yields the keys that an argument of say can be: itself, the members of an f-string's family, or what
    callers hand over.
    """
    if isinstance(argument, ast.Constant):
        yield argument.value
    elif isinstance(argument, ast.IfExp):
        yield from keys_of(argument.body, tree, trees)
        yield from keys_of(argument.orelse, tree, trees)
    elif isinstance(argument, ast.JoinedStr):
        prefix, *rest = argument.values
        assert isinstance(prefix, ast.Constant), (
            f"line {argument.lineno}: the key has no prefix to know its family by"
        )
        suffix = rest.pop().value if isinstance(rest[-1], ast.Constant) else ""
        assert len(rest) == 1
        families = sentence_keys()
        assert prefix.value in families, (
            f"line {argument.lineno}: no SENTENCE_KEYS name the codes of {prefix.value}"
        )
        yield from (f"{prefix.value}{member}{suffix}" for member in families[prefix.value])
    else:
        assert isinstance(argument, ast.Name), (
            f"line {argument.lineno}: what is said here cannot be told from the code"
        )
        definitions = [
            f
            for f in ast.walk(tree)
            if isinstance(f, ast.FunctionDef)
            and argument.id in {a.arg for a in f.args.args}
            and f.lineno <= argument.lineno <= (f.end_lineno or 0)
        ]
        position = [a.arg for a in definitions[0].args.args].index(argument.id)
        calls = [
            c
            for other in trees
            for c in ast.walk(other)
            if isinstance(c, ast.Call) and name_of(c) == definitions[0].name
        ]
        assert calls
        for call in calls:
            yield from keys_of(call.args[position], tree, trees)


@pytest.fixture(scope="module")
def calls(project: Path) -> list[tuple[str, ast.Call, list[str]]]:
    """Every call of say in the code: where it stands, the call, and the keys that it can have."""
    trees = {
        path.relative_to(project).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in modules(project)
    }
    found = [
        (name, call)
        for name, tree in trees.items()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and says(call)
    ]
    return [
        (f"{name}:{call.lineno}", call, list(keys_of(call.args[0], trees[name], list(trees.values()))))
        for name, call in found
    ]


@pytest.fixture(scope="module")
def said(calls: list[tuple[str, ast.Call, list[str]]]) -> set[str]:
    """Every key that a call of say in the code can have."""
    return {key for _, _, keys in calls for key in keys}


def test_every_sentence_that_is_said_exists(said: set[str]) -> None:
    """No page can come upon a key without a sentence, also not for a rare state."""
    missing = sorted(said - set(KEYS))
    assert not missing, f"no sentence for {missing}"


def test_every_sentence_that_exists_is_said(said: set[str]) -> None:
    """No sentence is left over that nobody reads."""
    unsaid = sorted(set(KEYS) - said)
    assert not unsaid, f"nothing says {unsaid}"


def test_every_place_is_filled(calls: list[tuple[str, ast.Call, list[str]]]) -> None:
    """A call fills every place of each sentence that it can say, and no other."""
    wrong = []
    for place, call, keys in calls:
        filled = {str(keyword.arg) for keyword in call.keywords}
        wrong += [f"{place} {key}" for key in keys if key in KEYS and filled != values_of(key)]
    assert wrong == []


def test_every_code_that_ends_a_key_is_looked_for(calls: list[tuple[str, ast.Call, list[str]]]) -> None:
    """No SENTENCE_KEYS name codes for a beginning of a key that no call has."""
    used = {
        part.values[0].value
        for _, call, _ in calls
        for part in ast.walk(call)
        if isinstance(part, ast.JoinedStr) and isinstance(part.values[0], ast.Constant)
    }
    assert sorted(set(sentence_keys()) - used) == []
