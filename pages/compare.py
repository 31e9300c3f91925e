"""A beside B: what others have that we lack, what holds both back, what was learned, and whom else to compare with."""

import streamlit as st

from dashboard import cards, comparing, details, filters, frame

page = frame.start("compare")
say, chosen = page.say, page.selection.compared

with frame.part(say):
    if not chosen:
        st.write(say("compare_intro"))
    filters.compared(page.selection, say, page.known, page.labels, comparing.called(page))

if not chosen:
    with frame.part(say):
        st.header(say("compare_start"), anchor=False)
        filters.offer_compared(comparing.pairs(page), page.known)
elif len(chosen) == 1:
    st.info(say("compare_one"), icon=":material/compare_arrows:")
    cards.draw(page, comparing.peers)

if chosen:
    cards.draw(page, comparing.figures)
    cards.draw(page, comparing.awards)
    cards.draw(page, comparing.themes)
if len(chosen) > 1:
    cards.draw(page, comparing.peers)
details.draw(comparing.opened(page))

frame.finish(page)
