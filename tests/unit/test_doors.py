"""Who is let in: hosts, origins, methods, and how much one client may hold."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import uvicorn
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import PlainTextResponse
from streamlit.proto.BackMsg_pb2 import BackMsg
from uvicorn.protocols.http.auto import AutoHTTPProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from dashboard.web import limits, uvicorn_internals
from dashboard.web.addresses import Host, client_of, host_of, is_known, is_own
from dashboard.web.limits import Limits


@pytest.mark.parametrize(
    ("header", "host"),
    [
        ("localhost", Host("localhost", None)),
        ("LocalHost:8501", Host("localhost", 8501)),
        ("hoi.example.vn.", Host("hoi.example.vn", None)),
        ("192.168.1.4:80", Host("192.168.1.4", 80)),
        ("[::1]:8501", Host("::1", 8501)),
        ("", None),
        (".", None),
        ("localhost:99999", None),
        ("localhost:", None),
        ("user@localhost", None),
        ("localhost/x", None),
        ("local host", None),
        ("localhost, else.example", None),
        ("[::1", None),
        ("máy.vn", None),
        ("localhost\n", None),
    ],
)
def test_a_host_is_read_whole_or_not_at_all(header: str, host: Host | None) -> None:
    assert host_of(header) == host


@pytest.mark.parametrize(
    ("name", "allowed", "known"),
    [
        ("localhost", [], True),
        ("a.localhost", [], True),
        ("127.0.0.1", [], True),
        ("10.1.2.3", [], True),
        ("::1", [], True),
        ("else.example", [], False),
        ("localhost.else.example", [], False),
        ("127.0.0.1.else.example", [], False),
        ("0x7f.1", [], False),
        ("2130706433", [], False),
        ("hoi.example.vn", ["hoi.example.vn"], True),
        ("hoi.example.vn", [" HOI.example.vn. "], True),
        ("a.hoi.example.vn", ["hoi.example.vn"], False),
        ("a.hoi.example.vn", ["*.hoi.example.vn"], True),
        ("hoi.example.vn", ["*.hoi.example.vn"], False),
        ("xhoi.example.vn", ["*.hoi.example.vn"], False),
        ("else.example", ["*"], True),
    ],
)
def test_a_name_is_known_where_it_is_allowed(name: str, allowed: list[str], known: bool) -> None:
    """A bare address and this machine always; any name leads here only where somebody has said so."""
    assert is_known(Host(name, None), allowed) == known


@pytest.mark.parametrize(
    ("origin", "header", "own"),
    [
        ("http://localhost:8501", "localhost:8501", True),
        ("HTTP://LOCALHOST:8501", "localhost:8501", True),
        ("https://hoi.example.vn", "hoi.example.vn", True),
        ("https://hoi.example.vn:443", "hoi.example.vn", True),
        ("https://hoi.example.vn", "hoi.example.vn:443", True),
        ("http://[::1]:8501", "[::1]:8501", True),
        ("http://hoi.example.vn", "hoi.example.vn:443", False),
        ("http://localhost:8502", "localhost:8501", False),
        ("http://localhost", "localhost:8501", False),
        ("http://else.example", "localhost:8501", False),
        ("http://localhost:8501.else.example", "localhost:8501", False),
        ("http://localhost:8501@else.example", "localhost:8501", False),
        ("http://localhost:8501/x", "localhost:8501", False),
        ("http://[", "localhost:8501", False),
        ("ftp://localhost:8501", "localhost:8501", False),
        ("file://", "localhost:8501", False),
        ("null", "localhost:8501", False),
        ("", "localhost:8501", False),
        ("https://allowed.example", "localhost:8501", True),
    ],
)
def test_an_origin_is_own_where_it_names_the_host(origin: str, header: str, own: bool) -> None:
    host = host_of(header)
    assert host is not None
    assert is_own(origin, host, ["https://allowed.example"]) == own


@given(st.text())
def test_whatever_stands_in_a_header_is_judged(text: str) -> None:
    """No text raises, and none but a host's own origin is taken for it."""
    host = host_of(text)
    assert host is None or host.name
    assert not is_own(text, Host("hoi.example.vn", None), []) or "hoi.example.vn" in text.lower()
    assert client_of(text) is not None


def test_one_network_of_ipv6_is_one_client() -> None:
    assert client_of("2001:db8:1:2::1") == client_of("2001:db8:1:2:ffff::9") != client_of("2001:db8:1:3::1")
    assert client_of("::ffff:10.0.0.1") == client_of("10.0.0.1") != client_of("10.0.0.2")


