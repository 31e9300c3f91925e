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
