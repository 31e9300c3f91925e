"""The limitations: every cell as a hand count of the rows gives it, and what each of the five states says
when it is opened.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dashboard.cards import agreement
from dashboard.model.card import Card
from dashboard.release.queries.themes import MAX_NAMED
from dashboard.words.text import Text, plain
from dashboard.words.theme import THEME_STATES
from tests.conftest import made_once
from tests.etl.folder import SHIPPED, DataFolder, ReleasedFolder
from tests.etl.several_terms import HL, LA, TH, with_several_terms, with_three_repeating
from tests.etl.test_themes import Hand
from tests.opening import cards as cards_of
from tests.opening import page as page_of
from tests.opening import selection
from tests.pages.by_hand import READ_IN_PART, TABLES, ByHand, CodingsByHand, carried, stands_in, who_names

Row = dict[str, str]
PAGE = "pages/limitations.py"


@pytest.fixture(params=["vi", "en"])
def say(request: pytest.FixtureRequest) -> Text:
    return Text(request.param)


def limitations(rows: Callable[..., list[Row]]) -> list[Row]:
    """The rows that are named as limitations; a cause of one is none."""
    return [row for row in rows("limitations") if row["role"] == "limitation"]


def causes(rows: Callable[..., list[Row]]) -> list[Row]:
    """The rows that are named as causes."""
    return [row for row in rows("limitations") if row["role"] == "cause"]


def states_by_hand(rows: Callable[..., list[Row]]) -> dict[tuple[str, str], int | str]:
    """Puts every theme of every organization in its state from the coded rows, by the words of the
    codebook.
    """
    counts = Counter((row["theme"], row["organization_id"]) for row in limitations(rows))
    blamed = {(row["theme"], row["organization_id"]) for row in causes(rows)}
    coded = {
        (row["organization_id"], row["term"])
        for table in ("observations", "awards", "limitations", "lessons")
        for row in rows(table)
    }
    ends: dict[str, list[str]] = {}
    for term in rows("terms"):
        if (term["organization_id"], term["term"]) in coded:
            ends.setdefault(term["organization_id"], []).append(
                max(term["end_year"], term["closing_congress_on"][:4])
            )
    states: dict[tuple[str, str], int | str] = {}
    by_hand = ByHand(rows)
    for organization in (row["organization_id"] for row in rows("organizations")):
        named = {theme for theme, who in counts if who == organization}
        for theme in rows("themes"):
            key = theme["theme"], organization
            applies, years = theme["applies_from_year"], ends.get(organization, [])
            if counts[key]:
                states[key] = counts[key]
            elif key in blamed:
                states[key] = "cause"
            elif applies and years and all(years) and max(years) < applies:
                states[key] = "not_applicable"
            elif named == {"unspecified"}:
                states[key] = "unstated"
            else:
                states[key] = by_hand.silence(by_hand.documents_of(organization))
    return states


def opened_part(page: Any) -> list[list[str]]:
    """What stands on the page from the heading of what is open to the cards on agreement."""
    titles = [["header", Text(language)("agreement_title")] for language in READ_IN_PART]
    end = next(n for n, word in enumerate(page.words) if [*word] in titles)
    return page.words[max(n for n, (kind, _) in enumerate(page.words[:end]) if kind == "header") + 1 : end]


def test_every_cell(see: Callable[..., Any], rows: Callable[..., list[Row]], say: Text) -> None:
    """The grid holds each theme × organization in the state that the rows give it, and all six states
    occur, and that of a cause.
    """
    by_hand = states_by_hand(rows)
    page = see(PAGE, lang=say.language)
    assert page.cells() == by_hand
    assert {cell if isinstance(cell, str) else "figure" for cell in by_hand.values()} == set(THEME_STATES)


def test_the_spread_of_every_theme(
    see: Callable[..., Any], rows: Callable[..., list[Row]], say: Text
) -> None:
    """The first column is organizations that name the theme as a limitation, of those that name any; the page
    says how many these are, how many only admit that there are some, and how many say nothing.
    """
    page, by_hand = see(PAGE, lang=say.language), ByHand(rows)
    n_all = len(by_hand.naming)
    assert not by_hand.silent  # of whom it would be told before those of whom a part was read
    for theme, spread in page.spread().items():
        n = len(by_hand.named.get(theme, ()))
        assert spread == (f"{n}/{n_all}" if theme != "unspecified" else str(n))
    named = sum(row["theme"] != "unspecified" for row in by_hand.limitations)
    told = " ".join(
        (
            say("limitations_intro", n=n_all, named=say.number(named)),
            say("limitations_admitting", n=len(by_hand.admitting)),
            say("limitations_not_read", n=len(by_hand.not_read)),
        )
    )
    assert any(told in text for text in page.of("markdown"))
    n_carried, n_documents = carried(row for row in by_hand.limitations if row["theme"] != "unspecified")
    said = say("carried", n=n_carried, all=named, documents=n_documents)
    beside = told.partition(". ")[2]
    captions = [text.replace("\\", "") for text in page.of("caption")]
    assert [text for text in captions if beside in text]
    assert any(said in text for text in captions) == (2 * n_carried >= named and n_carried > n_documents)


def test_few_documents_are_told_beside_all_that_they_carry(
    see: Callable[..., Any], rows: Callable[..., list[Row]], say: Text
) -> None:
    """Beside the themes that are named, and beside those that a lesson answers: both count the same
    statements.
    """
    by_hand = ByHand(rows)
    named = [
        row
        for row in by_hand.limitations
        if row["theme"] != "unspecified" and by_hand.place(row["organization_id"], "present") == "ha-tinh"
    ]
    n_carried, n_documents = carried(named)
    assert 2 * n_carried >= len(named)
    assert n_carried > n_documents
    said = say("carried", n=n_carried, all=len(named), documents=n_documents)
    page = see(PAGE, lang=say.language, province="ha-tinh")
    captions = [text.replace("\\", "") for text in page.of("caption")]
    assert [text for text in captions if f"{said} {say('spread_note')}" in text]
    assert [text for text in captions if f"{said} {say('answers_note')}" in text]


def test_the_limitations_of_the_first_documents_as_they_were_counted() -> None:
    """The count with a pencil agrees with another one, made by other people before this one, of the reports
    and the first public documents.
    """

    def rows(table: str) -> list[Row]:
        found: list[Row] = []
        for path in filter(Path.exists, (SHIPPED / f"{table}.csv", SHIPPED / "public" / f"{table}.csv")):
            with path.open(encoding="utf-8", newline="") as stream:
                found += csv.DictReader(stream)
        return found

    by_hand = ByHand(rows)
    assert (len(rows("limitations")), len(by_hand.limitations), len(by_hand.causes)) == (48, 42, 6)
    unnamed = [row for row in by_hand.limitations if row["theme"] == "unspecified"]
    named = [row for row in by_hand.limitations if row["theme"] != "unspecified"]
    assert (len(unnamed), len(named), len(by_hand.naming)) == (5, 37, 9)
    assert (len(by_hand.admitting), len(by_hand.silent), len(by_hand.not_read)) == (5, 0, 30)
    counts = {theme: len(who) for theme, who in by_hand.named.items() if theme != "unspecified"}
    assert Counter(counts.values()) == {4: 1, 3: 1, 2: 7, 1: 12}
    assert (counts["member_mobilisation"], counts["weak_direction"], counts["concurrent_posts"]) == (4, 3, 1)
    assert "pandemic" not in counts
    assert {theme: len(who) for theme, who in who_names(by_hand.causes).items()} == {
        "pandemic": 3,
        "concurrent_posts": 2,
        "other": 1,
    }
    assert carried(named) == (25, 3)


def test_labels_are_those_of_the_lists(
    see: Callable[..., Any], rows: Callable[..., list[Row]], say: Text
) -> None:
    """Rows, groups and columns carry the labels of the code lists in the page's language."""
    grid = see(PAGE, lang=say.language).elements["grid"][0]
    labels = {row["theme"]: row[f"label_{say.language}"] for row in rows("themes")}
    names = {row["organization_id"]: row[f"name_{say.language}"] for row in rows("organizations")}
    assert {row["code"]: row["label"] for group in grid["groups"] for row in group["rows"]} == labels
    assert {column["code"]: column["label"] for column in grid["columns"]} == names
    assert [group["label"] for group in grid["groups"]] == [
        row[f"label_{say.language}"] for row in rows("theme_groups")
    ]
    assert {state: grid["words"][state] for state in THEME_STATES} == {
        state: say(f"state_{state}") for state in THEME_STATES
    }


