"""Meetings of an article: who meets whom, when, where, in what role, and what becomes of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from communique.mapping.extraction.cast import Cast, body_actor
from communique.mapping.extraction.discourse import Discourse
from communique.mapping.extraction.meeting_merge import Event, group_sightings, main_event, parties
from communique.mapping.extraction.meeting_nouns import noun_sighting
from communique.mapping.extraction.meeting_setting import status_of_day
from communique.mapping.extraction.meeting_sightings import Reading, Sighting
from communique.mapping.extraction.meeting_times import compatible, whole_day
from communique.mapping.extraction.meeting_verbs import attendances, verb_sighting
from communique.mapping.extraction.offices import HEADS
from communique.mapping.extraction.parties import Resolver
from communique.mapping.extraction.scene import Scene
from communique.mapping.model import Actor, Meeting, Moment, Participation, Span

_KINDS = ("summit", "bilateral", "call", "cabinet", "visit", "talks", "press-conference", "other")
_STATUSES = ("cancelled", "held", "scheduled", "ongoing")
_READ = frozenset(("paragraph", "item", "caption", "headline"))


def find_meetings(scene: Scene, cast: Cast, memory: Mapping[int, Discourse]) -> tuple[Meeting, ...]:
    """Every meeting that the article reports, once; `memory` tells what pronouns mean, by sentence start."""
    sightings = _sightings(scene, cast, memory)
    events = group_sightings(sightings)
    found = [_meeting(scene, event) for event in events]
    main = main_event(events)
    host = found[events.index(main)] if main else None
    placed = [meeting if host is None else _beside(meeting, host) for meeting in found]
    at = events.index(main) if main else None
    margins = [any(sighting.margins for sighting in event.sightings) for event in events]
    nested = [
        _within(meeting, placed[at], at)
        if margin and at is not None and meeting is not placed[at]
        else meeting
        for meeting, margin in zip(placed, margins, strict=True)
    ]
    return (*nested, *_press_conferences(scene, sightings, nested, main, at))


def _sightings(scene: Scene, cast: Cast, memory: Mapping[int, Discourse]) -> list[Sighting]:
    found: list[Sighting] = []
    pair: tuple[Actor, ...] = ()
    post = -1
    for sentence in scene.sentences:
        if sentence.kind not in _READ:
            continue
        if sentence.post != post:
            post, pair = sentence.post, ()
        resolver = Resolver(scene, cast, memory.get(sentence.start, Discourse()))
        for sighting in _read(Reading(resolver, sentence, pair)):
            found.append(sighting)
            pair = sighting.actors if len(sighting.actors) > 1 else pair
    return found


def _read(reading: Reading) -> list[Sighting]:
    """Every mention in a sentence, in order; a verb that only links to a noun is none of its own."""
    fused: set[int] = set()
    nouns = [noun_sighting(reading, trigger, fused) for trigger in reading.triggers if trigger.verb is None]
    verbs = [trigger for trigger in reading.triggers if trigger.verb and trigger.start not in fused]
    found = [*nouns, *(verb_sighting(reading, verb) for verb in verbs), *attendances(reading)]
    ordered = sorted((sighting for sighting in found if sighting), key=lambda sighting: sighting.span)
    for before, sighting in pairwise(ordered):
        if not sighting.status and before.status == "scheduled" and sighting.rule.startswith("verb"):
            sighting.status = "scheduled"
    return ordered


# ------------------------------------------------------------------ from an event to a meeting


def _meeting(scene: Scene, event: Event) -> Meeting:
    status = _status(event, scene.day)
    clocks = [sighting.told for sighting in event.sightings if sighting.told.clock]
    return Meeting(
        kind=_kind(event),
        participations=_participations(scene, event),
        spans=_spans(event),
        rule=event.sightings[0].rule,
        name=_name(scene, event),
        place=event.place,
        when=event.when or (whole_day(scene.day) if scene.day and _is_today(event, status) else None),
        time=clocks[0].clock if clocks else None,
        time_text=clocks[0].clock_text if clocks else None,
        status=status,
        confidence=0.85 if len(event.actors) > 1 else 0.7,
    )


def _is_today(event: Event, status: str) -> bool:
    return any(sighting.status == "ongoing" for sighting in event.sightings) and status != "cancelled"


def _kind(event: Event) -> str:
    """The kind that the mentions name; where they name none, who meets decides."""
    named = event.kinds & frozenset(_KINDS)
    if (
        any(sighting.margins for sighting in event.sightings)
        and len(parties(event.actors)) == 2
        and "call" not in named
    ):
        return "bilateral"
    if "bilateral" in named or ("call" in named and "meeting" in event.kinds and not named - {"call"}):
        return "bilateral"
    return next((kind for kind in _KINDS if kind in named), None) or _kind_of_meeting(event)


def _kind_of_meeting(event: Event) -> str:
    actors = event.actors
    if not event.many and len(parties(actors)) == 2 and any(actor.kind == "person" for actor in actors):
        return "bilateral"
    leaders = event.many and any(sighting.leaders for sighting in event.sightings)
    heads = len(actors) > 2 and all(actor.office in HEADS for actor in actors)
    return "summit" if leaders or heads else "talks"


def _status(event: Event, today: date | None) -> str:
    day = event.when.earliest.date() if event.when else None
    told = {sighting.status for sighting in event.sightings} & set(_STATUSES)
    hints = {sighting.hint for sighting in event.sightings}
    told |= hints & ({"scheduled"} if told else set(_STATUSES))
    if not told:
        stayed_away = any(part.attendance == "withdrawn" for s in event.sightings for part in s.parts)
        return "scheduled" if stayed_away and day is None else status_of_day(day, today)
    return next(status for status in _STATUSES if status in told)


def _name(scene: Scene, event: Event) -> str | None:
    """What the meeting is called: the first organisation it is named after and its kind."""
    named = next((sighting for sighting in event.sightings if sighting.name), None)
    if named is None or named.name is None:
        return None
    body = scene.register.organisations.get(named.name)
    return f"{body.label} {named.kind.replace('-', ' ')}" if body else None


def _spans(event: Event) -> tuple[Span, ...]:
    """The words that report it, without those that lie within others."""
    spans = sorted({sighting.span for sighting in event.sightings})
    return tuple(span for span in spans if not any(span in other and span != other for other in spans))


# ------------------------------------------------------------------ who takes part


def _participations(scene: Scene, event: Event) -> tuple[Participation, ...]:
    """Everybody once, with the role and attendance that any mention tells."""
    merged: dict[object, Participation] = {}
    for part in (part for sighting in event.sightings for part in sighting.parts):
        key = part.actor.key if part.actor else part.headcount
        known = merged.get(key)
        merged[key] = _both(known, part) if known else part
    return tuple(_represented(merged.values())) or _named_after(scene, event) or _described(scene, event)


def _both(known: Participation, part: Participation) -> Participation:
    role = known.role if known.role != "participant" else part.role
    withdrawn = "withdrawn" in (known.attendance, part.attendance)
    spans = tuple(sorted({*known.spans, *part.spans}))
    return replace(known, spans=spans, role=role, attendance="withdrawn" if withdrawn else "attending")


def _represented(parts: Iterable[Participation]) -> list[Participation]:
    """Without the states that somebody represents by name."""
    parts = list(parts)
    people = [
        part.actor
        for part in parts
        if part.actor and part.actor.kind == "person" and part.attendance == "attending"
    ]
    acting = {person.of for person in people}
    return [
        part
        for part in parts
        if part.actor is None or part.actor.kind == "person" or part.actor.key not in acting
    ]


def _named_after(scene: Scene, event: Event) -> tuple[Participation, ...]:
    """Where nobody is named, the organisation that meets."""
    key = next((sighting.name for sighting in event.sightings if sighting.name), None)
    if key is None or key not in scene.register.organisations:
        return ()
    return (Participation(_spans(event)[:1], body_actor(scene.register, key)),)


def _described(scene: Scene, event: Event) -> tuple[Participation, ...]:
    """Where nobody is named or counted, the people as the report describes them."""
    crowd = next((sighting.crowd for sighting in event.sightings if sighting.crowd), None)
    words = " ".join(crowd.of(scene.text).split()) if crowd else ""
    return (Participation((crowd,), Actor("described", words, words)),) if crowd else ()


# ------------------------------------------------------------------ beside the main meeting


def _beside(meeting: Meeting, main: Meeting) -> Meeting:
    """A meeting of the same people on the same occasion is where the main one is, unless told otherwise."""
    shared = _keys(meeting.participations) & _keys(main.participations)
    if meeting is main or not shared or meeting.kind in ("call", "visit", "cabinet") or not main.place:
        return meeting
    if meeting.place not in (None, main.place) or not _one_occasion(meeting, main):
        return meeting
    when = meeting.when or (main.when if meeting.status == "scheduled" == main.status else None)
    return replace(meeting, place=main.place, when=when)


def _within(meeting: Meeting, main: Meeting, at: int) -> Meeting:
    """In the margins of the main meeting: at its place, and at its time unless told otherwise."""
    return replace(meeting, part_of=at, place=meeting.place or main.place, when=meeting.when or main.when)


def _one_occasion(meeting: Meeting, main: Meeting) -> bool:
    if meeting.when and main.when:
        return compatible(meeting.when, main.when)
    return meeting.when is None and meeting.status == main.status


def _keys(parts: Iterable[Participation]) -> frozenset[str]:
    return frozenset(part.actor.key for part in parts if part.actor and part.attendance == "attending")


def _press_conferences(
    scene: Scene,
    sightings: Sequence[Sighting],
    meetings: Sequence[Meeting],
    main: Event | None,
    at: int | None,
) -> list[Meeting]:
    """The press conference of a meeting is a part of it."""
    told = [sighting for sighting in sightings if sighting.kind == "press-conference"]
    if not told or main is None or at is None:
        return []
    host = meetings[at]
    event = Event(told)
    moment: Moment | None = event.when or host.when
    own = tuple(part for sighting in told for part in sighting.parts if part.actor)
    parts = own or _named_after(scene, main) or _callers(host)
    made = _meeting(scene, event)
    made = replace(made, when=moment, place=made.place or host.place, part_of=at)
    return [replace(made, participations=parts)]


def _callers(host: Meeting) -> tuple[Participation, ...]:
    """Who calls the press: the chairs of a meeting, or both sides of a bilateral one."""
    present = tuple(part for part in host.participations if part.actor and part.attendance == "attending")
    chairs = tuple(part for part in present if part.role in ("host", "chair", "co-chair"))
    return present if len(present) == 2 else chairs
