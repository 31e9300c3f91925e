"""Releases that were spoilt, disks that are full or may not be written, clocks that were set back, builds
that are killed: the last sound release serves, and what is said is what happened."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from etl import __main__, build, release
from etl.problems import DataError
from tests.conftest import made_once
from tests.etl.disks import read_only, run_alone, small
from tests.etl.folder import DataFolder
from tests.etl.test_release import in_a_process, litter

KILLS = int(os.environ.get("KILLS", "18"))  # two of each place; 200 for whoever changes how releases are made


@pytest.fixture(scope="session")
def made_twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five reports with two releases, the newer current; not to be changed."""

    def make(path: Path) -> None:
        reports = DataFolder.of_reports(path / "data")
        reports.build()
        reports.edit("organizations", 2, note="changed")
        reports.build()

    return made_once(tmp_path_factory, "two_sound_releases", make)


@pytest.fixture
def two(made_twice: Path, tmp_path: Path) -> tuple[DataFolder, Path, Path]:
    """A folder to change, its older release, and the newer one that serves and is of the data."""
    shutil.copytree(made_twice, tmp_path / "reports")
    folder = DataFolder(tmp_path / "reports" / "data")
    newer = release.current(folder.releases)
    [older] = {path for path in folder.releases.glob("*.duckdb")} - {newer}
    return folder, older, newer


def spoil(path: Path, block: int) -> None:
    """Turns the bits of some bytes in a block, as a disk does."""
    content = bytearray(path.read_bytes())
    for place in range(
        block * release.BLOCK_SIZE + 100, min((block + 1) * release.BLOCK_SIZE, len(content)), 97
    ):
        content[place] ^= 0xFF
    path.write_bytes(content)
    # Of a time that no other has had, as it will have in life, where it is not the next millisecond.
    os.utime(path, ns=(block, block))


def without_records(releases: Path) -> None:
    """Leaves the folder as the former versions of this program did."""
    for path in releases.glob("*.json"):
        path.unlink()


# Damage


