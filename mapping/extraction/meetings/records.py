"""From the mentions of an event to one record: kind, status, time, and everybody who takes part once."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from communique.mapping.extraction.actors.cast import body_actor
from communique.mapping.extraction.actors.offices import HEADS
from communique.mapping.extraction.confidence import confidence_of
from communique.mapping.extraction.meetings.events import Event, parties
from communique.mapping.extraction.meetings.setting import status_of_day
from communique.mapping.extraction.meetings.times import whole_day
from communique.mapping.extraction.scene import Scene
from communique.mapping.model import Actor, Meeting, Participation, Span

_KINDS = ("summit", "bilateral", "call", "cabinet", "visit", "talks", "press-conference", "other")
_STATUSES = ("cancelled", "held", "scheduled", "ongoing")


def meeting_of(scene: Scene, event: Event) -> Meeting:
    """The record of an event."""
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
        confidence=confidence_of(
            "meetings", event.sightings[0].rule, "" if len(event.actors) > 1 else "alone"
        ),
    )


def _is_today(event: Event, status: str) -> bool:
    return any(sighting.status == "ongoing" for sighting in event.sightings) and status != "cancelled"


def _kind(event: Event) -> str:
    """The kind that the mentions name; where they name none, who meets decides."""
    named = event.kinds & frozenset(_KINDS)
    margins = any(sighting.margins for sighting in event.sightings)
    if margins and len(parties(event.actors)) == 2 and "call" not in named:
        return "bilateral"
    if "bilateral" in named or ("call" in named and "meeting" in event.kinds and not named - {"call"}):
        return "bilateral"
    return next((kind for kind in _KINDS if kind in named), None) or _kind_of_meeting(event)


def _kind_of_meeting(event: Event) -> str:
    actors, leaders = event.actors, any(sighting.leaders for sighting in event.sightings)
    two = not event.many and len(parties(actors)) == 2
    if two and (leaders or any(actor.kind == "person" for actor in actors)):
        return "bilateral"
    heads = len(actors) > 2 and all(actor.office in HEADS for actor in actors)
    return "summit" if heads or (leaders and event.many) else "talks"


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
    kept: list[Span] = []
    for span in sorted(
        {sighting.span for sighting in event.sightings}, key=lambda span: (span.start, -span.end)
    ):
        if not kept or span.end > kept[-1].end:
            kept.append(span)
    return tuple(kept)


# ------------------------------------------------------------------ who takes part


def _participations(scene: Scene, event: Event) -> tuple[Participation, ...]:
    """Everybody once, with the role and attendance that any mention tells."""
    merged: dict[object, Participation] = {}
    for part in (part for sighting in event.sightings for part in sighting.parts):
        key = part.actor.key if part.actor else part.headcount
        known = merged.get(key)
        merged[key] = _both(known, part) if known else part
    return tuple(_represented(merged.values())) or named_after(scene, event) or _described(scene, event)


def _both(known: Participation, part: Participation) -> Participation:
    role = known.role if known.role != "participant" else part.role
    withdrawn = "withdrawn" in (known.attendance, part.attendance)
    spans = tuple(sorted({*known.spans, *part.spans}))
    return replace(known, spans=spans, role=role, attendance="withdrawn" if withdrawn else "attending")


def _represented(parts: Iterable[Participation]) -> list[Participation]:
    """Without the states that somebody represents by name."""
    parts = list(parts)
    acting = {
        part.actor.of for part in parts if _is_person(part) and part.attendance == "attending" and part.actor
    }
    return [part for part in parts if part.actor is None or _is_person(part) or part.actor.key not in acting]


def _is_person(part: Participation) -> bool:
    return part.actor is not None and part.actor.kind == "person"


def named_after(scene: Scene, event: Event) -> tuple[Participation, ...]:
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
