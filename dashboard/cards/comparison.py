"""Cards of a comparison: figures, awards and themes side by side, gaps, and whom else to compare with.

Derives no figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby

from dashboard.cards import evidence, province_map
from dashboard.elements.contracts import ComparisonCell, ComparisonColumn, ComparisonGroup, ComparisonLink
from dashboard.model import measures, names
from dashboard.model.card import Card, Cell, Column, Comparison, Offer, Offers, Quantity, Row, Table
from dashboard.model.page import MAX_PAGES, Page
from dashboard.release import queries
from dashboard.release.queries.comparing import (
    BestReported,
    ComparedAwards,
    ComparedMeasure,
    ComparedTheme,
    Peer,
)
from dashboard.release.queries.themes import UNSPECIFIED
from dashboard.words.text import written_sum
from dashboard.words.theme import SILENT_STATES

MAX_NAMED = 6  # in one sentence; beyond them the number is shown
MAX_PAIRS = 4
# States in which there is nothing to open of several organizations.
NOTHING = (*SILENT_STATES, "not_applicable")
MIN_MERGED = 2  # parts, from which on a cell says how a province's figure came about

# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {"compare_figures_time_": names.TERMS}

ThemeCell = Callable[[Page, ComparedTheme], ComparisonCell]


def labels(page: Page) -> dict[str, str]:
    """{code: label} of what is compared, as short as is unambiguous; kind_label has a common kind."""
    codes, provinces = page.selection.focus.compared, _provinces(page)
    organizations = [code for code in codes if code not in provinces]
    if len(organizations) == len(codes):
        short = dict(zip(organizations, names.chart_labels(page, organizations)[0], strict=True))
    else:
        short = {
            code: provinces[code] if code in provinces else names.short_name(page, code) for code in codes
        }
    alike = list(short.values())
    return {
        code: page.labels["organizations"].get(code, label) if alike.count(label) > 1 else label
        for code, label in short.items()
    }


def kind_label(page: Page) -> str:
    """The label of the kind that all that is compared is of; empty where they are of several."""
    codes, provinces = page.selection.focus.compared, _provinces(page)
    if all(code in provinces for code in codes):
        return page.labels["organization_kinds"][province_map.kind_of(page)]
    return "" if any(code in provinces for code in codes) else names.chart_labels(page, list(codes))[1]


def pairs(page: Page) -> list[Offer]:
    """Organizations to begin with, two of a kind and level each: those that report most."""
    say, offers = page.say, list[Offer]()
    waiting: dict[tuple[str, str], BestReported] = {}
    for row in queries.best_reported(page.release, page.filters):
        other = waiting.pop((row.kind, row.level), None)
        if other is None:
            waiting[row.kind, row.level] = row
            continue
        codes = other.organization_id, row.organization_id
        (one, two), kind = names.chart_labels(page, list(codes))
        why = (kind, say("compare_pair_why", n=other.n_indicators, m=row.n_indicators))
        label = say("compare_pair", one=one, other=two)
        offers.append(Offer(label, " · ".join(filter(None, why)), codes))
    return offers[:MAX_PAIRS]


@lru_cache(maxsize=MAX_PAGES)
def figures(page: Page) -> Card:
    """Indicators, by group, and derived measures side by side; what nobody reports in one sentence."""
    say, compared = page.say, page.selection.focus.compared
    filters, kind = page.filters.for_all_places(), province_map.kind_of(page)
    measured = queries.compared_measures(page.release, filters, compared, kind)
    by_measure = [list(rows) for _, rows in groupby(measured, key=lambda row: row.measure)]
    shown = [rows for rows in by_measure if any(_is_shown(row) for row in rows)]
    silent = [
        measures.label(page, rows[0].measure)
        for rows in by_measure
        if rows not in shown and rows[0].indicator_group
    ]
    groups: list[ComparisonGroup] = [
        {
            "label": page.labels["indicator_groups"][group] if group else say("derived_group"),
            "rows": [
                {
                    "label": measures.label(page, rows[0].measure),
                    "note": measures.unit(page, rows[0].measure),
                    "cells": [_figure_cell(page, row) for row in rows],
                }
                for rows in of_group
            ],
        }
        for group, of_group in groupby(shown, key=lambda rows: rows[0].indicator_group)
    ]
    columns = (
        Column("measure", say("column_indicator")),
        Column("compared", say("compare_column")),
        Column("value", say("column_figure")),
        Column("years", say("column_years")),
        Column("change", say("compare_column_change")),
        Column("note", say("column_note")),
    )
    who_has = [
        (
            measures.label(page, rows[0].measure),
            [row.code for row in rows if _has_value(row)],
            [row.code for row in rows if not _has_value(row) and row.state != "not_applicable"],
        )
        for rows in shown
        if rows[0].indicator_group
    ]
    return Card(
        "figures",
        say("compare_figures"),
        _subtitle(page, say(f"compare_figures_time_{page.terms}")),
        lead=_gaps(page, who_has),
        empty="" if shown else say("compare_no_figures"),
        body=_comparison(page, say("column_indicator"), say("compare_figures"), groups, _others(measured)),
        note=say("compare_nobody", n=len(silent), what=", ".join(silent)) if silent and shown else "",
        table=Table(columns, [_figure_row(page, row) for rows in shown for row in rows]),
        sources=evidence.evidence_of(
            page, (place for rows in shown for row in rows for place in row.evidence)
        ),
    )


def _others(measured: Iterable[ComparedMeasure]) -> dict[str, int]:
    """How many others of the kind each province has beside the one that stands for it."""
    found: dict[str, int] = {}
    for row in measured:
        found[row.code] = max(found.get(row.code, 0), row.n_others)
    return found


def _figure_row(page: Page, row: ComparedMeasure) -> Row:
    others = page.say("others_here", n=row.n_others) if row.n_others and row.value is not None else ""
    cells = (
        measures.label(page, row.measure),
        labels(page)[row.code],
        _quantity(page, row),
        names.year_range(row) if row.value is not None else "",
        _change(page, row),
        "; ".join(filter(None, (names.older(page, row.n_terms_before), *_notes(page, row), others))),
    )
    return Row(f"{row.measure}~{row.code}", cells, _opens(row.measure, row.organizations))


@lru_cache(maxsize=MAX_PAGES)
def awards(page: Page) -> Card:
    """The awards of what is compared side by side, received and granted apart, in all and by type."""
    say, compared = page.say, page.selection.focus.compared
    filters, kind = page.filters.for_all_places(), province_map.kind_of(page)
    awarded = queries.compared_awards(page.release, filters, compared, kind)
    by_award = [list(rows) for _, rows in groupby(awarded, key=lambda row: (row.direction, row.award))]
    shown = [rows for rows in by_award if any(row.evidence for row in rows)]
    groups: list[ComparisonGroup] = [
        {
            "label": say(f"awards_{direction}"),
            "rows": [
                {
                    "label": _award_label(page, rows[0]),
                    "note": say("awards_unit"),
                    "cells": [_award_cell(page, row) for row in rows],
                }
                for rows in of_direction
            ],
        }
        for direction, of_direction in groupby(shown, key=lambda rows: rows[0].direction)
    ]
    silent = [
        say(f"awards_{rows[0].direction}") for rows in by_award if not rows[0].award and rows not in shown
    ]
    columns = (
        Column("direction", say("column_direction")),
        Column("award", say("column_award")),
        Column("compared", say("compare_column")),
        Column("awards", say("column_awards")),
        Column("n_unnumbered", say("compare_column_unnumbered")),
        Column("years", say("column_years")),
    )
    who_has = [
        (
            say(
                "compare_award",
                award=_award_label(page, rows[0]),
                direction=page.labels["awards.direction"][rows[0].direction],
            ),
            [row.code for row in rows if row.evidence],
            [row.code for row in rows if not row.evidence],
        )
        for rows in shown
        if rows[0].award
    ]
    in_all = (row for rows in shown if not rows[0].award for row in rows)
    return Card(
        "awards",
        say("page_awards"),
        _subtitle(page, say("of_all_terms")),
        lead=_gaps(page, who_has) if shown else "",
        empty="" if shown else say("compare_no_awards"),
        body=_comparison(page, say("column_award"), say("page_awards"), groups),
        note=say("compare_nobody", n=len(silent), what=", ".join(silent)) if silent and shown else "",
        table=Table(columns, [_award_row(page, row) for rows in shown for row in rows]),
        sources=evidence.evidence_of(page, (place for row in in_all for place in row.evidence)),
    )


def _award_row(page: Page, row: ComparedAwards) -> Row:
    say, category = page.say, _category(row)
    total: Cell = say(f"cell_{row.state}")
    if row.total is not None:
        qualifier = row.qualifier or "exact"
        total = Quantity(say.quantity(row.total, qualifier), float(row.total), qualifier)
    cells = (
        say(f"awards_{row.direction}"),
        _award_label(page, row),
        labels(page)[row.code],
        total,
        say.number(row.n_unstated) if row.n_unstated else "",
        names.year_range(row),
    )
    return Row(f"{category}~{row.code}", cells, _opens(category, row.organizations))


@lru_cache(maxsize=MAX_PAGES)
def themes(page: Page) -> Card:
    """Limitations named by all, several and one of what is compared, then causes, then lessons."""
    say, codes, theme_labels = page.say, page.selection.focus.compared, page.labels["themes"]
    filters, kind = page.filters.for_all_places(), province_map.kind_of(page)
    compared = queries.compared_themes(page.release, filters, codes, kind)
    by_theme = [list(rows) for _, rows in groupby(compared, key=lambda row: row.theme)]
    named = [rows for rows in by_theme if rows[0].n_named_by]
    learned = [rows for rows in by_theme if rows[0].n_learned_by]
    blamed = [rows for rows in by_theme if rows[0].n_blamed_by]
    shown = [rows for rows in by_theme if rows in named or rows in blamed or rows in learned]
    # What is named without a theme of its own is nothing that two have in common.
    shared = [rows for rows in named if rows[0].n_named_by > 1 and rows[0].is_specific]
    theirs = [rows for rows in learned if not rows[0].n_lessons]
    ours = labels(page)[codes[0]]
    single = say("compare_themes_single") if len(codes) > 1 else say("record_limitation")
    parts: list[tuple[str, list[list[ComparedTheme]], ThemeCell]] = [
        (
            say("compare_themes_all", n=len(codes)),
            [rows for rows in shared if rows[0].n_named_by == len(codes)],
            _limitations_cell,
        ),
        (
            say("compare_themes_several"),
            [rows for rows in shared if rows[0].n_named_by < len(codes)],
            _limitations_cell,
        ),
        (single, [rows for rows in named if rows not in shared], _limitations_cell),
        (say("compare_causes"), blamed, _causes_cell),
        (say("compare_lessons_theirs", ours=ours), theirs, _lessons_cell),
        (
            say("compare_lessons_ours", ours=ours),
            [rows for rows in learned if rows not in theirs],
            _lessons_cell,
        ),
    ]
    groups: list[ComparisonGroup] = [
        {
            "label": heading,
            "rows": [
                {
                    "label": theme_labels[rows[0].theme],
                    "note": "",
                    "cells": [cell(page, row) for row in rows],
                }
                for rows in of_part
            ],
        }
        for heading, of_part, cell in parts
        if of_part
    ]
    answers = []
    if shared:
        what = _listed(page, [theme_labels[rows[0].theme] for rows in shared])
        answers.append(say("compare_themes_shared", what=what))
    if theirs and len(codes) > 1:
        what = _listed(page, [theme_labels[rows[0].theme] for rows in theirs])
        answers.append(say("compare_themes_learned", ours=ours, what=what))
    limited = {row.code for row in compared if row.n_limitations}
    naming = {row.code for row in compared if row.n_limitations and row.theme != UNSPECIFIED}
    n_learning = len({row.code for row in compared if row.n_lessons})
    coverage = [
        say("compare_themes_coverage", n=len(naming), all=len(codes)),
        say("compare_themes_admitting", n=len(limited - naming)) if limited - naming else "",
        say("compare_themes_learning", n=n_learning),
    ]
    columns = (
        Column("theme", say("grid_corner")),
        Column("compared", say("compare_column")),
        Column("limitations", say("record_limitation")),
        Column("causes", say("own_cause")),
        Column("lessons", say("compare_column_lessons")),
    )
    return Card(
        "themes",
        say("page_limitations"),
        _subtitle(page, say("of_all_terms"), *coverage),
        lead=" ".join(answers),
        empty="" if shown else say("compare_themes_none"),
        body=_comparison(page, say("grid_corner"), say("page_limitations"), groups),
        note=say("compare_themes_note") if shown else "",
        table=Table(columns, [_theme_row(page, row) for rows in shown for row in rows]),
        sources=evidence.statement_evidence_of(
            page, (place for rows in shown for row in rows for place in row.evidence)
        ),
    )


def _theme_row(page: Page, row: ComparedTheme) -> Row:
    cells = (
        page.labels["themes"][row.theme],
        labels(page)[row.code],
        _limitations_cell(page, row)["main"],
        _causes_cell(page, row)["main"],
        _lessons_cell(page, row)["main"],
    )
    return Row(f"{row.theme}~{row.code}", cells, _opens(row.theme, row.organizations))


@lru_cache(maxsize=MAX_PAGES)
def peers(page: Page) -> Card:
    """Who is nearest in size to the first one compared, each to be added, and why it is offered."""
    say, codes, kind = page.say, page.selection.focus.compared, province_map.kind_of(page)
    filters, provinces = page.filters.for_all_places(), _provinces(page)
    is_province = codes[0] in provinces
    if is_province:
        rows = queries.province_peers(page.release, filters, codes, kind)
    else:
        rows = queries.peers(page.release, filters, codes)
    offers = [
        Offer(
            provinces[row.code] if is_province else names.short_name(page, row.code),
            _why(page, row),
            (row.code,),
        )
        for row in rows
    ]
    columns = (
        Column("peer", say("filter_province") if is_province else say("filter_organization")),
        Column("note", say("column_note")),
    )
    return Card(
        "peers",
        say("peers_title", ours=labels(page)[codes[0]]),
        page.labels["organization_kinds"][kind] if is_province else say("peers_of"),
        empty="" if rows else say("peers_none"),
        body=Offers(offers) if offers else None,
        table=Table(columns, [Row(codes[0], (label, why)) for label, why, codes in offers]),
        sources=evidence.evidence_of(page, (place for row in rows for place in row.evidence)),
    )


def _provinces(page: Page) -> dict[str, str]:
    return page.labels[page.selection.filters.boundaries]


def _subtitle(page: Page, *parts: str) -> str:
    return " · ".join(filter(None, (kind_label(page), *parts, page.years)))


def _comparison(
    page: Page,
    corner: str,
    caption: str,
    groups: list[ComparisonGroup],
    others: Mapping[str, int] | None = None,
) -> Comparison | None:
    if not groups:
        return None
    provinces, kind = _provinces(page), page.labels["organization_kinds"][province_map.kind_of(page)]
    columns: list[ComparisonColumn] = [
        {"label": label, "notes": [kind] if code in provinces and not kind_label(page) else []}
        for code, label in labels(page).items()
    ]
    for code, column in zip(labels(page), columns, strict=True):
        if n := (others or {}).get(code):
            column["notes"].append(page.say("others_here", n=n))
    if len(columns) > 1:
        columns[0]["notes"].append(page.say("compare_ours_short"))
    return Comparison({"columns": columns, "groups": groups, "words": {"corner": corner, "caption": caption}})


def _opens(row: str, organizations: Sequence[str]) -> str:
    return f"{row}~{organizations[0]}" if len(organizations) == 1 else ""


def _cell(
    page: Page, row: str, organizations: Sequence[str], state: str, main: str, lines: Iterable[str] = ()
) -> ComparisonCell:
    """A cell; where there is something of several organizations, each is opened by its name."""
    several = list(organizations) if len(organizations) > 1 and state not in NOTHING else []
    link_labels = names.chart_labels(page, several)[0] if several else []
    links: list[ComparisonLink] = [
        {"code": f"{row}~{code}", "label": label} for code, label in zip(several, link_labels, strict=True)
    ]
    shown = [line for line in lines if line]
    return {
        "state": state,
        "main": main,
        "lines": shown,
        "code": _opens(row, organizations),
        "links": links,
        "is_quiet": state in NOTHING and not shown,
    }


def _figure_cell(page: Page, row: ComparedMeasure) -> ComparisonCell:
    value, notes = _quantity(page, row), _notes(page, row)
    if isinstance(value, Quantity):
        change = page.say("compare_change", change=_change(page, row)) if row.change is not None else ""
        lines = [names.year_range(row), names.older(page, row.n_terms_before), change, *notes]
        written = value.written
        if row.value is not None and row.rounded_to > 1:
            written = written_sum(page.say, row.value, value.qualifier, row.rounded_to)
        return _cell(page, row.measure, row.organizations, "figure", written, lines)
    if row.derivation == "not_derivable":
        return _cell(page, row.measure, _reporting(page, row), row.derivation, value, notes)
    return _cell(page, row.measure, row.organizations, row.state, value, notes)


def _reporting(page: Page, row: ComparedMeasure) -> list[str]:
    """The organizations that a row comes from, without those of the parts of a province that are missing."""
    directory = queries.directory(page.release)
    return [
        code
        for code in row.organizations
        if row.n_parts == 1 or directory[code].province_id not in row.missing
    ]


def _has_value(row: ComparedMeasure) -> bool:
    return row.value is not None or row.value_before is not None


def _is_shown(row: ComparedMeasure) -> bool:
    return _has_value(row) or row.state == "unstated" or row.derivation == "not_derivable"


def _quantity(page: Page, row: ComparedMeasure) -> Cell:
    if row.value is not None:
        qualifier = row.qualifier or "exact"
        return Quantity(measures.format_value(page, row.measure, row.value, qualifier), row.value, qualifier)
    is_derivable = row.derivation != "not_derivable"
    return page.say(f"cell_{row.state}") if is_derivable else page.say("badge_not_derivable")


def _change(page: Page, row: ComparedMeasure) -> str:
    if row.change is None:
        return ""
    return page.say.change(row.change, row.change_qualifier or "exact")


def _notes(page: Page, row: ComparedMeasure) -> list[str]:
    """Notes beside a figure or its absence: how it came about, what is missing, what was reported before."""
    say, notes = page.say, list[str]()
    if row.derivation == "not_derivable" and row.is_additive:
        missing = ", ".join(page.labels["former"][code] for code in row.missing)
        notes.append(say("parts_missing", n=row.n_reported, all=row.n_parts, missing=missing))
    elif row.derivation == "not_derivable":
        notes.append(say("not_additive", n=row.n_reported, all=row.n_parts))
    elif row.derivation and row.n_parts >= MIN_MERGED:
        notes.append(say(f"badge_{row.derivation}"))
        notes += [say("older_n", n=row.n_older)] if row.n_older and row.n_terms_before is None else []
    if row.value_before is not None:
        figure = measures.format_value(page, row.measure, row.value_before, row.qualifier_before or "exact")
        if row.year_before:
            notes.append(say("compare_before_year", figure=figure, year=str(row.year_before)))
        else:
            notes.append(say("compare_before", figure=figure))
    if row.is_disputed or row.is_disputed_before:
        notes.append(say("compare_disputed"))
    return notes


def _category(row: ComparedAwards) -> str:
    return f"{row.direction}-{row.award}" if row.award else row.direction


def _award_label(page: Page, row: ComparedAwards) -> str:
    return page.labels["award_types"][row.award] if row.award else page.say("compare_every_award")


def _award_cell(page: Page, row: ComparedAwards) -> ComparisonCell:
    say, main, more = page.say, page.say(f"cell_{row.state}"), ""
    if row.total is not None:
        main = say.quantity(row.total, row.qualifier or "exact")
        more = say("unstated_rows", n=row.n_unstated) if row.n_unstated else ""
    disputed = say("compare_disputed") if row.is_disputed else ""
    lines = [names.year_range(row), more, disputed] if row.evidence else []
    return _cell(page, _category(row), row.organizations, row.state, main, lines)


def _limitations_cell(page: Page, row: ComparedTheme) -> ComparisonCell:
    if row.n_limitations:
        main = page.say("compare_statements", n=row.n_limitations)
        return _cell(page, row.theme, row.named_by, "figure", main)
    # Limitations that are admitted and not named, and causes, are rows of their own: here is no more to see.
    cell = _cell(page, row.theme, row.organizations, row.state, page.say(f"state_{row.state}"))
    return {**cell, "is_quiet": True, "links": []}


def _causes_cell(page: Page, row: ComparedTheme) -> ComparisonCell:
    if row.n_causes:
        main = page.say("compare_statements", n=row.n_causes)
        return _cell(page, row.theme, row.blamed_by, "figure", main)
    return _silent_cell(page, row)


def _lessons_cell(page: Page, row: ComparedTheme) -> ComparisonCell:
    if row.n_lessons:
        main = page.say("compare_lessons", n=row.n_lessons)
        return _cell(page, row.theme, row.learned_by, "figure", main)
    return _silent_cell(page, row)


def _silent_cell(page: Page, row: ComparedTheme) -> ComparisonCell:
    """The cell of a cause or lesson that is not mentioned; the state of a theme is that of a limitation."""
    state = row.state if row.state in NOTHING else row.silence
    return _cell(page, row.theme, row.organizations, state, page.say(f"cell_{state}"))


def _gaps(page: Page, rows: Iterable[tuple[str, list[str], list[str]]]) -> str:
    """What others have and we lack, and what we alone have; a row is (label, who has it, who lacks it)."""
    say, label_of, (ours, *others) = page.say, labels(page), page.selection.focus.compared
    if not others:
        return ""
    lacking, alone = list[str](), list[str]()
    for label, has, lacks in rows:
        if ours in lacks and has:
            # Where some of the others have it, the sentence says who.
            who = ", ".join(label_of[code] for code in has)
            lacking.append(label if len(has) == len(others) else f"{label} ({who})")
        if has == [ours]:
            alone.append(label)
    sentences = []
    if lacking:
        who = label_of[others[0]] if len(others) == 1 else say("compare_others")
        what = _listed(page, lacking)
        sentences.append(say("compare_lacking", who=who, ours=label_of[ours], what=what))
    if alone:
        sentences.append(say("compare_alone", ours=label_of[ours], what=_listed(page, alone)))
    return " ".join(sentences) or say("compare_no_gap", ours=label_of[ours])


def _listed(page: Page, what: Sequence[str]) -> str:
    """The first of what there is, and how much there is besides."""
    rest = len(what) - MAX_NAMED
    return "; ".join(what[:MAX_NAMED]) + (f" {page.say('compare_more', n=rest)}" if rest > 0 else "")


def _why(page: Page, row: Peer) -> str:
    """Why a peer is offered: its size and ours, each with its year."""
    if row.measure is None:
        return page.say("peer_figures", n=row.n_figures)
    theirs = _size(page, row.value, row.qualifier, row.year)
    own = _size(page, row.own_value, row.own_qualifier, row.own_year)
    return page.say("peer_size", measure=measures.label(page, row.measure), theirs=theirs, own=own)


def _size(page: Page, value: float | None, qualifier: str | None, year: int | None) -> str:
    assert value is not None  # of a measure that both report
    return page.say.quantity(value, qualifier or "exact") + (f" ({year})" if year is not None else "")
