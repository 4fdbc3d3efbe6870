from dataclasses import replace
from typing import Any

import pytest

from communique.mapping.context import Context
from communique.mapping.describe_commitments import commitments
from communique.mapping.graph import to_quads
from communique.mapping.identity import commitment_iris, statement_iris
from communique.mapping.model import Commitment, Span
from communique.mapping.terms import quads
from communique.ontology.vocabulary import CMQ
from communique.shapes.check import check


def told(sample: Any, fact: Commitment, link: str) -> list[tuple[str, str]]:
    """The graph and the value of a property, the last piece of each."""
    facts = replace(sample.facts, commitments=(fact,))
    context = Context(sample.article, sample.base, sample.register)
    said = statement_iris(context, facts.statements)
    rows = commitments(context, facts, commitment_iris(context, facts.commitments, said), said)
    found = [quad for quad in quads(rows) if quad.predicate.value == link]
    return [(str(q.graph_name).rpartition("/")[2].rstrip(">"), getattr(q.object, "value", "")) for q in found]


@pytest.mark.parametrize(
    ("link", "value"),
    [
        (CMQ.condition, "if the truce holds"),
        (CMQ.duration, "P1Y2M"),
        (CMQ.deadline, "2026-03-01"),
        (CMQ.amount, "ten ships"),
        (CMQ.rule, "pledge"),
    ],
)
def test_its_terms(sample: Any, link: str, value: str) -> None:
    (fact,) = sample.facts.commitments
    assert told(sample, fact, link) == [("berg-arrives", value)]


def test_what_is_not_said_is_left_out(sample: Any) -> None:
    (fact,) = sample.facts.commitments
    bare = Commitment(fact.debtors, fact.spans, "rule")
    for link in (CMQ.condition, CMQ.duration, CMQ.deadline, CMQ.amount, CMQ.creditor, CMQ.conveys):
        assert told(sample, bare, link) == []


def test_a_statement_of_another_post_conveys_it_from_there(sample: Any) -> None:
    start = sample.article.posts[2].span.start
    fact = replace(sample.facts.commitments[0], spans=(Span(start, start + 13),), condition=None, amount=None)
    assert [graph for graph, _ in told(sample, fact, CMQ.conveys)] == ["berg-arrives"]
    facts = replace(sample.facts, commitments=(fact,))
    quads = to_quads(sample.article, facts, sample.base, sample.captured_at, sample.register)
    assert check(quads, sample.reference()).violations == ()
