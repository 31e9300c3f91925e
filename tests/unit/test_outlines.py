"""Outlines as an operator supplies them: drawn where they are whole, refused with the reason where they are
not.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from itertools import accumulate
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.cards import outlines as drawing
from dashboard.cards.outlines import ISLANDS, UNITS, OutlinesRefused
from tests.unit.drawn_outlines import CODES, drawn_outlines, square

Feature = dict[str, Any]
NO_ISLANDS = "A map of Vietnam without them is not shown."


def outlines(geojson: Any) -> dict[str, Any]:
    return drawing.outlines(geojson, frozenset(CODES))


def changed(code: str, change: Callable[[Feature], Any]) -> dict[str, Any]:
    """Returns the drawing with one province changed."""
    geojson = drawn_outlines()
    change(next(feature for feature in geojson["features"] if feature["properties"]["code"] == code))
    return geojson


def keep(test: Callable[[float], bool]) -> Callable[[Feature], None]:
    """Keeps the polygons whose western edge passes the test."""

    def change(feature: Feature) -> None:
        feature["geometry"]["coordinates"] = [
            p for p in feature["geometry"]["coordinates"] if test(min(x for x, _ in p[0]))
        ]

    return change


def put(coordinates: Any) -> Callable[[Feature], None]:
    return lambda feature: feature["geometry"].update(coordinates=coordinates)


def rings(path: str) -> list[list[tuple[int, int]]]:
    """Returns the points of each ring of an SVG path of relative lines."""
    found = []
    for start, steps in re.findall(r"M(-?\d+ -?\d+)(?:l([^zM]*)|h0)z", path):
        numbers = [int(n) for n in re.findall(r"-?\d+", steps)]
        x, y = map(int, start.split())
        moves = [(x, y), *zip(numbers[::2], numbers[1::2], strict=True)]
        found.append(list(accumulate(moves, lambda a, b: (a[0] + b[0], a[1] + b[1]))))
    return found


def projection() -> Callable[[float, float], tuple[int, int]]:
    """Returns how a point of the drawing is to be placed: at the scale of the mean latitude, y to the
    south.
    """
    points = [
        p
        for feature in drawn_outlines()["features"]
        for polygon in feature["geometry"]["coordinates"]
        for p in polygon[0]
    ]
    west, south, north = min(x for x, _ in points), min(y for _, y in points), max(y for _, y in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    return lambda x, y: (round((x - west) * squeeze * UNITS), round((north - y) * UNITS))


def test_every_province_is_drawn_as_it_was_given() -> None:
    """Each code has one path, and the path goes through the points of the province's own polygons, the
    archipelagos apart.
    """
    shapes, project = outlines(drawn_outlines()), projection()
    assert set(shapes["paths"]) == set(shapes["places"]) == set(CODES)
    assert len(CODES) == len(set(CODES)) == 34
    for feature in drawn_outlines()["features"]:
        code = feature["properties"]["code"]
        drawn = rings(shapes["paths"][code])
        for island, (of, _, _) in ISLANDS.items():
            drawn += rings(shapes["islands"][island]["path"]) if of == code else []
        given_ = [{project(x, y) for x, y in polygon[0]} for polygon in feature["geometry"]["coordinates"]]
        assert sorted(map(sorted, drawn)) == sorted(map(sorted, given_))


def test_the_same_file_gives_the_same_shapes() -> None:
    """What is drawn depends on nothing but the file, and is plain data that goes to the browser as it is."""
    shapes = outlines(drawn_outlines())
    assert shapes == outlines(drawn_outlines())
    assert json.loads(json.dumps(shapes)) == shapes


def test_words_stand_within_their_province() -> None:
    """The place of a province's words is inside its largest polygon, with room on both sides."""
    shapes = outlines(drawn_outlines())
    for code, (x, y, half) in shapes["places"].items():
        largest = max(
            rings(shapes["paths"][code]),
            key=lambda ring: max(px for px, _ in ring) - min(px for px, _ in ring),
        )
        assert half > 5
        assert min(px for px, _ in largest) <= x - half <= x + half <= max(px for px, _ in largest)
        assert min(py for _, py in largest) < y < max(py for _, py in largest)


