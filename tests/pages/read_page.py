"""Opens a page of the project in the current folder as a reader's browser would, and prints what stands on it as JSON.

Run in a process of its own, so that a page can be tried on a copy of the project: python read_page.py PAGE [NAME=VALUE …]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Node


def open_page(project: Path, page: str, query: dict[str, str]) -> AppTest:
    """Returns the app after its first run on that page, opened by a link with that query."""
    app = AppTest.from_file(str(project / "app.py"), default_timeout=120)
    if page != "app.py":
        app.switch_page(page)
    app.query_params.update(query)
    return app.run()


def seen(app: AppTest) -> dict[str, Any]:
    """Returns what stands on the page: "words", [type, text] in reading order; "elements", the data of the page's own by component.

    "cards" has the words and elements of each card by its name.
    """
    words: list[tuple[str, str]] = []
    elements: dict[str, list[Any]] = {}
    cards: dict[str, Any] = {}

    def walk(node: Node) -> None:
        if isinstance(node, Block):
            if node.type == "popover":
                words.append(("popover", node.proto.popover.label))
            name = (node.key or "").removeprefix("card-")
            before, shown = len(words), {kind: len(found) for kind, found in elements.items()}
            for child in node.children.values():
                walk(child)
            if name != (node.key or ""):
                assert name not in cards, f"two cards are called {name}"
                its = {kind: found[shown.get(kind, 0) :] for kind, found in elements.items()}
                cards[name] = {"words": words[before:], "elements": {kind: found for kind, found in its.items() if found}}
        elif node.type == "bidi_component":
            elements.setdefault(node.proto.component_name.rsplit(".", 1)[-1], []).append(json.loads(node.proto.json))
        elif node.type == "plotly_chart":
            words.append(("alt", node.proto.alt))
            elements.setdefault("chart", []).append(json.loads(node.proto.spec))
        elif node.type == "page_link":
            words.append(("page_link", node.proto.label))
        elif node.type == "selectbox":
            # Its value is a code; what is read are its options.
            words.extend([(node.type, node.label), *(("option", text) for text in node.options)])
        else:
            label, value = getattr(node, "label", ""), getattr(node, "value", "")
            words.extend((node.type, text) for text in (label, value) if isinstance(text, str) and text)

    walk(app.main)
    exceptions = [e.message for e in app.exception]
    return {"words": words, "elements": elements, "query": dict(app.query_params), "exceptions": exceptions, "cards": cards}


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    print(json.dumps(seen(open_page(Path.cwd(), sys.argv[1], dict(part.split("=", 1) for part in sys.argv[2:])))))
