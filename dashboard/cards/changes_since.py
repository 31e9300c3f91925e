"""Changes of a pinned page's figures in the newest release, with the reasons given by the two. Draws nothing.

A figure is found again by the codes of its card, row and column, never by their labels.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from dashboard.cards import registry
from dashboard.model.card import Card, Quantity
from dashboard.model.page import MAX_PAGES, Page, page_of, valid_codes_of
from dashboard.release import warehouse
from dashboard.release.opened import Release
from dashboard.request.parameters import from_query, to_query

# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {"because_": warehouse.REASONS}


class Key(NamedTuple):
    """Where a figure stands on a page, in codes."""

    card: str
    row: str
    column: str


class _Figure(NamedTuple):
    """A figure as written, or its state; labels of its card, row and column; its "measure~organization"."""

    written: str
    card: str
    row: str
    column: str
    subject: str


class ChangedFigure(NamedTuple):
    """A figure that differs: labels of its card, row and column, old and new as written or "", and why."""

    card: str
    row: str
    column: str
    before: str
    after: str
    reason: str


class ChangesSince(NamedTuple):
    """How many figures a page has, and those that changed, were added or are gone."""

    n_figures: int
    changed: tuple[ChangedFigure, ...]


@lru_cache(maxsize=MAX_PAGES)
def changes_since(page: Page, newest: Release, card: str = "") -> ChangesSince:
    """What of a page's figures, or of those of one card, differs in the newest release, in their order."""
    before, after = _figures(page, card), _figures(_page_in(page, newest), card)
    reasons = _reasons(page.release.name, newest.name)
    changed = []
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if (old and old.written) != (new and new.written):
            at = new or old
            assert at is not None
            changed.append(
                ChangedFigure(
                    at.card,
                    at.row,
                    at.column,
                    old.written if old else "",
                    new.written if new else "",
                    _reason(page, reasons, at.subject),
                )
            )
    return ChangesSince(len(before), tuple(changed))


def _page_in(page: Page, release: Release) -> Page:
    """The same page of another release, as far as it can be had there."""
    valid = valid_codes_of(release)
    selection, _ = from_query(to_query(page.selection.pinned_to("")), valid)
    return replace(page_of(page.name, selection, release, valid), subject=page.subject)


def _figures(page: Page, card: str) -> dict[Key, _Figure]:
    """The figures in the tables of a page's cards, or of one, and the states where there is none."""
    figures: dict[Key, _Figure] = {}
    for name, build in registry.cards_of(page).items():
        if card in ("", name):
            figures |= _figures_of(build())
    return figures


def _figures_of(card: Card) -> Mapping[Key, _Figure]:
    if card.table is None:
        return {}
    figures = {}
    for row in card.table.rows:
        label = next((cell for cell in row.cells if isinstance(cell, str)), "")
        for column, cell, is_number in zip(
            card.table.columns, row.cells, card.table.has_numbers, strict=True
        ):
            if is_number:
                written = cell.written if isinstance(cell, Quantity) else cell
                key = Key(card.name, row.code, column.code)
                figures[key] = _Figure(written, card.title, label, column.label, row.opens or row.code)
    return figures


def _reasons(older: str, newer: str) -> dict[tuple[str, str], set[str]]:
    """Why figures changed between two releases, by (organization, measure); "" stands for any of either."""
    reasons: dict[tuple[str, str], set[str]] = {}
    for figure in warehouse.changes(older, newer).figures:
        organization, measure = figure.organization_id or "", figure.measure or ""
        for key in ((organization, measure), ("", measure), (organization, ""), ("", "")):
            reasons.setdefault(key, set()).add(figure.reason)
    return reasons


def _reason(page: Page, reasons: Mapping[tuple[str, str], set[str]], subject: str) -> str:
    measure, _, organization = subject.partition("~")
    why = reasons.get((organization, measure)) or reasons.get(("", measure)) or reasons.get(("", ""), set())
    return "; ".join(page.say(f"because_{reason}") for reason in sorted(why))
