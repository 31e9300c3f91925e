"""The page of one organization: terms, figures, awards and statements as the files give them, and what it
says where there is nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from dashboard.words.text import Text
from tests.pages.by_hand import ByHand, stands_in

Row = dict[str, str]
PAGE = "pages/organization.py"
# Six terms: one without a document, one without years, one figure that documents dispute.
DISPUTED = "it-association-vietnam"
CODED = "st-union-hong-linh"  # a self-review: awards both ways, a union above it
LEARNED = "it-association-long-an"  # limitations, causes and lessons
SILENT = "it-association-tay-ninh"  # two terms, no document
COMMITTEE = "party-it-committee-ha-tinh"  # a kind that most indicators do not apply to
EN = Text("en")


@pytest.fixture(params=["vi", "en"])
def say(request: pytest.FixtureRequest) -> Text:
    return Text(request.param)


def unescaped(texts: list[str]) -> list[str]:
    return [text.replace("\\", "").replace("\u2060", "") for text in texts]


def table(page: Any, name: str) -> list[list[str]]:
    [foot] = [foot for foot in page.elements["card_footer"] if foot["name"] == name]
    return [row["cells"] for row in foot["table"]["rows"]]


def test_its_name_kind_and_level_come_first(see: Callable[..., Any], by_hand: ByHand, say: Text) -> None:
    """The heading is its name in the reader's language; nothing fails, nothing is excused."""
    page = see(PAGE, lang=say.language, about=CODED)
    assert unescaped(page.of("title")) == [by_hand.organizations[CODED][f"name_{say.language}"]]
    kind = next(row for row in by_hand.rows("organization_kinds") if row["kind"] == "union_of_associations")[
        f"label_{say.language}"
    ]
    assert unescaped(page.of("caption"))[0].startswith(kind)
    assert page.exceptions == page.of("warning") == page.of("info") == []


@pytest.mark.parametrize("organization", [DISPUTED, CODED, SILENT])
def test_every_term_is_on_the_time_line(see: Callable[..., Any], by_hand: ByHand, organization: str) -> None:
    """In order of time, with its years and congresses, and how many documents are coded for it; one without
    years is not dropped.
    """
    [drawn] = see(PAGE, lang="en", about=organization).elements["timeline"]
    written = {row["term"]: row for row in by_hand.rows("terms") if row["organization_id"] == organization}
    assert [item["label"] for item in drawn["items"]] == [
        EN("term_n", term=str(term)) for term in by_hand.terms[organization]
    ]
    for item, term in zip(drawn["items"], by_hand.terms[organization], strict=True):
        row, n = written[str(term)], len(by_hand.documents.get((organization, term), ()))
        assert item["first"] == (int((row["start_year"] or row["opening_congress_on"])[:4] or 0) or None)
        assert item["last"] == (int((row["end_year"] or row["closing_congress_on"])[:4] or 0) or None)
        assert (item["opened"] or "", item["closed"] or "") == (
            row["opening_congress_on"],
            row["closing_congress_on"],
        )
        assert item["is_documented"] == bool(n)
        assert item["documents"] == (EN("documents_of", n=n) if n else EN("cell_no_document"))
    assert {item["is_documented"] for item in drawn["items"]} >= {False}


@pytest.mark.parametrize("organization", [DISPUTED, CODED, COMMITTEE])
def test_every_cell_is_the_figure_or_the_state_that_the_rows_give_it(
    see: Callable[..., Any], by_hand: ByHand, organization: str
) -> None:
    """Indicators that apply × terms: what is not reported is a gap and no zero; the marks of qualifiers are
    kept; a figure opens its sources.
    """
    page = see(PAGE, lang="en", about=organization)
    grid = page.elements["grid"][0]
    terms = by_hand.terms[organization]
    labels = by_hand.rows("indicators")
    expected = {}
    for indicator in by_hand.indicators:
        states = [by_hand.state(organization, term, indicator) for term in terms]
        if set(states) != {"not_applicable"}:
            expected[indicator] = states
    shown = {
        row["code"]: row["cells"]
        for group in grid["groups"]
        for row in group["rows"]
        if row["code"] in by_hand.indicators
    }
    assert set(shown) == set(expected)
    marks = {"exact": "", "about": "≈", "at_least": "≥", "at_most": "≤"}
    for indicator, states in expected.items():
        for cell, state, term in zip(shown[indicator], states, terms, strict=True):
            if state == "figure":
                row = by_hand.figures[organization, term, indicator]
                assert cell["text"].rstrip("*") == marks[row["qualifier"]] + EN.number(Decimal(row["value"]))
            else:
                assert cell == state
    assert {column["code"] for column in grid["columns"]} == {organization}
    names = {row["label_en"] for row in labels if row["indicator"] in expected}
    assert {cells[0] for cells in table(page, "figures")} >= names


