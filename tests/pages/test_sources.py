"""Where reports are missing: provinces without any, the state of every cell, what to ask for, and every
document with its rows.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from dashboard.files.ask_list import ask_list
from dashboard.model.measures import MENTIONS
from dashboard.release.queries.filtering import MAX_SHOWN
from dashboard.request.selection import BOUNDARIES, Filters, Selection
from dashboard.words.text import Text
from dashboard.words.theme import STATES
from tests.opening import page
from tests.pages.by_hand import READ_IN_PART, TABLES, ByHand

Row = dict[str, str]
PAGE = "pages/sources.py"
BOTH = pytest.mark.parametrize("boundaries", BOUNDARIES)


@pytest.fixture(params=["vi", "en"])
def say(request: pytest.FixtureRequest) -> Text:
    return Text(request.param)


def headings(by_hand: ByHand, say: Text) -> dict[str, dict[int | None, str]]:
    """How each term of each organization is headed, in order of time: its number, and its years as
    far as the rows give them.
    """
    written = {(row["organization_id"], int(row["term"])): row for row in by_hand.rows("terms")}
    found: dict[str, dict[int | None, str]] = {}
    for organization in by_hand.organizations:
        found[organization] = {}
        for term in by_hand.terms.get(organization, []):
            row = written[organization, term]
            start, end = (
                row["start_year"] or row["opening_congress_on"][:4],
                row["end_year"] or row["closing_congress_on"][:4],
            )
            years = "" if not start + end else start if start == end else f"{start or '…'}–{end or '…'}"
            number = say("term_founding") if term == 0 else say("term_n", term=str(term))
            found[organization][term] = f"{number} ({years})" if years not in ("", str(term)) else number
        if not found[organization]:
            found[organization][None] = say("term_none")
    return found


def states_by_hand(
    by_hand: ByHand, say: Text, organizations: Iterable[str]
) -> dict[tuple[str, str, str], str]:
    named = headings(by_hand, say)
    return {
        (o, named[o][t], i): by_hand.state(o, t, i)
        for o in organizations
        for t in named[o]
        for i in by_hand.indicators
    }


def mentions_by_hand(
    by_hand: ByHand, say: Text, organizations: Iterable[str]
) -> dict[tuple[str, str, str], str]:
    """Whether each term speaks of awards, limitations and lessons."""
    named = headings(by_hand, say)
    return {
        (o, named[o][t], mention): by_hand.mention(o, [t], mention)
        for o in organizations
        for t in named[o]
        for mention in MENTIONS
    }


def shown_states(page: Any) -> dict[tuple[str, str, str], str]:
    return {key: cell["state"] if isinstance(cell, dict) else cell for key, cell in page.states().items()}


@BOTH
def test_provinces_without_any_document_are_listed(
    see: Callable[..., Any], by_hand: ByHand, say: Text, boundaries: str
) -> None:
    """Those, and only those, of which no organization has a coded row; with how many of how many."""
    page = see(PAGE, lang=say.language, boundaries=boundaries)
    provinces = by_hand.provinces(boundaries)
    missing = set(provinces) - {
        by_hand.place(organization, boundaries) for organization in by_hand.documented
    }
    assert missing
    assert say("undocumented", n=len(missing), all=len(provinces)) in page.of("header")
    listed = page.of("markdown")[0].replace("\\", "").split(", ")
    assert sorted(listed) == sorted(provinces[code][f"name_{say.language}"] for code in missing)
    assert page.exceptions == page.of("warning") == page.of("info") == []


def test_a_filter_leaves_the_list_of_provinces(see: Callable[..., Any], say: Text) -> None:
    """What is missing in the country does not depend on what is looked at."""
    assert (
        see(PAGE, lang=say.language, kind="association").of("markdown")[0]
        == see(PAGE, lang=say.language).of("markdown")[0]
    )


def test_every_cell(see: Callable[..., Any], by_hand: ByHand, say: Text) -> None:
    """The grid holds each organization and term × indicator in the state that the rows give it, and all six
    states occur; so do awards, limitations and lessons, after the indicators.
    """
    assert len(by_hand.organizations) <= MAX_SHOWN
    page = see(PAGE, lang=say.language)
    expected = states_by_hand(by_hand, say, by_hand.organizations)
    mentioned = mentions_by_hand(by_hand, say, by_hand.organizations)
    assert shown_states(page) == expected | mentioned
    assert {*mentioned.values()} == {*STATES} - {"not_applicable"}
    said = {cell.get("state"): cell["said"] for cell in page.states().values() if isinstance(cell, dict)}
    # Where a mention is said in other words than a figure; else the grid's own words say it.
    assert said == {state: say(f"mentioned_{state}") for state in ("figure", "unstated")}
    assert set(expected.values()) == set(STATES)
    counts = Counter(
        by_hand.state(o, t, i)
        for o in by_hand.organizations
        for t in by_hand.terms.get(o, [None])
        for i in by_hand.indicators
    )
    share = counts["figure"] / (counts.total() - counts["not_applicable"])
    assert say("coverage_of", share=say.percent(share), n=counts["figure"]) in page.of("caption")


def test_the_grid_is_headed_by_the_lists(see: Callable[..., Any], by_hand: ByHand, say: Text) -> None:
    """Columns are the indicators in the order of their groups, organizations stand by name, the latest term
    first, each state with its sign and word.
    """
    grid = see(PAGE, lang=say.language).elements["grid"][0]
    groups = {row["indicator_group"]: int(row["position"]) for row in by_hand.rows("indicator_groups")}
    ordered = sorted(
        by_hand.indicators.values(), key=lambda row: (groups[row["indicator_group"]], int(row["position"]))
    )
    assert {column["code"]: column["label"] for column in grid["columns"]} == {
        row["indicator"]: row[f"label_{say.language}"] for row in ordered
    } | {mention: say(f"mention_column_{mention}") for mention in MENTIONS}
    assert [column["code"] for column in grid["columns"]][-3:] == [*MENTIONS]
    named = headings(by_hand, say)
    for group in grid["groups"]:
        [organization] = {row["code"] for row in group["rows"]}
        assert group["label"] == by_hand.organizations[organization][f"name_{say.language}"]
        assert [row["label"] for row in group["rows"]] == [*named[organization].values()][::-1]
    assert len(grid["groups"]) == len(by_hand.organizations)
    assert {state: grid["words"][state] for state in STATES} == {
        state: say(f"cell_{state}") for state in STATES
    }
    signs = [grid["marks"][state] for state in STATES if state != "no_document"]
    assert all(signs)
    assert len(set(signs)) == len(signs)


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "association"},
        {"province": "ha-tinh"},
        {"province": "long-an,ca-mau", "boundaries": "former"},
        {"organization": "it-association-tay-ninh"},
    ],
)
def test_a_filter_narrows_grid_share_and_documents(
    see: Callable[..., Any], by_hand: ByHand, query: Row
) -> None:
    say, boundaries = Text("en"), query.get("boundaries", "present")
    page = see(PAGE, lang="en", **query)
    chosen = [
        o
        for o, row in by_hand.organizations.items()
        if row["kind"] == query.get("kind", row["kind"])
        and ("province" not in query or by_hand.place(o, boundaries) in query["province"].split(","))
        and o == query.get("organization", o)
    ]
    assert chosen
    states = states_by_hand(by_hand, say, chosen)
    assert shown_states(page) == states | mentions_by_hand(by_hand, say, chosen)
    counts = Counter(states.values())
    parts = "; ".join(
        f"{say(f'cell_{state}')}: {say.number(counts[state])}"
        for state in ("unstated", "not_mentioned", "not_read", "no_document")
        if counts[state]
    )
    assert say("coverage_without", states=parts) in page.of("caption")
    documents = set().union(*(found for (o, _), found in by_hand.documents.items() if o in chosen))
    assert say("documents_n", n=len(documents)) in page.of("header")
    [listed] = page.elements["statements"]
    titles = {row["source_id"]: row["title"] for row in by_hand.rows("sources")}
    assert sorted(item["text"] for item in listed[0]["items"]) == sorted(
        titles[document] for document in documents
    )


# What to ask for


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(boundaries="former"),
        Filters(kinds=("association",)),
        Filters(provinces=("ha-tinh", "hue")),
    ],
    ids=["all", "former", "kind", "provinces"],
)
def test_what_to_ask_for(by_hand: ByHand, say: Text, filters: Filters) -> None:
    """The file has a row for every organization and term that lacks something, with what: a document, or the
    indicators without a number.
    """
    file = ask_list(page("sources", Selection(language=say.language, filters=filters)))
    read = list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline="")))
    kinds = {row["kind"]: row[f"label_{say.language}"] for row in by_hand.rows("organization_kinds")}
    provinces, named = by_hand.provinces(filters.boundaries), headings(by_hand, say)
    expected = []
    for organization, row in by_hand.organizations.items():
        place = by_hand.place(organization, filters.boundaries)
        if row["kind"] not in (filters.kinds or kinds) or place not in (
            filters.provinces or {"", *provinces}
        ):
            continue
        for term, heading in named[organization].items():
            states = {
                indicator: by_hand.state(organization, term, indicator) for indicator in by_hand.indicators
            }
            lacking = {
                indicator
                for indicator, found in states.items()
                if found in ("no_document", "not_read", "not_mentioned", "unstated")
            }
            if lacking:
                found = {*states.values()}
                why = next((w for w in ("no_document", "not_read") if w in found), "not_mentioned")
                labels = {by_hand.indicators[indicator][f"label_{say.language}"] for indicator in lacking}
                province = provinces[place][f"name_{say.language}"] if place else ""
                expected.append(
                    (
                        row[f"name_{say.language}"],
                        kinds[row["kind"]],
                        province,
                        heading,
                        say(f"cell_{why}"),
                        frozenset(labels),
                    )
                )
    columns = [
        say(f"ask_{column}") for column in ("organization", "kind", "province", "term", "state", "indicators")
    ]
    assert expected
    assert list(read[0]) == columns
    found = [
        (*(row[column] for column in columns[:5]), frozenset(row[columns[5]].split("; "))) for row in read
    ]
    assert Counter(found) == Counter(expected)


def test_the_file_is_offered(opened: Callable[..., Any], say: Text) -> None:
    """A button on the page gives it, under a name in the page's language."""
    [button] = opened(PAGE, lang=say.language).get("download_button")
    assert button.proto.label == say("ask_download")
    assert say("ask_file").endswith(".csv")


