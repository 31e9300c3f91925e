"""What a release says of itself, and how that is kept as a small file. Knows no folder of releases."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

MAX_BYTES = 4_000_000  # of a record; it has a line for each input


@dataclass(frozen=True)
class Facts:
    """The build facts of a release. built_at is UTC."""

    name: str
    built_at: datetime
    n_rows: int
    format: int
    duckdb_version: str
    contract_version: str


@dataclass(frozen=True)
class Metadata(Facts):
    """The metadata of a release, which outlive it: files: the SHA-256 of its inputs. Times in UTC.

    sha256 is the checksum of the release's file, "" of one that was written before there were any. sequence
    counts what was made current in a folder, built or taken up again: the highest was it last; 0 is older.
    """

    files: dict[str, str]
    pruned_at: datetime | None = None
    sha256: str = ""
    sequence: int = 0


def facts(connection: duckdb.DuckDBPyConnection, catalog: str) -> Facts:
    """The build facts of a release that is attached under the name. Raises KeyError or ValueError."""
    found = connection.execute(f'FROM "{catalog}".meta.release LIMIT 2')
    columns = [column[0] for column in found.description]
    [row] = found.fetchall()
    said: dict[str, Any] = {"format": 1} | dict(zip(columns, row, strict=True))
    return Facts(**{field.name: said[field.name] for field in fields(Facts)})


def metadata_of(connection: duckdb.DuckDBPyConnection, catalog: str) -> Metadata:
    """The metadata of a release that is attached under the name, without checksum and sequence.

    Raises ValueError where it says of itself what no release says.
    """
    try:
        known = facts(connection, catalog)
        # Of format 1 the files of data alone are known.
        of_rows, of_all = (
            f"'data/' || file, sha256 FROM \"{catalog}\".meta.files",
            f"input, sha256 FROM \"{catalog}\".meta.inputs WHERE NOT starts_with(input, 'text/')",
        )
        query = f"SELECT {of_rows if known.format == 1 else of_all} ORDER BY rowid"
        said = Metadata(**vars(known), files=dict(connection.execute(query).fetchall()))
    except (KeyError, ValueError) as error:
        raise ValueError("meta.release lacks what a release says of itself") from error
    if not _is_well_typed(said):
        raise ValueError("meta.release or the list of its inputs has values of another type")
    return said


def metadata_as_json(known: Metadata) -> str:
    """The metadata of a release as one JSON object, times in UTC."""
    return json.dumps(asdict(known), default=datetime.isoformat, indent=2) + "\n"


def metadata_in(path: Path) -> Metadata | None:
    """The metadata of a release in a JSON file; None for any other file."""
    try:
        if not path.is_file() or path.stat().st_size > MAX_BYTES:
            return None
        kept = json.loads(path.read_text(encoding="utf-8"))
        times = {key: kept[key] and datetime.fromisoformat(kept[key]) for key in ("built_at", "pruned_at")}
        known = Metadata(**(kept | times))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    return known if _is_well_typed(known) else None


def _is_well_typed(known: Metadata) -> bool:
    """Whether each value is what its name says, which a file need not be that somebody else wrote."""
    times = [known.built_at, *([] if known.pruned_at is None else [known.pruned_at])]
    return (
        all(isinstance(time, datetime) and time.tzinfo is None for time in times)
        and all(type(n) is int for n in (known.n_rows, known.format, known.sequence))
        and isinstance(known.files, dict)
        and all(
            isinstance(text, str)
            for text in (
                known.name,
                known.duckdb_version,
                known.contract_version,
                known.sha256,
                *known.files.keys(),
                *known.files.values(),
            )
        )
    )
