"""What is said of awards, worked out from the CSV rows by the words of the codebook: no release, no SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from tests.pages.by_hand import qualifier_of_sum

Row = dict[str, str]
Rows = Callable[[str], list[Row]]
SAME = ("organization_id", "term", "direction", "award", "level", "giver", "recipient", "year")


class Counted(NamedTuple):
    """An award: the row that is shown, how many rows report it, and whether they give different numbers."""

    row: Row
    n_rows: int
    is_disputed: bool


class Sum(NamedTuple):
    """What is said of some awards: the sum (None without any number), its qualifier, and what stands beside
    it."""

    total: int | None
    qualifier: str | None
    n_unstated: int
    n_disputed: int
    organizations: frozenset[str]
    with_figure: frozenset[str]
    n_rows: int


def years_of(term: Row) -> tuple[int, int] | None:
    """Returns the first and the last year of a term, one for the other where only one is known."""
    first, last = (
        term["start_year"] or term["opening_congress_on"][:4],
        term["end_year"] or term["closing_congress_on"][:4],
    )
    return (int(first or last), int(last or first)) if first or last else None


def selected_terms(
    rows: Rows, organizations: Iterable[str], years: tuple[int, int] = (0, 0)
) -> set[tuple[str, str]]:
    """Returns the terms of organizations: all or, where years are chosen, those that cover one of them."""
    here, found = set(organizations), set()
    for term in rows("terms"):
        span = years_of(term)
        is_inside = not any(years) or (
            span is not None and span[0] <= (years[1] or 9999) and span[1] >= years[0]
        )
        if term["organization_id"] in here and is_inside:
            found.add((term["organization_id"], term["term"]))
    return found


def counted(rows: Rows, organizations: Iterable[str], years: tuple[int, int] = (0, 0)) -> list[Counted]:
    """Returns the awards of organizations, each once however many documents report it; of years, by the
    award's year, else by its term."""
    terms = selected_terms(rows, organizations, years)
    sources, ranks = (
        {row["source_id"]: row for row in rows("sources")},
        {row["kind"]: int(row["rank"]) for row in rows("source_kinds")},
    )
    same = defaultdict(list)
    for row in rows("awards"):
        of_year = not row["year"] or years[0] <= int(row["year"]) <= (years[1] or 9999)
        if (row["organization_id"], row["term"]) in terms and of_year:
            same[tuple(row[column] for column in SAME)].append(row)

    def order(row: Row) -> tuple[bool, int, str, str]:
        source = sources[row["source_id"]]
        return bool(row["count"]), -ranks[source["kind"]], source["published_on"], row["source_id"]

    return [
        Counted(max(reports, key=order), len(reports), len({r["count"] for r in reports if r["count"]}) > 1)
        for reports in same.values()
    ]


def sorts_of(row: Row) -> dict[str, tuple[str, ...]]:
    """Returns the sorts that an award is of, each with what it says of the award."""
    direction, award, level, year = (
        row["direction"],
        row["award"],
        row["level"] or "unnamed",
        row["year"] or "unnamed",
    )
    return {
        direction: (),
        f"{direction}-{award}": (award,),
        f"{direction}-{award}-{level}": (award, level),
        f"{direction}-from-{level}": (level,),
        f"{direction}-in-{year}": (year,),
        f"{direction}-to-{row['recipient']}": (row["recipient"],),
    }


def added(awards: Iterable[Counted]) -> Sum:
    """Returns the sum of awards, qualified as sums are."""
    here = list(awards)
    numbers = [award.row for award in here if award.row["count"]]
    qualifier = qualifier_of_sum(row["qualifier"] for row in numbers) if numbers else None
    return Sum(
        sum(int(row["count"]) for row in numbers) if numbers else None,
        qualifier,
        len(here) - len(numbers),
        sum(a.is_disputed for a in here),
        frozenset(a.row["organization_id"] for a in here),
        frozenset(row["organization_id"] for row in numbers),
        sum(a.n_rows for a in here),
    )


def by_sort(awards: Iterable[Counted]) -> dict[str, Sum]:
    """Returns the sum of every sort of which there is any award."""
    found: dict[str, list[Counted]] = defaultdict(list)
    for award in awards:
        for sort in sorts_of(award.row):
            found[sort].append(award)
    return {sort: added(here) for sort, here in found.items()}


def by_organization(awards: Iterable[Counted], direction: str) -> dict[str, Sum]:
    """Returns the sum of a direction of every organization of which there is any award."""
    found: dict[str, list[Counted]] = defaultdict(list)
    for award in awards:
        if award.row["direction"] == direction:
            found[award.row["organization_id"]].append(award)
    return {organization: added(here) for organization, here in found.items()}
