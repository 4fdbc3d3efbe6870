"""Methods, headers that are always there, and what is told where a request cannot be followed (RFC 9110)."""

import gzip
from typing import Any
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest
from starlette.requests import Request
from starlette.routing import Route

from communique.publishing.endpoint import create_app
from communique.publishing.server import running
from communique.publishing.serving.headers import FIXED
from communique.publishing.storage.store import GraphStore

QUERY = "/sparql?query=ASK%7B%7D"
LONG_WAY = ("X-Forwarded-For", "192.0.2.1")
GRAPH = "/graphs?default"
RESOURCES = [
    *("/", "/queries", "/openapi.json", "/health", "/queries/drafts", "/static/style.css", "/dump.nt"),
    *("/doc/state/fr", "/doc/state/fr.ttl", "/doc/state/", "/doc/?q=fra", "/ns", "/ns.jsonld", "/dataset"),
    *("/sparql", QUERY, GRAPH),
]

# ------------------------------------------------------------------ methods (sections 9.3.7 and 15.5.6)

READ = "GET, HEAD, OPTIONS"
WRITE = "GET, HEAD, POST, PUT, DELETE, OPTIONS"
ALLOWED = {
    **dict.fromkeys([*RESOURCES, "/id/state/fr", "/doc/", "/metrics", "/ready", "/dump.ttl"], READ),
    **dict.fromkeys(["/.well-known/void", "/scheme/act", "/static/nothing.css", "/queries/gossip"], READ),
    **dict.fromkeys(["/sparql", "/sparql/", QUERY], "GET, HEAD, POST, OPTIONS"),
    **dict.fromkeys([GRAPH, "/graphs", "/graphs/x"], WRITE),
}


@pytest.mark.parametrize(("path", "allowed"), ALLOWED.items(), ids=[path[:40] for path in ALLOWED])
def test_options_and_other_methods(ask: Any, path: str, allowed: str) -> None:
    told = ask(path, method="OPTIONS")
    assert (told.status, told.headers["allow"], told.body) == (204, allowed, b"")
    assert "access-control-allow-methods" not in told.headers
    told = ask(path, method="PROPFIND")
    assert (told.status, told.headers["allow"]) == (405, allowed)


def test_the_server_as_a_whole(ask: Any) -> None:
    assert ask("*", method="OPTIONS").status == 204


@pytest.mark.parametrize("headers", [None, "authorization, content-type, if-match"])
def test_a_page_elsewhere_may_ask(ask: Any, headers: str | None) -> None:
    wanted = [("Origin", "https://example.org"), ("Access-Control-Request-Method", "PUT")]
    asked = [("Access-Control-Request-Headers", headers)] if headers else []
    told = ask(GRAPH, *wanted, *asked, method="OPTIONS")
    assert (told.status, told.headers["access-control-allow-origin"]) == (204, "*")
    assert told.headers["access-control-allow-methods"] == WRITE
    assert told.headers["access-control-allow-headers"] == (headers or "*")


@pytest.mark.parametrize("path", [*RESOURCES, "/nowhere", "/id/state/fr"])
@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_head_tells_what_get_tells(ask: Any, path: str, coding: str) -> None:
    got, head = (ask(path, ("Accept-Encoding", coding), method=method) for method in ("GET", "HEAD"))
    assert (head.status, head.body) == (got.status, b"")
    assert {**dict(head.headers), "date": ""} == {**dict(got.headers), "date": ""}


# ------------------------------------------------------------------ headers that are always there

FIXED_ON = [
    *((200, "GET", path, ()) for path in RESOURCES),
    (200, "GET", QUERY, (LONG_WAY,)),
    (304, "GET", QUERY, (("If-None-Match", "*"),)),
    (204, "OPTIONS", "/sparql", ()),
    (303, "GET", "/id/state/fr", ()),
    (400, "GET", "/sparql?query=SELECT", ()),
    (401, "POST", "/graphs?graph=urn:x", ()),
    (404, "GET", "/nowhere", ()),
    (405, "POST", "/", ()),
    (415, "POST", "/sparql", ()),
]


@pytest.mark.parametrize(("status", "method", "path", "headers"), FIXED_ON)
def test_fixed_headers(ask: Any, status: int, method: str, path: str, headers: Any) -> None:
    told = ask(path, *headers, method=method)
    assert told.status == status
    assert {name: told.headers.get_all(name) for name in FIXED} == {n: [v] for n, v in FIXED.items()}
    assert "unsafe" not in told.headers["content-security-policy"]


MALFORMED = [
    ("no HTTP", b"HELO\r\n\r\n", 400, b"Invalid HTTP request"),
    ("no host", b"GET / HTTP/1.1\r\n\r\n", 400, b"with one Host"),
    ("two hosts", b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, b"with one Host"),
    *(
        (f"the host {host!r}", b"GET / HTTP/1.1\r\nHost: " + host + b"\r\n\r\n", 400, b"Host is a name")
        for host in (
            b"a b",
            b'a"><script>',
            b'<>/../"',
            b"a/b",
            b"u@a",
            b"a:b",
            b"a:1:2",
            b"a%zz",
            b"[::zz]",
            b"[::1",
            b"::1",
            b"\xe9",
        )
    ),
    (
        "a wrong host behind a full address",
        b"GET http://a/ HTTP/1.1\r\nHost: a b\r\n\r\n",
        400,
        b"Host is a name",
    ),
    ("a full address without a host", b"GET http://a/ HTTP/1.1\r\n\r\n", 400, b"with one Host"),
    *(
        (f"the address {target!r}", b"GET " + target + b" HTTP/1.1\r\nHost: a\r\n\r\n", 400, b"no server")
        for target in (b"http:///x", b"http://:80/x", b"http://u@a/x", b"http://a:b/x", b"ftp://a/x")
    ),
    ("a long address", b"GET /" + b"x" * 66_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414, b"post the query"),
    ("a long query", b"GET /sparql?" + b"x" * 66_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414, b"65,535 bytes"),
    ("a long head", b"GET / HTTP/1.1\r\nX: " + b"x" * (1 << 20), 431, b"too long"),
]


