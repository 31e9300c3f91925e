"""One measure on the map: shades in order, a zero that is a figure, signs for what is none, tiles that
nothing shares, and the archipelagos.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from dashboard.cards import province_map
from dashboard.cards.outlines import OutlinesRefused
from dashboard.elements import contracts
from dashboard.model import measures
from dashboard.model.page import Page
from dashboard.release import queries, warehouse
from dashboard.release.opened import open_release
from dashboard.request.selection import BOUNDARIES
from dashboard.words.text import Text
from dashboard.words.theme import BADGES, STATES, THEME_STATES
from etl.build import build
from tests import opening
from tests.unit.drawn_outlines import CODES, drawn_outlines

Rows = Callable[..., list[dict[str, str]]]
KIND = "made_up_union"  # of which no organization is in the rows
LANGUAGES = pytest.mark.parametrize("language", ["vi", "en"])
BOTH = pytest.mark.parametrize("boundaries", BOUNDARIES)


def page_of(**state: Any) -> Page:
    return opening.page("map", opening.selection(**state))


def items_of(**state: Any) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in province_map.items(page_of(**state))}


def members_made_up(rows: Rows) -> dict[str, int]:
    """Returns members for youth unions of former provinces: none for seven of them, three zeros, two alike,
    the others ever more.
    """
    provinces = [row["province_id"] for row in rows("provinces") if row["boundaries"] == "former"]
    values = [0, 0, 0, 7, 7, *(n**4 for n in range(2, len(provinces)))]
    return dict(zip([p for n, p in enumerate(provinces) if n % 9 != 8], values, strict=False))


@pytest.fixture(scope="module")
def made_up_release(rows: Rows, project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the project’s rows and the made-up unions."""
    folder = tmp_path_factory.mktemp("made-up")
    shutil.copytree(project / "data", folder / "data")
    source = {
        "source_id": "made-up",
        "kind": "summary_report",
        "title": "Báo cáo",
        "published_on": "2024",
        "language": "vi",
        "is_draft": "false",
        "extent": "whole",
        "file": "made-up.txt",
    }
    added: dict[str, list[dict[str, str]]] = {
        "sources": [source],
        "organizations": [],
        "terms": [],
        "observations": [],
    }
    for province, value in members_made_up(rows).items():
        code = {"organization_id": f"made-up-union-{province}"}
        names = {
            "name_vi": f"Đoàn {province}",
            "name_en": f"Youth of {province}",
            "kind": KIND,
            "level": "province",
            "province_id": province,
        }
        figure = {
            "indicator": "members",
            "value": str(value),
            "qualifier": "exact",
            "basis": "stated",
            "as_of": "2024",
            "source_id": "made-up",
            "paragraph": "1",
        }
        added["organizations"].append(code | names)
        added["terms"].append(code | {"term": "1", "start_year": "2019", "end_year": "2024"})
        added["observations"].append(code | {"term": "1"} | figure)
    kinds = rows("organization_kinds")
    added["organization_kinds"] = [
        {
            "kind": KIND,
            "label_vi": "Đoàn",
            "label_en": "Youth",
            "is_one_per_province": "true",
            "position": str(len(kinds) + 1),
        }
    ]
    indicators = folder / "data" / "indicators.csv"
    applies = indicators.read_text(encoding="utf-8").replace(";club;", f";club;{KIND};")
    indicators.write_text(applies, encoding="utf-8")
    for table, new in added.items():
        path = folder / "data" / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as stream:
            columns = next(csv.reader(stream))
        with path.open("a", encoding="utf-8", newline="") as stream:
            csv.DictWriter(stream, columns, lineterminator="\n").writerows(new)
    build(folder / "data", folder / "releases")
    return folder / "releases"


