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
ANYWHERE = "*"  # where nothing is said of a node, only to it


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
    names = _names(held)
    graph = Graph()
    for quad in held:
        where = _name(quad)
        subject, value = _term(quad.subject, where, names), _term(quad.object, where, names)
        graph.add((subject, _term(quad.predicate, where, names), value))
    told = {name: (node, where) for (node, where), name in names.items() if where != ANYWHERE}
    return Apart(
        graph,
        {name: node for name, (node, _) in told.items()},
        {name: where for name, (_, where) in told.items()},
    )


def _names(quads: Iterable[ox.Quad]) -> dict[tuple[str, str], str]:
    """The name of each node in each graph that describes it; and ANYWHERE else, by the first of these."""
    quads = list(quads)
    order = {name: number for number, name in enumerate(sorted({_name(quad) for quad in quads}))}
    names: dict[tuple[str, str], str] = {}
    for node, told in _tellers(quads).items():
        for graph in told:
            names[node, graph] = f"{node}#apart-{order[graph]}" if len(told) > 1 else node
        names[node, ANYWHERE] = names[node, min(told)]
    return names


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
        return URIRef(names.get((term.value, where)) or names.get((term.value, ANYWHERE), term.value))
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        if term.datatype.value == XSD.string:  # rdflib tells "a" from "a"^^xsd:string, RDF 1.1 does not
            return Literal(term.value)
        return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)
    raise TypeError(f"RDF 1.1 has no term {term!r}")
