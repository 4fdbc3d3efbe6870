"""What an entry of a language table may be, and the check: small shapes that yield what is wrong."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

Problems = Iterator[str]


class Shape(Protocol):
    """Tells what is wrong with a value; `where` names the entry."""

    def problems(self, value: Any, where: str) -> Problems:
        """One sentence for each mistake."""


@dataclass(frozen=True, slots=True)
class Text:
    """A string that is not empty; `pattern` if it must compile as a regular expression."""

    pattern: bool = False

    def problems(self, value: Any, where: str) -> Problems:
        """One sentence for each mistake."""
        if not isinstance(value, str) or not value.strip():
            yield f"{where}: expected words, found {value!r}"
        elif self.pattern:
            try:
                re.compile(value)
            except re.error as error:
                yield f"{where}: no regular expression ({error}): {value!r}"


@dataclass(frozen=True, slots=True)
class Number:
    """An integer."""

    def problems(self, value: Any, where: str) -> Problems:
        """One sentence for each mistake."""
        if not isinstance(value, int) or isinstance(value, bool):
            yield f"{where}: expected a whole number, found {value!r}"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A string or an integer."""

    def problems(self, value: Any, where: str) -> Problems:
        """One sentence for each mistake."""
        if not isinstance(value, (str, int)) or value == "":
            yield f"{where}: expected a word or a number, found {value!r}"


@dataclass(frozen=True, slots=True)
class Share:
    """A number from 0 to 1."""

    def problems(self, value: Any, where: str) -> Problems:
        """One sentence for each mistake."""
        if not isinstance(value, (int, float)) or isinstance(value, bool) or not 0 <= value <= 1:
            yield f"{where}: expected a number from 0 to 1, found {value!r}"


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    def problems(self, value: Any, where: str) -> Problems:
        """One sentence for each mistake."""
        if not isinstance(value, bool):
            yield f"{where}: expected true or false, found {value!r}"


@dataclass(frozen=True, slots=True)
class Some:
    """Words out of a closed list, separated by blanks; exactly one if `one`."""

    known: frozenset[str]
    one: bool = False

    def problems(self, value: Any, where: str) -> Problems:
        """One sentence for each mistake."""
        given = value.split() if isinstance(value, str) else []
        if not given or (self.one and len(given) > 1):
            asked = "one" if self.one else "some"
            yield f"{where}: expected {asked} of {_listed(self.known)}, found {value!r}"
        for word in given:
            if word not in self.known:
                yield f"{where}: {word!r} is none of {_listed(self.known)}"


@dataclass(frozen=True, slots=True)
class Many:
    """A list of values of one shape; words may stand in one string instead if `string`."""

    of: Shape = field(default_factory=Text)
    string: bool = False
    least: int = 1

    def problems(self, value: Any, where: str) -> Problems:
        """One sentence for each mistake."""
        if self.string and isinstance(value, str):
            yield from Text().problems(value, where)
        elif not isinstance(value, list) or len(value) < self.least:
            yield f"{where}: expected a list, found {value!r}"
        else:
            for number, each in enumerate(value, 1):
                yield from self.of.problems(each, f"{where} {number}")


@dataclass(frozen=True, slots=True)
class Named:
    """Any names, each with a value of one shape."""

    of: Shape

    def problems(self, value: Any, where: str) -> Problems:
        """One sentence for each mistake."""
        if not isinstance(value, dict):
            yield f"{where}: expected a table, found {value!r}"
            return
        for name, each in value.items():
            yield from self.of.problems(each, f"{where}.{name}")


@dataclass(frozen=True, slots=True)
class Record:
    """Named fields: those of `needed`, and no others than these and the ones of `may`."""

    needed: Mapping[str, Shape]
    may: Mapping[str, Shape] = field(default_factory=dict)

    def problems(self, value: Any, where: str) -> Problems:
        """One sentence for each mistake."""
        if not isinstance(value, dict):
            yield f"{where}: expected a table, found {value!r}"
            return
        shapes = {**self.needed, **self.may}
        dot = f"{where}." if where else ""
        for name in self.needed.keys() - value.keys():
            yield f"{dot}{name}: missing"
        for name, each in value.items():
            if name in shapes:
                yield from shapes[name].problems(each, dot + name)
            else:
                yield f"{dot}{name}: unknown; known are {_listed(shapes)}"


def _listed(words: Any) -> str:
    return ", ".join(sorted(words))
