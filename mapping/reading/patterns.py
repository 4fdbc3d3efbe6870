"""The patterns of boilerplate.toml, compiled once."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_SINGLE, _DOUBLE = "‘’‚‛´", "“”„″"


@dataclass(frozen=True, slots=True)
class LiveSign:
    """A sign of a live blog: in which lines it counts (title, line, text) and how much."""

    where: str
    weight: int
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Sought:
    """Patterns of which each needs its mark, in lower case: it is tried where that is there."""

    by_mark: tuple[tuple[str, re.Pattern[str]], ...]

    def search(self, text: str) -> bool:
        """Whether one of the patterns is found."""
        lowered = text.lower()
        return any(mark in lowered and pattern.search(text) for mark, pattern in self.by_mark)


@dataclass(frozen=True, slots=True)
class Patterns:
    """What the data file says, as regular expressions over straightened text."""

    whole: re.Pattern[str]
    start: re.Pattern[str]
    anywhere: re.Pattern[str]
    ago: re.Pattern[str]
    share: re.Pattern[str]
    updates: re.Pattern[str]
    caption_start: re.Pattern[str]
    caption_end: Sought
    caption_sign: re.Pattern[str]
    posted: re.Pattern[str]
    embed: Sought
    correction: re.Pattern[str]
    note: re.Pattern[str]
    speaker: re.Pattern[str]
    live: tuple[LiveSign, ...]
    prefix: re.Pattern[str]
    agency: re.Pattern[str]
    role: re.Pattern[str]
    particles: frozenset[str]
    never: frozenset[str]


def straighten(text: str) -> str:
    """Curly quotes as straight ones and no-break spaces as spaces, character for character."""
    text = text.replace("`", "'")
    if text.isascii():
        return text
    for mark in _SINGLE:  # one search for each is quicker than a table for all
        text = text.replace(mark, "'")
    for mark in _DOUBLE:
        text = text.replace(mark, '"')
    return text.replace("\xa0", " ")


@cache
def patterns() -> Patterns:
    """The one set of patterns."""
    source = files("communique.mapping.reading").joinpath("boilerplate.toml").read_text(encoding="utf-8")
    data: dict[str, Any] = tomllib.loads(source)
    lines, captions, bylines = data["boilerplate"], data["captions"], data["bylines"]
    return Patterns(
        **{name: _any(lines[name]) for name in ("whole", "start", "anywhere", "ago", "share", "updates")},
        caption_start=_any(captions["start"]),
        caption_end=_sought(captions["end"]),
        caption_sign=_any(captions["sign"]),
        posted=re.compile(captions["posted"]),
        embed=_sought(captions["embed"]),
        correction=_any(data["corrections"]["start"]),
        note=re.compile(data["corrections"]["note"], re.IGNORECASE),
        speaker=re.compile(data["transcript"]["speaker"]),
        live=tuple(
            LiveSign(sign["where"], sign["weight"], re.compile(sign["pattern"], re.IGNORECASE))
            for sign in data["live"]["sign"]
        ),
        prefix=re.compile(bylines["prefix"], re.IGNORECASE),
        agency=_any(bylines["agencies"]),
        role=re.compile(bylines["roles"], re.IGNORECASE),
        particles=frozenset(bylines["particles"]),
        never=frozenset(bylines["never"]),
    )


def _any(alternatives: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in alternatives), re.IGNORECASE)


def _sought(by_mark: dict[str, list[str]]) -> Sought:
    return Sought(tuple((mark, _any(alternatives)) for mark, alternatives in by_mark.items()))
