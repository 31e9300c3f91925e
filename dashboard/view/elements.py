"""The dashboard's own elements, mounted: each draws content that keeps its contract.

Every text of the data becomes text, never HTML. What a callback is given comes from the browser: check it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.elements.contracts import (
    CardFooterContent,
    ComparisonContent,
    FiguresContent,
    GridContent,
    MapContent,
    MultiplesContent,
    NavLinkRow,
    NavLinksContent,
    NavLinksLayout,
    PageLanguageContent,
    ScrollToDetailsContent,
    Serialized,
    ShareContent,
    StatementGroup,
    StatementsContent,
    TimelineContent,
    serialize,
)

_FOLDER = Path(__file__).parents[1] / "elements"
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./(\w+)\.js";\n', re.MULTILINE)
_UNSENT = re.compile(r"^\s*//[^\n]*\n|/\*.*?\*/\s*|^\s+", re.MULTILINE | re.DOTALL)  # comments and indents


def script(name: str) -> str:
    """An element's script, after the modules it imports: Streamlit takes one that imports nothing."""
    texts: dict[str, str] = {}

    def add(module: str) -> None:
        if module not in texts:
            text = (_FOLDER / "js" / f"{module}.js").read_text(encoding="utf-8")
            for imported in _IMPORT.findall(text):
                add(imported)
            texts[module] = _IMPORT.sub("", text)

    add(name)
    return _UNSENT.sub("", "\n".join(texts.values()))


def style(name: str) -> str:
    """An element's style, after what all of them share."""
    files = [_FOLDER / "css" / f"{part}.css" for part in ("base", name)]
    return _UNSENT.sub("", "\n".join(file.read_text(encoding="utf-8") for file in files))


def _register(name: str) -> Any:
    # Streamlit sends both with every element that it draws.
    return st.components.v2.component(name, html='<div class="root"></div>', css=style(name), js=script(name))


_figures = _register("figures")
_statements = _register("statements")
_grid = _register("grid")
_timeline = _register("timeline")
_comparison = _register("comparison")
_card_footer = _register("card_footer")
_multiples = _register("multiples")
_map = _register("map")
_scroll_to_details = _register("scroll_to_details")
_nav_links = _register("nav_links")
_share = _register("share")
_page_language = _register("page_language")


def figures(content: FiguresContent | Serialized[FiguresContent], *, key: str) -> None:
    """Draw figures with unit, coverage and sources one click away."""
    _mount(_figures, key, content)


def statements(groups: list[StatementGroup] | Serialized[StatementsContent], *, key: str) -> None:
    """Draw summaries in groups."""
    _mount(_statements, key, groups if isinstance(groups, Serialized) else {"groups": groups})


def grid(
    content: GridContent | Serialized[GridContent],
    *,
    selected: str,
    on_open: Callable[[str], None],
    key: str,
) -> None:
    """Draw rows × columns of cells in states; on_open is given the chosen "row~column", as is `selected`."""
    _mount(_grid, key, content, selected, on_open)


def province_map(
    content: Serialized[MapContent], *, selected: str, on_open: Callable[[str], None], key: str
) -> None:
    """Draw a map of the provinces; on_open is given the id of the province that is chosen."""
    _mount(_map, key, content, selected, on_open)


def multiples(content: Serialized[MultiplesContent], *, on_open: Callable[[str], None], key: str) -> None:
    """Draw small charts side by side, one an organization; on_open is given the code of the chosen one."""
    _mount(_multiples, key, content, on_open=on_open)


def timeline(content: Serialized[TimelineContent], *, key: str) -> None:
    """Draw terms as bars over calendar years."""
    _mount(_timeline, key, content)


def comparison(
    content: Serialized[ComparisonContent], *, selected: str, on_open: Callable[[str], None], key: str
) -> None:
    """Draw a comparison side by side, on a phone as blocks; on_open is given the code of the chosen cell."""
    _mount(_comparison, key, content, selected, on_open)


def card_footer(
    content: Serialized[CardFooterContent], *, selected: bool, on_open: Callable[[str], None], key: str
) -> None:
    """Draw what stands under a card; on_open is given the code of the row of its table that is chosen.

    `selected` is whether a link points at the card.
    """
    _mount(_card_footer, key, content, selected, on_open)


def nav_links(
    rows: list[NavLinkRow],
    *,
    layout: NavLinksLayout,
    label: str = "",
    on_go: Callable[[str], None],
    key: str,
) -> None:
    """Draw links to other pages; on_go is given the address of the one that is followed."""
    content: NavLinksContent = {"rows": rows, "layout": layout, "label": label}
    _mount(_nav_links, key, content, on_open=on_go)


def share(content: Serialized[ShareContent], *, key: str) -> None:
    """Draw links to pass on, each to copy and as a code to scan."""
    _mount(_share, key, content)


def scroll_to_details(code: str) -> None:
    """Scroll to the details when another "row~organization" is open than before."""
    content: ScrollToDetailsContent = {"code": code}
    _mount(_scroll_to_details, "scroll-to-details", content)


def page_language(language: str) -> None:
    """Tell the browser, and so a screen reader, which language the page is in."""
    content: PageLanguageContent = {"language": language}
    _mount(_page_language, "page-language", content)


def _mount(
    element: Any,
    key: str,
    content: Mapping[str, Any] | Serialized[Any],
    selected: str | bool = "",
    on_open: Callable[[str], None] | None = None,
) -> None:
    def on_change() -> None:
        code = st.session_state[key].open
        if isinstance(code, str) and code and on_open:
            on_open(code)

    # Sent as bytes: Streamlit would write the same data three times a rerun.
    text, digest = content if isinstance(content, Serialized) else serialize(content)
    data = f'{{"content":{text},"digest":"{digest}","selected":{json.dumps(selected)}}}'.encode()
    element(key=key, data=data, **({"on_open_change": on_change} if on_open else {}))
