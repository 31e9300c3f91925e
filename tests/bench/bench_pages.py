"""Server time of a rerun of each page, beside a bare Streamlit page with one constant chart, in one run.

On the shipped data, and on a federation down to the commune: 12,000 organizations with ten terms each. There
each page is also asked for selections never asked for before, so that nothing is answered from a cache. Ten
readers at once each wait for their own rerun; the memory of a session is what the server grew by for each of
many that stay open. The first visitor after a start is measured on a server of its own.

A real server and its websocket: from the request to run again to the message that the script has finished.
The client acknowledges at once, so that the server's work is measured and not one end of TCP waiting for the
other.

    python -m tests.bench.bench_pages [--runs 40]
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from threading import Barrier

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from tests.bench.generate import generate_federation

ROOT = Path(__file__).resolve().parents[2]
BARE = """import streamlit as st
st.title("Bare")
bar = {"type": "bar", "x": ["a", "b", "c"], "y": [3, 1, 2]}
st.plotly_chart({"data": [bar], "layout": {"height": 300}}, config={"displayModeBar": False})
"""
BARE_NAME = "bare page with a chart"
PAGES = {
    "overview": ("", ""),
    "membership": ("membership", ""),
    "membership by year": ("membership", "time=calendar"),
    "branches": ("branches", ""),
    "leadership": ("leadership", ""),
    "awards": ("awards", ""),
    "compare": ("compare", "compare={organizations}"),
    "organization": ("organization", "about={organization}"),
    "province": ("province", "place=dak-lak"),
    "map": ("map", ""),
    "map, a province open": ("map", "place=dak-lak"),
    "limitations": ("limitations", ""),
    "limitations, a cell open": ("limitations", "cell=concurrent_posts~"),
    "documents": ("sources", ""),
}
NEW = "province={}"  # a selection that is new to the server


def free_port() -> int:
    """A port on which nobody listens."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(script: Path, releases: str) -> Iterator[tuple[int, int]]:
    """A server of a script, run in the script's folder: its port and its process."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(script),
        f"--server.port={port}",
        "--server.address=127.0.0.1",
    ]
    environment = os.environ | {"RELEASES_DIR": releases}
    server = subprocess.Popen(
        command, cwd=script.parent, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(10)


class Reader:
    """A session as a browser has it: it names the cached messages that need not be sent again."""

    def __init__(self, port: int):
        url, origin = f"ws://127.0.0.1:{port}/_stcore/stream", f"http://127.0.0.1:{port}"
        self.connection = connect(
            url, subprotocols=[Subprotocol("streamlit")], max_size=None, origin=Origin(origin)
        )
        self.kept: set[str] = set()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def rerun(self, page: str, query: str) -> float:
        """The milliseconds from asking for a page to its end."""
        message, kept = BackMsg(), set[str]()
        message.rerun_script.query_string, message.rerun_script.page_name = query, page
        message.rerun_script.cached_message_hashes.extend(self.kept)
        start = time.perf_counter()
        self.connection.send(message.SerializeToString())
        while True:
            self.connection.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            forward = ForwardMsg.FromString(self.connection.recv(timeout=30))
            if forward.metadata.cacheable:
                kept.add(forward.hash)
            elif forward.ref_hash:
                kept.add(forward.ref_hash)
            if forward.WhichOneof("type") == "script_finished":
                if forward.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                    raise RuntimeError(f"{page or 'overview'} did not finish")
                self.kept = kept
                return (time.perf_counter() - start) * 1000


def measure(port: int, page: str, queries: list[str]) -> tuple[float, float, float]:
    """First run, median and 90th percentile of reruns, one for each query, in milliseconds."""
    with Reader(port) as reader:
        first = reader.rerun(page, "")
        times = sorted(reader.rerun(page, query) for query in queries)
    return first, statistics.median(times), times[int(len(times) * 0.9)]


def visitors(port: int, page: str, query: str) -> tuple[float, float]:
    """The milliseconds that the first and the second visitor of a server wait, each in a session."""
    with Reader(port) as first, Reader(port) as second:
        return first.rerun(page, query), second.rerun(page, query)


def at_once(port: int, page: str, query: str, readers: int, runs: int) -> tuple[float, float, float]:
    """Minimum, median and 90th percentile of a rerun, in milliseconds, with so many readers at once."""
    together = Barrier(readers)

    def reading(_: int) -> list[float]:
        with Reader(port) as reader:
            reader.rerun(page, query)
            together.wait()
            return [reader.rerun(page, query) for _ in range(runs)]

    with ThreadPoolExecutor(readers) as pool:
        times = sorted(found for each in pool.map(reading, range(readers)) for found in each)
    return times[0], statistics.median(times), times[int(len(times) * 0.9)]


def memory_of_sessions(port: int, process: int, sessions: int) -> float:
    """The megabytes that the server grew by for each of so many open sessions, all pages in turn."""
    pages = [page for page, _ in PAGES.values()]

    def resident() -> float:
        fields = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()
        return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

    with Reader(port) as reader:
        for page in pages:
            reader.rerun(page, "")  # what all sessions share is there before
    before = resident()
    with ExitStack() as stack:
        for n in range(sessions):
            stack.enter_context(Reader(port)).rerun(pages[n % len(pages)], "")
        return (resident() - before) / sessions


def codes(folder: Path) -> tuple[str, str]:
    """Six organizations for a link, those of which most is coded, and the first of them."""
    with (folder / "observations.csv").open(encoding="utf-8", newline="") as stream:
        counted = Counter(row["organization_id"] for row in csv.DictReader(stream))
    most = [code for code, _ in counted.most_common(6)]
    return ",".join(most), most[0]


def copy_with_federation(target: Path) -> Path:
    """A copy of what the dashboard needs, with made-up data."""
    target.mkdir()
    for part in (".streamlit", "dashboard", "etl", "pages"):
        shutil.copytree(ROOT / part, target / part)
    shutil.copyfile(ROOT / "app.py", target / "app.py")
    generate_federation(ROOT / "data", target / "data")
    return target


def show(name: str, measured: tuple[float, float, float], floor: float) -> None:
    first, median, late = measured
    print(f"{name:44}{first:10.1f}{median:10.1f}{late:10.1f}{median / floor:9.1f}")


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description="Server time of a rerun of each page.")
    parser.add_argument("--runs", type=int, default=40)
    runs = parser.parse_args().runs
    print(f"{'page':44}{'first':>10}{'median':>10}{'90 %':>10}   ÷ bare    (ms, {runs} reruns)")
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory)
        shutil.copytree(ROOT / ".streamlit", folder / "bare" / ".streamlit")
        (folder / "bare" / "bare.py").write_text(BARE, encoding="utf-8")
        federation = copy_with_federation(folder / "federation")
        with (federation / "data" / "provinces.csv").open(encoding="utf-8", newline="") as stream:
            provinces = [
                row["province_id"] for row in csv.DictReader(stream) if row["boundaries"] == "present"
            ]
        with serving(folder / "bare" / "bare.py", str(folder / "none")) as (bare, _):
            floor = measure(bare, "", [""] * runs)
            show(BARE_NAME, floor, floor[1])
        with serving(ROOT / "app.py", str(folder / "shipped")) as (ours, _):
            six, one = codes(ROOT / "data" / "public")
            for name, (page, query) in PAGES.items():
                show(
                    name,
                    measure(ours, page, [query.format(organizations=six, organization=one)] * runs),
                    floor[1],
                )
            for name in ("overview", "membership", "limitations"):
                show(
                    f"{name}, ten readers at once",
                    at_once(ours, *PAGES[name], readers=10, runs=max(runs // 4, 5)),
                    floor[1],
                )
        for name in ("overview", "membership", "awards", "limitations", "map"):
            with serving(ROOT / "app.py", str(folder / "shipped")) as (ours, _):
                first, second = visitors(ours, *PAGES[name])
                print(f"{f'{name}, first and second visitor after start':44}{first:10.1f}{second:10.1f}")
        # In a server of its own: in one that has served many, a session takes the room that others left.
        with serving(ROOT / "app.py", str(folder / "shipped")) as (ours, process):
            print(f"{'memory of a session':44}{memory_of_sessions(ours, process, 60):10.2f} MB")
        with serving(federation / "app.py", str(folder / "federal")) as (federal, _):
            six, one = codes(federation / "data")
            for name, (page, query) in PAGES.items():
                show(
                    f"12,000 organizations: {name}",
                    measure(federal, page, [query.format(organizations=six, organization=one)] * runs),
                    floor[1],
                )
            for name in ("overview", "membership", "branches", "awards", "limitations", "map", "documents"):
                page, _ = PAGES[name]
                show(
                    f"12,000 organizations: {name}, new selections",
                    measure(federal, page, [NEW.format(p) for p in provinces]),
                    floor[1],
                )


if __name__ == "__main__":
    main()