@contextlib.contextmanager
def running(app: Any, protocol: type, ws: Any = "websockets-sansio") -> Iterator[int]:
    """A server of its own in a thread; its port."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, http=protocol, log_level="error", lifespan="off", ws=ws)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(30)


def closed_after(connection: socket.socket) -> float:
    """Seconds until the server closes a connection that goes on to send a little."""
    start = time.monotonic()
    connection.settimeout(0.2)
    with contextlib.suppress(ConnectionError):
        while time.monotonic() - start < 20:
            with contextlib.suppress(TimeoutError):
                if not connection.recv(65536):
                    break
            connection.sendall(b"a")
    return time.monotonic() - start


WHOLE = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.mark.parametrize(
    "sent",
    [
        [b""],
        [b"GET / HT"],
        [b"GET / HTTP/1.1\r\nHost: loc"],
        [WHOLE, b"GET / HTTP/1.1\r\nHos"],
        [b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\nab"],
    ],
    ids=["nothing", "line", "headers", "second", "body"],
)
def test_a_request_that_does_not_come_is_not_waited_for(sent: list[bytes]) -> None:
    """A connection that sends a request in drops is closed."""

    class Hurried(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
        pass

    uvicorn_internals.limit_connections(1, 100, 100, Hurried)
    with (
        running(PlainTextResponse("ok"), Hurried) as port,
        socket.create_connection(("127.0.0.1", port)) as one,
    ):
        for part in sent:
            one.sendall(part)
            time.sleep(0.1)
        assert closed_after(one) < 8


def test_what_is_beyond_all_places_is_closed_at_once() -> None:
    class Hurried(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
        pass

    uvicorn_internals.limit_connections(30, 2, 100, Hurried)
    with running(PlainTextResponse("ok"), Hurried) as port, contextlib.ExitStack() as open_:
        held = [
            open_.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30)) for _ in range(2)
        ]
        for one in held:
            one.sendall(WHOLE)
            assert b"200 OK" in one.recv(65536)
        third = open_.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30))
        assert closed_after(third) < 4


def test_one_client_leaves_connections_to_others() -> None:
    """What is beyond the connections of one client is closed; a trusted proxy brings many clients."""

    class Hurried(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
        pass

    uvicorn_internals.limit_connections(30, 100, 2, Hurried)
    with running(PlainTextResponse("ok"), Hurried) as port, contextlib.ExitStack() as open_:

        def connect(source: str) -> socket.socket:
            return open_.enter_context(
                socket.create_connection(("127.0.0.1", port), 30, source_address=(source, 0))
            )

        held = [connect("127.0.0.2"), connect("127.0.0.2"), *(connect("127.0.0.1") for _ in range(3))]
        for one in [*held, connect("127.0.0.3")]:
            one.sendall(WHOLE)
            assert b"200 OK" in one.recv(65536)
        assert closed_after(connect("127.0.0.2")) < 4


@pytest.mark.parametrize("leave", ["goes", "becomes a socket"])
def test_a_connection_that_ends_gives_its_place_back(leave: str) -> None:
    """Also one that becomes the socket of a session, which is counted as such."""

    class Hurried(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
        pass

    uvicorn_internals.limit_connections(30, 100, 1, Hurried)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        answer = listening_app if scope["type"] == "websocket" else PlainTextResponse("ok")
        await answer(scope, receive, send)

    with running(app, Hurried) as port, contextlib.ExitStack() as open_:
        for _ in range(5):
            one = open_.enter_context(
                socket.create_connection(("127.0.0.1", port), 30, source_address=("127.0.0.2", 0))
            )
            one.sendall(WHOLE if leave == "goes" else SOCKET)
            assert one.recv(65536).startswith((b"HTTP/1.1 200", b"HTTP/1.1 101"))
            if leave == "goes":
                one.close()
                time.sleep(0.2)


SOCKET = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
MASK = bytes(4)
PING = b"\x89\xfd" + MASK + b"x" * 125
FIRST, MORE = b"\x02\x80" + MASK, b"\x00\x80" + MASK
TWICE_TOO_LARGE = b"\x82\xff" + (2000).to_bytes(8, "big") + MASK + b"x" * 2000


@pytest.mark.parametrize(
    "sent",
    [PING * 400_000, FIRST + MORE * 400_000, TWICE_TOO_LARGE],
    ids=["pings", "frames", "size"],
)
def test_a_socket_cannot_fill_memory(sent: bytes) -> None:
    """Neither by answers that are not read, nor by a message that does not end."""

    class Sockets(WebSocketsSansIOProtocol):
        pass

    uvicorn_internals.limit_messages(1000, Sockets)
    with (
        running(listening_app, AutoHTTPProtocol, ws=Sockets) as port,
        socket.create_connection(("127.0.0.1", port), 30) as one,
    ):
        one.sendall(SOCKET)
        assert b" 101 " in one.recv(65536)

        def go_on() -> None:
            one.sendall(sent)
            for _ in range(50):
                time.sleep(0.1)
                one.sendall(PING)

        with pytest.raises(ConnectionError):
            go_on()


def test_an_answer_that_nobody_reads_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its place is held until then: what waits behind it in the server is little."""
    monkeypatch.setattr(uvicorn_internals, "MAX_SECONDS_UNREAD", 1)

    class Hurried(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
        pass

    uvicorn_internals.limit_connections(30, 100, 100, Hurried)
    limited = Limits(PlainTextResponse(b"x" * 20_000_000), linger=0, max_sessions=10)
    with (
        running(limited, Hurried) as port,
        socket.create_connection(("127.0.0.1", port), 30) as one,
    ):
        one.sendall(WHOLE)
        time.sleep(0.3)
        assert limited.requests.total() == 1
        deadline = time.monotonic() + 15
        while limited.requests.total() and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not limited.requests


def test_a_changed_uvicorn_is_told_and_changes_nothing(caplog: pytest.LogCaptureFixture) -> None:
    class Other:
        pass

    uvicorn_internals.limit_connections(1, 1, 1, Other)
    uvicorn_internals.limit_messages(1, Other)
    assert "stay open" in caplog.text
    assert "not bounded" in caplog.text
    assert not hasattr(Other, "data_received")


def test_the_version_of_uvicorn_is_the_checked_one(caplog: pytest.LogCaptureFixture) -> None:
    uvicorn_internals.check_version()
    assert caplog.text == ""


Sent = list[dict[str, Any]]


def asked(app: Any, kind: str, address: str, messages: list[dict[str, Any]] | None = None) -> Any:
    """A request of a client to middleware: a coroutine that gives what was sent."""
    scope = {
        "type": kind,
        "method": "GET",
        "path": "/",
        "query_string": b"",
        "headers": [(b"host", b"localhost")],
        "client": (address, 1),
        "scheme": "http",
    }
    waiting, sent = list(messages or []), Sent()

    async def receive() -> dict[str, Any]:
        if waiting:
            return waiting.pop(0)
        return await asyncio.Event().wait() or {}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    async def run() -> Sent:
        await app(scope, receive, send)
        return sent

    return run()


def test_one_client_leaves_places_to_others() -> None:
    """However many requests one client has open, so many are in work; the rest wait, and are answered."""
    in_work, most = 0, 0
    go = asyncio.Event()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        nonlocal in_work, most
        in_work += 1
        most = max(most, in_work)
        if scope["client"][0] == "10.0.0.1":
            await go.wait()
        in_work -= 1
        await PlainTextResponse("ok")(scope, receive, send)

    async def ask_all() -> list[Sent]:
        limited = Limits(app, linger=0, max_sessions=10)
        many = [asyncio.ensure_future(asked(limited, "http", "10.0.0.1")) for _ in range(200)]
        await asyncio.sleep(0.05)
        assert in_work == limits.MAX_REQUESTS_OF_CLIENT
        [other] = await asyncio.gather(asked(limited, "http", "10.0.0.2"))
        assert other[0]["status"] == 200
        go.set()
        answers = await asyncio.gather(*many)
        assert not limited.requests
        assert not limited.places
        return answers

    answers = asyncio.run(asyncio.wait_for(ask_all(), 30))
    assert [sent[0]["status"] for sent in answers] == [200] * 200
    assert most == limits.MAX_REQUESTS_OF_CLIENT + 1


def test_a_flood_of_one_client_is_refused() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.Event().wait()

    async def flood() -> Sent:
        limited = Limits(app, linger=0, max_sessions=10)
        n = limits.MAX_REQUESTS_OF_CLIENT + limits.MAX_WAITING_OF_CLIENT
        many = [asyncio.ensure_future(asked(limited, "http", "10.0.0.1")) for _ in range(n)]
        await asyncio.sleep(0.05)
        refused: Sent = await asked(limited, "http", "10.0.0.1")
        for one in many:
            one.cancel()
        await asyncio.gather(*many, return_exceptions=True)
        assert not limited.requests
        return refused

    head, _ = asyncio.run(asyncio.wait_for(flood(), 30))
    assert head["status"] == 429
    assert (b"retry-after", b"5") in head["headers"]


CONNECT = {"type": "websocket.connect"}


async def listening_app(scope: Any, receive: Any, send: Any) -> None:
    """A session that lasts until its client goes."""
    await receive()
    await send({"type": "websocket.accept"})
    while (await receive())["type"] != "websocket.disconnect":
        pass


@pytest.mark.parametrize(("most", "of_client"), [(3, 100), (100, 3)], ids=["of_all", "of_one_client"])
def test_sessions_have_bounds_that_hold_until_they_are_forgotten(
    monkeypatch: pytest.MonkeyPatch, most: int, of_client: int
) -> None:
    """A session that has just ended still has its place, since it is still in memory."""
    monkeypatch.setattr(limits, "MAX_SESSIONS_OF_CLIENT", of_client)

    async def fill() -> None:
        limited = Limits(listening_app, linger=0.3, max_sessions=most)
        gone = {"type": "websocket.disconnect", "code": 1001}
        for _ in range(3):
            sent = await asked(limited, "websocket", "10.0.0.1", [CONNECT, gone])
            assert [message["type"] for message in sent] == ["websocket.accept"]
        sent = await asked(limited, "websocket", "10.0.0.1", [CONNECT, gone])
        assert [message["type"] for message in sent] == ["websocket.close"]
        await asyncio.sleep(0.5)
        sent = await asked(limited, "websocket", "10.0.0.1", [CONNECT, gone])
        assert [message["type"] for message in sent] == ["websocket.accept"]

    asyncio.run(asyncio.wait_for(fill(), 30))


def test_a_socket_that_asks_nothing_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that has asked may be silent for as long as its page is open."""
    monkeypatch.setattr(limits, "MAX_SECONDS_TO_FIRST_MESSAGE", 0.05)

    async def listen() -> tuple[Sent, bool]:
        limited = Limits(listening_app, linger=0, max_sessions=10)
        silent = await asyncio.wait_for(asked(limited, "websocket", "10.0.0.1", [CONNECT]), 10)
        asking = [CONNECT, RERUN]
        lasting = asyncio.ensure_future(asked(limited, "websocket", "10.0.0.1", asking))
        await asyncio.sleep(0.3)
        is_open = not lasting.done()
        lasting.cancel()
        return silent, is_open

    silent, is_open = asyncio.run(listen())
    assert silent[-1] == {"type": "websocket.close", "code": 1008}
    assert is_open


def back_message(**fields: Any) -> dict[str, Any]:
    """A message that a browser sends."""
    return {"type": "websocket.receive", "bytes": BackMsg(**fields).SerializeToString()}


RERUN = back_message(rerun_script={"query_string": "lang=en"})
GONE = {"type": "websocket.disconnect", "code": 1001}


async def heard(messages: list[dict[str, Any]], limited: Limits | None = None) -> tuple[Sent, Sent]:
    """What reaches a session of these messages of its client, and what it sends back."""
    reached = Sent()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] != "websocket.disconnect":
            reached.append(dict(message))

    limited = limited or Limits(app, linger=0, max_sessions=10)
    limited.app = app
    sent = await asked(limited, "websocket", "10.0.0.1", [CONNECT, *messages, GONE])
    return reached, sent


def test_a_session_hears_only_what_pages_send() -> None:
    """What Streamlit takes beside it tells of the server's folder, or costs everybody seconds."""
    wanted = [
        RERUN,
        back_message(stop_script=True),
        back_message(app_heartbeat=True),
        back_message(backend_operation_request={"deferred_file": {"file_id": "a"}}),
    ]
    unwanted = [
        back_message(load_git_info=True),
        back_message(clear_cache=True),
        back_message(set_run_on_save=True),
        back_message(file_urls_request={"file_names": [""] * 1000}),
        back_message(debug_disconnect_websocket=True),
        back_message(debug_shutdown_runtime=True),
        back_message(rerun_script={"fragment_id": "f" * 1000}),
        back_message(backend_operation_request={"install_skills": {}}),
        back_message(backend_operation_request={"dismiss_skills_nudge": {}}),
        back_message(),
        {"type": "websocket.receive", "bytes": b"\xff\xff"},
    ]
    reached, sent = asyncio.run(heard([*unwanted, *wanted, *unwanted]))
    assert reached == wanted
    assert [message["type"] for message in sent] == ["websocket.accept"]


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (back_message(rerun_script={"query_string": "a" * 300_000}), 1009),
        ({"type": "websocket.receive", "text": "run"}, 1003),
    ],
    ids=["large", "text"],
)
def test_a_message_that_no_browser_sends_ends_the_session(message: dict[str, Any], code: int) -> None:
    reached, sent = asyncio.run(heard([message, RERUN]))
    assert reached == []
    assert sent[-1] == {"type": "websocket.close", "code": code}


