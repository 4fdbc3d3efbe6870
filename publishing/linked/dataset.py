"""The whole as a dataset: VoID with its partitions, DCAT with its distributions, and the service.

Describing Linked Datasets with the VoID Vocabulary (W3C, 2011); Data Catalog Vocabulary, version 3 (W3C,
2024). The service is described once, in `serving/description.py`, and its triples are joined here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from communique import __version__
from communique.ontology.vocabulary import CMQ, DCT, ORG, PREFIXES, RDF, SCHEMA, XSD, Namespace
from communique.publishing.linked.forms import suffix_of
from communique.publishing.linked.layout import label_of
from communique.publishing.linked.places import Places
from communique.publishing.linked.questions import Asker
from communique.publishing.linked.rendering import render
from communique.publishing.querying.formats import GRAPH_FORMATS
from communique.publishing.serving.description import service_triples

DCAT: Final = Namespace("http://www.w3.org/ns/dcat#")
VOID: Final = Namespace("http://rdfs.org/ns/void#")

_TITLE: Final = "communiqué"
_ABOUT: Final = (
    "Which states and leaders met, what was said and what was committed to, as reports tell it, each with "
    "the exact words that support it."
)
_RIGHTS: Final = (
    "The ontology and the reference data are under CC BY 4.0; the words of a report belong to its publisher."
)
_EXAMPLES: Final = (CMQ.State, SCHEMA.Person, CMQ.Meeting, CMQ.Statement, CMQ.Commitment, CMQ.Report)
_IANA: Final = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True, slots=True)
class Figures:
    """Things by class; triples and subjects by property; one thing of some classes, as an example."""

    classes: tuple[tuple[str, int], ...]
    properties: tuple[tuple[str, int, int], ...]
    examples: tuple[str, ...]

    @property
    def triples(self) -> int:
        """How many triples the union of all graphs has."""
        return sum(count for _, count, _ in self.properties)

    @property
    def entities(self) -> int:
        """How many things have a class."""
        return next((subjects for name, _, subjects in self.properties if name == RDF.type), 0)


async def figures(asker: Asker) -> Figures:
    """Count what the store holds."""
    classes = await asker.rows("classes", {})
    properties = await asker.rows("properties", {})
    examples = []
    for kind in (*_EXAMPLES, ORG.Organization):
        found = await asker.rows("example", {"class": [ox.NamedNode(kind)]})
        examples += [row["item"].value for row in found]
    return Figures(
        tuple((row["class"].value, int(row["count"].value)) for row in classes),
        tuple(
            (row["property"].value, int(row["count"].value), int(row["subjects"].value)) for row in properties
        ),
        tuple(examples),
    )


def dataset_iri(places: Places) -> str:
    """The dataset's own name."""
    return f"{places.base}dataset#dataset"


def dataset_triples(places: Places, told: Figures, origin: str, writable: bool) -> list[ox.Triple]:
    """The description; `origin` is where the server is reached, with a slash at its end."""
    endpoint, dataset = f"{origin}sparql", dataset_iri(places)
    return [
        *_general(dataset, places, origin),
        *_void(dataset, places, told, origin),
        *_partitions(dataset, told),
        *_distributions(dataset, origin),
        *service_triples(endpoint, writable, dataset),
    ]


def dataset_page(places: Places, told: Figures, origin: str) -> str:
    """The same for people."""
    return render(
        "dataset.html",
        places=places,
        figures=told,
        origin=origin,
        about=_ABOUT,
        rights=_RIGHTS,
        named=label_of,
        dumps=[(suffix_of(form), form.media_types[0]) for form in GRAPH_FORMATS],
    )


def _general(dataset: str, places: Places, origin: str) -> Iterator[ox.Triple]:
    document = f"{places.base}dataset"
    yield _link(document, RDF.type, VOID.DatasetDescription)
    yield _link(document, "http://xmlns.com/foaf/0.1/primaryTopic", dataset)
    for kind in (VOID.Dataset, DCAT.Dataset):
        yield _link(dataset, RDF.type, kind)
    yield _words(dataset, DCT.title, _TITLE)
    yield _words(dataset, DCT.description, _ABOUT)
    yield _words(dataset, DCT.rights, _RIGHTS)
    yield _words(dataset, DCAT.version, __version__)
    for keyword in ("diplomacy", "meetings", "statements", "commitments", "provenance"):
        yield _words(dataset, DCAT.keyword, keyword)
    yield _link(dataset, DCAT.landingPage, origin)
    yield _link(dataset, DCT.conformsTo, CMQ.iri.removesuffix("#"))


