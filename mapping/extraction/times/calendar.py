"""Where on the calendar a `Reading` lies, seen from the day of publication.

ISO 8601 weeks (Monday to Sunday). A resolver gives the first and last day of the time, or None where
the words do not fix it.
"""

import calendar
from collections.abc import Callable
from datetime import date, timedelta

from communique.mapping.extraction.times.grammar import Reading

Days = tuple[date, date]
_A_DAY = timedelta(days=1)
_SOON = timedelta(days=60)
_YEARS_TRIED = 9  # 29 February recurs within eight years


def days_of(reading: Reading, anchor: date | None, *, future: bool) -> Days | None:
    """The first and last day that `reading` allows; None where it, or the lack of an anchor, leaves it open.

    `anchor` is the day of the report; `future` tells that the clause speaks of what is to come.
    """
    try:
        if reading.form in _ON_THE_CALENDAR:
            return _ON_THE_CALENDAR[reading.form](reading, anchor, future)
        resolver = _FROM_THE_ANCHOR.get(reading.form)
        return resolver(reading, anchor, future) if resolver and anchor else None
    except (ValueError, OverflowError):  # 31 February, or beyond the years that dates can tell
        return None


# ------------------------------------------------------------------ what the calendar fixes


def _date(reading: Reading, anchor: date | None, future: bool) -> Days | None:
    if reading.month is None or reading.day is None:
        return None
    day = _fitting(reading, anchor, future)
    return (day, day) if day else None


def _fitting(reading: Reading, anchor: date | None, future: bool) -> date | None:
    """The day and month in the year that is said, or in the nearest year that fits."""
    month, day = reading.month or 1, reading.day or 1
    if reading.year is not None:
        return date(reading.year, month, day)
    if anchor is None:
        return None
    if reading.shift is not None:
        return date(anchor.year + reading.shift, month, day)
    tried = range(anchor.year - _YEARS_TRIED, anchor.year + _YEARS_TRIED + 1)
    days = [date(year, month, day) for year in tried if day <= calendar.monthrange(year, month)[1]]
    return _on_weekday(days, reading.weekday, anchor) or _nearest(days, anchor, future)


def _on_weekday(days: list[date], weekday: int | None, anchor: date) -> date | None:
    """A weekday beside a date tells the year: the one within a year of the anchor that agrees."""
    near = [day for day in days if abs(day - anchor) <= timedelta(days=370) and day.weekday() == weekday]
    return min(near, key=lambda day: abs(day - anchor), default=None)


def _nearest(days: list[date], anchor: date, future: bool, ahead: timedelta = _SOON) -> date | None:
    """The last day not after the anchor, or for plans the first not before it.

    Reports leave the year out of dates that are near: what lies `ahead` by days is not a year ago.
    """
    if future:
        return min((day for day in days if day >= anchor), default=None)
    return max((day for day in days if day <= anchor + ahead), default=None)


def _days(reading: Reading, anchor: date | None, future: bool) -> Days | None:
    first = _fitting(reading, anchor, future)
    if first is None or reading.day2 is None:
        return None
    last = date(first.year, reading.month2 or first.month, reading.day2)
    if last < first and reading.month2 is not None and reading.year is None:
        last = last.replace(year=first.year + 1)
    elif last < first and reading.month2 is not None:
        first = first.replace(year=first.year - 1)
    return (first, last) if first < last else None


def _adjacent_days(reading: Reading, anchor: date | None, future: bool) -> Days | None:
    days = _days(reading, anchor, future)
    return days if days and days[1] - days[0] == _A_DAY else None


def _month(reading: Reading, anchor: date | None, future: bool) -> Days | None:
    year, month = reading.year, reading.month or 1
    if year is None and anchor is not None:
        passed = month <= anchor.month
        default = (0 if month >= anchor.month else 1) if future else (0 if passed else -1)
        year = anchor.year + (default if reading.shift is None else reading.shift)
    return month_of(year, month) if year is not None else None


def _months(reading: Reading, _: date | None, __: bool) -> Days | None:
    if reading.year is None or reading.month is None or reading.month2 is None:
        return None
    begins = reading.year - (reading.month > reading.month2)
    return date(begins, reading.month, 1), month_of(reading.year, reading.month2)[1]


def _year(reading: Reading, _: date | None, __: bool) -> Days | None:
    return _years_between(reading.year, reading.year)


def _years(reading: Reading, _: date | None, __: bool) -> Days | None:
    return _years_between(reading.year, reading.year2)


def _years_between(first: int | None, last: int | None) -> Days | None:
    if first is None or last is None or last < first:
        return None
    return date(first, 1, 1), date(last, 12, 31)


