"""Widgets of the comparison: chips of what is compared, choice of others, offers. Compares nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import streamlit as st

from dashboard.model.card import Offer
from dashboard.model.page import Page
from dashboard.release import queries
from dashboard.request import search
from dashboard.request.selection import MAX_COMPARED
from dashboard.view.filters import labels_of_entry
from dashboard.view.url_state import latest, write
from dashboard.words.text import plain

MIN_COMPARED = 2  # from which on the comparison comes first, and the choice of others stands behind a button


def draw(page: Page, labels: Mapping[str, str]) -> None:
    """Draw a chip for each thing compared, which drops it, and the choice of others, by their labels."""
    say, compared = page.say, page.selection.focus.compared
    if len(compared) < MIN_COMPARED:
        _chips(page, labels)
        _choice(page)
        return
    with st.container(key="compared", horizontal=True, vertical_alignment="center", gap="small"):
        _chips(page, labels)
        with st.popover(
            say("compare_others_add"), icon=":material/add:", key="more-open", on_change="rerun"
        ) as behind:
            if behind.open:
                _choice(page)
                st.session_state["ours"] = compared[0]
                st.selectbox(
                    say("compare_ours"),
                    compared,
                    key="ours",
                    format_func=labels.__getitem__,
                    on_change=_on_ours,
                    args=(page,),
                )


def offers(page: Page, offered: Iterable[Offer]) -> None:
    """Draw a button for each offer that adds it to what is compared, with the reason beside it."""
    with st.container(key="offers", gap="small"):
        for label, why, codes in offered:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.button(
                    plain(label),
                    key=f"offer-{'-'.join(codes)}",
                    icon=":material/add:",
                    on_click=_compare,
                    args=(page, codes),
                )
                st.caption(plain(why), width="content")


def _chips(page: Page, labels: Mapping[str, str]) -> None:
    for code in page.selection.focus.compared:
        label = plain(labels[code])
        st.button(
            label,
            key=f"drop-compared-{code}",
            icon=":material/close:",
            help=page.say("compare_drop", label=label),
            on_click=_compare,
            args=(page, (), code),
        )


def _choice(page: Page) -> None:
    say, compared = page.say, page.selection.focus.compared
    is_full = len(compared) >= MAX_COMPARED
    typed = st.text_input(
        say("compare_add"),
        key="find-compared",
        placeholder=say("compare_full" if is_full else "compare_example"),
        max_chars=80,
        disabled=is_full,
    )
    if not typed or is_full:
        return
    kinds = (page.selection.filters.boundaries, "organization")
    entries = [e for e in queries.entries(page.release) if e.kind in kinds and e.code not in compared]
    matches = search.find(typed, entries)
    for entry in matches:
        label = labels_of_entry(page, entry)
        shown = label if entry.kind == "organization" else f"{label} ({say('filter_province')})"
        st.button(
            plain(shown),
            key=f"compare-{entry.code}",
            icon=":material/add:",
            type="tertiary",
            on_click=_compare,
            args=(page, (entry.code,)),
        )
    if not matches:
        st.caption(say("search_nothing"))


def _compare(page: Page, more: tuple[str, ...], without: str = "") -> None:
    """Add to what is compared, or drop one of it; what was open of the comparison before is closed."""
    selection = latest(page.valid_codes)
    compared = tuple(c for c in dict.fromkeys((*selection.focus.compared, *more)) if c != without)
    st.session_state["find-compared"] = ""
    focus = replace(selection.focus, compared=compared[:MAX_COMPARED], cell=None, card="")
    write(replace(selection, focus=focus))


def _on_ours(page: Page) -> None:
    selection = latest(page.valid_codes)
    ours, compared = st.session_state.get("ours") or "", selection.focus.compared
    if ours in compared:
        first = (ours, *(code for code in compared if code != ours))
        write(replace(selection, focus=replace(selection.focus, compared=first)))
