"""Named graphs laid side by side in one, so that one run of a validator sees each alone.

A node that is described in several graphs (a meeting that three posts mention) gets a name for each, so
that nothing which one report says is counted against another. Each name is traced back to its node.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import pyoxigraph as ox

from communique.shapes.compiled import Term, Triple, plain

TermT = TypeVar("TermT", bound=Term)
DEFAULT = ""  # the name by which the default graph goes


@dataclass(frozen=True, slots=True)
class Apart:
    """The triples to validate; the node and graph of each made-up name; the graphs that describe a node."""

    triples: tuple[Triple, ...]
    origins: Mapping[str, tuple[str, str]]
    tellers: Mapping[str, Iterable[str]]

    def node(self, name: str) -> str:
        """The node that goes by a name."""
        return self.origins[name][0] if name in self.origins else name

    def graph(self, name: str) -> str:
        """The graph that describes the node of this name."""
        return self.origins[name][1] if name in self.origins else min(self.tellers.get(name, (DEFAULT,)))


def lay_apart(quads: Iterable[ox.Quad]) -> Apart:
    """The quads as triples of one graph in which no two named graphs describe the same node."""
    rows = [(*_plain(quad), _name(quad)) for quad in quads]
    tellers: dict[str, dict[str, None]] = {}
    for subject, _, _, where in rows:
        told = tellers.get(subject)
        if told is None:
            tellers[subject] = {where: None}
        else:
            told[where] = None
    shared = {node: told for node, told in tellers.items() if len(told) > 1 and not node.startswith("_:")}
    names = _Names(shared, sorted({where for told in shared.values() for where in told}))
    triples = tuple((names.of(s, g), p, names.of(o, g)) for s, p, o, g in rows) if shared else _triples(rows)
    return Apart(triples, names.origins, tellers)


class _Names:
    """The names of the nodes that several graphs describe."""

    def __init__(self, shared: Mapping[str, Iterable[str]], graphs: list[str]) -> None:
        order = {graph: number for number, graph in enumerate(graphs)}
        self._names = {
            node: {graph: f"{node}#apart-{order[graph]}" for graph in told} for node, told in shared.items()
        }
        self.origins = {
            name: (node, graph) for node, names in self._names.items() for graph, name in names.items()
        }

    def of(self, term: TermT, graph: str) -> TermT | str:
        """The term's name in a graph; where that says nothing of it, its name in the first that does."""
        names = self._names.get(term) if isinstance(term, str) else None
        if names is None:
            return term
        return names.get(graph) or names[min(names)]


def _triples(rows: Iterable[tuple[str, str, Term, str]]) -> tuple[Triple, ...]:
    return tuple((subject, link, value) for subject, link, value, _ in rows)


def _plain(quad: ox.Quad) -> Triple:
    subject = plain(quad.subject)
    assert isinstance(subject, str)
    return subject, quad.predicate.value, plain(quad.object)


def _name(quad: ox.Quad) -> str:
    graph = quad.graph_name
    return graph.value if isinstance(graph, ox.NamedNode) else DEFAULT
