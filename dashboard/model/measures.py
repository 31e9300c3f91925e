"""Measures: the kind of a code, its label and unit, and how its values are written. Derives no figure."""

from __future__ import annotations

from enum import Enum

from dashboard.model.card import Quantity
from dashboard.model.page import Page
from dashboard.release import queries


class MeasureKind(Enum):
    """What a code that can be opened or mapped is a measure of, by the list of codes that has it."""

    INDICATOR = "indicator"
    DERIVED = "derived"
    THEME = "theme"
    AWARD = "award"
    MENTION = "mention"


MENTIONS = ("awards", "limitations", "lessons")  # what documents speak of beside figures, or do not
# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {"mention_": MENTIONS}


def kind_of(page: Page, code: str) -> MeasureKind:
    """The kind of a code. A check of the data keeps the lists apart. Raises KeyError for a code of none."""
    for kind in MeasureKind:
        if code in page.valid_codes[kind.value]:
            return kind
    raise KeyError(code)


def label(page: Page, measure: str) -> str:
    """The label of an indicator, derived measure, theme or mention. Raises KeyError for any other code."""
    match kind_of(page, measure):
        case MeasureKind.INDICATOR:
            return page.labels["indicators"][measure]
        case MeasureKind.DERIVED:
            return page.labels["derived_measures"][measure]
        case MeasureKind.THEME:
            return page.say("map_theme", theme=page.labels["themes"][measure])
        case MeasureKind.MENTION:
            return page.say(f"mention_{measure}")
        case MeasureKind.AWARD:
            raise KeyError(measure)


def unit(page: Page, measure: str) -> str:
    """The unit of a measure; empty for shares and themes."""
    return queries.units(page.release, page.say.data_language).get(measure, "")


def is_share(page: Page, measure: str) -> bool:
    """Whether a measure is written as a percentage."""
    return measure in queries.shares(page.release)


def is_change(page: Page, measure: str) -> bool:
    """Whether a measure is a change, which is written with its sign."""
    return measure in queries.changes(page.release)


def count(page: Page, n: int) -> Quantity:
    """How many there are of something, as a cell."""
    return Quantity(page.say.number(n), n, "exact")


def format_value(page: Page, measure: str, value: float, qualifier: str = "exact") -> str:
    """A value of a measure as written, with sign, unit of shares, and the mark of its qualifier: ≈+12,5%."""
    decimals = 1 if measure in page.valid_codes["derived"] else 4
    number = page.say.percent(value) if is_share(page, measure) else page.say.number(value, decimals)
    return page.say.mark(qualifier) + (f"+{number}" if is_change(page, measure) and value > 0 else number)
