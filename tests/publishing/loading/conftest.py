"""An endpoint whose updates may load what a server beside it has, and what that does wrong."""

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import httpx
import pyoxigraph as ox
import pytest

from communique.ontology.vocabulary import CMQ
from communique.publishing.answering.federation import checked_sources
from communique.publishing.answering.limits import Limits
from communique.publishing.answering.readers import Readers
from communique.publishing.endpoint import create_app
from communique.publishing.server import running
from communique.publishing.serving.tokens import Tokens, new_token
from communique.publishing.storage.store import GraphStore, open_snapshot

TURTLE = "text/turtle"
NOBODY = "http://127.0.0.1:1/"
LONGEST = 20_000
SECONDS = 2
DOCUMENTS = {
    "/turtle": (TURTLE, b"<#s> <urn:p> 'one' ."),
    "/turtle/": (TURTLE, b""),
    "/charset": ("Text/Turtle; charset=UTF-8", "<urn:s> <urn:p> 'é“\\n\\\\' .".encode()),
    "/ntriples": ("application/n-triples", b"<urn:s> <urn:p> _:b .\n_:b <urn:p> <urn:o> .\n"),
    "/jsonld": ("application/ld+json", b'{"@id": "urn:s", "urn:p": "one"}'),
    "/rdfxml": (
        "application/rdf+xml",
        b'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<r:Description r:about="urn:s"><p xmlns="urn:">one</p></r:Description></r:RDF>',
    ),
    "/braces": (TURTLE, b'<urn:s> <urn:p> """} } ; DROP ALL ; # \'\'\'\\" """ .'),
    "/breaking-out": (TURTLE, b"<urn:s> <urn:p> \"''' } ; DROP ALL ; INSERT DATA { <urn:a> <urn:b> '''\" ."),
    "/statement": (TURTLE, f"<urn:s> a <{CMQ.Statement}> .".encode()),
    "/longest": (TURTLE, b"<urn:s> <urn:p> 'one' .".ljust(LONGEST)),
    "/too-long": (TURTLE, b"<urn:s> <urn:p> 'one' .".ljust(LONGEST + 1)),
    "/swelling": (
        TURTLE,
        b"@prefix x: <urn:%b> .\n" % (b"x" * 9000) + b"x:a x:a x:a, x:b, x:c, x:d, x:e, x:f, x:g, x:h, x:i .",
    ),
    "/html": ("text/html", b"<p>"),
    "/trig": ("application/trig", b"<urn:g> { <urn:s> <urn:p> 1 }"),
    "/no-type": ("", b"<urn:s> <urn:p> 1"),
    "/quads": ("application/n-triples", b"<urn:s> <urn:p> <urn:o> <urn:g> .\n"),
    "/ill-formed": (TURTLE, b"<urn:s> <urn:p> 1, 2, 3 .\n" * 50 + b"<urn:s> <urn:"),
    "/context": ("application/ld+json", b'{"@context": "/turtle", "@id": "urn:s", "x": 1}'),
    "/entity": (
        "application/rdf+xml",
        b'<!DOCTYPE r:RDF [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        b'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<r:Description r:about="urn:s"><p xmlns="urn:">&x;</p></r:Description></r:RDF>',
    ),
}


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
DOCUMENTS["/laughs"] = (
    "application/rdf+xml",
    f'<!DOCTYPE r:RDF [<!ENTITY e0 "ha">{ENTITIES}]>'
    '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<r:Description r:about="urn:s"><p xmlns="urn:">&e9;</p></r:Description></r:RDF>'.encode(),
)


class Elsewhere(NamedTuple):
    """A server of documents, another one on a private address, and what both were asked for."""

    address: str
    private: str
    asked: list[str]


