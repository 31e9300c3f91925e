"""Releases: their names, and that the last good one serves whatever happens to a build, a file or the
folder."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from etl import build, release
from etl.problems import DataError
from etl.release import open_readonly
from tests.conftest import made_once
from tests.etl.folder import SHIPPED, DataFolder, edit_release

ROOT = SHIPPED.parent


def in_a_process(folder: DataFolder, before: str = "") -> subprocess.Popen[str]:
    """Starts a build of the folder in another Python."""
    script = f"""{before}
import sys
from pathlib import Path
from etl.build import build
from etl.problems import DataError
from etl.release import ReleaseError
try:
    print(*build(Path({str(folder.path)!r}), Path({str(folder.releases)!r})))
except (DataError, ReleaseError) as error:
    print(error)
    sys.exit(1)
"""
    return subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def litter(releases: Path) -> list[str]:
    """Returns what is no release, no record of one, and not the pointer or the lock."""
    own = {".lock", release.POINTER}
    for one in release.listing(releases):
        own |= {one.path.name, f"{one.name}.json"}
    return sorted(path.name for path in releases.iterdir() if path.name not in own)


def changed(folder: DataFolder) -> None:
    """Changes the data so that another release is due."""
    folder.edit("organizations", 2, note=f"changed {time.monotonic_ns()}")


def test_the_same_inputs_give_the_same_name_and_are_built_once(folder: DataFolder, tmp_path: Path) -> None:
    first, is_new = build.build(folder.path, folder.releases)
    assert is_new
    content, changed_at = first.read_bytes(), first.stat().st_mtime_ns
    assert build.build(folder.path, folder.releases) == (first, False)
    assert (first.read_bytes(), first.stat().st_mtime_ns) == (content, changed_at)
    shutil.copytree(folder.path, tmp_path / "elsewhere" / "data")
    assert DataFolder(tmp_path / "elsewhere" / "data").build().name == first.name


def test_a_change_of_data_contract_or_sql_gives_another_name(
    standing: DataFolder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    names = [standing.build().name]
    standing.edit("organizations", 2, note="another")
    names.append(standing.build().name)
    standing.edit_contract(lambda package: package.update(version="9.9.9"))
    names.append(standing.build().name)
    sql = tmp_path / "sql"
    shutil.copytree(release.SQL, sql)
    (sql / "mart" / "overview.sql").write_text(
        (sql / "mart" / "overview.sql").read_text(encoding="utf-8") + "\n-- another", encoding="utf-8"
    )
    monkeypatch.setattr(release, "SQL", sql)
    names.append(standing.build().name)
    assert len(set(names)) == 4
    assert all(release.NAME.fullmatch(name.removesuffix(".duckdb")) for name in names)


def test_going_back_to_former_data_serves_the_former_release_again(standing: DataFolder) -> None:
    before = standing.path / "organizations.csv"
    kept, first = before.read_bytes(), standing.build()
    changed(standing)
    assert standing.build() != first
    before.write_bytes(kept)
    assert build.build(standing.path, standing.releases) == (first, False)
    assert release.current(standing.releases) == first
    changed(standing)
    newest = standing.build()
    assert newest != first
    assert release.current(standing.releases) == newest


def test_broken_data_leaves_the_former_release_serving(standing: DataFolder) -> None:
    good = standing.build()
    standing.edit("observations", 2, value="1.700")
    with pytest.raises(DataError) as refused:
        standing.build()
    assert [p.line for p in refused.value.problems] == [2]
    assert release.current(standing.releases) == good
    assert litter(standing.releases) == []


@pytest.mark.parametrize("seed", range(3))
def test_a_killed_build_leaves_the_last_release_serving_and_the_next_clears_its_litter(
    standing: DataFolder, seed: int
) -> None:
    good = standing.build()
    chance = random.Random(seed)
    for _ in range(6):
        changed(standing)
        process = in_a_process(standing)
        lock_seen = time.monotonic() + 5
        while (
            time.monotonic() < lock_seen
            and process.poll() is None
            and not (standing.releases / ".building.duckdb").exists()
        ):
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.6))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        serving = release.current(standing.releases)
        assert release.is_sound(serving)
        with open_readonly(serving) as connection:
            assert connection.execute("SELECT count(*) FROM mart.overview(mart.chosen())").fetchone() == (1,)
        assert serving == good or serving.stat().st_mtime_ns > good.stat().st_mtime_ns
    changed(standing)
    latest = standing.build()
    assert release.current(standing.releases) == latest
    assert litter(standing.releases) == []


def test_two_builds_at_once_end_with_one_release(folder: DataFolder) -> None:
    processes = [in_a_process(folder) for _ in range(3)]
    outputs = [process.communicate()[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert len({path for path, _ in outputs}) == 1
    assert sorted(is_new for _, is_new in outputs) == ["False", "False", "True"]
    assert litter(folder.releases) == []


def test_two_builds_of_different_data_both_stand(standing: DataFolder, tmp_path: Path) -> None:
    shutil.copytree(standing.path, tmp_path / "other" / "data")
    other = DataFolder(tmp_path / "other" / "data")
    other.releases = standing.releases
    changed(other)
    threads = [threading.Thread(target=one.build) for one in (standing, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(release.listing(standing.releases)) == 2
    assert sum(one.is_current for one in release.listing(standing.releases)) == 1


@pytest.fixture(scope="session")
def made_twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five reports with a release of them, of an hour ago, and one of what they are now; not to be
    changed."""

    def make(path: Path) -> None:
        reports = DataFolder.of_reports(path / "data")
        edit_release(reports.build(), "UPDATE meta.release SET built_at = built_at - INTERVAL 1 HOUR")
        changed(reports)
        reports.build()

    return made_once(tmp_path_factory, "two_releases", make)


