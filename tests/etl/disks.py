"""Disks that are full or may not be written, for real: mounted for one child process, and gone with it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run_alone(mounting: str, script: str, *, is_root: bool = True) -> subprocess.CompletedProcess[str]:
    """Runs a Python script in a process that has mounts of its own, made by shell commands, or that may write
    only where permissions let it.

    Skips the test where the system lets nobody mount.
    """
    own = ["unshare", "--map-root-user", "--mount"] if is_root else ["unshare", "--user"]
    if (
        shutil.which("unshare") is None
        or subprocess.run([*own, "true"], capture_output=True, check=False).returncode
    ):
        pytest.skip("this system lets a process have no mounts or users of its own")
    command = f'{mounting}\nexec "$@"'
    return subprocess.run(
        [*own, "sh", "-ec", command, "sh", sys.executable, "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def read_only(folder: Path) -> str:
    """The commands that mount a folder for reading only."""
    return f"mount --bind '{folder}' '{folder}'\nmount -o remount,ro,bind '{folder}'"


def small(folder: Path, n_bytes: int) -> str:
    """The commands that put what is in a folder onto a disk of a size."""
    return (
        f"mkdir -p '{folder}.disk'\nmount -t tmpfs -o size={n_bytes} none '{folder}.disk'\n"
        f"cp -a '{folder}/.' '{folder}.disk'\nmount --move '{folder}.disk' '{folder}'"
    )
