"""What outlives a release: the files that it was built from, its tables for other tools, and what a pruned
one leaves."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import frictionless
import pytest

from etl import __main__, build, dictionary, export, inputs, release, schema
from tests.etl.folder import SHIPPED, DataFolder, edit_release


@pytest.fixture
def folder(standing: DataFolder) -> DataFolder:
    return standing


def aged(folder: DataFolder, name: str, days: int) -> str:
    """Adds a copy of the standing release as if it had been built so many days before; returns its name."""
    path = release.path_of(folder.releases, name)
    shutil.copy(folder.build(), path)
    edit_release(path, "UPDATE meta.release SET name = ?, built_at = built_at - to_days(?)", name, days)
    return name


def command(capsys: pytest.CaptureFixture[str], *arguments: object, code: int = 0) -> str:
    assert __main__.main([str(argument) for argument in arguments]) == code
    shown = capsys.readouterr()
    return shown.err if code else shown.out


# Export


def test_what_is_shipped_is_exported_found_valid_and_built_again_to_the_same_name(
    shipped_releases: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped = release.current(shipped_releases)
    target = tmp_path / "open" / "data"
    shown = command(capsys, "releases", "export", shipped.stem[:8], target, "--releases", shipped.parent)
    assert f"The same release is built from it: python -m etl build {target}" in shown
    assert [path.name for path in target.parent.iterdir()] == ["data"]
    contract = schema.load(target)
    for name, path in release.inputs(schema.load(SHIPPED)).items():
        assert (target / name.removeprefix("data/")).read_bytes() == path.read_bytes()
    assert (target / inputs.CODEBOOK).read_bytes() == (SHIPPED / inputs.CODEBOOK).read_bytes()
    assert dictionary.is_current(contract)
    assert "CC" in (target / "LICENSE").read_text(encoding="utf-8")
    assert "MIT License" in (target / "LICENSE").read_text(encoding="utf-8")
    for package in (target, target / "tables"):
        report = frictionless.validate(str(package / "datapackage.json"))
        assert report.valid, report.flatten(["name", "note"])
    with duckdb.connect() as connection:  # another test may hold the file open, which lets it read no other
        connection.execute(f"ATTACH '{shipped}' AS shipped (READ_ONLY); USE shipped")
        for table in contract.tables:
            core, columns = f'core."{table.name}"', ", ".join(f'"{c}"' for c in table.columns)
            for ending in ("csv", "parquet"):
                options = ", all_varchar = true" if ending == "csv" else ""
                written = f"read_{ending}('{target}/tables/{table.name}.{ending}'{options})"
                typed = ", ".join(f'"{f.name}"::{f.sql_type} AS "{f.name}"' for f in table.fields)
                for one, other in ((f"SELECT {columns} FROM {core}", f"SELECT {typed} FROM {written}"),):
                    assert connection.execute(
                        f"SELECT count(*) FROM ({one} EXCEPT ALL {other})"
                    ).fetchall() == [(0,)]
                    assert connection.execute(
                        f"SELECT count(*) FROM ({other} EXCEPT ALL {one})"
                    ).fetchall() == [(0,)]
    again = command(capsys, "build", target, "--releases", tmp_path / "again")
    assert again == f"Release {shipped.stem} built, now current: {tmp_path}/again/{shipped.name}\n"


def test_a_number_is_exported_without_digits_that_were_not_coded(
    shipped_releases: Path, tmp_path: Path
) -> None:
    done = export.export(shipped_releases, release.current(shipped_releases).stem, tmp_path / "out")
    written = (done.path / "tables" / "observations.csv").read_text(encoding="utf-8")
    assert ",members,618,exact," in written
    assert ",618.0" not in written
    assert done.n_files == sum(path.is_file() for path in done.path.rglob("*"))


def test_where_the_sql_is_another_one_export_and_build_say_that_the_name_will_differ(
    folder: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = folder.build().stem
    shutil.copytree(release.SQL, tmp_path / "sql")
    with (tmp_path / "sql" / "mart" / "overview.sql").open("a", encoding="utf-8") as stream:
        stream.write("\n-- another")
    monkeypatch.setattr(release, "SQL", tmp_path / "sql")
    shown = command(capsys, "releases", "export", name, tmp_path / "out", "--releases", folder.releases)
    assert "since these differ: sql/mart/overview.sql." in shown
    assert "another" not in (tmp_path / "out" / "sql" / "mart" / "overview.sql").read_text(encoding="utf-8")
    DataFolder(tmp_path / "out").edit("organizations", 2, note="edited by hand")
    built = command(capsys, "build", tmp_path / "out", "--releases", tmp_path / "again")
    other = release.current(tmp_path / "again").stem
    assert other != name
    assert f"Release {other} built" in built
    assert f"exported from {name}" in built
    assert "since these differ: data/organizations.csv, sql/mart/overview.sql." in built


def test_a_file_of_several_parts_is_kept_byte_for_byte(
    folder: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs, "CHUNK", 1000)
    path = folder.path / "observations.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    done = export.export(folder.releases, folder.build().stem, tmp_path / "out")
    assert (tmp_path / "out" / "observations.csv").read_bytes() == path.read_bytes()
    assert done.rebuilt_as == folder.build().stem
    (kept,) = folder.ask_release("FROM meta.inputs WHERE input = 'data/observations.csv'")
    assert kept == {
        "input": "data/observations.csv",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "n_bytes": path.stat().st_size,
    }
    assert (
        folder.ask_release("SELECT count(*) AS n FROM meta.contents WHERE input = 'data/observations.csv'")[
            0
        ]["n"]
        > 3
    )


def test_an_export_goes_only_where_nothing_is(
    folder: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = folder.build().stem
    (tmp_path / "empty").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for taken in ("full", "file"):
        said = command(
            capsys, "releases", "export", name, tmp_path / taken, "--releases", folder.releases, code=2
        )
        assert (
            said
            == f"{tmp_path / taken} is there already and not empty; name a folder that is not there yet\n"
        )
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine.txt"]
    command(capsys, "releases", "export", name, tmp_path / "empty", "--releases", folder.releases)
    assert schema.load(tmp_path / "empty")


@pytest.mark.parametrize("allowed", [0, 3000, 60_000])
def test_a_full_disk_leaves_no_half_export(folder: DataFolder, tmp_path: Path, allowed: int) -> None:
    name, out = folder.build().stem, tmp_path / "out"
    arguments = [
        sys.executable,
        "-m",
        "etl",
        "releases",
        "export",
        name,
        str(out / "data"),
        "--releases",
        str(folder.releases),
    ]

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (allowed, allowed))

    done = subprocess.run(
        arguments,
        cwd=SHIPPED.parent,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limited,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.returncode == 2, done.stderr
    assert done.stderr.count("\n") == 1
    assert f"{out / 'data'} could not be written: " in done.stderr
    assert list(out.iterdir()) == []


@pytest.mark.parametrize("at", ["datapackage.json", "LICENSE", "data"])
def test_a_killed_export_leaves_nothing_that_the_next_does_not_clear(
    folder: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str], at: str
) -> None:
    """Killed at a file that it opens, and where what is written gets its name."""
    name, out = folder.build().stem, tmp_path / "out"
    script = f"""
