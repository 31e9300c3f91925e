"""Which release answers in a running dashboard: the current one, also when it was current before or is built
again.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from dashboard.release import warehouse
from dashboard.release.opened import open_release
from etl import release
from etl.build import build
from tests.etl.disks import read_only, run_alone


@pytest.fixture(scope="module")
def two(project: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """A folder of releases, and two data folders that one each is built of."""
    folder = tmp_path_factory.mktemp("two")
    for name in ("one", "other"):
        shutil.copytree(project / "data", folder / name)
    with (folder / "other" / "lessons.csv").open("a", encoding="utf-8") as stream:
        stream.write("it-association-thanh-hoa,3,99,unity,Đoàn kết.,Unity.,thanh-hoa-it-congress4-news,1,\n")
    return folder / "releases", folder / "one", folder / "other"


def test_the_current_release_answers(two: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Built, built again from the same data, a newer one, back to the first and forth again: each time the
    one that was built last.
    """
    releases, one, other = two
    warehouse.prepare()
    monkeypatch.setenv("RELEASES_DIR", str(releases))
    names = []
    for data in (other, one, one, other, other, one):
        path, _ = build(data, releases)
        assert warehouse.current_name() == path.stem == release.current(releases).stem
        with open_release().cursor() as cursor:
            assert cursor.execute("SELECT name FROM meta.release").fetchone() == (path.stem,)
        names.append(path.stem)
    assert len(set(names)) == 2
    (releases / release.POINTER).touch()
    assert warehouse.current_name() == names[-1]


@pytest.mark.parametrize("is_mounted", [True, False])
def test_a_folder_that_may_not_be_written_serves_without_complaint(
    two: tuple[Path, Path, Path], is_mounted: bool
) -> None:
    """Also where the data are not those of the release, or are broken: it is not meant to be built into."""
    releases, one, other = two
    built, _ = build(one, releases)
    for data in (one, other):
        script = f"""
import os
from pathlib import Path
os.environ["RELEASES_DIR"] = {str(releases)!r}
from dashboard.release import warehouse
warehouse.DATA = Path({str(data)!r})
print(warehouse.current_name(), warehouse.trouble())
"""
        releases.chmod(0o755 if is_mounted else 0o555)
        try:
            done = run_alone(read_only(releases) if is_mounted else "", script, is_root=is_mounted)
        finally:
            releases.chmod(0o755)
        assert (done.stdout, done.stderr) == (f"{built.stem} None\n", "")


def test_nothing_to_serve_in_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "releases").mkdir()
    script = f"""
import os
os.environ["RELEASES_DIR"] = {str(tmp_path / "releases")!r}
from dashboard.release import warehouse
try:
    warehouse.current_name()
except warehouse.NoRelease:
    print(warehouse.trouble())
"""
    done = run_alone(read_only(tmp_path / "releases"), script)
    assert done.stdout.startswith("Trouble(cause='build'")
    assert "mounted for reading only" in done.stdout


def test_a_pinned_release_that_is_damaged_while_it_is_open_is_refused(
    two: tuple[Path, Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, one, other = two
    monkeypatch.setenv("RELEASES_DIR", str(tmp_path))
    monkeypatch.setattr(warehouse, "_state", warehouse._State())
    monkeypatch.setattr(warehouse, "DATA", other)
    pinned, _ = build(one, tmp_path)
    build(other, tmp_path)
    with open_release(pinned.stem).cursor() as cursor:
        assert cursor.execute("SELECT name FROM meta.release").fetchone() == (pinned.stem,)
    content = bytearray(pinned.read_bytes())
    content[500_000] ^= 1
    pinned.write_bytes(content)
    with pytest.raises(warehouse.NoRelease):
        open_release(pinned.stem)
    assert [one.name for one in warehouse.listing()] == [warehouse.current_name()]


def test_a_release_is_checked_once_and_not_at_each_question(
    two: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    releases, one, other = two
    monkeypatch.setenv("RELEASES_DIR", str(releases))
    monkeypatch.setattr(warehouse, "_state", warehouse._State())
    monkeypatch.setattr(warehouse, "DATA", one)
    pinned, _ = build(other, releases)
    build(one, releases)
    release._checksum.cache_clear()
    for n in range(3):
        warehouse.current_name()
        open_release(pinned.stem).ping()
        assert release._checksum.cache_info().misses == 2, n


def test_a_release_is_open_for_reading_only() -> None:
    """Nothing is written through it, and no other file is read."""
    with warehouse.cursor(warehouse.current_name()) as cursor:
        for statement in (
            "DELETE FROM core.terms",
            "CREATE TABLE x (i INTEGER)",
            "FROM read_csv('pyproject.toml')",
            "SET enable_external_access = true",
            "COPY core.terms TO 'x.csv'",
            "ATTACH 'x.duckdb'",
            "INSTALL httpfs",
        ):
            with pytest.raises(duckdb.Error):
                cursor.execute(statement)
