"""Releases as they are opened, built and listed: the only module that opens one. Asks no question of them.

Builds one when there is none, and keeps serving the last good one when the data is broken.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import duckdb

from etl import release, schema
from etl.addresses import linked as linked  # also for releases that are older than the rule
from etl.build import build, open_workspace
from etl.changed_figures import CORRECTED, NEW_DOCUMENT, RULE
from etl.changes import Changes, between
from etl.problems import DataError
from etl.release import ListedRelease as ListedRelease  # the type of what is listed
from etl.validate import validate

_log = logging.getLogger(__name__)

DATA = release.DATA
MAX_OPEN = 2  # the release that serves, and the one before it for reruns that began on it
MAX_PINNED = 4  # older releases that links are pinned to, open beside them

REASONS = (NEW_DOCUMENT, CORRECTED, RULE)  # why a figure is different in a newer release


class NoRelease(Exception):
    """There is no release to answer from."""


@dataclass(frozen=True)
class Trouble:
    """Why the newest data are not what is shown.

    cause: "data" that have problems, n of them; "build" where no release could be made of them; "release"
    where the current one is damaged or gone. first: the first problem, or what kept the build from it.
    """

    cause: str
    n: int = 0
    first: str = ""


Identity = tuple[int, int, int] | None


class _Opened(NamedTuple):
    """An open release, and what its file was as it was checked and opened."""

    connection: duckdb.DuckDBPyConnection
    identity: Identity


@dataclass
class _State:
    lock: threading.Lock = field(default_factory=threading.Lock)
    building: threading.Lock = field(default_factory=threading.Lock)
    prepared: object = None  # what the data were, and the pointer, when a release was last built of them
    not_built: Trouble | None = None
    seen: object = None  # of the folder of releases
    is_passed_over: bool = False
    open: dict[str, _Opened] = field(default_factory=dict)
    pinned: dict[str, _Opened] = field(default_factory=dict)


_state = _State()


def current_name() -> str:
    """The name of the current release; the next call picks up a newer one. Raises NoRelease."""
    prepare()
    folder = release.directory()
    with _state.lock:
        if not _state.open or _seen(folder) != _state.seen:
            _open_current(folder)
            _state.seen = _seen(folder)
        return next(reversed(_state.open))


def _open_current(folder: Path) -> None:
    """Open the current release as the last of those that are open."""
    for name, opened in list(_state.open.items()):
        now = _identity(release.path_of(folder, name))
        # One that was deleted or replaced is still whole in the connection; one that was written to is not.
        if now and opened.identity and now[0] == opened.identity[0] and now != opened.identity:
            _state.open.pop(name).connection.close()
    try:
        path = release.current(folder)
        known = _state.open.pop(path.stem, None)
        is_known = known is not None and known.identity == _identity(path)
        _state.open[path.stem] = known if known and is_known else _open(path)
        _state.is_passed_over = release.pointed_at(folder) not in (None, path)
    except (release.ReleaseError, duckdb.Error) as error:
        if not _state.open:
            raise NoRelease(str(error)) from error
        _state.is_passed_over = True
    # Cursors that reruns still hold keep an old file open until they are done with it.
    for name in list(_state.open)[:-MAX_OPEN]:
        _state.open.pop(name).connection.close()


def _seen(folder: Path) -> tuple[Identity, ...]:
    """What differs once another release is current, or the file of one that is open is not what it was."""
    files = [release.pointed_at(folder), *(release.path_of(folder, name) for name in _state.open)]
    return _identity(folder / release.POINTER), *(_identity(path) if path else None for path in files)


def _identity(path: Path) -> Identity:
    """Inode, size and time of change of a file, other ones once it is another; None where it is gone."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def cursor(name: str) -> duckdb.DuckDBPyConnection:
    """A read-only cursor of its own on the release of this name. Raises NoRelease where it does not open."""
    with _state.lock:
        if name in _state.open:
            return _state.open[name].connection.cursor()
        pinned = _state.pinned.pop(name, None)
        # Pruned meanwhile, or not what it was: it is checked again.
        if pinned and pinned.identity != _identity(release.path_of(release.directory(), name)):
            pinned.connection.close()
            pinned = None
        _state.pinned[name] = pinned = pinned or _open_pinned(name)  # the last to be closed
        for oldest in list(_state.pinned)[:-MAX_PINNED]:
            _state.pinned.pop(oldest).connection.close()
        return pinned.connection.cursor()


