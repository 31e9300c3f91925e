"""Membership: ranking, change over terms and regions as a hand count gives them, for each way to lay terms
side by side and each filter.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from dashboard.cards import figures
from dashboard.words.text import Text
from tests.etl.folder import DataFolder
from tests.pages.by_hand import ByHand, Row, change_of
from tests.pages.measured import Asked, check_file, check_ranking, check_regions, check_series, check_sources

PAGE = "pages/membership.py"
UNION = "union_of_associations"
LINKS: dict[str, Row] = {
    "usual": {},
    "latest term": {"time": "latest"},
    "latest term of years": {"time": "latest", "years": "2010-2018"},
    "years": {"years": "2010-2018"},
    "one year": {"years": "2015-2015", "kind": UNION},
    "calendar": {"time": "calendar"},
    "a year": {"time": "calendar", "at": "2017", "kind": UNION},
    "number": {"time": "number", "kind": UNION},
    "a number": {"time": "number", "at": "3", "years": "2000-"},
    "region": {"region": "mekong-delta-2025,southeast-2025"},
    "former": {"boundaries": "former", "region": "mekong-delta", "level": "province"},
    "agencies": {"level": "agency"},
}
EACH = pytest.mark.parametrize("query", LINKS.values(), ids=LINKS)


@pytest.fixture(params=["vi", "en"])
def say(request: pytest.FixtureRequest) -> Text:
    return Text(request.param)


@pytest.mark.parametrize("language", ["vi"])
@EACH
def test_every_card(cards: Callable[..., Any], by_hand: ByHand, query: Row, language: str) -> None:
    """Rankings in their order or withheld with the reason, multiples with their gaps, regions with their
    coverage, and the file of each.
    """
    asked = Asked(by_hand, Text(language), query)
    shown = cards("membership", **asked.link())
    assert list(shown) == ["ranking", "series", "change", "regions", "per-association", "per-branch"]
    at = asked.moment("members")
    check_ranking(shown["ranking"], asked, "members", at)
    check_series(shown["series"], asked, "members")
    check_ranking(shown["change"], asked, "change_of_members", at)
    check_regions(shown["regions"], asked, "members")
    check_ranking(shown["per-association"], asked, "members_per_association", at)
    check_ranking(shown["per-branch"], asked, "members_per_branch", at)
    for card in shown.values():
        check_file(card, asked)


def test_the_links_show_what_there_is_to_show(by_hand: ByHand) -> None:
    """Among them are rankings that are drawn and withheld, several latest terms that years change, and gaps
    between terms.
    """
    drawn = {name: Asked(by_hand, Text("en"), query) for name, query in LINKS.items()}
    rankable = {}
    for name, asked in drawn.items():
        point = by_hand.points("members", asked.organizations, asked.time, asked.years).get(
            asked.moment("members")
        )
        rankable[name] = point is not None and point.is_rankable
    assert rankable["usual"]
    assert rankable["calendar"]
    assert not rankable["agencies"]
    assert drawn["years"].at(0, "members") != {
        o: v for o, v in drawn["usual"].at(0, "members").items() if o in drawn["years"].organizations
    }
    series = by_hand.series("members", drawn["usual"].organizations, "latest")
    gaps = [
        b - a
        for o in {o for o, _ in series}
        for a, b in pairwise(sorted(at for organization, at in series if organization == o))
    ]
    assert max(gaps) > 1


def test_in_english(cards: Callable[..., Any], by_hand: ByHand) -> None:
    """The same figures in the other language."""
    asked = Asked(by_hand, Text("en"))
    shown = cards("membership", **asked.link())
    assert check_ranking(shown["ranking"], asked, "members", 0)
    assert not check_ranking(shown["change"], asked, "change_of_members", 0)
    assert check_series(shown["series"], asked, "members")
    check_regions(shown["regions"], asked, "members")
    for card in shown.values():
        check_file(card, asked)


def test_how_all_changed_together(cards: Callable[..., Any], by_hand: ByHand, say: Text) -> None:
    """Over the organizations that report, with their last known figure, the term before it: how many rose,
    stayed and fell, the median change, and sums where no one organization makes half of their change.
    """
    asked = Asked(by_hand, say)
    both = asked.of_both_terms("members")
    change = change_of(both)
    ends = {"first": say("point_before", n=1), "last": say("point_known")}
    expected = [asked.rose_and_fell("together", change, **ends)]
    assert change.median is not None
    expected.append(say("together_median", change=asked.changed(change.median, change.qualifier)))
    if change.of_sums is not None:
        before, after = (asked.summed(pair[n] for pair in both) for n in (0, 1))
        share = asked.changed(change.of_sums, change.qualifier)
        expected.append(say("together_sums", before=before, after=after, change=share))
    assert len(both) > 2
    assert cards("membership", **asked.link())["series"].texts("markdown") == [" ".join(expected)]


def test_the_subtitle_says_of_which_time(cards: Callable[..., Any], say: Text) -> None:
    """Each organization's last known figure, its latest term, a year or a number of a term, within the years
    that are filtered for.
    """
    lang = {"lang": say.language}
    for query, of in (
        ({}, say("of_known")),
        ({"time": "latest"}, say("of_latest")),
        ({"years": "2010-2018"}, f"{say('of_known')} (2010–2018)"),
        ({"time": "calendar", "at": "2017"}, say("of_year", year="2017")),
        (
            {"time": "number", "at": "3", "years": "2005-"},
            f"{say('of_number', term='3')} ({say('years_from', year='2005')})",
        ),
    ):
        shown = cards("membership", **lang, **query)
        for name in ("ranking", "change", "per-association"):
            assert of in shown[name].texts("caption")[0].split(" · "), (name, query)


def test_a_bar_opens_what_is_behind_it(
    see: Callable[..., Any],
    cards: Callable[..., Any],
    opened: Callable[..., Any],
    by_hand: ByHand,
    say: Text,
) -> None:
    """The address then holds the figure and the organization; below the cards stand its coded rows, and the
    way to the organization and back.
    """
    asked = Asked(by_hand, say)
    code, _, _ = cards("membership", **asked.link())["ranking"].bars[0]
    o = code.partition("~")[2]
    page = see(PAGE, **asked.link(), cell=code)
    assert page.texts("header")[-1] == f"{asked.called('members')}: {asked.name(o)}"
    [group] = page.elements["statements"][-1]
    behind = [
        row
        for row in by_hand.rows("observations")
        if (row["organization_id"], row["indicator"]) == (o, "members")
    ]
    assert len(group["items"]) == len(behind)
    assert say("see_organization") in page.of("way")
    app = opened(PAGE, **asked.link(), cell=code, kind=UNION)
    app.button(key="close-details").click().run()
    assert "cell" not in app.query_params
    assert not app.exception


def test_a_derived_figure_opens_both_of_its_parts(
    see: Callable[..., Any], cards: Callable[..., Any], by_hand: ByHand, say: Text
) -> None:
    """Of members per association the members and the associations, of each term that gives both."""
    asked = Asked(by_hand, say)
    code, _, _ = cards("membership", **asked.link())["per-association"].bars[0]
    o = code.partition("~")[2]
    [group] = see(PAGE, **asked.link(), cell=code).elements["statements"][-1]
    terms = [term for term in by_hand.terms[o] if by_hand.value(o, term, "members_per_association")]
    expected = []
    for row in by_hand.rows("observations"):
        if (
            row["organization_id"] == o
            and int(row["term"]) in terms
            and row["indicator"] in ("members", "member_associations")
        ):
            expected.append(
                f"{asked.called(row['indicator'])}: {say.quantity(int(row['value']), row['qualifier'])}"
            )
    assert sorted(item["text"] for item in group["items"]) == sorted(expected)


def test_a_card_that_fails_leaves_the_others(
    see_afresh: Callable[..., Any], say: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence stands in its place, and no traceback."""

    def failing(*_: object) -> None:
        raise RuntimeError("no such card")

    monkeypatch.setattr(figures, "regions", failing)
    page = see_afresh(PAGE, lang=say.language)
    assert page.of("warning") == [say("failed")]
    assert list(page.cards) == ["ranking", "series", "change", "per-association", "per-branch"]
    assert page.exceptions == []


