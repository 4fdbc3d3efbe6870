"""Adverbs, times and places between a subject and its verb: stepped over from right to left.

Indices count the tokens of one sentence, end exclusive.
"""

from collections.abc import Sequence

from communique.mapping.extraction.actors.names import CALENDAR
from communique.mapping.extraction.text.tokens import Token

_TIME_NOUNS = frozenset(
    """day week weekend month year morning afternoon evening night hour hours days weeks months years
       monday tuesday wednesday thursday friday saturday sunday time""".split()
)


EACH = frozenset(("both", "each", "all"))
"""Words between a plural subject and its verb."""


def skip_time_back(tokens: Sequence[Token], end: int) -> int:
    """Step left over adverbs and time words that stand between a subject and its verb."""
    while end > 0:
        step = _adverbial_back(tokens, end)
        if step == end:
            return end
        end = step
    return end


def _adverbial_back(tokens: Sequence[Token], end: int) -> int:
    token = tokens[end - 1]
    if token.tag in ("adv", "aux") or (token.lower in EACH and end > 1 and tokens[end - 2].tag == "name"):
        return end - 1
    if token.text in CALENDAR or token.lower in _TIME_NOUNS or token.tag == "num":
        return _time_phrase_back(tokens, end)
    return end


def _time_phrase_back(tokens: Sequence[Token], end: int) -> int:
    """The start of "on Sunday", "this past weekend", "on 31 December", "Monday night" ending here."""
    start = end - 1
    while start and _in_time_phrase(tokens[start - 1]):
        start -= 1
    if start and tokens[start - 1].lower in ("on", "at", "in", "during", "over", "late", "early"):
        return start - 1
    alone = tokens[start].text in CALENDAR or tokens[start].lower in (
        "this",
        "last",
        "earlier",
        "late",
        "early",
        "that",
    )
    return start if alone else end


def _in_time_phrase(token: Token) -> bool:
    return (
        token.text in CALENDAR
        or token.lower in _TIME_NOUNS
        or token.tag == "num"
        or token.lower in ("this", "last", "past", "late", "early", "the", "next", "same", "that", "recent")
    )


def skip_place_back(tokens: Sequence[Token], end: int, floor: int) -> int:
    """Step left over "in Libreville" between a closing comma and the verb."""
    for at in range(end - 1, max(floor, end - 4), -1):
        if tokens[at].lower in ("in", "at") and at > floor and tokens[at - 1].text == ",":
            return skip_time_back(tokens, at)
        if tokens[at].tag != "name":
            return end
    return end
