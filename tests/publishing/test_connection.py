"""Connections: the short way says what the long way says, slow clients end, and answers are kept."""

import json
import re
import socket
import time
from contextlib import ExitStack
from typing import Any
from urllib.parse import quote, quote_plus

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.publishing.answering.jobs import Answer
from communique.publishing.answering.limits import Limits
from communique.publishing.serving.cache import AnswerCache
from communique.publishing.serving.direct import unquoted
from communique.publishing.serving.headers import FIXED

LIMITS = Limits(seconds=10, readers=1, connections=12, patience=0.8, result=20_000_000)
ALL = "SELECT * { ?s ?p ?o }"
CROSS = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000"  # megabytes
LONG_WAY = {"x-forwarded-for": "192.0.2.1"}


@pytest.fixture(scope="module")
def endpoint(serve: Any) -> Any:
    return serve(LIMITS)


def ask(where: Any, query: str, **headers: str) -> httpx.Response:
    return httpx.get(f"{where.address}/sparql", params={"query": query}, headers=headers, timeout=20)


def connect(where: Any) -> socket.socket:
    return socket.create_connection(("127.0.0.1", where.port), timeout=20)


def request(query: str, *lines: str) -> bytes:
    head = "".join(f"{line}\r\n" for line in ("Host: here", *lines))
    return f"GET /sparql?query={quote(query)} HTTP/1.1\r\n{head}\r\n".encode()


