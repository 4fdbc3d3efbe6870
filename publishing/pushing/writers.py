"""How graphs get to a server: the Graph Store HTTP Protocol, or SPARQL 1.1 Update built by SPARQLWrapper.

Neither uses DROP or CLEAR, which not every server has. Each request may be sent twice without harm.
"""

import warnings
from collections.abc import Sequence
from typing import Final, Protocol
from urllib.parse import urlencode
from urllib.request import Request

from communique import __version__
from communique.publishing.pushing.batches import Batch, Bounds, Piece
from communique.publishing.pushing.servers import Server
from communique.publishing.pushing.transport import RefusedError, Transport

_AGENT: Final = f"communique/{__version__}"
_TRIPLES: Final = "application/n-triples"


class Writer(Protocol):
    """Writes and removes graphs."""

    bounds: Bounds

    def write(self, batch: Batch) -> None:
        """Send the pieces. Raises RefusedError and LostError."""

    def remove(self, graphs: Sequence[str]) -> None:
        """Take the graphs away; one that is not there is none to take away."""


class GraphStoreWriter:
    """SPARQL 1.1 Graph Store HTTP Protocol: PUT (section 5.3), POST (5.5) and DELETE (5.4)."""

    def __init__(self, server: Server, transport: Transport) -> None:
        self._address = server.graphs
        self._transport = transport
        self.bounds = Bounds(4_000_000, 1_000_000, 1)

    def write(self, batch: Batch) -> None:
        """A graph is replaced by one request as a whole, or by several where it is too large."""
        for piece in batch:
            body = "".join(f"{line}\n" for line in piece.lines).encode()
            self._send("PUT" if piece.first else "POST", piece.graph, body)

    def remove(self, graphs: Sequence[str]) -> None:
        """One request each."""
        for graph in graphs:
            try:
                self._send("DELETE", graph)
            except RefusedError as error:
                if error.status != 404:
                    raise

    def _send(self, method: str, graph: str, body: bytes | None = None) -> None:
        address = f"{self._address}?{urlencode({'graph': graph})}"
        request = Request(address, data=body, method=method, headers={"User-Agent": _AGENT})
        if body is not None:
            request.add_header("Content-Type", _TRIPLES)
        self._transport.send(request)


class UpdateWriter:
    """SPARQL 1.1 Update: DELETE WHERE and INSERT DATA (sections 3.1.3.3 and 3.1.1)."""

    def __init__(self, server: Server, transport: Transport) -> None:
        self._server = server
        self._transport = transport
        self.bounds = Bounds(250_000, 1_000, 50)

    def write(self, batch: Batch) -> None:
        """All pieces in one request, which most servers run as one transaction."""
        operations = [operation for piece in batch for operation in _operations(piece)]
        self._send(" ;\n".join(operations))

    def remove(self, graphs: Sequence[str]) -> None:
        """All of them in one request."""
        if graphs:
            self._send(" ;\n".join(_emptied(graph) for graph in graphs))

    def _send(self, update: str) -> None:
        self._transport.send(sparql_request(self._server, update))


def sparql_request(server: Server, text: str) -> Request:
    """The request of a query or an update, as SPARQLWrapper makes it."""
    from SPARQLWrapper import JSON, POST, SPARQLWrapper

    class Asking(SPARQLWrapper):
        """Leaves the sending to others, who know of credentials, redirects and trying again."""

        def request(self) -> Request:
            request: Request = self._createRequest()
            return request

    asking = Asking(server.query, server.update, returnFormat=JSON, agent=_AGENT)
    asking.setMethod(POST)
    asking.setOnlyConneg(True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        asking.setQuery(text)
    return asking.request()


def writer_for(server: Server, transport: Transport) -> Writer:
    """The one that the server's method asks for."""
    kind = GraphStoreWriter if server.method == "gsp" else UpdateWriter
    return kind(server, transport)


def _operations(piece: Piece) -> list[str]:
    triples = "\n".join(piece.lines)
    insert = f"INSERT DATA {{ GRAPH <{piece.graph}> {{\n{triples}\n}} }}"
    return [_emptied(piece.graph), insert] if piece.first else [insert]


def _emptied(graph: str) -> str:
    return f"DELETE WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
