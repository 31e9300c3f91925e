"""Commands in a process of their own, which may not wait for ever."""

from __future__ import annotations

import subprocess
import sys

from tests.etl.folder import SHIPPED


def in_a_process(*arguments: object) -> str:
    """What a command prints. Fails on a traceback, and where it does not end."""
    command = [sys.executable, "-m", "etl", *map(str, arguments)]
    done = subprocess.run(
        command, cwd=SHIPPED.parent, capture_output=True, text=True, check=False, timeout=60
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout + done.stderr
