"""One record for one event: which mentions of an article report the same meeting.

Two mentions are one event if nothing they tell contradicts (day, place, kind) and something ties them:
the same two parties, the same name, many shared participants, or a definite noun that points back.
Two bilaterals of different pairs are never one.
"""

from collections.abc import Sequence

from communique.mapping.extraction.language import words
from communique.mapping.extraction.meetings.cues import MEETINGS
from communique.mapping.extraction.meetings.events import Event, parties
from communique.mapping.extraction.meetings.sightings import Sighting
from communique.mapping.extraction.meetings.times import compatible
from communique.mapping.model import Actor

_POINTS_AT = {kind: frozenset(words(entry)) for kind, entry in MEETINGS["points_at"].items()}
_GENERAL = frozenset(("meeting", "talks", "summit", "other"))
_GREETINGS = frozenset(("verb-welcome", "verb-greet"))
_TWO_PARTY = frozenset(("meeting", "talks", "bilateral", "summit"))


def _same_parties(one: Sequence[Actor], other: Sequence[Actor]) -> bool:
    """Whether everybody of each is among the other, in person or by the state they act for."""
    return _covered(one, other) and _covered(other, one)


def _covered(one: Sequence[Actor], other: Sequence[Actor]) -> bool:
    keys = {actor.key for actor in other} | {actor.of for actor in other if actor.of}
    states = {actor.key for actor in other if actor.kind != "person"}
    return all(actor.key in keys or (actor.of in states and actor.kind == "person") for actor in one)


def group_sightings(sightings: Sequence[Sighting]) -> list[Event]:
    """The events that the mentions of an article tell of, in the order of their first mention."""
    events: list[Event] = []
    weak: list[Sighting] = []
    for sighting in sightings:
        event = _event_of(events, sighting) or _just_told(events, sighting)
        if event:
            event.add((sighting,))
        elif _stands_alone(sighting):
            events.append(Event([sighting]))
        else:
            weak.append(sighting)
    events = _joined(events)
    for sighting in weak:
        event = _greeted(events, sighting) if sighting.rule in _GREETINGS else _pointed_at(events, sighting)
        if event:
            event.add((sighting,))
    return events


def _greeted(events: list[Event], sighting: Sighting) -> Event:
    """A welcome is of the pair’s own meeting, else of one of many that they arrive for, else its own."""
    crowds = (event for event in events if event.many and event.place and _settings_agree(event, sighting))
    event = _event_of(events, sighting) or next(crowds, None)
    if event is None:
        event = Event([])
        events.append(event)
    return event


def _just_told(events: Sequence[Event], sighting: Sighting) -> Event | None:
    """What "the gathering" means, also where it brings new people: the meeting of many just told of."""
    if not sighting.definite or sighting.sided or sighting.sentence.kind == "headline":
        return None
    event = _pointed_at(events, sighting)
    only = sum(other.many and sighting.kind in other.kinds for other in events) == 1
    return event if event and event.many and (only or event.last_before(sighting)) else None


def _stands_alone(sighting: Sighting) -> bool:
    """Whether a mention tells enough to stand for a meeting of its own."""
    who = len(sighting.actors) + len(sighting.counts)
    placed = bool(sighting.place or sighting.told.when)
    if sighting.kind in ("attendance", "press-conference") or sighting.rule in _GREETINGS:
        return False
    if sighting.kind == "cabinet":
        return bool(sighting.parts) and sighting.linked
    if sighting.kind == "visit":
        return who > 1 or (who > 0 and sighting.linked and bool(sighting.place))
    if sighting.new and sighting.rule.startswith("verb") and not placed:
        return False
    if sighting.kind in ("call", "bilateral"):
        return who > 1
    if sighting.several and not (who or sighting.name or sighting.leaders or sighting.place):
        return False
    if sighting.name or (sighting.several and not sighting.sided):
        return placed and (sighting.linked or who > 0 or bool(sighting.status))
    return who > 1 or (bool(sighting.parts) and bool(sighting.place) and sighting.linked)


# ------------------------------------------------------------------ the same event


