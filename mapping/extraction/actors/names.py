"""Where the register's names occur in a text: one pass of an Aho–Corasick automaton, longest name first."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

import ahocorasick_rs

from communique.mapping.extraction.language import table, words
from communique.ontology.register import Register

NameKind = Literal[
    "state", "demonym", "metonym", "capital", "organisation", "body", "person", "surname", "blocked"
]


class Name(NamedTuple):
    """An occurrence of a name: code points, what kinds of names it may be, and for each whose."""

    start: int
    end: int
    text: str
    readings: tuple[tuple[NameKind, str], ...]

    def keys(self, *kinds: NameKind) -> tuple[str, ...]:
        """Whose name it is, in the readings of these kinds."""
        return tuple([key for kind, key in self.readings if kind in kinds])

    def key(self, kinds: Container[NameKind]) -> str | None:
        """Whose name it is in the first reading of these kinds."""
        for kind, key in self.readings:
            if kind in kinds:
                return key
        return None


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All names of a register, ready to be found."""

    automaton: ahocorasick_rs.AhoCorasick
    names: tuple[str, ...]
    readings: tuple[tuple[tuple[NameKind, str], ...], ...]

    def find(self, text: str) -> tuple[Name, ...]:
        """Every name in the text that stands as a word of its own; of overlapping ones the longest."""
        matches = self.automaton.find_matches_as_indexes(text, overlapping=True)
        found = sorted([(start, -end, index) for index, start, end in matches if _whole(text, start, end)])
        return tuple(self._longest(text, found))

    def _longest(self, text: str, found: list[tuple[int, int, int]]) -> Iterator[Name]:
        reached = -1
        for start, minus_end, index in found:
            if start >= reached:
                reached = -minus_end
                yield Name(start, reached, text[start:reached], self.readings[index])


def _whole(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not (before.isalnum() or before == "_" or after.isalnum() or after == "_")


def _spellings(name: str) -> Iterator[str]:
    yield name
    if "'" in name:
        yield name.replace("'", "’")
    if "’" in name:
        yield name.replace("’", "'")


def _entries(register: Register) -> Iterator[tuple[str, NameKind, str]]:
    for state in register.states.values():
        yield from _each(state.names, "state", state.key)
        yield from _each(state.demonyms, "demonym", state.key)
        yield from _each(state.metonyms, "metonym", state.key)
        yield from _each([state.capital] if state.capital else [], "capital", state.key)
    for body in register.organisations.values():
        yield from _each(body.names, "organisation", body.key)
        yield from _each(body.metonyms, "metonym", body.key)
    for person in register.persons.values():
        yield from _each(person.names, "person", person.key)
        yield from _each(person.short, "surname", person.key)
    yield from _each(table("names")["blocked"].splitlines(), "blocked", "")


def _each(names: Iterable[str], kind: NameKind, key: str) -> Iterator[tuple[str, NameKind, str]]:
    for name in names:
        for spelling in _spellings(name):
            yield spelling, kind, key


def build_gazetteer(register: Register) -> Gazetteer:
    """The automaton over all names of the register and the table of names that hide one."""
    readings: dict[str, list[tuple[NameKind, str]]] = {}
    for name, kind, key in _entries(register):
        known = readings.setdefault(name, [])
        if (kind, key) not in known:
            known.append((kind, key))
    names = tuple(sorted(readings))
    automaton = ahocorasick_rs.AhoCorasick(names, store_patterns=False)
    return Gazetteer(automaton, names, tuple(tuple(readings[name]) for name in names))


FOLLOWERS = frozenset(words(table("names")["followers"]))
LEADERS = frozenset(words(table("names")["leaders"]))
ALSO_PERSONS = frozenset(words(table("names")["also_persons"]))
CALENDAR = frozenset(words(table("names")["weekdays_months"]))
PARTICLES = frozenset(words(table("names")["particles"]))
