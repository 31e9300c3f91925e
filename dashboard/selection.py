"""What the reader is looking at, to and from a query string. Codes only, never labels; pure, no Streamlit, no database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

LANGUAGES = ("vi", "en")
FILTERS = {"kind": "kinds", "province": "provinces", "organization": "organizations"}
MOST_CODES = 200
LONGEST = 20_000  # characters of one parameter that are looked at: room for so many of the longest codes

_CODE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")

Rejected = tuple[str, str]


@dataclass(frozen=True)
class Selection:
    """The state of a page: language, filters (empty lets all pass), and the open cell (theme, organization; "" is every organization)."""

    language: str = "vi"
    kinds: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    cell: tuple[str, str] | None = None

    @property
    def is_filtered(self) -> bool:
        return bool(self.kinds or self.provinces or self.organizations)

    def without_filters(self) -> Selection:
        """Returns the same state with every filter dropped."""
        return replace(self, kinds=(), provinces=(), organizations=())

    def to_query(self) -> dict[str, str]:
        """Returns the state as query parameters; what is at its default is left out."""
        query = {name: ",".join(getattr(self, attribute)) for name, attribute in FILTERS.items()}
        query |= {"lang": "" if self.language == "vi" else self.language, "cell": "~".join(self.cell) if self.cell else ""}
        return {name: value for name, value in query.items() if value}


def from_query(query: Mapping[str, str], known: Mapping[str, frozenset[str]]) -> tuple[Selection, list[Rejected]]:
    """Returns the selection that a query string asks for, as far as it can be had, and each part that cannot: (parameter, value).

    `known` holds the codes of the release under "kind", "province", "organization" and "theme".
    """
    rejected: list[Rejected] = []
    language = query.get("lang", "vi")
    if language not in LANGUAGES:
        rejected.append(("lang", language[:40]))
        language = "vi"
    chosen = dict[str, tuple[str, ...]]()
    for name, attribute in FILTERS.items():
        codes, refused = _codes(query.get(name, ""), known[name])
        chosen[attribute] = codes
        rejected += [(name, code) for code in refused]
    cell = None
    if query.get("cell"):
        theme, _, organization = query["cell"][:LONGEST].partition("~")
        if theme in known["theme"] and organization in known["organization"] | {""}:
            cell = (theme, organization)
        else:
            rejected.append(("cell", query["cell"][:40]))
    foreign = [(name[:40], query[name][:40]) for name in query if name not in {"lang", "cell", *FILTERS}]
    rejected += foreign[:5] + ([("…", "…")] if len(foreign) > 5 else [])
    return Selection(language, cell=cell, **chosen), rejected


def _codes(text: str, known: frozenset[str]) -> tuple[tuple[str, ...], list[str]]:
    # Where the text is cut, the code at the cut could be the beginning of another.
    whole = text if len(text) <= LONGEST else text[:LONGEST].rpartition(",")[0]
    codes = list(dict.fromkeys(part for part in whole.split(",") if part))
    accepted = tuple(code for code in codes if _CODE.fullmatch(code) and code in known)[:MOST_CODES]
    refused = [code[:40] for code in codes if code not in accepted]
    return accepted, refused[:5] + (["…"] if len(refused) > 5 or len(text) > LONGEST else [])
