"""A release as a folder of plain files: its inputs, byte for byte, and its tables as CSV and Parquet.

Never touches the release.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

import duckdb
from filelock import FileLock, Timeout

from etl import build, dictionary, failures, inputs, release, schema
from etl.metadata import Metadata, metadata_as_json, metadata_in
from etl.problems import DataError
from etl.schema import CONTRACT, literal

TABLES = "tables"
RECORD = "release.json"
LICENSE = "LICENSE"


@dataclass(frozen=True)
class Exported:
    """A written export: folder, number of files, the name that a build of it gets with the SQL of this code.

    differing names the files that give it another name than the exported release has.
    """

    path: Path
    n_files: int
    rebuilt_as: str
    differing: tuple[str, ...]


def export(releases: Path, name: str, target: Path) -> Exported:
    """Write a release into a new or empty folder; returns what was written.

    Raises ReleaseError where it cannot be written. The folder is a data folder: the contract, the files of
    rows and the codebook as they were, from which python -m etl build makes the release again. Beside them:
    sql/ as it was, tables/ with each table in one piece, a data package of its own, README.md, LICENSE and
    release.json. It is written beside the target and renamed at the end, so that it exists as a whole or not
    at all.
    """
    path = release.path_of(releases, name)
    known = release.metadata(releases, name)
    if not release.is_sound(path) or known is None:
        release.named(releases, name)  # says why there is none
        raise release.ReleaseError(f"there is no release {name} in {releases}")
    if known.format < inputs.FIRST_FORMAT:
        raise release.ReleaseError(
            f"{name} is of an older format, which did not keep its files; "
            "build its data again and export that release"
        )
    target = Path(os.path.abspath(target))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _beside(target) as folder, build.open_workspace() as connection:
            if target.exists() and not (target.is_dir() and not any(target.iterdir())):
                raise release.ReleaseError(
                    f"{target} is there already and not empty; name a folder that is not there yet"
                )
            release.attach(connection, {"release": path}, folder)
            connection.execute("USE release")
            _write_inputs(connection, folder)
            contract = schema.load(folder)
            _write_tables(connection, contract, folder)
            dictionary.write(contract)
            # The sequence is that of the folder, not of the release.
            (folder / RECORD).write_text(metadata_as_json(replace(known, sequence=0)), encoding="utf-8")
            (folder / LICENSE).write_text(
                _license(json.loads((folder / CONTRACT).read_text(encoding="utf-8"))), encoding="utf-8"
            )
            files = [file for file in folder.rglob("*") if file.is_file()]
            for file in files:
                release.sync(file)
            now = release.hashes(contract)
            os.replace(folder, target)
            release.sync(target.parent)
        return Exported(target, len(files), release.name_of(now), differing(known, now))
    except DataError as error:
        raise release.ReleaseError(
            f"the contract of {name} is no longer one that this code reads: {error.problems[0].message}"
        ) from error
    except Timeout as error:
        raise release.ReleaseError(f"{target} is being written by another export; wait for it") from error
    except (OSError, duckdb.IOException) as error:
        raise release.ReleaseError(
            f"{target} could not be written: {failures.reason(error)}; nothing of it was left there"
        ) from error


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A new folder to write into before it gets its name; what a killed export of this name left is cleared.

    Raises Timeout where another export writes it.
    """
    beside = target.with_name(f".{target.name}.exporting")
    beside.mkdir(exist_ok=True)
    try:
        # Held by the system for as long as the process lives: what nobody holds, a killed one left.
        held = FileLock(beside / "lock", timeout=0, fallback_to_soft=False).acquire()
    except OSError:
        with contextlib.suppress(OSError):
            beside.rmdir()  # where not even the lock could be written
        raise
    with held:
        try:
            folder = beside / "folder"
            if folder.exists():
                shutil.rmtree(folder)
            folder.mkdir()
            yield folder
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def origin(data: Path) -> Metadata | None:
    """The metadata of the release that a data folder was exported from; None for any other folder."""
    return metadata_in(data / RECORD)


def differing(known: Metadata, now: dict[str, str]) -> tuple[str, ...]:
    """The files, and "format n", that give a rebuilt release another name; empty where it keeps its name."""
    files = sorted(name for name in known.files | now if known.files.get(name) != now.get(name))
    return (*([f"format {known.format}"] if known.format != release.FORMAT else []), *files)


def _write_inputs(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    for one in inputs.kept(connection, "release"):
        place = PurePosixPath(one.name.removeprefix("data/").removeprefix(inputs.KEPT_BESIDE))
        if place.is_absolute() or ".." in place.parts:
            raise release.ReleaseError(
                f"the release names a file outside its folder, {one.name!r}; it was not made by this code"
            )
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        with (folder / place).open("wb") as stream:
            for part in inputs.read(connection, "release", one.name):
                stream.write(part)


def _write_tables(connection: duckdb.DuckDBPyConnection, contract: schema.Contract, folder: Path) -> None:
    """Write tables/<table>.csv, tables/<table>.parquet and the data package of the CSV files."""
    tables = folder / TABLES
    tables.mkdir()
    for table in contract.tables:
        csv, parquet = (literal(str(tables / f"{table.name}.{ending}")) for ending in ("csv", "parquet"))
        columns = ", ".join(_written(f) for f in table.fields)
        connection.execute(
            f'COPY (SELECT {columns} FROM core."{table.name}" ORDER BY rowid) TO {csv} (FORMAT csv, HEADER)'
        )
        connection.execute(
            f'COPY (SELECT * FROM core."{table.name}" ORDER BY rowid) TO {parquet} (FORMAT parquet)'
        )
    package = json.loads((folder / CONTRACT).read_text(encoding="utf-8"))
    for resource in package["resources"]:
        resource["path"] = f"{resource['name']}.csv"
    (tables / CONTRACT).write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _written(field: schema.Field) -> str:
    """The SQL expression of a column, a number without digits that were not coded."""
    column = f'"{field.name}"'
    return (
        rf"regexp_replace({column}::VARCHAR, '\.?0+$', '') AS {column}" if field.type == "number" else column
    )


def _license(package: dict[str, Any]) -> str:
    """The licence of the data as the contract declares it, then the one of the SQL, that of the code."""
    declared = [
        f"{one.get('title') or one.get('name')}: {one.get('path', '')}".rstrip(": ")
        for one in package.get("licenses", [])
    ]
    code = release.ROOT / LICENSE
    parts = [
        "The data, in every form in this folder, is licensed under\n",
        *(f"  {line}\n" for line in declared),
    ]
    if code.is_file():
        parts += ["\nThe SQL in sql/ is licensed as follows.\n\n", code.read_text(encoding="utf-8")]
    return "".join(parts)
