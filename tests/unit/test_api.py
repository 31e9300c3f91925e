"""Machines get what readers see: the same figures by the same query string, or a problem that says why not
and what there is.
"""

from __future__ import annotations

import asyncio
import csv
import gzip
import http.client
import io
import json
import re
import runpy
import shutil
import statistics
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import duckdb
import openpyxl
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from pyarrow import parquet
from schemathesis.checks import CHECKS
from starlette.applications import Starlette
from starlette.types import ASGIApp

from dashboard.api import answers, endpoints, questions, specification
from dashboard.cards import registry
from dashboard.files.formats import FORMATS
from dashboard.model.page import PAGES
from dashboard.release import warehouse
from dashboard.request.parameters import PARAMETERS, from_query
from etl.build import build
from tests.serving import PATIENCE

APP = Starlette(routes=endpoints.routes())
RANKING = "/api/v1/cards/membership/ranking"
CARD = "/api/v1/cards/{page}/{card}.json"
ABOUT = "about=st-union-hong-linh&place=ha-tinh&compare=st-union-hong-linh,it-association-thanh-hoa"


@dataclass
class Got:
    """A response read to its end."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def data(self) -> Any:
        """What the body says, as JSON."""
        return json.loads(self.body)


async def asking(address: str, method: str = "GET", app: ASGIApp = APP, **headers: str) -> Got:
    """Asks the routes alone, with no server in between."""
    path, _, query = address.partition("?")
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    written = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {
        "type": "http",
        "method": method,
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode("utf-8"),
        "headers": written,
        "scheme": "http",
        "server": ("localhost", 80),
        "client": ("localhost", 1),
        "http_version": "1.1",
        "root_path": "",
    }
    await app(scope, receive, send)
    got = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Got(sent[0]["status"], got, b"".join(message.get("body", b"") for message in sent[1:]))


def ask(address: str, method: str = "GET", **headers: str) -> Got:
    return asyncio.run(asking(address, method, **headers))


def problem(got: Got, status: int) -> dict[str, Any]:
    """Returns the problem details of a response that has to have this status, and has to be fit to be read by
    anybody.
    """
    assert (got.status, got.headers["content-type"]) == (status, "application/problem+json"), got
    assert got.headers["cache-control"] == "no-store"
    found: dict[str, Any] = got.data
    assert found["status"] == status
    assert {"type", "title", "detail", "instance"} <= set(found)
    assert "Traceback" not in got.body.decode()
    kind = found["type"].rpartition("/")[2]
    assert kind in specification.document()["components"]["responses"]
    return found


# The same figures as the page


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("membership", {"lang": "en"}),
        ("membership", {"kind": "association", "time": "calendar"}),
        ("branches", {"lang": "en", "boundaries": "former", "years": "2012-"}),
        ("awards", {"lang": "vi"}),
        ("limitations", {"lang": "en", "v": "1"}),
        ("organization", {"lang": "en", "about": "st-union-hong-linh"}),
        ("compare", {"compare": "st-union-hong-linh,it-association-thanh-hoa"}),
    ],
)
def test_a_card_has_the_figures_that_the_page_draws(project: Path, page: str, query: dict[str, str]) -> None:
    """Every table that the page draws: the same rows, the same words; and the number beside each figure is
    the one that is written.
    """
    reading = runpy.run_path(str(project / "tests" / "pages" / "read_page.py"))
    drawn = json.loads(json.dumps(reading["seen"](reading["open_page"](project, PAGES[page], query))))[
        "cards"
    ]
    tables = {
        name: foot["table"]
        for name, card in drawn.items()
        for foot in card["elements"].get("card_footer", [])
        if foot["table"]
    }
    assert tables
    parameters = "&".join(f"{name}={value}" for name, value in query.items())
    for name, table in tables.items():
        found = ask(f"/api/v1/cards/{page}/{name}.json?{parameters}").data
        assert [{key: column[key] for key in ("label", "is_number")} for column in found["columns"]] == table[
            "columns"
        ]
        written = [
            [cell if isinstance(cell, str) else cell["written"] for cell in row["cells"]]
            for row in found["rows"]
        ]
        assert written == [row["cells"] for row in table["rows"]]
        assert [row["code"] for row in found["rows"]] == [row["code"] for row in table["rows"]]
        for codes in ([row["id"] for row in found["rows"]], [column["code"] for column in found["columns"]]):
            assert all(codes)
            assert len(set(codes)) == len(codes)
        assert found["title"] in drawn[name]["words"][0][1].replace("\\", "").replace("\u2060", "")
        for row, drawn_row in zip(found["rows"], table["rows"], strict=True):
            states = [
                n
                for n, cell in enumerate(row["cells"])
                if found["columns"][n]["is_number"] and isinstance(cell, str)
            ]
            assert states == drawn_row["states"]
            for quantity in (cell for cell in row["cells"] if not isinstance(cell, str)):
                digits = re.sub(r"\D", "", re.sub("[.,]00$", "", quantity["written"]))
                if (
                    quantity["value"] is not None
                    and "%" not in quantity["written"]
                    and float(quantity["value"]).is_integer()
                ):
                    assert digits == str(abs(quantity["value"])), quantity


def test_what_coders_noted_stands_with_each_coded_row(rows: Callable[..., list[dict[str, str]]]) -> None:
    """In evidence and in statements, word for word and in no language of its own; null where nothing was."""
    tables = {name: rows(name) for name in ("observations", "awards", "limitations", "lessons", "sources")}
    for card, items_of, tables_of in (
        ("membership/ranking", lambda data: data["evidence"]["items"], ["observations"]),
        ("awards/received", lambda data: data["evidence"]["items"], ["awards"]),
        ("limitations/spread", lambda data: data["evidence"]["items"], ["limitations"]),
        ("awards/unnumbered", lambda data: data["statements"][0]["items"], ["awards"]),
    ):
        noted = {row["note"] or None for name in tables_of for row in tables[name]}
        vi, en = (
            [item["note"] for item in items_of(ask(f"/api/v1/cards/{card}.json?lang={language}").data)]
            for language in ("vi", "en")
        )
        assert {*vi} <= noted
        assert any(vi), card
        assert Counter(vi) == Counter(en)


def test_a_figure_is_the_one_that_was_coded(rows: Callable[..., list[dict[str, str]]]) -> None:
    """Each number of members is one that a document of that organization states, a JSON number; one that none
    states is text and no zero.
    """
    coded = {
        (row["organization_id"], float(row["value"]))
        for row in [*rows("observations")]
        if row["indicator"] == "members" and row["value"]
    }
    found = ask(f"{RANKING}.json?lang=en").data
    column = [column["is_number"] for column in found["columns"]].index(True)
    figures = [(row["code"].partition("~")[2], row["cells"][column]) for row in found["rows"]]
    assert figures
    for organization, cell in figures:
        assert type(cell["value"]) is int
        assert (organization, float(cell["value"])) in coded
    together = ask("/api/v1/cards/branches/branches.json?lang=en").data
    cells = [
        cell
        for row in together["rows"]
        for cell, c in zip(row["cells"], together["columns"], strict=True)
        if c["is_number"]
    ]
    assert any(isinstance(cell, str) and cell for cell in cells)
    assert all(cell["value"] is not None for cell in cells if isinstance(cell, dict))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_card_answers_and_none_says_nothing(language: str) -> None:
    """Each card that the pages name: its data has rows, statements or a sentence that says why not, and its
    evidence counts; its file has its rows.
    """
    pages = ask(f"/api/v1/pages?lang={language}&{ABOUT}").data["pages"]
    assert [page["name"] for page in pages] == list(PAGES)
    n_files = 0
    for page in pages:
        for card in page["cards"]:
            address = f"/api/v1/cards/{page['name']}/{card['name']}"
            got = ask(f"{address}.json?lang={language}&{ABOUT}")
            assert got.status == 200, got.body
            data = got.data
            assert (data["title"], got.headers["content-language"]) == (card["title"], language)
            assert data["rows"] or data["statements"] or data["empty"] or data["lead"] or data["note"], (
                address
            )
            evidence = data["evidence"]
            assert evidence["n_listed"] == len(evidence["items"]) <= evidence["n"]
            assert all(item["who"] and item["where"] for item in evidence["items"])
            file = ask(f"{address}.csv?lang={language}&{ABOUT}")
            if not data["rows"]:
                assert problem(file, 404)["empty"] == data["empty"]
                continue
            n_files += 1
            assert file.body.startswith(b"\xef\xbb\xbf")
            assert file.headers["content-type"] == "text/csv; charset=utf-8"
            read = list(csv.reader(io.StringIO(file.body.decode("utf-8-sig"), newline="")))
            assert len(read) == len(data["rows"]) + 1
            assert all(
                len(line) == len(data["columns"]) + sum(c["is_number"] for c in data["columns"])
                for line in read
            )
    assert n_files > 30


def test_a_card_is_a_file_in_every_form() -> None:
    """The same rows in each, its name with the release, and links in it go by no name that a client has for
    this server.
    """
    data = ask(f"{RANKING}.json?lang=en").data
    got = {form: ask(f"{RANKING}.{form}?lang=en", host="reports.example:8501") for form in FORMATS}
    assert {found.status for found in got.values()} == {200}
    release = warehouse.current_name()
    for form, found in got.items():
        assert re.fullmatch(
            rf'attachment; filename="membership-ranking-[0-9-]+-{release}\.{form}"',
            found.headers["content-disposition"],
        )
        assert found.headers["content-type"] == FORMATS[form].media_type
        assert found.headers["link"].startswith("</api/v1/cards/membership/ranking.json?lang=en>")
    book = openpyxl.load_workbook(io.BytesIO(got["xlsx"].body))
    assert book.worksheets[0].max_row == len(data["rows"]) + 1
    table = parquet.read_table(io.BytesIO(got["parquet"].body))
    assert table.num_rows == len(data["rows"])
    figures = [cell["value"] for row in data["rows"] for cell in row["cells"] if not isinstance(cell, str)]
    assert any(column.to_pylist() == figures for column in table.columns)
    assert "https" not in got["csv"].body.decode()
    own, *documents = got["bib"].body.decode().split("\n\n")
    assert "{/membership?" in own
    assert len(documents) > 5
    assert not [form for form, found in got.items() if b"reports.example" in found.body]


def test_the_figures_of_the_overview_keep_their_evidence() -> None:
    """A card of several figures says which of them each coded row stands behind."""
    found = ask("/api/v1/cards/overview/headlines.json?lang=en").data
    labels = {row["cells"][0] for row in found["rows"]}
    assert found["evidence"]["items"]
    assert {item["of"] for item in found["evidence"]["items"]} <= labels
    assert found["evidence"]["n"] >= found["evidence"]["n_listed"] > 0


def test_what_cannot_be_applied_is_named() -> None:
    """As on the page: each part, in the data; a file has no place for it, and there is none. A parameter that
    stands twice is one list.
    """
    found = ask(
        f"{RANKING}.json?lang=en&kind=nothing&years=2020-2010&foo=%F0%9F%98%80&kind=association"
    ).data["provenance"]
    assert found["query"] == {"lang": "en", "kind": "association"}
    assert sorted(part["parameter"] for part in found["rejected"]) == ["foo", "kind", "years"]
    refused = problem(ask(f"{RANKING}.csv?lang=en&kind=nothing"), 400)
    assert refused["rejected"] == [{"parameter": "kind", "value": "nothing"}]
    assert found["licence"]["name"] == "CC BY 4.0"
    assert found["page"] == "/membership?lang=en&kind=association&card=ranking"
    assert found["release"]["name"] == warehouse.current_name()


def test_filters_that_let_nothing_pass_say_so() -> None:
    """No card fails, none is empty without a word, and a card that there never is stays unknown."""
    for page in ("overview", "branches", "limitations", "map"):
        for card in ("spread", "ranking", "provinces"):
            got = ask(f"/api/v1/cards/{page}/{card}.json?lang=en&years=1900-1901")
            if got.status == 200:
                assert got.data["empty"]
                assert got.data["rows"] == []
            else:
                assert card not in problem(got, 404)["cards"]
    assert ask("/api/v1/cards/branches/ranking.json?years=1900-1901").status == 200
    assert all(
        page["cards"] == []
        for page in ask("/api/v1/pages?years=1900-1901").data["pages"]
        if page["asks_for"] is None
    )


# Releases


@pytest.fixture(scope="module")
def built(project: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A folder of releases with an older and the current one, of which a figure differs, and their names."""
    folder = tmp_path_factory.mktemp("built")
    shutil.copytree(project / "data", folder / "data")
    older, _ = build(folder / "data", folder / "releases")
    path = next(
        p for p in (folder / "data").rglob("observations.csv") if ",618," in p.read_text(encoding="utf-8")
    )
    path.write_text(path.read_text(encoding="utf-8").replace(",618,", ",619,"), encoding="utf-8")
    newer, _ = build(folder / "data", folder / "releases")
    return folder / "releases", older.stem, newer.stem


