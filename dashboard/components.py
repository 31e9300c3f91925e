"""What cards are made of: figures with unit, coverage and sources, and statements, in the words of the page. Asks through cached."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from dashboard import cached
from dashboard.frame import Page
from dashboard.queries import MOST_SOURCES

Item = dict[str, Any]


def count_item(page: Page, what: str, count: int, note: str = "") -> Item:
    """Returns a plain count, which needs no source, as an item of elements.figures."""
    return {"label": page.say(what), "value": page.say.number(count), "note": note}


def indicator_item(page: Page, row: Any) -> Item:
    """Returns one indicator's total as an item of elements.figures."""
    item = _figure(page, row, row.indicator)
    unit = row.unit_vi if page.say.language == "vi" else row.unit_en
    group = page.labels["indicator_groups"][row.indicator_group]
    return item | {"label": page.labels["indicators"][row.indicator], "unit": unit, "group": group}


def award_item(page: Page, row: Any) -> Item:
    """Returns the awards of one direction as an item of elements.figures."""
    return _figure(page, row, row.direction) | {"label": page.say(f"awards_{row.direction}"), "unit": page.say("awards_unit")}


def _figure(page: Page, row: Any, code: str) -> Item:
    say, has_figure = page.say, row.total is not None
    n, applicable, unstated = int(row.n_organizations_with_figure), int(row.n_organizations_applicable), int(row.n_unstated)
    notes = [say("covered", n=n, all=applicable)] + ([say("unstated_rows", n=unstated)] if unstated else [])
    return {
        "value": say.quantity(row.total, row.qualifier) if has_figure else "",
        "none": say("only_unstated") if unstated else say("no_figure"),
        "share": n / applicable if applicable else None,
        "note": "; ".join(notes),
        "sources": _sources(page, code, int(row.n_rows)),
    }


def _sources(page: Page, code: str, n_rows: int) -> Item | None:
    if not n_rows:
        return None
    say = page.say
    items = [
        {
            "who": _of(page, row),
            "figure": say.quantity(row.value, row.qualifier) if row.value is not None else say("no_number"),
            "what": _what(page, row),
            "where": _where(page, row),
            "url": row.url,
        }
        for row in cached.answer("sources", page.selection)[code]
    ]
    rest = n_rows - MOST_SOURCES
    return {"title": say("sources_n", n=n_rows), "items": items, "rest": say("sources_more", n=rest) if rest > 0 else ""}


def _what(page: Page, row: Any) -> str:
    """Returns what a coded row says beside its number: an award's form, giver and year, a stock's date, and how the number was found."""
    parts = []
    if row.record == "award":
        parts = [page.labels["award_types"][row.code]]
        parts += [page.labels["award_levels"][row.level]] if row.level is not None else []
        parts += [str(int(row.year))] if row.year is not None else []
    if row.as_of is not None:
        parts.append(page.say("as_of", date=page.say.date(row.as_of)))
    if row.basis != "stated":
        parts.append(page.say(f"basis_{row.basis}"))
    return " · ".join(parts)


def _of(page: Page, row: Any) -> str:
    return page.say("of_organization", organization=page.labels["organizations"][row.organization_id], term=str(row.term))


def _where(page: Page, row: Any) -> str:
    title = row.title if not row.is_draft else f"{row.title} ({page.say('draft')})"
    if row.paragraph is None:
        return page.say("where_page", title=title)
    return page.say("where", title=title, paragraph=str(int(row.paragraph)))


def statement_groups(page: Page, statements: list[Any]) -> list[Item]:
    """Returns limitations and lessons, each as a group of elements.statements, from the rows of queries.statements."""
    groups = []
    for record, rows in groupby(statements, key=lambda s: s.record):
        items = [
            {
                "text": s.summary_vi if page.say.language == "vi" else s.summary_en,
                "tags": [page.say("role_cause")] if s.role == "cause" else [],
                "who": _of(page, s),
                "where": _where(page, s),
                "url": s.url,
            }
            for s in rows
        ]
        groups.append({"heading": page.say(f"record_{record}"), "items": items})
    return groups


def document_group(page: Page, documents: list[Any]) -> Item:
    """Returns the documents of an organization as a group of elements.statements."""
    items: list[Item] = []
    for d in documents:
        kind = page.labels["source_kinds"][d.kind]
        dated = f", {page.say.date(d.published_on)}" if d.published_on is not None else ""
        items.append({"text": d.title, "tags": [], "who": "", "where": f"{kind}{dated}", "url": d.url})
    return {"heading": page.say("coded_documents"), "items": items}


def grid_groups(page: Page) -> tuple[list[Item], list[dict[str, str]]]:
    """Returns the groups and columns of elements.grid: themes by group, the most named first; organizations as Vietnamese sorts them."""
    cells = cached.rows("theme_cells", page.selection)
    columns = [{"code": code, "label": page.labels["organizations"][code]} for code in dict.fromkeys(c.organization_id for c in cells)]
    values = {(c.theme, c.organization_id): int(c.n_limitations) if c.state == "figure" else c.state for c in cells}
    themes = cached.rows("themes")
    group_of = {t.theme: t.theme_group for t in themes}
    groups: dict[str, Item] = {t.theme_group: {"label": page.labels["theme_groups"][t.theme_group], "rows": []} for t in themes}
    for s in cached.rows("theme_spread", page.selection):
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
