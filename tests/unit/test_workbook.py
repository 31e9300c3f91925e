"""The Excel file of a card and of a page, and what tells where a file is from, against the data as it is
written.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import frictionless
import openpyxl
import pytest

from dashboard.files import provenance, tables, workbook
from dashboard.model.card import Card, Column, Evidence, Quantity, Row, Table
from dashboard.model.page import Page
from dashboard.release import queries
from dashboard.release.queries.figures import headline_places, total_places
from dashboard.words.theme import STATES
from tests import opening

LINK = "https://example.org/membership?v=1&lang=en"
PAGES = ["overview", "membership", "branches", "leadership", "awards", "limitations", "map", "sources"]
Rows = list[dict[str, str]]


def of(name: str, language: str = "en", **chosen: Any) -> Page:
    return opening.page(name, opening.selection(language=language, **chosen))


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def table(book: openpyxl.Workbook, name: str) -> Rows:
    header, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def ranking() -> tuple[Page, Card]:
    page = of("membership")
    return page, opening.cards(page)["ranking"]


def test_sheets_are_named_in_the_readers_language(ranking: tuple[Page, Card]) -> None:
    english, vietnamese = of("membership"), of("membership", "vi")
    for page, names in (
        (english, ["Data", "Evidence", "Coverage", "Codebook", "About"]),
        (vietnamese, ["Số liệu", "Nguồn", "Độ phủ", "Giải thích mã", "Giới thiệu"]),
    ):
        assert opened(workbook.xlsx(page, [opening.cards(page)["ranking"]], (), LINK)).sheetnames == names


def test_data_are_the_table_of_the_card(ranking: tuple[Page, Card]) -> None:
    """Each figure as a number in the place that it has on the page, and its qualifier beside it."""
    page, card = ranking
    assert card.table
    rows = list(opened(workbook.xlsx(page, [card], (), LINK))["Data"].iter_rows(values_only=True, min_row=2))
    figures = [row.cells[2] for row in card.table.rows]
    assert [row[2] for row in rows] == [cell.value for cell in figures if isinstance(cell, Quantity)]
    assert [row[3] for row in rows] == [
        page.labels["observations.qualifier"][cell.qualifier]
        for cell in figures
        if isinstance(cell, Quantity)
    ]
    assert len(rows) > 10


def test_evidence_is_the_rows_as_they_are_coded(rows: Callable[[str], Rows], project: Path) -> None:
    """Every figure, award and statement of the data in one file, none left out: value, date, document and
    paragraph as they are written.
    """
    page = of("overview")
    everything: dict[str, dict[str, str]] = {}
    package = json.loads((project / "data" / "datapackage.json").read_text(encoding="utf-8"))
    for name in ("observations", "awards", "limitations", "lessons"):
        for path in next(r["path"] for r in package["resources"] if r["name"] == name):
            with (project / "data" / path).open(encoding="utf-8", newline="") as stream:
                everything |= {f"{path}:{line}": row for line, row in _numbered(stream)}
    card = Card("indicators", "All", table=Table([Column("a", "a")], []))
    found = table(opened(workbook.xlsx(page, [card], (*everything, *everything), LINK)), "Evidence")
    assert len(found) == len(everything) > 300
    sources = {row["source_id"]: row for row in rows("sources")}
    for row in found:
        coded = everything[row["Row of the data files"]]
        extent = sources[coded["source_id"]]["extent"]
        written = coded.get("value") or coded.get("count") or None
        assert row["Value"] == (float(written) if written else None)
        as_of = coded.get("as_of") or None
        assert row["As of"] == (
            datetime.datetime.fromisoformat(as_of) if as_of and len(as_of) == 10 else as_of
        )
        assert row["Title"].startswith(sources[coded["source_id"]]["title"])
        assert row["Paragraph"] == (int(coded["paragraph"]) if coded["paragraph"] else None)
        assert (row["Address"] or "") == sources[coded["source_id"]]["url"]
        assert (row["Note"] or "") == coded["note"]
        assert (row["Giver"] or "") == coded.get("giver", "")
        assert row["Extent read"] == f"read {'whole' if extent == 'whole' else 'in part'}"
        assert row["Organization code"] == coded["organization_id"]
        assert row["Code"] == (coded.get("indicator") or coded.get("award") or coded["theme"])
        if "summary_en" in coded:
            assert row["Details"].endswith(coded["summary_en"])
    assert any(row["Giver"] for row in found)
    assert any(row["Value"] is None and row["Qualifier"] == "reported, no number given" for row in found)
    assert {type(row["Published on"]) for row in found} == {type(None), str, datetime.datetime}


def _numbered(stream: Any) -> list[tuple[int, dict[str, str]]]:
    """Rows with the line that each begins at."""
    reader, found, before = csv.reader(stream), [], 1
    header = next(reader)
    for row in reader:
        before += 1
        found.append((before, dict(zip(header, row, strict=True))))
        before = reader.line_num
    return found


def test_coverage_and_codes_are_those_of_what_is_shown(ranking: tuple[Page, Card]) -> None:
    """Of the indicators behind the card how many organizations report, of how many, and that every
    organization is in one state; codes explained.
    """
    page, card = ranking
    book = opened(workbook.xlsx(page, [card], provenance.evidence_places(page, card), LINK))
    *covered, every = [list(row) for row in book["Coverage"].iter_rows(values_only=True, min_row=2)]
    totals = {
        page.labels["indicators"][row.indicator]: row for row in queries.totals(page.release, page.filters)
    }
    assert [row[0] for row in covered] == [page.labels["indicators"]["members"]]
    for name, n, of_all, *states in covered:
        assert (n, of_all) == (
            totals[name].n_organizations_with_figure,
            totals[name].n_organizations_applicable,
        )
        assert states == [getattr(totals[name], f"n_{state}") for state in STATES]
        assert sum(states[:-1]) == of_all
    assert sum(every[3:]) == sum(
        getattr(queries.coverage(page.release, page.filters), f"n_{s}") for s in STATES
    )
    codes = {(row["List"], row["Code"]): row for row in table(book, "Codebook")}
    used = {row["Code"] for row in table(book, "Evidence")}
    assert used == {"members"}
    assert codes["Indicators", "members"]["Label"] == page.labels["indicators"]["members"]
    assert codes["Indicators", "members"]["Meaning"]
    assert {code for name, code in codes if name == "Indicators"} == {"members"}


def test_about_says_where_it_is_from(ranking: tuple[Page, Card]) -> None:
    """Release, selection in words, coverage, licence, citation and link; then the documents."""
    page, card = ranking
    places = provenance.evidence_places(page, card)
    said = list(
        opened(workbook.xlsx(page, [card], places, LINK))["About"].iter_rows(values_only=True, min_row=2)
    )
    about = dict(said)
    assert about["Release"] == page.release.name
    assert "CC BY 4.0" in about["Licence"]
    assert about["Link"] == LINK
    assert about["Link"] in about["How to cite"]
    assert "no filter" in about["Filters"]
    assert "organizations" in about[page.say("coverage")]
    assert (
        len([1 for label, _ in said if label == "Source document"])
        == len(provenance.documents_of(page, places))
        > 5
    )


def test_filters_are_said_in_words() -> None:
    """Names and not codes, in the reader's language; the years too."""
    page = of("membership", "vi", kinds=("association",), levels=("province",), years=(2015, 2020))
    said = provenance.describe_selection(page)
    assert said == "Địa giới: 34 tỉnh, thành mới · Loại tổ chức: Hội · Cấp: cấp tỉnh · Năm: 2015–2020"
    about = of("organization", "en", about="it-association-thanh-hoa", kinds=("union_of_associations",))
    assert provenance.describe_selection(about).endswith(
        f"Organization: {about.labels['organizations']['it-association-thanh-hoa']}"
    )


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_leaves_whole(name: str, language: str) -> None:
    """A sheet of data for each card and then the four others, in names that Excel takes; every card also as
    CSV and Parquet.
    """
    page = of(name, language)
    cards = [*opening.cards(page).values()]
    places = [place for card in cards for place in provenance.evidence_places(page, card)]
    book = opened(workbook.xlsx(page, cards, places, LINK))
    assert len(book.sheetnames) == len(cards) + 4
    assert all(len(sheet) <= 31 for sheet in book.sheetnames)
    assert book[page.say("sheet_evidence")].max_row == len(set(places)) + 1
    for card, sheet in zip(cards, book.sheetnames, strict=False):
        n_rows = len(card.table.rows) if card.table else bool(card.empty)
        assert book[sheet].max_row == n_rows + 1
        assert tables.card_csv(page, card).count(b"\r\n") >= n_rows + 1
        assert tables.card_parquet(page, card, provenance.metadata(page, card, LINK)).startswith(b"PAR1")


