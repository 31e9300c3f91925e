"""Files of cards as LibreOffice reads them: the same numbers and words, nothing runs, Vietnamese is
Vietnamese.
"""

from __future__ import annotations

import csv
import datetime
import os
import shutil
import subprocess
import warnings
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from dashboard.files import provenance, spreadsheet, tables, workbook
from dashboard.files.spreadsheet import Sheet
from dashboard.model.card import Quantity
from dashboard.model.page import Page
from tests import opening
from tests.unit.test_export import RUN

AT = datetime.datetime(2026, 11, 3)
LINK = "https://example.org/membership?v=1&lang=vi"
# Comma, quote, UTF-8, from line 1; on the way out each cell as it is, not as it is shown, and every sheet; on
# the way in formulas are evaluated.
OUT = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
IN = "CSV:44,34,76,1,,0,false,true,false,false,false,0,true"
AT_SEMICOLONS = IN.replace("44", "59", 1)
Convert = Callable[..., Path]

pytestmark = pytest.mark.libreoffice


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Has LibreOffice open a file and save it in another form. Where there is none: a failure under CI or
    REQUIRE_LIBREOFFICE, else passed over.
    """
    office = shutil.which("soffice")
    if office is None:
        if os.environ.get("CI") or os.environ.get("REQUIRE_LIBREOFFICE"):
            pytest.fail("no LibreOffice found, and one is required here; install libreoffice-calc-nogui")
        warnings.warn("no LibreOffice found: files are not read back with it", stacklevel=1)
        pytest.skip("no LibreOffice found")
    own = tmp_path_factory.mktemp("profile").as_uri()

    def converting(path: Path, form: str, *more: str) -> Path:
        to = path.parent / "converted"
        command = [
            office,
            f"-env:UserInstallation={own}",
            "--headless",
            *more,
            "--convert-to",
            form,
            "--outdir",
            str(to),
            str(path),
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
        assert done.returncode == 0, done.stderr
        return to

    return converting


@pytest.fixture(scope="module")
def page() -> Page:
    return opening.page("membership")


def lines(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def test_an_excel_file_of_a_card(convert: Convert, page: Page, tmp_path: Path) -> None:
    """Every sheet is there; the figures of the card are the numbers of the first."""
    card = opening.cards(page)["ranking"]
    assert card.table
    (tmp_path / "a.xlsx").write_bytes(
        workbook.xlsx(page, [card], provenance.evidence_places(page, card), LINK)
    )
    sheets = {
        path.stem.removeprefix("a-"): lines(path) for path in convert(tmp_path / "a.xlsx", OUT).glob("*.csv")
    }
    assert set(sheets) == {
        page.say(f"sheet_{name}") for name in ("data", "evidence", "coverage", "codebook", "about")
    }
    header, *rows = sheets[page.say("sheet_data")]
    assert header[:3] == [column.label for column in card.table.columns[:3]]
    figures = [row.cells[2].value for row in card.table.rows if isinstance(row.cells[2], Quantity)]
    assert [float(row[2]) for row in rows if row[2]] == figures
    assert [row[0] for row in rows] == [row.cells[0] for row in card.table.rows]
    assert LINK in dict(row[:2] for row in sheets[page.say("sheet_about")]).values()


def test_a_csv_file_of_a_card(convert: Convert, page: Page, tmp_path: Path) -> None:
    """Numbers are numbers and words are words when it is opened."""
    card = opening.cards(page)["ranking"]
    assert card.table
    (tmp_path / "a.csv").write_bytes(tables.card_csv(page, card))
    sheet = openpyxl.load_workbook(
        convert(tmp_path / "a.csv", "xlsx", f"--infilter={IN}") / "a.xlsx"
    ).worksheets[0]
    figures = [row.cells[2].value for row in card.table.rows if isinstance(row.cells[2], Quantity)]
    assert [row[2] for row in sheet.iter_rows(min_row=2, values_only=True) if row[2] is not None] == figures
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        row.cells[0] for row in card.table.rows
    ]


def test_nothing_runs(convert: Convert, tmp_path: Path) -> None:
    """What would be a formula is text in either file, and numbers below zero are numbers."""
    (tmp_path / "a.csv").write_bytes(
        b"".join(tables.csv_chunks(["text", "number"], ([text, "-5"] for text in RUN)))
    )
    with (tmp_path / "b.xlsx").open("wb") as stream:
        spreadsheet.write(
            stream, [Sheet("Data", ["text", "number"], [[text, -5] for text in RUN])], {}, AT, "vi"
        )
    for path, more in ((tmp_path / "a.csv", [f"--infilter={IN}"]), (tmp_path / "b.xlsx", [])):
        sheet = openpyxl.load_workbook(convert(path, "xlsx", *more) / f"{path.stem}.xlsx").worksheets[0]
        rows = list(sheet.iter_rows(min_row=2))
        assert len(rows) >= len(RUN)
        assert {cell.data_type for row in rows for cell in row} <= {"s", "n"}
        assert sum(row[1].value == -5 for row in rows) == len(RUN)


def test_nothing_runs_where_lines_are_split_at_semicolons(convert: Convert, tmp_path: Path) -> None:
    """As Excel splits them in a country that writes 4,5."""
    texts = [f"x;{text}" for text in RUN] + [f'"x", y;{text}' for text in RUN]
    (tmp_path / "a.csv").write_bytes(tables.csv_bytes(["name", "text"], [["Hội", text] for text in texts]))
    sheet = openpyxl.load_workbook(
        convert(tmp_path / "a.csv", "xlsx", f"--infilter={AT_SEMICOLONS}") / "a.xlsx"
    ).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) > 1.5 * len(texts)
    assert {cell.data_type for cell in cells} <= {"s", "n"}


@pytest.mark.parametrize(
    ("written", "way_in", "cell"), [("text\n=1+1\n", IN, "A2"), ("a,b\nc,x;=1+1\n", AT_SEMICOLONS, "B2")]
)
def test_what_would_run_unguarded_does(
    convert: Convert, tmp_path: Path, written: str, way_in: str, cell: str
) -> None:
    """The ways in evaluate formulas: else the tests above could not fail."""
    (tmp_path / "a.csv").write_text(written, encoding="utf-8")
    sheet = openpyxl.load_workbook(
        convert(tmp_path / "a.csv", "xlsx", f"--infilter={way_in}") / "a.xlsx"
    ).worksheets[0]
    assert sheet[cell].data_type == "f"
