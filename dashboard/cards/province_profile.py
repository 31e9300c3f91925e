"""One province: what it was or became, its organizations, their figures and themes. Derives no figure."""

from __future__ import annotations

from functools import lru_cache

from dashboard.cards import evidence, province_map
from dashboard.cards.organization_profile import other_names
from dashboard.model import link, measures, names
from dashboard.model.card import Card, Cell, Column, Row, Table
from dashboard.model.link import Fact, Link
from dashboard.model.page import MAX_PAGES, Page
from dashboard.release import queries
from dashboard.release.queries.places import ProvinceMeasure
from dashboard.release.queries.profile import ProvinceFacts
from dashboard.words.theme import SILENT_STATES

# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {
    "kind_": ("not_mentioned", "not_read"),
    "no_limitations_here_": SILENT_STATES,
    "place_figures_time_": names.TERMS,
}


def by_region(page: Page) -> list[tuple[str, list[Link]]]:
    """The regions of the boundaries chosen, each with links to its provinces."""
    boundaries, labels = page.selection.filters.boundaries, page.labels["regions"]
    region_of = {row.province_id: row.region_id for row in queries.provinces(page.release, boundaries)}
    return [
        (
            labels[region],
            [link.to_province(page, code, boundaries) for code, of in region_of.items() if of == region],
        )
        for region in labels
        if region in region_of.values()
    ]


def kind_and_region(page: Page) -> str:
    """What the province is, in words."""
    known = _facts(page)
    return f"{page.labels['provinces.kind'][known.kind]} · {page.labels['regions'][known.region_id]}"


def facts(page: Page) -> list[Fact]:
    """What a present province was made of or a former one became, with the date, and its other names."""
    say, known, boundaries = page.say, _facts(page), page.selection.filters.boundaries
    others = "former" if boundaries == "present" else "present"
    links = [link.to_province(page, code, others) for code in known.others]
    if not known.changed_on:
        change = Fact(say("fact_boundaries"), [say("boundaries_unchanged")])
    elif boundaries == "former":
        change = Fact(say("fact_became"), [*links, say("since", date=say.date(known.changed_on))])
    else:
        label = say("fact_merged_from") if len(links) > 1 else say("fact_before")
        change = Fact(label, [*links, say("on_day", date=say.date(known.changed_on))])
    aliases = other_names(page, known.aliases)
    return [change, *([Fact(say("fact_names"), [aliases])] if aliases else [])]


def organizations(page: Page) -> tuple[list[Link], int]:
    """Links to the province's organizations, those with most documents first, and how many are left out."""
    say, links = page.say, list[Link]()
    rows = queries.own_organizations(page.release, page.filters)
    for row in rows:
        note = (
            page.labels["organization_kinds"][row.kind],
            page.labels["organizations.level"][row.level],
            say("documents_of", n=row.n_documents) if row.n_documents else say("cell_no_document"),
            *([] if row.term is None else [names.term_with_years(page, row)]),
        )
        links.append(link.to_organization(page, row.organization_id, " · ".join(note)))
    return links, rows[0].n_all - len(rows) if rows else 0


def is_documented(page: Page) -> bool:
    """Whether any organization of the province has a document, of the years filtered for."""
    return bool(queries.overview(page.release, page.filters).n_documents)


def why_nothing(page: Page) -> str:
    """Why there is nothing to show of a province without a document."""
    if page.years:
        return page.say("why_no_document_here_years", years=page.years)
    return page.say("why_no_document_here")


@lru_cache(maxsize=MAX_PAGES)
def figures(page: Page) -> Card:
    """Figures of the province's provincial organizations, kind by kind, and what they do not report."""
    say, release, filters = page.say, page.release, page.filters
    rows, unsaid, places = list[Row](), list[str](), list[str]()
    kinds = queries.own_kinds(release, filters)
    has_kinds = len(kinds) > 1
    for kind in kinds:
        measured = queries.own_measures(release, filters, kind, page.selection.focus.place)
        shown = [row for row in measured if row.state in ("figure", "unstated") or row.derivation]
        rows += [_row(page, row, kind, has_kinds) for row in shown]
        places += [place for row in shown for place in row.evidence]
        silent = [
            row.state
            for row in measured
            if row.measure in page.valid_codes["indicator"]
            and not row.derivation
            and row.state != "not_applicable"
        ]
        kind_label = page.labels["organization_kinds"][kind]
        if not shown and not {*silent} & {"not_mentioned", "not_read"}:
            unsaid.append(say("kind_no_document", kind=kind_label))
            continue
        n_not_read = silent.count("not_read")
        for state, n in (("not_mentioned", len(silent) - n_not_read), ("not_read", n_not_read)):
            unsaid += [say(f"kind_{state}", kind=kind_label, n=n)] if n else []
    columns = (
        Column("measure", say("column_indicator")),
        *([Column("kind", say("filter_kind"))] if has_kinds else []),
        Column("value", say("column_figure")),
        Column("years", say("column_years")),
        Column("source", say("column_source")),
    )
    return Card(
        "figures",
        say("own_figures"),
        " · ".join(filter(None, (say(f"place_figures_time_{page.terms}"), page.years))),
        empty="" if rows else say("no_figures_here"),
        note=" ".join(unsaid),
        table=Table(columns, rows),
        is_table_open=True,
        sources=evidence.evidence_of(page, places),
    )


def _row(page: Page, row: ProvinceMeasure, kind: str, has_kinds: bool) -> Row:
    """A measure of the province: kind, where there are several, figure or state, years, source."""
    say, measure = page.say, row.measure
    figure: Cell = say(f"cell_{row.state}")
    if row.state == "figure" and row.value is not None:
        figure = province_map.quantity(page, row, measure)
    elif row.derivation == "not_derivable":
        figure = say("cell_not_derivable")
    # Whose figure it is, where it is one organization's; how it came about, where it is of several.
    lines = province_map.lines(page, row, measure)[1 if row.state == "figure" else 0 :]
    lines = lines[1:] if len(row.organizations) > 1 else lines
    cells = (
        measures.label(page, measure),
        *([page.labels["organization_kinds"][kind]] if has_kinds else []),
        figure,
        province_map.dated(page, row),
        "; ".join(lines),
    )
    opens = f"{measure}~{row.organizations[0]}" if len(row.organizations) == 1 and row.evidence else ""
    return Row(f"{kind}~{measure}", cells, opens)


@lru_cache(maxsize=MAX_PAGES)
def themes(page: Page) -> Card:
    """The limitations and causes of the province's organizations, most named first, with who names them."""
    say, labels, rows = page.say, page.labels, queries.own_themes(page.release, page.filters)
    columns = (
        Column("theme", say("grid_corner")),
        Column("organizations", say("column_named_by")),
        Column("n_statements", say("column_statements")),
        Column("causes", say("column_blamed_by")),
    )
    lines = [
        Row(
            row.theme,
            (
                labels["themes"][row.theme],
                "; ".join(labels["organizations"][code] for code in row.organizations),
                measures.count(page, row.n_limitations),
                "; ".join(labels["organizations"][code] for code in row.blamed_by),
            ),
            f"{row.theme}~",
        )
        for row in rows
    ]
    return Card(
        "themes",
        say("place_themes"),
        " · ".join(filter(None, (say("of_all_terms"), page.years))),
        empty="" if rows else say(f"no_limitations_here_{queries.silence(page.release, page.filters)}"),
        table=Table(columns, lines),
        is_table_open=True,
    )


def _facts(page: Page) -> ProvinceFacts:
    boundaries, place = page.selection.filters.boundaries, page.selection.focus.place
    return queries.province_facts(page.release, boundaries, place)
