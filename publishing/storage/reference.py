"""The reference graph as it goes into a store: the committed Turtle, below the base in use."""

import hashlib
from collections.abc import Iterator, Mapping
from importlib import resources

import pyoxigraph as ox

from communique.mapping.iris import Base
from communique.ontology.vocabulary import BASE, SCHEMA


def turtle_files() -> dict[str, bytes]:
    """The committed Turtle of the ontology and of the reference data, by file name, sorted."""
    ontology = resources.files("communique.ontology")
    folders = (ontology, ontology / "reference")
    found = [entry for folder in folders for entry in folder.iterdir() if entry.name.endswith(".ttl")]
    return {entry.name: entry.read_bytes() for entry in sorted(found, key=lambda entry: entry.name)}


def version(files: Mapping[str, bytes], base: Base) -> str:
    """What tells one version of the reference graph from another: a SHA-256 as hexadecimal."""
    pieces = (name.encode() + b"\x1e" + turtle for name, turtle in files.items())
    return hashlib.sha256(b"\x1f".join((base.iri.encode(), *pieces))).hexdigest()


def quads(files: Mapping[str, bytes], base: Base) -> Iterator[ox.Quad]:
    """The reference graph with its version, its instances named below `base`."""
    graph = ox.NamedNode(base.reference)
    yield ox.Quad(graph, ox.NamedNode(SCHEMA["sha256"]), ox.Literal(version(files, base)), graph)
    for turtle in files.values():
        for triple in ox.parse(turtle, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True):
            subject, object_ = _below(triple.subject, base), _below(triple.object, base)
            yield ox.Quad(subject, triple.predicate, object_, graph)


def _below(term: ox.NamedNode, base: Base) -> ox.NamedNode:
    """An instance's name below another base; terms and concepts keep theirs."""
    if base.iri == BASE or not isinstance(term, ox.NamedNode) or not term.value.startswith(f"{BASE}id/"):
        return term
    return ox.NamedNode(base.iri + term.value.removeprefix(BASE))
