"""Items for the page's elements, made from a release of the real rows: figures with coverage and sources,
statements, the grid.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from dashboard.cards import evidence, themes
from dashboard.model.page import Page
from dashboard.release import queries
from dashboard.release.queries.filtering import MAX_SOURCES
from dashboard.request.selection import Selection
from dashboard.words.text import written_sum
from dashboard.words.theme import STATES
from tests import opening
from tests.pages.by_hand import ByHand, qualifier_of_sum, stands_in


@pytest.fixture(params=["vi", "en"])
def page(request: pytest.FixtureRequest) -> Page:
    return page_of(opening.selection(language=request.param))


@pytest.fixture
def reports(page: Page) -> Page:
    """The page narrowed to organizations that have one term and no second document, so that sums are easily
    told.
    """
    return page_of(
        opening.selection(
            page.selection,
            organizations=("st-union-hong-linh", "it-association-long-an", "youth-union-ict-department"),
        )
    )


def page_of(selection: Selection) -> Page:
    return opening.page("overview", selection)


def items(page: Page) -> dict[str, dict[str, Any]]:
    return {
        row.indicator: evidence.indicator_item(page, row)
        for row in queries.totals(page.release, page.selection.filters)
    }


def test_a_figure_lists_every_row_it_came_from(page: Page, rows: Callable[..., list[dict[str, str]]]) -> None:
    """An indicator's item names document and paragraph of each coded row of the terms it is of, and the
    number there.
    """
    coded, hand, say = rows("observations"), ByHand(rows), page.say
    documents = {row["source_id"]: row for row in rows("sources")}
    for indicator in ("members", "committee_elected", "events", "member_associations"):
        is_flow = hand.indicators[indicator]["nature"] == "flow"
        behind = [
            r
            for r in coded
            if r["indicator"] == indicator
            and (is_flow or int(r["term"]) == hand.standing(r["organization_id"], indicator))
        ]
        sources = items(page)[indicator]["sources"]
        assert sources["rest"] == ""
        expected = []
        for row in behind:
            expected.append(
                (
                    say(
                        "of_organization",
                        organization=page.labels["organizations"][row["organization_id"]],
                        term=row["term"],
                    ),
                    say.quantity(Decimal(row["value"]), row["qualifier"])
                    if row["value"]
                    else say("no_number"),
                    stands_in(say, documents[row["source_id"]], row["paragraph"]),
                    row["note"],
                )
            )
        assert expected
        assert sorted(
            (item["who"], item["figure"], item["where"], item["note"]["text"] if item["note"] else "")
            for item in sources["items"]
        ) == sorted(expected)


def test_a_total_with_an_inexact_part_is_inexact(
    page: Page, rows: Callable[..., list[dict[str, str]]]
) -> None:
    """The total of an exact and an inexact figure is inexact; of the exact one alone it is exact."""
    hand = ByHand(rows)
    stocks = {
        q: o
        for (o, t, i), row in hand.figures.items()
        if i == "members" and t == hand.standing(o, i)
        for q in [row["qualifier"]]
    }
    both = page_of(opening.selection(page.selection, organizations=(stocks["exact"], stocks["about"])))
    total = hand.total("members", {stocks["exact"], stocks["about"]})
    assert (total.qualifier, total.n_with_figure) == ("about", 2)
    assert items(both)["members"]["value"] == written_sum(page.say, total.value, "about", total.rounded_to)
    assert items(page_of(opening.selection(page.selection, organizations=(stocks["exact"],))))["members"][
        "value"
    ] == page.say.number(hand.total("members", {stocks["exact"]}).value)


def test_without_a_number_there_is_none_not_zero(page: Page, reports: Page) -> None:
    """Reported without a number, and reported by nobody, say so in different words; neither shows a value."""
    found = items(reports)
    publications, collective = found["publications"], found["collective_members"]
    assert publications["value"] == collective["value"] == ""
    assert publications["none"] == page.say("only_unstated")
    assert collective["none"] == page.say("no_figure")
    assert publications["sources"] is not None
    assert collective["sources"] is None


def test_coverage_is_a_share_of_those_to_whom_it_applies(
    page: Page, rows: Callable[..., list[dict[str, str]]]
) -> None:
    """The bar is figures ÷ organizations that it applies to, and the words give both numbers."""
    for item in items(page).values():
        assert item["share"] is None or 0 <= item["share"] <= 1
        assert (item["value"] == "") == (item["share"] in (0, None))
    hand = ByHand(rows)
    total = hand.total("members", hand.organizations)
    members = items(page)["members"]
    assert members["share"] == total.n_with_figure / total.n_applicable
    assert members["note"].startswith(page.say("covered", n=total.n_with_figure, all=total.n_applicable))


def test_what_is_contained_in_another_figure_is_told(rows: Callable[..., list[dict[str, str]]]) -> None:
    """A town's union beside the province's union above it: its members are in the sum once, its branches
    apart, and the card says so.
    """
    hand = ByHand(rows)
    for both in [
        ("st-union-hong-linh", "st-union-ha-tinh"),
        *((r["predecessor_id"], r["successor_id"]) for r in rows("successions")),
    ]:
        page = page_of(opening.selection(language="en", organizations=both))
        for indicator, item in items(page).items():
            total = hand.total(indicator, both)
            assert item["value"] == (
                "" if total.value is None else page.say.quantity(total.value, total.qualifier)
            )
            alone = sum(hand.total(indicator, {one}).value or 0 for one in both)
            assert (page.say("contained", n=1) in item["note"]) == (
                total.value is not None and total.value != alone
            )


def test_awards_count_rows_without_a_number_apart(
    page: Page, rows: Callable[..., list[dict[str, str]]]
) -> None:
    """Received awards are a sum of counts; rows without a count are told beside it, not added as zero or
    one.
    """
    received = [row for row in rows("awards") if row["direction"] == "received"]
    assert len(received) <= MAX_SOURCES
    item = next(
        evidence.award_item(page, row)
        for row in queries.award_totals(page.release, page.selection.filters)
        if row.direction == "received"
    )
    counted = [row for row in received if row["count"]]
    qualifier = qualifier_of_sum(row["qualifier"] for row in counted)
    assert item["value"] == page.say.quantity(sum(int(row["count"]) for row in counted), qualifier)
    assert page.say("unstated_rows", n=sum(1 for row in received if not row["count"])) in item["note"]
    assert item["label"] == page.say("awards_received")
    assert len(item["sources"]["items"]) == len(received)


def test_a_draft_and_a_counted_figure_are_marked(page: Page) -> None:
    """A document that is a draft, and a figure that the coder counted, say so where they are cited."""
    cited = [
        source for item in items(page).values() if item["sources"] for source in item["sources"]["items"]
    ]
    drafts = [source for source in cited if page.say("draft") in source["where"]]
    assert drafts
    assert all("2017 – 2022" in source["where"] for source in drafts)
    assert [source for source in cited if page.say("basis_counted") in source["what"]]


def test_statements_are_limitations_then_lessons(
    page: Page, rows: Callable[..., list[dict[str, str]]]
) -> None:
    """A theme's statements stand in the page's language, limitations first, each with organization, term,
    document and paragraph.
    """
    groups = evidence.statement_groups(
        page, queries.statements(page.release, page.selection.filters, "weak_direction", "")
    )
    assert [group["heading"] for group in groups] == [
        page.say("record_limitation"),
        page.say("record_lesson"),
    ]
    summary = f"summary_{page.say.language}"
    for group, table in zip(groups, ("limitations", "lessons"), strict=True):
        written = [row for row in rows(table) if row["theme"] == "weak_direction"]
        assert sorted(item["text"] for item in group["items"]) == sorted(row[summary] for row in written)
        for item in group["items"]:
            row = next(row for row in written if row[summary] == item["text"])
            assert item["where"].endswith(f" {row['paragraph']}")
            assert item["who"] == page.say(
                "of_organization",
                organization=page.labels["organizations"][row["organization_id"]],
                term=row["term"],
            )


def test_causes_stand_in_a_group_of_their_own(page: Page, rows: Callable[..., list[dict[str, str]]]) -> None:
    """What the text marks as a cause stands under that heading, and no limitation does."""
    groups = evidence.statement_groups(
        page, queries.statements(page.release, page.selection.filters, "concurrent_posts", "")
    )
    coded = [row for row in rows("limitations") if row["theme"] == "concurrent_posts"]
    assert {"cause", "limitation"} == {row["role"] for row in coded}
    for role in ("limitation", "cause"):
        [group] = [group for group in groups if group["heading"] == page.say(f"record_{role}")]
        assert {item["text"] for item in group["items"]} == {
            row[f"summary_{page.say.language}"] for row in coded if row["role"] == role
        }


def test_an_award_says_its_form_giver_and_year(page: Page) -> None:
    """A source of awards names the form, the recipient, the giver's level and the year that the row has."""
    item = next(
        evidence.award_item(page, row)
        for row in queries.award_totals(page.release, page.selection.filters)
        if row.direction == "received"
    )
    form, recipient = (
        page.labels["award_types"]["merit_certificate"],
        page.labels["awards.recipient"]["organization"],
    )
    giver = page.say("giver", level=page.labels["award_levels"]["central"])
    assert [
        source["figure"]
        for source in item["sources"]["items"]
        if source["what"] == f"{form} · {recipient} · {giver} · 2021"
    ] == ["1"]