def _event_of(events: Sequence[Event], sighting: Sighting) -> Event | None:
    """The event that a mention surely belongs to, of several the last in the same post, then the first."""
    if sighting.kind == "attendance":
        return None
    fitting = [event for event in events if _same(event, sighting)]
    here = [event for event in fitting if event.sightings[-1].post == sighting.post]
    return here[-1] if here else fitting[0] if fitting else None


def _same(event: Event, sighting: Sighting) -> bool:
    if not _kinds_agree(event, sighting) or not _settings_agree(event, sighting):
        return False
    if event.names and sighting.name:
        return sighting.name in event.names
    if sighting.new and sighting.rule.startswith("verb"):
        return False
    if len(sighting.actors) > 1 and _same_parties(event.actors, sighting.actors):
        return True
    if event.many and not sighting.sided:
        return _fits_crowd(event, sighting, _tells_of_many(sighting))
    return event.sided and sighting.sided and _same_core(event, sighting)


def _tells_of_many(sighting: Sighting) -> bool:
    """Whether a mention by itself is of a round of parties."""
    if sighting.name or sighting.sided:
        return bool(sighting.name)
    return (sighting.several and sighting.kind != "attendance") or len(parties(sighting.actors)) > 2


def _same_core(event: Event, sighting: Sighting) -> bool:
    """Two delegations that meet, where one mention names more of them than the other."""
    mine, theirs = event.parties, parties(sighting.actors)
    return len(mine & theirs) > 2 and _covered(sighting.actors, event.actors)


def _fits_crowd(event: Event, sighting: Sighting, crowd: bool) -> bool:
    """Whether a mention of a group, or of one who takes part, is of the meeting of this group."""
    mine, theirs = event.parties, parties(sighting.actors)
    shared = len(mine & theirs)
    if crowd and shared >= 2 and shared >= min(len(mine), len(theirs)) / 2:
        return True
    if event.place is None or sighting.place is None:
        return False
    if (
        crowd
        and event.when
        and event.when.day
        and sighting.told.when
        and event.when.day == sighting.told.when.day
    ):
        return True
    return len(theirs) < 2 or (crowd and (shared > 0 or not mine or sighting.several))


def _kinds_agree(event: Event, sighting: Sighting) -> bool:
    kinds, kind = event.kinds, sighting.kind
    if kind in kinds:
        return True
    if kind == "call" or "call" in kinds:
        spoke = sighting.rule in ("verb-speak", "verb-talk") or event.spoken
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
            host.add(event.sightings)
        else:
            kept.append(event)
    return kept


# ------------------------------------------------------------------ pointing back


def _pointed_at(events: Sequence[Event], sighting: Sighting) -> Event | None:
    """What "the meeting" means: the latest fitting event of the post so far, else the article’s main one."""
    if sighting.main:
        return main_event(events)
    fitting = [event for event in events if _may_mean(event, sighting)]
    named = [event for event in fitting if sighting.kind in event.kinds]
    fitting = [event for event in named or fitting if _settings_agree(event, sighting)]
    before = [event for event in fitting if event.last_before(sighting)]
    if before:
        return max(before, key=lambda event: event.last_before(sighting))
    main = main_event(events)
    return main if main in fitting else None


def _may_mean(event: Event, sighting: Sighting) -> bool:
    if sighting.kind == "attendance":
        return event.many or len(event.actors) < 2
    if sighting.kind == "press-conference" or not _pointable(event, sighting.kind):
        return False
    if sighting.name:
        return sighting.name in event.names
    if event.many:
        old = sighting.definite or not (sighting.linked or sighting.new)
        return not sighting.sided and (old or sighting.several)
    return sighting.definite and (len(event.parties) < 2 or not parties(sighting.actors) - event.parties)


def _pointable(event: Event, kind: str) -> bool:
    """Whether a noun of the kind may point at the event, by what that is called."""
    if event.many and kind in _GENERAL:
        return bool(event.kinds & _GENERAL)
    return bool(event.kinds & _POINTS_AT.get(kind, frozenset()))


def main_event(events: Sequence[Event]) -> Event | None:
    """The meeting that the article is about: the one of many parties that it mentions most."""
    crowds = [event for event in events if event.many] or list(events)
    return max(crowds, key=lambda event: len(event.sightings), default=None)
