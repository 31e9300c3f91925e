"""The records of a CSV file read line by line, each with its line number and its fault. Stages nothing."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from etl import encodings

HEAD = 1 << 16
MAX_CELL_LINES = 200  # a quoted cell over more lines than this is a quote left open
MAX_LINE_BYTES = 1 << 20
OPEN, STRAY = "open", "stray"
TOO_LONG = "the line is longer than a million characters; a line break is missing, or this is not a table"
LONE_CR = (
    "there is a CR without an LF after it; a line ends in LF or CRLF: save the file with ordinary line ends, "
    "and take the CR out where it stands inside a cell"
)

_CELL = re.compile(r'(?:"([^"]*(?:""[^"]*)*)"|([^",]*))(,|\Z)')
_OPEN = re.compile(r'"[^"]*(?:""[^"]*)*\Z')


def records(path: Path) -> Iterator[tuple[int, list[str] | str]]:
    """The records of a file as (first line, cells) or (line, fault), without blank lines."""
    with path.open("rb") as stream:
        lines = _Lines(stream)
        while (text := lines.next()) is not None:
            first, taken = lines.number, list[str]()
            record = split_cells(text)
            while record == OPEN and len(taken) < MAX_CELL_LINES and (more := lines.next()) is not None:
                taken.append(more)
                if '"' in more:  # without one the cell cannot end here
                    record = split_cells("\n".join([text, *taken]))
            if lines.is_cut:
                yield lines.number, TOO_LONG
                return
            if record == OPEN or (record == STRAY and taken):
                yield first, "a quote opened on this line is not closed where its cell ends"
                lines.put_back(taken)
            elif returns := [n for n, line in enumerate([text, *taken], first) if "\r" in line]:
                yield returns[0], LONE_CR
            elif record == STRAY:
                yield (
                    first,
                    "there is a quote inside a cell; "
                    "put the whole cell in quotes and write the inner one twice",
                )
            elif record != [""]:
                yield first, record


class NotUtf8(Exception):
    """A line is not UTF-8; the message names its likely encoding."""

    def __init__(self, line: int, message: str):
        super().__init__(message)
        self.line = line


class _Lines:
    """The lines of a file without their ends, the number of the last one, and whether it was too long.

    Lines read too far can be put back.
    """

    def __init__(self, stream: BinaryIO):
        self._stream = stream
        self._again = deque[str]()
        self.number = 0
        self.is_cut = False

    def next(self) -> str | None:
        if self._again:
            self.number += 1
            return self._again.popleft()
        raw = self._stream.readline(MAX_LINE_BYTES)
        if not raw:
            return None
        self.number += 1
        self.is_cut = len(raw) == MAX_LINE_BYTES and not raw.endswith(b"\n")
        try:
            line = raw.decode(
                "utf-8-sig" if self.number == 1 else "utf-8", errors="replace" if self.is_cut else "strict"
            )
        except UnicodeDecodeError:
            raise NotUtf8(self.number, encodings.not_utf8(raw + self._stream.read(HEAD))) from None
        # A CR ends no line by itself: it belongs to the LF after it.
        return line.removesuffix("\r\n") if line.endswith("\r\n") else line.removesuffix("\n")

    def put_back(self, lines: list[str]) -> None:
        self._again.extendleft(reversed(lines))
        self.number -= len(lines)


def split_cells(record: str) -> list[str] | str:
    """The cells of a record (RFC 4180), OPEN where a quoted cell stays open, STRAY for a stray quote."""
    if '"' not in record:
        return record.split(",")
    cells, position = [], 0
    while True:
        match = _CELL.match(record, position)
        if match is None:
            return OPEN if _OPEN.match(record, position) else STRAY
        cells.append(match[1].replace('""', '"') if match[1] is not None else match[2])
        if match[3] == "":
            return cells
        position = match.end()
