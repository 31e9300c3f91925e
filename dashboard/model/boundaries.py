"""A selection in other boundaries: what merged provinces became, what present ones were made of. Pure."""

from __future__ import annotations

from dataclasses import replace

from dashboard.release import queries
from dashboard.release.opened import Release
from dashboard.request.selection import MAX_COMPARED, Selection


def within(release: Release, selection: Selection, boundaries: str) -> Selection:
    """The same selection in these boundaries.

    Former provinces and regions are what they became; present ones are all that they were made of.
    """
    filters, focus = selection.filters, selection.focus
    if boundaries == filters.boundaries:
        return selection
    places = _moved(release, (focus.place,) if focus.place else (), boundaries)
    compared = [c for code in focus.compared for c in _moved(release, (code,), boundaries) or (code,)]
    return replace(
        selection,
        filters=replace(
            filters,
            boundaries=boundaries,
            provinces=_moved(release, filters.provinces, boundaries),
            regions=_moved_regions(release, filters.regions, boundaries),
        ),
        focus=replace(
            focus,
            compared=tuple(dict.fromkeys(compared))[:MAX_COMPARED],
            place=focus.place if focus.place in places else next(iter(places), ""),
        ),
    )


def _moved(release: Release, provinces: tuple[str, ...], boundaries: str) -> tuple[str, ...]:
    """Provinces in the other boundaries: what former ones became, or all the parts of present ones."""
    successors = queries.successors(release)
    if boundaries == "present":
        return tuple(dict.fromkeys(successors.get(code, code) for code in provinces))
    return tuple(former for code in provinces for former, present in successors.items() if present == code)


def _moved_regions(release: Release, regions: tuple[str, ...], boundaries: str) -> tuple[str, ...]:
    """Regions in the other boundaries: all that hold a province of theirs."""
    others = "former" if boundaries == "present" else "present"
    new = {p.province_id: p.region_id for p in queries.provinces(release, boundaries)}
    inside = tuple(p.province_id for p in queries.provinces(release, others) if p.region_id in regions)
    return tuple(dict.fromkeys(new[code] for code in _moved(release, inside, boundaries)))
