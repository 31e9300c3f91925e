"""The web server around Streamlit: pages run before the first reader, shell, headers, fonts, feed, API."""

from __future__ import annotations

import contextlib
import gc
import gzip
import os
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
from dashboard.web import feed, limits, uvicorn_internals
from dashboard.web.addresses import host_of
from dashboard.web.doors import Doors
from dashboard.web.limits import Limits
from dashboard.words.languages import LANGUAGES, chosen

FONTS = Path(__file__).parents[1] / "fonts"
SCRIPTS = Path(__file__).parents[1] / "scripts"
MAX_SECONDS = 60  # that one page may take before the first reader comes
MAX_SECONDS_OF_HEAD = 20  # in which the lines of a request have to come
_MAIN = "overview"
# The letters are asked for with the page itself, before any script runs.
_SHELL = streamlit_internals.index_html(
    '<link rel="stylesheet" href="/fonts/fonts.css" />'
    '<link rel="alternate" type="application/atom+xml" title="Atom" href="/feed.atom" />'
)
_PAGES = frozenset({"/", *(f"/{Path(page).stem}" for page in PAGES.values())})
_FILES = frozenset(f"/{p.relative_to(STATIC).as_posix()}" for p in STATIC.rglob("*") if p.is_file())

# Nothing from other hosts. Streamlit needs inline styles, and blob: for the scripts of our own elements.
_POLICY = {
    "default-src": "'self'",
    "script-src": " ".join(["'self' blob:", *streamlit_internals.script_hashes(_SHELL)]),
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
}
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def sources(variable: str, default: str) -> str:
    """The sources of a policy that a variable of the environment names.

    Raises ValueError for what would end the rule, or is no text for a header.
    """
    named = " ".join(os.environ.get(variable, default).split())
    if not named or not named.isascii() or not named.isprintable() or set(named) & set(";,"):
        raise ValueError(f"{variable}: write sources separated by blanks, such as https://bao.example.vn")
    return named


# Who may show one card in a frame, and where forms may be sent: sources of a policy, by environment.
FRAME_ANCESTORS = sources("FRAME_ANCESTORS", "*")
FORM_ACTION = sources("FORM_ACTION", "'self'")


def headers_of(scope: Scope) -> dict[str, str]:
    """The headers of every answer to a request, whose host is known.

    A card alone may stand in a frame of another site; a page may not, which a site could lay under its own
    buttons.
    """
    host = Headers(scope=scope).get("host", "")
    host = host if host_of(host) else ""
    query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    is_card = query.get("alone") == ["1"]
    policy = _POLICY | {
        # Not every browser takes 'self' for a socket too.
        "connect-src": f"'self' ws://{host} wss://{host}" if host else "'self'",
        "frame-ancestors": FRAME_ANCESTORS if is_card else "'self'",
        "form-action": FORM_ACTION,
    }
    return _HEADERS | {
        "content-security-policy": "; ".join(f"{name} {sources}" for name, sources in policy.items())
    }


def routes() -> list[BaseRoute]:
    """What is answered beside the pages: fonts, scripts, the feed of releases and the API."""
    files = [Mount("/fonts", StaticFiles(directory=FONTS)), Mount("/scripts", StaticFiles(directory=SCRIPTS))]
    return [*files, feed.route(), *endpoints.routes()]


def middleware() -> list[Middleware]:
    """What every request passes through, from the outside inwards."""
    descriptors = limits.raise_descriptors()
    linger = float(st.get_option("server.disconnectedSessionTTL"))
    return [
        Middleware(_Headers),
        Middleware(Doors, known=_PAGES | _FILES - {"/index.html"}, routes=routes()),
        Middleware(Limits, linger=linger, max_sessions=limits.max_sessions_of(descriptors)),
        Middleware(_Shell),
    ]


@contextlib.asynccontextmanager
async def warm_start(app: st.App) -> AsyncIterator[None]:
    """Run every page in every language before the first reader comes, who would wait for it."""
    streamlit_internals.check_version()
    uvicorn_internals.check_version()
    most = limits.raise_descriptors() - limits.DESCRIPTORS_BESIDE
    uvicorn_internals.limit_connections(MAX_SECONDS_OF_HEAD, most, limits.MAX_CONNECTIONS_OF_CLIENT)
    uvicorn_internals.limit_messages(limits.MAX_MESSAGE)
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


class _Headers:
    """Middleware: the headers of every answer, refusals included; a refusal of gzip is kept."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)

        async def send_with_headers(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                own = [(name.encode(), value.encode()) for name, value in headers_of(scope).items()]
                message["headers"] = [*message["headers"], *own]
            await send(message)

        if not accepts_gzip(Headers(scope=scope).getlist("accept-encoding")):
            # Streamlit takes any mention of gzip for a wish, also one that refuses it.
            named = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            scope = {**scope, "headers": named}
        await self.app(scope, receive, send_with_headers)


class _Shell:
    """Middleware: the shell in the reader's language, and Streamlit's scripts compressed."""

    def __init__(self, app: ASGIApp):
        self.app = app
        self.scripts = {
            path for path in _FILES if path.startswith("/static/") and path.endswith((".js", ".css"))
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        if path in _PAGES and _SHELL:
            return await _shell(scope)(scope, receive, send)
        if path in self.scripts and accepts_gzip(Headers(scope=scope).getlist("accept-encoding")):
            return await _script(path)(scope, receive, send)
        await self.app(scope, receive, send)


def _shell(scope: Scope) -> Response:
    # Of the link alone, so that a link is the same to everybody.
    language = chosen(",".join(parse_qs(scope["query_string"].decode("latin-1")).get("lang", [])))
    body = streamlit_internals.in_language(_SHELL, language)
    return Response(body, media_type="text/html", headers={"cache-control": "no-cache"})


def _script(path: str) -> Response:
    kind = "text/css" if path.endswith(".css") else "text/javascript"
    caching = {
        "content-encoding": "gzip",
        "vary": "accept-encoding",
        "cache-control": "public, immutable, max-age=31536000",
    }
    return Response(_compressed(path.lstrip("/")), media_type=kind, headers=caching)
