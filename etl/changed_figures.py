"""The derived figures that differ between two releases attached to one connection, each with its reason.

Derives nothing itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import PurePath

import duckdb

from etl import inputs
from etl.changed_rows import Pair, Table, sortable

NEW_DOCUMENT, CORRECTED, RULE = "new_document", "corrected", "rule"
NOTES = {"note", "paragraph"}  # what may change in a coded row without changing what it says

_OF_SUM = """CASE WHEN total IS NOT NULL THEN 'figure' WHEN n_unstated > 0 THEN 'unstated' END,
    total::DOUBLE, qualifier, n_disputed > 0, evidence"""
_OF_THEME = """NULL, NULL, theme, CASE WHEN {share} > 0 THEN 'figure' END, {share}::DOUBLE,
    NULL, false, evidence FROM mart.{mart}(mart.chosen())"""
# The figures compared, by mart. A sum or a share of all has no organization and no term. Rankings, regions,
# comparisons and whatever else is shown of organizations are of these figures.
FIGURES = {
    "cells": """organization_id, term, indicator, state, value::DOUBLE, qualifier, is_disputed, evidence
        FROM mart.cells(mart.chosen())""",
    "derived": """organization_id, term, measure, 'figure', value::DOUBLE, qualifier, false, evidence
        FROM mart.derived WHERE value IS NOT NULL""",
    "theme_cells": """organization_id, NULL, theme, state, n_limitations::DOUBLE, NULL, false, evidence
        FROM mart.theme_cells(mart.chosen())""",
    "award_sums": f"organization_id, NULL, sort, {_OF_SUM} FROM mart.award_sums(mart.chosen())",
    "totals": f"NULL, NULL, indicator, {_OF_SUM} FROM mart.totals(mart.chosen())",
    "coverage": """NULL, NULL, 'coverage', 'figure', coverage::DOUBLE, NULL, false, []::VARCHAR[]
        FROM mart.coverage(mart.chosen())""",
    "theme_spread": _OF_THEME.format(mart="theme_spread", share="spread"),
    "theme_persistence": _OF_THEME.format(mart="theme_persistence", share="persistence"),
    "theme_answered": _OF_THEME.format(mart="theme_answered", share="answered"),
    "agreement": """NULL, NULL, coalesce(nullif(id, ''), scope), 'figure', alpha::DOUBLE, NULL, false,
        []::VARCHAR[] FROM mart.agreement""",
}
# Shares of a whole that changes with rows other than their own.
SHARES = {"coverage", "theme_spread", "theme_persistence", "theme_answered", "agreement"}
_SHOWN = "state, value, qualifier, is_disputed, evidence"
_REFERENCE = re.compile(r"\bmart\.(\w+)")
_CODED = re.compile(r"\bcore\.(\w+)")


@dataclass(frozen=True)
class State:
    """One figure in one release: its state (one of five; empty for a sum over nothing), value and coded rows.

    evidence holds the coded rows as "file:line".
    """

    state: str
    value: float | None
    qualifier: str
    is_disputed: bool
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Figure:
    """A derived figure that differs, of one mart of FIGURES; old or new is None where that release lacks it.

    organization_id is empty and term None where the figure has none. measure is an indicator, derived
    measure, theme, category of awards, "coverage" or, of agreement, "all", a document or a theme. reason:
    "new_document", it rests on a document that the older release lacks; "corrected", on coded rows that
    differ; "rule", its SQL differs and none of its coded rows. A share of all rests on all rows that its mart
    reads.
    """

    mart: str
    organization_id: str
    term: int | None
    measure: str
    old: State | None
    new: State | None
    reason: str


def differing(
    cursor: duckdb.DuckDBPyConnection, catalogs: Pair, tables: Sequence[Table]
) -> tuple[list[Figure], list[tuple[str, str]]]:
    """The figures that differ, in the order of FIGURES, and the marts not queried, as (catalog, mart).

    A mart is not queried where one release lacks it. tables: the tables that differ. A cell that appeared or
    disappeared without a figure, such as the empty cells of a new term, is no difference.
    """
    figures, missing = list[Figure](), list[tuple[str, str]]()
    reasons = _Reasons(cursor, catalogs, tables)
    for mart, query in FIGURES.items():
        lacking = [
            (catalog, mart)
            for catalog, at in zip(catalogs, ("old", "new"), strict=True)
            if not _noted(cursor, catalog, at, query)
        ]
        missing += lacking
        found = [] if lacking else sorted(_compared(cursor), key=lambda row: sortable(row[:3]))
        is_rule = reasons.rule_differs(mart) if found else None
        for organization, term, measure, old, new in found:
            reason = reasons.of(mart, (organization, term, measure), old, new, is_rule)
            figures.append(Figure(mart, organization, term, measure, old, new, reason))
    return figures, missing


def _noted(cursor: duckdb.DuckDBPyConnection, catalog: str, at: str, query: str) -> bool:
    """Store the figures of one release in a temporary table; False where its older format cannot answer."""
    cursor.execute(f'USE "{catalog}"')  # a mart looks for those that it reads from in the release in use
    try:
        cursor.execute(
            f"""CREATE OR REPLACE TEMP TABLE figures_{at} AS
                SELECT organization_id::VARCHAR AS organization_id, term::INTEGER AS term, measure,
                       coalesce(state::VARCHAR, '') AS state, value,
                       coalesce(qualifier::VARCHAR, '') AS qualifier,
                       coalesce(is_disputed, false) AS is_disputed, coalesce(evidence, []) AS evidence
                FROM (SELECT {query})
                     f(organization_id, term, measure, state, value, qualifier, is_disputed, evidence)"""
        )
    except (duckdb.CatalogException, duckdb.BinderException):
        return False
    return True


def _compared(
    cursor: duckdb.DuckDBPyConnection,
) -> Iterator[tuple[str, int | None, str, State | None, State | None]]:
    found = cursor.execute(
        f"""SELECT coalesce(n.organization_id, o.organization_id, ''), coalesce(n.term, o.term),
                   coalesce(n.measure, o.measure),
                   {", ".join(f"{side}.{column}" for side in "on" for column in _SHOWN.split(", "))}
            FROM figures_old o
            FULL JOIN figures_new n ON n.measure = o.measure
                AND n.organization_id IS NOT DISTINCT FROM o.organization_id
                AND n.term IS NOT DISTINCT FROM o.term
            WHERE (o.measure IS NOT NULL AND n.measure IS NOT NULL
                   OR coalesce(o.state, n.state) IN ('figure', 'unstated'))
              AND (o.state IS DISTINCT FROM n.state OR o.qualifier IS DISTINCT FROM n.qualifier
                   OR o.is_disputed IS DISTINCT FROM n.is_disputed
                   OR (o.value IS NULL) <> (n.value IS NULL)
                   -- The same numbers, summed or divided in another order, are the same.
                   OR abs(o.value - n.value) > 1e-12 * greatest(abs(o.value), abs(n.value)))"""
    ).fetchall()
    for organization, term, measure, *shown in found:
        old, new = (
            None if side[0] is None else State(side[0], side[1], side[2], side[3], tuple(side[4]))
            for side in (shown[:5], shown[5:])
        )
        yield organization, term, measure, old, new


class _Reasons:
    """The reasons for differences: what is known of documents, coded rows and SQL of both releases."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, catalogs: Pair, tables: Sequence[Table]):
        self._cursor, self._catalogs = cursor, catalogs
        self._has_changes = any(table.added or table.removed or table.changed for table in tables)
        self._documents = {
            str(row.cells["source_id"]) for table in tables if table.name == "sources" for row in table.added
        }
        # {organization: [(table, term or None, reason)]}
        self._touched: dict[str, list[tuple[str, object, str]]] = defaultdict(list)
        self._touched_codes: set[object] = set()
        # What differs beside its notes, by its place in either release, in the newer with its document.
        self._old_places, self._new_places = set[str](), dict[str, object]()
        for table in tables:
            self._old_places |= {row.place for row in table.removed}
            self._new_places |= {row.place: row.cells.get("source_id") for row in table.added}
            for row in table.changed:
                if not row.cells.keys() <= NOTES:
                    self._old_places.add(row.old_place)
                    self._new_places[row.new_place] = row.key.get("source_id")
            rows = [(row.key, row.cells) for row in (*table.added, *table.removed)] + [
                (row.key, row.key) for row in table.changed
            ]
            for key, cells in rows:
                if "organization_id" in cells:
                    reason = NEW_DOCUMENT if cells.get("source_id") in self._documents else CORRECTED
                    self._touched[str(cells["organization_id"])].append(
                        (table.name, cells.get("term"), reason)
                    )
                else:
                    self._touched_codes |= set(key.values())

    def of(
        self,
        mart: str,
        figure: tuple[str, int | None, str],
        old: State | None,
        new: State | None,
        is_rule: bool | None,
    ) -> str:
        """The reason for one figure, from its coded rows in both releases and whether its rule differs."""
        before, after = (set(state.evidence if state else ()) for state in (old, new))
        if before & self._old_places or after & self._new_places.keys():
            documents = {self._new_places.get(place) for place in after}
            return NEW_DOCUMENT if documents & self._documents else CORRECTED
        is_share = mart in SHARES
        if (before or after) and not is_share and is_rule is not False:
            return RULE
        # A state without a figure, or a choice between rows, rests on whatever else is coded of the
        # organization and its term, a share of all on all that its mart reads.
        organization, term, measure = figure
        read = self._tables_read_by(mart) if is_share else None
        beside = (
            self._touched.get(organization, ())
            if organization
            else chain.from_iterable(self._touched.values())
        )
        touched = {
            reason
            for table, of_term, reason in beside
            if (term is None or of_term in (None, term)) and (not read or table in read)
        }
        if touched:
            return NEW_DOCUMENT if NEW_DOCUMENT in touched else CORRECTED
        if measure in self._touched_codes:
            return CORRECTED
        return RULE if is_rule is not False or not self._has_changes else CORRECTED

    @cached_property
    def _rules(self) -> list[dict[str, str]]:
        """The SQL of every mart as the releases keep it; empty where one does not."""
        texts = (inputs.texts(self._cursor, catalog, "sql/mart/") for catalog in self._catalogs)
        return [{PurePath(name).stem: text for name, text in kept.items()} for kept in texts]

    def rule_differs(self, mart: str) -> bool | None:
        """True where the SQL of a mart, or of one it reads, differs; None where a release keeps no SQL."""
        older, newer = self._rules
        if not older or not newer:
            return None
        return any(older.get(name) != newer.get(name) for name in self._marts_behind(mart))

    def _tables_read_by(self, mart: str) -> set[str]:
        """The tables of rows that a mart rests on in the newer release; none where it keeps no SQL."""
        _, newer = self._rules
        return {table for name in self._marts_behind(mart) for table in _CODED.findall(newer.get(name, ""))}

    def _marts_behind(self, mart: str) -> set[str]:
        """A mart and all that it reads from, in the newer release."""
        _, newer = self._rules
        waiting, seen = [mart], set[str]()
        while waiting:
            name = waiting.pop()
            seen.add(name)
            waiting += [n for n in _REFERENCE.findall(newer.get(name, "")) if n not in seen]
        return seen
