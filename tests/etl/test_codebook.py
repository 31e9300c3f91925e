"""Each rule of the codebook, sql/checks, is broken once on purpose and must answer at the line and column; no
rule goes without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from etl import validate
from tests.etl.folder import DataFolder, resource

# The place where the rule must answer: file, line, column; and words of the message.
Expected = tuple[str, int, str, str]
LA, TH, HL, ICT, PARTY = (
    "it-association-long-an",
    "it-association-thanh-hoa",
    "st-union-hong-linh",
    "youth-union-ict-department",
    "party-it-committee-ha-tinh",
)
CASES: list[tuple[str, Callable[[DataFolder], Expected]]] = []


def breaks(rule: str) -> Callable[[Callable[[DataFolder], Expected]], Callable[[DataFolder], Expected]]:
    def add(case: Callable[[DataFolder], Expected]) -> Callable[[DataFolder], Expected]:
        CASES.append((rule, case))
        return case

    return add


def stock_of(folder: DataFolder, organization: str) -> int:
    stocks = {row["indicator"] for row in folder.rows("indicators") if row["nature"] == "stock"}
    return next(
        n
        for n, row in enumerate(folder.rows("observations"), 2)
        if row["organization_id"] == organization and row["indicator"] in stocks
    )


def flow(folder: DataFolder) -> int:
    flows = {row["indicator"] for row in folder.rows("indicators") if row["nature"] == "flow"}
    return next(n for n, row in enumerate(folder.rows("observations"), 2) if row["indicator"] in flows)


@breaks("as_of_outside_term")
def stock_before_its_term(folder: DataFolder) -> Expected:
    line = folder.line_of("observations", organization_id=LA)
    folder.edit("observations", line, as_of="2014-01-01")
    return "observations", line, "as_of", "is before term 2 began in 2015"


@breaks("as_of_outside_term")
def stock_after_the_closing_congress(folder: DataFolder) -> Expected:
    line = stock_of(folder, TH)
    folder.edit("observations", line, as_of="2017-05-07")
    return "observations", line, "as_of", "is after the congress that closed term 3 on 2017-05-06"


@breaks("award_year_outside_term")
def award_before_its_term(folder: DataFolder) -> Expected:
    line = folder.line_of("awards", organization_id=HL, year="2018")
    folder.edit("awards", line, year="2017")
    return "awards", line, "year", "is outside term 4 (2018–2023)"


@breaks("award_year_outside_term")
def award_after_a_term_of_unknown_start(folder: DataFolder) -> Expected:
    line = folder.line_of("awards", organization_id=TH)
    folder.edit("awards", line, year="2019")
    return "awards", line, "year", "is outside term 3 (–2017)"


@breaks("cause_of_nothing")
def cause_alone(folder: DataFolder) -> Expected:
    line = folder.line_of("limitations", organization_id=PARTY)
    header, *rows = folder.lines("limitations")
    kept = [row for n, row in enumerate(rows, 2) if row[0] != PARTY or n == line]
    folder.write("limitations", [header, *kept])
    line = folder.line_of("limitations", organization_id=PARTY)
    folder.edit("limitations", line, role="cause")
    return "limitations", line, "role", "the document names no limitation of another theme"


@breaks("code_in_two_lists")
def theme_coded_as_an_indicator(folder: DataFolder) -> Expected:
    line = folder.append("themes", theme="members", position="99")
    return "themes", line, "theme", "is already the code of an indicator (data/indicators.csv:2)"


@breaks("code_in_two_lists")
def theme_coded_as_a_derived_measure(folder: DataFolder) -> Expected:
    line = folder.append("themes", theme="members_per_branch", position="99")
    first = folder.line_of("derived_measures", measure="members_per_branch")
    place = f"data/derived_measures.csv:{first}"
    return "themes", line, "theme", f"is already the code of a derived measure ({place})"


@breaks("code_in_two_lists")
def theme_coded_as_awards(folder: DataFolder) -> Expected:
    line = folder.append("themes", theme="received", position="99")
    return "themes", line, "theme", "is already a category of awards received"


@breaks("code_in_two_lists")
def indicator_coded_as_awards(folder: DataFolder) -> Expected:
    line = folder.append("indicators", indicator="granted", position="99")
    return "indicators", line, "indicator", "is already a category of awards granted"


@breaks("code_in_two_lists")
def derived_measure_coded_as_an_indicator(folder: DataFolder) -> Expected:
    line = folder.append("derived_measures", measure="branches", position="99")
    first = folder.line_of("indicators", indicator="branches")
    return (
        "derived_measures",
        line,
        "measure",
        f"is already the code of an indicator (data/indicators.csv:{first})",
    )


@breaks("code_in_two_lists")
def theme_of_an_own_list_coded_as_an_indicator(folder: DataFolder) -> Expected:
    """An organization that keeps its own themes and indicators in files of their own."""
    for table in ("themes", "indicators"):
        folder.edit_contract(lambda package, t=table: resource(package, t)["path"].append(f"own_{t}.csv"))
        header, first, *_ = folder.lines(table)
        folder.write(f"own_{table}", [header, ["podcasts", *first[1:]]])
    return "own_themes", 2, "theme", "is already the code of an indicator (data/own_indicators.csv:2)"


@breaks("congress_outside_its_term")
def congress_after_the_term(folder: DataFolder) -> Expected:
    folder.edit(
        "terms", folder.line_of("terms", organization_id=HL, term="4"), opening_congress_on="2024-01-01"
    )
    return (
        "terms",
        folder.line_of("terms", organization_id=HL, term="4"),
        "opening_congress_on",
        "is outside the term 2018–2023",
    )


@breaks("congress_outside_its_term")
def congress_after_a_term_of_unknown_end(folder: DataFolder) -> Expected:
    line = folder.line_of("terms", organization_id=LA)
    folder.edit("terms", line, opening_congress_on="2023")
    return "terms", line, "opening_congress_on", "is outside the term 2015–"


@breaks("congress_outside_its_term")
def closing_congress_before_the_term(folder: DataFolder) -> Expected:
    line = folder.line_of("terms", organization_id=HL, term="4")
    folder.edit("terms", line, closing_congress_on="2016-01")
    return "terms", line, "closing_congress_on", "is before the term's first year 2018"


@breaks("flow_has_no_date")
def dated_flow(folder: DataFolder) -> Expected:
    line = flow(folder)
    folder.edit("observations", line, as_of="2020")
    return "observations", line, "as_of", "stays empty for a flow such as"


@breaks("granted_without_level")
def granted_by_nobody(folder: DataFolder) -> Expected:
    line = folder.line_of("awards", direction="granted")
    folder.edit("awards", line, level="")
    return "awards", line, "level", "write its level"


@breaks("indicator_applies_to_kind")
def members_of_a_committee(folder: DataFolder) -> Expected:
    line = folder.append(
        "observations",
        organization_id=PARTY,
        term="2016",
        indicator="members",
        value="5",
        as_of="",
        paragraph="1",
        source_id="ha-tinh-party-it-2016-notice",
        qualifier="exact",
        basis="stated",
        note="",
    )
    return (
        "observations",
        line,
        "indicator",
        "does not apply to a steering_committee; it applies to association, union_of_associations",
    )


@breaks("indicator_kinds_known")
def kind_that_is_none(folder: DataFolder) -> Expected:
    folder.edit("indicators", 2, kinds="association;guild")
    return "indicators", 2, "kinds", "guild has no row in organization_kinds.csv"


@breaks("inferred_without_reason")
def inferred_figure_without_note(folder: DataFolder) -> Expected:
    line = folder.line_of("observations", note="")
    folder.edit("observations", line, basis="inferred")
    return "observations", line, "note", "names the words that support it"


@breaks("one_coder_only")
def one_coding(folder: DataFolder) -> Expected:
    header, *rows = folder.lines("codings")
    source, coder = header.index("source_id"), header.index("coder")
    folder.write(
        "codings",
        [header, *(row for row in rows if row[source] != "ict-youth-term5-review" or row[coder] == "a")],
    )
    return (
        "codings",
        folder.line_of("codings", source_id="ict-youth-term5-review"),
        "coder",
        "is the only coder of ict-youth-term5-review",
    )


@breaks("paragraph_missing")
def figure_without_paragraph(folder: DataFolder) -> Expected:
    folder.edit("lessons", 3, paragraph="")
    return "lessons", 3, "paragraph", "the text of long-an-it-term2-review is at hand"


@breaks("parents_in_a_circle")
def two_above_each_other(folder: DataFolder) -> Expected:
    line = folder.line_of("organizations", organization_id="st-union-ha-tinh")
    folder.edit("organizations", line, parent_organization_id=HL)
    return "organizations", line, "parent_organization_id", "leads back to the organization itself"


@breaks("parents_in_a_circle")
def one_above_itself(folder: DataFolder) -> Expected:
    folder.edit("organizations", 2, parent_organization_id=LA)
    return "organizations", 2, "parent_organization_id", "leads back to the organization itself"


@breaks("province_missing")
def province_unknown(folder: DataFolder) -> Expected:
    folder.edit("organizations", 2, province_id="")
    return (
        "organizations",
        2,
        "province_id",
        "only national organizations have no province, this one is province",
    )


@breaks("province_region")
def province_in_a_region_of_the_other_set(folder: DataFolder) -> Expected:
    line = folder.line_of("provinces", boundaries="former")
    region = next(row["region_id"] for row in folder.rows("regions") if row["boundaries"] == "present")
    folder.edit("provinces", line, region_id=region)
    return "provinces", line, "region_id", "is a region of the present boundaries, the province of the former"


@breaks("province_successor")
def former_province_without_successor(folder: DataFolder) -> Expected:
    line = folder.line_of("provinces", boundaries="former")
    folder.edit("provinces", line, successor_id="")
    return "provinces", line, "successor_id", "every former province has one successor"


@breaks("province_successor")
def present_province_with_successor(folder: DataFolder) -> Expected:
    line = folder.line_of("provinces", boundaries="present")
    folder.edit("provinces", line, successor_id=folder.rows("provinces")[line - 2]["province_id"])
    return "provinces", line, "successor_id", "only former ones have a successor"


@breaks("succession_in_a_circle")
def two_after_each_other(folder: DataFolder) -> Expected:
    folder.append("successions", predecessor_id=LA, successor_id=TH)
    folder.append("successions", predecessor_id=TH, successor_id=LA)
    return "successions", 2, "successor_id", "leads back to the predecessor"


@breaks("summary_too_long")
def long_summary(folder: DataFolder) -> Expected:
    folder.edit("limitations", 2, summary_en=" ".join(["word"] * 26))
    return "limitations", 2, "summary_en", "has 26 words; at most 25"


@breaks("term_before_founding")
def founded_after_its_term(folder: DataFolder) -> Expected:
    folder.edit("organizations", folder.line_of("organizations", organization_id=HL), founded_on="2024-02")
    return (
        "terms",
        folder.line_of("terms", organization_id=HL, term="4"),
        "end_year",
        "is before the organization was founded (2024-02)",
    )


@breaks("term_ends_before_it_starts")
def end_before_start(folder: DataFolder) -> Expected:
    line = folder.line_of("terms", organization_id=HL, term="5")
    folder.edit("terms", line, end_year="2023")
    return "terms", line, "end_year", "is before start_year 2024"


@breaks("term_ends_before_it_starts")
def congresses_the_wrong_way_round(folder: DataFolder) -> Expected:
    line = folder.line_of("terms", organization_id=TH, term="4")
    folder.edit("terms", line, closing_congress_on="2017-05-05")
    return "terms", line, "closing_congress_on", "is before the opening congress 2017-05-06"


@breaks("term_named_by_another_year")
def year_that_is_not_the_first(folder: DataFolder) -> Expected:
    line = folder.append(
        "terms",
        organization_id=LA,
        term="2021",
        start_year="2020",
        end_year="",
        opening_congress_on="",
        note="",
    )
    return "terms", line, "term", "is a year, but the term starts in 2020"


@breaks("undated_term_with_a_year")
def undated_and_dated(folder: DataFolder) -> Expected:
    empty = dict.fromkeys(("start_year", "opening_congress_on", "closing_congress_on"), "")
    line = folder.append("terms", organization_id=LA, term="-1", end_year="2021", note="", **empty)
    return "terms", line, "term", "is undated, but the row gives a year of it; write that year as the term"


@breaks("code_in_two_lists")
def a_theme_called_as_what_is_spoken_of(folder: DataFolder) -> Expected:
    line = folder.append("themes", theme="lessons", position="99")
    return "themes", line, "theme", "is already the code of whether documents speak of lessons"


@breaks("term_number")
def neither_ordinal_nor_year(folder: DataFolder) -> Expected:
    line = folder.append(
        "terms",
        organization_id=LA,
        term="201",
        start_year="2021",
        end_year="",
        opening_congress_on="",
        note="",
    )
    return "terms", line, "term", "is neither an ordinal nor a year"


@breaks("terms_out_of_order")
def later_term_earlier(folder: DataFolder) -> Expected:
    line = folder.append(
        "terms",
        organization_id=LA,
        term="3",
        start_year="2010",
        end_year="2014",
        opening_congress_on="",
        note="",
    )
    return "terms", line, "term", "starts in 2010, before term 2 (data/terms.csv:2), which starts in 2015"


@breaks("terms_overlap")
def overlapping_terms(folder: DataFolder) -> Expected:
    line = folder.line_of("terms", organization_id=HL, term="5")
    folder.edit("terms", line, start_year="2022")
    earlier = folder.line_of("terms", organization_id=HL, term="4")
    return "terms", line, "start_year", f"lies inside term 4 (2018–2023, data/terms.csv:{earlier})"


@breaks("theme_before_its_time")
def pandemic_before_2020(folder: DataFolder) -> Expected:
    folder.edit("terms", 2, end_year="2019", closing_congress_on="")
    line = folder.line_of("limitations", organization_id=LA)
    folder.edit("limitations", line, theme="pandemic", role="limitation")
    return "limitations", line, "theme", "and term 2 ended in 2019"


@breaks("theme_before_its_time")
def pandemic_before_a_congress(folder: DataFolder) -> Expected:
    folder.edit("terms", 2, end_year="", closing_congress_on="2019-12")
    line = folder.line_of("limitations", organization_id=LA)
    folder.edit("limitations", line, theme="pandemic", role="limitation")
    return "limitations", line, "theme", "and term 2 ended in 2019"


@breaks("unspecified_beside_named")
def admitted_beside_named(folder: DataFolder) -> Expected:
    line = folder.line_of("limitations", organization_id=LA, role="limitation")
    folder.edit("limitations", line, theme="unspecified")
    return "limitations", line, "theme", "is listed beside limitations that the same document names"


def test_a_cause_beside_an_admission_names_no_limitation(folder: DataFolder) -> None:
    """A document that admits limitations and names but a cause of them still names none."""
    line = folder.line_of("limitations", organization_id=TH, theme="unspecified")
    admitted = folder.rows("limitations")[line - 2]
    folder.append(
        "limitations", **{**admitted, "statement": "2", "theme": "funding", "role": "cause", "note": ""}
    )
    assert folder.problems() == []


@breaks("unstated_only_for_flows")
def stock_without_number(folder: DataFolder) -> Expected:
    line = stock_of(folder, TH)
    folder.edit("observations", line, value="", qualifier="unstated")
    return "observations", line, "qualifier", "is for flows and awards only"


@breaks("value_missing_or_unstated")
def figure_left_empty(folder: DataFolder) -> Expected:
    folder.edit("observations", 2, value="")
    return "observations", 2, "value", "is empty; write the figure, or qualifier unstated"


@breaks("value_missing_or_unstated")
def number_beside_unstated(folder: DataFolder) -> Expected:
    line = folder.line_of("awards", qualifier="unstated")
    folder.edit("awards", line, count="3")
    return "awards", line, "count", "is given, though the qualifier is unstated"


@breaks("whole_number")
def half_a_branch(folder: DataFolder) -> Expected:
    line = folder.line_of("observations", indicator="members")
    folder.edit("observations", line, value="2.5")
    return "observations", line, "value", "is not a whole number, and members is counted in whole numbers"


@pytest.mark.parametrize(("rule", "case"), CASES, ids=[f"{rule}-{case.__name__}" for rule, case in CASES])
def test_a_broken_rule_answers_where_it_is_broken(
    folder: DataFolder, rule: str, case: Callable[[DataFolder], Expected]
) -> None:
    table, line, column, words = case(folder)
    found = [p for p in folder.problems() if p.rule == rule]
    places = [(p.file, p.line, p.column) for p in found]
    assert (f"data/{table}.csv", line, column) in places
    at = found[places.index((f"data/{table}.csv", line, column))]
    assert words in at.message
    assert "None" not in str(at)
    assert "NULL" not in str(at)


def test_every_rule_is_broken_by_a_case_and_every_case_breaks_a_rule() -> None:
    assert {rule for rule, _ in CASES} == {check.stem for check in validate.CHECKS.glob("*.sql")}


def test_every_rule_says_in_its_first_line_what_it_asks() -> None:
    for check in validate.CHECKS.glob("*.sql"):
        assert check.read_text(encoding="utf-8").startswith("-- "), check.name


def test_a_late_closing_congress_and_a_congress_in_the_year_before_are_no_faults(folder: DataFolder) -> None:
    line = folder.line_of("terms", organization_id=HL, term="4")
    folder.edit("terms", line, opening_congress_on="2017-12-20", closing_congress_on="2024-03")
    stock = stock_of(folder, HL)
    folder.edit("observations", stock, as_of="2017-12-20")
    assert folder.problems() == []


def test_a_circle_of_many_parents_is_found(folder: DataFolder) -> None:
    row = folder.rows("organizations")[0]
    for n in range(5):
        folder.append(
            "organizations",
            **row | {"organization_id": f"ring-{n}", "parent_organization_id": f"ring-{(n + 1) % 5}"},
        )
    assert len([p for p in folder.problems() if p.rule == "parents_in_a_circle"]) == 5


def test_a_code_that_only_begins_like_awards_or_is_an_award_type_is_no_fault(folder: DataFolder) -> None:
    folder.append("themes", theme="received_too_late", position="98")
    folder.append("themes", theme="commendation", position="99")
    assert folder.problems() == []


def test_no_theme_takes_the_code_of_any_category_of_awards(standing: DataFolder) -> None:
    sorts = [row["sort"] for row in standing.ask("SELECT sort FROM mart.award_sorts")]

    def allow_hyphens(package: dict[str, Any]) -> None:
        resource(package, "themes")["schema"]["fields"][0]["constraints"].pop("pattern")

    standing.edit_contract(allow_hyphens)
    header, first, *rows = standing.lines("themes")
    standing.write("themes", [header, first, *rows, *([sort, *first[1:]] for sort in sorts)])
    found = {p.value for p in standing.problems() if p.rule == "code_in_two_lists"}
    assert found == set(sorts)