# An open cell


def test_an_opened_cell_lists_its_figures(see: Callable[..., Any], by_hand: ByHand, say: Text) -> None:
    """Every coded figure of the indicator, of all terms and documents, each with its paragraph."""
    coded = Counter((row["organization_id"], row["indicator"]) for row in by_hand.rows("observations"))
    (organization, indicator), n = coded.most_common(1)[0]
    page = see(PAGE, lang=say.language, cell=f"{indicator}~{organization}")
    assert page.elements["grid"][0]["selected"] == f"{organization}~{indicator}"
    names = (
        by_hand.indicators[indicator][f"label_{say.language}"],
        by_hand.organizations[organization][f"name_{say.language}"],
    )
    assert ": ".join(names) in [header.replace("\\", "") for header in page.of("header")]
    [group] = page.elements["statements"][0]
    assert (group["heading"], len(group["items"])) == (say("record_observation"), n)
    written = [
        row
        for row in by_hand.rows("observations")
        if (row["organization_id"], row["indicator"]) == (organization, indicator)
    ]
    titles = {row["source_id"]: row["title"] for row in by_hand.rows("sources")}
    figures = sorted(
        f"{names[0]}: {say.quantity(int(r['value']), r['qualifier']) if r['value'] else say('no_number')}"
        for r in written
    )
    assert sorted(item["text"] for item in group["items"]) == figures
    assert {item["url"] is None or item["url"].startswith("http") for item in group["items"]} == {True}
    assert (
        sorted(any(titles[r["source_id"]] in item["where"] for item in group["items"]) for r in written)
        == [True] * n
    )


