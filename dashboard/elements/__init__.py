"""The page's own elements that Streamlit has none for: figure cards, the theme grid, statements, the page language.

Each takes plain data and words, and puts every text of the data into the page as text, never as HTML. Asks nothing, decides no words.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent


def _element(name: str, root: str = "div") -> Any:
    def part(*files: str) -> str:
        return "\n".join((_HERE / file).read_text(encoding="utf-8") for file in files)

    html = f'<{root} class="root"></{root}>'
    return st.components.v2.component(name, html=html, css=part("base.css", f"{name}.css"), js=part("dom.js", f"{name}.js"))


_figures = _element("figures")
_statements = _element("statements")
_grid = _element("grid")
_language = st.components.v2.component("language", js="export default ({ data }) => { document.documentElement.lang = data }")


def figures(items: list[dict[str, Any]], words: dict[str, str], *, layout: str, key: str) -> None:
    """Shows figures as "cards", as smaller "counts", or as the "rows" of a table, each with unit, coverage and its sources one click away.

    An item has label, value ("" where there is none), unit, note, share (0 to 1, or None), and sources:
    {title, items: [{who, figure, what, where, url}], rest} or None.
    """
    _figures(key=key, data={"items": items, "words": words, "layout": layout})


def statements(groups: list[dict[str, Any]], *, key: str) -> None:
    """Shows groups of summaries: {heading, items: [{text, tags, who, where, url}]}."""
    _statements(key=key, data=groups)


def grid(
    groups: list[dict[str, Any]], columns: list[dict[str, str]], words: dict[str, str], *, marks: dict[str, str],
    selected: str, on_open: Callable[[str], None], key: str,
) -> None:  # fmt: skip
    """Shows rows × columns of cells in the five states and calls on_open with "row~column" when one is chosen.

    A group has label and rows: {code, label, spread, spread_said, cells}; a cell is a number, or the code of a state without one.
    `selected` is such a "row~column". What on_open is given comes from the browser and is to be checked.
    """
    content = {"groups": groups, "columns": columns, "words": words, "marks": marks}
    # The browser builds the table anew only when its content changed, so that focus and scrolling survive a rerun.
    digest = hashlib.blake2b(json.dumps(content).encode(), digest_size=8).hexdigest()

    def opened() -> None:
        code = st.session_state[key].open
        if isinstance(code, str) and code:
            on_open(code)

    _grid(key=key, data={**content, "digest": digest, "selected": selected}, on_open_change=opened)


def page_language(language: str) -> None:
    """Tells the browser, and so a screen reader, which language the page is in."""
    _language(data=language, key="page-language")
