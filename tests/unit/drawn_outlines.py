"""Outlines of the 34 provinces for tests, drawn by hand: a degree square for each letter pair, and a few
islets. No map to look at.
"""

from __future__ import annotations

from typing import Any

WEST, NORTH = 102, 24  # of the drawing's first square
DRAWING = """
    -- -- 08 04 -- --
    12 15 19 20 -- --
    11 14 25 24 22 --
    -- -- 01 33 31 --
    -- -- 38 37 -- --
    -- -- 40 42 -- --
    -- -- -- 44 -- --
    -- -- -- -- 46 --
    -- -- -- -- 48 --
    -- -- -- -- 51 --
    -- -- -- 66 52 52
    -- -- -- 68 56 56
    -- 80 79 75 -- --
    91 82 86 -- -- --
    96 92 -- -- -- --
"""
CODES = tuple(sorted({*DRAWING.split()} - {"--"}))
# Province: west and south of each islet, a fifth of a degree wide. The last of 56 lies off its coast and
# belongs to no archipelago.
ISLETS = {
    "48": [(111.6, 16.4), (112.4, 16.8), (112.2, 15.8)],
    "56": [(111.8, 8.6), (114.2, 10.4), (112.9, 9.8), (109, 11.3)],
}


def square(west: float, south: float, size: float) -> list[list[list[float]]]:
    """Returns a polygon without holes, its ring closed."""
    east, north = round(west + size, 4), round(south + size, 4)
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def drawn_outlines() -> dict[str, Any]:
    """Returns a GeoJSON of the drawing, anew at every call."""
    parts: dict[str, list[Any]] = {}
    for row, line in enumerate(DRAWING.split("\n")[1:-1]):
        for column, code in enumerate(line.split()):
            if code != "--":
                parts.setdefault(code, []).append(square(WEST + column, NORTH - row - 1, 1))
    for code, islets in ISLETS.items():
        parts[code] += [square(west, south, 0.2) for west, south in islets]
    features = [
        {
            "type": "Feature",
            "properties": {"code": code},
            "geometry": {"type": "MultiPolygon", "coordinates": polygons},
        }
        for code, polygons in sorted(parts.items())
    ]
    return {"type": "FeatureCollection", "features": features}