def test_a_cell_without_a_figure_says_why(see: Callable[..., Any], by_hand: ByHand, say: Text) -> None:
    """With documents: that they, or the part that was read, do not give it, and which they are; without: that
    there is none.
    """
    given = {(row["organization_id"], row["indicator"]) for row in by_hand.rows("observations")}
    titles = {row["source_id"]: row["title"] for row in by_hand.rows("sources")}
    silent = {
        by_hand.silence(by_hand.documents_of(o)): o
        for o in sorted(by_hand.documented)
        if (o, "members") not in given
    }
    assert set(silent) == {"not_mentioned", "not_read"}
    for state, o in silent.items():
        page = see(PAGE, lang=say.language, cell=f"members~{o}")
        assert say(f"figure_in_none_{state}") in page.of("markdown")
        [group] = page.elements["statements"][0]
        read = [titles[document] for document in by_hand.documents_of(o)]
        assert sorted(item["text"] for item in group["items"]) == sorted(read)
    unknown = next(o for o in by_hand.organizations if o not in by_hand.documented)
    page = see(PAGE, lang=say.language, cell=f"members~{unknown}")
    assert say("figure_in_none_no_document") in page.of("markdown")
    assert page.elements["statements"][0] == []
    assert page.exceptions == page.of("warning") == []


