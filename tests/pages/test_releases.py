"""What the pages do about releases: build the first, keep the last good one, say so, and show what was added
as rows.
"""

from __future__ import annotations

import re
import resource
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dashboard.words.text import Text
from tests.etl.folder import DataFolder
from tests.pages.conftest import answering_from

EN, VI = Text("en"), Text("vi")
PAGES = ("app.py", "pages/map.py", "pages/limitations.py", "pages/sources.py")


@pytest.fixture
def released(standing: DataFolder) -> Path:
    """The five reports alone, small enough to say of every figure what comes of it, with the release that is
    built of them.
    """
    return standing.path.parent


@pytest.fixture
def unreleased(tmp_path: Path) -> Path:
    """The same without a release."""
    return DataFolder.of_reports(tmp_path / "data").path.parent


def add(copy: Path, table: str, **cells: str) -> None:
    """Adds a row to a file of the copy, the other cells empty."""
    data = DataFolder(copy / "data")
    data.append(table, **dict.fromkeys(data.lines(table)[0], "") | cells)


def spoil(copy: Path) -> None:
    """Writes two things into the copy that no release may hold."""
    path = copy / "data" / "observations.csv"
    text = path.read_text(encoding="utf-8")
    assert ",members,618," in text
    path.write_text(
        text.replace(",members,618,", ",members,1.700,").replace(",branches,15,", ",branches,fifteen,"),
        encoding="utf-8",
    )


def releases(copy: Path) -> set[str]:
    return {path.stem for path in (copy / "releases").glob("*.duckdb")}


def test_without_a_release_one_is_built(copied: Path, see_started: Callable[..., Any]) -> None:
    """The first reader of a fresh copy sees figures, and the release that they are from stands in its
    folder.
    """
    shutil.rmtree(copied / "data")
    DataFolder.of_reports(copied / "data")
    assert not (copied / "releases").exists()
    page = see_started(copied, lang="en")
    assert page.exceptions == page.of("warning") == page.of("error") == []
    assert page.items("counts")[EN("organizations")]["value"] == "5"
    [name] = releases(copied)
    assert any(name in caption for caption in page.of("caption"))


def test_broken_rows_leave_the_last_good_release(released: Path, see_afresh: Callable[..., Any]) -> None:
    """After an edit that breaks the rows, a newly started app shows the old figures, and one sentence says
    how many problems there are.
    """
    with answering_from(released):
        before = {page: see_afresh(page, lang="en").elements for page in PAGES}
    good = releases(released)
    spoil(released)
    with answering_from(released):
        for page in PAGES:
            after = see_afresh(page, lang="en")
            [warning] = after.of("warning")
            assert re.fullmatch(
                EN("stale", n=2, date="@").replace("(", r"\(").replace("@", r"\d+ \w+ \d{4}"), warning
            )
            assert after.elements == before[page]
            assert releases(released) == good
            assert after.exceptions == []
            assert VI("stale", n=2, date="@").split("@")[0] in see_afresh(page).of("warning")[0]


def test_rows_that_break_under_a_running_server_are_told_by_the_next_page(
    released: Path, see_afresh: Callable[..., Any]
) -> None:
    """And are told no more once they are mended. Nothing is built while somebody may still be editing."""
    with answering_from(released):
        before = see_afresh("app.py", lang="en")
        assert before.of("warning") == []
        text = (released / "data" / "observations.csv").read_text(encoding="utf-8")
        spoil(released)
        broken = see_afresh("app.py", lang="en")
        [warning] = broken.of("warning")
        assert warning.startswith(EN("stale", n=2, date="@").split("@")[0])
        assert broken.elements == before.elements
        assert broken.exceptions == []
        (released / "data" / "observations.csv").write_text(text, encoding="utf-8")
        assert see_afresh("app.py", lang="en").of("warning") == []
        (released / "data" / "observations.csv").write_text(
            text.replace(",members,618,", ",members,620,"), encoding="utf-8"
        )
        edited = see_afresh("app.py", lang="en")
        assert edited.of("warning") == []
        assert edited.elements == before.elements
        DataFolder(released / "data").build()
        built = see_afresh("app.py", lang="en")
        assert built.of("warning") == []
        assert built.items("cards")["Members"]["value"] == "≈2,300"


