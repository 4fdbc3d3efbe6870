"""What literals mean: whether they are well typed, and which comes first.

XML Schema 1.1 Datatypes for the lexical forms; SPARQL 1.1 (section 17.3) for what can be compared.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, TypeAlias

from communique.shapes.compiled.terms import XSD, Literal, Term

Value: TypeAlias = tuple[str, Any]  # what it can be compared with, and the value itself

_ZONE = r"(?P<zone>Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?"
_DAY = r"(?P<year>-?(?:[1-9]\d{3,}|0\d{3}))-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])"
_TIME = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_YEARS, _CLOCK = r"(?:\d+Y)?(?:\d+M)?", r"(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?"
_INTEGER = r"[+-]?\d+"
_FLOAT = r"[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|INF)|NaN"

_FORMS: Final = {
    "boolean": r"true|false|0|1",
    "date": _DAY + _ZONE,
    "dateTime": f"{_DAY}T{_TIME}{_ZONE}",
    "dayTimeDuration": rf"-?P(?=[\dT]){_CLOCK}",
    "decimal": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)",
    "double": _FLOAT,
    "duration": rf"-?P(?=[\dT]){_YEARS}{_CLOCK}",
    "float": _FLOAT,
    "gYear": r"-?(?:[1-9]\d{3,}|0\d{3})" + _ZONE,
    "gYearMonth": r"-?(?:[1-9]\d{3,}|0\d{3})-(?:0[1-9]|1[0-2])" + _ZONE,
    "time": _TIME + _ZONE,
    "yearMonthDuration": rf"-?P(?=\d){_YEARS}",
}
_RANGES: Final[dict[str, tuple[int | None, int | None]]] = {
    "integer": (None, None),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
}
_PATTERNS = {name: re.compile(form) for name, form in {**_FORMS, **dict.fromkeys(_RANGES, _INTEGER)}.items()}


def _form(name: str, pattern: re.Pattern[str]) -> Callable[[str], bool]:
    @lru_cache(maxsize=16_384)
    def test(lexical: str) -> bool:
        found = pattern.fullmatch(lexical)
        if found is None:
            return False
        return _in_range(name, lexical) and ("day" not in pattern.groupindex or _on_calendar(found))

    return test


_TESTS: Final = {XSD + name: _form(name, pattern) for name, pattern in _PATTERNS.items()}


def form_of(datatype: str) -> Callable[[str], bool] | None:
    """Whether a lexical form belongs to the datatype; None where any does, as to one not known here."""
    return _TESTS.get(datatype)


def well_typed(literal: Literal) -> bool:
    """Whether the lexical form belongs to the datatype; any form belongs to a datatype not known here."""
    test = _TESTS.get(literal[1])
    return test is None or test(literal[0])


def _in_range(name: str, lexical: str) -> bool:
    least, most = _RANGES.get(name, (None, None))
    if least is None and most is None:
        return True
    number = int(lexical)
    return (least is None or least <= number) and (most is None or number <= most)


def _on_calendar(found: re.Match[str]) -> bool:
    year, month, day = (int(found[part]) for part in ("year", "month", "day"))
    return day <= monthrange(2000 + year % 400, month)[1]  # the calendar repeats after 400 years


@lru_cache(maxsize=65_536)
def value_of(term: Term) -> Value | None:
    """The value of a literal and the kind of values that it compares with; None for what has no order."""
    if isinstance(term, str) or not well_typed(term):
        return None
    lexical, datatype, _ = term
    name = datatype.removeprefix(XSD)
    read = _READERS.get("integer" if name in _RANGES else name)
    try:
        return read(lexical) if read else None
    except ValueError:  # a year that Python's calendar does not have
        return None


def _moment(read: Callable[[str], Any]) -> Callable[[str], Value]:
    """A moment compares with those that have a time zone if it has one, else with those that have none."""

    def value(lexical: str) -> Value:
        moment = read(lexical)
        zone = "" if getattr(moment, "tzinfo", None) is None else " with a time zone"
        return f"{type(moment).__name__}{zone}", moment

    return value


_READERS: Final[dict[str, Callable[[str], Value]]] = {
    "boolean": lambda lexical: ("boolean", lexical in ("true", "1")),
    "date": _moment(date.fromisoformat),
    "dateTime": _moment(datetime.fromisoformat),
    "decimal": lambda lexical: ("number", Decimal(lexical)),
    "double": lambda lexical: ("number", float(lexical)),
    "float": lambda lexical: ("number", float(lexical)),
    "integer": lambda lexical: ("number", int(lexical)),
    "string": lambda lexical: ("string", lexical),
    "time": _moment(time.fromisoformat),
}


def before(first: Term, second: Term) -> bool:
    """Whether the first is less than the second; False where they cannot be compared."""
    one, other = value_of(first), value_of(second)
    return one is not None and other is not None and one[0] == other[0] and bool(one[1] < other[1])


def not_after(first: Term, second: Term) -> bool:
    """Whether the first is at most the second; False where they cannot be compared."""
    one, other = value_of(first), value_of(second)
    return one is not None and other is not None and one[0] == other[0] and bool(one[1] <= other[1])
