"""Why something could not be written, by its cause, and what helps. Raises and prints nothing."""

from __future__ import annotations

import errno
import os

import duckdb

_ADVICE = {
    errno.ENOSPC: "the disk is full; free some space, or {name} a folder on another disk",
    errno.EDQUOT: "this user has no room left; free some space, or {name} a folder on another disk",
    errno.EFBIG: "files may not become that large; raise the limit (ulimit -f), or {name} a folder elsewhere",
    errno.EROFS: "the disk is mounted for reading only; mount it for writing, or {name} another folder",
    errno.EACCES: "this user may not read or write there; give them the right to, or {name} another folder",
    errno.EPERM: "this user may not read or write there; give them the right to, or {name} another folder",
    errno.EEXIST: "a file stands where the folder should; move it away, or {name} another folder",
    errno.ENOTDIR: "a file stands where a folder should; move it away, or {name} another folder",
    errno.EISDIR: "a folder stands where the file should; move it away, or {name} another folder",
    errno.ENAMETOOLONG: "the path is too long for the disk; {name} a folder with a shorter one",
    errno.EMFILE: "too many files are open; close some programs, or raise the limit (ulimit -n)",
    errno.EIO: "the disk reports an error; have it looked at, or {name} a folder on another disk",
}


def reason(error: OSError | duckdb.Error, name: str = "name") -> str:
    """What the system says of a failure to write, then its cause and what helps where the cause is known.

    name: the verb that says how another folder is named.
    """
    if isinstance(error, OSError):
        code, said = error.errno or 0, error.strerror or str(error)
        said = f"{said}: {os.fspath(error.filename)}" if error.filename else said
    else:
        code, said = _code(error), str(error)
    said = (said.splitlines() or [type(error).__name__])[0]
    return f"{said}; {_ADVICE[code].format(name=name)}" if code in _ADVICE else said


def is_full(error: OSError) -> bool:
    """True for a disk that has no room left, or none for this user."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def _code(error: duckdb.Error) -> int:
    """The number of a failure of the system that DuckDB tells in words; 0 for any other."""
    said = str(error)
    # What does not fit into memory goes to the disk, as far as there is room.
    if isinstance(error, duckdb.OutOfMemoryException) and "temp_directory" in said:
        return errno.ENOSPC
    return next((code for code in _ADVICE if os.strerror(code) in said), 0)
