"""Each undocumented part of Streamlit that the dashboard depends on, in the version that is required."""

from __future__ import annotations

import asyncio
import logging
import re
import sys
from functools import partial
from pathlib import Path

import pytest
import streamlit
from starlette.types import Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest, local_script_runner

from dashboard.view import streamlit_internals
from dashboard.view.streamlit_internals import Visit, run_pages

VISITS = [Visit("", "lang=vi"), Visit("other", "lang=en")]
APP = """
from contextlib import asynccontextmanager
from pathlib import Path
import streamlit as st

if __name__ != "__main__":
    from dashboard.view.streamlit_internals import Visit, run_pages

    @asynccontextmanager
    async def lifespan(app):
        await run_pages(app, {visits}, 30)
        yield

    app = st.App(__file__, lifespan=lifespan)
else:
    with Path("ran").open("a") as file:
        print("", st.query_params["lang"], file=file)
"""
OTHER = """
from pathlib import Path
import streamlit as st

with Path("ran").open("a") as file:
    print("other", st.query_params["lang"], file=file)
"""


def warnings_in(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


# The version


def test_the_required_version_is_the_checked_one(project: Path) -> None:
    """Whoever requires another Streamlit runs these tests and the benchmark of the pages with it."""
    required = (project / "requirements.txt").read_text(encoding="utf-8")
    assert re.search(
        rf"^streamlit=={re.escape(streamlit_internals.CHECKED_VERSION)}\.\d+ ", required, re.MULTILINE
    )


@pytest.mark.parametrize(
    ("version", "n_warnings"), [("1.67.0", 0), ("1.67.3", 0), ("1.68.0", 1), ("1.6.0", 1), ("2.0", 1)]
)
def test_another_version_is_logged_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, version: str, n_warnings: int
) -> None:
    """One warning that names both versions; none for a fix of the checked one."""
    monkeypatch.setattr(streamlit, "__version__", version)
    streamlit_internals.check_version()
    found = warnings_in(caplog)
    assert len(found) == n_warnings
    assert all(version in text and streamlit_internals.CHECKED_VERSION in text for text in found)


def test_no_other_module_imports_undocumented_parts(project: Path) -> None:
    """Pages and dashboard import Streamlit as `st`, and nothing from its packages."""
    files = [
        project / "app.py",
        *(p for room in ("pages", "dashboard") for p in (project / room).rglob("*.py")),
    ]
    importing = {
        path.name
        for path in files
        if re.search(
            r"^\s*(from|import) streamlit(\.|\b(?! as st$))", path.read_text(encoding="utf-8"), re.MULTILINE
        )
    }
    assert importing == {"streamlit_internals.py"}


# Back and Forward


def script() -> None:
    """A page that writes whether its run is one of Back or Forward."""
    import streamlit as st

    from dashboard.view.streamlit_internals import is_history_navigation

    st.write(str(is_history_navigation()))


