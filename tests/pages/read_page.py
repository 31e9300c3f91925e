"""Opens a page of the project in the current folder as a reader's browser would, and prints what stands on it
as JSON.

Run in a process of its own, so that a page can be tried on a copy of the project:
python read_page.py PAGE [NAME=VALUE …]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Node


def open_page(project: Path, page: str, query: dict[str, str]) -> AppTest:
    """The app after its first run on that page, opened by a link with that query, with all open that
    stands behind a button.
    """
    app = AppTest.from_file(str(project / "app.py"), default_timeout=120)
    for behind in ("filters-open", "others-open", "more-open"):
        app.session_state[behind] = True
    if page != "app.py":
        app.switch_page(page)
    app.query_params.update(query)
    return app.run()


def sent(node: Any) -> dict[str, Any]:
    """What an element of the page's own was sent."""
    read = json.loads(node.proto.bytes)
    return {**read.pop("content"), **read}


def ways(app: AppTest) -> list[dict[str, Any]]:
    """The ways to other pages, the menu's first, each with text, page and query."""
    found = [
        part
        for node in app.get("bidi_component")
        if node.proto.component_name.endswith("nav_links")
        for row in sent(node)["rows"]
        for part in row["parts"]
    ]
    return [
        {
            "text": p["text"],
            "page": p["to"].partition("?")[0],
            "query": dict(parse_qsl(p["to"].partition("?")[2])),
        }
        for p in found
        if p["to"]
    ]


def seen(app: AppTest) -> dict[str, Any]:
    """What stands on the page: "words", [type, text] in reading order; "elements", the data of the
    page's own by component.

    "cards" has the words and elements of each card by its name.
    """
    words: list[tuple[str, str]] = []
    elements: dict[str, list[Any]] = {}
    cards: dict[str, Any] = {}

    def walk(node: Node) -> None:
        if isinstance(node, Block):
            if node.type == "popover":
                words.append(("popover", node.proto.popover.label))
            elif node.type == "expander":
                words.append(("expander", node.label))
            name = (node.key or "").removeprefix("card-")
            before, shown = len(words), {kind: len(found) for kind, found in elements.items()}
            for child in node.children.values():
                walk(child)
            if name != (node.key or ""):
                assert name not in cards, f"two cards are called {name}"
                its = {kind: found[shown.get(kind, 0) :] for kind, found in elements.items()}
                cards[name] = {
                    "words": words[before:],
                    "elements": {kind: found for kind, found in its.items() if found},
                }
        elif node.type == "bidi_component":
            kind, content = node.proto.component_name.rsplit(".", 1)[-1], sent(node)
            elements.setdefault(kind, []).append(content["groups"] if kind == "statements" else content)
            if kind == "nav_links":
                for part in (part for row in content["rows"] for part in row["parts"]):
                    words.append(("way" if part["to"] else "fact", part["text"]))
                    words.extend([("note", part["note"])] if part.get("note") else [])
        elif node.type == "plotly_chart":
            words.append(("alt", node.proto.alt))
            elements.setdefault("chart", []).append(json.loads(node.proto.spec))
        elif node.type == "selectbox":
            # Its value is a code; what is read are its options.
            words.extend([(node.type, node.label), *(("option", text) for text in node.options)])
        elif node.type == "button_group":
            words.extend((node.type, text) for text in node.options)
        else:
            label, value = getattr(node, "label", ""), getattr(node, "value", "")
            words.extend((node.type, text) for text in (label, value) if isinstance(text, str) and text)

    walk(app.main)
    exceptions = [e.message for e in app.exception]
    return {
        "words": words,
        "elements": elements,
        "query": dict(app.query_params),
        "exceptions": exceptions,
        "cards": cards,
    }


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    print(
        json.dumps(
            seen(open_page(Path.cwd(), sys.argv[1], dict(part.split("=", 1) for part in sys.argv[2:])))
        )
    )
