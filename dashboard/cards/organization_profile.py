"""Everything about one organization: facts, terms on a time line, figures with their series, awards, statements, documents. Derives no figure."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import Any

from dashboard.cards import evidence, figures
from dashboard.model import measures, names
from dashboard.model.page import MOST_PAGES, Page
from dashboard.release import cached
from dashboard.request.search import fold
from dashboard.request.selection import YEARS
from dashboard.view import card_view, nav_links
from dashboard.view.card_view import Card, Cell, Quantity, Table
from dashboard.view.nav_links import Fact, Link
from dashboard.words.theme import BADGES, STATES

Line = tuple[str, list[Cell]]

RELATIONS = ("parent", "predecessor", "successor", "child")
# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {"fact_": RELATIONS, "own_": ("limitation", "lesson")}


def suggested(page: Page) -> list[Link]:
    """Returns ways to the organizations with most documents."""
    say = page.say
    return [
        nav_links.to_organization(
            page,
            row.organization_id,
            f"{say('documents_of', n=row.n_documents)}, {say('terms_of', n=row.n_coded_terms)}",
        )
        for row in cached.rows("most_coded")
    ]


def what(page: Page) -> str:
    """Returns what the organization is: its kind and level."""
    facts = cached.answer("organization_facts", page.selection.about)
    return f"{page.labels['organization_kinds'][facts['kind']]} · {page.labels['organizations.level'][facts['level']]}"


def facts(page: Page) -> list[Fact]:
    """Returns where and since when the organization is, what it belongs to, came from and became; what is not known is left out."""
    say, found = page.say, cached.answer("organization_facts", page.selection.about)
    former, present, changed_on = found["former"], found["present"], found["changed_on"]
    said = []
    if present:
        places = [nav_links.to_province(page, present, "present")]
        if former and changed_on:
            now = say("place_now", place=page.labels["present"][present], date=say.date(changed_on))
            was = say("place_former", place=page.labels["former"][former])
            places = [
                nav_links.to_province(page, former, "former", was),
                nav_links.to_province(page, present, "present", now),
            ]
        said.append(Fact(say("filter_province"), places))
        aliases = other_names(page, found["former_aliases"], found["present_aliases"])
        said += [Fact(say("fact_aliases"), [aliases])] if aliases else []
    said += [Fact(say("fact_founded"), [say.date(found["founded_on"])])] if found["founded_on"] else []
    relatives = {
        relation: list(rows)
        for relation, rows in groupby(
            cached.rows("relatives", page.selection.about), key=lambda row: row.relation
        )
    }
    for relation in RELATIONS:
        rows = relatives.get(relation, [])
        parts: list[Link | str] = []
        for row in rows:
            parts += [
                nav_links.to_organization(page, row.organization_id),
                *([f"({say.date(row.on)})"] if row.on else []),
            ]
        if rows and rows[0].n_all > len(rows):
            parts.append(say("and_more", n=rows[0].n_all - len(rows)))
        said += [Fact(say(f"fact_{relation}"), parts)] if parts else []
    return said


def other_names(page: Page, *aliases: str | None) -> str:
    """Returns what else a place is called, each once however it is spelt; in English what is written without accents."""
    written = [name.strip() for part in aliases if part for name in part.split(";") if name.strip()]
    own = {
        fold(name).replace(" ", "")
        for boundaries in ("present", "former")
        for name in page.labels[boundaries].values()
    }
    by_sound = {
        fold(name).replace(" ", ""): name
        for name in reversed(written)
        if page.say.data_language == "vi" or name.isascii()
    }
    return ", ".join(name for sound, name in reversed(by_sound.items()) if sound not in own)


def is_documented(page: Page) -> bool:
    """Returns whether any term of the organization, of the years filtered for, has a document."""
    return any(row.has_document for row in cached.rows("own_terms", page.asked))


def nothing(page: Page) -> str:
    """Returns why there is nothing to show of an organization without a document."""
    return page.say("why_no_document_years", years=page.years) if page.years else page.say("why_no_document")


@lru_cache(maxsize=MOST_PAGES)
def terms(page: Page) -> Card:
    """Returns the terms of the organization over calendar years, with congresses and documents."""
    say, found = page.say, cached.rows("own_terms", page.asked)
    title = say("terms_title")
    if not found:
        return Card(
            "terms",
            title,
            page.years,
            empty=say("terms_none_years", years=page.years) if page.years else say("term_none"),
        )
    counted = say("terms_of", n=len(found)), say("terms_documented", n=sum(row.has_document for row in found))
    subtitle = " · ".join(filter(None, (*counted, page.years)))
    items = [
        {
            "label": names.number_of(page, row.term),
            "years": "" if names.years_of(row) == str(row.term) else names.years_of(row),
            "documents": _documents(page, row),
            "is_documented": row.has_document,
            # A term that is called by a year has it for its first one.
            "first": row.term
            if row.first_year is None and row.last_year is None and row.term in YEARS
            else row.first_year,
            "last": row.last_year,
            "opened": row.opening_congress_on,
            "closed": row.closing_congress_on,
            "congresses": _congresses(page, row),
        }
        for row in found
    ]
    words = {
        "caption": title,
        "legend": say("grid_legend"),
        "documented": say("terms_with"),
        "undocumented": say("cell_no_document"),
        "congress": say("terms_congress"),
        "no_years": say("terms_no_years"),
    }
    dates = [
        [say.date(on) if on else "" for on in (row.opening_congress_on, row.closing_congress_on)]
        for row in found
    ]
    table = Table(
        [say("ask_term"), say("column_years"), say("column_opened"), say("column_closed"), say("documents")],
        [
            ("", (names.number_of(page, row.term), names.years_of(row), *on, _documents(page, row)))
            for row, on in zip(found, dates, strict=True)
        ],
    )
    return Card("terms", title, subtitle, timeline={"items": items, "words": words}, table=table)


@lru_cache(maxsize=MOST_PAGES)
def series(page: Page) -> Card:
    """Returns every indicator that applies, term by term, and the derived measures that any term gives; what is not reported says how."""
    say, about = page.say, page.selection.about
    found = [
        list(rows) for _, rows in groupby(cached.rows("own_cells", page.asked), key=lambda row: row.indicator)
    ]
    found = [rows for rows in found if any(row.state != "not_applicable" for row in rows)]
    at = found[0] if found else []
    columns = [
        {"code": about, "label": "\n".join(filter(None, (_number(page, row), names.years_of(row))))}
        for row in at
    ]
    groups: list[dict[str, Any]] = []
    table: list[Line] = []
    for group, of_group in groupby(found, key=lambda rows: rows[0].indicator_group):
        made = [_row(page, of_indicator[0].indicator, of_indicator) for of_indicator in of_group]
        groups.append({"label": page.labels["indicator_groups"][group], "rows": [row for row, _ in made]})
        table += [line for _, line in made]
    derived = {
        measure: {row.term: row for row in rows}
        for measure, rows in groupby(cached.rows("own_derived", about), key=lambda row: row.measure)
    }
    of_derived = [(measure, [given.get(row.term) for row in at]) for measure, given in derived.items()]
    made = [_row(page, measure, of_measure) for measure, of_measure in of_derived if any(of_measure)]
    groups += [{"label": say("derived_group"), "rows": [row for row, _ in made]}] if made else []
    table += [line for _, line in made]
    states = {state: say(f"cell_{state}") for state in STATES}
    marks = STATES | {"figure": "618"}
    if made:
        marks, states = (
            marks | {"not_derivable": BADGES["not_derivable"]},
            states | {"not_derivable": say("cell_not_derivable")},
        )
    words = states | {
        "caption": say("own_figures"),
        "corner": say("column_indicator"),
        "legend": say("grid_legend"),
    }
    given = [row for rows in found for row in rows if row.evidence]
    return Card(
        "figures",
        say("own_figures"),
        " · ".join(filter(None, (say("own_figures_time"), page.years))),
        grid={"groups": groups, "columns": columns, "words": words, "marks": marks, "is_wide": True},
        note=say("disputed_star") if any(row.is_disputed for row in given) else "",
        table=Table(
            [say("column_indicator"), *(column["label"].replace("\n", " ") for column in columns)], table
        ),
        sources=card_view.sources(page, (place for row in given for place in row.evidence)),
    )


@lru_cache(maxsize=MOST_PAGES)
def awards(page: Page, direction: str) -> Card:
    """Returns the awards of a direction, one by one: whose, of which term, of what form, by whom, and how many."""
    say = page.say
    found = [row for row in cached.rows("own_awards", page.asked) if row.direction == direction]
    total = next(row for row in cached.rows("award_totals", page.asked) if row.direction == direction)
    counted = (
        [f"{say.quantity(total.total, total.qualifier)} {say('awards_unit')}"]
        if total.total is not None
        else []
    )
    counted += [say("unstated_rows", n=total.n_unstated)] if total.n_unstated else []
    notes = [_noted(page, row) for row in found]
    # A column stands where it says something: whose an award is goes without saying on the page of an organization.
    whose = page.of == "place"
    columns = [
        say("ask_term"),
        say("column_award"),
        say("column_giver"),
        say("column_recipient"),
        say("column_year"),
        say("column_count"),
    ]
    table = Table(
        [
            *([say("filter_organization")] if whose else []),
            *columns,
            *([say("column_note")] if any(notes) else []),
        ],
        [
            (
                f"{direction}~{row.organization_id}",
                [
                    *([page.labels["organizations"][row.organization_id]] if whose else []),
                    names.number_of(page, row.term),
                    page.labels["award_types"][row.award],
                    page.labels["award_levels"][row.level] if row.level else say("giver_unnamed"),
                    page.labels["awards.recipient"][row.recipient] if row.recipient else "",
                    str(int(row.year)) if row.year else "",
                    Quantity(say.quantity(row.value, row.qualifier), float(row.value), row.qualifier)
                    if row.value is not None
                    else say("no_number"),
                    *([note] if any(notes) else []),
                ],
            )
            for row, note in zip(found, notes, strict=True)
        ],
    )
    more = found[0].n_all - len(found) if found else 0
    return Card(
        direction,
        say(f"awards_{direction}"),
        " · ".join(filter(None, (*counted, page.years))),
        empty="" if found else say("awards_not_mentioned"),
        note=say("awards_more", n=more) if more else "",
        table=table,
        is_table_open=True,
        sources=card_view.sources(page, (place for row in found for place in row.coded_rows)),
    )


@lru_cache(maxsize=MOST_PAGES)
def statements(page: Page) -> Card:
    """Returns the limitations and lessons of the organization, term by term, the latest first, each under its theme."""
    say, found = page.say, cached.rows("own_statements", page.asked)
    groups = []
    for _, rows in groupby(found, key=lambda row: row.term):
        of_term = list(rows)
        for record, own in groupby(of_term, key=lambda row: row.record):
            listed = list(own)
            [group] = evidence.statement_groups(page, listed)
            items = [
                item | {"tags": [page.labels["themes"][row.theme], *item["tags"]], "who": ""}
                for item, row in zip(group["items"], listed, strict=True)
            ]
            groups.append(
                {"heading": f"{names.term(page, of_term[0])} · {say(f'own_{record}')}", "items": items}
            )
    table = Table(
        [
            say("grid_corner"),
            say("ask_term"),
            say("column_record"),
            say("column_summary"),
            say("column_where"),
        ],
        [
            (
                f"{row.theme}~{row.organization_id}",
                [
                    page.labels["themes"][row.theme],
                    names.number_of(page, row.term),
                    say(f"own_{row.record}"),
                    getattr(row, say.column("summary")),
                    evidence.where(page, row),
                ],
            )
            for row in found
        ],
    )
    more = found[0].n_all - len(found) if found else 0
    subtitle = " · ".join(filter(None, (say("of_all_terms"), page.years)))
    return Card(
        "themes",
        say("page_limitations"),
        subtitle,
        empty="" if found else say("themes_not_mentioned"),
        statements=groups,
        note=say("statements_more", n=more) if more else "",
        table=table,
    )


@lru_cache(maxsize=MOST_PAGES)
def documents(page: Page) -> Card:
    """Returns the documents that the organization, or those of the province, are coded from, the latest first."""
    say, found = page.say, cached.rows("all_documents", page.asked)
    n = cached.answer("overview", page.asked)["n_documents"]
    group = evidence.documents_group(page, found) | {"heading": ""}
    table = Table(
        [say("column_title"), say("column_kind"), say("column_publisher"), say("column_date")],
        [
            (
                "",
                (
                    d.title,
                    page.labels["source_kinds"][d.kind],
                    d.publisher or "",
                    say.date(d.published_on) if d.published_on else "",
                ),
            )
            for d in found
        ],
    )
    return Card(
        "documents",
        say("documents_n", n=n),
        page.years,
        empty="" if found else say("no_documents_here"),
        statements=[group] if found else [],
        note=say("documents_left_out", n=n - len(found)) if n > len(found) else "",
        table=table,
    )


def _row(page: Page, measure: str, of_measure: list[Any]) -> tuple[dict[str, Any], Line]:
    """Returns a measure in each term as a row of the grid and, in words, as a row of the table."""
    say = page.say
    cells: list[Any] = []
    words: list[Cell] = []
    for row in of_measure:
        if row is None or row.value is None:
            state = "not_derivable" if row is None else row.state
            cells.append(state)
            words.append(say(f"cell_{state}"))
        else:
            written = measures.written(page, measure, float(row.value), row.qualifier)
            said = "; ".join(filter(None, (written, figures.remark(page, row))))
            cells.append({"text": f"{written}*" if row.is_disputed else written, "said": said})
            words.append(Quantity(written, float(row.value), row.qualifier))
    label = measures.label(page, measure)
    return {"code": measure, "label": label, "cells": cells}, (
        f"{measure}~{page.selection.about}",
        [label, *words],
    )


def _noted(page: Page, award: Any) -> str:
    """Returns what is to be known beside an award: how it was found, and that documents disagree on it."""
    said = [page.say(f"basis_{award.basis}")] if award.basis != "stated" else []
    return " · ".join([*said, *([page.say("disputed")] if award.is_disputed else [])])


def _number(page: Page, row: Any) -> str:
    return page.say("term_none") if row.term is None else names.number_of(page, row.term)


def _documents(page: Page, row: Any) -> str:
    if not row.is_open:
        return page.say("cell_not_applicable")
    return page.say("documents_of", n=row.n_documents) if row.has_document else page.say("cell_no_document")


def _congresses(page: Page, row: Any) -> str:
    say = page.say
    said = [say("congress_opened", date=say.date(row.opening_congress_on))] if row.opening_congress_on else []
    said += (
        [say("congress_closed", date=say.date(row.closing_congress_on))] if row.closing_congress_on else []
    )
    return "; ".join(said)
