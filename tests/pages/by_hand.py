"""What the pages ought to show, worked out from the CSV files by the words of the codebook: no release, no
SQL.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from itertools import chain, permutations
from statistics import median
from typing import NamedTuple

from dashboard.words.text import Text

Row = dict[str, str]
Cell = tuple[str, int | None, str]
Unit = tuple[str, str, int]  # of the codings: document, kind of statement, number
READ_IN_PART = {"en": "read in part", "vi": "đọc một phần"}
TABLES = ("observations", "awards", "limitations", "lessons")


Years = tuple[int, int]  # the first and the last, 0 where it is open
EVER: Years = (0, 0)


class Value(NamedTuple):
    """A figure of a term, as coded or derived."""

    value: Decimal
    qualifier: str


class Point(NamedTuple):
    """How many organizations report a measure at a point of time, of how many, and whether they may be
    ranked.
    """

    n_with_figure: int
    n_applicable: int
    is_rankable: bool


class Total(NamedTuple):
    """A total of an indicator: the sum (None without any figure), its qualifier, how many organizations and
    cells it speaks of, the years that the sum is of, how many give a figure of an earlier term than their
    latest, and of how many cells it is not in the part that was read.
    """

    value: Decimal | None
    qualifier: str
    n_with_figure: int
    n_applicable: int
    n_unstated: int
    years: tuple[int, int] | None = None
    n_older: int = 0
    rounded_to: int = 1
    n_not_read: int = 0


def qualifier_of_sum(qualifiers: Iterable[str]) -> str:
    """Of exact figures exact; with “at least” in it “at least”, so with “at most”; of both, or “about”,
    “about”.
    """
    inexact = {*qualifiers} - {"exact"}
    return "exact" if not inexact else inexact.pop() if len(inexact) == 1 else "about"


def qualifier_of_ratio(over: str, under: str) -> str | None:
    """That of one figure divided by another; None of two bounds of one direction."""
    if "about" in (over, under):
        return "about"
    # The direction in which each of the two leaves the ratio open.
    upward = {"at_least": 1, "at_most": -1, "exact": 0}
    directions = {upward[over], -upward[under]} - {0}
    if len(directions) == 2:
        return None
    return {1: "at_least", -1: "at_most", 0: "exact"}[sum(directions)]


def rounded_to(parts: Iterable[Value]) -> int:
    """The power of ten that a sum is written to: that of the coarsest inexact part that is a tenth of it or
    more, where zeros at the end of a part are not known but for its second digit.
    """
    given = [*parts]
    total, coarsest = sum(part.value for part in given), 1
    for value, qualifier in given:
        if qualifier != "exact" and value * 10 >= total and value >= 10 and value == int(value):
            written = str(int(value))
            n_zeros = len(written) - len(written.rstrip("0"))
            coarsest = max(coarsest, int(10 ** min(n_zeros, len(written) - 2)))
    return coarsest


class Change(NamedTuple):
    """How pairs of figures changed: the median change and that of the sums, where they may be told, and how
    many rose, stayed, fell and are unclear.
    """

    n: int
    median: Decimal | None
    of_sums: Decimal | None
    qualifier: str
    grew: int
    same: int
    shrank: int
    unclear: int


def change_of(pairs: Iterable[tuple[Value, Value]]) -> Change:
    """How figures changed, over pairs of which something can be derived."""
    given, directions = [*pairs], Counter[str]()
    qualifiers = [qualifier_of_ratio(after.qualifier, before.qualifier) for before, after in given]
    for (before, after), qualifier in zip(given, qualifiers, strict=True):
        if after.value == before.value:
            directions["same" if qualifier in ("exact", "about") else "unclear"] += 1
        elif after.value > before.value:
            directions["unclear" if qualifier == "at_most" else "grew"] += 1
        else:
            directions["unclear" if qualifier == "at_least" else "shrank"] += 1
    differences = [abs(after.value - before.value) for before, after in given]
    is_enough = len(given) >= 3
    is_one_outlier = bool(given) and max(differences) > 0 and 2 * max(differences) >= sum(differences)
    sums = [sum((pair[n].value for pair in given), Decimal(0)) for n in (0, 1)]
    shares = [after.value / before.value - 1 for before, after in given if before.value]
    return Change(
        len(given),
        median(shares) if is_enough and shares else None,
        sums[1] / sums[0] - 1 if is_enough and not is_one_outlier and sums[0] else None,
        "exact" if {*qualifiers} == {"exact"} else "about",
        *(directions[name] for name in ("grew", "same", "shrank", "unclear")),
    )


def who_names(rows: Iterable[Row]) -> dict[str, set[str]]:
    """The organizations of each theme among coded statements."""
    found = defaultdict(set)
    for row in rows:
        found[row["theme"]].add(row["organization_id"])
    return dict(found)


def carried(rows: Iterable[Row]) -> tuple[int, int]:
    """How many of coded statements are of the three documents that give most, and how many these are."""
    most = Counter(row["source_id"] for row in rows).most_common(3)
    return sum(n for _, n in most), len(most)


class ByHand:
    """The rows as written, and the answers that a careful reader with a pencil gets from them."""

    def __init__(self, rows: Callable[[str], list[Row]]):
        self.rows = cache(rows)
        self.organizations = {row["organization_id"]: row for row in rows("organizations")}
        self.indicators = {row["indicator"]: row for row in rows("indicators")}
        self.sources = {row["source_id"]: row for row in rows("sources")}
        self.documents: dict[tuple[str, int], set[str]] = defaultdict(set)
        for table in (*TABLES, "readings"):
            for row in rows(table):
                self.documents[row["organization_id"], int(row["term"])].add(row["source_id"])
        self.documented = {organization for organization, _ in self.documents}
        self.successors = {
            row["province_id"]: row["successor_id"]
            for row in rows("provinces")
            if row["boundaries"] == "former"
        }

    @cached_property
    def limitations(self) -> list[Row]:
        """The rows that are named as limitations; a cause of one is none."""
        return [row for row in self.rows("limitations") if row["role"] == "limitation"]

    @cached_property
    def causes(self) -> list[Row]:
        """The rows that are named as causes of limitations."""
        return [row for row in self.rows("limitations") if row["role"] == "cause"]

    @cached_property
    def named(self) -> dict[str, set[str]]:
        """Who names each theme that is named as a limitation."""
        return who_names(self.limitations)

    @cached_property
    def naming(self) -> set[str]:
        """The organizations that name any limitation."""
        return set().union(*(who for theme, who in self.named.items() if theme != "unspecified"))

    @cached_property
    def admitting(self) -> set[str]:
        """The organizations that admit limitations and name none."""
        return self.named["unspecified"] - self.naming

    @cached_property
    def silent(self) -> set[str]:
        """The organizations whose documents were read whole and say nothing of limitations."""
        return {o for o in self._saying_nothing if self.silence(self.documents_of(o)) == "not_mentioned"}

    @cached_property
    def not_read(self) -> set[str]:
        """The organizations that say nothing of limitations, and of which a part was not read."""
        return self._saying_nothing - self.silent

    @property
    def _saying_nothing(self) -> set[str]:
        return self.documented - self.naming - self.admitting

    def documents_of(self, organization: str, terms: Iterable[int | None] | None = None) -> set[str]:
        """The documents of an organization, or of these terms of it."""
        chosen = None if terms is None else {*terms}
        return {
            document
            for (o, term), read in self.documents.items()
            if o == organization and (chosen is None or term in chosen)
            for document in read
        }

    def silence(self, documents: Iterable[str]) -> str:
        """The state of what no row of these documents speaks of."""
        extents = {self.sources[document]["extent"] for document in documents}
        return "no_document" if not extents else "not_read" if "part" in extents else "not_mentioned"

    @cached_property
    def terms(self) -> dict[str, list[int]]:
        """The terms of each organization in order of time; one without any year stands after the numbered one
        before it.
        """
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

    @cached_property
    def dated(self) -> dict[tuple[str, int], Row]:
        """The rows of the terms."""
        return {(row["organization_id"], int(row["term"])): row for row in self.rows("terms")}

    def years(self, organization: str, term: int | None) -> range:
        """The years that a term covers: of one whose start or end is not known, the other; none of
        one without any year.
        """
        row = self.dated.get((organization, -1 if term is None else term), {})
        first, last = (
            row.get(year) or (row.get(day) or "")[:4]
            for year, day in (("start_year", "opening_congress_on"), ("end_year", "closing_congress_on"))
        )
        return range(int(first or last), int(last or first) + 1) if first or last else range(0)

    def terms_within(self, organization: str, years: Years = EVER) -> list[int | None]:
        """The terms that cover one of these years, in order of time; of an organization without any
        term, where no year is asked for, None.
        """
        if years == EVER:
            return [*self.terms.get(organization, [])] or [None]
        wanted = range(years[0], (years[1] or 9999) + 1)
        return [
            term for term in self.terms.get(organization, []) if {*wanted} & {*self.years(organization, term)}
        ]

    def latest(self, organization: str, years: Years = EVER) -> int | None:
        """The last term with a document, else the last there is, of those that cover one of these
        years.
        """
        terms = [term for term in self.terms_within(organization, years) if term is not None]
        coded = [term for term in terms if (organization, term) in self.documents]
        return next(iter([*coded[::-1], *terms[::-1]]), None)

    @cached_property
    def figures(self) -> dict[tuple[str, int, str], Row]:
        """The row that stands for each organization, term and indicator: a number first, of a stock the
        latest, then by rank and date.
        """
        ranks = {row["kind"]: int(row["rank"]) for row in self.rows("source_kinds")}

        def weight(row: Row) -> tuple[bool, str, int, str, str]:
            source = self.sources[row["source_id"]]
            return (
                bool(row["value"]),
                self._stands_at(row),
                -ranks[source["kind"]],
                source["published_on"],
                row["source_id"],
            )

        standing: dict[tuple[str, int, str], Row] = {}
        for row in self.rows("observations"):
            key = row["organization_id"], int(row["term"]), row["indicator"]
            standing[key] = max(standing.get(key, row), row, key=weight)
        return standing

    def is_disputed(self, organization: str, term: int | None, indicator: str) -> bool:
        """Whether documents give different numbers for what is shown: of a stock, for the same date."""
        shown = self.figures.get((organization, -1 if term is None else term, indicator))
        beside = [
            row
            for row in self.rows("observations")
            if (row["organization_id"], row["term"], row["indicator"]) == (organization, str(term), indicator)
        ]
        return (
            shown is not None
            and len(
                {
                    Decimal(row["value"])
                    for row in beside
                    if row["value"] and self._stands_at(row) == self._stands_at(shown)
                }
            )
            > 1
        )

    def _stands_at(self, row: Row) -> str:
        """The date that a figure is of, where that is a stock: its own, that of the closing congress,
        or that of the document.
        """
        if self.indicators[row["indicator"]]["nature"] != "stock":
            return ""
        closing = self.dated[row["organization_id"], int(row["term"])]["closing_congress_on"]
        return row["as_of"] or closing or self.sources[row["source_id"]]["published_on"]

    def state(self, organization: str, term: int | None, indicator: str) -> str:
        """Which of the six states a cell is in."""
        row = self.figures.get((organization, term if term is not None else -1, indicator))
        if row is not None:
            return "figure" if row["value"] else "unstated"
        kinds = self.indicators[indicator]["kinds"]
        if kinds and self.organizations[organization]["kind"] not in kinds.split(";"):
            return "not_applicable"
        return self.silence(self.documents_of(organization, [term]))

    def mention(self, organization: str, terms: Iterable[int | None], mention: str) -> str:
        """In which state an organization speaks of awards, limitations or lessons in these terms."""
        given = self.limitations if mention == "limitations" else self.rows(mention)
        chosen = {*terms}
        rows = [r for r in given if r["organization_id"] == organization and int(r["term"]) in chosen]
        told = [r for r in rows if (r["count"] if mention == "awards" else r["theme"] != "unspecified")]
        if told or rows:
            return "figure" if told else "unstated"
        return self.silence(self.documents_of(organization, chosen))

    def is_reported(self, organization: str, term: int | None, measure: str, years: Years = EVER) -> bool:
        """Whether a term says anything of an indicator, with or without a number, or gives a derived
        measure.
        """
        if measure in self.indicators:
            return (organization, term, measure) in self.figures
        return self.value(organization, term, measure, years) is not None

    def standing(
        self, organization: str, measure: str, years: Years = EVER, *, is_latest_only: bool = False
    ) -> int | None:
        """The term whose figure stands for an organization: the last that reports the measure, and where
        none does, or only the latest term is looked at, the latest.
        """
        latest = self.latest(organization, years)
        if is_latest_only:
            return latest
        terms = reversed(self.terms_within(organization, years))
        return next((term for term in terms if self.is_reported(organization, term, measure, years)), latest)

    def n_before(self, organization: str, term: int | None, years: Years = EVER) -> int:
        """How many terms a term stands before the latest of an organization; 0 of an undated one, of which
        that is not known.
        """
        return 0 if term is not None and term < 0 else self._steps(organization, term, years)

    def _steps(self, organization: str, term: int | None, years: Years = EVER) -> int:
        latest = self.latest(organization, years)
        if term is None or latest is None:
            return 0
        return self.terms[organization].index(latest) - self.terms[organization].index(term)

    def years_of_figure(self, organization: str, term: int | None, indicator: str) -> tuple[int, ...]:
        """The first and the last year that a figure is of: of a flow those of its term, else the year of
        its date or, without one, the last of its term; none where no year is known.
        """
        row, covered = self.figures[organization, term or 0, indicator], self.years(organization, term)
        if self.indicators[indicator]["nature"] == "flow":
            return tuple(covered[:1]) + tuple(covered[-1:])
        return (int(row["as_of"][:4]),) * 2 if row["as_of"] else tuple(covered[-1:]) * 2

    def total(
        self,
        indicator: str,
        organizations: Iterable[str],
        years: Years = EVER,
        *,
        is_latest_only: bool = False,
    ) -> Total:
        """The total over these organizations: last known stocks and elections, or those of latest terms
        only; all terms of flows; nothing counted twice.
        """
        return self.totals_by(
            lambda _: "", indicator, organizations, years, is_latest_only=is_latest_only
        ).get("", Total(None, "exact", 0, 0, 0))

    def totals_by(
        self,
        group: Callable[[str], str],
        indicator: str,
        organizations: Iterable[str],
        years: Years = EVER,
        *,
        is_latest_only: bool = False,
    ) -> dict[str, Total]:
        """The total of each group of these organizations; a figure that one of another group contains
        is left out too.
        """
        chosen = set(organizations)
        is_flow, is_nested = (
            self.indicators[indicator][column] == word
            for column, word in (("nature", "flow"), ("is_nested", "true"))
        )
        terms = {
            o: self.terms_within(o, years)
            if is_flow
            else [self.standing(o, indicator, years, is_latest_only=is_latest_only)]
            for o in chosen
        }
        states = {(o, term): self.state(o, term, indicator) for o in chosen for term in terms[o]}
        given = {o for (o, _), state in states.items() if state == "figure"}
        counted = given if is_flow else {o for o in given if not (self.containers(o, is_nested) & given)}
        groups: dict[str, dict[tuple[str, int | None], str]] = defaultdict(dict)
        for (o, term), state in states.items():
            groups[group(o)][o, term] = state
        older = {
            o
            for (o, term), state in states.items()
            if state == "figure" and not is_flow and self.n_before(o, term, years)
        }
        return {
            name: self._total(indicator, of_group, given, counted)._replace(
                n_older=len({o for o, _ in of_group} & older)
            )
            for name, of_group in groups.items()
        }

    def _total(
        self, indicator: str, states: dict[tuple[str, int | None], str], given: set[str], counted: set[str]
    ) -> Total:
        cells = [cell for cell, state in states.items() if state == "figure" and cell[0] in counted]
        found = [self.figures[o, term or 0, indicator] for o, term in cells]
        in_years = [year for o, term in cells for year in self.years_of_figure(o, term, indicator)]
        return Total(
            sum((Decimal(row["value"]) for row in found), Decimal(0)) if found else None,
            qualifier_of_sum(row["qualifier"] for row in found),
            len({o for o, _ in states} & given),
            len({o for (o, _), state in states.items() if state != "not_applicable"}),
            sum(state == "unstated" for state in states.values()),
            (min(in_years), max(in_years)) if in_years else None,
            rounded_to=rounded_to(Value(Decimal(row["value"]), row["qualifier"]) for row in found),
            n_not_read=sum(state == "not_read" for state in states.values()),
        )

    def containers(self, organization: str, is_nested: bool) -> set[str]:
        """The organizations whose figures hold those of this one: that took its place or, of
        individuals, that stand above it.
        """
        steps = [
            (row["predecessor_id"], row["successor_id"], "successor") for row in self.rows("successions")
        ]
        if is_nested:
            steps += [
                (o, row["parent_organization_id"], "parent")
                for o, row in self.organizations.items()
                if row["parent_organization_id"]
            ]
        reached: set[str] = set()
        for relation in ("successor", "parent"):
            new = {organization}
            while new:
                new = {to for of, to, kind in steps if kind == relation and of in new} - reached
                reached |= new
        return reached

    def place(self, organization: str, boundaries: str) -> str:
        """The province of an organization in these boundaries; "" where it has none."""
        row = self.organizations[organization]
        if boundaries == "present":
            return self.successors.get(row["province_id"], row["province_id"])
        merged = {s["successor_id"] for s in self.rows("successions") if s["on"] >= "2025"}
        ends = {
            p["province_id"]: p["valid_until"] for p in self.rows("provinces") if p["boundaries"] == "former"
        }
        is_of_merged = organization in merged or row["founded_on"] >= "2025-07"
        return (
            ""
            if row["province_id"] not in ends or (ends[row["province_id"]] and is_of_merged)
            else row["province_id"]
        )

    def region(self, organization: str, boundaries: str) -> str:
        """The region of an organization in these boundaries; "" where it has none."""
        province = self.place(organization, boundaries)
        return self.provinces(boundaries)[province]["region_id"] if province else ""

    def selected(
        self, boundaries: str = "present", years: Years = EVER, **filters: Iterable[str]
    ) -> list[str]:
        """The organizations that pass filters by kind, level, region, province and organization, each
        of codes, and cover one of the years.
        """
        found = []
        for o, row in self.organizations.items():
            its = {
                "kind": row["kind"],
                "level": row["level"],
                "region": self.region(o, boundaries),
                "province": self.place(o, boundaries),
                "organization": o,
            }
            if all(its[name] in codes for name, codes in filters.items()) and self.terms_within(o, years):
                found.append(o)
        return found

    # Time

    def aligned(
        self, organizations: Iterable[str], time: str, years: Years = EVER
    ) -> dict[tuple[str, int], int | None]:
        """Which term of each organization stands at each point of time: terms before the latest,
        years, or numbers.
        """
        found: dict[tuple[str, int], int | None] = {}
        for o in organizations:
            inside, latest = self.terms_within(o, years), self.latest(o, years)
            for term in inside:
                if term is None:
                    found |= {(o, 0): None} if time == "latest" else {}
                elif time == "latest":
                    # How far before the latest it stands is told by all terms, those outside the years among
                    # them.
                    point = self.terms[o].index(term) - self.terms[o].index(latest)
                    found |= {(o, point): term} if point <= 0 and (term >= 0 or not point) else {}
                elif time == "number":
                    found |= {(o, term): term} if 0 <= term < 1900 else {}
                else:
                    for year in self.years(o, term):
                        beside = found.get((o, year))
                        # Of two terms in one year, that with a document, else the one that closes there.
                        wins = beside is None or (
                            (o, term) in self.documents and (o, beside) not in self.documents
                        )
                        if wins and (years[0] or 0) <= year <= (years[1] or 9999):
                            found[o, year] = term
        return found

    def measured(
        self, measure: str, organizations: Iterable[str], time: str, years: Years = EVER
    ) -> dict[tuple[str, int], int | None]:
        """Which term of each organization stands at each point of time for a measure: of "known", terms up to
        the last that reports it; else as aligned.
        """
        if time != "known":
            return self.aligned(organizations, time, years)
        found: dict[tuple[str, int], int | None] = {}
        for o in organizations:
            standing = self.standing(o, measure, years)
            for term in self.terms_within(o, years):
                point = self._steps(o, standing, years) - self._steps(o, term, years)
                is_alone = term is not None and term < 0  # undated: before no other
                found |= {(o, point): term} if point <= 0 and (not is_alone or not point) else {}
        return found

    def previous(self, organization: str, term: int) -> int | None:
        """The term that closed where this one opens; None where another, or nothing, stands between."""
        terms = self.terms[organization]
        at = terms.index(term)
        if at == 0 or terms[at - 1] < 0:
            return None
        before, this = self.dated[organization, terms[at - 1]], self.dated[organization, term]
        meets = [
            (before["closing_congress_on"], this["opening_congress_on"]),
            (before["end_year"], this["start_year"]),
        ]
        return terms[at - 1] if terms[at - 1] == term - 1 or any(a == b != "" for a, b in meets) else None

    def value(self, organization: str, term: int | None, measure: str, years: Years = EVER) -> Value | None:
        """An indicator, or what is derived from indicators, in a term; None where it is not reported
        or cannot be derived: a change needs both of its terms within the years.
        """
        if term is None:
            return None
        if measure in self.indicators:
            row = self.figures.get((organization, term, measure), {})
            return Value(Decimal(row["value"]), row["qualifier"]) if row.get("value") else None
        if measure.startswith("change_of_"):
            indicator = measure.removeprefix("change_of_")
            if self.indicators[indicator]["nature"] != "stock":
                return None
            before = self.previous(organization, term)
            if before not in self.terms_within(organization, years):
                return None
            return self._derived(
                (organization, before, indicator),
                (organization, term, indicator),
                lambda before, now: now / before - 1,
            )
        one, other = {
            "members_per_branch": ("branches", "members"),
            "members_per_association": ("member_associations", "members"),
            "committee_retention": ("committee_elected", "committee_departures"),
        }[measure]
        rule: Callable[[Decimal, Decimal], Decimal] = (
            (lambda elected, left: (elected - left) / elected)
            if measure == "committee_retention"
            else (lambda n, members: members / n)
        )
        return self._derived((organization, term, one), (organization, term, other), rule)

    def _derived(self, one: Cell, other: Cell, rule: Callable[[Decimal, Decimal], Decimal]) -> Value | None:
        under, over = self.value(*one), self.value(*other)
        if under is None or over is None or not under.value:
            return None
        # Of retention, which falls with those who leave, the two change places.
        is_falling = other[2] == "committee_departures"
        both = (under, over) if is_falling else (over, under)
        qualifier = qualifier_of_ratio(both[0].qualifier, both[1].qualifier)
        return Value(rule(under.value, over.value), qualifier) if qualifier else None

    def series(
        self, measure: str, organizations: Iterable[str], time: str, years: Years = EVER
    ) -> dict[tuple[str, int], Value]:
        """The figure of each organization at each point of time that has one."""
        return {
            (o, point): value
            for (o, point), term in self.measured(measure, organizations, time, years).items()
            if (value := self.value(o, term, measure, years))
        }

    def points(
        self, measure: str, organizations: Iterable[str], time: str, years: Years = EVER
    ) -> dict[int, Point]:
        """How many of how many organizations report a measure at each point of time; three and a
        fifth are needed for a ranking.
        """
        of = (
            measure
            if measure in self.indicators
            else next(row["indicator"] for row in self.rows("derived_measures") if row["measure"] == measure)
        )
        kinds = self.indicators[of]["kinds"].split(";") if self.indicators[of]["kinds"] else []
        given: dict[int, int] = defaultdict(int)
        applicable: dict[int, int] = defaultdict(int)
        for (o, point), term in self.measured(measure, organizations, time, years).items():
            has_value = self.value(o, term, measure, years) is not None
            given[point] += has_value
            applicable[point] += has_value or (
                (not kinds or self.organizations[o]["kind"] in kinds) and self.is_open(o, term)
            )
        return {
            point: Point(given[point], n, given[point] >= 3 and given[point] * 5 >= n)
            for point, n in applicable.items()
            if n
        }

    def is_open(self, organization: str, term: int | None) -> bool:
        """Whether a term can be reported on: not where it ended before the organization was founded,
        and nothing is coded of it.
        """
        ended, founded = (
            self.dated.get((organization, -1 if term is None else term), {}).get("end_year"),
            self.organizations[organization]["founded_on"],
        )
        return (organization, term) in self.documents or not (ended and founded and ended < founded[:4])

    def provinces(self, boundaries: str) -> dict[str, Row]:
        """The provinces of these boundaries by code."""
        return {row["province_id"]: row for row in self.rows("provinces") if row["boundaries"] == boundaries}


def stands_in(say: Text, document: Row, paragraph: str) -> str:
    """Where a row says that it stands: the document, whether that is a draft or was read in part, and the
    paragraph.
    """
    marks = [say("draft")] if document["is_draft"] == "true" else []
    marks += [READ_IN_PART[say.language]] if document["extent"] == "part" else []
    title = document["title"] + (f" ({', '.join(marks)})" if marks else "")
    return say("where", title=title, paragraph=paragraph) if paragraph else say("where_page", title=title)


class Agreement(NamedTuple):
    """How many statements are in a coding, in two or more, and in these under one theme; Krippendorff's α."""

    n_units: int
    n_paired: int
    n_agreed: int
    alpha: float | None


