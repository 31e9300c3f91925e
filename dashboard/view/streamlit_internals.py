"""All that depends on undocumented parts of Streamlit, checked with one version of it.

Where such a part has changed, it is logged and the page goes on without it; no reader meets an error.
"""

from __future__ import annotations

import asyncio
import logging
import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import streamlit as st
from starlette.types import ASGIApp, Message

CHECKED_VERSION = "1.67"
STATIC = Path(st.__file__).parent / "static"  # index.html, and "static" with the scripts and styles

_LANGUAGE = '<html lang="en">'
_HEAD_END = "</head>"
_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
_STREAM = "/_stcore/stream"

_log = logging.getLogger(__name__)


class Visit(NamedTuple):
    """A page to run: its name in the address, "" for the first page, and its query string."""

    page: str
    query: str


def check_version() -> None:
    """Log a warning where Streamlit is not of the version that this module was checked with."""
    if st.__version__.split(".")[:2] != CHECKED_VERSION.split("."):
        _log.warning(
            "Streamlit is %s; checked with %s. May not work: the language of the page before its script "
            "has run, the hashes of inline scripts in its security policy, running pages before the first "
            "reader comes, and telling Back and Forward from a choice.",
            st.__version__,
            CHECKED_VERSION,
        )


def is_history_navigation() -> bool:
    """True in a run that the reader's Back or Forward asked for; False where Streamlit does not tell."""
    try:
        from streamlit.runtime.scriptrunner import get_script_run_ctx
    except ImportError:
        return False
    return bool(getattr(get_script_run_ctx(suppress_warning=True), "is_history_navigation", False))


def is_asked_by_pages(message: bytes) -> bool:
    """True for what a browser sends for pages of ours; False for any other message of a session.

    Not: addresses to upload to, the state of the folder in git, clearing what is kept for all readers, the
    switches of whoever develops, a part of a page alone, of which it logs whatever name it lacks.
    """
    from streamlit.proto.BackMsg_pb2 import BackMsg

    asked = BackMsg()
    try:
        asked.ParseFromString(message)
    except Exception:  # the error is protobuf's own, of whichever implementation
        return False
    kind = asked.WhichOneof("type")
    if kind == "backend_operation_request":
        return asked.backend_operation_request.WhichOneof("payload") == "deferred_file"
    if kind == "rerun_script":
        return not asked.rerun_script.fragment_id
    return kind in ("stop_script", "app_heartbeat")


def index_html(head: str) -> str:
    """Streamlit's page with these elements at the end of its head; "" where Streamlit has no such page."""
    try:
        page = (STATIC / "index.html").read_text(encoding="utf-8")
    except OSError:
        _log.warning("Streamlit has no index.html any more; its page is served as it is")
        return ""
    for marker in (_LANGUAGE, _HEAD_END):
        if marker not in page:
            _log.warning("Streamlit's index.html has no %s any more; it is served without ours", marker)
    return page.replace(_HEAD_END, head + _HEAD_END, 1)


def in_language(page: str, language: str) -> str:
    """Streamlit's page marked as being in a language; as it is where it has no mark to replace."""
    return page.replace(_LANGUAGE, f'<html lang="{language}">', 1)


def script_hashes(page: str) -> list[str]:
    """The inline scripts of a page as sources of a security policy: "'sha256-…'"."""
    scripts = _INLINE_SCRIPT.findall(page)
    return [f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in scripts]


async def run_pages(app: ASGIApp, visits: Iterable[Visit], seconds: float) -> None:
    """Run pages of a started app in one session, as a browser asks for them, each for so long at most.

    What does not work is logged: then the first reader waits for what the pages import and compute.
    """
    requests, answers = asyncio.Queue[Message](), asyncio.Queue[Message]()
    host = st.get_option("browser.serverAddress") or "localhost"
    scope = {
        "type": "websocket",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "ws",
        "path": _STREAM,
        "raw_path": _STREAM.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(b"host", str(host).encode())],
        "client": ("127.0.0.1", 0),
        "server": ("127.0.0.1", 0),
        "subprotocols": ["streamlit"],
    }
    requests.put_nowait({"type": "websocket.connect"})
    session = asyncio.ensure_future(app(scope, requests.get, answers.put))
    session.add_done_callback(lambda _: answers.put_nowait({"type": "websocket.close"}))
    try:
        for visit in visits:
            requests.put_nowait({"type": "websocket.receive", "bytes": _request(visit)})
            try:
                await asyncio.wait_for(_end_of_run(answers), seconds)
            except TimeoutError:
                _log.warning("page %r took more than %d seconds to run", visit.page, seconds)
        requests.put_nowait({"type": "websocket.disconnect", "code": 1000})
        await asyncio.wait_for(session, seconds)
    except Exception:
        _log.warning("pages could not be run before the first reader comes", exc_info=True)
    finally:
        session.cancel()


def _request(visit: Visit) -> bytes:
    from streamlit.proto.BackMsg_pb2 import BackMsg

    request = BackMsg()
    request.rerun_script.page_name, request.rerun_script.query_string = visit
    message: bytes = request.SerializeToString()
    return message


async def _end_of_run(answers: asyncio.Queue[Message]) -> None:
    """Wait until a script has run to its end. Raises ConnectionError where the session ends before."""
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    while True:
        message = await answers.get()
        if message["type"] == "websocket.close":
            raise ConnectionError("Streamlit closed the session")
        if message["type"] == "websocket.send":
            answer = ForwardMsg.FromString(message["bytes"])
            is_end = answer.WhichOneof("type") == "script_finished"
            if is_end and answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return
