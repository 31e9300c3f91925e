"""The gate: every rule of the contract and of the codebook over the rows, all problems in one run.

Checks run as SQL over whole tables; only cells and rows that break a rule are read one by one. Fixes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from etl import cells, letters, read, spreadsheet
from etl.problems import DataError, Problem, suggestion
from etl.schema import CONTRACT, Contract, Field, ForeignKey, Table, literal

CHECKS = Path(__file__).parent / "sql" / "checks"
QUESTIONS = Path(__file__).parent / "sql" / "questions"
# What a note has in it that answers the questions about its row, and what every question says of that.
ANSWER = r"(?i)(^|\W)(checked|đã kiểm tra):"
WAY_TO_ANSWER = " If it is right, write “checked:” and why in its note"
RAW = read.RAW
LABELS = ("label_", "name_", "short_", "unit_")  # columns of a list that say what its codes are called
MAX_FOUND_PER_RULE = 10_000
MIN_FOR_FILE = 5  # fewer rows with one fault are named one by one

Row = tuple[Any, ...]

_CORE = re.compile(r"\bcore\.(\w+)")


def validate(
    connection: duckdb.DuckDBPyConnection, contract: Contract
) -> tuple[list[read.CsvFile], list[Problem]]:
    """Load the rows of every file into `core` of the current database; returns the files and all problems.

    A cell that breaks the contract is empty in `core`. What only follows from another problem is not
    reported: the rules of the codebook skip a row that breaks the contract, and nothing is looked up in a
    table that lacks rows.
    """
    files: list[read.CsvFile] = []
    problems: list[Problem] = list(contract.lost)
    tables_with_lost_rows, unreadable_tables = set[str](), set[str]()
    for table in contract.tables:
        loaded, found = load(connection, contract, table)
        files += loaded
        problems += found
        if any(problem.rule in read.FORM_RULES for problem in found):
            tables_with_lost_rows.add(table.name)
        if any(file.rows is None for file in loaded):
            unreadable_tables.add(table.name)
    problems = list(_with_codes(connection, contract, problems))
    faulty = {(p.file, p.line) for p in problems}
    for table in contract.tables:
        problems += [p for key in table.keys for p in _check_key(connection, contract, table, key, faulty)]
        problems += [
            p
            for key in table.foreign_keys
            if key.table not in tables_with_lost_rows
            for p in _check_reference(connection, contract, table, key)
        ]
    problems += [
        p
        for p in _check_codebook(connection, contract, CHECKS, unreadable_tables)
        if (p.file, p.line) not in faulty
    ]
    return files, sorted(problems)


def questions(
    connection: duckdb.DuckDBPyConnection, contract: Contract, problems: list[Problem]
) -> list[Problem]:
    """The open questions about the rows in `core`: what may be right and seldom is.

    Rows with problems are asked nothing, and none is while rows are missing: what is odd may come of that.
    """
    if any(problem.rule in read.FORM_RULES for problem in problems):
        return []
    faulty = {(p.file, p.line) for p in problems}
    asked = _check_codebook(connection, contract, QUESTIONS, set())
    return sorted(p for p in asked if (p.file, p.line) not in faulty)


def load(
    connection: duckdb.DuckDBPyConnection, contract: Contract, table: Table
) -> tuple[list[read.CsvFile], list[Problem]]:
    """Create core.<table>: typed rows with file and line, unsound cells empty; its files and problems."""
    connection.execute("CREATE SCHEMA IF NOT EXISTS core")
    files, problems = read.stage(connection, contract, table)
    # The first rule is quick, and nearly always enough.
    if not _create_sound(connection, table, only_plain_letters=True):
        changed, places = _check_letters(connection, contract, table, files)
        problems += changed
        if not _create_sound(connection, table):
            found = _check_cells(connection, contract, table)
            others = [p for p in found if (p.file, p.line, p.column) not in places]
            problems += spreadsheet.folded(others, table.fields)
            _create_with_gaps(connection, table)
    read.forget(connection, table, files)
    return files, problems


def _create_sound(
    connection: duckdb.DuckDBPyConnection, table: Table, only_plain_letters: bool = False
) -> bool:
    """Create core.<table>, the staged rows with types; False, nothing created, where any cell is unsound."""
    typed = ", ".join(f'{_typed(f)} AS "{f.name}"' for f in table.fields)
    all_sound = cells.all_sound(table.fields, only_plain_letters)
    try:
        connection.execute(
            f"""CREATE TABLE core."{table.name}" AS SELECT {typed}, _file, _line FROM {RAW}."{table.name}"
                WHERE CASE WHEN {all_sound} AND ({_is_no_row(table)}) IS NOT TRUE THEN true
                           ELSE error('unsound') END"""
        )
    except duckdb.InvalidInputException:
        return False
    return True


def _create_with_gaps(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Create core.<table> with unsound cells empty."""
    typed = ", ".join(f'CASE WHEN {cells.sound(f)} THEN {_typed(f)} END AS "{f.name}"' for f in table.fields)
    connection.execute(
        f"""CREATE TABLE core."{table.name}" AS SELECT {typed}, _file, _line FROM {RAW}."{table.name}"
            WHERE ({_is_no_row(table)}) IS NOT TRUE"""
    )


