"""The Excel file of a card or a page: data, evidence, coverage, codebook, provenance. Writes no cell."""

from __future__ import annotations

import datetime
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dashboard.files import citation, provenance, spreadsheet, tables
from dashboard.files.spreadsheet import Cell, Ordinal, Sheet
from dashboard.model import states
from dashboard.model.card import Card
from dashboard.model.page import Page
from dashboard.release import queries
from dashboard.release.queries.exporting import Coded, Document

# Record: the table that its rows are of, and the list that its codes are of.
_TABLES = {"observation": "observations", "award": "awards", "limitation": "limitations", "lesson": "lessons"}
_LISTS = {"observation": "indicators", "award": "award_types", "limitation": "themes", "lesson": "themes"}
Used = dict[str, set[str]]  # codes by their list


def xlsx(page: Page, cards: Sequence[Card], places: Sequence[str], link: str) -> bytes:
    """The Excel file of cards of a page: a sheet of data each, then evidence, coverage, codebook and about.

    `places` are those of all coded rows behind the cards (provenance.evidence_places). Every table begins in
    the first row of its sheet.
    """
    stream = io.BytesIO()
    only = cards[0] if len(cards) == 1 else None
    title = only.title if only else page.say(f"page_{page.name}")
    metadata = provenance.metadata(page, only, link)
    properties = {
        "title": title,
        "subject": metadata["selection"],
        "comments": metadata["citation"],
        "category": metadata["license"],
        "keywords": metadata["release"],
    }
    n_rows = len(places) + sum(len(card.table.rows) for card in cards if card.table)
    spreadsheet.write(
        stream,
        _sheets(page, cards, tuple(dict.fromkeys(places)), link),
        properties,
        queries.facts(page.release).built_at,
        page.say.language,
        n_rows,
    )
    return stream.getvalue()


def _sheets(page: Page, cards: Sequence[Card], places: tuple[str, ...], link: str) -> Iterator[Sheet]:
    """The sheets, each written before the next is made: what one's rows use is known to those after it."""
    say = page.say
    used: Used = {}
    names = (
        [say("sheet_data")]
        if len(cards) == 1
        else [f"{say('sheet_data')} {n} {card.title}" for n, card in enumerate(cards, 1)]
    )
    for name, card in zip(names, cards, strict=True):
        table = tables.flatten(page, card)
        yield Sheet(name, table.header, table.rows)
    columns = _columns(page)
    rows = (list(map(row.__getitem__, columns)) for row in _evidence(page, places, used))
    yield Sheet(say("sheet_evidence"), [label for label, _ in columns.values()], rows)
    for card in cards:
        _note_opened_codes(page, card, used)
    yield Sheet(say("sheet_coverage"), *_coverage(page, used))
    header = [
        say("codebook_list"),
        say("codebook_code"),
        say("codebook_label"),
        say("column_unit"),
        say("codebook_meaning"),
    ]
    yield Sheet(say("sheet_codebook"), header, _codebook(page, used, columns), is_prose=True)
    documents = provenance.documents_of(page, places)
    taken: set[str] = set()
    contents = [(spreadsheet.sheet_name(name, taken), card) for name, card in zip(names, cards, strict=True)]
    yield Sheet(
        say("sheet_about"),
        [say("about_what"), say("about_said")],
        _about(page, contents, documents, link),
        is_prose=True,
    )


def _columns(page: Page) -> dict[str, tuple[str, str]]:
    """The columns of the evidence: {name: (label, description)}, those of the data as the data say it."""
    say, described = page.say, queries.column_descriptions(page.release, page.say.data_language)
    coded = {field: texts for (table, field), texts in described.items() if table == "observations"}
    source = {field: texts for (table, field), texts in described.items() if table == "sources"}
    # A release from before these were coded does not say what they are called.
    later = {
        name: described[of]
        for name, of in (("giver", ("awards", "giver")), ("extent", ("sources", "extent")))
        if of in described
    }
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
        **later,
    }


