"""Every measure against the same measure worked out from the CSV files in plain Python, on the shipped data
and on made-up terms."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from fractions import Fraction
from typing import Any

import pytest

from etl import build
from tests.etl.folder import DataFolder, ReleasedFolder
from tests.etl.several_terms import HL, HT, ICT, LA, PARTY, TH, observe, with_several_terms
from tests.pages.by_hand import ByHand, qualifier_of_sum

STATES = {"figure", "unstated", "not_mentioned", "not_read", "no_document", "not_applicable"}
CODED = ("observations", "awards", "limitations", "lessons")
SELECTIONS: list[dict[str, list[str] | None]] = [
    {"kinds": None, "provinces": None, "organizations": None},
    {"kinds": ["association"], "provinces": None, "organizations": None},
    {"kinds": None, "provinces": ["ha-tinh"], "organizations": None},
    {"kinds": None, "provinces": None, "organizations": [HL, ICT]},
    {"kinds": ["association"], "provinces": ["long-an", "ha-tinh"], "organizations": None},
    {"kinds": ["club"], "provinces": None, "organizations": None},
    {"kinds": [], "provinces": None, "organizations": None},
]


@pytest.fixture
def several_terms(folder: DataFolder) -> DataFolder:
    return with_several_terms(folder)


@pytest.fixture
def unchanged(released_terms: ReleasedFolder) -> ReleasedFolder:
    """The same rows and their release, for tests that change nothing."""
    return released_terms


def chosen(folder: DataFolder, selection: dict[str, list[str] | None]) -> list[dict[str, str]]:
    columns = {"kinds": "kind", "provinces": "province_id", "organizations": "organization_id"}
    tests = [(columns[name], wanted) for name, wanted in selection.items() if wanted is not None]
    return [
        row for row in folder.rows("organizations") if all(row[column] in wanted for column, wanted in tests)
    ]


def ask(folder: DataFolder, mart: str, selection: dict[str, list[str] | None]) -> list[dict[str, Any]]:
    return folder.ask(
        f"FROM mart.{mart}(mart.chosen('former', kinds := ?, provinces := ?, organizations := ?))",
        *selection.values(),
    )


# What is asked of a mart that asks for more than a selection, by the name of the parameter.
USUAL = {
    "chosen_kind": "'association'",
    "chosen_measure": "'members'",
    "chosen_measures": "['members', 'members_per_branch', 'change_of_members']",
    "chosen_organization": f"'{HL}'",
    "chosen_province": "'ha-tinh'",
    "compared": f"['{HL}', '{LA}', 'ha-tinh']",
    "alignment": "'latest'",
    "from_point": "-1",
    "to_point": "0",
}


def all_rows(folder: DataFolder) -> dict[str, list[dict[str, Any]]]:
    """The rows of every mart, of one that has a selection those of everything, of one that asks for more
    those of USUAL."""
    found = {}
    for path in build.mart_files():
        head = path.read_text(encoding="utf-8")
        asked = ""
        if "CREATE MACRO" in head:
            arguments = re.search(rf"MACRO mart\.{path.stem}\(chosen(.*)\) AS TABLE", head)
            if arguments is None:
                continue
            usual = [USUAL[name] for name in arguments[1].split(", ")[1:]]
            asked = f"({', '.join(['mart.chosen(boundaries := $$former$$)', *usual])})"
        found[path.stem] = folder.ask(f"FROM mart.{path.stem}{asked}")
    return found


def coded_terms(folder: DataFolder) -> dict[str, set[str]]:
    found = defaultdict(set)
    for table in CODED:
        for row in folder.rows(table):
            found[row["organization_id"]].add(row["term"])
    return found


def named_themes(folder: DataFolder, organizations: list[dict[str, str]]) -> dict[str, set[str]]:
    """Returns the organizations that name each theme as a limitation."""
    ids = {o["organization_id"] for o in organizations}
    found = defaultdict(set)
    for row in folder.rows("limitations"):
        if row["organization_id"] in ids and row["role"] == "limitation":
            found[row["theme"]].add(row["organization_id"])
    return found


def applies(indicator: dict[str, str], organization: dict[str, str]) -> bool:
    """Returns whether an indicator applies to an organization; one that names no kinds applies to all."""
    return not indicator["kinds"] or organization["kind"] in indicator["kinds"].split(";")


def share(part: int, whole: int) -> float | None:
    return None if whole == 0 else pytest.approx(part / whole)


@pytest.mark.parametrize("selection", SELECTIONS, ids=str)
def test_theme_spread(unchanged: DataFolder, selection: dict[str, list[str] | None]) -> None:
    folder = unchanged
    named = named_themes(folder, chosen(folder, selection))
    naming = set().union(*(who for theme, who in named.items() if theme != "unspecified"))
    admitting = named["unspecified"] - naming
    rows = ask(folder, "theme_spread", selection)
    assert len(rows) == (len(folder.rows("themes")) if chosen(folder, selection) else 0)
    for row in rows:
        assert row["n_named"] == len(named[row["theme"]])
        assert (row["n_organizations"], row["n_admitting"]) == (len(naming), len(admitting))
        is_named = row["theme"] != "unspecified"
        assert row["spread"] == (share(row["n_named"], len(naming)) if is_named else None)
        assert set(row["organizations"] or []) == named[row["theme"]]
        assert set(row["blamed_by"]) == {
            limitation["organization_id"]
            for limitation in folder.rows("limitations")
            if (limitation["role"], limitation["theme"]) == ("cause", row["theme"])
        } & {o["organization_id"] for o in chosen(folder, selection)}


@pytest.mark.parametrize("selection", SELECTIONS, ids=str)
def test_theme_answered(unchanged: DataFolder, selection: dict[str, list[str] | None]) -> None:
    folder = unchanged
    named = named_themes(folder, chosen(folder, selection))
    pairs = [
        {(r["organization_id"], r["source_id"], r["theme"]) for r in folder.rows(table)}
        for table in ("limitations", "lessons")
    ]
    answered = defaultdict(set)
    for organization, _, theme in pairs[0] & pairs[1]:
        if organization in named[theme]:
            answered[theme].add(organization)
    for row in ask(folder, "theme_answered", selection):
        assert (row["n_named"], row["n_answered"]) == (len(named[row["theme"]]), len(answered[row["theme"]]))
        assert row["answered"] == share(row["n_answered"], row["n_named"])


@pytest.mark.parametrize("selection", SELECTIONS, ids=str)
def test_theme_persistence(unchanged: DataFolder, selection: dict[str, list[str] | None]) -> None:
    folder = unchanged
    ids = {o["organization_id"] for o in chosen(folder, selection)}
    terms = coded_terms(folder)
    pairs = [(o, str(int(t) - 1), t) for o in ids for t in terms[o] if str(int(t) - 1) in terms[o]]
    named = {
        (r["organization_id"], r["term"], r["theme"])
        for r in folder.rows("limitations")
        if r["role"] == "limitation"
    }
    expected = {
        theme: {o for o, before, after in pairs if (o, before, theme) in named and (o, after, theme) in named}
        for theme in (r["theme"] for r in folder.rows("themes") if r["theme"] != "unspecified")
    }
    rows = ask(folder, "theme_persistence", selection)
    assert {row["theme"] for row in rows} == set(expected)
    for row in rows:
        assert row["n_persistent"] == len(expected[row["theme"]])
        assert row["n_organizations"] == len({o for o, _, _ in pairs})
        assert row["persistence"] == share(row["n_persistent"], row["n_organizations"])
        assert bool(row["evidence"]) == bool(expected[row["theme"]])


def test_persistence_is_seen_where_it_was_made_up(unchanged: DataFolder) -> None:
    found = {
        row["theme"]: (row["n_persistent"], row["n_organizations"])
        for row in ask(unchanged, "theme_persistence", SELECTIONS[0])
    }
    assert found["funding"] == (2, 2)
    assert found["weak_direction"] == (1, 2)
    assert found["communication"] == (0, 2)


def test_a_gap_between_terms_is_no_persistence(several_terms: DataFolder) -> None:
    line = several_terms.line_of("terms", organization_id=HL, term="3")
    for table in ("observations", "limitations"):
        for n, row in enumerate(several_terms.rows(table), 2):
            if (row["organization_id"], row["term"]) == (HL, "3"):
                several_terms.edit(table, n, term="2")
    several_terms.edit("terms", line, term="2", start_year="2008", end_year="2013")
    assert {row["n_organizations"] for row in ask(several_terms, "theme_persistence", SELECTIONS[0])} == {1}
    assert [row for row in several_terms.ask("FROM mart.changes") if row["organization_id"] == HL] == []


@pytest.mark.parametrize("selection", SELECTIONS, ids=str)
def test_totals_of_each_indicator(unchanged: DataFolder, selection: dict[str, list[str] | None]) -> None:
    folder = unchanged
    organizations = {o["organization_id"]: o for o in chosen(folder, selection)}
    observed = folder.rows("observations")
    rows = {row["indicator"]: row for row in ask(folder, "totals", selection)}
    assert set(rows) == ({r["indicator"] for r in folder.rows("indicators")} if organizations else set())
    for indicator in folder.rows("indicators"):
        if indicator["indicator"] not in rows:
            continue
        row, mine = rows[indicator["indicator"]], []
        for o in organizations:
            reported = [
                r for r in observed if (r["organization_id"], r["indicator"]) == (o, indicator["indicator"])
            ]
            last = max((r["term"] for r in reported), key=int, default=None)
            mine += [r for r in reported if indicator["nature"] == "flow" or r["term"] == last]
        figures = [r for r in mine if r["value"]]
        assert row["total"] == (sum(Fraction(r["value"]) for r in figures) if figures else None)
        assert row["qualifier"] == (qualifier_of_sum(r["qualifier"] for r in figures) if figures else None)
        assert row["n_organizations_with_figure"] == len({r["organization_id"] for r in figures})
        assert row["n_figure"] == len(figures)
        assert row["n_unstated"] == len(mine) - len(figures)
        applicable = [o for o in organizations.values() if applies(indicator, o)]
        assert row["n_organizations_applicable"] == len(applicable)


@pytest.mark.parametrize("selection", SELECTIONS, ids=str)
def test_awards_received_and_granted_are_never_added_together(
    unchanged: DataFolder, selection: dict[str, list[str] | None]
) -> None:
    folder = unchanged
    ids = {o["organization_id"] for o in chosen(folder, selection)}
    mine = [r for r in folder.rows("awards") if r["organization_id"] in ids]
    rows = ask(folder, "award_totals", selection)
    assert {row["direction"] for row in rows} == {"received", "granted"}
    for row in rows:
        here = [r for r in mine if r["direction"] == row["direction"]]
        counted = [r for r in here if r["count"]]
        assert row["total"] == (sum(int(r["count"]) for r in counted) if counted else None)
        assert row["n_unstated"] == len(here) - len(counted)
        assert row["n_organizations_with_figure"] == len({r["organization_id"] for r in counted})
        assert row["n_organizations_applicable"] == len(ids)
        assert len(row["evidence"] or []) == len(here)
    by_kind = ask(folder, "awards", selection)
    assert sum(row["total"] or 0 for row in by_kind) == sum(int(r["count"] or 0) for r in mine)
    assert {(row["direction"], row["award"], row["level"]) for row in by_kind} == {
        (r["direction"], r["award"], r["level"] or None) for r in mine
    }


@pytest.mark.parametrize("selection", SELECTIONS, ids=str)
def test_coverage_counts_cells_of_every_state(
    unchanged: DataFolder, selection: dict[str, list[str] | None]
) -> None:
    folder = unchanged
    counts = dict.fromkeys(STATES, 0)
    by_hand = ByHand(folder.rows)
    figures = {
        (r["organization_id"], r["term"], r["indicator"]): bool(r["value"])
        for r in folder.rows("observations")
    }
    for o in chosen(folder, selection):
        known = [r["term"] for r in folder.rows("terms") if r["organization_id"] == o["organization_id"]] or [
            ""
        ]
        for term, indicator in itertools.product(known, folder.rows("indicators")):
            cell = (o["organization_id"], term, indicator["indicator"])
            if cell in figures:
                counts["figure" if figures[cell] else "unstated"] += 1
            elif not applies(indicator, o):
                counts["not_applicable"] += 1
            else:
                at = [int(term)] if term else []
                counts[by_hand.silence(by_hand.documents_of(o["organization_id"], at))] += 1
    (row,) = ask(folder, "coverage", selection)
    assert {state: row[f"n_{state}"] for state in STATES} == counts
    assert row["coverage"] == share(counts["figure"], sum(counts.values()) - counts["not_applicable"])


@pytest.mark.parametrize("selection", SELECTIONS, ids=str)
def test_overview_counts_what_is_coded(unchanged: DataFolder, selection: dict[str, list[str] | None]) -> None:
    folder = unchanged
    organizations, terms = chosen(folder, selection), coded_terms(folder)
    with_rows = [o for o in organizations if terms[o["organization_id"]]]
    documents = {
        r["source_id"]
        for table in CODED
        for r in folder.rows(table)
        if r["organization_id"] in {o["organization_id"] for o in organizations}
    }
    assert ask(folder, "overview", selection) == [
        {
            "n_organizations": len(with_rows),
            "n_organizations_known": len(organizations),
            "n_provinces": len({o["province_id"] for o in with_rows}),
            "n_terms": sum(len(terms[o["organization_id"]]) for o in with_rows),
            "n_documents": len(documents),
        }
    ]


def test_change_over_a_term_needs_both_stocks(unchanged: DataFolder) -> None:
    rows = {(r["organization_id"], r["term"], r["indicator"]): r for r in unchanged.ask("FROM mart.changes")}
    assert set(rows) == {(HL, 4, "members"), (HL, 4, "member_associations")}  # consultations are a flow
    members = rows[HL, 4, "members"]
    assert (members["previous_term"], members["previous_value"], members["value"], members["difference"]) == (
        3,
        850,
        1700,
        850,
    )
    assert members["change"] == pytest.approx(1.0)
    assert members["qualifier"] == "about"  # 1700 is
    assert rows[HL, 4, "member_associations"]["change"] == pytest.approx(19 / 20 - 1)
    assert rows[HL, 4, "member_associations"]["qualifier"] == "exact"


def test_change_from_nothing_is_a_difference_without_a_rate(several_terms: DataFolder) -> None:
    several_terms.edit(
        "observations",
        several_terms.line_of("observations", organization_id=HL, term="3", indicator="members"),
        value="0",
    )
    (row,) = several_terms.ask("FROM mart.changes WHERE indicator = 'members'")
    assert (row["difference"], row["change"]) == (1700, None)


def test_members_per_branch_needs_both_in_one_term(folder: DataFolder) -> None:
    (row,) = folder.ask("FROM mart.members_per_unit WHERE measure = 'members_per_branch'")
    assert (row["organization_id"], row["term"]) == (TH, 3)
    assert row["members_per_unit"] == pytest.approx(618 / 15)
    folder.edit(
        "observations", folder.line_of("observations", organization_id=TH, indicator="branches"), value="0"
    )
    assert [
        r["members_per_unit"]
        for r in folder.ask("FROM mart.members_per_unit WHERE measure = 'members_per_branch'")
    ] == [None]


def test_committee_retention_needs_elected_and_departed(folder: DataFolder) -> None:
    (row,) = folder.ask("FROM mart.committee_retention")
    assert (row["organization_id"], row["elected"], row["departed"], row["qualifier"]) == (HL, 17, 3, "exact")
    assert row["retention"] == pytest.approx(14 / 17)


def test_every_cell_is_in_exactly_one_of_the_states(unchanged: DataFolder) -> None:
    cells = unchanged.ask("FROM mart.cells(mart.chosen())")
    keys = [(c["organization_id"], c["term"], c["indicator"]) for c in cells]
    assert len(keys) == len(set(keys))
    by_key = dict(zip(keys, cells, strict=True))
    assert {c["state"] for c in cells} == STATES - {"not_read"}  # all documents were read whole
    assert all((c["value"] is not None) == (c["state"] == "figure") for c in cells)
    assert by_key[TH, 3, "members"]["state"] == "figure"
    assert by_key[TH, 3, "events"]["state"] == "unstated"
    assert by_key[TH, 3, "committee_size"]["state"] == "not_mentioned"
    assert by_key[TH, 4, "members"]["state"] == "no_document"
    assert by_key[HT, None, "members"]["state"] == "no_document"
    assert by_key[PARTY, 2016, "members"]["state"] == "not_applicable"


def test_a_figure_of_zero_is_a_figure(folder: DataFolder) -> None:
    folder.edit(
        "observations", folder.line_of("observations", organization_id=TH, indicator="members"), value="0"
    )
    (cell,) = folder.ask(
        "FROM mart.cells(mart.chosen()) WHERE organization_id = ? AND term = 3 AND indicator = 'members'", TH
    )
    assert (cell["state"], cell["value"]) == ("figure", 0)


def test_theme_cells_have_the_states(unchanged: DataFolder) -> None:
    states = {
        (r["organization_id"], r["theme"]): r["state"]
        for r in unchanged.ask("FROM mart.theme_cells(mart.chosen())")
    }
    assert states[HL, "funding"] == "figure"
    assert states[HL, "unity"] == "not_mentioned"
    assert states[TH, "funding"] == "unstated"  # admits limitations and names none
    assert states[HT, "funding"] == "no_document"
    assert states[PARTY, "pandemic"] == "not_applicable"  # 2016
    assert states[ICT, "pandemic"] == states[HL, "concurrent_posts"] == "cause"
    assert set(states.values()) == STATES - {"not_read"} | {"cause"}


def add_source(folder: DataFolder, name: str, kind: str, published_on: str = "") -> str:
    folder.append(
        "sources",
        source_id=name,
        kind=kind,
        title="x",
        publisher="",
        published_on=published_on,
        language="vi",
        is_draft="false",
        url="",
        file="",
        note="",
    )
    return name


def members_of(folder: DataFolder) -> dict[str, Any]:
    (row,) = folder.ask(
        "FROM mart.figures WHERE organization_id = ? AND term = 3 AND indicator = 'members'", TH
    )
    return row


def test_of_two_documents_the_one_of_higher_rank_is_shown_and_marked_as_disputed(folder: DataFolder) -> None:
    assert members_of(folder)["is_disputed"] is False
    line = observe(
        folder, TH, "3", "members", "600", add_source(folder, "review", "self_review"), as_of="2017-05-06"
    )
    row = members_of(folder)
    assert (row["value"], row["source_id"], row["is_disputed"], row["n_rows"], row["shown_row"]) == (
        600,
        "review",
        True,
        2,
        f"observations.csv:{line}",
    )
    assert len(row["evidence"]) == 2


def test_of_two_documents_of_one_rank_the_later_is_shown(folder: DataFolder) -> None:
    for name, value, day in (
        ("early", "600", "2017-05-07"),
        ("late", "601", "2017-06"),
        ("undated", "602", ""),
    ):
        observe(
            folder,
            TH,
            "3",
            "members",
            value,
            add_source(folder, name, "self_review", day),
            as_of="2017-05-06",
        )
    assert members_of(folder)["value"] == 601


def test_documents_that_agree_are_not_disputed(folder: DataFolder) -> None:
    observe(
        folder, TH, "3", "members", "618", add_source(folder, "review", "self_review"), as_of="2017-05-06"
    )
    assert (members_of(folder)["is_disputed"], members_of(folder)["source_id"]) == (False, "review")


def test_of_a_stock_the_latest_date_of_the_term_is_shown_whatever_the_rank(folder: DataFolder) -> None:
    observe(
        folder, TH, "3", "members", "500", add_source(folder, "review", "self_review"), as_of="2015-12-31"
    )
    assert (members_of(folder)["value"], members_of(folder)["is_disputed"]) == (618, False)


def test_a_number_is_shown_before_a_mention_without_number(folder: DataFolder) -> None:
    observe(folder, TH, "3", "events", "8", add_source(folder, "news", "activity_news"))
    (row,) = folder.ask(
        "FROM mart.figures WHERE organization_id = ? AND term = 3 AND indicator = 'events'", TH
    )
    assert (row["value"], row["is_disputed"], row["n_rows"]) == (8, False, 2)


def test_the_ranks_of_documents_are_those_of_the_codebook(folder: DataFolder) -> None:
    ranked = sorted(folder.rows("source_kinds"), key=lambda row: int(row["rank"]))
    assert [row["kind"] for row in ranked] == [
        "self_review",
        "summary_report",
        "notice",
        "introduction",
        "congress_news",
        "activity_news",
    ]


def evidence_in(value: object) -> set[str]:
    if isinstance(value, list):
        return set().union(*map(evidence_in, value)) if value else set()
    return {value} if isinstance(value, str) else set()


def test_the_evidence_of_every_mart_row_stands_in_core(unchanged: DataFolder) -> None:
    folder = unchanged
    tables = [row["table"] for row in folder.ask('SELECT "table" FROM meta.tables')]
    every = " UNION ALL ".join(f'SELECT _file, _line FROM core."{table}"' for table in tables)
    coded = {f"{row['_file']}:{row['_line']}" for row in folder.ask(every)}
    seen = 0
    for mart, rows in all_rows(folder).items():
        for row in rows:
            if "evidence" in row:
                assert evidence_in(row["evidence"]) <= coded, (mart, row)
                seen += len(evidence_in(row["evidence"]))
            if row.get("state") in ("figure", "unstated") and mart == "cells":
                assert row["evidence"], row
    assert seen > 300


def test_evidence_and_statements_list_every_coded_row_with_its_document(folder: DataFolder) -> None:
    evidence = {r["evidence"]: r for r in folder.ask("FROM mart.evidence")}
    assert len(evidence) == len(folder.rows("observations")) + len(folder.rows("awards"))
    line = folder.line_of("observations", organization_id=TH, indicator="members")
    row = evidence[f"observations.csv:{line}"]
    assert (row["code"], row["value"], row["paragraph"], row["source_kind"]) == (
        "members",
        618,
        10,
        "congress_news",
    )
    statements = folder.ask("FROM mart.statements")
    assert len(statements) == len(folder.rows("limitations")) + len(folder.rows("lessons"))
    assert all(r["title"] for r in statements)


def test_evidence_has_what_was_noted_who_gave_and_how_much_was_read(shipped: ReleasedFolder) -> None:
    extent = {row["source_id"]: row["extent"] for row in shipped.rows("sources")}
    columns = ("organization_id", "term", "source_id", "note", "giver", "extent")
    for mart, tables in (
        ("evidence", ("observations", "awards")),
        ("statements", ("limitations", "lessons")),
    ):
        coded = Counter(
            tuple((row | {"extent": extent[row["source_id"]]}).get(column) or "" for column in columns)
            for table in tables
            for row in shipped.rows(table)
        )
        shown = Counter(
            tuple("" if row.get(column) is None else str(row[column]) for column in columns)
            for row in shipped.ask(f"FROM mart.{mart}")
        )
        assert shown == coded
        assert any(row[3] for row in coded)
        assert any(row[4] for row in coded) == (mart == "evidence")


def test_terms_follow_each_other_by_number_by_year_or_by_congress(folder: DataFolder) -> None:
    for term, start, end, opening, closing in (
        ("1", "2010", "2015", "", "2015-08-08"),
        ("2021", "2021", "2026", "", ""),
        ("2026", "2026", "", "", ""),
    ):
        folder.append(
            "terms",
            organization_id=LA,
            term=term,
            start_year=start,
            end_year=end,
            opening_congress_on=opening,
            closing_congress_on=closing,
            note="",
        )
    found = {
        r["term"]: (r["position"], r["previous_term"])
        for r in folder.ask("FROM mart.terms WHERE organization_id = ?", LA)
    }
    assert found == {1: (1, None), 2: (2, 1), 2021: (3, None), 2026: (4, 2021)}
    assert {
        r["term"]: r["previous_term"] for r in folder.ask("FROM mart.terms WHERE organization_id = ?", TH)
    } == {3: None, 4: 3}


def test_every_mart_says_its_caption_in_both_languages_and_its_grain(unchanged: ReleasedFolder) -> None:
    for row in unchanged.ask("FROM meta.marts"):
        assert all(row.values()), row
    rows = all_rows(unchanged)
    assert {path.stem for path in build.mart_files()} - set(rows) == {
        "chosen",
        "mentionable",
        "qualifier_of_ratio",
        "qualifier_of_sum",
        "rounded_to",
        "silence",
        "state_weight",
    }
    for mart in unchanged.ask(
        """FROM meta.marts WHERE grain NOT LIKE '%;%' AND grain NOT LIKE '%one row%' AND grain NOT LIKE '%(%'
            AND mart NOT LIKE 'agreement'"""
    ):
        columns = [c.strip() for c in mart["grain"].split(",")]
        if "evidence" in columns or any(" " in c for c in columns):
            continue
        keys = [tuple(row[c] for c in columns) for row in rows[mart["mart"]]]
        assert len(keys) == len(set(keys)), mart["mart"]
