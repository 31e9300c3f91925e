"""One organization, to read and to print: facts, terms, figures, awards, limitations, lessons, documents."""

import streamlit as st

from dashboard.cards import organization_profile
from dashboard.model import link
from dashboard.view import card_view, choosers, details, frame, nav_links
from dashboard.view.error_boundary import error_boundary
from dashboard.words.text import plain

page = frame.start("organization")
say = page.say

if not page.selection.focus.about:
    with error_boundary(say):
        st.write(say("organization_intro"))
        choosers.subject(page)
        st.header(say("most_coded"), anchor=False)
        nav_links.draw(organization_profile.suggested(page), "suggested")
    frame.finish(page)
    st.stop()

with error_boundary(say):
    st.caption(plain(organization_profile.kind_and_level(page)))
    nav_links.draw_facts(organization_profile.facts(page))
    nav_links.draw([link.to_compare(page)], "compare")

details.draw_among(page, card_view.cards_of(page), after="figures")
with error_boundary(say):
    if not organization_profile.is_documented(page):
        st.info(organization_profile.why_nothing(page), icon=":material/description:")

frame.finish(page)
