"""Periods and sums of money in a text: how long a commitment binds, and how much it is worth.

Durations are ISO 8601-1:2019 § 5.5.2 in the unit of the words ("48 hours" is PT48H), except weeks, which
`xsd:duration` has not: they are told in days.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal
from unicodedata import category

from communique.mapping.extraction.language import table
from communique.mapping.extraction.times.rules import GAP, alternatives, letters
from communique.mapping.model import Span

DurationKind = Literal["duration", "deadline", "ago", "age"]

WINDOW = 40
_FORMS = {
    "minute": "PT{}M",
    "hour": "PT{}H",
    "day": "P{}D",
    "week": "P{}D",
    "fortnight": "P{}D",
    "month": "P{}M",
    "year": "P{}Y",
    "decade": "P{}Y",
}
_TIMES = {"week": 7, "fortnight": 14, "decade": 10}
_HEDGE = rf"(?:(?:about|around|nearly|almost|some|roughly|approximately|up to|at least|more than|over){GAP})?"


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time: its words and ISO 8601 form (`P15Y`), and what it serves as.

    `kind` is `duration` for a period, `deadline` for "within 30 days", `ago` for a distance in time
    ("two days ago", "the past two years") and `age` for "the 22-year-old".
    """

    span: Span
    text: str
    iso: str
    kind: DurationKind


def find_durations(text: str, span: Span) -> tuple[Duration, ...]:
    """The lengths of time in `text` within `span`, in order; bare counts without a function are left out."""
    found: list[Duration] = []
    if _units().isdisjoint(letters(text, span.start, span.end)):
        return ()
    for match in _counted().finditer(text, span.start, span.end):
        kind = _kind(text, span, match)
        if kind is not None:
            where = Span(*match.span())
            found.append(Duration(where, where.of(text), _iso(match), kind))
    return tuple(found)


def find_amounts(text: str, span: Span) -> tuple[Span, ...]:
    """The sums of money and shares of national income in `text` within `span`, in order."""
    told = _signs().search(text, span.start, span.end)
    if told is None and _currencies().isdisjoint(letters(text, span.start, span.end)):
        return ()
    return tuple(Span(*match.span()) for match in _money().finditer(text, span.start, span.end))


# ------------------------------------------------------------------ durations


def _iso(match: re.Match[str]) -> str:
    if match["phrase"]:
        return str(table("time")["durations"]["phrases"][" ".join(match["phrase"].split()).lower()])
    number, unit = match["number"], table("time")["units"][match["unit"].lower()]
    count = (
        int(number.replace(",", "")) if number[0].isdigit() else _numbers()[" ".join(number.split()).lower()]
    )
    return _FORMS[unit].format(count * _TIMES.get(unit, 1))


def _kind(text: str, span: Span, match: re.Match[str]) -> DurationKind | None:
    """What the words around the count make of it; None where it is only a count."""
    after, before = text[match.end() : min(span.end, match.end() + WINDOW)], _before(text, span, match)
    if _follows("after_age").match(after):
        return "age"
    if _follows("after_ago").match(after) or _leads_in("since").search(before):
        return "ago"
    if _leads_in("within").search(before):
        return "deadline"
    if match["hyphen"] or _leads_in("before").search(before) or re.match(rf"{GAP}of{GAP}\w", after):
        return "duration"
    return None


def _before(text: str, span: Span, match: re.Match[str]) -> str:
    return text[max(span.start, match.start() - WINDOW) : match.start()]


@cache
def _leads_in(name: str) -> re.Pattern[str]:
    words = alternatives(table("time")["durations"][name])
    return re.compile(rf"(?<!\w){words}{GAP}{_HEDGE}\Z", re.IGNORECASE)


@cache
def _follows(name: str) -> re.Pattern[str]:
    words = alternatives(table("time")["durations"][name])
    return re.compile(rf"(?:{GAP}|-){words}", re.IGNORECASE)


@cache
def _numbers() -> dict[str, int]:
    return {word.lower(): count for word, count in table("time")["numbers"].items()}


@cache
def _units() -> frozenset[str]:
    """The words of which every length of time has one."""
    time = table("time")
    return frozenset(phrase.lower().split()[-1] for phrase in [*time["units"], *time["durations"]["phrases"]])


@cache
def _counted() -> re.Pattern[str]:
    time = table("time")
    return re.compile(
        rf"(?<![\w$€£.,–-])(?:(?P<phrase>{alternatives(time['durations']['phrases'])})"
        rf"|(?P<number>\d{{1,3}}(?:,\d{{3}})*(?![\d.,])|{alternatives(time['numbers'])})"
        rf"(?:{GAP}|(?P<hyphen>-))(?P<unit>{alternatives(time['units'])})(?!-(?!old|long)\w))",
        re.IGNORECASE,
    )


# ------------------------------------------------------------------ money


@cache
def _signs() -> re.Pattern[str]:
    """The signs of currencies in the table, and the per cent sign."""
    known = [sign for sign in table("time")["money"]["signs"] if category(sign) == "Sc"]
    return re.compile(f"[%{''.join(known)}]")


@cache
def _currencies() -> frozenset[str]:
    """The words of which every sum that has no sign has one."""
    money = table("time")["money"]
    named = (*money["units"], *money["units_of_millions"], *money["codes"], "percent", "per cent")
    return frozenset(name.lower().split()[-1] for name in named)


@cache
def _money() -> re.Pattern[str]:
    return re.compile("|".join(_money_forms(table("time")["money"])), re.IGNORECASE)


def _money_forms(money: dict[str, Any]) -> Iterator[str]:
    number = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?(?!\d)"
    number = rf"(?:{number})(?:(?:-|–)(?:{number}))?"
    scale, spelled = _spaced(money["scales"]), _spaced(money["spelled_scales"])
    units, weighty = alternatives(money["units"]), alternatives(money["units_of_millions"])
    count = rf"(?<![\w$€£.,])(?:{number}|{alternatives(money['spelled_counts'])})"
    yield rf"(?<!\w){money['signs']}\s?{number}{scale}?(?!\w)"
    yield rf"(?<!\w){money['round'].replace(' ', GAP)}{GAP}{units}"
    yield rf"{count}{spelled}?{GAP}{units}"
    yield rf"{count}{spelled}{GAP}{weighty}"
    yield rf"(?<!\w)(?-i:{alternatives(money['codes'])})\s?{number}{scale}?(?!\w)"
    yield rf"{count}{spelled}?\s?(?-i:{alternatives(money['codes'])})"
    share = rf"(?:%|{GAP}(?:percent|per{GAP}cent))"
    whose = rf"(?:(?:its|their|the|annual|national|our){GAP}){{0,2}}"
    yield rf"{count}{share}{GAP}of{GAP}{whose}{alternatives(money['shares'])}"


def _spaced(scales: Iterable[str]) -> str:
    return rf"(?:(?:{GAP}|-)?{alternatives(scales)})"
