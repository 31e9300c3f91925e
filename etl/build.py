"""Builds a release: validated rows in `core`, answers in `mart`, labels and build facts in `meta`.

Decides nothing about the data.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

from etl import failures, inputs, read, release, removals, schema, validate
from etl.metadata import metadata_in
from etl.problems import DataError, Problem

Progress = Callable[[str], None]
Signatures = list[tuple[int, int, int]] | None
MARTS = release.SQL / "mart"
MEMORY_LIMIT = "640MB"
TITLES = "title_vi, title_en, description_vi, description_en"

_REFERENCE = re.compile(r"\bmart\.(\w+)")
_EVERYTHING = "mart.chosen()"  # the selection that nothing is left out of
_planned = set[tuple[object, ...]]()  # marts and the columns that they were planned over


@contextlib.contextmanager
def open_workspace(scratch: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """An in-memory database for staging that spills into the scratch folder, else into a temporary one."""
    with contextlib.ExitStack() as stack:
        spill = scratch or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="etl-")))
        settings = release.NO_EXTENSIONS | {
            "preserve_insertion_order": True,
            "memory_limit": MEMORY_LIMIT,
            "temp_directory": str(spill),
        }
        connection = stack.enter_context(
            contextlib.closing(release.limit_threads_on_duckdb_1(duckdb.connect(config=settings)))
        )
        connection.execute("SET enable_progress_bar = false")  # DuckDB would draw it into a pipe too
        yield connection


def build(
    data: Path,
    releases: Path,
    progress: Progress = lambda _: None,
    say: Progress = lambda _: None,
    accept_removals: bool = False,
) -> tuple[Path, bool]:
    """The file of the release of this data folder, and whether it was built now or existed already.

    Says which rows are gone since the current release, where any is. Raises DataError with every problem of
    the data, and where too many rows are gone unless that is accepted; ReleaseError where the release cannot
    be built. Whatever happens, the release that was current before still is, unless it is damaged. Where the
    one of the data is current, nothing is written, and the folder need not be writable.
    """
    contract = schema.load(data)
    if contract.lost:  # also where the release of what is read stands already
        with open_workspace() as connection:
            raise DataError(validate.validate(connection, contract)[1])
    try:
        _, _, standing = _standing(contract, releases)
        if release.is_settled(standing):
            return standing, False
        release.check_path(releases)
        with release.lock(releases):
            return _build(contract, releases, progress, say, accept_removals)
    except (duckdb.OperationalError, duckdb.FatalException, duckdb.InternalError, OSError) as error:
        raise release.ReleaseError(
            f"the release could not be built: {failures.reason(error, 'set RELEASES_DIR to')}; "
            f"then run the build again. {release.still_current(releases)}"
        ) from error


def _standing(contract: schema.Contract, releases: Path) -> tuple[Signatures, dict[str, str], Path]:
    """The signatures and hashes of the inputs, and the file of their release, which may not be there yet."""
    signatures = _signatures(contract)
    hashes = release.hashes(contract) if signatures is not None else {}
    return signatures, hashes, release.path_of(releases, release.name_of(hashes))


def _build(
    contract: schema.Contract, releases: Path, progress: Progress, say: Progress, accept_removals: bool
) -> tuple[Path, bool]:
    release.settle(releases)
    before, hashes, standing = _standing(contract, releases)
    release.set_aside_if_damaged(standing)
    if standing.exists():
        if release.current(releases) != standing:
            with open_workspace() as connection:
                removals.check(connection, contract, releases, standing, hashes, say, accept_removals)
        release.point_to(releases, standing.stem)
        return standing, False
    building = releases / ".building.duckdb"
    try:
        with open_workspace(releases / ".building-spill") as connection:
            # Without a log of changes: a build that is cut off is thrown away, never recovered.
            connection.execute(
                f"""ATTACH {schema.literal(str(building))} AS release
                    (STORAGE_VERSION '{release.STORAGE_VERSION}', BLOCK_SIZE {release.BLOCK_SIZE},
                     RECOVERY_MODE 'no_wal_writes')"""
            )
            connection.execute("USE release")
            progress("checking every row")
            files, problems = validate.validate(connection, contract)
            if not problems and _signatures(contract) != before:
                problems = [
                    Problem(
                        contract.directory.name,
                        0,
                        "",
                        None,
                        "was changed while it was read; run the build again",
                        "file",
                    )
                ]
            if problems:
                raise DataError(problems)
            removals.check(connection, contract, releases, None, hashes, say, accept_removals)
            progress("deriving the measures")
            connection.execute("CHECKPOINT release")  # marts read the rows faster once they are written
            with _transaction(connection):
                create_marts(connection, contract)
                _create_meta(connection, contract, files, hashes, _built_at(standing))
            progress("writing the release")
            connection.execute("CHECKPOINT release")
            connection.execute("USE memory")
            connection.execute("DETACH release")
        return release.publish(building, releases, standing.stem), True
    finally:
        for litter in releases.glob(".building.duckdb*"):
            litter.unlink(missing_ok=True)


@contextlib.contextmanager
def _transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Some hundred statements as one transaction, which spares a fifth of a build's time."""
    connection.begin()
    yield
    connection.commit()  # after an error there is nothing to undo: what was built is thrown away


def _signatures(contract: schema.Contract) -> Signatures:
    """The inode, size and time of change of every input, to notice a change; None where one is unreadable."""
    paths = [contract.directory / path for table in contract.tables for path in table.paths]
    if not all(path.is_file() and os.access(path, os.R_OK) for path in paths):
        return None
    return [(s.st_ino, s.st_size, s.st_mtime_ns) for s in (path.stat() for path in paths)]


def mart_files() -> list[Path]:
    """The files of sql/mart, each after those that it reads from."""
    return [MARTS / f"{name}.sql" for name in TopologicalSorter(_reads_from()).static_order()]