def _typed(field: Field) -> str:
    return f'"{field.name}"' if field.type == "string" else f'try_cast("{field.name}" AS {field.sql_type})'


def _is_header(table: Table) -> str:
    return " AND ".join(f"\"{c}\" = '{c}'" for c in table.columns[:2])


def _is_no_row(table: Table) -> str:
    columns = ", ".join(f'"{c}"' for c in table.columns)
    return f"({_is_header(table)}) OR coalesce({columns}) IS NULL"


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    return connection.execute(f"{query} LIMIT {MAX_FOUND_PER_RULE}").fetchall()


def _check_cells(
    connection: duckdb.DuckDBPyConnection, contract: Contract, table: Table
) -> Iterator[Problem]:
    source, no_row = f'{RAW}."{table.name}"', _is_no_row(table)
    for file, line, is_header in _rows(
        connection, f"SELECT _file, _line, ({_is_header(table)}) IS TRUE FROM {source} WHERE {no_row}"
    ):
        message = (
            "the header row is repeated here; delete the line"
            if is_header
            else "the row is empty; delete the line"
        )
        yield Problem(contract.shown(file), line, "", None, message, "row")
    for field in table.fields:
        unsound = f"""SELECT _file, _line, "{field.name}", {cells.as_code(field)} FROM {source}
            WHERE NOT {cells.sound(field)} AND ({no_row}) IS NOT TRUE"""
        for file, line, value, code in _rows(connection, unsound):
            message = cells.explain(field, value, code)
            yield Problem(contract.shown(file), line, field.name, value, message, "contract")


def _check_letters(
    connection: duckdb.DuckDBPyConnection, contract: Contract, table: Table, files: list[read.CsvFile]
) -> tuple[list[Problem], set[tuple[str, int, str]]]:
    """Texts whose letters are not those that were typed: a problem for each cell, or for the file where half
    its rows hold one; and the places of all such cells."""
    problems: list[Problem] = []
    places = set[tuple[str, int, str]]()
    texts = [field for field in table.fields if cells.is_text(field)]
    if not texts:
        return problems, places
    columns = ", ".join(f'"{field.name}"' for field in texts)
    rows = _rows(
        connection,
        f"""SELECT _file, _line, {columns} FROM {RAW}."{table.name}"
            WHERE regexp_matches(concat_ws(' ', {columns}), {literal(letters.SUSPECT)})""",
    )
    for file in files:
        suspects = [
            (line, field.name, value)
            for path, line, *values in rows
            if path == file.name
            for field, value in zip(texts, values, strict=True)
            if value
        ]
        seen = {kind for *_, value in suspects if (fault := letters.fault(value)) for kind in fault.kinds}
        faults = [
            (line, column, value, fault)
            for line, column, value in suspects
            if (fault := letters.fault(value, seen))
        ]
        places |= {(file.shown, line, column) for line, column, *_ in faults}
        lines = sorted({line for line, *_ in faults})
        if len(lines) >= MIN_FOR_FILE and len(lines) * 2 >= (file.rows or 0):
            kinds = {fault.kinds: fault.message for *_, fault in reversed(faults)}
            first = f"{len(lines)} of {file.rows} rows, the first on line {lines[0]}"
            problems += [
                Problem(file.shown, 0, "", None, f"in {first}: {message}", "letters")
                for message in kinds.values()
            ]
            continue
        problems += [
            Problem(file.shown, line, column, value, fault.message, "letters")
            for line, column, value, fault in faults
        ]
    return problems, places


def _with_codes(
    connection: duckdb.DuckDBPyConnection, contract: Contract, problems: list[Problem]
) -> Iterator[Problem]:
    """The problems, those of a label where a code belongs with the code that it is of."""
    tables = {contract.shown(path): table for table in contract.tables for path in table.paths}
    for problem in problems:
        keys = tables[problem.file].foreign_keys if problem.file in tables and problem.value else ()
        key = next((key for key in keys if key.fields == (problem.column,)), None)
        labels = [c for c in contract.table(key.table).columns if c.startswith(LABELS)] if key else []
        if key and labels and problem.rule == "contract":
            is_label = " OR ".join(f'lower("{column}") = lower(?)' for column in labels)
            codes = connection.execute(
                f'SELECT DISTINCT "{key.reference[0]}" FROM core."{key.table}" WHERE {is_label} ORDER BY 1',
                [problem.value] * len(labels),
            ).fetchall()
            if codes:
                named = " or ".join(str(code) for (code,) in codes)
                yield replace(problem, message=f"is the label of a code; write {named}")
                continue
        yield problem