SAME = [
    ("rows", ALL, {}),
    ("rows as CSV", ALL, {"accept": "text/csv"}),
    ("compressed", ALL, {"accept-encoding": "gzip"}),
    ("compressed in capitals", ALL, {"accept-encoding": "X-GZIP;Q=0.5"}),
    ("gzip is refused", ALL, {"accept-encoding": "deflate, gzip;q=0.0, *;q=0"}),
    ("whatever there is", ALL, {"if-none-match": "*"}),
    ("whatever there is of an error", "SELECT {", {"if-none-match": "*"}),
    ("a short answer is not compressed", "ASK {}", {"accept-encoding": "gzip"}),
    ("triples", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", {"accept": "text/turtle"}),
    ("a page", ALL, {"accept": "text/html"}),
    ("does not parse", "SELECT {", {}),
    ("refused", "ASK { SERVICE <http://127.0.0.1:9/> {} }", {}),
    ("nothing acceptable", "ASK {}", {"accept": "image/png"}),
    ("different each time", "SELECT (1 AS ?now) {}", {}),
    ("another origin", "ASK {}", {"origin": "https://example.org"}),
    ("relative to the endpoint", "SELECT (<x> AS ?iri) {}", {}),
]


@pytest.mark.parametrize(("query", "headers"), [case[1:] for case in SAME], ids=[case[0] for case in SAME])
def test_the_short_way_says_what_the_long_way_says(
    endpoint: Any, query: str, headers: dict[str, str]
) -> None:
    short, long = ask(endpoint, query, **headers), ask(endpoint, query, **headers, **LONG_WAY)
    assert (short.status_code, short.text) == (long.status_code, long.text)
    assert {**short.headers, "date": ""} == {**long.headers, "date": ""}


@pytest.mark.parametrize(("query", "headers"), [case[1:] for case in SAME], ids=[case[0] for case in SAME])
def test_headers_that_are_known_to_the_letter_mean_the_same(
    endpoint: Any, query: str, headers: dict[str, str]
) -> None:
    with httpx.Client() as client:
        first, again = (
            client.get(f"{endpoint.address}/sparql", params={"query": query}, headers=headers)
            for _ in range(2)
        )
    assert (first.status_code, first.text) == (again.status_code, again.text)
    assert {**first.headers, "date": ""} == {**again.headers, "date": ""}


ENCODED = [
    ("plain", b"ASK%20%7B%7D", 200),
    ("plus signs", b"ASK+%7B+%7D", 200),
    ("letters that need not be encoded", b"ASK{}", 200),
    ("small hexadecimal digits", b"ASK%7b%7d", 200),
    ("an equals sign", b"ASK{FILTER(1=1)}", 200),
    ("an equals sign that looks like an escape", b"ASK{FILTER(1=41)}", 200),
    ("an encoded equals sign", b"ASK{FILTER(1%3D1)}", 200),
    ("an encoded percent sign", b"ASK{FILTER('%25'='%2525')}", 200),
    ("underscores", b"ASK{_:a_b+?p+'_'}", 200),
    ("UTF-8", b"ASK{FILTER('%C3%A9'='%C3%A9')}", 200),
    ("a line break", b"ASK%0D%0A%7B%7D", 200),
    ("no hexadecimal digits", b"ASK{FILTER('%zz'='%2')}", 200),
    ("an escape that is cut off", b"ASK{}%", 400),
    ("not UTF-8", b"ASK%20%FF", 400),
    ("nothing", b"", 400),
    ("another parameter", b"ASK{}&format=csv", 200),
    ("twice", b"ASK{}&query=ASK{}", 400),
    ("a fragment", b"ASK{}#x", 200),
]


@pytest.mark.parametrize(("query", "status"), [case[1:] for case in ENCODED], ids=[c[0] for c in ENCODED])
def test_an_encoding_means_the_same_either_way(endpoint: Any, query: bytes, status: int) -> None:
    def asked(*lines: bytes) -> bytes:
        head = b"".join(line + b"\r\n" for line in (b"Host: here", *lines))
        return b"GET /sparql?query=%b HTTP/1.1\r\n%b\r\n" % (query, head)

    answers = []
    for lines in ((), (b"X-Forwarded-For: 192.0.2.1",)):
        with connect(endpoint) as client:
            client.sendall(request("ASK {}", *(line.decode() for line in lines)))
            client.recv(65536)
            client.sendall(asked(*lines))
            head, _, body = client.recv(65536).partition(b"\r\n\r\n")
            answers.append((int(head.split()[1]), body))
    assert answers[0] == answers[1]
    assert answers[0][0] == status


@given(st.binary(max_size=60))
def test_a_value_of_a_form_is_what_it_is_everywhere(value: bytes) -> None:
    assert unquoted(quote_plus(value).encode()) == value


def test_pieces_and_more_than_one_request_after_headers_that_are_known(endpoint: Any) -> None:
    with connect(endpoint) as client:
        for number in range(3):
            client.sendall(request(f"SELECT ({number} AS ?n) {{}}"))
            client.recv(65536)
        two = request("SELECT (3 AS ?n) {}") + request("SELECT (4 AS ?n) {}")
        client.sendall(two + request("SELECT (5 AS ?n) {}")[:40])
        time.sleep(0.1)
        client.sendall(
            request("SELECT (5 AS ?n) {}")[40:] + request("SELECT (6 AS ?n) {}", "Connection: close")
        )
        received = b"".join(iter(lambda: client.recv(65536), b""))
    assert [int(found) for found in re.findall(rb'"value":"(\d+)"', received)] == [3, 4, 5, 6]


def test_a_client_that_has_the_answer_is_told_so_either_way(endpoint: Any) -> None:
    tag = ask(endpoint, ALL).headers["etag"]
    for more in ({}, LONG_WAY):
        response = ask(endpoint, ALL, **{"if-none-match": f'"x", {tag}', **more})
        assert (response.status_code, response.content, response.headers["etag"]) == (304, b"", tag)


def test_requests_in_one_piece_are_answered_in_their_order(endpoint: Any) -> None:
    numbers = list(range(12))
    with connect(endpoint) as client:
        client.sendall(b"".join(request(f"SELECT ({number} AS ?n) {{}}") for number in numbers[:-1]))
        client.sendall(request(f"SELECT ({numbers[-1]} AS ?n) {{}}", "Connection: close"))
        received = b"".join(iter(lambda: client.recv(65536), b""))
    assert [int(found) for found in re.findall(rb'"value":"(\d+)"', received)] == numbers


@pytest.mark.parametrize(
    "pieces",
    [
        [b""],
        [b"GET /spar", b"ql?query=", b"ASK%20", b"%7B", b"%7D", b" HTTP", b"/1.1"],
        [b"GET / HTTP/1.1\r\n", *[b"X-%d: 1\r\n" % number for number in range(8)]],
        [
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
            b"Content-Length: 99\r\n\r\n",
            *[b"A"] * 8,
        ],
    ],
    ids=["nothing", "a line", "headers", "a body"],
)
def test_a_request_a_letter_at_a_time_comes_to_an_end(endpoint: Any, pieces: list[bytes]) -> None:
    with connect(endpoint) as client:
        client.settimeout(0.2)
        for piece in pieces * 20:
            try:
                client.sendall(piece)
                if client.recv(1000) == b"":
                    return
            except TimeoutError:
                continue
            except OSError:
                return
    pytest.fail("the server goes on listening")


def test_who_takes_nothing_of_an_answer_is_let_go(endpoint: Any) -> None:
    with connect(endpoint) as client:
        client.sendall(request(CROSS))
        time.sleep(3 * LIMITS.patience)
        with pytest.raises(ConnectionResetError):
            b"".join(iter(lambda: client.recv(65536), b""))


def test_who_takes_an_answer_slowly_gets_all_of_it(endpoint: Any) -> None:
    received = b""
    with connect(endpoint) as client:
        client.sendall(request(CROSS, "Connection: close"))
        while piece := client.recv(400_000):
            received += piece
            time.sleep(0.05)
    head, _, body = received.partition(b"\r\n\r\n")
    assert len(body) == int(re.findall(rb"content-length: (\d+)", head)[0])
    assert len(json.loads(body)["results"]["bindings"]) == 20000


def test_connections_are_counted(endpoint: Any) -> None:
    with ExitStack() as opened:
        for _ in range(LIMITS.connections):
            opened.enter_context(connect(endpoint))
        time.sleep(0.1)
        for refused in (ask(endpoint, ALL), httpx.get(f"{endpoint.address}/health")):
            assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
            assert set(FIXED) <= set(refused.headers)
    time.sleep(0.1)
    assert ask(endpoint, ALL).status_code == 200


# ------------------------------------------------------------------ answers that are kept


def kept(where: Any) -> int:
    told = httpx.get(f"{where.address}/metrics").text
    return int(re.findall(r"^communique_queries_kept_total (\d+)$", told, re.MULTILINE)[0])


def test_an_answer_is_kept_until_something_is_written(endpoint: Any) -> None:
    query = "SELECT ?o { <urn:kept> ?p ?o }"
    before = kept(endpoint)
    assert [ask(endpoint, query, **more).text.count("value") for more in ({}, {}, LONG_WAY)] == [0, 0, 0]
    assert kept(endpoint) == before + 2
    write = httpx.post(
        f"{endpoint.address}/sparql",
        content="INSERT DATA { GRAPH <urn:g> { <urn:kept> <urn:p> 1 } }",
        headers={"authorization": f"Bearer {endpoint.token}", "content-type": "application/sparql-update"},
        timeout=20,
    )
    assert write.status_code == 204
    assert ask(endpoint, query).text.count("value") == 1


@pytest.mark.parametrize("query", ["SELECT (RAND() AS ?x) {}", "SELECT (STRUUID() AS ?x) {}"])
def test_what_differs_each_time_is_not_kept(endpoint: Any, query: str) -> None:
    assert ask(endpoint, query).text != ask(endpoint, query).text


def test_what_is_kept_is_bounded() -> None:
    cache = AnswerCache(640_000)
    for number in range(200):
        cache.put(str(number), Answer(200, body=b"x" * 5000))
    cache.put("large", Answer(200, body=b"x" * 20_000))
    cache.put("problem", Answer(503, body=b"x"))
    found = [number for number in range(200) if cache.get(str(number))]
    assert found == list(range(84, 200))
    assert cache.get("large") is cache.get("problem") is None
