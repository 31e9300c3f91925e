"""A GeoJSON of the 34 provinces as paths to be drawn, or why it is refused. Pure: reads no file."""

from __future__ import annotations

import math
from itertools import pairwise

from dashboard.elements.contracts import IslandShape, MapShapes

UNITS = 100  # drawn units to a degree: rounding to them simplifies, and neighbours stay joined
EXTENT = (100.0, 5.0, 120.0, 25.0)  # west, south, east, north: nothing of Vietnam lies outside

# island: code of its province; (west, south, east, north) that its parts lie within; the longitude that one
# part must lie east of, else the outlines are refused.
ISLANDS = {
    "hoang-sa": ("48", (111.0, 14.0, 114.0, 18.5), 111.0),
    "truong-sa": ("56", (109.4, 5.0, 120.0, 12.0), 111.5),
}
# On a narrow screen an island is drawn in a frame of its own nearer the coast: west and north edge, and
# width, in degrees.
FRAMES = {"hoang-sa": (109.35, 17.55, 1.75), "truong-sa": (107.75, 10.1, 3.35)}
# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {"outlines_": ("malformed", "codes", "hoang_sa", "truong_sa")}

Ring = list[tuple[float, float]]


class OutlinesRefused(ValueError):
    """Outlines that are not drawn. The message says what is wrong and the way out.

    `reason` is malformed, codes, hoang_sa or truong_sa.
    """

    def __init__(self, reason: str, message: str):
        super().__init__(message)
        self.reason = reason


def outlines(geojson: object, codes: frozenset[str]) -> MapShapes:
    """The provinces of these codes, equirectangular at the mean latitude; y grows to the south.

    Raises OutlinesRefused.
    """
    polygons = _polygons(geojson, codes)
    islands = {island: _parts(polygons, island) for island in ISLANDS}
    every = [point for parts in polygons.values() for polygon in parts for point in polygon[0]]
    west, south = (min(p[axis] for p in every) for axis in (0, 1))
    east, north = (max(p[axis] for p in every) for axis in (0, 1))
    squeeze = math.cos(math.radians((south + north) / 2))

    def project(point: tuple[float, float]) -> tuple[int, int]:
        return round((point[0] - west) * squeeze * UNITS), round((north - point[1]) * UNITS)

    drawn: dict[str, str] = {}
    places: dict[str, list[float]] = {}
    mainland: list[tuple[int, int]] = []
    for code, parts in polygons.items():
        afar = [
            polygon for island, (of, _, _) in ISLANDS.items() if of == code for polygon in islands[island]
        ]
        near = [[[project(p) for p in ring] for ring in polygon] for polygon in parts if polygon not in afar]
        if not near:
            raise OutlinesRefused(
                "malformed", f"Province {code} has only its islands. Give outlines with the mainland too."
            )
        drawn[code] = "".join(_path(ring) for polygon in near for ring in polygon)
        places[code] = _label_point(max((polygon[0] for polygon in near), key=_area))
        mainland += [p for polygon in near for p in polygon[0]]
    shown: dict[str, IslandShape] = {}
    for island, parts in islands.items():
        rings = [[project(p) for p in polygon[0]] for polygon in parts]
        left, top, wide = FRAMES[island]
        shown[island] = {
            "path": "".join(map(_path, rings)),
            "box": _box([p for ring in rings for p in ring]),
            "frame": [*project((left, top)), round(wide * squeeze * UNITS)],
        }
    x, y, width, height = _box(mainland)
    reach = max(shown[i]["frame"][0] + shown[i]["frame"][2] for i in shown)
    corner = project((east, south))
    return {
        "viewbox": [0, 0, *corner],
        "near": [x, y, max(width, reach - x), height],
        "paths": drawn,
        "places": places,
        "islands": shown,
    }


