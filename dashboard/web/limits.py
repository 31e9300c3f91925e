"""How much one client and all together may hold open. Knows no page."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.view.streamlit_internals import is_asked_by_pages
from dashboard.web.addresses import client_of
from dashboard.web.doors import refuse, say_to

# At one time, so that nobody takes all places of the API; the rest wait. A browser opens six connections.
MAX_REQUESTS_OF_CLIENT = 16
MAX_WAITING_OF_CLIENT = 256
# Pages that are open, and those that were closed in the last two minutes. A client may be a whole house.
MAX_SESSIONS_OF_CLIENT = 300
MAX_SESSIONS = 2000  # a third of a megabyte each
MAX_SECONDS_TO_FIRST_MESSAGE = 20  # a browser sends one as soon as it is connected
# Bytes. What a page sends is its address and what is chosen on it: some 1,200, and 20,000 where hundreds of
# organizations are. An address that no server takes is heard too, so that the page says so.
MAX_MESSAGE = 256 * 1024
# Messages of all sessions of a client: each begins a run, and costs the loop that serves everybody some
# milliseconds, a long one as many as its parts. At once, and then by second.
PART = 4 * 1024  # bytes
MAX_MESSAGES_AT_ONCE = 100
MAX_MESSAGES_OF_CLIENT = 20
MAX_CONNECTIONS_OF_CLIENT = 512  # requests that wait, and connections between two
PIECE = 64 * 1024  # bytes of an answer that are given to the connection at once
DESCRIPTORS_OF_SESSION = 4
DESCRIPTORS_BESIDE = 256  # files, releases, requests
WANTED_DESCRIPTORS = 65_536


class Limits:
    """Middleware: counts what clients hold, and refuses more than that with a word on when to come again.

    A session holds its place for `linger` seconds after its end, for which Streamlit keeps it in memory.
    """

    def __init__(self, app: ASGIApp, linger: float, max_sessions: int):
        self.app = app
        self.linger = linger
        self.max_sessions = max_sessions
        self.requests = Counter[str]()  # in work or waiting
        self.places: dict[str, asyncio.Semaphore] = {}
        self.sessions = Counter[str]()
        self.turns: dict[str, float] = {}  # when the next message of a client may come

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            return await self._request(scope, receive, send)
        if scope["type"] == "websocket":
            return await self._session(scope, receive, send)
        await self.app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = _client(scope)
        if self.requests[client] >= MAX_REQUESTS_OF_CLIENT + MAX_WAITING_OF_CLIENT:
            return await _too_many(scope, 429)(scope, receive, send)
        self.requests[client] += 1
        try:
            async with self.places.setdefault(client, asyncio.Semaphore(MAX_REQUESTS_OF_CLIENT)):
                await self.app(scope, receive, _in_pieces(send))
        finally:
            _release(self.requests, client)
            if client not in self.requests:
                self.places.pop(client, None)

    async def _session(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = _client(scope)
        if self.sessions.total() >= self.max_sessions:
            return await refuse(_too_many(scope, 503), scope, receive, send)
        if self.sessions[client] >= MAX_SESSIONS_OF_CLIENT:
            return await refuse(_too_many(scope, 429), scope, receive, send)
        self.sessions[client] += 1
        try:
            await self.app(scope, self._judged(client, _hurried(receive, send), send), send)
        finally:
            asyncio.get_running_loop().call_later(self.linger, self._forget, client)

    def _forget(self, client: str) -> None:
        _release(self.sessions, client)
        if client not in self.sessions:
            self.turns.pop(client, None)

    def _judged(self, client: str, receive: Receive, send: Send) -> Receive:
        """The messages of a session that a page of ours sends, as fast as they may come.

        Others are passed over; one that is too large, or text, ends the session.
        """

        async def receiving() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive":
                    return message
                content = message.get("bytes")
                if content is None or len(content) > MAX_MESSAGE:
                    await send({"type": "websocket.close", "code": 1003 if content is None else 1009})
                    return {"type": "websocket.disconnect", "code": 1008}
                await self._wait_for_turn(client, 1 + len(content) // PART)
                if is_asked_by_pages(content):
                    return message

        return receiving

    async def _wait_for_turn(self, client: str, n_parts: int) -> None:
        now = asyncio.get_running_loop().time()
        earliest = now - MAX_MESSAGES_AT_ONCE / MAX_MESSAGES_OF_CLIENT
        turn = max(self.turns.get(client, earliest), earliest)
        self.turns[client] = turn + n_parts / MAX_MESSAGES_OF_CLIENT
        if turn > now:
            await asyncio.sleep(turn - now)


def raise_descriptors() -> int:
    """The number of files and sockets that this process may have open, after asking for as many as wanted."""
    try:
        import resource
    except ImportError:  # not on Windows, which has no such limit
        return WANTED_DESCRIPTORS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = WANTED_DESCRIPTORS if hard == resource.RLIM_INFINITY else min(WANTED_DESCRIPTORS, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return WANTED_DESCRIPTORS if soft == resource.RLIM_INFINITY else soft


def max_sessions_of(descriptors: int) -> int:
    """The number of sessions that so many descriptors are enough for, and not more than memory is."""
    return min(MAX_SESSIONS, max(1, (descriptors - DESCRIPTORS_BESIDE) // DESCRIPTORS_OF_SESSION))


def _client(scope: Scope) -> str:
    # The server has put the address here that a trusted proxy names.
    return client_of(scope["client"][0]) if scope.get("client") else ""


def _release(counts: Counter[str], client: str) -> None:
    counts[client] -= 1
    if not counts[client]:
        del counts[client]


def _in_pieces(send: Send) -> Send:
    """Answers given to the connection piece by piece, as fast as the client reads them.

    What is given at once counts as sent, and its place as free, though nobody may ever read it.
    """

    async def sending(message: Message) -> None:
        body = message.get("body", b"")
        if message["type"] != "http.response.body" or len(body) <= PIECE:
            return await send(message)
        for start in range(0, len(body), PIECE):
            is_last = start + PIECE >= len(body)
            more = message.get("more_body", False) or not is_last
            await send({**message, "body": body[start : start + PIECE], "more_body": more})

    return sending


def _hurried(receive: Receive, send: Send) -> Receive:
    """The messages of a client, who is told to go where the first does not come in time."""
    n_received = 0

    async def receiving() -> Message:
        nonlocal n_received
        n_received += 1
        if n_received != 2:  # the first is that it connects
            return await receive()
        try:
            return await asyncio.wait_for(receive(), MAX_SECONDS_TO_FIRST_MESSAGE)
        except TimeoutError:
            await send({"type": "websocket.close", "code": 1008})
            return {"type": "websocket.disconnect", "code": 1008}

    return receiving


def _too_many(scope: Scope, status: int) -> PlainTextResponse:
    say = say_to(scope)
    return PlainTextResponse(
        say("server_too_many"), status, {"retry-after": "5", "cache-control": "no-store"}
    )
