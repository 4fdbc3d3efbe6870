"""Meetings as quads: one node for an event, described in the graph of each post that mentions it."""

from collections.abc import Iterator, Sequence

from communique.mapping import terms
from communique.mapping.concepts import concept_of
from communique.mapping.context import Context, timed
from communique.mapping.evidence import evidence
from communique.mapping.identity import participation_iri
from communique.mapping.model import Meeting, Participation, Span
from communique.mapping.terms import Node, Quad
from communique.ontology.vocabulary import CMQ, SCHEMA, SKOS


def meetings(context: Context, facts: Sequence[Meeting], iris: Sequence[str]) -> Iterator[Quad]:
    """The quads of all meetings."""
    told = [context.posts_of((*fact.spans, *_participation_spans(fact))) for fact in facts]
    for iri, fact, posts in zip(iris, facts, told, strict=True):
        for post in posts:
            node = Node(iri, context.graph(post))
            first = post == posts[0]
            yield from _meeting(context, node, post, fact, first)
            yield from _participations(context, node, post, fact, first)
            if fact.part_of is not None and told[fact.part_of]:
                yield from node.say(SCHEMA.superEvent, iris[fact.part_of])


def _participation_spans(fact: Meeting) -> list[Span]:
    return [span for part in fact.participations for span in part.spans]


def _meeting(context: Context, node: Node, post: int, fact: Meeting, first: bool) -> Iterator[Quad]:
    """What is said of the meeting itself; its place and hour only where the post has their words."""
    said = context.words(context.article.posts[post].span)
    moment_here = bool(fact.when and fact.when.span and context.post_at(fact.when.span) == post)
    yield from node.is_a(CMQ.Meeting)
    yield from node.say(SKOS.prefLabel, terms.text(fact.name or _label(fact)))
    yield from node.say(CMQ.kind, concept_of("kind", fact.kind))
    yield from node.say(CMQ.status, concept_of("status", fact.status))
    yield from timed(node, fact.when, attested=moment_here)
    if fact.place and (first or fact.place in said):
        yield from node.say(SCHEMA.location, terms.string(fact.place))
    if fact.time and (fact.time_text in said if fact.time_text else first):
        yield from node.say(CMQ.localTime, terms.string(fact.time))
    yield from node.say(CMQ.rule, terms.string(fact.rule))
    yield from node.say(CMQ.confidence, terms.decimal(fact.confidence))
    yield from evidence(context, node, post, _support(context, post, fact))


def _label(fact: Meeting) -> str:
    """A name for a meeting that has none: "summit in Paris, 2026-01-06"."""
    place = f" in {fact.place}" if fact.place else ""
    attending = [part for part in fact.participations if part.attendance == "attending"]
    names = [part.actor.name for part in attending if part.actor]
    parties = f" of {' and '.join(names)}" if len(names) == len(attending) == 2 else ""
    return f"{fact.kind.replace('-', ' ')}{parties}{place}{f', {fact.when.edtf}' if fact.when else ''}"


def _support(context: Context, post: int, fact: Meeting) -> list[Span]:
    """The meeting's own spans in the post; those of its participations where it has none there."""
    told = fact.when.span if fact.when else None
    own = context.within(post, fact.spans)
    if own:
        return context.within(post, (*own, told))
    return context.within(post, _participation_spans(fact))


def _participations(context: Context, node: Node, post: int, fact: Meeting, first: bool) -> Iterator[Quad]:
    for iri, parts in _parts(context, node, post, fact, first).items():
        part = Node(iri, node.graph)
        spans = context.within(post, (span for one in parts for span in one.spans))
        yield from node.say(CMQ.participation, iri)
        for one in parts:
            yield from _participation(context, part, one)
        yield from part.say(CMQ.status, concept_of("status", parts[-1].attendance))  # what is said last
        yield from evidence(context, part, post, spans or _support(context, post, fact))


def _parts(
    context: Context, node: Node, post: int, fact: Meeting, first: bool
) -> dict[str, list[Participation]]:
    """The participations that a post tells of, by IRI, in the order in which it does.

    Those without a span of their own go to the first post. Two numbers for one group are two parts.
    """
    told: dict[str, list[Participation]] = {}
    for part in sorted(fact.participations, key=lambda part: (part.spans, repr(part))):
        if not context.within(post, part.spans) and not (first and not part.spans):
            continue
        iri = participation_iri(context, node.iri, part)
        if iri in told and told[iri][0].headcount != part.headcount:
            iri = participation_iri(context, node.iri, part, str(part.headcount))
        told.setdefault(iri, []).append(part)
    return told


def _participation(context: Context, node: Node, part: Participation) -> Iterator[Quad]:
    yield from node.is_a(CMQ.Participation)
    if part.actor is not None:
        yield from context.parties(node, CMQ.participant, [part.actor])
        yield from context.acts_for(node, [part.actor])
    if part.headcount is not None:
        yield from node.say(CMQ.headcount, terms.integer(part.headcount))
    if part.described:
        yield from node.say(SCHEMA.description, terms.text(part.described))
    yield from node.say(CMQ.role, concept_of("role", part.role))
