"""The overview shows what a hand count of the rows gives, in both languages, filtered and not."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from dashboard.release import warehouse
from dashboard.request.selection import BOUNDARIES
from dashboard.words.text import Text, plain, written_sum
from tests.pages.by_hand import ByHand, Row, Total, change_of, qualifier_of_sum
from tests.pages.measured import Asked, written_years

LANGUAGES = pytest.mark.parametrize("language", ["vi", "en"])


@pytest.fixture(params=["vi", "en"])
def say(request: pytest.FixtureRequest) -> Text:
    return Text(request.param)


def coded_terms(rows: Callable[[str], list[Row]]) -> set[tuple[str, str]]:
    return {
        (row["organization_id"], row["term"])
        for table in ("observations", "awards", "limitations", "lessons")
        for row in rows(table)
    }


@pytest.mark.parametrize("boundaries", BOUNDARIES)
def test_the_counts(
    see: Callable[..., Any], rows: Callable[..., list[Row]], by_hand: ByHand, say: Text, boundaries: str
) -> None:
    """Organizations with a coded row, their provinces in the boundaries chosen, their terms, and the
    documents that rows come from.
    """
    counts = see(lang=say.language, boundaries=boundaries).items("counts")
    terms = coded_terms(rows)
    organizations = {organization for organization, _ in terms}
    provinces = {by_hand.place(organization, boundaries) for organization in organizations} - {""}
    documents = {
        row["source_id"]
        for table in ("observations", "awards", "limitations", "lessons")
        for row in rows(table)
    }
    expected = {
        "organizations": len(organizations),
        "provinces": len(provinces),
        "terms": len(terms),
        "documents": len(documents),
    }
    assert {label: item["value"] for label, item in counts.items()} == {
        say(key): say.number(n) for key, n in expected.items()
    }
    assert counts[say("organizations")]["note"] == say("organizations_known", n=len(rows("organizations")))
    assert counts[say("provinces")]["note"] == say("provinces_of", n=len(by_hand.provinces(boundaries)))


def written(total: Total, say: Text) -> str:
    """A total as a card writes it; "" without one."""
    return "" if total.value is None else written_sum(say, total.value, total.qualifier, total.rounded_to)


def test_every_indicator(
    see: Callable[..., Any], rows: Callable[..., list[Row]], by_hand: ByHand, say: Text
) -> None:
    """Each row has the sum of the last known values, ≈ or ≥ where a part is inexact and then to the place of
    its coarsest, of which years, and how many organizations give a number of those it applies to; table and
    file have the whole sum.
    """
    page = see(lang=say.language)
    shown, n_rounded = page.items("rows"), 0
    in_file = {
        row[0]: row for row in csv.reader(io.StringIO(page.cards["indicators"].text().removeprefix("\ufeff")))
    }
    assert list(shown) == [row[f"label_{say.language}"] for row in rows("indicators")]
    for indicator in rows("indicators"):
        item = shown[indicator[f"label_{say.language}"]]
        total = by_hand.total(indicator["indicator"], by_hand.organizations)
        assert item["value"] == written(total, say)
        assert item["note"].split("; ")[0] == say("covered", n=total.n_with_figure, all=total.n_applicable)
        assert item["share"] == total.n_with_figure / total.n_applicable
        assert item["unit"] == indicator[f"unit_{say.language}"]
        assert (say("unstated_rows", n=total.n_unstated) in item["note"]) == (total.n_unstated > 0)
        assert (say("older_n", n=total.n_older) in item["note"]) == (total.n_older > 0)
        of = "terms" if indicator["nature"] == "flow" else "organizations"
        assert (say(f"not_read_{of}", n=total.n_not_read) in item["note"]) == (total.n_not_read > 0)
        if total.value is not None:
            assert total.years is None or say("years_of", years=written_years(total.years)) in item["note"]
            assert Decimal(in_file[item["label"]][1]) == total.value
            n_rounded += total.rounded_to > 1
        assert (item["sources"] is None) == (total.n_with_figure + total.n_unstated == 0)
    assert n_rounded


def test_the_headlines(see: Callable[..., Any], rows: Callable[..., list[Row]], say: Text) -> None:
    """The cards are the headline indicators, with the table's figures, and the awards received."""
    page = see(lang=say.language)
    cards, table = page.items("cards"), page.items("rows")
    headline = [row[f"label_{say.language}"] for row in rows("indicators") if row["is_headline"] == "true"]
    assert list(cards) == [*headline, say("awards_received")]
    assert all(
        {name: told for name, told in cards[label].items() if name != "change"} == table[label]
        for label in headline
    )
    received = [row for row in rows("awards") if row["direction"] == "received"]
    counted = [row for row in received if row["count"]]
    awards = cards[say("awards_received")]
    qualifier = qualifier_of_sum(row["qualifier"] for row in counted)
    assert awards["value"] == say.quantity(sum(int(row["count"]) for row in counted), qualifier)
    assert awards["note"].startswith(
        say("covered", n=len({row["organization_id"] for row in counted}), all=len(rows("organizations")))
    )


