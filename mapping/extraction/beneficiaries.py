"""Who gains by an undertaking: the other parties that its words name as those it is done for."""

from collections.abc import Sequence

from communique.mapping.extraction.debtors import Actors, Binder
from communique.mapping.extraction.tokens import Token
from communique.mapping.model import Actor, Span, Statement

_AGAINST = frozenset("from against with between by than deter despite under without versus over via through".split())
_FOR = frozenset("to for on of in toward towards protect defend help aid".split())
_OWN = frozenset("his her our my its their".split())
_HOME = frozenset("country nation people".split())


def find_beneficiaries(
    binder: Binder, tokens: Sequence[Token], content: Span, debtors: Actors, said: Statement | None
) -> Actors:
    """The states and bodies that the content names, other than the debtors and what it is done against."""
    bound = {actor.key for actor in binder.with_states(debtors)}
    inside = [token for token in tokens if content.start <= token.start < content.end]
    found: list[Actor] = []
    for at, token in enumerate(inside):
        mention = binder.cast.mentions.get(token.start)
        if mention and mention.actor.kind in ("state", "organisation") and _gains(inside, at):
            found.append(mention.actor)
        if token.lower in _HOME and at and inside[at - 1].lower in _OWN and said:
            found += binder.states_of(said.speakers)
    return tuple(dict.fromkeys(actor for actor in found if actor.key not in bound))


def _gains(tokens: Sequence[Token], at: int) -> bool:
    """Whether nothing but words of the phrase stands between the name and a word that gives it the gain."""
    for back in range(at - 1, max(-1, at - 6), -1):
        token = tokens[back]
        if token.lower in _AGAINST:
            return False
        if token.lower in _FOR:
            return True
        if token.tag in ("aux", "sub", "mark"):
            return False
    return at > 0


def other_side(issuers: Actors, debtors: Actors) -> Actors:
    """Of two or more parties to a text, those that are not bound: what one undertakes is due to the rest."""
    bound = {actor.key for actor in debtors}
    issuing = {actor.key for actor in issuers}
    if not bound & issuing or issuing <= bound:
        return ()
    return tuple(actor for actor in issuers if actor.key not in bound)
