import random
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox
import pytest

from communique.mapping.disagreement import disagreements, subjects
from communique.ontology.vocabulary import CMQ, SCHEMA, concept

E = "https://example.org/"


def said(subject: str, link: str, value: str, graph: str) -> ox.Quad:
    """A quad; a value that is no IRI is a literal."""
    term = ox.NamedNode(value) if value.startswith("https:") else ox.Literal(value)
    return ox.Quad(ox.NamedNode(E + subject), ox.NamedNode(link), term, ox.NamedNode(E + graph))


def told(link: str, *values: tuple[str, str]) -> list[ox.Quad]:
    """What graphs say of one thing, each with a passage of its own."""
    graphs = sorted({graph for graph, _ in values})
    passages = [said("thing", CMQ.evidence, f"{E}passage-{graph}", graph) for graph in graphs]
    return [*passages, *(said("thing", link, value, graph) for graph, value in values)]


def objects(quads: Iterable[ox.Quad], link: str) -> set[str]:
    """The values of a property."""
    return {getattr(quad.object, "value", "") for quad in quads if quad.predicate.value == link}


STATUS = {
    name: concept("status", name) for name in ("held", "scheduled", "cancelled", "attending", "withdrawn")
}
CASES = {
    "head counts": (CMQ.headcount, [("a", "12"), ("b", "14")], "ab"),
    "head counts that agree": (CMQ.headcount, [("a", "12"), ("b", "12")], ""),
    "hours": (CMQ.localTime, [("a", "14:00"), ("b", "14:30"), ("c", "14:00")], "abc"),
    "signatories as a set": (CMQ.signatory, [("a", f"{E}x"), ("a", f"{E}y"), ("b", f"{E}x")], "ab"),
    "the same signatories": (CMQ.signatory, [(g, f"{E}{s}") for g in "ab" for s in "xy"], ""),
    "held and cancelled": (CMQ.status, [("a", STATUS["held"]), ("b", STATUS["cancelled"])], "ab"),
    "scheduled, then cancelled": (CMQ.status, [("a", STATUS["scheduled"]), ("b", STATUS["cancelled"])], ""),
    "scheduled, then held": (CMQ.status, [("a", STATUS["scheduled"]), ("b", STATUS["held"])], ""),
    "attending and withdrawn": (CMQ.status, [("a", STATUS["attending"]), ("b", STATUS["withdrawn"])], "ab"),
    "one report": (CMQ.headcount, [("a", "12"), ("a", "14")], ""),
    "another property": (CMQ.when, [("a", "2026"), ("b", "2025")], ""),
}


@pytest.mark.parametrize(("link", "values", "graphs"), CASES.values(), ids=CASES.keys())
def test_which_reports_disagree(sample: Any, link: str, values: list[tuple[str, str]], graphs: str) -> None:
    found = list(disagreements(told(link, *values), sample.base))
    between = sorted(objects(found, CMQ.between))
    assert between == [f"{E}passage-{graph}" for graph in graphs]
    assert objects(found, CMQ.onProperty) == ({link} if graphs else set())


def test_the_order_does_not_matter(sample: Any) -> None:
    quads = list(sample.quads())
    first = list(disagreements(quads, sample.base))
    random.Random(1).shuffle(quads)
    assert list(disagreements(quads, sample.base)) == first
    assert len({quad.subject for quad in first}) == 2


def test_what_can_disagree(sample: Any) -> None:
    about = objects(disagreements(sample.quads(), sample.base), SCHEMA.about)
    assert about < subjects(sample.quads())
