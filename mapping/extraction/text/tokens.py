"""Words and marks with their offsets, and a coarse tag each (a closed class, a name, a number or a word)."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from communique.mapping.extraction.language import table, words

_ABBREVIATION = "|".join(sorted(words(table("words")["abbreviations"]), key=lambda word: (-len(word), word)))
_TOKEN = re.compile(
    rf"""
    (?:[^\W\d_]\.){{2,}}                       # U.S., a.m.
  | \b[A-Z]-[A-Z][\w.]*\.(?=[),])             # R-S.C., D-Wis.
  | \b(?:{_ABBREVIATION})\.                  # Mr., Jan.
  | \bNo\.(?=\s?\d)                         # No. 10
  | (?<=\w\s)[A-Z]\.(?=\s(?!(?:The|It|He|She|A|In|But|We|They)\s)[A-Z])   # Joseph R. Biden
  | [$€£¥]?\d+(?:[.,:]\d+)*(?:[^\W\d_]+|%)?    # 1,000, 5.45pm, $8bn, 90%
  | [^\W\d_]\w*(?:-\w+)*(?:[’']\w+)?           # Jens-Frederik, Ukraine’s, won’t
  | \.\.\.|--+|\w+|[^\w\s]
    """,
    re.VERBOSE,
)
_POSSESSIVE = ("’s", "'s")
_CONTRACTING = frozenset("he she it that what there here who let where how".split())


DASHES = frozenset(("–", "—", "--"))
"""Marks that set off an insertion or a comment."""


class Token(NamedTuple):
    """A word, a mark, or a whole quotation (tag `quote`): code points of the article's text."""

    start: int
    end: int
    text: str
    lower: str
    tag: str


@cache
def _tags() -> dict[str, str]:
    return {word: tag for tag, entry in table("words")["tags"].items() for word in words(entry)}


_NOT_ADVERBS = frozenset(words(table("words")["not_adverbs"]))


def tag_of(text: str, lower: str) -> str:
    """The coarse tag: det, pron, prep, conj, sub, aux, adv, poss, name, num, mark or word."""
    first = text[0]
    if text in ("’", "'"):
        return "poss"
    if not (first.isalnum() or first in "$€£¥’'"):
        return "mark"
    known = _tags().get(lower)
    if known and not (text.isupper() and len(text) > 1):
        return known
    if first.isdigit() or first in "$€£¥":
        return "num"
    if first.isupper():
        return "name"
    if lower.endswith("ly") and lower not in _NOT_ADVERBS:
        return "adv"
    return "word"


@lru_cache(maxsize=1 << 14)
def _kind(text: str) -> tuple[str, str]:
    """A word in lower case, and its tag; most words of a text have come before."""
    lower = text.lower()
    return lower, tag_of(text, lower)


def _token(start: int, text: str) -> Token:
    return Token(start, start + len(text), text, *_kind(text))


def tokenize(text: str, start: int, end: int) -> list[Token]:
    """The tokens of text[start:end]; a possessive 's is a token of its own (tag `poss`)."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        if word.endswith(_POSSESSIVE) and len(word) > 2:
            stem, ending = word[:-2], word[-2:]
            tokens.append(_token(match.start(), stem))
            tag = "aux" if stem.lower() in _CONTRACTING else "poss"
            tokens.append(Token(match.end() - 2, match.end(), ending, ending, tag))
        else:
            tokens.append(_token(match.start(), word))
    return tokens
