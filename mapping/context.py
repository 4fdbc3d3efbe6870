"""What the mapping of one article needs throughout: its names, and where in it a span lies."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from communique.mapping import terms
from communique.mapping.iris import Base, article_key, post_keys
from communique.mapping.model import Actor, Article, Moment, Span
from communique.mapping.terms import Node, Quad
from communique.ontology.register import Register
from communique.ontology.vocabulary import CMQ, ORG, PROV, SCHEMA, SKOS


@dataclass(frozen=True)
class Context:
    """An article with its key, the keys of its posts, the base of its IRIs and the register."""

    article: Article
    base: Base
    register: Register

    @cached_property
    def key(self) -> str:
        """The article's key in IRIs."""
        return article_key(self.article)

    @cached_property
    def post_keys(self) -> tuple[str, ...]:
        """The keys of the posts, in their order."""
        return post_keys(self.article)

    @cached_property
    def _starts(self) -> list[int]:
        return [post.span.start for post in self.article.posts]

    def post_at(self, span: Span) -> int:
        """The index of the post in which the span begins; the post before it where none does."""
        return max(bisect_right(self._starts, span.start) - 1, 0)

    def posts_of(self, spans: Iterable[Span]) -> list[int]:
        """The posts in which the spans begin, in order, without those that repeat another."""
        found = sorted({self.post_at(span) for span in spans})
        return [index for index in found if self.article.posts[index].repeats is None]

    def within(self, post: int, spans: Iterable[Span | None]) -> list[Span]:
        """Those of the spans that begin in the post, in order and without doubles."""
        return sorted({span for span in spans if span is not None and self.post_at(span) == post})

    def graph(self, post: int) -> str:
        """The named graph of a post's facts."""
        return self.base.graph(self.key, self.post_keys[post])

    def report(self, post: int) -> str:
        """A post as a report."""
        return self.base.report(self.key, self.post_keys[post])

    def words(self, span: Span) -> str:
        """What stands there."""
        return span.of(self.article.text)

    def iri(self, actor: Actor) -> str:
        """The actor's name in the graph."""
        return self.base.actor(actor, self.key)

    def parties(self, node: Node, predicate: str, actors: Iterable[Actor]) -> Iterator[Quad]:
        """Link a node to actors; whom the register does not know is described in the same graph."""
        for actor in actors:
            yield from node.say(predicate, self.iri(actor))
            if not self._is_registered(actor):
                yield from self._describe(actor, node.graph)

    def acts_for(self, node: Node, actors: Iterable[Actor]) -> Iterator[Quad]:
        """Link a node to the states and organisations that the actors act for."""
        for of in sorted({actor.of for actor in actors if actor.of}):
            yield from node.say(CMQ.actsFor, self.base.party(of))

    def _is_registered(self, actor: Actor) -> bool:
        known = {
            "state": self.register.states,
            "organisation": self.register.organisations,
            "person": self.register.persons,
        }
        return actor.key in known.get(actor.kind, ())

    def _describe(self, actor: Actor, graph: str) -> Iterator[Quad]:
        node = Node(self.iri(actor), graph)
        yield from node.is_a(_CLASS[actor.kind])
        yield from node.say(SKOS.prefLabel, terms.text(actor.name))
        if actor.kind == "person" and actor.office:
            yield from node.say(SCHEMA.jobTitle, terms.string(actor.office))


_CLASS = {
    "state": CMQ.State,
    "organisation": ORG.Organization,
    "person": SCHEMA.Person,
    "described": PROV.Agent,
}


def spoken_for(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """The actors without the states and organisations that one of them, merely described, acts for.

    "A spokesman of the ministry" reaches the mapping as the state and the spokesman: the spokesman
    speaks, and the state is whom he acts for.
    """
    actors = tuple(actors)
    represented = {actor.of for actor in actors if actor.kind == "described" and actor.of}
    return tuple(
        actor
        for actor in actors
        if actor.kind not in ("state", "organisation") or actor.key not in represented
    )


def timed(node: Node, moment: Moment | None, attested: bool = True) -> Iterator[Quad]:
    """A time in its three forms, and the words that tell it where this graph's post has them."""
    if moment is None:
        return
    yield from node.say(CMQ.when, terms.string(moment.edtf))
    yield from node.say(CMQ.earliest, terms.instant(moment.earliest))
    yield from node.say(CMQ.latest, terms.instant(moment.latest))
    if moment.text and attested:
        yield from node.say(CMQ.whenText, terms.string(terms.one_line(moment.text)))
