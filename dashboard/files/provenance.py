"""The provenance of files: release, selection in words, coverage, licence, link, coded rows and documents.

Says where figures come from; decides none.
"""

from __future__ import annotations

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
from dashboard.release.warehouse import linked
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


class Item(NamedTuple):
    """An item of provenance: its code, the same in every language, its label and its text."""

    code: str
    label: str
    text: str


def describe(page: Page, card: Card | None, link: str) -> list[Item]:
    """The provenance of a card or, where it is None, of a page. `link` reproduces it."""
    say, release = page.say, queries.facts(page.release)
    about = (
        [Item("card", say("about_card"), card.title), Item("card_of", say("about_card_of"), card.subtitle)]
        if card
        else []
    )
    return [
        fact
        for fact in (
            Item("dataset", say("about_dataset"), dataset_title(page)),
            Item("page", say("about_page"), say(f"page_{page.name}")),
            *about,
            Item("release", say("about_release"), page.release.name),
            Item("released_on", say("about_released"), say.date(release.built_at.date())),
            Item("selection", say("filters"), describe_selection(page)),
            Item("time", say("time"), _time(page)),
            Item("coverage", say("coverage"), describe_coverage(page)),
            Item("license", say("about_licence"), f"{LICENCE['title']} (CC BY 4.0), {LICENCE['path']}"),
            Item("citation", say("about_citation"), citation.apa(page, card, link)),
            Item("link", say("about_link"), link),
        )
        if fact.text
    ]


def describe_selection(page: Page) -> str:
    """The subject and the filters of a page in words; a sentence of its own where there are none."""
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
        for name, codes in chosen:
            label_of = labels[_LISTS.get(name, selection.filters.boundaries)]
            parts.append(f"{say(f'filter_{name}')}: {'; '.join(label_of[code] for code in codes)}")
        parts += [] if chosen else [say("about_unfiltered")]
    parts += [f"{say('time_year')}: {page.years}"] if page.years else []
    return " · ".join(parts)


def _time(page: Page) -> str:
    at = page.selection.time.at
    return page.say(f"time_{page.axis}") + (f": {at}" if at is not None else "")


def covered_filters(page: Page) -> Filters:
    """The filters that coverage is counted for: the page's or, of a comparison, only what is compared."""
    compared, provinces = page.selection.focus.compared, page.labels[page.selection.filters.boundaries]
    if page.name != "compare" or not compared:
        return page.filters
    if all(code in provinces for code in compared):
        return replace(page.selection.filters.for_all_places(), provinces=compared)
    return replace(
        page.selection.filters.for_all_places(),
        organizations=tuple(code for code in compared if code not in provinces),
    )


def describe_coverage(page: Page) -> str:
    """How much of the selection is known: organizations with a report, share of cells with a figure."""
    share = page.say.percent(queries.coverage(page.release, covered_filters(page)).coverage or 0)
    return page.say("about_covered", reporting=describe_reporting(page), share=share)


def describe_reporting(page: Page) -> str:
    """How many organizations of the selection have a report: pages ask for it anyway, unlike coverage."""
    overview = queries.overview(page.release, covered_filters(page))
    return page.say("about_reporting", n=overview.n_organizations, all=overview.n_organizations_known)


def file_name(page: Page, card: Card | None, extension: str) -> str:
    """The name of a file: page, card, date and name of the release, so that each file tells its release."""
    released = queries.facts(page.release).built_at.date().isoformat()
    parts = [page.name, card.name if card else "", released, page.release.name]
    return f"{'-'.join(_NO_CODE.sub('-', part) for part in parts if part)}.{extension}"


def metadata(page: Page, card: Card | None, link: str) -> dict[str, str]:
    """The same provenance as {code: text}, with dates as in ISO 8601: the metadata of a file."""
    return {item.code: item.text for item in describe(page, card, link)} | {
        "released_on": queries.facts(page.release).built_at.date().isoformat(),
        "language": page.say.language,
    }


def package(page: Page, card: Card, link: str) -> bytes:
    """A Frictionless Data Package as a ZIP file: a card's CSV file, its columns and its provenance."""
    table, provenance = tables.flatten(page, card), metadata(page, card, link)
    built_at = queries.facts(page.release).built_at
    fields = [
        {"name": tables.safe(name), "type": "number" if is_number else "string"}
        for name, is_number in zip(table.header, table.is_number, strict=True)
    ]
    name = file_name(page, card, "csv")
    documents = documents_of(page, evidence_places(page, card))
    descriptor: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": name.removesuffix(".csv").lower(),
        "title": card.title,
        "description": provenance.get("card_of", ""),
        "version": page.release.name,
        "created": f"{built_at:%Y-%m-%dT%H:%M:%SZ}",
        "homepage": link if link.startswith(("http://", "https://")) else "",
        "licenses": [LICENCE],
        "sources": [
            {"title": d.title} | ({"path": url} if (url := linked(d.url)) else {}) for d in documents
        ],
        "provenance": provenance,
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
    text = json.dumps(
        {key: value for key, value in descriptor.items() if value}, ensure_ascii=False, indent=2
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for file, content in (("datapackage.json", text.encode()), (name, tables.card_csv(page, card))):
            # Of the time of the release, so that it has the same bytes whenever it is asked for.
            info = zipfile.ZipInfo(file, built_at.timetuple()[:6])
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def evidence_places(page: Page, card: Card) -> tuple[str, ...]:
    """The places ("file:line") of all coded rows behind a card.

    A card that does not name them has those that the rows of its table open, of every term, as the details
    beside the card show them.
    """
    if card.places_of:
        return tuple(card.places_of(page.release, page.filters))
    named = card.sources.places if card.sources is not None else ()
    rows = card.table.rows if card.table else ()
    opened = tuple(dict.fromkeys(row.opens for row in rows if "~" in row.opens))
    if named or not opened:
        return tuple(dict.fromkeys(named))
    return exporting.opened_places(page.release, page.filters, opened)


def coded_rows(page: Page, at: tuple[str, ...]) -> Iterator[Coded]:
    """The coded rows at these places, with document and paragraph. Grain: coded row."""
    if at:
        yield from exporting.coded(page.release, at, page.say.data_language)


def documents_of(page: Page, at: tuple[str, ...]) -> list[Document]:
    """The documents of the coded rows at these places. Grain: document."""
    return exporting.cited(page.release, at) if at else []