def alpha(units: Iterable[list[str]]) -> float | None:
    """Krippendorff's α, nominal, by its definition over pairs of values within and across units (Krippendorff
    2011).
    """
    paired = [values for values in units if len(values) > 1]
    values = [*chain(*paired)]
    n = len(values)
    across = sum(a != b for a, b in permutations(values, 2))
    if across == 0:
        return None
    within = sum(Fraction(sum(a != b for a, b in permutations(unit, 2)), len(unit) - 1) for unit in paired)
    return float(1 - (Fraction(within) / n) / Fraction(across, n * (n - 1)))


class CodingsByHand:
    """What two codings made of statements, how far they agree, and what the final rows have of each."""

    def __init__(self, rows: Callable[[str], list[Row]]):
        self.codings: dict[Unit, dict[str, Row]] = defaultdict(dict)
        for row in sorted(rows("codings"), key=lambda row: row["coder"]):
            self.codings[row["source_id"], row["record"], int(row["unit"])][row["coder"]] = row
        self.final = [
            {**row, "record": record}
            for record, table in (("limitation", "limitations"), ("lesson", "lessons"))
            for row in rows(table)
        ]

    def themes(self, unit: Unit) -> list[str]:
        """What each coder chose, in the order of the coders."""
        return [row["theme"] for row in self.codings[unit].values()]

    def agrees(self, unit: Unit) -> bool:
        """Whether several coders chose, and all the same."""
        return len(self.themes(unit)) > 1 and len({*self.themes(unit)}) == 1

    def agreement(self, documents: set[str]) -> dict[tuple[str, str], Agreement]:
        """Agreement on all of these documents, on each, and on each theme that is in their codings."""
        here = [unit for unit in self.codings if unit[0] in documents]
        scopes = {("all", ""): here} | {
            ("source", document): [unit for unit in here if unit[0] == document]
            for document in {unit[0] for unit in here}
        }
        found = {
            scope: self._agreement(units, alpha(map(self.themes, units)))
            for scope, units in scopes.items()
            if units
        }
        for theme in {theme for unit in here for theme in self.themes(unit)}:
            under = [unit for unit in here if theme in self.themes(unit)]
            against_all = ([str(one == theme) for one in self.themes(unit)] for unit in here)
            found["theme", theme] = self._agreement(under, alpha(against_all))
        return found

    def _agreement(self, units: list[Unit], of_these: float | None) -> Agreement:
        n_paired = sum(len(self.themes(unit)) > 1 for unit in units)
        return Agreement(len(units), n_paired, sum(map(self.agrees, units)), of_these)

    @cached_property
    def settled(self) -> dict[Unit, list[Row]]:
        """The final rows of each unit, by the rule of the codebook."""
        free = sorted(self.final, key=lambda row: (int(row["paragraph"] or 10**6), int(row["statement"])))
        found: dict[Unit, list[Row]] = {unit: [] for unit in self.codings}

        def take(unit: Unit, theme: str = "") -> None:
            paragraphs = [int(row["paragraph"]) for row in self.codings[unit].values() if row["paragraph"]]
            for row in free:
                is_there = not (paragraphs and row["paragraph"]) or (
                    min(paragraphs) <= int(row["paragraph"]) <= max(paragraphs)
                )
                if (row["source_id"], row["record"]) == unit[:2] and theme in ("", row["theme"]) and is_there:
                    free.remove(row)
                    found[unit].append(row)
                    return

        for unit in sorted(self.codings, key=lambda unit: (not self.agrees(unit), unit)):
            for theme in dict.fromkeys(self.themes(unit)):
                take(unit, theme)
        for unit in sorted(self.codings):
            if not found[unit] and len(self.themes(unit)) > 1:
                take(unit)
        return {unit: sorted(rows, key=lambda row: int(row["statement"])) for unit, rows in found.items()}