def test_rows_that_are_mended_under_a_running_server_without_a_release_are_built(
    unreleased: Path, see_afresh: Callable[..., Any]
) -> None:
    text = (unreleased / "data" / "observations.csv").read_text(encoding="utf-8")
    spoil(unreleased)
    with answering_from(unreleased):
        assert see_afresh("app.py", lang="en").of("error") == [EN("no_release")]
        (unreleased / "data" / "observations.csv").write_text(text, encoding="utf-8")
        mended = see_afresh("app.py", lang="en")
        assert mended.of("error") == mended.of("warning") == []
        assert mended.items("counts")[EN("organizations")]["value"] == "5"


def damage(path: Path) -> None:
    """Writes zeros over most of a file, in place."""
    with path.open("r+b") as stream:
        stream.seek(20_000)
        stream.write(bytes(path.stat().st_size - 30_000))


@pytest.mark.parametrize("lose", [Path.unlink, damage])
@pytest.mark.parametrize("has_former", [True, False])
def test_a_release_that_is_lost_under_a_running_server_is_told_by_the_next_page(
    released: Path, see_afresh: Callable[..., Any], lose: Callable[[Path], None], has_former: bool
) -> None:
    """The former one serves, else the lost one for as long as it can be read; building it again mends it."""
    with answering_from(released):
        see_afresh("app.py")
        [former] = releases(released)
        if has_former:
            DataFolder(released / "data").edit("organizations", 2, note="changed")
            DataFolder(released / "data").build()
            before = see_afresh("app.py", lang="en")
        [lost] = releases(released) - ({former} if has_former else set())
        lose(released / "releases" / f"{lost}.duckdb")
        for page in PAGES[:2]:
            for say in (EN, VI):
                seen = see_afresh(page, lang=say.language)
                assert seen.exceptions == []
                if not has_former and lose is damage:
                    assert seen.of("error") == [say("no_release")]
                    continue
                [warning] = seen.of("warning")
                assert warning.startswith(say("stale_release", date="@").split("@")[0])
                assert any((former if has_former else lost) in text for text in seen.of("caption"))
        DataFolder(released / "data").build()
        mended = see_afresh("app.py", lang="en")
        assert mended.of("warning") == mended.of("error") == []
        assert any(lost in text for text in mended.of("caption"))
        if has_former:
            assert mended.elements == before.elements


