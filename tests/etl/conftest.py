"""The fixture that most ETL tests start from."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.etl.folder import SHIPPED, DataFolder


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder.of_reports(tmp_path / "data")


@pytest.fixture
def everything(tmp_path: Path) -> DataFolder:
    """All that is shipped."""
    shutil.copytree(SHIPPED, tmp_path / "data")
    return DataFolder(tmp_path / "data")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five reports and a release of them, built once; not to be changed."""
    reports = DataFolder.of_reports(tmp_path_factory.mktemp("built") / "data")
    reports.build()
    return reports.path.parent


@pytest.fixture
def standing(built: Path, tmp_path: Path) -> DataFolder:
    """A folder of the five reports that a test may change, whose release stands already."""
    shutil.copytree(built, tmp_path / "reports")
    return DataFolder(tmp_path / "reports" / "data")
