"""Problems of the data: what is wrong, where, and what to do. Owns their form and order, finds none."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

MAX_SHOWN_PER_KIND = 20
VALUE_WIDTH = 80


@dataclass(frozen=True)
class Problem:
    """One problem: its place (line 0 is the whole file) and how to fix it."""

    file: str
    line: int
    column: str
    value: str | None
    message: str
    rule: str

    def __lt__(self, other: Problem) -> bool:
        return self._order < other._order

    @property
    def _order(self) -> tuple[str, int, str, str, str]:
        return self.file, self.line, self.column, self.value or "", self.message

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        column = f" {self.column}" if self.column else ""
        value = "" if self.value is None else f" {quoted(self.value)}"
        separator = ":" if column or value else ""
        return visible(
            f"{place}{column}{separator}{value}{'' if value else ':' if not separator else ''} {self.message}"
        )


class DataError(Exception):
    """The data cannot be used; carries every problem found, and the command to run once they are fixed."""

    next_command = "validate"

    def __init__(self, problems: Sequence[Problem]):
        super().__init__(counted(len(problems), "problem"))
        self.problems = sorted(problems)


def counted(n: int, noun: str) -> str:
    """A number and what it counts, in the plural but for one."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def quoted(value: str) -> str:
    """A cell's value in quotes, cut to VALUE_WIDTH, with invisible characters written as escapes."""
    cut = value if len(value) <= VALUE_WIDTH else value[: VALUE_WIDTH - 1] + "…"
    return f'"{visible(cut)}"'


def visible(text: str) -> str:
    """The text with invisible characters written as escapes: a terminal obeys some of them."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known code nearest to the word by edit distance; None where none is near enough to be meant."""
    best = process.extractOne(
        word, list(known), scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=0.6
    )
    return best[0] if best else None


def suggestion(word: str, known: Sequence[str]) -> str:
    """The advice for an unknown code: the nearest known one, or the whole list where it is short."""
    near = nearest(word, known)
    if near:
        return f"did you mean {near}?"
    return f"known: {', '.join(known)}" if 0 < len(known) <= 12 else "nothing like it is known"


def as_json(problems: Sequence[Problem], questions: Sequence[Problem] = ()) -> str:
    """All problems as JSON: {"problems": [{file, line, column, value, message, rule}], "total": n}.

    Open questions stand beside them as {"questions": [the same]}.
    """
    said: dict[str, object] = {"problems": [asdict(p) for p in sorted(problems)], "total": len(problems)}
    return json.dumps(
        said | {"questions": [asdict(p) for p in sorted(questions)]}, ensure_ascii=False, indent=2
    )


def as_text(problems: Sequence[Problem], every: bool = False) -> str:
    """The problems by file, one a line; beyond MAX_SHOWN_PER_KIND of a kind are counted, unless `every`."""
    blocks = []
    for _, in_file in groupby(sorted(problems), key=lambda p: p.file):
        lines, seen = [], dict[tuple[str, str], int]()
        for problem in in_file:
            kind = (problem.rule, problem.column)
            seen[kind] = seen.get(kind, 0) + 1
            if every or seen[kind] <= MAX_SHOWN_PER_KIND:
                lines.append(str(problem))
        for (rule, column), count in seen.items():
            if not every and count > MAX_SHOWN_PER_KIND:
                what = f"{column} ({rule})" if column else rule
                lines.append(f"  … and {count - MAX_SHOWN_PER_KIND} more of {what}; --all shows them")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)
