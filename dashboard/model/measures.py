"""Indicators, derived measures and themes as they are called and written on a page. Derives no figure."""

from __future__ import annotations

from dashboard.model.page import Page
from dashboard.release import cached


def label(page: Page, measure: str) -> str:
    """Returns the name of an indicator, a derived measure or a theme."""
    if measure in page.labels["themes"]:
        return page.say("map_theme", theme=page.labels["themes"][measure])
    return page.labels["indicators"].get(measure) or page.labels["derived_measures"][measure]


def unit(page: Page, measure: str) -> str:
    """Returns the unit of a measure; empty for shares and themes."""
    return str(cached.answer("units", page.say.data_language).get(measure, ""))


def is_share(measure: str) -> bool:
    """Returns whether a measure is written as a percentage."""
    return measure in cached.answer("shares")


def is_change(measure: str) -> bool:
    """Returns whether a measure is a change, which is written with its sign."""
    return measure in cached.answer("changes")


def written(page: Page, measure: str, value: float, qualifier: str = "exact") -> str:
    """Returns a value of a measure as written, with sign, unit of shares, and the mark of its qualifier: ≈+12,5%."""
    number = (
        page.say.percent(value)
        if is_share(measure)
        else page.say.number(value, 1 if measure in page.labels["derived_measures"] else 4)
    )
    return page.say.mark(qualifier) + (f"+{number}" if is_change(measure) and value > 0 else number)
