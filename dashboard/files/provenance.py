"""Where what leaves the dashboard comes from: release, selection in words, coverage, licence, link, and the coded rows and documents behind it."""

from __future__ import annotations

import datetime
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from dashboard.files import citation, tables
from dashboard.model.card import Card
from dashboard.model.page import Page, dataset_title
from dashboard.release import queries
from dashboard.release.queries import exporting
from dashboard.release.queries.exporting import Coded, Document
from dashboard.request.selection import FILTERS, Filters

LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0",
}
# Filter: the list that has the labels of its codes; provinces have one of either set of boundaries.
_LISTS = {
    "kind": "organization_kinds",
    "level": "organizations.level",
    "region": "regions",
    "organization": "organizations",
}
_NO_CODE = re.compile(r"[^A-Za-z0-9-]+")


class Fact(NamedTuple):
    """One thing to be known of a file: its code, the same in every language, what it is called, and what is so."""

    code: str
    label: str
    text: str


def facts(page: Page, card: Card | None, link: str, on: datetime.date) -> list[Fact]:
    """Returns where a card, or a whole page where it is None, comes from: `link` reproduces it, `on` is the day (UTC) that it was retrieved."""
    say, release = page.say, queries.facts(page.release)
    about = (
        [Fact("card", say("about_card"), card.title), Fact("card_of", say("about_card_of"), card.subtitle)]
        if card
        else []
    )
    return [
        fact
        for fact in (
            Fact("dataset", say("about_dataset"), dataset_title(page)),
            Fact("page", say("about_page"), say(f"page_{page.name}")),
            *about,
            Fact("release", say("about_release"), page.release.name),
            Fact("released_on", say("about_released"), say.date(release.built_at.date())),
            Fact("selection", say("filters"), selected(page)),
            Fact("time", say("time"), _time(page)),
            Fact("coverage", say("coverage"), covered(page)),
            Fact("retrieved_on", say("about_retrieved"), say.date(on)),
            Fact("license", say("about_licence"), f"{LICENCE['title']} (CC BY 4.0), {LICENCE['path']}"),
            Fact("citation", say("about_citation"), citation.apa(page, card, on, link)),
            Fact("link", say("about_link"), link),
        )
        if fact.text
    ]


def selected(page: Page) -> str:
    """Returns what the page is about and what is filtered for, in words; that nothing is, where nothing is."""
    say, selection, labels = page.say, page.selection, page.labels
    boundaries = say(f"boundaries_{selection.filters.boundaries}")
    parts = [f"{say('boundaries')}: {boundaries}"]
    if page.subject:
        lists = {"about": labels["organizations"], "place": labels[selection.filters.boundaries]}
        code = getattr(selection.focus, page.subject)
        parts += (
            [f"{say(f'page_{page.name}')}: {lists[page.subject][code]}"]
            if code and page.subject in lists
            else []
        )
    elif page.name == "compare" and selection.focus.compared:
        names = [
            labels[selection.filters.boundaries].get(code) or labels["organizations"][code]
            for code in selection.focus.compared
        ]
        parts += [f"{say('page_compare')}: {'; '.join(names)}"]
    else:
        chosen = [
            (name, codes)
            for name, attribute in FILTERS.items()
            if (codes := getattr(selection.filters, attribute))
        ]
        said = [
            f"{say(f'filter_{name}')}: {'; '.join(labels[_LISTS.get(name, selection.filters.boundaries)][c] for c in codes)}"
            for name, codes in chosen
        ]
        parts += said or [say("about_unfiltered")]
    parts += [f"{say('time_year')}: {page.years}"] if page.years else []
    return " · ".join(parts)


def _time(page: Page) -> str:
    time, at = page.selection.time.axis, page.selection.time.at
    return page.say(f"time_{time}") + (f": {at}" if at is not None and time != "latest" else "")


def covered_filters(page: Page) -> Filters:
    """Returns what coverage is counted of: what is asked for or, of a comparison, what is compared, whatever filters let pass."""
    compared, provinces = page.selection.focus.compared, page.labels[page.selection.filters.boundaries]
    if page.name != "compare" or not compared:
        return page.filters
    if all(code in provinces for code in compared):
        return replace(page.selection.filters.for_all_places(), provinces=compared)
    return replace(
        page.selection.filters.for_all_places(),
        organizations=tuple(code for code in compared if code not in provinces),
    )


