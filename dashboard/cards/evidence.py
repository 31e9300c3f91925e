"""What stands behind cards, in words: figures with coverage and sources, coded rows, statements, documents.

Draws nothing; derives nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Protocol

from dashboard.elements.contracts import (
    FigureItem,
    Note,
    SourceItem,
    Sources,
    StatementGroup,
    StatementItem,
)
from dashboard.model import names
from dashboard.model.card import Evidence
from dashboard.model.page import Page
from dashboard.release import queries
from dashboard.release.queries.awards import AwardTotal
from dashboard.release.queries.documents import ListedDocument, OwnDocument
from dashboard.release.queries.figures import CodedRow, Total
from dashboard.release.queries.filtering import MAX_SOURCES
from dashboard.release.queries.themes import Statement
from dashboard.release.warehouse import linked
from dashboard.words.text import written_sum

# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {"record_": ("limitation", "cause", "lesson")}


class Located(Protocol):
    """A coded row in a document."""

    @property
    def organization_id(self) -> str:
        """Whose it is."""

    @property
    def term(self) -> int:
        """Of which term it is."""

    @property
    def title(self) -> str:
        """The title of the document."""

    @property
    def is_draft(self) -> bool:
        """Whether the document is a draft."""

    @property
    def extent(self) -> str | None:
        """ "part" where the document was read in part; None where that is not known."""

    @property
    def paragraph(self) -> int | None:
        """The paragraph, None where it is not known."""


def count_item(page: Page, what: str, count: int, note: str = "") -> FigureItem:
    """A plain count, which needs no source."""
    return {"label": page.say(what), "value": page.say.number(count), "note": note}


def indicator_item(page: Page, row: Total) -> FigureItem:
    """The total of an indicator with its coverage and sources."""
    is_flow, n_not_read = row.nature == "flow", row.n_not_read
    unread = page.say("not_read_terms" if is_flow else "not_read_organizations", n=n_not_read)
    notes = [unread] if n_not_read else []
    notes += [page.say("years_of", years=names.year_range(row))] if names.year_range(row) else []
    notes += [page.say("older_n", n=row.n_older)] if row.n_older else []
    notes += [page.say("contained", n=row.n_contained)] if row.n_contained else []
    unit = str(getattr(row, page.say.column("unit")))
    group = page.labels["indicator_groups"][row.indicator_group]
    return {
        **_figure(page, row, row.indicator, notes, row.rounded_to),
        "label": page.labels["indicators"][row.indicator],
        "unit": unit,
        "group": group,
    }


def award_item(page: Page, row: AwardTotal) -> FigureItem:
    """The awards of one direction with their coverage and sources."""
    return {
        **_figure(page, row, row.direction, []),
        "label": page.say(f"awards_{row.direction}"),
        "unit": page.say("awards_unit"),
    }


def _figure(
    page: Page, row: Total | AwardTotal, code: str, own_notes: list[str], rounded_to: int = 1
) -> FigureItem:
    say, n, n_applicable = page.say, row.n_organizations_with_figure, row.n_organizations_applicable
    notes = [say("covered", n=n, all=n_applicable)]
    notes += [say("unstated_rows", n=row.n_unstated)] if row.n_unstated else []
    notes += own_notes
    notes += [say("disputed_n", n=row.n_disputed)] if row.n_disputed else []
    rows = queries.sources(page.release, page.filters)[code] if row.n_rows else []
    return {
        "label": "",
        "value": ""
        if row.total is None
        else written_sum(say, row.total, row.qualifier or "exact", rounded_to),
        "none": say("only_unstated") if row.n_unstated else say("no_figure"),
        "share": n / n_applicable if n_applicable else None,
        "note": "; ".join(notes),
        "sources": sources(page, rows, row.n_rows) if row.n_rows else None,
    }


def sources(page: Page, rows: Sequence[CodedRow], n_rows: int) -> Sources:
    """The coded rows behind a figure; `n_rows` is how many there are."""
    say = page.say
    items: list[SourceItem] = [
        {
            "who": _organization_and_term(page, row),
            "figure": say.quantity(row.value, row.qualifier) if row.value is not None else say("no_number"),
            "what": _details(page, row),
            "where": where(page, row),
            "url": linked(row.url),
            "note": noted(page, row.note),
        }
        for row in rows
    ]
    return _sources(page, say("sources_n", n=n_rows), items, n_rows)


def statement_sources(page: Page, statements: Sequence[Statement], title: str, n_rows: int) -> Sources:
    """The statements behind a figure; `n_rows` is how many there are."""
    items: list[SourceItem] = [
        {
            "who": _organization_and_term(page, statement),
            "figure": "",
            "what": " · ".join(filter(None, (_summary(page, statement), _role(page, statement)))),
            "where": where(page, statement),
            "url": linked(statement.url),
            "note": noted(page, statement.note),
        }
        for statement in statements
    ]
    return _sources(page, title, items, n_rows)


def _sources(page: Page, title: str, items: list[SourceItem], n_rows: int) -> Sources:
    rest = n_rows - len(items)
    return {
        "title": title,
        "n": n_rows,
        "items": items,
        "rest": page.say("sources_more", n=rest) if rest > 0 else "",
    }


def evidence_of(page: Page, places: Iterable[str], n_rows: int = 0) -> Evidence | None:
    """The coded rows at these places ("file:line"); `n_rows`: of all, where not all are given."""
    at = tuple(dict.fromkeys(places))
    if not at:
        return None
    rows = queries.coded_rows(page.release, at[:MAX_SOURCES])
    return Evidence(sources(page, rows, n_rows or len(at)), at if len(at) >= n_rows else ())


def statement_evidence_of(page: Page, places: Iterable[str], n_rows: int = 0) -> Evidence | None:
    """The statements behind a card at these places, as evidence_of has coded rows."""
    at = tuple(dict.fromkeys(places))
    if not at:
        return None
    statements, n = queries.coded_statements(page.release, at[:MAX_SOURCES]), n_rows or len(at)
    shown = statement_sources(page, statements, page.say("sources_n", n=n), n)
    return Evidence(shown, at if len(at) >= n_rows else ())


def evidence_of_both(page: Page, awards: Sequence[str], statements: Sequence[str]) -> Evidence | None:
    """The coded awards and statements behind a card, at these places, the awards first."""
    n = len(awards) + len(statements)
    if not n:
        return None
    rows = queries.coded_rows(page.release, tuple(awards[:MAX_SOURCES]))
    rest = max(MAX_SOURCES - len(rows), 0)
    stated = queries.coded_statements(page.release, tuple(statements[:rest]))
    items = [*sources(page, rows, n)["items"], *statement_sources(page, stated, "", n)["items"]]
    return Evidence(_sources(page, page.say("sources_n", n=n), items, n), (*awards, *statements))


def where(page: Page, row: Located) -> str:
    """Where a coded row stands: its document, draft or read in part, and the paragraph, where it is known."""
    marks = [*([page.say("draft")] if row.is_draft else []), *_read_in_part(page, row.extent)]
    title = f"{row.title} ({', '.join(marks)})" if marks else row.title
    if row.paragraph is None:
        return page.say("where_page", title=title)
    return page.say("where", title=title, paragraph=str(row.paragraph))


def noted(page: Page, note: str | None) -> Note | None:
    """What the coder noted of a row or document, as it was written; None where nothing was."""
    return {"label": page.say("column_note"), "text": note} if note else None


def statement_groups(page: Page, statements: Iterable[Statement]) -> list[StatementGroup]:
    """Limitations, causes and lessons, a group each, of statements that are sorted by what they are."""
    groups: list[StatementGroup] = []
    for named_as, alike in groupby(statements, key=lambda statement: statement.named_as):
        items: list[StatementItem] = [
            {
                "text": _summary(page, statement),
                "tags": [],
                "who": _organization_and_term(page, statement),
                "where": where(page, statement),
                "url": linked(statement.url),
                "note": noted(page, statement.note),
            }
            for statement in alike
        ]
        groups.append({"heading": page.say(f"record_{named_as}"), "items": items})
    return groups


def figure_statement(page: Page, row: CodedRow) -> StatementItem:
    """A coded figure or award as a statement."""
    say = page.say
    is_figure = row.record == "observation"
    name = page.labels["indicators"][row.code] if is_figure else say(f"awards_{row.direction}")
    value = say.quantity(row.value, row.qualifier) if row.value is not None else say("no_number")
    details = _details(page, row)
    return {
        "text": f"{name}: {value}",
        "tags": [details] if details else [],
        "who": _organization_and_term(page, row),
        "where": where(page, row),
        "url": linked(row.url),
        "note": noted(page, row.note),
    }


def figure_group(page: Page, rows: Iterable[CodedRow]) -> StatementGroup:
    """Coded figures and awards as a group of statements."""
    return {
        "heading": page.say("record_observation"),
        "items": [figure_statement(page, row) for row in rows],
    }


def documents_group(page: Page, documents: Iterable[ListedDocument]) -> StatementGroup:
    """Documents, each with kind, publisher, date and how many rows it was coded into."""
    items: list[StatementItem] = []
    for document in documents:
        date = page.say.date(document.published_on) if document.published_on else page.say("undated")
        parts = (page.labels["source_kinds"][document.kind], document.publisher, date)
        place = (page.say("rows_n", n=document.n_rows), *_read_in_part(page, document.extent))
        items.append(
            {
                "text": document.title,
                "text_url": linked(document.url),
                "tags": [],
                "who": " · ".join(part for part in parts if part),
                "where": " · ".join(place),
                "url": None,
                "note": noted(page, document.note),
            }
        )
    return {"heading": page.say("documents_latest"), "items": items}


def own_statement_group(page: Page, heading: str, rows: Sequence[Statement]) -> StatementGroup:
    """Statements of one kind on several themes, each with its theme."""
    [group] = statement_groups(page, rows)
    items: list[StatementItem] = [
        {**item, "tags": [page.labels["themes"][row.theme], *item["tags"]]}
        for item, row in zip(group["items"], rows, strict=True)
    ]
    return {"heading": heading, "items": items}


def document_group(page: Page, documents: Iterable[OwnDocument]) -> StatementGroup:
    """The documents of an organization."""
    items: list[StatementItem] = []
    for document in documents:
        date = [page.say.date(document.published_on)] if document.published_on else []
        place = (page.labels["source_kinds"][document.kind], *date, *_read_in_part(page, document.extent))
        items.append(
            {
                "text": document.title,
                "text_url": linked(document.url),
                "tags": [],
                "who": "",
                "where": ", ".join(place),
                "url": None,
                "note": noted(page, document.note),
            }
        )
    return {"heading": page.say("coded_documents"), "items": items}


def place_groups(page: Page, place: str, places: Sequence[str]) -> list[StatementGroup]:
    """The coded rows behind a province's figure, at these places, and the organizations of the province."""
    coded_at, release = tuple(places), page.release
    organizations: list[StatementItem] = [
        {
            "text": page.labels["organizations"][o.organization_id],
            "tags": [page.labels["organization_kinds"][o.kind]],
            "who": "",
            "where": page.say("documents_of", n=o.n_documents),
            "url": None,
        }
        for o in queries.place_organizations(release, page.selection.filters.boundaries, place)
    ]
    groups: list[StatementGroup] = [
        figure_group(page, queries.coded_rows(release, coded_at)),
        *statement_groups(page, queries.coded_statements(release, coded_at)),
        {"heading": page.say("organizations_here"), "items": organizations},
    ]
    return [group for group in groups if group["items"]]