def test_a_release_that_could_not_be_written_is_no_error_of_the_data(
    released: Path, see_afresh: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of files that may not become large the page says that no release was made, and of the cause the log."""
    DataFolder(released / "data").edit("organizations", 2, note="changed")
    with answering_from(released):
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        former = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
        try:
            seen = see_afresh("app.py", lang="en")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
            signal.signal(signal.SIGXFSZ, former)
        [warning] = seen.of("warning")
        assert warning.startswith(EN("stale_build", date="@").split("@")[0])
        # Built since by somebody who could, it is told no more.
        DataFolder(released / "data").build()
        assert see_afresh("app.py", lang="en").of("warning") == []


def test_rows_that_vanish_leave_the_last_good_release(released: Path, see_afresh: Callable[..., Any]) -> None:
    """A file that was cut to its header is sound by itself; an app that is started with it shows the figures
    that it had, and says so.
    """
    with answering_from(released):
        before = see_afresh("app.py", lang="en").elements
    good, path = releases(released), released / "data" / "observations.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    with answering_from(released):
        after = see_afresh("app.py", lang="en")
        [warning] = after.of("warning")
        assert warning.startswith(EN("stale", n=1, date="@").split("@")[0])
        assert after.elements == before
        assert releases(released) == good
        assert after.exceptions == []


def test_broken_rows_and_no_release(unreleased: Path, see_afresh: Callable[..., Any]) -> None:
    """With nothing to show, every page says so, names the first problem and the command that lists all; no
    traceback, no empty grid.
    """
    spoil(unreleased)
    with answering_from(unreleased):
        for page in PAGES:
            seen = see_afresh(page, lang="en")
            assert seen.of("error") == [EN("no_release")]
            [said] = [text.replace("\\", "") for text in seen.of("markdown")]
            assert said.startswith(EN("no_release_problems", n=2, first="@").split("@")[0])
            assert "observations.csv" in said
            assert "python -m etl validate" in said
            assert seen.exceptions == []
            assert set(seen.elements) == {"page_language"}
            assert releases(unreleased) == set()


@pytest.mark.parametrize(
    "broken",
    ["{", "", '{"resources": 3}', '{"resources": [{"name": "x"}]}'],
    ids=["cut", "empty", "wrong", "lacking"],
)
def test_a_broken_contract_and_no_release(
    unreleased: Path, see_copy: Callable[..., Any], broken: str
) -> None:
    """A contract that cannot be read is a problem like any other."""
    (unreleased / "data" / "datapackage.json").write_text(broken, encoding="utf-8")
    seen = see_copy(unreleased, lang="en")
    assert seen.of("error") == [EN("no_release")]
    assert "datapackage.json" in seen.of("markdown")[0].replace("\\", "")
    assert seen.exceptions == []


def test_mended_rows_serve_again(released: Path, see_copy: Callable[..., Any]) -> None:
    """Once the rows are mended the next start builds from them, and the warning is gone."""
    text = (released / "data" / "observations.csv").read_text(encoding="utf-8")
    spoil(released)
    see_copy(released, lang="en")
    (released / "data" / "observations.csv").write_text(
        text.replace(",members,618,", ",members,620,"), encoding="utf-8"
    )
    page = see_copy(released, lang="en")
    assert page.of("warning") == page.of("error") == []
    assert page.items("cards")["Members"]["value"] == "≈2,300"


def test_a_damaged_release_is_passed_over(released: Path, see_copy: Callable[..., Any]) -> None:
    """A release file cut short, with broken rows beside it: the older release that opens serves."""
    see_copy(released)
    [good] = releases(released)
    add(
        released,
        "lessons",
        organization_id="it-association-thanh-hoa",
        term="3",
        statement="1",
        theme="unity",
        summary_vi="Đoàn kết.",
        summary_en="Unity.",
        source_id="thanh-hoa-it-congress4-news",
        paragraph="1",
    )
    see_copy(released)
    [newer] = releases(released) - {good}
    path = released / "releases" / f"{newer}.duckdb"
    path.write_bytes(path.read_bytes()[:5000])
    spoil(released)
    page = see_copy(released, lang="en")
    assert any(good in caption for caption in page.of("caption"))
    assert len(page.of("warning")) == 1
    assert page.exceptions == []


def test_an_indicator_and_a_theme_are_rows(released: Path, see_copy: Callable[..., Any]) -> None:
    """An indicator, an indicator group, a theme and a theme group written as rows appear on the pages, with
    their figures, in both languages.
    """
    add(
        released,
        "indicator_groups",
        indicator_group="digital",
        label_vi="Chuyển đổi số",
        label_en="Going digital",
        position="90",
    )
    add(
        released,
        "indicators",
        indicator="websites",
        indicator_group="digital",
        label_vi="Trang tin",
        label_en="Websites",
        unit_vi="trang",
        unit_en="sites",
        nature="stock",
        is_whole="true",
        is_nested="false",
        is_headline="true",
        kinds="association;union_of_associations",
        position="900",
    )
    add(
        released,
        "observations",
        organization_id="it-association-thanh-hoa",
        term="3",
        indicator="websites",
        value="4",
        qualifier="at_least",
        basis="stated",
        as_of="2017-05-06",
        source_id="thanh-hoa-it-congress4-news",
        paragraph="11",
    )
    add(released, "theme_groups", theme_group="places", label_vi="Địa điểm", label_en="Places", position="90")
    add(
        released,
        "themes",
        theme="no_office",
        theme_group="places",
        label_vi="Chưa có trụ sở",
        label_en="No office",
        covers_vi="Chưa có nơi làm việc.",
        covers_en="No place to work.",
        is_specific="true",
        position="900",
    )
    add(
        released,
        "limitations",
        organization_id="it-association-long-an",
        term="2",
        statement="90",
        theme="no_office",
        role="limitation",
        summary_vi="Hội chưa có trụ sở riêng.",
        summary_en="The association has no office of its own.",
        source_id="long-an-it-term2-review",
        paragraph="18",
    )
    for lang, label, group, theme, places in (
        ("en", "Websites", "Going digital", "No office", "Places"),
        ("vi", "Trang tin", "Chuyển đổi số", "Chưa có trụ sở", "Địa điểm"),
    ):
        overview = see_copy(released, lang=lang)
        assert overview.of("error") == overview.of("warning") == []
        item = overview.items("rows")[label]
        assert (item["group"], item["value"], item["share"]) == (group, "≥4", 1 / 4)
        assert overview.items("cards")[label]["sources"]["items"][0]["figure"] == "≥4"
        sources = see_copy(released, "pages/sources.py", lang=lang, organization="it-association-thanh-hoa")
        assert {"code": "websites", "label": label} in sources.elements["grid"][0]["columns"]
        assert "figure" in {
            state for (_, _, indicator), state in sources.states().items() if indicator == "websites"
        }
        drawn = see_copy(released, "pages/map.py", lang=lang, measure="websites", kind="association")
        assert label in drawn.of("option")
        assert {
            item["id"]: item["value"]
            for item in drawn.elements["map"][0]["items"]
            if item["state"] == "figure"
        } == {"thanh-hoa": "≥4"}
        page = see_copy(released, "pages/limitations.py", lang=lang, cell="no_office~it-association-long-an")
        shown = {
            row["label"]: (g["label"], row["spread"])
            for g in page.elements["grid"][0]["groups"]
            for row in g["rows"]
        }
        assert shown[theme] == (places, "1/4")  # the fifth only admits that there are limitations
        assert page.cells()["no_office", "it-association-long-an"] == 1
        [_] = [heading for heading in page.texts("header") if heading.startswith(f"{theme}: ")]
        opened = [
            item["text"]
            for groups in page.elements["statements"]
            for group in groups
            for item in group["items"]
        ]
        assert opened == [
            "The association has no office of its own." if lang == "en" else "Hội chưa có trụ sở riêng."
        ]


def test_an_organization_of_a_new_kind_is_rows(released: Path, see_copy: Callable[..., Any]) -> None:
    """An organization of a kind that was not there before, with a document of a new term, can be filtered by
    kind and counted.
    """
    add(
        released,
        "organization_kinds",
        kind="trade_union",
        label_vi="Công đoàn",
        label_en="Trade union",
        position="90",
    )
    add(
        released,
        "organizations",
        organization_id="trade-union-ca-mau",
        name_vi="Công đoàn Cà Mau",
        name_en="Ca Mau Trade Union",
        kind="trade_union",
        level="province",
        province_id="ca-mau",
    )
    add(released, "terms", organization_id="trade-union-ca-mau", term="7", start_year="2018", end_year="2023")
    add(
        released,
        "sources",
        source_id="ca-mau-review",
        kind="self_review",
        title="Báo cáo Cà Mau",
        language="vi",
        is_draft="false",
        extent="whole",
        file="ca-mau-review.txt",
    )
    add(
        released,
        "awards",
        organization_id="trade-union-ca-mau",
        term="7",
        direction="received",
        award="order",
        level="state",
        recipient="organization",
        year="2020",
        count="1",
        qualifier="exact",
        basis="stated",
        source_id="ca-mau-review",
        paragraph="3",
    )
    page = see_copy(released, lang="en", kind="trade_union")
    assert page.of("error") == page.of("warning") == page.of("info") == []
    assert page.items("counts")[EN("organizations")]["value"] == "1"
    assert page.items("cards")[EN("awards_received")]["value"] == "1"
    assert EN("selection", n=1, all=7) in page.of("caption")
