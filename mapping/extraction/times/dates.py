"""Times in a text: where they stand, and which days they mean seen from the day of publication.

`find_times` gives every expression; what it cannot place on the calendar keeps its words and has no
moment. EDTF is ISO 8601-2:2019 Level 1 (https://www.loc.gov/standards/datetime/).
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from communique.mapping.extraction.language import table, words
from communique.mapping.extraction.times.calendar import Days, days_of, month_of
from communique.mapping.extraction.times.grammar import WINDOW, Found, Reading, scan
from communique.mapping.extraction.times.rules import letters
from communique.mapping.model import Moment, Span

_POSSESSIVE = re.compile(r"['’]s?(?!\w)")
_NEXT_WORD = re.compile(r"\s([a-z][\w-]*)")
_AFTER_THE = re.compile(r"(?<!\w)(?:the|a|an|its|his|her|their)\s\Z", re.IGNORECASE)
_DEADLINE = re.compile(
    r"(?<!\w)(?:by|before|until|till|(?:no|not) later than|on or before)\s"
    r"(?:at\s(?:the\s)?latest\s)?(?:around\s)?(?:the\s)?(?:(?:very\s)?(?:end|close|start|beginning|middle)\sof\s)?(?:the\s)?"
    r"(?:(?:early|mid|late|end)[\s-])?\Z",
    re.IGNORECASE,
)
_TAKEN = re.compile(r"(?:by|until|before)\s", re.IGNORECASE)
_LAST = time(23, 59, 59)
_BINDING = frozenset("by before until till than within".split())
"""The words of which every deadline has one."""
_PRECISION = {
    "weekend": "weekend",
    "month": "month",
    "shifted_month": "month",
    "year": "year",
    "clock": "clock",
    "past": "past",
    "future": "future",
}
_GOES_ON = frozenset(words(table("time")["sentence"]["goes_on"]))


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that tell a time, with what introduces them ("on", "since", "just after").

    `moment` is None where the words or the lack of an anchor leave the time open. `precision` is day,
    weekend, week, month, year, interval, past, future (both open), or clock (an hour alone; its moment
    is then the anchor's day). `clock` is the local "HH:MM", `clock_span` its words. `weekday_only` tells
    that the tense of the clause decides between the last and the next such day; `yearless` the same
    of a day or month without its year. `attributive` tells that the expression qualifies a noun ("Tuesday's
    bomb", "the 31 December deadline"): it dates that noun, not the clause.
    """

    span: Span
    text: str
    moment: Moment | None
    precision: str
    reading: Reading
    clock: str | None = None
    clock_span: Span | None = None
    weekday_only: bool = False
    yearless: bool = False
    attributive: bool = False


def find_times(
    text: str, span: Span, anchor: date | None, future: bool = False
) -> tuple[TimeExpression, ...]:
    """The time expressions of `text` within `span`, in order, without overlaps.

    `anchor` is the day the report is dated, `future` whether the clause speaks of what is to come.
    """
    return tuple(_expression(text, found, anchor, future) for found in scan(text, span))


def resolve(expression: TimeExpression, anchor: date | None, future: bool) -> Moment | None:
    """The moment of an expression in the light of another anchor or tense."""
    return _moment(expression.reading, expression.span, expression.text, anchor, future)


def find_deadline(text: str, span: Span, anchor: date | None) -> TimeExpression | None:
    """The first time by which something is to be done: "by 2035", "within 30 days", "no later than …".

    Its span holds the words that make it a deadline; the deadline itself is the moment's `latest`.
    """
    if _BINDING.isdisjoint(letters(text, span.start, span.end)):
        return None
    for found in scan(text, span):
        start = _deadline_start(text, span, found)
        if start is not None and not _is_attributive(text, found):
            return _expression(text, found, anchor, True, Span(start, found.span.end))
    return None


def _deadline_start(text: str, span: Span, found: Found) -> int | None:
    """Where the words begin that make the expression a deadline; None if none do."""
    form = found.reading.form
    if form == "within":
        return found.span.start
    left = max(span.start, found.span.start - WINDOW)
    cue = _DEADLINE.search(text[left : _core_start(text, found.span)])
    if not cue or not cue[0] or form in ("past", "future"):
        return None
    return min(left + cue.start(), found.span.start)


