"""What is covered today, as the README tells it: one line an organization, counted from the coded rows. Knows no measures."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

from etl.schema import Contract

BLOCK = re.compile(r"(<!-- covered: begin -->\n).*?(<!-- covered: end -->)", re.DOTALL)
COUNTED = ("observations", "awards", "limitations", "lessons")


def render(contract: Contract) -> str:
    """Returns a Markdown table of the organizations with coded rows: terms, documents, and how many rows of each sort."""
    names = {row["organization_id"]: row for row in _rows(contract, "organizations")}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    seen: dict[str, dict[str, set[str]]] = defaultdict(lambda: {"term": set(), "source_id": set()})
    for table in COUNTED:
        for row in _rows(contract, table):
            counts[row["organization_id"]][table] += 1
            for column, values in seen[row["organization_id"]].items():
                values.add(row[column])
    lines = ["| Organization | Province | Terms | Documents | Figures | Awards | Limitations | Lessons |", "| --- | --- " + "| ---: " * 6 + "|"]
    for code in sorted(counts):
        sizes = [len(seen[code]["term"]), len(seen[code]["source_id"]), *(counts[code][table] for table in COUNTED)]
        lines.append("| " + " | ".join([names[code]["name_vi"], names[code]["province_id"] or "—", *map(str, sizes)]) + " |")
    return "\n".join(lines) + "\n"


def is_current(contract: Contract, readme: Path) -> bool:
    """Returns whether the README's table is what it would be if written now."""
    text = readme.read_text(encoding="utf-8")
    return _replaced(contract, text) == text


def write(contract: Contract, readme: Path) -> None:
    """Writes the table into the README, between its markers."""
    readme.write_text(_replaced(contract, readme.read_text(encoding="utf-8")), encoding="utf-8")


def _replaced(contract: Contract, text: str) -> str:
    return BLOCK.sub(lambda match: match[1] + render(contract) + match[2], text)


def _rows(contract: Contract, table: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for path in contract.table(table).paths:
        with (contract.directory / path).open(encoding="utf-8-sig", newline="") as stream:
            rows += csv.DictReader(stream)
    return rows
