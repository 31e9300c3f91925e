"""Time of validate + build: of shipped data, and of large made-up data beside DuckDB's own load of its files.

Run: python -m tests.bench.bench_etl [--ten-million]
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from etl import build
from etl.schema import literal
from tests.bench.generate import declared_types, generate

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 3
ALLOWED_SECONDS = 2.0
ALLOWED_RATIO = 3.0
ALLOWED_PEAK = 1 << 30


def main() -> int:
    """Prints the table and returns 0 where every measure is within its bound, else 1."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--ten-million", action="store_true", help="measure 10,000,000 rows too (2 GB of disk, some minutes)"
    )
    options = parser.parse_args()
    print(f"{'what':<44} {'median':>9} {'bound':>9}")
    kept = shipped()
    for rows in [1_000_000, *([10_000_000] if options.ten_million else [])]:
        kept &= large(rows)
    return 0 if kept else 1


def shipped() -> bool:
    """Measures the command on the shipped data as a user runs it, and the share of it that only imports."""
    command, importing = [], []
    with tempfile.TemporaryDirectory() as directory:
        for n in range(ROUNDS):
            command.append(seconds(run, "-m", "etl", "build", "--releases", str(Path(directory) / str(n))))
            importing.append(seconds(run, "-c", "import etl.__main__"))
    whole = statistics.median(command)
    kept = row("shipped data: validate + build", whole, ALLOWED_SECONDS, " s")
    row("  of which Python and its imports", statistics.median(importing), None, " s")
    return kept


def large(rows: int) -> bool:
    """Measure made-up data of that many observations, each round DuckDB's typed load first, then ours."""
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory)
        data = generate(ROOT / "data", folder / "data", rows)
        plain, ours, peaks = list[float](), list[float](), list[int]()
        for n in range(ROUNDS):
            plain.append(in_a_process(load_plainly, data, folder / f"plain-{n}.duckdb")[0])
            took, peak = in_a_process(build.build, data, folder / f"releases-{n}")
            ours.append(took)
            peaks.append(peak)
    row(f"{rows:,} rows: DuckDB's typed load, no checks", statistics.median(plain), None, " s")
    row(f"{rows:,} rows: validate + build", statistics.median(ours), None, " s")
    kept = row(
        "  ratio", statistics.median(a / b for a, b in zip(ours, plain, strict=True)), ALLOWED_RATIO, "x "
    )
    return row("  peak memory, MB", max(peaks) / 1e6, ALLOWED_PEAK / 1e6, "  ") and kept


def load_plainly(data: Path, target: Path) -> None:
    """Load every file of a folder into typed tables of a database file, with DuckDB alone."""
    with duckdb.connect(str(target)) as connection:
        connection.execute("SET enable_progress_bar = false")
        for path, types in declared_types(data).items():
            columns = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
            options = f"columns = {{{columns}}}, auto_detect = false, header = true"
            source = f"read_csv({literal(str(data / path))}, {options})"
            connection.execute(f'CREATE TABLE "{path}" AS FROM {source}')


def in_a_process(work: Callable[..., object], *arguments: object) -> tuple[float, int]:
    """Seconds of the work in a fresh Python, without imports, and the peak of its process in bytes."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (work, *arguments))


def _measured(work: Callable[..., object], *arguments: object) -> tuple[float, int]:
    took = seconds(work, *arguments)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return took, peak * (1 if sys.platform == "darwin" else 1024)


def seconds(work: Callable[..., object], *arguments: object) -> float:
    start = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - start


def run(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def row(what: str, measured: float, bound: float | None, unit: str) -> bool:
    """Prints one line of the table and returns whether the measure is within its bound."""
    kept = bound is None or measured <= bound
    limit = "" if bound is None else f"{bound:.1f}{unit}"
    print(f"{what:<44} {measured:>7.2f}{unit} {limit:>9}{'' if kept else '  over'}", flush=True)
    return kept


if __name__ == "__main__":
    sys.exit(main())
