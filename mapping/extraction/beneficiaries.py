"""Who gains by an undertaking: the other parties that its words name as those it is done for."""

from collections.abc import Iterator, Sequence

from communique.mapping.extraction.debtors import Actors, Binder
from communique.mapping.extraction.language import table, words
from communique.mapping.extraction.phrases import phrase_after
from communique.mapping.extraction.stretches import Stretch
from communique.mapping.extraction.tokens import Token
from communique.mapping.model import Actor, Statement

_GAIN = table("commitments")["gain"]
_SOURCES = frozenset(words(_GAIN["sources"]))
_AGAINST = frozenset(words(_GAIN["against"]))
_FOR = frozenset(words(_GAIN["for"]))
_OWN = frozenset("his her our my its their".split())
_HOME = frozenset("country nation people".split())


def find_beneficiaries(
    binder: Binder, stretch: Stretch, content: Sequence[Token], debtors: Actors, said: Statement | None
) -> Actors:
    """The states and bodies that the content names, other than the debtors and what it is done against."""
    bound = {actor.key for actor in binder.with_states(debtors)}
    found = [*_named(binder, content), *_pointed_at(binder, stretch, content, bound, said), *_unknown(binder, content)]
    return tuple(dict.fromkeys(actor for actor in found if actor.key not in bound))


def _named(binder: Binder, content: Sequence[Token]) -> Iterator[Actor]:
    depth = 0
    takes = bool(content) and any(token.lower in _SOURCES for token in content[:4])
    for at, token in enumerate(content):
        depth += (token.text == "(") - (token.text == ")")
        mention = binder.cast.mentions.get(token.start)
        if mention and mention.span.end < token.end:
            continue  # US-led
        if mention and not depth and mention.actor.kind in ("state", "organisation") and _gains(content, at, takes):
            yield mention.actor


def _gains(tokens: Sequence[Token], at: int, takes: bool) -> bool:
    """Whether the words before the name give it the gain: to, for, in X, or the verb itself."""
    for back in range(at - 1, max(-1, at - 6), -1):
        token = tokens[back]
        if token.lower in _AGAINST:
            return takes and token.lower == "from"
        if token.lower in _FOR:
            return True
        if token.tag in ("aux", "mark"):
            return False
    return True


def _pointed_at(
    binder: Binder, stretch: Stretch, content: Sequence[Token], bound: set[str], said: Statement | None
) -> Iterator[Actor]:
    """Her country: the speaker's; "lend it": whom the sentence has named before."""
    for at, token in enumerate(content):
        if token.lower in _HOME and at and content[at - 1].lower in _OWN and said:
            yield from binder.states_of(said.speakers)
        if token.lower in ("it", "them") and 0 < at < 6 and content[at - 1].tag == "word":
            before = binder.cast.within(stretch.tokens[0].start, content[0].start)
            states = [mention.actor for mention in before if mention.actor.kind == "state"]
            yield from [actor for actor in states if actor.key not in bound][-1:]


def _unknown(binder: Binder, content: Sequence[Token]) -> Iterator[Actor]:
    """To the Green Climate Fund: a body that only the text names."""
    resolver = binder.resolver(Stretch(tuple(content), -1, 0, 0)) if content else None
    for at, token in enumerate(content[:-1]):
        if resolver and token.lower in ("to", "for") and content[at + 1].tag in ("det", "name"):
            party = resolver.resolve(content, phrase_after(content, at + 1))
            yield from (actor for actor in party.actors if actor.kind == "organisation")


def other_side(parties: Actors, debtors: Actors) -> Actors:
    """Of two or more parties, those that are not bound: what one undertakes is due to the rest."""
    bound = {actor.key for actor in debtors}
    issuing = {actor.key for actor in parties}
    if not bound & issuing or issuing <= bound:
        return ()
    return tuple(actor for actor in parties if actor.key not in bound)
