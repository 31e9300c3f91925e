"""Bar charts as Plotly figures, in plain dicts, and as text for screen readers. Derives nothing."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import accumulate

from dashboard.model.card import Chart
from dashboard.model.page import Page
from dashboard.words.theme import BAR

CONFIG = {"displayModeBar": False, "scrollZoom": False}
ROW_HEIGHT, LINE_HEIGHT, BAR_HEIGHT = 38, 20, 25
MAX_COLUMN_LABELS = 8
LABEL_WIDTH = 16  # characters before a label wraps: what a phone has room for
LETTER = 9  # pixels, at most, of a letter of the words at the end of a bar
POINT = 10  # pixels by which the point of an open end is longer than its bar
BEHIND_POINT = "\u2060\u2002\u2002"  # room for that point before the words: blanks alone would be trimmed
MIN_BAR_ROOM = 110  # pixels that are left for bars where a phone is narrow


def bar_chart(
    page: Page,
    labels: Sequence[str],
    values: Sequence[float],
    texts: Sequence[str],
    opens: Sequence[str],
    *,
    alt_texts: Sequence[str] = (),
    full: float | None = None,
    is_open: Sequence[bool] = (),
) -> Chart:
    """A chart of bars, and the same in words: `alt_texts`, where they differ from the texts shown."""
    items = "; ".join(f"{label}: {text}" for label, text in zip(labels, alt_texts or texts, strict=True))
    return Chart(
        bars(labels, values, texts, opens, full=full, is_open=is_open), page.say("chart_bars", items=items)
    )


def bars(
    labels: Sequence[str],
    values: Sequence[float],
    texts: Sequence[str],
    opens: Sequence[str],
    *,
    full: float | None = None,
    is_open: Sequence[bool] = (),
) -> dict[str, object]:
    """A figure of bars in this order, from zero. `texts` stand at their ends; `opens` is what each opens.

    `full` is where the axis ends, else at the longest bar. A bar that `is_open` is at least so long: it ends
    in a point.
    """
    open_ends = is_open or [False] * len(values)
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
        "customdata": list(opens),
        "text": [BEHIND_POINT * n + text for text, n in zip(texts, open_ends, strict=True)],
        "textposition": "outside",
        "constraintext": "none",
        "cliponaxis": False,
        "marker": {"color": BAR},
        "hoverinfo": "none",
        # A bar that was chosen opens something: the others are not dimmed for it.
        "unselected": {"marker": {"opacity": 1}, "textfont": {"color": None}},
    }
    lowest, highest = min((0, *values)), max((0, *values)) if full is None else full
    # Texts stand beyond the ends of bars: to the right in the margin, which is as wide on every screen; to
    # the left on the axis, before the labels.
    room = LETTER * max(map(len, texts), default=0) + (POINT if any(open_ends) else 0)
    left = (highest - lowest) * room / MIN_BAR_ROOM if lowest < 0 else 0
    points = [
        {
            "type": "path",
            "path": f"M 0,{-BAR_HEIGHT / 2} L {POINT},0 L 0,{BAR_HEIGHT / 2} Z",
            "xsizemode": "pixel",
            "ysizemode": "pixel",
            # On the paper, and not on the axis, where the point of the longest bar would be cut off.
            "xref": "paper",
            "xanchor": (value - lowest + left) / (highest - lowest + left),
            "yanchor": centre,
            "fillcolor": BAR,
            "line": {"width": 0},
        }
        for value, centre, is_open_end in zip(values, centres, open_ends, strict=True)
        if is_open_end
    ]
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
    return {"data": [bar], "layout": layout | ({"shapes": points} if points else {})}


def columns(
    labels: Sequence[str], values: Sequence[float | None], texts: Sequence[str], opens: Sequence[str]
) -> dict[str, object]:
    """A figure of upright bars over years or other steps, in this order, from zero; None is a gap.

    `texts` stand over the bars, over a gap alone on the axis; `opens` is what each bar opens.
    """
    bar = {
        "type": "bar",
        "x": list(range(len(labels))),
        "y": list(values),
        "customdata": list(opens),
        "text": [text if value is not None else "" for text, value in zip(texts, values, strict=True)],
        "textposition": "outside",
        "textangle": 0,
        "constraintext": "none",
        "cliponaxis": False,
        "marker": {"color": BAR},
        "hoverinfo": "none",
        "unselected": {"marker": {"opacity": 1}, "textfont": {"color": None}},
    }
    alone = [n for n, value in enumerate(values) if value is None and texts[n]]
    over_gaps = {
        "type": "scatter",
        "mode": "text",
        "x": alone,
        "y": [0] * len(alone),
        "text": [texts[n] for n in alone],
        "textposition": "top center",
        "customdata": [opens[n] for n in alone],
        "hoverinfo": "none",
        "cliponaxis": False,
    }
    highest = max((value for value in values if value is not None), default=0)
    # So many labels that they do not meet on a phone, the last one among them.
    step = -(-len(labels) // MAX_COLUMN_LABELS)
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
                -0.5 - max(0, MAX_COLUMN_LABELS - len(labels)) / 2,
                len(labels) - 0.5 + max(0, MAX_COLUMN_LABELS - len(labels)) / 2,
            ],
        },
        "yaxis": {"range": [0, (highest or 1) * 1.15], "visible": False, "fixedrange": True},
        "font": {"size": 14},
        "showlegend": False,
        "dragmode": False,
    }
    return {"data": [bar, over_gaps] if alone else [bar], "layout": layout}


def _plain(text: str) -> str:
    """A label without the characters that Plotly would read as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