@pytest.fixture
def made_up(rows: Rows, made_up_release: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Serves that release for a test, and gives the members by province."""
    warehouse.prepare()
    monkeypatch.setenv("RELEASES_DIR", str(made_up_release))
    return members_made_up(rows)


def test_classes_are_ordered_and_hold_all_figures(made_up: dict[str, int]) -> None:
    """A greater figure is never lighter, like figures are alike, and every shade is in use."""
    page = page_of(kinds=(KIND,), boundaries="former")
    shown = {item["id"]: item["shade"] for item in province_map.items(page) if item["state"] == "figure"}
    assert set(shown) == set(made_up)
    ranked = sorted((value, shown[province]) for province, value in made_up.items())
    assert all(lower <= higher for (_, lower), (_, higher) in pairwise(ranked))
    shades = defaultdict(set)
    for value, shade in ranked:
        shades[value].add(shade)
    assert all(len(found) == 1 for found in shades.values())
    assert set(shown.values()) == set(range(1, province_map.N_SHADES + 1))
    sizes = Counter(next(iter(found)) for found in shades.values())
    assert max(sizes.values()) - min(sizes.values()) <= 1, "classes hold about as many different figures"


def test_the_legend_names_the_bounds_of_every_class(made_up: dict[str, int]) -> None:
    """From the least to the greatest figure of each shade, as they are written."""
    page = page_of(kinds=(KIND,), boundaries="former", language="en")
    shown = {item["id"]: item["shade"] for item in province_map.items(page) if item["state"] == "figure"}
    expected = []
    for shade in sorted(set(shown.values())):
        inside = [value for province, value in made_up.items() if shown[province] == shade]
        expected.append((shade, f"{min(inside):,} – {max(inside):,}"))
    assert [
        (entry["shade"], entry["label"]) for entry in province_map.legend(page) if entry["state"] == "figure"
    ] == expected


@BOTH
def test_every_measure_has_its_classes(rows: Rows, boundaries: str) -> None:
    """Of whatever measure and kind, each figure has a shade of the legend, and what has none has no shade and
    no value.
    """
    known = queries.known(open_release())
    # Each measure of the kind whose provincial organizations report or name it most often, what is derived,
    # and of every kind one measure; of the others there is nothing to class.
    kinds = {
        row["organization_id"]: row["kind"] for row in rows("organizations") if row["level"] == "province"
    }
    coded = [(row["organization_id"], row["indicator"]) for row in rows("observations")] + [
        (row["organization_id"], row["theme"]) for row in rows("limitations")
    ]
    reporting = defaultdict[str, Counter[str]](Counter)
    for organization, measure in coded:
        if organization in kinds:
            reporting[measure][kinds[organization]] += 1
    asked = {(by_kind.most_common(1)[0][0], measure) for measure, by_kind in reporting.items()}
    asked |= {("union_of_associations", measure) for measure in known["derived"]}
    asked |= {(kind, "members") for kind in known["kind"]}
    assert len(asked) > 50
    for kind, measure in sorted(asked):
        page = page_of(kinds=(kind,), boundaries=boundaries, measure=measure)
        values = {row.province_id: row.value for row in province_map.rows(page)}
        items = province_map.items(page)
        figures = sorted((values[item["id"]], item["shade"]) for item in items if item["state"] == "figure")
        assert all(lower <= higher for (_, lower), (_, higher) in pairwise(figures))
        assert {shade for _, shade in figures} == {
            entry["shade"] for entry in province_map.legend(page) if entry["state"] == "figure"
        }
        for item in items:
            assert (
                (item["state"] == "figure")
                == (item["shade"] in range(1, province_map.N_SHADES + 1))
                == (item["value"] != "")
            )
            assert (item["shade"] == 0) == (item["state"] != "figure")


@LANGUAGES
def test_a_zero_is_a_figure(made_up: dict[str, int], language: str) -> None:
    """A province that reports none shows 0 in the lightest shade; one that reports nothing has no value, no
    shade and another state.
    """
    items = items_of(kinds=(KIND,), boundaries="former", language=language)
    zeros = [province for province, value in made_up.items() if value == 0]
    assert len(zeros) == 3
    for province in zeros:
        item = items[province]
        assert (item["state"], item["value"], item["shade"]) == ("figure", "0", 1)
        assert item["lines"][0] == "0 (2024)"
    for province in set(items) - set(made_up):
        item = items[province]
        assert (item["state"], item["value"], item["shade"]) == ("no_document", "", 0)
        assert item["lines"] == []
    page = page_of(kinds=(KIND,), boundaries="former", language=language)
    assert page.say("map_coverage", n=len(made_up), all=63) in province_map.summary(page)


def test_a_present_province_is_the_sum_of_its_parts(made_up: dict[str, int], rows: Rows) -> None:
    """Where each part has a figure; where one lacks it there is none, and the card names the part."""
    parts = defaultdict(list)
    names = {}
    for row in rows("provinces"):
        if row["boundaries"] == "former":
            parts[row["successor_id"]].append(row["province_id"])
            names[row["province_id"]] = row["name_en"]
    page = page_of(kinds=(KIND,), language="en")
    found = {row.province_id: row for row in province_map.rows(page)}
    items = items_of(kinds=(KIND,), language="en")
    badges = Counter()
    for province, former in parts.items():
        item, missing = items[province], [p for p in former if p not in made_up]
        badges[item["badge"]] += 1
        if not missing:
            total = sum(made_up[p] for p in former)
            assert found[province].value == total
            assert item["lines"][0] == f"{total:,} (2024)"
            assert item["badge"] == ("summed" if len(former) > 1 else "reported")
        elif len(missing) == len(former):
            assert (item["state"], item["badge"]) == ("no_document", "")
        else:
            assert (item["value"], item["badge"]) == ("", "not_derivable")
            assert (
                page.say(
                    "parts_missing",
                    n=len(former) - len(missing),
                    all=len(former),
                    missing=", ".join(names[p] for p in sorted(missing)),
                )
                in item["lines"]
            )
    assert set(badges) >= {"reported", "summed", "not_derivable"}


@LANGUAGES
def test_a_large_figure_is_short_on_a_tile_and_whole_on_its_card(
    made_up: dict[str, int], language: str
) -> None:
    """Millions are shortened, the card writes the whole number."""
    province, value = max(made_up.items(), key=lambda pair: pair[1])
    assert value > 1_000_000
    item, say = items_of(kinds=(KIND,), boundaries="former", language=language)[province], Text(language)
    assert item["value"] == say("millions", n=say.number(round(value / 1_000_000, 1)))
    assert item["lines"][0].startswith(say.number(value))


def test_a_change_has_its_sign(rows: Rows) -> None:
    """Growth has a plus, loss a minus, both in percent; other percentages have no plus."""
    derived = {row["measure"]: row for row in rows("derived_measures")}
    pages = [
        page_of(measure=measure, boundaries="former", language="en")
        for measure in queries.known(open_release())["derived"]
    ]
    figures: dict[tuple[str, str], tuple[str, str]] = {}
    for page in pages:
        for item in province_map.items(page):
            if item["state"] == "figure":
                figures[page.selection.focus.measure, item["id"]] = (
                    item["lines"][0].split(" ")[0],
                    item["value"],
                )
        for row in province_map.rows(page):
            if row.state == "figure":
                measure = page.selection.focus.measure
                whole, short = figures[measure, row.province_id]
                is_change = derived[measure]["is_change"] == "true"
                assert (("+" in whole), ("+" in short)) == (is_change and row.value > 0,) * 2
                assert ("-" in whole) == (row.value < 0)
                assert whole.endswith("%") == short.endswith("%") == (derived[measure]["is_share"] == "true")
                assert (
                    measures.is_change(page, measure),
                    measures.is_share(page, measure),
                ) == (
                    is_change,
                    whole.endswith("%"),
                )
    assert any(derived[measure]["is_change"] == "true" for measure, _ in figures), (
        "the rows hold a change over a term"
    )


def test_each_state_and_badge_has_its_own_sign(project: Path) -> None:
    """No two share a sign, and the one state without a sign is hatched; no sign could be taken for a
    figure.
    """
    assert set(province_map.marks(page_of())) == (set(STATES) - {"figure"}) | set(BADGES)
    marks = province_map.marks(page_of(measure="pandemic"))
    assert set(marks) == (set(THEME_STATES) - {"figure"}) | set(BADGES)
    assert [state for state, mark in marks.items() if not mark] == ["no_document"]
    signs = [mark for mark in marks.values() if mark]
    assert len(set(signs)) == len(signs)
    assert not any(character.isdigit() for mark in signs for character in mark)
    css = (project / "dashboard" / "elements" / "css" / "map.css").read_text(encoding="utf-8")
    looks = [
        re.search(rf"^\.face\.{look} \{{(.*?)\}}$", css, re.MULTILINE | re.DOTALL)[1]
        for look in (*(f"s-{state}" for state in THEME_STATES), "b-not_derivable")
    ]
    assert len(set(looks)) == len(THEME_STATES) + 1
    assert "gradient" in looks[list(THEME_STATES).index("no_document")]


@LANGUAGES
@BOTH
def test_the_legend_explains_every_state_and_badge(language: str, boundaries: str) -> None:
    """Each state without a figure, and among the present provinces each badge, with a word of its own; the
    map has the same words.
    """
    page = page_of(language=language, boundaries=boundaries)
    entries = [entry for entry in province_map.legend(page) if entry["state"] != "figure"]
    states = [entry["state"] for entry in entries if not entry.get("badge")]
    badges = {entry["badge"] for entry in entries if entry.get("badge")}
    assert states == [state for state in STATES if state != "figure"]
    assert badges == (set(BADGES) if boundaries == "present" else set())
    assert len({entry["label"] for entry in entries}) == len(entries)
    words = province_map.words(page)
    assert {words[state] for state in states} | {words[badge] for badge in badges} == {
        entry["label"] for entry in entries
    }


@BOTH
def test_no_two_tiles_share_a_place(rows: Rows, boundaries: str) -> None:
    """Provinces and archipelagos of one set of boundaries each have a place of their own in the grid."""
    tiles = [
        row for table in ("provinces", "islands") for row in rows(table) if row["boundaries"] == boundaries
    ]
    assert len(tiles) == {"present": 34, "former": 63}[boundaries] + 2
    places = Counter((int(row["tile_column"]), int(row["tile_row"])) for row in tiles)
    assert [place for place, n in places.items() if n > 1] == []
    assert all(column >= 1 and line >= 1 for column, line in places)


@LANGUAGES
@BOTH
def test_both_archipelagos_are_on_the_map(rows: Rows, language: str, boundaries: str) -> None:
    """Hoàng Sa of Đà Nẵng and Trường Sa of Khánh Hòa, east of every province, at the place that the rows
    give.
    """
    islands = {
        island["id"]: island
        for island in province_map.islands(page_of(language=language, boundaries=boundaries))
    }
    assert {code: island["province_id"] for code, island in islands.items()} == {
        "hoang-sa": "da-nang",
        "truong-sa": "khanh-hoa",
    }
    expected = {
        "vi": {"Hoàng Sa (Đà Nẵng)", "Trường Sa (Khánh Hòa)"},
        "en": {"Hoang Sa (Da Nang)", "Truong Sa (Khanh Hoa)"},
    }
    assert {island["label"] for island in islands.values()} == expected[language]
    written = {row["island"]: row for row in rows("islands") if row["boundaries"] == boundaries}
    items = items_of(boundaries=boundaries)
    for code, island in islands.items():
        assert (island["column"], island["row"]) == (
            int(written[code]["tile_column"]),
            int(written[code]["tile_row"]),
        )
        assert island["column"] > max(item["column"] for item in items.values())
        assert island["province_id"] in items


@pytest.mark.parametrize("missing", ["hoang-sa", "truong-sa", "both"])
def test_a_map_without_an_archipelago_is_not_drawn(missing: str) -> None:
    """Not even as tiles: the element refuses it."""
    page = page_of()
    islands = [island for island in province_map.islands(page) if missing not in (island["id"], "both")]
    with pytest.raises(ValueError, match="Hoàng Sa and Trường Sa"):
        contracts.map_content(province_map.items(page), islands, [], {}, marks={}, shapes=None)


@LANGUAGES
@BOTH
def test_every_province_is_an_item(rows: Rows, language: str, boundaries: str) -> None:
    """Each province of the boundaries once, with its statistical code, its place, its name, and a name short
    enough for a tile.
    """
    written = {row["province_id"]: row for row in rows("provinces") if row["boundaries"] == boundaries}
    items = items_of(language=language, boundaries=boundaries)
    assert set(items) == set(written)
    for code, item in items.items():
        row = written[code]
        assert (item["code"], item["column"], item["row"]) == (
            row["code"],
            int(row["tile_column"]),
            int(row["tile_row"]),
        )
        assert item["name"] == row[f"name_{language}"]
        assert item["short"] == (row[f"short_{language}"] or row[f"name_{language}"])
        assert max(map(len, item["short"].split())) <= 7
        assert boundaries == "present" or item["badge"] == ""
    if boundaries == "present":
        assert sorted(item["code"] for item in items.values()) == sorted(CODES)


@LANGUAGES
def test_every_measure_has_a_name(rows: Rows, language: str) -> None:
    """That of its list, a theme and a mention as one, and no two the same."""
    page = page_of(language=language)
    names = {measure: measures.label(page, measure) for measure in page.valid_codes["measure"]}
    written = {row["measure"]: row[f"label_{language}"] for row in rows("derived_measures")}
    written |= {row["indicator"]: row[f"label_{language}"] for row in rows("indicators")}
    written |= {row["theme"]: page.say("map_theme", theme=row[f"label_{language}"]) for row in rows("themes")}
    written |= {mention: page.say(f"mention_{mention}") for mention in measures.MENTIONS}
    assert names == written
    assert all(names.values())
    assert len(set(names.values())) == len(names)


def test_the_kind_and_the_measure_are_those_asked_for() -> None:
    """The first kind that is filtered for, else unions; the measure of the link, else members."""
    assert (province_map.kind_of(page_of()), province_map.measure_of(page_of())) == (
        "union_of_associations",
        "members",
    )
    page = page_of(kinds=("club", "association"), measure="funding")
    assert (province_map.kind_of(page), province_map.measure_of(page)) == ("club", "funding")


# Outlines from a file


@pytest.fixture
def outlines_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "outlines.geojson"
    monkeypatch.setenv("OUTLINES_FILE", str(path))
    return path


def test_without_a_file_there_are_no_outlines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OUTLINES_FILE", raising=False)
    assert province_map.shapes(page_of()) is None
    monkeypatch.setenv("OUTLINES_FILE", "")
    assert province_map.shapes(page_of()) is None


def test_a_file_is_drawn_and_read_again_when_it_changes(outlines_file: Path) -> None:
    """An operator who mends the file need not start the server anew."""
    outlines_file.write_text(json.dumps(drawn_outlines()), encoding="utf-8")
    first = province_map.shapes(page_of())
    assert set(first["paths"]) == set(CODES)
    assert province_map.shapes(page_of()) is first
    changed = drawn_outlines()
    changed["features"][0]["geometry"]["coordinates"][0][0][0][0] += 0.5
    outlines_file.write_text(json.dumps(changed), encoding="utf-8")
    os.utime(outlines_file, ns=(0, 10**9))
    assert province_map.shapes(page_of()) != first


BROKEN = {
    "empty": b"",
    "cut": b'{"type": "FeatureCollection", "features": [',
    "not UTF-8": b"\xff\xfe\x00{",
    "another format": b"<kml></kml>",
    "nested without end": b"[" * 100_000,
    "a number": b"34",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_file_that_cannot_be_read_is_refused(outlines_file: Path, content: bytes) -> None:
    outlines_file.write_bytes(content)
    with pytest.raises(OutlinesRefused) as refused:
        province_map.shapes(page_of())
    assert refused.value.reason == "malformed"


def test_a_file_that_is_not_there_is_refused(
    outlines_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So is a folder in its place."""
    for path in (outlines_file, tmp_path):
        monkeypatch.setenv("OUTLINES_FILE", str(path))
        with pytest.raises(OutlinesRefused) as refused:
            province_map.shapes(page_of())
        assert refused.value.reason == "malformed"


def test_what_the_outlines_lack_is_the_reason(outlines_file: Path) -> None:
    """A whole file but for Hoàng Sa is refused for that."""
    geojson = drawn_outlines()
    da_nang = next(feature for feature in geojson["features"] if feature["properties"]["code"] == "48")
    da_nang["geometry"]["coordinates"] = da_nang["geometry"]["coordinates"][:1]
    outlines_file.write_text(json.dumps(geojson), encoding="utf-8")
    with pytest.raises(OutlinesRefused) as refused:
        province_map.shapes(page_of())
    assert refused.value.reason == "hoang_sa"
