"""Cards of one measure where there are more organizations than a chart or a table has room for, and what
organizations are called there.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dashboard.cards import figures
from dashboard.model import names
from dashboard.model.card import Chart, Multiples
from dashboard.model.page import Page
from dashboard.release import queries, warehouse
from dashboard.release.queries.filtering import MAX_SHOWN, MAX_SOURCES
from etl.build import build
from tests import opening

Rows = Callable[..., list[dict[str, str]]]
LANGUAGES = pytest.mark.parametrize("language", ["vi", "en"])
N = MAX_SHOWN + 15  # clubs, of which the last five report one term only


def page_of(**state: Any) -> Page:
    return opening.page("membership", opening.selection(**state))


@pytest.fixture(scope="module")
def many_release(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the project's rows and of made-up clubs, the nth with 10 n members now and n before the
    term before, where nothing is reported.
    """
    folder = tmp_path_factory.mktemp("many")
    shutil.copytree(project / "data", folder / "data")
    added: dict[str, list[dict[str, str]]] = {"organizations": [], "terms": [], "observations": []}
    for n in range(N):
        code = {"organization_id": f"made-up-club-{n}"}
        added["organizations"].append(
            code
            | {
                "name_vi": f"Câu lạc bộ {n}",
                "name_en": f"Club {n}",
                "kind": "club",
                "level": "district",
                "province_id": "ha-tinh",
                "locality": "x",
            }
        )
        added["terms"] += [
            code | {"term": str(t), "start_year": str(2000 + 5 * t), "end_year": str(2005 + 5 * t)}
            for t in (1, 2, 3)
        ]
        for term, value in (("1", n), ("3", 10 * n)) if n < N - 5 else (("3", 10 * n),):
            figure = {
                "indicator": "members",
                "value": str(value),
                "qualifier": "at_least" if n == 7 else "exact",
                "basis": "stated",
            }
            added["observations"].append(
                code | figure | {"term": term, "source_id": "hong-linh-st-term4-review", "paragraph": "1"}
            )
    for table, new in added.items():
        path = folder / "data" / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as stream:
            columns = next(csv.reader(stream))
        with path.open("a", encoding="utf-8", newline="") as stream:
            csv.DictWriter(stream, columns, lineterminator="\n").writerows(new)
    build(folder / "data", folder / "releases")
    return folder / "releases"


