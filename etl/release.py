"""Releases: immutable DuckDB files in one folder, their names, the current one, metadata of pruned ones.

Writes no tables. A release is named by the hash of its inputs. `current` holds the name of the current one;
both are created by an atomic rename, so a reader never meets a half-written one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
from filelock import FileLock

from etl.schema import CONTRACT, Contract

SQL = Path(__file__).parent / "sql"
ROOT = Path(__file__).resolve().parent.parent
# Raised when the code that writes a release changes what is in it, so that the name changes too.
FORMAT = 2
STORAGE_VERSION = "v1.5.0"  # opened by DuckDB 1.5 and 2.0 alike
NAME = re.compile(r"[0-9a-f]{12}")
BLOCK_SIZE = 16384  # the smallest: many small tables stay small on disk
HEADERS = 3 * 4096  # bytes before the first block of a DuckDB file
POINTER = "current"


class ReleaseError(Exception):
    """A release cannot be built, found or opened; the message says what to do."""


@dataclass(frozen=True)
class ListedRelease:
    """One release in the list of releases."""

    name: str
    path: Path
    built_at: datetime
    n_rows: int
    is_current: bool


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
    """The metadata of a release, kept when it is pruned: files: the SHA-256 of its inputs. Times in UTC."""

    files: dict[str, str]
    pruned_at: datetime | None = None


def directory() -> Path:
    """The folder of releases: the environment's RELEASES_DIR, else releases/ beside the code."""
    return Path(os.environ.get("RELEASES_DIR") or ROOT / "releases")


def path_of(releases: Path, name: str) -> Path:
    """The file of a release.

    Raises ReleaseError for a name that is no release's, so that no path can be named from outside.
    """
    if not NAME.fullmatch(name):
        raise ReleaseError(f"{name!r} is not the name of a release")
    return releases / f"{name}.duckdb"


def inputs(contract: Contract) -> dict[str, Path]:
    """{name: path} of every input of a release: data/<file> for contract and data, sql/<file> for the SQL."""
    data = [CONTRACT, *(path for table in contract.tables for path in table.paths)]
    files = {f"data/{path}": contract.directory / path for path in data}
    return files | {f"sql/{path.relative_to(SQL).as_posix()}": path for path in sorted(SQL.rglob("*.sql"))}


def hashes(contract: Contract) -> dict[str, str]:
    """{name: SHA-256} of every input of a release, in the order of inputs."""
    found = {}
    for label, path in inputs(contract).items():
        with path.open("rb") as stream:
            found[label] = hashlib.file_digest(stream, "sha256").hexdigest()
    return found


def name_of(hashed: dict[str, str]) -> str:
    """The name of the release that is built from inputs of these hashes: 12 hex digits."""
    lines = [f"format {FORMAT}", *(f"{label}:{digest}" for label, digest in hashed.items())]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


