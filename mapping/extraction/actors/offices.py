"""Office phrases in running text: "the Danish prime minister", "minister of trade"."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from communique.mapping.extraction.language import table, words
from communique.mapping.extraction.text.lookup import Lookup, lookup
from communique.mapping.extraction.text.tokens import Token

_PEOPLE = table("people")
RANKS = frozenset(words(_PEOPLE["parts"]["ranks"]))
FORMER = frozenset(words(_PEOPLE["parts"]["former"]))
PRIVATE = frozenset(words(_PEOPLE["private"]))
HEADS = words(_PEOPLE["heads"])
ONE_OF: dict[str, tuple[str, ...]] = {
    label: HEADS if offices == "heads" else words(offices) for label, offices in _PEOPLE["one_of"].items()
}
"""Words for whoever holds one of several offices: "Denmark’s leader", "the EU’s top diplomat"."""
UNIQUE = frozenset(words(_PEOPLE["unique"]))
COUNTERPART = "counterpart"
"""The label of whoever holds the same office elsewhere."""
_KEPT_RANKS = frozenset("deputy vice assistant under special acting interim".split())
_MOST_RANKS = 4


class Office(NamedTuple):
    """An office phrase: token indices (end exclusive), its label, and whether it is a past one."""

    start: int
    end: int
    label: str
    former: bool = False


def _phrases() -> Lookup[str]:
    phrases: dict[tuple[str, ...], str] = {}
    for portfolio in words(_PEOPLE["parts"]["portfolios"]):
        for noun in ("minister", "secretary"):
            label = f"{portfolio} {noun}"
            phrases[portfolio, noun] = label
            phrases[noun, "of", portfolio] = phrases[noun, "for", portfolio] = label
            phrases[noun, "of", "the", portfolio] = label
    for label, forms in _PEOPLE["offices"].items():
        for form in [label, *forms]:
            phrases[tuple(form.split())] = label
    return lookup(phrases.items())


_PHRASES = _phrases()
OPENERS = RANKS.union(_PHRASES.by_first)
"""The words that an office phrase may begin with."""
OFFICE_WORDS = frozenset(
    word
    for known in _PHRASES.by_first.values()
    for _, phrases in known
    for phrase in phrases
    for word in phrase
)
"""All words of the office phrases."""


def find_offices(tokens: Sequence[Token]) -> tuple[Office, ...]:
    """All office phrases, longest first from the left, with the ranks before them."""
    starts = [at for at, token in enumerate(tokens) if token.lower in OPENERS]
    return offices_among(tokens, starts) if starts else ()


def offices_among(tokens: Sequence[Token], starts: Iterable[int]) -> tuple[Office, ...]:
    """The office phrases that begin at one of these indices; `starts` has all words that may begin one."""
    found: list[Office] = []
    reached = 0
    for at in starts:
        if at >= reached and (office := office_at(tokens, at)):
            found.append(office)
            reached = office.end
    return tuple(found)


def office_at(tokens: Sequence[Token], start: int) -> Office | None:
    """The office phrase that begins at an index with its ranks; "under" is a rank of secretaries alone."""
    following = tokens[start + 1].lower if start + 1 < len(tokens) else ""
    if tokens[start].lower == "under" and "secretary" not in following:
        return None
    for at in range(start, min(len(tokens), start + _MOST_RANKS + 1)):
        lower = tokens[at].lower
        if lower in _PHRASES.by_first and (phrase := _PHRASES.at(tokens, at)):
            return _ranked(tokens, start, at, *phrase)
        if lower not in RANKS:
            return None
    return None


def _ranked(tokens: Sequence[Token], start: int, at: int, end: int, label: str) -> Office:
    former = start > 0 and tokens[start - 1].lower in FORMER
    if at > start:
        ranks = [token.lower for token in tokens[start:at] if token.lower in _KEPT_RANKS]
        label = " ".join([*ranks, label])
    return Office(start, end, label, former)
