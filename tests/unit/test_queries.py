"""The answers of a release are what the types of its questions say, so that whoever reads them can rely on
these.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from functools import cache
from types import ModuleType, NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from dashboard.model.measures import MENTIONS
from dashboard.release import queries
from dashboard.release.opened import Release, open_release
from dashboard.release.queries import directory, known, provinces
from dashboard.release.queries.exporting import opened_places
from dashboard.release.queries.profile import organization_facts, province_facts
from dashboard.release.queries.themes import Theme
from dashboard.request.selection import BOUNDARIES, Filters

# Not imported by name: of the package, some of these names are questions.
MODULES = [
    importlib.import_module(f"dashboard.release.queries.{name}")
    for name in (
        "awards",
        "comparing",
        "documents",
        "exporting",
        "figures",
        "places",
        "profile",
        "releases",
        "themes",
    )
]
# All that is shipped, several filters at once, what has no term, and nothing.
FILTERS = (
    Filters(),
    Filters(boundaries="former", kinds=("association",), levels=("province",), years=(2012, 2020)),
    Filters(organizations=("it-association-bac-giang",)),  # of which nothing is coded, and no term known
    Filters(years=(1900, 1901)),
    Filters(is_latest_only=True),
)
THEMES = ("weak_direction", "unspecified")
MEASURES = ("members", "committee_retention", "weak_direction")
KIND = "union_of_associations"
INDICATORS = ("members", "branches", "members_per_branch", "change_of_members")
TIMES = {"known": (-1, 0), "latest": (-1, 0), "calendar": (2012, 2017), "number": (3, 4)}
SORTS = ("received", "granted-order-state", "received-in-2021", "received-from-unnamed")
OPENED = ("members~", "weak_direction~st-union-hong-linh", "received~", "received-in-2021~")

Question = Callable[..., Any]


@pytest.fixture(scope="module")
def release() -> Release:
    return open_release()


def public(module: ModuleType) -> list[Question]:
    """The questions of a module."""
    return [
        found
        for name, found in inspect.getmembers(module, inspect.isfunction)
        if found.__module__ == module.__name__ and not name.startswith("_")
    ]


@pytest.fixture(scope="module")
def arguments(release: Release) -> dict[tuple[str, ...], list[tuple[object, ...]]]:
    """What to ask questions with, by the names of their parameters: all codes, or FILTERS with some codes."""
    coded = opened_places(release, Filters(), OPENED)
    organizations = [row.organization_id for row in queries.best_reported(release, Filters())]
    compared = {
        boundaries: [
            tuple(organizations[:2]),
            tuple(p.province_id for p in provinces(release, boundaries)[::9]),
        ]
        for boundaries in BOUNDARIES
    }
    moments = [(time, first, last) for time, (first, last) in TIMES.items()]

    def crossed(*more: tuple[object, ...]) -> list[tuple[object, ...]]:
        """All of these of all that is shipped, and the first of the other FILTERS."""
        everything, *others = FILTERS
        return [(everything, *given) for given in more] + [(filters, *more[0]) for filters in others]

    return {
        (): [()],
        ("language",): [("vi",), ("en",)],
        ("boundaries",): [(b,) for b in BOUNDARIES],
        ("boundaries", "province"): [(b, p.province_id) for b in BOUNDARIES for p in provinces(release, b)],
        ("organization",): [(code,) for code in sorted(directory(release))],
        ("document",): [(code,) for code in sorted(known(release)["document"])],
        ("evidence",): [(coded,), ((),)],
        ("places",): [(coded,), ((),)],
        ("places", "language"): [(coded, "vi"), ((), "en")],
        ("filters",): [(filters,) for filters in FILTERS],
        ("filters", "themes"): [(filters, THEMES) for filters in FILTERS],
        ("filters", "mention"): [
            (Filters(organizations=(code,)), mention) for code in organizations[:9] for mention in MENTIONS
        ],
        ("filters", "mart"): crossed(("theme_spread",), ("theme_causes",), ("theme_pairs",)),
        ("filters", "theme", "organization"): crossed(
            *((theme, code) for theme in THEMES for code in ("", "st-union-hong-linh"))
        ),
        ("filters", "kind", "measure"): crossed(*((KIND, measure) for measure in MEASURES)),
        ("filters", "kind", "province"): crossed(*((KIND, code) for code in ("can-tho", "ha-tinh"))),
        ("filters", "opened"): [(filters, OPENED) for filters in FILTERS],
        ("organization", "indicator"): [(code, m) for code in organizations[:9] for m in INDICATORS],
        ("filters", "measure"): crossed(("members",), ("events",)),
        ("filters", "indicators"): [(f, ("members", "events", "collective_members")) for f in FILTERS],
        ("filters", "time", "measures"): crossed(*((time, INDICATORS) for time in TIMES)),
        ("filters", "time", "measure"): crossed(*((time, m) for time in TIMES for m in INDICATORS)),
        ("filters", "time", "measures", "point"): crossed(
            *((time, INDICATORS, point) for time, _, point in moments)
        ),
        ("filters", "time", "measure", "first", "last"): crossed(
            *((time, "members", first, last) for time, first, last in moments)
        ),
        ("filters", "direction"): crossed(("received",), ("granted",)),
        ("filters", "sort", "organization"): crossed(
            *((sort, code) for sort in SORTS for code in ("", "st-union-hong-linh"))
        ),
        ("filters", "compared", "kind"): [
            (f, codes, KIND) for f in FILTERS[:3] for codes in compared[f.boundaries]
        ],
        ("filters", "compared"): [(f, tuple(organizations[:2])) for f in FILTERS],
    }


@cache
def fields(row: type) -> dict[str, Any]:
    """The fields of a row type with their types."""
    return get_type_hints(row)


def mismatches(value: object, expected: Any, at: str) -> Iterator[str]:
    """Where a value is not what a type says: to the last field of every row, a bool being no int and an int
    no float.
    """
    kind, parts = get_origin(expected) or expected, get_args(expected)
    if kind in (Union, UnionType):
        if not any(not list(mismatches(value, part, at)) for part in parts):
            yield f"{at}: {value!r} is not {expected}"
    elif inspect.isabstract(kind):  # an iterator, which is drained
        for n, item in enumerate(value):
            yield from mismatches(item, parts[0], f"{at}[{n}]")
    elif type(value) is not kind:
        yield f"{at}: {value!r} is not {expected}"
    elif kind in (list, frozenset) or (kind is tuple and parts[1:] == (...,)):
        for n, item in enumerate(value):
            yield from mismatches(item, parts[0], f"{at}[{n}]")
    elif kind is tuple:
        assert len(value) == len(parts)
        for n, (item, part) in enumerate(zip(value, parts, strict=True)):
            yield from mismatches(item, part, f"{at}[{n}]")
    elif kind is dict:
        for key, item in value.items():
            yield from mismatches(key, parts[0], f"{at} key")
            yield from mismatches(item, parts[1], f"{at}[{key!r}]")
    elif issubclass(kind, tuple):
        for field, part in fields(kind).items():
            yield from mismatches(getattr(value, field), part, f"{at}.{field}")


@pytest.mark.parametrize(
    "question", [q for module in MODULES for q in public(module)], ids=lambda question: question.__name__
)
def test_an_answer_is_what_the_type_of_its_question_says(
    release: Release, arguments: dict[tuple[str, ...], list[tuple[object, ...]]], question: Question
) -> None:
    """Every value of every row is of the type of its field, and None only where the field says so."""
    expected = get_type_hints(question)["return"]
    first, *names = inspect.signature(question).parameters
    assert first == "release"
    for given in arguments[tuple(names)]:
        found = list(mismatches(question(release, *given), expected, question.__name__))
        assert not found, (given, found[:5])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, float),
        (True, int),
        (None, str),
        (None, list[str]),
        ([None], list[str]),
        ("", int | None),
        ((1,), tuple[str, ...]),
        ((1, 2), tuple[int, str]),
        ({1: ""}, dict[str, str]),
        ({"": None}, dict[str, str]),
        ([Theme("a", None)], list[Theme]),
        (iter([None]), Iterator[str]),
    ],
)
def test_a_value_of_another_type_is_seen(value: object, expected: Any) -> None:
    """None, a bool, an int for a float: each is a mismatch, at any depth."""
    assert list(mismatches(value, expected, "value"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, NoneType), (None, int | None), ([], list[str]), (iter([""]), Iterator[str])],
)
def test_a_value_of_the_type_passes(value: object, expected: Any) -> None:
    assert not list(mismatches(value, expected, "value"))


def test_what_a_release_does_not_have_is_no_answer(release: Release) -> None:
    """The facts of an unknown organization or province raise, and are not empty."""
    with pytest.raises(ValueError, match="not enough values"):
        organization_facts(release, "nobody")
    with pytest.raises(ValueError, match="not enough values"):
        province_facts(release, "present", "nowhere")
