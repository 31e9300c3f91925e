"""The only module that opens a release. Builds one when there is none; keeps serving the last good one when the data is broken."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field

import duckdb

from dashboard.queries.releases import confined
from etl import release
from etl.build import build
from etl.problems import DataError

_log = logging.getLogger(__name__)

DATA = release.ROOT / "data"
MOST_OPEN = 2  # the release that serves, and the one before it for reruns that began on it


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


_state = _State()


def release_name() -> str:
    """Returns the name of the release that answers now; raises NoRelease. A newer one is picked up by the next call."""
    prepare()
    folder = release.directory()
    pointer = _pointer()
    with _state.lock:
        if pointer != _state.pointer or not _state.open:
            try:
                path = release.current(folder)
                if path.stem not in _state.open:
                    _state.open[path.stem] = confined(duckdb.connect(str(path), read_only=True))
                else:
                    _state.open[path.stem] = _state.open.pop(path.stem)
            except (release.ReleaseError, duckdb.Error) as error:
                if not _state.open:
                    raise NoRelease(str(error)) from error
            # Cursors that reruns still hold keep an old file open until they are done with it.
            for name in list(_state.open)[:-MOST_OPEN]:
                _state.open.pop(name).close()
            _state.pointer = pointer
        return next(reversed(_state.open))


def cursor(name: str) -> duckdb.DuckDBPyConnection:
    """Returns a cursor of its own, read-only, on a release that release_name named."""
    with _state.lock:
        return _state.open[name].cursor()


def problems() -> tuple[int, str]:
    """Returns how many problems keep the data as it stands from becoming a release, and the first of them; (0, "") when it is sound."""
    return _state.n_problems, _state.first_problem


def prepare() -> None:
    """Builds a release of the data folder once in the life of the server, unless it stands; failing leaves the last good one serving."""
    with _state.lock:
        if _state.is_prepared:
            return
        _state.is_prepared = True
        try:
            build(DATA, release.directory())
        except DataError as error:
            _state.n_problems, _state.first_problem = len(error.problems), str(error.problems[0])
        except (release.ReleaseError, duckdb.Error, OSError) as error:
            _state.n_problems, _state.first_problem = 1, str(error).split("\n")[0]
        if _state.n_problems:
            _log.warning(
                "%d problems keep the data from becoming a release; the last good one serves. First: %s", _state.n_problems, _state.first_problem
            )


def _pointer() -> tuple[int, int]:
    """Returns what shows that the pointer to the current release was moved, at the cost of one look at the file."""
    try:
        found = (release.directory() / release.POINTER).stat()
    except OSError:
        return (0, 0)
    return found.st_mtime_ns, found.st_ino
