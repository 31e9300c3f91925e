"""Everything about one organization, to read and to print: what it is, its terms, figures, awards, limitations and lessons, documents."""

import streamlit as st

from dashboard import cards, details, filters, frame, links, profile
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

cards.draw(page, profile.terms)
if profile.is_documented(page):
    cards.draw(page, profile.series)
    details.draw(page)
    cards.draw(page, profile.awards, "received")
    cards.draw(page, profile.awards, "granted")
    cards.draw(page, profile.statements)
    cards.draw(page, profile.documents)
else:
    st.info(profile.nothing(page), icon=":material/description:")

frame.finish(page)