@pytest.fixture
def many(many_release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Serves that release for a test."""
    warehouse.prepare()
    monkeypatch.setenv("RELEASES_DIR", str(many_release))


@LANGUAGES
def test_a_ranking_of_many(many: None, language: str) -> None:
    """The first of them as bars, more in the table, the greatest first; how many more are there and how many
    are nowhere is told.
    """
    page = page_of(language=language, kinds=("club",), levels=("district",))
    card = figures.ranking(page, "members", 0)
    assert isinstance(card.body, Chart)
    assert card.table is not None
    expected = [f"members~made-up-club-{n}" for n in reversed(range(N))]
    assert card.body.figure["data"][0]["customdata"] == expected[: figures.MAX_BARS]
    assert [row.opens for row in card.table.rows] == expected[:MAX_SHOWN]
    assert page.say("covered", n=N, all=N) in card.subtitle
    more, left_out = (
        page.say("ranking_more", n=MAX_SHOWN - figures.MAX_BARS),
        page.say("left_out", n=N - MAX_SHOWN),
    )
    assert card.note == f"{more} {left_out}"
    assert card.sources is not None
    assert len(card.sources.shown["items"]) == MAX_SOURCES
    assert card.sources.shown["rest"] == page.say("sources_more", n=MAX_SHOWN - MAX_SOURCES)


@LANGUAGES
def test_series_of_many(many: None, language: str) -> None:
    """Of those that report several terms some are drawn, more stand in the table; a term that is not reported
    is a gap, not zero.
    """
    page = page_of(language=language, kinds=("club",), levels=("district",))
    card = figures.series(page, "members")
    assert card.table is not None
    assert isinstance(card.body, Multiples)
    items = card.body.content["items"]
    assert len(items) == figures.MAX_MULTIPLES
    assert len({row.opens for row in card.table.rows}) == MAX_SHOWN
    more, left_out = (
        page.say("series_more", n=MAX_SHOWN - figures.MAX_MULTIPLES),
        page.say("left_out", n=N - 5 - MAX_SHOWN),
    )
    assert card.note == f"{page.say('series_scale')} {more} {left_out}"
    assert page.say("series_of", n=N - 5, all=N) in card.subtitle
    for item in items:
        n = int(item["code"].rpartition("-")[2])
        assert [(p["at"], p["value"], p["label"]) for p in item["points"]] == [
            (-2, n, "2005–2010"),
            (0, 10 * n, "2015–2020"),
        ]
        assert item["points"][0]["written"] == ("≥" if n == 7 else "") + str(n)
    assert card.lead == "", "nobody reports the term before the latest"


def test_a_zero_is_ranked_last_and_drawn(many: None) -> None:
    """A club that reports no members is one that reports; beside those that do not report it has a bar."""
    page = page_of(language="en", organizations=tuple(f"made-up-club-{n}" for n in range(4)))
    card = figures.ranking(page, "members", 0)
    assert isinstance(card.body, Chart)
    assert card.body.figure["data"][0]["x"] == [30, 20, 10, 0]
    assert card.body.figure["data"][0]["text"] == ["30 (2020)", "20 (2020)", "10 (2020)", "0 (2020)"]
    change = figures.ranking(
        page_of(language="en", organizations=page.selection.filters.organizations, axis="calendar", at=2018),
        "members",
        2018,
    )
    assert isinstance(change.body, Chart)
    assert page.say("of_year", year="2018") in change.subtitle


@LANGUAGES
def test_at_least_is_a_bar_that_ends_in_a_point(many: None, language: str) -> None:
    """The seventh club has at least 70 members: its bar alone is open, and the note says what that is."""
    page = page_of(language=language, organizations=tuple(f"made-up-club-{n}" for n in range(4, 10)))
    card = figures.ranking(page, "members", 0)
    assert isinstance(card.body, Chart)
    assert [shape["xanchor"] for shape in card.body.figure["layout"]["shapes"]] == [70 / 90]
    assert card.note == page.say("open_end")
    exact = figures.ranking(page_of(organizations=tuple(f"made-up-club-{n}" for n in range(4))), "members", 0)
    assert isinstance(exact.body, Chart)
    assert (exact.body.figure["layout"].get("shapes"), exact.note) == (None, "")


def test_a_term_is_one_mark_over_years(many: None) -> None:
    """Over calendar years the figure of a term of six years stands at the last of them, once in the chart and
    in the table; over a term without a figure no line is drawn.
    """
    page = page_of(organizations=tuple(f"made-up-club-{n}" for n in range(1, 4)), axis="calendar")
    card = figures.series(page, "members")
    assert card.table is not None
    assert isinstance(card.body, Multiples)
    for item in card.body.content["items"]:
        assert [(p["at"], p["follows"]) for p in item["points"]] == [(2010, False), (2020, False)]
    assert len(card.table.rows) == 2 * 3


@LANGUAGES
def test_a_structure_of_many(many: None, language: str) -> None:
    """As many rows as there is room for; how many organizations more report something is told."""
    page = page_of(language=language, kinds=("club",), levels=("district",))
    card = figures.structure(page, ("members", "branches"), "branches")
    assert card.table is not None
    assert len(card.table.rows) == MAX_SHOWN
    assert card.note == page.say("left_out", n=N - MAX_SHOWN)
    assert all(row.cells[2] == page.say("cell_not_mentioned") for row in card.table.rows)


# What organizations are called


@LANGUAGES
def test_no_two_organizations_of_a_chart_are_called_alike(language: str) -> None:
    """Whichever they are: the unions before and after a merger too, which are of one kind and one
    province.
    """
    page = page_of(language=language)
    every = list(page.labels["organizations"])
    labels, kind = names.chart_labels(page, every)
    assert len(set(labels)) == len(labels)
    assert kind == ""
    unions = [
        code
        for code, (kind, level, *_) in queries.directory(page.release).items()
        if (kind, level) == ("union_of_associations", "province")
    ]
    labels, kind = names.chart_labels(page, unions)
    assert len(set(labels)) == len(labels)
    assert kind == page.labels["organization_kinds"]["union_of_associations"]
    places = {*page.labels["former"].values(), *page.labels["present"].values()}
    whole = {label: code for label, code in zip(labels, unions, strict=True) if label not in places}
    of_merged = {code for code in unions if code.endswith("-2025")}  # and the one before, where it is known
    pairs = {code for code in of_merged if code.removesuffix("-2025") in unions}
    assert set(whole.values()) == pairs | {code.removesuffix("-2025") for code in pairs}
    assert {"st-union-an-giang-2025", "st-union-khanh-hoa-2025"} <= pairs
    assert all(label == page.labels["organizations"][code] for label, code in whole.items())


@LANGUAGES
def test_an_undated_term_is_called_so(language: str) -> None:
    """It has no number and no year; the founding and a numbered term are called as they were."""
    page = page_of(language=language)
    label = {"vi": "Nhiệm kỳ không rõ năm", "en": "Undated term"}[language]
    assert names.term_number(page, -1) == names.term_label(page, "st-union-ha-tinh", -1) == label
    assert names.term_number(page, 0) == page.say("term_founding")
    assert names.term_number(page, 1) == page.say("term_n", term="1")


@LANGUAGES
def test_a_long_name_is_shortened_to_kind_and_province(language: str) -> None:
    """A provincial one; a name that fits, and one that is of no province, stay as they are."""
    page = page_of(language=language)
    whole = page.labels["organizations"]
    kinds = page.labels["organization_kinds"]
    assert (
        names.short_name(page, "st-union-thanh-hoa")
        == f"{kinds['union_of_associations']} {page.labels['former']['thanh-hoa']}"
    )
    assert names.short_name(page, "youth-union-ict-department") == whole["youth-union-ict-department"]
    for code, name in whole.items():
        assert names.short_name(page, code) == name or len(name) > names.MAX_LABEL


def test_the_state_of_a_theme_is_known_beyond_what_a_grid_shows(many: None) -> None:
    """Of those that are no column of the grid the state is that of their rows; of those that a filter leaves
    out there is none.
    """
    page = page_of(kinds=("club",), levels=("district",))
    shown = {cell.organization_id for cell in queries.theme_cells(page.release, page.filters)}
    clubs = {f"made-up-club-{n}" for n in range(N)}
    assert len(shown) == MAX_SHOWN
    assert clubs - shown
    states = {queries.theme_state(page.release, page.filters, "funding", club) for club in clubs - shown}
    assert states == {"not_mentioned"}
    assert queries.theme_state(page.release, page.filters, "funding", "st-union-ha-tinh") is None
