"""Figures drawn from frames: order, labels, words, and that Plotly takes them."""

from __future__ import annotations

import html

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import charts
from dashboard.theme import BAR

LABELS = {
    "funding": "Kinh phí",
    "unity": "Đoàn kết, dân chủ",
    "communication": "A long label about how the website and the printed bulletin reach nobody",
}


def drawn(**changes: object) -> dict[str, dict[str, object]]:
    frame = pd.DataFrame({"theme": ["funding", "communication", "unity"], "n_named": [3, 2, 1], "n_organizations": [5, 5, 5]} | changes)
    return charts.spread(frame, LABELS, ["3 of 5", "2 of 5", "1 of 5"])


def test_a_bar_for_each_row_in_its_order() -> None:
    """Bars stand in the order of the frame, the first at the top, each with its number, its words and its code."""
    bars = drawn()["data"][0]
    assert bars["x"] == [3, 2, 1]
    assert bars["customdata"] == ["funding", "communication", "unity"]
    assert bars["text"] == ["3 of 5", "2 of 5", "1 of 5"]
    assert bars["marker"] == {"color": BAR}
    assert drawn()["layout"]["yaxis"]["autorange"] == "reversed"


def test_the_axis_starts_at_zero_and_holds_every_organization() -> None:
    """A bar's length is its share of all organizations: the axis begins at zero and reaches beyond the whole."""
    low, high = drawn()["layout"]["xaxis"]["range"]
    assert low == 0
    assert high > 5


def test_plotly_takes_the_figure() -> None:
    """Every property of the plain dict is one that Plotly has."""
    figure = go.Figure(drawn())
    assert [trace.type for trace in figure.data] == ["bar"]


def test_every_label_is_shown_on_short_lines() -> None:
    """A long label wraps instead of pushing the bars off a phone."""
    ticks = drawn()["layout"]["yaxis"]["ticktext"]
    assert [tick.replace("<br>", " ") for tick in ticks] == [LABELS["funding"], LABELS["communication"], LABELS["unity"]]
    assert max(len(line) for tick in ticks for line in tick.split("<br>")) <= charts.LABEL_WIDTH


@pytest.mark.parametrize(
    "label",
    ["<b>bold</b>", "<img src=x onerror=alert(1)>", "R&D", "a < b", "&lt;", "aaaaaaaaaaaaaaaaaaaa<i>b</i>", "<a href='javascript:alert(1)'>x</a>"],
)
def test_markup_in_a_label_stays_text(label: str) -> None:
    """What Plotly would read as markup is written out; between its own line breaks stands the label, character for character."""
    ticks = charts.spread(pd.DataFrame({"theme": ["x"], "n_named": [1], "n_organizations": [1]}), {"x": label}, ["1"])["layout"]["yaxis"]["ticktext"]
    lines = ticks[0].split("<br>")
    assert all("<" not in line and ">" not in line for line in lines)
    assert "".join(html.unescape(line) for line in lines).replace(" ", "") == label.replace(" ", "")


@given(st.text(st.characters(blacklist_categories=("C", "Z"))).filter(str.strip))
def test_no_character_of_a_label_is_lost(label: str) -> None:
    """Whatever a label holds, its characters come out of the lines that Plotly is given."""
    ticks = charts.spread(pd.DataFrame({"theme": ["x"], "n_named": [1], "n_organizations": [1]}), {"x": label}, ["1"])["layout"]["yaxis"]["ticktext"]
    assert "".join(html.unescape(line) for line in ticks[0].split("<br>")) == label
