"""How answers are sent: routes, statuses, what may be kept and for how long, compression. Makes no answer.

Answers are made in a few threads of their own, so that neither the event loop nor Streamlit's files wait for them, and only so many wait at once.

No other site may read them with a visitor's browser (no CORS): a server inside a house may hold unpublished reports, and a page from outside that
a colleague opens would carry them away. Programs outside a browser need no permission.
"""

from __future__ import annotations

import asyncio
import contextvars
import json
import logging
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from dashboard.api import answers, counts, specification
from dashboard.api.answers import Answer
from dashboard.api.problems import Problem
from dashboard.files.formats import FORMATS
from dashboard.release import warehouse

FOR_EVER = "public, max-age=31536000, immutable"  # of what a pinned release answers
ASK_AGAIN = "no-cache"
NEVER = "no-store"
THREADS = 2  # making a card is work for one core: more of them only take turns, with the pages too
MOST_WAITING = 64
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_log = logging.getLogger(__name__)
_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="api")

_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?|\[[0-9a-fA-F:.]{2,45}\](:[0-9]{1,5})?")


class Call(NamedTuple):
    """What is called: the values in the path, the query string, and where the client has found this server, "https://host"."""

    values: dict[str, str]
    query: str
    origin: str


Make = Callable[[Call], Answer]


class Sent(NamedTuple):
    """What goes out: status, body and headers."""

    status: int
    body: bytes
    headers: dict[str, str]


def routes() -> list[Route]:
    """Returns what machines may ask, the last of them whatever else begins with /api."""
    one = "/api/v1/cards/{page}/{card}"
    return [
        _route("/api/v1/openapi.json", lambda call: specification.answer()),
        _route("/api/v1/releases", lambda call: answers.releases()),
        _route("/api/v1/pages", lambda call: answers.pages(call.query)),
        _route(
            "/api/v1/pages/{page}.xlsx",
            lambda call: answers.whole(call.values["page"], call.query, call.origin),
        ),
        _route(
            f"{one}.json", lambda call: answers.card(call.values["page"], call.values["card"], call.query)
        ),
        *(_route(f"{one}.{form}", partial(_file, form)) for form in FORMATS),
        Route("/healthz", _Endpoint("/healthz", _health)),
        Route("/metrics", _Endpoint("/metrics", _metrics)),
        _route("/api/{rest:path}", _unknown),
        _route("/api", _unknown),
    ]


def _file(form: str, call: Call) -> Answer:
    return answers.file(call.values["page"], call.values["card"], form, call.query, call.origin)


def _unknown(call: Call) -> Answer:
    raise Problem(
        "unknown",
        "Nothing stands at this address. /api/v1/openapi.json says what does.",
        paths=list(specification.document()["paths"]),
    )


def _route(path: str, make: Make) -> Route:
    return Route(path, _Endpoint(path, partial(_made, make)))


async def _made(make: Make, scope: Scope) -> Sent:
    """Has an answer made in a thread, and returns it as this client takes it."""
    global _n_waiting
    if _n_waiting >= MOST_WAITING:
        raise Problem("unavailable", "Too many requests are waiting; ask again in a second.")
    headers = Headers(scope=scope)
    call = Call(
        scope.get("path_params", {}),
        scope["query_string"].decode("latin-1"),
        _origin(scope["scheme"], headers.get("host", "")),
    )
    # Which release is read is set in a copy of the context, which goes when the answer is made.
    work = partial(contextvars.copy_context().run, make, call)
    _n_waiting += 1
    try:
        found = await asyncio.get_running_loop().run_in_executor(_pool, work)
    finally:
        _n_waiting -= 1
    return _as_taken(found, headers)


_n_waiting = 0


def _origin(scheme: str, host: str) -> str:
    """Returns where the client has found this server; empty where the name that it gives is none."""
    return f"{scheme}://{host}" if _HOST.fullmatch(host) else ""


def _as_taken(found: Answer, asked: Headers) -> Sent:
    is_compressed = _takes_gzip(asked.get("accept-encoding", ""))
    # What is compressed has other bytes, and so another strong tag.
    tags = [f'"{found.tag}"', f'"{found.tag}-gzip"']
    headers = {
        "etag": tags[is_compressed],
        "cache-control": FOR_EVER if found.is_for_ever else ASK_AGAIN,
        "vary": "Accept-Encoding",
    }
    held = {tag.strip().removeprefix("W/") for tag in asked.get("if-none-match", "").split(",")}
    if held & {*tags, "*"}:
        return Sent(304, b"", headers)
    headers |= {"content-type": found.media_type}
    headers |= {"content-language": found.language} if found.language else {}
    headers |= {"content-disposition": f'attachment; filename="{found.file_name}"'} if found.file_name else {}
    headers |= (
        {"link": f'<{found.described_by}>; rel="describedby"; type="application/json"'}
        if found.described_by
        else {}
    )
    if is_compressed:
        return Sent(200, found.compressed, headers | {"content-encoding": "gzip"})
    return Sent(200, found.body, headers)


def _takes_gzip(accepted: str) -> bool:
    for part in accepted.lower().split(","):
        coding, _, weight = part.partition(";")
        if coding.strip() == "gzip":
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


async def _health(scope: Scope) -> Sent:
    # Not in the threads of the cards: a busy server is no sick one.
    name = await run_in_threadpool(answers.health)
    return Sent(
        200,
        answers.as_json({"status": "ok", "release": name}),
        {"content-type": "application/json", "cache-control": NEVER},
    )


async def _metrics(scope: Scope) -> Sent:
    try:
        name = await run_in_threadpool(warehouse.current_name)
    except warehouse.NoRelease:
        name = ""
    return Sent(
        200,
        counts.written(name, warehouse.n_open()).encode(),
        {"content-type": METRICS_TYPE, "cache-control": NEVER},
    )


class _Endpoint:
    """Answers GET and HEAD of one route, turns what goes wrong into problem details, and counts."""

    def __init__(self, route: str, answer: Callable[[Scope], Any]):
        self.route = route
        self.answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        start = time.perf_counter()
        sent = await self._sent(scope)
        headers = {**sent.headers, **({"content-length": str(len(sent.body))} if sent.status != 304 else {})}
        body = sent.body if scope["method"] != "HEAD" else b""
        counts.count(self.route, sent.status, time.perf_counter() - start)
        await Response(body, sent.status, headers)(scope, receive, send)

    async def _sent(self, scope: Scope) -> Sent:
        try:
            if scope["method"] not in ("GET", "HEAD"):
                raise Problem("not_allowed", "Nothing can be changed from here.")
            found = await self.answer(scope)
            assert isinstance(found, Sent)
            return found
        except Problem as problem:
            return _as_problem(problem, scope)
        except warehouse.NoRelease:
            return _as_problem(Problem("unavailable", "There is no release that could be read."), scope)
        except Exception:
            _log.exception("%s failed", self.route)
            kind = "unavailable" if self.route == "/healthz" else "failed"
            return _as_problem(Problem(kind, "The server's log says why."), scope)


def _as_problem(problem: Problem, scope: Scope) -> Sent:
    headers = {"content-type": "application/problem+json", "cache-control": NEVER}
    headers |= {"allow": "GET, HEAD"} if problem.kind == "not_allowed" else {}
    headers |= {"retry-after": "1"} if problem.kind == "unavailable" else {}
    return Sent(problem.status, json.dumps(problem.body(scope["path"][:200])).encode(), headers)
