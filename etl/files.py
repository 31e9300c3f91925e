"""The files of a data folder that hold rows: which table each belongs to, by its name. Opens none."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from etl.problems import Problem, nearest

CONTRACT = "datapackage.json"
# What a table is kept in by mistake: a sheet that was never saved as CSV, a name with a hidden ending.
OTHER_ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".tsv", ".txt")
# Of programs that have a file open: Excel, LibreOffice, editors.
NO_DATA = (".", "~$")


def find(
    directory: Path, tables: Sequence[str], listed: Sequence[str]
) -> tuple[dict[str, list[str]], list[Problem]]:
    """The files named as their table that are not listed, by table and in order; a problem for each lost one.

    Lost is what holds rows, or may, and is not read: a CSV file with another name, a table in another form, a
    link to a folder, a folder that cannot be read. Files and folders that are hidden or of a program that has
    a file open are no data, and a folder with a contract of its own is another package.
    """
    known = {PurePosixPath(path).as_posix() for path in listed if isinstance(path, str)}
    found: dict[str, list[str]] = {}
    problems: list[Problem] = []

    def lost(path: str | Path, message: str) -> None:
        below = Path(path).relative_to(directory).as_posix()
        shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in below)
        problems.append(Problem(f"{directory.name}/{shown}".removesuffix("/."), 0, "", None, message, "file"))

    def unreadable(error: OSError) -> None:
        lost(error.filename, f"cannot be read: {error.strerror}; its files are missing")

    for folder, folders, names in os.walk(directory, onerror=unreadable):
        if folder != str(directory) and CONTRACT in names:
            folders.clear()
            continue
        folders[:] = [name for name in folders if not name.startswith(NO_DATA)]
        for name in folders:
            if os.path.islink(os.path.join(folder, name)):
                lost(
                    os.path.join(folder, name),
                    "is a link to a folder, and what it holds is not read; copy the folder itself here",
                )
        for name in names:
            path = os.path.join(folder, name)
            below = Path(path).relative_to(directory).as_posix()
            if name.startswith(NO_DATA) or below in known:
                continue
            if name.lower().endswith(".csv"):
                table = name.removesuffix(".csv")
                if table not in tables:
                    lost(path, _other_name(table, tables, directory.name))
                elif not below.isprintable():
                    lost(path, "has a character in its path that cannot be shown; rename the file or folder")
                else:
                    found.setdefault(table, []).append(below)
            elif name.lower().endswith(OTHER_ENDINGS):
                table = name.lower().partition(".")[0]
                if table in tables and f"{table}.csv" not in names:
                    lost(path, f"is not read: rows stand in CSV files; save it as {table}.csv (CSV UTF-8)")
    return {table: sorted(paths) for table, paths in found.items()}, problems


def _other_name(name: str, tables: Sequence[str], folder: str) -> str:
    contained = [table for table in tables if table in name.lower()]
    meant = max(contained, key=len) if contained else nearest(name.lower(), tables)
    way = (
        f"rename it {meant}.csv (a second file of a table goes into a folder: ha-tinh/{meant}.csv)"
        if meant
        else f"name it as the table that its rows belong to ({', '.join(tables)})"
    )
    return f"is not read, since no table has this name; {way}, or move it out of {folder}/"
