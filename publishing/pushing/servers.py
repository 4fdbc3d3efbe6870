"""Which server answers at an address, and where it takes writes: read from servers.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal
from urllib.parse import urlencode, urlsplit
from urllib.request import Request

from communique.errors import UsageError
from communique.publishing.pushing.answers import truth
from communique.publishing.pushing.transport import Transport

Method = Literal["gsp", "update"]

_JSON: Final = "application/sparql-results+json"
_ANYTHING: Final = "ASK {}"


@dataclass(frozen=True, slots=True)
class Server:
    """The addresses of a server, how graphs get there, and the datatypes that it does not keep.

    `graphs` is empty where nobody has told where its Graph Store Protocol is.
    """

    query: str
    update: str
    graphs: str = ""
    method: Method = "update"
    name: str = "a SPARQL server"
    lossy: frozenset[str] = frozenset()

    @property
    def target(self) -> str:
        """The address that is written to."""
        return self.graphs if self.method == "gsp" else self.update


def find_server(
    endpoint: str, transport: Transport, method: Method | None = None, update: str = "", graphs: str = ""
) -> Server:
    """The server that answers queries at `endpoint`; what is given goes before what is known of it.

    Raises UsageError for what is no address, or where it is not known where its graph store is, ServerError
    where no SPARQL endpoint answers, and the errors of the transport.
    """
    for address in filter(None, (endpoint, update, graphs)):
        _check_address(address)
    asked = f"{endpoint}?{urlencode({'query': _ANYTHING})}"
    reply = transport.send(Request(asked, headers={"Accept": _JSON}))
    truth(reply, endpoint, _ANYTHING)
    known = _known(endpoint, reply.headers.get("server", ""))
    found = replace(known, update=update or known.update, graphs=graphs or known.graphs)
    found = replace(found, method=method or ("gsp" if graphs else found.method))
    if found.method == "gsp" and not found.graphs:
        raise UsageError(f"Where is the graph store of {endpoint}?", "Give its address with --graphs.")
    return found


def _check_address(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"{address!r} is no address of a server.", "Give one that starts with http.")
    if parts.username or parts.password:
        raise UsageError(
            "An address with a password in it would be seen by others.", "See --auth and --credentials."
        )


def _known(endpoint: str, header: str) -> Server:
    for told in _table():
        ending = next((ending for ending in told["queries"] if endpoint.endswith(ending)), None)
        if ending and told["header"] in header.lower():
            root = endpoint.removesuffix(ending)
            return Server(
                endpoint,
                root + told["update"],
                root + told["graphs"],
                told["method"],
                told["name"],
                frozenset(told.get("lossy", ())),
            )
    return Server(endpoint, endpoint)


@cache
def _table() -> tuple[Mapping[str, Any], ...]:
    text = files(__package__).joinpath("servers.toml").read_text("utf-8")
    return tuple(tomllib.loads(text)["server"])
