"""Pure functions from frames and labels to figures, as plain dicts. Decides no colours, no words, no sorting."""

from __future__ import annotations

import textwrap
from typing import Any

import pandas as pd

from dashboard.theme import BAR

CONFIG = {"displayModeBar": False, "scrollZoom": False}
ROW_HEIGHT = 38
LABEL_WIDTH = 22  # characters before a label wraps: what a phone has room for


def spread(frame: pd.DataFrame, labels: dict[str, str], said: list[str]) -> dict[str, Any]:
    """Returns a bar chart of how many organizations name each theme, one bar a row of the frame, in its order.

    `said` holds the words at the end of each bar; the axis runs from zero to all organizations.
    """
    names = ["<br>".join(_plain(line) for line in textwrap.wrap(labels[theme], LABEL_WIDTH)) for theme in frame["theme"]]
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": frame["n_named"].tolist(),
        "y": list(range(len(frame))),
        "customdata": frame["theme"].tolist(),
        "text": said,
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": BAR},
        "hoverinfo": "skip",
    }
    longest = int(frame["n_organizations"].max())
    layout = {
        "height": ROW_HEIGHT * len(frame) + 16,
        "margin": {"l": 0, "r": 8, "t": 4, "b": 4},
        "bargap": 0.35,
        # Room on the right for the words at the end of a full bar.
        "xaxis": {"range": [0, longest * 1.3], "visible": False, "fixedrange": True},
        "yaxis": {
            "tickmode": "array",
            "tickvals": list(range(len(frame))),
            "ticktext": names,
            "tickfont": {"size": 14},
            "ticks": "",
            "ticklabelstandoff": 8,
            "autorange": "reversed",
            "fixedrange": True,
            "automargin": True,
        },
        "font": {"size": 14},
        "showlegend": False,
        "dragmode": False,
    }
    return {"data": [bars], "layout": layout}


def _plain(text: str) -> str:
    """Returns a label with the characters that Plotly would read as markup made harmless."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
