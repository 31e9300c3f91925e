"""What has no answer is said in the reader's language, with codes that are the same in each."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.api import endpoints, specification
from dashboard.api.negotiation import language_of
from dashboard.api.problems import STATUSES
from dashboard.cards import registry
from dashboard.release import warehouse
from dashboard.words.languages import DEFAULT, LANGUAGES
from dashboard.words.text import Text
from tests.unit.test_api import RANKING, ask, problem

# A problem: its kind, and what leads to it.
ASKED = {
    "no page": ("unknown", "/api/v1/cards/nowhere/ranking.json"),
    "no card": ("unknown", "/api/v1/cards/membership/nothing.json"),
    "no card without a parameter": ("unknown", "/api/v1/cards/organization/terms.json"),
    "no table": ("unknown", "/api/v1/cards/branches/ranking.csv?years=1900-1901"),
    "no workbook": ("unknown", "/api/v1/pages/changes.xlsx"),
    "no workbook without a parameter": ("unknown", "/api/v1/pages/organization.xlsx"),
    "no address": ("unknown", "/api/nothing"),
    "a version": ("unreadable", f"{RANKING}.json?v=2"),
    "no name of a release": ("unreadable", f"{RANKING}.json?release=x"),
    "what a file cannot say": ("unreadable", f"{RANKING}.csv?kind=nothing"),
    "many parameters": ("unreadable", f"{RANKING}.json?" + "&".join(f"x{n}" for n in range(101))),
    "a long query": ("too_long", f"{RANKING}.json?x=" + "x" * 60_000),
    "no release": ("gone", f"{RANKING}.json?release=aaaaaaaaaaaa"),
}


def with_language(address: str, language: str) -> str:
    path, _, query = address.partition("?")
    return f"{path}?lang={language}&{query}"


@pytest.mark.parametrize(("kind", "address"), ASKED.values(), ids=ASKED)
def test_a_problem_is_said_in_each_language(kind: str, address: str) -> None:
    """Title and detail in the language that is asked for, which a header names; all else is the same."""
    found: dict[str, dict[str, Any]] = {}
    for language in LANGUAGES:
        got = ask(with_language(address, language), accept_language="fr")
        assert got.headers["content-language"] == language
        found[language] = problem(got, STATUSES[kind])
        assert found[language]["type"] == f"/api/v1/openapi.json#/components/responses/{kind}"
        assert found[language]["title"] == Text(language)(f"problem_{kind}")
    for part in ("title", "detail"):
        assert len({said[part] for said in found.values()}) == len(LANGUAGES)
    same = [
        {k: v for k, v in said.items() if k not in ("title", "detail", "empty")} for said in found.values()
    ]
    assert same == [same[0]] * len(LANGUAGES)


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ("lang=en", "vi", "en"),
        ("lang=vi", "en", "vi"),
        ("kind=x&lang=en", "vi", "en"),
        ("", "en", "en"),
        ("", "en-GB", "en"),
        ("", "EN-us;q=0.8, fr", "en"),
        ("", "vi;q=0.5, en;q=0.9", "en"),
        ("", "vi, en", "vi"),
        ("", "en, vi", "en"),
        ("", "fr, de", DEFAULT),
        ("", "en;q=0, fr", DEFAULT),
        ("", "*", DEFAULT),
        ("", "", DEFAULT),
        ("lang=fr", "en", "en"),
        ("lang=vi&lang=en", "en", "en"),
        ("lang=", "en", "en"),
        ("lang=%ff", "", DEFAULT),
    ],
)
def test_which_language_is_the_readers(query: str, accepted: str, language: str) -> None:
    """The link's, else the one that the browser prefers among ours, else the product's own."""
    got = ask(f"/api/nothing?{query}", accept_language=accepted)
    assert got.headers["content-language"] == language
    assert problem(got, 404)["title"] == Text(language)("problem_unknown")


@given(st.text(), st.lists(st.text()))
def test_no_request_is_without_a_language(query: str, accepted: list[str]) -> None:
    assert language_of(query, accepted) in LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_goes_wrong_in_the_server_is_said_in_the_language(
    monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """Of a method, a failure, a missing release, and too many who wait."""

    def failing(*of: object) -> Any:
        raise RuntimeError

    def none() -> str:
        raise warehouse.NoRelease

    say, address = Text(language), f"{RANKING}.json?lang={language}&years=2003-"
    assert problem(ask(address, method="POST"), 405)["title"] == say("problem_not_allowed")
    with monkeypatch.context() as patch:
        patch.setattr(registry, "cards_of", failing)
        assert problem(ask(address), 500)["detail"] == say("detail_log")
    with monkeypatch.context() as patch:
        patch.setattr(endpoints, "MAX_WAITING", 0)
        assert problem(ask(address), 503)["detail"] == say("detail_waiting")
    monkeypatch.setattr(warehouse, "current_name", none)
    for path in (address, f"/healthz?lang={language}"):
        assert problem(ask(path), 503)["detail"] == say("detail_no_release")


def test_the_specification_says_which_language() -> None:
    """The header that is asked with, the one that answers, and each kind of problem, in English."""
    components = specification.document()["components"]
    assert "accept-language" in components["parameters"]
    for kind, response in components["responses"].items():
        assert response["description"] == Text("en")(f"problem_{kind}")
        assert response["headers"]["Content-Language"]["schema"]["enum"] == list(LANGUAGES)
    for path in specification.document()["paths"].values():
        assert {"$ref": "#/components/parameters/accept-language"} in path["get"]["parameters"]
