"""Hostile requests as a table: what each is told, that it gets nowhere, and that the server outlasts it."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest

from communique.publishing.endpoint import create_app
from communique.publishing.limits import Limits
from communique.publishing.readers import Readers
from communique.publishing.server import running
from communique.publishing.store import GraphStore
from communique.publishing.tokens import Tokens, new_token

RECORD = Path(__file__).parent.parent / "queries" / "small.trig"
QUERY, UPDATE, FORM = (
    "application/sparql-query",
    "application/sparql-update",
    "application/x-www-form-urlencoded",
)
TURTLE = "text/turtle"


class Case(NamedTuple):
    """`status` are those that are right; `raw` is sent as it is, with HOST and TRAP filled in."""

    id: str
    status: tuple[int, ...]
    method: str = "GET"
    path: str = "/sparql"
    body: bytes = b""
    media_type: str | None = None
    headers: dict[str, str] = {}  # noqa: RUF012 - a table's default that nobody changes
    token: bool = False
    raw: bytes = b""
    never: str = "root:"


def asked(name: str, query: str, *status: int, **more: str) -> Case:
    return Case(name, status, path=f"/sparql?query={quote(query)}", **more)  # type: ignore[arg-type]


def updated(name: str, text: str, *status: int) -> Case:
    return Case(name, status, "POST", body=text.encode(), media_type=UPDATE, token=True)


def posted(name: str, body: bytes, media_type: str | None, *status: int) -> Case:
    return Case(name, status, "POST", body=body, media_type=media_type)


def raw(name: str, text: str, *status: int) -> Case:
    return Case(name, status, raw=text.encode("latin-1"))


HEAD = "Host: HOST\r\nConnection: close\r\n"
CASES = [
    # Traversal: no file is served but those of the package.
    *(
        Case(f"traversal {number}", (400, 404), path=path)
        for number, path in enumerate(
            [
                "/static/../../../../etc/passwd",
                "/static/..%2f..%2f..%2f..%2fetc%2fpasswd",
                "/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
                "/static//etc/passwd",
                "/static/..\\..\\etc\\passwd",
                "/static/%00/style.css",
                "/static/style.css%00.html",
                "/static/../server.py",
                "/static/.",
                "/queries/../../etc/passwd",
                "/queries/..%2f..%2fetc%2fpasswd",
                "/queries/%2e%2e%2fcatalogue.py",
                "//etc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
            ]
        )
    ),
    # Reaching out: SERVICE and LOAD, however they are spelt.
    asked("service", "ASK { SERVICE <TRAP> { ?s ?p ?o } }", 403),
    asked("service silent", "ASK { SERVICE SILENT <TRAP> { ?s ?p ?o } }", 403),
    asked("service without a blank", "ASK { SERVICESILENT<TRAP>{ ?s ?p ?o } }", 403),
    asked("service with a prefix", "PREFIX : <TRAP> ASK { SERVICE: { ?s ?p ?o } }", 403),
    asked("service in mixed case", "ASK { sErViCe <TRAP> { ?s ?p ?o } }", 403),
    asked("service by a variable", "ASK { VALUES ?x { <TRAP> } SERVICE ?x { ?s ?p ?o } }", 403),
    asked("service in a subquery", "ASK { { SELECT * { SERVICE <TRAP> { ?s ?p ?o } } } }", 403),
    asked("service in exists", "ASK { FILTER EXISTS { SERVICE <TRAP> { ?s ?p ?o } } }", 403),
    asked("service behind a comment", "ASK { #x\nSERVICE#y\n<TRAP> { ?s ?p ?o } }", 403),
    asked("service in escapes", "ASK { \\u0053ERVICE <TRAP> { ?s ?p ?o } }", 400),
    asked("service after a number", "ASK { ?s ?p 5.SERVICE <TRAP> { ?s ?p ?o } }", 400, 403),
    asked("from a file", "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", 200),
    asked("from elsewhere", "SELECT * FROM <TRAP> { ?s ?p ?o }", 200),
    updated("load", "LOAD <TRAP>", 403),
    updated("load silent into", "LOAD SILENT <TRAP> INTO GRAPH <urn:x>", 403),
    updated("load without a blank", "LOADSILENT<TRAP>", 403),
    updated("load of a file", "LOAD <file:///etc/passwd>", 403),
    updated("load of the metadata service", "LOAD <http://169.254.169.254/latest/meta-data/>", 403),
    updated("load second", "INSERT DATA { <a:a> <b:b> 1 } ; LOAD <TRAP>", 403),
    updated("load behind a comment", "#\nLOAD#x\n<TRAP>", 403),
    updated("load after a prologue", "PREFIX insert: <urn:i> BASE <urn:b> LOAD <TRAP>", 403),
    updated("load in mixed case", "lOaD <TRAP>", 403),
    updated("service in an update", "INSERT { ?s ?p ?o } WHERE { SERVICE <TRAP> { ?s ?p ?o } }", 403),
    updated("an update that does not parse", "INSERT DATA {", 400),
    updated("a query as an update", "SELECT * { ?s ?p ?o }", 400),
    # Injection into the named queries: values are terms, never text.
    *(
        Case(f"injection {number}", (200, 400), path=f"/queries/statements-by?speaker={quote(words)}")
        for number, words in enumerate(
            [
                '" } SERVICE <TRAP> { ?a ?b ?c } #',
                "' UNION { ?s ?p ?o } #",
                '\\" } ; DROP ALL #',
                "} UNDEF { VALUES ?speaker { UNDEF }",
                "\x00",
                "<script>alert(1)</script>",
                "‮evil",
                "%s%s%n{0}{speaker}",
                "a" * 3000,
            ]
        )
    ),
    Case("injection into an IRI", (400,), path="/queries/evidence?thing=" + quote("urn:x> } DROP ALL #")),
    Case("injection into a day", (400,), path="/queries/meetings-on-day?day=" + quote('2026-01-06" } #')),
    Case("a parameter that is none", (400,), path="/queries/drafts?__class__=x"),
    Case("markup in an error", (404,), path="/queries/" + quote("<script>x</script>"), never="<script>x"),
    # Who may write.
    Case("an update without a token", (401,), "POST", body=b"CLEAR ALL", media_type=UPDATE),
    Case("a graph without a token", (401,), "PUT", "/graphs?graph=urn:x", b"", TURTLE),
    Case("a removal without a token", (401,), "DELETE", "/graphs?default"),
    *(
        Case(
            f"a wrong token {number}",
            (401,),
            "POST",
            "/sparql",
            b"CLEAR ALL",
            UPDATE,
            {"authorization": value},
        )
        for number, value in enumerate(
            ["Bearer", "Bearer  ", "Bearer null", "Basic ZWRpdG9yOng=", "bearer\t x", "Bearer " + "x" * 4000]
        )
    ),
    Case("a token in the address", (401,), "POST", "/sparql?access_token=x", b"CLEAR ALL", UPDATE),
    Case("an update by GET", (400,), path="/sparql?update=CLEAR%20ALL", token=True),
    Case("another method in a header", (400, 200), "GET", headers={"x-http-method-override": "DELETE"}),
    Case("TRACE", (405,), "TRACE"),
    Case("CONNECT", (400, 404, 405), raw=b"CONNECT HOST HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n"),
    # What does not fit.
    posted("a body beyond the limit", b"#" * 60_000, QUERY, 413),
    posted("a form beyond the limit", b"query=" + b"+" * 60_000, FORM, 413),
    posted("too many parameters", b"a=1&" * 2000, FORM, 400),
    posted("UTF-16", "ASK {}".encode("utf-16"), QUERY, 400),
    posted("UTF-7", b"ASK {}", f"{QUERY}; charset=utf-7", 415),
    posted("half a character", b"ASK { ?s ?p '\xc3' }", QUERY, 400),
    posted("a surrogate", b"ASK { ?s ?p '\xed\xa0\x80' }", QUERY, 400),
    posted("a zero byte", b"ASK {}\x00", QUERY, 400),
    posted("JSON", b'{"query": "ASK {}"}', "application/json", 415),
    posted("XML with an entity", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "text/xml", 415),
    posted("no media type", b"ASK {}", None, 415),
    asked("deep braces", "ASK " + "{" * 400 + "}" * 400, 200, 400, 503),
    asked("a regular expression", 'ASK { FILTER(REGEX("' + "a" * 30 + '!", "(a+)+$")) }', 200, 400),
    asked("a broken regular expression", 'SELECT (REGEX("a", "(") AS ?x) {}', 200, 400),
    Case("a graph that is no IRI", (400,), path="/sparql?query=ASK%7B%7D&default-graph-uri=%00"),
    Case(
        "an Accept without end", (200, 406), path="/sparql?query=ASK%7B%7D", headers={"accept": "a/b," * 5000}
    ),
    Case(
        "weights that are none", (200, 406), path="/sparql?query=ASK%7B%7D", headers={"accept": "*/*;q=NaN"}
    ),
    Case(
        "a host that is none", (200, 400), path="/sparql", headers={"host": 'x"><script>'}, never="<script>"
    ),
    Case(
        "RDF/XML with an entity",
        (400,),
        "PUT",
        "/graphs?graph=urn:evil",
        (
            b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
            b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e#">'
            b'<rdf:Description rdf:about="urn:s"><e:p>&a;</e:p></rdf:Description></rdf:RDF>'
        ),
        "application/rdf+xml",
        token=True,
    ),
    Case(
        "JSON-LD with a context elsewhere",
        (400,),
        "PUT",
        "/graphs?graph=urn:evil",
        b'{"@context": "TRAP", "a": "b"}',
        "application/ld+json",
        token=True,
    ),
    Case("a graph that is two", (400,), path="/graphs?graph=urn:a&graph=urn:b"),
    Case("a graph that is no name", (400,), path="/graphs?graph=" + quote("a> } DROP ALL")),
    Case(
        "a form of nothing",
        (400, 415, 204, 201),
        "POST",
        "/graphs?graph=urn:form",
        b"--x--",
        "multipart/form-data; boundary=x",
        token=True,
    ),
    # Smuggling, and what is no HTTP.
    raw(
        "two lengths",
        f"POST /sparql HTTP/1.1\r\n{HEAD}Content-Length: 5\r\nContent-Length: 6\r\n\r\nASK {{}}",
        400,
    ),
    raw(
        "length and chunks",
        f"POST /sparql HTTP/1.1\r\n{HEAD}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
        "0\r\n\r\nGET /metrics HTTP/1.1\r\nHost: HOST\r\n\r\n",
        400,
        415,
    ),
    raw(
        "an odd encoding",
        f"POST /sparql HTTP/1.1\r\n{HEAD}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        400,
        501,
        415,
    ),
    raw(
        "a chunk that is no number",
        f"POST /sparql HTTP/1.1\r\n{HEAD}Content-Type: {QUERY}\r\n"
        "Transfer-Encoding: chunked\r\n\r\nZZ\r\nASK\r\n0\r\n\r\n",
        400,
    ),
    raw("a negative length", f"POST /sparql HTTP/1.1\r\n{HEAD}Content-Length: -1\r\n\r\n", 400),
    raw(
        "a length without end",
        f"POST /sparql HTTP/1.1\r\n{HEAD}Content-Type: {QUERY}\r\n"
        "Content-Length: 99999999999999999999\r\n\r\n",
        400,
        413,
    ),
    raw("a folded header", f"GET /health HTTP/1.1\r\n{HEAD}X-A: b\r\n c\r\n\r\n", 200, 400),
    raw("a blank before the colon", f"GET /health HTTP/1.1\r\n{HEAD}Content-Length : 5\r\n\r\n", 400),
    raw("a bare line feed", "GET /health HTTP/1.1\nHost: HOST\nConnection: close\n\n", 200, 400),
    raw("no version", "GET /health\r\n\r\n", 400),
    raw("another version", f"GET /health HTTP/9.9\r\n{HEAD}\r\n", 200, 400, 505),
    raw("no host", "GET /health HTTP/1.1\r\nConnection: close\r\n\r\n", 400),
    raw("two hosts", f"GET /health HTTP/1.1\r\n{HEAD}Host: evil\r\n\r\n", 400),
    raw("a carriage return in the address", f"GET /health%0d%0aX-Evil:%201 HTTP/1.1\r\n{HEAD}\r\n", 404),
    raw("a whole address", f"GET http://169.254.169.254/ HTTP/1.1\r\n{HEAD}\r\n", 200, 400, 404),
    raw("nonsense", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
    raw("a long address", f"GET /{'a' * 2_000_000} HTTP/1.1\r\n{HEAD}\r\n", 400, 404, 414, 431),
]


class Target(NamedTuple):
    address: str
    token: str
    trap: str
    caught: socket.socket


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """An endpoint, and a trap: a port that nothing may ever connect to."""
    folder = tmp_path_factory.mktemp("hostile")
    with GraphStore(ox.Store(str(folder / "store")), folder / "store") as store, store.committing():
        store.oxigraph.bulk_load(path=RECORD)
    token = new_token("editor", folder / "tokens")
    app = create_app(
        Readers(folder / "store", Limits(seconds=10, request=50_000, readers=1)),
        Tokens.load(folder / "tokens", {}),
    )
    with socket.create_server(("127.0.0.1", 0)) as trap, running(app) as address:
        trap.settimeout(0)
        yield Target(address, token, f"http://127.0.0.1:{trap.getsockname()[1]}/", trap)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_hostile(target: Target, case: Case) -> None:
    status, text = _raw(target, case) if case.raw else _sent(target, case)
    assert status in case.status, text[:300]
    assert case.never not in text
    assert "Traceback" not in text
    with pytest.raises(BlockingIOError):
        target.caught.accept()
    after = httpx.get(f"{target.address}/sparql", params={"query": "ASK { GRAPH ?g { ?s ?p ?o } }"})
    assert (after.status_code, after.json()["boolean"]) == (200, True)


def _sent(target: Target, case: Case) -> tuple[int, str]:
    """Over a socket of our own where a client would tidy the address up."""
    headers = {"host": target.address.removeprefix("http://"), "connection": "close", **case.headers}
    if case.media_type:
        headers["content-type"] = case.media_type
    if case.token:
        headers["authorization"] = f"Bearer {target.token}"
    body = case.body.replace(b"TRAP", target.trap.encode())
    headers["content-length"] = str(len(body))
    path = case.path.replace("TRAP", quote(target.trap))
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return _exchange(target, f"{case.method} {path} HTTP/1.1\r\n{lines}\r\n".encode("latin-1") + body)


def _raw(target: Target, case: Case) -> tuple[int, str]:
    return _exchange(target, case.raw.replace(b"HOST", target.address.removeprefix("http://").encode()))


def _exchange(target: Target, sent: bytes) -> tuple[int, str]:
    host, _, port = target.address.removeprefix("http://").rpartition(":")
    received = b""
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        try:
            connection.sendall(sent)
            while piece := connection.recv(65536):
                received += piece
        except (ConnectionResetError, BrokenPipeError):
            pass
    assert received.startswith(b"HTTP/1.1 "), received[:100]
    return int(received[9:12]), received.decode("utf-8", "replace")


def test_there_are_many() -> None:
    assert len(CASES) >= 60
    assert len({case.id for case in CASES}) == len(CASES)