def _open_pinned(name: str) -> _Opened:
    try:
        path = release.path_of(release.directory(), name)
        # Nothing outside the folder is opened, whatever somebody has put into it.
        if path.is_symlink() or not release.is_sound(path):
            raise NoRelease(name)
        opened = _open(path)
        if _format(opened.connection) != release.FORMAT:
            raise NoRelease(f"{name} was built in an older format")
        return opened
    except (release.ReleaseError, duckdb.Error, OSError) as error:
        raise NoRelease(str(error)) from error


def _open(path: Path) -> _Opened:
    """A release that was found sound, opened."""
    identity = _identity(path)
    return _Opened(release.open_readonly(path), identity)


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


def trouble() -> Trouble | None:
    """Why the newest data are not what is shown; None where they are."""
    return _state.not_built or (Trouble("release") if _state.is_passed_over else None)


def prepare() -> None:
    """Build a release of the data folder where none is open yet, else check the data where they were edited.

    Where that fails, the last good one keeps serving. While one reader waits for it, the others go on with
    what is open. What is edited under a running server is built by whoever has finished editing.
    """
    data = _files_of_data()
    if _state.prepared == (data, _pointer_if_not_built()):
        return
    if not _state.building.acquire(blocking=not _state.open):
        return
    try:
        if _state.prepared != (data, _pointer_if_not_built()):
            _state.not_built = _trouble_with(_check if _state.open else _build)
            _state.prepared = (data, _pointer_if_not_built())
    finally:
        _state.building.release()


def _trouble_with(prepare: Callable[[Path], object]) -> Trouble | None:
    folder = release.directory()
    try:
        prepare(folder)
        return None
    except DataError as error:
        found = Trouble("data", len(error.problems), str(error.problems[0]))
        _log.warning("%s in the data, of which no release is built; first: %s", error, found.first)
    except (release.ReleaseError, duckdb.Error, OSError) as error:
        found = Trouble("build", 1, str(error).split("\n")[0])
        if _is_for_reading_only(folder) and release.listing(folder):
            _log.info("no release is built: %s", error)
            return None  # nor is one meant to be
        _log.warning("%s", error)
    return found


def _build(folder: Path) -> None:
    build(DATA, folder, say=_log.warning)


def _check(folder: Path) -> None:
    if _is_for_reading_only(folder):
        return
    with open_workspace() as connection:
        _, found = validate(connection, schema.load(DATA))
    if found:
        raise DataError(found)


def _is_for_reading_only(folder: Path) -> bool:
    return folder.is_dir() and not os.access(folder, os.W_OK)


def _pointer_if_not_built() -> Identity:
    # What kept a build from it may be over, where a release was built since by somebody else.
    return _identity(release.directory() / release.POINTER) if _state.not_built else None


def _files_of_data() -> list[tuple[str, Identity]]:
    """Every file of the data folder as it is now, to notice a change."""
    return [
        (path, _identity(Path(path)))
        for folder, _, names in sorted(os.walk(DATA))
        for path in (os.path.join(folder, name) for name in sorted(names))
    ]


def listing() -> list[ListedRelease]:
    """Every sound release of the folder, the newest first."""
    folder = release.directory()
    files = [*sorted(folder.glob("*.duckdb")), folder / release.POINTER]
    return _listed(folder, tuple((path, _identity(path)) for path in files))


@lru_cache(maxsize=1)
def _listed(folder: Path, files: tuple[tuple[Path, Identity], ...]) -> list[ListedRelease]:
    # Each is checked and opened for it.
    return release.listing(folder)


def count_open() -> int:
    """The number of open releases, pinned ones included."""
    return len(_state.open) + len(_state.pinned)
