"""What cards are made of: figures with unit, coverage and sources, and statements, in the words of the page. Asks through cached."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import Any

import streamlit as st

from dashboard.model.page import MOST_PAGES, Page
from dashboard.release import cached

# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {"record_": ("limitation", "lesson")}

Item = dict[str, Any]


def count_item(page: Page, what: str, count: int, note: str = "") -> Item:
    """Returns a plain count, which needs no source, as an item of elements.figures."""
    return {"label": page.say(what), "value": page.say.number(count), "note": note}


def indicator_item(page: Page, row: Any) -> Item:
    """Returns one indicator's total as an item of elements.figures."""
    item = _figure(page, row, row.indicator)
    unit = getattr(row, page.say.column("unit"))
    group = page.labels["indicator_groups"][row.indicator_group]
    return item | {"label": page.labels["indicators"][row.indicator], "unit": unit, "group": group}


def award_item(page: Page, row: Any) -> Item:
    """Returns the awards of one direction as an item of elements.figures."""
    return _figure(page, row, row.direction) | {
        "label": page.say(f"awards_{row.direction}"),
        "unit": page.say("awards_unit"),
    }


def _figure(page: Page, row: Any, code: str) -> Item:
    say, has_figure = page.say, row.total is not None
    n, applicable, unstated = (
        int(row.n_organizations_with_figure),
        int(row.n_organizations_applicable),
        int(row.n_unstated),
    )
    contained, disputed = int(getattr(row, "n_contained", 0)), int(getattr(row, "n_disputed", 0))
    notes = [say("covered", n=n, all=applicable)]
    notes += [say("unstated_rows", n=unstated)] if unstated else []
    notes += [say("contained", n=contained)] if contained else []
    notes += [say("disputed_n", n=disputed)] if disputed else []
    return {
        "value": say.quantity(row.total, row.qualifier) if has_figure else "",
        "none": say("only_unstated") if unstated else say("no_figure"),
        "share": n / applicable if applicable else None,
        "note": "; ".join(notes),
        "sources": _sources(page, code, int(row.n_rows)),
    }


def _sources(page: Page, code: str, n_rows: int) -> Item | None:
    return sources(page, cached.answer("sources", page.selection.asked())[code], n_rows) if n_rows else None


def sources(page: Page, rows: list[Any], n_rows: int) -> Item:
    """Returns the coded rows behind a figure as the sources of an item of elements.figures; `n_rows` is how many there are."""
    say = page.say
    items = [
        {
            "who": _of(page, row),
            "figure": say.quantity(row.value, row.qualifier) if row.value is not None else say("no_number"),
            "what": _what(page, row),
            "where": where(page, row),
            "url": row.url,
        }
        for row in rows
    ]
    rest = n_rows - len(items)
    return {
        "title": say("sources_n", n=n_rows),
        "n": n_rows,
        "items": items,
        "rest": say("sources_more", n=rest) if rest > 0 else "",
    }


def statement_sources(page: Page, rows: list[Any], title: str, n_rows: int) -> Item:
    """Returns statements as the sources of an item of elements.figures; `n_rows` is how many there are."""
    items = [
        {"who": _of(page, s), "figure": "", "what": _summary(page, s), "where": where(page, s), "url": s.url}
        for s in rows
    ]
    rest = n_rows - len(items)
    return {
        "title": title,
        "n": n_rows,
        "items": items,
        "rest": page.say("sources_more", n=rest) if rest > 0 else "",
    }


def _summary(page: Page, statement: Any) -> str:
    return str(getattr(statement, page.say.column("summary")))


def _what(page: Page, row: Any) -> str:
    """Returns what a coded row says beside its number: an award's form, recipient, giver and year, a stock's date, and how the number was found."""
    parts = []
    if row.record == "award":
        parts = [page.labels["award_types"][row.code], page.labels["awards.recipient"][row.recipient]]
        parts += (
            [page.say("giver", level=page.labels["award_levels"][row.level])] if row.level is not None else []
        )
        parts += [str(int(row.year))] if row.year is not None else []
    if row.as_of is not None:
        parts.append(page.say("as_of", date=page.say.date(row.as_of)))
    if row.basis != "stated":
        parts.append(page.say(f"basis_{row.basis}"))
    if row.is_shown is not None:
        parts.append(page.say("disputed_shown" if row.is_shown else "disputed_other"))
    return " · ".join(parts)


def _of(page: Page, row: Any) -> str:
    return page.say(
        "of_organization", organization=page.labels["organizations"][row.organization_id], term=str(row.term)
    )


def where(page: Page, row: Any) -> str:
    """Returns where a coded row stands: its document and, where that is known, the paragraph."""
    title = row.title if not row.is_draft else f"{row.title} ({page.say('draft')})"
    if row.paragraph is None:
        return page.say("where_page", title=title)
    return page.say("where", title=title, paragraph=str(int(row.paragraph)))