def test_a_card_with_nothing_still_says_where_it_is_from() -> None:
    page = of("membership", kinds=("club",))
    card = Card("series", "Over time", empty="Nobody reports two terms.")
    book = opened(workbook.xlsx(page, [card], provenance.evidence_places(page, card), LINK))
    assert [row[0].value for row in book["Data"].iter_rows()] == ["Over time", "Nobody reports two terms."]
    assert book["Evidence"].max_row == 1
    assert dict(book["About"].iter_rows(values_only=True))["Release"] == page.release.name


def test_what_a_card_names_as_its_evidence_is_its_evidence(ranking: tuple[Page, Card]) -> None:
    """And what its rows open, where it names none: of that organization and that indicator alone."""
    page, _ = ranking
    card = Card(
        "ranking",
        "T",
        table=Table(
            [Column("a", "a")], [Row("x", ["x"], "members~it-association-thanh-hoa"), Row("y", ["y"])]
        ),
    )
    found = list(provenance.coded_rows(page, provenance.evidence_places(page, card)))
    assert {(row.organization_id, row.code) for row in found} == {("it-association-thanh-hoa", "members")}
    named = replace(card, sources=Evidence({}, ("observations.csv:7",)))
    assert provenance.evidence_places(page, named) == ("observations.csv:7",)
    totals = provenance.evidence_places(page, replace(card, places_of=headline_places))
    assert {row.code for row in provenance.coded_rows(page, totals)} >= {"members", "branches"}
    # How members changed has the figures of the term before behind it too, which are behind no total.
    changed = set(queries.change_between(page.release, page.filters, "known", "members", -1, 0).evidence)
    assert changed - set(provenance.evidence_places(page, replace(card, places_of=total_places)))
    assert changed <= set(totals)


