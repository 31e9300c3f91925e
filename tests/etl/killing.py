"""Kills whoever makes a release current, right before, at and after each rename, and says what serves then.

Run as a program, with a folder of releases, a finished file and its name, the name of the release that
serves, and how many to kill. Prints a JSON line each: the place, what is current, and whether it answers. It
asks no database itself, so that it has no threads when it forks.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

from etl import release

RENAMES = ("release", "record", "pointer")
PLACES = [(what, when) for what in RENAMES for when in ("before", "at", "after")]


def renamed(path: str, name: str) -> str:
    known = {f"{name}.duckdb": "release", f"{name}.json": "record", release.POINTER: "pointer"}
    return known.get(Path(path).name, "")


def publish(releases: Path, built: Path, name: str, place: tuple[str, str], telling: int) -> None:
    """Publishes in this process, which is killed at the place."""
    what, when = place
    is_past = False

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal is_past
        if is_past and when == "after" and event != "os.kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if event == "os.rename" and renamed(os.fsdecode(str(arguments[1])), name) == what:
            is_past = True
            if when == "before":
                os.kill(os.getpid(), signal.SIGKILL)
            if when == "at":
                os.write(telling, b".")

    with release.lock(releases):
        building = releases / ".building.duckdb"
        shutil.copyfile(built, building)
        sys.addaudithook(watch)
        release.publish(building, releases, name)
    time.sleep(5)  # to be killed here where it was not before


def answer(releases: Path, place: tuple[str, str]) -> None:
    serving = release.current(releases)
    with release.open_readonly(serving) as connection:
        [(n,)] = connection.execute("SELECT count(*) FROM mart.overview(mart.chosen())").fetchall()
    print(json.dumps({"place": place, "current": serving.stem, "answers": n == 1}), flush=True)


def main() -> None:
    """Kills as often as the last argument says."""
    releases, built, name, serving, times = Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:6]
    for n in range(int(times)):
        place = PLACES[n % len(PLACES)]
        told, telling = os.pipe()
        child = os.fork()
        if not child:
            publish(releases, built, name, place, telling)
            os._exit(1)
        os.close(telling)
        if place[1] == "at":
            os.read(told, 1)
            time.sleep(random.Random(n).uniform(0, 0.0003))
            os.kill(child, signal.SIGKILL)
        os.close(told)
        _, status = os.waitpid(child, 0)
        assert status == signal.SIGKILL, (place, status)
        child = os.fork()
        if not child:
            answer(releases, place)
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0, place
        # Back to how it was, with what the killed one left.
        (releases / release.POINTER).write_text(serving + "\n", encoding="ascii")
        for path in (release.path_of(releases, name), releases / f"{name}.json"):
            path.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
