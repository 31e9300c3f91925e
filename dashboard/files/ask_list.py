"""What to ask organizations for, as a CSV file: documents, or indicators not mentioned. Decides no state."""

from __future__ import annotations

from dashboard.files import tables
from dashboard.model.names import term_label
from dashboard.model.page import Page
from dashboard.release import queries

COLUMNS = ("organization", "kind", "province", "term", "state", "indicators")
# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {"ask_": COLUMNS}


def ask_list(page: Page) -> bytes:
    """A CSV file of what to ask for. Grain: organization, term."""
    labels = page.labels
    provinces, indicators = labels[page.selection.filters.boundaries], labels["indicators"]
    rows = [
        [
            labels["organizations"][row.organization_id],
            labels["organization_kinds"][row.kind],
            provinces.get(row.place_id or "", ""),
            term_label(page, row.organization_id, row.term),
            page.say(f"cell_{row.state}"),
            "; ".join(indicators[code] for code in row.indicators),
        ]
        for row in queries.missing_data(page.release, page.selection.filters)
    ]
    return tables.csv_bytes([page.say(f"ask_{column}") for column in COLUMNS], rows)
