"""The setting PUBLIC_URL, the origin at which readers find this server, and addresses that begin with it.

Files and the feed go by it and never by what a request says: whoever asks, and by whichever name of the
server, they are the same.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from dashboard.model.page import address

SETTING = "PUBLIC_URL"
_ORIGIN = re.compile(
    r"https?://([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(:[0-9]{1,5})?/?", re.IGNORECASE
)


def public_url() -> str:
    """The origin in PUBLIC_URL, "https://host"; empty where it is not set. Raises ValueError for another."""
    setting = os.environ.get(SETTING, "").strip()
    if setting and not _ORIGIN.fullmatch(setting):
        raise ValueError(
            f"{SETTING} is {setting!r}, which is no origin: http:// or https://, a host in ASCII, and a port "
            "where it is not the usual one, as in https://reports.example.org; no path, user or query. "
            "Correct it, or leave it out: then addresses in files begin at the root of the site"
        )
    return setting.lower().rstrip("/")


def rooted(address: str) -> str:
    """An address within the site, which is seen from any page, from its root: "/membership?lang=en"."""
    return "/" + address.removeprefix("./")


def public_address(page: str, query: Mapping[str, str]) -> str:
    """The address of a page as a file cites it: with its host where PUBLIC_URL is set, else from the root."""
    return public_url() + rooted(address(page, query))