def test_those_that_name_most_stand_first(see: Callable[..., Any], rows: Callable[..., list[Row]]) -> None:
    """A phone shows the first columns of the grid."""
    grid = see(PAGE).elements["grid"][0]
    n_named = Counter(
        organization
        for (_, organization), state in states_by_hand(rows).items()
        if not isinstance(state, str) and state > 0
    )
    numbers = [n_named[column["code"]] for column in grid["columns"]]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] > 3


CELLS = {
    "figure": "low_commitment~it-association-long-an",
    "cause": "pandemic~st-union-can-tho",
    "unstated": "funding~it-association-thanh-hoa",
    "not_mentioned": "pandemic~st-union-hong-linh",
    "not_read": "funding~st-union-ha-tinh",
    "no_document": "funding~it-association-tay-ninh",
    "not_applicable": "pandemic~party-it-committee-ha-tinh",
}


@pytest.mark.parametrize(("state", "cell"), CELLS.items())
def test_an_opened_cell_says_what_is_behind_it(
    see: Callable[..., Any], rows: Callable[..., list[Row]], say: Text, state: str, cell: str
) -> None:
    """Statements with organization, document and paragraph where there are any; else a sentence why there are
    none, and the documents that were read.
    """
    theme, organization = cell.split("~")
    by_hand = states_by_hand(rows)[theme, organization]
    assert (by_hand if isinstance(by_hand, str) else "figure") == state
    page = see(PAGE, lang=say.language, cell=cell)
    assert page.exceptions == page.of("warning") == []
    assert page.elements["grid"][0]["selected"] == cell
    labels = {row["theme"]: row[f"label_{say.language}"] for row in rows("themes")}
    names = {row["organization_id"]: row[f"name_{say.language}"] for row in rows("organizations")}
    assert f"{labels[theme]}: {names[organization]}" in [text.replace("\\", "") for text in page.of("header")]
    groups = {group["heading"]: group["items"] for group in page.elements["statements"][0]}
    named = [
        row for row in rows("limitations") if (row["theme"], row["organization_id"]) == (theme, organization)
    ]
    documents = {row["source_id"]: row for row in rows("sources")}
    if state in ("figure", "cause"):
        items = groups[say("record_cause" if state == "cause" else "record_limitation")]
        assert sorted(item["text"] for item in items) == sorted(
            row[f"summary_{say.language}"] for row in named
        )
        for item in items:
            row = next(row for row in named if row[f"summary_{say.language}"] == item["text"])
            assert item["where"] == stands_in(say, documents[row["source_id"]], row["paragraph"])
            assert (item["note"] or {"text": ""})["text"] == row["note"]
            assert item["who"] == say("of_organization", organization=names[organization], term=row["term"])
    if state != "figure":
        assert say(f"why_{state}") in page.of("markdown")
        read = {
            row["source_id"]
            for table in ("observations", "awards", "limitations", "lessons")
            for row in rows(table)
            if row["organization_id"] == organization
        }
        assert {item["text"] for item in groups.get(say("coded_documents"), [])} == {
            documents[source]["title"] for source in read
        }
        assert bool(read) == (state != "no_document")


