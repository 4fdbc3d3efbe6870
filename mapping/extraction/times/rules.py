"""The patterns of `language/time.toml`, compiled: which rules can begin at a word, and what they read."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from communique.mapping.extraction.language import table, words
from communique.mapping.extraction.text.tokens import closed_class

GAP = r"(?:[^\S\n]{1,3}|[^\S\n]?\n[^\S\n]?)"
NUMBER = "#"  # stands for a digit where a rule can begin
Values = dict[str, Any]

_FIELD = re.compile(r"<([a-z]+?)(2?)>")
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern: `after` is what must stand before it, `given` what its words imply.

    `needs` are words of which whatever it matches has one (none if it can do with digits).
    """

    form: str
    pattern: re.Pattern[str]
    after: re.Pattern[str] | None
    given: Mapping[str, Any]
    needs: frozenset[str]

    def read(self, match: re.Match[str]) -> Values:
        """What the matched words say, by the names of `Reading`'s attributes."""
        values: Values = dict(self.given)
        for group, said in match.groupdict().items():
            if said is not None:
                field = fields()[group.rstrip("2")]
                second = "2" if group.endswith("2") else ""
                values[field.key + second] = field.read(" ".join(said.split()))
        return values


class Field(NamedTuple):
    """What may stand in a field, the words it can begin with, and how its words are read."""

    key: str
    pattern: str
    leads: frozenset[str]
    read: Callable[[str], Any]


def alternatives(names: Iterable[str]) -> str:
    """A pattern that matches any of `names` as whole words, the longest first."""
    ordered = sorted(set(names), key=lambda name: (-len(name), name))
    return "(?:" + "|".join(re.escape(name).replace(r"\ ", GAP) for name in ordered) + r")(?!\w)"


def compiled(pattern: str, ending: str = "") -> re.Pattern[str]:
    """A pattern of the tables, with its blanks and fields filled in."""
    filled = _FIELD.sub(lambda field: _group(field[1], field[2]), pattern.replace(" ", GAP))
    return re.compile(filled + ending, re.IGNORECASE)


@cache
def rules() -> dict[str, tuple[Rule, ...]]:
    """Every rule, by the lower-case words that it can begin with (`NUMBER` for digits)."""
    found: dict[str, list[Rule]] = {}
    for entry in table("time")["rule"]:
        for lead in leads(entry["pattern"]):
            found.setdefault(lead, []).append(
                _rule(entry["form"], entry["pattern"], entry.get("after"), entry)
            )
    return {lead: tuple(matching) for lead, matching in found.items()}


@cache
def names() -> re.Pattern[str]:
    """The names that hold a date and tell no time."""
    patterns = "|".join(table("time")["names"]["patterns"]).replace(" ", GAP)
    unnamed = _FIELD.sub(lambda field: fields()[field[1]].pattern, patterns)
    return re.compile(rf"(?<!\w)(?:{unnamed})(?!\w)", re.IGNORECASE)


def leads(pattern: str) -> frozenset[str]:
    """The words a pattern can begin with, told from its first word, field or group."""
    if not pattern.startswith("(?:"):
        return _lead(pattern)
    inner, rest = pattern[3 : pattern.index(")")], pattern[pattern.index(")") + 1 :]
    found = frozenset[str]().union(*(_lead(branch) for branch in inner.split("|")))
    return found | leads(rest[1:]) if rest.startswith("?") else found


def _lead(branch: str) -> frozenset[str]:
    field = _FIELD.match(branch)
    return fields()[field[1]].leads if field else frozenset({_first_word(branch)})


def _first_word(said: str) -> str:
    match = re.match(r"[a-z]+", said.lower())
    return match[0] if match else NUMBER


@cache
def _rule_pattern(pattern: str) -> re.Pattern[str]:
    return compiled(pattern, r"(?!\w)")


@cache
def _after_pattern(after: str) -> re.Pattern[str]:
    return compiled(rf"(?:^|[^\w])(?:{after})", r"[\s-]+(?:the\s)?\Z")


def _rule(form: str, pattern: str, after: str | None, entry: Mapping[str, Any]) -> Rule:
    given = dict(entry.get("set", {})) | ({"bound": True} if entry.get("bound") else {})
    return Rule(
        form, _rule_pattern(pattern), _after_pattern(after) if after else None, given, _needs(pattern)
    )


def _group(name: str, second: str) -> str:
    field = fields()[name]
    return f"(?P<{name}{second}>{field.pattern})" if field.key else field.pattern


# ------------------------------------------------------------------ words without which no time is told

