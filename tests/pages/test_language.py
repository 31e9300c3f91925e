"""A page speaks one language: no Vietnamese words on an English page but names and titles of documents, and
the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dashboard.words.languages import LANGUAGES, Plural

Row = dict[str, str]
VIETNAMESE = re.compile(
    r"[ăâđêôơưàảãạáằẳẵặắầẩẫậấèẻẽẹéềểễệếìỉĩịíòỏõọóồổỗộốờởỡợớùủũụúừửữựứỳỷỹỵý]", re.IGNORECASE
)
PAGES = pytest.mark.parametrize(
    ("page", "query"),
    [
        ("app.py", {}),
        ("app.py", {"province": "ha-tinh,atlantis"}),
        ("app.py", {"kind": "youth_union", "province": "ha-tinh"}),
        ("pages/limitations.py", {}),
        ("pages/limitations.py", {"cell": "weak_direction~"}),
        ("pages/limitations.py", {"cell": "funding~it-association-thanh-hoa", "province": "thanh-hoa"}),
        ("pages/limitations.py", {"cell": "funding~st-union-ha-tinh"}),
        ("pages/limitations.py", {"cell": "pandemic~party-it-committee-ha-tinh"}),
        ("app.py", {"boundaries": "former"}),
        ("pages/map.py", {}),
        ("pages/map.py", {"measure": "weak_direction", "kind": "association", "place": "tay-ninh"}),
        (
            "pages/map.py",
            {
                "measure": "change_of_members",
                "view": "outlines",
                "boundaries": "former",
                "place": "tien-giang",
            },
        ),
        ("pages/map.py", {"place": "ho-chi-minh"}),
        ("pages/map.py", {"place": "atlantis"}),
        ("pages/sources.py", {}),
        (
            "pages/sources.py",
            {"boundaries": "former", "province": "ha-tinh", "cell": "members~st-union-hong-linh"},
        ),
        ("pages/sources.py", {"cell": "members~it-association-tay-ninh"}),
        ("pages/sources.py", {"document": "hong-linh-st-term4-review"}),
        ("pages/organization.py", {"about": "st-union-hong-linh"}),
        ("pages/organization.py", {"about": "st-union-dak-lak", "years": "2016-"}),
        ("pages/province.py", {}),
        ("pages/province.py", {"place": "ho-chi-minh"}),
    ],
)


def texts(data: Any) -> Iterator[str]:
    """Yields every text that an element is given, codes and addresses left out."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            if key not in (
                "code",
                "digest",
                "selected",
                "layout",
                "url",
                "marks",
                "customdata",
                "template",
                "id",
                "province_id",
                "shapes",
                "to",
                "badge",
            ):
                yield from texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from texts(value)


def everything(page: Any, rows: Callable[..., list[Row]]) -> Iterator[str]:
    """Yields every text of a page, without titles and publishers of documents, givers of awards and what
    coders noted, which are quoted as they are.
    """
    sources, coded = rows("sources"), ("observations", "awards", "limitations", "lessons")
    names = {row[column] for row in sources for column in ("title", "publisher") if row[column]}
    names |= {row["giver"] for row in rows("awards") if row["giver"]}
    quoted = sorted(names, key=len, reverse=True)
    notes = {row["note"] for row in (*sources, *(row for table in coded for row in rows(table)))} - {""}
    for text in _all(page):
        if text in notes or text.partition(": ")[2] in notes:
            continue
        for name in quoted:
            text = text.replace(name, "")
        yield text


def _all(page: Any) -> list[str]:
    return [text.replace("\\", "") for kind, text in page.words if kind != "button_group"] + [
        text
        for name, found in page.elements.items()
        if name != "page_language"
        for data in found
        for text in texts(_without_codes(name, data))
    ]


def _without_codes(element: str, data: Any) -> Any:
    """What an element is given without what is a code in it and a text elsewhere: a card's name, its
    addresses and those of its files.
    """
    if element != "card_footer":
        return data
    pictures = {key: value for key, value in data["pictures"].items() if key not in ("name", "link")}
    return {
        **data,
        "name": "",
        "pictures": pictures,
        "files": [],
        "copies": [copy["label"] for copy in data["copies"]],
        "cite": data["cite"]["text"].split("~address~")[0],
    }


