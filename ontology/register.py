"""The register: states, organisations, people and their terms of office, as the reference graphs give them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class State:
    """A state or territory. `key` is its ISO 3166-1 alpha-2 code.

    `names` are nouns that name it (label, official and common spellings, abbreviations), `demonyms`
    adjectives and nouns for its people, `metonyms` seats of power that stand for its government
    wherever they occur ("Downing Street", "the Kremlin" without the article), `capital` the city.
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


@dataclass(frozen=True, slots=True)
class Organisation:
    """An international organisation, coalition, agency or body; `key` is a slug of its label.

    `kind` is organisation, coalition, armed-group, news-agency, broadcaster or body; `members` are state codes.
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
    without an office; an open end is None.
    """

    person: str
    office: str | None
    of: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who held an office. `names` are full names in every spelling, `short` what news says alone."""

    key: str
    label: str
    names: tuple[str, ...]
    short: tuple[str, ...] = ()
    wikidata: str | None = None
    tenures: tuple[Tenure, ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """All of it, by key."""

    states: Mapping[str, State]
    organisations: Mapping[str, Organisation]
    persons: Mapping[str, Person]