def _reads_from() -> dict[str, set[str]]:
    """The names of the marts that each mart reads from."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(MARTS.glob("*.sql"))}
    return {name: set(_REFERENCE.findall(text)) - {name} for name, text in texts.items()}


def create_marts(connection: duckdb.DuckDBPyConnection, contract: schema.Contract) -> None:
    """Create every mart in the current database and plan a query of each that no other reads from.

    Planning it plans those that it reads from, and is spared where this process planned the same marts over
    the same columns before. Raises DataError where the contract lacks a table or column
    that a mart needs.
    """
    connection.execute("CREATE SCHEMA IF NOT EXISTS mart")
    read = set().union(*_reads_from().values())
    texts = tuple((path.stem, path.read_text(encoding="utf-8")) for path in mart_files())
    asked_of = (texts, tuple((t.name, f.name, f.sql_type) for t in contract.tables for f in t.fields))
    for name, text in texts:
        try:
            connection.execute(text)
            head = re.search(rf"MACRO mart\.{name}\(([^)]*)\) AS (TABLE)?", text)
            if asked_of not in _planned and name not in read and (head is None or head[2]):
                arguments = [
                    _EVERYTHING if argument == "chosen" else "NULL"
                    for argument in (re.split(r",\s+", head[1]) if head else ())
                ]
                asked = f"mart.{name}" + (f"({', '.join(arguments)})" if head else "")
                connection.execute(f"DESCRIBE FROM {asked}").fetchall()
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            message = f"lacks what the measure {name} asks for: {str(error).splitlines()[0]}"
            raise DataError(
                [Problem(contract.shown(schema.CONTRACT), 0, "", None, message, "contract")]
            ) from error
    _planned.add(asked_of)


def _built_at(standing: Path) -> datetime.datetime:
    """When a release was first built (UTC): one that is built again is what it was."""
    known = metadata_in(standing.with_suffix(".json"))
    if known is not None and known.name == standing.stem:
        return known.built_at
    return datetime.datetime.now(datetime.UTC).replace(tzinfo=None, microsecond=0)


def _create_meta(
    connection: duckdb.DuckDBPyConnection,
    contract: schema.Contract,
    files: list[read.CsvFile],
    hashes: dict[str, str],
    built_at: datetime.datetime,
) -> None:
    tables = [
        (
            t.name,
            t.role,
            list(next(iter(t.keys), ())),
            *_both(t.titles),
            *_both(t.descriptions),
            *_both(t.grain),
        )
        for t in contract.tables
    ]
    fields = [
        (t.name, f.name, n, f.type, f.required, *_both(f.titles), *_both(f.descriptions))
        for t in contract.tables
        for n, f in enumerate(t.fields, 1)
    ]
    marts = [(path.stem, *(_header(path, key) for key in ("vi", "en", "grain"))) for path in mart_files()]
    name, n_rows = release.name_of(hashes), sum(f.rows or 0 for f in files)
    versions = (release.FORMAT, duckdb.__version__, contract.version)
    facts = (name, built_at, *versions, n_rows, *_both(contract.titles))
    sources = [(f.table, f.name, hashes[f"data/{f.name}"], f.rows) for f in files]
    connection.execute("CREATE SCHEMA meta")
    for table, columns, rows in (
        (
            "release",
            "name, built_at TIMESTAMP, format INTEGER, duckdb_version, contract_version, n_rows BIGINT, "
            "title_vi, title_en",
            [facts],
        ),
        ("files", "table, file, sha256, n_rows BIGINT", sources),
        ("tables", f"table, role, key VARCHAR[], {TITLES}, grain_vi, grain_en", tables),
        ("fields", f"table, field, position INTEGER, type, is_required BOOLEAN, {TITLES}", fields),
        ("labels", "list, code, label_vi, label_en, position INTEGER", _enum_labels(contract)),
        ("marts", "mart, caption_vi, caption_en, grain", marts),
    ):
        declared = [
            f'"{name}" {type_ or "VARCHAR"}'
            for name, _, type_ in (column.partition(" ") for column in columns.split(", "))
        ]
        connection.execute(f"CREATE TABLE meta.{table} ({', '.join(declared)})")
        places = ", ".join([f"({', '.join('?' for _ in declared)})"] * len(rows))
        if rows:
            connection.execute(
                f"INSERT INTO meta.{table} VALUES {places}", [value for row in rows for value in row]
            )
    inputs.store(connection, contract, hashes)
    for labelled in contract.tables:
        for stem in ("label", "name"):
            if len(labelled.primary_key) == 1 and {f"{stem}_vi", f"{stem}_en"} <= set(labelled.columns):
                position = "position" if "position" in labelled.columns else "_line"
                code = labelled.primary_key[0]
                connection.execute(
                    f"""INSERT INTO meta.labels
                        SELECT ?, "{code}", {stem}_vi, {stem}_en, {position} FROM core."{labelled.name}\"""",
                    [labelled.name],
                )


def _both(texts: dict[str, str]) -> tuple[str, str]:
    return texts["vi"], texts["en"]


def _enum_labels(contract: schema.Contract) -> list[tuple[str, str, str, str, int]]:
    return [
        (f"{t.name}.{f.name}", code, *_both(f.labels[code]), n)
        for t in contract.tables
        for f in t.fields
        for n, code in enumerate(f.labels, 1)
    ]


def _header(path: Path, key: str) -> str:
    # A long one goes on in indented lines.
    match = re.search(rf"^-- {key}: (.*(?:\n--  +.*)*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    if match is None:
        raise release.ReleaseError(f"{path.name} has no line “-- {key}: …” at its head")
    return re.sub(r"\n-- +", " ", match[1])
