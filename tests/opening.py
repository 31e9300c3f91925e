"""Pages, their cards and selections, opened as the app opens them but without Streamlit.

    page("membership", selection(language="en", kinds=("association",)))
    cards(page("branches"))["ranking"].table

Names of parts of a selection are flat here, so that tests can be parametrized by them.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from dashboard.cards import registry
from dashboard.model.card import Card
from dashboard.model.page import Page, open_for, page_of
from dashboard.request.selection import Filters, Focus, Selection, TimeAxis

_PARTS = {
    field.name: part
    for part, kind in {"filters": Filters, "time": TimeAxis, "focus": Focus}.items()
    for field in fields(kind)
} | {"release": "pin"}


def selection(before: Selection | None = None, /, **changes: Any) -> Selection:
    """A selection changed in `language` and in fields of its parts: kinds, years, axis, at, measure, release,
    …
    """
    changed = before or Selection()
    for name, value in changes.items():
        if name == "language":
            changed = replace(changed, language=value)
        else:
            part = _PARTS[name]
            changed = replace(changed, **{part: replace(getattr(changed, part), **{name: value})})
    return changed


def page(name: str = "overview", selected: Selection | None = None, pinned: str = "") -> Page:
    """The page of the pinned release where it opens, else of the current one."""
    release, valid_codes = open_for(pinned)
    return page_of(name, selected or Selection(), release, valid_codes)


def cards(of: Page) -> dict[str, Card]:
    """The cards of a page by name, built, in their order."""
    return {name: build() for name, build in registry.cards_of(of).items()}
