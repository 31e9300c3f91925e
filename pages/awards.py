"""Who was honoured, and by whom: awards received and granted, apart, by type and giver, year, recipient and organization."""

import streamlit as st

from dashboard import cards, contents, details, elements, frame, honours
from dashboard.page import part
from dashboard.text import plain

page = frame.start("awards")

with part(page.say):
    st.write(page.say("awards_intro"))
    if page.years:
        st.caption(plain(page.say("awards_within", years=page.years)))
    elements.figures({"items": honours.totals(page), "words": {}, "layout": "cards"}, key="award-totals")
    if honours.nothing(page):
        st.write(plain(honours.nothing(page)))

shown = contents.shown(page)
for name in ("received", "granted"):
    if name in shown:
        cards.draw(page, shown[name])
for pair in (("years", "years-granted"), ("recipients", "recipients-granted")):
    for column, name in zip(st.columns(2, gap="large"), pair, strict=True):
        if name in shown:
            with column:
                cards.draw(page, shown[name])
for name in ("ranking", "unnumbered"):
    if name in shown:
        cards.draw(page, shown[name])

details.draw(page)

frame.finish(page)