@pytest.mark.parametrize(
    ("sent", "status", "words"), [c[1:] for c in MALFORMED], ids=[c[0] for c in MALFORMED]
)
def test_what_no_request_can_be_made_of(exchange: Any, sent: bytes, status: int, words: bytes) -> None:
    head, _, body = exchange(sent).partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0].split()[1] == str(status)
    assert {f"{name}: {value}" for name, value in FIXED.items()} <= set(lines)
    assert "connection: close" in lines
    assert words in body


HEAD = [
    ("a long address", b"HEAD /" + b"x" * 66_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414),
    ("a malformed address", b"HEAD /\x01 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("a blank in the address", b"HEAD /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("no host", b"HEAD / HTTP/1.1\r\n\r\n", 400),
    ("a long head", b"HEAD / HTTP/1.1\r\nX: " + b"x" * (1 << 20), 431),
]


@pytest.mark.parametrize(("sent", "status"), [case[1:] for case in HEAD], ids=[case[0] for case in HEAD])
def test_a_refused_head_has_no_content(exchange: Any, sent: bytes, status: int) -> None:
    head, _, body = exchange(sent).partition(b"\r\n\r\n")
    assert (int(head.split()[1]), body) == (status, b"")


def test_what_follows_a_head_is_no_head(exchange: Any) -> None:
    sent = b"HEAD /health HTTP/1.1\r\nHost: a\r\n\r\nGARBAGE\r\n\r\n"
    assert exchange(sent).endswith(b"\r\n\r\nInvalid HTTP request received.\n")


HOSTS = [b"", b"a", b"a.example:81", b"a:", b"127.0.0.1:1", b"[::1]", b"[2001:db8::1]:81", b"a_b~c", b"a%20b"]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("target", [b"/health", b"http://a/health"])
def test_a_host_that_can_be(exchange: Any, host: bytes, target: bytes) -> None:
    sent = b"GET " + target + b" HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n\r\n"
    assert exchange(sent).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("http://b.example:81", "<code>http://b.example:81/sparql</code>"),
        ("http://b.example?x", "<code>http://b.example/sparql</code>"),
        ("HTTPS://b.example/", "<code>https://b.example/sparql</code>"),
        ("http://[::1]:81/", "<code>http://[::1]:81/sparql</code>"),
    ],
)
def test_an_address_in_full_names_the_server(exchange: Any, target: str, told: str) -> None:
    head = "Host: a\r\nAccept: text/html\r\nConnection: close"
    answer = exchange(f"GET {target} HTTP/1.1\r\n{head}\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert told in answer.decode()


def test_the_longest_address_is_taken(exchange: Any) -> None:
    query = quote("ASK {} #").encode()
    address = b"/sparql?query=" + query + b"x" * (0xFFFF - len(b"/sparql?query=" + query))
    head = exchange(b"GET " + address + b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 ")


def test_what_breaks_is_told_as_everything_is() -> None:
    async def breaks(_: Request) -> Any:
        raise RuntimeError("secret")

    app = create_app(GraphStore(ox.Store()))
    app.router.routes.insert(0, Route("/breaks", breaks))
    with running(app) as address:
        told = httpx.get(f"{address}/breaks")
    assert (told.status_code, told.headers["content-type"]) == (500, "application/problem+json")
    assert set(FIXED) <= set(told.headers)
    assert "secret" not in told.text


# ------------------------------------------------------------------ what is told, and how

NOWHERE = ["/nope", "/dump.xyz", "/dump.html", "/ns.txt", "/static/nothing.css", "/static/", "/queries/a/b"]


@pytest.mark.parametrize("path", NOWHERE)
@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/problem+json"),
        ("text/html", "text/html; charset=utf-8"),
        ("x/y", "application/problem+json"),
    ],
)
def test_where_nothing_is(ask: Any, path: str, accept: str, media_type: str) -> None:
    told = ask(path, ("Accept", accept))
    assert (told.status, told.headers["content-type"]) == (404, media_type)
    assert f"Nothing is served at {path}." in told.body.decode()
    assert b"/openapi.json" in told.body


CODED = [("gzip", 415), ("GZIP", 415), ("br", 415), ("identity", 200), ("", 200)]


@pytest.mark.parametrize(("coding", "status"), CODED)
def test_bodies_are_sent_as_they_are(ask: Any, endpoint: Any, coding: str, status: int) -> None:
    for method, path, media_type, text in [
        ("POST", "/sparql", "application/sparql-query", b"ASK {}"),
        ("PUT", "/graphs?graph=urn:coded", "text/turtle", b"<urn:s> <urn:p> 1 ."),
    ]:
        headers = [("Content-Type", media_type), ("Content-Encoding", coding)]
        body = gzip.compress(text) if status == 415 else text
        told = ask(path, *headers, ("Authorization", endpoint.bearer), method=method, body=body)
        assert told.status == status or (status, told.status // 100) == (200, 2), told.body
        assert (told.headers["accept-encoding"] == "identity") == (status == 415)
