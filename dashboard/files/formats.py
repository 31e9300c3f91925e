"""The one list of file formats, each with its media type and maker. Decides nothing of their content."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from dashboard.files import citation, provenance, tables, workbook
from dashboard.model.card import Card
from dashboard.model.page import Page

MakeFile = Callable[[Page, Card, str], bytes]


class Format(NamedTuple):
    """A format of files: its media type, what makes a file of it, its description, and its label.

    The label is the same in every language, or "" where the interface has one. `is_table`: whether it holds
    the card's table, and so needs one. What a file says is of its release alone, for ever the same: neither
    when nor from where it was fetched.
    """

    media_type: str
    make_file: MakeFile
    description: str
    label: str = ""
    is_table: bool = True


def _csv(page: Page, card: Card, link: str) -> bytes:
    return tables.card_csv(page, card)


def _xlsx(page: Page, card: Card, link: str) -> bytes:
    return workbook.xlsx(page, [card], provenance.evidence_places(page, card), link)


def _parquet(page: Page, card: Card, link: str) -> bytes:
    return tables.card_parquet(page, card, provenance.metadata(page, card, link))


def _bib(page: Page, card: Card, link: str) -> bytes:
    documents = provenance.documents_of(page, provenance.evidence_places(page, card))
    return "\n\n".join(
        [citation.bibtex(page, card, link), *(citation.document_bibtex(page, d) for d in documents)]
    ).encode()


FORMATS = {
    "csv": Format(
        "text/csv; charset=utf-8",
        _csv,
        "The table of a card: UTF-8 with byte order mark, each number with its qualifier.",
        "CSV",
    ),
    "zip": Format(
        "application/zip",
        provenance.package,
        "That CSV file in a Frictionless Data Package, which says what its columns are and where it comes "
        "from.",
    ),
    "xlsx": Format(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _xlsx,
        "The table of a card with evidence, coverage, codebook and provenance, a sheet each.",
        "Excel",
    ),
    "parquet": Format(
        "application/vnd.apache.parquet",
        _parquet,
        "The table of a card with its provenance as metadata.",
        "Parquet",
    ),
    "bib": Format(
        "application/x-bibtex; charset=utf-8",
        _bib,
        "How a card and the documents behind it are cited, as BibTeX.",
        is_table=False,
    ),
}
