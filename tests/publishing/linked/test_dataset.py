"""The whole: VoID with its partitions, DCAT with its distributions, the service; and the ontology."""

import time
from collections import defaultdict
from importlib import resources
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from communique.ontology.vocabulary import BASE, CMQ
from communique.publishing.answering.limits import Limits
from communique.publishing.answering.readers import Readers
from communique.publishing.endpoint import create_app
from communique.publishing.server import running
from communique.publishing.storage.store import open_store

VOID = Namespace("http://rdfs.org/ns/void#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
DATASET = URIRef(f"{BASE}dataset#dataset")


@pytest.fixture(scope="module")
def told(examples: Any) -> Graph:
    return Graph().parse(data=examples.get("/dataset.ttl").text, format="turtle")


def number(graph: Graph, node: Any, link: URIRef) -> int:
    value = graph.value(node, link)
    assert isinstance(value, Literal)
    return int(value)


def test_figures_are_those_of_the_store(examples: Any, told: Graph) -> None:
    triples = {quad.triple for quad in examples.quads}
    assert number(told, DATASET, VOID.triples) == len(triples)
    kinds, links = defaultdict(set), defaultdict(set)
    for triple in triples:
        links[triple.predicate.value].add(triple)
        if triple.predicate.value == str(RDF.type):
            kinds[getattr(triple.object, "value", "")].add(triple.subject)
    assert number(told, DATASET, VOID.classes) == len(kinds)
    assert number(told, DATASET, VOID.properties) == len(links)
    assert number(told, DATASET, VOID.entities) == len(set().union(*kinds.values()))
    by_class = {
        str(told.value(part, VOID["class"])): number(told, part, VOID.entities)
        for part in told.objects(DATASET, VOID.classPartition)
    }
    assert by_class == {name: len(some) for name, some in kinds.items()}
    by_property = {
        str(told.value(part, VOID.property)): number(told, part, VOID.triples)
        for part in told.objects(DATASET, VOID.propertyPartition)
    }
    assert by_property == {name: len(some) for name, some in links.items()}


def test_examples_are_there(examples: Any, told: Graph) -> None:
    found = [str(iri) for iri in told.objects(DATASET, VOID.exampleResource)]
    assert len(found) == 7
    for iri in found:
        assert examples.get(f"/{iri.removeprefix(BASE)}").status_code == 303


def test_what_it_names_is_there(examples: Any, told: Graph) -> None:
    """Dumps, downloads, endpoint and landing page; each dump has all triples."""
    assert (DATASET, RDF.type, VOID.Dataset) in told
    assert (DATASET, RDF.type, DCAT.Dataset) in told
    dumps = {str(iri) for iri in told.objects(DATASET, VOID.dataDump)}
    downloads = {
        str(told.value(one, DCAT.downloadURL)) for one in told.objects(DATASET, DCAT.distribution)
    } - {"None"}
    assert dumps == downloads == {f"{examples.address}/dump.{s}" for s in ("ttl", "nt", "jsonld", "rdf")}
    triples = {f"{quad.triple} ." for quad in examples.quads}
    assert set(httpx.get(f"{examples.address}/dump.nt", timeout=30).text.splitlines()) == triples
    for iri in dumps:
        assert httpx.head(iri, timeout=30).status_code == 200
    for link in (VOID.sparqlEndpoint, DCAT.landingPage):
        assert httpx.get(str(told.value(DATASET, link)), timeout=30).status_code in (200, 303)


def test_the_service_is_described_once(examples: Any, told: Graph) -> None:
    """What /sparql says of itself is in the description of the dataset, about the same nodes."""
    service = Graph().parse(data=examples.get("/sparql", "text/turtle").text, format="turtle")
    assert len(service) > 10
    assert set(service) <= set(told)
    (itself,) = told.subjects(RDF.type, SD.Service)
    assert told.value(itself, SD.defaultDataset) == DATASET
    assert told.value(itself, DCAT.servesDataset) == DATASET
    assert list(told.objects(DATASET, VOID.feature))


@pytest.mark.parametrize(("suffix", "syntax"), [("ttl", "turtle"), ("nt", "nt"), ("rdf", "xml")])
def test_the_ontology_in_each_form(examples: Any, suffix: str, syntax: str) -> None:
    file = (resources.files("communique.ontology") / "communique.ttl").read_text(encoding="utf-8")
    wanted = Graph().parse(data=file, format="turtle")
    assert isomorphic(Graph().parse(data=examples.get(f"/ns.{suffix}").text, format=syntax), wanted)


def test_every_term_has_an_anchor(examples: Any) -> None:
    page = examples.page("/ns").text
    graph = Graph().parse(data=examples.get("/ns.ttl").text, format="turtle")
    terms = [str(term) for term in graph.subjects(RDFS.isDefinedBy) if str(term).startswith(CMQ.iri)]
    assert len(terms) > 50
    for term in terms:
        label = graph.value(URIRef(term), RDFS.label)
        assert f'id="{term.removeprefix(CMQ.iri)}"' in page
        assert str(label) in page


def test_the_figures_follow_the_store(tmp_path: Path) -> None:
    one = ox.Quad(*(ox.NamedNode(f"https://x.example/{name}") for name in "spog"))
    readers = Readers(tmp_path / "store", Limits(readers=1))
    with open_store(tmp_path / "store") as store, running(create_app(readers)) as address:
        before = httpx.get(f"{address}/dataset.nt", timeout=30)
        store.replace([], [one])
        time.sleep(1)  # what is written elsewhere shows within a second
        after = httpx.get(f"{address}/dataset.nt", timeout=30)
    assert "<https://x.example/p>" not in before.text
    assert "<https://x.example/p>" in after.text
    assert before.headers["etag"] != after.headers["etag"]
