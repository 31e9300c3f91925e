"""Releases: immutable DuckDB files in one folder, their names, and the pointer to the current one. Writes no tables.

A release is named by the hash of what it was built from. `current` holds the name of the one that serves; both come into
being by an atomic rename, so a reader never meets a half-written one.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from etl.schema import CONTRACT, Contract

SQL = Path(__file__).parent / "sql"
ROOT = Path(__file__).resolve().parent.parent
# Raised when the code that writes a release changes what is in it, so that the name changes too.
FORMAT = 1
STORAGE_VERSION = "v1.5.0"  # opened by DuckDB 1.5 and 2.0 alike
NAME = re.compile(r"[0-9a-f]{12}")
BLOCK_SIZE = 16384  # the smallest: many small tables stay small on disk
HEADERS = 3 * 4096  # bytes before the first block of a DuckDB file
POINTER = "current"


class ReleaseError(Exception):
    """A release cannot be built, found or opened; the message says what to do."""


@dataclass(frozen=True)
class Release:
    """One release as it lists itself."""

    name: str
    path: Path
    built_at: datetime
    n_rows: int
    is_current: bool


def directory() -> Path:
    """Returns the folder of releases: the environment's RELEASES_DIR, else releases/ beside the code."""
    return Path(os.environ.get("RELEASES_DIR") or ROOT / "releases")


def path_of(releases: Path, name: str) -> Path:
    """Returns the file of a release; ReleaseError for a name that is no release's, so that no path can be named from outside."""
    if not NAME.fullmatch(name):
        raise ReleaseError(f"{name!r} is not the name of a release")
    return releases / f"{name}.duckdb"


def hashes(contract: Contract) -> dict[str, str]:
    """Returns the SHA-256 of every input of a release: data/<file> for contract and data files, sql/<file> for the SQL."""
    inputs = [CONTRACT, *(path for table in contract.tables for path in table.paths)]
    files = {f"data/{path}": contract.directory / path for path in inputs}
    files |= {f"sql/{path.relative_to(SQL).as_posix()}": path for path in sorted(SQL.rglob("*.sql"))}
    found = {}
    for label, path in files.items():
        with path.open("rb") as stream:
            found[label] = hashlib.file_digest(stream, "sha256").hexdigest()
    return found


def name_of(inputs: dict[str, str]) -> str:
    """Returns the name of the release that is built from inputs of these hashes: 12 hex digits."""
    lines = [f"format {FORMAT}", *(f"{label}:{digest}" for label, digest in inputs.items())]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


def is_sound(path: Path) -> bool:
    """Returns whether this DuckDB can open the file as a whole release."""
    return _read(path) is not None


def _read(path: Path) -> tuple[datetime, int] | None:
    """Returns when a release was built and its number of rows, or None for a file that is not a whole release."""
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            facts = connection.execute("SELECT built_at, n_rows FROM meta.release").fetchall()
            size = connection.execute(f"SELECT total_blocks * block_size + {HEADERS} FROM pragma_database_size()").fetchall()
        # A file cut short may still open; what it lacks is met only later.
        return facts[0] if len(facts) == 1 and path.stat().st_size >= size[0][0] else None
    except (duckdb.Error, OSError):
        return None


def current(releases: Path) -> Path:
    """Returns the file of the release that serves: the pointed-at one, else the newest that opens; ReleaseError where there is none."""
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


def listing(releases: Path) -> list[Release]:
    """Returns every release that opens, the newest first."""
    try:
        serving = current(releases)
    except ReleaseError:
        return []
    found = [Release(path.stem, path, built_at, n_rows, path == serving) for path, (built_at, n_rows) in _all(releases)]
    return sorted(found, key=lambda r: r.built_at, reverse=True)


@contextlib.contextmanager
def lock(releases: Path) -> Iterator[None]:
    """Holds the folder for one build at a time; a second build waits. What a killed build left is cleared."""
    releases.mkdir(parents=True, exist_ok=True)
    with (releases / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        for litter in releases.glob(".building*"):
            shutil.rmtree(litter) if litter.is_dir() else litter.unlink(missing_ok=True)
        yield


def publish(built: Path, releases: Path, name: str) -> Path:
    """Moves a finished file under its name and makes it current; returns its path."""
    target = path_of(releases, name)
    _sync(built)
    os.replace(built, target)
    point_to(releases, name)
    return target


def point_to(releases: Path, name: str) -> None:
    """Makes a release current, by one atomic rename."""
    beside = releases / ".building-pointer"
    beside.write_text(name + "\n", encoding="ascii")
    _sync(beside)
    os.replace(beside, releases / POINTER)
    _sync(releases)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
