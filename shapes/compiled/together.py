"""Constraints that look at all values of a focus node together (SHACL, sections 4.2, 4.5, 4.7.3 and 4.8)."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Final

from communique.shapes.compiled.graph import Graph
from communique.shapes.compiled.shape import Offence, Reached, Rule, Shape
from communique.shapes.compiled.terms import Term, text_of
from communique.shapes.compiled.values import before, not_after


def at_least(number: Term) -> Rule:
    """There are so many values or more."""
    least = int(text_of(number))
    return _counted(lambda count: count >= least)


def at_most(number: Term) -> Rule:
    """There are so many values or fewer."""
    most = int(text_of(number))
    return _counted(lambda count: count <= most)


def _counted(fits: Callable[[int], bool]) -> Rule:
    """How many values there are is a number that fits; the counts that occur are few."""

    def rule(_: Graph, reached: Reached) -> Iterable[Offence]:
        wrong = {count for count in reached.counts if not fits(count)}
        return [Offence(node) for node in reached.nodes if len(reached.of(node)) in wrong] if wrong else ()

    return rule


def includes(wanted: Term) -> Rule:
    """One of the values is this one."""
    return lambda _, reached: [Offence(node) for node in reached.nodes if wanted not in reached.of(node)]


def one_each_language(wanted: Term) -> Rule:
    """No two values have one language; a result for each language that is used twice."""
    if text_of(wanted) != "true":  # the W3C's case uniqueLang-002: "1" is not it
        return lambda _, reached: ()

    def rule(_: Graph, reached: Reached) -> Iterable[Offence]:
        return [
            Offence(node)
            for node, values in reached.values.items()
            if len(values) > 1
            for number in Counter(
                value[2] for value in values if not isinstance(value, str) and value[2]
            ).values()
            if number > 1
        ]

    return rule


def same_as(link: Term) -> Rule:
    """The values are just those of another property."""

    def rule(graph: Graph, reached: Reached) -> Iterable[Offence]:
        others = graph.column(text_of(link))
        for node in reached.nodes:
            one, other = reached.of(node), others.get(node, ())
            yield from (Offence(node, value) for value in one if value not in other)
            yield from (Offence(node, value) for value in other if value not in one)

    return rule


def none_of(link: Term) -> Rule:
    """No value is one of another property."""
    return _beside(link, lambda values, others: [value for value in values if value in others])


def _ordered(holds: Callable[[Term, Term], bool]) -> Callable[[Term], Rule]:
    def wrong(values: Collection[Term], others: Collection[Term]) -> Sequence[Term]:
        return [value for value in values for other in others if not holds(value, other)]

    return lambda link: _beside(link, wrong)


def _beside(link: Term, wrong: Callable[[Collection[Term], Collection[Term]], Sequence[Term]]) -> Rule:
    """What is wrong with the values beside those of another property."""

    def rule(graph: Graph, reached: Reached) -> Iterable[Offence]:
        others = graph.column(text_of(link))
        return [
            Offence(node, value)
            for node, values in reached.values.items()
            if node in others
            for value in wrong(values, others[node])
        ]

    return rule


def closed(allowed: Collection[str]) -> Rule:
    """A value has no properties but these; each other one is reported at its own path."""
    known = frozenset(allowed)

    def rule(graph: Graph, reached: Reached) -> Iterable[Offence]:
        return [
            Offence(node, other, link)
            for node, values in reached.values.items()
            for value in values
            for link, found in graph.about(value).items()
            if link not in known
            for other in found
        ]

    return rule


def qualified(shape: Shape, others: Collection[Shape], fits: Callable[[int], bool]) -> Rule:
    """How many values conform to the shape, and to none of the others, is a number that fits."""

    def rule(graph: Graph, reached: Reached) -> Iterable[Offence]:
        values = reached.distinct
        fitting = values - shape.failing(graph, values)
        fitting = fitting.difference(*(fitting - other.failing(graph, fitting) for other in others))
        return [
            Offence(node) for node in reached.nodes if not fits(len(fitting.intersection(reached.of(node))))
        ]

    return rule


SIMPLE: Final[dict[str, Callable[[Term], Rule]]] = {
    "minCount": at_least,
    "maxCount": at_most,
    "hasValue": includes,
    "uniqueLang": one_each_language,
    "equals": same_as,
    "disjoint": none_of,
    "lessThan": _ordered(before),
    "lessThanOrEquals": _ordered(not_after),
}
