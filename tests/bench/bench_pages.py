"""Server time of a rerun of each page, beside a bare Streamlit page with one constant chart, in one run.

A real server and its websocket: from the request to run again to the word that the script has finished. The client acknowledges at once,
so that what is measured is the server's work and not the wait of one TCP end for the other.

    python -m tests.bench.bench_pages [--runs 40]
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

ROOT = Path(__file__).resolve().parents[2]
BARE = """import streamlit as st
st.title("Bare")
st.plotly_chart({"data": [{"type": "bar", "x": ["a", "b", "c"], "y": [3, 1, 2]}], "layout": {"height": 300}}, config={"displayModeBar": False})
"""
BARE_NAME = "bare page with a chart"
PAGES = {"overview": ("", ""), "limitations": ("limitations", ""), "limitations, a cell open": ("limitations", "cell=concurrent_posts~")}


def free_port() -> int:
    """Returns a port on which nobody listens."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(script: Path, releases: str) -> Iterator[int]:
    """Serves a script and yields its port."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}", "--server.address=127.0.0.1"]
    environment = os.environ | {"RELEASES_DIR": releases}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(10)


def rerun(session: ClientConnection, page: str, query: str) -> float:
    """Returns the seconds from asking for a rerun to its end."""
    message = BackMsg()
    message.rerun_script.query_string, message.rerun_script.page_name = query, page
    start = time.perf_counter()
    session.send(message.SerializeToString())
    while True:
        session.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        forward = ForwardMsg.FromString(session.recv(timeout=30))
        if forward.WhichOneof("type") == "script_finished":
            if forward.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                raise RuntimeError(f"{page or 'overview'} did not finish")
            return time.perf_counter() - start


def measure(port: int, page: str, query: str, runs: int) -> tuple[float, float, float]:
    """Returns the first run of a session, the median rerun and its 90th percentile, in milliseconds."""
    url, origin = f"ws://127.0.0.1:{port}/_stcore/stream", f"http://127.0.0.1:{port}"
    with connect(url, subprotocols=[Subprotocol("streamlit")], max_size=None, origin=Origin(origin)) as session:
        first = rerun(session, page, query)
        times = sorted(rerun(session, page, query) for _ in range(runs))
    return first * 1000, statistics.median(times) * 1000, times[int(len(times) * 0.9)] * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description="Server time of a rerun of each page.")
    parser.add_argument("--runs", type=int, default=40)
    runs = parser.parse_args().runs
    print(f"{'page':28}{'first':>10}{'median':>10}{'90 %':>10}   ÷ bare    (ms, {runs} reruns)")
    with tempfile.TemporaryDirectory() as folder:
        bare_script = Path(folder) / "bare.py"
        bare_script.write_text(BARE, encoding="utf-8")
        with serving(bare_script, folder) as bare, serving(ROOT / "app.py", folder) as ours:
            _, floor, _ = measure(bare, "", "", runs)
            for name, port, page, query in [(BARE_NAME, bare, "", ""), *((name, ours, *where) for name, where in PAGES.items())]:
                first, median, late = measure(port, page, query, runs)
                print(f"{name:28}{first:10.1f}{median:10.1f}{late:10.1f}{median / floor:9.1f}")


if __name__ == "__main__":
    main()
