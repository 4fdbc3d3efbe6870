"""The ontology at its namespace, and its documentation: every term with an anchor of its own name."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import pyoxigraph as ox

from communique.ontology.nodes import Nodes, read_nodes
from communique.ontology.vocabulary import CMQ, DCT, OWL, RDFS, SCHEMA, SKOS
from communique.publishing.linked.layout import label_of
from communique.publishing.linked.places import Places
from communique.publishing.linked.rendering import render
from communique.publishing.querying.formats import Format, GraphFormat

_FILE: Final = resources.files("communique.ontology") / "communique.ttl"
_ONTOLOGY: Final = CMQ.iri.removesuffix("#")
_KINDS: Final = {
    OWL.Class: "class",
    OWL.ObjectProperty: "object property",
    OWL.DatatypeProperty: "datatype property",
}
_RELATIONS: Final = (
    ("is narrower than", (RDFS.subClassOf, RDFS.subPropertyOf)),
    ("of", (RDFS.domain, SCHEMA.domainIncludes)),
    ("has values in", (RDFS.range, SCHEMA.rangeIncludes)),
    ("close to", (SKOS.closeMatch,)),
    ("as in", (SKOS.example,)),
    ("note", (SKOS.scopeNote,)),
)


@dataclass(frozen=True, slots=True)
class TermDoc:
    """A class or property: its local name, its label, what kind it is, and how it stands to others.

    `relations` are pairs of a name and IRIs or words; `used_by` are the properties of a class.
    """

    iri: str
    name: str
    label: str
    kind: str
    definition: str
    relations: tuple[tuple[str, tuple[str, ...]], ...]
    used_by: tuple[str, ...] = ()


@cache
def _nodes() -> Nodes:
    with resources.as_file(_FILE) as path:
        return read_nodes([path])


VERSION: Final = _nodes().one(_ONTOLOGY, OWL.versionInfo)
"""The version of the ontology."""


def ontology_page(places: Places) -> str:
    """The documentation."""
    terms = tuple(_terms(_nodes()))
    schemes = [
        (iri, _nodes().one(iri, SKOS.prefLabel), _nodes().first(iri, SKOS.definition) or "")
        for iri in _nodes().typed(SKOS["ConceptScheme"])
    ]
    return render(
        "ontology.html",
        places=places,
        title=_nodes().one(_ONTOLOGY, DCT.title),
        about=_nodes().one(_ONTOLOGY, DCT.description),
        licence=_nodes().one(_ONTOLOGY, DCT.license),
        ontology_version=VERSION,
        namespace=CMQ.iri,
        classes=[term for term in terms if term.kind == "class"],
        properties=[term for term in terms if term.kind != "class"],
        schemes=schemes,
        named=label_of,
    )


@cache
def ontology_written(form: Format) -> bytes:
    """The ontology in a form; Turtle as it was written."""
    assert isinstance(form, GraphFormat)
    turtle = _FILE.read_bytes()
    if form.name == "turtle":
        return turtle
    quads = ox.parse(turtle, format=ox.RdfFormat.TURTLE)
    return ox.serialize((quad.triple for quad in quads), format=form.writer) or b""


def _terms(nodes: Nodes) -> Iterable[TermDoc]:
    for kind, called in _KINDS.items():
        for iri in sorted(nodes.typed(kind)):
            relations = tuple(
                (name, values)
                for name, links in _RELATIONS
                if (values := tuple(value for link in links for value in nodes.all(iri, link)))
            )
            yield TermDoc(
                iri,
                iri.removeprefix(CMQ.iri),
                nodes.one(iri, RDFS.label),
                called,
                nodes.first(iri, SKOS.definition) or "",
                relations,
                tuple(sorted(_used_by(nodes, iri))),
            )


def _used_by(nodes: Nodes, kind: str) -> Iterable[str]:
    for iri in (*nodes.typed(OWL.ObjectProperty), *nodes.typed(OWL.DatatypeProperty)):
        if kind in (*nodes.all(iri, SCHEMA.domainIncludes), *nodes.all(iri, RDFS.domain)):
            yield iri