@pytest.mark.parametrize("cell", ["members~", "members~nobody", "nothing~st-union-hong-linh", "members"])
def test_a_cell_that_is_none_is_named(see: Callable[..., Any], say: Text, cell: str) -> None:
    """An indicator is opened of one organization that there is; another cell is named and passed over."""
    page = see(PAGE, lang=say.language, cell=cell)
    assert f"cell = {cell}" in page.of("info")[0].replace("\\", "")
    assert page.elements["grid"][0]["selected"] == ""
    assert page.exceptions == page.of("warning") == []


def test_closing_the_cell_keeps_the_rest(opened: Callable[..., Any]) -> None:
    app = opened(PAGE, lang="en", province="ha-tinh", cell="members~st-union-hong-linh", boundaries="former")
    app.button(key="close-details").click().run()
    query = {
        name: value[-1] if isinstance(value, list) else value
        for name, value in dict(app.query_params).items()
    }
    assert query == {"lang": "en", "province": "ha-tinh", "boundaries": "former"}
    assert not app.exception


# Documents


def test_documents_are_listed_the_latest_first(see: Callable[..., Any], by_hand: ByHand, say: Text) -> None:
    """As many as there is room for, by date, with kind, publisher, date and how many rows; how many are left
    out is told.
    """
    page = see(PAGE, lang=say.language)
    n_rows = Counter(row["source_id"] for table in TABLES for row in by_hand.rows(table))
    sources = {row["source_id"]: row for row in by_hand.rows("sources")}
    kinds = {row["kind"]: row[f"label_{say.language}"] for row in by_hand.rows("source_kinds")}
    ordered = sorted(sorted(n_rows), key=lambda code: sources[code]["published_on"], reverse=True)
    assert say("documents_n", n=len(n_rows)) in page.of("header")
    [group] = page.elements["statements"][0]
    assert len(n_rows) > MAX_SHOWN
    assert len(group["items"]) == MAX_SHOWN
    assert say("documents_left_out", n=len(n_rows) - MAX_SHOWN) in page.of("caption")
    assert [item["text"] for item in group["items"]] == [
        sources[code]["title"] for code in ordered[:MAX_SHOWN]
    ]
    for item, code in zip(group["items"], ordered, strict=False):
        row = sources[code]
        dated = say.date(row["published_on"]) if row["published_on"] else say("undated")
        assert item["who"] == " · ".join(filter(None, (kinds[row["kind"]], row["publisher"], dated)))
        extent = [READ_IN_PART[say.language]] if row["extent"] == "part" else []
        assert item["where"] == " · ".join([say("rows_n", n=n_rows[code]), *extent])
        assert (item["note"] or {"text": ""})["text"] == row["note"]
        assert item["text_url"] == (row["url"] or None)


@pytest.mark.parametrize("which", ["oldest", "newest", "report", "outside the filters"])
def test_an_opened_document_shows_every_row_coded_from_it(
    see: Callable[..., Any], by_hand: ByHand, say: Text, which: str
) -> None:
    """Its figures and awards, limitations and lessons, each as often as it is coded; also where it is not in
    the list.
    """
    coded = {row["source_id"] for table in TABLES for row in by_hand.rows(table)}
    dated = sorted(
        (row["published_on"], row["source_id"])
        for row in by_hand.rows("sources")
        if row["published_on"] and row["source_id"] in coded
    )
    document = {"oldest": dated[0][1], "newest": dated[-1][1]}.get(which, "long-an-it-term2-review")
    query = {"province": "ha-noi"} if which == "outside the filters" else {}
    page = see(PAGE, lang=say.language, document=document, **query)
    assert page.exceptions == page.of("warning") == page.of("info") == []
    groups = {group["heading"]: group["items"] for group in page.elements["statements"][0]}
    written = {
        table: [row for row in by_hand.rows(table) if row["source_id"] == document] for table in TABLES
    }
    assert len(groups.get(say("record_observation"), [])) == len(written["observations"]) + len(
        written["awards"]
    )
    headings = {"limitation": "record_limitation", "cause": "record_cause", "lesson": "record_lesson"}
    for named_as, heading in headings.items():
        shown = [item["text"] for item in groups.get(say(heading), [])]
        assert sorted(shown) == sorted(
            row[f"summary_{say.language}"]
            for table in ("limitations", "lessons")
            for row in written[table]
            if row.get("role", "lesson") == named_as
        )
    paragraphs = Counter(row["paragraph"] for table in TABLES for row in written[table] if row["paragraph"])
    ends = Counter(
        item["where"].rsplit(" ", 1)[1]
        for items in groups.values()
        for item in items
        if not item["where"].endswith(say("where_page", title=""))
    )
    assert ends == paragraphs
    assert {
        item["where"].startswith(
            next(r["title"] for r in by_hand.rows("sources") if r["source_id"] == document)
        )
        for items in groups.values()
        for item in items
    } == {True}


