"""Pure functions from rows and labels to figures, as plain dicts. Decides no colours, no words, no sorting."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import accumulate

from dashboard.words.theme import BAR

CONFIG = {"displayModeBar": False, "scrollZoom": False}
ROW_HEIGHT, LINE_HEIGHT, BAR_HEIGHT = 38, 20, 25
MOST_LABELS = 8  # under columns
LABEL_WIDTH = 22  # characters before a label wraps: what a phone has room for
LETTER = 9  # pixels, at most, of a letter of the words at the end of a bar
LEAST = 110  # pixels that are left for bars where a phone is narrow


def bars(
    labels: Sequence[str],
    values: Sequence[float],
    said: Sequence[str],
    codes: Sequence[str],
    *,
    full: float | None = None,
) -> dict[str, object]:
    """Returns a bar chart, one bar a label, in this order, from zero; `said` holds the words at the end of each bar, `codes` what a bar opens.

    `full` is where the axis ends, else at the longest bar.
    """
    wrapped = [textwrap.wrap(label, LABEL_WIDTH) for label in labels]
    heights = [max(ROW_HEIGHT, LINE_HEIGHT * len(lines) + 8) for lines in wrapped]
    # In pixels from the top, so that each has the room that its label takes.
    centres = [below - height / 2 for below, height in zip(accumulate(heights), heights, strict=True)]
    bar = {
        "type": "bar",
        "orientation": "h",
        "x": list(values),
        "y": centres,
        "width": BAR_HEIGHT,
        "customdata": list(codes),
        "text": list(said),
        "textposition": "outside",
        "constraintext": "none",
        "cliponaxis": False,
        "marker": {"color": BAR},
        "hoverinfo": "none",
        # A bar that was chosen opens something: the others are not dimmed for it.
        "unselected": {"marker": {"opacity": 1}, "textfont": {"color": None}},
    }
    lowest, highest = min((0, *values)), max((0, *values)) if full is None else full
    # Words stand beyond the ends of bars: to the right in the margin, which is as wide on every screen; to the left on the axis, before the labels.
    room = LETTER * max(map(len, said), default=0)
    left = (highest - lowest) * room / LEAST if lowest < 0 else 0
    layout = {
        "height": sum(heights) + 12,
        "margin": {"l": 0, "r": 8 + room, "t": 4, "b": 8},
        "xaxis": {"range": [lowest - left, highest], "visible": False, "fixedrange": True},
        "yaxis": {
            "tickmode": "array",
            "tickvals": centres,
            "ticktext": ["<br>".join(_plain(line) for line in lines) for lines in wrapped],
            "tickfont": {"size": 14},
            "ticks": "",
            "ticklabelstandoff": 8,
            "range": [sum(heights), 0],
            "fixedrange": True,
            "automargin": True,
        },
        "font": {"size": 14},
        "showlegend": False,
        "dragmode": False,
    }
    return {"data": [bar], "layout": layout}


def columns(
    labels: Sequence[str], values: Sequence[float | None], said: Sequence[str], codes: Sequence[str]
) -> dict[str, object]:
    """Returns a chart of upright bars over years or other steps, in this order, from zero; a missing value is a gap.

    `said` holds the words over each bar; over a gap they stand alone, on the axis.
    """
    bar = {
        "type": "bar",
        "x": list(range(len(labels))),
        "y": list(values),
        "customdata": list(codes),
        "text": [words if value is not None else "" for words, value in zip(said, values, strict=True)],
        "textposition": "outside",
        "textangle": 0,
        "constraintext": "none",
        "cliponaxis": False,
        "marker": {"color": BAR},
        "hoverinfo": "none",
        "unselected": {"marker": {"opacity": 1}, "textfont": {"color": None}},
    }
    alone = [n for n, value in enumerate(values) if value is None and said[n]]
    over_gaps = {
        "type": "scatter",
        "mode": "text",
        "x": alone,
        "y": [0] * len(alone),
        "text": [said[n] for n in alone],
        "textposition": "top center",
        "customdata": [codes[n] for n in alone],
        "hoverinfo": "none",
        "cliponaxis": False,
    }
    highest = max((value for value in values if value is not None), default=0)
    # So many labels that they do not meet on a phone, the last one among them.
    step = -(-len(labels) // MOST_LABELS)
    shown = [n for n in range(len(labels)) if (len(labels) - 1 - n) % step == 0]
    layout = {
        "height": 260,
        "margin": {"l": 12, "r": 12, "t": 16, "b": 4},  # room for half a label at either end
        "bargap": 0.35,
        "xaxis": {
            "tickmode": "array",
            "tickvals": shown,
            "ticktext": [_plain(labels[n]) for n in shown],
            "tickfont": {"size": 14},
            "tickangle": 0,
            "ticks": "",
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "automargin": True,
            # Few bars are not drawn as wide as the page.
            "range": [
                -0.5 - max(0, MOST_LABELS - len(labels)) / 2,
                len(labels) - 0.5 + max(0, MOST_LABELS - len(labels)) / 2,
            ],
        },
        "yaxis": {"range": [0, (highest or 1) * 1.15], "visible": False, "fixedrange": True},
        "font": {"size": 14},
        "showlegend": False,
        "dragmode": False,
    }
    return {"data": [bar, over_gaps] if alone else [bar], "layout": layout}


def _plain(text: str) -> str:
    """Returns a label with the characters that Plotly would read as markup made harmless."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
