"""A graph store that is served, and requests to it to the letter."""

import socket
from http.client import HTTPConnection
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest

from communique.publishing.answering.limits import Limits
from communique.publishing.storage.store import open_snapshot


class Told(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Endpoint:
    """One that is served, by one who may write."""

    def __init__(self, served: Any) -> None:
        self.address: str = served.address
        self.store = served.store
        self._served = served

    def sent(self, method: str, path: str, body: str | bytes = "", **headers: str) -> Told:
        """No client tidies up the address."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection = HTTPConnection("127.0.0.1", self._served.port, timeout=30)
        content = body.encode() if isinstance(body, str) else body
        try:
            connection.request(method, path, content, {"authorization": self._served.bearer, **named})
            answer = connection.getresponse()
            fields = {name.lower(): value for name, value in answer.getheaders()}
            return Told(answer.status, fields, answer.read())
        finally:
            connection.close()

    def exchanged(self, request: bytes) -> bytes:
        """A request as bytes, but for who sends it; all that comes back until the server closes."""
        line, end, rest = request.partition(b"\r\n")
        with socket.create_connection(("127.0.0.1", self._served.port), timeout=30) as connection:
            connection.sendall(line + end + f"Authorization: {self._served.bearer}\r\n".encode() + rest)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def put(self, graph: str, turtle: str, **headers: str) -> Told:
        path = f"/graphs?graph={quote(graph)}"
        return self.sent("PUT", path, turtle, content_type="text/turtle", **headers)

    def got(self, graph: str, **headers: str) -> Told:
        return self.sent("GET", f"/graphs?graph={quote(graph)}", **headers)

    def updated(self, update: str) -> Told:
        return self.sent("POST", "/sparql", update, content_type="application/sparql-update")

    def quads(self) -> set[str]:
        with open_snapshot(self.store) as store:
            return {str(quad) for quad in store.quads()}


@pytest.fixture(scope="module")
def endpoint(serve: Any) -> Endpoint:
    """With the graph urn:there."""
    served = Endpoint(serve(Limits(seconds=20, readers=1)))
    assert served.put("urn:there", "<urn:s> <urn:p> 1 .").status == 201
    return served
