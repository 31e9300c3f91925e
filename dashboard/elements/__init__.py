"""The page's own elements that Streamlit has none for: figure cards, the theme grid, statements, ways to other pages, the page language.

Each takes plain data and words, and puts every text of the data into the page as text, never as HTML. Asks nothing, decides no words.
What is sent is written here, once: Streamlit would write the same data three times a rerun.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

_HERE = Path(__file__).parent


def _element(name: str) -> Any:
    def part(*files: str) -> str:
        return "\n".join((_HERE / file).read_text(encoding="utf-8") for file in files)

    html = '<div class="root"></div>'
    return st.components.v2.component(
        name, html=html, css=part("base.css", f"{name}.css"), js=part("dom.js", f"{name}.js")
    )


_figures = _element("figures")
_statements = _element("statements")
_grid = _element("grid")
_timeline = _element("timeline")
_comparison = _element("comparison")
_foot = _element("foot")
_multiples = _element("multiples")
_map = _element("map")
_opened = _element("opened")
_ways = _element("ways")
_share = _element("share")
_language = _element("language")


class Sealed(NamedTuple):
    """The content of an element as it is sent, and its digest: only when that changed is it built anew, so that focus and scrolling survive."""

    written: str
    digest: str


Content = dict[str, Any] | Sealed


def figures(content: Content, *, key: str) -> None:
    """Shows figures with unit, coverage and sources one click away.

    `content` has layout ("cards", smaller "counts", or "rows" of a table), words (indicator, total, coverage: the heads of such a table), and
    items: label, value ("" where there is none), unit, note, share (0 to 1, or None), sources {title, items: [{who, figure, what, where,
    url}], rest} or None and, of cards, change, which is such too: how the figure has changed is its title.
    """
    _send(_figures, key, content)


def statements(groups: list[dict[str, Any]], *, key: str) -> None:
    """Shows groups of summaries: {heading, items: [{text, text_url, tags, who, where, url}]}."""
    _send(_statements, key, {"groups": groups})


def grid(
    groups: list[dict[str, Any]],
    columns: list[dict[str, str]],
    words: dict[str, str],
    *,
    marks: dict[str, str],
    selected: str,
    on_open: Callable[[str], None],
    key: str,
    is_wide: bool = False,
) -> None:
    """Shows rows × columns of cells in the five states and calls on_open with "row~column" when one is chosen.

    A group has label and rows: {code, label, spread, spread_said, cells}; a cell is a number, {text, said} where it is written in another way,
    with its code where that is not "row~column" and its state where that is not a figure, or the code of a state without one. `words.over` heads
    the columns, whose labels then lie flat. A wide grid has room for such texts, its columns' labels lie flat, and it shows its last columns first.
    `selected` is such a "row~column". What on_open is given comes from the browser and is to be checked.
    """
    content = {"groups": groups, "columns": columns, "words": words, "marks": marks, "is_wide": is_wide}
    _send(_grid, key, content, selected, on_open)


def province_map(content: Content, *, selected: str, on_open: Callable[[str], None], key: str) -> None:
    """Shows what map_content made and calls on_open with the id of the province that is chosen.

    What on_open is given comes from the browser and is to be checked.
    """
    _send(_map, key, content, selected, on_open)


def map_content(
    items: list[dict[str, Any]],
    islands: list[dict[str, Any]],
    legend: list[dict[str, Any]],
    words: dict[str, str],
    *,
    marks: dict[str, str],
    view: str,
    shapes: dict[str, Any] | None,
) -> Sealed:
    """Returns a map with one item per province as "tiles" or "outlines".

    An item has id, code, name, short (wraps at its spaces, each word at most seven letters), column and row of its tile (from 1), state, badge
    ("", "reported", "summed", "not_derivable"), value (at most six signs; "" without a figure), shade (1 to 5, of a figure), and lines: what the
    card says, of a figure the figure first. An island has id ("hoang-sa", "truong-sa"), label ("Hoàng Sa (Đà Nẵng)"), province_id, column, row.
    A legend entry has label, state, and shade or badge. `words` has caption, keys, legend, measure, hint, sea, frames, and a word for each state
    without a figure and each badge; `marks` a sign for each. `shapes` is what outlines() returns, needed for "outlines" only.
    ValueError when an archipelago would not be drawn.
    """
    if not {"hoang-sa", "truong-sa"} <= {island["id"] for island in islands}:
        raise ValueError("A map of Vietnam without Hoàng Sa and Trường Sa is not shown.")
    if view == "outlines" and shapes is None:
        raise ValueError('The view "outlines" needs shapes.')
    return sealed(
        {
            "items": items,
            "islands": islands,
            "legend": legend,
            "words": words,
            "marks": marks,
            "view": view,
            "shapes": shapes if view == "outlines" else None,
            "columns": max(spot["column"] for spot in [*items, *islands]),
        }
    )


def multiples(
    items: list[dict[str, Any]], words: dict[str, str], *, on_open: Callable[[str], None], key: str
) -> None:
    """Shows small charts side by side, one an organization, and calls on_open with its code when one is chosen.

    An item has code, label, points [{at, label, value (None where it is a gap), written, is_exact}], and said, the whole in words.
    """
    _send(_multiples, key, {"items": items, "words": words}, on_open=on_open)


def timeline(items: list[dict[str, Any]], words: dict[str, str], *, key: str) -> None:
    """Shows terms as bars over calendar years, one a row, and those without any year as a row without a bar.

    An item has label, years, documents (in words), is_documented, first and last (years, or None), opened and closed (dates of congresses,
    whole or partial, or None) and congresses (the same in words); `words` has caption, legend, documented, undocumented, congress and no_years.
    """
    _send(_timeline, key, {"items": items, "words": words})


def comparison(content: Content, *, selected: str, on_open: Callable[[str], None], key: str) -> None:
    """Shows what is compared side by side, on a phone as blocks, and calls on_open with the code of a cell when one is chosen.

    `content` has columns [{label, notes}], groups [{label, rows: [{label, note, cells}]}], a cell a column: {state, main, lines, code ("" where it
    opens nothing), links [{code, label}], what a cell of several organizations opens, is_quiet, where there is nothing to see}, and words
    (caption, corner).
    `selected` is such a code. What on_open is given comes from the browser and is to be checked.
    """
    _send(_comparison, key, content, selected, on_open)


def foot(content: Content, *, selected: bool, on_open: Callable[[str], None], key: str) -> None:
    """Shows what stands under a chart and calls on_open with the code of a row of its table when one is chosen.

    `selected` is whether a link points at it. `content` has name, words (table, files, share, cite, copied, failed), files [{label, to, name}],
    pictures {kinds ("png", "svg"), name, title, subtitle, lines, link}, what the picture of the card says and its file is called, copies
    [{label, to}] or [{label, text, of}], what can be copied: an address within the site, or a text with "~address~" for that of `of`, cite
    {label, text, of, file}, and, or None: table {caption, columns [{label, is_number}], rows [{code, cells, states}], is_open}, of which a column of
    empty cells is not shown, and sources as of figures.
    """
    _send(_foot, key, content, selected, on_open)


def ways(
    rows: list[dict[str, Any]], *, layout: str, label: str = "", on_go: Callable[[str], None], key: str
) -> None:
    """Shows ways to other pages and calls on_go with the address of the one that is taken; layouts: "menu", "list", "beside", "facts".

    A row has label, what its parts are a fact of, or "", and parts: {text, to (an address within the site; "" of mere words), note, is_current}.
    `label` names a menu. What on_go is given comes from the browser and is to be checked.
    """
    _send(_ways, key, {"rows": rows, "layout": layout, "label": label}, on_open=on_go)


def share(content: Content, *, key: str) -> None:
    """Shows links to pass on, each to copy and as a code to scan.

    `content` has links [{label, note, to (an address within the site), code {size, path, alt} or None}], file {label, to, name} or
    None, and words (copy, copied).
    """
    _send(_share, key, content)


def sealed(content: dict[str, Any]) -> Sealed:
    """Returns the content of an element, to be kept and sent more than once."""
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Sealed(written, hashlib.blake2b(written.encode(), digest_size=8).hexdigest())


def _send(
    element: Any,
    key: str,
    content: Content,
    selected: str | bool = "",
    on_open: Callable[[str], None] | None = None,
) -> None:
    def opened() -> None:
        code = st.session_state[key].open
        if isinstance(code, str) and code and on_open:
            on_open(code)

    written, digest = content if isinstance(content, Sealed) else sealed(content)
    data = f'{{"content":{written},"digest":"{digest}","selected":{json.dumps(selected)}}}'.encode()
    element(key=key, data=data, **({"on_open_change": opened} if on_open else {}))


def opened(code: str) -> None:
    """Brings the details into view when another "row~organization" is open than before."""
    _send(_opened, "opened", {"code": code})


def page_language(language: str) -> None:
    """Tells the browser, and so a screen reader, which language the page is in."""
    _send(_language, "page-language", {"language": language})
