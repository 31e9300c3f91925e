"""What a client accepts, as its headers say it (RFC 9110, 12.4 and 12.5). Sends nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qs

from dashboard.words.languages import DEFAULT, LANGUAGES

_WEIGHT = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")


def weights(headers: Iterable[str]) -> dict[str, float]:
    """{what is accepted, in small letters: its weight, 0 to 1} of all headers of one name, in their order.

    A weight that cannot be read is 0: what was asked for is not known.
    """
    found: dict[str, float] = {}
    for part in ",".join(headers).lower().split(","):
        name, *parameters = ("".join(piece.split()) for piece in part.split(";"))
        if name:
            weight = _WEIGHT.fullmatch(parameters[0]) if parameters else None
            found[name] = float(weight[1]) if weight else float(not parameters)
    return found


def accepts_gzip(headers: Iterable[str]) -> bool:
    """Whether who sends these Accept-Encoding headers takes gzip; without any they do not say so."""
    accepted = weights(headers)
    by_name = [accepted[name] for name in ("gzip", "x-gzip") if name in accepted]
    return max(by_name or [accepted.get("*", 0)]) > 0


def language_of(query: str, headers: Iterable[str]) -> str:
    """The language in which who asks is spoken to where there is no answer.

    That of the query, else the one of ours that these Accept-Language headers weigh most, else the default.
    """
    asked = ",".join(parse_qs(query).get("lang", ()))
    if asked in LANGUAGES:
        return asked
    accepted = sorted(weights(headers).items(), key=lambda item: -item[1])
    spoken = (name.partition("-")[0] for name, weight in accepted if weight)
    return next((language for language in spoken if language in LANGUAGES), DEFAULT)
