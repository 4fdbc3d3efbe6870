"""Who is bound: from the subject of a clause to the people, states and bodies that it means.

A person who binds a state binds both. "We" is whoever speaks or issues the text, "it" in somebody's
words the state they speak for, "the Parties" those in whose name the text stands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from communique.mapping.extraction.cast import Cast, body_actor, state_actor
from communique.mapping.extraction.discourse import Discourse
from communique.mapping.extraction.drafts import leading_subject
from communique.mapping.extraction.language import table, words
from communique.mapping.extraction.parties import Resolver
from communique.mapping.extraction.phrases import Phrase, subject_before
from communique.mapping.extraction.scene import Scene
from communique.mapping.extraction.stretches import Stretch
from communique.mapping.extraction.tokens import Token
from communique.mapping.model import Actor, Statement

_TEXTS = table("commitments")["texts"]
_PARTIES = frozenset(words(_TEXTS["parties"]))
_ALLIES = frozenset(words(_TEXTS["allies"]))
_HOME = frozenset(words(_TEXTS["home"]))
_FIRST = frozenset("we i we’ll we'll i’ll i'll we’ve we've".split())
_THIRD = frozenset("it he she they".split())
_DISTRIBUTED = frozenset(("each", "both"))
_OWN = frozenset("his her its our their my".split())

Actors = tuple[Actor, ...]


@dataclass(frozen=True, slots=True)
class Binder:
    """Finds who is bound in one article; `issuers` are the states and bodies in whose name its text stands."""

    scene: Scene
    cast: Cast
    memory: Mapping[int, Discourse]
    issuers: Actors = ()

    def resolver(self, stretch: Stretch) -> Resolver:
        """A resolver that knows what pronouns mean in the stretch."""
        return Resolver(self.scene, self.cast, self.memory.get(stretch.memory) or Discourse())

    def subject(
        self, stretch: Stretch, verb: int, floor: int, said: Statement | None, before: Actors, loose: bool
    ) -> Actors:
        """Who the subject of the verb group at index `verb` means; `before` is who was bound last."""
        tokens = stretch.tokens
        phrase = self.phrase(tokens, verb, floor)
        if not phrase:
            return before or leading_subject(self.resolver(stretch), tokens[:verb]).actors
        return self.who(stretch, phrase, said, before, loose)

    def phrase(self, tokens: Sequence[Token], verb: int, floor: int = 0) -> Phrase:
        """The subject's phrase; empty where the verb shares the subject of an earlier one."""
        if verb and tokens[verb - 1].lower in _FIRST:
            return Phrase(verb - 1, verb)
        return subject_before(tokens, verb, floor)

    def who(self, stretch: Stretch, phrase: Phrase, said: Statement | None, before: Actors, loose: bool) -> Actors:
        """Who a phrase means as a debtor; empty where nobody who could bring it about."""
        lowers = [token.lower for token in stretch.tokens[phrase.start : phrase.end]]
        speakers = said.speakers if said else ()
        if lowers[0] in _FIRST:
            return self.with_states(speakers) or self.issuers
        if lowers[0] in _DISTRIBUTED and len(lowers) < 3:
            return before or self.issuers
        if len(lowers) == 1 and lowers[0] in _THIRD and speakers:
            return self._pronoun(lowers[0], speakers, before, stretch, phrase)
        if lowers[0] in _OWN and lowers[-1] in _HOME:
            return self.states_of(speakers or before)
        if self.issuers and _PARTIES.intersection(lowers) and not self._names_somebody(stretch.tokens, phrase):
            return self.issuers
        found = self.resolver(stretch).resolve(stretch.tokens, phrase, loose).actors
        return found if all(_is_capable(actor) or loose for actor in found) else ()

    def _pronoun(self, word: str, speakers: Actors, before: Actors, stretch: Stretch, phrase: Phrase) -> Actors:
        """It, he, she, they in somebody's words: the speakers, or the state they speak for."""
        states = self.states_of(speakers)
        if word == "it":
            return states or tuple(actor for actor in speakers if actor.kind == "organisation")
        if word == "they" and len(speakers) > 1:
            return speakers
        persons = tuple(actor for actor in speakers if actor.kind == "person")
        return persons or self.resolver(stretch).resolve(stretch.tokens, phrase).actors

    def _names_somebody(self, tokens: Sequence[Token], phrase: Phrase) -> bool:
        return any(token.start in self.cast.mentions for token in tokens[phrase.start : phrase.end])

    # -------------------------------------------------------------- whom people bind

    def states_of(self, actors: Actors) -> Actors:
        """The states and bodies among the actors and those that its people act for."""
        found = [actor if actor.kind in ("state", "organisation") else self._principal(actor) for actor in actors]
        return tuple(dict.fromkeys(actor for actor in found if actor))

    def with_states(self, actors: Actors) -> Actors:
        """The actors and the states or bodies that they act for; no description beside who is described."""
        named = [actor for actor in actors if actor.kind != "described" or len(actors) == 1]
        return tuple(dict.fromkeys([*named, *self.states_of(actors)]))

    def _principal(self, actor: Actor) -> Actor | None:
        register = self.scene.register
        if actor.of in register.states:
            return state_actor(register, actor.of or "")
        return body_actor(register, actor.of or "") if actor.of in register.organisations else None

    def allies(self, post: int) -> Actors:
        """The coalition or organisation that the post's draft speaks for: the one it names, else the article's."""
        posts = self.scene.article.posts
        span = posts[post].span if post < len(posts) else None
        everywhere = [m.actor for m in self.cast.mentions.values() if self._is_coalition(m.actor)]
        here = [m.actor for m in self.cast.within(span.start, span.end)] if span else []
        named = [actor for actor in here if self._is_coalition(actor)] or everywhere
        return (max(named, key=named.count),) if named else ()

    def _is_coalition(self, actor: Actor) -> bool:
        body = self.scene.register.organisations.get(actor.key)
        return actor.kind == "organisation" and bool(body and body.kind == "coalition")


def is_allies(tokens: Sequence[Token]) -> bool:
    """Whether a phrase means the members of whatever the text is about."""
    return bool(tokens) and len(tokens) < 4 and tokens[-1].lower in _ALLIES


def _is_capable(actor: Actor) -> bool:
    return actor.kind != "person" or actor.official or actor.of is not None


def issuers_of(statements: Sequence[Statement]) -> Actors:
    """The states and bodies in whose name an article is written that is a document itself."""
    return next((said.speakers for said in statements if is_document(said)), ())


def is_document(statement: Statement) -> bool:
    """Whether a statement is a paragraph of an official text."""
    return statement.rule.startswith("document-issuer")
