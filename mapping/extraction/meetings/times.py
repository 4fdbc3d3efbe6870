"""When a mention says that a meeting is: its day, its hour, and what both make of its status."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from communique.mapping.extraction.meetings.cues import Trigger
from communique.mapping.extraction.meetings.setting import choose_clock, choose_day, times_in
from communique.mapping.extraction.scene import Scene
from communique.mapping.extraction.text.tokens import Token
from communique.mapping.model import Moment, Span

_PRESENT = frozenset(("is", "are", "will"))
_PAST = frozenset(("was", "were", "had"))
_MOVED = frozenset("postponed rescheduled delayed".split())


class Told(NamedTuple):
    """The day or interval (None if open), the local hour HH:MM, and the words of the hour."""

    when: Moment | None = None
    clock: str | None = None
    clock_text: str | None = None


UNTOLD = Told()
"""Of a meeting without a time."""


def tell_time(
    scene: Scene,
    tokens: Sequence[Token],
    regions: Sequence[tuple[int, int]],
    trigger: Trigger,
    noun: Span | None,
    plan: bool,
) -> Told:
    """The time that the regions of a sentence tell of what `trigger` (in the phrase `noun`) names."""
    spans = [Span(tokens[begin].start, tokens[stop - 1].end) for begin, stop in regions if begin < stop]
    times = [time for span in spans for time in times_in(scene, span, plan)]
    if not times:
        return UNTOLD
    near = Span(tokens[trigger.start].start, tokens[trigger.end - 1].end)
    moved = any(token.lower in _MOVED for begin, stop in regions for token in tokens[begin:stop])
    day = times[-1] if moved else choose_day(times, near, noun)
    clock = choose_clock(times, near)
    return Told(day.moment if day else None, clock.clock if clock else None, clock.text if clock else None)


def is_plan(tokens: Sequence[Token]) -> bool:
    """The present continuous with a day is a plan: is following up the summit with talks on Monday."""
    lowers = [token.lower for token in tokens]
    return not _PRESENT.isdisjoint(lowers) and _PAST.isdisjoint(lowers)


def settled(status: str, when: Moment | None, today: date | None) -> str:
    """The simple present: a day makes it a plan, without one it is going on."""
    if status != "present":
        return status
    if when is None or today is None:
        return "ongoing"
    return "scheduled" if when.latest.date() >= today else "held"


def whole_day(day: date) -> Moment:
    """A day that no words tell but the report’s own date."""
    return Moment(day.isoformat(), datetime.combine(day, time.min), datetime.combine(day, time(23, 59, 59)))


def compatible(one: Moment | None, other: Moment | None) -> bool:
    """Whether the two may be the same time, as far as they are known."""
    return one is None or other is None or (one.earliest <= other.latest and other.earliest <= one.latest)
