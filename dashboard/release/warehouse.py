"""Releases as they are opened, built and listed: the only module that opens one. Asks no question of them.

Builds one when there is none, and keeps serving the last good one when the data is broken.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import duckdb

from etl import release
from etl.addresses import linked as linked  # also for releases that are older than the rule
from etl.build import build
from etl.changed_figures import CORRECTED, NEW_DOCUMENT, RULE
from etl.changes import Changes, between
from etl.problems import DataError
from etl.release import ListedRelease as ListedRelease  # the type of what is listed

_log = logging.getLogger(__name__)

DATA = release.ROOT / "data"
MAX_OPEN = 2  # the release that serves, and the one before it for reruns that began on it
MAX_PINNED = 4  # older releases that links are pinned to, open beside them

REASONS = (NEW_DOCUMENT, CORRECTED, RULE)  # why a figure is different in a newer release


class NoRelease(Exception):
    """There is no release to answer from."""


@dataclass
class _State:
    lock: threading.Lock = field(default_factory=threading.Lock)
    is_prepared: bool = False
    n_problems: int = 0
    first_problem: str = ""
    pointer: tuple[int, int] = (-1, -1)
    open: dict[str, duckdb.DuckDBPyConnection] = field(default_factory=dict)
    pinned: dict[str, duckdb.DuckDBPyConnection] = field(default_factory=dict)


_state = _State()


def current_name() -> str:
    """The name of the current release; the next call picks up a newer one. Raises NoRelease."""
    prepare()
    folder = release.directory()
    pointer = _pointer()
    with _state.lock:
        if pointer != _state.pointer or not _state.open:
            try:
                path = release.current(folder)
                if path.stem not in _state.open:
                    _state.open[path.stem] = _confine(release.open_readonly(path))
                else:
                    _state.open[path.stem] = _state.open.pop(path.stem)
            except (release.ReleaseError, duckdb.Error) as error:
                if not _state.open:
                    raise NoRelease(str(error)) from error
            # Cursors that reruns still hold keep an old file open until they are done with it.
            for name in list(_state.open)[:-MAX_OPEN]:
                _state.open.pop(name).close()
            _state.pointer = pointer
        return next(reversed(_state.open))


def cursor(name: str) -> duckdb.DuckDBPyConnection:
    """A read-only cursor of its own on the release of this name. Raises NoRelease where it does not open."""
    with _state.lock:
        if name in _state.open:
            return _state.open[name].cursor()
        if name in _state.pinned and not release.path_of(release.directory(), name).exists():
            _state.pinned.pop(name).close()  # pruned meanwhile
        if name not in _state.pinned:
            _state.pinned[name] = _open_pinned(name)
        connection = _state.pinned[name] = _state.pinned.pop(name)  # the last to be closed
        for oldest in list(_state.pinned)[:-MAX_PINNED]:
            _state.pinned.pop(oldest).close()
        return connection.cursor()


def _open_pinned(name: str) -> duckdb.DuckDBPyConnection:
    try:
        path = release.path_of(release.directory(), name)
        # Nothing outside the folder is opened, whatever somebody has put into it.
        if path.is_symlink() or not release.is_sound(path):
            raise NoRelease(name)
        connection = _confine(release.open_readonly(path))
        if _format(connection) != release.FORMAT:
            raise NoRelease(f"{name} was built in an older format")
        return connection
    except (release.ReleaseError, duckdb.Error, OSError) as error:
        raise NoRelease(str(error)) from error


def _confine(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """The connection, which from now on reads no other file."""
    # Not set as it is opened: within a process DuckDB opens a file again, as a look at the current release
    # does, with the same settings only.
    return connection.execute("SET enable_external_access = false")


def _format(connection: duckdb.DuckDBPyConnection) -> object:
    """The format that a release was built in; None of one from before formats had numbers."""
    with connection.cursor() as cursor:
        cursor.execute("FROM meta.release")
        names = [column[0] for column in cursor.description or ()]
        return dict(zip(names, cursor.fetchone() or (), strict=True)).get("format")


def pruned(name: str) -> tuple[datetime | None, str]:
    """When a release that does not open any more was built, and the name of the one built nearest in time.

    None and "" where they are not known.
    """
    try:
        known = release.metadata(release.directory(), name)
        nearest = release.nearest(release.directory(), name)
    except (release.ReleaseError, OSError):
        return None, ""
    return known.built_at if known else None, nearest.name if nearest and known else ""


@lru_cache(maxsize=MAX_PINNED)
def changes(older: str, newer: str) -> Changes:
    """The differences between two releases. Raises ReleaseError where one does not open."""
    return between(release.directory(), older, newer)


def problems() -> tuple[int, str]:
    """How many problems keep the data from becoming a release, and the first; (0, "") for sound data."""
    return _state.n_problems, _state.first_problem


def prepare() -> None:
    """Build a release of the data folder, once in the life of the server and unless it is built already.

    Where that fails, the last good one keeps serving.
    """
    with _state.lock:
        if _state.is_prepared:
            return
        _state.is_prepared = True
        try:
            build(DATA, release.directory(), say=_log.warning)
        except DataError as error:
            _state.n_problems, _state.first_problem = len(error.problems), str(error.problems[0])
        except (release.ReleaseError, duckdb.Error, OSError) as error:
            _state.n_problems, _state.first_problem = 1, str(error).split("\n")[0]
        if _state.n_problems:
            _log.warning(
                "%d problems keep the data from becoming a release; the last good one serves. First: %s",
                _state.n_problems,
                _state.first_problem,
            )


def _pointer() -> tuple[int, int]:
    """Time and inode of the pointer to the current release, which differ once it was moved."""
    try:
        status = (release.directory() / release.POINTER).stat()
    except OSError:
        return (0, 0)
    return status.st_mtime_ns, status.st_ino


def listing() -> list[ListedRelease]:
    """Every release of the folder that opens, the newest first."""
    folder = release.directory()
    return _listed(folder, folder.stat().st_mtime_ns if folder.exists() else 0)


@lru_cache(maxsize=1)
def _listed(folder: Path, changed: int) -> list[ListedRelease]:
    # Each is opened for it. A release comes, goes and becomes current by a rename, which changes the folder.
    return release.listing(folder)


def count_open() -> int:
    """The number of open releases, pinned ones included."""
    return len(_state.open) + len(_state.pinned)
