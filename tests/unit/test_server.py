"""What the server answers before any page runs: the shell's language, headers, compressed scripts, fonts, and
nothing of the project's files.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import gc
import gzip
import hashlib
import http.client
import re
import socket
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest
import streamlit
import uvicorn

from dashboard.view import streamlit_internals
from dashboard.view.streamlit_internals import Visit
from dashboard.web import server
from dashboard.words.languages import LANGUAGES


@dataclass
class Answer:
    """A response read to its end."""

    status: int
    headers: Message
    body: bytes


Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the one started server: its releases and its log."""
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
def ask(serve, project: Path, served: Path) -> Iterator[Ask]:
    """Asks one started server for a path."""
    with serve(project, served / "releases") as address:

        def asking(path: str, method: str = "GET", **headers: str) -> Answer:
            request = urllib.request.Request(
                address + path, method=method, headers={k.replace("_", "-"): v for k, v in headers.items()}
            )
            try:
                response = urllib.request.urlopen(request, timeout=30)
            except urllib.error.HTTPError as error:
                response = error
            with response:
                return Answer(response.status, response.headers, response.read())

        yield asking


def test_the_server_starts_without_a_warning(ask: Ask, served: Path) -> None:
    """Every page has run before the first request, and nothing that is expected of Streamlit was missing."""
    assert ask("/healthz").status == 200
    [log] = served.glob("server-*.log")
    said = log.read_text(encoding="utf-8")
    assert not re.search(r"warning|error|traceback|before the first reader", said, re.IGNORECASE), said