def open_readonly(path: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection of its own to the file of a release. Raises duckdb.Error."""
    return limit_threads_on_duckdb_1(duckdb.connect(str(path), read_only=True))


def limit_threads_on_duckdb_1(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """The connection, limited to one thread on DuckDB 1.

    There a window over no rows at times fails on several threads, and invalidates the database.
    """
    # https://github.com/duckdb/duckdb/issues/25713, not so in 2.0
    return connection if duckdb.__version__.split(".")[0] != "1" else connection.execute("SET threads = 1")


def facts(connection: duckdb.DuckDBPyConnection, catalog: str) -> Facts:
    """The build facts of a release that is attached under the name."""
    found = connection.execute(f'FROM "{catalog}".meta.release')
    columns = [column[0] for column in found.description]
    said: dict[str, Any] = {"format": 1} | dict(zip(columns, found.fetchall()[0], strict=True))
    return Facts(**{field.name: said[field.name] for field in fields(Facts)})


def is_sound(path: Path) -> bool:
    """True for a file that this DuckDB can open as a whole release."""
    return _read(path) is not None


def _read(path: Path) -> tuple[datetime, int] | None:
    """The build time and number of rows of a release; None for a file that is not a whole release."""
    try:
        with open_readonly(path) as connection:
            facts = connection.execute("SELECT built_at, n_rows FROM meta.release").fetchall()
            size = connection.execute(
                f"SELECT total_blocks * block_size + {HEADERS} FROM pragma_database_size()"
            ).fetchall()
        # A file cut short may still open; what it lacks is met only later.
        return facts[0] if len(facts) == 1 and path.stat().st_size >= size[0][0] else None
    except (duckdb.Error, OSError):
        return None


def current(releases: Path) -> Path:
    """The file of the current release: the pointed-at one, else the newest that opens.

    Raises ReleaseError where there is none.
    """
    try:
        pointed = path_of(releases, (releases / POINTER).read_text(encoding="ascii").strip())
        if is_sound(pointed):
            return pointed
    except (OSError, ReleaseError, UnicodeDecodeError):
        pass
    built = [(facts[0], path) for path, facts in _all(releases)]
    if not built:
        raise ReleaseError(f"there is no release in {releases}; run: python -m etl build")
    return max(built)[1]


def _all(releases: Path) -> list[tuple[Path, tuple[datetime, int]]]:
    named = [path for path in releases.glob("*.duckdb") if NAME.fullmatch(path.stem)]
    return [(path, facts) for path in named if (facts := _read(path)) is not None]


def listing(releases: Path) -> list[ListedRelease]:
    """Every release that opens, the newest first."""
    try:
        serving = current(releases)
    except ReleaseError:
        return []
    found = [
        ListedRelease(path.stem, path, built_at, n_rows, path == serving)
        for path, (built_at, n_rows) in _all(releases)
    ]
    return sorted(found, key=lambda r: r.built_at, reverse=True)


@contextlib.contextmanager
def lock(releases: Path) -> Iterator[None]:
    """Hold the folder for one build at a time; a second build waits. What a killed build left is cleared."""
    releases.mkdir(parents=True, exist_ok=True)
    # A lock of the system, which it takes back from a process that dies; the library's other kind would stay.
    with FileLock(releases / ".lock", fallback_to_soft=False):
        for litter in releases.glob(".building*"):
            shutil.rmtree(litter) if litter.is_dir() else litter.unlink(missing_ok=True)
        yield


def publish(built: Path, releases: Path, name: str) -> Path:
    """Move a finished file under its name and make it current; returns its path."""
    target = path_of(releases, name)
    sync(built)
    os.replace(built, target)
    point_to(releases, name)
    tombstone_path(releases, name).unlink(missing_ok=True)  # what was left of it when it was pruned
    return target


def point_to(releases: Path, name: str) -> None:
    """Make a release current, by one atomic rename."""
    beside = releases / ".building-pointer"
    beside.write_text(name + "\n", encoding="ascii")
    sync(beside)
    os.replace(beside, releases / POINTER)
    sync(releases)


def named(releases: Path, prefix: str) -> str:
    """The full name of the one release that opens and begins with a prefix.

    Raises ReleaseError where none does, or several do.
    """
    if not re.fullmatch(r"[0-9a-f]{1,12}", prefix):
        raise ReleaseError(
            f"{prefix!r} is not the name of a release, nor its beginning; python -m etl releases lists them"
        )
    found = sorted(
        path.stem
        for path in releases.glob(f"{prefix}*.duckdb")
        if NAME.fullmatch(path.stem) and is_sound(path)
    )
    if len(found) == 1:
        return found[0]
    if found:
        raise ReleaseError(f"{prefix} is the beginning of {' and of '.join(found)}; write more of the name")
    left = metadata(releases, prefix) if NAME.fullmatch(prefix) else None
    if left is not None and left.pruned_at is not None:
        near = nearest(releases, prefix)
        instead = (
            f"the one built nearest in time is {near.name}" if near else "python -m etl build builds one"
        )
        raise ReleaseError(f"{prefix} was pruned on {left.pruned_at:%Y-%m-%d}; {instead}")
    raise ReleaseError(
        f"there is no release {prefix} in {releases}, or it does not open; python -m etl releases lists them"
    )


def metadata(releases: Path, name: str) -> Metadata | None:
    """The metadata of a release, kept also once it is pruned; None for an unknown one."""
    return _metadata_of(path_of(releases, name)) or metadata_in(tombstone_path(releases, name))


def nearest(releases: Path, name: str) -> ListedRelease | None:
    """The sound release built nearest in time to a known one, maybe itself; None for an unknown one."""
    known = metadata(releases, name)
    if known is None:
        return None
    return min(
        listing(releases),
        key=lambda r: (r.name != name, abs(r.built_at - known.built_at), r.name),
        default=None,
    )


def prune(releases: Path, keep: int) -> list[Metadata]:
    """Remove all releases but the newest `keep` and the current one; returns their metadata, newest first.

    The metadata is kept as <name>.json, written before the release is removed.
    """
    if not releases.is_dir():
        return []
    pruned = []
    with lock(releases):
        for one in listing(releases)[keep:]:
            known = None if one.is_current else _metadata_of(one.path)
            if known is None:
                continue
            known = replace(known, pruned_at=datetime.now(UTC).replace(tzinfo=None, microsecond=0))
            beside = releases / ".building-metadata"
            beside.write_text(metadata_as_json(known), encoding="utf-8")
            sync(beside)
            os.replace(beside, tombstone_path(releases, one.name))
            sync(releases)
            one.path.unlink()
            pruned.append(known)
        sync(releases)
    return pruned


def metadata_as_json(known: Metadata) -> str:
    """The metadata of a release as one JSON object, times in UTC."""
    return json.dumps(asdict(known), default=datetime.isoformat, indent=2) + "\n"


def tombstone_path(releases: Path, name: str) -> Path:
    """The file that holds the metadata kept for a pruned release."""
    return path_of(releases, name).with_suffix(".json")


def metadata_in(path: Path) -> Metadata | None:
    """The metadata of a release in a JSON file; None for any other file."""
    try:
        left = json.loads(path.read_text(encoding="utf-8"))
        times = {key: left[key] and datetime.fromisoformat(left[key]) for key in ("built_at", "pruned_at")}
        return Metadata(**(left | times))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _metadata_of(path: Path) -> Metadata | None:
    if not is_sound(path):
        return None
    with open_readonly(path) as connection:
        known = facts(connection, path.stem)
        # Of format 1 the files of data alone are known.
        of_rows, of_all = (
            "'data/' || file, sha256 FROM meta.files",
            "input, sha256 FROM meta.inputs WHERE NOT starts_with(input, 'text/')",
        )
        hashed = dict(
            connection.execute(f"SELECT {of_rows if known.format == 1 else of_all} ORDER BY rowid").fetchall()
        )
    return Metadata(**vars(known), files=hashed)


def sync(path: Path) -> None:
    """Write a file or a folder to the disk before anything relies on it."""
    if os.name == "nt" and path.is_dir():
        return  # Windows opens no folder, and syncs only what is open for writing
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
