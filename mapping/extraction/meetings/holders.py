"""Who a state or office means in a meeting: the person whom article or register name, or the state."""

from communique.mapping.extraction.actors.cast import body_actor, state_actor
from communique.mapping.extraction.actors.offices import HEADS
from communique.mapping.extraction.actors.parties import Resolver
from communique.mapping.extraction.text.tokens import Token
from communique.mapping.model import Actor


def body_of(resolver: Resolver, key: str) -> Actor:
    """The state or organisation of a key."""
    register = resolver.scene.register
    return state_actor(register, key) if key in register.states else body_actor(register, key)


def leader_of(resolver: Resolver, key: str) -> Actor:
    """The leader of a state where the article names them, else the state."""
    heads = resolver.cast.roll.holding(HEADS, key)
    return heads[0] if heads else body_of(resolver, key)


def holder_in(resolver: Resolver, of: str, label: str) -> Actor | None:
    """Who holds an office on the article’s day: of the people in the article, else the register’s holder."""
    wanted = HEADS if label in ("leader", "head of state", "head of government") else (label,)
    here = resolver.cast.roll.holding(wanted, of)
    if here:
        return here[-1]
    day = resolver.scene.day
    for office in wanted if day else ():
        for person in resolver.scene.register.holders_on(of, day, office) if day else ():
            return Actor("person", person.key, person.label, of, office, official=True)
    return None


def qualifies(behind: Token | None) -> bool:
    """Whether a state’s name only qualifies what follows it: US officials; not before a verb."""
    if behind is None or behind.lower.endswith("ed"):
        return False
    return behind.tag in ("poss", "name", "word") or behind.text in ("-", "–")
