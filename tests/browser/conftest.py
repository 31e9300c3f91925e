"""A real server and a real Chromium: what a reader sees, and a watch on what must not happen meanwhile."""

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
from playwright.sync_api import Browser, Dialog, Page, Playwright, expect, sync_playwright

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
# Streamlit looks for its server below the path of a deep link before the root: a 404 each, and no harm.
PROBE = re.compile(r"/\w[\w/-]*/_stcore/(health|host-config)$")
BACKGROUND = {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 24, 26)"}
PATIENCE = 60_000  # milliseconds that a page may take on a slow machine before it counts as never

# The script has run, nothing of the run before is left, every element, font and chart is there, and all of it
# has held still since the last look.
STANDS = """() => {
  const [app, main] = ['stApp', 'stMain'].map((id) => document.querySelector(`[data-testid=${id}]`));
  const left = '[data-stale=true], [data-testid=stSkeleton], [data-testid=stAppSkeleton]';
  const width = (e) => Math.round(e.getBoundingClientRect().width);
  let now = '';
  const walk = (root) => {
    for (const e of root.querySelectorAll('*')) {
      now += e.tagName;
      if (e.shadowRoot) { now += e.shadowRoot.textContent; walk(e.shadowRoot); }
    }
  };
  walk(main);
  const charts = [...main.querySelectorAll('[data-testid=stPlotlyChart]')].filter((e) => width(e));
  now += [main.innerText, main.scrollHeight, innerWidth, ...charts.map(width)].join();
  const same = window._held === now;
  window._held = now;
  return same && app.dataset.testScriptState === 'notRunning' && !main.querySelector(left)
    && document.fonts.status === 'loaded'
    && [...main.querySelectorAll('[data-testid^=stBidiComponent]')]
      .every((e) => e.shadowRoot?.querySelector('.root')?.dataset.digest)
    && charts.every((e) => {
      const drawn = e.querySelector('.svg-container');
      return drawn?.querySelector('svg') && Math.abs(width(drawn) - width(e)) <= 1;
    });
}"""
LOOK = 100  # milliseconds between two looks at a page

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks every test in this folder as one that needs a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


def executable(playwright: Playwright) -> str | None:
    """The path of a Chromium: the environment's CHROMIUM, an installed one, or Playwright's."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    downloaded = playwright.chromium.executable_path
    return found or (downloaded if Path(downloaded).exists() else None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium. Without one the tests fail under CI or REQUIRE_BROWSER, else they are skipped."""
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
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the release of the project's own rows."""
    return tmp_path_factory.mktemp("browsed") / "releases"


@pytest.fixture(scope="session")
def address(serve, project: Path, releases: Path) -> Iterator[str]:
    """The address of the app, served from the project's own rows."""
    with serve(project, releases) as started:
        yield started


@pytest.fixture
def fresh(serve, project: Path, tmp_path: Path) -> Iterator[str]:
    """The address of an app that was started just now without a release and has shown nobody a page."""
    with serve(project, tmp_path / "releases") as started:
        yield started


@dataclass
class Reader:
    """Somebody before a screen: a page in a browser of its own, and what went wrong on it."""

    page: Page
    address: str
    troubles: list[str] = field(default_factory=list)
    watched: list[tuple[str, Callable[..., None]]] = field(default_factory=list)

    def open(self, link: str = "/") -> Page:
        """Follows a link of the app and waits until the page stands."""
        self.page.goto(self.address + link)
        self.rest()
        return self.page

    def rest(self) -> None:
        """Waits until the page has been drawn and nothing runs."""
        expect(self.page.locator("h1")).to_be_visible()
        self.page.wait_for_function(STANDS, polling=LOOK, timeout=PATIENCE)

    def turn(self, width: int, scheme: str, height: int = 844) -> None:
        """Changes the window and the theme of the system, and waits until the page has followed."""
        self.page.emulate_media(color_scheme=scheme)
        self.page.set_viewport_size({"width": width, "height": height})
        expect(self.page.get_by_test_id("stApp")).to_have_css("background-color", BACKGROUND[scheme])
        self.rest()

    def leave(self) -> None:
        """Leaves the app before its server may be gone; nothing stored is left behind."""
        for event, note in self.watched:
            self.page.remove_listener(event, note)
        if self.page.url.startswith("http"):
            self.page.evaluate("() => { localStorage.clear(); sessionStorage.clear() }")
        self.page.context.clear_cookies()
        self.page.goto("about:blank")

    @property
    def query(self) -> dict[str, str]:
        """The parameters of the address as it stands."""
        return dict(parse_qsl(urlsplit(self.page.url).query, keep_blank_values=True))

    @property
    def path(self) -> str:
        """The path of the address as it stands."""
        return urlsplit(self.page.url).path


Meet = Callable[..., Reader]


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Page:
    """A page that the tests of a module use in turn: it keeps what it has read and compiled of the app."""
    return browser.new_context(reduced_motion="reduce").new_page()


@pytest.fixture
def meet(browser: Browser, tab: Page, address: str) -> Iterator[Meet]:
    """Makes readers: the first has the kept page, emptied of what was stored, any other a browser of its own.

    At the end none may have met an error, a foreign host or a traceback.
    """
    met: list[Reader] = []

    def meeting(width: int = 1440, height: int = 900, scheme: str = "light", at: str = address) -> Reader:
        page = browser.new_context(reduced_motion="reduce").new_page() if met else tab
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        page.mouse.move(0, 0)
        reader = Reader(page, at)
        watch(reader)
        met.append(reader)
        return reader

    yield meeting
    troubles = []
    for reader in met:
        shown = reader.page.locator("body").inner_text()
        troubles += reader.troubles + [
            f"shown: {word}" for word in ("Traceback", "Error:", "stException") if word in shown
        ]
        if reader.page.get_by_test_id("stException").count():
            troubles.append("an exception is shown")
        reader.leave()
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

    def uncaught(error: object) -> None:
        reader.troubles.append(f"uncaught: {error}")

    def dialog(shown: Dialog) -> None:
        reader.troubles.append(f"dialog: {shown.message}")
        shown.dismiss()

    reader.watched = [
        ("console", console),
        ("request", request),
        ("websocket", request),
        ("pageerror", uncaught),
        ("dialog", dialog),
    ]
    for event, note in reader.watched:
        reader.page.on(event, note)


@pytest.fixture(scope="session")
def left(rows: Callable[[str], list[dict[str, str]]]) -> Callable[..., str]:
    """The English sentence on how many organizations filters leave, counted from the rows.

    Provinces are ones that were never merged.
    """

    def said(kind: str | None = None, provinces: Iterable[str] = ()) -> str:
        every, wanted = rows("organizations"), set(provinces)
        passing = [
            o for o in every if kind in (None, o["kind"]) and (not wanted or o["province_id"] in wanted)
        ]
        return EN("selection", n=len(passing), all=len(every))

    return said
