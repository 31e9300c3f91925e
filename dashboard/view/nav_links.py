"""Links to other pages, drawn and followed, and facts. Decides no address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from urllib.parse import parse_qsl

import streamlit as st

from dashboard.elements.contracts import NavLinkPart, NavLinkRow, NavLinksLayout
from dashboard.model.link import Fact, Link, to_map
from dashboard.model.page import PAGES, Page
from dashboard.view import elements

_NEXT_PAGE = "next_page"


def draw(links: Iterable[Link], key: str) -> None:
    """Draw links one under another, each with its word beside it."""
    _draw([("", [link]) for link in links], "list", key)


def draw_beside(links: Iterable[Link], key: str) -> None:
    """Draw links beside one another."""
    _draw([("", list(links))], "beside", key)


def draw_facts(facts: Iterable[Fact]) -> None:
    """Draw facts one under another, as words and links."""
    _draw(facts, "facts", "facts")


def on_province_opened(page: Page) -> Callable[[str], None]:
    """A callback that goes to the map with the province that was opened on a small one."""
    return lambda province: go(to_map(page, province).address)


def go(to: str) -> None:
    """Lead the reader to an address of this site when the next run begins; to any other, nowhere."""
    path, _, query = to.partition("?")
    name = "overview" if path == "./" else path
    if name in PAGES:
        st.session_state[_NEXT_PAGE] = (PAGES[name], dict(parse_qsl(query, keep_blank_values=True)))


def take_next_page() -> tuple[str, dict[str, str]] | None:
    """The file of the page that the reader has gone to and its query, once; None where they have not."""
    target: tuple[str, dict[str, str]] | None = st.session_state.pop(_NEXT_PAGE, None)
    return target


def _draw(rows: Iterable[tuple[str, Sequence[Link | str]]], layout: NavLinksLayout, key: str) -> None:
    content: list[NavLinkRow] = [
        {"label": label, "parts": [_part(part) for part in parts]} for label, parts in rows
    ]
    elements.nav_links(content, layout=layout, on_go=go, key=f"links-{key}")


def _part(part: Link | str) -> NavLinkPart:
    if isinstance(part, str):
        return {"text": part, "to": ""}
    return {"text": part.label, "to": part.address, "note": part.note}
