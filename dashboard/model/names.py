"""Labels of organizations, terms and points of time where there is little room. Draws nothing."""

from __future__ import annotations

from collections import Counter
from typing import Protocol

from dashboard.model.page import Page
from dashboard.release import queries

MAX_LABEL = 32  # characters that a label of a chart has room for in two lines
TERMS = ("known", "latest")  # the terms that figures are of where no year or number is chosen
# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {"of_": TERMS, "point_": TERMS}


class Dated(Protocol):
    """A figure with the years that it is of."""

    @property
    def year_from(self) -> int | None:
        """The first year."""

    @property
    def year_to(self) -> int | None:
        """The last year."""


class Termed(Protocol):
    """A term and its years, as far as they are known."""

    @property
    def term(self) -> int | None:
        """Its number or the year that names it; None of an organization without any."""

    @property
    def first_year(self) -> int | None:
        """Its first year."""

    @property
    def last_year(self) -> int | None:
        """Its last year."""


def short_name(page: Page, organization: str) -> str:
    """The name of an organization; of a long one, its kind and province if a province has only one."""
    name = page.labels["organizations"][organization]
    entry = queries.directory(page.release)[organization]
    if len(name) <= MAX_LABEL or not entry.is_one_per_province:
        return name
    return f"{page.labels['organization_kinds'][entry.kind]} {_place(page, entry.province_id)}"


def giver(page: Page, level: str | None, name: str | None) -> str:
    """Who gave an award: the level with, where it is named, the giver; "" where neither is known."""
    of_level = page.labels["award_levels"][level] if level else ""
    return f"{of_level} ({name})" if of_level and name else of_level or name or ""


def chart_labels(page: Page, organizations: list[str]) -> tuple[list[str], str]:
    """Labels of the organizations of a chart, and the kind that all are of, "" where they are of several.

    A common kind is said once and not in each label. No two labels are alike: those that would be are whole
    names.
    """
    directory = queries.directory(page.release)
    kinds = {directory[code].kind for code in organizations}
    if len(kinds) == 1 and all(directory[code].is_one_per_province for code in organizations):
        labels = [_place(page, directory[code].province_id) for code in organizations]
        kind = page.labels["organization_kinds"][kinds.pop()]
    else:
        labels, kind = [short_name(page, code) for code in organizations], ""
    n_of_label = Counter(labels)
    return [
        label if n_of_label[label] == 1 else page.labels["organizations"][code]
        for label, code in zip(labels, organizations, strict=True)
    ], kind


def _place(page: Page, province: str | None) -> str:
    assert province is not None  # of a provincial organization
    return page.labels["former"].get(province) or page.labels["present"][province]


def point_label(page: Page, at: int) -> str:
    """A point of time as written: the last or latest term, so many before it, a year, a number of a term."""
    say = page.say
    if page.axis == "calendar":
        return str(at)
    if page.axis == "number":
        return say("term_founding") if at == 0 else say("term_n", term=str(at))
    return say(f"point_{page.terms}") if at == 0 else say("point_before", n=-at)


def terms_label(page: Page) -> str:
    """Which term figures are of where no year or number is chosen, as a subtitle says it."""
    return page.say(f"of_{page.terms}")


def older(page: Page, n_terms_before: int | None) -> str:
    """How many terms before the organization's latest a figure is of; "" of its latest."""
    return page.say("older_terms", n=n_terms_before) if n_terms_before else ""


def year_range(row: Dated) -> str:
    """The years that a figure is of, as written; empty where none is known."""
    if row.year_from is None or row.year_to is None:
        return ""
    return str(row.year_from) if row.year_from == row.year_to else f"{row.year_from}–{row.year_to}"


def time_label(page: Page, at: int) -> str:
    """What a card is of, in time, as its subtitle says it."""
    say = page.say
    within = f" ({page.years})" if page.years else ""
    if page.axis == "calendar":
        return say("of_year", year=str(at)) + within
    if page.axis != "number":
        return terms_label(page) + within
    return (say("term_founding") if at == 0 else say("of_number", term=str(at))) + within


def term_years(row: Termed) -> str:
    """The years of a term as written: 2017–2022; empty where none is known."""
    first, last = row.first_year, row.last_year
    if first is None and last is None:
        return ""
    return str(first) if first == last else f"{first or '…'}–{last or '…'}"


def term_number(page: Page, term: int) -> str:
    """The number of a term as written; the founding has none, nor has an undated one."""
    if term < 0:
        return page.say("term_undated")
    return page.say("term_founding") if term == 0 else page.say("term_n", term=str(term))


def term_with_years(page: Page, row: Termed) -> str:
    """A term as written, by its number or its year, and its years as far as they are known."""
    if row.term is None:
        return page.say("term_none")
    return _with_years(page, row.term, term_years(row))


def term_label(page: Page, organization: str, term: int | None) -> str:
    """A term as a row is headed: its number and its years, as far as they are known."""
    if term is None:
        return page.say("term_none")
    return _with_years(page, term, queries.term_years(page.release).get((organization, term), ""))


def _with_years(page: Page, term: int, years: str) -> str:
    number = term_number(page, term)
    return f"{number} ({years})" if years and years != str(term) else number
