"""What one article's new graphs replace: its old ones, and the disagreements that hang on either."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox
from communique.mapping.disagreement import disagreements, subjects
from communique.ontology.vocabulary import PROV, SCHEMA

if TYPE_CHECKING:
    from communique.publishing.store import GraphStore


def replacement(
    store: "GraphStore", article: str, quads: Iterable[ox.Quad]
) -> tuple[tuple[str, ...], tuple[ox.Quad, ...]]:
    """The graphs to drop and the quads to insert, so that the article's graphs become `quads`.

    The graph of disagreements is among them where it changes: it is always what the union implies.
    """
    new = tuple(quads)
    dropped = graphs_of(store, article)
    touched = subjects(new) | subjects(quad for graph in dropped for quad in store.quads(graph))
    before = set(store.quads(store.base.disagreements))
    union = (*new, *_said_elsewhere(store, touched, dropped))
    after = _about_others(before, touched) | set(disagreements(union, store.base))
    if after == before:
        return dropped, new
    return (*dropped, store.base.disagreements), (*new, *after)


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


def _about_others(quads: Iterable[ox.Quad], nodes: Iterable[str]) -> set[ox.Quad]:
    """The disagreements that are about none of the nodes."""
    held, touched = set(quads), {ox.NamedNode(node) for node in nodes}
    gone = {quad.subject for quad in held if quad.predicate.value == SCHEMA.about and quad.object in touched}
    return {quad for quad in held if quad.subject not in gone}
