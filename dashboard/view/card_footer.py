"""The footer of a card: table, sources, files, pictures, addresses, citation. Content only; draws nothing."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from dashboard.elements.contracts import (
    CardFooterContent,
    FileLink,
    Serialized,
    TableContent,
    TableRow,
    serialize,
)
from dashboard.files import citation, provenance
from dashboard.files.formats import FORMATS
from dashboard.model.card import Card, Chart, Quantity, Row, Table
from dashboard.model.page import MAX_PAGES, Page, address, encode, release_line
from dashboard.request.parameters import to_link, to_query
from dashboard.request.selection import Selection

MAX_FOOTERS = 8 * MAX_PAGES  # cards of pages
EMBED_CODE = '<iframe src="~address~" width="100%" height="600" style="border:0" loading="lazy"></iframe>'
# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {"file_": ("bib", *(name for name, file_format in FORMATS.items() if not file_format.label))}


@lru_cache(maxsize=MAX_FOOTERS)
def card_footer(page: Page, card: Card) -> Serialized[CardFooterContent]:
    """The footer of a card."""
    say = page.say
    focus = replace(page.selection.focus, card=card.name, cell=None, is_alone=False)
    live = replace(page.selection, focus=focus)
    # A file holds the data that are on the page, whatever is current when it is fetched.
    pinned = live.pinned_to(page.release.name)
    alone = replace(live, focus=replace(focus, is_alone=True))
    pinned_address = address(page.name, to_link(pinned))
    has_rows = card.table is not None and bool(card.table.rows)
    content: CardFooterContent = {
        "name": card.name,
        "table": _table(card, card.table) if card.table and has_rows else None,
        "sources": card.sources.shown if card.sources else None,
        "files": [_file(page, card, pinned, name) for name, f in FORMATS.items() if f.is_table and has_rows],
        "pictures": {
            "kinds": (["png", "svg"] if isinstance(card.body, Chart) else ["png"])
            if card.has_picture
            else [],
            "name": provenance.file_name(page, card, "").rstrip("."),
            "title": card.title,
            "subtitle": card.subtitle,
            "link": pinned_address,
            "lines": [
                card.lead,
                card.note,
                provenance.describe_selection(page),
                provenance.describe_reporting(page),
                release_line(page),
            ],
        },
        "copies": [
            {"label": say("card_link"), "to": address(page.name, to_query(live))},
            {"label": say("card_link_pinned"), "to": pinned_address},
            {"label": say("card_embed"), "text": EMBED_CODE, "of": address(page.name, to_link(alone))},
        ],
        "cite": {
            "label": say("card_cite_copy"),
            "text": citation.apa(page, card, "~address~"),
            "of": pinned_address,
            "file": _file(page, card, pinned, "bib"),
        },
        "words": {
            "table": say("card_table"),
            "files": say("card_files"),
            "share": say("share"),
            "cite": say("card_cite"),
            "copied": say("card_copied"),
            "failed": say("failed"),
        },
    }
    return serialize(content)


def _table(card: Card, table: Table) -> TableContent:
    return {
        "caption": card.title,
        "columns": [
            {"label": column.label, "is_number": is_number}
            for column, is_number in zip(table.columns, table.has_numbers, strict=True)
        ],
        "is_open": card.is_table_open,
        "rows": [_row(row, table.has_numbers) for row in table.rows],
    }


def _row(row: Row, has_numbers: list[bool]) -> TableRow:
    return {
        "code": row.opens,
        "cells": [cell.written if isinstance(cell, Quantity) else cell for cell in row.cells],
        "states": [
            n for n, cell in enumerate(row.cells) if has_numbers[n] and not isinstance(cell, Quantity)
        ],
    }


def _file(page: Page, card: Card, selection: Selection, name: str) -> FileLink:
    return {
        "label": FORMATS[name].label or page.say(f"file_{name}"),
        "to": f"api/v1/cards/{page.name}/{card.name}.{name}?{encode(to_link(selection))}",
        "name": provenance.file_name(page, card, name),
    }
