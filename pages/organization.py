"""Everything about one organization, to read and to print: what it is, its terms, figures, awards, limitations and lessons, documents."""

import streamlit as st

from dashboard import contents, details, filters, frame, links, profile
from dashboard.page import part
from dashboard.text import plain

page = frame.start("organization")
say = page.say

if not page.selection.about:
    with part(say):
        st.write(say("organization_intro"))
        filters.about(page.selection, say, page.known, page.labels)
        st.header(say("most_coded"), anchor=False)
        links.draw(profile.suggested(page), "suggested")
    frame.finish(page)
    st.stop()

with part(say):
    st.caption(plain(profile.what(page)))
    links.draw_facts(profile.facts(page))
    links.draw([links.to_compare(page)], "compare")

details.draw_among(page, contents.shown(page), after="figures")
with part(say):
    if not profile.is_documented(page):
        st.info(profile.nothing(page), icon=":material/description:")

frame.finish(page)
