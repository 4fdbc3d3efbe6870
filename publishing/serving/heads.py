"""What a request is for, by its first line and its Host (RFC 9112, sections 3.2 and 3.3)."""

import re
from collections.abc import Sequence
from ipaddress import IPv6Address
from typing import Final, NamedTuple

EMPTY_QUERY: Final = "empty_query"
"""Where the state of a request notes that its address ends in "?": another address than without it."""

_HOST: Final = re.compile(
    rb"(?:\[([\da-f:.]++)\]|\[v[\da-f]++\.[\w.~!$&'()*+,;=:-]++\]|(?:[\w.~!$&'()*+,;=-]|%[\da-f]{2})*+)(?::\d*+)?",
    re.ASCII | re.IGNORECASE,
)
_ABSOLUTE: Final = re.compile(rb"([a-z][a-z\d+.-]*+)://([^/?#]*+)(.*)", re.IGNORECASE | re.DOTALL)


class Absolute(NamedTuple):
    """A target that names its server: "http" or "https", host and port, path with query."""

    scheme: str
    authority: bytes
    path: bytes


def check_host(version: str, headers: Sequence[tuple[bytes, bytes]]) -> None:
    """One Host, that is one (section 3.2). Raises ValueError, with what to tell."""
    hosts = [value for name, value in headers if name == b"host"]
    if version not in ("1.0", "1.1") or len(hosts) > 1 or (version == "1.1" and not hosts):
        raise ValueError("A request is HTTP/1.1 or HTTP/1.0, with one Host.")
    if hosts and not _is_host(hosts[0]):
        raise ValueError("Host is a name or an address, and a port (RFC 9110, section 7.2).")


def absolute_target(target: bytes) -> Absolute | None:
    """Its parts where a target is in absolute form (section 3.2.2). Raises ValueError, with what to tell."""
    found = None if target.startswith(b"/") else _ABSOLUTE.fullmatch(target)
    if found is None:
        return None
    scheme, authority, path = found[1].decode("ascii").lower(), found[2], found[3]
    if scheme not in ("http", "https") or authority[:1] in (b"", b":") or not _is_host(authority):
        raise ValueError("The address is of no server that there could be here: http://HOST/…")
    return Absolute(scheme, authority, path if path.startswith(b"/") else b"/" + path)


def ends_in_empty_query(target: bytes) -> bool:
    """Whether there is a query in it, and nothing in that (RFC 3986, section 6.2.3)."""
    before, mark, query = target.partition(b"#")[0].partition(b"?")
    return bool(before and mark and not query)


def _is_host(value: bytes) -> bool:
    """uri-host [ ":" port ] (RFC 9110, section 7.2; RFC 3986, section 3.2.2)."""
    found = _HOST.fullmatch(value)
    if found is None or found[1] is None:
        return found is not None
    try:
        IPv6Address(found[1].decode("ascii"))
    except ValueError:
        return False
    return True