@pytest.fixture
def two(built: tuple[Path, str, str], monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """The names of the older and of the current release, which answer here."""
    warehouse.prepare()
    folder, older, newer = built
    monkeypatch.setenv("RELEASES_DIR", str(folder))
    return older, newer


def numbers(got: Got) -> set[int]:
    return {cell["value"] for row in got.data["rows"] for cell in row["cells"] if not isinstance(cell, str)}


def test_a_pinned_release_answers_for_ever_and_the_newest_until_there_is_a_newer(
    two: tuple[str, str],
) -> None:
    """Both at once, each with its own figure, name and time to be kept; who holds the old tag gets the new
    answer.
    """
    older, newer = two
    query = "lang=en&kind=association"
    pinned, newest = f"{RANKING}.json?{query}&release={older}", f"{RANKING}.json?{query}"

    async def at_once() -> list[Got]:
        waiting: list[Coroutine[Any, Any, Got]] = [asking(pinned if n % 2 else newest) for n in range(40)]
        return list(await asyncio.gather(*waiting))

    for n, got in enumerate(asyncio.run(at_once())):
        provenance = got.data["provenance"]
        assert provenance["release"]["name"] == (older if n % 2 else newer)
        assert provenance["is_pinned"] == bool(n % 2)
        assert (618 in numbers(got), 619 in numbers(got)) == ((True, False) if n % 2 else (False, True))
        assert got.headers["cache-control"] == (
            "public, max-age=31536000, immutable" if n % 2 else "no-cache"
        )
    assert ask(newest, if_none_match=ask(pinned).headers["etag"]).status == 200
    listed = ask("/api/v1/releases").data["releases"]
    assert {(r["name"], r["is_current"]) for r in listed} == {(older, False), (newer, True)}
    snapshot = ask(newest).data["provenance"]["snapshot"]
    assert ask(f"{RANKING}.json?{snapshot.partition('?')[2]}").data["rows"] == ask(newest).data["rows"]


@pytest.mark.parametrize("form", ["json", "csv"])
def test_a_release_that_is_not_here_is_gone(
    two: tuple[str, str], built: tuple[Path, str, str], form: str
) -> None:
    """No other release answers in its place, nor a file that is none."""
    (built[0] / "bbbbbbbbbbbb.duckdb").write_bytes(b"no release")
    for name in ("aaaaaaaaaaaa", "bbbbbbbbbbbb"):
        assert problem(ask(f"{RANKING}.{form}?release={name}"), 410)["release"] == name
    assert problem(ask("/api/v1/pages?release=aaaaaaaaaaaa"), 410)


def test_an_older_release_that_lacks_what_is_asked_is_gone(
    two: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mart that it does not have is no failure of the server; on the current release it is one."""

    def lacking(page: Any) -> Any:
        raise duckdb.CatalogException("there is no such mart")

    monkeypatch.setattr(registry, "cards_of", lacking)
    older, newer = two
    assert problem(ask(f"{RANKING}.json?release={older}&lang=en&years=2001-"), 410)
    assert problem(ask(f"{RANKING}.json?release={newer}&lang=en&years=2001-"), 500)


@pytest.mark.parametrize(
    "name",
    [
        "..%2F..%2Fetc%2Fpasswd",
        "current",
        "AAAAAAAAAAAA",
        "aaaaaaaaaaa",
        "%00",
        "аааааааааааа",
        "aaaaaaaaaaaa%0A",
        "aaaaaaaaaaaa&release=b",
    ],
)
def test_what_is_no_name_of_a_release_is_refused(name: str) -> None:
    """A path, letters that only look alike, two names."""
    assert problem(ask(f"{RANKING}.json?release={name}"), 400)


# Keeping


def test_what_is_held_is_not_sent_again() -> None:
    """Tags are strong, one for each language, form, query and compression; any of those that are named will
    do.
    """
    addresses = [
        f"{RANKING}.{form}?lang={language}{more}"
        for form in ("json", "csv")
        for language in ("vi", "en")
        for more in ("", "&years=2015-")
    ]
    tags = [
        ask(address, accept_encoding=coding).headers["etag"]
        for address in addresses
        for coding in ("gzip", "identity")
    ]
    assert len(set(tags)) == len(tags) == 16
    assert all(re.fullmatch(r'"[0-9a-z-]+"', tag) for tag in tags)
    tag = ask(addresses[0]).headers["etag"]
    for held in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        got = ask(addresses[0], if_none_match=held)
        assert (got.status, got.body, got.headers["etag"]) == (304, b"", tag)
        assert got.headers["cache-control"] == "no-cache"
        assert "content-type" not in got.headers
    assert ask(addresses[0], if_none_match='"x"').status == 200
    assert ask(addresses[1], if_none_match=tag).status == 200


def test_the_same_question_in_other_words_is_one_answer() -> None:
    """The order of parameters, and what is open on the page, change nothing; which card is pointed at is no
    other question.
    """
    first = ask(f"{RANKING}.json?lang=en&kind=association")
    for query in (
        "kind=association&lang=en",
        "lang=en&kind=association&card=series",
        "lang=en&kind=association&cell=funding~",
    ):
        assert ask(f"{RANKING}.json?{query}").headers["etag"] == first.headers["etag"]


def test_compression_is_as_the_client_takes_it() -> None:
    """Compressed and plain are the same; caches are told that it depends."""
    plain = ask(f"{RANKING}.json?lang=en", accept_encoding="gzip;q=0, identity")
    packed = ask(f"{RANKING}.json?lang=en", accept_encoding="br, gzip;q=0.5")
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert int(packed.headers["content-length"]) == len(packed.body) < len(plain.body)


@pytest.mark.parametrize(
    "path",
    [
        f"{RANKING}.json?lang=en",
        f"{RANKING}.csv",
        "/api/v1/releases",
        "/healthz",
        "/api/v1/openapi.json",
        "/api/x",
    ],
)
def test_head_has_the_headers_of_get(path: str) -> None:
    get, head = ask(path), ask(path, method="HEAD")
    assert (head.status, head.headers, head.body) == (get.status, get.headers, b"")


# What is refused


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", [f"{RANKING}.json", "/api/v1/pages", "/healthz", "/metrics", "/api/nothing"])
def test_nothing_but_get_and_head(path: str, method: str) -> None:
    got = ask(path, method=method)
    assert problem(got, 405)
    assert got.headers["allow"] == "GET, HEAD"
    assert not [name for name in got.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("/api/v1/cards/nowhere/ranking.json", "pages"),
        ("/api/v1/cards/membership/nothing.json", "cards"),
        ("/api/v1/cards/map/ranking.csv", "cards"),
        ("/api/v1/cards/organization/terms.json", "cards"),
        ("/api/v1/cards/membership/ranking", "paths"),
        ("/api/v1/cards/membership/ranking.xml", "paths"),
        ("/api/v1/cards/__class__/ranking.json", "pages"),
        ("/api/v1/cards/%2e%2e/%2e%2e.json", "pages"),
        ("/api/v1/cards/mеmbership/ranking.json", "pages"),
        ("/api/v1/cards/membership/%00.json", "cards"),
        ("/api/v1/cards/%3Cscript%3E/x.csv", "pages"),
        ("/api", "paths"),
        ("/api/", "paths"),
        ("/api/v2/pages", "paths"),
    ],
)
def test_what_there_is_not_is_said_with_what_there_is(path: str, named: str) -> None:
    found = problem(ask(path), 404)
    assert isinstance(found[named], list)


HOSTILE = [
    "&".join(f"x{n}=1" for n in range(5000)),
    "province=" + "x" * 49_000,
    "province=" + ",".join("ha-tinh" for _ in range(6000)),
    "%00=%00",
    "lang=%00",
    "years=NaN",
    "at=NaN&time=calendar",
    "at=-1",
    "at=1e999",
    "%",
    "%%%",
    "%zz=%zz",
    "=&=&&;",
    "lang=en;years=2010-",
    "kind=%ff%fe",
    "ｌａｎｇ=en",
    "lang=еn",
    "cell=" + "~" * 500,
    "organization=__proto__",
    "measure=members'--",
    "measure=%27%20OR%201=1",
    "years=٢٠١٥-",
    "lang=vi&lang=en",
    "alone=1",
    "card=<script>",
    "compare=" + ",".join(f"a{n}" for n in range(500)),
    "\ud7ff=1",
    "v=2",
    "v=",
    "release=",
    "release=,",
]


@pytest.mark.parametrize("query", HOSTILE)
@pytest.mark.parametrize("path", [f"{RANKING}.json", f"{RANKING}.csv", "/api/v1/pages"])
def test_a_hostile_query_gets_data_or_a_problem(path: str, query: str) -> None:
    """Never a failure, and what is answered is what was asked: what of it was passed over is named."""
    got = ask(f"{path}?{query}")
    if got.status != 200:
        assert problem(got, got.status)["status"] in (400, 404, 414)
    elif not path.endswith("csv") and query not in ("release=", "v=", "=&=&&;", "%", "%%%"):
        provenance = got.data["provenance"]
        assert provenance["rejected"] or provenance["query"], query


def test_a_query_beyond_every_bound_is_too_long() -> None:
    assert problem(ask(f"{RANKING}.json?province=" + "x" * 1_000_000), 414)
    assert ask(f"{RANKING}.json?province=" + "x" * (questions.MAX_QUERY - 9)).status == 200
    assert problem(
        ask(f"{RANKING}.json?" + "&".join(f"x{n}" for n in range(questions.MAX_PARAMETERS + 1))), 400
    )


# The server itself


def test_without_a_release_nothing_is_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who watches the server is told; what needs no release is answered all the same."""
    assert ask("/healthz").data == {"status": "ok", "release": warehouse.current_name()}

    def none() -> str:
        raise warehouse.NoRelease("secret path")

    monkeypatch.setattr(warehouse, "current_name", none)
    for path in ("/healthz", f"{RANKING}.json?lang=en", "/api/v1/pages", "/api/v1/releases"):
        got = ask(path)
        assert problem(got, 503)
        assert got.headers["retry-after"]
        assert b"secret" not in got.body
    assert ask("/api/v1/openapi.json").status == 200
    assert ask("/metrics").status == 200


def test_a_release_that_does_not_answer_is_no_health(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> Any:
        raise duckdb.IOException("the disk is gone")

    monkeypatch.setattr(warehouse, "cursor", broken)
    assert problem(ask("/healthz"), 503)


def test_what_fails_is_told_to_the_log_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(page: Any) -> Any:
        raise RuntimeError("password 1234")

    monkeypatch.setattr(registry, "cards_of", failing)
    got = ask(f"{RANKING}.json?lang=en&years=2003-")
    assert problem(got, 500)
    assert b"1234" not in got.body
    assert "1234" in caplog.text


def test_when_too_many_wait_the_next_is_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told to come again; who watches the server is answered as before."""
    monkeypatch.setattr(endpoints, "MAX_WAITING", 3)

    async def at_once() -> list[Got]:
        waiting: list[Coroutine[Any, Any, Got]] = [
            asking(f"{RANKING}.json?lang=en&at={n}&time=calendar") for n in range(2000, 2012)
        ]
        return list(await asyncio.gather(*waiting, asking("/healthz")))

    got = [found.status for found in asyncio.run(at_once())]
    assert got.count(200) == 4
    assert got.count(503) == 9
    assert got[-1] == 200
    assert ask(f"{RANKING}.json?lang=en&at=2011&time=calendar").status == 200


def test_counts_are_what_prometheus_reads() -> None:
    """Counters by route and status, a histogram whose buckets grow to its count; routes are patterns,
    whatever was asked for.
    """
    for n in range(3):
        ask(f"/api/v1/cards/membership/nothing{n}.json")
    text = ask("/metrics").body.decode()
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert text.endswith("\n")
    assert all(
        re.fullmatch(r'[a-z_]+(\{[a-z]+="[^"\\]*"(,[a-z]+="[^"\\]*")*\})? [0-9.]+', line) for line in lines
    )
    assert "nothing1" not in text
    route = 'route="/api/v1/cards/{page}/{card}.json"'
    found = {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}
    assert found[f'association_reports_requests_total{{{route},status="404"}}'] >= 3
    buckets = [
        value
        for name, value in found.items()
        if name.startswith(f"association_reports_request_seconds_bucket{{{route}")
    ]
    assert buckets == sorted(buckets)
    assert buckets[-1] == found[f"association_reports_request_seconds_count{{{route}}}"]
    assert found["association_reports_releases_open"] >= 1


def test_the_server_passes_on_what_is_answered(
    serve: Callable[..., Any], project: Path, tmp_path: Path
) -> None:
    """Through Streamlit's server: the same bytes, compressed once, its headers beside ours; on a connection
    that is kept no answer waits 40 ms for the client to acknowledge the one before.
    """
    with serve(project, tmp_path / "releases") as address:
        connection = http.client.HTTPConnection(address.removeprefix("http://"))

        def got(path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
            connection.request(
                "GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()}
            )
            response = connection.getresponse()
            return response, response.read()

        plain, body = got(f"{RANKING}.json?lang=en")
        packed, compressed = got(f"{RANKING}.json?lang=en", accept_encoding="gzip")
        assert (plain.status, packed.headers.get_all("content-encoding")) == (200, ["gzip"])
        assert gzip.decompress(compressed) == body
        assert packed.headers.get_all("vary") == ["Accept-Encoding"]
        for refusing in ("gzip;q=0", "br;q=1, gzip;q=0.0", "identity"):
            refused, whole = got(f"{RANKING}.json?lang=en", accept_encoding=refusing)
            assert (refused.headers["content-encoding"], whole) == (None, body), refusing
            assert refused.headers["etag"] == plain.headers["etag"] != packed.headers["etag"]
        assert plain.headers["content-security-policy"]
        assert got(f"{RANKING}.json?lang=en", if_none_match=plain.headers["etag"])[0].status == 304
        assert got(f"{RANKING}.json?x=" + "x" * questions.MAX_QUERY)[0].status == 414
        times = []
        for _ in range(21):
            start = time.perf_counter()
            got(f"{RANKING}.json?lang=en")
            times.append(time.perf_counter() - start)
        assert statistics.median(times) < 0.03


# The specification


def test_the_specification_has_the_parameters_of_the_codec() -> None:
    """None that the codec passes over as foreign, and none of its own is missing."""
    nothing: dict[str, frozenset[str]] = dict.fromkeys(
        (
            "kind",
            "level",
            "organization",
            "theme",
            "indicator",
            "derived",
            "award",
            "measure",
            "document",
            "present",
            "former",
            "region-present",
            "region-former",
            "release",
            "card",
            "row",
        ),
        frozenset(),
    )
    described = set(specification.document()["components"]["parameters"]) - {
        "accept-language",
        "if-none-match",
    }
    assert described == set(PARAMETERS)
    foreign = [name for name in described if (name, "Ω") not in from_query({name: "Ω"}, nothing)[1]]
    assert foreign == []


def test_the_specification_has_every_route() -> None:
    described = set(specification.document()["paths"])
    assert described == {
        route.path for route in endpoints.routes() if "rest" not in route.path and route.path != "/api"
    }


def checked() -> Iterator[Any]:
    # A code that there is not is passed over and named, as a link's is: what the specification does not list
    # is no error. And a card that a page does not have, or a release that was pruned, is as the specification
    # lists it.
    left_out = {"negative_data_rejection", "positive_data_acceptance"}
    return (check for check in CHECKS.get_all() if check.__name__ not in left_out)


def specified(**phases: bool) -> Any:
    """What the specification describes, with the phases of generation that are asked for."""
    config = {"phases": {name: {"enabled": enabled} for name, enabled in phases.items()}}
    return schemathesis.openapi.from_asgi(
        "/api/v1/openapi.json", APP, config=schemathesis.Config.from_dict(config)
    )


@specified(coverage=False).parametrize()
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_specified(case: schemathesis.Case) -> None:
    """Whatever is sent, statuses, types, headers and bodies are those that are described."""
    case.call_and_validate(checks=list(checked()), timeout=PATIENCE)


@specified(coverage=True, fuzzing=False).include(path=CARD, method="GET").parametrize()
@settings(phases=[Phase.explicit], deadline=None, suppress_health_check=list(HealthCheck))
def test_every_bound_of_every_parameter_is_as_specified(case: schemathesis.Case) -> None:
    """Of the address that takes all parameters: one table reads them for every address."""
    case.call_and_validate(checks=list(checked()), timeout=PATIENCE)


@pytest.mark.parametrize("page", list(PAGES))
def test_every_card_is_as_specified(page: str) -> None:
    """What is drawn at random seldom is a card: here each is checked."""
    import jsonschema

    document = specification.document()
    names = next(
        found["cards"]
        for found in ask(f"/api/v1/pages?lang=en&{ABOUT}").data["pages"]
        if found["name"] == page
    )
    validator = jsonschema.Draft202012Validator(
        {"$ref": "#/components/schemas/Card", "components": document["components"]}
    )
    for card in names:
        found = ask(f"/api/v1/cards/{page}/{card['name']}.json?lang=en&{ABOUT}").data
        validator.validate(found)
        for parts, name in ((found["columns"], "Column"), (found["rows"], "Row"), ([found], "Card")):
            described = set(document["components"]["schemas"][name]["properties"])
            assert all(set(part) == described for part in parts), name


def test_answers_that_are_kept_are_bounded() -> None:
    for kept in (answers._card, answers._file, answers._pages):
        assert 0 < kept.cache_info().maxsize <= 512


def test_a_whole_page_is_one_workbook() -> None:
    """A sheet of data for each card that has a table, then evidence, coverage, codebook and about."""
    names = [
        card["name"]
        for page in json.loads(ask("/api/v1/pages?lang=en").body)["pages"]
        if page["name"] == "membership"
        for card in page["cards"]
    ]
    with_table = [
        name
        for name in names
        if json.loads(ask(f"/api/v1/cards/membership/{name}.json?lang=en").body)["rows"]
    ]
    book = openpyxl.load_workbook(io.BytesIO(ask("/api/v1/pages/membership.xlsx?lang=en").body))
    assert len(book.sheetnames) == len(with_table) + 4
    problem(ask("/api/v1/pages/changes.xlsx"), 404)
    problem(ask("/api/v1/pages/membership.xlsx?province=atlantis"), 400)
