"""One card alone, as it stands in somebody's article: it is as honest as its page, in a few small lines."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dashboard.words.text import Text
from etl import release
from tests.pages.edited import Releases

EN, VI = Text("en"), Text("vi")
SAYS = pytest.mark.parametrize("say", [EN, VI], ids=["en", "vi"])
CARD = {"card": "ranking", "alone": "1"}


def captions(seen: Any) -> list[str]:
    """What stands in small letters outside of the card."""
    of_card = [text for card in seen.cards.values() for text in card.texts("caption")]
    return [text for text in seen.texts("caption") if text not in of_card]


def beginning(sentence: str) -> str:
    return sentence.split("\0")[0]


def way(seen: Any) -> dict[str, str]:
    """The only way that leads away from the card: its words and address."""
    [links] = seen.elements["nav_links"]
    [[part]] = [row["parts"] for row in links["rows"]]
    return part


@SAYS
@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ({"organization": "st-union-nowhere"}, "organization = st-union-nowhere"),
        ({"province": "ha-tinh,ha-tinhh"}, "province = ha-tinhh"),
        ({"kind": "associations"}, "kind = associations"),
        ({"years": "2020-2010"}, "years = 2020-2010"),
        ({"region": "nowhere", "utm_source": "x"}, "region = nowhere, utm_source = x"),
        ({"v": "2"}, "v = 2"),
        ({"release": "0123456789ab"}, "release = 0123456789ab"),
        ({"measure": "<b>*x*</b>"}, "measure = <b>*x*</b>"),
    ],
)
def test_what_of_the_link_is_not_applied_is_said(
    see: Callable[..., Any], say: Text, query: dict[str, str], parts: str
) -> None:
    """One sentence, as on the page; the way out is the whole page at the same link."""
    seen = see("pages/membership.py", lang=say.language, **query, **CARD)
    assert list(seen.cards) == ["ranking"]
    assert seen.exceptions == seen.of("info") == seen.of("error") == seen.of("title") == []
    said = captions(seen)
    assert any(say("rejected", parts=parts) in text for text in said), said
    assert way(seen)["text"] == say("see_whole")
    path, _, written = way(seen)["to"].partition("?")
    assert path == "membership"
    assert "alone" not in written
    assert all(f"{name}=" in written for name in query)


def test_a_card_whose_link_is_right_says_nothing(see: Callable[..., Any]) -> None:
    """But of which release it is."""
    seen = see("pages/membership.py", lang="en", kind="association", **CARD)
    [foot] = captions(seen)
    assert foot.startswith(beginning(EN("footer", release="\0", date="")))
    assert way(seen)["text"] == EN("see_whole")


@SAYS
def test_a_pinned_card_says_so_and_what_has_changed(
    edited: Releases, see_copy: Callable[..., Any], say: Text
) -> None:
    """Its release and day, and how many of its own figures differ by now, of how many; the way leads to
    where they are listed.
    """
    older = edited.names["shipped"]
    seen = see_copy(edited.project, "pages/membership.py", lang=say.language, release=older, **CARD)
    newest = see_copy(edited.project, "pages/membership.py", lang=say.language)
    tables = [found.cards["ranking"].foot["table"] for found in (seen, newest)]
    figures = [
        (row["code"], column["label"], cell)
        for table in tables
        for row in table["rows"]
        for column, cell in zip(table["columns"], row["cells"], strict=True)
        if column["is_number"]
    ]
    n_all = len(figures) // 2
    n = len(set(figures)) - n_all
    assert n_all > n == 1
    assert seen.exceptions == []
    said = " ".join(captions(seen))
    built_on = say.date(release.metadata(edited.project / "releases", older).built_at.date())
    assert say("alone_pinned", release=older, date=built_on) in said
    assert say("alone_changed", n=n, all=n_all) in said
    assert way(seen)["text"] == say("alone_changes")
    assert f"release={older}" in way(seen)["to"]


@SAYS
def test_a_pinned_card_without_a_change_says_so(
    edited: Releases, see_copy: Callable[..., Any], say: Text
) -> None:
    """Of another card of the same two releases, and of the newest release, which nothing can have changed."""
    older, newest = edited.names["shipped"], edited.names["corrected"]
    other = {"card": "branches", "alone": "1"}
    seen = see_copy(edited.project, "pages/branches.py", lang=say.language, release=older, **other)
    n = sum(
        column["is_number"] * len(seen.cards["branches"].foot["table"]["rows"])
        for column in seen.cards["branches"].foot["table"]["columns"]
    )
    assert any(say("alone_same", n=n) in text for text in captions(seen))
    assert way(seen)["text"] == say("see_whole")
    seen = see_copy(edited.project, "pages/membership.py", lang=say.language, release=newest, **CARD)
    [said] = [text for text in captions(seen) if text.startswith(":material")]
    date = say.date(release.metadata(edited.project / "releases", newest).built_at.date())
    assert said.endswith(say("alone_newest", release=newest, date=date))


@SAYS
def test_a_card_that_was_pinned_to_what_is_pruned_says_so(
    edited: Releases, see_copy: Callable[..., Any], tmp_path: Path, say: Text
) -> None:
    """Of which day its data were, and that these are the newest; the whole page offers the nearest ones."""
    shutil.copytree(edited.project, tmp_path / "pruned")
    older = edited.names["shipped"]
    known = release.metadata(edited.project / "releases", older)
    release.prune(tmp_path / "pruned" / "releases", 1)
    seen = see_copy(tmp_path / "pruned", "pages/membership.py", lang=say.language, release=older, **CARD)
    said = " ".join(captions(seen))
    assert say("rejected", parts=f"release = {older}") in said
    assert say("alone_gone", date=say.date(known.built_at.date())) in said
    assert "700" in [row["cells"][2] for row in seen.cards["ranking"].foot["table"]["rows"]]
    assert f"release={older}" in way(seen)["to"]


def test_a_release_that_never_was_is_not_taken_for_the_newest(see: Callable[..., Any]) -> None:
    seen = see("pages/membership.py", lang="en", release="0123456789ab", **CARD)
    assert any(EN("alone_unknown") in text for text in captions(seen))


@SAYS
def test_filters_that_leave_nothing_are_said(see: Callable[..., Any], say: Text) -> None:
    """No card of nothing, but one sentence and the way to the filters."""
    seen = see("pages/membership.py", lang=say.language, years="1900-1901", **CARD)
    assert seen.exceptions == seen.of("error") == []
    assert seen.cards == {}
    assert any(say("alone_nothing") in text for text in captions(seen))
    assert way(seen)["text"] == say("see_whole")


@pytest.mark.parametrize(
    ("card", "parts"), [("themes", "card = themes"), ("rankingg", "card = rankingg"), ("", "alone = 1")]
)
def test_a_card_that_the_page_does_not_have_is_named(see: Callable[..., Any], card: str, parts: str) -> None:
    """Nothing else of the page stands there: a page may not stand in a frame of another site."""
    seen = see("pages/membership.py", lang="en", alone="1", **({"card": card} if card else {}))
    assert seen.exceptions == seen.of("error") == []
    assert seen.cards == {}
    assert seen.of("info") == seen.of("popover") == []
    assert any(EN("rejected", parts=parts) in text for text in captions(seen))
    assert way(seen)["text"] == EN("see_whole")
    assert "alone" not in way(seen)["to"]
