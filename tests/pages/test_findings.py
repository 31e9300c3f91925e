"""What stands out on the overview: each sentence as a hand count of the rows gives it, and the way to where
it can be read in full.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dashboard.model.page import PAGES
from dashboard.words.languages import LANGUAGES, Plural
from dashboard.words.text import Text
from tests.pages.by_hand import ByHand, change_of
from tests.pages.measured import Asked

Row = dict[str, str]


@pytest.fixture(params=["vi", "en"])
def say(request: pytest.FixtureRequest) -> Text:
    return Text(request.param)


def findings(
    ways: Callable[[Any], list[dict[str, Any]]], opened: Callable[..., Any], say: Text, **query: str
) -> dict[str, tuple[str, dict[str, str]]]:
    """The sentences of the section in their order, each with page and query of its link."""
    found = {
        way["text"]: (way["page"], way["query"])
        for way in ways(opened(lang=say.language, **query))[len(PAGES) :]
    }
    others = {say("see_limitations"), say("see_documents")}
    return {label: target for label, target in found.items() if label not in others}


def test_every_finding_as_counted_by_hand(
    ways: Callable[..., Any],
    opened: Callable[..., Any],
    rows: Callable[..., list[Row]],
    by_hand: ByHand,
    say: Text,
) -> None:
    """On the shipped rows: the theme most named, what no lesson answers, members over a term and at all,
    disputes, provinces, awards.
    """
    named = by_hand.named
    specific = {
        row["theme"]: row[f"label_{say.language}"] for row in rows("themes") if row["is_specific"] == "true"
    }
    common = {theme: who for theme, who in named.items() if theme in specific and len(who) > 1}
    top = max(common, key=lambda theme: len(common[theme]))
    assert [len(who) for who in common.values()].count(len(common[top])) == 1
    answered = {
        row["theme"]
        for row in by_hand.limitations
        for lesson in rows("lessons")
        if all(row[key] == lesson[key] for key in ("organization_id", "source_id", "theme"))
    }
    members = by_hand.total("members", by_hand.organizations)
    change = change_of(Asked(by_hand, say).of_both_terms("members"))
    coded = [row for row in rows("observations") if row["value"]]
    documented = {by_hand.place(organization, "present") for organization in by_hand.documented}
    provinces = by_hand.provinces("present")
    lessons = len({row["organization_id"] for row in rows("lessons")})
    expected = [
        say(
            "finding_most_named",
            n=len(common[top]),
            all=len(by_hand.naming),
            theme=specific[top],
        )
        + f" {say('limitations_admitting', n=len(by_hand.admitting))}",
        say("finding_unanswered", n=len(set(common) - answered), all=len(common), lessons=lessons),
        say(
            "finding_change_known",
            n=change.n,
            all=members.n_applicable,
            more=change.grew,
            same=change.same,
            less=change.shrank,
            unclear=say("unclear_n", n=change.unclear) if change.unclear else "",
        ),
        say("finding_coverage_known", n=members.n_with_figure, all=members.n_applicable),
        say(
            "finding_disputed",
            n=len(disputed(rows)),
            all=len({(row["organization_id"], row["term"], row["indicator"]) for row in coded}),
        ),
        say("finding_undocumented", n=len(set(provinces) - documented), all=len(provinces)),
    ]
    found = list(findings(ways, opened, say))
    assert found[: len(expected)] == expected
    assert len(found) == len(expected) + 1  # awards, of which each is counted once: see the page of awards


def disputed(rows: Callable[..., list[Row]]) -> set[tuple[str, str, str]]:
    """The figures that documents give differently, of a stock for one date."""
    nature = {row["indicator"]: row["nature"] for row in rows("indicators")}
    closing = {(row["organization_id"], row["term"]): row["closing_congress_on"] for row in rows("terms")}
    published = {row["source_id"]: row["published_on"] for row in rows("sources")}
    values: dict[tuple[str, str, str], dict[str, set[str]]] = {}
    for row in rows("observations"):
        if row["value"]:
            key = row["organization_id"], row["term"], row["indicator"]
            date = (
                row["as_of"] or closing[key[:2]] or published[row["source_id"]]
                if nature[row["indicator"]] == "stock"
                else ""
            )
            values.setdefault(key, {}).setdefault(date, set()).add(row["value"])
    return {key for key, dates in values.items() if len(dates[max(dates)]) > 1}


def test_a_finding_leads_to_where_it_can_be_read(
    ways: Callable[..., Any], opened: Callable[..., Any], see: Callable[..., Any], say: Text
) -> None:
    """Each link opens its page without a word of what cannot be had, with the filter kept, and the theme or
    the card that it speaks of.
    """
    targets = findings(ways, opened, say, boundaries="former")
    assert len(targets) > 4
    for sentence, (name, query) in targets.items():
        page = see(f"pages/{name}.py", **query)
        assert (page.exceptions, page.of("warning"), page.of("info")) == ([], [], []), sentence
        assert query["boundaries"] == "former"
        if "card" in query:
            assert query["card"] in {foot["name"] for foot in page.elements["card_footer"]}, sentence
        if "cell" in query:
            assert any(
                say("record_limitation") == group["heading"] for group in page.elements["statements"][0]
            )
    (awards,) = [(sentence, query) for sentence, (name, query) in targets.items() if name == "awards"]
    (card,) = [
        foot
        for foot in see("pages/awards.py", **awards[1]).elements["card_footer"]
        if foot["name"] == "unnumbered"
    ]
    assert (
        awards[0].startswith(f"{len(card['table']['rows'])} ")
        or f" {len(card['table']['rows'])} " in awards[0]
    )


@pytest.mark.parametrize(
    ("query", "chosen"),
    [
        ({"kind": "union_of_associations"}, lambda row: row["kind"] == "union_of_associations"),
        (
            {"organization": "it-association-tay-ninh"},
            lambda row: row["organization_id"] == "it-association-tay-ninh",
        ),
        ({"province": "ha-tinh"}, lambda row: row["province_id"] == "ha-tinh"),
    ],
    ids=["kind", "organization", "province"],
)
def test_a_filter_leaves_what_there_is_to_say(
    ways: Callable[..., Any],
    opened: Callable[..., Any],
    by_hand: ByHand,
    say: Text,
    query: Row,
    chosen: Callable[[Row], bool],
) -> None:
    """Denominators are those of the filter, and no province is counted as lacking what was filtered away."""
    found = set(findings(ways, opened, say, **query))
    members = by_hand.total("members", [code for code, row in by_hand.organizations.items() if chosen(row)])
    coverage = say("finding_coverage_known", n=members.n_with_figure, all=members.n_applicable)
    assert (coverage in found) == (members.n_with_figure < members.n_applicable)
    assert not found & {say("finding_undocumented", n=n, all=n_all) for n_all in (1, 34) for n in range(35)}
    assert not [said for said in found if "None" in said]
    if "organization" in query:
        assert len(found) == 1


def test_no_judgement_and_no_cause(say: Text) -> None:
    """The sentences count; none says why, or how well."""
    words = (
        "vì",
        "do",
        "nhờ",
        "tốt",
        "kém",
        "yếu",
        "because",
        "due",
        "thanks",
        "good",
        "bad",
        "poor",
        "weak",
        "fail",
        "worst",
        "best",
    )
    sentences = LANGUAGES[say.language].sentences
    said = [sentences[key] for key in sentences if key.startswith("finding_")]
    assert len(said) >= 9
    for sentence in said:
        for text in sentence.forms.values() if isinstance(sentence, Plural) else [sentence]:
            assert not {word.strip(".,;:()“”").lower() for word in text.split()} & set(words)


def test_the_latest_documents(see: Callable[..., Any], rows: Callable[..., list[Row]], say: Text) -> None:
    """Title, kind and date of the documents published last, of those that rows were coded from."""
    coded = {
        row["source_id"]
        for table in ("observations", "awards", "limitations", "lessons")
        for row in rows(table)
    }
    latest = sorted(
        (row for row in rows("sources") if row["source_id"] in coded),
        key=lambda row: row["published_on"],
        reverse=True,
    )
    page = see(lang=say.language)
    [[group]] = page.elements["statements"]
    kinds = {row["kind"]: row[f"label_{say.language}"] for row in rows("source_kinds")}
    assert 3 <= len(group["items"]) <= 5
    for item, row in zip(group["items"], latest, strict=False):
        assert (item["text"], item["text_url"]) == (row["title"], row["url"])
        assert item["who"].startswith(kinds[row["kind"]])
        assert item["who"].endswith(say.date(row["published_on"]))
    assert say("see_documents") in page.of("way")