def test_a_run_of_back_or_forward_is_told_from_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run knows whether the browser asked for it by its history."""
    app = AppTest.from_function(script).run()
    assert [text.value for text in app.markdown] == ["False"]
    data = partial(local_script_runner.RerunData, is_history_navigation=True)
    monkeypatch.setattr(local_script_runner, "RerunData", data)
    assert [text.value for text in app.run().markdown] == ["True"]


@pytest.mark.parametrize("module", ["streamlit.runtime.scriptrunner", None])
def test_without_the_context_no_run_is_one_of_back_or_forward(
    monkeypatch: pytest.MonkeyPatch, module: str | None
) -> None:
    """Neither outside a run nor where Streamlit has moved its context."""
    if module:
        monkeypatch.setitem(sys.modules, module, None)
    assert streamlit_internals.is_history_navigation() is False


# The page before its script runs


def test_streamlit_s_page_has_what_is_replaced(caplog: pytest.LogCaptureFixture) -> None:
    """Its language is marked, its head ends once, and its inline scripts are found."""
    page = streamlit_internals.index_html("<link here />")
    assert "<link here /></head>" in page
    assert '<html lang="vi">' in streamlit_internals.in_language(page, "vi")
    assert (
        len(streamlit_internals.script_hashes(page))
        == len([tag for tag in re.findall(r"<script[^>]*>", page) if "src=" not in tag])
        > 0
    )
    assert warnings_in(caplog) == []


def test_a_page_without_the_marks_is_served_as_it_is(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    """One warning for each mark; the page is unchanged."""
    monkeypatch.setattr(streamlit_internals, "STATIC", tmp_path)
    (tmp_path / "index.html").write_text("<html><body></body></html>", encoding="utf-8")
    page = streamlit_internals.index_html("<link here />")
    assert streamlit_internals.in_language(page, "vi") == "<html><body></body></html>"
    assert len(warnings_in(caplog)) == 2


def test_a_missing_page_is_no_error(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    """Where Streamlit has no index.html there is none to serve in its place."""
    monkeypatch.setattr(streamlit_internals, "STATIC", tmp_path)
    assert streamlit_internals.index_html("<link here />") == ""
    assert len(warnings_in(caplog)) == 1


@pytest.mark.parametrize(
    ("tag", "is_inline"),
    [("<script>", True), ('<script type="module">', True), ('<script type="module" src="./a.js">', False)],
)
def test_only_inline_scripts_are_hashed(tag: str, is_inline: bool) -> None:
    """A script that has an address is allowed by that."""
    assert len(streamlit_internals.script_hashes(f"{tag}run()</script>")) == is_inline


# Running pages before the first reader


def test_pages_run_before_the_server_answers(
    serve, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each visit is a run of its page with its query, in order, and the log has no warning."""
    monkeypatch.setenv("PYTHONPATH", str(project))
    visits = [tuple(visit) for visit in VISITS]
    app = APP.replace("{visits}", f"[Visit(*visit) for visit in {visits}]")
    (tmp_path / "app.py").write_text(app, encoding="utf-8")
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "other.py").write_text(OTHER, encoding="utf-8")
    with serve(tmp_path, tmp_path / "releases"):
        ran = (tmp_path / "ran").read_text(encoding="utf-8")
    assert ran == " vi\nother en\n"
    [log] = tmp_path.glob("server-*.log")
    assert "before the first reader" not in log.read_text(encoding="utf-8")


class Answering:
    """A server that answers each request of a session with these ends of a run."""

    def __init__(self, *ends: int):
        self.ends = ends
        self.asked: list[Visit] = []
        self.is_left = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Speak with one session until it leaves."""
        assert (await receive())["type"] == "websocket.connect"
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            asked = BackMsg.FromString(message["bytes"]).rerun_script
            self.asked.append(Visit(asked.page_name, asked.query_string))
            for end in self.ends:
                await send(
                    {"type": "websocket.send", "bytes": ForwardMsg(script_finished=end).SerializeToString()}
                )
        self.is_left = True


def test_a_session_asks_for_each_page_and_leaves(caplog: pytest.LogCaptureFixture) -> None:
    """The next page is asked for when the last has run to its end, even if with an error."""
    app = Answering(ForwardMsg.FINISHED_EARLY_FOR_RERUN, ForwardMsg.FINISHED_WITH_COMPILE_ERROR)
    asyncio.run(run_pages(app, VISITS, 30))
    assert (app.asked, app.is_left) == (VISITS, True)
    assert warnings_in(caplog) == []


def test_a_page_that_takes_too_long_is_passed_over(caplog: pytest.LogCaptureFixture) -> None:
    """Each such page is logged, and the next is asked for."""
    app = Answering(ForwardMsg.FINISHED_EARLY_FOR_RERUN)
    asyncio.run(run_pages(app, VISITS, 0.05))
    assert (app.asked, app.is_left) == (VISITS, True)
    assert len(warnings_in(caplog)) == 2


async def _closing(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "websocket.close", "code": 1008})


async def _failing(scope: Scope, receive: Receive, send: Send) -> None:
    raise RuntimeError("no such route")


@pytest.mark.parametrize("app", [_closing, _failing])
def test_a_refused_session_is_logged_and_the_server_goes_on(app, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing is raised, and nothing waits for an answer that cannot come."""
    asyncio.run(asyncio.wait_for(run_pages(app, VISITS, 30), 10))
    assert len(warnings_in(caplog)) == 1


@pytest.mark.parametrize("module", ["streamlit.proto.BackMsg_pb2", "streamlit.proto.ForwardMsg_pb2"])
def test_without_the_messages_no_page_runs_before(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, module: str
) -> None:
    """Where Streamlit has moved what a session is made of, that is logged once."""
    monkeypatch.setitem(sys.modules, module, None)
    asyncio.run(asyncio.wait_for(run_pages(Answering(ForwardMsg.FINISHED_SUCCESSFULLY), VISITS, 30), 10))
    assert len(warnings_in(caplog)) == 1
