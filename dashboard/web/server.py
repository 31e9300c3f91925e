"""What the web server adds to Streamlit: a warm start, the page's language before any script runs, compressed scripts, headers, fonts,
the feed of releases, and what machines ask."""

from __future__ import annotations

import contextlib
import gc
import gzip
import hashlib
import logging
import re
import socket
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from functools import lru_cache
from pathlib import Path
from typing import TypedDict
from urllib.parse import parse_qs

import streamlit
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.runtime.state import SafeSessionState, SessionState
from streamlit.testing.v1.local_script_runner import LocalScriptRunner
from streamlit.util import calc_hash

from dashboard.api import endpoints
from dashboard.model.page import PAGES
from dashboard.release import warehouse
from dashboard.web import feed
from dashboard.words.languages import LANGUAGES, chosen

_log = logging.getLogger(__name__)

FONTS = Path(__file__).parents[1] / "fonts"
SCRIPTS = Path(__file__).parents[1] / "scripts"
PATIENCE = 60  # seconds that one page may take before the first reader comes
_TCP = {(socket.SOCK_STREAM, socket.AF_INET), (socket.SOCK_STREAM, socket.AF_INET6)}
_MAIN = Path(__file__).resolve().parents[2] / "app.py"
_STATIC = Path(streamlit.__file__).parent / "static"
# The letters are asked for with the page itself, before any script runs.
_HEAD = '<link rel="stylesheet" href="/fonts/fonts.css" /><link rel="alternate" type="application/atom+xml" title="Atom" href="/feed.atom" /></head>'
_SHELL = (_STATIC / "index.html").read_text(encoding="utf-8").replace("</head>", _HEAD, 1)
_PATHS = {"/", *(f"/{Path(page).stem}" for page in PAGES.values())}


def _hashes() -> str:
    inline = re.findall(r"<script>(.*?)</script>", _SHELL, re.DOTALL)
    return " ".join(
        f"'sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in inline
    )


# Nothing from other hosts. Streamlit needs inline styles, and blob: for the scripts of the page's own elements.
HEADERS = {
    "content-security-policy": f"default-src 'self'; script-src 'self' blob: {_hashes()}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}


class Serving(TypedDict):
    """The arguments of st.App beside the file that it runs."""

    lifespan: Callable[[object], AbstractAsyncContextManager[None]]
    middleware: list[Middleware]
    routes: list[BaseRoute]


def serving() -> Serving:
    """What the application has beside its pages: a warm start, middleware and routes."""
    files = [Mount("/fonts", StaticFiles(directory=FONTS)), Mount("/scripts", StaticFiles(directory=SCRIPTS))]
    routes = [*files, Route("/feed.atom", _feed), *endpoints.routes()]
    return {"lifespan": _warm, "middleware": [Middleware(_Shell)], "routes": routes}


@contextlib.asynccontextmanager
async def _warm(_app: object) -> AsyncIterator[None]:
    """Does before the first reader comes what would make that reader wait: every page is read once in every language."""
    _send_at_once()
    for language in LANGUAGES:
        for page in PAGES.values():
            _read(page, language)
    # What is loaded by now lives as long as the server: no collection needs to look at it again.
    gc.collect()
    gc.freeze()
    yield


def _feed(request: Request) -> Response:
    """Answers with the releases as a feed, in the language that is asked for."""
    language = chosen(request.query_params.get("lang"))
    try:
        body = feed.atom(language, f"{request.url.scheme}://{request.url.netloc}")
    except warehouse.NoRelease:
        return Response("There is no release yet.", status_code=503, media_type="text/plain")
    return Response(body, media_type="application/atom+xml", headers={"cache-control": "no-cache"})


def _send_at_once() -> None:
    """Has every connection send what is written without waiting for the client to acknowledge what was sent before.

    Headers and body are written one after the other: on a connection that is kept, each answer waited 40 ms. asyncio sees to it for sockets of its
    own; the one that Streamlit listens at is not, and those that it accepts inherit from it.
    """
    for found in gc.get_objects():
        if isinstance(found, socket.socket) and found.fileno() >= 0 and (found.type, found.family) in _TCP:
            found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _read(page: str, language: str) -> None:
    """Runs a page as for a reader: what it asks and makes is kept for those who come. What fails is told by the log."""
    pages = PagesManager(str(_MAIN), ScriptCache(), setup_watcher=False)
    runner = LocalScriptRunner(str(_MAIN), SafeSessionState(SessionState(), lambda: None), pages)
    # Streamlit tells pages apart by a hash of their name in the address.
    page_hash = calc_hash(Path(page).stem) if page != _MAIN.name else ""
    try:
        runner.run(query_params={"lang": language}, timeout=PATIENCE, page_hash=page_hash)
    except RuntimeError:
        _log.warning("%s took more than %d seconds before the first reader came", page, PATIENCE)


@lru_cache(maxsize=256)
def _compressed(path: str) -> bytes:
    return gzip.compress((_STATIC / path).read_bytes(), 6)


class _Shell:
    """Serves the page's shell in the reader's language and Streamlit's scripts compressed, and adds headers to everything."""

    def __init__(self, app: ASGIApp):
        self.app = app
        self.scripts = {
            f"/static/{p.relative_to(_STATIC / 'static').as_posix()}": p
            for p in (_STATIC / "static").rglob("*")
            if p.suffix in (".js", ".css")
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        path = scope["path"]
        if scope["method"] in ("GET", "HEAD"):
            if path in _PATHS:
                return await _shell(scope)(scope, receive, send)
            if path in self.scripts and any(
                name == b"accept-encoding" and b"gzip" in value for name, value in scope["headers"]
            ):
                return await _script(path)(scope, receive, send)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message["headers"],
                    *((k.encode(), v.encode()) for k, v in HEADERS.items()),
                ]
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _shell(scope: Scope) -> Response:
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [])
    language = chosen(",".join(asked))
    body = _SHELL.replace('<html lang="en">', f'<html lang="{language}">', 1)
    return Response(body, media_type="text/html", headers=HEADERS | {"cache-control": "no-cache"})


def _script(path: str) -> Response:
    kind = "text/css" if path.endswith(".css") else "text/javascript"
    caching = {
        "content-encoding": "gzip",
        "vary": "accept-encoding",
        "cache-control": "public, immutable, max-age=31536000",
    }
    return Response(_compressed(path.lstrip("/")), media_type=kind, headers=HEADERS | caching)
