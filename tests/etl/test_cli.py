"""The command line as a person and as a program meets it: output, exit codes, help, terminal and pipe."""

from __future__ import annotations

import json
import os
import pty
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from etl import __main__, dictionary, problems, release, schema
from etl.problems import Problem
from tests.etl.folder import SHIPPED, DataFolder, edit_release

ROOT = SHIPPED.parent
COMMANDS = ("validate", "build", "releases", "verify", "dictionary")


Run = Callable[..., "subprocess.CompletedProcess[str]"]


def run_as_program(*arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """What comes of a command in a process of its own, as it is typed."""
    command = [sys.executable, "-m", "etl", *map(str, arguments)]
    paths = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, env=paths, check=False, timeout=120
    )


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in this process; gives the exit code and what was printed."""

    def in_this_process(
        *arguments: object, cwd: Path = ROOT, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        capsys.readouterr()
        with monkeypatch.context() as here:
            here.chdir(cwd)
            for name, value in environment.items():
                here.setenv(name, value)
            try:
                code = __main__.main([str(argument) for argument in arguments])
            except SystemExit as done:
                code = int(str(done.code))
        shown = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, code, shown.out, shown.err)

    return in_this_process


@pytest.mark.parametrize(
    ("value", "code", "words"),
    [("618", 0, "No problem in "), ("1.700", 1, "looks like a thousands separator; write 1700")],
)
def test_the_program_ends_with_the_code_of_its_command(
    folder: DataFolder, value: str, code: int, words: str
) -> None:
    """Typed in the data folder, as `python -m etl validate .`."""
    folder.edit("observations", 6, value=value)
    done = run_as_program("validate", ".", cwd=folder.path)
    assert (done.returncode, done.stderr) == (code, "")
    assert words in done.stdout


def test_the_program_answers_a_command_that_is_none() -> None:
    done = run_as_program("nothing")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("usage: python -m etl")


def test_sound_data_validates_quietly_and_says_what_comes_next(run: Run, folder: DataFolder) -> None:
    done = run("validate", folder.path)
    assert (done.returncode, done.stderr) == (0, "")
    next_command = re.escape(f"Next: python -m etl build {folder.path}\n")
    assert re.fullmatch(r"No problem in \d+ rows of \d+ files\. " + next_command, done.stdout)


def test_broken_data_is_listed_by_file_with_the_total_and_the_command_to_run_next(
    run: Run, folder: DataFolder
) -> None:
    folder.edit("observations", 6, value="1.700")
    folder.edit("organizations", 2, province_id="long-am")
    folder.edit("organizations", 3, level="provnce")
    done = run("validate", folder.path)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == (
        'data/observations.csv:6 value: "1.700" looks like a thousands separator; write 1700\n\n'
        'data/organizations.csv:2 province_id: "long-am" has no row in data/provinces.csv; '
        "did you mean long-an?\n"
        'data/organizations.csv:3 level: "provnce" is not one of its values; did you mean province?\n\n'
        f"3 problems. Fix them, then run: python -m etl validate {folder.path}\n"
    )


def test_problems_for_machines(run: Run, folder: DataFolder) -> None:
    folder.edit("observations", 6, value="1.700")
    done = run("validate", folder.path, "--format", "json")
    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert found["total"] == 1
    assert found["problems"] == [
        {
            "file": "data/observations.csv",
            "line": 6,
            "column": "value",
            "value": "1.700",
            "message": "looks like a thousands separator; write 1700",
            "rule": "contract",
        }
    ]
    folder.edit("observations", 6, value="618")
    sound = {"problems": [], "total": 0, "questions": []}
    assert json.loads(run("validate", folder.path, "--format", "json").stdout) == sound


def test_many_problems_of_a_kind_are_counted_and_all_are_listed_on_demand(
    run: Run, folder: DataFolder
) -> None:
    header, *rows = folder.lines("observations")
    at = header.index("basis")
    folder.write("observations", [header, *([*row[:at], "guess", *row[at + 1 :]] for row in rows)])
    count = len(rows)
    short = run("validate", folder.path).stdout
    assert short.count('"guess"') == problems.MAX_SHOWN_PER_KIND
    assert f"… and {count - problems.MAX_SHOWN_PER_KIND} more of basis (contract); --all shows them" in short
    assert f"{count} problems." in short
    assert run("validate", folder.path, "--all").stdout.count('"guess"') == count


@pytest.mark.parametrize("command", ["validate", "build", "dictionary"])
def test_a_folder_that_is_none_is_answered(run: Run, tmp_path: Path, command: str) -> None:
    done = run(command, tmp_path / "nowhere", RELEASES_DIR=str(tmp_path / "releases"))
    assert (done.returncode, done.stderr) == (1, "")
    assert "nowhere/datapackage.json: there is no contract here" in done.stdout
    assert "1 problem. Fix it" in done.stdout


def test_the_folder_may_be_the_one_that_one_stands_in(run: Run, folder: DataFolder) -> None:
    folder.edit("observations", 6, value="1.700")
    assert run("validate", ".", cwd=folder.path).stdout.startswith("data/observations.csv:6 value:")


def test_build_and_releases(run: Run, folder: DataFolder) -> None:
    first = run("build", folder.path, "--releases", folder.releases)
    assert (first.returncode, first.stderr) == (0, "")
    name = first.stdout.split()[1]
    assert first.stdout == f"Release {name} built, now current: {folder.releases}/{name}.duckdb\n"
    assert "already built, now current" in run("build", folder.path, RELEASES_DIR=str(folder.releases)).stdout
    folder.edit("organizations", 2, note="changed")
    run("build", folder.path, "--releases", folder.releases)
    listed = run("releases", "--releases", folder.releases).stdout.splitlines()
    assert len(listed) == 2
    assert sum(line.endswith("current") for line in listed) == 1
    assert any(line.startswith(name) for line in listed)
    assert "No release in" in run("releases", "--releases", folder.path.parent / "none").stdout


def test_a_build_that_cannot_be_written_ends_with_2_and_one_line(run: Run, folder: DataFolder) -> None:
    folder.releases.write_text("a file")
    done = run("build", folder.path, "--releases", folder.releases)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "a file stands where the folder should; move it away" in done.stderr


def test_a_build_of_broken_data_ends_with_1(run: Run, folder: DataFolder) -> None:
    folder.edit("observations", 6, value="1.700")
    done = run("build", folder.path, "--releases", folder.releases)
    assert (done.returncode, done.stderr) == (1, "")
    assert "looks like a thousands separator" in done.stdout


def test_verify(run: Run, folder: DataFolder, tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    done = run("verify", folder.path, "--reports", reports)
    assert (done.returncode, done.stdout) == (2, "")
    assert "is not a folder; name the one that holds the texts" in done.stderr
    reports.mkdir()
    assert "is not in" in run("verify", folder.path, "--reports", reports).stdout
    (reports / "thanh-hoa-it-congress4-news.txt").write_text("Không có số nào.\n" * 30, encoding="utf-8")
    done = run("verify", folder.path, "--reports", reports)
    assert done.returncode == 1
    assert '"618" is not in paragraph 10 of thanh-hoa-it-congress4-news' in done.stdout
    assert "Errors: 3." in done.stdout
    folder.edit("observations", 6, value="1.700")
    assert run("verify", folder.path, "--reports", reports).returncode == 1


def test_dictionary(run: Run, everything: DataFolder) -> None:
    assert run("dictionary", everything.path, "--check").returncode == 0
    (everything.path / dictionary.README).write_text("old", encoding="utf-8")
    stale = run("dictionary", everything.path, "--check")
    assert stale.returncode == 1
    assert f"{dictionary.README} is not what the" in stale.stdout
    assert f"Run: python -m etl dictionary {everything.path}\n" in stale.stdout
    assert (everything.path / dictionary.README).read_text(encoding="utf-8") == "old"
    assert run("dictionary", everything.path).returncode == 0
    assert run("dictionary", everything.path, "--check").returncode == 0
    (everything.path / dictionary.README).unlink()
    assert run("dictionary", everything.path, "--check").returncode == 1


def test_the_dictionary_names_every_file_column_and_value_in_both_languages() -> None:
    contract = schema.load(SHIPPED)
    text = dictionary.render(contract)
    for table in contract.tables:
        assert f"## {table.name}" in text
        for field in table.fields:
            assert f"| `{field.name}` {field.titles['en']} | {field.titles['vi']} |" in text
            for code, label in field.labels.items():
                assert f"| `{code}` | {label['vi']} | {label['en']} |" in text


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command_has_an_example_that_runs(
    run: Run, everything: DataFolder, tmp_path: Path, command: str
) -> None:
    shown = run(command, "--help")
    assert shown.returncode == 0
    example = shown.stdout.split("example:\n")[1].strip()
    assert example.startswith(f"python -m etl {command}")
    _, _, _, *arguments = shlex.split(example)
    reports = tmp_path / "texts"
    if "--reports" in arguments:
        arguments[arguments.index("--reports") + 1] = str(reports)
        reports.mkdir(parents=True, exist_ok=True)
    given = [str(everything.path) if argument == "data" else argument for argument in arguments]
    if command != "releases" and str(everything.path) not in given:
        given.insert(1, str(everything.path))
    done = run(*given, RELEASES_DIR=str(everything.releases))
    assert (done.returncode, done.stderr) == (0, "")


def test_help_lists_every_command(run: Run) -> None:
    shown = run("--help").stdout
    assert all(command in shown for command in COMMANDS)


@pytest.mark.parametrize("arguments", [(), ("nothing",), ("validate", "--format", "xml"), ("verify",)])
def test_a_command_that_is_none_ends_with_2_and_usage(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("usage: ")


def on_a_terminal(*arguments: str) -> tuple[str, str]:
    """Runs a command whose errors and progress go to a terminal; returns what came there, and on standard
    output."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "etl", *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=theirs, text=True
    )
    os.close(theirs)
    output = process.communicate(timeout=120)[0]
    shown = b""
    try:
        while more := os.read(ours, 4096):
            shown += more
    except OSError:  # how a terminal ends
        pass
    os.close(ours)
    return shown.decode(), output


