"""What an Excel file of a card, or of a whole page, holds: data, the coded rows behind it, coverage, codes, and where it comes from."""

from __future__ import annotations

import datetime
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dashboard.files import citation, provenance, spreadsheet, tables
from dashboard.files.spreadsheet import Cell, Ordinal, Sheet
from dashboard.model.card import Card
from dashboard.model.page import Page
from dashboard.release import queries
from dashboard.release.queries.exporting import Coded, Document
from dashboard.words.theme import STATES

# Record: the table that its rows are of, and the list that its codes are of.
_TABLES = {"observation": "observations", "award": "awards", "limitation": "limitations", "lesson": "lessons"}
_LISTS = {"observation": "indicators", "award": "award_types", "limitation": "themes", "lesson": "themes"}
Used = dict[str, set[str]]  # codes by their list


def xlsx(page: Page, cards: Sequence[Card], places: Sequence[str], link: str, on: datetime.date) -> bytes:
    """Returns the Excel file of cards of a page: a sheet of data each, then evidence, coverage, codebook and about, tables from the first row on.

    `places` are where the coded rows behind the cards stand (provenance.places), all of them in the file.
    """
    stream = io.BytesIO()
    only = cards[0] if len(cards) == 1 else None
    title = only.title if only else page.say(f"page_{page.name}")
    known = provenance.metadata(page, only, link, on)
    properties = {
        "title": title,
        "subject": known["selection"],
        "comments": known["citation"],
        "category": known["license"],
        "keywords": known["release"],
    }
    n_rows = len(places) + sum(len(card.table.rows) for card in cards if card.table)
    spreadsheet.write(
        stream,
        _sheets(page, cards, tuple(dict.fromkeys(places)), link, on),
        properties,
        page.say.language,
        n_rows,
    )
    return stream.getvalue()


def _sheets(
    page: Page, cards: Sequence[Card], places: tuple[str, ...], link: str, on: datetime.date
) -> Iterator[Sheet]:
    """Yields the sheets; what the rows of a sheet use is known to the sheets after it, as each is written before the next is made."""
    say = page.say
    used: Used = {}
    names = (
        [say("sheet_data")]
        if len(cards) == 1
        else [f"{say('sheet_data')} {n} {card.title}" for n, card in enumerate(cards, 1)]
    )
    for name, card in zip(names, cards, strict=True):
        table = tables.flat(page, card)
        yield Sheet(name, table.header, table.rows)
    columns = _columns(page)
    yield Sheet(
        say("sheet_evidence"), [label for label, _ in columns.values()], _evidence(page, places, used)
    )
    for card in cards:
        _note_opened(page, card, used)
    yield Sheet(say("sheet_coverage"), *_coverage(page, used))
    header = [
        say("codebook_list"),
        say("codebook_code"),
        say("codebook_label"),
        say("column_unit"),
        say("codebook_meaning"),
    ]
    yield Sheet(say("sheet_codebook"), header, _codebook(page, used, columns), is_read=True)
    documents = provenance.documents_of(page, places)
    taken: set[str] = set()
    contents = [(spreadsheet.name(name, taken), card) for name, card in zip(names, cards, strict=True)]
    yield Sheet(
        say("sheet_about"),
        [say("about_what"), say("about_said")],
        _about(page, contents, documents, link, on),
        is_read=True,
    )


def _columns(page: Page) -> dict[str, tuple[str, str]]:
    """Returns the columns of the evidence: what each is called, as the data call it where it is theirs, and what is to be known of it."""
    say, of = page.say, queries.columns_explained(page.release, page.say.data_language)
    coded = {field: told for (table, field), told in of.items() if table == "observations"}
    source = {field: told for (table, field), told in of.items() if table == "sources"}
    return {
        "organization": coded["organization_id"],
        "term": coded["term"],
        "record": (say("evidence_record"), ""),
        "what": (say("evidence_what"), ""),
        "value": coded["value"],
        "qualifier": coded["qualifier"],
        "basis": coded["basis"],
        "as_of": coded["as_of"],
        "details": (say("evidence_details"), ""),
        "title": source["title"],
        "publisher": source["publisher"],
        "published_on": source["published_on"],
        "paragraph": coded["paragraph"],
        "url": source["url"],
        "note": coded["note"],
        "organization_id": (say("evidence_organization"), ""),
        "code": (say("evidence_code"), ""),
        "evidence": (say("evidence_place"), ""),
    }


