"""Phrases of the language tables found in running text: by their first word, the longest first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from communique.mapping.extraction.text.tokens import Token

Value = TypeVar("Value")


class Lookup(Generic[Value]):
    """Phrases, each with what it stands for; most words of a text begin none, and cost one look.

    `by_first` holds by the first word, and then by length, the longest first, the phrases of that length.
    No dataclass, since it is generic: mypyc cannot compile both.
    """

    def __init__(
        self, by_first: Mapping[str, tuple[tuple[int, Mapping[tuple[str, ...], Value]], ...]]
    ) -> None:
        self.by_first = by_first

    def starts(self, tokens: Sequence[Token], start: int = 0, end: int | None = None) -> Iterator[int]:
        """The indices of tokens[start:end] at which a phrase may begin."""
        stop = len(tokens) if end is None else end
        return (at for at in range(start, stop) if tokens[at].lower in self.by_first)

    def at(self, tokens: Sequence[Token], start: int) -> tuple[int, Value] | None:
        """The longest phrase that begins at an index: where it ends (exclusive), and its value."""
        for length, phrases in self.by_first.get(tokens[start].lower, ()):
            end = start + length
            words = tuple([token.lower for token in tokens[start:end]])
            if words in phrases:
                return end, phrases[words]
        return None


def lookup(phrases: Iterable[tuple[tuple[str, ...], Value]]) -> Lookup[Value]:
    """A lookup of phrases; of one that is listed twice the last value counts."""
    by_first: dict[str, dict[int, dict[tuple[str, ...], Value]]] = {}
    for phrase, value in phrases:
        by_first.setdefault(phrase[0], {}).setdefault(len(phrase), {})[phrase] = value
    return Lookup(
        {first: tuple(sorted(known.items(), key=_length, reverse=True)) for first, known in by_first.items()}
    )


def _length(entry: tuple[int, object]) -> int:
    return entry[0]
