"""Builds a release: validated rows in `core`, answers in `mart`, labels and build facts in `meta`. Decides nothing about the data."""

from __future__ import annotations

import contextlib
import datetime
import errno
import os
import re
from collections.abc import Callable
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

from etl import read, release, schema, validate
from etl.problems import DataError, Problem

Progress = Callable[[str], None]
MARTS = release.SQL / "mart"
MEMORY_LIMIT = "640MB"

_REFERENCE = re.compile(r"mart\.(\w+)")


def open_workspace(scratch: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Returns an in-memory database for staging; with a scratch folder it spills there instead of growing past its memory limit."""
    settings: dict[str, str | bool | int | float | list[str]] = {"preserve_insertion_order": True}
    if scratch is not None:
        settings |= {"memory_limit": MEMORY_LIMIT, "temp_directory": str(scratch)}
    return duckdb.connect(config=settings)


def build(data: Path, releases: Path, progress: Progress = lambda _: None) -> tuple[Path, bool]:
    """Returns the file of the release of this data folder, built unless it stands already, and whether it was built now.

    Raises DataError with every problem of the data, ReleaseError where the release cannot be written. Whatever happens,
    the release that served before still serves.
    """
    contract = schema.load(data)
    try:
        with release.lock(releases):
            return _build(contract, releases, progress)
    except (duckdb.IOException, duckdb.FatalException, duckdb.OutOfMemoryException) as error:
        raise release.ReleaseError(_reason(str(error).split("\n")[0])) from error
    except OSError as error:
        raise release.ReleaseError(_reason(error.strerror or str(error), error.errno)) from error


def _reason(message: str, number: int | None = None) -> str:
    full = number == errno.ENOSPC or "No space left" in message
    advice = "free some space, or set RELEASES_DIR to a folder on another disk" if full else "make the folder of releases writable"
    return f"the release could not be written: {message}; {advice}, then run the build again. The last good release still serves"


def _build(contract: schema.Contract, releases: Path, progress: Progress) -> tuple[Path, bool]:
    before = _signatures(contract)
    if before is not None:
        name = release.name_of(contract)
        standing = release.path_of(releases, name)
        if standing.exists() and release.is_sound(standing):
            release.point_to(releases, name)
            return standing, False
    building = releases / ".building.duckdb"
    try:
        with contextlib.closing(open_workspace(releases / ".building-spill")) as connection:
            connection.execute(f"ATTACH '{str(building).replace(chr(39), chr(39) * 2)}' AS release (STORAGE_VERSION '{release.STORAGE_VERSION}', BLOCK_SIZE {release.BLOCK_SIZE})")
            connection.execute("USE release")
            progress("checking every row")
            files, problems = validate.validate(connection, contract)
            if not problems and _signatures(contract) != before:
                problems = [Problem(contract.directory.name, 0, "", None, "was changed while it was read; run the build again", "file")]
            if problems:
                raise DataError(problems)
            progress("deriving the measures")
            create_marts(connection)
            _create_meta(connection, contract, files, name)
            progress("writing the release")
            connection.execute("CHECKPOINT release")
            connection.execute("USE memory")
            connection.execute("DETACH release")
        return release.publish(building, releases, name), True
    finally:
        for litter in releases.glob(".building.duckdb*"):
            litter.unlink(missing_ok=True)


def _signatures(contract: schema.Contract) -> list[tuple[int, int, int]] | None:
    """Returns what shows that an input was not touched (inode, size, time of change), or None where one cannot be read."""
    try:
        stats = [os.stat(contract.directory / path) for table in contract.tables for path in table.paths]
        return [(s.st_ino, s.st_size, s.st_mtime_ns) for s in stats] if all(s.st_size for s in stats) else None
    except OSError:
        return None


def mart_files() -> list[Path]:
    """Returns the files of sql/mart, each after those that it reads from."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(MARTS.glob("*.sql"))}
    order = TopologicalSorter({name: set(_REFERENCE.findall(text)) - {name} for name, text in texts.items()})
    return [MARTS / f"{name}.sql" for name in order.static_order()]


def create_marts(connection: duckdb.DuckDBPyConnection) -> None:
    """Creates every mart in the current database and asks each once, so that none that fails is published."""
    connection.execute("CREATE SCHEMA IF NOT EXISTS mart")
    for path in mart_files():
        text = path.read_text(encoding="utf-8")
        connection.execute(text)
        arguments = re.search(rf"MACRO mart\.{path.stem}\(([^)]*)\)", text)
        call = f"({', '.join('NULL' for _ in arguments[1].split(','))})" if arguments else ""
        connection.execute(f"FROM mart.{path.stem}{call} LIMIT 1").fetchall()


def _create_meta(connection: duckdb.DuckDBPyConnection, contract: schema.Contract, files: list[read.CsvFile], name: str) -> None:
    tables = [(t.name, t.role, *_both(t.titles), *_both(t.descriptions), *_both(t.grain)) for t in contract.tables]
    fields = [
        (t.name, f.name, n, f.type, f.required, *_both(f.titles), *_both(f.descriptions))
        for t in contract.tables
        for n, f in enumerate(t.fields, 1)
    ]
    marts = [(path.stem, *(_header(path, key) for key in ("vi", "en", "grain"))) for path in mart_files()]
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None, microsecond=0)
    facts = [(name, now, duckdb.__version__, contract.version, sum(f.rows for f in files), contract.titles["vi"], contract.titles["en"])]
    connection.execute("CREATE SCHEMA meta")
    for table, columns, rows in (
        ("release", "name VARCHAR, built_at TIMESTAMP, duckdb_version VARCHAR, contract_version VARCHAR, n_rows BIGINT, title_vi VARCHAR, title_en VARCHAR", facts),
        ("files", '"table" VARCHAR, file VARCHAR, sha256 VARCHAR, n_rows BIGINT', [(f.table, f.name, f.sha256, f.rows) for f in files]),
        ("tables", '"table" VARCHAR, role VARCHAR, title_vi VARCHAR, title_en VARCHAR, description_vi VARCHAR, description_en VARCHAR, grain_vi VARCHAR, grain_en VARCHAR', tables),
        ("fields", '"table" VARCHAR, field VARCHAR, position INTEGER, type VARCHAR, is_required BOOLEAN, title_vi VARCHAR, title_en VARCHAR, description_vi VARCHAR, description_en VARCHAR', fields),
        ("labels", "list VARCHAR, code VARCHAR, label_vi VARCHAR, label_en VARCHAR, position INTEGER", _enum_labels(contract)),
        ("marts", "mart VARCHAR, caption_vi VARCHAR, caption_en VARCHAR, grain VARCHAR", marts),
    ):  # fmt: skip
        connection.execute(f"CREATE TABLE meta.{table} ({columns})")
        if rows:
            connection.executemany(f"INSERT INTO meta.{table} VALUES ({', '.join('?' for _ in rows[0])})", rows)
    for labelled in contract.tables:
        for stem in ("label", "name"):
            if len(labelled.primary_key) == 1 and {f"{stem}_vi", f"{stem}_en"} <= set(labelled.columns):
                position = "position" if "position" in labelled.columns else "_line"
                connection.execute(
                    f"""INSERT INTO meta.labels SELECT ?, "{labelled.primary_key[0]}", {stem}_vi, {stem}_en, {position} FROM core."{labelled.name}" """,
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
    match = re.search(rf"^-- {key}: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    if match is None:
        raise release.ReleaseError(f"{path.name} has no line “-- {key}: …” at its head")
    return match[1]