@pytest.fixture
def two(made_twice: Path, tmp_path: Path) -> tuple[DataFolder, Path, Path]:
    """A folder to change, its older release, and the newer one that serves."""
    shutil.copytree(made_twice, tmp_path / "reports")
    folder = DataFolder(tmp_path / "reports" / "data")
    newer, older = (one.path for one in release.listing(folder.releases))
    assert newer == release.current(folder.releases)
    return folder, older, newer


def test_a_release_cut_short_does_not_serve_and_is_built_again(two: tuple[DataFolder, Path, Path]) -> None:
    folder, older, path = two
    whole = path.read_bytes()
    for left in (0, 1, 4096, 12288, 0.3, 0.7, 0.95, 0.999):
        path.write_bytes(whole[: int(left * len(whole)) if isinstance(left, float) else left])
        assert not release.is_sound(path), left
        assert release.current(folder.releases) == older, left
        assert [one.path for one in release.listing(folder.releases)] == [older], left
        if left in (0, 0.7, 0.999):
            assert build.build(folder.path, folder.releases) == (path, True), left
            assert release.current(folder.releases) == path, left


def not_a_database(path: Path) -> None:
    path.write_text("not a database\n" * 1000)


def of_another_version(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[12:20] = (9999).to_bytes(8, "little")
    path.write_bytes(content)


def without_release_facts(path: Path) -> None:
    path.unlink()
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE other (x INTEGER)")


def link_to_nothing(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.parent / "nothing")


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    "spoil",
    [not_a_database, of_another_version, without_release_facts, link_to_nothing, a_folder],
    ids=lambda f: f.__name__,
)
def test_a_file_that_is_no_release_is_passed_over(
    two: tuple[DataFolder, Path, Path], spoil: Callable[[Path], None]
) -> None:
    folder, older, newer = two
    spoil(newer)
    assert release.current(folder.releases) == older
    assert len(release.listing(folder.releases)) == 1


@pytest.mark.parametrize(
    "pointer", [None, b"", b"000000000000\n", b"../../etc/passwd\n", b"\xff\xfe", b"x" * 5000]
)
def test_without_a_usable_pointer_the_newest_release_serves(
    two: tuple[DataFolder, Path, Path], pointer: bytes | None
) -> None:
    folder, _, newer = two
    (folder.releases / release.POINTER).unlink()
    if pointer is not None:
        (folder.releases / release.POINTER).write_bytes(pointer)
    assert release.current(folder.releases) == newer


@pytest.mark.parametrize("make", [False, True])
def test_without_any_release_the_message_says_what_to_run(tmp_path: Path, make: bool) -> None:
    if make:
        (tmp_path / "releases").mkdir()
    with pytest.raises(release.ReleaseError, match="run: python -m etl build"):
        release.current(tmp_path / "releases")
    assert release.listing(tmp_path / "releases") == []


@pytest.mark.parametrize(
    "name",
    [
        "",
        "..",
        "../../etc/passwd",
        "/etc/passwd",
        "a/b",
        "0123456789AB",
        "0123456789ab\n",
        "0123456789abc",
        "*",
        "\0",
    ],
)
def test_no_path_can_be_named_from_outside(tmp_path: Path, name: str) -> None:
    with pytest.raises(release.ReleaseError, match="is not the name of a release"):
        release.path_of(tmp_path, name)


def test_a_name_gives_a_file_in_the_folder(tmp_path: Path) -> None:
    assert release.path_of(tmp_path, "0123456789ab") == tmp_path / "0123456789ab.duckdb"


def test_a_folder_or_a_release_may_be_a_link(standing: DataFolder, tmp_path: Path) -> None:
    path = standing.build()
    path.rename(tmp_path / "stored.duckdb")
    path.symlink_to(tmp_path / "stored.duckdb")
    (tmp_path / "linked").symlink_to(standing.releases)
    assert release.current(tmp_path / "linked") == tmp_path / "linked" / path.name


def test_the_folder_of_releases_can_be_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RELEASES_DIR", str(tmp_path))
    assert release.directory() == tmp_path
    monkeypatch.setenv("RELEASES_DIR", "")
    assert release.directory() == release.ROOT / "releases"


