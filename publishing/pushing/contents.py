"""What a server has: how many triples in each graph, and the triples of some of them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

import pyoxigraph as ox

from communique.publishing.pushing.answers import rows, truth
from communique.publishing.pushing.servers import Server
from communique.publishing.pushing.transport import Transport
from communique.publishing.pushing.writers import sparql_request
from communique.publishing.storage.digests import lines_of_triples

PAGE: Final = 5_000
"""Rows that are asked for at a time: servers cut longer answers, some without a word."""

_NAMED: Final = 200  # graphs that are counted by name at a time

_COUNTS: Final = """SELECT ?g (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STR(?g) > "{after}") }}
GROUP BY ?g ORDER BY STR(?g) LIMIT {page}"""
_COUNTS_OF: Final = """SELECT ?g (COUNT(*) AS ?n) {{ VALUES ?g {{ {graphs} }} GRAPH ?g {{ ?s ?p ?o }} }}
GROUP BY ?g"""
_MANY: Final = "SELECT ?g ?s ?p ?o {{ VALUES ?g {{ {graphs} }} GRAPH ?g {{ ?s ?p ?o }} }}"
_ONE: Final = "SELECT ?s ?p ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} LIMIT {page} OFFSET {offset}"


class Contents:
    """Asks a server for what it has."""

    def __init__(self, server: Server, transport: Transport, page: int = PAGE) -> None:
        self._server = server
        self._transport = transport
        self._page = page

    def counts(self) -> dict[str, int]:
        """The named graphs of the server, each with its number of triples."""
        found: dict[str, int] = {}
        after = ""
        while True:
            told = self._ask(_COUNTS.format(after=after, page=self._page), "gn")
            fresh = _counted(told)
            found |= fresh
            if len(told) < self._page or max(fresh) <= after:
                return found
            after = max(fresh)

    def counts_of(self, graphs: Collection[str]) -> dict[str, int]:
        """The same of some graphs, however much else the server has; those that it lacks are left out."""
        names = sorted(graphs)
        found: dict[str, int] = {}
        for start in range(0, len(names), _NAMED):
            found |= _counted(self._ask(_COUNTS_OF.format(graphs=_iris(names[start : start + _NAMED])), "gn"))
        return found

    def has(self, graph: str, lines: Sequence[str]) -> bool:
        """Whether a graph has all of these lines of N-Triples without blank nodes; or any at all, of none."""
        pattern = "\n".join(lines) or "?s ?p ?o"
        query = f"ASK {{ GRAPH <{graph}> {{ {pattern} }} }}"
        return truth(self._transport.send(sparql_request(self._server, query)), self._server.query, query)

    def lines(self, counts: Mapping[str, int]) -> Iterator[tuple[str, list[str] | None]]:
        """The lines of graphs that have so many triples there; None for one that it does not give whole."""
        for graphs in _packed(counts, self._page):
            one = graphs[0] if len(graphs) == 1 else None
            held = {one: self._paged(one, counts[one])} if one else self._together(graphs)
            for graph in graphs:
                triples = held.get(graph, set())
                yield graph, lines_of_triples(triples) if len(triples) == counts[graph] else None

    def _together(self, graphs: Sequence[str]) -> dict[str, set[ox.Triple]]:
        found: dict[str, set[ox.Triple]] = {graph: set() for graph in graphs}
        for row in self._ask(_MANY.format(graphs=_iris(graphs)), "gspo"):
            found[_value(row["g"])].add(_triple(row))
        return found

    def _paged(self, graph: str, count: int) -> set[ox.Triple]:
        """Pages without an order, which costs large graphs dearly: all are there if the number is right."""
        found: set[ox.Triple] = set()
        for offset in range(0, count, self._page):
            asked = _ONE.format(graph=graph, page=self._page, offset=offset)
            found.update(_triple(row) for row in self._ask(asked, "spo"))
        return found

    def _ask(self, query: str, names: str) -> list[ox.QuerySolution]:
        """The rows, which have variables of these names, of a letter each."""
        reply = self._transport.send(sparql_request(self._server, query))
        return rows(reply, self._server.query, query, names)


def _packed(counts: Mapping[str, int], page: int) -> Iterator[list[str]]:
    """Graphs that fit into a page together; one that does not stands alone."""
    held: list[str] = []
    room = page
    for graph, count in counts.items():
        if held and count > room:
            yield held
            held, room = [], page
        held.append(graph)
        room -= count
    if held:
        yield held


def _counted(told: Iterable[ox.QuerySolution]) -> dict[str, int]:
    return {_value(row["g"]): int(_value(row["n"])) for row in told if row["g"] is not None}


def _iris(graphs: Iterable[str]) -> str:
    return " ".join(f"<{graph}>" for graph in graphs)


def _triple(row: ox.QuerySolution) -> ox.Triple:
    return ox.Triple(row["s"], row["p"], row["o"])


def _value(term: object) -> str:
    return str(getattr(term, "value", ""))
