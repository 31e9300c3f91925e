"""A scan of the bytes of a CSV file, to decide whether DuckDB may read it. Stages nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from etl.records import MAX_LINE_BYTES, TOO_LONG

CHUNK = 1 << 23
NUL = "the line has a NUL byte; the file is damaged, or not text"

_QUOTED = re.compile(rb'"[^"]*"')
_SOUND_LINE = re.compile(rb'(?:(?:"[^"]*(?:""[^"]*)*"|[^",]*),)*(?:"[^"]*(?:""[^"]*)*"|[^",]*)\r?')


def scan(path: Path, width: int) -> int | tuple[int, str]:
    """The number of rows of a file that DuckDB may read, 0 where it may not, or (line, fault).

    Reads bytes only, in parallel to DuckDB.
    """
    breaks = returns = pairs = commas = 0
    is_plain, last = True, b""
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            # To the end of the line, so that none is cut; a longer one ends the reading.
            chunk += b"" if chunk.endswith(b"\n") else stream.readline(MAX_LINE_BYTES)
            if b"\0" in chunk:
                return breaks + chunk.count(b"\n", 0, chunk.index(0)) + 1, NUL
            if not chunk.endswith(b"\n") and stream.peek(1):
                return breaks + chunk.count(b"\n") + 1, TOO_LONG
            is_plain = is_plain and not (b"\n\n" in chunk or chunk.startswith(b"\n"))
            commas += chunk.count(b",")
            for line in _quoted_lines(chunk) if is_plain else ():
                is_plain &= _SOUND_LINE.fullmatch(line) is not None
                commas -= sum(quoted.count(b",") for quoted in _QUOTED.findall(line))
            breaks += chunk.count(b"\n")
            if b"\r" in chunk:
                is_plain = is_plain and not (b"\n\r\n" in chunk or chunk.startswith(b"\r\n"))
                returns += chunk.count(b"\r")
                pairs += chunk.count(b"\r\n")
            last = chunk[-1:]
    lines = breaks + (last != b"\n")
    # DuckDB takes no row that is too short, but one that is too long where the cells too many are empty.
    is_plain &= returns in (0, breaks) and pairs == returns and commas == lines * (width - 1)
    return lines - 1 if is_plain else 0


def _quoted_lines(chunk: bytes) -> Iterator[bytes]:
    """The lines with a quote in them, without their line feed."""
    end = -1
    while (quote := chunk.find(b'"', end + 1)) >= 0:
        start = chunk.rfind(b"\n", 0, quote) + 1
        end = chunk.find(b"\n", quote)
        end = len(chunk) if end < 0 else end
        yield chunk[start:end]
