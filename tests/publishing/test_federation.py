"""SERVICE: refused before anything runs, unless it names an endpoint that is allowed, exactly as it is."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import httpx
import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

from communique.cli import app as cli
from communique.errors import QueryRefusedError, UsageError
from communique.publishing.answering.federation import checked_services
from communique.publishing.answering.limits import Limits
from communique.publishing.answering.readers import Readers
from communique.publishing.endpoint import create_app
from communique.publishing.querying.queries import check_query
from communique.publishing.server import running
from communique.publishing.storage.store import GraphStore

ONE = "http://one.example/sparql"
TWO = "http://[::1]:8890/sparql?graph=x"
ALLOWED = (ONE, TWO)
ANSWER = b'{"head":{"vars":["o"]},"results":{"bindings":[{"o":{"type":"literal","value":"from afar"}}]}}'


@pytest.mark.parametrize(
    "query",
    [
        f"ASK {{ SERVICE <{ONE}> {{ ?s ?p ?o }} }}",
        f"ASK {{ service silent <{ONE}> {{ ?s ?p ?o }} }}",
        f"ASK {{ SERVICE<{TWO}> {{ ?s ?p ?o }} }}",
        f"ASK {{ SERVICE\n\tSILENT\n<{TWO}> {{ ?s ?p ?o }} }}",
        f"ASK {{ SERVICE <{ONE}> {{ ?s ?p ?o }} SERVICE <{TWO}> {{ ?o ?q ?r }} }}",
        f"ASK {{ SERVICE <{ONE}> {{ ?s ?p ?o SERVICE <{TWO}> {{ ?o ?q ?r }} }} }}",
        f"ASK {{ {{ SELECT * {{ SERVICE <{ONE}> {{ ?s ?p ?o }} }} }} }}",
        f"ASK {{ ?s ?p ?o FILTER EXISTS {{ SERVICE <{ONE}> {{ ?s ?p ?o }} }} }}",
        f"ASK {{ SERVICE <{ONE}> {{ ?s ?p 'SERVICE <http://evil.example/>' }} }}",
        f"ASK {{ # SERVICE <http://evil.example/>\n SERVICE <{ONE}> {{ ?s ?p ?SERVICE }} }}",
        "ASK { ?s ?p 'SERVICE <http://evil.example/> { }' }",
        "PREFIX SERVICE: <http://evil.example/> ASK { ?s SERVICE:SERVICE/SERVICE:x ?o }",
    ],
)
def test_allowed(query: str) -> None:
    check_query(query, ALLOWED)


@pytest.mark.parametrize(
    "target",
    [
        "?x",
        "$x",
        "<http://evil.example/>",
        "<http://one.example@evil.example/sparql>",
        "<http://evil.example@one.example/sparql>",
        "<http://one.example:80/sparql>",
        "<https://one.example/sparql>",
        "<HTTP://one.example/sparql>",
        "<http://ONE.example/sparql>",
        "<http://one.example./sparql>",
        "<http://one.example/sparql/>",
        "<http://one.example/sparql?>",
        "<http://one.example/sparql#>",
        "<http://one.example/sp%61rql>",
        "<http://one.example/SPARQL>",
        "<http://one.example/x/../sparql>",
        "<http://one.example/sparql/../admin>",
        "<http://one.example.evil.example/sparql>",
        "<http://one.example/\\u0073parql>",
        "<//one.example/sparql>",
        "</sparql>",
        "<>",
        "one:sparql",
        "one:",
        f"# SERVICE <{ONE}>\n <http://evil.example/>",
        f"# <{ONE}>\n ?x",
        f"# a comment\n <{ONE}>",
        "<http://[::1]/sparql?graph=x>",
        "<http://[0:0:0:0:0:0:0:1]:8890/sparql?graph=x>",
        "<http://[::ffff:127.0.0.1]:8890/sparql?graph=x>",
        "<http://127.0.0.1:8890/sparql?graph=x>",
        "<http://2130706433/>",
        "<file:///etc/passwd>",
    ],
)
@pytest.mark.parametrize("silent", ["", "SILENT "])
@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "{{ SELECT * {{ {} }} }}",
        "FILTER NOT EXISTS {{ {} }}",
        f"SERVICE <{ONE}> {{{{ {{}} }}}}",
        f"SERVICE <{ONE}> {{{{ ?a ?b ?c }}}} {{}}",
        f"?t ?u 'SERVICE <{ONE}>' . {{}}",
    ],
    ids=["plain", "subquery", "exists", "nested", "beside", "after a string"],
)
def test_refused(target: str, silent: str, around: str) -> None:
    pattern = around.format(f"SERVICE {silent}{target} {{ ?s ?p ?o }}")
    query = f"BASE <http://one.example/x> PREFIX one: <http://one.example/> ASK {{ {pattern} }}"
    with pytest.raises(QueryRefusedError, match="asks only some others"):
        check_query(query, ALLOWED)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "one.example",
        "ftp://one.example/",
        "file:///etc/passwd",
        "http://",
        "http:///sparql",
        "http://user:word@one.example/",
        "http://one.example/#x",
        "http://one.example/a/../b",
        "http://one.example/a b",
        "http://one.example/>",
        "http://one.example:99999/",
        "http://[::1/",
        "http://one.example\\@evil.example/",
        "http://öne.example/",
    ],
)
def test_no_address_of_an_endpoint(address: str) -> None:
    with pytest.raises(UsageError, match="is not the address of an endpoint"):
        checked_services([address])


def test_the_command_says_so(tmp_path: Path) -> None:
    with GraphStore(ox.Store(str(tmp_path / "s")), tmp_path / "s"):
        pass
    done = CliRunner().invoke(cli, ["serve", "--store", str(tmp_path / "s"), "--allow-service", "file:///x"])
    assert done.exit_code != 0
    assert isinstance(done.exception, UsageError)


class Elsewhere(NamedTuple):
    """Another endpoint, and the paths that it was asked for."""

    address: str
    asked: list[str]


@pytest.fixture(scope="module")
def another() -> Iterator[Elsewhere]:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.do_GET()

        def do_GET(self) -> None:
            asked.append(self.path)
            if self.path == "/slow":
                ended.wait(60)
            self.send_response(int(self.path[1:]) if self.path.startswith("/3") else 200)
            self.send_header("location", "/elsewhere")
            self.send_header("content-type", "application/sparql-results+json")
            self.send_header("content-length", str(len(ANSWER)))
            self.end_headers()
            self.wfile.write(ANSWER)

        def log_message(self, *args: object) -> None:
            """Nothing."""

    ended = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield Elsewhere(f"http://127.0.0.1:{server.server_port}", asked)
    ended.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def elsewhere(another: Elsewhere) -> Elsewhere:
    """It, not asked yet."""
    another.asked.clear()
    return another


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory, another: Elsewhere) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("federation") / "s"
    with GraphStore(ox.Store(str(folder)), folder) as store, store.committing():
        store.oxigraph.update("INSERT DATA { <urn:s> <urn:p> <urn:o> }")
    paths = ("/sparql", "/slow", "/301", "/302", "/303", "/307", "/308")
    services = checked_services([f"{another.address}{path}" for path in paths])
    with running(create_app(Readers(folder, Limits(seconds=2, readers=1, services=services)))) as address:
        yield address


def asked(endpoint: str, service: str, silent: str = "") -> httpx.Response:
    query = f"SELECT ?o {{ SERVICE {silent} <{service}> {{ ?s ?p ?o }} }}"
    return httpx.get(f"{endpoint}/sparql", params={"query": query}, timeout=30)


def test_another_endpoint_answers_and_nothing_is_kept(endpoint: str, elsewhere: Elsewhere) -> None:
    for _ in range(2):
        answer = asked(endpoint, f"{elsewhere.address}/sparql")
        assert [row["o"]["value"] for row in answer.json()["results"]["bindings"]] == ["from afar"]
        assert "etag" not in answer.headers
    assert elsewhere.asked == ["/sparql", "/sparql"]


@pytest.mark.parametrize("path", ["/301", "/302", "/303", "/307", "/308"])
def test_redirects_are_not_followed(endpoint: str, elsewhere: Elsewhere, path: str) -> None:
    assert asked(endpoint, f"{elsewhere.address}{path}").status_code == 400
    assert elsewhere.asked == [path]


@pytest.mark.parametrize("silent", ["", "SILENT"])
def test_one_that_does_not_answer_is_waited_for_until_the_limit(
    endpoint: str, elsewhere: Elsewhere, silent: str
) -> None:
    assert asked(endpoint, f"{elsewhere.address}/slow", silent).status_code == 503
    query = {"query": "ASK { <urn:s> <urn:p> <urn:o> }"}
    assert httpx.get(f"{endpoint}/sparql", params=query, timeout=30).json()["boolean"] is True


@pytest.mark.parametrize("path", ["/", "/admin", "/sparql/", "/sparql?x=y"])
def test_others_are_refused_and_never_asked(endpoint: str, elsewhere: Elsewhere, path: str) -> None:
    assert asked(endpoint, f"{elsewhere.address}{path}").status_code == 403
    assert elsewhere.asked == []


# What looks like a SERVICE that is allowed, where the engine sees none; then one that is not, which it does.
HIDDEN = [
    "VALUES ?v {{\n# SERVICE SILENT\n<{good}> }} SERVICE <{evil}> {{ ?a ?b ?c }} VALUES ?w {{\n<x:y> }}",
    "VALUES ?v {{\n# SERVICE\n<{good}> }} SERVICE <{evil}> {{ ?a ?b ?c }}",
    "VALUES ?v {{ 'SERVICE SILENT' }} SERVICE <{evil}> {{ ?a ?b ?c }}",
    "?s ?p '''SERVICE SILENT\n<{good}>''' SERVICE <{evil}> {{ ?a ?b ?c }}",
    "?s ?p true SERVICE<{evil}>{{ ?a ?b ?c }}",
    "?s ?p trueSERVICE<{evil}>{{ ?a ?b ?c }}",
    "FILTER(1<'SERVICE SILENT<{good}>') SERVICE <{evil}> {{ ?a ?b ?c }}",
    "SERVICE silent\r<{good}> {{ SERVICE:admin {{ ?a ?b ?c }} }}",
]


@pytest.mark.parametrize("pattern", HIDDEN)
def test_what_only_looks_allowed_hides_no_other(endpoint: str, elsewhere: Elsewhere, pattern: str) -> None:
    good, evil = f"{elsewhere.address}/sparql", f"{elsewhere.address}/admin"
    text = pattern.format(good=good, evil=evil)
    query = f"PREFIX : <{elsewhere.address}/> SELECT * {{ {text} }}"
    assert httpx.get(f"{endpoint}/sparql", params={"query": query}, timeout=30).status_code == 403
    assert elsewhere.asked == []
