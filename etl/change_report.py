"""The differences between two releases as text for people and JSON for machines. Computes none itself."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from etl.changes import ChangedRow, Changes, Figure, Row, State, Table
from etl.problems import MAX_SHOWN_PER_KIND, counted, quoted, visible

REASONS = {
    "new_document": "new document",
    "corrected": "coded rows corrected",
    "rule": "no coded row differs, other SQL",
}
SIGNS = {"added": "+", "removed": "-", "changed": "~"}
_CODE = re.compile(r"[\w:;.,/-]+")


def as_json(changes: Changes) -> str:
    """All differences as one JSON object: older, newer, inputs, tables, documents, figures, missing."""
    return json.dumps(
        asdict(changes) | {"documents": [asdict(row) for row in changes.documents]},
        ensure_ascii=False,
        indent=2,
        default=_time,
    )


def as_text(changes: Changes, every: bool = False) -> str:
    """All differences in blocks of lines; beyond MAX_SHOWN_PER_KIND of a kind counted, unless `every`."""
    sides = [
        f"{side.name} (built {side.built_at:%Y-%m-%d %H:%M}Z, {counted(side.n_rows, 'row')})"
        for side in (changes.older, changes.newer)
    ]
    blocks = [[f"{sides[0]} → {sides[1]}"]]
    if changes.documents:
        named = [
            f"  + {row.cells.get('source_id')} {_shown(row.cells.get('title'))}" for row in changes.documents
        ]
        blocks.append([f"New documents: {len(named)}", *_cut(named, "new documents", every)])
    if changes.inputs:
        named = [f"  {SIGNS[one.change]} {one.name}" for one in changes.inputs]
        blocks.append([f"Files that differ: {len(named)}", *_cut(named, "files", every)])
    blocks += [_table(table, every) for table in changes.tables]
    for mart in dict.fromkeys(figure.mart for figure in changes.figures):
        blocks += [
            [
                f"mart.{mart}, {REASONS[reason]}: {len(found)} differ{'s' if len(found) == 1 else ''}",
                *_cut(list(map(_figure, found)), f"mart.{mart}", every),
            ]
            for reason in REASONS
            if (
                found := [
                    figure for figure in changes.figures if (figure.mart, figure.reason) == (mart, reason)
                ]
            )
        ]
    if not (changes.inputs or changes.tables or changes.figures):
        blocks.append(["Nothing differs in what was compared."])
    if changes.missing:
        lacking = {
            name: ", ".join(m.what for m in changes.missing if m.release == name)
            for name in dict.fromkeys(m.release for m in changes.missing)
        }
        blocks.append(
            [
                f"Not compared: {name} is of an older format and lacks {what}."
                for name, what in lacking.items()
            ]
        )
    # Names and codes too are those of a file that somebody else may have made.
    return "\n\n".join("\n".join(map(visible, block)) for block in blocks)


def _cut(lines: Sequence[str], what: str, every: bool) -> list[str]:
    if every or len(lines) <= MAX_SHOWN_PER_KIND:
        return list(lines)
    return [
        *lines[:MAX_SHOWN_PER_KIND],
        f"  … and {len(lines) - MAX_SHOWN_PER_KIND} more of {what}; --all shows them",
    ]


def _table(table: Table, every: bool) -> list[str]:
    counts = ", ".join(f"{len(rows)} {kind}" for kind in SIGNS if (rows := getattr(table, kind)))
    lines = [f"{table.name}: {counts}" if counts else f"{table.name}:"]
    if table.only_in:
        lines.append(f"  only the {table.only_in} release has this table")
    lines += [f"  only the older release has the column {column}" for column in table.removed_columns]
    lines += [f"  only the newer release has the column {column}" for column in table.added_columns]
    for kind, sign in SIGNS.items():
        rows = [
            f"  {sign} {_changed(row) if isinstance(row, ChangedRow) else _row(row)}"
            for row in getattr(table, kind)
        ]
        lines += _cut(rows, f"{kind} rows of {table.name}", every)
    return lines


def _row(row: Row) -> str:
    key = " ".join(_shown(value) for value in row.key.values())
    others = ", ".join(
        f"{column} {_shown(value)}"
        for column, value in row.cells.items()
        if column not in row.key and value is not None
    )
    return f"{row.place} {key}{': ' if key and others else ''}{others}"


def _changed(row: ChangedRow) -> str:
    key = " ".join(_shown(value) for value in row.key.values())
    cells = (f"{column} {_shown(old)} → {_shown(new)}" for column, (old, new) in row.cells.items())
    return f"{row.new_place} {key}: {', '.join(cells)}"


def _figure(figure: Figure) -> str:
    of = [figure.organization_id, "" if figure.term is None else f"term {figure.term}", figure.measure]
    return f"  {' '.join(filter(None, of))}: {_state(figure.old)} → {_state(figure.new)}"


def _state(state: State | None) -> str:
    if state is None:
        return "nothing"
    value = state.state or "nothing" if state.value is None else _shown(state.value)
    marks = [
        mark
        for mark in (
            state.qualifier if state.qualifier not in ("exact", state.state) else "",
            "disputed" if state.is_disputed else "",
        )
        if mark
    ]
    return f"{value} ({', '.join(marks)})" if marks else value


def _shown(value: object) -> str:
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.10g}"
    text = str(value)
    return text if _CODE.fullmatch(text) else quoted(text)


def _time(value: datetime) -> str:
    return value.isoformat()
