"""What is behind an opened row: statements of a theme, figures of a measure, awards. Derives nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import streamlit as st

from dashboard.cards import awards, coverage, evidence
from dashboard.model import link, measures
from dashboard.model.card import Card
from dashboard.model.measures import MeasureKind
from dashboard.model.page import Page
from dashboard.release import queries
from dashboard.request.selection import Filters
from dashboard.view import card_view, elements, nav_links, url_state
from dashboard.view.error_boundary import error_boundary
from dashboard.words.text import plain
from dashboard.words.theme import SILENT_STATES

# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {"figure_in_none_": SILENT_STATES}


def draw(page: Page) -> None:
    """Draw what is open, if anything is, down to document and paragraph, with ways on and back."""
    cell = page.selection.focus.cell
    if not cell:
        return
    row, organization = cell
    with error_boundary(page.say), st.container(key="details"):
        whose = page.labels["organizations"][organization] if organization else page.say("all_organizations")
        kind = measures.kind_of(page, row)
        st.header(plain(f"{_label(page, kind, row)}: {whose}"), anchor=False)
        match kind:
            case MeasureKind.THEME:
                _draw_theme(page, row, organization)
            case MeasureKind.AWARD:
                _draw_awards(page, row, organization)
            case MeasureKind.INDICATOR | MeasureKind.DERIVED:
                _draw_figures(page, row, organization)
            case MeasureKind.MENTION:
                _draw_mention(page, row, organization)
        if organization and (page.subject, organization) != ("about", page.selection.focus.about):
            to = link.to_organization(page, organization, label=page.say("see_organization"))
            nav_links.draw([to], "organization")
        closed = replace(page.selection, focus=replace(page.selection.focus, cell=None))
        st.button(
            page.say("close"),
            key="close-details",
            icon=":material/close:",
            on_click=url_state.write,
            args=(closed,),
        )
        elements.scroll_to_details("~".join(cell))


def draw_among(page: Page, cards: Mapping[str, Callable[[], Card]], after: str) -> None:
    """Draw the cards of a page in their order, and what is open below the one of that name."""
    for name, build in cards.items():
        card_view.draw(page, build)
        if name == after:
            draw(page)


def _label(page: Page, kind: MeasureKind, row: str) -> str:
    match kind:
        case MeasureKind.THEME:
            return page.labels["themes"][row]
        case MeasureKind.AWARD:
            return awards.award_label(page, row)
        case MeasureKind.INDICATOR | MeasureKind.DERIVED:
            return measures.label(page, row)
        case MeasureKind.MENTION:
            return coverage.mention_label(page, row)


def _draw_theme(page: Page, theme: str, organization: str) -> None:
    say, release, filters = page.say, page.release, page.filters
    statements = queries.statements(release, filters, theme, organization)
    groups = evidence.statement_groups(page, statements)
    if organization and not any(s.named_as == "limitation" for s in statements):
        state = queries.theme_state(release, filters, theme, organization)
        if state is None:
            st.write(say("outside_filters"))
        elif state != "figure":  # of a release from before causes were counted apart
            st.write(say(f"why_{state}"))
        if state == "unstated":
            unspecified = queries.statements(release, filters, "unspecified", organization)
            groups += evidence.statement_groups(page, unspecified)
        groups.append(evidence.document_group(page, queries.documents(release, organization)))
    elif not statements:
        st.write(say("nobody_names"))
    elements.statements([group for group in groups if group["items"]], key="statements")
    if statements and statements[0].n_all > len(statements):
        st.caption(say("statements_more", n=statements[0].n_all - len(statements)))


def _draw_figures(page: Page, measure: str, organization: str) -> None:
    rows = queries.figure_sources(page.release, organization, measure)
    if rows:
        group = evidence.figure_group(page, rows)
    else:
        group = evidence.document_group(page, queries.documents(page.release, organization))
        its_own = Filters(organizations=(organization,))
        st.write(page.say(f"figure_in_none_{queries.silence(page.release, its_own)}"))
    elements.statements([group] if group["items"] else [], key="figures")


def _draw_mention(page: Page, mention: str, organization: str) -> None:
    """What an organization says of awards, limitations or lessons, whatever is filtered for; else why not."""
    its_own = Filters(organizations=(organization,))
    cell = queries.mention_cell(page.release, its_own, mention)
    if cell.state not in ("figure", "unstated"):
        st.write(page.say(f"unmentioned_{cell.state}"))
        groups = [evidence.document_group(page, queries.documents(page.release, organization))]
    elif mention == "awards":
        groups = [evidence.figure_group(page, queries.coded_rows(page.release, tuple(cell.evidence)))]
    else:
        statements = queries.coded_statements(page.release, tuple(cell.evidence))
        groups = [evidence.own_statement_group(page, coverage.mention_label(page, mention), statements)]
    elements.statements([group for group in groups if group["items"]], key="mention")


def _draw_awards(page: Page, category: str, organization: str) -> None:
    awards_of = queries.award_rows(page.release, page.filters, category, organization)
    if not awards_of.rows:
        st.write(page.say("no_awards"))
    elements.statements(
        [evidence.figure_group(page, awards_of.rows)] if awards_of.rows else [], key="award-rows"
    )
    if awards_of.n_all > len(awards_of.rows):
        st.caption(page.say("sources_more", n=awards_of.n_all - len(awards_of.rows)))
