"""A selection in the other boundaries: what merged provinces became, and what present ones were made of. Draws nothing."""

from __future__ import annotations

from dataclasses import replace

from dashboard.release import queries
from dashboard.request.selection import MOST_COMPARED, Selection


def within(selection: Selection, boundaries: str) -> Selection:
    """Returns the same state in these boundaries: provinces and regions as what they became or, the other way round, all that they were made of."""
    if boundaries == selection.filters.boundaries:
        return selection
    places = _moved((selection.focus.place,) if selection.focus.place else (), boundaries)
    return replace(
        selection,
        boundaries=boundaries,
        provinces=_moved(selection.filters.provinces, boundaries),
        regions=_moved_regions(selection.filters.regions, boundaries),
        compared=tuple(
            dict.fromkeys(c for code in selection.focus.compared for c in _moved((code,), boundaries) or (code,))
        )[:MOST_COMPARED],
        place=selection.focus.place if selection.focus.place in places else next(iter(places), ""),
    )


def _moved(provinces: tuple[str, ...], boundaries: str) -> tuple[str, ...]:
    """Returns provinces in the other boundaries: what former ones became, or all the parts of present ones."""
    successors = queries.successors(page.release)
    if boundaries == "present":
        return tuple(dict.fromkeys(successors.get(code, code) for code in provinces))
    return tuple(former for code in provinces for former, present in successors.items() if present == code)


def _moved_regions(regions: tuple[str, ...], boundaries: str) -> tuple[str, ...]:
    """Returns regions in the other boundaries: all that hold a province of theirs."""
    old = {
        p.province_id: p.region_id
        for p in queries.provinces(page.release, "former" if boundaries == "present" else "present")
    }
    new = {p.province_id: p.region_id for p in queries.provinces(page.release, boundaries)}
    inside = _moved(tuple(code for code, region in old.items() if region in regions), boundaries)
    return tuple(dict.fromkeys(new[code] for code in inside))