def test_a_document_is_chosen_and_left(opened: Callable[..., Any]) -> None:
    """Choosing one makes it part of the address; taking it back shows the list again."""
    app = opened(PAGE, lang="en", province="ha-tinh")
    app.selectbox(key="document").set_value("hong-linh-st-term4-review").run()
    query = {
        name: value[-1] if isinstance(value, list) else value
        for name, value in dict(app.query_params).items()
    }
    assert query == {"lang": "en", "province": "ha-tinh", "document": "hong-linh-st-term4-review"}
    assert app.selectbox(key="document").value == "hong-linh-st-term4-review"
    app.selectbox(key="document").set_value(None).run()
    query = {
        name: value[-1] if isinstance(value, list) else value
        for name, value in dict(app.query_params).items()
    }
    assert query == {"lang": "en", "province": "ha-tinh"}
    assert not app.exception


def test_a_document_that_nothing_is_coded_from_is_named(
    see: Callable[..., Any], by_hand: ByHand, say: Text
) -> None:
    """Neither an unknown document nor one without a coded row opens to an empty page."""
    coded = {row["source_id"] for table in TABLES for row in by_hand.rows(table)}
    for document in (
        "no-such-document",
        *sorted({row["source_id"] for row in by_hand.rows("sources")} - coded)[:1],
    ):
        page = see(PAGE, lang=say.language, document=document)
        assert f"document = {document}"[:52] in page.of("info")[0].replace("\\", "")
        assert page.elements["statements"][0][0]["heading"] == say("documents_latest")


def test_who_is_silent_can_be_asked(see: Callable[..., Any], by_hand: ByHand, say: Text) -> None:
    """How many organizations with a document speak of awards, limitations and lessons, and how many do not,
    whole or in the part that was read.
    """
    page = see(PAGE, lang=say.language)
    table = page.cards["mentions"].foot["table"]
    known = ("figure", "unstated", "not_mentioned", "not_read")
    assert [column["label"] for column in table["columns"]][1:] == [say(f"mentioned_{s}") for s in known]
    found = {row["cells"][0]: row["cells"][1:] for row in table["rows"]}
    for mention in MENTIONS:
        counts = Counter(by_hand.mention(o, by_hand.terms[o], mention) for o in by_hand.documented)
        assert found[say(f"mention_column_{mention}")] == [say.number(counts[s]) for s in known]
        assert counts.total() == len(by_hand.documented)
    captions = page.cards["mentions"].texts("caption")
    assert any(say("mentions_of", n=len(by_hand.documented)) in text for text in captions)


@pytest.mark.parametrize("mention", MENTIONS)
def test_what_is_said_of_it_is_opened(
    see: Callable[..., Any], by_hand: ByHand, say: Text, mention: str
) -> None:
    """The rows of the organization; where there are none, why, with the documents that were read."""
    of_state = {by_hand.mention(o, by_hand.terms[o], mention): o for o in sorted(by_hand.documented)}
    given = by_hand.limitations if mention == "limitations" else by_hand.rows(mention)
    titles = {row["source_id"]: row["title"] for row in by_hand.rows("sources")}
    for state, organization in of_state.items():
        page = see(PAGE, lang=say.language, cell=f"{mention}~{organization}")
        assert page.exceptions == page.of("warning") == []
        assert page.elements["grid"][0]["selected"] == f"{organization}~{mention}"
        items = [item for group in page.elements["statements"][0] for item in group["items"]]
        rows = [row for row in given if row["organization_id"] == organization]
        if state in ("figure", "unstated"):
            assert len(items) == len(rows) > 0
        else:
            assert say(f"unmentioned_{state}") in page.of("markdown")
            read = [titles[document] for document in by_hand.documents_of(organization)]
            assert sorted(item["text"] for item in items) == sorted(read)