def test_both_archipelagos_are_apart_and_in_the_picture() -> None:
    """Each has its own path, box and frame; the whole picture holds the boxes, the narrow one the mainland
    and both frames.
    """
    shapes = outlines(drawn_outlines())
    assert set(shapes["islands"]) == {"hoang-sa", "truong-sa"}
    _, _, width, height = shapes["viewbox"]
    near_x, near_y, near_width, near_height = shapes["near"]
    for island in shapes["islands"].values():
        x, y, wide, high = island["box"]
        points = [p for ring in rings(island["path"]) for p in ring]
        assert (min(p[0] for p in points), min(p[1] for p in points)) == (x, y)
        assert (max(p[0] for p in points), max(p[1] for p in points)) == (x + wide, y + high)
        assert 0 <= x < x + wide <= width
        assert 0 <= y < y + high <= height
        left, top, across = island["frame"]
        assert near_x <= left < left + across <= near_x + near_width
        assert near_y <= top < near_y + near_height
        assert x > near_x + near_width, (
            "where there is room, an archipelago is drawn in its true place, beyond the narrow picture"
        )
    points = [p for path in shapes["paths"].values() for ring in rings(path) for p in ring]
    assert all(near_x <= x <= near_x + near_width and near_y <= y <= near_y + near_height for x, y in points)


def test_an_islet_off_the_coast_is_no_archipelago() -> None:
    """An islet is drawn with the mainland; with islets near the coast alone, Trường Sa is missing."""
    assert len(rings(outlines(drawn_outlines())["paths"]["56"])) == 3

    def change(feature: Feature) -> None:
        keep(lambda west: west < 111)(feature)
        feature["geometry"]["coordinates"].append(square(109.5, 11.3, 0.2))

    with pytest.raises(OutlinesRefused) as refused:
        outlines(changed("56", change))
    assert refused.value.reason == "truong_sa"


@pytest.mark.parametrize(
    ("code", "island", "reason", "name"),
    [
        ("48", keep(lambda west: west < 111), "hoang_sa", "Hoàng Sa"),
        ("56", keep(lambda west: west < 111.5), "truong_sa", "Trường Sa"),
    ],
    ids=["Hoàng Sa", "Trường Sa"],
)
def test_outlines_without_an_archipelago_are_refused(
    code: str, island: Callable[[Feature], None], reason: str, name: str
) -> None:
    """The reason names the archipelago, and the message says whose outlines must have it."""
    with pytest.raises(OutlinesRefused) as refused:
        outlines(changed(code, island))
    assert refused.value.reason == reason
    assert str(refused.value).startswith(f"{name} is missing")
    assert f"({code})" in str(refused.value)
    assert NO_ISLANDS in str(refused.value)


def test_islands_given_to_another_province_do_not_count() -> None:
    """Hoàng Sa drawn as part of any province but Đà Nẵng is missing."""
    geojson = changed("48", keep(lambda west: west < 111))
    other = next(feature for feature in geojson["features"] if feature["properties"]["code"] == "51")
    given_ = next(
        feature for feature in drawn_outlines()["features"] if feature["properties"]["code"] == "48"
    )
    other["geometry"]["coordinates"] += given_["geometry"]["coordinates"][1:]
    with pytest.raises(OutlinesRefused) as refused:
        outlines(geojson)
    assert refused.value.reason == "hoang_sa"


REFUSED: dict[str, tuple[Any, str]] = {
    "nothing": (None, "malformed"),
    "an empty object": ({}, "malformed"),
    "a list": ([], "malformed"),
    "another type": ({"type": "Topology", "objects": {}}, "malformed"),
    "features that are none": ({"type": "FeatureCollection", "features": [1]}, "malformed"),
    "no feature": ({"type": "FeatureCollection", "features": []}, "codes"),
    "islands without mainland": (changed("48", keep(lambda west: west > 111)), "malformed"),
    "an unknown code": (changed("01", lambda f: f["properties"].update(code="99")), "codes"),
    "a code twice": (changed("01", lambda f: f["properties"].update(code="04")), "codes"),
    "a code of a former province": (changed("01", lambda f: f["properties"].update(code="02")), "codes"),
    "a code that is a number": (changed("01", lambda f: f["properties"].update(code=1)), "malformed"),
    "no properties": (changed("01", lambda f: f.update(properties=None)), "malformed"),
    "no geometry": (changed("01", lambda f: f.update(geometry=None)), "malformed"),
    "a point": (changed("01", lambda f: f["geometry"].update(type="Point")), "malformed"),
    "a type that is a list": (changed("01", lambda f: f["geometry"].update(type=[])), "malformed"),
    "no polygon": (changed("01", put([])), "malformed"),
    "a polygon without a ring": (changed("01", put([[]])), "malformed"),
    "latitude first": (changed("01", put([[[[21, 105]] * 4]])), "malformed"),
    "metres": (changed("01", put([[[[589000, 2326000]] * 4]])), "malformed"),
    "no number": (changed("01", put([[[[math.nan, 20]] * 4]])), "malformed"),
    "infinity": (changed("01", put([[[[105, math.inf]] * 4]])), "malformed"),
    "a truth value": (changed("01", put([[[[True, 20]] * 4]])), "malformed"),
    "text": (changed("01", put([[[["105", 20]] * 4]])), "malformed"),
    "three points": (changed("01", put([[[[105, 20]] * 3]])), "malformed"),
    "half a point": (changed("01", put([[[[105]] * 4]])), "malformed"),
}


