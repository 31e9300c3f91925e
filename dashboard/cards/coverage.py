"""The coverage of the data as a grid and as a list of what to ask for: organization × term × indicator in the five states."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import Any

from dashboard.files import tables
from dashboard.model.page import MOST_PAGES, Page
from dashboard.release import cached
from dashboard.view import card_view
from dashboard.view.card_view import Card, Cell, Quantity, Table
from dashboard.words.theme import STATES

MARKS = STATES | {"figure": "●"}
ASK_COLUMNS = ("organization", "kind", "province", "term", "state", "indicators")
# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {"ask_": ASK_COLUMNS}

Item = dict[str, Any]


@lru_cache(maxsize=MOST_PAGES)
def grid(page: Page) -> tuple[list[Item], list[dict[str, str]]]:
    """Returns the groups (an organization each, its terms as rows) and columns (an indicator each) of elements.grid."""
    names = page.labels["indicators"]
    groups = []
    for code, in_organization in groupby(
        cached.rows("cells", page.selection.asked()), key=lambda c: c.organization_id
    ):
        rows = []
        for term, in_term in groupby(in_organization, key=lambda c: c.term):
            states = {c.indicator: c.state for c in in_term}
            rows.append(
                {
                    "code": code,
                    "label": term_label(page, code, term),
                    "cells": [states[indicator] for indicator in names],
                }
            )
        groups.append({"label": page.labels["organizations"][code], "rows": rows})
    return groups, [{"code": code, "label": name} for code, name in names.items()]


def words(page: Page) -> dict[str, str]:
    """Returns the words of that grid."""
    say = page.say
    states = {state: say(f"cell_{state}") for state in STATES}
    return states | {
        "caption": say("coverage"),
        "corner": say("filter_organization"),
        "legend": say("grid_legend"),
    }


def to_ask_for(page: Page) -> bytes:
    """Returns a CSV file of what to ask organizations for, one row an organization and term: a document, or the indicators it does not mention."""
    provinces, indicators = page.labels[page.selection.boundaries], page.labels["indicators"]
    rows = [
        [
            page.labels["organizations"][row.organization_id],
            page.labels["organization_kinds"][row.kind],
            provinces.get(row.place_id, ""),
            term_label(page, row.organization_id, row.term),
            page.say(f"cell_{row.state}"),
            "; ".join(indicators[code] for code in row.indicators),
        ]
        for row in cached.rows("lacking", page.selection.asked())
    ]
    return tables.csv_bytes([page.say(f"ask_{column}") for column in ASK_COLUMNS], rows)


@lru_cache(maxsize=MOST_PAGES)
def disputed(page: Page) -> Card:
    """Returns the figures on which documents disagree: the one that is shown, and the others."""
    say, labels = page.say, page.labels
    found = cached.rows("disputed", page.asked)
    title = say("disputed_title")
    if not found:
        return Card("disputed", title, empty=say("disputed_none"))
    coded = {
        row.evidence: row
        for row in cached.rows("coded_rows", tuple(place for row in found for place in row.evidence))
    }
    lines: list[tuple[str, list[Cell]]] = []
    for row in found:
        others = dict.fromkeys(
            say.quantity(c.value, c.qualifier)
            for c in (coded[place] for place in row.evidence)
            if c.is_shown is False
        )
        lines.append(
            (
                f"{row.indicator}~{row.organization_id}",
                [
                    labels["organizations"][row.organization_id],
                    term_label(page, row.organization_id, row.term),
                    labels["indicators"][row.indicator],
                    Quantity(say.quantity(row.value, row.qualifier), float(row.value), row.qualifier),
                    "; ".join(others),
                ],
            )
        )
    columns = [
        say("filter_organization"),
        say("ask_term"),
        say("column_indicator"),
        say("column_shown"),
        say("column_others"),
    ]
    subtitle = " · ".join(filter(None, (say("of_all_terms"), page.years)))
    return Card(
        "disputed",
        title,
        subtitle,
        table=Table(columns, lines),
        is_table_open=True,
        sources=card_view.sources(page, coded),
    )


def term_label(page: Page, organization: str, term: int | None) -> str:
    """Returns a term as a row is headed: its number and its years, as far as they are known."""
    if term is None:
        return page.say("term_none")
    years = cached.answer("term_years").get((organization, term), "")
    number = page.say("term_founding") if term == 0 else page.say("term_n", term=str(term))
    return f"{number} ({years})" if years and years != str(term) else number
