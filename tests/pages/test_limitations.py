"""The limitations: every cell as a hand count of the rows gives it, and what each of the five states says when it is opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from dashboard.text import Text
from dashboard.theme import STATES

Row = dict[str, str]
PAGE = "pages/limitations.py"


@pytest.fixture(params=["vi", "en"])
def say(request: pytest.FixtureRequest) -> Text:
    return Text(request.param)


def states_by_hand(rows: Callable[..., list[Row]]) -> dict[tuple[str, str], int | str]:
    """Puts every theme of every organization in its state from the coded rows, by the words of the codebook."""
    counts = Counter((row["theme"], row["organization_id"]) for row in rows("limitations"))
    coded = {(row["organization_id"], row["term"]) for table in ("observations", "awards", "limitations", "lessons") for row in rows(table)}
    ends: dict[str, list[str]] = {}
    for term in rows("terms"):
        if (term["organization_id"], term["term"]) in coded:
            ends.setdefault(term["organization_id"], []).append(max(term["end_year"], term["closing_congress_on"][:4]))
    states: dict[tuple[str, str], int | str] = {}
    for organization in (row["organization_id"] for row in rows("organizations")):
        named = {theme for theme, who in counts if who == organization}
        for theme in rows("themes"):
            key = theme["theme"], organization
            applies, years = theme["applies_from_year"], ends.get(organization, [])
            if counts[key]:
                states[key] = counts[key]
            elif applies and years and all(years) and max(years) < applies:
                states[key] = "not_applicable"
            elif named == {"unspecified"}:
                states[key] = "unstated"
            else:
                states[key] = "not_mentioned" if organization in ends else "no_document"
    return states


def test_every_cell(see: Callable[..., Any], rows: Callable[..., list[Row]], say: Text) -> None:
    """The grid holds each theme × organization in the state that the rows give it, and all five states occur."""
    by_hand = states_by_hand(rows)
    page = see(PAGE, lang=say.language)
    assert page.cells() == by_hand
    assert {cell if isinstance(cell, str) else "figure" for cell in by_hand.values()} == set(STATES)


def test_the_spread_of_every_theme(see: Callable[..., Any], rows: Callable[..., list[Row]], say: Text) -> None:
    """The first column is organizations that name the theme of those with any coded limitation; the page says how many these are."""
    page = see(PAGE, lang=say.language)
    everyone = {row["organization_id"] for row in rows("limitations")}
    for theme, spread in page.spread().items():
        assert spread == f"{len({row['organization_id'] for row in rows('limitations') if row['theme'] == theme})}/{len(everyone)}"
    assert say("limitations_intro", n=len(everyone)) in page.of("markdown")


def test_labels_are_those_of_the_lists(see: Callable[..., Any], rows: Callable[..., list[Row]], say: Text) -> None:
    """Rows, groups and columns carry the labels of the code lists in the page's language."""
    grid = see(PAGE, lang=say.language).elements["grid"][0]
    labels = {row["theme"]: row[f"label_{say.language}"] for row in rows("themes")}
    names = {row["organization_id"]: row[f"name_{say.language}"] for row in rows("organizations")}
    assert {row["code"]: row["label"] for group in grid["groups"] for row in group["rows"]} == labels
    assert {column["code"]: column["label"] for column in grid["columns"]} == names
    assert [group["label"] for group in grid["groups"]] == [row[f"label_{say.language}"] for row in rows("theme_groups")]
    assert {state: grid["words"][state] for state in STATES} == {state: say(f"state_{state}") for state in STATES}


CELLS = {
    "figure": "low_commitment~it-association-long-an",
    "unstated": "funding~it-association-thanh-hoa",
    "not_mentioned": "pandemic~st-union-hong-linh",
    "no_document": "funding~it-association-tay-ninh",
    "not_applicable": "pandemic~party-it-committee-ha-tinh",
}


@pytest.mark.parametrize(("state", "cell"), CELLS.items())
def test_an_opened_cell_says_what_is_behind_it(see: Callable[..., Any], rows: Callable[..., list[Row]], say: Text, state: str, cell: str) -> None:
    """Statements with organization, document and paragraph where there are any; else a sentence why there are none, and the documents that were read."""
    theme, organization = cell.split("~")
    by_hand = states_by_hand(rows)[theme, organization]
    assert (by_hand if isinstance(by_hand, str) else "figure") == state
    page = see(PAGE, lang=say.language, cell=cell)
    assert page.exceptions == page.of("warning") == []
    assert page.elements["grid"][0]["selected"] == cell
    labels = {row["theme"]: row[f"label_{say.language}"] for row in rows("themes")}
    names = {row["organization_id"]: row[f"name_{say.language}"] for row in rows("organizations")}
    assert [heading.replace("\\", "") for heading in page.of("header")] == [f"{labels[theme]}: {names[organization]}"]
    groups = {group["heading"]: group["items"] for group in page.elements["statements"][0]}
    limitations = [row for row in rows("limitations") if (row["theme"], row["organization_id"]) == (theme, organization)]
    titles = {row["source_id"]: row["title"] for row in rows("sources")}
    if state == "figure":
        items = groups[say("record_limitation")]
        assert sorted(item["text"] for item in items) == sorted(row[f"summary_{say.language}"] for row in limitations)
        for item in items:
            row = next(row for row in limitations if row[f"summary_{say.language}"] == item["text"])
            assert item["where"] == say("where", title=titles[row["source_id"]], paragraph=row["paragraph"])
            assert item["who"] == say("of_organization", organization=names[organization], term=row["term"])
    else:
        assert say(f"why_{state}") in page.of("markdown")
        read = {
            row["source_id"]
            for table in ("observations", "awards", "limitations", "lessons")
            for row in rows(table)
            if row["organization_id"] == organization
        }
        assert {item["text"] for item in groups.get(say("coded_documents"), [])} == {titles[source] for source in read}
        assert bool(read) == (state != "no_document")


