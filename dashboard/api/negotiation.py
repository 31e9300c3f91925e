"""What a client accepts, as its headers say it (RFC 9110, 12.4 and 12.5). Sends nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable

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
