"""Constraints that look at all values of a focus node together (SHACL, sections 4.2, 4.5, 4.7.3 and 4.8)."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from typing import Final

from communique.shapes.compiled.graph import Graph
from communique.shapes.compiled.shape import Offence, Rule, Shape
from communique.shapes.compiled.terms import Term, text_of
from communique.shapes.compiled.values import before, not_after

_ONCE: Final = (Offence(),)


def at_least(number: Term) -> Rule:
    """There are so many values or more."""
    least = int(text_of(number))
    return lambda graph, focus, values: () if len(values) >= least else _ONCE


def at_most(number: Term) -> Rule:
    """There are so many values or fewer."""
    most = int(text_of(number))
    return lambda graph, focus, values: () if len(values) <= most else _ONCE


def includes(wanted: Term) -> Rule:
    """One of the values is this one."""
    return lambda graph, focus, values: () if wanted in values else _ONCE


def one_each_language(wanted: Term) -> Rule:
    """No two values have one language; a result for each language that is used twice."""
    if text_of(wanted) != "true":  # the W3C's case uniqueLang-002: "1" is not it
        return lambda graph, focus, values: ()

    def rule(_: Graph, focus: Term, values: Collection[Term]) -> Sequence[Offence]:
        languages = Counter(value[2] for value in values if not isinstance(value, str) and value[2])
        return [Offence() for number in languages.values() if number > 1]

    return rule


def same_as(link: Term) -> Rule:
    """The values are just those of another property."""

    def rule(graph: Graph, focus: Term, values: Collection[Term]) -> Sequence[Offence]:
        others = graph.objects(focus, text_of(link))
        return [
            *(Offence(value) for value in values if value not in others),
            *(Offence(other) for other in others if other not in values),
        ]

    return rule


def none_of(link: Term) -> Rule:
    """No value is one of another property."""

    def rule(graph: Graph, focus: Term, values: Collection[Term]) -> Sequence[Offence]:
        others = graph.objects(focus, text_of(link))
        return [Offence(value) for value in values if value in others]

    return rule


def _ordered(holds: Callable[[Term, Term], bool]) -> Callable[[Term], Rule]:
    def compiled(link: Term) -> Rule:
        def rule(graph: Graph, focus: Term, values: Collection[Term]) -> Sequence[Offence]:
            others = graph.objects(focus, text_of(link)) if values else ()
            return [Offence(value) for value in values for other in others if not holds(value, other)]

        return rule

    return compiled


def closed(allowed: Collection[str]) -> Rule:
    """A value has no properties but these; each other one is reported at its own path."""
    known = frozenset(allowed)

    def rule(graph: Graph, focus: Term, values: Collection[Term]) -> Sequence[Offence]:
        return [
            Offence(other, link)
            for value in values
            for link, found in graph.about(value).items()
            if link not in known
            for other in found
        ]

    return rule


def qualified(shape: Shape, others: Collection[Shape], fits: Callable[[int], bool]) -> Rule:
    """How many values conform to the shape, and to none of the others, is a number that fits."""

    def rule(graph: Graph, focus: Term, values: Collection[Term]) -> Sequence[Offence]:
        number = sum(
            shape.conforms(graph, value) and not any(other.conforms(graph, value) for other in others)
            for value in values
        )
        return () if fits(number) else _ONCE

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
ABSENT: Final = frozenset({"minCount", "hasValue", "equals"})  # what can object to there being no values
