"""The web server around Streamlit: pages run before the first reader, shell, headers, fonts, feed, API."""

from __future__ import annotations

import contextlib
import gc
import gzip
from collections.abc import AsyncIterator
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qs

import streamlit as st
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.api import endpoints
from dashboard.api.negotiation import accepts_gzip
from dashboard.model.page import PAGES
from dashboard.view import streamlit_internals
from dashboard.view.streamlit_internals import STATIC, Visit
from dashboard.web import feed
from dashboard.words.languages import LANGUAGES, chosen

FONTS = Path(__file__).parents[1] / "fonts"
SCRIPTS = Path(__file__).parents[1] / "scripts"
MAX_SECONDS = 60  # that one page may take before the first reader comes
_MAIN = "overview"
# The letters are asked for with the page itself, before any script runs.
_SHELL = streamlit_internals.index_html(
    '<link rel="stylesheet" href="/fonts/fonts.css" />'
    '<link rel="alternate" type="application/atom+xml" title="Atom" href="/feed.atom" />'
)
_PATHS = {"/", *(f"/{Path(page).stem}" for page in PAGES.values())} if _SHELL else set[str]()

# Nothing from other hosts. Streamlit needs inline styles, and blob: for the scripts of our own elements.
_POLICY = {
    "default-src": "'self'",
    "script-src": " ".join(["'self' blob:", *streamlit_internals.script_hashes(_SHELL)]),
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self' ws: wss:",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
}
HEADERS = {
    "content-security-policy": "; ".join(f"{name} {sources}" for name, sources in _POLICY.items()),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}


def routes() -> list[BaseRoute]:
    """What is answered beside the pages: fonts, scripts, the feed of releases and the API."""
    files = [Mount("/fonts", StaticFiles(directory=FONTS)), Mount("/scripts", StaticFiles(directory=SCRIPTS))]
    return [*files, feed.route(), *endpoints.routes()]


def middleware() -> list[Middleware]:
    """What every request passes through."""
    return [Middleware(_Shell)]


@contextlib.asynccontextmanager
async def warm_start(app: st.App) -> AsyncIterator[None]:
    """Run every page in every language before the first reader comes, who would wait for it."""
    streamlit_internals.check_version()
    visits = [
        Visit("" if name == _MAIN else Path(page).stem, f"lang={language}")
        for language in LANGUAGES
        for name, page in PAGES.items()
    ]
    await streamlit_internals.run_pages(app, visits, MAX_SECONDS)
    # What is loaded by now lives as long as the server: no collection needs to look at it again.
    gc.collect()
    gc.freeze()
    yield


@lru_cache(maxsize=256)
def _compressed(path: str) -> bytes:
    return gzip.compress((STATIC / path).read_bytes(), 6)


class _Shell:
    """Middleware: the shell in the reader's language, Streamlit's scripts compressed, and headers."""

    def __init__(self, app: ASGIApp):
        self.app = app
        self.scripts = {
            f"/static/{p.relative_to(STATIC / 'static').as_posix()}": p
            for p in (STATIC / "static").rglob("*")
            if p.suffix in (".js", ".css")
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        path = scope["path"]
        if scope["method"] in ("GET", "HEAD"):
            if path in _PATHS:
                return await _shell(scope)(scope, receive, send)
            if path in self.scripts and accepts_gzip(Headers(scope=scope).getlist("accept-encoding")):
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
    languages = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [])
    language = chosen(",".join(languages))
    body = streamlit_internals.in_language(_SHELL, language)
    return Response(body, media_type="text/html", headers=HEADERS | {"cache-control": "no-cache"})


def _script(path: str) -> Response:
    kind = "text/css" if path.endswith(".css") else "text/javascript"
    caching = {
        "content-encoding": "gzip",
        "vary": "accept-encoding",
        "cache-control": "public, immutable, max-age=31536000",
    }
    return Response(_compressed(path.lstrip("/")), media_type=kind, headers=HEADERS | caching)
