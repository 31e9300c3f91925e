"""Search of provinces and organizations by their names, former ones too, without accents. Asks no release."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MAX_LENGTH = 200  # characters of a search; no name is longer


@dataclass(frozen=True)
class Entry:
    """A province or an organization to be found: its kind, its code, and all of its names, folded."""

    kind: str
    code: str
    names: tuple[str, ...]


def fold(text: str) -> str:
    """A text as it is compared: lower case, no accents, đ as d, words by single spaces.

    Hoà and Hòa are hoa, TP.HCM is tp hcm.
    """
    bare = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", bare.replace("đ", "d")))


def entry(kind: str, code: str, names: Iterable[str]) -> Entry:
    """An entry with these names."""
    return Entry(kind, code, tuple(dict.fromkeys(folded for name in names if (folded := fold(name)))))


def find(text: str, entries: Sequence[Entry], limit: int = 8) -> list[Entry]:
    """The entries with a name in which every typed word begins a word, the closest first.

    The whole name comes before its beginning, and that before any other match.
    """
    typed = fold(text[:MAX_LENGTH])
    if not typed:
        return []
    ranked = [
        (rank, position, entry)
        for position, entry in enumerate(entries)
        if (rank := _rank(typed, entry)) is not None
    ]
    return [entry for _, _, entry in sorted(ranked, key=lambda r: r[:2])[:limit]]


def _rank(typed: str, entry: Entry) -> int | None:
    ranks = []
    joined = typed.replace(" ", "")
    for name in entry.names:
        words = name.split()
        if name == typed or "".join(words) == joined:
            ranks.append(0)
        elif name.startswith(typed):
            ranks.append(1)
        elif all(any(word.startswith(part) for word in words) for part in typed.split()):
            ranks.append(2)
    return min(ranks, default=None)
