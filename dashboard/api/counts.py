"""How many requests were answered, with what and how fast, in the text format of Prometheus. Answers none.

Counts in one thread only, that of the event loop.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from itertools import accumulate

BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds

_requests: Counter[tuple[str, int]] = Counter()
_seconds: defaultdict[str, float] = defaultdict(float)
_faster: defaultdict[str, list[int]] = defaultdict(lambda: [0] * (len(BOUNDS) + 1))


def count(route: str, status: int, seconds: float) -> None:
    """Count one answer. `route` is a pattern and no path, so that there are few of them."""
    _requests[route, status] += 1
    _seconds[route] += seconds
    _faster[route][bisect_left(BOUNDS, seconds)] += 1


def as_prometheus(release: str, n_open: int) -> str:
    """The counts since the server began, the current release ("" for none) and the number of open ones."""
    lines = [
        "# HELP association_reports_requests_total Answers by route and status.",
        "# TYPE association_reports_requests_total counter",
    ]
    lines += [
        f'association_reports_requests_total{{route="{route}",status="{status}"}} {n}'
        for (route, status), n in sorted(_requests.items())
    ]
    lines += [
        "# HELP association_reports_request_seconds Time to an answer by route.",
        "# TYPE association_reports_request_seconds histogram",
    ]
    for route, counted in sorted(_faster.items()):
        for bound, n in zip((*map(str, BOUNDS), "+Inf"), accumulate(counted), strict=True):
            lines.append(f'association_reports_request_seconds_bucket{{route="{route}",le="{bound}"}} {n}')
        lines.append(f'association_reports_request_seconds_sum{{route="{route}"}} {_seconds[route]:.6f}')
        lines.append(f'association_reports_request_seconds_count{{route="{route}"}} {sum(counted)}')
    lines += [
        "# HELP association_reports_releases_open Releases that are open.",
        "# TYPE association_reports_releases_open gauge",
    ]
    lines.append(f"association_reports_releases_open {n_open}")
    lines += [
        "# HELP association_reports_release_info The release that answers.",
        "# TYPE association_reports_release_info gauge",
    ]
    lines += [f'association_reports_release_info{{release="{release}"}} 1'] if release else []
    return "\n".join(lines) + "\n"
