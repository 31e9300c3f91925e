"""Answers to machines as plain data: cards, pages, releases, files. Knows no HTTP.

The query string is that of the page, read by the same codec, and the same builders make the cards: page and
machine are told the same. What has no answer is a Problem.
"""

from __future__ import annotations

import datetime
import gzip
import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from dashboard.api.problems import Problem
from dashboard.api.questions import Question, parse
from dashboard.cards import registry
from dashboard.files import provenance, workbook
from dashboard.files.formats import FORMATS
from dashboard.files.provenance import file_name
from dashboard.model.card import Card, Cell, Figures, Quantity, Statements, Table
from dashboard.model.page import (
    PAGES,
    SUBJECTS,
    Page,
    address,
    encode,
    is_nothing_left,
    page_of,
    valid_codes_of,
)
from dashboard.model.public_url import public_address, rooted
from dashboard.release import queries, warehouse
from dashboard.release.opened import open_release
from dashboard.request.parameters import MAX_ECHO, to_link, to_query
from dashboard.words.text import Text

MAX_ANSWERS = 256  # that are kept compressed
MAX_FILES = 64
LICENCE = {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}
JSON = "application/json"
STATEMENT = ("text", "tags", "who", "where", "url")
CODED_ROW = ("who", "figure", "what", "where", "url")
# Pages that have cards only where a parameter says what they are about.
REQUIRED_PARAMETERS = {**SUBJECTS, "compare": "compare"}


@dataclass(frozen=True)
class Answer:
    """An answer as it is sent: its bytes, kept compressed, and a tag that changes with them."""

    compressed: bytes
    tag: str
    media_type: str
    language: str = ""
    is_for_ever: bool = False
    file_name: str = ""
    described_by: str = ""

    @property
    def body(self) -> bytes:
        """The bytes as they are without compression."""
        return gzip.decompress(self.compressed)


def compress_answer(
    body: bytes,
    media_type: str,
    *,
    language: str = "",
    is_for_ever: bool = False,
    file_name: str = "",
    described_by: str = "",
) -> Answer:
    """An answer of these bytes."""
    compressed, tag = gzip.compress(body, 6, mtime=0), hashlib.sha256(body).hexdigest()[:32]
    return Answer(compressed, tag, media_type, language, is_for_ever, file_name, described_by)


