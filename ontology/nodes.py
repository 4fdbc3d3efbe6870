"""Turtle files as plain Python: each subject with its properties. Fast, and without an RDF store."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
from communique.ontology.vocabulary import RDF


@dataclass(frozen=True, slots=True)
class Nodes:
    """Subject IRI → property IRI → values, in the order of the files; literals without language or type."""

    properties: dict[str, dict[str, list[str]]]

    def typed(self, kind: str) -> Iterator[str]:
        """The subjects of a class."""
        return (subject for subject, values in self.properties.items() if kind in values.get(RDF.type, ()))

    def all(self, subject: str, name: str) -> tuple[str, ...]:
        """Every value of a property."""
        return tuple(self.properties[subject].get(name, ()))

    def first(self, subject: str, name: str) -> str | None:
        """A value of a property that has one at most."""
        return next(iter(self.properties[subject].get(name, ())), None)

    def one(self, subject: str, name: str) -> str:
        """The value of a property that every subject of its class has."""
        return self.properties[subject][name][0]


def read_nodes(paths: Iterable[Path]) -> Nodes:
    """All triples of the Turtle files; blank nodes are not expected and left out."""
    properties: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path in paths:
        for quad in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE):
            subject, value = quad.subject, quad.object
            if isinstance(subject, pyoxigraph.NamedNode) and not isinstance(value, pyoxigraph.BlankNode):
                properties[subject.value][quad.predicate.value].append(getattr(value, "value", ""))
    return Nodes(properties)
