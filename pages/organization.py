"""Everything about one organization, to read and to print: what it is, its terms, figures, awards, limitations and lessons, documents."""

import streamlit as st

from dashboard import cards, contents, details, filters, frame, links, profile
from dashboard.text import plain

page = frame.start("organization")
say = page.say

if not page.selection.about:
    with frame.part(say):
        st.write(say("organization_intro"))
        filters.about(page.selection, say, page.known, page.labels)
        st.header(say("most_coded"), anchor=False)
        links.draw(profile.suggested(page), "suggested")
    frame.finish(page)
    st.stop()

with frame.part(say):
    st.caption(plain(profile.what(page)))
    links.draw_facts(profile.facts(page))
    links.draw([links.to_compare(page)], "compare")

shown = contents.shown(page)
for name, build in shown.items():
    cards.draw(page, build)
    if name == "figures":
        details.draw(page)
with frame.part(say):
    if not profile.is_documented(page):
        st.info(profile.nothing(page), icon=":material/description:")

frame.finish(page)
