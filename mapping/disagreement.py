"""Where reports give incompatible values for one thing. Recorded with the passages, never settled here.

What is found depends on the union of the graphs alone: not on which article came first.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

import pyoxigraph as ox

from communique.mapping.concepts import concept_of
from communique.mapping.iris import Base
from communique.mapping.terms import Node, Quad, quads
from communique.ontology.vocabulary import CMQ, SCHEMA

# Statuses that cannot both be true. Others may follow one another: scheduled, then held or cancelled.
_TAKES_PLACE = {
    concept_of("status", name): happens
    for name, happens in [
        ("held", "yes"),
        ("ongoing", "yes"),
        ("attending", "yes"),
        ("cancelled", "no"),
        ("withdrawn", "no"),
    ]
}


def _itself(value: str) -> str:
    return value


def _takes_place(value: str) -> str:
    return _TAKES_PLACE.get(value, "")


# The properties of which a thing has one value, or one set of values; and what of a value must agree,
# nothing where the value is compatible with all.
FUNCTIONAL: dict[str, Callable[[str], str]] = {
    CMQ.signatory: _itself,
    CMQ.headcount: _itself,
    CMQ.localTime: _itself,
    CMQ.status: _takes_place,
}


def subjects(quads: Iterable[ox.Quad]) -> frozenset[str]:
    """The things of which reports may disagree: those with a functional property."""
    return frozenset(_iri(quad.subject) for quad in quads if quad.predicate.value in FUNCTIONAL)


def disagreements(told: Iterable[ox.Quad], base: Base) -> Iterator[ox.Quad]:
    """The disagreements among all that the reports' graphs say of some things.

    They must hold every functional property and all evidence of these things, in the named graphs
    of the reports.
    """
    values: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    evidence: dict[tuple[str, str], set[str]] = defaultdict(set)
    for quad in told:
        subject, link, value, graph = (
            _iri(quad.subject),
            quad.predicate.value,
            _iri(quad.object),
            _iri(quad.graph_name),
        )
        if link == CMQ.evidence:
            evidence[subject, graph].add(value)
        elif link in FUNCTIONAL and FUNCTIONAL[link](value):
            values[subject, link][graph].add(FUNCTIONAL[link](value))
    for (subject, link), by_graph in sorted(values.items()):
        if len({frozenset(given) for given in by_graph.values()}) > 1:
            passages = sorted({passage for graph in by_graph for passage in evidence[subject, graph]})
            yield from quads(_disagreement(base, subject, link, passages))


def _disagreement(base: Base, subject: str, link: str, passages: Iterable[str]) -> Iterator[Quad]:
    node = Node(base.disagreement(subject, link), base.disagreements)
    yield from node.is_a(CMQ.Disagreement)
    yield from node.say(SCHEMA.about, subject)
    yield from node.say(CMQ.onProperty, link)
    yield from node.say(CMQ.between, *passages)
    yield from node.say(CMQ.status, concept_of("status", "open"))


def _iri(term: object) -> str:
    return str(getattr(term, "value", ""))
