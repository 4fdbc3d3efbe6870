"""Bylines: who wrote a piece, with the time that is often printed, or glued, beside the name."""

import re
from dataclasses import dataclass

from communique.mapping.reading.patterns import patterns, straighten
from communique.mapping.reading.timestamps import Stamp, trailing_stamp

_LONGEST = 140
_AND = re.compile(r"\s*(?:,\s+and|,|;|&|\band\b)\s+")
_PLACE = re.compile(r"\s+in\s+(?:[A-Z][\w.'’-]*(?:\s+|$)){1,3}$")
# Joe Bloggs (now) and Jane Roe (earlier)
_SHIFT = re.compile(r"\s*\((?:now|earlier|until now|and earlier)\)", re.IGNORECASE)
_EDGES = " \t\xa0|·•–—-,@"


@dataclass(frozen=True, slots=True)
class Byline:
    """The authors in the order printed, and the printed time.

    `sure` is false for mere names, which could as well be a heading.
    """

    authors: tuple[str, ...]
    stamp: Stamp | None = None
    sure: bool = False


def byline(line: str) -> Byline | None:
    """The line as a byline, or None if it is none."""
    if len(line) > _LONGEST:
        return None
    known = patterns()
    printed = trailing_stamp(line)
    words = line[: printed.start] if printed else line
    prefix = known.prefix.match(words)
    words = _SHIFT.sub("", words[prefix.end() :] if prefix else words).strip(_EDGES)
    plain = _without_place_and_role(words)
    authors = _authors(plain, single=prefix is not None)
    if not authors:
        return None
    agency = len(authors) == 1 and known.agency.fullmatch(straighten(authors[0])) is not None
    sure = prefix or printed or agency or plain != words or _SHIFT.search(line)
    return Byline(authors, printed, bool(sure))


def is_name(words: str) -> bool:
    """Whether the words look like a person's name: two to five words, capitalised, no heading's words."""
    known, parts = patterns(), words.split()
    if not 2 <= len(parts) <= 5 or not (_capitalised(parts[0]) and _capitalised(parts[-1])):
        return False
    if any(part.lower().strip("'’.") in known.never for part in parts):
        return False
    shout = words.isupper()
    return sum(not p[0].islower() for p in parts) <= 4 and all(
        part in known.particles or (_capitalised(part) and (shout or not _is_acronym(part))) for part in parts
    )


def _capitalised(word: str) -> bool:
    return (
        word[0].isupper() and all(c.isalpha() or c in "'’.-" for c in word) and not word.endswith(("'", "’"))
    )


def _is_acronym(word: str) -> bool:
    return len(word) > 2 and word.isupper() and "." not in word


def _without_place_and_role(words: str) -> str:
    place = _PLACE.search(words)
    words = words[: place.start()] if place else words
    head, comma, tail = words.partition(",")
    return head if comma and patterns().role.fullmatch(tail.strip()) else words


def _authors(words: str, single: bool) -> tuple[str, ...]:
    names = [name.strip() for name in _AND.split(words.strip(_EDGES)) if name.strip()]
    agency = patterns().agency
    for name in names:
        alone = single and name.isalpha() and name[0].isupper()
        if not (is_name(name) or alone or agency.fullmatch(straighten(name))):
            return ()
    outlets = [name for name in names if name.isupper() and " " not in name]
    return tuple(dict.fromkeys(name for name in names if name not in outlets or len(names) == len(outlets)))
