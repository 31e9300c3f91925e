"""What the tests share: where the project stands, its rows as written, copies of it, and a server of it."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from etl import build
from tests.etl.folder import DataFolder, ReleasedFolder
from tests.etl.several_terms import with_several_terms
from tests.serving import serving

# Shared checks report what differs, as tests do.
pytest.register_assert_rewrite("tests.pages.by_hand", "tests.pages.measured")

PROJECT = Path(__file__).resolve().parent.parent
PARTS = ("app.py", "pages", "dashboard", "etl", "data", ".streamlit")
NO_BROWSER = "no Chromium found"

# A slow machine is no failure. What must pass draws the same examples every time, so that it says something
# of the change; everybody else draws new ones, and finds what nobody thought of.
settings.register_profile("project", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("project")

Rows = list[dict[str, str]]
Serve = Callable[..., AbstractContextManager[str]]


@pytest.fixture(scope="session")
def project() -> Path:
    """The folder that holds app.py."""
    return PROJECT


@pytest.fixture(scope="session")
def rows() -> Callable[..., Rows]:
    """The rows of a table, read with the csv module: what was written, with no release in between."""

    def read(table: str, folder: Path = PROJECT / "data") -> Rows:
        package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        found: Rows = []
        for path in next(r["path"] for r in package["resources"] if r["name"] == table):
            with (folder / path).open(encoding="utf-8", newline="") as stream:
                found += csv.DictReader(stream)
        return found

    return read


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that one worker makes for all of a run, and that no test may change."""
    root = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    made = root / "shared" / name
    made.parent.mkdir(exist_ok=True)
    with FileLock(made.with_suffix(".lock")):
        if not made.exists():
            making = made.with_suffix(".making")
            shutil.rmtree(making, ignore_errors=True)  # what a worker left that could not make it whole
            make(making)
            making.rename(made)
    return made


@pytest.fixture(scope="session")
def shipped_releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the release of all that is shipped, built once; not to be changed."""
    return made_once(tmp_path_factory, "releases", lambda releases: build.build(PROJECT / "data", releases))


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five reports in data/ and a release of them in releases/; not to be changed."""
    return made_once(tmp_path_factory, "reports", lambda made: DataFolder.of_reports(made / "data").build())


@pytest.fixture
def standing(reports: Path, tmp_path: Path) -> DataFolder:
    """The five reports with their release, which a test may change."""
    shutil.copytree(reports, tmp_path / "reports")
    return DataFolder(tmp_path / "reports" / "data")


@pytest.fixture(scope="session")
def released_terms(tmp_path_factory: pytest.TempPathFactory) -> ReleasedFolder:
    """The five reports with several terms, and their release; not to be changed."""
    made = made_once(
        tmp_path_factory,
        "several_terms",
        lambda made: with_several_terms(DataFolder.of_reports(made / "data")).build(),
    )
    return ReleasedFolder(made / "data", made / "releases")


@pytest.fixture(scope="session", autouse=True)
def _own_releases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A folder for the builds of the tests, never the project's."""
    before = os.environ.get("RELEASES_DIR")
    os.environ["RELEASES_DIR"] = str(tmp_path_factory.mktemp("releases"))
    yield
    if before is None:
        del os.environ["RELEASES_DIR"]
    else:
        os.environ["RELEASES_DIR"] = before


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the project that a test may change; its releases go into the copy."""
    return copy_project(tmp_path / "project")


def copy_project(target: Path) -> Path:
    """Copies what the app needs to run, and returns where it stands."""
    target.mkdir(parents=True)
    for part in PARTS:
        if (PROJECT / part).is_dir():
            shutil.copytree(PROJECT / part, target / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(PROJECT / part, target / part)
    return target


@pytest.fixture(scope="session")
def serve() -> Serve:
    """Starts the app of a project folder on a free port, as a reader of the README does; gives its address
    and stops it at the end."""
    return serving


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Warn when the browser tests had no browser: a green run without them proves less."""
    skipped = [
        report for report in terminalreporter.stats.get("skipped", []) if NO_BROWSER in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.section("BROWSER TESTS DID NOT RUN", sep="!", red=True, bold=True)
        terminalreporter.line(
            f"{len(skipped)} BROWSER TESTS WERE SKIPPED: {NO_BROWSER.upper()}. "
            "INSTALL CHROMIUM, OR SET CHROMIUM TO ITS PATH, AND RUN THEM AGAIN.",
            red=True,
            bold=True,
        )
