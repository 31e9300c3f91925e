"""Links that name a release: its figures, what has changed since, and what is said where it cannot be had."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard.api import answers
from dashboard.files.formats import FORMATS
from dashboard.words.text import Text
from etl import release
from tests.etl.folder import edit_release
from tests.pages.by_hand import ByHand
from tests.pages.conftest import answering_from
from tests.pages.edited import Releases
from tests.pages.test_map import UNION

EN, VI = Text("en"), Text("vi")


@pytest.fixture
def pinned(edited: Releases) -> tuple[Path, str]:
    """A copy with releases, the newest with 700 members of an association, and the name of the one before."""
    return edited.project, edited.names["shipped"]


@pytest.fixture
def changed(pinned: tuple[Path, str], tmp_path: Path) -> tuple[Path, str]:
    """Such a copy that the test may change."""
    shutil.copytree(pinned[0], tmp_path / "changed")
    return tmp_path / "changed", pinned[1]


def by_code(table: Any) -> list[Any]:
    return sorted(table["rows"], key=lambda row: str(row["code"]))


def figures(page: Any) -> dict[str, Any]:
    return {name: card.foot["table"] for name, card in page.cards.items()}


@pytest.mark.parametrize("say", [EN, VI], ids=["en", "vi"])
def test_a_pinned_page_shows_the_figures_of_its_release_and_says_what_changed(
    pinned: tuple[Path, str], see_copy: Callable[..., Any], say: Text
) -> None:
    """The figures are those from before the change; the bar counts those that differ by now; the newest page
    has the new ones and no bar.
    """
    copy, older = pinned
    old = see_copy(copy, "pages/membership.py", lang=say.language, release=older)
    new = see_copy(copy, "pages/membership.py", lang=say.language)
    assert old.exceptions == old.of("warning") == new.of("info") == []
    label, cell = next(
        row["cells"] for row in new.cards["ranking"].foot["table"]["rows"] if row["cells"][2] == "700"
    )[:2]
    [before] = [
        row["cells"][2]
        for row in old.cards["ranking"].foot["table"]["rows"]
        if row["cells"][:2] == [label, cell]
    ]
    assert before == "618"
    different = sum(
        a != b
        for name, table in figures(old).items()
        if table
        for row, other in zip(by_code(table), by_code(figures(new)[name]), strict=True)
        for a, b, column in zip(row["cells"], other["cells"], table["columns"], strict=True)
        if column["is_number"]
    )
    n_all = sum(
        len(table["rows"]) * sum(c["is_number"] for c in table["columns"])
        for table in figures(old).values()
        if table
    )
    [bar] = old.of("info")
    assert say("pinned_changed", n=different, all=n_all) in bar.replace("\\", "")
    assert different >= 2


def test_the_newest_release_pinned_says_so(
    pinned: tuple[Path, str], see_started: Callable[..., Any], see_copy: Callable[..., Any]
) -> None:
    """Nothing can have changed since; the page is otherwise the same."""
    copy, _ = pinned
    name = release.current(copy / "releases").stem
    page = see_started(copy, "pages/membership.py", lang="en", release=name)
    [bar] = page.of("info")
    assert bar.startswith(EN("pinned_newest", date="\0").split("\0")[0])
    assert figures(page) == figures(see_copy(copy, "pages/membership.py", lang="en"))


@pytest.mark.parametrize(
    "name", ["0123456789ab", "../../etc/passwd", "current", "A" * 12, "０１２３４５６７８９ab"]
)
def test_a_release_that_cannot_be_had_is_named(
    pinned: tuple[Path, str], see_copy: Callable[..., Any], name: str
) -> None:
    """The newest data are shown, and one sentence names the part of the link."""
    page = see_copy(pinned[0], "pages/membership.py", lang="en", release=name)
    assert page.exceptions == page.of("error") == []
    said = " ".join(page.of("info")).replace("\\", "")
    assert name[:40] in said
    assert page.cards["ranking"].foot["table"]["rows"]


def test_a_release_that_was_pruned_says_what_it_was(
    changed: tuple[Path, str], see_copy: Callable[..., Any]
) -> None:
    """The link says of which day its data were, the newest are shown, and the nearest release is offered."""
    copy, older = changed
    assert older in [one.name for one in release.prune(copy / "releases", 1)]
    page = see_copy(copy, "pages/membership.py", lang="en", release=older)
    assert page.exceptions == page.of("error") == []
    assert any(text.startswith(EN("pinned_gone", date="\0").split("\0")[0]) for text in page.of("info"))
    assert EN("pinned_nearest") in page.of("button")
    assert "700" in [row["cells"][2] for row in page.cards["ranking"].foot["table"]["rows"]]


def test_a_symlink_is_no_release(
    changed: tuple[Path, str], see_copy: Callable[..., Any], tmp_path: Path
) -> None:
    """A link in the folder that leads to a sound release elsewhere is not followed."""
    copy, _ = changed
    real = release.current(copy / "releases")
    elsewhere = tmp_path / "elsewhere.duckdb"
    elsewhere.write_bytes(real.read_bytes())
    (copy / "releases" / "0123456789ab.duckdb").symlink_to(elsewhere)
    page = see_copy(copy, "pages/membership.py", lang="en", release="0123456789ab")
    assert "0123456789ab" in " ".join(page.of("info"))


def test_what_the_newest_release_brought_stands_open(
    pinned: tuple[Path, str], see_copy: Callable[..., Any]
) -> None:
    """The newer corrects one figure; what the older brought is told when it is opened."""
    copy, older = pinned
    page = see_copy(copy, "pages/changes.py", lang="en")
    assert page.exceptions == page.of("warning") == []
    [newest] = page.elements["statements"]
    lines = [item["text"] for group in newest for item in group["items"]]
    assert EN("history_corrected", what=EN("rows_observations", n=1)) in lines
    assert [older in label for label in page.of("expander")][:2] == [False, True]


def test_one_card_alone(see: Callable[..., Any]) -> None:
    """No menu, no title, no other card; the foot tells the release, and a way leads to the whole page."""
    page = see("pages/membership.py", lang="en", card="regions", alone="1")
    assert list(page.cards) == ["regions"]
    assert page.of("title") == []
    assert page.of("way") == [EN("see_whole")]
    assert any("release" in caption.lower() for caption in page.of("caption"))


# What measures of themes had no word of, before causes were counted apart from limitations.
ADDED = {
    "theme_spread": "n_admitting, n_silent, blamed_by",
    "theme_pairs": "is_rankable",
    "theme_persistence": "is_rankable",
    "findings": "n_admitting",
    "compared_themes": "n_causes, blamed_by, n_blamed_by",
}


def with_causes_among_limitations(path: Path) -> str:
    """Makes a release one of before causes were counted apart, with fewer columns; its name, which is another
    one, since answers are kept by it.
    """
    name = path.stem[::-1]
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "UPDATE mart.theme_counts SET n_limitations = n_limitations + n_causes, n_causes = 0"
        )
        newer = re.compile(rf"\bmart\.(theme_naming|{'|'.join(ADDED)})\b")
        for mart in ("theme_naming", "theme_causes", *ADDED):
            text = (release.SQL / "mart" / f"{mart}.sql").read_text(encoding="utf-8")
            text = text.replace("CREATE MACRO", "CREATE OR REPLACE MACRO")
            connection.execute(newer.sub(r"mart.newer_\1", text))
        for mart, columns in ADDED.items():
            given = "chosen, compared, chosen_kind" if mart == "compared_themes" else "chosen"
            connection.execute(
                f"""CREATE OR REPLACE MACRO mart.{mart}({given}) AS TABLE
                SELECT * EXCLUDE ({columns}) FROM mart.newer_{mart}({given})"""
            )
        connection.execute("DROP MACRO TABLE mart.theme_carriers")
        connection.execute("DROP MACRO TABLE mart.theme_naming")
    edit_release(path, "UPDATE meta.release SET name = ?", name)
    path.rename(release.path_of(path.parent, name))
    return name


def without_givers_and_extents(path: Path) -> str:
    """Makes a release one of before it was coded who gave an award and how much of a document was read, and
    before agreement was asked of a selection; its name, which is another one.
    """
    name = path.stem[6:] + path.stem[:6]

    def text_of(mart: str) -> str:
        return (release.SQL / "mart" / f"{mart}.sql").read_text(encoding="utf-8")

    with duckdb.connect(str(path)) as connection:
        for mart, later in (
            ("evidence", r"NULL AS giver, |giver, |,\s+s.extent"),
            ("statements", r",\s+s.extent"),
        ):
            text, n = re.subn(later, "", text_of(mart))
            assert n
            connection.execute(text.replace("CREATE VIEW", "CREATE OR REPLACE VIEW"))
        connection.execute(
            text_of("selected_agreement").replace("mart.selected_agreement", "mart.newer_agreement")
        )
        for statement in (
            """CREATE OR REPLACE VIEW mart.agreement AS
            SELECT * EXCLUDE (n_agreed) FROM mart.newer_agreement(mart.chosen())""",
            "DROP MACRO TABLE mart.selected_agreement",
            "DROP TABLE mart.coded_units",
            "ALTER TABLE core.awards DROP COLUMN giver",
            "ALTER TABLE core.sources DROP COLUMN extent",
            "DELETE FROM meta.fields WHERE field IN ('giver', 'extent')",
            "DELETE FROM meta.labels WHERE list = 'sources.extent'",
        ):
            connection.execute(statement)
    edit_release(path, "UPDATE meta.release SET name = ?", name)
    path.rename(release.path_of(path.parent, name))
    return name


@pytest.mark.parametrize("say", [EN, VI], ids=["en", "vi"])
def test_a_release_from_before_givers_and_extents_still_answers(
    changed: tuple[Path, str], see_copy: Callable[..., Any], say: Text
) -> None:
    """Its pages, data and files say what it knows: notes, and agreement of all of its documents."""
    copy, older = changed
    older = without_givers_and_extents(release.path_of(copy / "releases", older))
    pinned = {"lang": say.language, "release": older}
    for page, query in (
        ("app.py", {}),
        ("pages/awards.py", {"cell": "received~disability-association-tay-ninh"}),
        ("pages/limitations.py", {"kind": "club", "cell": "funding~st-union-hong-linh"}),
        ("pages/organization.py", {"about": "disability-association-tay-ninh"}),
        ("pages/province.py", {"place": "ha-tinh"}),
        ("pages/sources.py", {}),
        ("pages/sources.py", {"document": "disability-tay-ninh-2020-midyear"}),
    ):
        seen = see_copy(copy, page, **pinned, **query)
        assert seen.exceptions == seen.of("warning") == seen.of("error") == [], page
        assert say("failed") not in [*seen.of("markdown"), *seen.of("info")], page
    query = f"lang={say.language}&release={older}"
    with answering_from(copy):
        found = json.loads(answers.card("limitations", "agreement", query).body)
        awards = json.loads(
            answers.card("organization", "received", f"{query}&about=disability-association-tay-ninh").body
        )
        for form in FORMATS:
            assert answers.file("membership", "ranking", form, query).body
    assert found["subtitle"] == say("agreement_earlier")
    assert len(found["rows"]) == 5
    assert any(item["note"] for item in awards["evidence"]["items"])


@pytest.mark.parametrize("say", [EN, VI], ids=["en", "vi"])
def test_a_release_that_counts_causes_among_limitations_says_so(
    changed: tuple[Path, str], see_copy: Callable[..., Any], rows: Callable[..., Any], say: Text
) -> None:
    """Its pages answer with its own counts and a sentence on them, and do not say that causes stand apart."""
    copy, older = changed
    older = with_causes_among_limitations(release.path_of(copy / "releases", older))
    for page, query in (
        ("app.py", {}),
        ("pages/limitations.py", {}),
        ("pages/limitations.py", {"cell": "pandemic~st-union-can-tho"}),
        ("pages/map.py", {"measure": "pandemic", "boundaries": "former", "place": "can-tho"}),
        ("pages/compare.py", {"compare": "st-union-hong-linh,youth-union-ict-department"}),
        ("pages/organization.py", {"about": "st-union-hong-linh"}),
        ("pages/province.py", {"place": "ha-tinh"}),
    ):
        seen = see_copy(copy, page, lang=say.language, release=older, **query)
        assert seen.exceptions == seen.of("warning") == seen.of("error") == [], page
        assert say("failed") not in [*seen.of("markdown"), *seen.of("info")], page
    seen = see_copy(copy, "pages/limitations.py", lang=say.language, release=older)
    by_hand = ByHand(rows)
    coded = {row["organization_id"] for row in rows("limitations") if row["theme"] == "pandemic"}
    n_all = len(by_hand.naming)
    assert seen.spread()["pandemic"] == f"{len(coded)}/{n_all}"
    places = {
        by_hand.place(o, "present")
        for o in coded
        if (by_hand.organizations[o]["level"], by_hand.organizations[o]["kind"]) == ("province", UNION)
    }
    of_map = see_copy(copy, "pages/map.py", lang=say.language, release=older, measure="pandemic")
    said = say("map_named_with_causes", n=len(places), all=34)
    assert any(said in text for text in of_map.of("caption"))
    assert any(say("limitations_with_causes") in text.replace("\\", "") for text in seen.of("markdown"))
    assert not any(say("causes_apart") in text.replace("\\", "") for text in seen.of("caption"))
    newest = see_copy(copy, "pages/limitations.py", lang=say.language)
    assert newest.spread()["pandemic"] == f"{len(by_hand.named.get('pandemic', ()))}/{n_all}"
    assert len(by_hand.named.get("pandemic", ())) < len(coded)
    assert not any(say("limitations_with_causes") in text.replace("\\", "") for text in newest.of("markdown"))
    assert any(say("causes_apart") in text.replace("\\", "") for text in newest.of("caption"))


def told(page: Any) -> str:
    """All that stands on a page, but for the list of what has changed since."""
    elements = {kind: found for kind, found in page.elements.items() if kind != "statements"}
    return f"{page.words} {elements} {[card.foot for card in page.cards.values()]}"


def that_knows_five_states(path: Path) -> str:
    """Makes a release one of before what was not read was a state; its name, which is another one."""
    name = path.stem[1:] + path.stem[0]
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE mart.terms SET is_read_in_part = false")
        connection.execute("DROP MACRO mart.silence")
        was = "CASE WHEN coalesce(\\1, false) THEN 'not_mentioned' ELSE 'no_document' END"
        for path_of in (release.SQL / "mart").glob("*.sql"):
            text = path_of.read_text(encoding="utf-8")
            if "mart.silence(" in text and path_of.stem != "silence":
                text = re.sub(r"mart\.silence\(([\w.()]+), [\w.()]+\)", was, text)
                assert "silence(" not in text, path_of.stem
                connection.execute(text.replace("CREATE MACRO", "CREATE OR REPLACE MACRO"))
        for mart in ("totals", "coverage", "theme_spread"):
            text = (release.SQL / "mart" / f"{mart}.sql").read_text(encoding="utf-8")
            text = text.replace("CREATE MACRO", "CREATE OR REPLACE MACRO")
            connection.execute(text.replace(f"mart.{mart}(", f"mart.newer_{mart}("))
            connection.execute(
                f"""CREATE OR REPLACE MACRO mart.{mart}(chosen) AS TABLE
                SELECT * EXCLUDE (n_not_read) FROM mart.newer_{mart}(chosen)"""
            )
    edit_release(path, "UPDATE meta.release SET name = ?", name)
    path.rename(release.path_of(path.parent, name))
    return name


@pytest.mark.parametrize("say", [EN, VI], ids=["en", "vi"])
def test_a_release_that_knows_five_states_shows_five(
    changed: tuple[Path, str], see_copy: Callable[..., Any], rows: Callable[..., Any], say: Text
) -> None:
    """What it called not mentioned it still does; nothing on its pages speaks of what was not read."""
    copy, older = changed
    older = that_knows_five_states(release.path_of(copy / "releases", older))
    words = {
        say(key)
        for key in (
            "cell_not_read",
            "state_not_read",
            "award_cell_not_read",
            "place_not_read",
            "why_not_read",
        )
    }
    for page, query in (
        ("app.py", {}),
        ("pages/sources.py", {}),
        ("pages/limitations.py", {"cell": "pandemic~st-union-binh-duong"}),
        ("pages/awards.py", {}),
        ("pages/branches.py", {}),
        ("pages/map.py", {"place": "dong-nai"}),
        ("pages/compare.py", {"compare": "st-union-binh-duong,youth-union-ict-department"}),
        ("pages/organization.py", {"about": "st-union-binh-duong"}),
        ("pages/province.py", {"place": "ha-tinh"}),
    ):
        seen = see_copy(copy, page, lang=say.language, release=older, **query)
        assert seen.exceptions == seen.of("error") == [], page
        everything = told(seen)
        assert not [word for word in words if word in everything], page
        if page not in ("pages/awards.py", "pages/province.py"):  # which may have none, or say it otherwise
            newest = see_copy(copy, page, lang=say.language, **query)
            assert "not_read" in told(newest) or any(word in told(newest) for word in words), page
