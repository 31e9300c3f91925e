"""Colours, the marks of qualifiers, and the look of the six states. The only place that decides them."""

from __future__ import annotations

QUALIFIER_MARKS = {"exact": "", "about": "≈", "at_least": "≥", "at_most": "≤", "unstated": ""}

# The six states of the codebook, in the order of a legend, each with a mark of its own:
# shape tells them apart, not colour alone.
STATES = {
    "figure": "",
    "unstated": "✓",
    "not_mentioned": "○",
    "not_read": "…",
    "no_document": "",
    "not_applicable": "–",
}

# The states of what no row speaks of, whoever is asked.
SILENT_STATES = ("not_mentioned", "not_read", "no_document")

# Of a theme one more: it is named, but as a cause of others only, and is no limitation.
THEME_STATES = {"figure": STATES["figure"], "cause": "∵"} | STATES

DISPUTED = "†"  # documents disagree on it
OLDER = "‡"  # it is of a term before the organization's latest

# How a figure of a merged province came about.
BADGES = {"reported": "•", "summed": "Σ", "not_derivable": "◐"}

# Reaches 3:1 on the light and on the dark background: a chart keeps its colours when the theme is switched.
BAR = "#1d8a84"

# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
_WITHOUT_FIGURE = [state for state in STATES if state != "figure"]
_OF_THEME = [state for state in THEME_STATES if state != "figure"]
SENTENCE_KEYS = {
    "badge_": BADGES,
    "cell_": STATES,
    "mentioned_": STATES,
    "place_": _WITHOUT_FIGURE,
    "state_": THEME_STATES,
    "unmentioned_": _WITHOUT_FIGURE,
    "why_": _OF_THEME,
}
