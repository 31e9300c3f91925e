"""The query string of a page: one table of parameters that reads, writes and documents it.

Codes only, never labels. A link of a version means the same for ever; what is not valid is returned too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from dashboard.request.selection import (
    BOUNDARIES,
    MAX_COMPARED,
    POINTED_AXES,
    TIME_AXES,
    VIEWS,
    Selection,
)
from dashboard.words.languages import LANGUAGES

VERSION = "1"  # of what parameters mean; links of a version mean the same for ever
YEARS = range(1900, 2101)
MAX_CODES = 200
MAX_LENGTH = 20_000  # characters of one parameter that are read: room for MAX_CODES of the longest codes
MAX_ECHO = 40  # characters of what is rejected that are shown to the reader
MAX_REJECTED = 5  # codes of one list, and foreign parameters, that are named

# The codes that a link may name, by what they name: those of a release, of the pages' cards, and of pinned
# releases that open.
ValidCodes = Mapping[str, frozenset[str]]
Rejected = tuple[str, str]
Schema = dict[str, Any]

_CODE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_YEARS = re.compile(r"([0-9]{4})?-([0-9]{4})?")
_POINT = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True)
class Parameter:
    """One parameter: its name, the attribute of the selection that it holds, and what reads and writes it.

    `read` takes the text, the valid codes and the selection read so far, and returns the value, None where
    there is none, and the rejected parts of the text. `write` returns "" for a default. `description` and
    `schema` are for the specification of the API.
    """

    name: str
    attribute: str
    read: Callable[[str, ValidCodes, Selection], tuple[object | None, list[str]]]
    write: Callable[[Any], str]
    description: str
    schema: Schema


def _one(allowed: Callable[[ValidCodes, Selection], frozenset[str]]) -> Any:
    def read(text: str, valid: ValidCodes, state: Selection) -> tuple[object | None, list[str]]:
        return (text, []) if text in allowed(valid, state) else (None, [text])

    return read


def _several(allowed: Callable[[ValidCodes, Selection], frozenset[str]], most: int = MAX_CODES) -> Any:
    def read(text: str, valid: ValidCodes, state: Selection) -> tuple[object | None, list[str]]:
        return _codes(text, allowed(valid, state), most)

    return read


def _codes(text: str, valid: frozenset[str], most: int) -> tuple[tuple[str, ...], list[str]]:
    """The valid codes of a list, the first `most`, and some of the others, with "…" for the rest."""
    # Where the text is cut, the code at the cut could be the beginning of another.
    whole = text if len(text) <= MAX_LENGTH else text[:MAX_LENGTH].rpartition(",")[0]
    codes = list(dict.fromkeys(part for part in whole.split(",") if part))
    accepted = tuple(code for code in codes if _CODE.fullmatch(code) and code in valid)[:most]
    refused = [code for code in codes if code not in accepted]
    is_cut = len(refused) > MAX_REJECTED or len(text) > MAX_LENGTH
    return accepted, refused[:MAX_REJECTED] + (["…"] if is_cut else [])


def _read_years(text: str, valid: ValidCodes, state: Selection) -> tuple[object | None, list[str]]:
    """(first, last) of "2015-2020", "2015-" or "-2020", 0 where one is open."""
    written = _YEARS.fullmatch(text)
    named = [int(year) for year in written.groups() if year] if written else []
    if not written or not named or not all(year in YEARS for year in named) or named != sorted(named):
        return None, [text]
    return tuple(int(year or 0) for year in written.groups()), []


def _read_point(text: str, valid: ValidCodes, state: Selection) -> tuple[object | None, list[str]]:
    is_valid = _POINT.fullmatch(text) and state.time.axis in POINTED_AXES
    return (int(text), []) if is_valid else (None, [text])


def _read_cell(text: str, valid: ValidCodes, state: Selection) -> tuple[object | None, list[str]]:
    """(row, organization); a theme or an award, but no indicator, can be opened for all of them, ""."""
    row, _, organization = text[:MAX_LENGTH].partition("~")
    rows = valid["row"] if organization else valid["theme"] | valid["award"]
    is_valid = row in rows and (not organization or organization in valid["organization"])
    return ((row, organization), []) if is_valid else (None, [text])


def _read_alone(text: str, valid: ValidCodes, state: Selection) -> tuple[object | None, list[str]]:
    return (True, []) if text == "1" and state.focus.card else (None, [text])


def _read_version(text: str, valid: ValidCodes, state: Selection) -> tuple[object | None, list[str]]:
    return None, [] if text == VERSION else [text]


def _among(*codes: str) -> Callable[[ValidCodes, Selection], frozenset[str]]:
    return lambda valid, state: frozenset(codes)


def _of(what: str) -> Callable[[ValidCodes, Selection], frozenset[str]]:
    return lambda valid, state: valid[what]


def _provinces(valid: ValidCodes, state: Selection) -> frozenset[str]:
    return valid[state.filters.boundaries]


def _regions(valid: ValidCodes, state: Selection) -> frozenset[str]:
    return valid[f"region-{state.filters.boundaries}"]


def _comparable(valid: ValidCodes, state: Selection) -> frozenset[str]:
    return valid["organization"] | _provinces(valid, state)


def _write_years(years: tuple[int, int]) -> str:
    return "-".join(str(year or "") for year in years) if any(years) else ""


_CODES: Schema = {"type": "string", "pattern": f"^{_CODE.pattern}(,{_CODE.pattern})*$"}
_ONE_CODE: Schema = {"type": "string", "pattern": f"^{_CODE.pattern}$"}


def _enum(*codes: str) -> Schema:
    return {"type": "string", "enum": list(codes)}


def _choice(
    name: str,
    attribute: str,
    allowed: Callable[[ValidCodes, Selection], frozenset[str]],
    description: str,
    schema: Schema,
) -> Parameter:
    return Parameter(name, attribute, _one(allowed), str, description, schema)


def _list(
    name: str,
    attribute: str,
    allowed: Callable[[ValidCodes, Selection], frozenset[str]],
    description: str,
    most: int = MAX_CODES,
) -> Parameter:
    return Parameter(name, attribute, _several(allowed, most), ",".join, description, _CODES)


# In the order in which they are read: what is valid of one can depend on those before it.
PARAMETERS = {
    parameter.name: parameter
    for parameter in (
        _choice(
            "lang", "language", _among(*LANGUAGES), "The language of labels and sentences.", _enum(*LANGUAGES)
        ),
        _choice(
            "boundaries",
            "filters.boundaries",
            _among(*BOUNDARIES),
            "The 34 present or the 63 former provinces.",
            _enum(*BOUNDARIES),
        ),
        _list("kind", "filters.kinds", _of("kind"), "Kinds of organization that pass, separated by commas."),
        _list(
            "level", "filters.levels", _of("level"), "Levels of organization that pass, separated by commas."
        ),
        _list(
            "region",
            "filters.regions",
            _regions,
            "Regions, in the boundaries, whose organizations pass, separated by commas.",
        ),
        _list(
            "province",
            "filters.provinces",
            _provinces,
            "Provinces, in the boundaries, whose organizations pass, separated by commas.",
        ),
        _list(
            "organization",
            "filters.organizations",
            _of("organization"),
            f"Organizations that pass, separated by commas, {MAX_CODES} at most.",
        ),
        Parameter(
            "years",
            "filters.years",
            _read_years,
            _write_years,
            "Years that a term must touch: 2015-2020, 2015- or -2020.",
            {"type": "string", "pattern": "^([0-9]{4}-([0-9]{4})?|-[0-9]{4})$"},
        ),
        _choice(
            "time",
            "time.axis",
            _among(*TIME_AXES),
            "What lays terms side by side: known, the last that reports a measure; latest, each "
            "organization's latest alone; calendar years; or the number of the term. Figures are of the "
            "latest term alone where it is latest, else the last known.",
            _enum(*TIME_AXES),
        ),
        Parameter(
            "at",
            "time.at",
            _read_point,
            lambda at: "" if at is None else str(at),
            "The year or the number of the term, where time is calendar or number.",
            {"type": "string", "pattern": f"^{_POINT.pattern}$"},
        ),
        _choice(
            "measure",
            "focus.measure",
            _of("measure"),
            "The indicator, derived measure, theme, or awards, limitations or lessons, that a page shows.",
            _ONE_CODE,
        ),
        _list(
            "compare",
            "focus.compared",
            _comparable,
            f"Organizations or provinces to compare, separated by commas, {MAX_COMPARED} at most.",
            MAX_COMPARED,
        ),
        _choice(
            "about",
            "focus.about",
            _of("organization"),
            "The organization that the page organization is about.",
            _ONE_CODE,
        ),
        _choice(
            "place", "focus.place", _provinces, "The province that the page province is about.", _ONE_CODE
        ),
        _choice(
            "document",
            "focus.document",
            _of("document"),
            "The document that the page sources shows.",
            _ONE_CODE,
        ),
        _choice(
            "release",
            "pin.release",
            _of("release"),
            "A release to answer from, for ever the same; the newest without it.",
            {"type": "string", "pattern": "^[0-9a-f]{12}$"},
        ),
        Parameter("v", "", _read_version, str, "The version of these parameters.", _enum(VERSION)),
        _choice(
            "view",
            "focus.view",
            _among(*VIEWS),
            "How the page draws its map; changes no answer.",
            _enum(*VIEWS),
        ),
        _choice(
            "card",
            "focus.card",
            _of("card"),
            "The card that the page points at; changes no answer.",
            _ONE_CODE,
        ),
        Parameter(
            "cell",
            "focus.cell",
            _read_cell,
            lambda cell: "~".join(cell or ()),
            "What is open on the page, row~organization; changes no answer.",
            {"type": "string", "pattern": "^[a-z0-9_-]+~[a-z0-9-]*$"},
        ),
        Parameter(
            "alone",
            "focus.is_alone",
            _read_alone,
            lambda is_alone: "1" if is_alone else "",
            "Whether the page shows one card alone; changes no answer.",
            _enum("1"),
        ),
    )
}


def to_query(selection: Selection) -> dict[str, str]:
    """The state as query parameters; what is at its default is left out."""
    query = {}
    for parameter in PARAMETERS.values():
        if parameter.attribute:
            value = attrgetter(parameter.attribute)(selection)
            if value != attrgetter(parameter.attribute)(_DEFAULT) and (text := parameter.write(value)):
                query[parameter.name] = text
    if not selection.focus.card:
        query.pop("alone", None)
    return query


def to_link(selection: Selection) -> dict[str, str]:
    """The whole selection as query parameters, with defaults and the version: a shared link says all."""
    usual = {
        "lang": selection.language,
        "boundaries": selection.filters.boundaries,
        "time": selection.time.axis,
    }
    return {"v": VERSION, **usual, **to_query(selection)}


def from_query(query: Mapping[str, str], valid: ValidCodes) -> tuple[Selection, list[Rejected]]:
    """The selection of a query string, as far as it is valid, and each rejected part: (parameter, value)."""
    rejected: list[Rejected] = []
    state = _DEFAULT
    if query.get("boundaries") not in BOUNDARIES and _names_merged(query, valid):
        state = replace(state, filters=replace(state.filters, boundaries="former"))
    for parameter in PARAMETERS.values():
        if text := query.get(parameter.name):
            value, refused = parameter.read(text, valid, state)
            rejected += [(parameter.name, part[:MAX_ECHO]) for part in refused]
            if value is not None:
                state = _with(state, parameter.attribute, value)
    foreign = [(name[:MAX_ECHO], query[name][:MAX_ECHO]) for name in query if name not in PARAMETERS]
    rejected += foreign[:MAX_REJECTED] + ([("…", "…")] if len(foreign) > MAX_REJECTED else [])
    return state, rejected


_DEFAULT = Selection()


def _with(state: Selection, attribute: str, value: object) -> Selection:
    part, _, name = attribute.rpartition(".")
    changes: dict[str, Any] = {name: value}
    if part:
        changes = {part: replace(getattr(state, part), **changes)}
    return replace(state, **changes)


def _names_merged(query: Mapping[str, str], valid: ValidCodes) -> bool:
    """Whether a link without boundaries names a merged province: then it means the former ones."""
    merged = valid["former"] - valid["present"]
    return bool(_codes(query.get("province", ""), merged, MAX_CODES)[0]) or query.get("place") in merged
