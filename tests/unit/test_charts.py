"""Figures drawn from frames: order, labels, words, and that Plotly takes them."""

from __future__ import annotations

import html
import math
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.cards import charts
from dashboard.words.theme import BAR

LONG = "A long label about how the website and the printed bulletin reach nobody"


def drawn(labels: tuple[str, ...] = ("Kinh phí", LONG, "Đoàn kết, dân chủ")) -> dict[str, dict[str, object]]:
    """Returns bars of 3, 2 and 1 of five, or of one for a single label."""
    values = [3, 2, 1][: len(labels)]
    return charts.bars(labels, values, [f"{n} of 5" for n in values], [f"theme-{n}" for n in values], full=5)


def test_a_bar_for_each_row_in_its_order() -> None:
    """Bars stand in the order given, the first at the top, each with its number, its words and its code."""
    bars = drawn()["data"][0]
    assert bars["x"] == [3, 2, 1]
    assert bars["customdata"] == ["theme-3", "theme-2", "theme-1"]
    assert bars["text"] == ["3 of 5", "2 of 5", "1 of 5"]
    assert bars["marker"] == {"color": BAR}
    bottom, top = drawn()["layout"]["yaxis"]["range"]
    assert top < bars["y"][0] < bars["y"][1] < bars["y"][2] < bottom


def test_what_is_open_ends_in_a_point() -> None:
    """At the end of its bar and as high; its words stand behind the point, and there is room for both."""
    figure = charts.bars(["a", "b"], [8, 5], ["≥8", "5"], ["", ""], is_open=[True, False])
    [point], bar = figure["layout"]["shapes"], figure["data"][0]
    assert (point["xref"], point["xanchor"], point["yanchor"]) == ("paper", 1, bar["y"][0])
    half = charts.bars(["a", "b"], [8, 4], ["8", "≥4"], ["", ""], is_open=[False, True])
    assert half["layout"]["shapes"][0]["xanchor"] == 0.5
    assert bar["text"] == [charts.BEHIND_POINT + "≥8", "5"]
    closed = charts.bars(["a", "b"], [8, 5], ["≥8", "5"], ["", ""])
    assert closed["layout"].get("shapes") is None
    assert figure["layout"]["margin"]["r"] >= closed["layout"]["margin"]["r"] + charts.POINT
    assert go.Figure(figure).layout.shapes[0].type == "path"


def test_the_axis_starts_at_zero_and_holds_every_organization() -> None:
    """A bar's length is its share of all organizations: the axis begins at zero and reaches to the whole."""
    assert drawn()["layout"]["xaxis"]["range"] == [0, 5]


def test_plotly_takes_the_figure() -> None:
    """Every property of the plain dict is one that Plotly has."""
    figure = go.Figure(drawn())
    assert [trace.type for trace in figure.data] == ["bar"]


def test_every_label_is_shown_on_short_lines() -> None:
    """A long label wraps instead of pushing the bars off a phone."""
    ticks = drawn()["layout"]["yaxis"]["ticktext"]
    assert [tick.replace("<br>", " ") for tick in ticks] == ["Kinh phí", LONG, "Đoàn kết, dân chủ"]
    assert max(len(line) for tick in ticks for line in tick.split("<br>")) <= charts.LABEL_WIDTH


@pytest.mark.parametrize(
    "label",
    [
        "<b>bold</b>",
        "<img src=x onerror=alert(1)>",
        "R&D",
        "a < b",
        "&lt;",
        "aaaaaaaaaaaaaaaaaaaa<i>b</i>",
        "<a href='javascript:alert(1)'>x</a>",
    ],
)
def test_markup_in_a_label_stays_text(label: str) -> None:
    """What Plotly would read as markup is written out; between its own line breaks stands the label,
    character for character.
    """
    ticks = drawn((label,))["layout"]["yaxis"]["ticktext"]
    lines = ticks[0].split("<br>")
    assert all("<" not in line and ">" not in line for line in lines)
    assert "".join(html.unescape(line) for line in lines).replace(" ", "") == label.replace(" ", "")


