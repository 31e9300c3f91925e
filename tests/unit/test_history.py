"""What each release brought, as the page and the feed tell it, of three releases that are built for it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from starlette.applications import Starlette

from dashboard.cards import history
from dashboard.release import warehouse
from dashboard.web import feed
from dashboard.words.text import Text
from etl import release as releases
from etl.build import build
from etl.release import ListedRelease
from tests.unit.test_api import Got, asking, problem
from tests.unit.test_pinned_files import YEAR, move_clock

ATOM = {"atom": feed.ATOM}
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


def asked(address: str, method: str = "GET", **headers: str) -> Got:
    """What the route of the feed answers."""
    return asyncio.run(asking(address, method, Starlette(routes=[feed.route()]), **headers))


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
    title = {"vi": "Quần đảo", "en": "Archipelagos"}[language]
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
    say, found = Text(language), ElementTree.fromstring(asked(f"/feed.atom?lang={language}").body)
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
        assert f"{address.scheme}{address.netloc}{address.path}" == "/"
        assert parse_qs(address.query)["release"] == [name]
        assert parse_qs(address.query)["lang"] == [language]


def test_the_feed_is_the_same_whoever_asks_and_when(
    three: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under any host, with parameters in any order, a year later; in each language a feed of its own."""
    first = asked("/feed.atom?lang=en", host="reports.example")
    assert (first.status, first.headers["content-type"]) == (200, "application/atom+xml")
    assert (first.headers["cache-control"], first.headers["content-language"]) == ("no-cache", "en")
    again = [asked("/feed.atom?lang=en", host="other:8501"), asked("/feed.atom?x=1&lang=en&lang=")]
    move_clock(monkeypatch, YEAR)
    again.append(asked("/feed.atom?lang=en", host="reports.example"))
    for got in again:
        assert (got.body, got.headers) == (first.body, first.headers)
    doubled = [asked(f"/feed.atom?lang={one}&lang={other}") for one, other in (("vi", "en"), ("en", "vi"))]
    default = asked("/feed.atom")
    assert [got.body for got in doubled] == [default.body] * 2
    ids = {ElementTree.fromstring(got.body).findtext("atom:id", "", ATOM) for got in (first, default)}
    assert len(ids) == 2
    assert all(found.startswith("urn:") for found in ids)


def test_a_feed_that_is_held_is_not_sent_again(three: list[str]) -> None:
    """304 for who names its tag; HEAD has the headers of GET; nothing can be changed."""
    for compressed in ("identity", "gzip"):
        got = asked("/feed.atom?lang=en", accept_encoding=compressed)
        held = asked("/feed.atom?lang=en", accept_encoding=compressed, if_none_match=got.headers["etag"])
        assert (held.status, held.body, held.headers["etag"]) == (304, b"", got.headers["etag"])
        head = asked("/feed.atom?lang=en", "HEAD", accept_encoding=compressed)
        assert (head.status, head.headers, head.body) == (200, got.headers, b"")
    assert asked("/feed.atom?lang=vi", if_none_match=got.headers["etag"]).status == 200
    assert problem(asked("/feed.atom", "POST"), 405)


def test_addresses_of_the_feed_begin_with_the_public_url(
    three: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And its identities do not change with it."""
    before = ElementTree.fromstring(asked("/feed.atom?lang=en", host="evil.example").body)
    monkeypatch.setenv("PUBLIC_URL", "https://reports.example.org")
    after = ElementTree.fromstring(asked("/feed.atom?lang=en", host="evil.example").body)
    links = [
        [link.attrib["href"] for link in found.iterfind(".//atom:link", ATOM)] for found in (before, after)
    ]
    assert links[1] == [f"https://reports.example.org{link}" for link in links[0]]
    assert all(link.startswith("/") for link in links[0])
    ids = [[found.text for found in feed.iterfind(".//atom:id", ATOM)] for feed in (before, after)]
    assert ids[0] == ids[1]


def test_a_release_that_is_built_again_is_the_same_entry(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pruned, and built of the same inputs on another day: its identity and time are those of before."""
    folder = tmp_path / "releases"
    shutil.copytree(reports / "data", tmp_path / "data")
    monkeypatch.setenv("RELEASES_DIR", str(folder))
    name = build(tmp_path / "data", folder)[0].stem
    before = entries()
    lessons = tmp_path / "data" / "lessons.csv"
    coded = lessons.read_text(encoding="utf-8")
    lessons.write_text(coded + LESSON, encoding="utf-8")
    with monkeypatch.context() as later:
        move_clock(later, 60)
        build(tmp_path / "data", folder)
    assert [pruned.name for pruned in releases.prune(folder, 1)] == [name]
    assert name not in entries()
    lessons.write_text(coded, encoding="utf-8")
    with monkeypatch.context() as later:
        move_clock(later, YEAR)
        assert build(tmp_path / "data", folder) == (folder / f"{name}.duckdb", True)
    assert entries()[name] == before[name]


def entries() -> dict[str, tuple[str, str]]:
    """{release: identity and time of its entry in the feed}."""
    found = ElementTree.fromstring(asked("/feed.atom?lang=en").body).findall("atom:entry", ATOM)
    pairs = [
        (entry.findtext("atom:id", "", ATOM), entry.findtext("atom:updated", "", ATOM)) for entry in found
    ]
    return {identity.rpartition(":")[2]: (identity, updated) for identity, updated in pairs}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_without_a_release_the_feed_says_so_in_the_readers_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """No feed without an entry, which a reader of feeds would take for what there is."""
    monkeypatch.setenv("RELEASES_DIR", str(tmp_path))
    monkeypatch.setattr(warehouse, "DATA", tmp_path / "none")
    monkeypatch.setattr(warehouse, "_state", warehouse._State())
    got = asked(f"/feed.atom?lang={language}")
    assert problem(got, 503)["detail"] == Text(language)("detail_no_release")
    assert got.headers["content-language"] == language
    assert got.headers["retry-after"]
