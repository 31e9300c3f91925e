"""What comes back: themes × organizations in five states, how far each theme is spread, and the statements behind a cell."""

import streamlit as st

from dashboard import cached, cards, components, details, elements, frame
from dashboard.theme import STATES

page = frame.start("limitations")
say, selection = page.say, page.selection
asked = selection.asked()


with frame.part(say):
    st.write(say("limitations_intro", n=cached.rows("theme_spread", asked)[0].n_organizations))
    groups, columns = components.grid_groups(page)
    components.say_left_out(page, len(columns))
    words = {state: say(f"state_{state}") for state in STATES} | {
        "figure_n": say("state_figure_n", n="{n}"), "caption": say("grid_caption"), "corner": say("grid_corner"),
        "spread": say("grid_spread"), "legend": say("grid_legend"),
    }  # fmt: skip
    opened = "~".join(selection.cell) if selection.cell else ""
    elements.grid(groups, columns, words, marks=STATES, selected=opened, on_open=cards.opener(page), key="limitations-grid")

details.draw(page)

with frame.part(say):
    agreement = cached.answer("agreement")
    if agreement and agreement["alpha"] is not None:
        single = agreement["n_units"] - agreement["n_paired"]
        st.caption(say("agreement", alpha=say.fixed(agreement["alpha"]), n_paired=agreement["n_paired"], n_single=single))

frame.finish(page)
