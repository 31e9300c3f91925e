"""Finding provinces and organizations by what people type: without accents, by other names, by former names. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MAX_LENGTH = 200  # characters of what is typed that are looked at; no name is longer


@dataclass(frozen=True)
class Entry:
    """One thing that can be found: what it is, its code, and every name it goes by, folded."""

    kind: str
    code: str
    names: tuple[str, ...]


def fold(text: str) -> str:
    """Returns a text as it is compared: lower case, no accents, đ as d, words by single spaces (Hoà and Hòa are hoa, TP.HCM is tp hcm)."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", bare.replace("đ", "d")))


def entry(kind: str, code: str, names: Iterable[str]) -> Entry:
    """Returns the entry of a thing with these names."""
    return Entry(kind, code, tuple(dict.fromkeys(folded for name in names if (folded := fold(name)))))


def find(text: str, entries: Sequence[Entry], most: int = 8) -> list[Entry]:
    """Returns the entries that every typed word begins a word of, the closest first: the whole name, its beginning, then anywhere in it."""
    typed = fold(text[:MAX_LENGTH])
    if not typed:
        return []
    ranked = [
        (rank, position, found)
        for position, found in enumerate(entries)
        if (rank := _rank(typed, found)) is not None
    ]
    return [found for _, _, found in sorted(ranked, key=lambda r: r[:2])[:most]]


def _rank(typed: str, found: Entry) -> int | None:
    ranks = []
    joined = typed.replace(" ", "")
    for name in found.names:
        words = name.split()
        if name == typed or "".join(words) == joined:
            ranks.append(0)
        elif name.startswith(typed):
            ranks.append(1)
        elif all(any(word.startswith(part) for word in words) for part in typed.split()):
            ranks.append(2)
    return min(ranks, default=None)
