"""Comparison: what others have and we lack, what holds both back, lessons, and whom else to compare with."""

from dataclasses import replace

import streamlit as st

from dashboard.cards import comparison
from dashboard.view import card_view, choosers, compare_picker, details, frame
from dashboard.view.error_boundary import error_boundary

page = frame.start("compare")
say, chosen = page.say, page.selection.focus.compared

with error_boundary(say):
    if not chosen:
        st.write(say("compare_intro"))
    compare_picker.draw(page, comparison.labels(page))
    if chosen:
        choosers.terms(page)

if not chosen:
    with error_boundary(say):
        st.header(say("compare_start"), anchor=False)
        compare_picker.offers(page, comparison.pairs(page))

shown = card_view.cards_of(page)
if len(chosen) == 1:
    st.info(say("compare_one"), icon=":material/compare_arrows:")
    shown = {
        name: shown[name] for name in sorted(shown, key=lambda name: name != "peers")
    }  # whom to compare with comes first
for build in shown.values():
    card_view.draw(page, build)
details.draw(replace(page, subject="cell"))

frame.finish(page)
