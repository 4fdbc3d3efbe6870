"""What a paragraph looks like on its own, before its neighbours are asked."""

import re
from dataclasses import dataclass
from typing import Literal

from communique.mapping.model import Span
from communique.mapping.reading.bylines import byline, is_name
from communique.mapping.reading.patterns import patterns, straighten
from communique.mapping.reading.timestamps import stamp, trailing_stamp

Look = Literal[
    "headline", "name", "byline", "dateline", "time", "ago", "updates", "share", "boilerplate", "caption",
    "correction", "item", "quotation", "paragraph",
]  # fmt: skip

_SHORT, _EDGE = 240, 260
_LONGEST_DATELINE = 100
_LONGEST_HEADLINE, _MOST_WORDS = 170, 26
_DATELINE = re.compile(r"[A-Z][A-Z .,'’/-]{2,60}(?:, ?[A-Z][\w. ]{2,30})?\s*(?:\([^()]{1,30}\))?\s*[—–-]+")
_META = re.compile(
    r"(?:date|published|updated|issued|location|author)\b\s*:?\s+\d{4}-\d\d-\d\d\b.{0,80}", re.IGNORECASE
)
_PLACE = re.compile(r"(?:[A-Z][\w.'-]*,? ?){1,4},\s*(?:on )?")
_CAPTION_DATE = re.compile(
    r"(?P<before>\S+),? (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day, )?(?:[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}"
    r"|\d{1,2} [A-Z][a-z]{2,8}\.? \d{4})\.?$",
    re.IGNORECASE,
)

# Where one sentence ends and another begins.
BOUNDARY = re.compile(r"[.!?][\"'”’)]*\s+[\"'“‘(]?[A-Z]")
_ABBREVIATED = re.compile(r"(?:\b[A-Za-z]\.){2,}$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph on its way to a block: its words, where they are, and what they look like."""

    span: Span
    text: str
    look: Look
    indent: int = 0


def look_of(text: str) -> Look:
    """What the words look like by themselves."""
    if not any(c.isalnum() for c in text):
        return "boilerplate"
    plain = straighten(text)
    return (
        ("correction" if is_correction(plain) else None)
        or _furniture(plain)
        or _signature(plain)
        or ("caption" if is_caption(plain) else None)
        or ("headline" if is_headline(plain) else "paragraph")
    )


def is_correction(plain: str) -> bool:
    """Whether a newsroom says here what it corrected in its own article."""
    return patterns().correction.match(plain) is not None and not is_headline(plain)


def _furniture(plain: str) -> Look | None:
    if len(plain) > _SHORT:
        return None
    known = patterns()
    if known.share.fullmatch(plain):
        return "share"
    if known.updates.fullmatch(plain):
        return "updates"
    if known.ago.fullmatch(plain):
        return "ago"
    if (
        known.whole.fullmatch(plain)
        or known.role.fullmatch(plain)
        or known.start.match(plain)
        or known.anywhere.search(plain)
    ):
        return "boilerplate"
    return None


def _signature(plain: str) -> Look | None:
    if len(plain) > _SHORT:
        return None
    if stamp(plain):
        return "time"
    if _META.fullmatch(plain) or _DATELINE.fullmatch(plain) or _is_place_and_day(plain):
        return "dateline"
    if signed := byline(plain):
        return "byline" if signed.sure else "name"
    return None


def _is_place_and_day(plain: str) -> bool:
    """A place and a date, and nothing else: Geneva, 12 May 2025."""
    if len(plain) > _LONGEST_DATELINE:
        return False
    found = trailing_stamp(plain.rstrip("."))
    return found is not None and found.day is not None and _PLACE.fullmatch(plain[: found.start]) is not None


def is_caption(plain: str) -> bool:
    """Whether a picture's caption or credit shows itself by its typography."""
    known = patterns()
    if known.caption_start.match(plain[:_EDGE]) or known.caption_end.search(plain[-_EDGE:]):
        return True
    if known.posted.match(plain):
        return True
    if known.embed.search(plain[:_EDGE]):
        return not plain.endswith((".", '"')) and len(plain) < 2 * _EDGE
    in_a_year = plain[-2:-1].isdecimal()
    if not in_a_year or len(plain) > 2 * _EDGE or BOUNDARY.search(plain[:-12]):
        return False
    dated = _CAPTION_DATE.search(plain)
    return dated is not None and dated["before"].endswith(",") and dated["before"].lower() != "on"


def is_headline(plain: str) -> bool:
    """Whether the words look like a headline: short, capitalised, and not closed as a sentence is."""
    if len(plain) > _LONGEST_HEADLINE:
        return False
    words = plain.split()
    if not 1 <= len(words) <= _MOST_WORDS:
        return False
    first = plain.lstrip("\"'([*_ ")[:1]
    opens = first.isupper() or (len(words) > 1 and (first.isdigit() or first in "£$€"))
    if not opens or len(BOUNDARY.findall(plain)) > 2:
        return False
    last = plain.rstrip("\"')]*_ ")[-1:]
    closed = last in ".,;:-–—…" and not _ABBREVIATED.search(plain)
    return not closed and not is_name(plain) and not patterns().speaker.match(plain)
