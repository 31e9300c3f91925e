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


def name_of(contract: Contract) -> str:
    """Returns the name that a release of these inputs has: 12 hex digits of the hash of contract, data files and SQL."""
    digest = hashlib.sha256(f"format {FORMAT}".encode())
    inputs = [contract.directory / CONTRACT]
    inputs += [contract.directory / path for table in contract.tables for path in table.paths]
    for label, base, files in (("data", contract.directory, inputs), ("sql", SQL, sorted(SQL.rglob("*.sql")))):
        for file in files:
            digest.update(f"\n{label}/{file.relative_to(base).as_posix()}:".encode())
            with file.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()[:12]


def is_sound(path: Path) -> bool:
    """Returns whether this DuckDB can open the file as a whole release."""
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            return connection.execute("SELECT count(*) FROM meta.release").fetchone() == (1,)
    except (duckdb.Error, OSError):
        return False


def current(releases: Path) -> Path:
    """Returns the file of the release that serves: the pointed-at one, else the newest that opens; ReleaseError where there is none."""
    try:
        pointed = path_of(releases, (releases / POINTER).read_text(encoding="ascii").strip())
        if is_sound(pointed):
            return pointed
    except (OSError, ReleaseError, UnicodeDecodeError):
        pass
    found = releases.glob("*.duckdb") if releases.is_dir() else iter(())
    for path in sorted((p for p in found if NAME.fullmatch(p.stem)), key=lambda p: p.stat().st_mtime, reverse=True):
        if is_sound(path):
            return path
    raise ReleaseError(f"there is no release in {releases}; run: python -m etl build")


def listing(releases: Path) -> list[Release]:
    """Returns every release that opens, the newest first."""
    try:
        serving = current(releases)
    except ReleaseError:
        return []
    found = []
    for path in releases.glob("*.duckdb"):
        if NAME.fullmatch(path.stem) and is_sound(path):
            with duckdb.connect(str(path), read_only=True) as connection:
                row = connection.execute("SELECT built_at, n_rows FROM meta.release").fetchone()
            if row:
                found.append(Release(path.stem, path, row[0], row[1], path == serving))
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
