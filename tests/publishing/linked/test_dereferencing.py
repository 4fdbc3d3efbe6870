"""Names that are addresses: 303 from a thing to its document, negotiation, suffixes, validators, problems."""

import json
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.client import HTTPConnection
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx
import pyoxigraph as ox
import pytest
from rdflib import Graph, URIRef

from communique.ontology.vocabulary import BASE, RDFS, SKOS
from communique.publishing.linked.layout import kinds

GREECE = f"{BASE}id/state/gr"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
RDFLIB = "application/rdf+xml, text/turtle;q=0.9, text/html;q=0.5"
TYPES = {
    "html": "text/html",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}
SYNTAXES = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}
# rdflib's own parser of JSON-LD still uses what rdflib has deprecated.
DATASET_TO_COME = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")


def media_type(response: httpx.Response) -> str:
    return response.headers["content-type"].partition(";")[0]


@pytest.fixture(scope="module")
def names(examples: Any) -> dict[str, str]:
    """All subjects and graphs below the base, as paths, without fragments."""
    terms = {term for quad in examples.quads for term in (quad.subject, quad.graph_name)}
    iris = {term.value.partition("#")[0] for term in terms if isinstance(term, ox.NamedNode)}
    return {iri: iri.removeprefix(BASE) for iri in sorted(iris) if iri.startswith(BASE)}


@pytest.fixture(scope="module")
def one_of_each(names: dict[str, str]) -> dict[str, str]:
    """A path for each kind of thing, of some kinds one that reports tell of."""
    found = {path.split("/")[1]: path for path in names.values() if "/" in path}
    return found | {"state": "id/state/gr", "person": "id/person/kyriakos-mitsotakis"}


def test_every_name_below_the_base_is_an_address(examples: Any, names: dict[str, str]) -> None:
    """Each subject and each graph: 303 to a document."""
    assert len(names) > 6000
    assert {kind for kind in kinds() if kind not in ("scheme", "version")} <= {
        path.split("/")[1] for path in names.values() if path.startswith("id/")
    }

    paths = list(names.values())
    with ThreadPoolExecutor(4) as pool:
        parts = pool.map(partial(heads, examples.address), (paths[start::4] for start in range(4)))
        told = {path: answer for part in parts for path, answer in part.items()}
    answers = {iri: told[path] for iri, path in names.items()}
    documents = {BASE: (200, None), f"{BASE}ns": (200, None)}
    wanted = {iri: (303, f"/doc/{names[iri].removeprefix('id/')}") for iri in names} | documents
    assert {iri: answer for iri, answer in answers.items() if answer != wanted[iri]} == {}


