"""People who are only counted: "representatives of 35 countries", "27 heads of state"."""

import re
from collections.abc import Iterator
from functools import cache

from communique.mapping.extraction.language import words
from communique.mapping.extraction.meetings.cues import MEETINGS
from communique.mapping.model import Participation, Span

_NUMBERS = {word: number for number, word in enumerate(words(MEETINGS["counts"]["numbers"]), 2)} | {
    word: 10 * tens for tens, word in enumerate(("twenty", "thirty", "forty", "fifty", "sixty"), 2)
}
_DIGIT = re.compile(r"\d")
_COUNTED = tuple(sorted(set(re.findall(r"[a-z]{4,}s\b", MEETINGS["counts"]["nouns"]))))
"""The nouns in the plural, one of which stands in every phrase that counts."""


@cache
def _count_pattern() -> re.Pattern[str]:
    given = MEETINGS["counts"]
    number = "|".join([r"\d{1,3}", *words(given["numbers"])])
    return re.compile(
        rf"(?P<who>{given['who']})?(?P<about>{given['about']})?(?<![\w$€£.,])(?P<n>{number})"
        rf"(?:{given['of']}|[\s](?:other |different )?)(?P<noun>{given['nouns']})\b",
        re.IGNORECASE,
    )


def _may_count(said: str) -> bool:
    """Whether a noun and a number stand there at all: the pattern itself is dear."""
    counted = any(map(said.__contains__, _COUNTED))
    return counted and (_DIGIT.search(said) is not None or any(map(said.__contains__, _NUMBERS)))


def head_counts(text: str, span: Span) -> Iterator[Participation]:
    """The numbers of people or countries that a stretch of text counts: three or more."""
    if not _may_count(text[span.start : span.end].lower()):
        return
    for match in _count_pattern().finditer(text, span.start, span.end):
        said = match["n"].lower()
        number = int(said) if said.isdigit() else _NUMBERS[said]
        if number >= MEETINGS["counts"]["least"]:
            where = Span(*match.span())
            described = where.of(text) if match["who"] or match["about"] else match["noun"]
            yield Participation((where,), headcount=number, described=" ".join(described.split()))
