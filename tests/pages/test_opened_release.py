"""A page holds one release for good, and what has changed since is told by codes and not by labels."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboard.cards.changes_since import ChangesSince, changes_since
from dashboard.model.card import Chart, Offers, Quantity
from dashboard.model.page import PAGES, Page
from dashboard.release import warehouse
from dashboard.release.opened import Release
from dashboard.words.text import Text
from etl import release
from tests.opening import cards, page, selection
from tests.pages.by_hand import ByHand
from tests.pages.conftest import answering_from
from tests.pages.edited import CORRECTION, ONE, Releases
from tests.pages.measured import Asked

EN = Text("en")
SELECTION = selection(language="en", about=ONE, place="thanh-hoa", compared=(ONE, "st-union-nghe-an"))


@pytest.fixture
def published(edited: Releases, tmp_path: Path) -> Iterator[Callable[[str], None]]:
    """Makes one of the releases current, in a folder of its own from which the pages are answered."""
    project = tmp_path / "project"
    (project / "releases").mkdir(parents=True)
    (project / "data").symlink_to(edited.project / "data")
    for path in (edited.project / "releases").glob("*.duckdb"):
        (project / "releases" / path.name).hardlink_to(path)
    release.point_to(project / "releases", edited.names["corrected"])
    with answering_from(project):
        warehouse.prepare()
        yield lambda name: release.point_to(project / "releases", edited.names[name])


def forget_answers() -> None:
    """Empties all that the dashboard keeps, as where it was evicted or the server is another."""
    for name, module in list(sys.modules.items()):
        if name.startswith("dashboard."):
            for kept in list(vars(module).values()):
                getattr(kept, "cache_clear", lambda: None)()


def contents(opened: Page) -> dict[str, Any]:
    """All that the cards of a page say and show, by their names."""
    found = {}
    for name, card in cards(opened).items():
        match card.body:
            case Chart():
                shown: Any = card.body.figure
            case Offers():
                shown = card.body.offers
            case None:
                shown = None
            case _:
                shown = card.body.content
        texts = (card.title, card.subtitle, card.lead, card.empty, card.note)
        found[name] = (texts, shown, card.table, card.sources)
    return found


def ranked_members(opened: Page) -> str:
    """The members of the association as its row of the ranking has them."""
    table = cards(opened)["ranking"].table
    assert table is not None
    [column] = [n for n, column in enumerate(table.columns) if column.code == "value"]
    [cell] = [row.cells[column] for row in table.rows if row.code == ONE]
    assert isinstance(cell, Quantity)
    return cell.written


def test_a_page_answers_from_its_release_whatever_is_published(
    published: Callable[[str], None], edited: Releases
) -> None:
    """Every card of every page made while A was current shows A's figures, also where it is built after B was
    published.
    """
    published("shipped")
    forget_answers()
    expected = {name: contents(page(name, SELECTION)) for name in PAGES}
    opened = {name: page(name, SELECTION) for name in PAGES}
    published("corrected")
    forget_answers()
    assert {one.release.name for one in opened.values()} == {edited.names["shipped"]}
    assert {name: contents(one) for name, one in opened.items()} == expected
    assert ranked_members(opened["membership"]) == "618"
    assert ranked_members(page("membership", SELECTION)) == "700"


def test_a_new_reader_of_a_release_gets_its_figures(published: Callable[[str], None]) -> None:
    """Cards that were built for A after B was published are kept for readers of A: they hold A's figures."""
    published("shipped")
    forget_answers()
    early = page("membership", SELECTION)
    published("corrected")
    kept = contents(early)
    published("shipped")
    late = page("membership", SELECTION)
    assert late == early
    assert contents(late) == kept
    forget_answers()
    assert contents(late) == kept


def test_the_current_release_is_looked_up_once_a_page(
    published: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the page opens its release; none of the six cards of Membership looks again."""
    forget_answers()
    lookups: list[str] = []
    look_up = warehouse.current_name

    def counted() -> str:
        lookups.append(look_up())
        return lookups[-1]

    monkeypatch.setattr(warehouse, "current_name", counted)
    assert len(cards(page("membership", SELECTION))) == 6
    assert len(lookups) == 1


def since(edited: Releases, name: str, edit: str) -> ChangesSince:
    """What a page of the shipped release says has changed since, where an edited one is the newest."""
    shipped = edited.names["shipped"]
    pinned = SELECTION.pinned_to(shipped)
    return changes_since(page(name, pinned, shipped), Release(edited.names[edit]))


@pytest.mark.parametrize("name", PAGES)
def test_another_name_changes_no_figure(
    published: Callable[[str], None], edited: Releases, name: str
) -> None:
    """An indicator and an organization that are called otherwise are still found again by their codes."""
    found = since(edited, name, "relabelled")
    assert found.changed == ()
    tables = [card.table for card in cards(page(name, SELECTION, edited.names["shipped"])).values()]
    assert found.n_figures == sum(len(table.rows) * sum(table.has_numbers) for table in tables if table)


def test_the_bar_says_that_no_figure_changed(
    published: Callable[[str], None], edited: Releases, see_afresh: Callable[..., Any]
) -> None:
    """On Membership, where the label is the heading of the column and in the title of the card."""
    published("relabelled")
    seen = see_afresh("pages/membership.py", lang="en", release=edited.names["shipped"])
    [bar] = seen.texts("info")
    assert "Members (persons)" not in str(seen.words)
    n = sum(
        len(card.foot["table"]["rows"]) * sum(column["is_number"] for column in card.foot["table"]["columns"])
        for card in seen.cards.values()
        if card.foot["table"]
    )
    assert n > 50
    assert bar.endswith(EN("pinned_same", n=n))


def test_a_correction_changes_the_figures_that_come_of_it(
    published: Callable[[str], None],
    edited: Releases,
    rows: Callable[..., list[dict[str, str]]],
    by_hand: ByHand,
) -> None:
    """Of Membership its own in the ranking, the total of its region, and members per branch; of Branches
    none.
    """
    table, where, new = CORRECTION

    def corrected_rows(name: str) -> list[dict[str, str]]:
        found = rows(name)
        if name == table:
            position = next(n for n, row in enumerate(found) if where.items() <= row.items())
            found[position] = found[position] | new
        return found

    before, after = Asked(by_hand, EN), Asked(ByHand(corrected_rows), EN)
    expected = []
    for measure in ("members", "members_per_branch"):
        figures = [asked.at(0, measure)[ONE] for asked in (before, after)]
        title = EN("ranking_title", measure=before.called(measure))
        expected.append((title, before.name(ONE), *(before.written(measure, figure) for figure in figures)))
    region = by_hand.region(ONE, "present")
    sums = [asked.total_of_region("members", region) for asked in (before, after)]
    title = EN("regions_title", measure=before.called("members"))
    expected.append((title, before.label("regions", region), *sums))
    found = since(edited, "membership", "corrected")
    changed = [(change.card, change.row, change.before, change.after) for change in found.changed]
    assert sorted(changed) == sorted(expected)
    assert {change.reason for change in found.changed} == {EN("because_corrected")}
    assert since(edited, "branches", "corrected").changed == ()
