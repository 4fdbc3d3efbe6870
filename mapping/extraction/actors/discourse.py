"""What a reader keeps in mind: who spoke and acted last, for pronouns and "the two leaders".

Memory never crosses from one post to the next.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from communique.mapping.model import Actor

_REACH = 64
"""Subjects that a reader keeps in mind."""

_HUMAN = frozenset(("person", "described"))

Subjects = list[tuple[Actor, ...]]


@dataclass(slots=True)
class Discourse:
    """The recent actors of one post, latest last."""

    post: int = -1
    singular: Subjects = field(default_factory=list)
    plural: Subjects = field(default_factory=list)
    pair: tuple[Actor, ...] = ()
    sides: tuple[Actor, ...] = ()
    _latest: "Discourse | None" = field(default=None, repr=False, compare=False)

    def enter(self, post: int) -> None:
        """Forget at the border of a post."""
        if post != self.post:
            self.post = post
            self._latest = None
            self.singular.clear()
            self.plural.clear()

    def note(self, actors: Sequence[Actor]) -> None:
        """An actor or a group was the subject of a clause, or spoke."""
        if not actors:
            return
        self._latest = None
        if _is_one(actors):
            self.singular.append(tuple(actors))
            del self.singular[:-_REACH]
        if len(actors) > 1 or actors[0].kind in ("described", "organisation"):
            self.plural.append(tuple(actors))
            del self.plural[:-_REACH]

    def holder(self, fits: Callable[[Actor], bool]) -> Actor | None:
        """The last subject or speaker whom the test accepts."""
        return next((actors[-1] for actors in reversed(self.singular) if fits(actors[-1])), None)

    def recent(self, things: bool) -> tuple[Actor, ...]:
        """The subjects a pronoun may mean, latest first: people, or `things`."""
        return tuple(actors[-1] for actors in reversed(self.singular) if _is_human(actors) != things)

    def person(self) -> tuple[Actor, ...]:
        """Whom "he" or "she" means: the last subject or speaker that is one human being."""
        return self._last(human=True)

    def thing(self) -> tuple[Actor, ...]:
        """Whom "it" means: the last state, organisation or document that acted."""
        return self._last(human=False)

    def _last(self, human: bool) -> tuple[Actor, ...]:
        for actors in reversed(self.singular):
            if (actors[-1].kind in _HUMAN) == human:
                return actors
        return ()

    def snapshot(self) -> "Discourse":
        """What pronouns mean at this point, to be asked again later; the same as long as nothing changes."""
        latest = self._latest
        if latest is None or latest.pair is not self.pair or latest.sides is not self.sides:
            singular = [actors for actors in (self.thing(), self.person()) if actors]
            latest = Discourse(self.post, singular, self.plural[-1:], self.pair, self.sides)
            self._latest = latest
        return latest

    def group(self) -> tuple[Actor, ...]:
        """Whom "they" means."""
        return self.plural[-1] if self.plural else ()


def _is_one(actors: Sequence[Actor]) -> bool:
    return len(actors) == 1 or (
        len(actors) == 2 and actors[1].kind == "described" and actors[1].of == actors[0].key
    )


def _is_human(actors: Sequence[Actor]) -> bool:
    return actors[-1].kind in _HUMAN
