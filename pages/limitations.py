"""What comes back: the limitations most organizations name, who and in which terms, causes named, and the lessons drawn."""

import streamlit as st

from dashboard.cards import evidence, themes
from dashboard.release import queries
from dashboard.view import card_view, details, elements, frame, left_out
from dashboard.view.error_boundary import error_boundary
from dashboard.words.theme import STATES

page = frame.start("limitations")
say, selection = page.say, page.selection

with error_boundary(say):
    st.write(themes.lead(page))
    if themes.first(page):
        st.header(say("themes_first"), anchor=False)
        elements.figures({"items": themes.first(page), "words": {}, "layout": "cards"}, key="first-themes")

shown = card_view.cards_of(page)
if "spread" in shown:
    card_view.draw(page, shown["spread"])

with error_boundary(say):
    st.header(say("grid_caption"), anchor=False)
    st.caption(say("grid_hint"))
    groups, columns = evidence.grid_groups(page)
    left_out.say_organizations_left_out(page, len(columns))
    opened = "~".join(selection.focus.cell) if selection.focus.cell else ""
    elements.grid(
        groups,
        columns,
        themes.grid_words(page),
        marks=STATES,
        selected=opened,
        on_open=card_view.on_row_selected(page),
        key="limitations-grid",
    )

for name in ("persistence", "answers", "causes", "together"):
    if name in shown:
        card_view.draw(page, shown[name])
details.draw(page)

with error_boundary(say):
    agreement = queries.agreement(page.release)
    if agreement and agreement.alpha is not None:
        single = agreement.n_units - agreement.n_paired
        st.caption(
            say(
                "agreement",
                alpha=say.fixed(agreement.alpha),
                n_paired=agreement.n_paired,
                n_single=single,
            )
        )

frame.finish(page)
