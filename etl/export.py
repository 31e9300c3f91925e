"""A release as a folder of plain files: its inputs, byte for byte, and its tables as CSV and Parquet.

Never touches the release.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import duckdb

from etl import dictionary, inputs, release, schema
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
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise release.ReleaseError(
            f"{target} is there already and not empty; name a folder that is not there yet"
        )
    beside: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        with closing(release.open_readonly(path)) as connection:
            _write_inputs(connection, beside)
            contract = schema.load(beside)
            _write_tables(connection, contract, beside)
        dictionary.write(contract)
        (beside / RECORD).write_text(release.metadata_as_json(known), encoding="utf-8")
        (beside / LICENSE).write_text(
            _license(json.loads((beside / CONTRACT).read_text(encoding="utf-8"))), encoding="utf-8"
        )
        files = [file for file in beside.rglob("*") if file.is_file()]
        for file in files:
            release.sync(file)
        now = release.hashes(contract)
        beside.chmod(0o755)
        os.replace(beside, target)
        release.sync(target.parent)
        return Exported(target, len(files), release.name_of(now), differing(known, now))
    except DataError as error:
        raise release.ReleaseError(
            f"the contract of {name} is no longer one that this code reads: {error.problems[0].message}"
        ) from error
    except (OSError, duckdb.IOException) as error:
        reason = (
            error.strerror if isinstance(error, OSError) and error.strerror else str(error).splitlines()[0]
        )
        raise release.ReleaseError(
            f"{target} could not be written: {reason}; nothing of it was left there; "
            "name a folder with room for it"
        ) from error
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)


def origin(data: Path) -> release.Metadata | None:
    """The metadata of the release that a data folder was exported from; None for any other folder."""
    return release.metadata_in(data / RECORD)


def differing(known: release.Metadata, now: dict[str, str]) -> tuple[str, ...]:
    """The files, and "format n", that give a rebuilt release another name; empty where it keeps its name."""
    files = sorted(name for name in known.files | now if known.files.get(name) != now.get(name))
    return (*([f"format {known.format}"] if known.format != release.FORMAT else []), *files)


def _write_inputs(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    catalog = str(connection.execute("SELECT current_database()").fetchall()[0][0])
    for one in inputs.kept(connection, catalog):
        place = PurePosixPath(one.name.removeprefix("data/").removeprefix(inputs.KEPT_BESIDE))
        if place.is_absolute() or ".." in place.parts:
            raise release.ReleaseError(
                f"the release names a file outside its folder, {one.name!r}; it was not made by this code"
            )
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        with (folder / place).open("wb") as stream:
            for part in inputs.read(connection, catalog, one.name):
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
