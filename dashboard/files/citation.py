"""Citations of the data and of the documents behind them: APA 7 in the reader's language, and BibTeX.

Asks the release for its facts only. Sources: apastyle.apa.org, data set references and missing information;
the BibTeX format, whose values are read by counting braces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

from dashboard.model.card import Card
from dashboard.model.page import Page, dataset_title
from dashboard.release import queries
from dashboard.release.queries.exporting import Document
from dashboard.release.warehouse import linked
from dashboard.words.text import Text, english_name

# As BibTeX names them.
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")
# A brace is counted even after a backslash, so it is written as a command, in braces of its own.
_COMMANDS = {
    "\\": "{\\textbackslash}",
    "{": "{\\textbraceleft}",
    "}": "{\\textbraceright}",
    "~": "{\\textasciitilde}",
    "^": "{\\textasciicircum}",
    "%": "\\%",
    "&": "\\&",
    "#": "\\#",
    "$": "\\$",
    "_": "\\_",
    '"': "{\\textquotedbl}",
}
_ESCAPES = str.maketrans(_COMMANDS)


def apa(page: Page, card: Card | None, link: str) -> str:
    """A citation of the release for a card or, without one, a page; `link` is pinned to the release.

    Without a day of retrieval: that is of works that change, and a release does not.
    """
    say, facts = page.say, queries.facts(page.release)
    version = say("cite_version", release=page.release.name)
    title = f"{_title(page, card)} ({version}) [{say('cite_dataset')}]."
    return f"{title} ({facts.built_at.year}). {say('site')}. {_address(link)}"


def bibtex(page: Page, card: Card | None, link: str) -> str:
    """The same as an entry of BibTeX, whose key is made of the release, the page and the card."""
    say, built = page.say, queries.facts(page.release).built_at
    return _entry(
        "misc",
        _key("association-reports", page.release.name, page.name, card.name if card else ""),
        [
            ("title", f"{{{escape(_title(page, card))}}}"),
            ("year", str(built.year)),
            ("month", MONTHS[built.month - 1]),
            ("version", escape(page.release.name)),
            ("howpublished", escape(f"{say('cite_dataset')}, {say('site')}")),
            ("note", escape(f"{say('cite_version', release=page.release.name)}, CC BY 4.0")),
            ("url", _address(link)),
        ],
    )


def document_apa(page: Page, document: Document) -> str:
    """A citation of a document: publisher, date, title, kind, address; without a publisher title first."""
    say = page.say
    what = page.labels["source_kinds"].get(document.kind, document.kind)
    kind = f"[{what}, {say('draft')}]" if document.is_draft else f"[{what}]"
    title, publisher = _clean(document.title), _clean(document.publisher or "")
    date = f"({_date(say, document.published_on)})."
    head = f"{_with_full_stop(publisher)} {date} {title} {kind}." if publisher else f"{title} {kind}. {date}"
    url = linked(document.url)
    return f"{head} {_address(url)}" if url else head


def document_bibtex(page: Page, document: Document) -> str:
    """The same as an entry of BibTeX, whose key is the document's own code."""
    year, month, day = _date_parts(document.published_on)
    who = f"{{{escape(document.publisher)}}}" if document.publisher else ""
    what = page.labels["source_kinds"].get(document.kind, document.kind)
    return _entry(
        "misc",
        _key(document.source_id),
        [
            ("author", who),
            ("title", f"{{{escape(document.title)}}}"),
            ("year", year),
            ("month", MONTHS[int(month) - 1] if month else ""),
            ("day", day.lstrip("0")),
            ("howpublished", escape(f"{what}, {page.say('draft')}" if document.is_draft else what)),
            (
                "language",
                english_name(document.language or "") or escape(document.language or ""),
            ),
            ("url", _address(linked(document.url) or "")),
        ],
    )


def escape(text: str) -> str:
    """A text as a value of BibTeX, in which no brace or sign of it means anything."""
    return _clean(text).translate(_ESCAPES)


def _entry(entry_type: str, key: str, fields: Iterable[tuple[str, str]]) -> str:
    # The names of months are words of BibTeX itself, and stand without braces.
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}" for name, value in fields if value]
    return f"@{entry_type}{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _key(*parts: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", "-".join(part for part in parts if part)).strip("-") or "document"


def _title(page: Page, card: Card | None) -> str:
    return _clean(f"{dataset_title(page)}: {card.title if card else page.say(f'page_{page.name}')}")


def _clean(text: str) -> str:
    """A text in one line, without invisible characters."""
    return " ".join(_INVISIBLE.sub(" ", text).split())


def _with_full_stop(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _address(url: str) -> str:
    """An address in which no sign ends the value around it; what is encoded already stays so."""
    return quote(_clean(url), safe="/:?=&%,;~+@!$'()*[]-._#")


def _date_parts(date: str | None) -> tuple[str, str, str]:
    year, month, day = (*str(date or "")[:10].split("-"), "", "")[:3]
    return year, month, day


def _date(say: Text, date: str | None) -> str:
    """When a document was published, as far as that is known."""
    return say.date(date, "cited_") if date else say("cite_undated")