def test_a_theme_of_a_lesson_alone_is_not_said_to_be_passed_over(
    see: Callable[..., Any], rows: Callable[..., list[Row]], say: Text
) -> None:
    """The cell, its legend and the sentence of what is opened deny a limitation, and not that the document
    speaks of the theme: the lesson stands beside them.
    """
    states = states_by_hand(rows)
    lessons = [
        row for row in rows("lessons") if states[row["theme"], row["organization_id"]] == "not_mentioned"
    ]
    assert lessons
    row = lessons[0]
    page = see(PAGE, lang=say.language, cell=f"{row['theme']}~{row['organization_id']}")
    groups = {group["heading"]: group["items"] for group in page.elements["statements"][0]}
    assert row[f"summary_{say.language}"] in [item["text"] for item in groups[say("record_lesson")]]
    limitation = {"vi": "hạn chế", "en": "limitation"}[say.language]
    assert limitation in page.elements["grid"][0]["words"]["not_mentioned"]
    assert say("why_not_mentioned") in page.of("markdown")
    assert limitation in say("why_not_mentioned")


def test_an_admission_without_a_theme_is_shown_under_every_theme(
    see: Callable[..., Any], rows: Callable[..., list[Row]], say: Text
) -> None:
    """Where a document admits limitations and names none, an opened cell shows that very sentence."""
    page = see(PAGE, lang=say.language, cell=CELLS["unstated"])
    organization = CELLS["unstated"].split("~")[1]
    admitted = [
        row[f"summary_{say.language}"]
        for row in rows("limitations")
        if (row["theme"], row["organization_id"]) == ("unspecified", organization)
    ]
    assert admitted
    shown = [item["text"] for group in page.elements["statements"][0] for item in group["items"]]
    assert set(admitted) <= set(shown)