def as_json(data: object) -> bytes:
    """Data as JSON. Raises ValueError for infinity and NaN, which JSON does not have."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode(
        "utf-8", "replace"
    )


def releases() -> Answer:
    """The releases of the folder, the newest first, and which of them is current."""
    current = warehouse.current_name()
    listed = [
        {"name": r.name, "built_at": _time(r.built_at), "n_rows": r.n_rows, "is_current": r.name == current}
        for r in warehouse.listing()
    ]
    return compress_answer(as_json({"releases": listed}), JSON)


def health() -> str:
    """The name of the current release, having asked it. Raises NoRelease or the error of the database."""
    release = open_release()
    release.ping()
    return release.name


def pages(query: str) -> Answer:
    """The pages, each with the names and titles of its cards for a query. Raises Problem."""
    return _pages(parse(query))


def card(page: str, name: str, query: str) -> Answer:
    """All that a card says for a query. Raises Problem."""
    return _card(*_parse(page, query), name)


def file(page: str, name: str, form: str, query: str) -> Answer:
    """A card for a query as a file of this format. Raises Problem."""
    return _file(*_parse(page, query), name, form)


def page_workbook(page: str, query: str) -> Answer:
    """All cards of a page for a query as one Excel file, a sheet each. Raises Problem."""
    return _page_workbook(*_parse(page, query))


def _parse(page: str, query: str) -> tuple[Question, str]:
    if page not in PAGES:
        raise Problem("unknown", lambda say: say("detail_page", page=page[:MAX_ECHO]), pages=list(PAGES))
    return parse(query), page


@lru_cache(maxsize=MAX_ANSWERS)
def _pages(question: Question) -> Answer:
    entries = []
    with question.answering():
        for name in PAGES:
            page = _page(question, name)
            built = (
                {}
                if is_nothing_left(page)
                else {code: build() for code, build in registry.cards_of(page).items()}
            )
            entries.append(
                {
                    "name": name,
                    "title": page.say(f"page_{name}"),
                    "address": _address(page),
                    "asks_for": REQUIRED_PARAMETERS.get(name),
                    "cards": [
                        {"name": code, "title": card.title, "address": _address(page, code)}
                        for code, card in built.items()
                    ],
                }
            )
        body = as_json({"pages": entries, "provenance": _provenance(question)})
    return compress_answer(body, JSON, language=question.selection.language, is_for_ever=question.is_pinned)


@lru_cache(maxsize=MAX_ANSWERS)
def _card(question: Question, page_name: str, name: str) -> Answer:
    with question.answering():
        page = _page(question, page_name)
        data = _card_as_data(page, _build_card(question, page, name))
        provenance = _provenance(question) | {
            "page": _address(page, name),
            "snapshot": _address(_pinned(page), name),
        }
    body = as_json({"page": page_name, "card": name, **data, "provenance": provenance})
    return compress_answer(body, JSON, language=page.selection.language, is_for_ever=question.is_pinned)


@lru_cache(maxsize=MAX_FILES)
def _file(question: Question, page_name: str, name: str, form: str) -> Answer:
    file_format = FORMATS[form]
    with question.answering():
        page = _page(question, page_name)
        shown = _build_card(question, page, name)
        _refuse_rejected(question)
        if file_format.is_table and not (shown.table and shown.table.rows):
            raise Problem(
                "unknown",
                lambda say: say("detail_table", card=name),
                empty=_card_as_data(page, shown)["empty"],
            )
        focus = replace(page.selection.focus, card=shown.name)
        pinned = replace(page.selection, focus=focus).pinned_to(page.release.name)
        body = file_format.make_file(page, shown, public_address(page.name, to_link(pinned)))
        download = file_name(page, shown, form)
        described_by = _data_address(page, name)
    return compress_answer(
        body,
        file_format.media_type,
        language=page.selection.language,
        is_for_ever=question.is_pinned,
        file_name=download,
        described_by=described_by,
    )


@lru_cache(maxsize=MAX_FILES)
def _page_workbook(question: Question, page_name: str) -> Answer:
    with question.answering():
        page = _page(question, page_name)
        _refuse_rejected(question)
        built = [] if is_nothing_left(page) else [build() for build in registry.cards_of(page).values()]
        shown = [card for card in built if card.table and card.table.rows]
        if not shown:
            raise Problem(
                "unknown",
                lambda say: _with_way_out(say, page_name, say("detail_tables", page=page_name)),
            )
        link = public_address(page.name, to_link(page.selection.pinned_to(page.release.name)))
        places = [place for card in shown for place in provenance.evidence_places(page, card)]
        body = workbook.xlsx(page, shown, places, link)
        download = file_name(page, None, "xlsx")
    return compress_answer(
        body,
        FORMATS["xlsx"].media_type,
        language=page.selection.language,
        is_for_ever=question.is_pinned,
        file_name=download,
    )


def _refuse_rejected(question: Question) -> None:
    """Refuse a file for a query that does not apply as a whole: it has no place to say so."""
    if question.rejected:
        named = ", ".join(f"{parameter}={value}" for parameter, value in question.rejected)
        raise Problem(
            "unreadable", lambda say: say("detail_rejected", parts=named), rejected=_rejected(question)
        )


def _page(question: Question, name: str) -> Page:
    release, pinned = question.release, question.selection.pin.release
    return page_of(name, question.selection, release, valid_codes_of(release, pinned))


def _build_card(question: Question, page: Page, name: str) -> Card:
    is_empty = is_nothing_left(page)
    builders = registry.cards_of(_unfiltered(page) if is_empty else page)
    if name not in builders:

        def detail(say: Text) -> str:
            said = say("detail_card", page=page.name, card=name[:MAX_ECHO])
            return said if builders else _with_way_out(say, page.name, said)

        raise Problem(
            "unknown",
            detail,
            cards=list(builders),
            rejected=_rejected(question),
        )
    if is_empty:
        return Card(name, page.say(f"page_{page.name}"), empty=page.say("nothing_left"))
    return builders[name]()


def _with_way_out(say: Text, page: str, said: str) -> str:
    """What is said of a page, and which parameter it has its cards by, where it has one."""
    parameter = REQUIRED_PARAMETERS.get(page)
    return f"{said} {say('detail_about', parameter=parameter)}" if parameter else said


def _unfiltered(page: Page) -> Page:
    selection = replace(page.selection, filters=page.selection.filters.cleared())
    return replace(page, selection=selection)


def _card_as_data(page: Page, shown: Card) -> dict[str, Any]:
    table = shown.table or Table((), ())
    groups = shown.body.content["groups"] if isinstance(shown.body, Statements) else []
    is_silent = not (table.rows or groups or shown.empty or shown.lead or shown.note)
    return {
        "title": shown.title,
        "subtitle": shown.subtitle,
        "lead": shown.lead,
        "note": shown.note,
        "empty": page.say("no_figures_here") if is_silent else shown.empty,
        "columns": [
            {"code": column.code, "label": column.label, "is_number": is_number}
            for column, is_number in zip(table.columns, table.has_numbers, strict=True)
        ],
        "rows": [
            {"id": row.code, "code": row.opens, "cells": [_cell(cell) for cell in row.cells]}
            for row in table.rows
        ],
        "statements": [
            {"heading": group["heading"], "items": [_only(STATEMENT, item) for item in group["items"]]}
            for group in groups
        ],
        "evidence": _evidence(shown),
    }


def _cell(cell: Cell) -> str | dict[str, Any]:
    """A figure as number, qualifier and as written; text, and the states without a figure, as text."""
    if not isinstance(cell, Quantity):
        return cell
    value = None if cell.value is None else float(cell.value)
    if value is not None:
        value = (int(value) if value.is_integer() else value) if math.isfinite(value) else None
    return {"value": value, "qualifier": cell.qualifier, "written": cell.written}


def _evidence(shown: Card) -> dict[str, Any]:
    """The coded rows behind a card and behind each of its figures, and how many there are in all."""
    behind = [("", shown.sources.shown)] if shown.sources else []
    for item in shown.body.content["items"] if isinstance(shown.body, Figures) else []:
        behind += [
            (item["label"], sources) for sources in (item.get("sources"), item.get("change")) if sources
        ]
    listed = [{"of": of, **_only(CODED_ROW, item)} for of, sources in behind for item in sources["items"]]
    return {"n": sum(sources["n"] for _, sources in behind), "n_listed": len(listed), "items": listed}


def _only(keys: tuple[str, ...], item: Mapping[str, Any]) -> dict[str, Any]:
    note = item.get("note")
    return {key: item.get(key) for key in keys} | {"note": note and note["text"]}


def _provenance(question: Question) -> dict[str, Any]:
    facts, selection = queries.facts(question.release), question.selection
    return {
        "release": {"name": question.release.name, "built_at": _time(facts.built_at)},
        "is_pinned": bool(selection.pin.release),
        "query": to_query(selection),
        "rejected": _rejected(question),
        "licence": LICENCE,
    }


def _rejected(question: Question) -> list[dict[str, str]]:
    return [{"parameter": parameter, "value": value} for parameter, value in question.rejected]


def _pinned(page: Page) -> Page:
    return replace(page, selection=page.selection.pinned_to(page.release.name))


def _address(page: Page, card: str = "") -> str:
    """The address of the page that shows this to a reader, pointing at a card of it."""
    focus = replace(page.selection.focus, card=card)
    return rooted(address(page.name, to_query(replace(page.selection, focus=focus))))


def _data_address(page: Page, card: str) -> str:
    query = encode(to_query(page.selection))
    return f"/api/v1/cards/{page.name}/{card}.json{'?' if query else ''}{query}"


def _time(moment: datetime.datetime) -> str:
    """A time of a release, which is in UTC, as RFC 3339 has it."""
    return f"{moment.isoformat()}Z"
