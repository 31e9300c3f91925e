"""What stands behind the row and organization that a reader opened: statements of a theme, figures of an indicator, awards. Draws it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.cards import awards, evidence
from dashboard.model import measures
from dashboard.model.page import Page, part
from dashboard.release import cached
from dashboard.view import card_view, elements, nav_links, url_state
from dashboard.view.card_view import Card
from dashboard.words.text import plain


def draw(page: Page) -> None:
    """Draws what is open, if anything is, down to document and paragraph, with the way to the organization and the way back."""
    if not page.selection.cell:
        return
    row, organization = page.selection.cell
    with part(page.say), st.container(key="details"):
        whose = page.labels["organizations"][organization] if organization else page.say("all_organizations")
        st.header(plain(f"{_called(page, row)}: {whose}"), anchor=False)
        if row in page.known["theme"]:
            _theme(page, row, organization)
        elif row in page.known["award"]:
            _awards(page, row, organization)
        else:
            _figures(page, row, organization)
        if organization and (page.of, organization) != ("about", page.selection.about):
            nav_links.draw(
                [nav_links.to_organization(page, organization, label=page.say("see_organization"))],
                "organization",
            )
        closed = replace(page.selection, cell=None)
        st.button(
            page.say("close"),
            key="close-details",
            icon=":material/close:",
            on_click=url_state.write,
            args=(closed,),
        )
        elements.scroll_to_details("~".join(page.selection.cell))


def draw_among(page: Page, shown: Mapping[str, Callable[[], Card]], after: str) -> None:
    """Draws the cards of a page in their order, and what is open below the one of that name, which opens it."""
    for name, build in shown.items():
        card_view.draw(page, build)
        if name == after:
            draw(page)


def _called(page: Page, row: str) -> str:
    if row in page.known["theme"]:
        return page.labels["themes"][row]
    return awards.called(page, row) if row in page.known["award"] else measures.label(page, row)


def _theme(page: Page, theme: str, organization: str) -> None:
    say, asked = page.say, page.asked
    found = cached.rows("statements", asked, theme, organization)
    shown = evidence.statement_groups(page, found)
    if organization and not any(s.record == "limitation" for s in found):
        states = {
            c.state
            for c in cached.rows("theme_cells", asked)
            if (c.theme, c.organization_id) == (theme, organization)
        }
        for why in states:
            st.write(say(f"why_{why}"))
        if not states:
            st.write(say("outside_filters"))
        if "unstated" in states:
            shown += evidence.statement_groups(
                page, cached.rows("statements", asked, "unspecified", organization)
            )
        shown.append(evidence.document_group(page, cached.rows("documents", organization)))
    elif not found:
        st.write(say("nobody_names"))
    elements.statements([group for group in shown if group["items"]], key="statements")
    if found and found[0].n_all > len(found):
        st.caption(say("statements_more", n=found[0].n_all - len(found)))


def _figures(page: Page, measure: str, organization: str) -> None:
    found = cached.rows("figure_sources", organization, measure)
    if not found:
        group = evidence.document_group(page, cached.rows("documents", organization))
        st.write(page.say("figure_in_none") if group["items"] else page.say("why_no_document"))
    else:
        group = _rows(page, found)
    elements.statements([group] if group["items"] else [], key="figures")


def _awards(page: Page, row: str, organization: str) -> None:
    found = cached.rows("award_rows", page.asked, row, organization)
    if not found:
        st.write(page.say("no_awards"))
    elements.statements([_rows(page, found)] if found else [], key="award-rows")
    if found and found[0].n_all > len(found):
        st.caption(page.say("sources_more", n=found[0].n_all - len(found)))


def _rows(page: Page, found: list[Any]) -> dict[str, Any]:
    return {
        "heading": page.say("record_observation"),
        "items": [evidence.figure_statement(page, row) for row in found],
    }
