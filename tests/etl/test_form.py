"""Defects of form: refused at the exact line, or loaded as written where the form is legal.

Files of three unlike tables with every defect, those of all tables with what depends on their columns.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from etl import encodings, schema
from etl.problems import Problem
from tests.etl.folder import SHIPPED, DataFolder, resource
from tests.etl.legacy import legacy
from tests.etl.made_up import load_table

CONTRACT = schema.load(SHIPPED)
CONTRACT = replace(CONTRACT, tables=tuple(replace(table, paths=table.paths[:1]) for table in CONTRACT.tables))
# Vietnamese as reports hold it, enough of it to recognise an encoding by.
TEXT = (
    "Chất lượng hoạt động của Hội chưa đồng đều, việc phối hợp giữa các đơn vị còn hạn chế; "
    "kinh phí không ổn định."
)


@dataclass
class Sheet:
    """One file as text, with the means to break it."""

    table: schema.Table
    lines: list[str]

    @property
    def width(self) -> int:
        return len(self.table.columns)

    def content(self) -> bytes:
        return ("\n".join(self.lines) + "\n").encode()

    def row(self, cell: str, column: str | None = None) -> str:
        """Returns a row with one cell in place; of the others those that must be filled hold x."""
        at = self.table.columns.index(column or self.table.columns[-1])
        return ",".join(cell if n == at else "x" for n in range(self.width))


def sheet(table: schema.Table) -> Sheet:
    return Sheet(table, (SHIPPED / table.paths[0]).read_text(encoding="utf-8").splitlines())


def examine(directory: Path, table: schema.Table) -> tuple[list[tuple[object, ...]], list[Problem]]:
    """Returns the rows that were loaded, each with its line, and the problems."""
    return load_table(schema.Contract(directory, {"vi": "", "en": ""}, "", (table,)), table)


def loaded_from(
    tmp_path: Path, table: schema.Table, content: bytes
) -> tuple[list[tuple[object, ...]], list[Problem]]:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / table.paths[0]).write_bytes(content)
    return examine(tmp_path / "data", table)


def sound_rows(table: schema.Table) -> list[tuple[object, ...]]:
    return _sound_rows(table.name)


@cache
def _sound_rows(name: str) -> list[tuple[object, ...]]:
    rows, problems = examine(SHIPPED, CONTRACT.table(name))
    assert problems == []
    return rows


# One with every type of column, one of long texts, and one whose file is a header alone.
UNLIKE = ("observations", "limitations", "successions")
EVERYWHERE = {
    "column missing",
    "semicolons",
    "row too short",
    "no-break space",
    "Cyrillic letter in a code",
    "CRLF",
}

every_table = pytest.mark.parametrize("table", CONTRACT.tables, ids=lambda t: t.name)
unlike_tables = pytest.mark.parametrize("table", [*map(CONTRACT.table, UNLIKE)], ids=lambda t: t.name)


def cases(kinds: Iterable[str]) -> pytest.MarkDecorator:
    """Every kind on the unlike tables, and on all tables those that are tried everywhere."""
    pairs = [(t, kind) for kind in kinds for t in CONTRACT.tables if kind in EVERYWHERE or t.name in UNLIKE]
    return pytest.mark.parametrize(("table", "kind"), pairs, ids=[f"{t.name}-{kind}" for t, kind in pairs])


def text_column(s: Sheet) -> str:
    """Returns a column of free text, where there is one, else one of codes."""
    return next(
        (f.name for f in s.table.fields if f.type == "string" and not f.pattern and not f.enum),
        s.table.columns[0],
    )


def code_column(s: Sheet) -> str:
    return next(
        f.name
        for f in s.table.fields
        if f.type == "string" and (f.pattern or f.enum) and not f.is_partial_date
    )


Breaking = Callable[[Sheet], tuple[bytes, int, str]]

# Each returns the broken file, the line that must be named and words that the message must hold. Nothing of
# the file is loaded.
REFUSED: dict[str, Breaking] = {
    "utf-16 with mark": lambda s: (s.content().decode().encode("utf-16"), 1, "UTF-16"),
    "utf-16 little-endian": lambda s: (s.content().decode().encode("utf-16-le"), 1, "UTF-16"),
    "utf-16 big-endian": lambda s: (s.content().decode().encode("utf-16-be"), 1, "UTF-16"),
    "windows-1258": lambda s: (
        s.content() + legacy("windows-1258", s.row(f'"{TEXT}"')),
        len(s.lines) + 1,
        "Windows-1258",
    ),
    "windows-1252": lambda s: (
        s.content() + s.row("Nguyên nhân là cán bộ và hội phí còn ít").encode("cp1252", errors="replace"),
        len(s.lines) + 1,
        "Windows-1252 or Windows-1258",
    ),
    "tcvn3": lambda s: (s.content() + legacy("tcvn3", s.row(f'"{TEXT}"')), len(s.lines) + 1, "TCVN3"),
    "vni": lambda s: (s.content() + legacy("vni", s.row(f'"{TEXT}"')), len(s.lines) + 1, "VNI"),
    "another encoding": lambda s: (
        s.content() + "Отчёт за срок".encode("koi8-r"),
        len(s.lines) + 1,
        "encoding is not recognised",
    ),
    "half a character at the end": lambda s: (
        s.content() + s.row("x").encode() + b"\xc3",
        len(s.lines) + 1,
        "not UTF-8",
    ),
    "NUL": lambda s: (s.content() + s.row("a\0b").encode(), len(s.lines) + 1, "NUL"),
    "nothing but NULs": lambda s: (b"\0" * 5000, 1, "not the header row"),
    "semicolons": lambda s: (s.content().replace(b",", b";"), 1, "semicolons"),
    "tabs": lambda s: (s.content().replace(b",", b"\t"), 1, "tabs"),
    "preamble": lambda s: (b"Bang so lieu\n\n" + s.content(), 3, "delete the 2 lines above"),
    "no header": lambda s: (
        ("\n".join(s.lines[1:] or [s.row("y")]) + "\n").encode(),
        1,
        "is not the header row; expected: ",
    ),
    "header of another file": lambda s: (b"one,two,three\n" + s.content(), 2, "delete the 1 line above"),
    "column missing": lambda s: (renamed(s, lambda c: c[:-1]), 1, f"column {s.table.columns[-1]} is missing"),
    "column too many": lambda s: (
        renamed(s, lambda c: [*c, "zzz"]),
        1,
        'column "zzz" is not in the contract',
    ),
    "column misspelt": lambda s: (
        renamed(s, lambda c: [misspelt(c[0]), *c[1:]]),
        1,
        f"is misspelt; write {s.table.columns[0]}",
    ),
    "column twice": lambda s: (
        renamed(s, lambda c: [*c, c[0]]),
        1,
        f"column {s.table.columns[0]} appears twice",
    ),
    "columns in another order": lambda s: (renamed(s, lambda c: c[::-1]), 1, "another order"),
    "lines end in CR": lambda s: ((s.content() + s.row("x").encode()).replace(b"\n", b"\r"), 1, "CR alone"),
    "empty": lambda s: (b"", 0, "is empty; a file without rows still has its header row"),
}


def misspelt(column: str) -> str:
    return column[:-1] if len(column) > 2 else f"{column}s"


def renamed(s: Sheet, change: Callable[[list[str]], list[str]]) -> bytes:
    return "\n".join([",".join(change(s.table.columns)), *s.lines[1:], ""]).encode()


@cases(REFUSED)
def test_a_file_in_a_wrong_form_is_refused_whole(tmp_path: Path, table: schema.Table, kind: str) -> None:
    content, line, words = REFUSED[kind](sheet(table))
    rows, problems = loaded_from(tmp_path, table, content)
    assert rows == []
    assert (problems[0].file, problems[0].line) == (f"data/{table.paths[0]}", line)
    assert any(words in p.message for p in problems), problems


# Each returns a line to add, the words of its message, and the column where one is named. The other rows load
# as they are.
ADDED: dict[str, Callable[[Sheet], tuple[str, str, str]]] = {
    "second header": lambda s: (",".join(s.table.columns), "the header row is repeated here", ""),
    "footnote": lambda s: ("Nguon: bao cao nhiem ky", "is not a row: one cell where", ""),
    "row too short": lambda s: (
        ",".join("x" * (s.width - 1)),
        f"the row has {s.width - 1} cells, expected {s.width}",
        "",
    ),
    "row too long": lambda s: (
        ",".join("x" * (s.width + 1)),
        f"the row has {s.width + 1} cells, expected {s.width}; a comma inside",
        "",
    ),
    "comma too many": lambda s: (
        f"{s.row('x')},",
        f"the row has {s.width + 1} cells, expected {s.width}",
        "",
    ),
    "quote left open": lambda s: (
        s.row('"x', s.table.columns[0]),
        "a quote opened on this line is not closed",
        "",
    ),
    "stray quote": lambda s: (s.row('x"y'), "there is a quote inside a cell", ""),
    "text after a quote": lambda s: (s.row('"x"y'), "there is a quote inside a cell", ""),
    "empty row": lambda s: ("," * (s.width - 1), "the row is empty; delete the line", ""),
    "no-break space": lambda s: (
        s.row("a\u00a0b", text_column(s)),
        "U+00A0 (no-break space) at character 2",
        text_column(s),
    ),
    "zero-width space": lambda s: (
        s.row("a\u200bb", text_column(s)),
        "U+200B (zero width space) at character 2",
        text_column(s),
    ),
    "byte order mark inside": lambda s: (s.row("\ufeffab", text_column(s)), "U+FEFF", text_column(s)),
    "right-to-left override": lambda s: (
        s.row("a\u202eb", text_column(s)),
        "U+202E (right-to-left override)",
        text_column(s),
    ),
    "CR inside quotes": lambda s: (s.row('"a\rb"'), "there is a CR without an LF after it", ""),
    "CR inside": lambda s: (s.row("a\rb"), "there is a CR without an LF after it", ""),
    "CR at the end": lambda s: (f"{s.row('x')}\r\r", "there is a CR without an LF after it", ""),
    "tab": lambda s: (s.row("a\tb", text_column(s)), "U+0009", text_column(s)),
    "space at the end": lambda s: (
        s.row("ab ", text_column(s)),
        "begins or ends with a space",
        text_column(s),
    ),
    "decomposed": lambda s: (
        s.row("Hội".replace("ộ", "o\u0323\u0302"), text_column(s)),
        "decomposed Unicode",
        text_column(s),
    ),
    "Cyrillic letter in a code": lambda s: (s.row("long-\u0430n", code_column(s)), "", code_column(s)),
    "Greek letter in a code": lambda s: (s.row("long-\u03bfn", code_column(s)), "", code_column(s)),
    "full-width letter in a code": lambda s: (s.row("long-\uff41n", code_column(s)), "", code_column(s)),
}


@cases(ADDED)
@pytest.mark.parametrize("at_end", [False, True], ids=["first", "last"])
def test_a_broken_row_is_named_at_its_line_and_shifts_no_other(
    tmp_path: Path, table: schema.Table, kind: str, at_end: bool
) -> None:
    whole = sheet(table)
    before = sound_rows(table)
    text, words, column = ADDED[kind](whole)
    at = len(whole.lines) if at_end else 1
    whole.lines.insert(at, text)
    rows, problems = loaded_from(tmp_path, table, whole.content())
    named = [
        p for p in problems if p.line == at + 1 and words in p.message and (not column or p.column == column)
    ]
    assert named, problems
    assert {p.line for p in problems} == {at + 1}
    shift = 0 if at_end else 1
    others = [row for row in rows if row[-1] != at + 1]
    assert others == [(*row[:-1], row[-1] + shift) for row in before]
    if not column:
        assert len(rows) == len(before)


@unlike_tables
@pytest.mark.parametrize("before", ["", "\r\n"], ids=["row", "blank line"])
def test_a_cr_that_ends_a_file_is_no_line_end(tmp_path: Path, table: schema.Table, before: str) -> None:
    whole = sheet(table)
    content = "\r\n".join(whole.lines) + before + "\r"
    _, (problem,) = loaded_from(tmp_path, table, content.encode())
    assert problem.message.startswith("there is a CR without an LF after it; a line ends in LF or CRLF")
    assert problem.line == len(whole.lines) + bool(before)


@every_table
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_header_of_titles_is_recognised_as_one(tmp_path: Path, table: schema.Table, language: str) -> None:
    titles = [f'"{field.titles[language]}"' for field in table.fields]
    _, (problem,) = loaded_from(tmp_path, table, renamed(sheet(table), lambda _: titles))
    assert problem.line == 1
    assert problem.message == (
        f"has the titles of the columns where their names belong; write {','.join(table.columns)}"
    )


def zipped(*names: str, content: bytes = b"x") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, content)
    return stream.getvalue()


SHEET = b"application/vnd.oasis.opendocument.spreadsheet"
OTHER_FORMATS = {
    "xlsx": (zipped("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"), "is an Excel workbook"),
    "xlsx of openpyxl": (zipped("docProps/app.xml", "xl/theme/theme1.xml"), "is an Excel workbook"),
    "large first part": (zipped("[Content_Types].xml", content=b"x" * 99999), "is an Excel or Word file"),
    "docx": (zipped("[Content_Types].xml", "word/document.xml"), "is a Word document"),
    "pptx": (zipped("[Content_Types].xml", "ppt/presentation.xml"), "is a PowerPoint file"),
    "ods": (zipped("mimetype", content=SHEET), "is an OpenDocument spreadsheet"),
    "odt": (zipped("mimetype", content=SHEET.replace(b"spreadsheet", b"text")), "is an OpenDocument text"),
    "zip": (zipped("observations.csv", content=b"organization_id,term"), "is a ZIP archive"),
    "empty zip": (zipped(), "is a ZIP archive"),
    "gzip": (gzip.compress(b"organization_id,term"), "is a gzip archive"),
    "7z": (b"7z\xbc\xaf\x27\x1c\0\4", "is a 7z archive"),
    "pdf": (b"%PDF-1.7\r%\xe2\xe3\xcf\xd3\r", "is a PDF document"),
    "rtf": (b"{\\rtf1\\ansi", "is an RTF document"),
    "xls": (encodings._OLE + b"\0" * 900 + "Workbook".encode("utf-16-le"), "is an Excel 97-2003 workbook"),
    "doc": (encodings._OLE + "WordDocument".encode("utf-16-le"), "is a Word 97-2003 document"),
    "ole": (encodings._OLE + b"\0" * 900, "is an old Excel or Word file"),
    "html": (b"\xef\xbb\xbf<html><table><tr><td>1</td></tr>", "is a web page or XML"),
    "xml sheet": (b'<?xml version="1.0"?>\r<Workbook/>', "is a web page or XML"),
}


@pytest.mark.parametrize("kind", OTHER_FORMATS)
@pytest.mark.parametrize("ending", [".csv", ".txt"])
def test_a_file_of_another_format_is_called_what_it_is(tmp_path: Path, kind: str, ending: str) -> None:
    content, words = OTHER_FORMATS[kind]
    path = f"observations{ending}"
    (tmp_path / path).write_bytes(content)
    rows, (problem,) = examine(tmp_path, replace(CONTRACT.table("observations"), paths=(path,)))
    assert rows == []
    assert problem.line == 0
    assert problem.message.startswith(words)
    assert "CSV" in problem.message


@every_table
def test_every_column_refuses_what_its_contract_does(tmp_path: Path, table: schema.Table) -> None:
    """A row of cells that are neither code nor number nor date, and one with a single cell."""
    package = json.loads((SHIPPED / schema.CONTRACT).read_text(encoding="utf-8"))
    fields = resource(package, table.name)["schema"]["fields"]
    rules = {field["name"]: field.get("constraints", {}) for field in fields}
    unsound = {
        field["name"]
        for field in fields
        if field["type"] != "string"
        or "enum" in rules[field["name"]]
        or field.get("format") == "uri"
        or not re.search(rules[field["name"]].get("pattern", ""), "~?")
    }
    required = {name for name, rule in rules.items() if rule.get("required")}
    given = next((name for name in rules if name not in required), table.columns[0])
    lines = [",".join(table.columns), ",".join("~?" for _ in fields)]
    lines.append(",".join("~?" if name == given else "" for name in table.columns))
    _, problems = loaded_from(tmp_path, table, "\n".join(lines).encode())
    assert {p.column for p in problems if p.line == 2} == unsound
    assert {p.column for p in problems if p.line == 3} == (required - {given}) | (unsound & {given})


LEGAL: dict[str, Callable[[Sheet], bytes]] = {
    "byte order mark": lambda s: b"\xef\xbb\xbf" + s.content(),
    "CRLF": lambda s: s.content().replace(b"\n", b"\r\n"),
    "byte order mark and CRLF": lambda s: b"\xef\xbb\xbf" + s.content().replace(b"\n", b"\r\n"),
    "no last line end": lambda s: s.content().removesuffix(b"\n"),
    "blank lines at the end": lambda s: s.content() + b"\n\n",
    "header in quotes": lambda s: (
        "\n".join([",".join(f'"{c}"' for c in s.table.columns), *s.lines[1:], ""])
    ).encode(),
}


@cases(LEGAL)
def test_a_legal_form_loads_the_same_rows(tmp_path: Path, table: schema.Table, kind: str) -> None:
    rows, problems = loaded_from(tmp_path, table, LEGAL[kind](sheet(table)))
    assert problems == []
    assert rows == sound_rows(table)


@unlike_tables
@pytest.mark.parametrize("end", ["\n", "\r\n", ""], ids=["LF", "CRLF", "none"])
def test_a_header_alone_is_a_file_without_rows(tmp_path: Path, table: schema.Table, end: str) -> None:
    assert loaded_from(tmp_path, table, f"{','.join(table.columns)}{end}".encode()) == ([], [])


@every_table
def test_a_line_break_in_quotes_is_legal_and_keeps_lines_right(tmp_path: Path, table: schema.Table) -> None:
    whole = sheet(table)
    whole.lines.insert(1, whole.row('"x\ny"'))
    whole.lines.append("x")
    _, problems = loaded_from(tmp_path, table, whole.content())
    assert {p.line for p in problems} == {2, len(whole.lines) + 1}


def no_file(path: Path) -> None:
    pass


def symlink_out(path: Path) -> None:
    outside = path.parent.parent / "outside.csv"
    outside.write_bytes((SHIPPED / path.name).read_bytes())
    path.symlink_to(outside)


PATHS: dict[str, tuple[Callable[[Path], None], str]] = {
    "missing": (no_file, "is missing; the contract names it"),
    "folder": (lambda path: path.mkdir(), "is not a file; it is a folder"),
    "pipe": (lambda path: os.mkfifo(path), "is not a file"),
    "link out of the folder": (symlink_out, "lies outside the data folder"),
    "link to nothing": (lambda path: path.symlink_to(path.parent / "nothing.csv"), "is missing"),
    "link to itself": (lambda path: path.symlink_to(path), "cannot be read"),
}


@unlike_tables
@pytest.mark.parametrize("kind", PATHS)
def test_a_path_that_is_no_file_is_named(tmp_path: Path, table: schema.Table, kind: str) -> None:
    make, words = PATHS[kind]
    (tmp_path / "data").mkdir()
    make(tmp_path / "data" / table.paths[0])
    rows, (problem,) = examine(tmp_path / "data", table)
    assert rows == []
    assert (problem.file, problem.line) == (f"data/{table.paths[0]}", 0)
    assert words in problem.message
    assert str(tmp_path) not in problem.message


@pytest.mark.parametrize(
    "error",
    [PermissionError(13, "Permission denied"), OSError(5, "Input/output error")],
    ids=["forbidden", "failing disk"],
)
def test_a_file_that_cannot_be_read_is_named(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    opened = Path.open

    def refuse(self: Path, *arguments: object, **options: object) -> object:
        if self.name == "lessons.csv":
            raise error
        return opened(self, *arguments, **options)

    monkeypatch.setattr(Path, "open", refuse)
    (problem,) = folder.problems()
    assert str(problem) == f"data/lessons.csv: cannot be read: {error.strerror}"


def test_a_link_inside_the_folder_is_followed(folder: DataFolder) -> None:
    (folder.path / ".kept").mkdir()
    (folder.path / "lessons.csv").rename(folder.path / ".kept" / "lessons.csv")
    (folder.path / "lessons.csv").symlink_to(folder.path / ".kept" / "lessons.csv")
    assert folder.problems() == []


def test_a_huge_file_of_nothing_is_named_at_the_line_where_it_starts(folder: DataFolder) -> None:
    path = folder.path / "lessons.csv"
    path.write_bytes(path.read_bytes().split(b"\n")[0] + b"\n")
    os.truncate(path, 2 << 30)
    (problem,) = folder.problems()
    assert (problem.file, problem.line) == ("data/lessons.csv", 2)
    assert "NUL" in problem.message


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_text_typed_for_a_legacy_font_is_recognised_in_sound_utf_8(folder: DataFolder, encoding: str) -> None:
    line = folder.line_of("lessons", organization_id="it-association-long-an")
    lines = folder.lines("lessons")
    at = lines[0].index("summary_vi")
    shown = legacy(encoding, TEXT.lower()).decode("latin-1")
    folder.write("lessons", [lines[0], *([*row[:at], shown, *row[at + 1 :]] for row in lines[1:])])
    assert line
    (problem,) = [p for p in folder.problems() if p.file == "data/lessons.csv"]
    assert "typed for a" in problem.message
    assert encoding.upper() in problem.message


def test_what_a_refused_file_would_have_answered_is_not_reported_as_missing(folder: DataFolder) -> None:
    (folder.path / "organizations.csv").write_bytes(b"")
    (problem,) = folder.problems()
    assert problem.file == "data/organizations.csv"


def test_a_folder_with_an_equals_sign_or_pattern_in_its_name_is_read(folder: DataFolder) -> None:
    odd = folder.path.parent / "year=2025 [x]*" / "data's"
    odd.parent.mkdir()
    folder.path.rename(odd)
    assert DataFolder(odd).problems() == []
    assert DataFolder(odd).ask_release("SELECT count(*) > 0 AS has_rows FROM core.provinces") == [
        {"has_rows": True}
    ]
