"""The releases as an Atom feed (RFC 4287). Derives nothing."""

from __future__ import annotations

from datetime import UTC
from xml.etree import ElementTree

from dashboard.cards import history
from dashboard.model.page import address
from dashboard.release.warehouse import ListedRelease
from dashboard.request.parameters import to_link, to_query
from dashboard.request.selection import Selection
from dashboard.words.text import Text

ATOM = "http://www.w3.org/2005/Atom"


def atom(language: str, origin: str) -> bytes:
    """The feed in a language, as XML. `origin` is where the reader found this server: "https://host"."""
    say = Text(language)
    releases = history.releases()
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(f"{{{ATOM}}}feed", {"xml:lang": language})
    own = f"{origin}/feed.atom?lang={language}"
    page = f"{origin}/{address('changes', to_query(Selection(language=language)))}"
    _texts(
        feed,
        {
            "title": f"{say('page_changes')} · {say('site')}",
            "id": own,
            "updated": _time(releases[0][0]) if releases else "1970-01-01T00:00:00Z",
        },
    )
    ElementTree.SubElement(
        feed, f"{{{ATOM}}}link", {"rel": "self", "type": "application/atom+xml", "href": own}
    )
    ElementTree.SubElement(feed, f"{{{ATOM}}}link", {"rel": "alternate", "type": "text/html", "href": page})
    _texts(ElementTree.SubElement(feed, f"{{{ATOM}}}author"), {"name": say("site")})
    for release, before in releases:
        entry = ElementTree.SubElement(feed, f"{{{ATOM}}}entry")
        snapshot = Selection(language=language).pinned_to(release.name)
        pinned = f"{origin}/{address('overview', to_link(snapshot)).removeprefix('./')}"
        lines = [
            line
            for heading, texts in history.sections(say, release, before)
            for line in [heading, *texts]
            if line
        ]
        _texts(
            entry,
            {
                "title": history.heading(say, release),
                "id": f"urn:release:{release.name}",
                "updated": _time(release),
                "content": "\n".join(lines),
            },
        )
        ElementTree.SubElement(
            entry, f"{{{ATOM}}}link", {"rel": "alternate", "type": "text/html", "href": pinned}
        )
    xml: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return xml


def _texts(parent: ElementTree.Element, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        ElementTree.SubElement(parent, f"{{{ATOM}}}{name}").text = "".join(
            c for c in text if c.isprintable() or c == "\n"
        )


def _time(release: ListedRelease) -> str:
    return release.built_at.replace(tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