def test_the_first_column_opens_a_theme_for_all(
    see: Callable[..., Any], rows: Callable[..., list[Row]], say: Text
) -> None:
    """All statements on a theme, limitations and lessons, of every organization selected."""
    page = see(PAGE, lang=say.language, cell="weak_direction~")
    groups = {
        group["heading"]: [item["text"] for item in group["items"]]
        for group in page.elements["statements"][0]
    }
    for table, heading in (("limitations", say("record_limitation")), ("lessons", say("record_lesson"))):
        assert sorted(groups[heading]) == sorted(
            row[f"summary_{say.language}"] for row in rows(table) if row["theme"] == "weak_direction"
        )
    assert any(text.endswith(say("all_organizations")) for text in page.of("header"))


def test_a_theme_that_nobody_names_says_so(
    see: Callable[..., Any], rows: Callable[..., list[Row]], say: Text
) -> None:
    """Opening the first column of a theme without any statement is not met by silence."""
    used = {row["theme"] for table in ("limitations", "lessons") for row in rows(table)}
    theme = next(row["theme"] for row in rows("themes") if row["theme"] not in used)
    page = see(PAGE, lang=say.language, cell=f"{theme}~")
    below = opened_part(page)
    said = [text for kind, text in below if kind in ("markdown", "info")]
    assert said or any(group["items"] for group in page.elements["statements"][0])


def test_an_opened_cell_outside_the_filter_says_nothing_false(see: Callable[..., Any], say: Text) -> None:
    """A cell of an organization that the filter leaves out does not read as if nothing were coded of it; the
    page says why there is nothing.
    """
    page = see(PAGE, lang=say.language, kind="association", cell="funding~st-union-hong-linh")
    assert page.exceptions == page.of("warning") == []
    assert not {say(f"why_{state}") for state in THEME_STATES if state != "figure"} & set(page.of("markdown"))
    if say("close") in page.of("button"):
        shown = [item for group in page.elements["statements"][0] for item in group["items"]]
        below = opened_part(page)
        said = [text for kind, text in below if kind in ("markdown", "info")]
        assert said or [item for item in shown if item["who"]]
    else:
        assert page.of("info")


def test_a_filter_narrows_the_grid(
    see: Callable[..., Any], rows: Callable[..., list[Row]], say: Text
) -> None:
    """Columns are the organizations that pass; the denominator is those of them that name any."""
    page = see(PAGE, lang=say.language, kind="union_of_associations,youth_union")
    here = {
        row["organization_id"]
        for row in rows("organizations")
        if row["kind"] in ("union_of_associations", "youth_union")
    }
    by_hand = states_by_hand(rows)
    assert page.cells() == {key: state for key, state in by_hand.items() if key[1] in here}
    naming_here = ByHand(rows).naming & here
    spread = {theme: sums for theme, sums in page.spread().items() if theme != "unspecified"}
    assert {sums.split("/")[1] for sums in spread.values()} == {str(len(naming_here))}


def test_an_organization_without_a_document_alone(see: Callable[..., Any], say: Text) -> None:
    """Selected alone, its cells say that there is no document, and the spread is of nobody."""
    page = see(PAGE, lang=say.language, organization="it-association-tay-ninh")
    assert set(page.cells().values()) == {"no_document"}
    assert set(page.spread().values()) == {"0/0", "0"}
    assert page.exceptions == page.of("warning") == []


def test_closing_the_details_keeps_the_filters(opened: Callable[..., Any], say: Text) -> None:
    """Close drops the cell from the address, nothing else."""
    app = opened(PAGE, lang="en", province="ha-tinh", cell="funding~st-union-hong-linh")
    app.button(key="close-details").click().run()
    assert dict(app.query_params) in (
        {"lang": "en", "province": "ha-tinh"},
        {"lang": ["en"], "province": ["ha-tinh"]},
    )
    assert not any("Hong Linh" in header.value for header in app.header)
    assert not app.exception


