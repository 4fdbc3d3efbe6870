"""Statements as quads: who is said to have said what, in which words, and how the report renders it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from communique.mapping import terms
from communique.mapping.concepts import concept_of, notations
from communique.mapping.context import Context, spoken_for, timed
from communique.mapping.evidence import evidence
from communique.mapping.iris import slug
from communique.mapping.model import Actor, Statement
from communique.mapping.terms import Node, Quad
from communique.ontology.vocabulary import CMQ, SCHEMA


def statements(context: Context, facts: Sequence[Statement], iris: Sequence[str]) -> Iterator[Quad]:
    """The quads of all statements, each in the graph of the post in which it begins."""
    for (iri, post), fact in _by_node(context, facts, iris).items():
        yield from _statement(context, Node(iri, context.graph(post)), post, fact)


def _by_node(
    context: Context, facts: Sequence[Statement], iris: Sequence[str]
) -> dict[tuple[str, int], Statement]:
    """One statement for each IRI in each post: pieces of one document are put together."""
    found: dict[tuple[str, int], Statement] = {}
    for iri, fact in sorted(zip(iris, facts, strict=True), key=lambda pair: (pair[1].spans, repr(pair[1]))):
        for post in context.posts_of(fact.spans[:1]):
            earlier = found.get((iri, post))
            found[iri, post] = _together(earlier, fact) if earlier else fact
    return found


def _together(first: Statement, second: Statement) -> Statement:
    return replace(
        first,
        spans=tuple(sorted({*first.spans, *second.spans})),
        speakers=_union(first.speakers, second.speakers),
        addressees=_union(first.addressees, second.addressees),
        joint=first.joint or second.joint,
        quoted=first.quoted or second.quoted,
    )


def _union(first: Iterable[Actor], second: Iterable[Actor]) -> tuple[Actor, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def _statement(context: Context, node: Node, post: int, fact: Statement) -> Iterator[Quad]:
    yield from node.is_a(CMQ.Statement)
    yield from _who(context, node, fact)
    yield from _how(node, fact)
    yield from _words(context, node, fact)
    yield from timed(node, fact.when)
    yield from node.say(CMQ.rule, terms.string(fact.rule))
    yield from node.say(CMQ.confidence, terms.decimal(fact.confidence))
    yield from evidence(context, node, post, (*fact.spans, fact.source, fact.cue))


def _who(context: Context, node: Node, fact: Statement) -> Iterator[Quad]:
    speakers = spoken_for(fact.speakers)
    yield from context.parties(node, CMQ.speaker, speakers)
    if fact.joint:
        yield from context.parties(node, CMQ.signatory, speakers)
    yield from context.acts_for(node, speakers)
    yield from context.parties(node, CMQ.addressee, fact.addressees)
    yield from context.parties(node, CMQ.via, [fact.via] if fact.via else [])


def _how(node: Node, fact: Statement) -> Iterator[Quad]:
    yield from node.say(CMQ.act, concept_of("act", fact.act))
    yield from node.say(CMQ.mode, concept_of("mode", fact.mode))
    yield from node.say(CMQ.modality, concept_of("modality", fact.modality))
    yield from node.say(CMQ.status, concept_of("status", fact.status))
    if fact.channel and slug(fact.channel) in notations("channel"):
        yield from node.say(CMQ.channel, concept_of("channel", fact.channel))
    elif fact.channel:
        yield from node.say(CMQ.channelName, terms.string(terms.one_line(fact.channel)))


def _words(context: Context, node: Node, fact: Statement) -> Iterator[Quad]:
    pieces = (terms.one_line(context.words(span)) for span in fact.spans)
    yield from node.say(SCHEMA.text, terms.text(" … ".join(pieces)))
    if fact.cue:
        yield from node.say(CMQ.cue, terms.string(terms.one_line(context.words(fact.cue))))