import os, signal, sys
from pathlib import Path
from etl import export
def watch(event, arguments):
    if event in ("open", "os.rename") and str(arguments[event == "os.rename"]).endswith("/" + {at!r}):
        if str(arguments[0]).startswith({str(out)!r}):
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
export.export(Path({str(folder.releases)!r}), {name!r}, Path({str(out / "data")!r}))
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=SHIPPED.parent, check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(list(out.iterdir())) == 1
    command(capsys, "releases", "export", name, out / "data", "--releases", folder.releases)
    assert [path.name for path in out.iterdir()] == ["data"]


def test_two_exports_into_one_folder_do_not_disturb_each_other(
    folder: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, out = folder.build().stem, tmp_path / "out"
    with export._beside(out):
        said = command(capsys, "releases", "export", name, out, "--releases", folder.releases, code=2)
    assert said == f"{out} is being written by another export; wait for it\n"
    assert not list(tmp_path.glob("*out*"))


def test_a_release_of_an_older_format_is_not_exported_by_half(
    folder: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder.build()
    edit_release(path, "ALTER TABLE meta.release DROP COLUMN format")
    said = command(
        capsys, "releases", "export", path.stem, tmp_path / "out", "--releases", folder.releases, code=2
    )
    assert (
        "is of an older format, which did not keep its files; build its data again and export that release"
        in said
    )
    assert not (tmp_path / "out").exists()


def test_a_file_outside_the_folder_is_not_written(folder: DataFolder, tmp_path: Path) -> None:
    path = folder.build()
    edit_release(
        path, "UPDATE meta.inputs SET input = 'data/../../escaped.csv' WHERE input = 'data/awards.csv'"
    )
    with pytest.raises(release.ReleaseError, match="outside its folder"):
        export.export(folder.releases, path.stem, tmp_path / "deep" / "out")
    assert [p.name for p in (tmp_path / "deep").iterdir()] == []


def test_a_file_that_changes_while_it_is_kept_is_not_published(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = folder.build()
    folder.edit("organizations", 2, note="another")

    def meddle(step: str) -> None:
        if step == "deriving the measures":
            folder.edit("organizations", 2, note="meddled")

    with pytest.raises(build.DataError) as refused:
        build.build(folder.path, folder.releases, meddle)
    assert "data/organizations.csv: was changed while it was read" in str(refused.value.problems[0])
    assert release.current(folder.releases) == good


# Prune


def test_pruning_keeps_the_newest_and_the_one_that_serves_and_leaves_what_the_others_were(
    folder: DataFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    oldest, older, near = (aged(folder, digit * 12, days) for digit, days in (("a", 40), ("b", 4), ("c", 2)))
    name = folder.build().stem
    edit_release(folder.build(), "UPDATE meta.release SET built_at = built_at - to_days(3)")
    before = release.metadata(folder.releases, name)
    release.point_to(folder.releases, oldest)  # which serves
    shown = command(capsys, "releases", "prune", "--keep", "1", "--releases", folder.releases)
    assert "2 pruned; 2 releases left." in shown
    assert f"{name}.json keeps its metadata" in shown
    assert [one.name for one in release.listing(folder.releases)] == [near, oldest]
    assert release.current(folder.releases).stem == oldest
    left = release.metadata(folder.releases, name)
    assert before is not None
    assert left is not None
    assert left.pruned_at is not None
    assert left == dataclasses.replace(before, pruned_at=left.pruned_at)
    assert abs((left.pruned_at - datetime.now(UTC).replace(tzinfo=None)).total_seconds()) < 60
    assert release.name_of(left.files) == name
    kept = json.loads((folder.releases / f"{older}.json").read_text(encoding="utf-8"))
    assert set(kept) == {
        "name",
        "built_at",
        "n_rows",
        "format",
        "duckdb_version",
        "contract_version",
        "files",
        "pruned_at",
        "sha256",
        "sequence",
    }
    said = command(capsys, "releases", "diff", name, oldest, "--releases", folder.releases, code=2)
    assert (
        said == f"{name} was pruned on {left.pruned_at:%Y-%m-%d}; the one built nearest in time is {near}\n"
    )
    assert "Nothing pruned; 2 releases left." in command(
        capsys, "releases", "prune", "--keep", "1", "--releases", folder.releases
    )
    # Built again, it is no pruned one any more.
    assert folder.build().stem == name
    again = release.metadata(folder.releases, name)
    assert again is not None
    assert again.pruned_at is None
    assert again.built_at == before.built_at


def test_the_nearest_in_time_is_found_and_what_is_not_known_has_none(folder: DataFolder) -> None:
    def nearest(name: str) -> str | None:
        found = release.nearest(folder.releases, name)
        return found.name if found else None

    earlier, gone, later = (
        aged(folder, digit * 12, days) for digit, days in (("a", 30), ("b", 12), ("c", 10))
    )
    known = release.metadata(folder.releases, gone)
    assert nearest(gone) == gone
    assert known is not None
    release.path_of(folder.releases, gone).unlink()
    assert nearest(gone) is None
    left = folder.releases / f"{gone}.json"
    left.write_text(release.metadata_as_json(known), encoding="utf-8")
    assert nearest(gone) == later
    release.path_of(folder.releases, later).unlink()
    assert nearest(gone) == folder.build().stem
    folder.build().unlink()
    assert nearest(gone) == earlier
    for spoilt in ("", "{}", "[]", '{"name": 1, "built_at": 3, "pruned_at": null}'):
        left.write_text(spoilt, encoding="utf-8")
        assert release.metadata(folder.releases, gone) is None
        assert nearest(gone) is None
    with pytest.raises(release.ReleaseError):
        release.metadata(folder.releases, "../current")


@pytest.mark.parametrize("keep", ["0", "-1", "many", ""])
def test_at_least_one_is_kept(folder: DataFolder, keep: str) -> None:
    with pytest.raises(SystemExit) as refused:
        __main__.main(["releases", "prune", f"--keep={keep}", "--releases", str(folder.releases)])
    assert refused.value.code == 2