def test_a_folder_that_cannot_be_written_is_answered_with_what_to_do(folder: DataFolder) -> None:
    folder.releases.write_text("a file where the folder should be")
    with pytest.raises(release.ReleaseError, match="a file stands where the folder should; move it away"):
        folder.build()


@pytest.mark.parametrize("allowed", [0, 16_384, 100_000, 400_000])
def test_a_limit_on_files_leaves_the_last_release_serving(standing: DataFolder, allowed: int) -> None:
    good = standing.build()
    changed(standing)
    limit = (
        # Else what Python compiles is cut short too, and nobody after it can import that.
        "import sys; sys.dont_write_bytecode = True; "
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({allowed}, {allowed}))"
    )
    process = in_a_process(standing, limit)
    output, error = process.communicate()
    assert process.returncode == 1, error
    assert "the release could not be built" in output
    assert "files may not become that large; raise the limit (ulimit -f)" in output
    assert f"The last good release, {good.stem}, is still current" in output
    assert release.current(standing.releases) == good
    assert standing.build() != good
    assert litter(standing.releases) == []


def test_data_that_changes_while_it_is_read_is_not_published(standing: DataFolder) -> None:
    good = standing.build()
    changed(standing)

    def meddle(step: str) -> None:
        if step == "checking every row":
            path = standing.path / "organizations.csv"
            path.write_bytes(path.read_bytes().replace(b"changed", b"meddled"))

    with pytest.raises(DataError) as refused:
        build.build(standing.path, standing.releases, meddle)
    assert "was changed while it was read" in str(refused.value.problems[0])
    assert release.current(standing.releases) == good


def test_a_reader_of_the_old_release_is_not_disturbed_by_a_new_one(standing: DataFolder) -> None:
    with open_readonly(standing.build()) as reading:
        before = reading.execute("FROM mart.overview(mart.chosen())").fetchall()
        changed(standing)
        standing.build()
        assert reading.execute("FROM mart.overview(mart.chosen())").fetchall() == before


def test_a_release_says_what_it_was_built_from(standing: DataFolder) -> None:
    import hashlib

    facts = standing.ask_release("FROM meta.release")
    files = {row["file"]: row for row in standing.ask_release("FROM meta.files")}
    assert [fact["name"] for fact in facts] == [standing.build().stem]
    assert facts[0]["n_rows"] == sum(len(standing.rows(path.stem)) for path in standing.path.glob("*.csv"))
    assert set(files) == {path.name for path in standing.path.glob("*.csv")}
    for path in standing.path.glob("*.csv"):
        assert files[path.name]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert files[path.name]["n_rows"] == len(standing.rows(path.stem))


def test_a_release_holds_the_labels_of_every_list_and_every_field(standing: DataFolder) -> None:
    package = json.loads((standing.path / "datapackage.json").read_text(encoding="utf-8"))
    fields = {(row["table"], row["field"]) for row in standing.ask_release("FROM meta.fields")}
    assert fields == {(r["name"], f["name"]) for r in package["resources"] for f in r["schema"]["fields"]}
    labels = {
        (row["list"], row["code"]): (row["label_vi"], row["label_en"])
        for row in standing.ask_release("FROM meta.labels")
    }
    for row in standing.rows("themes"):
        assert labels["themes", row["theme"]] == (row["label_vi"], row["label_en"])
    assert labels["observations.basis", "stated"][1]
    assert {row["mart"] for row in standing.ask_release("FROM meta.marts")} == {
        path.stem for path in build.mart_files()
    }


def test_a_release_is_stored_so_that_duckdb_1_5_opens_it(standing: DataFolder) -> None:
    (stored,) = standing.ask_release(
        "SELECT tags['storage_version'] AS version FROM duckdb_databases() WHERE NOT internal"
    )
    assert stored["version"].startswith("v1.5.")


@pytest.mark.skipif(
    duckdb.__version__.split(".")[0] != "1",
    reason="DuckDB 1 alone fails at a window over no rows, on several threads",
)
def test_duckdb_1_has_one_thread(standing: DataFolder) -> None:
    with open_readonly(standing.build()) as reading, build.open_workspace() as building:
        for connection in (reading, reading.cursor(), building):
            assert connection.execute("SELECT current_setting('threads')").fetchone() == (1,)


def test_a_release_is_built_where_python_lacks_the_modules_that_only_unix_has(folder: DataFolder) -> None:
    """Every module of etl is imported without them; the lock is of filelock, which is left what it finds."""
    script = f"""
import pkgutil, sys
import filelock
for name in ("fcntl", "grp", "pwd", "resource", "termios"):
    sys.modules[name] = None
import etl
names = [module.name for module in pkgutil.walk_packages(etl.__path__, "etl.")]
for name in names:
    if name != "etl.__main__":
        __import__(name)
import etl.__main__
sys.exit(etl.__main__.main(["build", {str(folder.path)!r}, "--releases", {str(folder.releases)!r}]))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert release.is_sound(release.current(folder.releases))
