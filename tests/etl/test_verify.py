"""The evidence audit: numbers in digits and words, paragraphs, copied summaries, texts that are not at
hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl import schema, verify
from tests.etl.folder import DataFolder, workspace

SOURCE = "long-an-it-term2-review"
TEXT = (
    "Tiêu đề của báo cáo\n\nBan Chấp hành gồm 19 ủy viên.\n   \n"
    "Ban Thường vụ có năm đồng chí, ba phó chủ tịch.\n"
)


@pytest.fixture
def one_report(folder: DataFolder, tmp_path: Path) -> DataFolder:
    """Data of one report only, with three figures, and its text in a folder beside."""
    for table in ("awards", "limitations", "lessons", "codings", "observations"):
        folder.write(table, folder.lines(table)[:1])
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / f"{SOURCE}.txt").write_text(TEXT, encoding="utf-8")
    for indicator, value, paragraph in (
        ("committee_elected", "19", "2"),
        ("standing_committee_elected", "5", "3"),
        ("vice_chairs_elected", "3", "3"),
    ):
        folder.append(
            "observations",
            organization_id="it-association-long-an",
            term="2",
            indicator=indicator,
            value=value,
            qualifier="exact",
            basis="stated",
            source_id=SOURCE,
            paragraph=paragraph,
        )
    return folder


def audit(folder: DataFolder) -> verify.Audit:
    connection = workspace().derive(folder.path)
    return verify.audit(connection, folder.path.parent / "reports", schema.load(folder.path))


def test_figures_that_stand_in_their_paragraphs_are_found(one_report: DataFolder) -> None:
    found = audit(one_report)
    assert (found.errors, found.absent, dict(found.found)) == ([], [], {"stated": 3})


def test_a_stated_figure_that_is_not_there_is_an_error_and_a_counted_one_is_listed(
    one_report: DataFolder,
) -> None:
    one_report.edit("observations", 2, value="20")
    one_report.edit("observations", 3, value="6", basis="counted")
    found = audit(one_report)
    assert [str(p) for p in found.errors] == [
        f'data/observations.csv:2 value: "20" is not in paragraph 2 of {SOURCE}; '
        "correct the figure, the paragraph or the basis"
    ]
    assert [(p.line, p.message) for p in found.absent] == [
        (3, f"is not in paragraph 3 of {SOURCE} (counted)")
    ]
    assert dict(found.found) == {"stated": 1}


def test_a_figure_in_another_paragraph_is_an_error(one_report: DataFolder) -> None:
    one_report.edit("observations", 2, paragraph="3")
    assert [p.line for p in audit(one_report).errors] == [2]


def test_a_paragraph_that_the_text_lacks_is_an_error(one_report: DataFolder) -> None:
    one_report.edit("observations", 2, paragraph="4")
    assert [p.message for p in audit(one_report).errors] == [f"{SOURCE} has 3 paragraphs, no paragraph 4"]


def test_a_text_that_is_not_at_hand_is_named_and_its_rows_left(one_report: DataFolder) -> None:
    (one_report.path.parent / "reports" / f"{SOURCE}.txt").unlink()
    found = audit(one_report)
    assert f"{SOURCE}.txt" in found.missing_texts
    assert (found.errors, dict(found.found)) == ([], {})


def test_a_text_in_a_legacy_encoding_is_an_error_and_no_traceback(one_report: DataFolder) -> None:
    (one_report.path.parent / "reports" / f"{SOURCE}.txt").write_bytes(TEXT.encode("utf-16"))
    (problem,) = audit(one_report).errors
    assert "UTF-16" in problem.message


def test_an_award_in_a_listed_year_has_the_year_for_evidence(one_report: DataFolder) -> None:
    line = one_report.append(
        "awards",
        organization_id="it-association-long-an",
        term="2",
        direction="received",
        award="title",
        recipient="organization",
        year="2018",
        count="1",
        qualifier="exact",
        basis="stated",
        source_id=SOURCE,
        paragraph="1",
    )
    assert [p.line for p in audit(one_report).errors] == [line]
    text = one_report.path.parent / "reports" / f"{SOURCE}.txt"
    text.write_text(TEXT.replace("Tiêu đề của báo cáo", "Cờ thi đua các năm 2017, 2018"), encoding="utf-8")
    assert audit(one_report).errors == []


COPIED = "Kinh phí hoạt động của Hội trong nhiệm kỳ qua còn gặp nhiều khó khăn"


@pytest.mark.parametrize(
    ("summary", "is_copied"),
    [
        (COPIED, True),
        (COPIED.upper(), True),
        ("Hội nêu: kinh phí hoạt động của Hội, trong nhiệm kỳ", True),
        ("Kinh phí hoạt động của Hội trong nhiệm", True),
        ("Kinh phí hoạt động của Hội trong thời gian qua khó khăn", False),
        ("Thiếu tiền cho công việc chung", False),
    ],
)
def test_a_summary_of_eight_words_in_a_row_from_the_text_is_copied(
    one_report: DataFolder, summary: str, is_copied: bool
) -> None:
    text = one_report.path.parent / "reports" / f"{SOURCE}.txt"
    text.write_text(f"{TEXT}{COPIED}.\n", encoding="utf-8")
    for table in ("limitations", "lessons"):
        role = {"role": "limitation"} if table == "limitations" else {}
        one_report.append(
            table,
            organization_id="it-association-long-an",
            term="2",
            statement="1",
            theme="funding",
            summary_vi=summary,
            summary_en="x",
            source_id=SOURCE,
            paragraph="4",
            **role,
        )
    found = [(p.file, p.column) for p in audit(one_report).errors]
    assert found == (
        [("data/lessons.csv", "summary_vi"), ("data/limitations.csv", "summary_vi")] if is_copied else []
    )


STANDS = [
    (1700, "Hội có gần 1.700 hội viên", True),
    (1700, "1700 hội viên", True),
    (1700, "1,700 members", True),
    (1700, "một nghìn bảy trăm hội viên", True),
    (1700, "một ngàn bẩy trăm hội viên", True),
    (1700, "11.700 hội viên", False),
    (1700, "17.000 hội viên", False),
    (3, "03 phó chủ tịch", True),
    (3, "ba phó chủ tịch", True),
    (3, "Ba phó chủ tịch", True),
    (3, "ba mươi ủy viên", False),
    (3, "hai mươi ba ủy viên", False),
    (30, "ba mươi ủy viên", True),
    (30, "ba mươi lăm ủy viên", False),
    (10, "mười hai đồng chí", False),
    (12, "mười hai đồng chí", True),
    (2, "mười hai đồng chí", False),
    (15, "mười lăm chi hội", True),
    (25, "hai mươi nhăm chi hội", True),
    (24, "hai mươi bốn chi hội", True),
    (24, "hai mươi tư chi hội", True),
    (21, "hai mươi mốt chi hội", True),
    (105, "một trăm linh năm hội viên", True),
    (105, "một trăm lẻ năm hội viên", True),
    (100, "một trăm linh năm hội viên", False),
    (5, "năm đồng chí", True),
    (5, "trong năm 2018", False),
    (2, "trong hai năm qua", True),
    (4.5, "tăng 4,5 lần", True),
    (4, "tăng 4,5 lần", False),
    (8, "ngày 08/8/2015", True),
    (6, "ngày 6-5-2017", True),
    (2018, "nhiệm kỳ 2018-2023", True),
    (18, "nhiệm kỳ 2018-2023", False),
    (1000000000, "một tỉ đồng", True),
    (0, "không có hội viên", True),
    (9, "", False),
]


@pytest.mark.parametrize(("value", "text", "stands"), STANDS)
def test_numbers_are_read_in_digits_and_in_words(value: float, text: str, stands: bool) -> None:
    assert verify.occurs_in(value, text) is stands


def test_every_number_to_ten_thousand_is_found_in_its_own_words_and_digits() -> None:
    from num2words import num2words

    for value in [*range(200), *range(990, 1020), 1105, 1995, 2024, 5015, 9999]:
        assert verify.occurs_in(value, f"Hội có {num2words(value, lang='vi')} hội viên"), value
        assert verify.occurs_in(value, f"Hội có {value:02d} hội viên")
        assert verify.occurs_in(value, f"Hội có {value:,} hội viên".replace(",", "."))


def test_paragraphs_are_the_lines_that_are_not_blank() -> None:
    assert verify.paragraphs("a\n\n \t\nb\r\nc\rd\u2028e\x0cf\n") == ["a", "b", "c", "d\u2028e\x0cf"]
