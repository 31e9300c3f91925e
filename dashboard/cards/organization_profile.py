"""One organization: facts, terms on a time line, figures with series, awards, statements, documents.

Derives no figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from dashboard.cards import evidence, figures
from dashboard.elements.contracts import (
    GridCell,
    GridColumn,
    GridContent,
    GridGroup,
    GridRow,
    StatementGroup,
    StatementItem,
    TimelineItem,
)
from dashboard.model import link, measures, names, states
from dashboard.model.card import Card, Cell, Column, Grid, Quantity, Row, Statements, Table, Timeline
from dashboard.model.link import Fact, Link
from dashboard.model.page import MAX_PAGES, Page
from dashboard.release import queries
from dashboard.release.queries.profile import DerivedFigure, OwnAward, OwnCell, OwnTerm
from dashboard.release.queries.themes import Statement
from dashboard.request.parameters import YEARS
from dashboard.request.search import fold
from dashboard.words.theme import BADGES, SILENT_STATES

RELATIONS = ("parent", "predecessor", "successor", "child")
# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {
    "awards_here_": SILENT_STATES,
    "fact_": RELATIONS,
    "own_": ("limitation", "cause", "lesson"),
    "themes_here_": SILENT_STATES,
}


def suggested(page: Page) -> list[Link]:
    """Links to the organizations with most documents."""
    say = page.say
    return [
        link.to_organization(
            page,
            row.organization_id,
            f"{say('documents_of', n=row.n_documents)}, {say('terms_of', n=row.n_coded_terms)}",
        )
        for row in queries.most_coded(page.release)
    ]


def kind_and_level(page: Page) -> str:
    """What the organization is, in words."""
    facts_of = queries.organization_facts(page.release, page.selection.focus.about)
    kind = page.labels["organization_kinds"][facts_of.kind]
    return f"{kind} · {page.labels['organizations.level'][facts_of.level]}"


def facts(page: Page) -> list[Fact]:
    """Place, founding, relatives of the organization, as far as they are known."""
    say, organization = page.say, page.selection.focus.about
    known = queries.organization_facts(page.release, organization)
    known_facts = list[Fact]()
    if known.present:
        places = [link.to_province(page, known.present, "present")]
        if known.former and known.changed_on:
            date = say.date(known.changed_on)
            now = say("place_now", place=page.labels["present"][known.present], date=date)
            was = say("place_former", place=page.labels["former"][known.former])
            places = [
                link.to_province(page, known.former, "former", was),
                link.to_province(page, known.present, "present", now),
            ]
        known_facts.append(Fact(say("filter_province"), places))
        aliases = other_names(page, known.former_aliases, known.present_aliases)
        known_facts += [Fact(say("fact_aliases"), [aliases])] if aliases else []
    known_facts += [Fact(say("fact_founded"), [say.date(known.founded_on)])] if known.founded_on else []
    by_relation = groupby(queries.relatives(page.release, organization), key=lambda row: row.relation)
    relatives = {relation: list(rows) for relation, rows in by_relation}
    for relation in RELATIONS:
        rows = relatives.get(relation, [])
        parts: list[Link | str] = []
        for row in rows:
            parts.append(link.to_organization(page, row.organization_id))
            parts += [f"({say.date(row.on)})"] if row.on else []
        if rows and rows[0].n_all > len(rows):
            parts.append(say("and_more", n=rows[0].n_all - len(rows)))
        known_facts += [Fact(say(f"fact_{relation}"), parts)] if parts else []
    return known_facts


def other_names(page: Page, *aliases: str | None) -> str:
    """Other names of a place, each once whatever its spelling; in English those without accents."""
    written = [name.strip() for part in aliases if part for name in part.split(";") if name.strip()]
    own = {_sound(name) for boundaries in ("present", "former") for name in page.labels[boundaries].values()}
    readable = [name for name in reversed(written) if page.say.data_language == "vi" or name.isascii()]
    by_sound = {_sound(name): name for name in readable}
    return ", ".join(name for sound, name in reversed(by_sound.items()) if sound not in own)


def _sound(name: str) -> str:
    return fold(name).replace(" ", "")


def is_documented(page: Page) -> bool:
    """Whether any term of the organization, of the years filtered for, has a document."""
    return any(row.has_document for row in queries.own_terms(page.release, page.filters))


def why_nothing(page: Page) -> str:
    """Why there is nothing to show of an organization without a document."""
    if page.years:
        return page.say("why_no_document_years", years=page.years)
    return page.say("why_no_document")


@lru_cache(maxsize=MAX_PAGES)
def terms(page: Page) -> Card:
    """The terms of the organization over calendar years, with congresses and documents."""
    say, rows = page.say, queries.own_terms(page.release, page.filters)
    title = say("terms_title")
    if not rows:
        empty = say("terms_none_years", years=page.years) if page.years else say("term_none")
        return Card("terms", title, page.years, empty=empty)
    counts = (say("terms_of", n=len(rows)), say("terms_documented", n=sum(r.has_document for r in rows)))
    columns = (
        Column("term", say("ask_term")),
        Column("years", say("column_years")),
        Column("opened", say("column_opened")),
        Column("closed", say("column_closed")),
        Column("documents", say("documents")),
    )
    timeline = Timeline(
        {
            "items": [_term_item(page, row) for row in rows],
            "words": {
                "caption": title,
                "legend": say("grid_legend"),
                "documented": say("terms_with"),
                "undocumented": say("cell_no_document"),
                "congress": say("terms_congress"),
                "no_years": say("terms_no_years"),
            },
        }
    )
    return Card(
        "terms",
        title,
        " · ".join(filter(None, (*counts, page.years))),
        body=timeline,
        table=Table(columns, [_term_row(page, row) for row in rows]),
    )


def _term_item(page: Page, row: OwnTerm) -> TimelineItem:
    years = names.term_years(row)
    has_year = row.first_year is not None or row.last_year is not None
    return {
        "label": names.term_number(page, row.term),
        "years": "" if years == str(row.term) else years,
        "documents": _documents(page, row),
        "is_documented": row.has_document,
        # A term that is named by a year has it for its first one.
        "first": row.first_year if has_year or row.term not in YEARS else row.term,
        "last": row.last_year,
        "opened": row.opening_congress_on,
        "closed": row.closing_congress_on,
        "congresses": _congresses(page, row),
    }


def _term_row(page: Page, row: OwnTerm) -> Row:
    dates = [page.say.date(on) if on else "" for on in (row.opening_congress_on, row.closing_congress_on)]
    cells = (names.term_number(page, row.term), names.term_years(row), *dates, _documents(page, row))
    return Row(str(row.term), cells)


@lru_cache(maxsize=MAX_PAGES)
def series(page: Page) -> Card:
    """Every indicator that applies, term by term, with its states, and derived measures of any term."""
    say, about = page.say, page.selection.focus.about
    cells = queries.own_cells(page.release, page.filters)
    every = [list(rows) for _, rows in groupby(cells, key=lambda row: row.indicator)]
    by_indicator = [rows for rows in every if any(row.state != "not_applicable" for row in rows)]
    terms_shown = by_indicator[0] if by_indicator else []
    columns: list[GridColumn] = [{"code": about, "label": _term_heading(page, row)} for row in terms_shown]
    groups: list[GridGroup] = []
    rows: list[Row] = []
    for group, of_group in groupby(by_indicator, key=lambda rows: rows[0].indicator_group):
        made = [_measure_rows(page, of_indicator[0].indicator, of_indicator) for of_indicator in of_group]
        groups.append({"label": page.labels["indicator_groups"][group], "rows": [row for row, _ in made]})
        rows += [row for _, row in made]
    derived = []
    for measure, given in groupby(queries.own_derived(page.release, about), key=lambda row: row.measure):
        by_term = {row.term: row for row in given}
        of_measure = [by_term.get(row.term) if row.term is not None else None for row in terms_shown]
        derived += [_measure_rows(page, measure, of_measure)] if any(of_measure) else []
    groups += [{"label": say("derived_group"), "rows": [row for row, _ in derived]}] if derived else []
    rows += [row for _, row in derived]
    marks = states.marks(page)
    words = {state: say(f"cell_{state}") for state in marks}
    marks |= {"figure": "618"}
    if derived:
        marks |= {"not_derivable": BADGES["not_derivable"]}
        words |= {"not_derivable": say("cell_not_derivable")}
    words |= {
        "caption": say("own_figures"),
        "corner": say("column_indicator"),
        "legend": say("grid_legend"),
    }
    content: GridContent = {
        "groups": groups,
        "columns": columns,
        "words": words,
        "marks": marks,
        "is_wide": True,
    }
    coded = [row for of_indicator in by_indicator for row in of_indicator if row.evidence]
    table_columns = [
        Column("none" if row.term is None else f"term_{row.term}", _term_heading(page, row, " "))
        for row in terms_shown
    ]
    return Card(
        "figures",
        say("own_figures"),
        " · ".join(filter(None, (say("own_figures_time"), page.years))),
        body=Grid(content),
        note=say("disputed_star") if any(row.is_disputed for row in coded) else "",
        table=Table((Column("measure", say("column_indicator")), *table_columns), rows),
        sources=evidence.evidence_of(page, (place for row in coded for place in row.evidence)),
    )


def _measure_rows(
    page: Page, measure: str, figures_of: Sequence[OwnCell | DerivedFigure | None]
) -> tuple[GridRow, Row]:
    """A measure in each term as a row of the grid and, in words, as a row of the table."""
    say, label = page.say, measures.label(page, measure)
    grid_cells: list[GridCell] = []
    cells: list[Cell] = [label]
    for figure in figures_of:
        if figure is None or figure.value is None:
            state = figure.state if isinstance(figure, OwnCell) else "not_derivable"
            grid_cells.append(state)
            cells.append(say(f"cell_{state}"))
            continue
        qualifier = figure.qualifier or "exact"
        written = measures.format_value(page, measure, figure.value, qualifier)
        in_words = "; ".join(filter(None, (written, figures.remark(page, figure))))
        grid_cells.append({"text": f"{written}*" if figure.is_disputed else written, "said": in_words})
        cells.append(Quantity(written, figure.value, qualifier))
    grid_row: GridRow = {"code": measure, "label": label, "cells": grid_cells}
    return grid_row, Row(measure, cells, f"{measure}~{page.selection.focus.about}")


@lru_cache(maxsize=MAX_PAGES)
def awards(page: Page, direction: str) -> Card:
    """The awards of a direction, one by one: whose, of which term, of what form, by whom, and how many."""
    say = page.say
    rows = [row for row in queries.own_awards(page.release, page.filters) if row.direction == direction]
    totals = queries.award_totals(page.release, page.filters)
    total = next(row for row in totals if row.direction == direction)
    counts = list[str]()
    if total.total is not None:
        counts.append(f"{say.quantity(total.total, total.qualifier or 'exact')} {say('awards_unit')}")
    counts += [say("unstated_rows", n=total.n_unstated)] if total.n_unstated else []
    # Columns that say nothing are left out: on the page of an organization, whose awards they are.
    has_organization = page.subject == "place"
    has_notes = any(_award_note(page, row) for row in rows)
    columns = (
        *([Column("organization", say("filter_organization"))] if has_organization else []),
        Column("term", say("ask_term")),
        Column("award", say("column_award")),
        Column("giver", say("column_giver")),
        Column("recipient", say("column_recipient")),
        Column("year", say("column_year")),
        Column("count", say("column_count")),
        *([Column("note", say("column_note"))] if has_notes else []),
    )
    more = rows[0].n_all - len(rows) if rows else 0
    return Card(
        direction,
        say(f"awards_{direction}"),
        " · ".join(filter(None, (*counts, page.years))),
        empty="" if rows else say(f"awards_here_{queries.silence(page.release, page.filters)}"),
        note=say("awards_more", n=more) if more else "",
        table=Table(columns, [_award_row(page, row, has_organization, has_notes) for row in rows]),
        is_table_open=True,
        sources=evidence.evidence_of(page, (place for row in rows for place in row.coded_rows)),
    )


def _award_row(page: Page, award: OwnAward, has_organization: bool, has_notes: bool) -> Row:
    say, labels = page.say, page.labels
    count: Cell = say("no_number")
    if award.value is not None:
        count = Quantity(say.quantity(award.value, award.qualifier), float(award.value), award.qualifier)
    cells = (
        *([labels["organizations"][award.organization_id]] if has_organization else []),
        names.term_number(page, award.term),
        labels["award_types"][award.award],
        names.giver(page, award.level, award.giver) or say("giver_unnamed"),
        labels["awards.recipient"][award.recipient] if award.recipient else "",
        str(award.year) if award.year else "",
        count,
        *([_award_note(page, award)] if has_notes else []),
    )
    # Nothing else tells two awards of one form, giver, recipient and year apart.
    return Row(award.coded_rows[0], cells, f"{award.direction}~{award.organization_id}")


def _award_note(page: Page, award: OwnAward) -> str:
    """The remark beside an award: how its number came about, and that documents disagree on it."""
    parts = [page.say(f"basis_{award.basis}")] if award.basis != "stated" else []
    parts += [page.say("disputed")] if award.is_disputed else []
    return " · ".join(parts)


@lru_cache(maxsize=MAX_PAGES)
def statements(page: Page) -> Card:
    """Limitations, causes and lessons of the organization, by term, the latest first, under their themes."""
    say, rows = page.say, queries.own_statements(page.release, page.filters)
    alike = groupby(rows, key=lambda row: (row.term, row.named_as))
    groups = [_statement_group(page, named_as, list(own)) for (_, named_as), own in alike]
    columns = (
        Column("theme", say("grid_corner")),
        Column("term", say("ask_term")),
        Column("record", say("column_record")),
        Column("summary", say("column_summary")),
        Column("where", say("column_where")),
        Column("note", say("column_note")),
    )
    more = rows[0].n_all - len(rows) if rows else 0
    return Card(
        "themes",
        say("page_limitations"),
        " · ".join(filter(None, (say("of_all_terms"), page.years))),
        empty="" if rows else say(f"themes_here_{queries.silence(page.release, page.filters)}"),
        body=Statements({"groups": groups}) if groups else None,
        note=say("statements_more", n=more) if more else "",
        table=Table(columns, [_statement_row(page, row) for row in rows]),
    )


def _statement_group(page: Page, named_as: str, rows: Sequence[Statement]) -> StatementGroup:
    heading = f"{names.term_with_years(page, rows[0])} · {page.say(f'own_{named_as}')}"
    group = evidence.own_statement_group(page, heading, rows)
    items: list[StatementItem] = [{**item, "who": ""} for item in group["items"]]
    return {"heading": heading, "items": items}


def _statement_row(page: Page, row: Statement) -> Row:
    cells = (
        page.labels["themes"][row.theme],
        names.term_number(page, row.term),
        page.say(f"own_{row.named_as}"),
        str(getattr(row, page.say.column("summary"))),
        evidence.where(page, row),
        row.note or "",
    )
    return Row(row.evidence, cells, f"{row.theme}~{row.organization_id}")


@lru_cache(maxsize=MAX_PAGES)
def documents(page: Page) -> Card:
    """The documents that the organization, or those of the province, are coded from, the latest first."""
    say, listed = page.say, queries.all_documents(page.release, page.filters)
    n = queries.overview(page.release, page.filters).n_documents
    group: StatementGroup = {**evidence.documents_group(page, listed), "heading": ""}
    columns = (
        Column("title", say("column_title")),
        Column("kind", say("column_kind")),
        Column("publisher", say("column_publisher")),
        Column("date", say("column_date")),
        Column("note", say("column_note")),
    )
    rows = [
        Row(
            document.source_id,
            (
                document.title,
                page.labels["source_kinds"][document.kind],
                document.publisher or "",
                say.date(document.published_on) if document.published_on else "",
                document.note or "",
            ),
        )
        for document in listed
    ]
    return Card(
        "documents",
        say("documents_n", n=n),
        page.years,
        empty="" if listed else say("no_documents_here"),
        body=Statements({"groups": [group]}) if listed else None,
        note=say("documents_left_out", n=n - len(listed)) if n > len(listed) else "",
        table=Table(columns, rows),
    )


def _term_heading(page: Page, row: OwnCell, separator: str = "\n") -> str:
    number = page.say("term_none") if row.term is None else names.term_number(page, row.term)
    return separator.join(filter(None, (number, names.term_years(row))))


def _documents(page: Page, row: OwnTerm) -> str:
    if not row.is_open:
        return page.say("cell_not_applicable")
    return page.say("documents_of", n=row.n_documents) if row.has_document else page.say("cell_no_document")


def _congresses(page: Page, row: OwnTerm) -> str:
    say, opened, closed = page.say, row.opening_congress_on, row.closing_congress_on
    parts = [say("congress_opened", date=say.date(opened))] if opened else []
    parts += [say("congress_closed", date=say.date(closed))] if closed else []
    return "; ".join(parts)
