"""What may be fetched for others: from the addresses that whoever serves the store has named, and no others.

The engine sends what stands in SERVICE itself. It follows no redirect, and it ends with its reader at the
time limit; where it connects to is therefore known before the query runs, if the address is in its text.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from communique.errors import UsageError

_ADDRESS: Final = re.compile(r"https?://[\w.:\[\]-]+(/[\w.~!$&'()*+,;=:@%/?-]*)?", re.ASCII)
_LETTER: Final = re.compile(r"\w")
_STEPS: Final = re.compile(r"(?!\.)[\w.~!$&'()*+,=:@-]+(/(?!\.)[\w.~!$&'()*+,=:@-]+)*/?", re.ASCII)


def checked_services(addresses: Sequence[str]) -> tuple[str, ...]:
    """The addresses as they were given; raises UsageError where one is not that of an endpoint."""
    return _checked(addresses, "the address of an endpoint that queries can be allowed to ask")


def checked_sources(addresses: Sequence[str]) -> tuple[str, ...]:
    """The same of documents, or of folders of them, which end in a slash."""
    return _checked(addresses, "the address of documents that updates can be allowed to load")


def _checked(addresses: Sequence[str], what: str) -> tuple[str, ...]:
    for address in addresses:
        if not _is_plain(address):
            raise UsageError(
                f"{address!r} is not {what}.",
                "Give it in full, as http://HOST/PATH or https://HOST/PATH: without a user, dots as steps, "
                "or a fragment.",
            )
    return tuple(addresses)


def may_load(address: str, sources: Sequence[str]) -> bool:
    """Whether a document is one of those that are allowed, or below one that ends in a slash.

    Below one there are plain steps only: no query, no escape, and none that begins with a dot, so that no
    server takes the address for one that is elsewhere.
    """
    return any(
        address == source
        or (
            source.endswith("/")
            and "?" not in source
            and address.startswith(source)
            and bool(_STEPS.fullmatch(address.removeprefix(source)))
        )
        for source in sources
    )


def without_services(query: str, allowed: tuple[str, ...]) -> str:
    """The query with GRAPH for each SERVICE that names an allowed address in full.

    GRAPH may stand wherever SERVICE may (SPARQL 1.1 Query, section 19.8, rules 58 and 59), so that this
    parses as the query does; the SERVICEs that are left in it are those that are not allowed. All other
    letters stay where they are, and each line its own: what looks like a SERVICE may stand in a comment or
    a string, which must end where it did.
    """
    return _pattern(allowed).sub(_as_graph, query) if allowed else query


def _as_graph(service: re.Match[str]) -> str:
    spaces, silent, address = service.group("spaces", "silent", "address")
    return f"GRAPH  {spaces}{_LETTER.sub(' ', silent)}{address}"


@lru_cache(maxsize=8)
def _pattern(allowed: tuple[str, ...]) -> re.Pattern[str]:
    addresses = "|".join(re.escape(f"<{address}>") for address in allowed)
    service, silent = "[sS][eE][rR][vV][iI][cC][eE]", "[sS][iI][lL][eE][nN][tT]"
    return re.compile(
        rf"{service}(?P<spaces>[ \t\r\n]*)(?P<silent>(?:{silent}[ \t\r\n]*)?)(?P<address>{addresses})"
    )


def _is_plain(address: str) -> bool:
    """Whether an address is one that nothing resolves to another: RFC 3986, section 5.2.4."""
    if not _ADDRESS.fullmatch(address):
        return False
    try:
        parts = urlsplit(address)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return named and not any(step in (".", "..") for step in parts.path.split("/"))
