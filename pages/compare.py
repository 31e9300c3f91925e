"""A beside B: what others have that we lack, what holds both back, what was learned, and whom else to compare with."""

import streamlit as st

from dashboard import cards, comparing, contents, details, filters, frame
from dashboard.page import part

page = frame.start("compare")
say, chosen = page.say, page.selection.compared

with part(say):
    if not chosen:
        st.write(say("compare_intro"))
    filters.compared(page.selection, say, page.known, page.labels, comparing.called(page))

if not chosen:
    with part(say):
        st.header(say("compare_start"), anchor=False)
        filters.offer_compared(comparing.pairs(page), page.known)

shown = contents.shown(page)
if len(chosen) == 1:
    st.info(say("compare_one"), icon=":material/compare_arrows:")
    shown = {
        name: shown[name] for name in sorted(shown, key=lambda name: name != "peers")
    }  # whom to compare with comes first
for build in shown.values():
    cards.draw(page, build)
details.draw(comparing.opened(page))

frame.finish(page)
