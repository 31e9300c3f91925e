"""The releases as an Atom feed (RFC 4287). Derives nothing.

It is made of the releases that are kept, and of nothing that a request says but its language: identities and
times are theirs, so that a reader of feeds never takes an old entry for a new one.
"""

from __future__ import annotations

from datetime import UTC
from urllib.parse import parse_qs
from xml.etree import ElementTree

from starlette.routing import Route

from dashboard.api import endpoints
from dashboard.api.answers import Answer, compress_answer
from dashboard.cards import history
from dashboard.model.public_url import public_address, public_url
from dashboard.release.warehouse import ListedRelease, NoRelease
from dashboard.request.parameters import to_link, to_query
from dashboard.request.selection import Selection
from dashboard.words.languages import chosen
from dashboard.words.text import Text

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
PATH = "/feed.atom"


def route() -> Route:
    """The route of the feed, in the language that a link names; a link that names two has the default one."""
    return endpoints.route(PATH, lambda call: answer(",".join(parse_qs(call.query).get("lang", ()))))


def answer(language: str) -> Answer:
    """The feed in a language, else in the default one, as it is sent. Raises NoRelease."""
    language = chosen(language)
    return compress_answer(atom(language), MEDIA_TYPE, language=language)


def atom(language: str) -> bytes:
    """The feed in a language, as XML: an entry a release. Raises NoRelease where there is none."""
    say = Text(language)
    releases = history.releases()
    if not releases:
        raise NoRelease("there is no release to tell of")
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(f"{{{ATOM}}}feed", {"xml:lang": language})
    own = f"{public_url()}{PATH}?lang={language}"
    page = public_address("changes", to_query(Selection(language=language)))
    _texts(
        feed,
        {
            "title": f"{say('page_changes')} · {say('site')}",
            "id": f"urn:release:feed:{language}",
            "updated": _time(releases[0][0]),
        },
    )
    ElementTree.SubElement(feed, f"{{{ATOM}}}link", {"rel": "self", "type": MEDIA_TYPE, "href": own})
    ElementTree.SubElement(feed, f"{{{ATOM}}}link", {"rel": "alternate", "type": "text/html", "href": page})
    _texts(ElementTree.SubElement(feed, f"{{{ATOM}}}author"), {"name": say("site")})
    for release, before in releases:
        entry = ElementTree.SubElement(feed, f"{{{ATOM}}}entry")
        snapshot = Selection(language=language).pinned_to(release.name)
        pinned = public_address("overview", to_link(snapshot))
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
