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