def test_progress_shows_on_a_terminal_and_is_wiped_at_the_end(folder: DataFolder) -> None:
    shown, output = on_a_terminal("build", str(folder.path), "--releases", str(folder.releases))
    assert "checking every row …" in shown
    assert "writing the release …" in shown
    assert shown.endswith("\033[2K\r")
    assert output.startswith("Release ")


def test_progress_is_wiped_before_an_error_too(folder: DataFolder) -> None:
    folder.edit("observations", 6, value="1.700")
    shown, output = on_a_terminal("build", str(folder.path), "--releases", str(folder.releases))
    assert shown.endswith("\033[2K\r")
    assert "thousands separator" in output


def test_a_reader_that_stops_reading_is_no_error(folder: DataFolder) -> None:
    header, *rows = folder.lines("observations")
    folder.write("observations", [header, *([*row[:-1], "x" * 1100] for row in rows * 200)])
    command = f"{shlex.quote(sys.executable)} -m etl validate --all {shlex.quote(str(folder.path))} | head -1"
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_an_interrupted_command_says_that_nothing_is_lost(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    def stopped() -> str:
        with monkeypatch.context() as here:
            here.setattr("etl.build.build", interrupt)
            assert __main__.main(["build", str(folder.path), "--releases", str(folder.releases)]) == 130
        return capsys.readouterr().err

    assert stopped() == "stopped. There is no release yet\n"
    name = folder.build().stem
    assert stopped() == f"stopped. The last good release, {name}, is still current\n"


def test_a_command_that_is_printed_can_be_typed(run: Run, tmp_path: Path) -> None:
    """Also where folders have blanks and quotes in their names."""
    folder = DataFolder.of_reports(tmp_path / "it's the data" / "new data")
    releases = tmp_path / "the releases"

    def printed(shown: str, before: str) -> list[str]:
        [command] = re.findall(rf"{before}: python -m etl (.*)", shown)
        return shlex.split(command)

    def problem() -> str:
        return f"then run: python -m etl validate {shlex.quote(str(folder.path))}\n"

    assert printed(run("validate", folder.path).stdout, "Next") == ["build", str(folder.path)]
    nothing = run("releases", "--releases", releases).stdout
    assert printed(nothing, "Next") == ["build", "--releases", str(releases)]
    name = run("build", folder.path, "--releases", releases).stdout.split()[1]
    out = tmp_path / "an export"
    exported = run("releases", "export", name, out, "--releases", releases).stdout
    assert printed(exported, "from it") == ["build", str(out), "--releases", str(releases)]
    assert f"build {shlex.quote(str(out))}" in exported
    assert run(*printed(exported, "from it")).returncode == 0
    unknown = run("releases", "export", "abc", out, "--releases", releases).stderr
    assert f"python -m etl releases --releases {shlex.quote(str(releases))} lists them" in unknown
    folder.edit("observations", 6, value="1.700")
    reports = tmp_path / "reports"
    reports.mkdir()
    for arguments in (("validate",), ("build", "--releases", releases), ("verify", "--reports", reports)):
        assert problem() in run(arguments[0], folder.path, *arguments[1:]).stdout


def test_one_is_not_counted_in_the_plural(
    run: Run, folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert str(problems.DataError([Problem("a", 1, "x", "1", "is odd", "r")])) == "1 problem"
    assert [problems.counted(n, "row") for n in (0, 1, 2, 1234)] == [
        "0 rows",
        "1 row",
        "2 rows",
        "1,234 rows",
    ]
    folder.edit("observations", 6, value="1.700")
    assert "\n\n1 problem. Fix it, then run: " in run("validate", folder.path).stdout
    folder.edit("observations", 6, value="618")
    edit_release(folder.build(), "UPDATE meta.release SET n_rows = 1")
    assert " 1 row   current\n" in run("releases", "--releases", folder.releases).stdout
    first = release.current(folder.releases).stem
    folder.edit("organizations", 2, note="changed")
    second = folder.build().stem
    shown = run("releases", "diff", first, second, "--releases", folder.releases).stdout
    assert "Z, 1 row) → " in shown
    assert (
        "1 pruned; 1 release left."
        in run("releases", "prune", "--keep", "1", "--releases", folder.releases).stdout
    )


@pytest.mark.parametrize(
    ("problem", "shown"),
    [
        (Problem("a.csv", 0, "", None, "is missing", "file"), "a.csv: is missing"),
        (Problem("a.csv", 3, "", None, "is short", "form"), "a.csv:3: is short"),
        (Problem("a.csv", 3, "x", None, "is empty", "contract"), "a.csv:3 x: is empty"),
        (Problem("a.csv", 3, "x", "1", "is low", "contract"), 'a.csv:3 x: "1" is low'),
        (Problem("a.csv", 3, "x", "a\u200bb\nc", "is odd", "contract"), 'a.csv:3 x: "a\\u200bb\\nc" is odd'),
        (Problem("a.csv", 3, "x", "y" * 500, "is long", "contract"), f'a.csv:3 x: "{"y" * 79}…" is long'),
    ],
)
def test_a_problem_reads_as_one_line(problem: Problem, shown: str) -> None:
    assert str(problem) == shown


def test_problems_with_and_without_a_value_at_one_place_can_be_sorted() -> None:
    found = [Problem("a", 1, "x", value, message, "r") for value in ("1", None) for message in ("b", "a")]
    assert [(p.value, p.message) for p in sorted(found)] == [(None, "a"), (None, "b"), ("1", "a"), ("1", "b")]
