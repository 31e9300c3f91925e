"""How answers are sent: routes, statuses, caching, compression. Makes no answer.

Answers are made in a few threads of their own, so that neither the event loop nor Streamlit's files wait for
them, and only so many wait at once.

No other site may read them with a visitor's browser (no CORS): a server inside a house may hold unpublished
reports, and a page from outside that a colleague opens would carry them away. Programs outside a browser
need no permission.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from dashboard.api import answers, counts, specification
from dashboard.api.answers import Answer
from dashboard.api.negotiation import accepts_gzip, language_of
from dashboard.api.problems import Problem
from dashboard.files.formats import FORMATS
from dashboard.model.public_url import public_url
from dashboard.release import warehouse
from dashboard.words.text import Text

FOR_EVER = "public, max-age=31536000, immutable"  # of what a pinned release answers
ASK_AGAIN = "no-cache"
NEVER = "no-store"
THREADS = 2  # making a card is work for one core: more of them only take turns, with the pages too
MAX_WAITING = 64
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_log = logging.getLogger(__name__)
_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="api")


class Call(NamedTuple):
    """A request: the values in its path, and its query string."""

    values: dict[str, str]
    query: str


MakeAnswer = Callable[[Call], Answer]


class Reply(NamedTuple):
    """A response: its status, body and headers."""

    status: int
    body: bytes
    headers: dict[str, str]


def routes() -> list[Route]:
    """The routes that machines may ask, the last of them for whatever else begins with /api.

    Raises ValueError for a PUBLIC_URL that is none: not every reader's file is to say so.
    """
    public_url()
    one = "/api/v1/cards/{page}/{card}"
    return [
        route("/api/v1/openapi.json", lambda call: specification.answer()),
        route("/api/v1/releases", lambda call: answers.releases()),
        route("/api/v1/pages", lambda call: answers.pages(call.query)),
        route(
            "/api/v1/pages/{page}.xlsx",
            lambda call: answers.page_workbook(call.values["page"], call.query),
        ),
        route(f"{one}.json", lambda call: answers.card(call.values["page"], call.values["card"], call.query)),
        *(route(f"{one}.{form}", partial(_file, form)) for form in FORMATS),
        Route("/healthz", _Endpoint("/healthz", _health)),
        Route("/metrics", _Endpoint("/metrics", _metrics)),
        route("/api/{rest:path}", _unknown),
        route("/api", _unknown),
    ]


def _file(form: str, call: Call) -> Answer:
    return answers.file(call.values["page"], call.values["card"], form, call.query)


def _unknown(call: Call) -> Answer:
    raise Problem(
        "unknown",
        lambda say: say("detail_address"),
        paths=list(specification.document()["paths"]),
    )


def route(path: str, make: MakeAnswer) -> Route:
    """A route of GET and HEAD that sends what is made for a call: kept by its tag, compressed, and counted.

    Where nothing can be made, problem details are sent.
    """
    return Route(path, _Endpoint(path, partial(_answer, make)))


async def _answer(make: MakeAnswer, scope: Scope) -> Reply:
    """An answer, made in a thread, as this client accepts it."""
    global _n_waiting
    if _n_waiting >= MAX_WAITING:
        raise Problem("unavailable", lambda say: say("detail_waiting"))
    headers = Headers(scope=scope)
    call = Call(scope.get("path_params", {}), scope["query_string"].decode("latin-1"))
    _n_waiting += 1
    try:
        answer = await asyncio.get_running_loop().run_in_executor(_pool, make, call)
    finally:
        _n_waiting -= 1
    return _response(answer, headers)


_n_waiting = 0


def _response(answer: Answer, request: Headers) -> Reply:
    is_compressed = accepts_gzip(request.getlist("accept-encoding"))
    # What is compressed has other bytes, and so another strong tag.
    tags = [f'"{answer.tag}"', f'"{answer.tag}-gzip"']
    headers = {
        "etag": tags[is_compressed],
        "cache-control": FOR_EVER if answer.is_for_ever else ASK_AGAIN,
        "vary": "Accept-Encoding",
    }
    held = {tag.strip().removeprefix("W/") for tag in request.get("if-none-match", "").split(",")}
    if held & {*tags, "*"}:
        return Reply(304, b"", headers)
    headers |= {"content-type": answer.media_type}
    headers |= {"content-language": answer.language} if answer.language else {}
    headers |= (
        {"content-disposition": f'attachment; filename="{answer.file_name}"'} if answer.file_name else {}
    )
    headers |= (
        {"link": f'<{answer.described_by}>; rel="describedby"; type="application/json"'}
        if answer.described_by
        else {}
    )
    if is_compressed:
        return Reply(200, answer.compressed, headers | {"content-encoding": "gzip"})
    return Reply(200, answer.body, headers)


async def _health(scope: Scope) -> Reply:
    # Not in the threads of the cards: a busy server is no sick one.
    name = await run_in_threadpool(answers.health)
    return Reply(
        200,
        answers.as_json({"status": "ok", "release": name}),
        {"content-type": "application/json", "cache-control": NEVER},
    )


async def _metrics(scope: Scope) -> Reply:
    try:
        name = await run_in_threadpool(warehouse.current_name)
    except warehouse.NoRelease:
        name = ""
    return Reply(
        200,
        counts.as_prometheus(name, warehouse.count_open()).encode(),
        {"content-type": METRICS_TYPE, "cache-control": NEVER},
    )


class _Endpoint:
    """An endpoint of GET and HEAD, which turns what goes wrong into problem details, and counts."""

    def __init__(self, route: str, answer: Callable[[Scope], Awaitable[Reply]]):
        self.route = route
        self.answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        start = time.perf_counter()
        sent = await self._sent(scope)
        headers = {**sent.headers, **({"content-length": str(len(sent.body))} if sent.status != 304 else {})}
        body = sent.body if scope["method"] != "HEAD" else b""
        counts.count(self.route, sent.status, time.perf_counter() - start)
        await Response(body, sent.status, headers)(scope, receive, send)

    async def _sent(self, scope: Scope) -> Reply:
        try:
            if scope["method"] not in ("GET", "HEAD"):
                raise Problem("not_allowed", lambda say: say("detail_not_allowed"))
            return await self.answer(scope)
        except Problem as problem:
            return _as_problem(problem, scope)
        except warehouse.NoRelease:
            return _as_problem(Problem("unavailable", lambda say: say("detail_no_release")), scope)
        except Exception:
            _log.exception("%s failed", self.route)
            kind = "unavailable" if self.route == "/healthz" else "failed"
            return _as_problem(Problem(kind, lambda say: say("detail_log")), scope)


def _as_problem(problem: Problem, scope: Scope) -> Reply:
    language = language_of(
        scope["query_string"].decode("latin-1"), Headers(scope=scope).getlist("accept-language")
    )
    headers = {
        "content-type": "application/problem+json",
        "content-language": language,
        "cache-control": NEVER,
        "vary": "Accept-Language",
    }
    headers |= {"allow": "GET, HEAD"} if problem.kind == "not_allowed" else {}
    headers |= {"retry-after": "1"} if problem.kind == "unavailable" else {}
    return Reply(problem.status, answers.as_json(problem.body(scope["path"][:200], Text(language))), headers)
