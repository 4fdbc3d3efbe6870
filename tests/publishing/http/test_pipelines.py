"""Requests behind one another on a connection: each is answered, in its order (RFC 9112, section 9.3.2)."""

import logging
import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from communique.publishing.answering.limits import Limits


def got(path: str, *lines: str, method: str = "GET") -> bytes:
    return "\r\n".join((f"{method} {path} HTTP/1.1", "Host: a", *lines, "", "")).encode()


LONG_WAY = "X-Forwarded-For: 192.0.2.1"
SHORT, LONG = got("/sparql?query=ASK%7B%7D"), got("/sparql?query=ASK%7B%7D", LONG_WAY)
HEALTH = got("/health")
NO_HOST, GARBAGE = b"GET / HTTP/1.1\r\n\r\n", b"GARBAGE\r\n\r\n"
LONG_HEAD = b"GET / HTTP/1.1\r\nX: " + b"x" * (1 << 20)
UPDATE = b"INSERT DATA { <urn:pipelined> <urn:p> 1 }"
POST = got(
    "/sparql",
    "Content-Type: application/sparql-update",
    "Authorization: BEARER",
    f"Content-Length: {len(UPDATE)}",
    method="POST",
)
CHUNKED = got(
    "/sparql", "Content-Type: application/sparql-query", "Transfer-Encoding: chunked", method="POST"
)
BAD_CHUNK = b"zz\r\n"

PIPELINES = [
    ("no host", HEALTH + NO_HOST, [200, 400]),
    ("garbage", HEALTH + GARBAGE, [200, 400]),
    ("after a HEAD", got("/health", method="HEAD") + NO_HOST, [200, 400]),
    ("after an update", POST + UPDATE + GARBAGE, [204, 400]),
    ("after the short way", SHORT + GARBAGE, [200, 400]),
    ("after the long way", LONG + GARBAGE, [200, 400]),
    ("after both", SHORT + LONG + SHORT + NO_HOST, [200, 200, 200, 400]),
    ("after many", HEALTH * 20 + GARBAGE, [200] * 20 + [400]),
    ("after a refusal", got("/nowhere") + GARBAGE, [404, 400]),
    ("a long head", LONG + LONG_HEAD, [200, 431]),
    ("a long address", LONG + got("/" + "x" * 66_000), [200, 414]),
    ("a malformed body", CHUNKED + BAD_CHUNK, [400]),
    ("a malformed body behind others", SHORT + LONG + CHUNKED + BAD_CHUNK, [200, 200, 400]),
    ("a malformed end of a body", LONG + CHUNKED + b"1\r\nxx\r\n", [200, 400]),
    ("behind the last", got("/health", "Connection: close") + GARBAGE, [200]),
]


@pytest.mark.parametrize(("sent", "told"), [case[1:] for case in PIPELINES], ids=[c[0] for c in PIPELINES])
def test_what_is_malformed_is_told_after_what_was_not(
    endpoint: Any, exchange: Callable[[bytes], bytes], sent: bytes, told: list[int]
) -> None:
    answers = exchange(sent.replace(b"BEARER", endpoint.bearer.encode()))
    assert [int(status) for status in re.findall(rb"HTTP/1\.1 (\d+) ", answers)] == told
    if told[-1] >= 400:
        assert b"connection: close" in answers.rpartition(b"HTTP/1.1 %d " % told[-1])[2]


def test_a_request_is_not_answered_twice(endpoint: Any, connect: Any) -> None:
    with connect() as client:
        client.sendall(CHUNKED.replace(b"sparql-query", b"css"))
        assert client.recv(65536).startswith(b"HTTP/1.1 415 ")
        client.sendall(BAD_CHUNK)
        assert client.recv(65536) == b""


# ------------------------------------------------------------------ clients that go

CROSS = "/sparql?query=" + quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
SLOW = {"short": got(CROSS), "long": got(CROSS, LONG_WAY)}


@pytest.fixture(scope="module")
def endpoint(serve: Any) -> Any:
    return serve(Limits(seconds=2, readers=1))


@pytest.mark.parametrize("first", SLOW)
@pytest.mark.parametrize("second", [SHORT, LONG, LONG * 5, GARBAGE], ids=["short", "long", "five", "garbage"])
def test_who_goes_leaves_nothing_behind(
    endpoint: Any, connect: Any, caplog: pytest.LogCaptureFixture, first: str, second: bytes
) -> None:
    server = logging.getLogger("uvicorn.error")
    server.addHandler(caplog.handler)
    try:
        with connect() as client:
            client.sendall(SLOW[first] + second)
            time.sleep(0.3)
        deadline = time.monotonic() + 20
        while "communique_queries_running 1" in httpx.get(f"{endpoint.address}/metrics").text:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert httpx.get(f"{endpoint.address}/ready", timeout=20).status_code == 200
    finally:
        server.removeHandler(caplog.handler)
    assert [record.message for record in caplog.records if record.levelno >= logging.ERROR] == []
