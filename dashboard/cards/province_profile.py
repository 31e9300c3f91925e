"""Everything about one province: what it was or became, its organizations, their figures, awards and themes. Derives no figure."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from dashboard.cards import evidence, province_map
from dashboard.cards.organization_profile import other_names
from dashboard.model import link, measures, names
from dashboard.model.card import Card, Cell, Quantity, Table
from dashboard.model.link import Fact, Link
from dashboard.model.page import MAX_PAGES, Page
from dashboard.release import queries


def by_region(page: Page) -> list[tuple[str, list[Link]]]:
    """Returns the regions of the boundaries chosen, each with ways to its provinces."""
    boundaries = page.selection.filters.boundaries
    found = {row.province_id: row.region_id for row in queries.provinces(page.release, boundaries)}
    regions = [code for code in page.labels["regions"] if code in found.values()]
    return [
        (
            page.labels["regions"][region],
            [link.to_province(page, code, boundaries) for code, inside in found.items() if inside == region],
        )
        for region in regions
    ]


def what(page: Page) -> str:
    """Returns what the province is: its kind and region."""
    found = _facts(page)
    return f"{page.labels['provinces.kind'][found['kind']]} · {page.labels['regions'][found['region_id']]}"


def facts(page: Page) -> list[Fact]:
    """Returns what a present province was made of, or what a former one became, with the date, and its other names."""
    say, found, boundaries = page.say, _facts(page), page.selection.filters.boundaries
    other = "former" if boundaries == "present" else "present"
    ways = [link.to_province(page, code, other) for code in found["others"]]
    date = say.date(found["changed_on"]) if found["changed_on"] else ""
    if not date:
        said = [Fact(say("fact_boundaries"), [say("boundaries_unchanged")])]
    elif boundaries == "former":
        said = [Fact(say("fact_became"), [*ways, say("since", date=date)])]
    else:
        said = [
            Fact(
                say("fact_merged_from") if len(ways) > 1 else say("fact_before"),
                [*ways, say("on_day", date=date)],
            )
        ]
    aliases = other_names(page, found["aliases"])
    return said + ([Fact(say("fact_names"), [aliases])] if aliases else [])


def organizations(page: Page) -> tuple[list[Link], int]:
    """Returns ways to the organizations of the province, those with most documents first, and how many there are besides."""
    say = page.say
    found = queries.own_organizations(page.release, page.filters)
    ways = [
        link.to_organization(
            page,
            row.organization_id,
            " · ".join(
                [
                    page.labels["organization_kinds"][row.kind],
                    page.labels["organizations.level"][row.level],
                    say("documents_of", n=row.n_documents) if row.n_documents else say("cell_no_document"),
                    *([] if row.term is None else [names.term(page, row)]),
                ]
            ),
        )
        for row in found
    ]
    return ways, found[0].n_all - len(found) if found else 0


def is_documented(page: Page) -> bool:
    """Returns whether any organization of the province has a document, of the years filtered for."""
    return bool(queries.overview(page.release, page.filters).n_documents)


def nothing(page: Page) -> str:
    """Returns why there is nothing to show of a province without a document."""
    return (
        page.say("why_no_document_here_years", years=page.years)
        if page.years
        else page.say("why_no_document_here")
    )


@lru_cache(maxsize=MAX_PAGES)
def figures(page: Page) -> Card:
    """Returns what is known of the province by the figures of its provincial organizations, kind by kind, and what is not."""
    say, asked = page.say, page.filters
    rows: list[tuple[str, list[Cell]]] = []
    unsaid, places = [], []
    kinds = queries.own_kinds(page.release, asked)
    for kind in kinds:
        found = queries.own_measures(page.release, asked, kind, page.selection.focus.place)
        named = page.labels["organization_kinds"][kind]
        told = [row for row in found if row.state in ("figure", "unstated") or row.derivation]
        rows += [_line(page, row, named if len(kinds) > 1 else "") for row in told]
        places += [place for row in told for place in row.evidence]
        silent = [
            row.state
            for row in found
            if row.measure in page.labels["indicators"]
            and not row.derivation
            and row.state != "not_applicable"
        ]
        if told or "not_mentioned" in silent:
            unsaid += [say("kind_not_mentioned", kind=named, n=len(silent))] if silent else []
        else:
            unsaid.append(say("kind_no_document", kind=named))
    of_kind = [say("filter_kind")] if len(kinds) > 1 else []
    columns = [
        say("column_indicator"),
        *of_kind,
        say("column_figure"),
        say("column_years"),
        say("column_source"),
    ]
    subtitle = " · ".join(filter(None, (say("place_figures_time"), page.years)))
    return Card(
        "figures",
        say("own_figures"),
        subtitle,
        empty="" if rows else say("no_figures_here"),
        note=" ".join(unsaid),
        table=Table(columns, rows),
        is_table_open=True,
        sources=evidence.evidence_of(page, places),
    )


@lru_cache(maxsize=MAX_PAGES)
def themes(page: Page) -> Card:
    """Returns the limitations that organizations of the province name, the most named first, each with who names it."""
    say = page.say
    found = [row for row in queries.own_themes(page.release, page.filters) if row.n_named]
    table = Table(
        [say("grid_corner"), say("column_named_by"), say("column_statements")],
        [
            (
                f"{row.theme}~",
                (
                    page.labels["themes"][row.theme],
                    "; ".join(page.labels["organizations"][code] for code in row.organizations),
                    Quantity(say.number(row.n_limitations), row.n_limitations, "exact"),
                ),
            )
            for row in found
        ],
    )
    subtitle = " · ".join(filter(None, (say("of_all_terms"), page.years)))
    return Card(
        "themes",
        say("place_themes"),
        subtitle,
        empty="" if found else say("no_limitations_here"),
        table=table,
        is_table_open=True,
    )


def _facts(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = queries.province_facts(
        page.release, page.selection.filters.boundaries, page.selection.focus.place
    )
    return found


def _line(page: Page, row: Any, kind: str) -> tuple[str, list[Cell]]:
    """Returns a measure of the province as a row of the table: kind, where there are several, figure or why there is none, years, where from."""
    say, measure = page.say, row.measure
    figure: Cell = say(f"cell_{row.state}")
    if row.state == "figure":
        figure = Quantity(
            measures.format_value(page, measure, row.value, row.qualifier), float(row.value), row.qualifier
        )
    elif row.derivation == "not_derivable":
        figure = say("cell_not_derivable")
    # Whose figure it is, where it is one organization's; how it came about, where it is of several.
    said = province_map.lines(page, row, measure)[1 if row.state == "figure" else 0 :]
    said = said[1:] if len(row.organizations) > 1 else said
    opens = f"{measure}~{row.organizations[0]}" if len(row.organizations) == 1 and row.evidence else ""
    return opens, [
        measures.label(page, measure),
        *([kind] if kind else []),
        figure,
        province_map.years(row),
        "; ".join(said),
    ]
