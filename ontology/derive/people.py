"""Who is who: one person for all spellings of the sources and of our own tables."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from communique.ontology.derive.holdings import Holding
from communique.ontology.derive.names import fold, slug, spellings
from communique.ontology.derive.terms import Term

_PARTICLE = r"(?:de|da|do|dos|del|di|la|van|von|der|den|ter|bin|bint|ibn|al|el|le|ould|abu)"
_FULL_NAME = re.compile(r"[^\W\d]['’\w]*\.?(?:[ -]+[^\W\d]['’\w]*\.?){1,6}")
_TITLE = re.compile(r"\b(?:President|Minister|Co-prince|Polynesia)\b")
_SURNAME = re.compile(rf"((?:\b{_PARTICLE}[ -])*[^\s-][^\s]*)$", re.IGNORECASE)


@dataclass(slots=True)
class Person:
    """What is gathered of one person while the sources are read."""

    label: str
    names: list[str] = field(default_factory=list)
    short: list[str] = field(default_factory=list)
    wikidata: Counter[str] = field(default_factory=Counter)
    terms: set[Term] = field(default_factory=set)

    @property
    def key(self) -> str:
        """The slug of the label."""
        return slug(self.label)


class People:
    """All persons by label, found by any spelling."""

    def __init__(self, curated: Mapping[str, Mapping[str, Any]]) -> None:
        self._people: dict[str, Person] = {}
        self._labels: dict[str, str] = {}
        self._unpublished: set[str] = set()
        for label, facts in curated.items():
            person = self.person(label)
            person.names.extend(facts.get("names", ()))
            person.short.extend(facts.get("short", ()))
            person.wikidata.update({facts["wikidata"]: 99} if "wikidata" in facts else {})
            self._unpublished.update(map(fold, facts.get("sources", ())))
            for spelling in (*person.names, *facts.get("sources", ())):
                self._labels.setdefault(fold(spelling), label)

    def __iter__(self) -> Iterator[Person]:
        return iter(sorted(self._people.values(), key=lambda person: person.key))

    def person(self, name: str) -> Person:
        """The person of that name or spelling; a new one if nobody has it."""
        label = self._labels.setdefault(fold(name), name)
        return self._people.setdefault(label, Person(label))

    def known(self, name: str) -> Person | None:
        """The person of that name or spelling, if there is one."""
        label = self._labels.get(fold(name))
        return self._people.get(label) if label else None

    def add(self, terms: Iterable[Term]) -> None:
        """Terms under any spelling of their person."""
        for term in terms:
            self.person(term.person).terms.add(term)

    def place(self, holding: Holding) -> Person:
        """The person of a source's row: by a spelling, by the parts of a name within the state, or new."""
        found = next(filter(None, map(self.known, holding.spellings)), None) or self._akin(holding)
        person = found or self.person(holding.term.person)
        for spelling in holding.spellings:
            self._labels.setdefault(fold(spelling), person.label)
        own = (s for s in holding.spellings if self._labels[fold(s)] == person.label)
        person.names.extend(s for s in own if self._is_name(s))
        if not person.short and not found:
            person.short.extend(_short(person.label, holding.surname))
        return person

    def _akin(self, holding: Holding) -> Person | None:
        """The one person of the same state whose name has all the parts of this one, or the reverse."""
        parts = set(fold(holding.term.person).split())
        near = (person for person in self._people.values() if _of(person, holding.term.of))
        akin = [person for person in near if _share(parts, set(fold(person.label).split()))]
        return akin[0] if len(akin) == 1 else None

    def _is_name(self, spelling: str) -> bool:
        bare = _FULL_NAME.fullmatch(spelling) and not _TITLE.search(spelling)
        return bool(bare) and fold(spelling) not in self._unpublished


def _of(person: Person, key: str) -> bool:
    return any(term.of == key for term in person.terms)


def _share(a: set[str], b: set[str]) -> bool:
    return min(len(a), len(b)) > 1 and (a <= b or b <= a)


def _short(label: str, surname: str) -> list[str]:
    if surname and set(fold(surname).split()) <= set(fold(label).split()):
        return [surname.strip(" ,")]
    match = _SURNAME.search(label)
    return [match[1]] if match and match[1] != label else []


def shown_names(person: Person) -> list[str]:
    """Every spelling but the label, with and without diacritics, in a stable order."""
    names = spellings((person.label, *person.names))
    return sorted(set(names) - {person.label})


def shown_short(person: Person) -> list[str]:
    """What news says alone."""
    short = person.short or _short(person.label, "")
    return sorted(set(spellings(short)) - {person.label}) or [person.label]


def identifiers(people: Iterable[Person]) -> dict[str, str]:
    """Label → Wikidata id; an id that the sources give to two people is nobody's, unless curated."""
    best = {p.label: p.wikidata.most_common(1)[0] for p in people if p.wikidata}
    claimed = Counter(identifier for identifier, _ in best.values())
    return {label: q for label, (q, weight) in best.items() if claimed[q] == 1 or weight >= 99}
