"""Each question of the codebook, sql/questions, is asked once in its exact words, where it belongs and not
beside it, and a note answers it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from etl import __main__, validate
from etl.problems import MAX_SHOWN_PER_KIND
from tests.etl.folder import DataFolder

HL, LA, TH, UNION = (
    "st-union-hong-linh",
    "it-association-long-an",
    "it-association-thanh-hoa",
    "st-union-ha-tinh",
)
REVIEW, NEWS = "hong-linh-st-term4-review", "thanh-hoa-it-congress4-news"
ANSWER = " If it is right, write “checked:” and why in its note"
# What is asked, as it is printed, and the rows (table, line) of which any one may answer.
Asked = tuple[str, list[tuple[str, int]]]
CASES: list[tuple[str, Callable[[DataFolder], Asked]]] = []


def asks(rule: str) -> Callable[[Callable[[DataFolder], Asked]], Callable[[DataFolder], Asked]]:
    def add(case: Callable[[DataFolder], Asked]) -> Callable[[DataFolder], Asked]:
        CASES.append((rule, case))
        return case

    return add


def figure(folder: DataFolder, organization: str, term: str, indicator: str, value: str, **cells: str) -> int:
    """The line of a new figure, without date and note."""
    source = {HL: REVIEW, TH: NEWS}.get(organization, NEWS)
    cells = {"as_of": "", "paragraph": "9", "note": "", "qualifier": "exact", "source_id": source} | cells
    cells |= {"organization_id": organization, "term": term, "indicator": indicator, "value": value}
    return folder.append("observations", basis="stated", **cells)


@asks("stock_jumps")
def ten_times_as_many(folder: DataFolder) -> Asked:
    line = figure(folder, TH, "4", "members", "6180")
    return (
        f'data/observations.csv:{line} value: "6180" is more than three times the 618 members of term 3 '
        "(data/observations.csv:6): has one of the two a digit too many or too few, or do they count "
        "different things?",
        [("observations", line), ("observations", 6)],
    )


@asks("stock_jumps")
def a_tenth_left(folder: DataFolder) -> Asked:
    line = figure(folder, TH, "4", "members", "62")
    return (
        f'data/observations.csv:{line} value: "62" is less than a third of the 618 members of term 3 '
        "(data/observations.csv:6): has one of the two a digit too many or too few, or do they count "
        "different things?",
        [("observations", line), ("observations", 6)],
    )


@asks("stock_jumps")
def a_jump_over_a_term_that_is_silent(folder: DataFolder) -> Asked:
    folder.append("terms", organization_id=TH, term="5", start_year="2022", opening_congress_on="", note="")
    line = figure(folder, TH, "5", "branches", "46")
    return (
        f'data/observations.csv:{line} value: "46" is more than three times the 15 branches of term 3 '
        "(data/observations.csv:7): has one of the two a digit too many or too few, or do they count "
        "different things?",
        [("observations", line), ("observations", 7)],
    )


@asks("fewer_members_than_branches")
def fourteen_members_in_fifteen_branches(folder: DataFolder) -> Asked:
    folder.edit("observations", 6, value="14")
    return (
        'data/observations.csv:6 value: "14" members are fewer than the 15 branches of the same term '
        "(data/observations.csv:7): are the two swapped, or are the members organizations?",
        [("observations", 6), ("observations", 7)],
    )


@asks("committee_larger_than_chosen")
def one_more_than_elected(folder: DataFolder) -> Asked:
    folder.edit("observations", 16, value="18")
    return (
        'data/observations.csv:16 value: "18" committee members are more than the 17 elected '
        "(data/observations.csv:11) and the 0 added: is an addition not coded, or is this the committee of "
        "another term?",
        [("observations", 16), ("observations", 11)],
    )


@asks("committee_larger_than_chosen")
def one_more_than_elected_and_added(folder: DataFolder) -> Asked:
    folder.edit("observations", 16, value="20")
    added = figure(folder, HL, "4", "committee_additions", "2")
    return (
        'data/observations.csv:16 value: "20" committee members are more than the 17 elected '
        "(data/observations.csv:11) and the 2 added: is an addition not coded, or is this the committee of "
        "another term?",
        [("observations", 16), ("observations", 11), ("observations", added)],
    )


@asks("one_organization_twice")
def a_second_id(folder: DataFolder) -> Asked:
    line = folder.append("organizations", organization_id="tin-hoc-la", name_vi="HỘI TIN HỌC, Long An")
    return (
        f'data/organizations.csv:{line} organization_id: "tin-hoc-la" has the name, kind and province of '
        f"{LA} (data/organizations.csv:2): are they one body, which has one id, or did one take the place of "
        "the other, which is a row in successions.csv?",
        [("organizations", line), ("organizations", 2)],
    )


def succession(place: str, words: str, organization: str) -> str:
    return (
        f'data/{place} note: "{words}" says that one organization took the place of another, and '
        f"{organization} has no row in successions.csv: is one to be added there?"
    )


@asks("succession_not_coded")
def a_note_of_an_organization(folder: DataFolder) -> Asked:
    folder.edit("organizations", 2, note="Tiền thân là Chi hội Tin học")
    return succession("organizations.csv:2", "Tiền thân", LA), [("organizations", 2)]


@asks("succession_not_coded")
def a_note_of_a_term(folder: DataFolder) -> Asked:
    folder.edit("terms", 2, note="closed when it was merged with another")
    return succession("terms.csv:2", "merged", LA), [("terms", 2)]


@asks("succession_not_coded")
def a_note_of_a_document(folder: DataFolder) -> Asked:
    line = folder.line_of("sources", source_id=NEWS)
    folder.edit("sources", line, note="hội được đổi tên năm 2012")
    return succession(f"sources.csv:{line}", "đổi tên", TH), [("sources", line)]


@asks("document_not_used")
def a_document_without_rows(folder: DataFolder) -> Asked:
    line = folder.append("sources", source_id="unread", file="", note="")
    return (
        f'data/sources.csv:{line} source_id: "unread" is named by no row: were its rows left out, or do they '
        "name another document? One that was read and holds nothing to code has a row in readings.csv",
        [("sources", line)],
    )


def agreed(line: int, theme: str, rest: str) -> str:
    return (
        f'data/codings.csv:{line} theme: "{theme}" is what both coders made of {rest}: was it changed on '
        "purpose, or is the row missing?"
    )


@asks("agreed_and_changed")
def a_theme_that_both_wrote_is_another(folder: DataFolder) -> Asked:
    """Both wrote it of two statements of one paragraph; the final rows have it once."""
    line = folder.line_of("limitations", source_id="long-an-it-term2-review", statement="8")
    folder.edit("limitations", line, theme="unity")
    coded = folder.line_of("codings", source_id="long-an-it-term2-review", record="limitation", unit="8")
    what = "unit 8, and no limitation of long-an-it-term2-review says so in paragraph 19"
    return agreed(coded, "weak_direction", what), [
        ("codings", coded),
        ("codings", coded + 1),
        ("limitations", line),
    ]


@asks("agreed_and_changed")
def a_lesson_that_both_drew_is_missing(folder: DataFolder) -> Asked:
    header, *rows = folder.lines("lessons")
    folder.write("lessons", [header, *(row for row in rows if row[3] != "weak_evaluation")])
    coded = folder.line_of("codings", record="lesson", theme="weak_evaluation")
    what = "unit 11, and no lesson of ict-youth-term5-review says so in paragraph 37"
    return agreed(coded, "weak_evaluation", what), [("codings", coded), ("codings", coded + 1)]


@asks("coders_far_apart")
def four_lines_apart(folder: DataFolder) -> Asked:
    line = folder.line_of("codings", source_id="long-an-it-term2-review", unit="1", coder="b")
    folder.edit("codings", line, paragraph="20")
    return (
        f'data/codings.csv:{line} paragraph: "20" and 16 of coder a (data/codings.csv:{line - 1}) are far '
        "apart for unit 1 of long-an-it-term2-review: are they two statements under one number, or "
        "is one a slip?",
        [("codings", line), ("codings", line - 1)],
    )


@asks("paragraph_far_out")
def a_digit_too_many(folder: DataFolder) -> Asked:
    folder.edit("observations", 18, paragraph="151")
    return (
        f'data/observations.csv:18 paragraph: "151" is far beyond the next one that is cited of {REVIEW}, '
        "40: has it a digit too many, or is it a page or a year?",
        [("observations", 18)],
    )


@asks("paragraph_far_out")
def a_year(folder: DataFolder) -> Asked:
    folder.append("sources", source_id="short", file="", note="")
    line = figure(folder, TH, "4", "members", "700", source_id="short", paragraph="2017")
    return (
        f'data/observations.csv:{line} paragraph: "2017" is far beyond the length of a report: has it a '
        "digit too many, or is it a page or a year?",
        [("observations", line)],
    )


def growers(folder: DataFolder, **cells: str) -> int:
    """The line of an association in the province of a union, both with a figure of members."""
    folder.append("terms", organization_id=UNION, term="1", opening_congress_on="", note="")
    figure(folder, UNION, "1", "members", "16000")
    cells = {"name_vi": "Hội Làm vườn", "province_id": "ha-tinh"} | cells
    line = folder.append("organizations", organization_id="growers", **cells)
    folder.append("terms", organization_id="growers", term="1", opening_congress_on="", note="")
    figure(folder, "growers", "1", "members", "300")
    return line


@asks("inside_a_union")
def an_association_beside_a_union(folder: DataFolder) -> Asked:
    line = growers(folder)
    return (
        f"data/organizations.csv:{line} parent_organization_id: is empty, and {UNION} of its province "
        "reports members too (data/observations.csv:29): do those include the ones of growers, so that the "
        "union is to be written here?",
        [("organizations", line)],
    )


@pytest.mark.parametrize(("rule", "case"), CASES, ids=[f"{rule}-{case.__name__}" for rule, case in CASES])
def test_it_is_asked_in_these_words_until_a_note_answers(
    folder: DataFolder, rule: str, case: Callable[[DataFolder], Asked]
) -> None:
    text, rows = case(folder)
    assert [(q.rule, str(q)) for q in folder.questions()] == [(rule, text + ANSWER)]
    for table, line in rows:
        lines = folder.lines(table)
        note = lines[0].index("note")
        before = lines[line - 1][note]
        folder.edit(table, line, note=f"{before} a remark on something else, unchecked: nothing".strip())
        assert [str(q) for q in folder.questions()] == [text + ANSWER]
        for answer in ("checked: the text says so", "Đã kiểm tra: văn bản viết như vậy"):
            folder.edit(table, line, note=f"{before} {answer}".strip())
            assert folder.questions() == []
        folder.edit(table, line, note=before)


def test_every_question_has_a_case_and_says_in_its_first_line_what_is_usual() -> None:
    files = sorted(validate.QUESTIONS.glob("*.sql"))
    assert {rule for rule, _ in CASES} == {file.stem for file in files}
    for file in files:
        assert file.read_text(encoding="utf-8").startswith("-- "), file.name


def three_times_as_many(folder: DataFolder) -> None:
    figure(folder, TH, "4", "members", "1854")


def a_third_left(folder: DataFolder) -> None:
    figure(folder, TH, "4", "members", "206")


def one_of_two_documents_is_near(folder: DataFolder) -> None:
    figure(folder, TH, "4", "members", "6180")
    figure(folder, TH, "4", "members", "700", source_id=REVIEW)


def an_election_or_a_flow_that_jumps(folder: DataFolder) -> None:
    figure(folder, TH, "4", "committee_elected", "15")
    figure(folder, TH, "3", "committee_elected", "90")
    figure(folder, TH, "4", "projects", "1")
    figure(folder, TH, "3", "projects", "90")


def a_member_in_each_branch(folder: DataFolder) -> None:
    folder.edit("observations", 6, value="15")


def a_committee_as_elected_and_added(folder: DataFolder) -> None:
    folder.edit("observations", 16, value="19")
    figure(folder, HL, "4", "committee_additions", "2")


def additions_of_unknown_number(folder: DataFolder) -> None:
    folder.edit("observations", 16, value="19")
    figure(folder, HL, "4", "committee_additions", "", qualifier="unstated")


def namesakes_of_two_provinces(folder: DataFolder) -> None:
    folder.append("organizations", organization_id="namesake", province_id="bac-giang")


def namesakes_of_two_kinds(folder: DataFolder) -> None:
    folder.append("organizations", organization_id="namesake", kind="club")


def namesakes_of_two_towns(folder: DataFolder) -> None:
    folder.append("organizations", organization_id="one", name_vi="Hội Làm vườn", locality="xã Tân Lập")
    folder.append("organizations", organization_id="two", name_vi="Hội Làm vườn", locality="xã Tân Hòa")


def a_successor_of_the_same_name(folder: DataFolder) -> None:
    folder.edit("organizations", 2, note="merged in 2025")
    folder.append("organizations", organization_id="namesake", note="formed in 2025 from two")
    folder.append("successions", predecessor_id=LA, successor_id="namesake")


def a_document_of_codings_alone(folder: DataFolder) -> None:
    folder.append("sources", source_id="coded", file="", note="")
    for coder in "ab":
        folder.append(
            "codings", source_id="coded", unit="1", coder=coder, theme="unity" * (coder == "a") or "funding"
        )


def a_document_that_holds_nothing(folder: DataFolder) -> None:
    folder.append("sources", source_id="silent", file="", note="")
    folder.append("readings", organization_id=LA, term="2", source_id="silent")


def a_theme_that_the_coders_saw_differently(folder: DataFolder) -> None:
    line = folder.line_of("codings", source_id="long-an-it-term2-review", unit="5", coder="b")
    folder.edit("codings", line, theme="unity")
    line = folder.line_of("limitations", source_id="long-an-it-term2-review", statement="5")
    folder.edit("limitations", line, theme="communication")


def coders_three_lines_apart(folder: DataFolder) -> None:
    line = folder.line_of("codings", source_id="long-an-it-term2-review", unit="1", coder="b")
    folder.edit("codings", line, paragraph="19")


def a_long_way_to_the_last_paragraph(folder: DataFolder) -> None:
    folder.edit("observations", 18, paragraph="150")


def an_association_that_names_its_union(folder: DataFolder) -> None:
    growers(folder, parent_organization_id=UNION)


def a_youth_union_beside_a_union(folder: DataFolder) -> None:
    growers(folder, kind="youth_union")


def a_second_union_of_the_province(folder: DataFolder) -> None:
    growers(folder, kind="union_of_associations")


def an_association_elsewhere(folder: DataFolder) -> None:
    growers(folder, province_id="bac-giang")


def nothing(_: DataFolder) -> None:
    """The five reports as they are."""


@pytest.mark.parametrize(
    "case",
    [
        nothing,
        three_times_as_many,
        a_third_left,
        one_of_two_documents_is_near,
        an_election_or_a_flow_that_jumps,
        a_member_in_each_branch,
        a_committee_as_elected_and_added,
        additions_of_unknown_number,
        namesakes_of_two_provinces,
        namesakes_of_two_kinds,
        namesakes_of_two_towns,
        a_successor_of_the_same_name,
        a_document_of_codings_alone,
        a_document_that_holds_nothing,
        a_theme_that_the_coders_saw_differently,
        coders_three_lines_apart,
        a_long_way_to_the_last_paragraph,
        an_association_that_names_its_union,
        a_youth_union_beside_a_union,
        a_second_union_of_the_province,
        an_association_elsewhere,
    ],
)
def test_what_is_usual_is_not_asked_about(folder: DataFolder, case: Callable[[DataFolder], None]) -> None:
    case(folder)
    assert [str(q) for q in folder.questions()] == []


def said(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str]:
    code = __main__.main([str(argument) for argument in arguments])
    return code, capsys.readouterr().out


def test_questions_are_printed_and_counted_and_are_errors_where_strict(
    folder: DataFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    text, _ = fourteen_members_in_fifteen_branches(folder)
    n_rows = sum(len(folder.rows(path.stem)) for path in folder.path.glob("*.csv"))
    n_files = len(list(folder.path.glob("*.csv")))
    asked = (
        f"Questions:\n\n{text}{ANSWER}\n\nNo problem in {n_rows} rows of {n_files} files, 1 question. Next: "
    )
    asked += "python -m etl "
    assert said(capsys, "validate", folder.path) == (0, f"{asked}build {folder.path}\n")
    assert said(capsys, "validate", "--strict", folder.path) == (
        1,
        f"{asked}validate --strict {folder.path}\n",
    )
    code, printed = said(capsys, "validate", folder.path, "--format", "json")
    found = json.loads(printed)
    assert (code, found["problems"], found["total"]) == (0, [], 0)
    assert [(q["rule"], q["line"]) for q in found["questions"]] == [("fewer_members_than_branches", 6)]
    folder.edit("observations", 6, note="checked: fourteen stand for their branches")
    assert said(capsys, "validate", "--strict", folder.path)[0] == 0


def test_questions_stand_beside_problems_but_not_of_the_same_row_or_of_missing_rows(
    folder: DataFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    text, _ = fourteen_members_in_fifteen_branches(folder)
    folder.edit("organizations", 3, level="provnce")
    code, printed = said(capsys, "validate", folder.path)
    assert code == 1
    assert printed == (
        'data/organizations.csv:3 level: "provnce" is not one of its values; did you mean province?\n\n'
        f"Questions:\n\n{text}{ANSWER}\n\n"
        f"1 problem and 1 question. Fix them, then run: python -m etl validate {folder.path}\n"
    )
    folder.edit("observations", 6, basis="guess")
    assert "Questions" not in said(capsys, "validate", folder.path)[1]
    folder.edit("observations", 6, basis="stated")
    (folder.path / "lessons.csv").write_text("nothing\n", encoding="utf-8")
    assert "Questions" not in said(capsys, "validate", folder.path)[1]


def test_every_question_is_printed(folder: DataFolder, capsys: pytest.CaptureFixture[str]) -> None:
    n = MAX_SHOWN_PER_KIND + 5
    for number in range(n):
        folder.append("sources", source_id=f"unread-{number}", file="", note="")
    code, printed = said(capsys, "validate", folder.path)
    assert (code, printed.count("is named by no row")) == (0, n)
    assert f", {n} questions. Next: " in printed


def test_a_build_asks_nothing(folder: DataFolder) -> None:
    fourteen_members_in_fifteen_branches(folder)
    assert folder.build().exists()


def test_a_dictionary_that_is_not_what_the_data_says_is_named_with_the_command(
    folder: DataFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.edit("themes", 2, label_en="Offices held beside others")
    code, printed = said(capsys, "validate", folder.path)
    line, *_ = printed.splitlines()
    command = f"python -m etl dictionary {folder.path}"
    assert line == f"{folder.path / 'README.md'} is not what the data says. Run: {command}"
    assert code == 0
    assert said(capsys, "dictionary", folder.path)[0] == 0
    assert "is not what the data says" not in said(capsys, "validate", folder.path)[1]
