"""Commitments as quads: who would be bound to what, towards whom, and on whose word that rests."""

from collections.abc import Iterator, Sequence

from communique.mapping import terms
from communique.mapping.concepts import concept_of
from communique.mapping.context import Context
from communique.mapping.evidence import evidence
from communique.mapping.model import Commitment, Facts, Moment, Span
from communique.mapping.terms import Node, Quad
from communique.ontology.vocabulary import CMQ, SCHEMA


def commitments(
    context: Context, facts: Facts, iris: Sequence[str], statements: Sequence[str]
) -> Iterator[Quad]:
    """The quads of all commitments, given the IRIs of the article's commitments and statements."""
    for iri, fact in zip(iris, facts.commitments, strict=True):
        for post in context.posts_of(fact.spans[:1]):
            yield from _commitment(context, Node(iri, context.graph(post)), post, fact)
            if fact.statement is not None:
                said = facts.statements[fact.statement]
                for where in context.posts_of(said.spans[:1]):
                    yield from Node(statements[fact.statement], context.graph(where)).say(CMQ.conveys, iri)


def _commitment(context: Context, node: Node, post: int, fact: Commitment) -> Iterator[Quad]:
    pieces = (terms.one_line(context.words(span)) for span in fact.spans)
    yield from node.is_a(CMQ.Commitment)
    yield from node.say(SCHEMA.text, terms.text(" … ".join(pieces)))
    yield from context.parties(node, CMQ.debtor, fact.debtors)
    yield from context.parties(node, CMQ.creditor, fact.beneficiaries)
    yield from node.say(CMQ.force, concept_of("force", fact.status))
    yield from _terms(context, node, fact)
    yield from node.say(CMQ.rule, terms.string(fact.rule))
    yield from node.say(CMQ.confidence, terms.decimal(fact.confidence))
    spans = (*fact.spans, fact.condition, fact.duration_span, fact.amount, _told(fact.deadline))
    yield from evidence(context, node, post, spans)


def _terms(context: Context, node: Node, fact: Commitment) -> Iterator[Quad]:
    """On what condition, for how long, by when, and how much."""
    if fact.condition:
        yield from node.say(CMQ.condition, terms.string(terms.one_line(context.words(fact.condition))))
    if fact.duration:
        yield from node.say(CMQ.duration, terms.duration(fact.duration))
    if fact.deadline:
        yield from node.say(CMQ.deadline, terms.day(fact.deadline.latest.date()))
    if fact.amount:
        yield from node.say(CMQ.amount, terms.string(terms.one_line(context.words(fact.amount))))


def _told(moment: Moment | None) -> Span | None:
    return moment.span if moment else None
