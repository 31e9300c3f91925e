"""What the reader is looking at, to and from a query string. Codes only, never labels; pure, no Streamlit, no database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dashboard.words.languages import DEFAULT, LANGUAGES

BOUNDARIES = ("present", "former")
VIEWS = ("tiles", "outlines")
TIMES = ("latest", "calendar", "number")  # what lays terms of different organizations side by side
# Parameter: attribute of the selection, for the filters that hold codes.
FILTERS = {
    "kind": "kinds",
    "level": "levels",
    "region": "regions",
    "province": "provinces",
    "organization": "organizations",
}
OF_BOUNDARIES = ("region", "province")  # whose codes are those of the boundaries chosen
YEARS = range(1900, 2101)
MOST_COMPARED = 6
# The parts of pages that a link may point at.
CARDS = frozenset(
    {
        "ranking",
        "series",
        "change",
        "per-branch",
        "per-association",
        "regions",
        "branches",
        "retention",
        "committee",
        "movements",
        "delegates",
        "received",
        "granted",
        "years",
        "years-granted",
        "recipients",
        "recipients-granted",
        "unnumbered",
        "spread",
        "persistence",
        "causes",
        "together",
        "answers",
        "figures",
        "awards",
        "themes",
        "peers",
        "findings",
        "terms",
        "documents",
        "disputed",
        "headlines",
        "indicators",
        "provinces",
    }
)
VERSION = "1"  # of what parameters mean; links of a version mean the same for ever
MOST_CODES = 200
LONGEST = 20_000  # characters of one parameter that are looked at: room for so many of the longest codes

_CODE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")

Rejected = tuple[str, str]


@dataclass(frozen=True)
class Selection:
    """The state of a page: language, boundaries, filters (empty lets all pass), time, what is shown, and what is open.

    `years` is (first, last), either 0 where it is open. `time` lays terms side by side: each organization's "latest", "calendar" years, or the
    "number" of the term; `at` is the year or the number, None for the one that most report. `cell` is (row, organization), the organization "" for
    all; `place` is a province, `document` a source, `about` an organization, `compared` are organizations or provinces, `card` a part of a page,
    which is shown alone where `is_alone`. `release` is the one that is pinned, "" for the newest.
    """

    language: str = DEFAULT
    boundaries: str = "present"
    kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    years: tuple[int, int] = (0, 0)
    time: str = "latest"
    at: int | None = None
    measure: str = ""
    view: str = "tiles"
    cell: tuple[str, str] | None = None
    place: str = ""
    document: str = ""
    about: str = ""
    compared: tuple[str, ...] = ()
    card: str = ""
    is_alone: bool = False
    release: str = ""

    @property
    def is_filtered(self) -> bool:
        return self.asked() != Selection(boundaries=self.boundaries)

    def without_filters(self) -> Selection:
        """Returns the same state with every filter dropped."""
        return replace(self, kinds=(), levels=(), regions=(), provinces=(), organizations=(), years=(0, 0))

    def asked(self) -> Selection:
        """Returns what answers depend on: boundaries and filters, the rest at its default."""
        return Selection(
            boundaries=self.boundaries,
            years=self.years,
            **{attribute: getattr(self, attribute) for attribute in FILTERS.values()},
        )

    def of_every_place(self) -> Selection:
        """Returns what a map of all provinces depends on: boundaries and years."""
        return Selection(boundaries=self.boundaries, years=self.years)

    def asked_of(self, of: str) -> Selection:
        """Returns what one thing depends on: that organization ("about"; "cell", whose row is open) or province ("place"), boundaries and years."""
        code = (self.cell or ("", ""))[1] if of == "cell" else getattr(self, of)
        only: dict[str, Any] = {
            "provinces" if of == "place" else "organizations": tuple(filter(None, (code,)))
        }
        return replace(self.of_every_place(), **only)

    def elsewhere(self) -> Selection:
        """Returns what goes along to another page: language, release, boundaries, filters and time."""
        return replace(self.asked(), language=self.language, release=self.release, time=self.time, at=self.at)

    def to_link(self) -> dict[str, str]:
        """Returns the whole state as query parameters, what is at its default too where it has a word, and the version of this codec."""
        usual = {"lang": self.language, "boundaries": self.boundaries, "time": self.time}
        return {"v": VERSION, **usual, **self.to_query()}

    def to_query(self) -> dict[str, str]:
        """Returns the state as query parameters; what is at its default is left out."""
        usual = Selection()
        query = {name: ",".join(getattr(self, attribute)) for name, attribute in FILTERS.items()}
        query |= {
            name: "" if getattr(self, attribute) == getattr(usual, attribute) else getattr(self, attribute)
            for name, attribute in _CHOICES.items()
        }
        query["cell"] = "~".join(self.cell) if self.cell else ""
        query["compare"] = ",".join(self.compared)
        query["years"] = "-".join(str(year or "") for year in self.years) if any(self.years) else ""
        query["at"] = "" if self.at is None else str(self.at)
        query["alone"] = "1" if self.is_alone and self.card else ""
        return {name: value for name, value in query.items() if value}


# Parameter: attribute of the selection, for the parameters that hold one code.
_CHOICES = {
    "lang": "language",
    "boundaries": "boundaries",
    "time": "time",
    "measure": "measure",
    "view": "view",
    "place": "place",
    "document": "document",
    "about": "about",
    "card": "card",
    "release": "release",
}
_OTHERS = {"cell", "compare", "years", "at", "alone", "v"}


def from_query(
    query: Mapping[str, str], known: Mapping[str, frozenset[str]]
) -> tuple[Selection, list[Rejected]]:
    """Returns the selection that a query string asks for, as far as it can be had, and each part that cannot: (parameter, value).

    `known` holds the codes of the release under "kind", "level", "organization", "theme", "indicator", "derived", "award", "measure",
    "document", under "present" and "former" the provinces of either set, and under "region-present" and "region-former" the regions,
    under "release" the pinned release where it can be opened.
    """
    rejected: list[Rejected] = []
    chosen: dict[str, Any] = {}
    allowed = {
        "lang": frozenset(LANGUAGES),
        "boundaries": frozenset(BOUNDARIES),
        "view": frozenset(VIEWS),
        "measure": known["measure"],
        "document": known["document"],
        "time": frozenset(TIMES),
        "about": known["organization"],
        "card": CARDS,
        "release": known["release"],
    }
    for name, codes in allowed.items():
        if query.get(name):
            if query[name] in codes:
                chosen[_CHOICES[name]] = query[name]
            else:
                rejected.append((name, query[name][:40]))
    if "boundaries" not in chosen and _names_former(query, known):
        chosen["boundaries"] = "former"
    boundaries = chosen.get("boundaries", "present")
    provinces = known[boundaries]
    of_boundaries = {"province": provinces, "region": known[f"region-{boundaries}"]}
    for name, attribute in FILTERS.items():
        accepted, refused = _codes(
            query.get(name, ""), of_boundaries[name] if name in of_boundaries else known[name]
        )
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
        if (organization in known["organization"] and row in known["row"]) or (
            not organization and row in known["theme"] | known["award"]
        ):
            chosen["cell"] = (row, organization)
        else:
            rejected.append(("cell", query["cell"][:40]))
    chosen["compared"], refused = _codes(
        query.get("compare", ""), known["organization"] | provinces, MOST_COMPARED
    )
    rejected += [("compare", code) for code in refused]
    if query.get("years"):
        if years := _years(query["years"]):
            chosen["years"] = years
        else:
            rejected.append(("years", query["years"][:40]))
    if query.get("at"):
        if re.fullmatch(r"[0-9]{1,4}", query["at"]) and chosen.get("time", "latest") != "latest":
            chosen["at"] = int(query["at"])
        else:
            rejected.append(("at", query["at"][:40]))
    if query.get("alone"):
        if query["alone"] == "1" and chosen.get("card"):
            chosen["is_alone"] = True
        else:
            rejected.append(("alone", query["alone"][:40]))
    if query.get("v", VERSION) != VERSION:
        rejected.append(("v", query["v"][:40]))
    foreign = [(name[:40], query[name][:40]) for name in query if name not in {*_OTHERS, *_CHOICES, *FILTERS}]
    rejected += foreign[:5] + ([("…", "…")] if len(foreign) > 5 else [])
    return Selection(**chosen), rejected


def _names_former(query: Mapping[str, str], known: Mapping[str, frozenset[str]]) -> bool:
    """Returns whether a link that says nothing of boundaries names a province that was merged: then it means the former ones."""
    merged = known["former"] - known["present"]
    return bool(_codes(query.get("province", ""), merged)[0]) or query.get("place") in merged


def _years(text: str) -> tuple[int, int] | None:
    """Returns the years of "2015-2020", "2015-" or "-2020", 0 where one is open; None for anything else."""
    written = re.fullmatch(r"([0-9]{4})?-([0-9]{4})?", text)
    first, last = written.groups() if written else (None, None)
    if (
        not (first or last)
        or any(year and int(year) not in YEARS for year in (first, last))
        or (first and last and first > last)
    ):
        return None
    return int(first or 0), int(last or 0)


def _codes(text: str, known: frozenset[str], most: int = MOST_CODES) -> tuple[tuple[str, ...], list[str]]:
    """Returns the known codes of a list, the first `most`, and some of those that are refused, with "…" for the others."""
    # Where the text is cut, the code at the cut could be the beginning of another.
    whole = text if len(text) <= LONGEST else text[:LONGEST].rpartition(",")[0]
    codes = list(dict.fromkeys(part for part in whole.split(",") if part))
    accepted = tuple(code for code in codes if _CODE.fullmatch(code) and code in known)[:most]
    refused = [code[:40] for code in codes if code not in accepted]
    return accepted, refused[:5] + (["…"] if len(refused) > 5 or len(text) > LONGEST else [])
