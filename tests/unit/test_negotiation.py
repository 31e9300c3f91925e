"""What a client's Accept headers say is taken at its word, by every route and by the scripts of the pages."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.types import Message

from dashboard.api import endpoints
from dashboard.api.negotiation import accepts_gzip
from dashboard.view.streamlit_internals import STATIC
from dashboard.web import server

SCRIPT = next(f"/static/{path.relative_to(STATIC / 'static')}" for path in (STATIC / "static").rglob("*.js"))
GZIP = [
    ["gzip"],
    ["GZIP"],
    ["x-gzip"],
    ["br, gzip;q=0.5"],
    ["gzip ; q=0.001"],
    ["gzip;Q=1.000"],
    ["*"],
    ["*;q=0.1"],
    ["identity, *"],
    ["identity;q=0, gzip"],
    ["br", "gzip"],
    ["*;q=0, gzip"],
    [",, gzip,"],
]
PLAIN = [
    [],
    [""],
    ["identity"],
    ["br"],
    ["gzip;q=0"],
    ["gzip;q=0."],
    ["gzip;q=0.0"],
    ["gzip;q=0.000"],
    ["GZip ; Q = 0.00"],
    ["gzip; q=0 , br"],
    ["*;q=0"],
    ["*;q=0."],
    ["gzip;q=0, *"],
    ["*, gzip;q=0"],
    ["*", "gzip;q=0"],
    ["gzip;q=x"],
    ["gzip;q=2"],
    ["gzip;q=-1"],
    ["gzip;q="],
    ["notgzip"],
    ["gzipped;q=1"],
]
BOTH = [(accepted, True) for accepted in GZIP] + [(accepted, False) for accepted in PLAIN]


def is_compressed(path: str, accepted: list[str]) -> bool:
    """Whether what is asked for through the server's middleware comes compressed."""
    app = Starlette(routes=endpoints.routes(), middleware=server.middleware())
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [
            (b"host", b"localhost"),
            *((b"accept-encoding", value.encode()) for value in accepted),
        ],
        "scheme": "http",
        "server": ("localhost", 80),
    }
    asyncio.run(app(scope, receive, send))
    return (b"content-encoding", b"gzip") in sent[0]["headers"]


@pytest.mark.parametrize(("accepted", "is_taken"), BOTH)
@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(accepts_gzip, id="the rule"),
        pytest.param(lambda accepted: is_compressed("/api/v1/openapi.json", accepted), id="the API"),
        pytest.param(lambda accepted: is_compressed(SCRIPT, accepted), id="Streamlit's scripts"),
    ],
)
def test_gzip_is_sent_to_who_takes_it(
    asked: Callable[[list[str]], bool], accepted: list[str], is_taken: bool
) -> None:
    """As RFC 9110 has it: weights, upper case, blanks, several headers, and * for what is not named."""
    assert asked(accepted) == is_taken


@given(st.lists(st.text(st.characters(max_codepoint=255))))
def test_no_header_is_a_failure(accepted: list[str]) -> None:
    assert accepts_gzip(accepted) in (True, False)
