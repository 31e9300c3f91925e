"""The table of what is covered in the README, counted from the coded rows. Knows no measures."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

from etl.schema import Contract

BLOCK = re.compile(r"(<!-- covered: begin -->\n).*?(<!-- covered: end -->)", re.DOTALL)
COUNTED = ("observations", "awards", "limitations", "lessons")


def render(contract: Contract) -> str:
    """A Markdown table of the organizations, terms, documents and rows coded. Grain: kind of organization."""
    organizations = {row["organization_id"]: row for row in _rows(contract, "organizations")}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    seen: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for table in (*COUNTED, "readings"):  # the last tells what was read, and holds no rows of its own
        for row in _rows(contract, table):
            code = row["organization_id"]
            for kind in (organizations[code]["kind"], ""):
                counts[kind][table] += 1
                seen[kind]["organization"].add(code)
                seen[kind]["province"] |= {organizations[code]["province_id"]} - {""}
                seen[kind]["term"].add(f"{code} {row['term']}")
                seen[kind]["document"].add(row["source_id"])
    names = {
        row["kind"]: f"{row['label_en']} ({row['label_vi']})" for row in _rows(contract, "organization_kinds")
    } | {"": "Together"}
    heads = [
        "Kind",
        "Organizations",
        "Former provinces",
        "Terms",
        "Documents",
        "Figures",
        "Awards",
        "Limitations, causes",
        "Lessons",
    ]
    lines = ["| " + " | ".join(heads) + " |", "| --- " + "| ---: " * (len(heads) - 1) + "|"]
    for kind, name in names.items():
        if kind in counts:
            sizes = [len(seen[kind][what]) for what in ("organization", "province", "term", "document")]
            lines.append(
                "| "
                + " | ".join([name, *map(str, sizes), *(str(counts[kind][table]) for table in COUNTED)])
                + " |"
            )
    return "\n".join(lines) + "\n"


def is_current(contract: Contract, readme: Path) -> bool:
    """True for a README whose table is the one that would be written now."""
    text = readme.read_text(encoding="utf-8")
    return _replaced(contract, text) == text


def write(contract: Contract, readme: Path) -> None:
    """Write the table into the README, between its markers."""
    readme.write_text(_replaced(contract, readme.read_text(encoding="utf-8")), encoding="utf-8")


def _replaced(contract: Contract, text: str) -> str:
    return BLOCK.sub(lambda match: match[1] + render(contract) + match[2], text)


def _rows(contract: Contract, table: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for path in contract.table(table).paths:
        with (contract.directory / path).open(encoding="utf-8-sig", newline="") as stream:
            rows += csv.DictReader(stream)
    return rows
