"""What has changed since the release that a page is pinned to: its figures, old and new, with the reason. Draws the bar that says so."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

import streamlit as st

from dashboard import elements
from dashboard.cards import registry
from dashboard.model.page import MOST_PAGES, Page, page_of, part
from dashboard.release import cached, warehouse
from dashboard.request.selection import from_query
from dashboard.view import url_state
from dashboard.view.card_view import Quantity, Table
from etl.changed_figures import CORRECTED, NEW_DOCUMENT, RULE

MOST_SHOWN = 40  # changed figures that are listed; beyond them the number is told
# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {"because_": (NEW_DOCUMENT, CORRECTED, RULE)}


class Changed(NamedTuple):
    """A figure of a page that is another now: its card, row and column as they are called, and old and new as written, "" where there is none."""

    card: str
    row: str
    column: str
    before: str
    after: str
    reason: str


class Since(NamedTuple):
    """How many figures a page has, and those that changed, were added or are gone."""

    n_figures: int
    changed: tuple[Changed, ...]


def draw(page: Page) -> None:
    """Draws the bar of a pinned page: of which day its data are, what has changed since, and the way to the newest."""
    say = page.say
    with st.container(key="pinned"), part(say):
        newest = warehouse.current_name()
        date = say.date(cached.answer("facts")["built_at"].date())
        if newest == page.release:
            st.info(say("pinned_newest", date=date), icon=":material/keep:")
            return
        since = compared(page, newest)
        st.info(f"{say('pinned', date=date)} {_said(page, since)}", icon=":material/keep:")
        if since.changed:
            with st.expander(say("pinned_changes"), key="changes-open", on_change="rerun") as shown:
                if shown.open:
                    elements.statements(_groups(page, since), key="pinned-changes")
                    if len(since.changed) > MOST_SHOWN:
                        st.caption(say("sources_more", n=len(since.changed) - MOST_SHOWN))
        newer = replace(page.selection, release="")
        st.button(
            say("pinned_leave"),
            key="unpin",
            icon=":material/update:",
            type="tertiary",
            on_click=url_state.write,
            args=(newer,),
        )


@lru_cache(maxsize=MOST_PAGES)
def compared(page: Page, newest: str) -> Since:
    """Returns what of a page's figures differs in the newest release, in the order of its cards."""
    before = _figures(page)
    with warehouse.reading(newest):
        known = url_state.known_of(newest)
        selection, _ = from_query(replace(page.selection, release="").to_query(), known)
        after = _figures(page_of(page.name, selection, known))
    reasons = _reasons(page.release, newest)
    changed = []
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key, ""), after.get(key, "")
        if old != new:
            card, code, row, column, _ = key
            changed.append(Changed(card, row, column, old, new, _reason(page, reasons, code)))
    return Since(len(before), tuple(changed))


def _figures(page: Page) -> dict[tuple[str, str, str, str, int], str]:
    """Returns the figures in the tables of a page's cards, and the states where there is none, by card, code and name of the row, and column."""
    found: dict[tuple[str, str, str, str, int], str] = {}
    n_called: Counter[tuple[str, str, str, str]] = Counter()
    for build in registry.of(page).values():
        card = build()
        table = card.table or Table((), ())
        for code, cells in table.rows:
            words = [cell for cell in cells if not isinstance(cell, Quantity)]
            for n, cell in enumerate(cells):
                if table.of_numbers[n]:
                    written = cell.written if isinstance(cell, Quantity) else cell
                    place = (card.title, code, words[0] if words else "", table.columns[n])
                    found[*place, n_called[place]] = (
                        written  # rows may be called alike, as two awards of one year
                    )
                    n_called[place] += 1
    return found


def _reasons(older: str, newer: str) -> dict[tuple[str, str], set[str]]:
    """Returns why figures changed between two releases, by (organization, measure); "" stands for any of either."""
    found: dict[tuple[str, str], set[str]] = {}
    for figure in warehouse.changes(older, newer).figures:
        organization, measure = figure.organization_id or "", figure.measure or ""
        for key in ((organization, measure), ("", measure), (organization, ""), ("", "")):
            found.setdefault(key, set()).add(figure.reason)
    return found


def _reason(page: Page, reasons: dict[tuple[str, str], set[str]], code: str) -> str:
    measure, _, organization = code.partition("~")
    why = reasons.get((organization, measure)) or reasons.get(("", measure)) or reasons.get(("", ""), set())
    return "; ".join(page.say(f"because_{reason}") for reason in sorted(why))


def _said(page: Page, since: Since) -> str:
    if not since.changed:
        return page.say("pinned_same", n=since.n_figures)
    n_new = sum(not c.before for c in since.changed)
    said = page.say("pinned_changed", n=len(since.changed) - n_new, all=since.n_figures)
    return f"{said} {page.say('pinned_added', n=n_new)}" if n_new else said


def _groups(page: Page, since: Since) -> list[dict[str, Any]]:
    """Returns the changed figures as groups of elements.statements, a card each."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for c in since.changed[:MOST_SHOWN]:
        text = f"{c.before or page.say('pinned_none')} → {c.after or page.say('pinned_none')}"
        item = {
            "text": text,
            "text_url": None,
            "tags": [c.reason] if c.reason else [],
            "who": c.row,
            "where": c.column,
            "url": None,
        }
        groups.setdefault(c.card, []).append(item)
    return [{"heading": card, "items": items} for card, items in groups.items()]
