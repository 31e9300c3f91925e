"""What of a page can be passed on: its address, always with the newest data or with this release, and as a code to scan."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import segno
import streamlit as st

from dashboard import elements
from dashboard.files import provenance
from dashboard.model.page import MOST_PAGES, UNFILTERED, Page, address, written
from dashboard.request.selection import Selection

MODES = ("live", "pinned")
# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {"share_": MODES}


def live(selection: Selection) -> Selection:
    """Returns the state that always shows the newest data."""
    return replace(selection, release="")


def pinned(page: Page) -> Selection:
    """Returns the state that shows the data that the page shows now."""
    return replace(page.selection, release=page.release)


def draw(page: Page) -> None:
    """Draws the offer behind a button."""
    with st.popover(
        page.say("share"), icon=":material/share:", key="share-open", on_change="rerun"
    ) as behind:
        if behind.open:
            elements.share(offer(page, origin()), key="share")


def origin() -> str:
    """Returns where the reader has found this server, "https://host"; empty where that is not known."""
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") else ""


@lru_cache(maxsize=MOST_PAGES)
def offer(page: Page, origin: str) -> elements.Sealed:
    """Returns the content of elements.share: a link to the newest data, and one to this release."""
    say = page.say
    links = []
    for mode in MODES:
        to = address(page.name, (live(page.selection) if mode == "live" else pinned(page)).to_link())
        link: dict[str, Any] = {
            "label": say(f"share_{mode}"),
            "note": say(f"share_{mode}_note"),
            "to": to,
            "code": None,
        }
        if origin:
            link["code"] = code(f"{origin}/{to.removeprefix('./')}") | {
                "alt": say("share_code", mode=say(f"share_{mode}"))
            }
        links.append(link)
    file = None
    if page.name not in UNFILTERED:
        to = f"api/v1/pages/{page.name}.xlsx?{written(pinned(page).to_link())}"
        file = {"label": say("share_file"), "to": to, "name": provenance.file_name(page, None, "xlsx")}
    return elements.sealed(
        {"links": links, "file": file, "words": {"copy": say("card_link"), "copied": say("card_copied")}}
    )


def code(address: str) -> dict[str, Any]:
    """Returns a QR code as the path of its dark squares in a box of `size` units, a quiet border of 2 left around."""
    matrix = segno.make(address, error="l", micro=False).matrix
    path = "".join(
        f"M{x + 2} {y + 2}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark
    )
    return {"size": len(matrix) + 4, "path": path}