def _evidence(page: Page, places: tuple[str, ...], used: Used) -> Iterator[dict[str, Cell]]:
    """The coded rows by column; adds their codes to those used."""
    labels, titles = page.labels, queries.record_titles(page.release, page.say.data_language)
    for row in provenance.coded_rows(page, places):
        of = _LISTS[row.record]
        for name, code in (
            (of, row.code),
            ("award_levels", row.level),
            ("awards.recipient", row.recipient),
            ("awards.direction", row.direction),
            ("observations.qualifier", row.qualifier),
            ("observations.basis", row.basis),
            ("limitations.role", row.role),
            ("sources.extent", row.extent),
        ):
            if code is not None:
                used.setdefault(name, set()).add(code)
        value = None if row.value is None or not math.isfinite(row.value) else row.value
        yield {
            "organization": labels["organizations"].get(row.organization_id, row.organization_id),
            "term": Ordinal(row.term),
            "record": titles[_TABLES[row.record]],
            "what": labels[of].get(row.code, row.code),
            "value": value,
            "qualifier": _label(page, "observations.qualifier", row.qualifier),
            "basis": _label(page, "observations.basis", row.basis),
            "as_of": _date(row.as_of),
            "details": _details(page, row),
            "title": f"{row.title} ({page.say('draft')})" if row.is_draft else row.title,
            "publisher": row.publisher,
            "published_on": _date(row.published_on),
            "paragraph": row.paragraph,
            "url": row.url,
            "note": row.note,
            "organization_id": row.organization_id,
            "code": row.code,
            "evidence": row.evidence,
            "giver": row.giver,
            "extent": _label(page, "sources.extent", row.extent),
        }


def _details(page: Page, row: Coded) -> str:
    """What a coded row says beside its number: an award's recipient and giver, a statement's summary."""
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
    """A whole date as a date, and one without a known day or month as it is written."""
    try:
        return datetime.date.fromisoformat(written) if written and len(written) == 10 else written
    except ValueError:
        return written


def _note_opened_codes(page: Page, card: Card, used: Used) -> None:
    """Add the codes of what the rows of a card's table open to those used."""
    for line in card.table.rows if card.table else ():
        row = line.opens.partition("~")[0]
        for name in ("indicators", "derived_measures", "themes"):
            if row in page.labels[name]:
                used.setdefault(name, set()).add(row)


def _coverage(page: Page, used: Used) -> tuple[list[str], list[list[Cell]]]:
    """Header and rows of coverage: organizations that report each code used, of how many, and states.

    All cells together come last. Where no code is used, all indicators are listed.
    """
    say, labels, filters = page.say, page.labels, provenance.covered_filters(page)
    known = states.marks(page)
    header = [
        say("evidence_what"),
        say("coverage_with"),
        say("coverage_applicable"),
        *(say(f"cell_{state}") for state in known),
    ]
    indicators = (
        used.get("indicators", set())
        if any(name in used for name in ("indicators", "award_types", "themes"))
        else labels["indicators"]
    )
    rows: list[list[Cell]] = []
    for row in queries.totals(page.release, filters):
        if row.indicator in indicators:
            counts = [getattr(row, f"n_{state}") for state in known]
            rows.append(
                [
                    labels["indicators"][row.indicator],
                    row.n_organizations_with_figure,
                    row.n_organizations_applicable,
                    *counts,
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
        [say("coverage_every"), None, None, *(getattr(every, f"n_{state}") for state in known)],
    ]


def _codebook(page: Page, used: Used, columns: Mapping[str, tuple[str, str]]) -> Iterator[list[Cell]]:
    """The codes used with their meaning, the states, and the columns of the evidence."""
    say = page.say
    for code in queries.codebook(page.release, say.data_language):
        if code.code in used.get(code.list, ()):
            yield [code.list_title, code.code, code.label, code.unit, code.covers]
    for state in states.marks(page):
        yield [say("codebook_states"), state, say(f"cell_{state}"), None, None]
    for name, (label, covers) in columns.items():
        yield [say("codebook_columns"), name, label, None, covers]


def _about(
    page: Page, contents: list[tuple[str, Card]], documents: list[Document], link: str
) -> Iterator[list[Cell]]:
    """The provenance of the file, what each sheet of data shows, and the documents behind it."""
    only = contents[0][1] if len(contents) == 1 else None
    for fact in provenance.describe(page, only, link):
        yield [fact.label, fact.text]
    for name, card in contents:
        parts: list[Any] = [card.title, card.subtitle, card.lead, card.empty, card.note]
        yield [name, "\n".join(part for part in parts if part)]
    for document in documents:
        yield [page.say("about_documents"), citation.document_apa(page, document)]