def limitation_cards(say: Text, **filters: Any) -> dict[str, Card]:
    """The cards of the page by name."""
    return cards_of(page_of("limitations", selection(language=say.language, **filters)))


@pytest.mark.parametrize("kind", ["", "youth_union", "union_of_associations"])
def test_how_far_two_codings_agree_is_told_of_what_is_selected(
    rows: Callable[..., list[Row]],
    by_hand: ByHand,
    say: Text,
    kind: str,
) -> None:
    """Of all documents selected, of each, and on each theme, as counted by hand; with how the codings came
    about, as the release says it.
    """
    here = {o for o, row in by_hand.organizations.items() if kind in ("", row["kind"])}
    documents = {
        row["source_id"] for table in TABLES for row in rows(table) if row["organization_id"] in here
    }
    counted = CodingsByHand(rows).agreement(documents)
    shown = limitation_cards(say, kinds=(kind,) if kind else ())
    every, card = counted["all", ""], shown["agreement"]
    n_coded = sum(scope == "source" for scope, _ in counted)
    assert card.subtitle == say("agreement_of", n=n_coded, all=len(documents))
    assert every.alpha is not None
    assert card.lead == say(
        "agreement",
        alpha=say.fixed(every.alpha),
        n_paired=every.n_paired,
        n_single=every.n_units - every.n_paired,
    )
    description = json.loads((SHIPPED / "datapackage.json").read_text(encoding="utf-8"))
    codings = next(one for one in description["resources"] if one["name"] == "codings")
    assert card.note == codings["description" if say.language == "en" else "description_vi"]
    for name, scope in (("agreement", "source"), ("agreement-themes", "theme")):
        table = {row.code: row.cells[1:] for row in shown[name].table.rows}
        assert table.keys() == {code for of, code in counted if of == scope}
        for code, (alpha, n_paired, n_agreed, n_single) in table.items():
            expected = counted[scope, code]
            assert (n_paired.value, n_agreed.value) == (expected.n_paired, expected.n_agreed)
            assert n_single.value == expected.n_units - expected.n_paired
            if expected.alpha is None:
                assert alpha == say("alpha_undefined")
            else:
                assert (alpha.value, alpha.written) == (expected.alpha, say.fixed(expected.alpha))


def test_an_agreement_that_is_not_perfect_is_not_written_as_1(say: Text) -> None:
    """Two decimals, but where these would make 1 of less."""
    page = page_of("limitations", selection(language=say.language))
    written = [agreement.written_alpha(page, alpha) for alpha in (1.0, 0.9996, 0.995, 0.9949, 0.5, -0.25)]
    expected = ["1.00", "0.9996", "0.9950", "0.99", "0.50", "-0.25"]
    assert written == [text if say.language == "en" else text.replace(".", ",") for text in expected]


def test_where_two_codings_differ_is_listed_with_what_became_of_it(
    rows: Callable[..., list[Row]], names: dict[str, str], say: Text
) -> None:
    """Each statement with document, paragraph, what each coding has and what the final row has; the row opens
    the theme of the organization, and the evidence is the final rows.
    """
    by_hand = CodingsByHand(rows)
    sources = {row["source_id"]: row for row in rows("sources")}
    table = {row.code: row for row in limitation_cards(say)["differences"].table.rows}
    differing = [unit for unit in by_hand.codings if not by_hand.agrees(unit)]
    assert table.keys() == {"~".join(map(str, unit)) for unit in differing}
    for unit in differing:
        coded, final = by_hand.codings[unit], by_hand.settled[unit]
        row, document = table["~".join(map(str, unit))], sources[unit[0]]
        title, paragraph, _, one, other, settled, note = row.cells
        assert (title, paragraph) == (document["title"], next(iter(coded.values()))["paragraph"])
        assert [one, other] == [names[coded[c]["theme"]] if c in coded else say("no_row") for c in "ab"]
        assert settled == ("; ".join(names[row["theme"]] for row in final) or say("no_row"))
        noted = [row["note"] for row in final if row["note"]] or [
            say("note_of_document", note=document["note"])
        ]
        assert note == "; ".join(noted)
        theme, _, organization = row.opens.partition("~")
        assert theme in [row["theme"] for row in (*final, *coded.values())]
        assert organization in {
            row["organization_id"] for row in by_hand.final if row["source_id"] == unit[0]
        }