@given(st.text(st.characters(blacklist_categories=("C", "Z"))).filter(str.strip))
def test_no_character_of_a_label_is_lost(label: str) -> None:
    """Whatever a label holds, its characters come out of the lines that Plotly is given."""
    ticks = drawn((label,))["layout"]["yaxis"]["ticktext"]
    assert "".join(html.unescape(line) for line in ticks[0].split("<br>")) == label


# Bars of any values, and upright ones

VALUES = st.lists(st.floats(-1e9, 1e9).map(lambda value: round(value, 4)), min_size=1, max_size=12)
CHARTS = pytest.mark.parametrize("draw", [charts.bars, charts.columns])


def made(draw: Any, values: list[Any]) -> dict[str, Any]:
    said = [f"≈{value}" for value in values]
    return draw(
        [f"Tổ chức {n}" for n in range(len(values))],
        values,
        said,
        [f"members~o{n}" for n in range(len(values))],
    )


# A bar chart leaves out what is not reported; columns keep its place.
@pytest.mark.parametrize(
    ("draw", "values"),
    [
        *(
            (draw, values)
            for draw in (charts.bars, charts.columns)
            for values in ([], [0], [0, 0], [3, 1, 2], [1_000_000, 0.5])
        ),
        (charts.columns, [2, None, 7]),
        (charts.columns, [None, None]),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_every_value_has_its_bar_words_and_code(draw: Any, values: list[Any]) -> None:
    """In the order given, nothing sorted, a gap kept as one; Plotly takes the figure, and nothing of it is
    dimmed by a choice.
    """
    figure = made(draw, values)
    bar, *over_gaps = figure["data"]
    assert bar["x" if draw is charts.bars else "y"] == values
    places = bar["y" if draw is charts.bars else "x"]
    assert len(places) == len(values)
    assert all(before < after for before, after in pairwise(places))
    assert bar["text"] == [f"≈{value}" if value is not None else "" for value in values]
    assert bar["customdata"] == [f"members~o{n}" for n in range(len(values))]
    ticks = figure["layout"]["yaxis" if draw is charts.bars else "xaxis"]
    assert [tick.replace("<br>", " ") for tick in ticks["ticktext"]] == [
        f"Tổ chức {n}" for n in range(len(values))
    ]
    assert ticks["tickvals"] == places
    assert go.Figure(figure).data[0].unselected.marker.opacity == 1
    gaps = [n for n, value in enumerate(values) if value is None]
    assert [(words["x"], words["text"], words["customdata"]) for words in over_gaps] == (
        [(gaps, ["≈None"] * len(gaps), [f"members~o{n}" for n in gaps])] if gaps else []
    ), "over a gap its words stand alone, and it can be opened"


@pytest.mark.parametrize("n", [1, 2, charts.MAX_COLUMN_LABELS, charts.MAX_COLUMN_LABELS + 1, 21, 50])
def test_the_labels_of_many_columns_do_not_meet(n: int) -> None:
    """As many as a phone has room for, at like distances, the last among them; every column stays."""
    figure = made(charts.columns, list(range(n)))
    ticks = figure["layout"]["xaxis"]
    assert 0 < len(ticks["tickvals"]) <= charts.MAX_COLUMN_LABELS
    assert ticks["tickvals"][-1] == n - 1
    assert len({after - before for before, after in pairwise(ticks["tickvals"])}) <= 1
    assert ticks["ticktext"] == [f"Tổ chức {at}" for at in ticks["tickvals"]]
    assert ticks["range"][0] < 0 <= n - 1 < ticks["range"][1]
    assert len(figure["data"][0]["x"]) == n


@CHARTS
@given(values=VALUES)
def test_a_bar_begins_at_zero_and_no_bar_is_cut(draw: Any, values: list[float]) -> None:
    """The axis holds zero and every value, so that a bar twice as long is twice as much; an axis of nothing
    but zeros has a length.
    """
    shown = values if draw is charts.bars else [abs(value) for value in values]
    low, high = made(draw, shown)["layout"]["xaxis" if draw is charts.bars else "yaxis"]["range"]
    assert low <= min(0, *shown) <= max(0, *shown) <= high
    assert low == 0 or min(shown) < 0
    assert high > low or not any(shown)
    assert math.isfinite(low)
    assert math.isfinite(high)


def test_columns_of_zeros_have_an_axis() -> None:
    """Where every year has none, the columns lie on zero and not across the chart."""
    for values in ([0, 0], [None, None], []):
        low, high = made(charts.columns, values)["layout"]["yaxis"]["range"]
        assert (low, high > 0) == (0, True)


@pytest.mark.parametrize("values", [[100, 50], [-0.2, 0.5], [-3, -1], [0.001]], ids=str)
@pytest.mark.parametrize("words", ["7", "≈1.700", "≈+12,5% †", "≥1.234.567,25"])
def test_the_words_at_the_end_of_a_bar_have_room_on_a_phone(values: list[float], words: str) -> None:
    """Right of the bars a margin is as wide as the longest words, on every screen; left of those below zero
    the axis leaves as much on a phone.
    """
    layout = charts.bars(["x"] * len(values), values, [words] * len(values), ["c"] * len(values))["layout"]
    low, high = layout["xaxis"]["range"]
    taken = charts.LETTER * len(words)
    assert layout["margin"]["r"] > taken
    assert high == max(0, *values)
    assert (
        low == 0 or (min(0, *values) - low) * charts.MIN_BAR_ROOM / (high - min(0, *values)) >= taken - 1e-6
    )
    assert (low < 0) == (min(values) < 0)


def test_bars_end_where_the_whole_does() -> None:
    """`full` is the axis of bars that are parts of it."""
    figure = charts.bars(["x"], [2], [""], ["c"], full=8)
    assert figure["layout"]["xaxis"]["range"] == [0, 8]


def test_longer_labels_make_a_higher_chart() -> None:
    """Every bar has its own height, and one whose label wraps more: no label runs into the next."""
    heights = [
        charts.bars(["x" * 5, *["lời dài " * n] * 2], [1, 2, 3], [""] * 3, [""] * 3)["layout"]["height"]
        for n in (1, 5, 10, 20)
    ]
    assert all(lower < higher for lower, higher in pairwise(heights[1:]))
    assert heights[0] >= 3 * charts.ROW_HEIGHT


def test_no_label_runs_into_the_next() -> None:
    """Each bar stands in the middle of as much height as the lines of its label take."""
    labels = ["Kinh phí", LONG, LONG, "Đoàn kết, dân chủ", LONG]
    figure = charts.bars(labels, [5, 4, 3, 2, 1], [""] * 5, [""] * 5)
    [bar], ticks = figure["data"], figure["layout"]["yaxis"]
    half = [charts.LINE_HEIGHT * (1 + label.count("<br>")) / 2 for label in ticks["ticktext"]]
    assert list(ticks["tickvals"]) == list(bar["y"])
    assert bar["y"][0] - half[0] >= 0
    assert bar["y"][-1] + half[-1] <= ticks["range"][0]
    assert all(
        below - above >= one + other
        for above, below, one, other in zip(bar["y"], bar["y"][1:], half, half[1:], strict=False)
    )
    # One unit of the axis is one pixel.
    assert (
        figure["layout"]["height"] - figure["layout"]["margin"]["t"] - figure["layout"]["margin"]["b"]
        == ticks["range"][0]
    )


@CHARTS
@pytest.mark.parametrize("label", ["<b>bold</b>", "<img src=x>", "R&D", "a < b"])
def test_markup_in_any_label_stays_text(draw: Any, label: str) -> None:
    figure = draw([label], [1], ["1"], ["c"])
    [tick] = figure["layout"]["yaxis" if draw is charts.bars else "xaxis"]["ticktext"]
    assert all("<" not in line and ">" not in line for line in tick.split("<br>"))
    assert html.unescape(tick.replace("<br>", " ")) == label