def _evidence(page: Page, places: tuple[str, ...], used: Used) -> Iterator[list[Cell]]:
    """Yields a row for each coded row, and notes which codes there are."""
    labels, titles = page.labels, queries.record_titles(page.release, page.say.data_language)
    for row in provenance.coded_at(page, places):
        of = _LISTS[row.record]
        for name, code in (
            (of, row.code),
            ("award_levels", row.level),
            ("awards.recipient", row.recipient),
            ("awards.direction", row.direction),
            ("observations.qualifier", row.qualifier),
            ("observations.basis", row.basis),
            ("limitations.role", row.role),
        ):
            if code is not None:
                used.setdefault(name, set()).add(code)
        value = None if row.value is None or not math.isfinite(row.value) else row.value
        yield [
            labels["organizations"].get(row.organization_id, row.organization_id),
            Ordinal(row.term),
            titles[_TABLES[row.record]],
            labels[of].get(row.code, row.code),
            value,
            _label(page, "observations.qualifier", row.qualifier),
            _label(page, "observations.basis", row.basis),
            _date(row.as_of),
            _details(page, row),
            f"{row.title} ({page.say('draft')})" if row.is_draft else row.title,
            row.publisher,
            _date(row.published_on),
            row.paragraph,
            row.url,
            row.note,
            row.organization_id,
            row.code,
            row.evidence,
        ]


def _details(page: Page, row: Coded) -> str:
    """Returns what a coded row says beside its number: an award's direction, recipient, giver and year; the summary of a statement."""
    giver = page.say("giver", level=page.labels["award_levels"][row.level]) if row.level else ""
    parts = [
        _label(page, "awards.direction", row.direction),
        _label(page, "awards.recipient", row.recipient),
        giver,
        str(row.year or ""),
    ]
    parts += [page.say("role_cause")] if row.role == "cause" else []
    return " · ".join(part for part in [*parts, row.summary or ""] if part)


def _label(page: Page, name: str, code: str | None) -> str:
    return page.labels[name].get(code, code) if code else ""


def _date(written: str | None) -> Cell:
    """Returns a whole date as a date, and one of which the day or the month is not known as it is written."""
    try:
        return datetime.date.fromisoformat(written) if written and len(written) == 10 else written
    except ValueError:
        return written


def _note_opened(page: Page, card: Card, used: Used) -> None:
    """Notes the codes of what the rows of a card's table open."""
    for line in card.table.rows if card.table else ():
        row = line.opens.partition("~")[0]
        for name in ("indicators", "derived_measures", "themes"):
            if row in page.labels[name]:
                used.setdefault(name, set()).add(row)


def _coverage(page: Page, used: Used) -> tuple[list[str], list[list[Cell]]]:
    """Returns how many organizations report each indicator, award and theme used, of how many, and the states of the figures; cells in the end.

    Where nothing is used, it is every indicator.
    """
    say, labels, filters = page.say, page.labels, provenance.covered_filters(page)
    header = [
        say("evidence_what"),
        say("coverage_with"),
        say("coverage_applicable"),
        *(say(f"cell_{state}") for state in STATES),
    ]
    indicators = (
        used.get("indicators", set())
        if any(name in used for name in ("indicators", "award_types", "themes"))
        else labels["indicators"]
    )
    rows: list[list[Cell]] = []
    for row in queries.totals(page.release, filters):
        if row.indicator in indicators:
            states = [getattr(row, f"n_{state}") for state in STATES]
            rows.append(
                [
                    labels["indicators"][row.indicator],
                    row.n_organizations_with_figure,
                    row.n_organizations_applicable,
                    *states,
                ]
            )
    for awards in queries.award_totals(page.release, filters) if "award_types" in used else ():
        rows.append(
            [
                say(f"awards_{awards.direction}"),
                awards.n_organizations_with_figure,
                awards.n_organizations_applicable,
                None,
                awards.n_unstated,
            ]
        )
    for spread in queries.theme_spread(page.release, filters) if "themes" in used else ():
        if spread.theme in used["themes"]:
            rows.append([labels["themes"][spread.theme], spread.n_named, spread.n_organizations])
    every = queries.coverage(page.release, filters)
    return header, [
        *rows,
        [say("coverage_every"), None, None, *(getattr(every, f"n_{state}") for state in STATES)],
    ]


def _codebook(page: Page, used: Used, columns: Mapping[str, tuple[str, str]]) -> Iterator[list[Cell]]:
    """Yields the codes used with what they stand for, the five states, and the columns of the evidence."""
    say = page.say
    for code in queries.codes_explained(page.release, say.data_language):
        if code.code in used.get(code.list, ()):
            yield [code.list_title, code.code, code.label, code.unit, code.covers]
    for state in STATES:
        yield [say("codebook_states"), state, say(f"cell_{state}"), None, None]
    for name, (label, covers) in columns.items():
        yield [say("codebook_columns"), name, label, None, covers]


def _about(
    page: Page, contents: list[tuple[str, Card]], documents: list[Document], link: str, on: datetime.date
) -> Iterator[list[Cell]]:
    """Yields where the file comes from, what each sheet of data is of, and the documents behind it."""
    only = contents[0][1] if len(contents) == 1 else None
    for fact in provenance.facts(page, only, link, on):
        yield [fact.label, fact.text]
    for name, card in contents:
        parts: list[Any] = [card.title, card.subtitle, card.lead, card.empty, card.note]
        yield [name, "\n".join(part for part in parts if part)]
    for document in documents:
        yield [page.say("about_documents"), citation.document_apa(page, document)]
