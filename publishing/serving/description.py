"""What the service says of itself: SPARQL 1.1 Service Description."""

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from communique.ontology.vocabulary import RDF, Namespace
from communique.publishing.querying.formats import GRAPH_FORMATS

SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
_FORMAT: Final = "http://www.w3.org/ns/formats/"
# The W3C's names of the formats (https://www.w3.org/ns/formats/).
_RESULTS: Final = "SPARQL_Results_JSON SPARQL_Results_XML SPARQL_Results_CSV SPARQL_Results_TSV".split()
_GRAPHS: Final = "Turtle N-Triples JSON-LD RDF_XML".split()
_WRITERS: Final = {form.name: form.writer for form in GRAPH_FORMATS}


def describe(endpoint: str, form: str, writable: bool, dataset: str) -> bytes:
    """The description of the service at an address, in one of GRAPH_FORMATS.

    `dataset` is the IRI of what it serves, which /dataset tells more of.
    """
    prefixes = {"sd": SD.iri, "formats": _FORMAT} if form in ("turtle", "rdfxml") else None
    triples = service_triples(endpoint, writable, dataset)
    return ox.serialize(triples, format=_WRITERS[form], prefixes=prefixes) or b""


def service_triples(endpoint: str, writable: bool, served: str) -> Iterator[ox.Triple]:
    """The service, `#service` of its address, and the dataset that it serves."""
    service, dataset = ox.NamedNode(f"{endpoint}#service"), ox.NamedNode(served)
    graph = ox.NamedNode(f"{endpoint}#default-graph")
    kind = ox.NamedNode(RDF.type)
    yield ox.Triple(service, kind, ox.NamedNode(SD.Service))
    yield ox.Triple(service, ox.NamedNode(SD.endpoint), ox.NamedNode(endpoint))
    languages = ["SPARQL11Query", "SPARQL11Update"] if writable else ["SPARQL11Query"]
    formats = [_FORMAT + name for name in (*_RESULTS, *_GRAPHS)]
    inputs = [_FORMAT + name for name in _GRAPHS] if writable else []
    for link, values in (
        (SD.supportedLanguage, [SD[name] for name in languages]),
        (SD.feature, [SD.UnionDefaultGraph]),
        (SD.resultFormat, formats),
        (SD.inputFormat, inputs),
    ):
        for value in values:
            yield ox.Triple(service, ox.NamedNode(link), ox.NamedNode(value))
    yield ox.Triple(service, ox.NamedNode(SD.defaultDataset), dataset)
    yield ox.Triple(dataset, kind, ox.NamedNode(SD.Dataset))
    yield ox.Triple(dataset, ox.NamedNode(SD.defaultGraph), graph)
    yield ox.Triple(graph, kind, ox.NamedNode(SD.Graph))
