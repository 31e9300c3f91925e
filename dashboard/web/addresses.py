"""Hosts, origins and clients of requests, as they are judged: pure functions of headers."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

_HOST = re.compile(r"(?:([A-Za-z0-9._-]{1,253})|\[([0-9A-Fa-f:.]{2,45})\])(?::([0-9]{1,5}))?")
_PORTS = {"http": 80, "https": 443}


class Host(NamedTuple):
    """A host as a client names it: a name or an address of IP in lower case, and the port, None unnamed."""

    name: str
    port: int | None


def host_of(header: str) -> Host | None:
    """The host that a Host header names; None for what is no host."""
    found = _HOST.fullmatch(header)
    if found is None or int(found[3] or 0) > 65535:
        return None
    name = (found[1] or found[2]).lower().rstrip(".")
    return Host(name, int(found[3]) if found[3] else None) if name else None


def is_known(host: Host, allowed: Iterable[str]) -> bool:
    """True for a host that pages may be asked of: of this machine, a bare address of IP, or allowed.

    A foreign page can make a name of its own lead here, and then reads as if it were ours; it cannot do so
    with an address. `allowed` are names, "*.name" for all below one, "*" for all.
    """
    name = host.name
    if name == "localhost" or name.endswith(".localhost") or _is_address(name):
        return True
    patterns = [pattern.strip().lower().rstrip(".") for pattern in allowed]
    return any(
        pattern in ("*", name) or (pattern.startswith("*.") and name.endswith(pattern[1:]))
        for pattern in patterns
    )


def is_own(origin: str, host: Host, allowed: Iterable[str]) -> bool:
    """True for an Origin header of a page that came from this host, or from an allowed origin.

    The scheme of the request is not known behind a proxy that ends TLS, so that of the origin counts for the
    port that is not named.
    """
    if origin in allowed:
        return True
    try:
        parts = urlsplit(origin)
        named = host_of(parts.netloc)
    except ValueError:
        return False
    if (
        named is None
        or parts.scheme not in _PORTS
        or origin.lower() != f"{parts.scheme}://{parts.netloc}".lower()
    ):
        return False
    port = _PORTS[parts.scheme]
    return (named.name, named.port or port) == (host.name, host.port or port)


def client_of(address: str) -> str:
    """Who is counted as one client: an address of IPv4, or the network of one of IPv6, which one host has."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if parsed.version == 6:
        mapped = parsed.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
