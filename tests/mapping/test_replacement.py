"""What a store holds after articles came, changed and went, in whatever order."""

from dataclasses import replace
from typing import Any

import pyoxigraph as ox
import pytest

from communique.mapping.iris import article_key
from communique.mapping.model import Facts
from communique.mapping.replacement import graphs_of, replacement
from communique.ontology.vocabulary import CMQ
from communique.publishing.storage.store import GraphStore


def put(store: GraphStore, sample: Any) -> None:
    key = article_key(sample.article)
    change = replacement(store, key, sample.quads())
    store.replace(change.graphs, change.quads, change.removed)


def named(sample: Any, name: str, count: int | None = None, facts: Facts | None = None) -> Any:
    """The sample as another article, perhaps with another number of heads of state in its first count."""
    facts = facts or sample.facts
    if count is not None:
        (summit,) = facts.meetings
        parts = [
            replace(part, headcount=count) if part.headcount == 12 else part for part in summit.participations
        ]
        facts = replace(facts, meetings=(replace(summit, participations=tuple(parts)),))
    return replace(sample, article=replace(sample.article, name=name), facts=facts)


def contents(store: GraphStore) -> set[ox.Quad]:
    return set(store.quads())


def properties(store: GraphStore) -> list[str]:
    """The properties on which there are disagreements."""
    found = store.matching(predicate=CMQ.onProperty, graph=store.base.disagreements)
    return sorted(getattr(quad.object, "value", "").removeprefix(CMQ.iri) for quad in found)


@pytest.fixture
def store() -> GraphStore:
    return GraphStore(ox.Store())


def test_the_same_article_again_changes_nothing(store: GraphStore, sample: Any) -> None:
    put(store, sample)
    before = contents(store)
    put(store, sample)
    assert contents(store) == before


def test_disagreements_are_found_within_an_article_and_between_two(store: GraphStore, sample: Any) -> None:
    put(store, sample)
    assert properties(store) == ["headcount", "signatory"]
    without = replace(sample.facts, statements=(), commitments=())
    other = GraphStore(ox.Store())
    put(other, named(sample, "one.txt", 14, without))
    assert properties(other) == []
    put(other, named(sample, "two.txt", 15, without))
    assert properties(other) == ["headcount"]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0, 1)], ids=str)
def test_the_order_of_articles_does_not_matter(sample: Any, order: tuple[int, ...]) -> None:
    articles = [named(sample, f"{count}.txt", count) for count in (12, 14, 16)]
    first, other = GraphStore(ox.Store()), GraphStore(ox.Store())
    for article in articles:
        put(first, article)
    for index in order:
        put(other, articles[index])
    assert contents(first) == contents(other)


def test_a_changed_article_replaces_its_graphs_only(store: GraphStore, sample: Any) -> None:
    put(store, named(sample, "one.txt"))
    put(store, named(sample, "two.txt"))
    before = contents(store)
    fewer = replace(sample.facts, statements=sample.facts.statements[:1], commitments=())
    put(store, named(sample, "two.txt", facts=fewer))
    changed = {quad.graph_name for quad in before ^ contents(store)}
    mine = {ox.NamedNode(graph) for graph in (*graphs_of(store, "two"), store.base.disagreements)}
    assert changed <= mine
    assert ox.NamedNode(store.base.graph("two", "berg-arrives")) in changed


def test_a_graph_that_a_changed_article_no_longer_has_is_gone(store: GraphStore, sample: Any) -> None:
    put(store, sample)
    put(store, replace(sample, facts=Facts()))
    left = {quad.graph_name for quad in store.quads()}
    assert left == {ox.NamedNode(store.base.provenance("strait-live"))}


def test_a_disagreement_ends_with_the_report_that_caused_it(store: GraphStore, sample: Any) -> None:
    without = replace(sample.facts, statements=(), commitments=())
    put(store, named(sample, "one.txt", 14, without))
    put(store, named(sample, "two.txt", 15, without))
    put(store, named(sample, "two.txt", 14, without))
    assert properties(store) == []


def test_judgements_stay(store: GraphStore, sample: Any) -> None:
    name = ox.NamedNode(f"{store.base.iri}id/disagreement/1")
    judged = ox.Quad(name, ox.NamedNode(CMQ.preferred), name, ox.NamedNode(store.base.curation))
    store.replace([], [judged])
    put(store, sample)
    put(store, replace(sample, facts=Facts()))
    assert judged in contents(store)