def test_every_spoilt_block_is_noticed(two: tuple[DataFolder, Path, Path]) -> None:
    folder, older, newer = two
    whole = newer.read_bytes()
    n_blocks = -(-len(whole) // release.BLOCK_SIZE)
    passed = []
    for block in range(n_blocks):
        spoil(newer, block)
        if release.is_sound(newer) or release.current(folder.releases) != older:
            passed.append(block)
        newer.write_bytes(whole)
    assert n_blocks > 50
    assert passed == []
    os.utime(newer)
    assert release.current(folder.releases) == newer


def test_a_damaged_release_is_set_aside_and_built_anew(
    two: tuple[DataFolder, Path, Path], caplog: pytest.LogCaptureFixture
) -> None:
    folder, _, newer = two
    spoil(newer, 30)
    spoilt = newer.read_bytes()
    with caplog.at_level(logging.WARNING):
        assert build.build(folder.path, folder.releases) == (newer, True)
    aside = newer.with_name(newer.name + ".damaged")
    assert aside.read_bytes() == spoilt
    assert release.is_sound(newer)
    assert release.current(folder.releases) == newer
    [said] = caplog.messages
    assert said == (
        f"the release {newer.stem} is damaged: its bytes are not those that were written; "
        f"it was set aside as {aside}"
    )
    assert build.build(folder.path, folder.releases) == (newer, False)


def test_a_damaged_current_release_is_set_aside_though_the_data_are_broken(
    two: tuple[DataFolder, Path, Path],
) -> None:
    folder, older, newer = two
    spoil(newer, 30)
    folder.edit("observations", 2, value="1.700")
    with pytest.raises(DataError):
        folder.build()
    assert release.current(folder.releases) == older
    assert not newer.exists()
    assert newer.with_name(newer.name + ".damaged").exists()
    with pytest.raises(release.ReleaseError) as refused:
        release.named(folder.releases, newer.stem)
    assert str(refused.value) == (
        f"{newer.stem} was damaged and set aside as {newer}.damaged; "
        f"the one built nearest in time is {older.stem}"
    )
    known = release.metadata(folder.releases, newer.stem)  # what it was is known all the same
    assert known is not None
    assert release.name_of(known.files) == newer.stem


def test_a_copy_under_another_name_is_refused(
    two: tuple[DataFolder, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, older, newer = two
    copy = release.path_of(folder.releases, "0123456789ab")
    shutil.copy(newer, copy)
    assert not release.is_sound(copy)
    shutil.copy(newer.with_suffix(".json"), copy.with_suffix(".json"))
    assert not release.is_sound(copy)
    assert {one.path for one in release.listing(folder.releases)} == {older, newer}
    with pytest.raises(release.ReleaseError, match=f"a copy of {newer.stem} under another name"):
        release.named(folder.releases, copy.stem)
    __main__.main(["releases", "--releases", str(folder.releases)])
    assert f"{copy.stem}  not used: it is a copy of {newer.stem}" in capsys.readouterr().out


def test_a_release_without_a_record_is_as_good_as_it_opens_and_is_given_one(
    two: tuple[DataFolder, Path, Path],
) -> None:
    folder, older, newer = two
    without_records(folder.releases)
    assert release.current(folder.releases) == newer
    assert build.build(folder.path, folder.releases) == (newer, False)
    assert {path.stem for path in folder.releases.glob("*.json")} == {older.stem, newer.stem}
    for path in (older, newer):
        spoil(path, 40)
        assert not release.is_sound(path)


@pytest.mark.parametrize(
    "record",
    [
        lambda kept: "[" * 200_000,
        lambda kept: "[]",
        lambda kept: json.dumps(kept | {"sequence": "9"}),
        lambda kept: json.dumps(kept | {"built_at": None}),
        lambda kept: json.dumps(kept | {"built_at": "2026-01-01T00:00:00+07:00"}),
        lambda kept: json.dumps(kept | {"n_rows": "x"}),
        lambda kept: json.dumps(kept | {"files": {"data/awards.csv": 1}}),
        lambda kept: json.dumps(kept | {"sha256": [], "note": "x" * 5_000_000}),
    ],
    ids=["nested", "list", "sequence", "no time", "time zone", "count", "files", "huge"],
)
def test_a_record_that_is_none_is_as_if_there_were_none(
    two: tuple[DataFolder, Path, Path], capsys: pytest.CaptureFixture[str], record: Any
) -> None:
    """Commands answer, the release serves, and building gives it a record again."""
    folder, _, newer = two
    beside = newer.with_suffix(".json")
    whole = json.loads(beside.read_text(encoding="utf-8"))
    beside.write_text(record(whole), encoding="utf-8")
    assert __main__.main(["releases", "--releases", str(folder.releases)]) == 0
    assert newer.stem in capsys.readouterr().out
    assert release.current(folder.releases) == newer
    assert build.build(folder.path, folder.releases) == (newer, False)
    mended = json.loads(beside.read_text(encoding="utf-8"))
    assert mended["files"] == whole["files"]
    assert mended["sha256"] == whole["sha256"]


# Folders that may not be written


def built_by_a_child(folder: DataFolder, mounting: str, *, is_root: bool = True) -> str:
    """What a build says, and what is current then, in a process of its own."""
    done = run_alone(
        mounting,
        f"""
import sys
from pathlib import Path
from etl import __main__, release
code = __main__.main(["build", {str(folder.path)!r}, "--releases", {str(folder.releases)!r}])
sys.stdout.flush()
try:
    print(code, release.current(Path({str(folder.releases)!r})).stem)
except release.ReleaseError:
    print(code, "none")
""",
        is_root=is_root,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout + done.stderr


@pytest.fixture(params=["mounted", "permission"])
def unwritable(request: pytest.FixtureRequest) -> Callable[[DataFolder], str]:
    """Builds where the folder of releases is on a disk for reading only, or belongs to somebody else."""

    def run(folder: DataFolder) -> str:
        if request.param == "mounted":
            return built_by_a_child(folder, read_only(folder.releases))
        folder.releases.chmod(0o555)
        try:
            return built_by_a_child(folder, "", is_root=False)
        finally:
            folder.releases.chmod(0o755)

    return run


@pytest.mark.parametrize("has_records", [True, False])
def test_a_folder_that_may_not_be_written_serves_what_is_in_it(
    two: tuple[DataFolder, Path, Path], unwritable: Callable[[DataFolder], str], has_records: bool
) -> None:
    folder, _, newer = two
    (folder.releases / ".lock").unlink()
    if not has_records:
        without_records(folder.releases)
    assert unwritable(folder) == (
        f"Release {newer.stem} already built, now current: {newer}\n0 {newer.stem}\n"
    )


def test_a_folder_that_may_not_be_written_is_named_as_the_cause(
    two: tuple[DataFolder, Path, Path], unwritable: Callable[[DataFolder], str]
) -> None:
    folder, _, newer = two
    folder.edit("organizations", 2, note="again another")
    said = unwritable(folder)
    assert f"2 {newer.stem}\n" in said
    assert "free some space" not in said
    assert ("mounted for reading only" in said) != ("this user may not" in said)
    assert f"The last good release, {newer.stem}, is still current" in said


def test_a_failure_without_any_release_does_not_tell_of_one(
    folder: DataFolder, unwritable: Callable[[DataFolder], str]
) -> None:
    folder.releases.mkdir()
    said = unwritable(folder)
    assert "There is no release yet" in said
    assert "still current" not in said


@pytest.mark.parametrize("sign", ["?", "\\"])
def test_a_path_that_duckdb_misreads_is_named_as_the_cause(folder: DataFolder, sign: str) -> None:
    releases = folder.path.parent / f"a{sign}b" / "releases"
    with pytest.raises(release.ReleaseError) as refused:
        build.build(folder.path, releases)
    assert str(refused.value).startswith(f"DuckDB cannot write into {releases}: it reads {sign} in a path")
    assert "give the folder another name" in str(refused.value)
    assert not releases.exists()


@pytest.mark.parametrize("name", ["a b", "it's", 'the "new"', "a*[b]{c}", "Hội #1 100%", "a;b"])
def test_a_build_and_an_export_go_into_a_folder_of_any_other_name(folder: DataFolder, name: str) -> None:
    releases = folder.path.parent / name / "releases"
    path, _ = build.build(folder.path, releases)
    assert release.current(releases) == path
    assert litter(releases) == []


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("ENOSPC", "the disk is full"),
        ("EDQUOT", "no room left"),
        ("EFBIG", "ulimit -f"),
        ("EROFS", "reading only"),
        ("EACCES", "may not read or write there"),
        ("EIO", "the disk reports an error"),
        ("ENAMETOOLONG", "too long"),
    ],
)
def test_every_failure_has_the_words_of_its_cause(error: str, words: str) -> None:
    import errno

    import duckdb

    from etl import failures

    code = getattr(errno, error)
    assert words in failures.reason(OSError(code, os.strerror(code), "/x"))
    said = failures.reason(duckdb.IOException(f'IO Error: Cannot open file "/x": {os.strerror(code)}'))
    assert words in said
    assert sum(known.split(";")[0] in said for known in failures._ADVICE.values()) >= 1


# Full disks


def test_a_full_disk_is_named_as_the_cause(two: tuple[DataFolder, Path, Path]) -> None:
    folder, _, newer = two
    folder.edit("organizations", 2, note="again another")
    taken = sum(path.stat().st_size for path in folder.releases.iterdir())
    for room in (20_000, 200_000, 500_000):
        said = built_by_a_child(folder, small(folder.releases, taken + room))
        assert f"2 {newer.stem}\n" in said
        assert "the disk is full; free some space, or set RELEASES_DIR to a folder on another disk" in said
        assert f"The last good release, {newer.stem}, is still current" in said


@pytest.fixture
def three(two: tuple[DataFolder, Path, Path]) -> DataFolder:
    """A folder of three releases."""
    folder, _, _ = two
    folder.edit("organizations", 2, note="again another")
    folder.build()
    return folder


@pytest.mark.parametrize("has_records", [True, False])
def test_pruning_makes_room_on_a_full_disk_and_keeps_the_metadata(
    three: DataFolder, has_records: bool
) -> None:
    if not has_records:
        without_records(three.releases)
    known = {one.name: release.metadata(three.releases, one.name) for one in release.listing(three.releases)}
    current = release.current(three.releases)
    done = run_alone(
        small(three.releases, 6_000_000),
        f"""
import json, sys
from pathlib import Path
from etl import __main__, release
releases = Path({str(three.releases)!r})
try:
    with (releases / "filling").open("wb", buffering=0) as filling:
        while True:
            filling.write(b"0" * 4096)
except OSError:
    pass
code = __main__.main(["releases", "prune", "--keep", "1", "--releases", str(releases)])
print(json.dumps([code, sorted(path.name for path in releases.iterdir()),
    {{path.stem: path.read_text() for path in releases.glob("*.json")}}]))
""",
    )
    *shown, last = done.stdout.splitlines()
    code, files, records = json.loads(last)
    assert code == 0, done.stderr
    assert "2 pruned; 1 release left." in shown
    assert [name for name in files if name.endswith(".duckdb")] == [current.name]
    assert not [name for name in files if name.startswith(".building")]
    for name in known.keys() - {current.stem}:
        kept = json.loads(records[name])
        before = known[name]
        assert before is not None
        assert kept["pruned_at"]
        assert kept["files"] == before.files
    # What may be lost with the power is said first.
    assert ("what is known of the release that makes room" in done.stderr) != has_records


# Kills


def test_whoever_makes_a_release_current_is_killed_at_every_step(two: tuple[DataFolder, Path, Path]) -> None:
    folder, older, newer = two
    built = folder.path.parent / "built.duckdb"
    newer.rename(built)
    newer.with_suffix(".json").unlink()
    release.point_to(folder.releases, older.stem)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.etl.killing",
            folder.releases,
            built,
            newer.stem,
            older.stem,
            str(KILLS),
        ],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    seen = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(seen) == KILLS
    assert all(one["answers"] for one in seen)
    for one in seen:
        after = tuple(one["place"]) == ("pointer", "after")
        either = one["place"][1] == "at"  # at which the kill may be in time or too late
        assert one["current"] == (newer if after else older).stem or either, one
    assert {one["current"] for one in seen} == {older.stem, newer.stem}
    assert folder.build() == newer == release.current(folder.releases)
    assert litter(folder.releases) == []


def test_what_a_killed_build_left_is_cleared_though_nothing_is_to_be_built(
    two: tuple[DataFolder, Path, Path],
) -> None:
    folder, _, newer = two
    for name in (".building.duckdb", ".building-pointer", ".building-record"):
        (folder.releases / name).write_bytes(b"left")
    (folder.releases / ".building-spill").mkdir()
    assert build.build(folder.path, folder.releases) == (newer, False)
    assert litter(folder.releases) == []


def test_three_publishers_at_once_leave_three_releases_and_one_of_them_current(tmp_path: Path) -> None:
    folders = []
    for n in range(3):
        folders.append(DataFolder.of_reports(tmp_path / str(n) / "data"))
        folders[-1].releases = tmp_path / "releases"
        folders[-1].edit("organizations", 2, note=f"data {n}")
    for process in [in_a_process(folder) for folder in folders]:
        _, error = process.communicate(timeout=120)
        assert process.returncode == 0, error
    found = release.listing(tmp_path / "releases")
    known = {one.name: release.metadata(tmp_path / "releases", one.name) for one in found}
    sequences = {name: one.sequence for name, one in known.items() if one}
    assert sorted(sequences.values()) == [1, 2, 3]
    assert release.current(tmp_path / "releases").stem == max(sequences, key=lambda name: sequences[name])
    assert litter(tmp_path / "releases") == []


# Clocks


def set_back(monkeypatch: pytest.MonkeyPatch, **by: int) -> None:
    """Lets builds take another time than now."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> Clock:
            return cls.fromtimestamp(datetime.now(UTC).timestamp(), UTC) - timedelta(**by)

    monkeypatch.setattr(build.datetime, "datetime", Clock)


def test_without_a_pointer_the_release_that_was_current_last_serves_whatever_the_clock_said(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_served(path: Path) -> bool:
        (folder.releases / release.POINTER).unlink()
        return release.current(folder.releases) == path

    data = folder.path / "organizations.csv"
    former, first = data.read_bytes(), folder.build()
    with monkeypatch.context() as clock:
        set_back(clock, days=400)
        folder.edit("organizations", 2, note="changed")
        second = folder.build()
    listed = {one.path: one.built_at for one in release.listing(folder.releases)}
    assert listed[second] < listed[first]
    assert is_served(second)
    data.write_bytes(former)
    assert build.build(folder.path, folder.releases) == (first, False)
    assert is_served(first)
    folder.edit("organizations", 2, note="changed")
    assert build.build(folder.path, folder.releases) == (second, False)
    assert is_served(second)


def test_the_pointer_is_mended_by_the_next_build(two: tuple[DataFolder, Path, Path]) -> None:
    folder, _, newer = two
    (folder.releases / release.POINTER).unlink()
    assert build.build(folder.path, folder.releases) == (newer, False)
    assert (folder.releases / release.POINTER).read_text(encoding="ascii") == f"{newer.stem}\n"
