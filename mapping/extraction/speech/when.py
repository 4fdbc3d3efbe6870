"""When a statement was made: the time that stands beside its cue, outside what was said."""

import re

from communique.mapping.extraction.scene import Scene
from communique.mapping.extraction.speech.drafts import Draft, gaps
from communique.mapping.extraction.times.dates import TimeExpression, find_times
from communique.mapping.extraction.times.grammar import tells_time
from communique.mapping.model import Moment, Span

_CLAUSE = re.compile(r"\b(?:which|who|whose|that|after|before|when|while|where|until)\b")
"""What stands behind these is another clause, and its time another's."""
_REACH = 90
"""Characters between a time and its cue: a clause, not the next one."""


def when_said(scene: Scene, draft: Draft) -> Moment | None:
    """The moment of the time expression nearest to the cue; None where none stands by it."""
    if draft.cue is None or not _tells_time_unsaid(scene.text, draft):
        return None
    times = find_times(scene.text, draft.sentence.span, scene.day)
    candidates = [
        (distance, time.span.start, time)
        for time in times
        if _may_date(time, draft)
        and not _CLAUSE.search(_between(scene.text, time.span, draft.cue))
        and (distance := _distance(time.span, draft.cue)) <= _REACH
    ]
    return min(candidates, key=lambda candidate: candidate[:2])[2].moment if candidates else None


def _tells_time_unsaid(text: str, draft: Draft) -> bool:
    """Whether the sentence may tell a time outside what was said."""
    return any(tells_time(text, gap.start, gap.end) for gap in gaps(draft.sentence.span, draft.pieces))


def _may_date(time: TimeExpression, draft: Draft) -> bool:
    if time.moment is None or time.attributive or time.precision in ("clock", "future"):
        return False
    return not any(piece.overlaps(time.span) for piece in draft.pieces)


def _between(text: str, time: Span, cue: Span) -> str:
    return text[cue.end : time.start] if time.start >= cue.end else text[time.end : cue.start]


def _distance(time: Span, cue: Span) -> int:
    return time.start - cue.end if time.start >= cue.end else cue.start - time.end


def day_of_publication(scene: Scene) -> Moment | None:
    """The publication day as a moment, for texts that are what was said."""
    if scene.day is None:
        return None
    found = find_times("today", Span(0, 5), scene.day)
    moment = found[0].moment if found else None
    return Moment(moment.edtf, moment.earliest, moment.latest) if moment else None
