"""Pictures of every page at two widths, in both themes and languages, into the ignored folder screenshots/.

python -m tests.browser.screenshots [PAGE …]
"""

from __future__ import annotations

import sys
import tempfile
from itertools import product
from pathlib import Path

from playwright.sync_api import sync_playwright

from dashboard.words.languages import LANGUAGES
from tests.browser.conftest import ARGUMENTS, Reader, executable
from tests.browser.links import LINKS
from tests.serving import serving

PROJECT = Path(__file__).resolve().parents[2]
FOLDER = PROJECT / "screenshots"
TALLEST = 8000  # pixels


def main() -> None:
    """Makes the pictures of the pages named, else of all."""
    FOLDER.mkdir(exist_ok=True)
    links = {name: link for name, link in LINKS.items() if not sys.argv[1:] or name in sys.argv[1:]}
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(PROJECT, Path(folder) / "releases") as address,
        sync_playwright() as playwright,
    ):
        path = executable(playwright)
        if path is None:
            sys.exit("There is no Chromium; install one, or set CHROMIUM to its path.")
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        for width, scheme, language in product((1440, 390), ("light", "dark"), LANGUAGES):
            page = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
            ).new_page()
            for name, link in links.items():
                Reader(page, address).open(link.format(language))
                height = page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollHeight")
                page.set_viewport_size({"width": width, "height": min(height, TALLEST)})
                Reader(page, address).rest()
                page.screenshot(path=FOLDER / f"{name.replace(' ', '-')}-{width}-{scheme}-{language}.png")
                page.set_viewport_size({"width": width, "height": 900})
            page.context.close()
        browser.close()
    print(f"{len(links) * 8} pictures in {FOLDER.name}/")


if __name__ == "__main__":
    main()
