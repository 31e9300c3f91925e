"""Limitations: what most organizations name, who and in which terms, causes, lessons, how codings agree."""

import streamlit as st

from dashboard.cards import themes
from dashboard.view import card_view, details, elements, frame, left_out
from dashboard.view.error_boundary import error_boundary

page = frame.start("limitations")
say = page.say

with error_boundary(say):
    st.write(themes.lead(page))
    if themes.first(page):
        st.header(say("themes_first"), anchor=False)
        elements.figures({"items": themes.first(page), "words": {}, "layout": "cards"}, key="first-themes")

cards = card_view.cards_of(page)
if "spread" in cards:
    card_view.draw(page, cards["spread"])

with error_boundary(say):
    st.header(say("grid_caption"), anchor=False)
    st.caption(say("grid_hint"))
    grid = themes.theme_grid(page)
    left_out.say_organizations_left_out(page, len(grid.content["columns"]))
    elements.grid(
        grid.serialized,
        selected=card_view.selected_cell(page),
        on_open=card_view.on_row_selected(page),
        key="limitations-grid",
    )

for name in ("persistence", "answers", "causes", "together"):
    if name in cards:
        card_view.draw(page, cards[name])
details.draw(page)
for name in ("agreement", "agreement-themes", "differences"):
    if name in cards:
        card_view.draw(page, cards[name])

frame.finish(page)
