"""The rule of addresses that rows name and readers follow. Looks nothing up: a sound one may lead nowhere.

An address is one of the web as RFC 3986 writes it: http or https, a host with a public name, its letters in
ASCII (IDNA), scheme and host in lower case. It names no user, no computer by number, no host of one network,
and holds no control character, encoded or not.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import quote, urlsplit

from etl.schema import literal

MAX_LENGTH = 2000  # what every browser and server takes

# Names that are reserved, or of one network: RFC 6761 and its registry, and `internal` (ICANN, 2024).
RESERVED = ("alt", "arpa", "example", "internal", "invalid", "local", "localhost", "onion", "test")

# Both are read by RE2 and by Python alike: in SQL they check whole tables.
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_TOP = r"(?:[a-z]{2,63}|xn--[a-z0-9-]{0,58}[a-z0-9])"
_PORT = r"(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])"
_REST = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*"
_SOUND = rf"https?://(?:{_LABEL}\.)+{_TOP}\.?(?::{_PORT})?(?:[/?]{_REST})?(?:#{_REST})?"
_ENCODED_CONTROL = r"%(?:[01][0-9A-Fa-f]|7[Ff]|[Cc]2%[89][0-9A-Fa-f])"
_REFUSED = (
    rf"^https?://(?:[^/?#:]*\.)?(?:{'|'.join(RESERVED)})\.?(?:[/?#:]|$)"
    rf"|^https?://[^/?#:]{{254}}|{_ENCODED_CONTROL}"
)
_PARTS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)(.*)", re.DOTALL)
_NUMBER = re.compile(r"(?:0[xX][0-9A-Fa-f]*|[0-9]+)(?:\.(?:0[xX][0-9A-Fa-f]*|[0-9]+))*\.?")


def sound(column: str) -> str:
    """An SQL condition that is true of exactly the sound addresses of a text column."""
    return (
        f"(length({column}) <= {MAX_LENGTH} AND regexp_full_match({column}, {literal(_SOUND)})"
        f" AND NOT regexp_matches({column}, {literal(_REFUSED)}))"
    )


def linked(address: str | None) -> str | None:
    """The address where it is sound and a reader may be led there, else None."""
    return address if address and _is_sound(address) else None


def _is_sound(address: str) -> bool:
    return (
        len(address) <= MAX_LENGTH
        and re.fullmatch(_SOUND, address) is not None
        and re.search(_REFUSED, address) is None
    )


def explain(address: str) -> str:
    """The fault of an address that is not sound and what to write instead, as the end of a sentence."""
    said, advice = _fault(address)
    written = _rewritten(address)
    return f"{said}; {f'write {written}' if _is_sound(written) else advice}"


def _fault(address: str) -> tuple[str, str]:
    """What is wrong with an address, and what to do where no other spelling of it is sound."""
    if len(address) > MAX_LENGTH:
        return f"is {len(address)} characters long", f"an address has at most {MAX_LENGTH}"
    odd = re.search(r"[\s\x00-\x1f\x7f-\x9f\\]", address)
    if odd:
        what = {"\\": "a backslash", " ": "a blank"}.get(odd[0], f"U+{ord(odd[0]):04X}, a control character,")
        return f"holds {what} at character {odd.start() + 1}", "copy the address from the browser's bar"
    parts = _PARTS.fullmatch(address)
    if parts is None:
        return "does not begin with http:// or https://", "copy the address from the browser's bar"
    scheme, authority, rest = parts.groups()
    if scheme.lower() not in ("http", "https"):
        return (
            f"begins with {scheme}://",
            "write an address of the web, which begins with http:// or https://",
        )
    if "@" in authority:
        user, _, host = authority.rpartition("@")
        return f"names a user, {user}, and leads to {host}", "write it without what stands before @"
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return "has square brackets that hold no host", "copy the address from the browser's bar"
    return _host_fault(host) or _port_fault(authority) or _rest_fault(scheme, authority, rest)


def _host_fault(host: str) -> tuple[str, str] | None:
    if not host:
        return "names no host", "write one, as in https://vusta.vn/"
    if _is_number(host):
        return f"names a computer by its number, {host}", "write the name of the site"
    labels = host.removesuffix(".").split(".")
    if labels[-1] in RESERVED:
        return (
            f"leads to {host}, and names in .{labels[-1]} are of one network or reserved",
            "write the address that everybody can open",
        )
    if not host.isascii():
        return f"has letters in its host, {host}, that are not ASCII", "write the ASCII form of the host"
    if not re.fullmatch(rf"(?:{_LABEL}\.)+{_TOP}\.?", host) or len(host) > 253:
        return (
            f"has the host {host}, which is no public name",
            "a host is words of a-z, 0-9 and - with dots between them, as vusta.vn",
        )
    return None


def _is_number(host: str) -> bool:
    """True for an IP address in any of the spellings that browsers take."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return _NUMBER.fullmatch(host) is not None
    return True


def _port_fault(authority: str) -> tuple[str, str] | None:
    _, colon, port = authority.partition(":")
    if colon and not re.fullmatch(_PORT, port):
        return f"has “{port}” for a port", "a port is a number from 1 to 65535, without leading zeros"
    return None


def _rest_fault(scheme: str, authority: str, rest: str) -> tuple[str, str]:
    control, percent = re.search(_ENCODED_CONTROL, rest), re.search(r"%(?![0-9A-Fa-f]{2})", rest)
    if control:
        return f"holds {control[0]}, which stands for a control character", "remove it"
    if percent:
        return "has a % without two hexadecimal digits after it", "write %25 for the sign itself"
    odd = re.search(r"[^A-Za-z0-9._~!$&'()*+,;=:@/?%#-]", rest)
    if odd:
        return f"holds “{odd[0]}”, which an address writes with %", "copy the address from the browser's bar"
    if scheme + authority != (scheme + authority).lower():
        return "has capital letters in its scheme or host", "write both in lower case"
    return "has more than one #", "write %23 for the sign itself"


def _rewritten(address: str) -> str:
    """The address with scheme and host in lower case and ASCII and the rest with %; maybe still not sound."""
    parts = _PARTS.fullmatch(address) or _PARTS.fullmatch(f"https://{address.removeprefix('//')}")
    if parts is None or "@" in parts[2] or "\\" in address:
        return ""
    host, colon, port = parts[2].partition(":")
    try:
        host = host.lower().encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    rest = quote(parts[3], safe="%/:?#@!$&'()*+,;=~-._")
    return f"{parts[1].lower()}://{host}{colon}{port}{rest}"
