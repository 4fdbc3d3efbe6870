"""What the words of a time expression say, before any calendar is asked: text to `Reading`.

The patterns and the words are data (`language/time.toml`). Every rule is tried only at words that can
begin it, and only where a word follows that it cannot do without.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from communique.mapping.extraction.times.rules import GAP, NUMBER, Rule, anchors, letters, names, rules
from communique.mapping.model import Span

WINDOW = 40  # how far left of an expression the words that introduce it are looked for
_REACH = 100  # no expression is longer
DAYS = frozenset(
    {
        "date",
        "day_of_month",
        "days",
        "from_today",
        "nearest_weekday",
        "shifted_weekday",
        "weekday",
        "weekday_of_week",
    }
)
_WORD = re.compile(r"(?<![\w$€£])(?<!\d[.,:/–-])(?<![a-z]-)(?:([a-z]+)|\d)", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_DAY_INTRODUCED = re.compile(
    rf"(?<!\w)(?:(?P<since>since){GAP})?(?:(?:late|earlier|early|later){GAP})?"
    rf"(?:(?:on|in|during|at|over|throughout){GAP}(?:the{GAP})?)?"
    rf"(?P<approximate>(?:around|circa|approximately|roughly|on or about|on or around|c\.){GAP})?"
    rf"(?:(?:the{GAP})?"
    rf"(?:(?:early|late|mid)(?:{GAP}|-)|(?:end|start|beginning|middle) of{GAP}(?:the{GAP})?))?\Z",
    re.IGNORECASE,
)
_CLOCK_INTRODUCED = re.compile(
    rf"(?<!\w)(?:(?:at|by|from|until){GAP})?(?:(?:just|shortly|soon|immediately){GAP})?"
    rf"(?P<approximate>(?:after|before|around|about|approximately|roughly|circa){GAP})?\Z",
    re.IGNORECASE,
)
_BESIDE = re.compile(rf",?{GAP}(?:the{GAP})?")
_IN_BRACKETS = re.compile(rf"(?:{GAP})?\(")


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression says, in numbers; `form` names the resolver that knows what it means.

    `weekday` counts from Monday = 0, `shift` units from now (last -1, this 0, next 1), `zone` minutes
    east of Greenwich; `zoned` is the hour and minute in that zone, `loosely` that it is about that hour.
    `bound` marks what counts only beside a date.
    """

    form: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    year2: int | None = None
    month2: int | None = None
    day2: int | None = None
    weekday: int | None = None
    unit: str | None = None
    count: int | None = None
    shift: int | None = None
    edge: str | None = None
    hour: int | None = None
    minute: int | None = None
    zone: int | None = None
    zoned: tuple[int, int] | None = None
    loosely: bool = False
    approximate: bool = False
    since: bool = False
    bound: bool = False


class Found(NamedTuple):
    """A reading, the span of all its words, its core without what introduces it, its clock's span."""

    reading: Reading
    span: Span
    core: Span
    clock: Span | None = None


class _Match(NamedTuple):
    """Where a rule matches, without what introduces it."""

    core: Span
    rule: Rule
    match: re.Match[str]


def scan(text: str, span: Span) -> list[Found]:
    """The time expressions of `text` within `span`, from left to right, without overlaps."""
    joined: list[Found] = []
    for found in _each(text, span):
        together = _together(text, span, joined[-1], found) if joined else None
        if together:
            joined[-1] = together
        else:
            joined.append(found)
    return [found for found in joined if not found.reading.bound]


