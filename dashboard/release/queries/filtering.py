"""Filters as parameters of the marts, places of coded rows, limits of lists. Asks nothing itself."""

from __future__ import annotations

from dashboard.request.selection import FILTERS, Filters

# The filters as the marts take them; what is not chosen is absent. Needs as_parameters.
# A release of before last known figures has no such part in its mart.chosen: there it is added, and not read.
CHOSEN = """struct_update(mart.chosen($boundaries, kinds := $kinds, levels := $levels, regions := $regions,
    provinces := $provinces, organizations := $organizations, from_year := $from_year, to_year := $to_year),
    is_latest_only := $is_latest_only)"""
MAX_SHOWN = 160  # organizations side by side in a grid, documents in a list: a filter brings in the others
MAX_STATEMENTS = 200  # statements listed under one theme; beyond them the number is shown
MAX_SOURCES = 100  # rows listed under one figure; beyond them the number is shown

# Coded rows by their place in the files ("file:line", $evidence), formatted with line_numbers: the line is
# stored and cheap to filter on; the place is put together for what is left.
AT_PLACES = "line IN ({}) AND evidence IN (SELECT unnest($evidence::VARCHAR[]))"


def line_numbers(evidence: tuple[str, ...]) -> str:
    """The line numbers of places in the files, as the list that AT_PLACES takes."""
    return ", ".join(sorted({str(int(place.rpartition(":")[2])) for place in evidence})) or "NULL"


def as_parameters(filters: Filters) -> dict[str, object]:
    """The parameters of CHOSEN."""
    lists = {attribute: list(getattr(filters, attribute)) or None for attribute in FILTERS.values()}
    return lists | {
        "boundaries": filters.boundaries,
        "from_year": filters.years[0] or None,
        "to_year": filters.years[1] or None,
        "is_latest_only": filters.is_latest_only,
    }
