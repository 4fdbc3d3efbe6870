"""What one article's new graphs replace: its old ones, and the disagreements that hang on either."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from communique.mapping.disagreement import FUNCTIONAL, disagreements, subjects
from communique.ontology.vocabulary import PROV

if TYPE_CHECKING:
    from communique.publishing.storage.store import GraphStore


@dataclass(frozen=True, slots=True)
class Replacement:
    """The graphs to drop, the quads to insert, and the quads to remove from graphs that stay."""

    graphs: tuple[str, ...]
    quads: tuple[ox.Quad, ...]
    removed: tuple[ox.Quad, ...]


def replacement(
    store: "GraphStore", article: str, quads: Iterable[ox.Quad], kept: Set[str] = frozenset()
) -> Replacement:
    """What makes the article's graphs in the store `quads`, and the disagreements what the union implies.

    Those of its graphs that are in `kept` stay as they are.
    """
    new = tuple(quads)
    dropped = tuple(graph for graph in graphs_of(store, article) if graph not in kept)
    touched = subjects(new) | subjects(quad for graph in dropped for quad in store.quads(graph))
    before = set(_disagreements_about(store, touched))
    after = set(disagreements((*new, *_said_elsewhere(store, touched, dropped)), store.base))
    return Replacement(dropped, (*new, *(after - before)), tuple(before - after))


def graphs_of(store: "GraphStore", article: str) -> tuple[str, ...]:
    """The named graphs that the article has in the store, as its provenance lists them; sorted."""
    provenance = store.base.provenance(article)
    derived = store.matching(predicate=PROV.wasDerivedFrom, graph=provenance)
    return tuple(sorted(quad.subject.value for quad in derived if isinstance(quad.subject, ox.NamedNode)))


def _said_elsewhere(store: "GraphStore", nodes: Iterable[str], but: Iterable[str]) -> Iterator[ox.Quad]:
    """What the other reports' graphs say of the nodes."""
    apart = {ox.NamedNode(graph) for graph in (*but, store.base.curation, store.base.disagreements)}
    for node in nodes:
        yield from (quad for quad in store.matching(subject=node) if quad.graph_name not in apart)


def _disagreements_about(store: "GraphStore", nodes: Iterable[str]) -> Iterator[ox.Quad]:
    """The recorded disagreements about the nodes."""
    for node in nodes:
        for link in FUNCTIONAL:
            name = store.base.disagreement(node, link)
            yield from store.matching(subject=name, graph=store.base.disagreements)
