"""Named graphs laid side by side in one, so that one run of a validator sees each alone.

A node that is described in several graphs (a meeting that three posts mention) gets a name for each, so
that nothing which one report says is counted against another. Each name is traced back to its node.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from communique.shapes.compiled import Quad, Term, Triple
from communique.shapes.compiled.terms import is_blank

DEFAULT = ""  # the name by which the default graph goes
Names = Mapping[str, Mapping[str, str]]  # a node that several graphs describe → graph → its name there


@dataclass(frozen=True, slots=True)
class Apart:
    """Quads laid apart: the names, the node and graph of each, and the graph of the other nodes."""

    quads: Sequence[Quad]
    names: Names
    origins: Mapping[str, tuple[str, str]]
    homes: Mapping[str, str]

    def triples(self) -> Iterator[Triple]:
        """The triples to validate."""
        names = self.names
        for subject, link, value, graph in self.quads:
            yield (
                names[subject][graph] if subject in names else subject,
                link,
                _referred(names, value, graph) if value in names else value,
            )

    def node(self, name: str) -> str:
        """The node that goes by a name."""
        return self.origins[name][0] if name in self.origins else name

    def graph(self, name: str) -> str:
        """The graph that describes the node of this name."""
        return self.origins[name][1] if name in self.origins else self.homes.get(name, DEFAULT)


def lay_apart(quads: Sequence[Quad]) -> Apart:
    """The quads as triples of one graph in which no two named graphs describe the same node."""
    homes: dict[str, str] = {}
    shared: dict[str, dict[str, None]] = {}
    for subject, graph in dict.fromkeys(map(_DESCRIBED, quads)):
        home = homes.setdefault(subject, graph)
        if home != graph and not is_blank(subject):
            shared.setdefault(subject, {home: None})[graph] = None
    names = _names(shared)
    origins = {name: (node, graph) for node, by_graph in names.items() for graph, name in by_graph.items()}
    return Apart(quads, names, origins, homes)


_DESCRIBED = itemgetter(0, 3)  # which node, in which graph


def _names(shared: Mapping[str, Collection[str]]) -> dict[str, dict[str, str]]:
    """For each node that several graphs describe, its name in each of them."""
    graphs = sorted({graph for told in shared.values() for graph in told})
    order = {graph: number for number, graph in enumerate(graphs)}
    return {node: {graph: f"{node}#apart-{order[graph]}" for graph in told} for node, told in shared.items()}


def _referred(names: Names, value: Term, graph: str) -> Term:
    """What a graph means by a value: its own name for it, or the name in the first graph that has one."""
    assert isinstance(value, str)
    return names[value].get(graph) or names[value][min(names[value])]