@pytest.mark.parametrize("query", [{}, {"years": "-2018"}, {"kind": "association"}], ids=str)
def test_headlines_say_how_they_changed(
    see: Callable[..., Any], rows: Callable[..., list[Row]], by_hand: ByHand, say: Text, query: Row
) -> None:
    """By what share since the term before, over those that report both, of which some rose and some fell; on
    the card with its rows and in the file.
    """
    asked = Asked(by_hand, say, query)
    page = see(**asked.link())
    shown, in_file = (
        page.items("cards"),
        {
            row[0]: row
            for row in csv.reader(io.StringIO(page.cards["headlines"].text().removeprefix("\ufeff")))
        },
    )
    n_changed = 0
    for indicator in (row for row in rows("indicators") if row["is_headline"] == "true"):
        both, label = asked.of_both_terms(indicator["indicator"]), indicator[f"label_{say.language}"]
        change = change_of(both)
        if not both:
            assert shown[label]["change"] is None
            assert say("cell_not_derivable") in in_file[label]
            continue
        n_changed += 1
        of = asked.rose_and_fell("changed_of", change)
        assert shown[label]["change"]["n"] >= 2 * len(both)
        assert in_file[label][7] == of
        if change.median is None:
            assert (len(both) < 3, shown[label]["change"]["title"]) == (True, of)
            assert say("cell_not_derivable") in in_file[label]
            continue
        median = say("changed_median", change=asked.changed(change.median, change.qualifier))
        assert shown[label]["change"]["title"] == f"{of}; {median}"
        assert float(in_file[label][5]) == pytest.approx(float(change.median), abs=1e-6)
    assert (n_changed > 1) == (query != {"kind": "association"})


def named(rows: Callable[[str], list[Row]], organizations: set[str] | None = None) -> dict[str, set[str]]:
    """Who names each theme that organizations can have in common; “unspecified” and “other” are not
    such.
    """
    themes, specific = (
        defaultdict(set),
        {row["theme"] for row in rows("themes") if row["is_specific"] == "true"},
    )
    for row in ByHand(rows).limitations:
        if row["theme"] in specific and (organizations is None or row["organization_id"] in organizations):
            themes[row["theme"]].add(row["organization_id"])
    return themes


def test_the_themes_that_most_organizations_name(
    see: Callable[..., Any], rows: Callable[..., list[Row]], say: Text
) -> None:
    """The chart has the most named themes first, each with “n of all”, and its description says the same in
    words.
    """
    page = see(lang=say.language)
    bars = page.elements["chart"][0]["data"][0]
    themes, everyone = named(rows), ByHand(rows).naming
    assert bars["x"] == sorted((len(who) for who in themes.values()), reverse=True)[: len(bars["x"])]
    assert bars["x"] == [len(themes[code.removesuffix("~")]) for code in bars["customdata"]]
    assert bars["text"] == [say("n_of_all", n=n, all=len(everyone)) for n in bars["x"]]
    assert say("spread_of", n=len(everyone)) in page.of("caption")
    labels = {row["theme"]: row[f"label_{say.language}"] for row in rows("themes")}
    [alt] = page.of("alt")
    for code, words in zip(bars["customdata"], bars["text"], strict=True):
        assert f"{labels[code.removesuffix('~')]}: {words}" in alt