def test_a_disputed_figure_is_marked(see: Callable[..., Any], by_hand: ByHand) -> None:
    """Two documents of equal date give two numbers: the one shown has a star that the page explains."""
    page = see(PAGE, lang="en", about=DISPUTED)
    starred = [
        row["code"]
        for group in page.elements["grid"][0]["groups"]
        for row in group["rows"]
        if any("*" in cell["text"] for cell in row["cells"] if isinstance(cell, dict))
    ]
    values: dict[tuple[str, str], set[str]] = {}
    for row in by_hand.rows("observations"):
        if row["organization_id"] == DISPUTED:
            values.setdefault((row["indicator"], row["term"]), set()).add(row["value"])
    assert starred == [indicator for (indicator, _), found in values.items() if len(found) > 1] != []
    assert EN("disputed_star") in unescaped(page.of("caption"))


def test_awards_received_and_granted_are_apart(see: Callable[..., Any], by_hand: ByHand, say: Text) -> None:
    """Each direction has its own list and its own sum, and rows without a number are counted apart."""
    page = see(PAGE, lang=say.language, about=CODED)
    for direction in ("received", "granted"):
        rows = [
            row
            for row in by_hand.rows("awards")
            if (row["organization_id"], row["direction"]) == (CODED, direction)
        ]
        given = [Decimal(row["count"]) for row in rows if row["count"]]
        counts = sorted(cells[5] for cells in table(page, direction))
        assert len(counts) == len(rows) > 0
        assert sorted(text.lstrip("≈≥≤") for text in counts) == sorted(
            [*(say.number(n) for n in given), *[say("no_number")] * (len(rows) - len(given))]
        )
        if given:
            assert any(
                f"{say.number(sum(given))} {say('awards_unit')}" in caption
                for caption in unescaped(page.of("caption"))
            )


def test_limitations_and_lessons_stand_term_by_term(
    see: Callable[..., Any], by_hand: ByHand, say: Text
) -> None:
    """Every statement once, under its theme, with document and paragraph."""
    page = see(PAGE, lang=say.language, about=LEARNED)
    labels = {row["theme"]: row[f"label_{say.language}"] for row in by_hand.rows("themes")}
    for coded, name in (
        (by_hand.limitations, "own_limitation"),
        (by_hand.causes, "own_cause"),
        (by_hand.rows("lessons"), "own_lesson"),
    ):
        rows = [row for row in coded if row["organization_id"] == LEARNED]
        items = [
            item
            for group in page.elements["statements"][0]
            if group["heading"].endswith(say(name))
            for item in group["items"]
        ]
        assert sorted((item["text"], item["tags"][0], item["where"]) for item in items) == sorted(
            (
                row[f"summary_{say.language}"],
                labels[row["theme"]],
                stands_in(say, by_hand.sources[row["source_id"]], row["paragraph"]),
            )
            for row in rows
        )
        assert items


def test_its_documents_are_listed(see: Callable[..., Any], by_hand: ByHand) -> None:
    page = see(PAGE, lang="en", about=DISPUTED)
    titles = {row["source_id"]: row["title"] for row in by_hand.rows("sources")}
    read = set().union(
        *(found for (organization, _), found in by_hand.documents.items() if organization == DISPUTED)
    )
    assert sorted(cells[0] for cells in table(page, "documents")) == sorted(titles[source] for source in read)
    assert EN("documents_n", n=len(read)) in page.of("header")


def test_it_leads_to_what_it_belongs_to_came_from_and_can_be_compared_with(
    seen: Callable[..., Any], ways_to: Callable[..., Any], opened: Callable[..., Any], by_hand: ByHand
) -> None:
    """The union above, predecessor and successor with the date, the former and the present province each in
    its boundaries; filters go along.
    """
    name = {organization: row["name_en"] for organization, row in by_hand.organizations.items()}
    app = opened(PAGE, lang="en", about=CODED, kind="association")
    assert ways_to(app, "organization")[name["st-union-ha-tinh"]] == {
        "lang": "en",
        "kind": "association",
        "about": "st-union-ha-tinh",
    }
    assert list(ways_to(app, "compare").values()) == [{"lang": "en", "kind": "association", "compare": CODED}]
    succession = next(
        row for row in by_hand.rows("successions") if row["predecessor_id"] == "st-union-binh-dinh"
    )
    app = opened(PAGE, lang="en", about="st-union-binh-dinh")
    assert ways_to(app, "organization") == {
        name[succession["successor_id"]]: {"lang": "en", "about": succession["successor_id"]}
    }
    assert f"({EN.date(succession['on'])})" in seen(app).of("fact")
    former, present = ways_to(app, "province").values()
    assert former == {"lang": "en", "boundaries": "former", "place": "binh-dinh"}
    assert present == {"lang": "en", "place": "gia-lai"}
    back = opened(PAGE, lang="en", about=succession["successor_id"])
    assert list(ways_to(back, "organization")) == [name["st-union-binh-dinh"]]


