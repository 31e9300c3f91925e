"""What a spreadsheet rewrites at every save: one problem for the file instead of one for each cell."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from etl.problems import Problem, counted
from etl.schema import Field

MAX_CELLS = 5
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_TRUTH = re.compile(r"(?i)true|false")


def folded(problems: Sequence[Problem], fields: Sequence[Field]) -> list[Problem]:
    """The problems of cells, with those that a spreadsheet made in a file put in one where there are two."""
    rewrites = {
        field.name: _is_day if field.is_partial_date else _TRUTH.fullmatch
        for field in fields
        if field.is_partial_date or field.type == "boolean"
    }
    kept, by_file = list[Problem](), dict[str, list[Problem]]()
    for problem in problems:
        is_rewritten = problem.column in rewrites and rewrites[problem.column](problem.value or "")
        (by_file.setdefault(problem.file, []) if is_rewritten else kept).append(problem)
    for file, cells in by_file.items():
        if len(cells) == 1:
            kept += cells
        else:
            kept.append(Problem(file, 0, "", None, _message(sorted(cells)), "contract"))
    return kept


def _is_day(value: str) -> bool:
    """True for two numbers and a year that are a day in one order or the other."""
    match = _DATE.fullmatch(value)
    return match is not None and any(
        written(one, other, match[3]) for one, other in ((match[1], match[2]), (match[2], match[1]))
    )


def written(first: str, second: str, year: str) -> str | None:
    """The date with its day first, as the files write it; None where there is no such day."""
    try:
        return datetime.date(int(year), int(second), int(first)).isoformat()
    except ValueError:
        return None


def _message(cells: list[Problem]) -> str:
    dates = [match.groups() for cell in cells if (match := _DATE.fullmatch(cell.value or ""))]
    day_first = sum(int(first) > 12 for first, _, _ in dates)
    month_first = sum(int(second) > 12 for _, second, _ in dates)
    shown = []
    for cell in cells[:MAX_CELLS]:
        match = _DATE.fullmatch(cell.value or "")
        meant = None if match else (cell.value or "").lower()
        if match and not (day_first and month_first):
            first, second, year = match.groups()
            meant = written(second, first, year) if month_first else written(first, second, year)
            meant = meant if day_first or month_first else None
        shown.append(f"line {cell.line} {cell.column} {cell.value}" + (f" is {meant}" if meant else ""))
    more = ["…"] if len(cells) > MAX_CELLS else []
    parts = [f"{counted(len(cells), 'cell')} as Excel writes them at every save: {', '.join(shown + more)}"]
    if day_first and month_first:
        parts.append("some dates have the day first, some the month; look each up in its document")
    elif month_first:
        parts.append(f"the dates are month/day/year: in {month_first} the second number is above 12")
    elif day_first:
        parts.append(f"the dates are day/month/year: in {day_first} the first number is above 12")
    elif dates:
        parts.append(
            "the dates may be day/month/year (Vietnam) or month/day/year (United States), and no number "
            "above 12 tells which: look at how Excel shows a known date"
        )
    parts.append(
        "write dates as 2017-05-06 and true or false in lower case, in a text editor or in a sheet whose "
        "columns were imported as text (Excel: Data, From Text/CSV, Transform Data, type Text)"
    )
    return "; ".join(parts)