@pytest.mark.parametrize(
    ("query", "chosen"),
    [
        ({"kind": "association"}, lambda row: row["kind"] == "association"),
        ({"province": "ha-tinh"}, lambda row: row["province_id"] == "ha-tinh"),
        (
            {"province": "ha-tinh,tay-ninh"},
            lambda row: row["province_id"] in ("ha-tinh", "tay-ninh", "long-an"),
        ),
        (
            {"province": "ha-tinh,long-an", "boundaries": "former"},
            lambda row: row["province_id"] in ("ha-tinh", "long-an"),
        ),
        ({"organization": "st-union-hong-linh"}, lambda row: row["organization_id"] == "st-union-hong-linh"),
        (
            {"kind": "union_of_associations", "province": "ha-tinh"},
            lambda row: row["kind"] == "union_of_associations" and row["province_id"] == "ha-tinh",
        ),
        (
            {"organization": "it-association-tay-ninh"},
            lambda row: row["organization_id"] == "it-association-tay-ninh",
        ),
    ],
    ids=[
        "kind",
        "province",
        "provinces",
        "former provinces",
        "organization",
        "kind and province",
        "organization without a document",
    ],
)
def test_a_filter_narrows_every_figure(
    see: Callable[..., Any],
    rows: Callable[..., list[Row]],
    by_hand: ByHand,
    query: Row,
    chosen: Callable[[Row], bool],
) -> None:
    """Under a filter the counts, every total and the themes are those of the organizations that pass it, and
    the page says how many these are.
    """
    say = Text("en")
    page = see(lang="en", **query)
    organizations = {row["organization_id"] for row in rows("organizations") if chosen(row)}
    assert page.exceptions == []
    assert page.items("counts")[say("organizations")]["value"] == str(
        len({o for o, _ in coded_terms(rows)} & organizations)
    )
    labels = {row["indicator"]: row["label_en"] for row in rows("indicators")}
    assert organizations
    for indicator, label in labels.items():
        total, item = by_hand.total(indicator, organizations), page.items("rows")[label]
        assert item["value"] == written(total, say)
        assert item["note"].split("; ")[0] == say("covered", n=total.n_with_figure, all=total.n_applicable)
    themes = named(rows, organizations)
    if themes:
        assert (
            page.elements["chart"][0]["data"][0]["x"]
            == sorted((len(who) for who in themes.values()), reverse=True)[:8]
        )
    else:
        assert "chart" not in page.elements
        assert plain(say("no_limitations")) in page.of("markdown")
    assert say("selection", n=len(organizations), all=len(rows("organizations"))) in page.of("caption")


def test_an_empty_selection_says_so_and_shows_no_figure(see: Callable[..., Any], say: Text) -> None:
    """Filters that nobody passes leave one calm sentence with the way out, and no zeros."""
    page = see(lang=say.language, kind="youth_union", province="ha-tinh")
    assert page.of("info") == [say("nothing_left")]
    assert "figures" not in page.elements
    assert "chart" not in page.elements
    assert say("clear_filters") in page.of("button")
    assert page.exceptions == []


def test_what_a_link_asks_in_vain_is_named(
    see: Callable[..., Any], rows: Callable[..., list[Row]], say: Text
) -> None:
    """Unknown codes and parameters are named in one banner, and the rest of the link is applied."""
    page = see(
        lang=say.language, province="ha-tinh,atlantis", kind="guild", utm_source="mail", cell="funding~nobody"
    )
    [banner] = page.of("info")
    for part in ("atlantis", "guild", "mail", "nobody"):
        assert part in banner.replace("\\", "")
    here = [row for row in rows("organizations") if row["province_id"] == "ha-tinh"]
    assert say("selection", n=len(here), all=len(rows("organizations"))) in page.of("caption")
    assert page.exceptions == []


def test_the_foot_names_the_release(see: Callable[..., Any], say: Text) -> None:
    """Whoever cites a figure can say from which release it is."""
    assert any(warehouse.current_name() in caption for caption in see(lang=say.language).of("caption"))


def test_no_warning_when_all_is_well(see: Callable[..., Any], say: Text) -> None:
    """A page on sound rows warns of nothing and excuses nothing."""
    page = see(lang=say.language)
    assert (page.of("warning"), page.of("error"), page.of("info"), page.exceptions) == (
        [],
        [],
        [],
        [],
    )


def test_the_small_map_says_how_much_it_knows(see: Callable[..., Any], say: Text) -> None:
    """The overview has a map of tiles, every province on it, with the figures of the map page, and no choice
    of its own.
    """
    overview, page = see(lang=say.language), see("pages/map.py", lang=say.language)
    [small], [large] = overview.elements["map"], page.elements["map"]
    assert {key: value for key, value in small.items() if key not in ("selected", "digest")} == {
        key: value for key, value in large.items() if key not in ("selected", "digest")
    }
    assert small["view"] == "tiles"
    assert len(small["items"]) == 34
    assert {text for kind, text in overview.words if kind == "selectbox"} == {
        say("filter_from"),
        say("filter_to"),
    }
    figures = sum(item["state"] == "figure" for item in small["items"])
    assert any(say("map_coverage", n=figures, all=34) in caption for caption in overview.of("caption"))