def tells_time(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] may hold a time expression, at a glance."""
    return not anchors().isdisjoint(letters(text, start, end)) or _DIGIT.search(text, start, end) is not None


def _each(text: str, span: Span) -> Iterator[Found]:
    if not tells_time(text, span.start, span.end):
        return
    table, cursor = rules(), span.start
    for word in _WORD.finditer(text, span.start, span.end):
        candidates = table.get((word[1] or NUMBER).lower())
        if candidates is None or word.start() < cursor:
            continue
        best = _longest(candidates, text, word.start(), span)
        if best is None or _in_name(text, best.core):
            continue
        yield _introduced(text, cursor, best)
        cursor = best.core.end


def _longest(candidates: tuple[Rule, ...], text: str, start: int, span: Span) -> _Match | None:
    best: _Match | None = None
    before = text[max(span.start, start - WINDOW) : start]
    ahead = letters(text, start, start + _REACH)
    for rule in candidates:
        if rule.needs and rule.needs.isdisjoint(ahead):
            continue
        match = rule.pattern.match(text, start, span.end)
        if match is None or (best is not None and match.end() <= best.core.end):
            continue
        if rule.after is None or rule.after.search(before):
            best = _Match(Span(start, match.end()), rule, match)
    return best


def _in_name(text: str, core: Span) -> bool:
    near = names().finditer(text, max(0, core.start - WINDOW), core.end + WINDOW)
    return any(name.start() < core.end and core.start < name.end() for name in near)


def _introduced(text: str, cursor: int, best: _Match) -> Found:
    """The expression with the words that introduce it: "on", "since", "just after"."""
    core, is_clock = best.core, best.rule.form == "clock"
    left = max(cursor, core.start - WINDOW)
    pattern = _CLOCK_INTRODUCED if is_clock else _DAY_INTRODUCED
    intro = pattern.search(text[left : core.start])
    if intro is None or not intro[0]:
        return Found(_reading(best, {}), core, core, core if is_clock else None)
    span = Span(left + intro.start(), core.end)
    if is_clock:
        return Found(_reading(best, {"loosely": bool(intro["approximate"])}), span, core, span)
    told = {"since": bool(intro["since"])} | ({"approximate": True} if intro["approximate"] else {})
    return Found(_reading(best, told), span, core)


def _reading(best: _Match, introduced: Mapping[str, bool]) -> Reading:
    values: dict[str, Any] = best.rule.read(best.match)
    values.pop("part", None)
    if (meridiem := values.pop("meridiem", None)) is not None:
        values["hour"] = values["hour"] % 12 + meridiem
    if (holiday := values.pop("holiday", None)) is not None:
        values["month"], values["day"] = divmod(holiday, 100)
    if best.rule.form == "clock":
        values.setdefault("minute", 0)
        values["zoned"] = (values["hour"], values["minute"])
    values.update(introduced)
    return Reading(best.rule.form, **values)


# ------------------------------------------------------------------ neighbours that say one time


def _together(text: str, within: Span, left: Found, right: Found) -> Found | None:
    """Two neighbours as one expression: weekday and date, day and clock, a clock in two zones."""
    gap = text[left.span.end : right.span.start]
    forms = left.reading.form, right.reading.form
    if forms == ("clock", "clock"):
        return _two_zones(text, within, left, right) if _IN_BRACKETS.fullmatch(gap) else None
    if not _BESIDE.fullmatch(gap):
        return None
    if forms in (("weekday", "date"), ("weekday", "days")):
        reading = replace(right.reading, weekday=left.reading.weekday)
        return _spanning(left, right, reading, right.clock)
    if forms[0] in DAYS and forms[1] == "clock" and left.clock is None:
        return _spanning(left, right, _at(left.reading, right.reading), right.clock)
    if forms[1] in DAYS and forms[0] == "clock":
        return _spanning(left, right, _at(right.reading, left.reading), left.clock)
    return None


def _spanning(left: Found, right: Found, reading: Reading, clock: Span | None) -> Found:
    return Found(reading, Span(left.span.start, right.span.end), Span(left.core.start, right.core.end), clock)


def _at(day: Reading, clock: Reading) -> Reading:
    return replace(
        day,
        hour=clock.hour,
        minute=clock.minute,
        zone=clock.zone,
        zoned=clock.zoned,
        loosely=clock.loosely,
    )


def _two_zones(text: str, within: Span, left: Found, right: Found) -> Found | None:
    """ "12pm local time (10am BST)": the first is the local hour, the second names the instant."""
    closes = text[right.span.end : right.span.end + 1] == ")" and right.span.end < within.end
    if right.reading.zone is None or not closes:
        return None
    reading = replace(left.reading, zone=right.reading.zone, zoned=right.reading.zoned)
    end = right.span.end + 1
    return Found(reading, Span(left.span.start, end), Span(left.core.start, end), left.clock)
