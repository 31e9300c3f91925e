"""Releases: immutable DuckDB files in one folder, their names, the current one, a record of each.

Writes no tables. A release is named by the hash of its inputs. `current` holds the name of the current one,
and `<name>.json` the record of each: its metadata, the checksum of its file, and when in the order of all it
was made current. All are created by an atomic rename, so a reader never meets a half-written one. A record
outlives its release, and a release without one is as good as it opens.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import re
import shlex
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import duckdb
from filelock import FileLock

from etl import failures
from etl.metadata import Metadata, metadata_as_json, metadata_in, metadata_of
from etl.problems import quoted, visible
from etl.schema import CONTRACT, Contract, literal

_log = logging.getLogger(__name__)

SQL = Path(__file__).parent / "sql"
ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
# Raised when the code that writes a release changes what is in it, so that the name changes too.
FORMAT = 2
STORAGE_VERSION = "v1.5.0"  # opened by DuckDB 1.5 and 2.0 alike
NAME = re.compile(r"[0-9a-f]{12}")
BLOCK_SIZE = 16384  # the smallest: many small tables stay small on disk
HEADERS = 3 * 4096  # bytes before the first block of a DuckDB file
POINTER = "current"
# Signs in a path that DuckDB takes for the end of it, or for a separator as on Windows.
MISREAD = ("?",) if os.name == "nt" else ("?", "\\")
# A file of another kind has DuckDB fetch the extension that reads it.
NO_EXTENSIONS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
_NO_OTHER_FILES = "SET enable_external_access = false"
# What no release has in the schemas that are read to judge it: names that are more than a name in a query,
# and views, which may ask for anything.
_FOREIGN = """
    SELECT schema_name || '.' || view_name FROM duckdb_views()
    WHERE database_name = 'release' AND schema_name IN ('core', 'meta')
    UNION ALL
    SELECT schema_name || '.' || table_name || '.' || column_name FROM duckdb_columns()
    WHERE database_name = 'release' AND schema_name IN ('core', 'meta')
        AND NOT regexp_full_match(table_name || column_name, '[a-z0-9_]+')
"""


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


def directory() -> Path:
    """The folder of releases: the environment's RELEASES_DIR, else releases/ beside the code."""
    return Path(os.environ.get("RELEASES_DIR") or ROOT / "releases")


def command(name: str, data: Path | None = None, releases: Path | None = None) -> str:
    """A command of this program to be typed into a shell, with the folders that are not the usual ones."""
    parts = ["python", "-m", "etl", *name.split()]
    parts += [str(data)] if data not in (None, DATA) else []
    parts += ["--releases", str(releases)] if releases not in (None, directory()) else []
    return shlex.join(parts)


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
    """A read-only connection of its own to the file of a release, and to no other. Raises duckdb.Error."""
    # Not given as a setting: with that DuckDB asks for a log under another name where the path has a "?".
    connection = duckdb.connect(str(path), read_only=True, config=NO_EXTENSIONS)
    return limit_threads_on_duckdb_1(connection.execute(_NO_OTHER_FILES))


def attach(
    connection: duckdb.DuckDBPyConnection, releases: Mapping[str, Path], folder: Path | None = None
) -> None:
    """Attach releases for reading under these names; from then on the connection opens no other file.

    But for files in the folder, which it may write. Raises duckdb.Error.
    """
    for name, path in releases.items():
        connection.execute(f"ATTACH {literal(str(path))} AS {name} (READ_ONLY)")
    if folder:
        connection.execute(f"SET allowed_directories = [{literal(str(folder))}]")
    connection.execute(_NO_OTHER_FILES)


