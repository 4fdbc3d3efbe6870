"""Words and marks with their offsets, and a coarse tag each (a closed class, a name, a number or a word)."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from communique.mapping.extraction.language import table, words

_ABBREVIATION = "|".join(sorted(words(table("words")["abbreviations"]), key=lambda word: (-len(word), word)))
_TOKEN = re.compile(
    rf"""
    [A-Za-z][a-z]*(?=[\s,;)])                # most words: no rule below would read them otherwise
  | [,;:()!?“”‘’"']                           # and most marks
  | (?:[^\W\d_]\.){{2,}}                       # U.S., a.m.
  | \b[A-Z]-[A-Z][\w.]*\.(?=[),])             # R-S.C., D-Wis.
  | \b(?=\w+\.)(?:{_ABBREVIATION})\.          # Mr., Jan.
  | \bNo\.(?=\s?\d)                         # No. 10
  | (?<=\w\s)[A-Z]\.(?=\s(?!(?:The|It|He|She|A|In|But|We|They)\s)[A-Z])   # Joseph R. Biden
  | [$€£¥]?\d+(?:[.,:]\d+)*(?:[^\W\d_]+|%)?    # 1,000, 5.45pm, $8bn, 90%
  | [^\W\d_]\w*(?:-\w+)*(?:[’']\w+)?           # Jens-Frederik, Ukraine’s, won’t
  | \.\.\.|--+|\w+|[^\w\s]
    """,
    re.VERBOSE,
)
_ARTICLES = ("al-", "el-", "as-", "ash-", "an-", "ar-", "at-", "ad-", "az-", "bin-", "ben-", "d’", "d'")
"""What opens a name in lower case: al-Burhan, d’Estaing."""
_POSSESSIVE = ("’s", "'s")
_CONTRACTING = frozenset("he she it that what there here who let where how".split())


DASHES = frozenset(("–", "—", "--"))
"""Marks that set off an insertion or a comment."""
PAUSES = DASHES | {","}
"""Marks before and behind the words that tell who speaks."""


@dataclass(slots=True, unsafe_hash=True)
class Token:
    """A word, a mark, or a whole quotation (tag `quote`): code points of the article's text.

    Not frozen, since freezing makes its creation three times as dear, once a word; nothing changes one.
    """

    start: int
    end: int
    text: str
    lower: str
    tag: str


@cache
def _tags() -> dict[str, str]:
    return {word: tag for tag, entry in table("words")["tags"].items() for word in words(entry)}


@cache
def closed_class() -> frozenset[str]:
    """Determiners, pronouns, prepositions and conjunctions: words that alone tell nothing."""
    return frozenset(word for word, tag in _tags().items() if tag in ("det", "pron", "prep", "conj"))


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
    if first.isupper() or (text.startswith(_ARTICLES) and not text.islower()):
        return "name"
    if lower.endswith("ly") and lower not in _NOT_ADVERBS:
        return "adv"
    return "word"


@lru_cache(maxsize=1 << 14)
def _kind(text: str) -> tuple[str, str]:
    """A word in lower case, and its tag; most words of a text have come before.

    A word with a possessive ’s is told by an empty tag.
    """
    lower = text.lower()
    if text.endswith(_POSSESSIVE) and len(text) > 2:
        return lower, ""
    return lower, tag_of(text, lower)


def tokenize(text: str, start: int, end: int) -> list[Token]:
    """The tokens of text[start:end]; a possessive 's is a token of its own (tag `poss`)."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text, start, end):
        word = match[0]
        lower, tag = _kind(word)
        if tag:
            at = match.start()
            tokens.append(Token(at, at + len(word), word, lower, tag))
        else:
            tokens += _possessive(match.start(), word)
    return tokens


def _possessive(start: int, word: str) -> tuple[Token, Token]:
    """Ukraine’s, he’s: the stem and the ending."""
    stem, ending, middle = word[:-2], word[-2:], start + len(word) - 2
    lower = stem.lower()
    tag = "aux" if lower in _CONTRACTING else "poss"
    return Token(start, middle, stem, lower, tag_of(stem, lower)), Token(
        middle, middle + 2, ending, ending, tag
    )
