"""The folders that ETL tests start from: some to change, some that are released once for all."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import made_once
from tests.etl.folder import SHIPPED, DataFolder, ReleasedFolder
from tests.etl.several_terms import with_several_terms


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """The five reports, which a test may change."""
    return DataFolder.of_reports(tmp_path / "data")


@pytest.fixture
def everything(tmp_path: Path) -> DataFolder:
    """All that is shipped, which a test may change."""
    shutil.copytree(SHIPPED, tmp_path / "data")
    return DataFolder(tmp_path / "data")


@pytest.fixture(scope="session")
def shipped(shipped_releases: Path) -> ReleasedFolder:
    """All that is shipped, and its release; not to be changed."""
    return ReleasedFolder(SHIPPED, shipped_releases)


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