class Handler(BaseHTTPRequestHandler):
    """Documents, and whatever else servers do."""

    asked: list[str]
    private: str
    ended: threading.Event

    def do_GET(self) -> None:
        self.asked.append(self.path)
        what, _, kind = self.path[1:].partition("/")
        if what.isdecimal():
            self.answer(int(what), TURTLE, b"<urn:s> <urn:p> 1", location=f"{self.private}/{kind}")
        elif hasattr(self, what):
            getattr(self, what)()
        else:
            self.answer(200, *DOCUMENTS[self.path])

    def answer(self, status: int, media_type: str, body: bytes, **more: str) -> None:
        self.send_response(status)
        if media_type:
            self.send_header("content-type", media_type)
        for name, value in {"content_length": str(len(body)), **more}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def packed(self) -> None:
        self.answer(200, TURTLE, gzip.compress(b"<urn:s> <urn:p> 1"), content_encoding="gzip")

    def broken(self) -> None:
        self.answer(200, "application/n-triples", b'<urn:s> <urn:p> "one" .\n', content_length="1000")

    def declared(self) -> None:
        self.answer(200, TURTLE, b"", content_length=str(10**15))

    def nonsense(self) -> None:
        self.wfile.write(b"nonsense\r\n\r\n")

    def slow(self) -> None:
        self.ended.wait(60)

    def endless(self) -> None:
        """Triples without a length, as fast as they are taken."""
        self.send_response(200)
        self.send_header("content-type", "application/n-triples")
        self.end_headers()
        try:
            while not self.ended.is_set():
                self.wfile.write(b'<urn:s> <urn:p> "one" .\n' * 100)
        except OSError:
            self.close_connection = True

    def dripping(self) -> None:
        """The same, a triple now and then."""
        self.send_response(200)
        self.send_header("content-type", "application/n-triples")
        self.end_headers()
        try:
            while not self.ended.wait(0.1):
                self.wfile.write(b'<urn:s> <urn:p> "one" .\n')
        except OSError:
            self.close_connection = True

    def log_message(self, *args: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Elsewhere]:
    Handler.asked, Handler.ended = [], threading.Event()
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Handler) for _ in range(2)]
    threads = [threading.Thread(target=server.serve_forever, args=(0.05,)) for server in servers]
    for thread in threads:
        thread.start()
    address, Handler.private = (f"http://127.0.0.1:{server.server_port}" for server in servers)
    yield Elsewhere(address, Handler.private, Handler.asked)
    Handler.ended.set()
    for server, thread in zip(servers, threads, strict=True):
        server.shutdown()
        thread.join()
        server.server_close()


class Served(NamedTuple):
    address: str
    store: Path
    token: str
    elsewhere: Elsewhere

    def update(self, update: str, token: str | None = None, **parameters: str) -> httpx.Response:
        """Its answer; ELSEWHERE stands for the server of the documents."""
        return httpx.post(
            f"{self.address}/sparql",
            params=parameters,
            content=update.replace("ELSEWHERE", self.elsewhere.address),
            headers={"content-type": "application/sparql-update"}
            | ({"authorization": f"Bearer {token or self.token}"} if token != "" else {}),
            timeout=60,
        )

    def state(self) -> list[str]:
        """All quads as text, in order."""
        with open_snapshot(self.store) as store:
            address = self.elsewhere.address
            return sorted(str(quad).replace(address, "ELSEWHERE") for quad in store.quads())


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory, elsewhere: Elsewhere) -> Iterator[Served]:
    yield from serving(tmp_path_factory.mktemp("loading"), elsewhere)


@pytest.fixture(scope="module")
def checking(tmp_path_factory: pytest.TempPathFactory, elsewhere: Elsewhere) -> Iterator[Served]:
    yield from serving(tmp_path_factory.mktemp("checking"), elsewhere, checked=True)


def serving(folder: Path, elsewhere: Elsewhere, checked: bool = False) -> Iterator[Served]:
    with GraphStore(ox.Store(str(folder / "s")), folder / "s") as store, store.committing():
        pass
    token = new_token("editor", folder / "tokens")
    secure = elsewhere.address.replace("http:", "https:")
    allowed = checked_sources([f"{elsewhere.address}/", f"{secure}/", NOBODY])
    limits = Limits(seconds=SECONDS, readers=1, request=LONGEST, sources=allowed)
    app = create_app(Readers(folder / "s", limits), Tokens.load(folder / "tokens", {}), checked)
    with running(app) as address:
        yield Served(address, folder / "s", token, elsewhere)


@pytest.fixture
def served(endpoint: Served) -> Served:
    """Empty but for one triple, and with nothing asked yet."""
    assert endpoint.update("DROP ALL ; INSERT DATA { <urn:was> <urn:p> 1 }").status_code == 204
    endpoint.elsewhere.asked.clear()
    return endpoint