def say_left_out(page: Page, n_shown: int) -> None:
    """Tells how many selected organizations a grid has no room for, where there are any."""
    rest = cached.answer("overview", page.selection.asked())["n_organizations_known"] - n_shown
    if rest > 0:
        st.caption(page.say("left_out", n=rest))


def say_documents_left_out(page: Page, n_shown: int) -> None:
    """Tells how many documents of the selection a list has no room for, where there are any."""
    rest = cached.answer("overview", page.selection.asked())["n_documents"] - n_shown
    if rest > 0:
        st.caption(page.say("documents_left_out", n=rest))


def statement_groups(page: Page, statements: list[Any]) -> list[Item]:
    """Returns limitations and lessons, each as a group of elements.statements, from the rows of queries.statements."""
    groups = []
    for record, rows in groupby(statements, key=lambda s: s.record):
        items = [
            {
                "text": _summary(page, s),
                "tags": [page.say("role_cause")] if s.role == "cause" else [],
                "who": _of(page, s),
                "where": where(page, s),
                "url": s.url,
            }
            for s in rows
        ]
        groups.append({"heading": page.say(f"record_{record}"), "items": items})
    return groups


def figure_statement(page: Page, row: Any) -> Item:
    """Returns a coded figure or award as an item of elements.statements."""
    name = (
        page.labels["indicators"][row.code]
        if row.record == "observation"
        else page.say(f"awards_{row.direction}")
    )
    value = page.say.quantity(row.value, row.qualifier) if row.value is not None else page.say("no_number")
    what = _what(page, row)
    return {
        "text": f"{name}: {value}",
        "tags": [what] if what else [],
        "who": _of(page, row),
        "where": where(page, row),
        "url": row.url,
    }


def documents_group(page: Page, documents: list[Any]) -> Item:
    """Returns documents as a group of elements.statements, each with kind, publisher, date and how many rows it was coded into."""
    items: list[Item] = []
    for d in documents:
        dated = page.say.date(d.published_on) if d.published_on is not None else page.say("undated")
        who = " · ".join(part for part in (page.labels["source_kinds"][d.kind], d.publisher, dated) if part)
        items.append(
            {
                "text": d.title,
                "text_url": d.url,
                "tags": [],
                "who": who,
                "where": page.say("rows_n", n=d.n_rows),
                "url": None,
            }
        )
    return {"heading": page.say("documents_latest"), "items": items}


def document_group(page: Page, documents: list[Any]) -> Item:
    """Returns the documents of an organization as a group of elements.statements."""
    items: list[Item] = []
    for d in documents:
        kind = page.labels["source_kinds"][d.kind]
        dated = f", {page.say.date(d.published_on)}" if d.published_on is not None else ""
        items.append(
            {
                "text": d.title,
                "text_url": d.url,
                "tags": [],
                "who": "",
                "where": f"{kind}{dated}",
                "url": None,
            }
        )
    return {"heading": page.say("coded_documents"), "items": items}


@lru_cache(maxsize=MOST_PAGES)
def grid_groups(page: Page) -> tuple[list[Item], list[dict[str, str]]]:
    """Returns the groups and columns of elements.grid: themes by group, the most named first; organizations, those that name any first."""
    cells = cached.rows("theme_cells", page.selection.asked())
    columns = [
        {"code": code, "label": page.labels["organizations"][code]}
        for code in dict.fromkeys(c.organization_id for c in cells)
    ]
    values = {
        (c.theme, c.organization_id): int(c.n_limitations) if c.state == "figure" else c.state for c in cells
    }
    themes = cached.rows("themes")
    group_of = {t.theme: t.theme_group for t in themes}
    groups: dict[str, Item] = {
        t.theme_group: {"label": page.labels["theme_groups"][t.theme_group], "rows": []} for t in themes
    }
    for s in cached.rows("theme_spread", page.selection.asked()):
        groups[group_of[s.theme]]["rows"].append(
            {
                "code": s.theme,
                "label": page.labels["themes"][s.theme],
                "spread": f"{s.n_named}/{s.n_organizations}",
                "spread_said": page.say("n_of_all", n=s.n_named, all=s.n_organizations),
                "cells": [values[s.theme, column["code"]] for column in columns],
            }
        )
    return list(groups.values()), columns


def place_groups(page: Page, place: str, row: Any) -> list[Item]:
    """Returns what a province's figure comes from, and its organizations, as groups of elements.statements."""
    evidence = tuple(row.evidence)
    figures = [figure_statement(page, found) for found in cached.rows("coded_rows", evidence)]
    groups = [
        {"heading": page.say("record_observation"), "items": figures},
        *statement_groups(page, cached.rows("coded_statements", evidence)),
    ]
    here = [
        {
            "text": page.labels["organizations"][o.organization_id],
            "tags": [page.labels["organization_kinds"][o.kind]],
            "who": "",
            "where": page.say("documents_of", n=o.n_documents),
            "url": None,
        }
        for o in cached.rows("place_organizations", page.selection.boundaries, place)
    ]
    groups.append({"heading": page.say("organizations_here"), "items": here})
    return [group for group in groups if group["items"]]
