"""A beside B: figures, awards and themes of what is compared, what others have and we do not, and who else to compare with. Derives no figure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from typing import Any

from dashboard.cards import evidence, province_map
from dashboard.elements import contracts
from dashboard.model import measures, names
from dashboard.model.card import Card, Cell, Quantity, Table
from dashboard.model.page import MAX_PAGES, Page
from dashboard.release import queries
from dashboard.view.filters import Offer

MOST_NAMED = 6  # in one sentence; beyond them the number is told
MOST_PAIRS = 4
NOTHING = (
    "not_mentioned",
    "no_document",
    "not_applicable",
)  # states in which there is nothing to open of several organizations
MERGED = 2  # parts, from which on it is told how a province's figure came about

Item = dict[str, Any]
Row = tuple[Any, ...]


def called(page: Page) -> dict[str, str]:
    """Returns {code: name} of what is compared, as short as tells them apart; the kind is said by kind_of where it is one."""
    codes, provinces = page.selection.focus.compared, page.labels[page.selection.filters.boundaries]
    organizations = [code for code in codes if code not in provinces]
    if len(organizations) == len(codes):
        found = dict(zip(organizations, names.in_chart(page, organizations)[0], strict=True))
    else:
        found = {code: provinces[code] if code in provinces else names.short(page, code) for code in codes}
    alike = list(found.values())
    return {
        code: page.labels["organizations"].get(code, name) if alike.count(name) > 1 else name
        for code, name in found.items()
    }


def kind_of(page: Page) -> str:
    """Returns the kind that all that is compared is of, as written; empty where they are of several."""
    codes, provinces = page.selection.focus.compared, page.labels[page.selection.filters.boundaries]
    if all(code in provinces for code in codes):
        return page.labels["organization_kinds"][province_map.kind_of(page)]
    return "" if any(code in provinces for code in codes) else names.in_chart(page, list(codes))[1]


def opened(page: Page) -> Page:
    """Returns the same page for what is open: what is compared was chosen by name, whatever filters let pass."""
    return replace(page, name="opened")


def pairs(page: Page) -> list[Offer]:
    """Returns organizations to begin with, two of a kind and level each: those that report most."""
    say, found = page.say, []
    waiting: dict[tuple[str, str], Any] = {}
    for row in queries.best_reported(page.release, page.filters):
        other = waiting.pop((row.kind, row.level), None)
        if other is None:
            waiting[row.kind, row.level] = row
        else:
            codes = other.organization_id, row.organization_id
            (one, two), kind = names.in_chart(page, list(codes))
            why = [kind, say("compare_pair_why", n=other.n_indicators, m=row.n_indicators)]
            found.append(Offer(say("compare_pair", one=one, other=two), " · ".join(filter(None, why)), codes))
    return found[:MOST_PAIRS]


@lru_cache(maxsize=MAX_PAGES)
def figures(page: Page) -> Card:
    """Returns every indicator of what is compared side by side, group by group, and the derived measures; what nobody reports in one sentence."""
    say, codes = page.say, page.selection.focus.compared
    found = [
        list(rows) for _, rows in groupby(_asked(page, "compared_measures"), key=lambda row: row.measure)
    ]
    told = [rows for rows in found if any(_is_told(row) for row in rows)]
    untold = [
        measures.label(page, rows[0].measure)
        for rows in found
        if rows not in told and rows[0].indicator_group
    ]
    groups = []
    for group, of_group in groupby(told, key=lambda rows: rows[0].indicator_group):
        lines = [
            {
                "label": measures.label(page, row[0].measure),
                "note": measures.unit(page, row[0].measure),
                "cells": [_figure(page, one) for one in row],
            }
            for row in of_group
        ]
        groups.append(
            {
                "label": page.labels["indicator_groups"][group] if group else say("derived_group"),
                "rows": lines,
            }
        )
    table = Table(
        [
            say("column_indicator"),
            say("compare_column"),
            say("column_figure"),
            say("column_years"),
            say("compare_column_change"),
            say("column_note"),
        ],
        [
            (
                _opens(row.measure, row.organizations),
                [
                    measures.label(page, row.measure),
                    called(page)[row.code],
                    _quantity(page, row),
                    province_map.years(row) if row.value is not None else "",
                    _change(page, row),
                    "; ".join(_notes(page, row)),
                ],
            )
            for rows in told
            for row in rows
        ],
    )
    gaps = _gaps(
        page,
        [
            (
                measures.label(page, rows[0].measure),
                [row.code for row in rows if _has(row)],
                [row.code for row in rows if not _has(row) and row.state != "not_applicable"],
            )
            for rows in told
            if rows[0].indicator_group
        ],
    )
    return Card(
        "figures",
        say("compare_figures"),
        _subtitle(page, say("compare_figures_time")),
        lead=gaps,
        empty="" if told else say("compare_no_figures"),
        comparison=_comparison(page, say("column_indicator"), say("compare_figures"), groups),
        note=say("compare_nobody", n=len(untold), what=", ".join(untold))
        if untold and told and codes
        else "",
        table=table,
        sources=evidence.evidence_of(
            page, (place for rows in told for row in rows for place in row.evidence)
        ),
    )


@lru_cache(maxsize=MAX_PAGES)
def awards(page: Page) -> Card:
    """Returns the awards of what is compared side by side, received and granted apart, in all and by type."""
    say = page.say
    found = [
        list(rows)
        for _, rows in groupby(_asked(page, "compared_awards"), key=lambda row: (row.direction, row.award))
    ]
    told = [rows for rows in found if any(row.evidence for row in rows)]
    groups = [
        {
            "label": say(f"awards_{direction}"),
            "rows": [
                {
                    "label": _award(page, row[0]),
                    "note": say("awards_unit"),
                    "cells": [_award_cell(page, cell) for cell in row],
                }
                for row in of_direction
            ],
        }
        for direction, of_direction in groupby(told, key=lambda rows: rows[0].direction)
    ]
    silent = [say(f"awards_{rows[0].direction}") for rows in found if not rows[0].award and rows not in told]
    columns = [
        say("column_direction"),
        say("column_award"),
        say("compare_column"),
        say("column_awards"),
        say("compare_column_unnumbered"),
    ]
    table = Table(
        [*columns, say("column_years")],
        [
            (
                _opens(_sort(row), row.organizations),
                [
                    say(f"awards_{row.direction}"),
                    _award(page, row),
                    called(page)[row.code],
                    Quantity(say.quantity(row.total, row.qualifier), float(row.total), row.qualifier)
                    if row.total is not None
                    else say(f"cell_{row.state}"),
                    say.number(int(row.n_unstated)) if row.n_unstated else "",
                    province_map.years(row),
                ],
            )
            for rows in told
            for row in rows
        ],
    )
    gaps = (
        _gaps(
            page,
            [
                (
                    say(
                        "compare_award",
                        award=_award(page, rows[0]),
                        direction=page.labels["awards.direction"][rows[0].direction],
                    ),
                    [row.code for row in rows if row.evidence],
                    [row.code for row in rows if not row.evidence],
                )
                for rows in told
                if rows[0].award
            ],
        )
        if told
        else ""
    )
    return Card(
        "awards",
        say("page_awards"),
        _subtitle(page, say("of_all_terms")),
        lead=gaps,
        empty="" if told else say("compare_no_awards"),
        comparison=_comparison(page, say("column_award"), say("page_awards"), groups),
        note=say("compare_nobody", n=len(silent), what=", ".join(silent)) if silent and told else "",
        table=table,
        sources=evidence.evidence_of(
            page, (place for rows in told if not rows[0].award for row in rows for place in row.evidence)
        ),
    )


@lru_cache(maxsize=MAX_PAGES)
def themes(page: Page) -> Card:
    """Returns the limitations that all, several and single ones of what is compared name, then the lessons that others draw, and ours."""
    say, codes, label = page.say, page.selection.focus.compared, page.labels["themes"]
    found = [list(rows) for _, rows in groupby(_asked(page, "compared_themes"), key=lambda row: row.theme)]
    named, learned = (
        [rows for rows in found if rows[0].n_named_by],
        [rows for rows in found if rows[0].n_learned_by],
    )
    # What is named without a theme of its own is nothing that two have in common.
    shared = [rows for rows in named if rows[0].n_named_by > 1 and rows[0].is_specific]
    theirs = [rows for rows in learned if not rows[0].n_lessons]
    parts: list[tuple[str, list[list[Any]], Callable[[Page, Any], Item]]] = [
        (
            say("compare_themes_all", n=len(codes)),
            [rows for rows in shared if rows[0].n_named_by == len(codes)],
            _limitations,
        ),
        (
            say("compare_themes_several"),
            [rows for rows in shared if rows[0].n_named_by < len(codes)],
            _limitations,
        ),
        (
            say("compare_themes_single") if len(codes) > 1 else say("record_limitation"),
            [rows for rows in named if rows not in shared],
            _limitations,
        ),
        (say("compare_lessons_theirs", ours=called(page)[codes[0]]), theirs, _lessons),
        (
            say("compare_lessons_ours", ours=called(page)[codes[0]]),
            [rows for rows in learned if rows not in theirs],
            _lessons,
        ),
    ]
    groups = [
        {
            "label": heading,
            "rows": [
                {"label": label[rows[0].theme], "note": "", "cells": [cell(page, row) for row in rows]}
                for rows in of_part
            ],
        }
        for heading, of_part, cell in parts
        if of_part
    ]
    lead = (
        [say("compare_themes_shared", what=_named(page, [label[rows[0].theme] for rows in shared]))]
        if shared
        else []
    )
    if theirs and len(codes) > 1:
        lead += [
            say(
                "compare_themes_learned",
                ours=called(page)[codes[0]],
                what=_named(page, [label[rows[0].theme] for rows in theirs]),
            )
        ]
    said = [rows for rows in found if rows in named or rows in learned]
    limited = {row.code for rows in found for row in rows if row.n_limitations}
    taught = {row.code for rows in found for row in rows if row.n_lessons}
    coverage = say("compare_themes_coverage", n=len(limited), all=len(codes), m=len(taught))
    table = Table(
        [say("grid_corner"), say("compare_column"), say("record_limitation"), say("compare_column_lessons")],
        [
            (
                _opens(row.theme, row.organizations),
                [
                    label[row.theme],
                    called(page)[row.code],
                    _limitations(page, row)["main"],
                    _lessons(page, row)["main"],
                ],
            )
            for rows in said
            for row in rows
        ],
    )
    evidence = list(dict.fromkeys(place for rows in said for row in rows for place in row.evidence))
    return Card(
        "themes",
        say("page_limitations"),
        _subtitle(page, say("of_all_terms"), coverage),
        lead=" ".join(lead),
        empty="" if said else say("compare_themes_none"),
        comparison=_comparison(page, say("grid_corner"), say("page_limitations"), groups),
        note=say("compare_themes_note") if said else "",
        table=table,
        sources=evidence.statement_evidence_of(page, evidence),
    )


@lru_cache(maxsize=MAX_PAGES)
def peers(page: Page) -> Card:
    """Returns who is nearest in size to the first one compared, each to be added, and why it is offered."""
    say, codes, kind, everything = (
        page.say,
        page.selection.focus.compared,
        province_map.kind_of(page),
        page.selection.filters.for_all_places(),
    )
    provinces = page.labels[page.selection.filters.boundaries]
    is_province = codes[0] in provinces
    found = (
        queries.province_peers(page.release, everything, codes, kind)
        if is_province
        else queries.peers(page.release, everything, codes)
    )
    label = {row.code: provinces[row.code] if is_province else names.short(page, row.code) for row in found}
    why = {row.code: _why(page, row) for row in found}
    title = say("peers_title", ours=called(page)[codes[0]])
    subtitle = page.labels["organization_kinds"][kind] if is_province else say("peers_of")
    offers = [Offer(label[row.code], why[row.code], (row.code,)) for row in found]
    columns = [say("filter_province") if is_province else say("filter_organization"), say("column_note")]
    return Card(
        "peers",
        title,
        subtitle,
        empty="" if found else say("peers_none"),
        offers=offers,
        table=Table(columns, [("", (label[row.code], why[row.code])) for row in found]),
        sources=evidence.evidence_of(page, (place for row in found for place in row.evidence)),
    )


def _asked(page: Page, question: str) -> list[Any]:
    return cached.rows(
        question,
        page.selection.filters.for_all_places(),
        page.selection.focus.compared,
        province_map.kind_of(page),
    )


def _subtitle(page: Page, *parts: str) -> str:
    return " · ".join(filter(None, (kind_of(page), *parts, page.years)))


def _comparison(
    page: Page, corner: str, caption: str, groups: list[Item]
) -> contracts.Serialized[Any] | None:
    """Returns the content of elements.comparison; None where there is no row."""
    provinces, kind = (
        page.labels[page.selection.filters.boundaries],
        page.labels["organization_kinds"][province_map.kind_of(page)],
    )
    columns = [
        {"label": name, "notes": [kind] if code in provinces and not kind_of(page) else []}
        for code, name in called(page).items()
    ]
    if len(columns) > 1:
        columns[0]["notes"] = [*columns[0]["notes"], page.say("compare_ours_short")]
    return (
        contracts.serialize(
            {"columns": columns, "groups": groups, "words": {"corner": corner, "caption": caption}}
        )
        if groups
        else None
    )


def _opens(row: str, organizations: Sequence[str]) -> str:
    return f"{row}~{organizations[0]}" if len(organizations) == 1 else ""


def _cell(
    page: Page, row: str, organizations: Sequence[str], state: str, main: str, lines: Iterable[str] = ()
) -> Item:
    """Returns a cell of elements.comparison; where there is something of several organizations, each is opened by its name."""
    several = list(organizations) if len(organizations) > 1 and state not in NOTHING else []
    called_here = names.in_chart(page, several)[0] if several else []
    links = [
        {"code": f"{row}~{code}", "label": label} for code, label in zip(several, called_here, strict=True)
    ]
    said = [line for line in lines if line]
    return {
        "state": state,
        "main": main,
        "lines": said,
        "code": _opens(row, organizations),
        "links": links,
        "is_quiet": state in NOTHING and not said,
    }


def _reporting(row: Any) -> list[str]:
    """Returns the organizations that a row comes from, without those of the parts of a province that are missing."""
    directory = queries.directory(page.release)
    return [code for code in row.organizations if row.n_parts == 1 or directory[code][2] not in row.missing]


def _has(row: Any) -> bool:
    return row.value is not None or row.value_before is not None


def _is_told(row: Any) -> bool:
    return _has(row) or row.state == "unstated" or row.derivation == "not_derivable"


def _quantity(page: Page, row: Any) -> Cell:
    if row.value is not None:
        return Quantity(
            measures.format_value(page, row.measure, row.value, row.qualifier),
            float(row.value),
            row.qualifier,
        )
    return (
        page.say("badge_not_derivable")
        if row.derivation == "not_derivable"
        else page.say(f"cell_{row.state}")
    )


def _change(page: Page, row: Any) -> str:
    return page.say.change(row.change, row.change_qualifier) if row.change is not None else ""


def _notes(page: Page, row: Any) -> list[str]:
    """Returns what is to be known beside a figure, or beside its absence: how it came about, what is missing, what was said before."""
    say, said = page.say, []
    if row.derivation == "not_derivable":
        missing = ", ".join(page.labels["former"][code] for code in row.missing)
        of_parts = say("parts_missing", n=row.n_reported, all=row.n_parts, missing=missing)
        said += [of_parts if row.is_additive else say("not_additive", n=row.n_reported, all=row.n_parts)]
    elif row.derivation and row.n_parts >= MERGED:
        said += [say(f"badge_{row.derivation}")]
    if row.value_before is not None:
        figure = measures.format_value(page, row.measure, row.value_before, row.qualifier_before)
        said += [
            say("compare_before_year", figure=figure, year=str(row.year_before))
            if row.year_before
            else say("compare_before", figure=figure)
        ]
    return said + ([say("compare_disputed")] if row.is_disputed or row.is_disputed_before else [])


def _figure(page: Page, row: Any) -> Item:
    written = _quantity(page, row)
    if not isinstance(written, Quantity):
        if row.derivation == "not_derivable":
            return _cell(page, row.measure, _reporting(row), row.derivation, written, _notes(page, row))
        return _cell(page, row.measure, row.organizations, row.state, written, _notes(page, row))
    change = page.say("compare_change", change=_change(page, row)) if row.change is not None else ""
    return _cell(
        page,
        row.measure,
        row.organizations,
        "figure",
        written.written,
        [province_map.years(row), change, *_notes(page, row)],
    )


def _sort(row: Any) -> str:
    return f"{row.direction}-{row.award}" if row.award else str(row.direction)


def _award(page: Page, row: Any) -> str:
    return page.labels["award_types"][row.award] if row.award else page.say("compare_every_award")


def _award_cell(page: Page, row: Any) -> Item:
    say = page.say
    main = say.quantity(row.total, row.qualifier) if row.total is not None else say(f"cell_{row.state}")
    more = say("unstated_rows", n=row.n_unstated) if row.n_unstated and row.total is not None else ""
    lines = (
        [province_map.years(row), more, say("compare_disputed") if row.is_disputed else ""]
        if row.evidence
        else []
    )
    return _cell(page, _sort(row), row.organizations, row.state, main, lines)


def _limitations(page: Page, row: Any) -> Item:
    if row.n_limitations:
        return _cell(
            page, row.theme, row.named_by, "figure", page.say("compare_statements", n=row.n_limitations)
        )
    # Limitations that are admitted and not named are a row of their own: here there is nothing more to see.
    return _cell(page, row.theme, row.organizations, row.state, page.say(f"state_{row.state}")) | {
        "is_quiet": True,
        "links": [],
    }


def _lessons(page: Page, row: Any) -> Item:
    if row.n_lessons:
        return _cell(page, row.theme, row.learned_by, "figure", page.say("compare_lessons", n=row.n_lessons))
    state = row.state if row.state in ("no_document", "not_applicable") else "not_mentioned"
    return _cell(page, row.theme, row.organizations, state, page.say(f"state_{state}"))


def _gaps(page: Page, rows: list[tuple[str, list[str], list[str]]]) -> str:
    """Returns in words what others have and ours lacks, and what ours alone has; a row is a label, who has it and who lacks it."""
    say, names_of, (ours, *others) = page.say, called(page), page.selection.focus.compared
    if not others:
        return ""
    lacking = []
    for label, has, lacks in rows:
        if ours in lacks and has:
            # Where some of the others have it, it is told who.
            lacking.append(
                label if len(has) == len(others) else f"{label} ({', '.join(names_of[code] for code in has)})"
            )
    alone = [label for label, has, _ in rows if has == [ours]]
    who = names_of[others[0]] if len(others) == 1 else say("compare_others")
    said = (
        [say("compare_lacking", who=who, ours=names_of[ours], what=_named(page, lacking))] if lacking else []
    )
    said += [say("compare_alone", ours=names_of[ours], what=_named(page, alone))] if alone else []
    return " ".join(said) or say("compare_no_gap", ours=names_of[ours])


def _named(page: Page, what: list[str]) -> str:
    """Returns the first of what there is by name, and how much there is besides."""
    rest = len(what) - MOST_NAMED
    return "; ".join(what[:MOST_NAMED]) + (f" {page.say('compare_more', n=rest)}" if rest > 0 else "")


def _why(page: Page, row: Any) -> str:
    """Returns why a peer is offered: its size and ours, each with its year."""
    say = page.say
    if row.measure is None:
        return say("peer_figures", n=row.n_figures)
    theirs, own = (
        say.quantity(value, qualifier) + (f" ({int(year)})" if year is not None else "")
        for value, qualifier, year in (
            (row.value, row.qualifier, row.year),
            (row.own_value, row.own_qualifier, row.own_year),
        )
    )
    return say("peer_size", measure=measures.label(page, row.measure), theirs=theirs, own=own)
