"""One card alone, as it stands in a page of another site: what of its link is not so, and how to see more.

It is as honest as its page, in a few small lines: what is embedded has neither the room nor the bar of one.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.cards.changes_since import ChangesSince, changes_since
from dashboard.model.link import Link
from dashboard.model.page import Page, is_nothing_left
from dashboard.release import queries, warehouse
from dashboard.release.opened import open_release
from dashboard.request.parameters import Rejected
from dashboard.view import card_view, nav_links, url_state
from dashboard.view.error_boundary import error_boundary
from dashboard.words.text import Text, plain

ASKED: Rejected = ("alone", "1")  # what a link says that asks for a card alone


def draw(page: Page, rejected: Sequence[Rejected]) -> None:
    """Draw the card that the link points at; of a link that names none of this page what is not so, no more.

    What is not so is said above it, with the way to the whole page: below, a frame may cut it off.
    """
    card, is_empty = page.selection.focus.card, is_nothing_left(page)
    build = None if is_empty else card_view.cards_of(page).get(card)
    if not build and not is_empty:
        # That it is to be alone holds: a page is not for the frame of another site.
        others = [part for part in rejected if part != ASKED]
        rejected = [*others, *([("card", card)] if card else [])] or [ASKED]
    is_told = bool(rejected or page.selection.pin.release or is_empty)
    if is_told:
        with st.container(key="alone", gap="xsmall"):
            # Not to the card: the page says more of it at its top.
            _draw_way(page, _draw_notes(page, rejected, is_empty), "alone", "card")
    if build:
        card_view.draw(page, build)
    if not is_told:
        _draw_way(page, page.say("see_whole"), "alone")


def _draw_notes(page: Page, rejected: Sequence[Rejected], is_empty: bool) -> str:
    """Say what of the link is not so, and what it is pinned to; the words of the way to the whole page."""
    say = page.say
    if rejected:
        _say(":material/link_off:", say("rejected", parts=parts(rejected)))
    for release in (value for name, value in rejected if name == "release"):
        _say(":material/history:", _instead(say, release))
    if is_empty:
        _say(":material/filter_alt_off:", say("alone_nothing"))
    if page.selection.pin.release:
        with error_boundary(say):
            return _draw_pin(page)
    return say("see_whole")


def _draw_way(page: Page, words: str, *without: str) -> None:
    # By the same link, valid or not: the page says of it what the card says, and what there is instead.
    whole = {name: value for name, value in url_state.address().items() if name not in without}
    nav_links.draw([Link(words, page.name, whole)], "whole")


def parts(rejected: Sequence[Rejected]) -> str:
    """The rejected parts of a link as they are named in a sentence."""
    return ", ".join(f"{plain(name)} = {plain(value)}" for name, value in rejected)


def _say(icon: str, sentence: str) -> None:
    st.caption(f"{icon} {sentence}")


def _instead(say: Text, release: str) -> str:
    """What is shown in place of a release that does not open."""
    built_at, _ = warehouse.pruned(release)
    return say("alone_gone", date=say.date(built_at.date())) if built_at else say("alone_unknown")


def _draw_pin(page: Page) -> str:
    """Say which release the card is pinned to and what has changed since; the words of the way to see it."""
    say, name, newest = page.say, page.release.name, open_release()
    date = say.date(queries.facts(page.release).built_at.date())
    if newest == page.release:
        _say(":material/keep:", say("alone_newest", release=name, date=date))
        return say("see_whole")
    since = changes_since(page, newest, page.selection.focus.card)
    pinned = say("alone_pinned", release=name, date=date)
    _say(":material/keep:", f"{pinned} {_summary(say, since)}".strip())
    return say("alone_changes") if since.changed else say("see_whole")


def _summary(say: Text, since: ChangesSince) -> str:
    n_new = sum(not change.before for change in since.changed)
    if not since.changed:
        return say("alone_same", n=since.n_figures) if since.n_figures else ""
    changed = say("alone_changed", n=len(since.changed) - n_new, all=since.n_figures)
    return f"{changed} {say('pinned_added', n=n_new)}" if n_new else changed
