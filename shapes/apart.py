"""Named graphs laid side by side in one rdflib graph, so that one run of a validator sees each alone.

A node that is described in several graphs (a meeting that three posts mention) gets a name for each, so
that nothing which one report says is counted against another. Each name is traced back to its node.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from communique.ontology.vocabulary import XSD

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

DEFAULT = ""  # the name by which the default graph goes


@dataclass(frozen=True, slots=True)
class Apart:
    """The graph to validate; for each node in it, its own name and the graph that describes it."""

    graph: "Graph"
    origins: Mapping[str, str]
    graphs: Mapping[str, str]


def lay_apart(quads: Iterable[ox.Quad]) -> Apart:
    """The quads as triples of one graph in which no two named graphs describe the same node."""
    from rdflib import Graph

    held = list(quads)
    tellers = _tellers(held)
    order = {name: number for number, name in enumerate(sorted({_name(quad) for quad in held}))}
    names = {
        (node, graph): f"{node}#apart-{order[graph]}" if len(told) > 1 else node
        for node, told in tellers.items()
        for graph in told
    }
    graph = Graph()
    for quad in held:
        where = _name(quad)
        subject, link, value = (
            _term(term, where, names) for term in (quad.subject, quad.predicate, quad.object)
        )
        graph.add((subject, link, value))
    origins = {name: node for (node, _), name in names.items()}
    return Apart(graph, origins, {name: where for (_, where), name in names.items()})


def _tellers(quads: Iterable[ox.Quad]) -> dict[str, set[str]]:
    """For each named node, the graphs in which something is said of it."""
    tellers: dict[str, set[str]] = defaultdict(set)
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode):
            tellers[quad.subject.value].add(_name(quad))
    return tellers


def _name(quad: ox.Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else DEFAULT


def _term(term: object, where: str, names: Mapping[tuple[str, str], str]) -> "Node":
    from rdflib import BNode, Literal, URIRef

    if isinstance(term, ox.NamedNode):
        return URIRef(names.get((term.value, where), term.value))
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        if term.datatype.value == XSD.string:  # rdflib tells "a" from "a"^^xsd:string, RDF 1.1 does not
            return Literal(term.value)
        return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)
    raise TypeError(f"RDF 1.1 has no term {term!r}")