def test_a_link_to_a_card(see: Callable[..., Any], by_hand: ByHand) -> None:
    """Each card's own address is the page's with the card's name, and nothing open; the card of the link is
    the one that is told so.
    """
    query = {"lang": "en", "kind": UNION, "time": "calendar", "years": "2000-"}
    page = see(PAGE, **query, card="regions", cell="members~st-union-ha-noi")
    for name, card in page.cards.items():
        assert card.foot["selected"] == (name == "regions")
        address = dict(part.split("=") for part in card.foot["copies"][0]["to"].partition("?")[2].split("&"))
        assert address == query | {"card": name}


def test_sources_of_regions_are_those_of_their_figures(
    cards: Callable[..., Any], by_hand: ByHand, say: Text
) -> None:
    """Every coded row of members in the last terms that have a figure."""
    asked = Asked(by_hand, say)
    terms = {o: by_hand.standing(o, "members") for o in asked.organizations}
    given = {(o, term) for o, term in terms.items() if by_hand.value(o, term, "members")}
    check_sources(cards("membership", **asked.link())["regions"], asked, given, "members")


def test_a_name_that_a_spreadsheet_would_run_is_text(
    see_copy: Callable[..., Any], standing: DataFolder
) -> None:
    """A name that begins a formula, and one with a comma, quotes and markup, stand on the page as they are
    written; for files see the exports' tests.
    """
    hostile = {
        "st-union-hong-linh": '=HYPERLINK("http://x";"y")',
        "it-association-thanh-hoa": 'Hội "A", <b>B</b>',
    }
    for o, name in hostile.items():
        standing.edit("organizations", standing.line_of("organizations", organization_id=o), name_vi=name)
    card = see_copy(standing.path.parent, PAGE, organization=",".join([*hostile, "st-union-ha-tinh"])).cards[
        "ranking"
    ]
    assert set(hostile.values()) <= {row["cells"][0] for row in card.foot["table"]["rows"]}
