"""What comes back: themes × organizations in five states, how far each theme is spread, and the statements behind a cell."""

from dataclasses import replace

import streamlit as st

from dashboard import cached, components, elements, filters, frame
from dashboard.text import plain
from dashboard.theme import STATES

page = frame.start("limitations")
say, selection, known = page.say, page.selection, page.known
asked = selection.asked()


def open_cell(code: str) -> None:
    """Makes the chosen cell part of the address; codes that the release does not know are passed over."""
    theme, _, organization = code.partition("~")
    if theme in known["theme"] and organization in known["organization"] | {""}:
        filters.write(replace(filters.latest(known), cell=(theme, organization)))


with frame.part(say):
    st.write(say("limitations_intro", n=cached.rows("theme_spread", asked)[0].n_organizations))
    groups, columns = components.grid_groups(page)
    components.say_left_out(page, len(columns))
    words = {state: say(f"state_{state}") for state in STATES} | {
        "figure_n": say("state_figure_n", n="{n}"), "caption": say("grid_caption"), "corner": say("grid_corner"),
        "spread": say("grid_spread"), "legend": say("grid_legend"),
    }  # fmt: skip
    chosen = "~".join(selection.cell) if selection.cell and selection.cell[0] in known["theme"] else ""
    elements.grid(groups, columns, words, marks=STATES, selected=chosen, on_open=open_cell, key="limitations-grid")

if selection.cell and selection.cell[0] in known["theme"]:
    with frame.part(say), st.container(key="details"):
        theme, organization = selection.cell
        whose = page.labels["organizations"][organization] if organization else say("all_organizations")
        st.header(plain(f"{page.labels['themes'][theme]}: {whose}"), anchor=False)
        found = cached.rows("statements", asked, theme, organization)
        shown = components.statement_groups(page, found)
        if organization and not any(s.record == "limitation" for s in found):
            states = {c.state for c in cached.rows("theme_cells", asked) if (c.theme, c.organization_id) == selection.cell}
            for state in states:
                st.write(say(f"why_{state}"))
            if not states:
                st.write(say("outside_filters"))
            if "unstated" in states:
                shown += components.statement_groups(page, cached.rows("statements", asked, "unspecified", organization))
            shown.append(components.document_group(page, cached.rows("documents", organization)))
        elif not found:
            st.write(say("nobody_names"))
        elements.statements([group for group in shown if group["items"]], key="statements")
        if found and found[0].n_all > len(found):
            st.caption(say("statements_more", n=found[0].n_all - len(found)))
        st.button(say("close"), key="close-details", icon=":material/close:", on_click=filters.write, args=(replace(selection, cell=None),))

with frame.part(say):
    agreement = cached.answer("agreement")
    if agreement and agreement["alpha"] is not None:
        single = agreement["n_units"] - agreement["n_paired"]
        st.caption(say("agreement", alpha=say.fixed(agreement["alpha"]), n_paired=agreement["n_paired"], n_single=single))

frame.finish(page)
