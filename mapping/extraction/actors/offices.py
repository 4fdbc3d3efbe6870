"""Office phrases in running text: "the Danish prime minister", "minister of trade"."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from communique.mapping.extraction.language import table, words
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
_KEPT_RANKS = frozenset("deputy vice assistant under special acting interim".split())


@dataclass(frozen=True, slots=True)
class Office:
    """An office phrase: token indices (end exclusive), its label, and whether it is a past one."""

    start: int
    end: int
    label: str
    former: bool = False


@cache
def _phrases() -> dict[tuple[str, ...], str]:
    phrases: dict[tuple[str, ...], str] = {}
    for portfolio in words(_PEOPLE["parts"]["portfolios"]):
        for noun in ("minister", "secretary"):
            label = f"{portfolio} {noun}"
            phrases[portfolio, noun] = label
            phrases[noun, "of", portfolio] = phrases[noun, "for", portfolio] = label
            phrases[noun, "of", "the", portfolio] = label
    for label, forms in _PEOPLE["offices"].items():
        for form in (label, *forms):
            phrases[tuple(form.split())] = label
    return phrases


@cache
def _first_words() -> frozenset[str]:
    return frozenset(phrase[0] for phrase in _phrases())


@cache
def _longest() -> int:
    return max(len(phrase) for phrase in _phrases())


def find_offices(tokens: Sequence[Token]) -> tuple[Office, ...]:
    """All office phrases, longest first from the left, with the ranks before them."""
    found: list[Office] = []
    at = 0
    while at < len(tokens):
        office = _office_at(tokens, at)
        if office:
            found.append(office)
            at = office.end
        else:
            at += 1
    return tuple(found)


def _office_at(tokens: Sequence[Token], start: int) -> Office | None:
    at = start
    while at < len(tokens):
        phrase = _phrase_at(tokens, at)
        if phrase:
            return _ranked(tokens, start, at, *phrase)
        if tokens[at].lower not in RANKS:
            return None
        at += 1
    return None


def _phrase_at(tokens: Sequence[Token], at: int) -> tuple[int, str] | None:
    if tokens[at].lower not in _first_words():
        return None
    for size in range(min(_longest(), len(tokens) - at), 0, -1):
        label = _phrases().get(tuple(token.lower for token in tokens[at : at + size]))
        if label:
            return at + size, label
    return None


def _ranked(tokens: Sequence[Token], start: int, at: int, end: int, label: str) -> Office:
    ranks = [token.lower for token in tokens[start:at] if token.lower in _KEPT_RANKS]
    former = start > 0 and tokens[start - 1].lower in FORMER
    return Office(start, end, " ".join([*ranks, label]), former)
