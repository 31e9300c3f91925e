"""Latency and throughput of the API: a real server, clients that keep their connection, to the last byte.

Each question is ask first by nobody before, then repeatedly by one client, then by several at once for some
seconds. Questions never ask before show the cost of making an answer, a tag that still holds that of a 304.

    python -m tests.bench.bench_api [--runs 200] [--seconds 5] [--clients 8]
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path

from tests.serving import serving

ROOT = Path(__file__).resolve().parents[2]
TARGET_MS, TARGET_RATE = 15.0, 200.0
QUESTIONS = {
    "card, JSON": "/api/v1/cards/membership/ranking.json?lang=en",
    "card, JSON, filtered": (
        "/api/v1/cards/membership/ranking.json?lang=en&kind=union_of_associations&years=2015-"
    ),
    "card, Excel": "/api/v1/cards/membership/ranking.xlsx?lang=en",
    "card, CSV": "/api/v1/cards/membership/ranking.csv?lang=en",
    "largest card, JSON": "/api/v1/cards/organization/figures.json?lang=en&about=st-union-hong-linh",
    "overview, JSON": "/api/v1/cards/overview/headlines.json?lang=en",
    "map, JSON": "/api/v1/cards/map/provinces.json?lang=en",
    "pages": "/api/v1/pages?lang=en",
    "releases": "/api/v1/releases",
    "specification": "/api/v1/openapi.json",
    "health": "/healthz",
}
NEW = "/api/v1/cards/membership/ranking.json?lang=en&years={year}-"


def ask(connection: HTTPConnection, path: str, **headers: str) -> tuple[float, int, str, int]:
    """Milliseconds, status, tag and bytes of one answer."""
    start = time.perf_counter()
    connection.request(
        "GET",
        path,
        headers={
            "Accept-Encoding": "gzip",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        },
    )
    response = connection.getresponse()
    body = response.read()
    return (time.perf_counter() - start) * 1000, response.status, response.headers["etag"] or "", len(body)


def count_answers(port: int, path: str, seconds: float) -> tuple[int, list[float]]:
    """The number of answers that one client had within so many seconds, and their milliseconds."""
    connection, times = HTTPConnection("localhost", port), []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        took, status, *_ = ask(connection, path)
        assert status == 200
        times.append(took)
    return len(times), times


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description="How fast machines are answered.")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--clients", type=int, default=8)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, serving(ROOT, Path(folder) / "releases") as address:
        port = int(address.rpartition(":")[2])
        print(
            f"{'':24}{'first':>9}{'median':>9}{'90 %':>9}{'kB':>8}"
            f"{'/s, ' + str(given.clients) + ' clients':>16}{'median':>9}  (ms)"
        )
        for name, path in QUESTIONS.items():
            connection = HTTPConnection(
                "localhost", port
            )  # one that has waited for the clients of the question before may be closed
            first, status, _, size = ask(connection, path)
            assert status == 200, (path, status)
            times = sorted(ask(connection, path)[0] for _ in range(given.runs))
            with multiprocessing.Pool(given.clients) as pool:
                answers = pool.starmap(count_answers, [(port, path, given.seconds)] * given.clients)
            rate, median = sum(n for n, _ in answers) / given.seconds, statistics.median(times)
            loaded = statistics.median(took for _, all_times in answers for took in all_times)
            late = times[int(len(times) * 0.9)]
            missed = (
                ""
                if median < TARGET_MS and rate > TARGET_RATE
                else f"  misses {TARGET_MS:.0f} ms or {TARGET_RATE:.0f}/s"
            )
            print(
                f"{name:24}{first:9.1f}{median:9.2f}{late:9.2f}{size / 1000:8.1f}"
                f"{rate:16.0f}{loaded:9.1f}{missed}"
            )
        connection = HTTPConnection("localhost", port)
        tag = ask(connection, QUESTIONS["card, JSON"])[2]
        held = sorted(ask(connection, QUESTIONS["card, JSON"], If_None_Match=tag) for _ in range(given.runs))
        assert {status for _, status, *_ in held} == {304}
        median, late = statistics.median(took for took, *_ in held), held[int(len(held) * 0.9)][0]
        print(f"{'tag that still holds':24}{'':9}{median:9.2f}{late:9.2f}")
        new = sorted(ask(connection, NEW.format(year=year))[0] for year in range(1951, 2025))
        print(f"{'never ask before':24}{'':9}{statistics.median(new):9.2f}{new[int(len(new) * 0.9)]:9.2f}")


if __name__ == "__main__":
    main()
