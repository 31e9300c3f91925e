"""Widgets that choose what a page shows: subject, measure, time, view or document.

Each writes its choice to the address; none asks for figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.model.measures import MENTIONS
from dashboard.model.page import Page
from dashboard.release import queries
from dashboard.request import search
from dashboard.request.selection import POINTED_AXES, TIME_AXES, VIEWS, Focus, TimeAxis
from dashboard.view.filters import MAX_OPTIONS, boundaries, years_chip
from dashboard.view.url_state import latest, write
from dashboard.words.text import plain

# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {"time_": TIME_AXES, "view_": VIEWS}


def subject_bar(page: Page) -> None:
    """Draw the head of a detail page: boundaries of a province, choice of another subject, years set."""
    if page.subject == "place":
        boundaries(page)
    if getattr(page.selection.focus, page.subject):
        label = page.say(f"choose_other_{page.subject}")
        with st.popover(label, icon=":material/search:", key="others-open", on_change="rerun") as behind:
            if behind.open:
                subject(page)
    years_chip(page)


def subject(page: Page) -> None:
    """Draw the choice of a detail page's subject: a search and, where they are few, a list."""
    say, labels, parameter = page.say, subjects(page), page.subject
    kind = "organization" if parameter == "about" else page.selection.filters.boundaries
    typed = st.text_input(
        say(f"find_{parameter}"),
        key=f"find-{parameter}",
        placeholder=say(f"find_example_{parameter}"),
        max_chars=80,
    )
    entries = [entry for entry in queries.entries(page.release) if entry.kind == kind] if typed else []
    matches = search.find(typed, entries) if typed else []
    for entry in matches:
        st.button(
            plain(labels[entry.code]),
            key=f"go-{parameter}-{entry.code}",
            icon=":material/arrow_forward:",
            type="tertiary",
            on_click=_on_subject,
            args=(page, entry.code),
        )
    if typed and not matches:
        st.caption(say("search_nothing"))
    if len(labels) <= MAX_OPTIONS:
        st.session_state[f"choose-{parameter}"] = getattr(page.selection.focus, parameter) or None
        st.selectbox(
            say(f"choose_{parameter}"),
            list(labels),
            key=f"choose-{parameter}",
            format_func=labels.__getitem__,
            index=None,
            placeholder=say("choose_one"),
            on_change=_on_subject,
            args=(page,),
        )


def subjects(page: Page) -> Mapping[str, str]:
    """{code: label} of what a detail page can be about."""
    return page.labels["organizations" if page.subject == "about" else page.selection.filters.boundaries]


def _on_subject(page: Page, code: str = "") -> None:
    selection = latest(page.valid_codes)
    chosen: dict[str, Any] = {
        page.subject: code or st.session_state.get(f"choose-{page.subject}") or "",
        "cell": None,
        "card": "",
    }
    write(replace(selection, focus=replace(selection.focus, **chosen)))


def time(page: Page, points: Sequence[int], at: int) -> None:
    """Draw what lays terms side by side and, where that is years or numbers of terms, which of them."""
    say, axis = page.say, page.axis
    with st.container(key="time-choice", horizontal=True, vertical_alignment="bottom"):
        _axis(page, page.axes, axis)
        if axis in POINTED_AXES and points:
            st.session_state["at"] = at
            st.selectbox(
                say("time_year") if axis == "calendar" else say("time_term"),
                list(dict.fromkeys((*points, at))),
                key="at",
                format_func=lambda point: str(point) if point else say("term_founding"),
                on_change=_on_time,
                args=(page,),
                width=160,
            )


def terms(page: Page) -> None:
    """Draw whether figures are the last known or those of the latest term alone."""
    offered = [axis for axis in page.axes if axis not in POINTED_AXES]
    if len(offered) > 1:
        _axis(page, offered, page.terms, is_labelled=False)


def _axis(page: Page, offered: Sequence[str], shown: str, is_labelled: bool = True) -> None:
    st.session_state["time"] = shown
    st.segmented_control(
        page.say("time"),
        offered,
        key="time",
        format_func=lambda code: page.say(f"time_{code}"),
        required=True,
        label_visibility="visible" if is_labelled else "collapsed",
        on_change=_on_time,
        args=(page,),
    )


def _on_time(page: Page) -> None:
    selection = latest(page.valid_codes)
    axis = st.session_state["time"] or selection.time.axis
    at = st.session_state.get("at") if axis == selection.time.axis else None
    write(replace(selection, time=TimeAxis(axis, at)))


def indicator(page: Page, indicators: Sequence[str], shown: str) -> None:
    """Draw the choice of one indicator of a page."""
    st.session_state["indicator"] = shown
    st.segmented_control(
        page.say("column_indicator"),
        indicators,
        key="indicator",
        format_func=lambda code: plain(page.labels["indicators"][code]),  # read as Markdown
        required=True,
        on_change=_on_indicator,
        args=(page,),
    )


def _on_indicator(page: Page) -> None:
    selection = latest(page.valid_codes)
    focus = replace(selection.focus, measure=st.session_state["indicator"])
    write(replace(selection, focus=focus, time=replace(selection.time, at=None)))


def measure(page: Page, shown: str, kind: str) -> None:
    """Draw the choice of what a map shows, and of the kind of organization that it shows it of."""
    say, labels = page.say, page.labels
    # A theme may have the label of an indicator.
    themes = {theme: say("map_theme", theme=label) for theme, label in labels["themes"].items()}
    mentions = {mention: say(f"mention_{mention}") for mention in MENTIONS}
    measures = {**labels["derived_measures"], **labels["indicators"], **mentions, **themes}
    st.session_state["measure"], st.session_state["map-kind"] = shown, kind
    left, right = st.columns([3, 2])
    for column, label, key, names, listed in (
        (left, say("map_choose"), "measure", measures, "measure"),
        (right, say("map_kind"), "map-kind", labels["organization_kinds"], "kind"),
    ):
        column.selectbox(
            label,
            [code for code in names if code in page.valid_codes[listed]],
            key=key,
            format_func=names.__getitem__,
            on_change=_on_map,
            args=(page, kind),
        )


def view(page: Page, kind: str) -> None:
    """Draw the choice between equal tiles and outlines."""
    st.session_state["view"] = page.selection.focus.view
    st.segmented_control(
        page.say("map_view"),
        VIEWS,
        key="view",
        format_func=lambda code: page.say(f"view_{code}"),
        required=True,
        label_visibility="collapsed",
        on_change=_on_map,
        args=(page, kind),
    )


def _on_map(page: Page, kind: str) -> None:
    selection, state = latest(page.valid_codes), st.session_state
    # The kind that is shown without being chosen is no filter: it does not become one when something else is
    # chosen.
    kinds = selection.filters.kinds if state["map-kind"] == kind else (state["map-kind"],)
    focus = replace(selection.focus, measure=state["measure"], view=state.get("view") or selection.focus.view)
    write(replace(selection, filters=replace(selection.filters, kinds=kinds), focus=focus))


def document(page: Page, titles: Mapping[str, str]) -> None:
    """Draw the choice of one document."""
    st.session_state["document"] = page.selection.focus.document or None
    st.selectbox(
        page.say("document_choose"),
        list(titles),
        key="document",
        format_func=titles.__getitem__,
        index=None,
        placeholder=page.say("document_all"),
        on_change=_on_document,
        args=(page,),
    )


def _on_document(page: Page) -> None:
    selection = latest(page.valid_codes)
    focus: Focus = replace(selection.focus, document=st.session_state.get("document") or "")
    write(replace(selection, focus=focus))
