"""A beside B: what others have that we lack, what holds both back, what was learned, and whom else to compare with."""

import streamlit as st

from dashboard.cards import comparison, registry
from dashboard.view.error_boundary import error_boundary
from dashboard.view import card_view, details, filters, frame

page = frame.start("compare")
say, chosen = page.say, page.selection.focus.compared

with error_boundary(say):
    if not chosen:
        st.write(say("compare_intro"))
    filters.compared(page.selection, say, page.valid_codes, page.labels, comparison.called(page))

if not chosen:
    with error_boundary(say):
        st.header(say("compare_start"), anchor=False)
        filters.offer_compared(comparison.pairs(page), page.valid_codes)

shown = registry.shown(page)
if len(chosen) == 1:
    st.info(say("compare_one"), icon=":material/compare_arrows:")
    shown = {
        name: shown[name] for name in sorted(shown, key=lambda name: name != "peers")
    }  # whom to compare with comes first
for build in shown.values():
    card_view.draw(page, build)
details.draw(comparison.opened(page))

frame.finish(page)
