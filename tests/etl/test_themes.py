"""What is asked of limitations and lessons, and what stands out, against a hand count of the CSV rows: as
shipped, and with made-up terms."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import made_once
from tests.etl.folder import DataFolder, ReleasedFolder
from tests.etl.several_terms import (
    HL,
    ICT,
    LA,
    PARTY,
    TH,
    limit,
    observe,
    with_several_terms,
    with_three_repeating,
)
from tests.pages.by_hand import ByHand, carried

Row = dict[str, str]
KINDS: list[list[str] | None] = [None, ["association"], ["union_of_associations", "youth_union"], ["club"]]


class Hand:
    """The rows of a folder, counted with a pencil, and the release of it to compare with."""

    def __init__(self, folder: ReleasedFolder):
        self.folder = folder
        self.tables = {
            name: folder.rows(name)
            for name in (
                "organizations",
                "terms",
                "limitations",
                "lessons",
                "observations",
                "awards",
                "themes",
            )
        }
        self.specific = {row["theme"] for row in self.tables["themes"] if row["is_specific"] == "true"}

    def ask(self, mart: str, kinds: list[str] | None = None) -> list[dict[str, Any]]:
        return self.folder.ask(f"FROM mart.{mart}(mart.chosen(kinds := ?))", kinds)

    @cached_property
    def by_hand(self) -> ByHand:
        return ByHand(self.folder.rows)

    def here(self, table: str, kinds: list[str] | None) -> list[Row]:
        """Returns the rows of organizations of these kinds."""
        ids = {
            o["organization_id"] for o in self.tables["organizations"] if kinds is None or o["kind"] in kinds
        }
        return [row for row in self.tables[table] if row["organization_id"] in ids]

    def limitations(self, kinds: list[str] | None) -> list[Row]:
        """Returns what is named as a limitation; a cause of one is none."""
        return [row for row in self.here("limitations", kinds) if row["role"] == "limitation"]

    def naming(self, kinds: list[str] | None) -> dict[str, set[str]]:
        """Returns who names each theme as a limitation."""
        found = defaultdict(set)
        for row in self.limitations(kinds):
            found[row["theme"]].add(row["organization_id"])
        return found

    def naming_any(self, kinds: list[str] | None) -> set[str]:
        """Returns who names any limitation, and does not only admit that there are some."""
        return {row["organization_id"] for row in self.limitations(kinds) if row["theme"] != "unspecified"}

    @cached_property
    def coded(self) -> dict[str, set[str]]:
        """The coded terms of each organization."""
        found = defaultdict(set)
        for table in ("observations", "awards", "limitations", "lessons"):
            for row in self.tables[table]:
                found[row["organization_id"]].add(row["term"])
        return found

    @cached_property
    def in_order(self) -> dict[str, list[Row]]:
        """The terms of each organization by their year; one without any stands after the numbered one before
        it."""
        found: dict[str, list[tuple[int, int, Row]]] = defaultdict(list)
        last: dict[str, int] = {}
        for row in sorted(self.tables["terms"], key=lambda r: (r["organization_id"], int(r["term"]))):
            years = [row["start_year"], row["opening_congress_on"][:4]]
            years += [str(int(end[:4]) - 5) for end in (row["end_year"], row["closing_congress_on"]) if end]
            year = next(
                (int(y) for y in [*years, row["term"] if int(row["term"]) >= 1900 else ""] if y), None
            )
            o = row["organization_id"]
            found[o].append((last.get(o, 0) if year is None else year, int(row["term"]), row))
            last[o] = max(last.get(o, 0), year or 0)
        return {o: [row for *_, row in sorted(terms, key=lambda t: t[:2])] for o, terms in found.items()}

    def consecutive(self, kinds: list[str] | None) -> list[tuple[str, str, str]]:
        """Returns (organization, term, the one that follows it directly), both coded."""
        ids = {o["organization_id"] for o in self.here("organizations", kinds)}
        found = []
        for o in ids & set(self.in_order):
            for before, after in zip(self.in_order[o], self.in_order[o][1:], strict=False):
                follows = (
                    int(before["term"]) == int(after["term"]) - 1
                    or (
                        before["closing_congress_on"]
                        and before["closing_congress_on"] == after["opening_congress_on"]
                    )
                    or (before["end_year"] and before["end_year"] == after["start_year"])
                )
                if follows and {before["term"], after["term"]} <= self.coded[o]:
                    found.append((o, before["term"], after["term"]))
        return found

    def latest(self, organization: str) -> str | None:
        """Returns the last coded term."""
        return next(
            (
                row["term"]
                for row in reversed(self.in_order.get(organization, []))
                if row["term"] in self.coded[organization]
            ),
            None,
        )

    def place_of(self, table: str, row: Row) -> str:
        """Returns where a row stands: file:line, in the first file or among the public ones."""
        for path in self.folder.path.rglob(f"{table}.csv"):
            for line, found in enumerate(DataFolder(path.parent).lines(table)[1:], 2):
                if found == list(row.values()):
                    return f"{path.relative_to(self.folder.path).as_posix()}:{line}"
        raise AssertionError(row)


@pytest.fixture(scope="module", params=["shipped", "several terms"])
def hand(request: pytest.FixtureRequest) -> Hand:
    folders = {"shipped": "shipped", "several terms": "released_terms"}
    return Hand(request.getfixturevalue(folders[request.param]))


@pytest.mark.parametrize("kinds", KINDS, ids=str)
def test_persistence_says_of_how_many_and_who(hand: Hand, kinds: list[str] | None) -> None:
    """Named in two consecutive coded terms, of those with two, of whom so many have limitations in both."""
    named = {
        (r["organization_id"], r["term"], r["theme"])
        for r in hand.limitations(kinds)
        if r["theme"] != "unspecified"
    }
    pairs = hand.consecutive(kinds)
    comparable = {
        o for o, a, b in pairs if any(n[:2] == (o, a) for n in named) and any(n[:2] == (o, b) for n in named)
    }
    for row in hand.ask("theme_persistence", kinds):
        again = {o for o, a, b in pairs if (o, a, row["theme"]) in named and (o, b, row["theme"]) in named}
        assert (row["n_persistent"], set(row["organizations"])) == (len(again), again)
        n_all = len({o for o, *_ in pairs})
        assert (row["n_organizations"], row["n_comparable"]) == (n_all, len(comparable))
        assert row["is_rankable"] == (len(comparable) >= max(3, n_all / 5))
        assert all(place.split("/")[-1].startswith("limitations.csv") for place in row["evidence"])


@pytest.mark.parametrize("kinds", KINDS, ids=str)
def test_limitations_stand_beside_the_lessons_drawn(hand: Hand, kinds: list[str] | None) -> None:
    """Of each theme: who names it, who of them draws a lesson on it in the same document, and who draws a
    lesson and names no limitation."""
    naming, drawing, answering = hand.naming(kinds), defaultdict(set), defaultdict(set)
    lessons = hand.here("lessons", kinds)
    for row in lessons:
        drawing[row["theme"]].add(row["organization_id"])
    for row in hand.limitations(kinds):
        if any(
            (s["organization_id"], s["source_id"], s["theme"])
            == (row["organization_id"], row["source_id"], row["theme"])
            for s in lessons
        ):
            answering[row["theme"]].add(row["organization_id"])
    for row in hand.ask("theme_answered", kinds):
        theme = row["theme"]
        assert (row["n_named"], row["n_answered"], row["n_unanswered"], row["n_lesson_only"]) == (
            len(naming[theme]),
            len(answering[theme]),
            len(naming[theme] - answering[theme]),
            len(drawing[theme] - naming[theme]),
        )
        assert row["n_organizations"] == len(hand.naming_any(kinds))
        assert row["n_with_lessons"] == len({r["organization_id"] for r in lessons})


@pytest.mark.parametrize("kinds", KINDS, ids=str)
def test_a_cause_stands_beside_the_limitations_of_its_document(hand: Hand, kinds: list[str] | None) -> None:
    """Each pair of a cause and a limitation of another theme in one document and term, with who and where
    both stand."""
    rows = hand.here("limitations", kinds)
    who, in_one, places = defaultdict(set), defaultdict(set), defaultdict(set)
    for cause in rows:
        for effect in rows:
            keys = ("organization_id", "term", "source_id")
            if (
                (cause["role"], effect["role"]) == ("cause", "limitation")
                and cause["theme"] != effect["theme"]
                and all(cause[k] == effect[k] for k in keys)
            ):
                pair = cause["theme"], effect["theme"]
                who[pair].add(cause["organization_id"])
                places[pair] |= {hand.place_of("limitations", cause), hand.place_of("limitations", effect)}
                if cause["paragraph"] and cause["paragraph"] == effect["paragraph"]:
                    in_one[pair].add(cause["organization_id"])
    found = {(row["theme"], row["effect"]): row for row in hand.ask("theme_causes", kinds)}
    assert set(found) == set(who)
    for pair, row in found.items():
        assert set(row["organizations"]) == who[pair]
        assert (row["n_organizations"], row["n_in_one_paragraph"]) == (len(who[pair]), len(in_one[pair]))
        assert set(row["evidence"]) == places[pair]
        assert row["n_naming"] == len(
            {r["organization_id"] for r in rows if (r["role"], r["theme"]) == ("cause", pair[0])}
        )
        assert row["n_with_causes"] == len({r["organization_id"] for r in rows if r["role"] == "cause"})
        assert row["n_with_any"] == len(hand.naming_any(kinds))


@pytest.mark.parametrize("kinds", KINDS, ids=str)
def test_pairs_of_themes_are_those_that_organizations_name_both(hand: Hand, kinds: list[str] | None) -> None:
    """Every pair of specific themes once, with the organizations that name both, of those that name any."""
    naming = hand.naming(kinds)
    expected = {
        frozenset(pair): naming[pair[0]] & naming[pair[1]]
        for pair in combinations(sorted(set(naming) & hand.specific), 2)
    }
    rows = hand.ask("theme_pairs", kinds)
    found = {frozenset((row["theme"], row["other_theme"])): row for row in rows}
    assert len(found) == len(rows)
    assert {pair: set(row["organizations"]) for pair, row in found.items()} == {
        pair: who for pair, who in expected.items() if who
    }
    for row in rows:
        assert row["n_organizations"] == len(row["organizations"])
        n_any = len(hand.naming_any(kinds))
        assert row["share"] == pytest.approx(row["n_organizations"] / n_any)
        assert row["is_rankable"] == (row["n_organizations"] >= max(3, n_any / 5))


def test_themes_over_terms_are_of_organizations_with_limitations_in_several(hand: Hand) -> None:
    """Every theme in every coded term of them: a count, or the state of a term that does not name it."""
    counts: dict[tuple[str, str, str], int] = defaultdict(int)
    causes: dict[tuple[str, str, str], int] = defaultdict(int)
    for row in hand.tables["limitations"]:
        of_role = counts if row["role"] == "limitation" else causes
        of_role[row["organization_id"], row["term"], row["theme"]] += 1
    of = {o: {term for who, term, _ in counts if who == o} for o, *_ in counts}
    expected = {
        (o, int(t), theme["theme"])
        for o, terms in of.items()
        if len(terms) > 1
        for t in hand.coded[o]
        for theme in hand.tables["themes"]
    }
    rows = hand.ask("theme_terms")
    assert {(r["organization_id"], r["term"], r["theme"]) for r in rows} == expected
    assert len(rows) == len(expected)
    for row in rows:
        key = row["organization_id"], str(row["term"]), row["theme"]
        n, n_causes = counts.get(key, 0), causes.get(key, 0)
        assert (row["state"] == "figure", row["n_limitations"]) == (n > 0, n or None)
        assert (row["state"] == "cause") == (not n and n_causes > 0)
        assert len(row["evidence"]) == (n or n_causes)
        silence = hand.by_hand.silence(hand.by_hand.documents_of(row["organization_id"], [row["term"]]))
        assert n or n_causes or row["state"] in ("unstated", silence, "not_applicable")


def test_a_term_before_the_pandemic_cannot_name_it(folder: DataFolder) -> None:
    """The states of a term of its own: one that ended too early, one that names none, one that does not
    mention it."""
    with_several_terms(folder)
    for n, row in enumerate(folder.rows("limitations"), 2):
        if (row["organization_id"], row["term"]) == (LA, "3") and row["statement"] == "1":
            folder.edit("limitations", n, theme="unspecified")
        if (row["organization_id"], row["term"]) == (LA, "3") and row["statement"] == "2":
            gone = n
    lines = folder.lines("limitations")
    folder.write("limitations", [*lines[: gone - 1], *lines[gone:]])
    states = {
        (r["organization_id"], r["term"], r["theme"]): r["state"]
        for r in folder.ask("FROM mart.theme_terms(mart.chosen())")
    }
    assert states[HL, 3, "pandemic"] == "not_applicable"  # 2013 to 2018
    assert states[HL, 4, "pandemic"] == "not_mentioned"
    assert states[LA, 3, "funding"] == "unstated"
    assert states[LA, 3, "unspecified"] == "figure"
    assert {organization for organization, *_ in states} == {HL, LA}


def found_in(hand: Hand, kinds: list[str] | None = None) -> dict[tuple[str, str], dict[str, Any]]:
    rows = hand.ask("findings", kinds)
    found = {(row["finding"], row["subject"]): row for row in rows}
    assert len(found) == len(rows)
    weights = [row["weight"] for row in rows]
    assert len(set(weights)) == len(weights)
    return found


@pytest.mark.parametrize("kinds", KINDS, ids=str)
def test_what_stands_out_of_themes(hand: Hand, kinds: list[str] | None) -> None:
    """The themes that most name, at least two; those that come back; and of the common ones those that nobody
    answers by a lesson."""
    found, naming = (
        found_in(hand, kinds),
        {theme: who for theme, who in hand.naming(kinds).items() if theme in hand.specific and len(who) > 1},
    )
    everybody = hand.naming_any(kinds)
    admitting = {r["organization_id"] for r in hand.limitations(kinds)} - everybody
    persistence = {row["theme"]: row for row in hand.ask("theme_persistence", kinds)}
    most = max(map(len, naming.values()), default=0)
    top = {theme for theme, who in naming.items() if len(who) == most}
    assert {subject for finding, subject in found if finding == "most_named"} == (
        top if len(top) <= 3 else set()
    )
    for (finding, theme), row in found.items():
        if finding == "most_named":
            assert (row["n"], row["n_of"], set(row["organizations"])) == (most, len(everybody), naming[theme])
            assert row["n_admitting"] == len(admitting)
            again = persistence[theme]
            assert (row["n_back"], row["n_back_of"]) == (
                (again["n_persistent"], again["n_comparable"]) if again["is_rankable"] else (None, None)
            )
    most_again = max(
        (
            row["n_persistent"]
            for theme, row in persistence.items()
            if theme in hand.specific and row["is_rankable"]
        ),
        default=0,
    )
    back = {
        theme
        for theme, row in persistence.items()
        if theme in hand.specific and row["n_persistent"] == most_again > 0
    }
    told = {subject for finding, subject in found if finding == "most_named"}
    assert {subject for finding, subject in found if finding == "came_back"} == (
        back - told if len(back - told) <= 3 else set()
    )
    lessons = hand.here("lessons", kinds)
    answered = {
        r["theme"]
        for r in hand.limitations(kinds)
        for s in lessons
        if all(r[k] == s[k] for k in ("organization_id", "source_id", "theme"))
    }
    unanswered = set(naming) - answered
    if unanswered:
        row = found["unanswered", ""]
        assert (row["n"], row["n_of"], row["n_with_lessons"]) == (
            len(unanswered),
            len(naming),
            len({s["organization_id"] for s in lessons}),
        )
    else:
        assert ("unanswered", "") not in found


@pytest.mark.parametrize("kinds", KINDS, ids=str)
def test_what_stands_out_of_figures_is_what_the_other_marts_say(hand: Hand, kinds: list[str] | None) -> None:
    """Coverage, change, disputes and awards are those of the measures that the pages behind them show, and
    said only where there is something."""
    found = found_in(hand, kinds)
    members = [row for row in hand.ask("totals", kinds) if row["indicator"] == "members"]
    n, n_of = (
        (members[0]["n_organizations_with_figure"], members[0]["n_organizations_applicable"])
        if members
        else (0, 0)
    )
    assert (("coverage", "members") in found) == (n < n_of)
    if n < n_of:
        assert (found["coverage", "members"]["n"], found["coverage", "members"]["n_of"]) == (n, n_of)
    (change,) = hand.folder.connection.execute(
        """SELECT n_organizations, n_grew, n_same, n_shrank
            FROM mart.change_between(mart.chosen(kinds := ?), 'latest', 'members', -1, 0)""",
        [kinds],
    ).fetchall()
    assert (("change", "members") in found) == (change[0] > 0)
    if change[0]:
        row = found["change", "members"]
        assert (row["n"], row["n_more"], row["n_same"], row["n_less"]) == change
        assert row["n_of"] == n_of
    coded = [r for r in hand.here("observations", kinds) if r["value"]]
    cells = {(r["organization_id"], r["term"], r["indicator"]) for r in coded}
    disputed = hand.folder.connection.execute(
        "SELECT organization_id, term, indicator FROM mart.figures WHERE is_disputed"
    ).fetchall()
    n_disputed = len({(o, str(t), i) for o, t, i in disputed} & cells)
    assert (("disputed", "") in found) == (n_disputed > 0)
    if n_disputed:
        assert (found["disputed", ""]["n"], found["disputed", ""]["n_of"]) == (n_disputed, len(cells))
    awards = hand.folder.connection.execute(
        'SELECT count(*) - count("count"), count(*) FROM mart.selected_awards(mart.chosen(kinds := ?))',
        [kinds],
    ).fetchall()
    assert (("unnumbered", "") in found) == (awards[0][0] > 0)
    if awards[0][0]:
        assert (found["unnumbered", ""]["n"], found["unnumbered", ""]["n_of"]) == awards[0]
    # What filters leave out of a province is no lack of it.
    assert (("undocumented", "") in found) == (kinds is None)


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Hand:
    made = made_once(tmp_path_factory, "findings", lambda made: with_findings(made / "data").build())
    return Hand(ReleasedFolder(made / "data", made / "releases"))


def with_findings(path: Path) -> DataFolder:
    """Three committees with retention 14/17, 18/19 and 9/10, of which an older term has less; and members of
    two terms."""
    folder = with_three_repeating(with_several_terms(DataFolder.of_reports(path)))
    observe(folder, LA, "3", "committee_elected", "19", "long-an-term3")
    observe(folder, LA, "3", "committee_departures", "1", "long-an-term3")
    observe(folder, HL, "3", "committee_elected", "10", "hong-linh-term3")
    observe(folder, HL, "3", "committee_departures", "9", "hong-linh-term3")
    line = next(
        r
        for r in folder.rows("observations")
        if (r["organization_id"], r["indicator"]) == (ICT, "committee_departures")
    )
    folder.edit(
        "observations",
        folder.line_of("observations", organization_id=ICT, indicator="committee_departures"),
        value="1",
    )
    observe(folder, ICT, line["term"], "committee_elected", "10", line["source_id"])
    return folder


def test_the_lowest_retention_is_told_of_three_committees(made_up: Hand) -> None:
    """Of latest terms: a lower share of an older term is not told; nor any where a selection has fewer than
    three."""
    row = found_in(made_up)["retention", "committee_retention"]
    assert (row["n"], row["n_of"], row["value"], row["qualifier"], row["organizations"]) == (
        1,
        3,
        pytest.approx(14 / 17),
        "exact",
        [HL],
    )
    assert all(finding != "retention" for finding, _ in found_in(made_up, ["association"]))


def test_what_comes_back_is_told_of_those_that_can_be_compared(made_up: Hand) -> None:
    """Funding is named by three, and again by two of the three organizations that name limitations in two
    consecutive terms; communication by the third."""
    found = found_in(made_up)
    told = {
        subject: (row["n"], row["n_of"], row["n_back"], row["n_back_of"])
        for (finding, subject), row in found.items()
        if finding == "most_named"
    }
    everybody = {r["organization_id"] for r in made_up.tables["limitations"]}
    assert everybody == {LA, HL, TH, ICT, PARTY}
    assert told == {"communication": (4, 5, 1, 3)}
    assert {
        subject: (row["n"], row["n_of"])
        for (finding, subject), row in found.items()
        if finding == "came_back"
    } == {"funding": (2, 3)}


def test_what_comes_back_is_not_told_of_two(released_terms: ReleasedFolder) -> None:
    """Both organizations with limitations in two consecutive terms name funding in both: two are too few."""
    rows = released_terms.ask("FROM mart.theme_persistence(mart.chosen()) WHERE theme = 'funding'")
    assert [(row["n_persistent"], row["n_comparable"], row["is_rankable"]) for row in rows] == [(2, 2, False)]
    found = released_terms.ask("FROM mart.findings(mart.chosen())")
    assert {row["finding"] for row in found} >= {"most_named"}
    assert not [row for row in found if row["finding"] == "came_back" or row["n_back_of"] is not None]


def as_a_cause(folder: DataFolder, organization: str, theme: str) -> None:
    """Makes all that an organization names of a theme a cause."""
    for line, row in enumerate(folder.rows("limitations"), 2):
        if (row["organization_id"], row["theme"]) == (organization, theme):
            folder.edit("limitations", line, role="cause")


def test_a_cause_is_no_limitation(folder: DataFolder) -> None:
    """A theme that is made a cause is named by one less, is in no pair, comes back nowhere, is answered by no
    lesson, and its cell says that it is a cause; who names any other limitation stays in the denominator."""
    with_three_repeating(with_several_terms(folder))
    before = {row["theme"]: row for row in folder.ask("FROM mart.theme_spread(mart.chosen())")}
    as_a_cause(folder, HL, "funding")
    after = {row["theme"]: row for row in folder.ask("FROM mart.theme_spread(mart.chosen())")}
    assert (before["funding"]["n_named"], after["funding"]["n_named"]) == (3, 2)
    assert before["funding"]["n_organizations"] == after["funding"]["n_organizations"] == 5
    assert HL not in after["funding"]["organizations"]
    pairs = folder.ask("FROM mart.theme_pairs(mart.chosen()) WHERE 'funding' IN (theme, other_theme)")
    assert pairs
    assert not [row for row in pairs if HL in row["organizations"]]
    (again,) = folder.ask("FROM mart.theme_persistence(mart.chosen()) WHERE theme = 'funding'")
    assert again["organizations"] == [LA]
    (cell,) = folder.ask(
        "FROM mart.theme_cells(mart.chosen()) WHERE organization_id = ? AND theme = 'funding'", HL
    )
    assert (cell["state"], cell["n_limitations"], cell["n_causes"]) == ("cause", 0, 2)
    assert len(cell["evidence"]) == 2
    terms = folder.ask(
        "FROM mart.theme_terms(mart.chosen()) WHERE organization_id = ? AND theme = 'funding'", HL
    )
    assert [(row["state"], row["n_limitations"], len(row["evidence"])) for row in terms] == [
        ("cause", None, 1),
        ("cause", None, 1),
    ]


def test_who_only_admits_is_not_among_those_that_name(folder: DataFolder) -> None:
    """One that names, one that only admits and names a cause besides, one with a document that is silent."""
    rows = folder.ask("FROM mart.theme_naming(mart.chosen())")
    stances = {row["organization_id"]: row["stance"] for row in rows}
    assert stances == {LA: "names", TH: "admits", HL: "names", PARTY: "names", ICT: "names"}
    line = limit(folder, TH, "3", 2, "funding", "thanh-hoa-it-congress4-news")
    folder.edit("limitations", line, role="cause")
    (source, *_) = [r["source_id"] for r in folder.rows("limitations") if r["organization_id"] == PARTY]
    lines = folder.lines("limitations")
    folder.write("limitations", [text for text in lines if text[0] != PARTY])
    observe(folder, PARTY, "2016", "events", "3", source)
    stances = {
        row["organization_id"]: row["stance"] for row in folder.ask("FROM mart.theme_naming(mart.chosen())")
    }
    assert (stances[TH], stances[PARTY]) == ("admits", "silent")
    states = {
        (row["organization_id"], row["theme"]): row["state"]
        for row in folder.ask("FROM mart.theme_cells(mart.chosen())")
    }
    assert (states[TH, "funding"], states[TH, "communication"]) == ("cause", "unstated")
    spread = {row["theme"]: row for row in folder.ask("FROM mart.theme_spread(mart.chosen())")}
    row = spread["weak_direction"]
    assert (row["n_organizations"], row["n_admitting"], row["n_silent"]) == (3, 1, 1)
    assert spread["unspecified"]["spread"] is None


def test_few_documents_that_carry_what_is_counted(hand: Hand) -> None:
    """Of the statements that a measure counts, those of the three documents that give most; half is much."""
    rows = {row["measure"]: row for row in hand.folder.ask("FROM mart.theme_carriers(mart.chosen())")}
    counted = {
        "theme_spread": [row for row in hand.limitations(None) if row["theme"] in hand.specific],
        "theme_causes": [row for row in hand.tables["limitations"] if row["role"] == "cause"],
    }
    for measure, statements in counted.items():
        n, documents = carried(statements)
        row = rows[measure]
        assert (row["n_carried"], row["n_statements"], row["n_carriers"]) == (n, len(statements), documents)
        assert row["is_carried"] == (n >= len(statements) / 2 and n > documents)
    assert set(rows) == set(counted), "what is withheld is not counted"


def test_documents_that_give_one_statement_each_carry_nothing(hand: Hand) -> None:
    """Any three documents would give as much; of the same organizations the limitations are carried."""
    few = ["st-union-can-tho", HL, ICT]
    asked = "SELECT * FROM mart.theme_carriers(mart.chosen(organizations := [{}]))"
    rows = {
        row["measure"]: row
        for row in hand.folder.ask(asked.format(", ".join(f"'{organization}'" for organization in few)))
    }
    causes = [r for r in hand.tables["limitations"] if r["role"] == "cause" and r["organization_id"] in few]
    assert carried(causes) == (len(causes), len(causes))
    assert 1 < len(causes) <= 3
    assert not rows["theme_causes"]["is_carried"]
    assert rows["theme_spread"]["is_carried"]


def test_members_that_grew_over_a_term_are_told(made_up: Hand) -> None:
    """Hồng Lĩnh grew from 850 to 1,700; nobody else gives both ends."""
    row = found_in(made_up)["change", "members"]
    assert (row["n"], row["n_more"], row["n_same"], row["n_less"]) == (1, 1, 0, 0)
    assert set(row["evidence"]) == {
        f"observations.csv:{n}"
        for n, r in enumerate(made_up.tables["observations"], 2)
        if (r["organization_id"], r["indicator"]) == (HL, "members")
    }


@pytest.mark.parametrize(
    ("boundaries", "provinces"),
    [("present", None), ("former", None), ("present", ["ha-tinh", "ca-mau", "son-la"])],
    ids=str,
)
def test_provinces_without_a_document_are_counted(
    hand: Hand, boundaries: str, provinces: list[str] | None
) -> None:
    """Whole provinces of the selection, in which no organization has any coded row."""
    rows = [
        r
        for r in hand.folder.rows("provinces")
        if r["boundaries"] == boundaries and (provinces is None or r["province_id"] in provinces)
    ]
    places = dict(
        hand.folder.connection.execute(
            "SELECT organization_id, province_id FROM mart.places WHERE boundaries = ?", [boundaries]
        ).fetchall()
    )
    documented = {places.get(o) for o, terms in hand.coded.items() if terms}
    without = {r["province_id"] for r in rows} - documented
    found = hand.folder.connection.execute(
        """SELECT n, n_of, evidence FROM mart.findings(mart.chosen(?, provinces := ?))
            WHERE finding = 'undocumented'""",
        [boundaries, provinces],
    ).fetchall()
    if without:
        ((n, n_of, evidence),) = found
        assert (n, n_of, len(evidence)) == (len(without), len(rows), len(without))
    else:
        assert found == []


def test_a_cause_is_not_paired_across_terms_or_documents(folder: DataFolder) -> None:
    """One document may speak of two terms, and two documents of one term."""
    with_several_terms(folder)
    limit(folder, HL, "3", 4, "unity", "hong-linh-st-term4-review")
    limit(folder, HL, "4", 14, "partnerships", "hong-linh-term3")
    effects = {
        row["effect"]
        for row in folder.ask("FROM mart.theme_causes(mart.chosen()) WHERE theme = 'concurrent_posts'")
    }
    assert {"unity", "partnerships"} & effects == set()
    assert "weak_direction" in effects