def _read_in_part(page: Page, extent: str | None) -> list[str]:
    """That a document was read in part, which one that is read whole need not say."""
    return [page.labels["sources.extent"][extent]] if extent == "part" else []


def _summary(page: Page, statement: Statement) -> str:
    return str(getattr(statement, page.say.column("summary")))


def _role(page: Page, statement: Statement) -> str:
    """That a statement is a cause, which a list of both would not show."""
    return page.say("role_cause") if statement.named_as == "cause" else ""


def _details(page: Page, row: CodedRow) -> str:
    """What a coded row says beside its number: an award's type, recipient, giver, year; date; basis."""
    say, parts = page.say, list[str]()
    if row.record == "award":
        parts.append(page.labels["award_types"][row.code])
        parts.append(page.labels["awards.recipient"][row.recipient or ""])
        giver = names.giver(page, row.level, row.giver)
        parts += [say("giver", level=giver)] if giver else []
        parts += [str(row.year)] if row.year else []
    if row.as_of is not None:
        parts.append(say("as_of", date=say.date(row.as_of)))
    if row.basis != "stated":
        parts.append(say(f"basis_{row.basis}"))
    if row.is_shown is not None:
        parts.append(say("disputed_shown" if row.is_shown else "disputed_other"))
    return " · ".join(parts)


def _organization_and_term(page: Page, row: Located) -> str:
    organization = page.labels["organizations"][row.organization_id]
    return page.say("of_organization", organization=organization, term=str(row.term))
