"""The bar of a pinned page: its day, the changes since, and the way to the newest. Compares nothing."""

from __future__ import annotations

import streamlit as st

from dashboard.cards.changes_since import ChangesSince, changes_since
from dashboard.elements.contracts import StatementGroup, StatementItem
from dashboard.model.page import Page
from dashboard.release import queries
from dashboard.release.opened import open_release
from dashboard.view import elements, url_state
from dashboard.view.error_boundary import error_boundary

MAX_LISTED = 40  # changed figures that are listed; beyond them the number is shown


def draw(page: Page) -> None:
    """Draw the bar of a page that is pinned."""
    say = page.say
    with st.container(key="pinned"), error_boundary(say):
        newest = open_release()
        date = say.date(queries.facts(page.release).built_at.date())
        if newest == page.release:
            st.info(say("pinned_newest", date=date), icon=":material/keep:")
            return
        since = changes_since(page, newest)
        st.info(f"{say('pinned', date=date)} {_summary(page, since)}", icon=":material/keep:")
        if since.changed:
            with st.expander(say("pinned_changes"), key="changes-open", on_change="rerun") as expander:
                if expander.open:
                    elements.statements(_groups(page, since), key="pinned-changes")
                    if len(since.changed) > MAX_LISTED:
                        st.caption(say("sources_more", n=len(since.changed) - MAX_LISTED))
        st.button(
            say("pinned_leave"),
            key="unpin",
            icon=":material/update:",
            type="tertiary",
            on_click=url_state.write,
            args=(page.selection.pinned_to(""),),
        )


def _summary(page: Page, since: ChangesSince) -> str:
    if not since.changed:
        return page.say("pinned_same", n=since.n_figures)
    n_new = sum(not change.before for change in since.changed)
    changed = page.say("pinned_changed", n=len(since.changed) - n_new, all=since.n_figures)
    return f"{changed} {page.say('pinned_added', n=n_new)}" if n_new else changed


def _groups(page: Page, since: ChangesSince) -> list[StatementGroup]:
    """The changed figures, a group a card."""
    groups: dict[str, list[StatementItem]] = {}
    for change in since.changed[:MAX_LISTED]:
        none = page.say("pinned_none")
        item: StatementItem = {
            "text": f"{change.before or none} → {change.after or none}",
            "text_url": None,
            "tags": [change.reason] if change.reason else [],
            "who": change.row,
            "where": change.column,
            "url": None,
        }
        groups.setdefault(change.card, []).append(item)
    return [{"heading": card, "items": items} for card, items in groups.items()]
