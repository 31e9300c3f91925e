"""Everything about one organization, to read and to print: what it is, its terms, figures, awards, limitations and lessons, documents."""

import streamlit as st

from dashboard.cards import organization_profile, registry
from dashboard.view.error_boundary import error_boundary
from dashboard.view import details, filters, frame, nav_links
from dashboard.words.text import plain

page = frame.start("organization")
say = page.say

if not page.selection.focus.about:
    with error_boundary(say):
        st.write(say("organization_intro"))
        filters.about(page.selection, say, page.valid_codes, page.labels)
        st.header(say("most_coded"), anchor=False)
        nav_links.draw(organization_profile.suggested(page), "suggested")
    frame.finish(page)
    st.stop()

with error_boundary(say):
    st.caption(plain(organization_profile.what(page)))
    nav_links.draw_facts(organization_profile.facts(page))
    nav_links.draw([nav_links.to_compare(page)], "compare")

details.draw_among(page, registry.shown(page), after="figures")
with error_boundary(say):
    if not organization_profile.is_documented(page):
        st.info(organization_profile.nothing(page), icon=":material/description:")

frame.finish(page)
