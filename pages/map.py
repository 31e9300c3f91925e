"""The map: one measure, theme or mention by province, and behind a province where it comes from."""

from dataclasses import replace

import streamlit as st

from dashboard.cards import evidence, province_map
from dashboard.cards.outlines import OutlinesRefused
from dashboard.model import link
from dashboard.view import card_view, choosers, elements, frame, nav_links, url_state
from dashboard.view.error_boundary import error_boundary
from dashboard.words.text import plain

page = frame.start("map")
say, selection, valid = page.say, page.selection, page.valid_codes


def open_place(code: str) -> None:
    """Make the chosen province part of the address, if the release knows it."""
    if code in valid[selection.filters.boundaries]:
        now = url_state.latest(valid)
        url_state.write(replace(now, focus=replace(now.focus, place=code)))


measure, kind = province_map.measure_of(page), province_map.kind_of(page)
with error_boundary(say):
    choosers.measure(page, measure, kind)
    if not province_map.is_theme(page) and not province_map.is_mention(page):
        choosers.terms(page)
    try:
        shapes = province_map.shapes(page) if selection.filters.boundaries == "present" else None
    except OutlinesRefused as refused:
        shapes = None
        st.info(say(f"outlines_{refused.reason}"), icon=":material/map:")
    else:
        if selection.focus.view == "outlines" and not shapes:
            st.info(say("outlines_none"), icon=":material/map:")
    if shapes:
        choosers.view(page, kind)
    rows = province_map.rows(page)
    st.caption(province_map.summary(page))
    elements.province_map(
        province_map.content(page, shapes if selection.focus.view == "outlines" else None),
        selected=selection.focus.place,
        on_open=open_place,
        key="map",
    )

if selection.focus.place:
    with error_boundary(say), st.container(key="details"):
        row = next(row for row in rows if row.province_id == selection.focus.place)
        st.header(plain(page.labels[selection.filters.boundaries][selection.focus.place]), anchor=False)
        if row.state != "figure":
            st.write(province_map.why(page, row))
        for line in province_map.lines(page, row, measure):
            st.write(plain(line))
        elements.statements(evidence.place_groups(page, selection.focus.place, row.evidence), key="place")
        nav_links.draw(
            [
                link.to_province(
                    page, selection.focus.place, selection.filters.boundaries, say("see_province")
                )
            ],
            "province",
        )
        st.button(
            say("close"),
            key="close-details",
            icon=":material/close:",
            on_click=url_state.write,
            args=(replace(selection, focus=replace(selection.focus, place="")),),
        )

for build in card_view.cards_of(page).values():
    card_view.draw(page, build)

frame.finish(page)