def test_a_selection_without_a_second_coding_says_so(see: Callable[..., Any], say: Text) -> None:
    """One sentence, and neither themes nor differences."""
    shown = limitation_cards(say, kinds=("club",))
    assert shown["agreement"].empty == say("agreement_none")
    assert not {"agreement-themes", "differences"} & shown.keys()
    page = see(PAGE, lang=say.language, kind="club")
    assert page.exceptions == page.of("warning") == page.of("error") == []


def test_statements_on_no_theme_of_their_own_are_told(
    rows: Callable[..., list[Row]], say: Text, names: dict[str, str]
) -> None:
    """They make up what the sentence above the page counts and the sources of the card do not have."""
    card = limitation_cards(say)["spread"]
    by_hand = ByHand(rows)
    named = [row for row in by_hand.limitations if row["theme"] != "unspecified"]
    others = [row for row in named if row["theme"] == "other"]
    assert others
    assert card.sources.shown["n"] == len(named) - len(others)
    assert say("spread_other", n=len(others), themes=names["other"]) in card.note
    of_club = limitation_cards(say, kinds=("club",))["spread"]
    assert names["other"] not in of_club.note


def foots(page: Any) -> dict[str, Any]:
    """What stands under each card, by its name."""
    return {foot["name"]: foot for foot in page.elements["card_footer"]}


def table(page: Any, name: str) -> dict[str, list[str]]:
    """The rows of a card's table by the code that each opens and its first two cells."""
    return {(row["code"], *row["cells"][:2]): row["cells"] for row in foots(page)[name]["table"]["rows"]}


@pytest.fixture
def names(rows: Callable[..., list[Row]], say: Text) -> dict[str, str]:
    return {row["theme"]: row[f"label_{say.language}"] for row in rows("themes")}


def naming(rows: Callable[..., list[Row]]) -> dict[str, set[str]]:
    """Who names each specific theme as a limitation."""
    specific = {row["theme"] for row in rows("themes") if row["is_specific"] == "true"}
    return {theme: who for theme, who in ByHand(rows).named.items() if theme in specific}


def test_the_themes_named_most_stand_first_with_who_and_what_was_learned(
    see: Callable[..., Any], rows: Callable[..., list[Row]], say: Text, names: dict[str, str]
) -> None:
    """Three themes, and those named as often if there are four at most, of all organizations that name any,
    each with its lessons from the documents or the word that there is none.
    """
    page = see(PAGE, lang=say.language)
    cards = page.items("cards")
    who, everyone = naming(rows), ByHand(rows).naming
    sizes = sorted(map(len, who.values()), reverse=True)
    least = sizes[2] if sizes.count(sizes[2]) <= 4 - sizes.index(sizes[2]) else sizes[2] + 1
    expected = {names[theme]: theme for theme, organizations in who.items() if len(organizations) >= least}
    assert expected
    assert set(cards) == set(expected)
    for label, card in cards.items():
        theme = expected[label]
        assert (card["value"], card["unit"]) == (
            str(len(who[theme])),
            say("of_organizations", n=len(everyone)),
        )
        n_more = max(0, len(who[theme]) - MAX_NAMED)
        assert card["note"].count(";") == min(len(who[theme]), MAX_NAMED) - 1 + bool(n_more)
        lessons = [row[f"summary_{say.language}"] for row in rows("lessons") if row["theme"] == theme]
        assert (
            [item["what"] for item in card["sources"]["items"]] == lessons
            if lessons
            else say("no_lesson") in card["note"]
        )


def test_of_themes_named_equally_often_none_is_told_before_the_others(
    see: Callable[..., Any], rows: Callable[..., list[Row]], say: Text, names: dict[str, str]
) -> None:
    """Where the third is named as often as many others, those that are named oftener stand first alone."""
    kinds = dict[str, set[str]]()
    for row in rows("organizations"):
        kinds.setdefault(row["kind"], set()).add(row["organization_id"])
    tied = dict[str, set[str]]()
    for kind, organizations in kinds.items():
        n_naming = {theme: len(who & organizations) for theme, who in naming(rows).items()}
        sizes = sorted(filter(None, n_naming.values()), reverse=True)
        if sizes[2:] and sizes.count(sizes[2]) > 4 - sizes.index(sizes[2]) and sizes[2] < sizes[0]:
            tied[kind] = {names[theme] for theme, n in n_naming.items() if n > sizes[2]}
    assert tied
    for kind, first in tied.items():
        assert set(see(PAGE, lang=say.language, kind=kind).items("cards")) == first