def _void(dataset: str, places: Places, told: Figures, origin: str) -> Iterator[ox.Triple]:
    yield _link(dataset, VOID.sparqlEndpoint, f"{origin}sparql")
    yield _words(dataset, VOID.uriSpace, places.base)
    for number, value in (
        (VOID.triples, told.triples),
        (VOID.entities, told.entities),
        (VOID.classes, len(told.classes)),
        (VOID.properties, len(told.properties)),
    ):
        yield _number(dataset, number, value)
    for example in told.examples:
        yield _link(dataset, VOID.exampleResource, example)
    used = {name for name, *_ in told.properties} | {name for name, _ in told.classes}
    for namespace in sorted(PREFIXES.values()):
        if any(name.startswith(namespace) for name in used):
            yield _link(dataset, VOID.vocabulary, namespace)
    for name in ("Turtle", "N-Triples", "JSON-LD", "RDF_XML"):
        yield _link(dataset, VOID.feature, f"http://www.w3.org/ns/formats/{name}")
    for form in GRAPH_FORMATS:
        yield _link(dataset, VOID.dataDump, f"{origin}dump.{suffix_of(form)}")


def _partitions(dataset: str, told: Figures) -> Iterator[ox.Triple]:
    for index, (name, count) in enumerate(told.classes, 1):
        part = f"{dataset}-class-{index}"
        yield _link(dataset, VOID.classPartition, part)
        yield _link(part, VOID["class"], name)
        yield _number(part, VOID.entities, count)
    for index, (name, count, subjects) in enumerate(told.properties, 1):
        part = f"{dataset}-property-{index}"
        yield _link(dataset, VOID.propertyPartition, part)
        yield _link(part, VOID.property, name)
        yield _number(part, VOID.triples, count)
        yield _number(part, VOID.distinctSubjects, subjects)


def _distributions(dataset: str, origin: str) -> Iterator[ox.Triple]:
    service = f"{origin}sparql#service"
    yield _link(service, RDF.type, DCAT.DataService)
    yield _words(service, DCT.title, "SPARQL 1.1 endpoint")
    yield _link(service, DCAT.endpointURL, f"{origin}sparql")
    yield _link(service, DCAT.endpointDescription, f"{origin}openapi.json")
    yield _link(service, DCAT.servesDataset, dataset)
    yield _link(service, DCT.conformsTo, "https://www.w3.org/TR/sparql11-protocol/")
    for form in GRAPH_FORMATS:
        suffix, where = suffix_of(form), f"{dataset}-{suffix_of(form)}"
        yield _link(dataset, DCAT.distribution, where)
        yield _link(where, RDF.type, DCAT.Distribution)
        yield _words(where, DCT.title, f"All triples as {form.media_types[0]}")
        yield _link(where, DCAT.accessURL, f"{origin}dump.{suffix}")
        yield _link(where, DCAT.downloadURL, f"{origin}dump.{suffix}")
        yield _link(where, DCAT.mediaType, _IANA + form.media_types[0])
    asked = f"{dataset}-sparql"
    yield _link(dataset, DCAT.distribution, asked)
    yield _link(asked, RDF.type, DCAT.Distribution)
    yield _words(asked, DCT.title, "All triples by SPARQL")
    yield _link(asked, DCAT.accessURL, f"{origin}sparql")
    yield _link(asked, DCAT.accessService, service)


def _link(subject: str, link: str, value: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(link), ox.NamedNode(value))


def _words(subject: str, link: str, value: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(link), ox.Literal(value))


def _number(subject: str, link: str, value: int) -> ox.Triple:
    literal = ox.Literal(str(value), datatype=ox.NamedNode(XSD.integer))
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(link), literal)
