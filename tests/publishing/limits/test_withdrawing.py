"""Clients that do not wait for their answer: nobody works for it any more, unless others wait for it, too."""

import socket
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from communique.publishing.answering.limits import Limits

ANY = " . ".join(f"?s{at} ?p{at} ?o{at}" for at in range(9))
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {ANY} }}"
FORM = b"application/x-www-form-urlencoded"


def by_get(query: str) -> bytes:
    return f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: here\r\n\r\n".encode()


def by_post(query: str) -> bytes:
    body = f"query={quote(query)}".encode()
    head = b"POST /sparql HTTP/1.1\r\nHost: here\r\nContent-Type: %b\r\nContent-Length: %d\r\n\r\n"
    return head % (FORM, len(body)) + body


WAYS = [("the short way", by_get, ENDLESS), ("the long way", by_post, ENDLESS)]
WAYS += [("an answer that has no validator", by_get, f"{ENDLESS} # RAND")]

LIMIT = 4


@pytest.fixture
def endpoint(serve: Any) -> Any:
    return serve(Limits(seconds=LIMIT, readers=2, queue=8))


def connect(where: Any) -> socket.socket:
    return socket.create_connection(("127.0.0.1", where.port), timeout=20)


def wait_until(holds: Callable[[], bool], limit: float = LIMIT) -> None:
    deadline = time.monotonic() + limit
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize(("way", "query"), [case[1:] for case in WAYS], ids=[case[0] for case in WAYS])
def test_a_query_ends_when_its_client_goes(endpoint: Any, way: Callable[[str], bytes], query: str) -> None:
    readers = endpoint.readers
    with connect(endpoint) as client:
        client.sendall(way(query))
        wait_until(lambda: readers.figures.running == 1)
        time.sleep(0.1)
    wait_until(lambda: readers.figures.withdrawn == 1 and readers.figures.running == 0, LIMIT / 2)


def test_a_query_that_waits_is_not_begun(endpoint: Any) -> None:
    with connect(endpoint) as first:
        first.sendall(by_get(ENDLESS))
        time.sleep(0.2)
        with connect(endpoint) as second:
            second.sendall(by_get(ENDLESS.replace("COUNT(", "COUNT(DISTINCT ")))
            wait_until(lambda: endpoint.readers.figures.running == 2)
            httpx.get(f"{endpoint.address}/ready")  # which sets the second aside
        wait_until(lambda: endpoint.readers.figures.withdrawn == 1)
        assert endpoint.readers.figures.running == 1
        assert endpoint.readers.figures.waiting == 0


def test_who_still_waits_gets_the_answer(endpoint: Any) -> None:
    with connect(endpoint) as goes, connect(endpoint) as stays:
        for client in (goes, stays):
            client.sendall(by_get(ENDLESS))
        wait_until(lambda: endpoint.readers.figures.running == 1)
        goes.close()
        assert stays.recv(1000).startswith(b"HTTP/1.1 503"), "for its time was up"
    assert endpoint.readers.figures.withdrawn == 0
    assert endpoint.readers.figures.ended == 1
