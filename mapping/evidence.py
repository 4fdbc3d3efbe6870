"""Passages: exact stretches of a post, with the selectors of the Web Annotation Data Model (section 4.2)."""

from collections.abc import Iterable, Iterator

from communique.mapping import terms
from communique.mapping.context import Context
from communique.mapping.model import Mention, Span
from communique.mapping.terms import Node, Quad
from communique.ontology.vocabulary import CMQ, OA, SCHEMA

AROUND = 32  # code points of prefix and suffix


def evidence(context: Context, node: Node, post: int, spans: Iterable[Span | None]) -> Iterator[Quad]:
    """Link a node to the passages of one post that support it, and describe them."""
    for span in context.within(post, spans):
        yield from node.say(CMQ.evidence, context.base.passage(context.article.digest, span))
        yield from passage(context, post, span)


def passage(context: Context, post: int, span: Span) -> Iterator[Quad]:
    """A passage with its source and its two selectors, in the post's graph."""
    node = Node(context.base.passage(context.article.digest, span), context.graph(post))
    yield from node.is_a(CMQ.Passage)
    yield from node.say(OA.hasSource, context.report(post))
    yield from node.say(OA.hasSelector, f"{node.iri}#p", f"{node.iri}#q")
    yield from _position(Node(f"{node.iri}#p", node.graph), span)
    yield from _quotation(Node(f"{node.iri}#q", node.graph), context, post, span)


def _position(node: Node, span: Span) -> Iterator[Quad]:
    yield from node.is_a(OA.TextPositionSelector)
    yield from node.say(OA.start, terms.integer(span.start))
    yield from node.say(OA.end, terms.integer(span.end))


def _quotation(node: Node, context: Context, post: int, span: Span) -> Iterator[Quad]:
    bounds = context.article.posts[post].span
    before = Span(max(bounds.start, span.start - AROUND), span.start)
    after = Span(span.end, min(bounds.end, span.end + AROUND))
    yield from node.is_a(OA.TextQuoteSelector)
    yield from node.say(OA.exact, terms.string(context.words(span)))
    yield from node.say(OA.prefix, terms.string(context.words(before)))
    yield from node.say(OA.suffix, terms.string(context.words(after)))


def spellings(context: Context, mentions: Iterable[Mention]) -> Iterator[Quad]:
    """The first passage of each distinct spelling of each actor in each post, mentioning the actor."""
    first: dict[tuple[int, str, str], Mention] = {}
    for mention in sorted(mentions, key=lambda mention: mention.span):
        for post in context.posts_of([mention.span]):
            spelling = terms.one_line(context.words(mention.span))
            first.setdefault((post, context.iri(mention.actor), spelling), mention)
    for (post, _, _), mention in first.items():
        if mention.actor.kind != "described":
            yield from passage(context, post, mention.span)
            node = Node(context.base.passage(context.article.digest, mention.span), context.graph(post))
            yield from context.parties(node, SCHEMA.mentions, [mention.actor])
