"""Who is bound: from the subject of a clause to the people, states and bodies that it means.

A person who binds a state binds both. "We" is whoever speaks or issues the text, "it" in somebody's
words the state they speak for, "the Parties" those in whose name the text stands.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from communique.mapping.extraction.actors.cast import Cast, body_actor, state_actor
from communique.mapping.extraction.actors.discourse import Discourse
from communique.mapping.extraction.actors.parties import Party, Resolver
from communique.mapping.extraction.actors.phrases import Phrase, subject_before
from communique.mapping.extraction.commitments.stretches import Stretch
from communique.mapping.extraction.language import table, words
from communique.mapping.extraction.scene import Scene
from communique.mapping.extraction.speech.cues import find_cues
from communique.mapping.extraction.speech.subjects import leading_subject
from communique.mapping.extraction.text.tokens import Token
from communique.mapping.model import Actor, Mention, Statement

_TEXTS = table("commitments")["texts"]
_PARTIES = frozenset(words(_TEXTS["parties"]))
_ALLIES = frozenset(words(_TEXTS["allies"])) | frozenset(words(_TEXTS["coalitions"]))
_HOME = frozenset(words(_TEXTS["home"]))
_FIRST = frozenset("we i we’ll we'll i’ll i'll we’ve we've".split())
_THIRD = frozenset("it he she they".split())
_DISTRIBUTED = frozenset(("each", "both"))
_OWN = frozenset("his her its our their my".split())
_ARTICLES = frozenset(("the", "both", "two", "three", "all", "no", "neither", "each", "a"))
_RELATIVE = frozenset(("who", "which"))
_TIMES = frozenset(("after", "before", "since", "ago"))
_COMBINING = table("commitments")["combining"]

Actors = tuple[Actor, ...]


@dataclass(frozen=True, slots=True)
class Binder:
    """Finds who is bound in one article; `issuers` are those in whose name its text stands."""

    scene: Scene
    cast: Cast
    memory: Mapping[int, Discourse]
    issuers: Actors = ()

    def resolver(self, stretch: Stretch) -> Resolver:
        """A resolver that knows what pronouns mean in the stretch."""
        return Resolver(self.scene, self.cast, self.discourse(stretch))

    def discourse(self, stretch: Stretch) -> Discourse:
        """What a reader keeps in mind at the stretch."""
        return self.memory.get(stretch.memory) or Discourse()

    def subject(
        self, stretch: Stretch, phrase: Phrase, verb: int, said: Statement | None, before: Actors, loose: bool
    ) -> Actors:
        """Who the subject of the verb group at index `verb` means; `before` is who was bound last."""
        if not phrase:
            return before or leading_subject(self.resolver(stretch), stretch.tokens[:verb]).actors
        named = self._apposition(stretch.tokens, phrase, verb)
        return (named,) if named else self.who(stretch, phrase, said, before, loose)

    def _apposition(self, tokens: Sequence[Token], phrase: Phrase, verb: int) -> Actor | None:
        """The person whom an apposition names: The commission's president, Ada Moro, has pledged …"""
        if phrase.end + 1 >= verb or tokens[phrase.end].text != ",":
            return None
        mention = self.cast.mentions.get(tokens[phrase.end + 1].start)
        return mention.actor if mention and mention.actor.kind == "person" else None

    def who(
        self, stretch: Stretch, phrase: Phrase, said: Statement | None, before: Actors, loose: bool
    ) -> Actors:
        """Who a phrase means as a debtor; empty where nobody who could bring it about."""
        tokens = stretch.tokens[phrase.start : phrase.end]
        lowers = [token.lower for token in tokens]
        speakers = said.speakers if said else ()
        if lowers[0] in _FIRST:
            return self.with_states(speakers) or self.issuers
        if lowers[0] in _DISTRIBUTED and len(lowers) < 3:
            return before or self.issuers or leading_subject(self.resolver(stretch), stretch.tokens).actors
        if len(lowers) == 1 and lowers[0] in _THIRD and speakers:
            return self._announcer(stretch, phrase) or self._pronoun(lowers[0], speakers, stretch, phrase)
        if lowers[-1] in _HOME and (lowers[0] in _OWN or (lowers[0] == "the" and len(lowers) == 2)):
            return self.states_of(speakers or before)
        if not self._names_somebody(tokens):
            if is_allies(tokens) and said and said.status == "draft":
                return self.allies(stretch.post)
            if (
                (_PARTIES.intersection(lowers) or lowers == ["the", "two"])
                and lowers[0] in _ARTICLES
                and len(lowers) < 6
            ):
                return self._parties(stretch, lowers) or self._resolved(stretch, phrase, loose)
        return self._resolved(stretch, phrase, loose)

    def _resolved(self, stretch: Stretch, phrase: Phrase, loose: bool) -> Actors:
        party = self.resolver(stretch).resolve(stretch.tokens, phrase, loose)
        if loose and (not party or party.rule == "described"):
            party = self._wider(stretch, phrase) or party
        if party.rule == "described" and not _stands_first(stretch.tokens, party):
            return ()
        return party.actors if loose or all(_is_capable(actor) for actor in party.actors) else ()

    def _wider(self, stretch: Stretch, phrase: Phrase) -> Party | None:
        """More than 50 cities; governments and foundations; leaders who met about trade and tin."""
        tokens, start = stretch.tokens, phrase.start
        begin = next((at + 1 for at in range(start - 1, -1, -1) if tokens[at].tag in ("mark", "quote")), 0)
        relative = next((at for at in range(1, start) if tokens[at].lower in _RELATIVE), None)
        if relative and not any(token.tag == "mark" for token in tokens[:start]):
            return self.resolver(stretch).resolve(tokens, Phrase(0, relative), loose=True)
        if 1 < start - begin < 4 and tokens[start - 1].lower in ("than", "and"):
            return self.resolver(stretch).resolve(tokens, Phrase(begin, phrase.end), loose=True)
        return None

    def _announcer(self, stretch: Stretch, phrase: Phrase) -> Actors:
        """The announcement by the bank that it intends to lend: it is the bank."""
        tokens, at = stretch.tokens, phrase.start
        if at < 2 or tokens[at - 1].lower != "that":
            return ()
        mention = next((m for m in self.cast.within(tokens[0].start, tokens[at].start)[::-1]), None)
        ends = (
            mention is not None and mention.span.end == tokens[at - 2].end and self._is_agent(tokens, mention)
        )
        return (mention.actor,) if mention and ends else ()

    def _is_agent(self, tokens: Sequence[Token], mention: Mention) -> bool:
        """Whether the words before make the mention an agent: by the bank, from the bank."""
        before = [token.lower for token in tokens if token.end <= mention.span.start][-2:]
        return bool({"by", "from", "of"}.intersection(before))

    def _parties(self, stretch: Stretch, lowers: Sequence[str]) -> Actors:
        """The Parties, the two leaders, both sides: who issues the text, or who meets."""
        memory = self.discourse(stretch)
        people = {"two", "leaders", "ministers", "presidents", "heads"}.intersection(lowers)
        if self.issuers:
            return self.issuers
        return (memory.pair if people else memory.sides) or memory.pair or memory.sides

    def _pronoun(self, word: str, speakers: Actors, stretch: Stretch, phrase: Phrase) -> Actors:
        """It, he, she, they in somebody's words: the speakers, or the state they speak for."""
        if word == "it":
            return self.states_of(speakers)
        if word == "they" and len(speakers) > 1:
            return speakers
        persons = tuple(actor for actor in speakers if actor.kind == "person")
        return persons or self.resolver(stretch).resolve(stretch.tokens, phrase).actors

    def _names_somebody(self, tokens: Sequence[Token]) -> bool:
        return any(token.start in self.cast.mentions for token in tokens)

    # -------------------------------------------------------------- whom people bind

    def states_of(self, actors: Actors) -> Actors:
        """The states and bodies among the actors and those that its people act for."""
        found = [
            actor if actor.kind in ("state", "organisation") else self._principal(actor) for actor in actors
        ]
        return tuple(dict.fromkeys([actor for actor in found if actor])) if found else ()

    def with_states(self, actors: Actors) -> Actors:
        """The actors and the states or bodies that they act for; no description beside who is described."""
        named = [actor for actor in actors if actor.kind != "described" or len(actors) == 1]
        return tuple(dict.fromkeys([*named, *self.states_of(actors)]))

    def keys_of(self, actors: Actors) -> set[str]:
        """The keys of the actors and of the states or bodies that they act for."""
        register = self.scene.register
        named = [actor for actor in actors if actor.kind != "described" or len(actors) == 1]
        acted_for = {actor.of for actor in actors if actor.of and actor.kind not in ("state", "organisation")}
        return {actor.key for actor in named} | {
            key for key in acted_for if key in register.states or key in register.organisations
        }

    def _principal(self, actor: Actor) -> Actor | None:
        register = self.scene.register
        if actor.of in register.states:
            return state_actor(register, actor.of or "")
        return body_actor(register, actor.of or "") if actor.of in register.organisations else None

    def allies(self, post: int) -> Actors:
        """The coalition that a post's draft speaks for: the one it names, else the article's."""
        span = self.scene.article.posts[post].span
        here = [m.actor for m in self.cast.within(span.start, span.end) if self._is_coalition(m.actor)]
        named = here or (m.actor for m in self.cast.mentions.values() if self._is_coalition(m.actor))
        return tuple(actor for actor, _ in Counter(named).most_common(1))

    def _is_coalition(self, actor: Actor) -> bool:
        body = self.scene.register.organisations.get(actor.key)
        return actor.kind == "organisation" and bool(body and body.kind == "coalition")

    def bodies(self, tokens: Sequence[Token], post: int) -> Actors:
        """The states and bodies that the tokens name, and the coalition if they speak of one."""
        found: list[Actor] = []
        for token in tokens:
            state = _COMBINING.get(token.lower.partition("-")[0]) if "-" in token.text else None
            found += [state_actor(self.scene.register, state)] if state else []
            inside = (self.cast.mentions.get(at) for at in range(token.start, token.end))
            found += [
                mention.actor
                for mention in inside
                if mention and mention.actor.kind in ("state", "organisation")
            ]
        if not found and any(is_allies([token]) for token in tokens):
            return self.allies(post)
        return tuple(dict.fromkeys(found))