def test_an_organization_without_a_document_says_so_once(
    see: Callable[..., Any], by_hand: ByHand, say: Text
) -> None:
    """Its terms stand there, and one sentence in place of empty tables."""
    assert SILENT not in by_hand.documented
    page = see(PAGE, lang=say.language, about=SILENT)
    assert page.of("info") == [say("why_no_document")]
    assert "grid" not in page.elements
    assert page.exceptions == page.of("warning") == []


@pytest.mark.parametrize("query", [{}, {"about": "atlantis"}])
def test_with_nothing_chosen_there_is_a_choice(
    ways_to: Callable[..., Any], opened: Callable[..., Any], by_hand: ByHand, query: Row
) -> None:
    """A search, a list of all, and ways to the organizations with most documents; a code that is not known is
    named.
    """
    app = opened(PAGE, lang="en", **query)
    n = {organization: 0 for organization in by_hand.organizations}
    for organization in n:
        n[organization] = len(
            set().union(*(found for (o, _), found in by_hand.documents.items() if o == organization))
        )
    suggested = [way["about"] for way in ways_to(app, "organization").values()]
    assert len(suggested) == 10
    assert min(n[organization] for organization in suggested) >= max(
        n[organization] for organization in set(n) - set(suggested)
    )
    assert set(app.selectbox(key="choose-about").options) == {
        row["name_en"] for row in by_hand.organizations.values()
    }
    assert [banner.value.replace("\\", "") for banner in app.info] == [
        EN("rejected", parts=f"{k} = {v}") for k, v in query.items()
    ]
    assert not app.exception


def test_it_is_found_without_accents_and_chosen(opened: Callable[..., Any]) -> None:
    """What is typed finds it; the button makes it the address, and the filters stay."""
    app = opened(PAGE, lang="en", kind="association")
    app.text_input(key="find-about").set_value("tin hoc thanh hoa").run()
    app.button(key="go-about-it-association-thanh-hoa").click().run()
    query = {
        name: value[-1] if isinstance(value, list) else value
        for name, value in dict(app.query_params).items()
    }
    assert query == {"lang": "en", "kind": "association", "about": "it-association-thanh-hoa"}
    app.text_input(key="find-about").set_value("atlantis").run()
    assert EN("search_nothing") in [caption.value for caption in app.caption]
    assert not app.exception


def test_filters_do_not_change_it_but_years_do(see: Callable[..., Any], by_hand: ByHand) -> None:
    """A filter that leaves it out is passed on and not applied; years leave the terms that cover them, which
    the page says.
    """
    whole, filtered = (
        see(PAGE, lang="en", about=CODED),
        see(PAGE, lang="en", about=CODED, kind="youth_union", province="thanh-hoa"),
    )
    for name in ("timeline", "grid", "statements"):
        assert [without_links(data) for data in filtered.elements[name]] == [
            without_links(data) for data in whole.elements[name]
        ]
    assert not filtered.of("info")
    some = see(PAGE, lang="en", about=DISPUTED, years="2018-2022")
    assert [item["label"] for item in some.elements["timeline"][0]["items"]] == [EN("term_n", term="8")]
    assert "2018–2022" in unescaped(some.of("button"))
    none = see(PAGE, lang="en", about=DISPUTED, years="1990-1991")
    assert EN("terms_none_years", years="1990–1991") in unescaped(none.of("markdown"))
    assert none.of("info") == [EN("why_no_document_years", years="1990–1991")]


def without_links(data: Any) -> Any:
    return (
        {key: value for key, value in data.items() if key not in ("link", "digest")}
        if isinstance(data, dict)
        else data
    )


def test_a_cell_opens_its_coded_rows(see: Callable[..., Any], by_hand: ByHand) -> None:
    """Also where a filter would leave the organization out; the way to the page that one is on is left
    out.
    """
    page = see(PAGE, lang="en", about=CODED, cell=f"members~{CODED}", kind="youth_union")
    rows = [
        row
        for row in by_hand.rows("observations")
        if (row["organization_id"], row["indicator"]) == (CODED, "members")
    ]
    opened = [
        data
        for data in page.elements["statements"]
        if data and data[0]["heading"] == EN("record_observation")
    ]
    assert rows
    assert [len(group["items"]) for [group] in opened] == [len(rows)]
    assert EN("see_organization") not in page.of("way")
