"""Dates and clock times as datelines, bylines and captions print them, in English.

Only complete forms with the month as a word or in ISO 8601 order are read: 6/1/2026 is the 6th of
January or the 1st of June, depending on who prints it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?"
    r"|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?\s+)?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d{2}"
_FULL = (
    rf"{_WEEKDAY}(?:(?P<d1>{_DAY})\s+(?P<m1>{_MONTH}),?\s+(?P<y1>{_YEAR})"
    rf"|(?P<m2>{_MONTH})\s+(?P<d2>{_DAY}),?\s+(?P<y2>{_YEAR})"
    rf"|(?P<y3>{_YEAR})-(?P<m3>\d\d)-(?P<d3>\d\d))"
)
_PARTIAL = rf"{_WEEKDAY}(?:{_DAY}\s+{_MONTH}|{_MONTH}\s+{_DAY})"
_CLOCK = r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d\d))(?::\d\d)?\s*(?P<half>[ap]\.?m\.?)?"
_HOUR = r"(?P<hour>\d{1,2})(?P<minute>)\s*(?P<half>[ap]\.?m\.?)"
_ZONE = (
    r"(?:\s*\(?(?:GMT|UTC|BST|CES?T|EES?T|WES?T|E[SD]?T|C[SD]T|M[SD]T|P[SD]?T|IST|JST|AE[SD]T|MSK|Z)"
    r"(?:[+-]\d{1,2})?\)?|\s*(?:\w+ )?(?:Mean|Summer|Standard|Daylight) Time)?"
)
_GAP = r"(?:\s*[,|·•–—-]\s*|\s+at\s+|\s+|T)"
_LABEL = (
    r"(?P<label>(?:first\s+)?(?:published|posted|updated|last\s+updated|issued|date)\s*(?:on|at)?\s*:?\s+)?"
)

# The day may be glued to a name: "Jane Roe12 May 2025".
_DATE = re.compile(rf"(?:(?<![\w-])|(?<=[^\W\d_])(?=\d)){_FULL}(?!\w)", re.IGNORECASE)
_STAMPS = tuple(
    re.compile(rf"{_LABEL}{form}{_ZONE}\s*$", re.IGNORECASE)
    for clock in (_CLOCK, _HOUR)
    for form in (
        rf"{_FULL}{_GAP}{clock}",
        rf"{clock}{_ZONE}{_GAP}{_FULL}",
        _FULL,
        rf"(?:{_PARTIAL}{_GAP})?{clock}",
        rf"{clock}{_ZONE}{_GAP}{_PARTIAL}",
        _PARTIAL,
    )
)
_DIGIT = re.compile(r"\d")
_SPACED_ZONE = re.compile(r"\s+([+-]\d\d:?\d\d)$")

_TAIL = 60  # characters after the last digit: a month, or a zone's name
_LONGEST = 120  # characters, with label and zone


@dataclass(frozen=True, slots=True)
class Stamp:
    """A printed time: the day if it is told in full, and hour and minute if they are told.

    `start` is where its words start in the line; `labelled` that they tell what happened then ("Updated").
    """

    start: int
    day: date | None
    clock: tuple[int, int] | None
    labelled: bool = False

    @property
    def iso(self) -> str | None:
        """ISO 8601, or None without a day."""
        if self.day is None:
            return None
        clock = "T{:02}:{:02}".format(*self.clock) if self.clock else ""
        return self.day.isoformat() + clock


def dates(text: str) -> Iterator[tuple[date, int, int]]:
    """Every date that is told in full: the day, and where its words start and end."""
    for match in _DATE.finditer(text):
        if day := _day(match):
            yield day, match.start(), match.end()


def stamp(line: str) -> Stamp | None:
    """The line as a printed time, if it is nothing else."""
    if not _DIGIT.search(line):
        return None
    return next((read for form in _STAMPS if (m := form.match(line)) and (read := _read(m))), None)


def trailing_stamp(line: str) -> Stamp | None:
    """The time at the end of a line that says something else before it, which may be glued to it."""
    start = max(len(line) - _LONGEST, 0)
    sentence = line.endswith(".") and line[-2:-1] not in ("m", "M")  # and no time: 10 p.m.
    if sentence or not _DIGIT.search(line, max(len(line) - _TAIL, 0)):
        return None
    for form in _STAMPS:
        match = form.search(line, start)
        if match and match.start() and (read := _read(match)):
            return read
    return None


def iso(value: str) -> str | None:
    """A machine-readable time (ISO 8601, loosely, or RFC 5322) in ISO 8601; None if it is neither."""
    words = value.strip()
    if not words:
        return None
    for written in (words, _SPACED_ZONE.sub(r"\1", words)):
        try:
            return datetime.fromisoformat(written).isoformat() if len(written) > 10 else _iso_day(written)
        except ValueError:
            pass
    try:
        return parsedate_to_datetime(words).isoformat()
    except (ValueError, TypeError, IndexError):
        return next((day.isoformat() for day, *_ in dates(words)), None)


def _iso_day(words: str) -> str:
    return date.fromisoformat(words).isoformat()


def _read(match: re.Match[str]) -> Stamp | None:
    groups = match.groupdict()
    day, clock = None, None
    if groups.get("y1") or groups.get("y2") or groups.get("y3"):
        day = _day(match)
        if day is None:
            return None
    if groups.get("hour"):
        clock = _clock(groups)
        if clock is None:
            return None
    return Stamp(match.start(), day, clock, bool(groups["label"]))


def _clock(groups: dict[str, str | None]) -> tuple[int, int] | None:
    hour, minute = int(groups["hour"] or 0), int(groups["minute"] or 0)
    half = (groups.get("half") or "")[:1].lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return (hour, minute) if hour < 24 and minute < 60 else None


def _day(match: re.Match[str]) -> date | None:
    for n in "123":
        if year := match[f"y{n}"]:
            month = match[f"m{n}"].lower()
            number = int(month) if month.isdecimal() else _MONTHS.index(month[:3]) + 1
            try:
                return date(int(year), number, int(re.sub(r"\D", "", match[f"d{n}"])))
            except ValueError:
                return None
    return None
