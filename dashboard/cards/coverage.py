"""Coverage: the states of organization and term × indicator, and figures in dispute. Derives no state."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

from dashboard.cards import evidence
from dashboard.elements.contracts import GridCell, GridColumn, GridGroup, GridRow
from dashboard.model import measures, states
from dashboard.model.card import Card, Column, Grid, Quantity, Row, Table
from dashboard.model.measures import MENTIONS
from dashboard.model.names import term_label
from dashboard.model.page import MAX_PAGES, Page
from dashboard.release import queries

FIGURE = "●"  # the mark of a cell that has a figure, where no figure stands
# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {"mention_column_": MENTIONS}


@lru_cache(maxsize=MAX_PAGES)
def grid(page: Page) -> Grid:
    """The grid, a group an organization, its terms as rows, and an indicator a column."""
    say, indicators, marks = page.say, page.labels["indicators"], states.marks(page)
    columns: list[GridColumn] = [{"code": code, "label": label} for code, label in indicators.items()]
    mentioned: dict[tuple[str, int | None], dict[str, str]] = {}
    for row in queries.mentions(page.release, page.selection.filters):
        mentioned.setdefault((row.organization_id, row.term), {})[row.mention] = row.state
    columns += [{"code": code, "label": mention_label(page, code)} for code in MENTIONS if mentioned]
    groups: list[GridGroup] = []
    cells = queries.cells(page.release, page.selection.filters)
    for organization, of_organization in groupby(cells, key=lambda cell: cell.organization_id):
        rows: list[GridRow] = []
        for term, of_term in groupby(of_organization, key=lambda cell: cell.term):
            state_of = {cell.indicator: cell.state for cell in of_term}
            rows.append(
                {
                    "code": organization,
                    "label": term_label(page, organization, term),
                    "cells": [
                        *(state_of[indicator] for indicator in indicators),
                        *_mentions(page, mentioned.get((organization, term), {})),
                    ],
                }
            )
        groups.append({"label": page.labels["organizations"][organization], "rows": rows})
    words = {state: say(f"cell_{state}") for state in marks} | {
        "caption": say("coverage"),
        "corner": say("filter_organization"),
        "legend": say("grid_legend"),
    }
    return Grid(
        {
            "groups": groups,
            "columns": columns,
            "words": words,
            "marks": marks | {"figure": FIGURE},
            "is_wide": False,
        }
    )


def mention_label(page: Page, mention: str) -> str:
    """The label of awards, limitations or lessons."""
    return page.say(f"mention_column_{mention}")


def _mentions(page: Page, of_term: dict[str, str]) -> list[GridCell]:
    """Whether a term speaks of awards, limitations and lessons, as cells: there is no number to say."""
    marks = states.marks(page) | {"figure": FIGURE}
    found: list[GridCell] = []
    for state in (of_term[mention] for mention in MENTIONS if mention in of_term):
        said = page.say(f"mentioned_{state}")
        # A state says the same of figures, but for these two.
        is_said_alike = said == page.say(f"cell_{state}")
        found.append(state if is_said_alike else {"state": state, "text": marks[state], "said": said})
    return found


def mentions(page: Page) -> Card:
    """How many organizations with a document speak of awards, limitations and lessons, or do not."""
    say, counts = page.say, queries.mention_counts(page.release, page.filters)
    title = say("mentions_title")
    if not counts:
        return Card("mentions", title, empty=say("mentions_not_counted"))
    if not counts[0].n_organizations:
        return Card("mentions", title, page.years, empty=say("unmentioned_no_document"))
    known = [state for state in states.marks(page) if state not in ("no_document", "not_applicable")]
    rows = []
    for row in counts:
        cells = [measures.count(page, getattr(row, f"n_{state}")) for state in known]
        rows.append(Row(row.mention, [mention_label(page, row.mention), *cells]))
    columns = (Column(f"n_{state}", say(f"mentioned_{state}")) for state in known)
    return Card(
        "mentions",
        title,
        " · ".join(filter(None, (say("mentions_of", n=counts[0].n_organizations), page.years))),
        note=say("mentions_note"),
        table=Table((Column("mention", say("mentions_what")), *columns), rows),
        is_table_open=True,
        sources=evidence.evidence_of_both(
            page,
            [place for row in counts if row.mention == "awards" for place in row.evidence],
            [place for row in counts if row.mention != "awards" for place in row.evidence],
        ),
    )


def without_figure(page: Page) -> str:
    """How many cells that apply are in each state without a figure; "" where none is."""
    counts = queries.coverage(page.release, page.selection.filters)
    parts = [
        f"{page.say(f'cell_{state}')}: {page.say.number(n)}"
        for state in states.marks(page)
        if state not in ("figure", "not_applicable") and (n := getattr(counts, f"n_{state}"))
    ]
    return page.say("coverage_without", states="; ".join(parts)) if parts else ""


@lru_cache(maxsize=MAX_PAGES)
def disputed(page: Page) -> Card:
    """The figures on which documents disagree: the one that is shown, and the others."""
    say, labels = page.say, page.labels
    figures = queries.disputed(page.release, page.filters)
    if not figures:
        return Card("disputed", say("disputed_title"), empty=say("disputed_none"))
    places = tuple(place for figure in figures for place in figure.evidence)
    coded = {row.evidence: row for row in queries.coded_rows(page.release, places)}
    rows = []
    for figure in figures:
        others = dict.fromkeys(
            say.quantity(row.value, row.qualifier)
            for row in (coded[place] for place in figure.evidence)
            if row.is_shown is False and row.value is not None
        )
        cells = (
            labels["organizations"][figure.organization_id],
            term_label(page, figure.organization_id, figure.term),
            labels["indicators"][figure.indicator],
            Quantity(say.quantity(figure.value, figure.qualifier), figure.value, figure.qualifier),
            "; ".join(others),
        )
        opens = f"{figure.indicator}~{figure.organization_id}"
        rows.append(Row(f"{opens}~{figure.term}", cells, opens))
    columns = (
        Column("organization", say("filter_organization")),
        Column("term", say("ask_term")),
        Column("indicator", say("column_indicator")),
        Column("shown", say("column_shown")),
        Column("others", say("column_others")),
    )
    return Card(
        "disputed",
        say("disputed_title"),
        " · ".join(filter(None, (say("of_all_terms"), page.years))),
        table=Table(columns, rows),
        is_table_open=True,
        sources=evidence.evidence_of(page, coded),
    )
