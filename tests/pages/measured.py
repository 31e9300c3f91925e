"""What the cards of one measure ought to show for a link, worked out from the CSV files, and the checks that
pages share.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from dashboard.cards.figures import MAX_BARS, MAX_MULTIPLES
from dashboard.files.tables import safe
from dashboard.release import queries
from dashboard.release.opened import open_release
from dashboard.release.queries.filtering import MAX_SOURCES
from dashboard.request.selection import FILTERS
from dashboard.words.text import Text, written_sum
from dashboard.words.theme import DISPUTED, OLDER, QUALIFIER_MARKS
from tests.pages.by_hand import (
    EVER,
    ByHand,
    Change,
    Row,
    Value,
    Years,
    qualifier_of_ratio,
    qualifier_of_sum,
    rounded_to,
    stands_in,
)


@dataclass
class Asked:
    """A link, and what it selects."""

    by_hand: ByHand
    say: Text
    query: Row = field(default_factory=dict)

    @property
    def years(self) -> Years:
        first, _, last = self.query.get("years", "").partition("-")
        return (int(first or 0), int(last or 0)) if "years" in self.query else EVER

    @property
    def time(self) -> str:
        return self.query.get("time", "known")

    @property
    def is_latest_only(self) -> bool:
        return self.time == "latest"

    @property
    def of_terms(self) -> str:
        """Which term figures are of where no year or number is chosen, in words."""
        return self.say("of_latest" if self.is_latest_only else "of_known")

    @property
    def organizations(self) -> list[str]:
        filters = {name: self.query[name].split(",") for name in FILTERS if name in self.query}
        return self.by_hand.selected(self.query.get("boundaries", "present"), self.years, **filters)

    def link(self) -> Row:
        return self.query | ({"lang": "en"} if self.say.language == "en" else {})

    def moment(self, measure: str) -> int:
        """The point of time that a page is of, by what it is about: the one in the link, else the
        latest of those that most report.
        """
        if self.time in ("known", "latest") or "at" in self.query:
            return int(self.query.get("at", 0))
        points = self.by_hand.points(measure, self.organizations, self.time, self.years)
        return max(((point.n_with_figure, at) for at, point in points.items()), default=(0, 0))[1]

    def at(self, point: int, measure: str) -> dict[str, Value]:
        """The figures of a point of time."""
        found = self.by_hand.series(measure, self.organizations, self.time, self.years)
        return {o: value for (o, at), value in found.items() if at == point}

    def of_both_terms(self, indicator: str) -> list[tuple[Value, Value]]:
        """The last known figures of organizations that report the term before too, or those of latest terms
        only; none of one that another of them contains.
        """
        time = "latest" if self.is_latest_only else "known"
        found = self.by_hand.series(indicator, self.organizations, time, self.years)
        before, after = ({o: value for (o, at), value in found.items() if at == point} for point in (-1, 0))
        both = before.keys() & after.keys()
        is_nested = self.by_hand.indicators[indicator]["is_nested"] == "true"
        both = {o for o in both if qualifier_of_ratio(after[o].qualifier, before[o].qualifier)}
        return [(before[o], after[o]) for o in both if not self.by_hand.containers(o, is_nested) & both]

    def rose_and_fell(self, sentence: str, change: Change, **values: str) -> str:
        """A sentence that says how many rose, stayed and fell, and of how many that is unclear."""
        unclear = self.say("unclear_n", n=change.unclear) if change.unclear else ""
        counts = {"grew": change.grew, "same": change.same, "shrank": change.shrank}
        return self.say(sentence, n=change.n, unclear=unclear, **counts, **values)

    def changed(self, share: Decimal, qualifier: str) -> str:
        """A change as written."""
        sign = ("≈" if qualifier == "about" else "") + ("+" if share > 0 else "")
        return sign + self.say.percent(float(share))

    def summed(self, parts: Iterable[Value]) -> str:
        """A sum as a sentence or a card writes it."""
        given = [*parts]
        total = sum((part.value for part in given), Decimal(0))
        return written_sum(
            self.say, total, qualifier_of_sum(part.qualifier for part in given), rounded_to(given)
        )

    def total_of_region(self, indicator: str, region: str) -> str:
        """The total in a region of the boundaries, as the page writes it."""
        boundaries = self.query.get("boundaries", "present")
        totals = self.by_hand.totals_by(
            lambda o: self.by_hand.region(o, boundaries),
            indicator,
            self.organizations,
            self.years,
            is_latest_only=self.is_latest_only,
        )
        total = totals[region]
        assert total.value is not None
        return self.say.quantity(total.value, total.qualifier)

    def label(self, table: str, code: str) -> str:
        key = {"indicators": "indicator", "derived_measures": "measure", "regions": "region_id"}[table]
        return next(row for row in self.by_hand.rows(table) if row[key] == code)[f"label_{self.say.language}"]

    def called(self, measure: str) -> str:
        return self.label("indicators" if measure in self.by_hand.indicators else "derived_measures", measure)

    def name(self, organization: str) -> str:
        return self.by_hand.organizations[organization][f"name_{self.say.language}"]

    def written(self, measure: str, value: Value) -> str:
        """A figure as the page writes it: mark, sign of a change, percent of a share, one decimal of
        what is derived.
        """
        number = value.value
        if measure in self.by_hand.indicators:
            text = self.say.number(number)
        else:
            listed = next(row for row in self.by_hand.rows("derived_measures") if row["measure"] == measure)
            text = (
                self.say.percent(float(number))
                if listed["is_share"] == "true"
                else self.say.number(float(number), 1)
            )
            text = f"+{text}" if listed["is_change"] == "true" and number > 0 else text
        return QUALIFIER_MARKS[value.qualifier] + text

    def qualifier(self, code: str) -> str:
        """A qualifier in words."""
        return queries.labels(open_release(), self.say.data_language)["observations.qualifier"][code]

    def term(self, organization: str, term: int | None) -> str:
        row = self.by_hand.dated[organization, -1 if term is None else term]
        start, end = (
            row["start_year"] or row["opening_congress_on"][:4],
            row["end_year"] or row["closing_congress_on"][:4],
        )
        years = "" if not start + end else start if start == end else f"{start or '…'}–{end or '…'}"
        number = self.say("term_founding") if term == 0 else self.say("term_n", term=str(term))
        return f"{number} ({years})" if years not in ("", str(term)) else number

    def older(self, organization: str, term: int | None) -> str:
        """How much older a figure of this term is than the latest, where terms are laid by what they
        report.
        """
        n = self.by_hand.n_before(organization, term, self.years) if self.time == "known" else 0
        return self.say("older_terms", n=n) if n else ""

    def year(self, organization: str, term: int | None, measure: str) -> str:
        """The year that a figure is of; "" where none is known."""
        row = self.by_hand.figures.get((organization, -1 if term is None else term, measure), {})
        covered = self.by_hand.years(organization, term)
        return row["as_of"][:4] if row.get("as_of") else str(covered[-1]) if covered else ""

    def remark(self, organization: str, term: int | None, measure: str) -> str:
        """What is to be known beside a figure as coded."""
        row = self.by_hand.figures.get((organization, -1 if term is None else term, measure))
        if row is None:
            return ""
        said = [self.say("as_of", date=self.say.date(row["as_of"]))] if row["as_of"] else []
        said += [self.say(f"basis_{row['basis']}")] if row["basis"] != "stated" else []
        said += [self.say("disputed")] if self.by_hand.is_disputed(organization, term, measure) else []
        return " · ".join(said)


def check_ranking(card: Any, asked: Asked, measure: str, at: int) -> bool:
    """Checks the card of a ranking: who, how much, in which order, of how many; and returns whether it is
    drawn or withheld.
    """
    say, by_hand = asked.say, asked.by_hand
    figures = asked.at(at, measure)
    terms = by_hand.measured(measure, figures, asked.time, asked.years)
    point = by_hand.points(measure, asked.organizations, asked.time, asked.years).get(at)
    n, every = (point.n_with_figure, point.n_applicable) if point else (0, 0)
    assert card.texts("header") == [say("ranking_title", measure=asked.called(measure))]
    subtitle = card.texts("caption")[0]
    older = {o for o in figures if asked.older(o, terms[o, at])}
    covered = say("covered" if measure in by_hand.indicators else "derived_in", n=n, all=every)
    assert subtitle.endswith(f"{covered} · {say('older_n', n=len(older))}" if older else covered)
    codes = [code.removeprefix(f"{measure}~") for code in card.table]
    assert set(codes) == set(figures)
    assert [figures[o].value for o in codes] == sorted(
        (value.value for value in figures.values()), reverse=True
    )
    for o in codes:
        term, written, year, remark = card.table[f"{measure}~{o}"]
        assert term == asked.term(o, terms[o, at])
        assert written == asked.written(measure, figures[o])
        assert year == asked.year(o, terms[o, at], measure)
        said = (asked.older(o, terms[o, at]), asked.remark(o, terms[o, at], measure))
        assert remark == " · ".join(filter(None, said))
    assert [row["cells"][0] for row in (card.foot["table"] or {"rows": []})["rows"]] == [
        asked.name(o) for o in codes
    ]
    if point is None or not point.is_rankable:
        assert "chart" not in card.elements
        assert card.texts("markdown") == [say("ranking_withheld", n=n, all=every) if n else say("no_figure")]
        assert not codes or card.foot["table"]["is_open"]
        return False
    assert card.texts("markdown") == []
    disputed = {o for o in figures if by_hand.is_disputed(o, terms[o, at], measure)}
    assert [(code, words) for code, _, words in card.bars] == [
        (
            f"{measure}~{o}",
            asked.written(measure, figures[o])
            + (f" ({asked.year(o, terms[o, at], measure)})" if asked.year(o, terms[o, at], measure) else "")
            + OLDER * (o in older)
            + DISPUTED * (o in disputed),
        )
        for o in codes[:MAX_BARS]
    ]
    for (_, length, _), o in zip(card.bars, codes, strict=False):
        assert abs(Decimal(length) - figures[o].value) < Decimal("1e-6")
    labels = [tick.replace("<br>", " ") for tick in card.elements["chart"][0]["layout"]["yaxis"]["ticktext"]]
    assert len(set(labels)) == len(labels) == len(card.bars), "no two bars are called alike"
    assert all(words in card.of("alt")[0] for _, _, words in card.bars)
    open_ends = [
        Decimal(figures[o].value)
        for o in codes[:MAX_BARS]
        if figures[o].qualifier == "at_least" and figures[o].value > 0
    ]
    shapes = card.elements["chart"][0]["layout"].get("shapes", [])
    assert len(shapes) == len(open_ends)
    for shape, value in zip(shapes, open_ends, strict=True):
        low, high = (Decimal(end) for end in card.elements["chart"][0]["layout"]["xaxis"]["range"])
        assert abs(Decimal(shape["xanchor"]) - (value - low) / (high - low)) < Decimal("1e-6")
    note = " ".join(card.texts("caption")[1:])
    assert (say("open_end") in note) == bool(open_ends)
    assert (say("ranking_more", n=len(codes) - MAX_BARS) in note) == (len(codes) > MAX_BARS)
    assert (say("older_mark", mark=OLDER) in note) == bool(older & set(codes[:MAX_BARS]))
    assert (say("disputed_mark", mark=DISPUTED) in note) == bool(disputed & set(codes[:MAX_BARS]))
    check_sources(card, asked, {(o, terms[o, at]) for o in codes}, measure)
    return True


def check_series(card: Any, asked: Asked, measure: str) -> dict[str, dict[int, Value]]:
    """Checks the card of a measure over the terms, and returns the figures of those that report it in
    several.
    """
    say, by_hand = asked.say, asked.by_hand
    terms = by_hand.measured(measure, asked.organizations, asked.time, asked.years)
    every: dict[str, dict[int, Value]] = {}
    for (o, at), value in sorted(
        by_hand.series(measure, asked.organizations, asked.time, asked.years).items()
    ):
        every.setdefault(o, {})[at] = value
    # A term's figure is one mark, at that of its years which is nearest to the year of the figure.
    for o, figures in every.items():
        marks: dict[int | None, int] = {}
        for at in figures:
            term = terms[o, at]
            year = int(asked.year(o, term, measure) or 9999)
            marks[term] = min(marks.get(term, at), at, key=lambda at, year=year: (abs(at - year), -at))
        every[o] = {at: figures[at] for at in sorted(marks.values())}
    several = {o: figures for o, figures in every.items() if len(figures) > 1}
    assert say("series_of", n=len(several), all=len(every)) in card.texts("caption")[0]
    assert say(f"series_{asked.time}") in card.texts("caption")[0]
    if not several:
        assert card.texts("markdown") == [say("series_none")]
        assert set(card.elements) == {"card_footer"}
        return several
    [drawn] = card.elements["multiples"]
    shown = {item["code"].removeprefix(f"{measure}~"): item for item in drawn["items"]}
    assert set(shown) <= set(several)
    assert len(shown) == min(len(several), MAX_MULTIPLES)
    n_terms = {o: len({terms[o, at] for at in several[o]}) for o in several}
    assert min(n_terms[o] for o in shown) >= max((n_terms[o] for o in several.keys() - shown), default=0), (
        "those of most terms are drawn"
    )
    for o, item in shown.items():
        assert [(p["at"], p["written"], p["qualifier"]) for p in item["points"]] == [
            (at, asked.written(measure, value), value.qualifier) for at, value in several[o].items()
        ], "a point for each figure, and none where there is no figure"
        assert all(
            abs(Decimal(p["value"]) - several[o][p["at"]].value) < Decimal("1e-6") for p in item["points"]
        )
        assert all(p["written"] in item["said"] and p["label"] for p in item["points"])
    rows = [(row["code"].removeprefix(f"{measure}~"), row["cells"]) for row in card.foot["table"]["rows"]]
    assert sorted((o, cells[2], cells[3]) for o, cells in rows) == sorted(
        (o, asked.term(o, terms[o, at]), asked.written(measure, value))
        for o, figures in several.items()
        for at, value in figures.items()
    )
    return several


def written_years(years: tuple[int, int] | None) -> str:
    """Years as a page writes them; "" where none are known."""
    first, last = years or ("", "")
    return str(first) if first == last else f"{first}–{last}"


def check_regions(card: Any, asked: Asked, indicator: str) -> None:
    """Checks the card of regions: the total of each with its coverage, the largest first; one without a
    figure says so and has no bar.
    """
    say, by_hand = asked.say, asked.by_hand
    boundaries = asked.query.get("boundaries", "present")
    totals = by_hand.totals_by(
        lambda o: by_hand.region(o, boundaries),
        indicator,
        asked.organizations,
        asked.years,
        is_latest_only=asked.is_latest_only,
    )
    assert asked.of_terms in card.texts("caption")[0]
    expected = {
        asked.label("regions", region) if region else say("region_national"): (
            say.quantity(total.value, total.qualifier) if total.value is not None else say("no_figure"),
            written_years(total.years),
            say("covered", n=total.n_with_figure, all=total.n_applicable)
            + (f"; {say('older_n', n=total.n_older)}" if total.n_older else ""),
        )
        for region, total in totals.items()
        if total.n_applicable
    }
    assert {row["cells"][0]: tuple(row["cells"][1:]) for row in card.foot["table"]["rows"]} == expected
    ordered = sorted(
        (-total.value, written_sum(say, total.value, total.qualifier, total.rounded_to), total.qualifier)
        for total in totals.values()
        if total.value is not None
    )
    if not ordered:
        assert "chart" not in card.elements
        return
    drawn = [(-Decimal(length), words) for _, length, words in card.bars]
    assert sorted(drawn) == [(value, words) for value, words, _ in ordered]
    assert [value for value, _ in drawn] == [value for value, *_ in ordered]
    is_open = any(qualifier == "at_least" for *_, qualifier in ordered)
    assert bool(card.elements["chart"][0]["layout"].get("shapes", [])) == is_open
    assert (say("open_end") in " ".join(card.texts("caption"))) == is_open


def check_structure(card: Any, asked: Asked, indicators: Iterable[str]) -> None:
    """Checks the table of several indicators side by side: of every organization that reports one, each in
    one of the five states.
    """
    say, by_hand = asked.say, asked.by_hand
    expected = {}
    for o in asked.organizations:
        cells, notes, n_given = [], [], 0
        for indicator in indicators:
            term = by_hand.standing(o, indicator, asked.years, is_latest_only=asked.is_latest_only)
            value, n_before = (
                by_hand.value(o, term, indicator, asked.years),
                by_hand.n_before(o, term, asked.years),
            )
            n_given += value is not None
            cells.append(
                asked.written(indicator, value) + OLDER * (n_before > 0)
                if value
                else say(f"cell_{by_hand.state(o, term, indicator)}")
            )
            if value and n_before:
                age = (asked.year(o, term, indicator), say("older_terms", n=n_before))
                notes.append(f"{asked.called(indicator)}: {', '.join(filter(None, age))}")
        if n_given:
            expected[asked.name(o)] = [*cells, "; ".join(notes)]
    table = card.foot["table"]
    found = {row["cells"][0]: row["cells"][1:] for row in table["rows"]} if table else {}
    assert found == expected
    if not expected:
        assert card.texts("markdown") == [say("no_figure")]
        return
    assert [column["label"] for column in table["columns"]][1:] == [
        *(asked.called(indicator) for indicator in indicators),
        say("column_note"),
    ]
    assert asked.of_terms in card.texts("caption")[0]
    for row in table["rows"]:
        code, _, o = row["code"].partition("~")
        term = by_hand.standing(o, code, asked.years, is_latest_only=asked.is_latest_only)
        assert (asked.name(o), by_hand.value(o, term, code) is not None) == (
            row["cells"][0],
            True,
        ), "a row opens a figure of its own"
    assert say("structure_of", n=len(expected)) in card.texts("caption")[0]


def check_sources(card: Any, asked: Asked, terms: set[tuple[str, int | None]], indicator: str) -> None:
    """Checks that the evidence of a card is every coded row of an indicator in these terms, with its document
    and paragraph.
    """
    if indicator not in asked.by_hand.indicators:
        return
    say = asked.say
    behind = [
        r
        for r in asked.by_hand.rows("observations")
        if r["indicator"] == indicator and (r["organization_id"], int(r["term"])) in terms
    ]
    sources = card.foot["sources"]
    assert sources["title"] == say("sources_n", n=len(behind))
    assert len(sources["items"]) == min(len(behind), MAX_SOURCES)
    written = []
    for row in behind:
        where = stands_in(say, asked.by_hand.sources[row["source_id"]], row["paragraph"])
        figure = say.quantity(Decimal(row["value"]), row["qualifier"]) if row["value"] else say("no_number")
        written.append(
            (
                say("of_organization", organization=asked.name(row["organization_id"]), term=row["term"]),
                figure,
                where,
            )
        )
    assert {(item["who"], item["figure"], item["where"]) for item in sources["items"]} <= set(written)
    assert len(behind) > MAX_SOURCES or sorted(
        (i["who"], i["figure"], i["where"]) for i in sources["items"]
    ) == sorted(written)


def check_file(card: Any, asked: Asked) -> None:
    """Checks that a card's file has the rows of its table: plain numbers, their qualifier beside them, states
    in words, no formula.
    """
    table = card.foot["table"]
    if table is None:
        assert card.foot["files"] == []
        return
    assert [file["name"].rpartition(".")[2] for file in card.foot["files"]] == [
        "csv",
        "zip",
        "xlsx",
        "parquet",
    ]
    text = card.text()
    assert text.startswith("\ufeff")
    assert text.endswith("\r\n")
    header, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    expected = []
    for column in table["columns"]:
        expected += (
            [column["label"], asked.say("file_qualifier", column=column["label"])]
            if column["is_number"]
            else [column["label"]]
        )
    assert header == [safe(label) for label in expected]
    assert len(rows) == len(table["rows"])
    marks = {mark: asked.qualifier(qualifier) for qualifier, mark in QUALIFIER_MARKS.items() if mark}
    for written, row in zip(rows, table["rows"], strict=True):
        cells = iter(written)
        for n, column in enumerate(table["columns"]):
            shown, cell = row["cells"][n], next(cells)
            if not column["is_number"]:
                assert cell == safe(shown)
            elif n in row["states"]:
                assert (cell, next(cells)) == ("", shown)
            else:
                assert next(cells) == marks.get(shown[0], asked.qualifier("exact"))
                number = Decimal(cell)
                factor = 100 if shown.endswith("%") else 1
                plain = (
                    shown.lstrip("≈≥≤+")
                    .rstrip(OLDER)
                    .rstrip("%")
                    .translate(
                        str.maketrans({".": "", ",": "."} if asked.say.language == "vi" else {",": ""})
                    )
                )
                assert abs(number * factor - Decimal(plain)) <= Decimal("0.0500001") * (
                    factor != 1 or "." in plain or number % 1 != 0
                )
