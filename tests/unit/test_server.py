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
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
import streamlit
import uvicorn
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from dashboard.view import streamlit_internals
from dashboard.view.streamlit_internals import Visit
from dashboard.web import server, uvicorn_internals
from dashboard.words.languages import LANGUAGES
from dashboard.words.text import Text


@dataclass
class Answer:
    """A response read to its end."""

    status: int
    headers: Message
    body: bytes


Ask = Callable[..., Answer]


# Writes down every host that the server looks up and every address that it connects to.
NOTING = """
import os, sys
def note(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        asked = arguments[0] if event in ("socket.getaddrinfo", "socket.gethostbyname") else arguments[1]
        with open(os.environ["NOTED"], "a") as noted:
            noted.write(f"{event} {asked!r}\\n")
sys.addaudithook(note)
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the one started server: its releases, its log, and what it asked of the network."""
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
def address(serve, project: Path, served: Path) -> Iterator[str]:
    """Where the one started server is."""
    (served / "sitecustomize.py").write_text(NOTING, encoding="utf-8")
    (served / "noted").touch()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PYTHONPATH", str(served))
        environment.setenv("NOTED", str(served / "noted"))
        with serve(project, served / "releases") as address:
            yield address


@pytest.fixture(scope="module")
def ask(address: str) -> Ask:
    """Asks the one started server for a path."""

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

    return asking


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
    # They change uvicorn for the whole process, other tests included.
    for name in ("limit_connections", "limit_messages"):
        monkeypatch.setattr(uvicorn_internals, name, lambda *_: None)
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
def test_every_answer_forbids_other_hosts(ask: Ask, address: str, path: str) -> None:
    """Every answer carries one policy, which names no other host and allows no inline or evaluated script."""
    headers = ask(path).headers
    policies = headers.get_all("content-security-policy")
    assert len(policies) == 1
    rules = {name: sources for name, *sources in (rule.split() for rule in policies[0].split(";"))}
    assert rules["default-src"] == ["'self'"]
    assert rules["object-src"] == ["'none'"]
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "data:"} & set(rules["script-src"])
    host = urllib.parse.urlsplit(address).netloc
    allowed = {source for sources in rules.values() for source in sources if not source.startswith("'")}
    assert allowed == {"blob:", "data:", f"ws://{host}", f"wss://{host}"}
    assert rules["frame-ancestors"] == rules["form-action"] == ["'self'"]
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
def test_no_file_of_the_project_is_served(ask: Ask, path: str) -> None:
    """Where a file of the project would be there is nothing."""
    answer = ask(path)
    assert answer.status in (400, 404)  # 400 where a path goes upwards
    assert b"import " not in answer.body
    assert b"organization_id" not in answer.body


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "path", ["/no-such-page", "/membership/no-such-page", "/index.html", "/static/none.js", "//else.example"]
)
def test_an_unknown_path_is_answered_calmly(ask: Ask, path: str, language: str) -> None:
    """Where there is no page a reader is told so in their language, with the way to the overview."""
    answer = ask(f"{path}?lang={language}")
    say = Text(language)
    assert answer.status == 404
    assert f'<html lang="{language}">' in answer.body.decode()
    assert say("server_nothing_here") in answer.body.decode()
    assert f'href="/?lang={language}"' in answer.body.decode()


def test_a_page_with_a_slash_behind_it_is_that_page(ask: Ask) -> None:
    answer = ask("/membership/?lang=en")
    assert (answer.status, b'<html lang="en">' in answer.body) == (200, True)


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


# Doors


def handshake(address: str, **headers: str) -> int:
    """The status of the answer to a request for a socket."""
    host = urllib.parse.urlsplit(address).netloc
    asked = {
        "Host": host,
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(b"0123456789abcdef").decode(),
        "Sec-WebSocket-Protocol": "streamlit",
    } | headers
    name, _, port = host.partition(":")
    with socket.create_connection((name, int(port)), timeout=30) as connection:
        lines = ["GET /_stcore/stream HTTP/1.1", *(f"{key}: {value}" for key, value in asked.items())]
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        return int(connection.recv(65536).split()[1])


FOREIGN = ["http://else.example", "null", "http://localhost", "https://localhost:1", "http://[", "x"]


@pytest.mark.parametrize("origin", FOREIGN)
def test_a_page_of_another_site_gets_nothing(ask: Ask, address: str, origin: str) -> None:
    """Neither a socket nor an answer of any route; and the server asks nobody about it."""
    assert handshake(address, Origin=origin) == 403
    for path in (
        "/",
        "/_stcore/health",
        "/_stcore/host-config",
        "/api/v1/pages",
        "/feed.atom",
        "/favicon.png",
    ):
        answer = ask(path, origin=origin)
        assert answer.status == 403, path
        assert answer.headers["access-control-allow-origin"] is None


def test_the_page_itself_gets_its_socket(address: str) -> None:
    assert handshake(address, Origin=address) == 101
    assert handshake(address, Origin=address.upper()) == 101
    assert handshake(address) == 101


@pytest.mark.parametrize("host", ["else.example", "localhost.else.example", "2130706433"])
def test_a_name_that_nobody_allowed_gets_nothing(ask: Ask, address: str, host: str) -> None:
    """A site that lets a name of its own lead here cannot read as if it were this one."""
    assert handshake(address, Host=host) == 403
    for path in ("/", "/_stcore/health", "/api/v1/pages", "/feed.atom", "/fonts/fonts.css", "/healthz"):
        assert ask(path, host=host).status == 421, path
    assert "STREAMLIT_SERVER_ALLOWED_HOSTS" in ask("/", host=host).body.decode()


