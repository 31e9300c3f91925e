"""What a request must be to reach a page: of a known host and of our own origin, for an address that exists.

Judged before Streamlit, which would ask for its own address in the internet to judge a foreign origin, takes
uploads for pages that have none, and answers every unknown address with a page. Answers nothing itself.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.api.negotiation import language_of
from dashboard.model.public_url import public_url
from dashboard.web.addresses import Host, host_of, is_known, is_own
from dashboard.words.text import Text

_STREAM = "/_stcore/stream"
# What a browser asks of Streamlit beside its files. Not: uploads, statistics, the interface for agents.
_STREAMLIT = re.compile(r"/media/.+|/_stcore/(health|host-config|bidi-components/.+)")


class Doors:
    """Middleware: refuses what comes from elsewhere, changes something, or asks for what is not here.

    `known` are the paths of pages and of Streamlit's files, `routes` what is answered beside Streamlit.
    """

    def __init__(self, app: ASGIApp, known: frozenset[str], routes: Sequence[BaseRoute]):
        self.app = app
        self.known = known
        self.routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        host = _host(scope)
        refusal = self._refusal(scope, host)
        if refusal is not None:
            return await refuse(refusal, scope, receive, send)
        await self.app(_with_own_origin(scope), receive, send)

    def _refusal(self, scope: Scope, host: Host | None) -> Response | None:
        say = say_to(scope)
        if host is None:
            return PlainTextResponse(say("server_no_host"), 400)
        public = public_url()
        own_names = [urlsplit(public).hostname or ""] if public else []
        if not is_known(host, [*st.get_option("server.allowedHosts"), *own_names]):
            return PlainTextResponse(say("server_unknown_host", host=host.name), 421)
        origins = Headers(scope=scope).getlist("origin")
        allowed = [*st.get_option("server.corsAllowedOrigins"), *([public] if public else [])]
        if not all(is_own(origin, host, allowed) for origin in origins):
            return PlainTextResponse(say("server_foreign_origin"), 403)
        path = scope["path"]
        if scope["type"] == "websocket":
            return None if path == _STREAM else PlainTextResponse(say("server_nothing_here"), 404)
        if any(route.matches(scope)[0] is not Match.NONE for route in self.routes):
            return None
        if not (path in self.known or path.rstrip("/") in self.known or _STREAMLIT.fullmatch(path)):
            return _nothing_here(say)
        if scope["method"] not in ("GET", "HEAD"):
            return PlainTextResponse(say("server_only_read"), 405, {"allow": "GET, HEAD"})
        return None


async def refuse(refusal: Response, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request with a refusal. A socket is closed without its words, which no browser would show."""
    if scope["type"] == "websocket":
        # An answer in full would be logged as an error of ours, each time.
        await send({"type": "websocket.close"})
    else:
        await refusal(scope, receive, send)


def say_to(scope: Scope) -> Text:
    """The words in which a client is refused."""
    accepted = Headers(scope=scope).getlist("accept-language")
    return Text(language_of(scope["query_string"].decode("latin-1"), accepted))


def _host(scope: Scope) -> Host | None:
    named = Headers(scope=scope).getlist("host")
    return host_of(named[0]) if len(named) == 1 else None


def _with_own_origin(scope: Scope) -> Scope:
    """The request with the origin that Streamlit takes for its own without asking anybody."""
    headers = Headers(scope=scope)
    if "origin" not in headers:
        return scope
    scope = {**scope, "headers": list(scope["headers"])}
    is_safe = scope["scheme"] in ("https", "wss")
    MutableHeaders(scope=scope)["origin"] = f"{'https' if is_safe else 'http'}://{headers['host']}"
    return scope


def _nothing_here(say: Text) -> HTMLResponse:
    site, title = html.escape(say("site")), html.escape(say("server_nothing_here"))
    return HTMLResponse(
        f"""<!doctype html>
<html lang="{say.language}"><head><meta charset="utf-8" />
<meta name="viewport" content="width=device-width" /><title>{title} · {site}</title>
<link rel="stylesheet" href="/fonts/fonts.css" />
<style>:root {{ color-scheme: light dark; font: 1rem/1.5 'Be Vietnam Pro', system-ui, sans-serif }}
main {{ max-width: 36rem; margin: 20vh auto; padding: 0 1.5rem }}</style></head>
<body><main><p>{site}</p><h1>{title}</h1>
<p><a href="/?lang={say.language}">{html.escape(say("server_to_overview"))}</a></p></main></body></html>
""",
        404,
    )