def _core_start(text: str, span: Span) -> int:
    """Where the expression starts, or where "by" ends that its clock has taken in."""
    taken = _TAKEN.match(text, span.start, span.end)
    return taken.end() if taken else span.start


# ------------------------------------------------------------------ expressions


def _expression(
    text: str, found: Found, anchor: date | None, future: bool, wider: Span | None = None
) -> TimeExpression:
    """What was found, seen from the anchor; `wider` holds words in front that belong to it."""
    reading, span = found.reading, wider or found.span
    moment = _moment(reading, span, span.of(text), anchor, future)
    return TimeExpression(
        span=span,
        text=span.of(text),
        moment=moment,
        precision=_precision(reading, moment),
        reading=reading,
        clock=None if reading.hour is None else f"{reading.hour:02d}:{reading.minute or 0:02d}",
        clock_span=found.clock,
        weekday_only=reading.form == "weekday",
        yearless=reading.form in ("date", "days", "month") and reading.year is None and reading.shift is None,
        attributive=_is_attributive(text, found),
    )


def _precision(reading: Reading, moment: Moment | None) -> str:
    if reading.form in _PRECISION and not reading.since:
        return _PRECISION[reading.form]
    if (
        not reading.since
        and reading.form in ("calendar", "counted")
        and reading.edge is None
        and reading.unit in ("week", "month", "year")
    ):
        return reading.unit
    if moment is None:
        return "past" if reading.form == "counted" else "day"
    return "day" if moment.day and "/" not in moment.edtf else "interval"


def _is_attributive(text: str, found: Found) -> bool:
    if _POSSESSIVE.match(text, found.span.end):
        return True
    following = _NEXT_WORD.match(text, found.span.end)
    named = found.reading.form in ("date", "month", "year", "weekday")
    if not (named and following) or following[1] in _GOES_ON:
        return False
    return bool(_AFTER_THE.search(text[max(0, found.core.start - 6) : found.core.start]))


# ------------------------------------------------------------------ moments


def edtf(first: date, last: date, marker: str = "") -> str:
    """EDTF Level 1 of the days from `first` to `last`: a day, month, year or interval of them."""
    if first == last:
        return first.isoformat() + marker
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return _one_or_both(f"{first.year:04d}{marker}", f"{last.year:04d}{marker}")
    if first.day == 1 and last == month_of(last.year, last.month)[1]:
        return _one_or_both(first.isoformat()[:7] + marker, last.isoformat()[:7] + marker)
    return f"{first.isoformat()}{marker}/{last.isoformat()}{marker}"


def _edtf_of(reading: Reading, days: Days) -> str:
    """The EDTF of a reading; of "the past two years" only the far end is approximate."""
    if reading.form != "stretch":
        return edtf(*days, "~" if reading.approximate else "")
    first, last = (day.isoformat() for day in days)
    return f"{first}/{last}~" if (reading.shift or 0) > 0 else f"{first}~/{last}"


def _one_or_both(first: str, last: str) -> str:
    return first if first == last else f"{first}/{last}"


def _moment(reading: Reading, span: Span, text: str, anchor: date | None, future: bool) -> Moment | None:
    days = days_of(reading, anchor, future=future)
    if days is None:
        return None
    if reading.since:
        return _open(reading, span, text, days, anchor)
    earliest, latest = _instants(reading, days)
    return Moment(_edtf_of(reading, days), earliest, latest, text, span)


def _instants(reading: Reading, days: Days) -> tuple[datetime, datetime]:
    """Midnight to the last second; the minute itself where the words give an exact hour with its zone."""
    zone = None if reading.zone is None else timezone(timedelta(minutes=reading.zone))
    if zone and reading.zoned and not reading.loosely and days[0] == days[1]:
        minute = datetime.combine(days[0], time(*reading.zoned), tzinfo=zone)
        return minute, minute.replace(second=59)
    return datetime.combine(days[0], time.min, tzinfo=zone), datetime.combine(days[1], _LAST, tzinfo=zone)


def _open(reading: Reading, span: Span, text: str, days: Days, anchor: date | None) -> Moment | None:
    """ "Since 2014": from then on, and as far as the report can know to its own day."""
    if anchor is None:
        return None
    begins = edtf(*days, "~" if reading.approximate else "").partition("/")[0]
    earliest = datetime.combine(days[0], time.min)
    latest = datetime.combine(max(anchor, days[1]), _LAST)
    return Moment(f"{begins}/..", earliest, latest, text, span)