def _check_key(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    table: Table,
    key: tuple[str, ...],
    faulty: set[tuple[str, int]],
) -> Iterator[Problem]:
    columns = ", ".join(f'"{c}"' for c in key)
    # Grouped by a hash first, which is small; the few rows that share one are then compared as written.
    repeated = f"""SELECT {columns}, list((_file, _line) ORDER BY _file, _line) FROM core."{table.name}"
        WHERE hash({columns}) IN (
            SELECT hash({columns}) AS h FROM core."{table.name}" GROUP BY h HAVING count(*) > 1)
        GROUP BY {columns} HAVING count(*) > 1"""
    for *values, places in _rows(connection, repeated):
        (first, first_line), *others = [
            (file, line) for file, line in places if (contract.shown(file), line) not in faulty
        ] or places[:1]
        for file, line in others:
            message = (
                f"repeats the key of {contract.shown(first)}:{first_line}; drop one row, or make them differ"
            )
            yield Problem(contract.shown(file), line, ", ".join(key), _joined(values), message, "key")


def _check_reference(
    connection: duckdb.DuckDBPyConnection, contract: Contract, table: Table, key: ForeignKey
) -> Iterator[Problem]:
    on = " AND ".join(f'r."{c}" = k."{d}"' for c, d in zip(key.reference, key.fields, strict=True))
    given = " AND ".join(f'k."{c}" IS NOT NULL' for c in key.fields)
    columns = ", ".join(f'k."{c}"' for c in key.fields)
    orphans = f"""SELECT k._file, k._line, {columns} FROM core."{table.name}" k
        ANTI JOIN core."{key.table}" r ON {on} WHERE {given} ORDER BY k._file, k._line"""
    # A known value in the first columns narrows what may have been meant in the last.
    leading = "".join(f' AND "{c}" = ?' for c in key.reference[:-1])
    target = ", ".join(contract.shown(path) for path in contract.table(key.table).paths)
    known = dict[Row, list[str]]()
    for file, line, *values in _rows(connection, orphans):
        if (first := tuple(values[:-1])) not in known:
            candidates = connection.execute(
                f"""SELECT DISTINCT "{key.reference[-1]}" FROM core."{key.table}"
                    WHERE "{key.reference[-1]}" IS NOT NULL{leading} ORDER BY 1""",
                first,
            ).fetchall()
            known[first] = [str(candidate) for (candidate,) in candidates]
        message = f"has no row in {target}; {suggestion(str(values[-1]), known[first])}"
        yield Problem(
            contract.shown(file), line, ", ".join(key.fields), _joined(values), message, "reference"
        )


def _joined(values: list[object]) -> str:
    return ", ".join("" if v is None else _written(v) for v in values)


def _written(value: object) -> str:
    """A value as a coder writes it: a number without digits that were not in the cell."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _check_codebook(
    connection: duckdb.DuckDBPyConnection, contract: Contract, folder: Path, unreadable_tables: set[str]
) -> Iterator[Problem]:
    """The rows that the rules of a folder find, without those whose notes answer."""
    is_question = folder == QUESTIONS
    files = "|".join(re.escape(path) for table in contract.tables for path in table.paths)
    place = re.compile(rf"(?<![\w/-])(?:{files}):\d")
    for check in sorted(folder.glob("*.sql")):
        query = check.read_text(encoding="utf-8")
        if unreadable_tables & set(_CORE.findall(query)):
            continue
        asked = f"SELECT * FROM ({query})"
        if is_question:
            asked = f"""SELECT * EXCLUDE (note, message), message || '{WAY_TO_ANSWER}' FROM ({query})
                WHERE NOT regexp_matches(coalesce(note, ''), {literal(ANSWER)})"""
        try:
            found = _rows(connection, asked)
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            message = f"lacks what the rule {check.stem} asks for: {str(error).splitlines()[0]}"
            raise DataError([Problem(contract.shown(CONTRACT), 0, "", None, message, "contract")]) from error
        for file, line, column, value, message in found:
            yield Problem(
                contract.shown(file),
                line,
                column,
                None if value is None else _written(value),
                place.sub(lambda found: contract.shown(found[0]), message),
                check.stem,
            )
