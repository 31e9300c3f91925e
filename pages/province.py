"""Everything about one province, former or present: what it was made of or became, its organizations, figures, awards, limitations, documents."""

import streamlit as st

from dashboard import contents, details, filters, frame, links, place
from dashboard.page import part
from dashboard.text import plain

page = frame.start("province")
say = page.say

if not page.selection.place:
    with part(say):
        filters.place(page.selection, say, page.known, page.labels)
        for number, (region, ways) in enumerate(place.by_region(page)):
            st.subheader(plain(region), anchor=False)
            links.draw_beside(ways, f"region-{number}")
    frame.finish(page)
    st.stop()

with part(say):
    st.caption(plain(place.what(page)))
    links.draw_facts(place.facts(page))
    links.draw([links.to_map(page)], "map")

with part(say):
    ways, more = place.organizations(page)
    st.header(say("organizations_here"), anchor=False)
    if ways:
        links.draw(ways, "organizations")
    else:
        st.write(say("no_organizations_here"))
    if more:
        st.caption(say("and_more", n=more))

details.draw_among(page, contents.shown(page), after="figures")
with part(say):
    if not place.is_documented(page):
        st.info(place.nothing(page), icon=":material/description:")

frame.finish(page)
