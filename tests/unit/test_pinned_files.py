"""What a pinned address answers, which may be kept for ever, is the same at any time and from any host."""

from __future__ import annotations

import datetime
import io
import json
import sys
import time
import zipfile
from collections.abc import Callable
from typing import Any

import frictionless
import pytest

from dashboard.api import answers, endpoints
from dashboard.files.formats import FORMATS
from dashboard.release import warehouse
from tests.unit.test_api import RANKING, Got, ask

FILES = {form: f"{RANKING}.{form}" for form in (*FORMATS, "json")} | {
    "workbook": "/api/v1/pages/membership.xlsx",
    "pages": "/api/v1/pages",
}
YEAR = 365 * 24 * 60 * 60.0


class _Clock(type):
    """The type of a moved class, of which the real objects are instances too."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, cls.__mro__[1])


def move_clock(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Have every clock of this process, in whichever module it was imported, run so many seconds ahead."""
    now, utc, ahead = time.time, datetime.UTC, datetime.timedelta(seconds=seconds)

    class MovedTime(datetime.datetime, metaclass=_Clock):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> Any:
            return _datetime.now(tz) + ahead

        @classmethod
        def utcnow(cls) -> Any:
            return _datetime.now(utc).replace(tzinfo=None) + ahead

        @classmethod
        def today(cls) -> Any:
            return _datetime.now() + ahead

    class MovedDate(datetime.date, metaclass=_Clock):
        @classmethod
        def today(cls) -> Any:
            return (_datetime.now() + ahead).date()

    _datetime = datetime.datetime
    moved = {datetime.datetime: MovedTime, datetime.date: MovedDate}
    local, universal = time.localtime, time.gmtime
    clocks: dict[object, object] = {
        time.time: lambda: now() + seconds,
        local: lambda at=None: local(now() + seconds if at is None else at),
        universal: lambda at=None: universal(now() + seconds if at is None else at),
    }
    for module in list(sys.modules.values()):
        for name, value in list(vars(module).items()) if hasattr(module, "__dict__") else ():
            if isinstance(value, type) and value in moved:
                monkeypatch.setattr(module, name, moved[value])
            elif callable(value) and getattr(value, "__module__", "") == "time" and value in clocks:
                monkeypatch.setattr(module, name, clocks[value])


@pytest.fixture
def ask_at(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Got]:
    """Asks when so many seconds have passed, and nothing is kept of what was answered before."""

    def asking(address: str, seconds: float = 0.0, **headers: str) -> Got:
        for kept in (answers._card, answers._file, answers._pages, answers._page_workbook):
            kept.cache_clear()
        with monkeypatch.context() as moved:
            if seconds:
                move_clock(moved, seconds)
            return ask(address, **headers)

    return asking


def pinned(address: str, language: str) -> str:
    return f"{address}?lang={language}&release={warehouse.current_name()}"


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", FILES)
def test_what_is_pinned_is_the_same_for_ever(ask_at: Callable[..., Got], name: str, language: str) -> None:
    """A year later, and asked of another name of the server: the same bytes, tag and name."""
    address = pinned(FILES[name], language)
    first = ask_at(address, host="reports.example")
    assert "immutable" in first.headers["cache-control"]
    for later in (ask_at(address, YEAR + 12_345, host="reports.example"), ask_at(address, host="other:8501")):
        assert later.body == first.body
        assert later.headers == first.headers


def test_the_clock_was_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the test above could not fail."""
    before = datetime.datetime.now(datetime.UTC)
    move_clock(monkeypatch, YEAR)
    assert datetime.datetime.now(datetime.UTC).year > before.year
    assert datetime.date.today() > before.date()
    assert time.localtime().tm_year > before.year
    assert isinstance(before, datetime.datetime)
    with zipfile.ZipFile(io.BytesIO(), "w") as archive:
        archive.writestr("a", "")
        assert archive.infolist()[0].date_time[0] > before.year


@pytest.mark.parametrize("form", ["zip", "xlsx"])
def test_times_inside_a_file_are_the_releases(form: str) -> None:
    """Those of the package and its parts; Excel has a time of its own for parts, which never changes."""
    built_at = next(r.built_at for r in warehouse.listing() if r.name == warehouse.current_name())
    with zipfile.ZipFile(io.BytesIO(ask(pinned(FILES[form], "en")).body)) as archive:
        times = {info.date_time for info in archive.infolist()}
        if form == "zip":
            assert {datetime.datetime(*time) for time in times} == {
                built_at.replace(second=built_at.second // 2 * 2, microsecond=0)  # as ZIP has it
            }
            assert json.loads(archive.read("datapackage.json"))["created"] == f"{built_at:%Y-%m-%dT%H:%M:%SZ}"
        else:
            assert {time[0] for time in times} == {1980}
            assert f"{built_at:%Y-%m-%dT%H:%M:%SZ}" in archive.read("docProps/core.xml").decode()


# The setting PUBLIC_URL


@pytest.mark.parametrize(
    ("setting", "origin"),
    [
        ("https://reports.example.org", "https://reports.example.org"),
        ("HTTPS://Reports.Example.org/", "https://reports.example.org"),
        ("http://localhost:8501", "http://localhost:8501"),
        ("http://[::1]:8501", "http://[::1]:8501"),
        (" https://x ", "https://x"),
        ("", ""),
    ],
)
def test_files_begin_their_addresses_with_the_public_url(
    ask_at: Callable[..., Got], monkeypatch: pytest.MonkeyPatch, setting: str, origin: str
) -> None:
    """Whatever the request calls the server; where there is none, they begin at the root of the site."""
    monkeypatch.setenv("PUBLIC_URL", setting)
    own = ask_at(pinned(FILES["bib"], "en"), host="evil.example").body.decode().split("\n\n")[0]
    assert f"url = {{{origin}/membership?v=1&lang=en" in own
    packed = ask_at(pinned(FILES["zip"], "en"), host="evil.example").body
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        known = json.loads(archive.read("datapackage.json"))
    assert known["provenance"]["link"].startswith(f"{origin}/membership?")
    assert known.get("homepage") == (known["provenance"]["link"] if origin else None)
    assert list(frictionless.Package.metadata_validate(known)) == []


@pytest.mark.parametrize(
    "setting",
    [
        "reports.example.org",
        "ftp://x",
        "https://",
        "https://x/path",
        "https://x?y=1",
        "https://x#y",
        "https://user@x",
        "https://x:port",
        "https://x y",
        "https://x<script>",
        "https://hội.vn",
        "javascript:alert(1)",
        "//x",
    ],
)
def test_what_is_no_origin_is_said_when_the_server_starts(
    monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    """With the name of the setting, its value, and the way out."""
    monkeypatch.setenv("PUBLIC_URL", setting)
    with pytest.raises(ValueError, match="leave it out") as error:
        endpoints.routes()
    assert repr(setting) in str(error.value)
    assert "PUBLIC_URL" in str(error.value)
