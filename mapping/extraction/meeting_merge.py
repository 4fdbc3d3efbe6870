"""One record for one event: which mentions of an article report the same meeting.

Two mentions are one event if nothing they tell contradicts (day, place, kind) and something ties them:
the same two parties, the same name, many shared participants, or a definite noun that points back.
Two bilaterals of different pairs are never one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from communique.mapping.extraction.language import words
from communique.mapping.extraction.meeting_cues import MEETINGS
from communique.mapping.extraction.meeting_sightings import Sighting
from communique.mapping.extraction.meeting_times import compatible
from communique.mapping.model import Actor, Moment

_POINTS_AT = {kind: frozenset(words(entry)) for kind, entry in MEETINGS["points_at"].items()}
_GENERAL = frozenset(("meeting", "talks", "summit", "other"))
_TWO_PARTY = frozenset(("meeting", "talks", "bilateral", "summit"))


@dataclass(slots=True)
class Event:
    """A meeting and its mentions, the first of which tells that it stands for itself."""

    sightings: list[Sighting] = field(default_factory=list)

    @property
    def kinds(self) -> frozenset[str]:
        """What the mentions call it."""
        return frozenset(sighting.kind for sighting in self.sightings) - {"attendance"}

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Who attends by any mention."""
        return tuple({actor.key: actor for sighting in self.sightings for actor in sighting.actors}.values())

    @property
    def names(self) -> frozenset[str]:
        """The organisations that the mentions name it after."""
        return frozenset(sighting.name for sighting in self.sightings if sighting.name)

    @property
    def place(self) -> str | None:
        """The place that the first mention with one tells."""
        return next((sighting.place for sighting in self.sightings if sighting.place), None)

    @property
    def when(self) -> Moment | None:
        """The narrowest time that a mention tells, the first of several."""
        told = [sighting.told.when for sighting in self.sightings if sighting.told.when]
        return min(told, key=lambda moment: moment.latest - moment.earliest) if told else None

    @property
    def many(self) -> bool:
        """Whether more than two parties meet."""
        crowd = any(sighting.several and sighting.kind != "attendance" for sighting in self.sightings)
        return crowd or bool(self.names) or len(parties(self.actors)) > 2


def parties(actors: Sequence[Actor]) -> frozenset[str]:
    """Keys of those who attend, where a state is the same party as its one representative."""
    held = {actor.of for actor in actors if actor.kind == "person" and actor.of}
    return frozenset(actor.key for actor in actors if actor.key not in held)


def _sides(actors: Sequence[Actor]) -> frozenset[str]:
    """For whom they act."""
    return frozenset(actor.of or actor.key if actor.kind == "person" else actor.key for actor in actors)


def group_sightings(sightings: Sequence[Sighting]) -> list[Event]:
    """The events that the mentions of an article tell of, in the order of their first mention."""
    events: list[Event] = []
    weak: list[Sighting] = []
    for sighting in sightings:
        event = _event_of(events, sighting) if sighting.kind != "attendance" else None
        if event:
            event.sightings.append(sighting)
        elif _stands_alone(sighting):
            events.append(Event([sighting]))
        else:
            weak.append(sighting)
    events = _joined(events)
    for sighting in weak:
        event = _pointed_at(events, sighting)
        if event:
            event.sightings.append(sighting)
    return events


def _stands_alone(sighting: Sighting) -> bool:
    """Whether a mention tells enough to stand for a meeting of its own."""
    who = len(sighting.actors) + len(parties_counted(sighting))
    placed = bool(sighting.place or sighting.told.when)
    if sighting.kind in ("attendance", "press-conference"):
        return False
    if sighting.kind in ("visit", "cabinet"):
        return who > 0 and sighting.linked
    if sighting.kind in ("call", "bilateral"):
        return who > 1
    if sighting.name or sighting.several:
        return placed and (sighting.linked or who > 0)
    return who > 1 or (who == 1 and bool(sighting.place) and sighting.linked)


def parties_counted(sighting: Sighting) -> list[int]:
    """The head counts that a mention gives."""
    return [part.headcount for part in sighting.parts if part.headcount]


# ------------------------------------------------------------------ the same event


