"""A meeting in the making: the mentions that report it, and what they tell together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from communique.mapping.extraction.meetings.sightings import Sighting
from communique.mapping.model import Actor, Moment

_SPEAKING = ("verb-speak", "verb-talk")


@dataclass(slots=True)
class Event:
    """A meeting and its mentions, the first of which tells that it stands for itself.

    What they tell is kept as they come: `kinds` is what they call it, `people` who attends by key,
    `names` the organisations it is named after, `place` the first place, `when` the narrowest time (the
    first of several), `sided` whether two sides meet, `spoken` whether all only say that people spoke.
    """

    sightings: list[Sighting] = field(default_factory=list)
    kinds: frozenset[str] = frozenset()
    people: dict[str, Actor] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    place: str | None = None
    when: Moment | None = None
    sided: bool = False
    spoken: bool = True
    parties: frozenset[str] = frozenset()
    crowd: bool = False
    posts: dict[int, list[Sighting]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        given, self.sightings = self.sightings, []
        self.add(given)

    def add(self, sightings: Iterable[Sighting]) -> None:
        """More mentions of it."""
        for sighting in sightings:
            self._add(sighting)
        self.parties = parties(self.actors)

    def _add(self, sighting: Sighting) -> None:
        self.sightings.append(sighting)
        self.posts.setdefault(sighting.post, []).append(sighting)
        self.people |= {actor.key: actor for actor in sighting.actors}
        if sighting.kind != "attendance":
            self.kinds |= {sighting.kind}
            self.crowd |= sighting.several and not sighting.sided
        if sighting.name:
            self.names |= {sighting.name}
        self.place = self.place or sighting.place
        self.when = _narrower(self.when, sighting.told.when)
        self.sided |= sighting.sided
        self.spoken &= sighting.rule in _SPEAKING

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Who attends by any mention."""
        return tuple(self.people.values())

    @property
    def many(self) -> bool:
        """Whether a round of parties meets, and not one side another."""
        return self.crowd or bool(self.names) or (not self.sided and len(self.parties) > 2)

    def last_before(self, sighting: Sighting) -> int:
        """Where the post of a mention last spoke of the event before it; 0 if it did not."""
        here = self.posts.get(sighting.post, ())
        return max((known.span.start + 1 for known in here if known.span <= sighting.span), default=0)


def _narrower(one: Moment | None, other: Moment | None) -> Moment | None:
    if one is None or other is None:
        return one or other
    return min(one, other, key=lambda moment: moment.latest - moment.earliest)


def parties(actors: Sequence[Actor]) -> frozenset[str]:
    """Keys of those who attend, where a state is the same party as somebody who represents it."""
    held = {actor.of for actor in actors if actor.kind == "person" and actor.of}
    return frozenset([actor.key for actor in actors if actor.key not in held])
