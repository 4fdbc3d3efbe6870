"""A store beside a server: which graphs are missing there, differ, or are surplus."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import pyoxigraph as ox

from communique.publishing.pushing.contents import Contents
from communique.publishing.pushing.servers import Server
from communique.publishing.pushing.transport import Transport
from communique.publishing.storage.digests import digest, has_blank_nodes, has_lossy, lines_of
from communique.publishing.storage.store import GraphStore

Verdict = Literal["same", "missing", "differing", "surplus", "unclear"]

_CUT: Final = "the server does not give all of it"
_BLANK: Final = "it has blank nodes"


@dataclass(frozen=True, slots=True)
class Compared:
    """One graph: the triples here and there, and why it is unclear whether they are the same.

    `lossy` tells that it has values of a type that the server does not give back, which were passed over.
    """

    graph: str
    verdict: Verdict
    here: int = 0
    there: int = 0
    why: str = ""
    lossy: bool = False


def compare(
    store: GraphStore,
    server: Server,
    transport: Transport,
    seen: Callable[[Compared], None] = lambda _: None,
    surplus: bool = True,
) -> list[Compared]:
    """All named graphs of the store and, with `surplus`, those of the server that lie below the store's base.

    Without it, what else the server has costs nothing.
    Graphs of equal length are fetched and compared by their canonical digests; `seen` is told of each.
    """
    found: list[Compared] = []

    def tell(one: Compared) -> None:
        found.append(one)
        seen(one)

    contents = Contents(server, transport)
    here = graph_counts(store)
    there = contents.counts() if surplus else contents.counts_of(here)
    for one in _by_count(here, there, store.base.graphs):
        tell(one)
    alike = {graph: count for graph, count in here.items() if there.get(graph, 0) == count}
    for graph, lines in contents.lines(alike):
        tell(_by_content(graph, lines_of(store.oxigraph, graph), lines, server.lossy))
    return sorted(found, key=lambda one: one.graph)


def graph_counts(store: GraphStore) -> dict[str, int]:
    """The named graphs of a store that have triples, and how many."""
    found = store.query("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    assert isinstance(found, ox.QuerySolutions)
    return {row["g"].value: int(row["n"].value) for row in found}


def _by_count(here: dict[str, int], there: dict[str, int], base: str) -> list[Compared]:
    missing = [Compared(graph, "missing", count) for graph, count in here.items() if graph not in there]
    differing = [
        Compared(graph, "differing", count, there[graph])
        for graph, count in here.items()
        if graph in there and there[graph] != count
    ]
    surplus = [
        Compared(graph, "surplus", 0, count)
        for graph, count in there.items()
        if graph not in here and graph.startswith(base)
    ]
    return [*missing, *differing, *surplus]


def _by_content(graph: str, here: list[str], there: list[str] | None, lossy: frozenset[str]) -> Compared:
    count = len(here)
    if there is None or has_blank_nodes(here):
        return Compared(graph, "unclear", count, count, _CUT if there is None else _BLANK)
    same = digest(here, lossy) == digest(there, lossy)
    return Compared(graph, "same" if same else "differing", count, count, lossy=has_lossy(here, lossy))