@pytest.mark.parametrize(("given_", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_drawn_is_refused_with_a_reason(given_: Any, reason: str) -> None:
    """Each has its reason, and a message that says what is wrong."""
    with pytest.raises(OutlinesRefused) as refused:
        outlines(given_)
    assert refused.value.reason == reason
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("code", CODES)
def test_no_province_may_be_missing(code: str) -> None:
    """Without any one of the 34 the file is refused, and the message names the code."""
    geojson = drawn_outlines()
    geojson["features"] = [
        feature for feature in geojson["features"] if feature["properties"]["code"] != code
    ]
    with pytest.raises(OutlinesRefused) as refused:
        outlines(geojson)
    assert refused.value.reason == "codes"
    assert f"missing: {code}" in str(refused.value)


def test_a_polygon_is_a_multipolygon_of_one() -> None:
    flat = changed(
        "04", lambda f: f.update(geometry={"type": "Polygon", "coordinates": f["geometry"]["coordinates"][0]})
    )
    assert outlines(flat) == outlines(drawn_outlines())


def test_heights_and_other_properties_are_passed_over() -> None:
    """A third coordinate and names change nothing."""

    def change(feature: Feature) -> None:
        feature["properties"]["name"] = "<b>x</b>"
        put(
            [
                [[[*point, 12.5] for point in ring] for ring in polygon]
                for polygon in feature["geometry"]["coordinates"]
            ]
        )(feature)

    assert outlines(changed("20", change)) == outlines(drawn_outlines())


def test_a_hole_is_drawn_as_a_ring_of_its_own() -> None:
    hole = [[104.4, 20.4], [104.6, 20.4], [104.6, 20.6], [104.4, 20.6], [104.4, 20.4]]
    shapes = outlines(changed("01", lambda f: f["geometry"]["coordinates"][0].append(hole)))
    assert len(rings(shapes["paths"]["01"])) == 2


def test_an_islet_smaller_than_a_drawn_unit_is_still_a_path() -> None:
    """Rounded to one point it stays in the picture: an archipelago does not vanish for being small."""
    tiny = [[[111.5, 16.5], [111.5001, 16.5], [111.5001, 16.5001], [111.5, 16.5]]]
    shapes = outlines(changed("48", lambda f: f["geometry"]["coordinates"].append(tiny)))
    assert "h0z" in shapes["islands"]["hoang-sa"]["path"]
    assert len(rings(shapes["islands"]["hoang-sa"]["path"])) == 4


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "features", "properties", "geometry", "code", "coordinates"]),
            inner,
            max_size=4,
        )
    ),
)


@given(JSON, st.sampled_from(["whole", "feature", "geometry", "coordinates", "polygon", "ring"]))
def test_whatever_a_file_holds_it_is_drawn_or_refused(value: Any, where: str) -> None:
    """Any JSON in any place of the file ends in shapes or in a refusal, never in another error."""

    def change(feature: Feature) -> None:
        if where == "feature":
            feature.update(properties=value)
        elif where == "geometry":
            feature.update(geometry=value)
        elif where == "coordinates":
            feature["geometry"].update(coordinates=value)
        elif where == "polygon":
            feature["geometry"].update(coordinates=[value])
        else:
            feature["geometry"].update(coordinates=[[value]])

    with pytest.raises(OutlinesRefused):
        outlines(value if where == "whole" else changed("01", change))
