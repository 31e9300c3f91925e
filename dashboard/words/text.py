"""The interface in one language: sentences with their places filled, numbers and dates. Knows no data."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from typing import Any, NamedTuple

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from dashboard.words.languages import LANGUAGES, Plural
from dashboard.words.theme import QUALIFIER_MARKS

MILLION = 1_000_000
MAX_DATES = 4096  # formatted dates that are cached: parsing a pattern takes longer than all else about a date

# What Streamlit makes icons, emoji, links and arrows of after it has read the Markdown, whatever is escaped.
_SHORTHAND = re.compile(r":(?=//|[\w+/-]+:)|www(?=\.)|@|[-<>~](?=[-=>])", re.IGNORECASE)
_JOINER = "\u2060"  # parts the letters of a shorthand, and is not seen


def plain(text: str) -> str:
    """A text for Streamlit's own elements, all that they would read as Markdown or shorthand made literal."""
    parted = _SHORTHAND.sub(rf"\g<0>{_JOINER}", text)
    return "".join(f"\\{c}" if c in "\\`*_{}[]()<>#+-.!|~$:&" else c for c in parted)


class _Notation(NamedTuple):
    """What CLDR says of a language: the plural category of a number, its signs for Python's, percent sign."""

    plural: Callable[[Any], str]
    decimal: str
    signs: dict[int, str]
    percent: str


@cache
def _notation(language: str) -> _Notation:
    # Python writes a number, and only its signs are CLDR's: digits are grouped by threes in every language.
    # Babel's format_decimal takes ten times as long, and pages are made of numbers.
    locale = Locale.parse(language)
    symbols = locale.number_symbols[locale.default_numbering_system]
    signs = str.maketrans({",": symbols["group"], ".": symbols["decimal"]})
    return _Notation(locale.plural_form, symbols["decimal"], signs, locale.percent_formats[None].suffix[0])


@lru_cache(maxsize=MAX_DATES)
def _date(language: str, pattern: str, year: int, month: int, day: int) -> str:
    return format_date(
        datetime.date(year, month, day), LANGUAGES[language].dates[pattern], Locale.parse(language)
    )


def english_name(code: str) -> str:
    """The English name of a language, in small letters; "" for a code that is no language."""
    try:
        return (Locale.parse(code).english_name or "").lower()
    except (ValueError, UnknownLocaleError):
        return ""


class Text:
    """The interface in one language. Raises KeyError for a language without a file."""

    def __init__(self, language: str):
        self.language = language
        self.data_language = LANGUAGES[language].labels
        self._sentences = LANGUAGES[language].sentences
        self._notation = _notation(language)

    def __call__(self, key: str, **values: object) -> str:
        """A sentence with its places filled, numbers as the language writes them. Raises KeyError."""
        sentence = self._sentences[key]
        if isinstance(sentence, Plural):
            sentence = sentence.forms[self._notation.plural(values[sentence.by])]
        if not values:
            return sentence
        return sentence.format(
            **{
                name: self.number(v) if isinstance(v, int | float | Decimal) else v
                for name, v in values.items()
            }
        )

    def column(self, name: str) -> str:
        """The column of the data that holds `name` in the language of the labels: summary_vi."""
        return f"{name}_{self.data_language}"

    def number(self, value: float | Decimal, decimals: int = 4) -> str:
        """A number with the decimals that it has: 1.700 and 4,5 in Vietnamese, 1,700 and 4.5 in English."""
        written = f"{value:,.{decimals}f}"
        if "." in written:
            written = written.rstrip("0").rstrip(".")
        return written.translate(self._notation.signs)

    def fixed(self, value: float, decimals: int = 2) -> str:
        """A number with exactly so many decimals: 1,00."""
        return f"{value:.{decimals}f}".replace(".", self._notation.decimal)

    def percent(self, share: float) -> str:
        """A share, 0 to 1, as a percentage: 12,5%."""
        return f"{self.number(share * 100, 1)}{self._notation.percent}"

    def change(self, share: float, qualifier: str) -> str:
        """A change, 0 where there is none, as a percentage with sign and mark of its qualifier: ≈+12,5%."""
        return f"{self.mark(qualifier)}{'+' if share > 0 else ''}{self.percent(share)}"

    def mark(self, qualifier: str) -> str:
        """The mark of a qualifier: ≈, ≥, ≤ or nothing."""
        return QUALIFIER_MARKS[qualifier]

    def quantity(self, value: float | Decimal, qualifier: str) -> str:
        """A figure with the mark of its qualifier: ≈1.700."""
        return QUALIFIER_MARKS[qualifier] + self.number(value)

    def date(self, written: str | datetime.date, style: str = "") -> str:
        """A date, partial or whole, as the language writes it: 06/05/2017, 05/2017, 2017; 6 May 2017.

        `style` is the beginning of other patterns in the language file, as "cited_".
        """
        year, *rest = (int(part) for part in str(written)[:10].split("-"))
        if not rest:
            return str(written)[:10]
        return _date(self.language, f"{style}{'day' if len(rest) == 2 else 'month'}", year, *(*rest, 1)[:2])


def years(say: Text, first: int, last: int) -> str:
    """Years that are filtered for, 0 where one is not: 2015–2020, from 2015, to 2020."""
    if first and last:
        return str(first) if first == last else f"{first}–{last}"
    # As words: a year has no thousands separator.
    return say("years_from", year=str(first)) if first else say("years_to", year=str(last))


def rounded_sum(value: float | Decimal, qualifier: str, rounded_to: int) -> Decimal:
    """A sum to a power of ten, 1 for all of it.

    What is “at least” so much stays true rounded down, “at most” rounded up.
    """
    if rounded_to <= 1:
        return Decimal(value)
    rounding = {"at_least": ROUND_FLOOR, "at_most": ROUND_CEILING}.get(qualifier, ROUND_HALF_UP)
    return (Decimal(value) / rounded_to).to_integral_value(rounding) * rounded_to


def written_sum(say: Text, value: float | Decimal, qualifier: str, rounded_to: int) -> str:
    """A sum with the mark of its qualifier, written to a power of ten, 1 for all of it: ≈1,76 triệu."""
    if rounded_to <= 1:
        return say.quantity(value, qualifier)
    rounded = rounded_sum(value, qualifier, rounded_to)
    if rounded < MILLION:
        return say.quantity(rounded, qualifier)
    return say.mark(qualifier) + say("millions_of", n=say.number(rounded / MILLION))