def test_every_named_theme_is_a_bar_that_opens_it(
    see: Callable[..., Any], rows: Callable[..., list[Row]], say: Text, names: dict[str, str]
) -> None:
    """Bars, table and words say how many organizations name each theme; a bar's code opens it for all
    organizations.
    """
    page = see(PAGE, lang=say.language)
    who, everyone = naming(rows), ByHand(rows).naming
    bars = page.elements["chart"][0]["data"][0]
    assert {code.rstrip("~"): n for code, n in zip(bars["customdata"], bars["x"], strict=True)} == {
        theme: len(o) for theme, o in who.items()
    }
    assert bars["x"] == sorted(bars["x"], reverse=True)
    assert bars["text"] == [say("n_of_all", n=n, all=len(everyone)) for n in bars["x"]]
    assert {cells[0]: cells[1] for cells in table(page, "spread").values()} == {
        names[theme]: str(len(o)) for theme, o in who.items()
    }
    opened = see(PAGE, lang=say.language, cell=bars["customdata"][0])
    shown = [
        item["text"]
        for group in opened.elements["statements"][0]
        for item in group["items"]
        if group["heading"] == say("record_limitation")
    ]
    theme = bars["customdata"][0].rstrip("~")
    assert sorted(shown) == sorted(
        row[f"summary_{say.language}"] for row in limitations(rows) if row["theme"] == theme
    )


def test_limitations_lie_beside_the_lessons_drawn(
    see: Callable[..., Any], rows: Callable[..., list[Row]], say: Text, names: dict[str, str]
) -> None:
    """Of each theme: named, with a lesson in the same document, without, and a lesson alone."""
    page = see(PAGE, lang=say.language)
    who, drawing, answering = naming(rows), {}, {}
    for lesson in (row for row in rows("lessons") if row["theme"] in names.keys() - {"unspecified"}):
        drawing.setdefault(lesson["theme"], set()).add(lesson["organization_id"])
        for row in limitations(rows):
            if all(row[key] == lesson[key] for key in ("organization_id", "source_id", "theme")):
                answering.setdefault(row["theme"], set()).add(row["organization_id"])
    expected = {}
    for theme in {*who, *drawing}:
        named, answered, learned = (sets.get(theme, set()) for sets in (who, answering, drawing))
        expected[f"{theme}~", names[theme], str(len(named))] = [
            names[theme],
            *(str(len(o)) for o in (named, answered, named - answered, learned - named)),
        ]
    assert table(page, "answers") == expected
    assert foots(page)["answers"]["table"]["is_open"]


def test_causes_stand_with_what_is_named_beside_them(
    see: Callable[..., Any], rows: Callable[..., list[Row]], say: Text, names: dict[str, str]
) -> None:
    """Each cause with the limitations of other themes in its document and term, how many organizations, and
    who.
    """
    page = see(PAGE, lang=say.language)
    expected: dict[tuple[str, str], set[str]] = {}
    for cause in rows("limitations"):
        for effect in rows("limitations"):
            same = all(cause[key] == effect[key] for key in ("organization_id", "term", "source_id"))
            if (
                same
                and (cause["role"], effect["role"]) == ("cause", "limitation")
                and cause["theme"] != effect["theme"]
            ):
                expected.setdefault((cause["theme"], effect["theme"]), set()).add(cause["organization_id"])
    shown = {
        (row["code"], row["cells"][0], row["cells"][2]): row["cells"]
        for row in foots(page)["causes"]["table"]["rows"]
    }
    blaming = who_names(causes(rows))
    assert set(shown) == {(f"{cause}~", names[cause], names[effect]) for cause, effect in expected}
    for (cause, effect), organizations in expected.items():
        cells = shown[f"{cause}~", names[cause], names[effect]]
        assert (cells[1], cells[3]) == (str(len(blaming[cause])), str(len(organizations)))
        assert cells[5].count(";") == len(organizations) - 1
    n_blaming = len(set().union(*blaming.values()))
    [bars] = [
        chart["data"][0]
        for chart in page.elements["chart"]
        if {code.rstrip("~") for code in chart["data"][0]["customdata"]} == set(blaming)
    ]
    assert {code.rstrip("~"): n for code, n in zip(bars["customdata"], bars["x"], strict=True)} == {
        cause: len(who) for cause, who in blaming.items()
    }
    assert bars["text"] == [say("n_of_all", n=n, all=n_blaming) for n in bars["x"]]
    assert say("causes_of", n=n_blaming, named=len(ByHand(rows).naming)) in page.of("caption")


