"""Sharing of a page: its address, newest or pinned, also as a code to scan. Builds no card."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

import segno
import streamlit as st

from dashboard.elements.contracts import FileLink, QrCode, Serialized, ShareContent, ShareLink, serialize
from dashboard.files import provenance
from dashboard.model.page import MAX_PAGES, UNFILTERED, Page, address, encode
from dashboard.request.parameters import to_link
from dashboard.request.selection import Selection
from dashboard.view import elements


def draw(page: Page) -> None:
    """Draw what can be shared, behind a button."""
    with st.popover(
        page.say("share"), icon=":material/share:", key="share-open", on_change="rerun"
    ) as behind:
        if behind.open:
            elements.share(share_content(page, origin()), key="share")


def origin() -> str:
    """The origin at which the reader has found this server, "https://host"; empty where unknown."""
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") else ""


# Sentences whose keys are put together from codes: how the keys begin, and the codes that follow.
SENTENCE_KEYS = {"share_": ("live", "pinned")}


@lru_cache(maxsize=MAX_PAGES)
def share_content(page: Page, origin: str) -> Serialized[ShareContent]:
    """A link to the newest data and one to this release, each with its QR code, and the page as a file."""
    say, pinned = page.say, page.selection.pinned_to(page.release.name)
    targets = {"live": page.selection.pinned_to(""), "pinned": pinned}
    file: FileLink | None = None
    if page.name not in UNFILTERED:
        to = f"api/v1/pages/{page.name}.xlsx?{encode(to_link(pinned))}"
        file = {"label": say("share_file"), "to": to, "name": provenance.file_name(page, None, "xlsx")}
    content: ShareContent = {
        "links": [_link(page, origin, mode, selection) for mode, selection in targets.items()],
        "file": file,
        "words": {"copy": say("card_link"), "copied": say("card_copied")},
    }
    return serialize(content)


def _link(page: Page, origin: str, mode: str, selection: Selection) -> ShareLink:
    say, to = page.say, address(page.name, to_link(selection))
    label = say(f"share_{mode}")
    whole = f"{origin}/{to.removeprefix('./')}"
    code = qr_code(whole, say("share_code", mode=label)) if origin else None
    return {"label": label, "note": say(f"share_{mode}_note"), "to": to, "code": code}


def qr_code(address: str, alt: str) -> QrCode:
    """A QR code as the path of its dark squares in a box of `size` units, a quiet border of 2 left around."""
    matrix = segno.make(address, error="l", micro=False).matrix
    path = "".join(
        f"M{x + 2} {y + 2}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark
    )
    return {"size": len(matrix) + 4, "path": path, "alt": alt}
