"""Who was honoured, and by whom: awards received and granted, apart, by type and giver, year, recipient and organization."""

import streamlit as st

from dashboard import cards, details, elements, frame, honours
from dashboard.text import plain

page = frame.start("awards")

with frame.part(page.say):
    st.write(page.say("awards_intro"))
    if page.years:
        st.caption(plain(page.say("awards_within", years=page.years)))
    elements.figures({"items": honours.totals(page), "words": {}, "layout": "cards"}, key="award-totals")
    nothing = honours.nothing(page)
    if nothing:
        st.write(plain(nothing))
    else:
        cards.draw(page, honours.givers, "received")
        cards.draw(page, honours.givers, "granted")
        for build in (honours.years, honours.recipients):
            for column, direction in zip(st.columns(2, gap="large"), ("received", "granted"), strict=True):
                with column:
                    cards.draw(page, build, direction)
        cards.draw(page, honours.ranking, "received")
        cards.draw(page, honours.unnumbered)

details.draw(page)

frame.finish(page)
