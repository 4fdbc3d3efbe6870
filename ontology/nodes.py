"""Turtle files as plain Python: each subject with its properties. Fast, and without an RDF store."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph

from communique.ontology.vocabulary import RDF

_TYPE = RDF.type


@dataclass(frozen=True, slots=True)
class Nodes:
    """Subject IRI → property IRI → values, in the order of the files; literals without language or type."""

    properties: dict[str, dict[str, list[str]]]
    kinds: dict[str, list[str]]

    def typed(self, kind: str) -> list[str]:
        """The subjects of a class."""
        return self.kinds.get(kind, [])

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
    kinds: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        for subject, predicate, value, _ in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE):
            if isinstance(subject, pyoxigraph.BlankNode) or isinstance(value, pyoxigraph.BlankNode):
                continue
            name, known = predicate.value, properties[subject.value]
            known[name].append(value.value)
            if name == _TYPE:
                kinds[value.value].append(subject.value)
    return Nodes(properties, kinds)
