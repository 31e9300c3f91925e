"""All that depends on undocumented parts of uvicorn, checked with one version of it.

Where such a part has changed, it is logged and the server goes on without it.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import uvicorn
from uvicorn.protocols.http.auto import AutoHTTPProtocol

CHECKED_VERSION = "0.54"

_log = logging.getLogger(__name__)


def check_version() -> None:
    """Log a warning where uvicorn is not of the version that this module was checked with."""
    if uvicorn.__version__.split(".")[:2] != CHECKED_VERSION.split("."):
        _log.warning(
            "uvicorn is %s; checked with %s. May not work: closing connections whose request does not come.",
            uvicorn.__version__,
            CHECKED_VERSION,
        )


def limit_connections(seconds: float, most: int, kind: type[asyncio.Protocol] = AutoHTTPProtocol) -> None:
    """Close a connection whose request is not complete in so many seconds, and whatever is beyond so many.

    uvicorn itself hurries a connection only between two requests: one that sends a part of a request line
    stays for ever.
    """
    protocol: Any = kind
    if not all(hasattr(protocol, part) for part in ("connection_made", "data_received")):
        _log.warning("uvicorn's connections have changed; those whose request does not come stay open")
        return
    made, received = protocol.connection_made, protocol.data_received

    def _connection_made(connection: Any, transport: asyncio.Transport) -> None:
        made(connection, transport)
        connection.hurry = connection.loop.call_later(seconds, _close, connection)
        if len(connection.connections) > most:
            _close(connection)

    def _data_received(connection: Any, data: bytes) -> None:
        received(connection, data)
        if not _is_waiting(connection):
            connection.hurry.cancel()
        elif connection.hurry.cancelled():
            connection.hurry = connection.loop.call_later(seconds, _close, connection)

    protocol.connection_made, protocol.data_received = _connection_made, _data_received


def _is_waiting(connection: Any) -> bool:
    """True for a connection that has no request in work, and has not become a socket of a page."""
    in_work = connection.cycle is not None and not connection.cycle.response_complete
    return connection in connection.connections and not in_work


def _close(connection: Any) -> None:
    if _is_waiting(connection):
        connection.transport.close()