def test_messages_of_a_client_come_at_a_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """All sessions of a client together: each message costs those of the others some of their time."""
    monkeypatch.setattr(limits, "MAX_MESSAGES_AT_ONCE", 20)
    monkeypatch.setattr(limits, "MAX_MESSAGES_OF_CLIENT", 100)
    sleep, waited = asyncio.sleep, list[float]()

    async def noted(seconds: float) -> None:
        waited.append(seconds)
        await sleep(seconds)

    monkeypatch.setattr(limits.asyncio, "sleep", noted)

    async def hear(n: int) -> float:
        waited.clear()
        limited = Limits(listening_app, linger=0, max_sessions=10)
        start = time.monotonic()
        reached = await asyncio.gather(*(heard([RERUN] * n, limited) for _ in range(2)))
        assert sum(len(messages) for messages, _ in reached) == 2 * n
        await sleep(0.01)
        assert not limited.turns
        return time.monotonic() - start

    asyncio.run(hear(10))
    assert waited == []
    assert asyncio.run(hear(60)) > 0.7
    assert len(waited) >= 50


def test_a_long_message_is_as_many_as_its_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit goes over what is chosen on a page, one after the other, while nobody else is served."""
    waited = list[float]()

    async def noted(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(limits.asyncio, "sleep", noted)
    widgets = [{"id": ""}] * (limits.MAX_MESSAGE // 2 - 10)
    long = back_message(rerun_script={"widget_states": {"widgets": widgets}})
    assert len(long["bytes"]) > 15 * limits.PART
    assert asyncio.run(heard([long] * 20))[0] == [long] * 20
    # As many short ones come at once.
    assert max(waited) > 10 * 15 / limits.MAX_MESSAGES_OF_CLIENT


def test_what_the_longest_choices_of_a_reader_need_comes_through() -> None:
    """A link with hundreds of organizations, all of them chosen on the page too."""
    codes = [f"it-association-of-a-province-with-a-long-name-{n}" for n in range(300)]
    chosen = [{"id": "$$ID-" + "0" * 32 + "-compare", "string_array_value": {"data": codes}}]
    long = back_message(
        rerun_script={"query_string": f"orgs={'%2C'.join(codes)}", "widget_states": {"widgets": chosen}}
    )
    assert asyncio.run(heard([long]))[0] == [long]


def test_a_long_answer_is_sent_in_pieces() -> None:
    """Its place is taken until the client has read it."""
    body = bytes(range(256)) * 2000

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await PlainTextResponse(body)(scope, receive, send)

    sent = asyncio.run(asked(Limits(app, linger=0, max_sessions=10), "http", "10.0.0.1"))
    pieces = [message["body"] for message in sent[1:]]
    assert b"".join(pieces) == body
    assert max(map(len, pieces)) == limits.PIECE
    assert [message.get("more_body", False) for message in sent[1:]] == [True] * (len(pieces) - 1) + [False]


def test_as_many_descriptors_are_asked_for_as_there_may_be() -> None:
    """In a process of its own, whose soft limit is lower than what the system allows."""
    import resource
    import subprocess
    import sys

    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    asking = """
import resource
_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (300, hard))
from dashboard.web import limits
print(limits.raise_descriptors(), resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""
    said = subprocess.run(
        [sys.executable, "-c", asking], capture_output=True, text=True, check=True, env={**os.environ}
    ).stdout.split()
    expected = limits.WANTED_DESCRIPTORS if hard < 0 else min(hard, limits.WANTED_DESCRIPTORS)
    assert said == [str(expected)] * 2


def test_sessions_have_descriptors_enough() -> None:
    most: Callable[[int], int] = limits.max_sessions_of
    assert most(1024) * limits.DESCRIPTORS_OF_SESSION + limits.DESCRIPTORS_BESIDE <= 1024
    assert most(65_536) == limits.MAX_SESSIONS
    assert most(10) == 1
