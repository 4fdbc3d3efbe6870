"""Meetings of an article: who meets whom, when, where, in what role, and what becomes of it."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from operator import attrgetter

from communique.mapping.extraction.actors.cast import Cast
from communique.mapping.extraction.actors.discourse import Discourse
from communique.mapping.extraction.actors.parties import Resolver
from communique.mapping.extraction.meetings.cues import find_triggers, may_report
from communique.mapping.extraction.meetings.merge import group_sightings, main_event
from communique.mapping.extraction.meetings.nouns import noun_sighting
from communique.mapping.extraction.meetings.occasions import around_main, press_conferences
from communique.mapping.extraction.meetings.records import meeting_of
from communique.mapping.extraction.meetings.sightings import Reading, Sighting
from communique.mapping.extraction.meetings.verbs import attendances, find_attendances, verb_sighting
from communique.mapping.extraction.scene import Scene
from communique.mapping.model import Actor, Meeting

_PLACE = attrgetter("span")
_READ = frozenset(("paragraph", "item", "caption", "headline"))


def find_meetings(scene: Scene, cast: Cast, memory: Mapping[int, Discourse]) -> tuple[Meeting, ...]:
    """Every meeting that the article reports, once; `memory` tells what pronouns mean, by sentence start."""
    sightings = _sightings(scene, cast, memory)
    events = group_sightings(sightings)
    meetings = [meeting_of(scene, event) for event in events]
    main = main_event(events)
    if main is None:
        return press_conferences(scene, sightings, None)
    at = events.index(main)
    around = [
        around_main(event, meeting, meetings[at], at) for event, meeting in zip(events, meetings, strict=True)
    ]
    return (*around, *press_conferences(scene, sightings, main, around[at], at))


def _sightings(scene: Scene, cast: Cast, memory: Mapping[int, Discourse]) -> list[Sighting]:
    found: list[Sighting] = []
    pair: tuple[Actor, ...] = ()
    post = -1
    for sentence in scene.sentences:
        if sentence.kind not in _READ:
            continue
        triggers = find_triggers(sentence.tokens) if may_report(sentence.words) else ()
        told = find_attendances(sentence)
        if not (triggers or told):
            continue
        if sentence.post != post:
            post, pair = sentence.post, ()
        resolver = Resolver(scene, cast, memory.get(sentence.start) or Discourse())
        for sighting in _read(Reading(resolver, sentence, triggers, pair), told):
            found.append(sighting)
            pair = sighting.actors if len(sighting.actors) > 1 else pair
    return found


def _read(reading: Reading, told: Sequence[tuple[int, int, str]]) -> list[Sighting]:
    """Every mention in a sentence, in order; a verb that only links to a noun is none of its own."""
    fused: set[int] = set()
    nouns = [noun_sighting(reading, trigger, fused) for trigger in reading.triggers if trigger.verb is None]
    verbs = [trigger for trigger in reading.triggers if trigger.verb and trigger.start not in fused]
    found = [*nouns, *[verb_sighting(reading, verb) for verb in verbs], *attendances(reading, told)]
    ordered = sorted([sighting for sighting in found if sighting], key=_PLACE)
    for before, sighting in pairwise(ordered):
        if not sighting.status and before.status == "scheduled" and sighting.rule.startswith("verb"):
            sighting.status = "scheduled"
    return ordered
