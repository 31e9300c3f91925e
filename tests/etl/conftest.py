"""The folders that ETL tests start from: some to change, some that are released once for all."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.etl.folder import SHIPPED, DataFolder, ReleasedFolder


@pytest.fixture
def folder(reports: Path, tmp_path: Path) -> DataFolder:
    """The five reports, which a test may change."""
    shutil.copytree(reports / "data", tmp_path / "data")
    return DataFolder(tmp_path / "data")


@pytest.fixture
def everything(tmp_path: Path) -> DataFolder:
    """All that is shipped, which a test may change."""
    shutil.copytree(SHIPPED, tmp_path / "data")
    return DataFolder(tmp_path / "data")


@pytest.fixture(scope="session")
def shipped(shipped_releases: Path) -> ReleasedFolder:
    """All that is shipped, and its release; not to be changed."""
    return ReleasedFolder(SHIPPED, shipped_releases)