def covered(page: Page) -> str:
    """Returns how much of the selection is known: organizations with a report, and cells with a figure of those that apply."""
    share = page.say.percent(queries.coverage(page.release, covered_filters(page)).coverage or 0)
    return page.say("about_covered", reporting=reporting(page), share=share)


def reporting(page: Page) -> str:
    """Returns how many organizations of the selection have a report; pages ask for it anyway, of cells they do not."""
    overview = queries.overview(page.release, covered_filters(page))
    return page.say("about_reporting", n=overview.n_organizations, all=overview.n_organizations_known)


def file_name(page: Page, card: Card | None, extension: str) -> str:
    """Returns what a file is called: page, card, the release's date and its name, so that a file that is passed on still tells its release."""
    released = queries.facts(page.release).built_at.date().isoformat()
    parts = [page.name, card.name if card else "", released, page.release.name]
    return f"{'-'.join(_NO_CODE.sub('-', part) for part in parts if part)}.{extension}"


def metadata(page: Page, card: Card | None, link: str, on: datetime.date) -> dict[str, str]:
    """Returns those facts by their code, as the metadata of a Parquet file; dates as ISO 8601 writes them."""
    return (
        {fact.code: fact.text for fact in facts(page, card, link, on)}
        | _dates(page, on)
        | {"language": page.say.language}
    )


def _dates(page: Page, on: datetime.date) -> dict[str, str]:
    return {
        "released_on": queries.facts(page.release).built_at.date().isoformat(),
        "retrieved_on": on.isoformat(),
    }


def package(page: Page, card: Card, link: str, on: datetime.date) -> bytes:
    """Returns a Frictionless Data Package as a ZIP file: a card's CSV file, and what describes its columns, their types, and where it comes from."""
    table, known = tables.flat(page, card), metadata(page, card, link, on)
    fields = [
        {"name": tables.safe(name), "type": "number" if is_number else "string"}
        for name, is_number in zip(table.header, table.is_number, strict=True)
    ]
    name = file_name(page, card, "csv")
    documents = documents_of(page, places(page, card))
    described: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": name.removesuffix(".csv").lower(),
        "title": card.title,
        "description": known.get("card_of", ""),
        "version": page.release.name,
        "created": f"{known['retrieved_on']}T00:00:00Z",
        "homepage": link,
        "licenses": [LICENCE],
        "sources": [
            {"title": d.title} | ({"path": d.url} if citation.is_web(d.url) else {}) for d in documents
        ],
        "provenance": known,
        "resources": [
            {
                "name": "data",
                "path": name,
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8-sig",
                "schema": {"fields": fields, "missingValues": [""]},
            }
        ],
    }
    written = json.dumps(
        {key: value for key, value in described.items() if value}, ensure_ascii=False, indent=2
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for file, content in (("datapackage.json", written.encode()), (name, tables.card_csv(page, card))):
            # Of the day it was fetched, not of the second: asked for again, it has the same bytes.
            archive.writestr(
                zipfile.ZipInfo(file, (on.year, on.month, on.day, 0, 0, 0)), content, zipfile.ZIP_DEFLATED
            )
    return stream.getvalue()


def places(page: Page, card: Card) -> tuple[str, ...]:
    """Returns where the coded rows behind a card stand in the files, none left out.

    A card that does not name them has those that its table's rows open: of every term, as the details beside the card show them.
    """
    if card.places_of:
        return tuple(card.places_of(page.release, page.filters))
    named = card.sources.places if card.sources is not None else ()
    rows = card.table.rows if card.table else ()
    opened = tuple(dict.fromkeys(row.opens for row in rows if "~" in row.opens))
    if named or not opened:
        return tuple(dict.fromkeys(named))
    return exporting.opened_places(page.release, page.filters, opened)


def coded_at(page: Page, at: tuple[str, ...]) -> Iterator[Coded]:
    """Yields the coded rows at these places, with document and paragraph. Grain: coded row."""
    if at:
        yield from exporting.coded(page.release, at, page.say.data_language)


def documents_of(page: Page, at: tuple[str, ...]) -> list[Document]:
    """Returns the documents that the coded rows at these places are from. Grain: document."""
    return exporting.cited(page.release, at) if at else []
