"""Which facts and which lists the page of each kind of thing has, as `layout.toml` tells."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from communique.ontology.nodes import read_nodes
from communique.ontology.vocabulary import PREFIXES, RDFS
from communique.publishing.querying.results import shortened

_ONTOLOGY: Final = resources.files("communique.ontology") / "communique.ttl"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list on a page: its name in addresses, its title, the query behind it, and the form of its items."""

    name: str
    title: str
    query: str
    card: str
    properties: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: what it is called, the properties that head its page, and the lists below.

    `listed` is the query that lists all of the kind, "" where none does; `head` the form of the head.
    """

    name: str
    one: str
    many: str
    about: str
    facts: tuple[str, ...] = ()
    lists: tuple[Listing, ...] = ()
    classes: tuple[str, ...] = ()
    listed: str = ""
    head: str = ""


@cache
def kinds() -> Mapping[str, Kind]:
    """All kinds by the name that they have in addresses."""
    return {name: _kind(name, told) for name, told in _tables()["kinds"].items()}


@cache
def labels() -> Mapping[str, str]:
    """What properties are called: those of the ontology by their labels there."""
    with resources.as_file(_ONTOLOGY) as path:
        nodes = read_nodes([path])
    own = {iri: nodes.one(iri, RDFS.label) for iri, told in nodes.properties.items() if RDFS.label in told}
    return own | {_expanded(name): label for name, label in _tables()["labels"].items()}


def label_of(iri: str) -> str:
    """What a property or class is called, else its IRI as people read it."""
    return labels().get(iri) or shortened(iri)


@cache
def _tables() -> Mapping[str, Any]:
    file = resources.files("communique.publishing.linked") / "layout.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _kind(name: str, told: Mapping[str, Any]) -> Kind:
    return Kind(
        name,
        told["one"],
        told["many"],
        told["about"],
        _all_expanded(told.get("facts", ())),
        tuple(_listing(one) for one in told.get("lists", ())),
        _all_expanded([told["class"]] if "class" in told else ()),
        told.get("list", ""),
        told.get("head", ""),
    )


def _listing(told: Mapping[str, Any]) -> Listing:
    return Listing(
        told["name"],
        told["title"],
        told["query"],
        told["card"],
        _all_expanded(told.get("properties", ())),
        _all_expanded([told["class"]] if "class" in told else ()),
    )


def _all_expanded(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(_expanded(name) for name in names)


def _expanded(name: str) -> str:
    """The IRI of a prefixed name."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local