_LETTERS = re.compile(r"[a-z]+")
_ASIDE = re.compile(r"\(\?(?:[=!]|<[=!])(?:[^()]|\(\?(?:-i)?:[^()]*\))*\)")
_OPTIONAL = re.compile(r"\(\?:(?:[^()]|\(\?:[^()]*\))*\)\?|\w\?")
_PART = re.compile(r"<[a-z]+?2?>|\(\?:([^()]*)\)|[a-z]+")


def letters(text: str, start: int, end: int) -> list[str]:
    """The runs of letters in text[start:end], in lower case: for a look at which words it holds."""
    found: list[str] = _LETTERS.findall(text[start:end].lower())
    return found


@cache
def anchors() -> frozenset[str]:
    """Words of which every expression without digits has one."""
    return frozenset[str]().union(*(_needs(entry["pattern"]) for entry in table("time")["rule"]))


@cache
def _needs(pattern: str) -> frozenset[str]:
    """The words of the part of a pattern that must be there and says most: few and none of them common."""
    bare = _OPTIONAL.sub("", _ASIDE.sub("", pattern.replace(r"\b", "")))
    parts = [_part(match) for match in _PART.finditer(bare)]
    telling = [part for part in parts if NUMBER not in part and closed_class().isdisjoint(part)]
    return min(telling, key=lambda part: (len(part), sorted(part)), default=frozenset())


def _part(match: re.Match[str]) -> frozenset[str]:
    branches = match[0] if match[1] is None else match[1]
    return frozenset[str]().union(*(_lead(branch) for branch in branches.split("|")))


# ------------------------------------------------------------------ fields


@cache
def fields() -> dict[str, Field]:
    """Every field that a pattern may name."""
    time = table("time")
    digits = {
        "day": ("day", _DAY + r"(?!\d|[.,:]\d|\s?%)"),
        "daynumber": ("day", _DAY + r"(?!\d)"),
        "daypast": ("day", r"(?:1[3-9]|2\d|3[01])"),
        "monthnumber": ("month", r"(?:0?[1-9]|1[0-2])(?!\d)"),
        "year": ("year", r"(?:19|20)\d\d(?!\d|[.,:–-]\d|\s?%)"),
        "yearnumber": ("year", r"(?:19|20)\d\d"),
        "halfday": ("hour", r"(?:0?[1-9]|1[0-2])"),
        "hour": ("hour", r"(?:[01]?\d|2[0-3])"),
        "hourpair": ("hour", r"(?:[01]\d|2[0-3])"),
        "minute": ("minute", r"[0-5]\d"),
    }
    return {name: Field(key, pattern, frozenset(NUMBER), int) for name, (key, pattern) in digits.items()} | {
        "month": _cased("month", time["months"]),
        "weekday": _cased("weekday", time["weekdays"]),
        "wkday": _cased("weekday", time["abbreviated_weekdays"]),
        "zone": _cased("zone", time["zones"]),
        "number": _count(time["numbers"]),
        "unit": _named("unit", time["units"]),
        "calunit": _named("unit", time["calendar_units"]),
        "shift": _named("shift", time["shifts"]),
        "edge": _named("edge", time["edges"]),
        "part": _named("part", time["parts"]),
        "meridiem": _named("meridiem", time["meridiems"]),
        "holiday": _named("holiday", time["holidays"]),
        "approx": _named("approximate", dict.fromkeys(time["approximately"]["words"], True)),
        "counted": _named("", dict.fromkeys(words(time["counted"]["words"]))),
    }


def _named(key: str, entries: Mapping[str, Any]) -> Field:
    lowered = {entry.lower(): value for entry, value in entries.items()}
    return Field(key, alternatives(entries), _leads_of(entries), lambda said: lowered[said.lower()])


def _cased(key: str, entries: Mapping[str, Any]) -> Field:
    """Names that count only with their capital ("May", "MAY", never "may"); a dot may follow."""
    lowered = {entry.lower(): value for entry, value in entries.items()}
    pattern = rf"(?-i:{alternatives([*entries, *map(str.upper, entries)])})"
    dotted = rf"(?:{pattern}(?:(?<![a-z]{{5}})\.(?=[\s,]+\d))?)" if key in ("month", "weekday") else pattern
    return Field(key, dotted, _leads_of(entries), lambda said: lowered[said.rstrip(".").lower()])


def _count(entries: Mapping[str, int]) -> Field:
    pattern = rf"(?:\d{{1,3}}(?!\d|[.,]\d)|{alternatives(entries)})"
    lowered = {entry.lower(): value for entry, value in entries.items()}
    return Field(
        "count",
        pattern,
        _leads_of(entries) | {NUMBER},
        lambda said: int(said) if said.isdigit() else lowered[said.lower()],
    )


def _leads_of(entries: Iterable[str]) -> frozenset[str]:
    return frozenset(_first_word(entry) for entry in entries)