def test_a_row_without_a_number_says_so(page: Page, reports: Page) -> None:
    """A source that reports without a number has words in the place of the figure."""
    publications = items(reports)["publications"]
    assert [source["figure"] for source in publications["sources"]["items"]] == [page.say("no_number")]


def test_documents_of_an_organization(page: Page, rows: Callable[..., list[dict[str, str]]]) -> None:
    """A document is listed by its title, kind and date."""
    group = evidence.document_group(page, queries.documents(page.release, "st-union-hong-linh"))
    document = next(row for row in rows("sources") if row["source_id"] == "hong-linh-st-term4-review")
    kind = next(row for row in rows("source_kinds") if row["kind"] == document["kind"])[
        f"label_{page.say.language}"
    ]
    assert [item["text"] for item in group["items"]] == [document["title"]]
    assert group["items"][0]["where"] == f"{kind}, {page.say.date(document['published_on'])}"


def test_the_grid_has_every_theme_and_organization_once(
    page: Page, rows: Callable[..., list[dict[str, str]]]
) -> None:
    """Each theme stands in its group, each organization in a column, and every cell is a count of
    limitations, that it is a cause only, or one of the other four states.
    """
    content = themes.theme_grid(page).content
    groups, columns = content["groups"], content["columns"]
    assert {column["code"] for column in columns} == {row["organization_id"] for row in rows("organizations")}
    labels = {row["theme_group"]: row[f"label_{page.say.language}"] for row in rows("theme_groups")}
    placed = {row["code"]: group["label"] for group in groups for row in group["rows"]}
    assert placed == {row["theme"]: labels[row["theme_group"]] for row in rows("themes")}
    counts = Counter((row["role"], row["theme"], row["organization_id"]) for row in rows("limitations"))
    assert any(role == "cause" and not counts["limitation", *of] for role, *of in list(counts))
    for group in groups:
        for row in group["rows"]:
            assert len(row["cells"]) == len(columns)
            for column, cell in zip(columns, row["cells"], strict=True):
                of = row["code"], column["code"]
                if expected := counts["limitation", *of] or (counts["cause", *of] and "cause"):
                    assert cell == expected
                else:
                    assert cell in set(STATES) - {"figure"}


def test_within_a_group_the_most_named_stand_first(page: Page) -> None:
    """Themes of a group are ordered by how many organizations name them."""
    groups = themes.theme_grid(page).content["groups"]
    for group in groups:
        named = [sum(isinstance(cell, int) for cell in row["cells"]) for row in group["rows"]]
        assert named == sorted(named, reverse=True)


def test_a_filter_narrows_the_grid(rows: Callable[..., list[dict[str, str]]]) -> None:
    """Only selected organizations have a column, and the denominator is those of them with a coded
    limitation.
    """
    page = page_of(opening.selection(language="en", provinces=("ha-tinh",)))
    content = themes.theme_grid(page).content
    groups, columns = content["groups"], content["columns"]
    assert {column["code"] for column in columns} == {
        "st-union-ha-tinh",
        "st-union-hong-linh",
        "party-it-committee-ha-tinh",
    }
    named = (
        row for row in rows("limitations") if row["role"] == "limitation" and row["theme"] != "unspecified"
    )
    naming = {row["organization_id"] for row in named} & {column["code"] for column in columns}
    assert {
        row["spread"].partition("/")[2]
        for group in groups
        for row in group["rows"]
        if row["code"] != "unspecified"
    } == {str(len(naming))}
