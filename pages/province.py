"""One province, former or present: mergers, organizations, figures, awards, limitations, documents."""

import streamlit as st

from dashboard.cards import province_profile
from dashboard.model import link
from dashboard.view import card_view, choosers, details, frame, nav_links
from dashboard.view.error_boundary import error_boundary
from dashboard.words.text import plain

page = frame.start("province")
say = page.say

if not page.selection.focus.place:
    with error_boundary(say):
        choosers.subject(page)
        for number, (region, ways) in enumerate(province_profile.by_region(page)):
            st.subheader(plain(region), anchor=False)
            nav_links.draw_beside(ways, f"region-{number}")
    frame.finish(page)
    st.stop()

with error_boundary(say):
    st.caption(plain(province_profile.kind_and_region(page)))
    nav_links.draw_facts(province_profile.facts(page))
    nav_links.draw([link.to_map(page, page.selection.focus.place)], "map")

with error_boundary(say):
    ways, more = province_profile.organizations(page)
    st.header(say("organizations_here"), anchor=False)
    if ways:
        nav_links.draw(ways, "organizations")
    else:
        st.write(say("no_organizations_here"))
    if more:
        st.caption(say("and_more", n=more))

with error_boundary(say):
    choosers.terms(page)
details.draw_among(page, card_view.cards_of(page), after="figures")
with error_boundary(say):
    if not province_profile.is_documented(page):
        st.info(province_profile.why_nothing(page), icon=":material/description:")

frame.finish(page)