def test_every_page_runs_in_every_language_before_the_first_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a page imports, asks and computes is there for the first who opens it, in either language."""
    ran: list[Visit] = []

    async def record(app: object, visits: Iterable[Visit], seconds: float) -> None:
        ran.extend(visits)

    async def start() -> list[Visit]:
        async with server.warm_start(streamlit.App("app.py")):
            return ran.copy()

    monkeypatch.setattr(streamlit_internals, "run_pages", record)
    monkeypatch.setattr(gc, "freeze", lambda: None)
    pages = ["", *(path.stem for path in (Path(server.__file__).parents[2] / "pages").glob("*.py"))]
    expected = [Visit(page, f"lang={language}") for page in pages for language in LANGUAGES]
    assert sorted(asyncio.run(start())) == sorted(expected)


@pytest.mark.parametrize(
    ("query", "language"),
    [
        ("", "vi"),
        ("?lang=en", "en"),
        ("?lang=vi", "vi"),
        ("?lang=fr", "vi"),
        ("?lang=", "vi"),
        ("?province=ha-tinh&lang=en", "en"),
        ("?lang=%22%3E%3Cscript%3E", "vi"),
        ("?%ff=%fe", "vi"),
    ],
)
@pytest.mark.parametrize("path", ["/", "/map", "/limitations", "/sources"])
def test_the_shell_is_in_the_language_of_the_link(ask: Ask, path: str, query: str, language: str) -> None:
    """The first byte of a page already says its language; a language that there is not is Vietnamese."""
    answer = ask(path + query)
    assert answer.status == 200
    assert re.findall(rb"<html[^>]*>", answer.body) == [f'<html lang="{language}">'.encode()]
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/limitations?lang=en",
        "/map",
        "/sources",
        "/_stcore/health",
        "/fonts/OFL.txt",
        "/no-such-page",
        "/healthz",
        "/api/v1/cards/map/provinces.json",
        "/api/nothing",
    ],
)
def test_every_answer_forbids_other_hosts(ask: Ask, path: str) -> None:
    """Every answer carries one policy, which names no other host and allows no inline or evaluated script."""
    headers = ask(path).headers
    policies = headers.get_all("content-security-policy")
    assert len(policies) == 1
    rules = {name: sources for name, *sources in (rule.split() for rule in policies[0].split(";"))}
    assert rules["default-src"] == ["'self'"]
    assert rules["object-src"] == ["'none'"]
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "data:"} & set(rules["script-src"])
    allowed = {source for sources in rules.values() for source in sources if not source.startswith("'")}
    assert allowed <= {"blob:", "data:", "ws:", "wss:"}
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_the_policy_lets_the_shell_run(ask: Ask) -> None:
    """Each inline script of the shell is allowed by the hash of what is served, and there is one to allow."""
    answer = ask("/")
    scripts = re.findall(rb"<script>(.*?)</script>", answer.body, re.DOTALL)
    assert scripts
    for script in scripts:
        assert (
            f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"
            in answer.headers["content-security-policy"]
        )
    assert re.findall(rb"<script[^>]+src=.https?:", answer.body) == []


def scripts_of(shell: bytes) -> list[str]:
    return [
        f"/static/{name}"
        for name in re.findall(r"""(?:src|href)=["']\./static/([^"']+\.(?:js|css))["']""", shell.decode())
    ]


def test_scripts_and_styles_come_compressed(ask: Ask) -> None:
    """Every script and style of the shell is sent as gzip to who takes it, unpacks to Streamlit's own file,
    and may be kept.
    """
    static = Path(streamlit.__file__).parent / "static"
    paths = scripts_of(ask("/").body)
    assert any(path.endswith(".js") for path in paths)
    assert any(path.endswith(".css") for path in paths)
    sent = unpacked = 0
    for path in paths:
        answer = ask(path, accept_encoding="gzip")
        whole = (static / path.lstrip("/")).read_bytes()
        assert answer.headers["content-encoding"] == "gzip"
        assert answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert gzip.decompress(answer.body) == whole
        sent, unpacked = sent + len(answer.body), unpacked + len(whole)
        assert answer.headers.get_content_type() in ("text/css", "text/javascript")
        assert "immutable" in answer.headers["cache-control"]
        assert "accept-encoding" in answer.headers["vary"].lower()
    assert sent < unpacked / 2


def test_a_client_without_gzip_gets_plain_scripts(ask: Ask) -> None:
    """Who does not take gzip is not sent it."""
    path = next(path for path in scripts_of(ask("/").body) if path.endswith(".js"))
    answer = ask(path, accept_encoding="identity")
    assert answer.headers["content-encoding"] is None
    assert answer.body == (Path(streamlit.__file__).parent / "static" / path.lstrip("/")).read_bytes()


def test_every_font_of_the_page_is_served(ask: Ask) -> None:
    """The shell names a style sheet before any script, and each font file that it names is there, as a
    font.
    """
    shell = ask("/").body.decode()
    [sheet] = [
        path for path in re.findall(r'<link rel="stylesheet" href="([^"]+)"', shell) if "fonts" in path
    ]
    written = ask(sheet)
    assert (written.status, written.headers.get_content_type()) == (200, "text/css")
    named = re.findall(r'url\("([^"]+)"\)', written.body.decode())
    assert len(named) == 8
    for path in named:
        answer = ask(f"/fonts/{path}")
        assert (answer.status, answer.headers.get_content_type(), answer.body[:4]) == (
            200,
            "font/woff2",
            b"wOF2",
        )


@pytest.mark.parametrize(
    "path",
    [
        "/app.py",
        "/data/awards.csv",
        "/fonts/../server.py",
        "/fonts/%2e%2e/server.py",
        "/static/../../server.py",
        "/.streamlit/config.toml",
        "/releases/current",
        "/pages/limitations.py",
        "/pages/map.py",
        "/data/public/sources.csv",
        "/data/provinces.csv",
    ],
)
def test_no_file_of_the_project_is_served(ask: Ask, project: Path, path: str) -> None:
    """A path to a file of the project gives the shell or nothing, never the file."""
    body = ask(path).body
    name = Path(urllib.parse.unquote(path)).name
    texts = (
        [found.read_bytes() for found in project.rglob(name) if found.is_file()] if name != "current" else []
    )
    assert body not in texts
    assert b"import " not in body or b"<html" in body
    assert b"organization_id" not in body


def test_an_unknown_path_is_answered_calmly(ask: Ask) -> None:
    """A page that there is not gives the shell, which says so; no server error, and no second policy."""
    answer = ask("/no-such-page")
    assert answer.status in (200, 404)
    assert b"<html" in answer.body
    assert b"Traceback" not in answer.body


def test_a_head_request_has_headers_and_no_body(ask: Ask) -> None:
    """Monitors ask with HEAD."""
    answer = ask("/", method="HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers.get_content_type() == "text/html"


def test_a_link_of_a_megabyte_does_not_harm_the_server(ask: Ask) -> None:
    """A request line beyond every bound is refused, and the next reader is served."""
    # The server may close the connection before it has read so much.
    with contextlib.suppress(ConnectionError, http.client.HTTPException):
        assert ask("/?province=" + "x" * 1_000_000).status in (400, 414, 431)
    assert ask("/?province=" + "x" * 20_000).status == 200
    assert ask("/").status == 200


def test_the_server_takes_the_fast_event_loop() -> None:
    """What is installed for it is what the server starts with, though nothing imports it."""
    with contextlib.closing(server_loop()) as loop:
        assert type(loop).__module__ == "uvloop"


def server_loop() -> asyncio.AbstractEventLoop:
    """A new event loop of the kind that the server starts with."""
    make = uvicorn.Config("app").get_loop_factory()
    assert make is not None
    return make()


def test_answers_do_not_wait_for_acknowledgements() -> None:
    """A connection to the server's listening socket sends headers and body at once (TCP_NODELAY).

    Otherwise each answer on a kept connection waits for the client's delayed acknowledgement, 40 ms on
    Linux. The event loop sets it; asyncio's own does not for a socket that is made without a protocol,
    as Streamlit makes its.
    """

    class Accepting(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            accepted = transport.get_extra_info("socket")
            no_delay.set_result(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    with contextlib.closing(server_loop()) as loop, socket.socket(socket.AF_INET) as listening:
        no_delay: asyncio.Future[int] = loop.create_future()
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.setblocking(False)
        accepting = loop.run_until_complete(loop.create_server(Accepting, sock=listening))
        with socket.create_connection(accepting.sockets[0].getsockname()):
            assert loop.run_until_complete(asyncio.wait_for(no_delay, 30))
        accepting.close()