def test_an_admission_without_a_theme_is_shown_under_every_theme(see: Callable[..., Any], rows: Callable[..., list[Row]], say: Text) -> None:
    """Where a document admits limitations and names none, an opened cell shows that very sentence."""
    page = see(PAGE, lang=say.language, cell=CELLS["unstated"])
    organization = CELLS["unstated"].split("~")[1]
    admitted = [
        row[f"summary_{say.language}"] for row in rows("limitations") if (row["theme"], row["organization_id"]) == ("unspecified", organization)
    ]
    assert admitted
    shown = [item["text"] for group in page.elements["statements"][0] for item in group["items"]]
    assert set(admitted) <= set(shown)


def test_the_first_column_opens_a_theme_for_all(see: Callable[..., Any], rows: Callable[..., list[Row]], say: Text) -> None:
    """All statements on a theme, limitations and lessons, of every organization selected."""
    page = see(PAGE, lang=say.language, cell="weak_direction~")
    groups = {group["heading"]: [item["text"] for item in group["items"]] for group in page.elements["statements"][0]}
    for table, heading in (("limitations", say("record_limitation")), ("lessons", say("record_lesson"))):
        assert sorted(groups[heading]) == sorted(row[f"summary_{say.language}"] for row in rows(table) if row["theme"] == "weak_direction")
    assert say("all_organizations") in page.of("header")[0]


def test_a_theme_that_nobody_names_says_so(see: Callable[..., Any], rows: Callable[..., list[Row]], say: Text) -> None:
    """Opening the first column of a theme without any statement is not met by silence."""
    used = {row["theme"] for table in ("limitations", "lessons") for row in rows(table)}
    theme = next(row["theme"] for row in rows("themes") if row["theme"] not in used)
    page = see(PAGE, lang=say.language, cell=f"{theme}~")
    below = page.words[[kind for kind, _ in page.words].index("header") + 1 :]
    said = [text for kind, text in below if kind in ("markdown", "info")]
    assert said or any(group["items"] for group in page.elements["statements"][0])


def test_an_opened_cell_outside_the_filter_says_nothing_false(see: Callable[..., Any], say: Text) -> None:
    """A cell of an organization that the filter leaves out does not read as if nothing were coded of it; the page says why there is nothing."""
    page = see(PAGE, lang=say.language, kind="association", cell="funding~st-union-hong-linh")
    assert page.exceptions == page.of("warning") == []
    assert not {say(f"why_{state}") for state in STATES if state != "figure"} & set(page.of("markdown"))
    if page.of("header"):
        shown = [item for group in page.elements["statements"][0] for item in group["items"]]
        below = page.words[[kind for kind, _ in page.words].index("header") + 1 :]
        said = [text for kind, text in below if kind in ("markdown", "info")]
        assert said or [item for item in shown if item["who"]]
    else:
        assert page.of("info")


def test_a_filter_narrows_the_grid(see: Callable[..., Any], rows: Callable[..., list[Row]], say: Text) -> None:
    """Columns are the organizations that pass; the denominator is those of them with a coded limitation."""
    page = see(PAGE, lang=say.language, kind="union_of_associations,youth_union")
    here = {row["organization_id"] for row in rows("organizations") if row["kind"] in ("union_of_associations", "youth_union")}
    by_hand = states_by_hand(rows)
    assert page.cells() == {key: state for key, state in by_hand.items() if key[1] in here}
    coded = {row["organization_id"] for row in rows("limitations")} & here
    assert {spread.split("/")[1] for spread in page.spread().values()} == {str(len(coded))}


def test_an_organization_without_a_document_alone(see: Callable[..., Any], say: Text) -> None:
    """Selected alone, its cells say that there is no document, and the spread is of nobody."""
    page = see(PAGE, lang=say.language, organization="it-association-tay-ninh")
    assert set(page.cells().values()) == {"no_document"}
    assert set(page.spread().values()) == {"0/0"}
    assert page.exceptions == page.of("warning") == []


def test_closing_the_details_keeps_the_filters(opened: Callable[..., Any], say: Text) -> None:
    """Close drops the cell from the address, nothing else."""
    app = opened(PAGE, lang="en", province="ha-tinh", cell="funding~st-union-hong-linh")
    app.button(key="close-details").click().run()
    assert dict(app.query_params) in ({"lang": "en", "province": "ha-tinh"}, {"lang": ["en"], "province": ["ha-tinh"]})
    assert not app.header
    assert not app.exception


def test_the_agreement_of_two_coders_is_told(see: Callable[..., Any], rows: Callable[..., list[Row]], say: Text) -> None:
    """How many statements both coders recorded, and how many only one, are those of the codings."""
    coders = Counter((row["source_id"], row["record"], row["unit"]) for row in rows("codings"))
    paired, single = sum(n > 1 for n in coders.values()), sum(n == 1 for n in coders.values())
    caption = next(text for text in see(PAGE, lang=say.language).of("caption") if "Krippendorff" in text)
    template = say("agreement", alpha="@", n_paired=paired, n_single=single)
    before, after = template.split("@")
    assert caption.startswith(before)
    assert caption.endswith(after)
