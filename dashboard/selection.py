"""What the reader is looking at, to and from a query string. Codes only, never labels; pure, no Streamlit, no database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

LANGUAGES = ("vi", "en")
BOUNDARIES = ("present", "former")
VIEWS = ("tiles", "outlines")
FILTERS = {"kind": "kinds", "province": "provinces", "organization": "organizations"}
MOST_CODES = 200
LONGEST = 20_000  # characters of one parameter that are looked at: room for so many of the longest codes

_CODE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")

Rejected = tuple[str, str]


@dataclass(frozen=True)
class Selection:
    """The state of a page: language, boundaries, filters (empty lets all pass), what a map shows, and what is open.

    `cell` is (row, organization) of a grid, the organization "" for all; `place` is a province, `document` a source.
    """

    language: str = "vi"
    boundaries: str = "present"
    kinds: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    measure: str = ""
    view: str = "tiles"
    cell: tuple[str, str] | None = None
    place: str = ""
    document: str = ""

    @property
    def is_filtered(self) -> bool:
        return bool(self.kinds or self.provinces or self.organizations)

    def without_filters(self) -> Selection:
        """Returns the same state with every filter dropped."""
        return replace(self, kinds=(), provinces=(), organizations=())

    def asked(self) -> Selection:
        """Returns what answers depend on: boundaries and filters, the rest at its default."""
        return Selection(boundaries=self.boundaries, kinds=self.kinds, provinces=self.provinces, organizations=self.organizations)

    def elsewhere(self) -> Selection:
        """Returns what goes along to another page: language, boundaries and filters."""
        return replace(self.asked(), language=self.language)

    def to_query(self) -> dict[str, str]:
        """Returns the state as query parameters; what is at its default is left out."""
        usual = Selection()
        query = {name: ",".join(getattr(self, attribute)) for name, attribute in FILTERS.items()}
        query |= {
            name: "" if getattr(self, attribute) == getattr(usual, attribute) else getattr(self, attribute) for name, attribute in _CHOICES.items()
        }
        query["cell"] = "~".join(self.cell) if self.cell else ""
        return {name: value for name, value in query.items() if value}


# Parameter: attribute of the selection, for the parameters that hold one code.
_CHOICES = {"lang": "language", "boundaries": "boundaries", "measure": "measure", "view": "view", "place": "place", "document": "document"}


def from_query(query: Mapping[str, str], known: Mapping[str, frozenset[str]]) -> tuple[Selection, list[Rejected]]:
    """Returns the selection that a query string asks for, as far as it can be had, and each part that cannot: (parameter, value).

    `known` holds the codes of the release under "kind", "organization", "theme", "indicator", "measure", "document", and under "present"
    and "former" the provinces of either set.
    """
    rejected: list[Rejected] = []
    chosen: dict[str, Any] = {}
    allowed = {
        "lang": frozenset(LANGUAGES),
        "boundaries": frozenset(BOUNDARIES),
        "view": frozenset(VIEWS),
        "measure": known["measure"],
        "document": known["document"],
    }
    for name, codes in allowed.items():
        if query.get(name):
            if query[name] in codes:
                chosen[_CHOICES[name]] = query[name]
            else:
                rejected.append((name, query[name][:40]))
    if "boundaries" not in chosen and _names_former(query, known):
        chosen["boundaries"] = "former"
    provinces = known[chosen.get("boundaries", "present")]
    for name, attribute in FILTERS.items():
        accepted, refused = _codes(query.get(name, ""), provinces if name == "province" else known[name])
        chosen[attribute] = accepted
        rejected += [(name, code) for code in refused]
    if query.get("place"):
        if query["place"] in provinces:
            chosen["place"] = query["place"]
        else:
            rejected.append(("place", query["place"][:40]))
    if query.get("cell"):
        row, _, organization = query["cell"][:LONGEST].partition("~")
        # A theme can be opened for all organizations, an indicator for one.
        if (organization in known["organization"] and row in known["theme"] | known["indicator"]) or (not organization and row in known["theme"]):
            chosen["cell"] = (row, organization)
        else:
            rejected.append(("cell", query["cell"][:40]))
    foreign = [(name[:40], query[name][:40]) for name in query if name not in {"cell", *_CHOICES, *FILTERS}]
    rejected += foreign[:5] + ([("…", "…")] if len(foreign) > 5 else [])
    return Selection(**chosen), rejected


def _names_former(query: Mapping[str, str], known: Mapping[str, frozenset[str]]) -> bool:
    """Returns whether a link that says nothing of boundaries names a province that was merged: then it means the former ones."""
    merged = known["former"] - known["present"]
    return bool(_codes(query.get("province", ""), merged)[0]) or query.get("place") in merged


def _codes(text: str, known: frozenset[str]) -> tuple[tuple[str, ...], list[str]]:
    # Where the text is cut, the code at the cut could be the beginning of another.
    whole = text if len(text) <= LONGEST else text[:LONGEST].rpartition(",")[0]
    codes = list(dict.fromkeys(part for part in whole.split(",") if part))
    accepted = tuple(code for code in codes if _CODE.fullmatch(code) and code in known)[:MOST_CODES]
    refused = [code[:40] for code in codes if code not in accepted]
    return accepted, refused[:5] + (["…"] if len(refused) > 5 or len(text) > LONGEST else [])
