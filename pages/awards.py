"""Who was honoured, and by whom: awards received and granted, apart, by type and giver, year, recipient and organization."""

import streamlit as st

from dashboard.cards import awards
from dashboard.view import card_view, details, elements, frame
from dashboard.view.error_boundary import error_boundary
from dashboard.words.text import plain

page = frame.start("awards")

with error_boundary(page.say):
    st.write(page.say("awards_intro"))
    if page.years:
        st.caption(plain(page.say("awards_within", years=page.years)))
    elements.figures({"items": awards.totals(page), "words": {}, "layout": "cards"}, key="award-totals")
    if awards.nothing(page):
        st.write(plain(awards.nothing(page)))

shown = card_view.cards_of(page)
for name in ("received", "granted"):
    if name in shown:
        card_view.draw(page, shown[name])
for pair in (("years", "years-granted"), ("recipients", "recipients-granted")):
    for column, name in zip(st.columns(2, gap="large"), pair, strict=True):
        if name in shown:
            with column:
                card_view.draw(page, shown[name])
for name in ("ranking", "unnumbered"):
    if name in shown:
        card_view.draw(page, shown[name])

details.draw(page)

frame.finish(page)