def _event_of(events: Sequence[Event], sighting: Sighting) -> Event | None:
    """The event that a mention surely belongs to, of several the last in the same post, then the first."""
    fitting = [event for event in events if _same(event, sighting)]
    here = [event for event in fitting if event.sightings[-1].post == sighting.post]
    return here[-1] if here else fitting[0] if fitting else None


def _same(event: Event, sighting: Sighting) -> bool:
    if not _kinds_agree(event, sighting) or not _settings_agree(event, sighting):
        return False
    if event.names and sighting.name:
        return sighting.name in event.names
    other = Event([sighting])
    mine, theirs = parties(event.actors), parties(sighting.actors)
    if event.many and other.many:
        return _crowds_agree(event, sighting, mine, theirs)
    if not event.many and len(theirs) == 2 and not other.many:
        return len(mine) == 2 and (mine == theirs or _sides(event.actors) == _sides(sighting.actors))
    return False


def _crowds_agree(event: Event, sighting: Sighting, mine: frozenset[str], theirs: frozenset[str]) -> bool:
    shared = len(mine & theirs)
    if shared >= 2 and shared >= min(len(mine), len(theirs)) / 2:
        return True
    same_place = event.place is not None and event.place == sighting.place
    return same_place and (shared > 0 or not mine or not theirs or sighting.several)


def _kinds_agree(event: Event, sighting: Sighting) -> bool:
    kinds, kind = event.kinds, sighting.kind
    if kind in kinds:
        return True
    if kind == "call" or "call" in kinds:
        spoke = sighting.rule in ("verb-speak", "verb-talk") or all(
            s.rule in ("verb-speak", "verb-talk") for s in event.sightings
        )
        return spoke and bool((kinds | {kind}) & {"meeting", "bilateral"})
    if event.many:
        return kind in _GENERAL and bool(kinds & _GENERAL)
    return kind in _TWO_PARTY and bool(kinds & _TWO_PARTY)


def _settings_agree(event: Event, sighting: Sighting) -> bool:
    if not compatible(event.when, sighting.told.when):
        return False
    return event.place is None or sighting.place is None or _same_place(event.place, sighting.place)


def _same_place(one: str, other: str) -> bool:
    return one.casefold() in other.casefold() or other.casefold() in one.casefold()


def _joined(events: Sequence[Event]) -> list[Event]:
    """Events that turn out to be one when all that is told of them is known."""
    kept: list[Event] = []
    for event in events:
        host = next(
            (other for other in kept if all(_same(other, sighting) for sighting in event.sightings)), None
        )
        if host:
            host.sightings += event.sightings
        else:
            kept.append(event)
    return kept


# ------------------------------------------------------------------ pointing back


def _pointed_at(events: Sequence[Event], sighting: Sighting) -> Event | None:
    """What "the meeting" means: the latest fitting event of the post so far, else the article’s main one."""
    fitting = [event for event in events if _may_mean(event, sighting)]
    before = [event for event in fitting if _last_before(event, sighting)]
    if before:
        return max(before, key=lambda event: _last_before(event, sighting))
    main = main_event(events)
    return main if main in fitting else None


def _may_mean(event: Event, sighting: Sighting) -> bool:
    if not _settings_agree(event, sighting):
        return False
    if sighting.kind == "attendance":
        return event.many or len(event.actors) == 1
    if sighting.kind == "press-conference" or not event.kinds & _POINTS_AT.get(sighting.kind, frozenset()):
        return False
    if sighting.name:
        return sighting.name in event.names
    known = parties(event.actors)
    new = parties(sighting.actors) - known
    return event.many or not new or len(known) < 2


def _last_before(event: Event, sighting: Sighting) -> int:
    """Where the post last spoke of the event before the mention; 0 if it did not."""
    starts = [
        s.span.start + 1 for s in event.sightings if s.post == sighting.post and s.span <= sighting.span
    ]
    return max(starts, default=0)


def main_event(events: Sequence[Event]) -> Event | None:
    """The meeting that the article is about: the one of many parties that it mentions most."""
    crowds = [event for event in events if event.many] or list(events)
    return max(crowds, key=lambda event: len(event.sightings), default=None)
