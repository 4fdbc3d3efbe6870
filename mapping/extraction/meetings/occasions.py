"""Meetings on one occasion: what stands beside the main one, in its margins, or is a part of it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from communique.mapping.extraction.meetings.events import Event
from communique.mapping.extraction.meetings.records import meeting_of, named_after
from communique.mapping.extraction.meetings.sightings import Sighting
from communique.mapping.extraction.meetings.times import compatible
from communique.mapping.extraction.scene import Scene
from communique.mapping.model import Meeting, Participation


def around_main(event: Event, meeting: Meeting, main: Meeting, at: int) -> Meeting:
    """A meeting in the light of the article’s main one, whose index is `at`."""
    if meeting is main:
        return meeting
    if any(sighting.margins for sighting in event.sightings):
        return replace(meeting, part_of=at, place=meeting.place or main.place, when=meeting.when or main.when)
    return _beside(meeting, main)


def _beside(meeting: Meeting, main: Meeting) -> Meeting:
    """A meeting of the same people on the same occasion is where the main one is, unless told otherwise."""
    shared = _keys(meeting.participations) & _keys(main.participations)
    if not shared or meeting.kind in ("call", "visit", "cabinet") or not main.place:
        return meeting
    if meeting.place not in (None, main.place) or not _one_occasion(meeting, main):
        return meeting
    when = meeting.when or (main.when if meeting.status == "scheduled" == main.status else None)
    return replace(meeting, place=main.place, when=when)


def _one_occasion(meeting: Meeting, main: Meeting) -> bool:
    if meeting.when and main.when:
        return compatible(meeting.when, main.when)
    return meeting.when is None and meeting.status == main.status


def _keys(parts: Iterable[Participation]) -> frozenset[str]:
    return frozenset(part.actor.key for part in parts if part.actor and part.attendance == "attending")


def press_conferences(
    scene: Scene,
    sightings: Sequence[Sighting],
    main: Event | None,
    host: Meeting | None = None,
    at: int | None = None,
) -> tuple[Meeting, ...]:
    """The press conference of the meeting `host`, the record of the event `main`, is a part of it."""
    told = [sighting for sighting in sightings if sighting.kind == "press-conference"]
    own = tuple(part for sighting in told for part in sighting.parts if part.actor)
    if not told or (main is None and not own):
        return ()
    made = meeting_of(scene, Event(told))
    if main is None or host is None:
        return (made,)
    if not _follows(made, own, host):
        return (made,) if own else ()
    parts = own or named_after(scene, main) or _callers(host)
    place, when = made.place or host.place, made.when or host.when
    return (replace(made, participations=parts, place=place, when=when, part_of=at),)


def _follows(made: Meeting, own: Sequence[Participation], host: Meeting) -> bool:
    """Whether the press conference may be one of the meeting: not before it, and not of others."""
    early = made.status == "held" and host.status in ("scheduled", "cancelled")
    return not early and (not own or bool(_keys(own) & _keys(host.participations)))


def _callers(host: Meeting) -> tuple[Participation, ...]:
    """Who calls the press: the chairs of a meeting, or both sides of a bilateral one."""
    present = tuple(part for part in host.participations if part.actor and part.attendance == "attending")
    chairs = tuple(part for part in present if part.role in ("host", "chair", "co-chair"))
    return present if len(present) == 2 else chairs
