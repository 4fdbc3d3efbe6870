"""Who gains by an undertaking: the other parties that its words name as those it is done for."""

from collections.abc import Iterator, Sequence

from communique.mapping.extraction.actors.discourse import Discourse
from communique.mapping.extraction.actors.parties import Resolver
from communique.mapping.extraction.actors.phrases import phrase_after
from communique.mapping.extraction.commitments.debtors import Actors, Binder
from communique.mapping.extraction.commitments.firmness import GIVEN, Clause
from communique.mapping.extraction.commitments.stretches import Stretch
from communique.mapping.extraction.language import table, words
from communique.mapping.extraction.text.tokens import Token
from communique.mapping.model import Actor, Statement

_GAIN = table("commitments")["gain"]
_SOURCES = frozenset(words(_GAIN["sources"]))
_ENDING = frozenset(words(_GAIN["ending"]))
_AGAINST = frozenset(words(_GAIN["against"]))
_FOR = frozenset(words(_GAIN["for"]))
_OWN = frozenset("his her our my its their".split())
_HOME = frozenset("country nation people".split())
_POINTING = _HOME | {"it", "them"}


def beneficiaries_of(
    clause: Clause, debtors: Actors, content: Sequence[Token], condition: Sequence[Token]
) -> Actors:
    """Whom the content names; else the other side of the text, of the condition, or of the agreement."""
    binder, trigger, said = clause.binder, clause.trigger, clause.said
    if clause.official and len(binder.issuers) == 2:
        return other_side(binder.issuers, debtors)
    if trigger.rule == "passive":
        return _helped(clause, debtors)
    found = find_beneficiaries(binder, clause.stretch, content, debtors, said)
    if found or trigger.status == "refused":
        return found
    if clause.official:
        return other_side(binder.issuers, debtors)
    told = binder.states_of(said.addressees) if said else ()
    conditional = find_beneficiaries(binder, clause.stretch, condition, debtors, said)
    return _without(told, debtors) or conditional or _counterpart(clause, debtors)


def _without(actors: Actors, debtors: Actors) -> Actors:
    bound = {actor.key for actor in debtors}
    return tuple(actor for actor in actors if actor.key not in bound)


def _counterpart(clause: Clause, debtors: Actors) -> Actors:
    """A promise that another state's leader reveals or welcomes was given to that state."""
    if clause.said and clause.trigger.rule in GIVEN:
        return _without(clause.binder.states_of(clause.said.speakers), debtors)
    sides = clause.binder.discourse(clause.stretch).sides
    return other_side(sides, debtors) if clause.trigger.rule == "will" else ()


def _helped(clause: Clause, debtors: Actors) -> Actors:
    """Who would be backed: the state of the subject; of "it", the first that the words before name."""
    tokens, subject, said = clause.stretch.tokens, clause.subject, clause.said
    part = tokens[subject.start : subject.end]
    if said and len(part) == 1 and part[0].tag == "pron":
        part = tuple(token for token in tokens[: subject.start] if token.start >= said.spans[0].start)
    return _without(clause.binder.bodies(part, clause.stretch.post)[:1], debtors)


def find_beneficiaries(
    binder: Binder, stretch: Stretch, content: Sequence[Token], debtors: Actors, said: Statement | None
) -> Actors:
    """The states and bodies that the content names, other than the debtors and what it is done against."""
    bound = binder.keys_of(debtors)
    found = [
        *_named(binder, content),
        *_pointed_at(binder, stretch, content, bound, said),
        *_unknown(binder, content),
    ]
    return tuple(dict.fromkeys(actor for actor in found if actor.key not in bound))


def _named(binder: Binder, content: Sequence[Token]) -> Iterator[Actor]:
    mentions = binder.cast.mentions
    opening = [token.lower for token in content[:4]]
    takes, ends = not _SOURCES.isdisjoint(opening), not _ENDING.isdisjoint(opening)
    for at in [at for at, token in enumerate(content) if token.start in mentions]:
        mention = mentions[content[at].start]
        if mention.actor.kind not in ("state", "organisation") or mention.span.end < content[at].end:
            continue  # US-led
        marks = [token.text for token in content[: at + 1] if token.tag == "mark"]
        if marks.count("(") == marks.count(")") and _gains(content, at, takes, ends):
            yield mention.actor


def _gains(tokens: Sequence[Token], at: int, takes: bool, ends: bool) -> bool:
    """Whether the words before the name give it the gain: to, for, in X, or the verb itself."""
    for back in range(at - 1, max(-1, at - 6), -1):
        token = tokens[back]
        if token.lower in _AGAINST:
            return takes and token.lower == "from"
        if token.lower == "to" and tokens[back + 1].tag == "word":
            return not ends  # an infinitive
        if token.lower in _FOR:
            return True
        if token.tag in ("aux", "mark"):
            return False
    return not ends


def _pointed_at(
    binder: Binder, stretch: Stretch, content: Sequence[Token], bound: set[str], said: Statement | None
) -> Iterator[Actor]:
    """Her country: the speaker's; "lend it": whom the sentence has named before."""
    for at in [at for at, token in enumerate(content) if token.lower in _POINTING]:
        if content[at].lower in _HOME and at and content[at - 1].lower in _OWN and said:
            yield from binder.states_of(said.speakers)
        if content[at].lower in ("it", "them") and 0 < at < 6 and content[at - 1].tag == "word":
            before = binder.cast.within(stretch.tokens[0].start, content[0].start)
            states = [mention.actor for mention in before if mention.actor.kind == "state"]
            yield from [actor for actor in states if actor.key not in bound][-1:]


def _unknown(binder: Binder, content: Sequence[Token]) -> Iterator[Actor]:
    """To the Green Climate Fund: a body that only the text names."""
    resolver: Resolver | None = None
    for at in [at for at, token in enumerate(content[:-1]) if token.lower in ("to", "for")]:
        if content[at + 1].tag in ("det", "name"):
            resolver = resolver or Resolver(binder.scene, binder.cast, Discourse())
            party = resolver.resolve(content, phrase_after(content, at + 1))
            yield from (actor for actor in party.actors if actor.kind == "organisation")


def other_side(parties: Actors, debtors: Actors) -> Actors:
    """Of two or more parties, those that are not bound: what one undertakes is due to the rest."""
    bound = {actor.key for actor in debtors}
    issuing = {actor.key for actor in parties}
    if not bound & issuing or issuing <= bound:
        return ()
    return tuple(actor for actor in parties if actor.key not in bound)