def heads(address: str, paths: list[str]) -> dict[str, tuple[int, str | None]]:
    """Status and Location of each, over one connection."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
    found = {}
    for path in paths:
        connection.request("HEAD", f"/{path}")
        response = connection.getresponse()
        response.read()
        found[path] = response.status, response.headers["location"]
    connection.close()
    return found


def test_every_thing_that_reports_tell_of_has_triples(examples: Any) -> None:
    """Of all that is not reference data: the document has every triple of which the thing is the subject."""
    reference = f"{BASE}id/graph/reference"
    told: dict[str, set[str]] = {}
    for quad in examples.quads:
        if quad.graph_name.value != reference and isinstance(quad.subject, ox.NamedNode):
            told.setdefault(quad.subject.value.partition("#")[0], set()).add(str(quad.triple))
    assert len(told) > 800
    with httpx.Client(base_url=examples.address, timeout=60) as client:
        for iri, triples in told.items():
            path = iri.removeprefix(f"{BASE}id/")
            response = client.get(f"/doc/{path}.nt")
            assert response.status_code == 200, iri
            lines = {line.removesuffix(" .") for line in response.text.splitlines()}
            assert triples <= lines, iri


class Taken(NamedTuple):
    accept: str | None
    suffix: str


NEGOTIATED = {
    "no Accept": Taken(None, "html"),
    "anything": Taken("*/*", "html"),
    "a browser": Taken(BROWSER, "html"),
    "rdflib": Taken(RDFLIB, "rdf"),
    "turtle": Taken("text/turtle", "ttl"),
    "an old name of turtle": Taken("application/x-turtle", "ttl"),
    "n-triples": Taken("application/n-triples", "nt"),
    "plain text": Taken("text/plain", "nt"),
    "json-ld": Taken("application/ld+json", "jsonld"),
    "json": Taken("application/json", "jsonld"),
    "rdf/xml": Taken("application/rdf+xml", "rdf"),
    "xhtml": Taken("application/xhtml+xml", "html"),
    "q decides": Taken("text/html;q=0.3, text/turtle;q=0.7, application/ld+json;q=0.6", "ttl"),
    "q decides the other way": Taken("text/turtle;q=0.3, text/html;q=0.7", "html"),
    "q of zero excludes": Taken("text/html;q=0, */*", "ttl"),
    "equal q: the page": Taken("text/turtle, text/html", "html"),
    "the specific range wins": Taken("*/*;q=0.1, application/n-triples", "nt"),
    "any text": Taken("text/*", "html"),
    "malformed ranges are passed over": Taken("nonsense;;, text/turtle", "ttl"),
}


@pytest.mark.parametrize("name", NEGOTIATED)
def test_negotiation(examples: Any, name: str) -> None:
    case = NEGOTIATED[name]
    thing = examples.get("/id/state/gr", case.accept)
    assert (thing.status_code, thing.headers["location"]) == (303, "/doc/state/gr")
    assert "Accept" in thing.headers["vary"]
    assert thing.headers["link"] == '</doc/state/gr>; rel="describedby"'
    document = examples.get(thing.headers["location"], case.accept)
    assert (document.status_code, media_type(document)) == (200, TYPES[case.suffix])
    assert document.headers["content-location"] == f"/doc/state/gr.{case.suffix}"
    assert "Accept" in document.headers["vary"]


@DATASET_TO_COME
@pytest.mark.parametrize("kind", sorted(set(kinds()) - {"version"}))
@pytest.mark.parametrize("suffix", TYPES)
def test_each_kind_in_each_form(examples: Any, one_of_each: dict[str, str], kind: str, suffix: str) -> None:
    path = one_of_each["act" if kind == "scheme" else kind]
    thing = examples.get(f"/{path}.{suffix}")
    assert thing.status_code == 303
    response = examples.get(thing.headers["location"])
    assert (response.status_code, media_type(response)) == (200, TYPES[suffix])
    links = response.headers["link"]
    assert f'<{BASE}doc/{path.removeprefix("id/")}>; rel="canonical"' in links
    assert links.count('rel="alternate"') == len(TYPES) - 1
    if suffix in SYNTAXES:
        graph = Graph().parse(data=response.content, format=SYNTAXES[suffix])
        assert list(graph.predicate_objects(URIRef(BASE + path)))


@DATASET_TO_COME
def test_all_forms_say_the_same(examples: Any) -> None:
    said = [
        set(
            Graph().parse(
                data=examples.get(f"/doc/person/kyriakos-mitsotakis.{suffix}").content,
                format=SYNTAXES[suffix],
            )
        )
        for suffix in SYNTAXES
    ]
    assert len(said[0]) > 10
    assert all(one == said[0] for one in said)


def test_a_document_tells_its_topic_and_its_labels(examples: Any) -> None:
    graph = Graph().parse(data=examples.get("/doc/state/gr.ttl").text, format="turtle")
    document, greece = URIRef(f"{BASE}doc/state/gr"), URIRef(GREECE)
    assert graph.value(document, URIRef("http://xmlns.com/foaf/0.1/primaryTopic")) == greece
    assert str(graph.value(greece, URIRef(SKOS.prefLabel))) == "Greece"
    assert len(set(graph.subjects(URIRef(f"{BASE}ns#debtor"), greece))) == 4


def test_the_base_is_the_dataset(examples: Any) -> None:
    response = examples.get("/", "text/turtle")
    assert (response.status_code, response.headers["location"]) == (303, "/dataset")
    graph = Graph().parse(data=examples.get("/dataset.ttl").text, format="turtle")
    assert list(graph.predicate_objects(URIRef(BASE)))


def test_a_graph_has_its_triples(examples: Any) -> None:
    graph = f"{BASE}id/graph/strait-talks-wire/body"
    told = {f"{quad.triple} ." for quad in examples.quads if quad.graph_name.value == graph}
    assert len(told) > 1000
    assert told <= set(examples.get("/doc/graph/strait-talks-wire/body.nt").text.splitlines())


def test_a_large_graph_tells_where_it_is(examples: Any) -> None:
    lines = examples.get("/doc/graph/reference.nt").text.splitlines()
    assert len(lines) < 100
    (where,) = [line.split()[2].strip("<>") for line in lines if f"<{RDFS.seeAlso}>" in line]
    content = examples.get(f"/{where.removeprefix(BASE)}", "application/n-triples")
    told = {f"{q.triple} ." for q in examples.quads if q.graph_name.value.endswith("graph/reference")}
    assert told == set(content.text.splitlines())


class Refused(NamedTuple):
    path: str
    status: int
    holds: str
    accept: str | None = "application/json"
    media_type: str = "application/problem+json"


PROBLEMS = {
    "no such thing": Refused("/id/state/xx", 404, "id/state/xx"),
    "no such thing, a page": Refused("/id/state/xx", 404, "Not on record", BROWSER, "text/html"),
    "no such document": Refused("/doc/state/xx", 404, "id/state/xx"),
    "no such document, turtle": Refused("/doc/state/xx.ttl", 404, "id/state/xx", "text/turtle"),
    "no such kind": Refused("/id/nonsense/fr", 404, "Not on record"),
    "a kind without a list": Refused("/doc/tenure/", 404, "Not on record"),
    "no IRI": Refused('/id/state/%3Cfr%3E"{', 404, "Not on record"),
    "a name with a query's text": Refused("/id/state/fr%3E%20%7D%20%23", 404, "Not on record"),
    "an escape that is none": Refused("/id/state/%zz", 404, "Not on record"),
    "up and out": Refused("/doc/state/..%2f..%2fetc/passwd", 404, "Not on record"),
    "case counts": Refused("/id/state/GR", 404, "Not on record"),
    "no such version of the ontology": Refused("/ns/9.9.9", 404, "Not on record"),
    "a thing as an image": Refused("/id/state/gr", 406, "text/turtle", "image/png"),
    "a document as an image": Refused("/doc/state/gr", 406, "text/turtle", "image/png"),
    "a list as turtle": Refused("/doc/state/", 406, "text/html", "text/turtle"),
    "the ontology as an image": Refused("/ns", 406, "text/turtle", "image/png"),
    "the dataset as an image": Refused("/dataset", 406, "text/turtle", "image/png"),
    "page nought": Refused("/doc/state/?page=0", 400, "number of a page", BROWSER, "text/html"),
    "a page of words": Refused("/doc/state/gr?said=two", 400, "number of a page", BROWSER, "text/html"),
    "a page in other digits": Refused("/doc/state/gr?said=٣", 400, "number", BROWSER, "text/html"),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_problems(examples: Any, name: str) -> None:
    case = PROBLEMS[name]
    response = examples.get(case.path, case.accept)
    assert (response.status_code, media_type(response)) == (case.status, case.media_type)
    assert case.holds in response.text
    if case.media_type == "application/problem+json":
        assert json.loads(response.text)["status"] == case.status


MOVED = {
    "/id": "/doc/",
    "/id/": "/doc/",
    "/doc": "/doc/",
    "/id/state": "/doc/state/",
    "/id/state/": "/doc/state/",
    "/doc/state": "/doc/state/",
    "/ns/0.1.0": "/ns",
    "/.well-known/void": "/dataset",
    "/id/state/gr.ttl": "/doc/state/gr.ttl",
    "/scheme/act/pledge": "/doc/scheme/act/pledge",
    "/scheme/act": "/doc/scheme/act",
}


@pytest.mark.parametrize("path", MOVED)
def test_redirections(examples: Any, path: str) -> None:
    response = examples.get(path)
    assert response.status_code in (301, 302, 303)
    assert urlsplit(response.headers["location"]).path == MOVED[path]
    assert examples.get(MOVED[path]).status_code == 200


TAGGED = (
    "/doc/state/gr.html",
    "/doc/state/gr.ttl",
    "/doc/state/",
    "/doc/?q=greece",
    "/ns",
    "/dataset",
    "/dump.nt",
)


@pytest.mark.parametrize("path", TAGGED)
def test_head_and_validators(examples: Any, path: str) -> None:
    got = httpx.get(examples.address + path, timeout=30)
    head = httpx.head(examples.address + path, timeout=30)
    assert (head.status_code, head.content) == (200, b"")
    assert {"etag", "content-type"} <= set(head.headers)
    assert all(head.headers[name] == got.headers[name] for name in ("etag", "content-type"))
    again = httpx.get(examples.address + path, headers={"if-none-match": got.headers["etag"]}, timeout=30)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == got.headers["etag"]


def test_forms_and_pages_have_tags_of_their_own(examples: Any) -> None:
    paths = ("/doc/state/gr.ttl", "/doc/state/gr.nt", "/doc/state/gr.html", "/doc/state/gr.html?said=2")
    assert len({examples.get(path).headers["etag"] for path in paths}) == len(paths)