def limit_threads_on_duckdb_1(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """The connection, limited to one thread on DuckDB 1.

    There a window over no rows at times fails on several threads, and invalidates the database.
    """
    # https://github.com/duckdb/duckdb/issues/25713, not so in 2.0
    return connection if duckdb.__version__.split(".")[0] != "1" else connection.execute("SET threads = 1")


def fault(path: Path) -> str:
    """What is wrong with the file of a release, as a part of a sentence; "" for a whole one of this name.

    The file is read as a whole, once while it stays as it is.
    """
    if not path.is_file():
        return "it is no file"
    if os.path.lexists(log_path(path)):
        return f"changes lie beside it in {log_path(path).name}, which DuckDB would read with it"
    try:
        kept = _record(path)
        if kept and kept.sha256 not in ("", checksum(path)):
            return "its bytes are not those that were written"
        _look_inside(path, *_identity(path))
        return ""
    except _Unsound as found:
        return str(found)
    except (duckdb.Error, OSError, ValueError) as error:
        return f"it does not open: {visible((str(error).splitlines() or [type(error).__name__])[0])}"


class _Unsound(Exception):
    """What is wrong inside a file, as a part of a sentence."""


@lru_cache(maxsize=256)
def _look_inside(path: Path, *_identity: int) -> None:
    """Raise _Unsound, duckdb.Error, OSError or ValueError where the file is no whole release of this name.

    A sound file is opened once while it stays as it is.
    """
    with _beside_others(path) as connection:
        foreign = connection.execute(_FOREIGN).fetchone()
        if foreign:
            raise _Unsound(f"it has {quoted(foreign[0])}, which no release has")
        known = metadata_of(connection, "release")
        [(size,)] = connection.execute(
            f"""SELECT total_blocks * block_size + {HEADERS} FROM pragma_database_size()
                WHERE database_name = 'release'"""
        ).fetchall()
    if known.name != path.stem:
        raise _Unsound(f"it is a copy of {visible(known.name)} under another name")
    # A file cut short may still open; what it lacks is met only later.
    if path.stat().st_size < size:
        raise _Unsound("it was cut short")


@contextlib.contextmanager
def _beside_others(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with a release attached as `release`, and not in use: a macro of it may have any name."""
    with limit_threads_on_duckdb_1(duckdb.connect(config=NO_EXTENSIONS)) as connection:
        attach(connection, {"release": path})
        yield connection


def is_sound(path: Path) -> bool:
    """True for a whole release of its name that this DuckDB can open, with the bytes that were written."""
    return not fault(path)


def checksum(path: Path) -> str:
    """The SHA-256 of a file, read once while it stays as it is. Raises OSError."""
    return _checksum(path, *_identity(path))


def _identity(path: Path) -> tuple[int, ...]:
    """What tells a file from another one, or from itself once it was changed."""
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


@lru_cache(maxsize=256)
def _checksum(path: Path, *identity: int) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def pointed_at(releases: Path) -> Path | None:
    """The file that the pointer names, whether it is there or not; None without a usable pointer."""
    pointer = releases / POINTER
    try:
        return path_of(releases, pointer.read_text(encoding="ascii").strip()) if pointer.is_file() else None
    except (OSError, ReleaseError, UnicodeDecodeError):
        return None


def current(releases: Path) -> Path:
    """The file of the current release: the pointed-at one, else the sound one that was current last.

    Raises ReleaseError where there is none.
    """
    pointed = pointed_at(releases)
    if pointed is not None and is_sound(pointed):
        return pointed
    # Not by the clock, which may have been set back, but for releases without a sequence.
    known = [(kept.sequence, kept.built_at, path) for path in _files(releases) if (kept := _known(path))]
    for *_, path in sorted(known, reverse=True):
        if is_sound(path):
            return path
    next_command = command("build", releases=releases)
    raise ReleaseError(f"there is no release in {releases}{_unreadable(releases)}; run: {next_command}")


def still_current(releases: Path) -> str:
    """A sentence on which release is current, for whoever could not make another."""
    try:
        return f"The last good release, {current(releases).stem}, is still current"
    except ReleaseError:
        return "There is no release yet"


def _files(releases: Path) -> list[Path]:
    return [path for path in releases.glob("*.duckdb") if NAME.fullmatch(path.stem)]


def _unreadable(releases: Path) -> str:
    is_misread = os.name != "nt" and "\\" in str(releases.absolute())
    return ", for DuckDB reads \\ in a path as a separator" if is_misread else ""


def listing(releases: Path) -> list[ListedRelease]:
    """Every sound release, the newest first."""
    try:
        serving = current(releases)
    except ReleaseError:
        return []
    found = [
        ListedRelease(path.stem, path, known.built_at, known.n_rows, path == serving)
        for path in _files(releases)
        if is_sound(path) and (known := _known(path))
    ]
    return sorted(found, key=lambda r: r.built_at, reverse=True)


def check_path(releases: Path) -> None:
    """Raise ReleaseError for a folder that DuckDB would take for another one when it writes into it."""
    signs = [sign for sign in MISREAD if sign in str(releases.absolute())]
    if signs:
        raise ReleaseError(
            f"DuckDB cannot write into {releases.absolute()}: it reads {' and '.join(signs)} in a path as a "
            "sign of its own; give the folder another name, or set RELEASES_DIR to another one"
        )


def faults(releases: Path) -> dict[Path, str]:
    """{file: what is wrong with it} of every file that is named as a release and is no sound one."""
    return {path: found for path in sorted(_files(releases)) if (found := fault(path))}


@contextlib.contextmanager
def lock(releases: Path) -> Iterator[None]:
    """Hold the folder for one build at a time; a second build waits. What a killed build left is cleared."""
    releases.mkdir(parents=True, exist_ok=True)
    # A lock of the system, which it takes back from a process that dies; the library's other kind would stay.
    with FileLock(releases / ".lock", fallback_to_soft=False):
        for left in litter(releases):
            shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)
        yield


def litter(releases: Path) -> list[Path]:
    """What a build is writing just now, or a killed one left."""
    return sorted(releases.glob(".building*"))


def is_settled(path: Path) -> bool:
    """True for the release that serves, where a build of the same data has nothing to write.

    So it is in a folder that cannot be written, whatever it lacks.
    """
    releases = path.parent
    try:
        if current(releases) != path:
            return False
    except ReleaseError:
        return False
    kept = _record(path)
    is_whole = pointed_at(releases) == path and kept is not None and kept.sequence > 0
    return not os.access(releases, os.W_OK) or (is_whole and not litter(releases))


def settle(releases: Path) -> None:
    """Set the current release aside where it is damaged, and give a record to each that has none.

    The checksum of a file that was written before there were any is that of the file as it is: what becomes
    of it from now on is noticed. To be called with the lock.
    """
    pointed = pointed_at(releases)
    if pointed is not None:
        set_aside_if_damaged(pointed)
    for path in _files(releases):
        kept = _record(path)
        if (kept is None or not kept.sha256 or kept.pruned_at) and is_sound(path):
            _record_of(path, kept.sequence if kept else 0)


def set_aside_if_damaged(path: Path) -> None:
    """Rename a release that is not sound to <name>.duckdb.damaged, for whoever wants to look at it.

    So are the changes that lie beside it, also where it is gone itself.
    """
    aside = damaged_path(path.parent, path.stem)
    moves = [
        (one, to) for one, to in ((path, aside), (log_path(path), log_path(aside))) if os.path.lexists(one)
    ]
    found = fault(path) if moves else ""
    if found:
        for one, to in moves:
            os.replace(one, to)
        _log.warning("the release %s is damaged: %s; it was set aside as %s", path.stem, found, aside)


def publish(built: Path, releases: Path, name: str) -> Path:
    """Move a finished file under its name and make it current; returns its path."""
    target, record = path_of(releases, name), record_path(releases, name)
    sync(built)
    beside = _record_beside(built, releases, _next_sequence(releases))
    # The record of a former file of this name is not to belie the new one, not even for a moment; where there
    # was none, none is left of a build that is killed right here.
    moves = [(built, target), (beside, record)]
    for source, to in reversed(moves) if record.exists() else moves:
        os.replace(source, to)
    _point_to(releases, name)
    return target


def point_to(releases: Path, name: str) -> None:
    """Make a release that is there current; as the last one, whenever it was built."""
    _record_of(path_of(releases, name), _next_sequence(releases))
    _point_to(releases, name)


def _point_to(releases: Path, name: str) -> None:
    beside = releases / ".building-pointer"
    _write(beside, name + "\n")
    os.replace(beside, releases / POINTER)
    sync(releases)


def _next_sequence(releases: Path) -> int:
    records = [metadata_in(path) for path in releases.glob("*.json") if NAME.fullmatch(path.stem)]
    return 1 + max((kept.sequence for kept in records if kept), default=0)


def _record_of(path: Path, sequence: int) -> None:
    """Write the record of a release that is there."""
    os.replace(_record_beside(path, path.parent, sequence), record_path(path.parent, path.stem))
    sync(path.parent)


def _record_beside(path: Path, releases: Path, sequence: int) -> Path:
    """A file in the folder, yet to be renamed, with the record of a release that may still be being built."""
    with _beside_others(path) as connection:
        known = replace(metadata_of(connection, "release"), sha256=checksum(path), sequence=sequence)
    beside = releases / ".building-record"
    _write(beside, metadata_as_json(known))
    return beside


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
        sync(path)
    except OSError:
        path.unlink(missing_ok=True)
        raise


def named(releases: Path, prefix: str) -> str:
    """The full name of the one sound release that begins with a prefix.

    Raises ReleaseError where none does, or several do.
    """
    lists_them = f"{command('releases', releases=releases)} lists them"
    if not re.fullmatch(r"[0-9a-f]{1,12}", prefix):
        raise ReleaseError(f"{prefix!r} is not the name of a release, nor its beginning; {lists_them}")
    known = {path.stem: fault(path) for path in _files(releases) if path.stem.startswith(prefix)}
    found = sorted(name for name, what in known.items() if not what)
    if len(found) == 1:
        return found[0]
    if found:
        raise ReleaseError(f"{prefix} is the beginning of {' and of '.join(found)}; write more of the name")
    if known:
        name, what = min(known.items())
        raise ReleaseError(f"{path_of(releases, name)} is not to be used: {what}; {lists_them}")
    left = metadata(releases, prefix) if NAME.fullmatch(prefix) else None
    if left is not None:
        near = nearest(releases, prefix)
        aside = damaged_path(releases, prefix)
        if left.pruned_at:
            gone = f"was pruned on {left.pruned_at:%Y-%m-%d}"
        else:
            gone = f"was damaged and set aside as {aside}" if aside.exists() else "is there no more"
        raise ReleaseError(
            f"{prefix} {gone}; "
            + (
                f"the one built nearest in time is {near.name}"
                if near
                else f"{command('build', releases=releases)} builds one"
            )
        )
    raise ReleaseError(f"there is no release {prefix} in {releases}{_unreadable(releases)}; {lists_them}")


def metadata(releases: Path, name: str) -> Metadata | None:
    """The metadata of a release, kept also once it is pruned or damaged; None for an unknown one."""
    return _known(path_of(releases, name))


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

    The metadata is kept as <name>.json, written before the release is removed. On a full disk the room for it
    is what its release takes: those go first whose record is there and lacks the day alone.
    """
    if not releases.is_dir():
        return []
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    pruned = []
    try:
        with lock(releases):
            due = [one for one in listing(releases)[keep:] if not one.is_current]
            for one in sorted(due, key=lambda one: (_record(one.path) is None, -one.path.stat().st_size)):
                if known := _known(one.path):
                    pruned.append(replace(known, pruned_at=now))
                    _prune(one.path, pruned[-1])
            sync(releases)
    except OSError as error:
        raise ReleaseError(f"no more could be pruned: {failures.reason(error)}") from error
    return sorted(pruned, key=lambda known: known.built_at, reverse=True)


def _prune(path: Path, known: Metadata) -> None:
    try:
        _write_tombstone(path, known)
        path.unlink()
    except OSError as error:
        if not failures.is_full(error):
            raise
        has_record = _record(path) is not None
        if not has_record:
            _log.warning(
                "the disk is full; what is known of the release that makes room:\n%s", metadata_as_json(known)
            )
        path.unlink()
        try:
            _write_tombstone(path, known)
        except OSError as again:  # as where a server still holds the file open
            if not failures.is_full(again):
                raise
            _log.warning(
                "the disk is full; %s was removed, and %s",
                path.stem,
                "its record lacks the day" if has_record else "nothing but the lines above is left of it",
            )


def _write_tombstone(path: Path, known: Metadata) -> None:
    beside = path.with_name(".building-record")
    _write(beside, metadata_as_json(known))
    os.replace(beside, record_path(path.parent, path.stem))
    sync(path.parent)


def record_path(releases: Path, name: str) -> Path:
    """The file that holds the record of a release."""
    return path_of(releases, name).with_suffix(".json")


def damaged_path(releases: Path, name: str) -> Path:
    """The file as which a damaged release is set aside."""
    return path_of(releases, name).with_suffix(".duckdb.damaged")


def log_path(path: Path) -> Path:
    """The file that DuckDB keeps changes in that are not yet in a database, and reads with it."""
    return path.with_name(f"{path.name}.wal")


def _record(path: Path) -> Metadata | None:
    """The record beside the file of a release; None where there is none, or it is of another one."""
    kept = metadata_in(path.with_suffix(".json"))
    return kept if kept and kept.name == path.stem else None


def _known(path: Path) -> Metadata | None:
    """What the record of a release says, else a sound release itself."""
    if kept := _record(path):
        return kept
    if not is_sound(path):
        return None
    with _beside_others(path) as connection:
        return metadata_of(connection, "release")


def sync(path: Path) -> None:
    """Write a file or a folder to the disk before anything relies on it."""
    if os.name == "nt" and path.is_dir():
        return  # Windows opens no folder, and syncs only what is open for writing
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
