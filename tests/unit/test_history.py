"""What each release brought, as the page and the feed tell it, of three releases that are built for it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest

from dashboard.cards import history
from dashboard.release import warehouse
from dashboard.web import feed
from dashboard.words.text import Text
from etl.build import build
from etl.release import ListedRelease

ATOM = {"atom": feed.ATOM}
ORIGIN = "https://example.org"
LESSON = (
    'it-association-thanh-hoa,3,98,unity,"Đoàn kết, <b>& hơn thế</b>.",Unity.,'
    "thanh-hoa-it-congress4-news,1,\n"
)


@pytest.fixture(scope="module")
def three(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """The names of three releases, the newest first: the second adds a lesson, the third takes it back and an
    island with it, and corrects a number of members.
    """
    folder, names = tmp_path_factory.mktemp("three"), []
    shutil.copytree(project / "data", folder / "data")
    lessons, observations = folder / "data" / "lessons.csv", folder / "data" / "observations.csv"
    coded = lessons.read_text(encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        warehouse.prepare()
        patch.setenv("RELEASES_DIR", str(folder / "releases"))
        names.append(build(folder / "data", folder / "releases")[0].stem)
        lessons.write_text(coded + LESSON, encoding="utf-8")
        names.append(build(folder / "data", folder / "releases")[0].stem)
        lessons.write_text(coded, encoding="utf-8")
        islands = folder / "data" / "islands.csv"
        islands.write_text(
            "".join(islands.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8"
        )
        lines = observations.read_text(encoding="utf-8").splitlines(keepends=True)
        [n] = [
            n
            for n, line in enumerate(lines)
            if line.startswith("it-association-thanh-hoa,") and ",members,618," in line
        ]
        lines[n] = lines[n].replace(",618,", ",700,")
        observations.write_text("".join(lines), encoding="utf-8")
        names.append(build(folder / "data", folder / "releases")[0].stem)
        yield names[::-1]


def told(say: Text) -> dict[str, list[tuple[str, list[str]]]]:
    return {one.name: history.sections(say, one, before) for one, before in history.releases()}


def test_each_stands_beside_the_one_that_was_built_before_it(three: list[str]) -> None:
    assert [(one.name, before) for one, before in history.releases()] == list(
        zip(three, [*three[1:], ""], strict=True)
    )


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_a_release_brought_is_told(three: list[str], language: str) -> None:
    """The rows that were added, corrected and removed, and the figures that follow from them; of the first
    how much it holds.
    """
    say, newest, second, first = Text(language), *three
    found = told(say)
    rows = {name: dict(parts).get(say("history_rows"), []) for name, parts in found.items()}
    assert say("history_added", what=say("rows_lessons", n=1)) in rows[second]
    title = {"vi": "Quần đảo", "en": "Islands"}[language]
    gone = f"{say('rows_lessons', n=1)}, {say('rows_of', n=1, title=title)}"
    assert say("history_removed", what=gone) in rows[newest]
    assert say("history_corrected", what=say("rows_observations", n=1)) in rows[newest]
    assert not any(line.startswith(say("history_corrected", what="")) for line in rows[second])
    [(_, [said])] = found[first]
    assert said == say(
        "history_first", n=next(one.n_rows for one, _ in history.releases() if one.name == first)
    )


def test_findings_that_read_otherwise_are_told(three: list[str]) -> None:
    """82 members more are in the sentence on members, old and new."""
    say = Text("en")
    said = dict(told(say)[three[0]])[say("findings")]
    now = [line for line in said if line.startswith(say("history_finding", said=""))]
    then = [line for line in said if line.startswith(say("history_finding_gone", said=""))]
    assert len(now) == len(then) > 0


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_feed_tells_the_same(three: list[str], language: str) -> None:
    """Atom as RFC 4287 has it: an entry each with its time, what is told of it, and a link that is pinned to
    it.
    """
    say, found = Text(language), ElementTree.fromstring(feed.atom(language, ORIGIN))
    entries, releases = found.findall("atom:entry", ATOM), {one.name: one for one, _ in history.releases()}
    assert [entry.findtext("atom:id", "", ATOM) for entry in entries] == [
        f"urn:release:{name}" for name in three
    ]
    assert found.findtext("atom:updated", "", ATOM) == entries[0].findtext("atom:updated", "", ATOM)
    for entry, (name, parts) in zip(entries, told(say).items(), strict=True):
        release: ListedRelease = releases[name]
        assert entry.findtext("atom:title", "", ATOM) == history.heading(say, release)
        assert entry.findtext("atom:content", "", ATOM).split("\n") == [
            line for head, lines in parts for line in [*([head] if head else []), *lines]
        ]
        updated = datetime.fromisoformat(entry.findtext("atom:updated", "", ATOM))
        assert updated.utcoffset() is not None
        assert updated.replace(tzinfo=None) == release.built_at.replace(microsecond=0)
        link = entry.find("atom:link", ATOM)
        assert link is not None
        address = urlsplit(link.attrib["href"])
        assert f"{address.scheme}://{address.netloc}{address.path}" == f"{ORIGIN}/"
        assert parse_qs(address.query)["release"] == [name]
        assert parse_qs(address.query)["lang"] == [language]