def is_allies(tokens: Sequence[Token]) -> bool:
    """Whether a phrase means the members of whatever the text is about."""
    return bool(tokens) and len(tokens) < 4 and tokens[-1].lower in _ALLIES


def _is_capable(actor: Actor) -> bool:
    return actor.kind != "person" or actor.official or actor.of is not None


def _stands_first(tokens: Sequence[Token], party: Party) -> bool:
    """Whether a description is a whole noun phrase at the beginning of its clause."""
    at = next(at for at, token in enumerate(tokens) if token.start >= party.span.start)
    before, first = tokens[at - 1] if at else None, tokens[at]
    opens = (
        before is None
        or before.tag in ("mark", "sub", "conj", "quote")
        or find_cues(tokens[max(0, at - 2) : at])
    )
    noun = first.tag in ("det", "name", "num") or (
        first.tag in ("word", "adv") and tokens[at].end < party.span.end
    )
    plural = first.tag == "word" and first.lower.endswith("s")
    timed = any(
        party.span.start <= token.start < party.span.end and token.lower in _TIMES for token in tokens
    )
    return bool(opens) and (noun or plural) and not timed


def subject_of(tokens: Sequence[Token], verb: int, floor: int = 0) -> Phrase:
    """The subject's phrase; empty where the verb shares the subject of an earlier one."""
    if verb and tokens[verb - 1].lower in _FIRST:
        return Phrase(verb - 1, verb)
    return subject_before(tokens, verb, floor)


def narrowed(tokens: Sequence[Token], phrase: Phrase, shared: bool) -> Phrase:
    """The phrase without an earlier clause: "lifted its veto after the EU", "send it to Chad and Niger"."""
    start, preposition = phrase.start, False
    for at in range(phrase.start, phrase.end):
        lower = tokens[at].lower
        if lower in _TIMES or (shared and lower == "and" and preposition):
            start = at + 1
        preposition = preposition or tokens[at].tag == "prep"
    return Phrase(start, phrase.end)


def possessor_of(cast: Cast, tokens: Sequence[Token], mark: int) -> Phrase:
    """Whose promise it is: the name or noun phrase that ends before the possessive mark at index `mark`."""
    for start in range(mark - 1, max(-1, mark - 7), -1):
        mention = cast.mentions.get(tokens[start].start)
        if mention and mention.span.end == tokens[mark - 1].end:
            return Phrase(start, mark)
        if tokens[start].tag in ("det", "prep", "aux", "mark"):
            return Phrase(start if tokens[start].tag == "det" else start + 1, mark)
    return Phrase(mark - 1, mark)
