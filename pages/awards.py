"""Awards: received and granted, apart, by type and giver, year, recipient and organization."""

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
    if awards.why_nothing(page):
        st.write(plain(awards.why_nothing(page)))

cards = card_view.cards_of(page)
for name in ("received", "granted"):
    if name in cards:
        card_view.draw(page, cards[name])
for pair in (("years", "years-granted"), ("recipients", "recipients-granted")):
    for column, name in zip(st.columns(2, gap="large"), pair, strict=True):
        if name in cards:
            with column:
                card_view.draw(page, cards[name])
for name in ("ranking", "unnumbered"):
    if name in cards:
        card_view.draw(page, cards[name])

details.draw(page)

frame.finish(page)