@pytest.mark.parametrize("host", ["127.0.0.1", "192.168.1.4:8501", "[::1]", "LOCALHOST"])
def test_this_machine_and_a_bare_address_need_no_permission(ask: Ask, address: str, host: str) -> None:
    assert handshake(address, Host=host) == 101
    assert ask("/api/v1/pages", host=host).status == 200


def test_nothing_was_asked_of_any_other_host(ask: Ask, address: str, served: Path) -> None:
    """Start, pages, foreign origins and hosts: the server looks up no name and connects to nobody."""
    for origin in FOREIGN:
        handshake(address, Origin=origin)
        ask("/_stcore/health", origin=origin)
        ask("/media/none", origin=origin)
    noted = set((served / "noted").read_text(encoding="utf-8").splitlines())
    assert {line for line in noted if "localhost" not in line and "127.0.0.1" not in line} == set()


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize(
    "path",
    ["/", "/_stcore/upload_file/one/two", "/_stcore/agent/interact", "/_stcore/health", "/fonts/OFL.txt"],
)
def test_nothing_can_be_sent_to_the_server(ask: Ask, path: str, method: str) -> None:
    assert ask(path, method=method).status in (404, 405)


def test_no_file_can_be_left_on_the_server(address: str) -> None:
    """An upload of an open session, with its own token, as a page that takes files would make it."""
    host = urllib.parse.urlsplit(address).netloc
    connection = http.client.HTTPConnection(host, timeout=30)
    body = (
        b"--x\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\n"
        + b"y" * 100_000
        + b"\r\n--x--\r\n"
    )
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    connection.request("PUT", "/_stcore/upload_file/one/two", body, headers)
    assert connection.getresponse().status == 404


@pytest.mark.parametrize(
    ("query", "ancestors"),
    [
        ("", "'self'"),
        ("?alone=1", "*"),
        ("?card=ranking&alone=1", "*"),
        ("?alone=0", "'self'"),
        ("?alone=1&alone=0", "'self'"),
        ("?alone=1&alone=", "'self'"),
        ("?x=alone%3D1", "'self'"),
    ],
)
def test_a_card_may_stand_in_a_frame_and_a_page_may_not(ask: Ask, query: str, ancestors: str) -> None:
    policy = ask(f"/membership{query}").headers["content-security-policy"]
    assert f"frame-ancestors {ancestors};" in policy


@pytest.mark.parametrize(
    "value", ["", " ", "*; script-src *", "https://a.vn, https://b.vn", "https://máy.vn", "'self'\x1b"]
)
def test_a_setting_of_a_policy_is_sources_and_no_further_rule(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("FRAME_ANCESTORS", value)
    with pytest.raises(ValueError, match="FRAME_ANCESTORS"):
        server.sources("FRAME_ANCESTORS", "*")


def test_the_sources_of_a_policy_are_set_by_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRAME_ANCESTORS", " https://bao.example.vn\n 'self' ")
    assert server.sources("FRAME_ANCESTORS", "*") == "https://bao.example.vn 'self'"
    monkeypatch.delenv("FRAME_ANCESTORS")
    assert server.sources("FRAME_ANCESTORS", "*") == "*"


class Reader:
    """A session of a reader, without a browser."""

    def __init__(self, socket: ClientConnection):
        self.socket = socket
        self.pages = list[str]()  # that ran, one after the other

    async def ask(self, page: str) -> None:
        await self.socket.send(BackMsg(rerun_script={"page_name": page}).SerializeToString())

    async def read(self) -> None:
        """Read until a page has run to its end."""
        while True:
            answer = ForwardMsg.FromString(bytes(await self.socket.recv(decode=False)))
            if answer.WhichOneof("type") == "navigation":
                self.pages.append(answer.navigation.page_script_hash)
            is_end = answer.WhichOneof("type") == "script_finished"
            if is_end and answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return


@contextlib.asynccontextmanager
async def reading(address: str) -> AsyncIterator[Reader]:
    stream = f"{address.replace('http', 'ws')}/_stcore/stream"
    # As a browser, it takes what comes also while nobody asks for it.
    unbounded: dict[str, Any] = {"max_size": None, "max_queue": None}
    async with connect(stream, subprotocols=[Subprotocol("streamlit")], **unbounded) as opened:
        yield Reader(opened)


def test_who_clicks_ten_times_a_second_is_answered(address: str) -> None:
    async def click() -> None:
        async with reading(address) as reader:
            await reader.ask("sources")
            await reader.read()
            for n in range(50):
                await reader.ask(("membership", "branches")[n % 2])
                await asyncio.sleep(0.1)
            await reader.ask("sources")
            async with asyncio.timeout(20):  # what is held back would come later by more
                await reader.read()
                while reader.pages[-1] != reader.pages[0]:
                    await reader.read()
            assert len(set(reader.pages)) > 1

    asyncio.run(click())


def test_twenty_readers_of_one_address_are_answered(address: str) -> None:
    async def read(n: int) -> int:
        async with reading(address) as reader:
            for page in ("", "membership", "branches", "sources"):
                await reader.ask(page)
                await reader.read()
                await asyncio.sleep(1 + n / 20)
            return len(set(reader.pages))

    async def all_read() -> list[int]:
        return await asyncio.gather(*(read(n) for n in range(20)))

    assert asyncio.run(asyncio.wait_for(all_read(), 60)) == [4] * 20