@cache
def english(rows: Callable[..., list[Row]]) -> re.Pattern[str]:
    """What matches the English of labels, names, summaries, and the beginnings of sentences; words of
    a few letters are left out.
    """
    vietnamese = LANGUAGES["vi"].sentences
    phrases = {
        text.split("{")[0].strip(" ,.:(")
        for key, sentence in LANGUAGES["en"].sentences.items()
        for text in (sentence.forms.values() if isinstance(sentence, Plural) else [sentence])
        if text != vietnamese[key]
    }
    for table, columns in (
        ("themes", ["label"]),
        ("organization_kinds", ["label"]),
        ("source_kinds", ["label"]),
        ("award_types", ["label"]),
        ("award_levels", ["label"]),
        ("provinces", ["name"]),
        ("regions", ["label"]),
        ("islands", ["name"]),
        ("indicators", ["label", "unit"]),
        ("derived_measures", ["label", "unit"]),
        ("organizations", ["name"]),
        ("limitations", ["summary"]),
        ("lessons", ["summary"]),
    ):
        for row in rows(table):
            phrases |= {
                row[f"{column}_en"] for column in columns if row[f"{column}_en"] != row[f"{column}_vi"]
            }
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(re.escape(text) for text in sorted(phrases) if len(text) > 5)})(?!\w)"
    )


def foreign(page: Any, rows: Callable[..., list[Row]], language: str) -> list[str]:
    """The texts of a page that hold words of the other language, but for what is quoted.

    On an English page any Vietnamese letter; on a Vietnamese one the English of labels, names, summaries and
    sentences.
    """
    words = VIETNAMESE if language == "en" else english(rows)
    return [text for text in everything(page, rows) if words.search(text)]


@pytest.mark.parametrize("language", ["vi", "en"])
@PAGES
def test_a_page_speaks_one_language(
    see: Callable[..., Any], rows: Callable[..., list[Row]], page: str, query: Row, language: str
) -> None:
    """No label, name, summary or sentence of the other language stands on it."""
    assert foreign(see(page, **query, lang=language), rows, language) == []


def test_foreign_words_are_seen(see: Callable[..., Any], rows: Callable[..., list[Row]]) -> None:
    """So that the test above can fail: a page read as one of the other language has hundreds."""
    assert len(foreign(see("pages/sources.py", lang="vi"), rows, "en")) > 100
    assert len(foreign(see("pages/sources.py", lang="en"), rows, "vi")) > 100


@pytest.mark.parametrize(("query", "language"), [({}, "vi"), ({"lang": "en"}, "en"), ({"lang": "fr"}, "vi")])
def test_the_browser_is_told_the_language(see: Callable[..., Any], query: Row, language: str) -> None:
    """The element that sets the document's language is given that of the page."""
    assert [element["language"] for element in see(**query).elements["page_language"]] == [language]


def test_a_third_language_is_one_more_file(copied: Path, see_started: Callable[..., Any]) -> None:
    """A file beside the others is enough: the switch offers its language, and the page is in it."""
    folder = copied / "dashboard" / "words"
    head, dates, sentences = re.split(
        r"(\[dates\]\n(?:.+\n)+)", (folder / "en.toml").read_text(encoding="utf-8")
    )
    marked = re.sub(r'^(?!\w+\.by)(\S+ = "(?:""\\\n  )?)', r"\1¡", sentences, flags=re.MULTILINE)
    (folder / "eo.toml").write_text(head.replace("English", "Esperanto") + dates + marked, encoding="utf-8")
    page = see_started(copied, lang="eo")
    assert page.exceptions == []
    assert page.of("button_group")[:3] == ["Tiếng Việt", "English", "Esperanto"]
    assert page.elements["page_language"][0]["language"] == "eo"
    assert page.of("title") == ["¡Overview"]
    rows = see_started(copied, lang="en").items("rows")
    grouped = {label: item["value"] for label, item in rows.items() if "," in item["value"]}
    assert grouped
    for label, value in grouped.items():
        assert page.items("rows")[label]["value"] == value.replace(",", "\u202f")
