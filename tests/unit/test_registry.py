"""The cards that a link may point at are those that the pages can build, and no others."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.cards import registry
from dashboard.model.page import CARDS, PAGES, SUBJECTS
from dashboard.release import queries
from dashboard.release.opened import open_release
from dashboard.request.selection import Filters
from tests import opening

# A part of the overview that is no card of the registry: links of version 1 may point at it.
FINDINGS = "findings"


def selections(name: str) -> list[dict[str, Any]]:
    """What opens everything of a page: each subject that it can be about, every measure that it can show."""
    release = open_release()
    organizations = [row.organization_id for row in queries.best_reported(release, Filters())]
    if name == "compare":
        return [{"compared": tuple(organizations[:2])}, {"compared": ("ha-tinh", "thanh-hoa")}]
    if name in SUBJECTS:
        codes = organizations if name == "organization" else sorted(queries.known(release)["present"])
        return [{SUBJECTS[name]: code} for code in codes]
    return [{"measure": code} for code in ("", *queries.known(release)["indicator"])]


def cards_of_page(name: str) -> set[str]:
    """The names of all cards that a page can have."""
    pages = [opening.page(name, opening.selection(**selected)) for selected in selections(name)]
    return {card for page in pages for card in registry.cards_of(page)}


def test_a_link_may_point_at_every_card_and_at_nothing_else() -> None:
    """What the pages can build, over links that open all that there is, is what a link may name."""
    built = {name: cards_of_page(name) for name in PAGES}
    assert set().union(*built.values()) | {FINDINGS} == CARDS
    assert FINDINGS not in set().union(*built.values())
    assert {name for name, cards in built.items() if not cards} == {"changes"}


@pytest.mark.parametrize("name", PAGES)
def test_a_card_is_called_as_the_registry_has_it(name: str) -> None:
    """A link points at a card by the name that the card itself bears."""
    for selected in selections(name)[:3]:
        built = opening.cards(opening.page(name, opening.selection(**selected)))
        assert [card.name for card in built.values()] == list(built)