def test_a_package_describes_its_csv_file(ranking: tuple[Page, Card], tmp_path: Path) -> None:
    """The stock library reads the file by its descriptor: numbers as numbers, no error; release, licence and
    link stand in it.
    """
    page, card = ranking
    name = provenance.file_name(page, card, "csv")
    packed = provenance.package(page, card, LINK)
    assert packed == provenance.package(page, card, LINK)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert sorted(archive.namelist()) == sorted(["datapackage.json", name])
        archive.extractall(tmp_path)
    assert (tmp_path / name).read_bytes() == tables.card_csv(page, card)
    known = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert (known["version"], known["homepage"], known["licenses"][0]["name"]) == (
        page.release.name,
        LINK,
        "CC-BY-4.0",
    )
    assert known["sources"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        package = frictionless.Package(tmp_path / "datapackage.json")
        report = package.validate()
        assert report.valid, report.flatten(["type", "note"])
        read = package.get_resource("data").read_rows()
    assert card.table
    figures = [row.cells[2] for row in card.table.rows]
    assert [float(row.to_list()[2]) for row in read] == [
        cell.value for cell in figures if isinstance(cell, Quantity)
    ]


def test_a_file_is_called_by_what_it_is_of(ranking: tuple[Page, Card]) -> None:
    page, card = ranking
    date = queries.facts(page.release).built_at.date().isoformat()
    assert provenance.file_name(page, card, "xlsx") == f"membership-ranking-{date}-{page.release.name}.xlsx"
    assert provenance.file_name(page, None, "xlsx") == f"membership-{date}-{page.release.name}.xlsx"
    assert "/" not in provenance.file_name(page, replace(card, name="../x"), "csv")
