"""Citations: APA as its manual has it, in both languages, and BibTeX that is read as it is meant whatever
stands in a title.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.files import citation
from dashboard.model.card import Card
from dashboard.model.page import Page
from dashboard.release import queries
from dashboard.release.queries.exporting import Document
from tests import opening

LINK = "https://example.org/membership?lang=en&years=2015-2020#a"
CARD = Card("per-branch", "Members per branch")
DOCUMENT = Document(
    "long-an-it-term2-review",
    "self_review",
    "Kiểm điểm nhiệm kỳ II",
    "Hội Tin học Long An",
    "2024-01-26",
    "vi",
    False,
    "https://x.vn/a?b=1",
)
HOSTILE = [
    "100% {thật}",
    "}",
    "{{{",
    "\\",
    "a\\}b",
    "@misc{x, title={y}}",
    "A & B_C #1 $2 ~^",
    'nói "thế"',
    "\u202eđảo\u200b",
    "hai\ndòng",
    "\\input{x}",
    "%",
]


def of(language: str) -> Page:
    return opening.page("membership", opening.selection(language=language))


@pytest.fixture(params=["vi", "en"])
def page(request: pytest.FixtureRequest) -> Page:
    return of(request.param)


def values(entry: str) -> dict[str, str]:
    """Reads an entry as BibTeX does: by counting braces, a backslash meaning nothing to it."""
    head = re.match(r"@(\w+)\{([^,]*),", entry)
    assert head
    found, at = {"": head[2]}, head.end()
    while name := re.compile(r"\s*,?\s*(\w+) = ").match(entry, at):
        at, depth = name.end(), 0
        start = at
        while depth or entry[at] not in ",\n":
            depth += {"{": 1, "}": -1}.get(entry[at], 0)
            assert depth >= 0
            at += 1
        found[name[1]] = entry[start:at].removeprefix("{").removesuffix("}")
    assert entry[at:].strip(" ,\n") == "}"
    return found


def test_the_release_as_apa() -> None:
    """Title (version) [Data set]. (Year). Site. Link: the title stands first where no author is named, and
    what is pinned needs no date of retrieval.
    """
    page = of("en")
    release, year = page.release.name, queries.facts(page.release).built_at.year
    assert citation.apa(page, CARD, LINK) == (
        f"End-of-term reports of Vietnamese associations: Members per branch (Version {release}) "
        f"[Data set]. ({year}). Association reports. "
        f"{LINK}"
    )
    assert citation.apa(of("vi"), None, LINK) == (
        f"Báo cáo nhiệm kỳ của các hội ở Việt Nam: Hội viên (Phiên bản {release}) "
        f"[Bộ dữ liệu]. ({year}). Báo cáo nhiệm kỳ các hội. "
        f"{LINK}"
    )


@pytest.mark.parametrize(
    ("changed", "vietnamese", "english"),
    [
        (
            {},
            "Hội Tin học Long An. (2024, ngày 26 tháng 1). Kiểm điểm nhiệm kỳ II [{}]. https://x.vn/a?b=1",
            "Hội Tin học Long An. (2024, January 26). Kiểm điểm nhiệm kỳ II [{}]. https://x.vn/a?b=1",
        ),
        (
            {"published_on": "2024-05"},
            "Hội Tin học Long An. (2024, tháng 5). Kiểm điểm nhiệm kỳ II [{}]. https://x.vn/a?b=1",
            "Hội Tin học Long An. (2024, May). Kiểm điểm nhiệm kỳ II [{}]. https://x.vn/a?b=1",
        ),
        (
            {"published_on": "2024", "url": None},
            "Hội Tin học Long An. (2024). Kiểm điểm nhiệm kỳ II [{}].",
            "Hội Tin học Long An. (2024). Kiểm điểm nhiệm kỳ II [{}].",
        ),
        (
            {"published_on": None, "url": "https://gov.vn@evil.vn/"},
            "Hội Tin học Long An. (không rõ ngày). Kiểm điểm nhiệm kỳ II [{}].",
            "Hội Tin học Long An. (n.d.). Kiểm điểm nhiệm kỳ II [{}].",
        ),
        (
            {"publisher": None, "published_on": None, "url": None},
            "Kiểm điểm nhiệm kỳ II [{}]. (không rõ ngày).",
            "Kiểm điểm nhiệm kỳ II [{}]. (n.d.).",
        ),
        (
            {"publisher": "Sở KH&CN T.P.", "published_on": "2024", "url": None},
            "Sở KH&CN T.P. (2024). Kiểm điểm nhiệm kỳ II [{}].",
            "Sở KH&CN T.P. (2024). Kiểm điểm nhiệm kỳ II [{}].",
        ),
    ],
    ids=["whole", "month", "year", "undated", "nobody", "point"],
)
def test_a_document_as_apa(changed: dict[str, str | None], vietnamese: str, english: str) -> None:
    """Who, when as far as it is known, title, what it is, and where it stands on the web."""
    for language, expected in (("vi", vietnamese), ("en", english)):
        page = of(language)
        assert citation.document_apa(page, DOCUMENT._replace(**changed)) == expected.format(
            page.labels["source_kinds"]["self_review"]
        )


def test_a_draft_says_so(page: Page) -> None:
    assert page.say("draft") in citation.document_apa(page, DOCUMENT._replace(is_draft=True))
    assert page.say("draft") in citation.document_bibtex(page, DOCUMENT._replace(is_draft=True))


def test_the_release_as_bibtex(page: Page) -> None:
    """Its key is of release, page and card: the same every time, and another for another card."""
    found = values(citation.bibtex(page, CARD, LINK))
    assert found[""] == f"association-reports-{page.release.name}-membership-per-branch"
    assert found["url"] == LINK
    assert found["version"] == page.release.name
    assert "urldate" not in found
    assert citation.bibtex(page, CARD, LINK) == citation.bibtex(page, CARD, LINK)
    assert values(citation.bibtex(page, None, LINK))[""] != found[""]


def test_a_document_as_bibtex(page: Page) -> None:
    """Parts of a date as far as they are known, the publisher whole and not as a person, its code as the
    key.
    """
    found = values(citation.document_bibtex(page, DOCUMENT))
    assert found[""] == "long-an-it-term2-review"
    assert (found["author"], found["title"]) == ("{Hội Tin học Long An}", "{Kiểm điểm nhiệm kỳ II}")
    assert (found["year"], found["month"], found["day"], found["language"]) == (
        "2024",
        "jan",
        "26",
        "vietnamese",
    )
    partial = values(
        citation.document_bibtex(page, DOCUMENT._replace(published_on="2024-05", publisher=None, url=None))
    )
    assert (partial["year"], partial["month"]) == ("2024", "may")
    assert not {"day", "author", "url"} & set(partial)


@given(st.text())
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_title_breaks_an_entry(language: str, title: str) -> None:
    """Whatever stands in a title, a publisher, an address or a card, braces stay balanced and no other field
    begins.
    """
    page = of(language)
    for text in (title, *HOSTILE):
        found = values(
            citation.document_bibtex(
                page, DOCUMENT._replace(title=text, publisher=text, url=f"https://x.vn/{text}")
            )
        )
        assert set(found) <= {
            "",
            "author",
            "title",
            "year",
            "month",
            "day",
            "howpublished",
            "language",
            "url",
        }
        assert found["year"] == "2024"
        assert set(values(citation.bibtex(page, replace(CARD, title=text), LINK))) == set(
            values(citation.bibtex(page, CARD, LINK))
        )
        assert "\n" not in citation.document_apa(page, DOCUMENT._replace(title=text, publisher=text))


@given(st.text())
@example('{}\\%&#$_~^"')
def test_an_escaped_text_reads_back(text: str) -> None:
    """Every sign stands there as the command for it: put back, it is the text in one line."""
    commands = {made: sign for sign, made in citation._COMMANDS.items()}
    pattern = re.compile("|".join(re.escape(made) for made in sorted(commands, key=len, reverse=True)))
    assert pattern.sub(lambda found: commands[found[0]], citation.escape(text)) == citation._clean(text)
