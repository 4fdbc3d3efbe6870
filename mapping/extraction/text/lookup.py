"""Phrases of the language tables found in running text: by their first word, the longest first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from communique.mapping.extraction.text.tokens import Token

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Lookup(Generic[Value]):
    """Phrases, each with what it stands for; most words of a text begin none, and cost one look."""

    by_first: Mapping[str, tuple[tuple[tuple[str, ...], Value], ...]]

    def starts(self, tokens: Sequence[Token], start: int = 0, end: int | None = None) -> Iterator[int]:
        """The indices of tokens[start:end] at which a phrase may begin."""
        stop = len(tokens) if end is None else end
        return (at for at in range(start, stop) if tokens[at].lower in self.by_first)

    def at(self, tokens: Sequence[Token], start: int) -> tuple[int, Value] | None:
        """The longest phrase that begins at an index: where it ends (exclusive), and its value."""
        for phrase, value in self.by_first.get(tokens[start].lower, ()):
            end = start + len(phrase)
            if end == start + 1 or _says(tokens, start + 1, end, phrase):
                return end, value
        return None


def _says(tokens: Sequence[Token], second: int, end: int, phrase: tuple[str, ...]) -> bool:
    """Whether the phrase goes on as it began; its second word mostly tells that it does not."""
    if end > len(tokens) or tokens[second].lower != phrase[1]:
        return False
    return all(tokens[at].lower == word for at, word in enumerate(phrase[2:], second + 1))


def lookup(phrases: Iterable[tuple[tuple[str, ...], Value]]) -> Lookup[Value]:
    """A lookup of phrases; of one that is listed twice the last value counts."""
    by_first: dict[str, dict[tuple[str, ...], Value]] = {}
    for phrase, value in phrases:
        by_first.setdefault(phrase[0], {})[phrase] = value
    return Lookup({first: _longest_first(known) for first, known in by_first.items()})


def _longest_first(known: Mapping[tuple[str, ...], Value]) -> tuple[tuple[tuple[str, ...], Value], ...]:
    return tuple(sorted(known.items(), key=lambda entry: -len(entry[0])))