def test_themes_that_appear_together(
    see: Callable[..., Any], rows: Callable[..., list[Row]], say: Text, names: dict[str, str]
) -> None:
    """Every pair that two organizations or more name both is in the table, the commonest first; none is
    drawn, as no two are named by a fifth, and the page says so.
    """
    page = see(PAGE, lang=say.language)
    who = naming(rows)
    expected = {
        frozenset((names[a], names[b])): len(who[a] & who[b])
        for a in who
        for b in who
        if a != b and len(who[a] & who[b]) > 1
    }
    cells = list(table(page, "together").values())
    assert {frozenset(label.split(" + ")): int(n) for label, n, _ in cells} == expected
    assert [int(n) for _, n, _ in cells] == sorted(expected.values(), reverse=True)
    most, n_all = max(expected.values()), len(ByHand(rows).naming)
    assert most < max(3, n_all / 5)
    assert plain(say("together_withheld", n=most, all=n_all)) in page.of("markdown")


def test_where_nothing_can_come_back_the_page_says_of_how_many(see: Callable[..., Any], say: Text) -> None:
    """No association of the shipped rows has limitations in two consecutive terms: the card says so, with how
    many have two, and draws no grid.
    """
    page = see(PAGE, lang=say.language, kind="association")
    kinds = {row["organization_id"]: row["kind"] for row in DataFolder(SHIPPED).rows("organizations")}
    n = len({o for o, *_ in Hand(DataFolder(SHIPPED)).consecutive(None) if kinds[o] == "association"})
    assert say("persistence_none", n=n) in [text.replace("\\", "") for text in page.of("markdown")]
    assert len(page.elements["grid"]) == 1


def test_what_comes_back_at_two_organizations_is_in_the_table_alone(
    see_copy: Callable[..., Any], released_terms: ReleasedFolder, say: Text, names: dict[str, str]
) -> None:
    """With made-up terms of two organizations: too few to compare, as the page says; the table has both."""
    page = see_copy(released_terms.path.parent, PAGE, lang=say.language)
    assert page.exceptions == page.of("warning") == []
    assert plain(say("persistence_withheld", n=2, all=2)) in page.of("markdown")
    assert len(page.elements["grid"]) == 1
    assert table(page, "persistence").keys() == {
        ("funding~", names["funding"], "2"),
        ("weak_direction~", names["weak_direction"], "1"),
    }


@pytest.fixture(scope="module")
def three_repeating(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three organizations that name limitations in two terms each, and a release of them."""
    return made_once(
        tmp_path_factory,
        "three_repeating",
        lambda made: with_three_repeating(with_several_terms(DataFolder.of_reports(made / "data"))).build(),
    )


def test_what_comes_back_stands_in_a_grid_of_terms(
    see_copy: Callable[..., Any], three_repeating: Path, say: Text, names: dict[str, str]
) -> None:
    """With made-up terms of three organizations: the theme that two of them name again, and a column for each
    coded term.
    """
    page = see_copy(three_repeating, PAGE, lang=say.language)
    assert page.exceptions == page.of("warning") == []
    assert say("persistence_lead", theme=names["funding"], n=2, all=3) in [
        text.replace("\\", "").strip("*") for text in page.of("markdown")
    ]
    grid = page.elements["grid"][1]
    assert [column["code"] for column in grid["columns"]] == [TH, TH, LA, LA, HL, HL]
    spread = {row["code"]: (row["spread"], row["cells"]) for group in grid["groups"] for row in group["rows"]}
    assert spread["funding"] == ("2/3", ["not_mentioned", 1, 1, 1, 1, 1])
    assert spread["weak_direction"] == ("1/3", ["not_mentioned", "not_mentioned", 2, "not_mentioned", 1, 1])
    assert spread["communication"] == ("1/3", [1, 1, "not_mentioned", 1, 1, "not_mentioned"])
    assert table(page, "persistence").keys() == {
        ("funding~", names["funding"], "2"),
        ("weak_direction~", names["weak_direction"], "1"),
        ("communication~", names["communication"], "1"),
    }
