"""The inputs of a release, kept in it byte for byte: contract, data files, SQL. Knows no measures."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl import release
from etl.problems import DataError, Problem
from etl.schema import Contract, literal

CODEBOOK = "CODEBOOK.md"
CHUNK = (
    4 * 1024 * 1024
)  # a part of a file: large files are kept in as many as they need, so that none is ever in memory as a whole
LEVEL = 1  # three times as fast as the usual one, for a tenth more bytes or two
FIRST_FORMAT = 2  # of the releases that keep their inputs
KEPT_BESIDE = "text/"  # what is kept and is not part of the name: texts that people read


@dataclass(frozen=True)
class Input:
    """One file that a release keeps: data/<file>, sql/<file>, or text/<file>, not part of its name."""

    name: str
    sha256: str
    n_bytes: int


def store(connection: duckdb.DuckDBPyConnection, contract: Contract, hashes: dict[str, str]) -> None:
    """Create meta.inputs and meta.contents in the current database.

    Raises DataError where a file is no longer what was hashed.
    """
    connection.execute("CREATE TABLE meta.inputs (input VARCHAR, sha256 VARCHAR, n_bytes BIGINT)")
    connection.execute("CREATE TABLE meta.contents (input VARCHAR, part INTEGER, deflated BLOB)")
    files = release.inputs(contract)
    if (contract.directory / CODEBOOK).is_file():
        files[KEPT_BESIDE + CODEBOOK] = contract.directory / CODEBOOK
    read, held = list[tuple[str, str, int]](), list[tuple[str, int, bytes]]()
    for name, path in files.items():
        digest, n_bytes = hashlib.sha256(), 0
        for part, chunk in enumerate(_chunks(path)):
            digest.update(chunk)
            n_bytes += len(chunk)
            held.append((name, part, zlib.compress(chunk, LEVEL)))
            if sum(len(deflated) for *_, deflated in held) >= CHUNK:
                _insert(connection, "contents", held)
                held = []
        if digest.hexdigest() != hashes.get(name, digest.hexdigest()):
            message = "was changed while it was read; run the build again"
            shown = contract.shown(name.removeprefix("data/")) if name.startswith("data/") else f"etl/{name}"
            raise DataError([Problem(shown, 0, "", None, message, "file")])
        read.append((name, digest.hexdigest(), n_bytes))
    _insert(connection, "contents", held)
    _insert(connection, "inputs", read)


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Insert rows at once: a statement for each takes longer than what it writes."""
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        unnested = ", ".join("unnest(?)" for _ in columns)
        connection.execute(f"INSERT INTO meta.{table} SELECT {unnested}", columns)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def kept(connection: duckdb.DuckDBPyConnection, catalog: str) -> list[Input]:
    """The files that a release keeps, in the order in which they count for its name; [] of an older format.

    catalog: the name under which the release is attached.
    """
    known = connection.execute(
        "SELECT 1 FROM duckdb_tables() "
        "WHERE database_name = ? AND schema_name = 'meta' AND table_name = 'inputs'",
        [catalog],
    ).fetchone()
    if known is None:
        return []
    return [
        Input(*row)
        for row in connection.execute(
            f'SELECT input, sha256, n_bytes FROM "{catalog}".meta.inputs ORDER BY rowid'
        ).fetchall()
    ]


def texts(connection: duckdb.DuckDBPyConnection, catalog: str, folder: str) -> dict[str, str]:
    """{name: text} of every kept file below a folder; for small files only. Empty of an older format."""
    if not kept(connection, catalog):
        return {}
    parts = connection.execute(
        f"""SELECT input, deflated FROM "{catalog}".meta.contents
            WHERE starts_with(input, {literal(folder)}) ORDER BY input, part"""
    ).fetchall()
    found: dict[str, bytes] = {}
    for name, deflated in parts:
        found[name] = found.get(name, b"") + zlib.decompress(deflated)
    return {name: content.decode() for name, content in found.items()}


def read(connection: duckdb.DuckDBPyConnection, catalog: str, name: str) -> Iterator[bytes]:
    """The bytes of one kept file, part by part."""
    contents = f'"{catalog}".meta.contents'
    parts = connection.execute(
        f"SELECT part FROM {contents} WHERE input = {literal(name)} ORDER BY part"
    ).fetchall()
    for (part,) in parts:
        found = connection.execute(
            f"SELECT deflated FROM {contents} WHERE input = {literal(name)} AND part = {part}"
        ).fetchone()
        yield zlib.decompress(found[0] if found else b"")
