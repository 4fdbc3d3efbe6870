"""The W3C's tests of the SPARQL 1.1 protocols, as data: manifests, a short runner, exceptions with reasons.

https://github.com/w3c/rdf-tests, sparql11/{protocol,graph-store-protocol,service-description}
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.term import Node

from communique.publishing.answering.limits import Limits
from communique.publishing.answering.readers import Readers
from communique.publishing.endpoint import create_app
from communique.publishing.server import running
from communique.publishing.serving.tokens import Tokens, new_token
from communique.publishing.storage.store import open_store

SUITE = Path(__file__).parents[2].resolve().parent / "shared" / "w3c" / "sparql11"
MANIFESTS = (
    "protocol/manifest.ttl",
    "graph-store-protocol/manifest-indirect.ttl",
    "graph-store-protocol/manifest-direct.ttl",
    "service-description/manifest.ttl",
)
# The name of a test, and why it is not to pass.
EXCEPTIONS: dict[str, str] = {}

HT = Namespace("http://www.w3.org/2011/http#")
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
STATUSES = {"OK": "200", "Created": "201", "NoContent": "204", "NotFound": "404", "BadRequest": "400"}
FORMATS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": ("application/sparql-results+json", "application/sparql-results+xml", "text/csv"),
    "RDF": ("text/turtle", "application/rdf+xml", "application/n-triples"),
}

pytestmark = pytest.mark.skipif(not SUITE.exists(), reason="the W3C's test suite is not beside the checkout")


class Entry(NamedTuple):
    graph: Graph
    node: Node
    folder: Path

    @property
    def name(self) -> str:
        return str(self.node).rpartition("#")[2]


def entries(manifest: str) -> Iterator[Entry]:
    path = SUITE / manifest
    graph = Graph().parse(path, publicID=path.as_uri())
    (head,) = graph.subjects(RDF.type, MF.Manifest)
    listed = graph.value(head, MF.entries)
    assert listed is not None
    yield from (Entry(graph, node, path.parent) for node in Collection(graph, listed))


def found(*manifests: str) -> list[Entry]:
    return [entry for name in manifests for entry in entries(name)] if SUITE.exists() else []


class Endpoint(NamedTuple):
    address: str
    token: str

    def send(self, method: str, path: str, headers: dict[str, str], body: bytes | None) -> httpx.Response:
        allowed = {"authorization": f"Bearer {self.token}", **headers}
        with httpx.Client(timeout=20) as client:
            request = client.build_request(method, self.address + path, headers=allowed, content=body)
            return client.send(request)

    def update(self, text: str) -> None:
        headers = {"content-type": "application/sparql-update"}
        assert self.send("POST", "/sparql", headers, text.encode()).status_code == 204


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    folder = tmp_path_factory.mktemp("w3c")
    open_store(folder / "store").close()
    token = new_token("tests", folder / "tokens")
    readers = Readers(folder / "store", Limits(seconds=15, readers=1))
    with running(create_app(readers, Tokens.load(folder / "tokens", {}))) as address:
        yield Endpoint(address, token)


@pytest.mark.parametrize("entry", found(*MANIFESTS[:3]), ids=lambda entry: entry.name)
def test_protocol(endpoint: Endpoint, entry: Entry) -> None:
    if entry.name in EXCEPTIONS:
        pytest.skip(EXCEPTIONS[entry.name])
    graph = entry.graph
    endpoint.update("DROP ALL")
    for data in graph.objects(entry.node, UT.graphData):
        name, file = str(graph.value(data, RDFS.label)), str(graph.value(data, UT.graph))
        triples = (entry.folder / file.rpartition("/")[2]).read_text("utf-8")
        endpoint.update(f"INSERT DATA {{ GRAPH <{name}> {{ {triples} }} }}")
    action = graph.value(entry.node, MF.action)
    requests = graph.value(action, HT.requests)
    assert requests is not None
    location = ""
    for request in Collection(graph, requests):
        response = run(endpoint, graph, request, location)
        location = response.headers.get("location", location)
        compare(graph, graph.value(request, HT.resp), response)


def run(endpoint: Endpoint, graph: Graph, request: Node, location: str) -> httpx.Response:
    """The request at our own addresses: the manifests leave these open."""
    host = endpoint.address.removeprefix("http://")

    def filled(text: str) -> str:
        return text.replace("$LOCATION$", location).replace("$HOST$", host)

    path = str(graph.value(request, HT.absolutePath)).replace("/gsp", "/graphs", 1)
    path = path.replace("$LOCATION$", location.removeprefix(endpoint.address)) if path[0] == "$" else path
    headers = {name.lower(): filled(value) for name, value in fields(graph, request)}
    headers = {name: value for name, value in headers.items() if name not in ("host", "content-length")}
    content = graph.value(request, HT.body)
    body = None
    if content is not None:
        charset = str(graph.value(content, CNT.characterEncoding) or "utf-8")
        body = filled(str(graph.value(content, CNT.chars))).encode(charset)
    return endpoint.send(str(graph.value(request, HT.methodName)), filled(path), headers, body)


def fields(graph: Graph, message: Node) -> Iterator[tuple[str, str]]:
    listed = graph.value(message, HT.headers)
    for field in Collection(graph, listed) if listed is not None else ():
        yield str(graph.value(field, HT.fieldName)), str(graph.value(field, HT.fieldValue))


def compare(graph: Graph, expected: Node | None, response: httpx.Response) -> None:
    statuses = [str(status).rpartition("#")[2] for status in graph.objects(expected, MF.expectedStatus)]
    patterns = [STATUSES.get(name, name.removeprefix("StatusCode")).replace("x", ".") for name in statuses]
    assert any(re.fullmatch(pattern, str(response.status_code)) for pattern in patterns), (
        statuses,
        response.status_code,
        response.text,
    )
    boolean, form = graph.value(expected, MF.expectedBoolean), graph.value(expected, MF.expectedFormat)
    if boolean is not None:
        assert response.json()["boolean"] == boolean.toPython()  # type: ignore[attr-defined]  # it is a literal
    if form is not None:
        assert response.headers["content-type"].partition(";")[0] in FORMATS[str(form)]
    content = graph.value(expected, HT.body)
    if content is not None and response.request.method != "HEAD":
        same(str(graph.value(content, CNT.chars)), response)


def same(expected: str, response: httpx.Response) -> None:
    host = str(response.url.netloc, "ascii")
    wanted = Graph().parse(data=expected.replace("$HOST$", host), format="turtle")
    assert isomorphic(Graph().parse(data=response.text, format="turtle"), wanted), response.text


def describe(endpoint: Endpoint) -> Graph:
    response = endpoint.send("GET", "/sparql", {"accept": "application/rdf+xml;q=0.5, text/turtle"}, None)
    assert response.headers["content-type"].startswith("text/turtle")
    return Graph().parse(data=response.text, format="turtle")


@pytest.mark.parametrize("entry", found(MANIFESTS[3]), ids=lambda entry: entry.name)
def test_service_description(endpoint: Endpoint, entry: Entry) -> None:
    graph = describe(endpoint)
    assert len(graph) > 5
    if entry.name == "has-endpoint-triple":
        assert (None, SD.endpoint, URIRef(f"{endpoint.address}/sparql")) in graph
    if entry.name == "conforms-to-schema":
        conforms(graph)


# Domains and ranges of https://www.w3.org/TR/sparql11-service-description/, section 3.
CLASSES = {"supportedLanguage": "Language", "feature": "Feature", "defaultDataset": "Dataset"}
TERMS = {
    "Language": {"SPARQL10Query", "SPARQL11Query", "SPARQL11Update"},
    "Feature": {
        *("DereferencesURIs", "UnionDefaultGraph", "RequiresDataset"),
        *("EmptyGraphs", "BasicFederatedQuery"),
    },
}


def conforms(graph: Graph) -> None:
    (service,) = graph.subjects(RDF.type, SD.Service)
    for link, kind in CLASSES.items():
        for value in graph.objects(service, SD[link]):
            name = str(value).removeprefix(str(SD))
            assert name in TERMS.get(kind, ()) or (value, RDF.type, SD[kind]) in graph, (link, value)
    for format_ in graph.objects(service, SD.resultFormat):
        assert str(format_).startswith("http://www.w3.org/ns/formats/")
    dataset = graph.value(service, SD.defaultDataset)
    assert (graph.value(dataset, SD.defaultGraph), RDF.type, SD.Graph) in graph


def test_the_exceptions_name_tests() -> None:
    assert set(EXCEPTIONS) <= {entry.name for entry in found(*MANIFESTS)}
    assert [len(found(name)) for name in MANIFESTS] == [34, 9, 4, 3]
