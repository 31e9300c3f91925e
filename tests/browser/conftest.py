"""A real server and a real Chromium: what a reader sees, and a watch on everything that must not happen meanwhile."""

from __future__ import annotations

import os
import re
import shutil
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from dashboard.words.text import Text
from tests.conftest import NO_BROWSER

EN = Text("en")

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Streamlit looks for its server below the path of a deep link before it looks at the root: a 404 each, and no harm.
PROBE = re.compile(r"/\w[\w/-]*/_stcore/(health|host-config)$")
PATIENCE = 20_000  # milliseconds that a page may take on a slow machine before it counts as never

HOLDS_STILL = """() => { let now = ''; const walk = (root) => { for (const e of root.querySelectorAll('*')) {
    now += e.tagName; if (e.shadowRoot) { now += e.shadowRoot.textContent; walk(e.shadowRoot); }
} }; const main = document.querySelector('[data-testid=stMain]'); walk(main); now += main.innerText;
const bare = [...main.querySelectorAll('[data-testid^=stBidiComponent]')].some((e) => !e.shadowRoot?.querySelector('.root')?.dataset.digest);
const same = window._held === now; window._held = now; return same && !bare }"""

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks every test in this folder as one that needs a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


def executable(playwright: Playwright) -> str | None:
    """Returns the path of a Chromium: the environment's CHROMIUM, one that is installed, or the one that Playwright downloaded."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    downloaded = playwright.chromium.executable_path
    return found or (downloaded if Path(downloaded).exists() else None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium. Where there is none: a failure under CI or REQUIRE_BROWSER, else the one thing here that may be passed over."""
    with sync_playwright() as playwright:
        path = executable(playwright)
        if path is None:
            if os.environ.get("CI") or os.environ.get("REQUIRE_BROWSER"):
                pytest.fail(
                    f"{NO_BROWSER}, and one is required here; install Chromium, or set CHROMIUM to its path"
                )
            warnings.warn(f"{NO_BROWSER}: the browser tests do not run", stacklevel=1)
            pytest.skip(NO_BROWSER)
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def address(serve, project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app, served from the project's own rows."""
    with serve(project, tmp_path_factory.mktemp("browsed") / "releases") as started:
        yield started


@dataclass
class Reader:
    """Somebody before a screen: a page in a browser of its own, and what went wrong on it."""

    page: Page
    address: str
    troubles: list[str] = field(default_factory=list)

    def open(self, link: str = "/") -> Page:
        """Follows a link of the app and waits until the page stands."""
        self.page.goto(self.address + link)
        self.rest()
        return self.page

    def rest(self) -> None:
        """Waits until the page has been drawn and nothing runs."""
        expect(self.page.locator("h1")).to_be_visible()
        # Streamlit fetches the scripts of its elements when it first meets them, and shows nothing in their place meanwhile.
        self.page.wait_for_load_state("networkidle")
        self.page.wait_for_function(
            "() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'",
            timeout=PATIENCE,
        )
        # What is drawn late, elements of the page's own among it, is there once the page holds the same twice in a row.
        self.page.wait_for_function(HOLDS_STILL, polling=200, timeout=PATIENCE)

    @property
    def query(self) -> dict[str, str]:
        """The parameters of the address as it stands."""
        return dict(parse_qsl(urlsplit(self.page.url).query, keep_blank_values=True))

    @property
    def path(self) -> str:
        """The path of the address as it stands."""
        return urlsplit(self.page.url).path


Meet = Callable[..., Reader]


@pytest.fixture
def meet(browser: Browser, address: str) -> Iterator[Meet]:
    """Makes readers, each with a browser window of its own; at the end none may have met an error, a foreign host or a traceback."""
    met: list[tuple[Reader, BrowserContext]] = []

    def meeting(
        width: int = 1440, height: int = 900, scheme: str = "light", at: str = address, **context: object
    ) -> Reader:
        window = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            reduced_motion="reduce",
            **context,
        )
        reader = Reader(window.new_page(), at)
        watch(reader)
        met.append((reader, window))
        return reader

    yield meeting
    troubles = []
    for reader, window in met:
        shown = reader.page.locator("body").inner_text()
        troubles += reader.troubles + [
            f"shown: {word}" for word in ("Traceback", "Error:", "stException") if word in shown
        ]
        if reader.page.get_by_test_id("stException").count():
            troubles.append("an exception is shown")
        window.close()
    assert troubles == []


def watch(reader: Reader) -> None:
    """Notes every console error, uncaught error, and request to another host."""

    def console(message: object) -> None:
        where = str(message.location.get("url", ""))
        if message.type == "error" and not (
            message.text.startswith("Failed to load resource") and PROBE.search(urlsplit(where).path)
        ):
            reader.troubles.append(f"console: {message.text} ({where})")

    def request(sent: object) -> None:
        parts = urlsplit(sent.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != urlsplit(reader.address).netloc:
            reader.troubles.append(f"asked another host: {sent.url}")

    reader.page.on("console", console)
    reader.page.on("request", request)
    reader.page.on("websocket", request)
    reader.page.on("pageerror", lambda error: reader.troubles.append(f"uncaught: {error}"))
    reader.page.on(
        "dialog", lambda dialog: (reader.troubles.append(f"dialog: {dialog.message}"), dialog.dismiss())
    )


@pytest.fixture(scope="session")
def left(rows: Callable[[str], list[dict[str, str]]]) -> Callable[..., str]:
    """Says in English how many organizations filters leave, counted from the rows; provinces are ones that were never merged."""

    def said(kind: str | None = None, provinces: Iterable[str] = ()) -> str:
        every, wanted = rows("organizations"), set(provinces)
        passing = [
            o for o in every if kind in (None, o["kind"]) and (not wanted or o["province_id"] in wanted)
        ]
        return EN("selection", n=len(passing), all=len(every))

    return said
