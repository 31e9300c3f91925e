"""Cards of the two codings of documents: how far they agree, by document and theme, and where they differ.

Derives nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from dashboard.cards import evidence
from dashboard.elements.contracts import ComparisonCell, ComparisonGroup, ComparisonRow
from dashboard.model import measures
from dashboard.model.card import Card, Cell, Column, Comparison, Quantity, Row, Table
from dashboard.model.page import MAX_PAGES, Page
from dashboard.release import queries
from dashboard.release.queries.codings import Agreement, CodedUnit


def is_measured(page: Page) -> bool:
    """Whether agreement on themes, and where codings differ, is known of any document selected."""
    return any(row.n_agreed is not None for row in queries.agreement(page.release, page.filters))


@lru_cache(maxsize=MAX_PAGES)
def documents(page: Page) -> Card:
    """How far two codings agree over all documents selected and over each, and how they came about."""
    say, rows = page.say, queries.agreement(page.release, page.filters)
    title = say("agreement_title")
    if not rows:
        return Card("agreement", title, _subtitle(page), empty=say("agreement_none"))
    every, of_documents = rows[0], [row for row in rows if row.scope == "source"]
    n_all = queries.overview(page.release, page.filters).n_documents
    # An earlier release measures all of its documents, whatever is selected.
    of = (
        say("agreement_of", n=len(of_documents), all=n_all) if is_measured(page) else say("agreement_earlier")
    )
    places = queries.coded_unit_places(page.release, page.filters)
    return Card(
        "agreement",
        title,
        _subtitle(page, of),
        lead=_in_words(page, every),
        note=queries.codings_described(page.release, say.data_language),
        table=Table(
            _columns(page, Column("document", say("column_document"))),
            [_row(page, row, row.title or row.id, "") for row in of_documents],
        ),
        is_table_open=True,
        sources=evidence.statement_evidence_of(page, places),
    )


@lru_cache(maxsize=MAX_PAGES)
def themes(page: Page) -> Card:
    """How far two codings agree on each theme that either chose."""
    say, labels = page.say, page.labels["themes"]
    rows = [row for row in queries.agreement(page.release, page.filters) if row.scope == "theme"]
    return Card(
        "agreement-themes",
        say("agreement_themes_title"),
        _subtitle(page),
        note=say("agreement_themes_note"),
        table=Table(
            _columns(page, Column("theme", say("grid_corner"))),
            [_row(page, row, labels[row.id], f"{row.id}~") for row in rows],
        ),
        is_table_open=True,
    )


@lru_cache(maxsize=MAX_PAGES)
def differences(page: Page) -> Card:
    """The statements on which two codings differ: what each has, and what the final rows have."""
    say, units = page.say, queries.coding_differences(page.release, page.filters)
    title = say("differences_title")
    if not units:
        return Card("differences", title, _subtitle(page), empty=say("differences_none"))
    coders = sorted({coder for unit in units for coder in unit.coders})
    columns = (
        Column("document", say("column_document")),
        Column("paragraph", say("column_paragraph")),
        Column("record", say("column_record")),
        *(Column(f"coder_{coder}", say("column_coding", coder=coder)) for coder in coders),
        Column("final", say("column_final")),
        Column("note", say("column_note")),
    )
    rest = units[0].n_all - len(units)
    return Card(
        "differences",
        title,
        _subtitle(page, say("differences_of", n=units[0].n_all)),
        body=_side_by_side(page, units, coders),
        note=say("statements_more", n=rest) if rest > 0 else say("differences_note"),
        table=Table(columns, [_difference(page, unit, coders) for unit in units]),
        sources=evidence.statement_evidence_of(page, (place for unit in units for place in unit.evidence)),
    )


def _in_words(page: Page, row: Agreement) -> str:
    n_single = row.n_units - row.n_paired
    if row.alpha is None:
        return page.say("agreement_undefined", n_paired=row.n_paired, n_single=n_single)
    return page.say(
        "agreement", alpha=written_alpha(page, row.alpha), n_paired=row.n_paired, n_single=n_single
    )


def written_alpha(page: Page, alpha: float) -> str:
    """An α with two decimals, or four where two would make a perfect one of it."""
    return page.say.fixed(alpha, 4 if 0.995 <= alpha < 1 else 2)


def _columns(page: Page, first: Column) -> tuple[Column, ...]:
    say = page.say
    return (
        first,
        Column("alpha", say("column_alpha")),
        Column("n_paired", say("column_paired")),
        Column("n_agreed", say("column_agreed")),
        Column("n_single", say("column_single")),
    )


def _row(page: Page, row: Agreement, label: str, opens: str) -> Row:
    cells: tuple[Cell, ...] = (
        label,
        page.say("alpha_undefined")
        if row.alpha is None
        else Quantity(written_alpha(page, row.alpha), row.alpha, "exact"),
        measures.count(page, row.n_paired),
        "" if row.n_agreed is None else measures.count(page, row.n_agreed),
        measures.count(page, row.n_units - row.n_paired),
    )
    return Row(row.id, cells, opens)


def _side_by_side(page: Page, units: Sequence[CodedUnit], coders: Sequence[str]) -> Comparison:
    """Each statement as a row, under its document: what each coding and the final rows have."""
    say, record_of = page.say, page.labels["codings.record"]
    groups: list[ComparisonGroup] = []
    for _, of_document in groupby(units, key=lambda unit: unit.source_id):
        listed = list(of_document)
        rows: list[ComparisonRow] = [
            {
                "label": " · ".join(filter(None, (_place(page, unit), record_of[unit.record]))),
                "note": _note(page, unit),
                "cells": [_cell(page, unit, themes) for themes in _themes(unit, coders)],
            }
            for unit in listed
        ]
        groups.append({"label": listed[0].title, "rows": rows})
    labels = [*(say("column_coding", coder=coder) for coder in coders), say("column_final")]
    return Comparison(
        {
            "columns": [{"label": label, "notes": []} for label in labels],
            "groups": groups,
            "words": {"corner": say("column_statement"), "caption": say("differences_title")},
        }
    )


def _cell(page: Page, unit: CodedUnit, themes: Sequence[str]) -> ComparisonCell:
    """What one coding or the final rows have; it opens what is coded on that theme."""
    is_open = bool(themes and unit.organization_id)
    return {
        "state": "figure" if themes else "not_mentioned",
        "main": _labels(page, themes),
        "lines": [],
        "code": f"{themes[0]}~{unit.organization_id}" if is_open else "",
        "links": [],
        "is_quiet": not themes,
    }


def _difference(page: Page, unit: CodedUnit, coders: Sequence[str]) -> Row:
    cells = (
        unit.title,
        _paragraphs(unit),
        page.labels["codings.record"][unit.record],
        *(_labels(page, themes) for themes in _themes(unit, coders)),
        _note(page, unit),
    )
    # What is opened: what is coded on the theme of the final row, else on the one that a coder chose.
    theme = (unit.final_themes or unit.themes)[0]
    opens = f"{theme}~{unit.organization_id}" if unit.organization_id else ""
    return Row(f"{unit.source_id}~{unit.record}~{unit.unit}", cells, opens)


def _themes(unit: CodedUnit, coders: Sequence[str]) -> list[list[str]]:
    """The themes that each coder chose, and then those of the final rows; none where there is no row."""
    chosen = dict(zip(unit.coders, unit.themes, strict=True))
    return [*([chosen[coder]] if coder in chosen else [] for coder in coders), unit.final_themes]


def _labels(page: Page, themes: Sequence[str]) -> str:
    return "; ".join(page.labels["themes"][theme] for theme in themes) or page.say("no_row")


def _note(page: Page, unit: CodedUnit) -> str:
    """What the coder noted of the final rows; where there is none, of the document."""
    return unit.note or (page.say("note_of_document", note=unit.document_note) if unit.document_note else "")


def _place(page: Page, unit: CodedUnit) -> str:
    return page.say("in_paragraph", paragraph=_paragraphs(unit)) if _paragraphs(unit) else ""


def _paragraphs(unit: CodedUnit) -> str:
    """The paragraph that the coders found it in, or the first and the last; "" where none is known."""
    return "–".join(dict.fromkeys(str(n) for n in (unit.first_paragraph, unit.last_paragraph) if n))


def _subtitle(page: Page, *parts: str) -> str:
    return " · ".join(filter(None, (*parts, page.years)))
