"""The register: states, organisations, people and terms of office, as the reference graphs give them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

from communique.ontology.nodes import Nodes, read_nodes
from communique.ontology.vocabulary import CMQ, ORG, OWL, SCHEMA, SKOS, WIKIDATA

REFERENCE = Path(__file__).with_name("reference")


@dataclass(frozen=True, slots=True)
class State:
    """A state or territory. `key` is its ISO 3166-1 alpha-2 code.

    `names` are nouns that name it (label, official and common spellings, abbreviations), `demonyms`
    adjectives and nouns for its people, `metonyms` seats of power that stand for its government
    wherever they occur ("Downing Street", "the Kremlin" without the article), `capital` the city and
    `capitals` every spelling of it and of other seats of government.
    `parent` is the code of the state that a territory belongs to.
    """

    key: str
    label: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...] = ()
    capital: str | None = None
    metonyms: tuple[str, ...] = ()
    parent: str | None = None
    wikidata: str | None = None
    capitals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Organisation:
    """An international organisation, coalition, agency or body; `key` is a slug of its label.

    `kind` is organisation, coalition, armed-group, news-agency, broadcaster, newspaper or body;
    `members` are state codes.
    """

    key: str
    label: str
    names: tuple[str, ...]
    kind: str = "organisation"
    metonyms: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class Tenure:
    """One person's holding of one office. `of` is a state code or an organisation's key.

    `office` is lower case without the state ("prime minister"), or None for somebody who represents
    without an office; an open end is None. Half open: on the day `until` somebody else holds it.
    """

    person: str
    office: str | None
    of: str
    since: date | None = None
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the office is held on that day, as far as the ends are known."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who held an office. `names` are full names in every spelling, `short` what news says alone.

    `tenures` are in the order of their start; of those that start together, the one for the state
    with most territories comes first (Charles III is king of GB before AG).
    """

    key: str
    label: str
    names: tuple[str, ...]
    short: tuple[str, ...] = ()
    wikidata: str | None = None
    tenures: tuple[Tenure, ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """All of it, by key; `office_aliases` gives other names of an office by its label."""

    states: Mapping[str, State]
    organisations: Mapping[str, Organisation]
    persons: Mapping[str, Person]
    office_aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _seats: Mapping[str, list[Tenure]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        seats: dict[str, list[Tenure]] = defaultdict(list)
        for person in self.persons.values():
            for tenure in person.tenures:
                seats[tenure.of].append(tenure)
        object.__setattr__(self, "_seats", dict(seats))

    def offices_on(self, person: str, day: date) -> tuple[Tenure, ...]:
        """What the person (a key) holds on that day; empty if the register does not know the person."""
        found = self.persons.get(person)
        return tuple(t for t in found.tenures if t.covers(day)) if found else ()

    def holders_on(self, of: str, day: date, office: str | None = None) -> tuple[Person, ...]:
        """Who holds an office of a state (code) or organisation (key) on that day, by start, then key.

        `office` is a label or one of its aliases ("treasury secretary"); a label that is held wins over
        an alias. Without it, everybody who holds any.
        """
        held = [t for t in self._seats.get(of, ()) if t.covers(day)]
        if office is not None:
            exact = [t for t in held if t.office == office]
            held = exact or [t for t in held if office in self.office_aliases.get(t.office or "", ())]
        ordered = sorted(held, key=lambda t: (t.since or date.min, t.person))
        return tuple(self.persons[key] for key in dict.fromkeys(t.person for t in ordered))


@cache
def load_register(folder: Path = REFERENCE) -> Register:
    """The register of the committed reference graphs. Cached: every call gives the same object."""
    nodes = read_nodes(sorted(folder.glob("*.ttl")))
    keys = {n: nodes.one(n, SKOS.notation) for n in (*nodes.typed(CMQ.State), *nodes.typed(ORG.Organization))}
    states = [_state(nodes, n, keys) for n in nodes.typed(CMQ.State)]
    organisations = [_organisation(nodes, n, keys) for n in nodes.typed(ORG.Organization)]
    persons = _persons(nodes, keys, Counter(s.parent for s in states if s.parent))
    return Register(_by_key(states), _by_key(organisations), _by_key(persons), _aliases(nodes))


_Keyed = TypeVar("_Keyed", State, Organisation, Person)


def _by_key(things: Iterable[_Keyed]) -> dict[str, _Keyed]:
    return {thing.key: thing for thing in things}


def _names(nodes: Nodes, node: str) -> tuple[str, ...]:
    return (nodes.one(node, SKOS.prefLabel), *nodes.all(node, SKOS.altLabel))


def _wikidata(nodes: Nodes, node: str) -> str | None:
    same = nodes.first(node, OWL.sameAs)
    return same.removeprefix(WIKIDATA.iri) if same else None


def _state(nodes: Nodes, node: str, keys: Mapping[str, str]) -> State:
    capital, parent = nodes.first(node, CMQ.capital), nodes.first(node, CMQ.constituentOf)
    return State(
        key=keys[node],
        label=nodes.one(node, SKOS.prefLabel),
        names=_names(nodes, node),
        demonyms=nodes.all(node, CMQ.demonym),
        capital=capital,
        metonyms=nodes.all(node, CMQ.metonym),
        parent=keys[parent] if parent else None,
        wikidata=_wikidata(nodes, node),
        capitals=(capital, *nodes.all(node, CMQ.capitalAlias)) if capital else (),
    )


def _organisation(nodes: Nodes, node: str, keys: Mapping[str, str]) -> Organisation:
    return Organisation(
        key=keys[node],
        label=nodes.one(node, SKOS.prefLabel),
        names=_names(nodes, node),
        kind=nodes.one(node, CMQ.organisationKind),
        metonyms=nodes.all(node, CMQ.metonym),
        members=tuple(keys[member] for member in nodes.all(node, ORG.hasMember)),
        wikidata=_wikidata(nodes, node),
    )


def _persons(nodes: Nodes, keys: Mapping[str, str], territories: Mapping[str | None, int]) -> list[Person]:
    held: dict[str, list[Tenure]] = defaultdict(list)
    for node in nodes.typed(CMQ.Tenure):
        held[nodes.one(node, CMQ.holder)].append(_tenure(nodes, node, keys))
    return [
        Person(
            key=node.rpartition("/")[2],
            label=nodes.one(node, SKOS.prefLabel),
            names=_names(nodes, node),
            short=nodes.all(node, CMQ.shortName),
            wikidata=_wikidata(nodes, node),
            tenures=tuple(
                sorted(held[node], key=lambda t: (t.since or date.min, -territories.get(t.of, 0), t.of))
            ),
        )
        for node in nodes.typed(SCHEMA.Person)
    ]


def _tenure(nodes: Nodes, node: str, keys: Mapping[str, str]) -> Tenure:
    office = nodes.first(node, CMQ.office)
    earliest, latest = nodes.first(node, CMQ.earliest), nodes.first(node, CMQ.latest)
    return Tenure(
        person=nodes.one(node, CMQ.holder).rpartition("/")[2],
        office=nodes.one(office, SKOS.prefLabel) if office else None,
        of=keys[nodes.one(node, CMQ.actsFor)],
        since=date.fromisoformat(earliest[:10]) if earliest else None,
        until=date.fromisoformat(latest[:10]) if latest else None,
    )


def _aliases(nodes: Nodes) -> dict[str, tuple[str, ...]]:
    named = {nodes.one(n, SKOS.prefLabel): nodes.all(n, SKOS.altLabel) for n in nodes.typed(ORG.Post)}
    return {label: aliases for label, aliases in named.items() if aliases}
