"""The data dictionary, data/README.md, written from the contract and the code lists. Adds nothing to them.

Also the lists of files in the contract, which other programs read by; this one finds the files.
"""

from __future__ import annotations

import csv
import json
import re
from functools import partial
from pathlib import Path

from etl.schema import CONTRACT, Contract, Field, Table

README = "README.md"
MAX_LISTED_CODES = 40  # a code list with more rows than this is named, not printed


def render(contract: Contract) -> str:
    """The data dictionary in Markdown, in both languages: files, columns, closed and short code lists."""
    parts = [
        f"# {contract.titles['vi']}",
        f"*{contract.titles['en']}, version {contract.version}.* Generated from [{CONTRACT}]({CONTRACT}) by "
        "`python -m etl dictionary`; do not edit. How a report becomes rows: [CODEBOOK.md](CODEBOOK.md). "
        "Licence: CC BY 4.0.",
        "UTF-8 CSV, header row, comma, NFC. An empty cell is unknown or does not apply.",
        _table(["File", "Tệp", "One row is", "Một dòng là"], [_summary(t) for t in contract.tables]),
    ]
    for table in contract.tables:
        parts += _section(contract, table)
    return "\n\n".join(parts) + "\n"


def write(contract: Contract) -> Path:
    """Write the dictionary beside the contract; returns its path."""
    path = contract.directory / README
    path.write_text(render(contract), encoding="utf-8")
    return path


def is_current(contract: Contract) -> bool:
    """True for a dictionary beside the contract that is the one that would be written now."""
    path = contract.directory / README
    return path.exists() and path.read_text(encoding="utf-8") == render(contract)


def list_files(contract: Contract) -> bool:
    """List the files of each table in the contract; True where they were not listed as they are."""
    if lists_files(contract):
        return False
    path = contract.directory / CONTRACT
    text = path.read_text(encoding="utf-8")
    for table in contract.tables:
        # The rest stays as it is written; paths stand before the schema, which has braces.
        listed = rf'("name":\s*"{table.name}"[^{{}}]*?"path":\s*)(\[[^\]]*\]|"[^"]*")'
        files = json.dumps(table.paths, ensure_ascii=False)
        text = re.sub(listed, partial(_with, files), text, count=1)
    path.write_text(text, encoding="utf-8")
    return True


def _with(files: str, listed: re.Match[str]) -> str:
    return listed[1] + files


def lists_files(contract: Contract) -> bool:
    """True for a contract in which the files of each table are listed as they are."""
    package = json.loads((contract.directory / CONTRACT).read_text(encoding="utf-8"))
    listed = [resource.get("path", []) for resource in package["resources"]]
    return [[p] if isinstance(p, str) else p for p in listed] == [list(t.paths) for t in contract.tables]


def _summary(table: Table) -> list[str]:
    files = ", ".join(f"`{path}`" for path in table.paths)
    return [files, f"[{table.titles['vi']}](#{table.name})", table.grain["en"], table.grain["vi"]]


def _section(contract: Contract, table: Table) -> list[str]:
    keys = [f"Key: {', '.join(f'`{c}`' for c in key)}." for key in table.keys]
    keys += [
        f"{', '.join(f'`{c}`' for c in k.fields)} → [{k.table}](#{k.table})." for k in table.foreign_keys
    ]
    parts = [
        f"## {table.name}",
        f"{table.descriptions['vi']}\n\n*{table.descriptions['en']}*",
        _table(["Column", "Cột", "Type", "Meaning", "Ý nghĩa"], [_row(f) for f in table.fields]),
        " ".join(keys),
    ]
    for field in table.fields:
        if field.labels:
            rows = [[f"`{code}`", label["vi"], label["en"]] for code, label in field.labels.items()]
            parts += [f"Values of `{field.name}`:", _table(["Code", "Tiếng Việt", "English"], rows)]
    return [part for part in [*parts, _codes(contract, table)] if part]


def _row(field: Field) -> list[str]:
    kind = "partial date" if field.is_partial_date else field.type
    bounds = [
        f"{sign} {bound}" for sign, bound in (("≥", field.minimum), ("≤", field.maximum)) if bound is not None
    ]
    detail = [kind, *(["required"] if field.required else []), *bounds]
    detail += [f"≤ {field.max_length} characters"] if field.max_length is not None else []
    name = f"`{field.name}` {field.titles['en']}"
    return [name, field.titles["vi"], ", ".join(detail), field.descriptions["en"], field.descriptions["vi"]]


def _codes(contract: Contract, table: Table) -> str:
    """The rows of a short code list with what they cover, as Markdown; empty for coded data."""
    if table.role != "list" or not {"label_vi", "label_en"} <= set(table.columns):
        return ""
    shown = [
        c
        for c in (table.primary_key[0], "label_vi", "label_en", "covers_vi", "covers_en")
        if c in table.columns
    ]
    rows = []
    for path in table.paths:
        with (contract.directory / path).open(encoding="utf-8-sig", newline="") as stream:
            rows += [[row.get(c) or "" for c in shown] for row in csv.DictReader(stream)]
    if len(rows) > MAX_LISTED_CODES:
        return ""
    return _table(shown, [[f"`{row[0]}`", *row[1:]] for row in rows])


def _table(header: list[str], rows: list[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |"
        for line in lines
    )