def month_of(year: int, month: int) -> Days:
    """The first and last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


# ------------------------------------------------------------------ what the anchor fixes


def _weekday(reading: Reading, anchor: date, future: bool) -> Days:
    distance = (reading.weekday or 0) - anchor.weekday()
    return _single(anchor + timedelta(days=distance % 7 if future else -(-distance % 7)))


def _nearest_weekday(reading: Reading, anchor: date, _: bool) -> Days:
    """ "This past Monday", "this coming Friday": strictly before or after the anchor."""
    future = (reading.shift or 0) > 0
    return _weekday(reading, anchor + (_A_DAY if future else -_A_DAY), future)


def _shifted_weekday(reading: Reading, anchor: date, future: bool) -> Days:
    """ "Last Sunday" is the last before the anchor, "next Tuesday" that of next week."""
    if reading.shift == -1:
        return _nearest_weekday(reading, anchor, future)
    if reading.shift == 0 and future:
        return _weekday(reading, anchor, future)
    return _weekday_of_week(reading, anchor, future)


def _weekday_of_week(reading: Reading, anchor: date, _: bool) -> Days:
    return _single(_monday(anchor) + timedelta(days=7 * (reading.shift or 0) + (reading.weekday or 0)))


def _day_of_month(reading: Reading, anchor: date, future: bool) -> Days | None:
    months = [_shifted_month_start(anchor, shift) for shift in range(-2, 3)]
    wanted = reading.day or 1
    days = [
        first.replace(day=wanted) for first in months if wanted <= month_of(first.year, first.month)[1].day
    ]
    day = _nearest(days, anchor, future, _A_DAY)
    return _single(day) if day else None


def _from_today(reading: Reading, anchor: date, _: bool) -> Days:
    return _single(anchor + timedelta(days=reading.count or 0))


def _weekend(reading: Reading, anchor: date, future: bool) -> Days:
    if reading.shift == 1:
        saturday = _monday(anchor) + timedelta(days=12)
    elif reading.edge == "later" or (future and reading.edge is None and reading.shift == 0):
        saturday = _monday(anchor) + timedelta(days=5)
    else:
        latest = anchor - timedelta(days=(anchor.weekday() - 5) % 7)
        is_now = anchor.weekday() >= 5
        saturday = latest - timedelta(days=7 if reading.shift == -1 and is_now else 0)
    return saturday, saturday + _A_DAY


def _calendar(reading: Reading, anchor: date, _: bool) -> Days:
    first, last = _unit_around(anchor, reading.unit or "week", reading.shift or 0)
    if reading.edge == "earlier" and first <= anchor <= last:
        return first, anchor
    if reading.edge == "later" and first <= anchor <= last:
        return anchor, last
    return first, last


def _decade(_: Reading, anchor: date, __: bool) -> Days:
    begins = anchor.year - anchor.year % 10
    return date(begins, 1, 1), date(begins + 9, 12, 31)


def _shifted_month(reading: Reading, anchor: date, _: bool) -> Days:
    month, shift = reading.month or 1, reading.shift or 0
    passed = {-1: month < anchor.month, 0: True, 1: month <= anchor.month}[shift]
    year = anchor.year + {-1: 0 if passed else -1, 0: 0, 1: 1 if passed else 0}[shift]
    return month_of(year, month)


def _counted(reading: Reading, anchor: date, _: bool) -> Days | None:
    """ "Two days ago", "three months from now": as fine as the unit, so a week, a month or a year."""
    if reading.unit in ("minute", "hour"):
        return None
    return _unit_around(anchor, reading.unit or "day", (reading.count or 1) * (reading.shift or -1))


def _stretch(reading: Reading, anchor: date, _: bool) -> Days | None:
    """ "The past two years", "within 30 days": up to the anchor, or from it."""
    shift = reading.shift or -1
    other = _moved(anchor, reading.unit or "day", (reading.count or 1) * shift)
    return (anchor, other) if shift > 0 else (other, anchor)


# ------------------------------------------------------------------ arithmetic


def _single(day: date) -> Days:
    return day, day


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _shifted_month_start(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _unit_around(anchor: date, unit: str, shift: int) -> Days:
    if unit == "year" or unit == "decade":
        year = anchor.year + shift * (10 if unit == "decade" else 1)
        return date(year, 1, 1), date(year, 12, 31)
    if unit == "month":
        first = _shifted_month_start(anchor, shift)
        return month_of(first.year, first.month)
    if unit == "day":
        return _single(anchor + timedelta(days=shift))
    monday = _monday(anchor) + timedelta(days=7 * shift * (2 if unit == "fortnight" else 1))
    return monday, monday + timedelta(days=6)


def _moved(anchor: date, unit: str, count: int) -> date:
    months = {"month": 1, "year": 12, "decade": 120}.get(unit)
    if months:
        first = _shifted_month_start(anchor, months * count)
        return first.replace(day=min(anchor.day, month_of(first.year, first.month)[1].day))
    hours = {"minute": 1 / 60, "hour": 1, "day": 24, "week": 168, "fortnight": 336}[unit] * count
    days = -int(-hours // 24) if hours > 0 else int(hours // 24)
    return anchor + timedelta(days=days)


_ON_THE_CALENDAR: dict[str, Callable[[Reading, date | None, bool], Days | None]] = {
    "date": _date,
    "days": _days,
    "adjacent_days": _adjacent_days,
    "month": _month,
    "months": _months,
    "year": _year,
    "years": _years,
}
_FROM_THE_ANCHOR: dict[str, Callable[[Reading, date, bool], Days | None]] = {
    "weekday": _weekday,
    "nearest_weekday": _nearest_weekday,
    "shifted_weekday": _shifted_weekday,
    "weekday_of_week": _weekday_of_week,
    "day_of_month": _day_of_month,
    "from_today": _from_today,
    "clock": lambda _, anchor, __: (anchor, anchor),
    "weekend": _weekend,
    "calendar": _calendar,
    "decade": _decade,
    "shifted_month": _shifted_month,
    "counted": _counted,
    "stretch": _stretch,
    "within": _stretch,
}
