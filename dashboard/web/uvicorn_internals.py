"""All that depends on undocumented parts of uvicorn, checked with one version of it.

Where such a part has changed, it is logged and the server goes on without it.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections import Counter
from typing import Any

import uvicorn
from uvicorn.middleware.proxy_headers import _TrustedHosts
from uvicorn.protocols.http.auto import AutoHTTPProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from dashboard.web.addresses import client_of

CHECKED_VERSION = "0.54"
MAX_UNREAD = 128 * 1024  # bytes that the system holds for one who does not read them
MAX_SECONDS_UNREAD = 60
MAX_FRAMES = 64  # of one message; a browser sends a long one in a few

_WRITING = ("pause_writing", "resume_writing")

_log = logging.getLogger(__name__)


def check_version() -> None:
    """Log a warning where uvicorn is not of the version that this module was checked with."""
    if uvicorn.__version__.split(".")[:2] != CHECKED_VERSION.split("."):
        _log.warning(
            "uvicorn is %s; checked with %s. May not work: closing connections whose request does not come, "
            "bounding what sockets send and what is not read.",
            uvicorn.__version__,
            CHECKED_VERSION,
        )


def limit_connections(
    seconds: float, most: int, of_client: int, kind: type[asyncio.Protocol] = AutoHTTPProtocol
) -> None:
    """Close a connection whose request is not complete in so many seconds, and whatever is beyond so many.

    `most` are all of them, `of_client` those of one client that is no trusted proxy. uvicorn itself hurries a
    connection only between two requests: one that sends a part of a request line stays for ever.
    """
    protocol: Any = kind
    parts = ("connection_made", "data_received", "connection_lost", "handle_websocket_upgrade")
    if not all(hasattr(protocol, part) for part in (*parts, *_WRITING)):
        _log.warning("uvicorn's connections have changed; those whose request does not come stay open")
        return
    made, received, lost, upgraded = (getattr(protocol, part) for part in parts)
    open_of = Counter[str]()

    def _connection_made(connection: Any, transport: asyncio.Transport) -> None:
        made(connection, transport)
        _bound_buffers(transport)
        connection.hurry = connection.loop.call_later(seconds, _close, connection)
        connection.counted_as = client = _counted_as(connection)
        open_of[client] += 1
        if len(connection.connections) > most or (client and open_of[client] > of_client):
            _close(connection)

    def _connection_lost(connection: Any, error: Exception | None) -> None:
        lost(connection, error)
        _leave(connection)

    def _handle_websocket_upgrade(connection: Any, *request: Any) -> None:
        upgraded(connection, *request)
        _leave(connection)  # from now on it is a session

    def _leave(connection: Any) -> None:
        open_of[connection.counted_as] -= 1
        if not open_of[connection.counted_as]:
            del open_of[connection.counted_as]

    def _data_received(connection: Any, data: bytes) -> None:
        received(connection, data)
        if not _is_waiting(connection):
            connection.hurry.cancel()
        elif connection.hurry.cancelled():
            connection.hurry = connection.loop.call_later(seconds, _close, connection)

    protocol.connection_made, protocol.data_received = _connection_made, _data_received
    protocol.connection_lost, protocol.handle_websocket_upgrade = _connection_lost, _handle_websocket_upgrade
    _drop_who_does_not_read(protocol)


def limit_messages(size: int, kind: type[asyncio.Protocol] = WebSocketsSansIOProtocol) -> None:
    """Refuse messages of sockets that are larger than so many bytes, or come in more than MAX_FRAMES frames.

    So is a socket that sends pings and does not read what they are answered with.
    """
    protocol: Any = kind
    parts = ("connection_made", "handle_cont", "handle_ping", "keepalive_timeout", *_WRITING)
    if not all(hasattr(protocol, part) for part in parts):
        _log.warning("uvicorn's sockets have changed; what they send and do not read is not bounded")
        return
    made, more, ping, timeout = (getattr(protocol, part) for part in parts[:4])

    def _connection_made(connection: Any, transport: asyncio.Transport) -> None:
        made(connection, transport)
        connection.conn.max_message_size = size

    def _handle_cont(connection: Any, frame: Any) -> None:
        more(connection, frame)
        if len(connection.frames) > MAX_FRAMES:
            connection.transport.abort()

    def _handle_ping(connection: Any) -> None:
        ping(connection)
        if not connection.writable.is_set():
            connection.transport.abort()

    def _keepalive_timeout(connection: Any) -> None:
        timeout(connection)
        connection.transport.abort()  # closing waits until all is read

    protocol.connection_made, protocol.handle_cont = _connection_made, _handle_cont
    protocol.handle_ping, protocol.keepalive_timeout = _handle_ping, _keepalive_timeout
    _drop_who_does_not_read(protocol)


def _drop_who_does_not_read(protocol: Any) -> None:
    """Drop a connection that for MAX_SECONDS_UNREAD takes nothing, or too little to empty its buffer."""
    pause, resume = (getattr(protocol, part) for part in _WRITING)

    def _pause_writing(connection: Any) -> None:
        pause(connection)
        loop, drop = asyncio.get_running_loop(), connection.transport.abort
        connection.stuck = loop.call_later(MAX_SECONDS_UNREAD, drop)

    def _resume_writing(connection: Any) -> None:
        resume(connection)
        # None where it became a socket of a page meanwhile.
        if stuck := getattr(connection, "stuck", None):
            stuck.cancel()

    protocol.pause_writing, protocol.resume_writing = _pause_writing, _resume_writing


def _bound_buffers(transport: asyncio.Transport) -> None:
    """Let the system hold little of what a client does not read, and not for long."""
    connected = transport.get_extra_info("socket")
    if connected is None or connected.family not in (socket.AF_INET, socket.AF_INET6):
        return
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, MAX_UNREAD)
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # on Linux
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, MAX_SECONDS_UNREAD * 1000)


def _counted_as(connection: Any) -> str:
    """The client of a connection; "" for a trusted proxy, whose connections are those of many."""
    address = connection.client[0] if connection.client else ""
    return "" if address in _TrustedHosts(connection.config.forwarded_allow_ips) else client_of(address)


def _is_waiting(connection: Any) -> bool:
    """True for a connection that has no request in work, and has not become a socket of a page."""
    in_work = connection.cycle is not None and not connection.cycle.response_complete
    return connection in connection.connections and not in_work


def _close(connection: Any) -> None:
    if _is_waiting(connection):
        connection.transport.close()
