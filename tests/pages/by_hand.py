"""What the pages ought to show, worked out from the CSV files by the words of the codebook: no release, no SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cache, cached_property
from typing import NamedTuple

Row = dict[str, str]
TABLES = ("observations", "awards", "limitations", "lessons")


class Total(NamedTuple):
    """A total of an indicator: the sum (None without any figure), its qualifier, and how many organizations and cells it speaks of."""

    value: Decimal | None
    qualifier: str
    n_with_figure: int
    n_applicable: int
    n_unstated: int


class ByHand:
    """The rows as written, and the answers that a careful reader with a pencil gets from them."""

    def __init__(self, rows: Callable[[str], list[Row]]):
        self.rows = cache(rows)
        self.organizations = {row["organization_id"]: row for row in rows("organizations")}
        self.indicators = {row["indicator"]: row for row in rows("indicators")}
        self.documents: dict[tuple[str, int], set[str]] = defaultdict(set)
        for table in TABLES:
            for row in rows(table):
                self.documents[row["organization_id"], int(row["term"])].add(row["source_id"])
        self.documented = {organization for organization, _ in self.documents}
        self.successors = {row["province_id"]: row["successor_id"] for row in rows("provinces") if row["boundaries"] == "former"}

    @cached_property
    def terms(self) -> dict[str, list[int]]:
        """The terms of each organization in order of time; one without any year stands after the numbered one before it."""
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        latest: dict[str, int] = {}
        for row in sorted(self.rows("terms"), key=lambda row: (row["organization_id"], int(row["term"]))):
            organization, term = row["organization_id"], int(row["term"])
            year = next(
                (
                    int(written[:4]) - less
                    for written, less in (
                        (row["start_year"], 0),
                        (row["opening_congress_on"], 0),
                        (row["end_year"], 5),
                        (row["closing_congress_on"], 5),
                    )
                    if written
                ),
                term if term >= 1900 else None,
            )
            if year is not None:
                latest[organization] = max(latest.get(organization, 0), year)
            found[organization].append((year if year is not None else latest.get(organization, 0), term))
        return {organization: [term for _, term in sorted(terms)] for organization, terms in found.items()}

    def latest(self, organization: str) -> int | None:
        """Returns the last term with a document, else the last there is."""
        terms = self.terms.get(organization, [])
        coded = [term for term in terms if (organization, term) in self.documents]
        return next(iter([*coded[::-1], *terms[::-1]]), None)

    @cached_property
    def figures(self) -> dict[tuple[str, int, str], Row]:
        """The row that stands for each organization, term and indicator: a number first, of a stock the latest, then by rank and date."""
        ranks = {row["kind"]: int(row["rank"]) for row in self.rows("source_kinds")}
        sources = {row["source_id"]: row for row in self.rows("sources")}
        closings = {(row["organization_id"], row["term"]): row["closing_congress_on"] for row in self.rows("terms")}

        def weight(row: Row) -> tuple[bool, str, int, str, str]:
            source = sources[row["source_id"]]
            dated = row["as_of"] or closings[row["organization_id"], row["term"]] or source["published_on"]
            is_stock = self.indicators[row["indicator"]]["nature"] == "stock"
            return bool(row["value"]), dated if is_stock else "", -ranks[source["kind"]], source["published_on"], row["source_id"]

        standing: dict[tuple[str, int, str], Row] = {}
        for row in self.rows("observations"):
            key = row["organization_id"], int(row["term"]), row["indicator"]
            standing[key] = max(standing.get(key, row), row, key=weight)
        return standing

    def state(self, organization: str, term: int | None, indicator: str) -> str:
        """Returns which of the five states a cell is in."""
        row = self.figures.get((organization, term if term is not None else -1, indicator))
        if row is not None:
            return "figure" if row["value"] else "unstated"
        kinds = self.indicators[indicator]["kinds"]
        if kinds and self.organizations[organization]["kind"] not in kinds.split(";"):
            return "not_applicable"
        return "not_mentioned" if (organization, term) in self.documents else "no_document"

    def total(self, indicator: str, organizations: Iterable[str]) -> Total:
        """Returns the total over these organizations: latest terms of stocks and elections, all terms of flows, nothing counted twice."""
        chosen = set(organizations)
        is_flow, is_nested = (self.indicators[indicator][column] == word for column, word in (("nature", "flow"), ("is_nested", "true")))
        terms = {o: self.terms.get(o) or [None] if is_flow else [self.latest(o)] for o in chosen}
        states = {(o, term): self.state(o, term, indicator) for o in chosen for term in terms[o]}
        given = {o for (o, _), state in states.items() if state == "figure"}
        counted = given if is_flow else {o for o in given if not (self._containers(o, is_nested) & given)}
        found = [self.figures[o, term, indicator] for (o, term), state in states.items() if state == "figure" and o in counted]
        return Total(
            sum((Decimal(row["value"]) for row in found), Decimal(0)) if found else None,
            "exact" if all(row["qualifier"] == "exact" for row in found) else "about",
            len(given),
            len({o for (o, _), state in states.items() if state != "not_applicable"}),
            sum(state == "unstated" for state in states.values()),
        )

    def _containers(self, organization: str, is_nested: bool) -> set[str]:
        """Returns the organizations whose figures hold those of this one: that took its place or, of individuals, that stand above it."""
        steps = [(row["predecessor_id"], row["successor_id"], "successor") for row in self.rows("successions")]
        if is_nested:
            steps += [(o, row["parent_organization_id"], "parent") for o, row in self.organizations.items() if row["parent_organization_id"]]
        reached: set[str] = set()
        for relation in ("successor", "parent"):
            new = {organization}
            while new:
                new = {to for of, to, kind in steps if kind == relation and of in new} - reached
                reached |= new
        return reached

    def place(self, organization: str, boundaries: str) -> str:
        """Returns the province of an organization in these boundaries; "" where it has none."""
        row = self.organizations[organization]
        if boundaries == "present":
            return self.successors.get(row["province_id"], row["province_id"])
        merged = {s["successor_id"] for s in self.rows("successions") if s["on"] >= "2025"}
        ends = {p["province_id"]: p["valid_until"] for p in self.rows("provinces") if p["boundaries"] == "former"}
        is_of_merged = organization in merged or row["founded_on"] >= "2025-07"
        return "" if row["province_id"] not in ends or (ends[row["province_id"]] and is_of_merged) else row["province_id"]

    def provinces(self, boundaries: str) -> dict[str, Row]:
        """Returns the provinces of these boundaries by code."""
        return {row["province_id"]: row for row in self.rows("provinces") if row["boundaries"] == boundaries}
