"""Plain requests: with just the headers that a case names, and as bytes."""

import socket
from collections.abc import Callable
from http.client import HTTPConnection, HTTPMessage
from typing import Any, NamedTuple

import pytest

from communique.publishing.answering.limits import Limits


class Told(NamedTuple):
    status: int
    headers: HTTPMessage
    body: bytes


@pytest.fixture(scope="module")
def endpoint(serve: Any) -> Any:
    return serve(Limits(seconds=10, readers=1))


@pytest.fixture(scope="module")
def ask(endpoint: Any) -> Callable[..., Told]:
    """Asks with these headers, besides Host; the same may be there several times."""

    def asked(path: str, *headers: tuple[str, str], method: str = "GET", body: bytes = b"") -> Told:
        connection = HTTPConnection("127.0.0.1", endpoint.port, timeout=20)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in [*headers, *([("Content-Length", str(len(body)))] if body else [])]:
                connection.putheader(name, value)
            connection.endheaders(body)
            answer = connection.getresponse()
            return Told(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    return asked


@pytest.fixture(scope="module")
def connect(endpoint: Any) -> Callable[[], socket.socket]:
    """Opens a connection."""
    return lambda: socket.create_connection(("127.0.0.1", endpoint.port), timeout=20)


@pytest.fixture(scope="module")
def exchange(connect: Callable[[], socket.socket]) -> Callable[[bytes], bytes]:
    """Sends bytes, and gives all that comes back until the server closes."""

    def exchanged(sent: bytes) -> bytes:
        with connect() as connection:
            connection.sendall(sent)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    return exchanged