def _polygons(geojson: object, codes: frozenset[str]) -> dict[str, list[list[Ring]]]:
    if (
        not isinstance(geojson, dict)
        or geojson.get("type") != "FeatureCollection"
        or not isinstance(geojson.get("features"), list)
    ):
        raise OutlinesRefused(
            "malformed",
            'This is not a GeoJSON of provinces: a {"type": "FeatureCollection", "features": […]} is needed.',
        )
    polygons_of: dict[str, list[list[Ring]]] = {}
    for n, feature in enumerate(geojson["features"], 1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        code = properties.get("code") if isinstance(properties, dict) else None
        if not isinstance(code, str):
            raise OutlinesRefused(
                "malformed",
                f'Feature {n} has no "code" in its properties: the statistical code of the province as text, '
                'such as "01".',
            )
        if code in polygons_of:
            raise OutlinesRefused(
                "codes", f"Province {code} is there twice. Put all its polygons into one MultiPolygon."
            )
        geometry = feature.get("geometry")
        kind, coordinates = (
            (geometry.get("type"), geometry.get("coordinates"))
            if isinstance(geometry, dict)
            else (None, None)
        )
        parts = (
            {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(kind)
            if isinstance(kind, str)
            else None
        )
        if not isinstance(parts, list) or not parts:
            raise OutlinesRefused("malformed", f"Province {code} has no Polygon or MultiPolygon.")
        polygons_of[code] = [_polygon(code, polygon) for polygon in parts]
    missing, unknown = sorted(codes - set(polygons_of)), sorted(set(polygons_of) - codes)
    if missing or unknown:
        wrong_codes = [
            f"{what}: {', '.join(wrong[:40])}"
            for what, wrong in (("missing", missing), ("not among the 34", unknown))
            if wrong
        ]
        raise OutlinesRefused(
            "codes",
            f"The outlines must be of the 34 provinces since 1 July 2025; codes {'; '.join(wrong_codes)}.",
        )
    return polygons_of


def _polygon(code: str, polygon: object) -> list[Ring]:
    if not isinstance(polygon, list) or not polygon:
        raise OutlinesRefused("malformed", f"Province {code} has a polygon without a ring.")
    return [_ring(code, ring) for ring in polygon]


def _ring(code: str, ring: object) -> Ring:
    west, south, east, north = EXTENT
    if not isinstance(ring, list) or len(ring) < 4:
        raise OutlinesRefused("malformed", f"Province {code} has a ring of fewer than four points.")
    for point in ring:
        if (
            not isinstance(point, list | tuple)
            or len(point) < 2
            or any(isinstance(v, bool) or not isinstance(v, int | float) for v in point[:2])
        ):
            raise OutlinesRefused(
                "malformed", f"Province {code} has a point that is not [longitude, latitude]."
            )
        if not (west <= point[0] <= east and south <= point[1] <= north):
            raise OutlinesRefused(
                "malformed",
                f"Province {code} has a point at {point[0]}, {point[1]}, which is not [longitude, latitude] "
                "in degrees in Vietnam.",
            )
    return [(float(point[0]), float(point[1])) for point in ring]


def _parts(polygons: dict[str, list[list[Ring]]], island: str) -> list[list[Ring]]:
    code, (west, south, east, north), beyond = ISLANDS[island]
    parts = [
        polygon
        for polygon in polygons[code]
        if all(west <= x <= east and south <= y <= north for x, y in polygon[0])
    ]
    if not any(min(x for x, _ in polygon[0]) > beyond for polygon in parts):
        name, of = {"hoang-sa": ("Hoàng Sa", "Đà Nẵng (48)"), "truong-sa": ("Trường Sa", "Khánh Hòa (56)")}[
            island
        ]
        raise OutlinesRefused(
            island.replace("-", "_"),
            f"{name} is missing: the outlines of {of} must have its islands. A map of Vietnam without them "
            "is not shown.",
        )
    return parts


def _path(ring: list[tuple[int, int]]) -> str:
    kept = [p for n, p in enumerate(ring) if n == 0 or p != ring[n - 1]]
    steps = " ".join(
        f"{b[0] - a[0]} {b[1] - a[1]}"
        for a, b in zip(kept, kept[1:-1] if kept[0] == kept[-1] else kept[1:], strict=False)
    )
    return f"M{kept[0][0]} {kept[0][1]}" + (f"l{steps}".replace(" -", "-") if steps else "h0") + "z"


def _box(points: list[tuple[int, int]]) -> list[float]:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return [min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)]


def _area(ring: list[tuple[int, int]]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))) / 2


def _label_point(ring: list[tuple[int, int]], stretch: float = 1.6, fine: int = 9) -> list[float]:
    """[x, y, half width] of a label: the middle of the widest lying ellipse within the ring.

    Found by trying points on ever finer grids around the best.
    """
    points = [(x, y * stretch) for x, y in ring[:: max(1, len(ring) // 110)]]
    sides = list(zip(points, points[1:] + points[:1], strict=True))

    def room(x: float, y: float) -> float:
        inside, nearest = False, math.inf
        for (ax, ay), (bx, by) in sides:
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                inside = not inside
            dx, dy = bx - ax, by - ay
            along = max(0.0, min(1.0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy or 1)))
            nearest = min(nearest, (x - ax - along * dx) ** 2 + (y - ay - along * dy) ** 2)
        return math.sqrt(nearest) if inside else -math.sqrt(nearest)

    left, top, width, height = (
        min(p[0] for p in points),
        min(p[1] for p in points),
        max(p[0] for p in points),
        max(p[1] for p in points),
    )
    x, y, half_width, half_height = (
        (left + width) / 2,
        (top + height) / 2,
        (width - left) / 2,
        (height - top) / 2,
    )
    best = (-math.inf, x, y)
    for tries in (fine, 5, 5, 5):
        for i in range(tries + 1):
            for j in range(tries + 1):
                at = (x + half_width * (2 * i / tries - 1), y + half_height * (2 * j / tries - 1))
                best = max(best, (room(*at), *at))
        _, x, y = best
        half_width, half_height = half_width / tries * 1.5, half_height / tries * 1.5
    return [round(best[1]), round(best[2] / stretch), max(0, round(best[0]))]
