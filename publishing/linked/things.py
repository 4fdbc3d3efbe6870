"""Things with their properties, as the answers of `described` tell them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from communique.ontology.vocabulary import DCT, RDF, RDFS, SCHEMA, SKOS
from communique.publishing.linked.questions import Asker, Row, node
from communique.publishing.querying.results import Term, shortened

_NAMES: Final = (SKOS.prefLabel, SCHEMA.headline, RDFS.label, DCT.title, SCHEMA.text, SCHEMA.description)


@dataclass(frozen=True, slots=True)
class Value:
    """What a property says: a term, and its label where it is a thing that has one."""

    term: Term
    label: str | None = None

    @property
    def iri(self) -> str | None:
        """The IRI, where it is one."""
        return self.term.value if self.term.kind == "uri" else None

    def __str__(self) -> str:
        return self.label or str(self.term)


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing by its IRI: its properties in the order of their IRIs, each with its values."""

    iri: str
    properties: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)

    def all(self, *names: str) -> tuple[Value, ...]:
        """The values of some properties, without doubles."""
        return tuple(dict.fromkeys(value for name in names for value in self.properties.get(name, ())))

    def first(self, *names: str) -> Value | None:
        """A value of the first of these properties that has one."""
        return next(iter(self.all(*names)), None)

    def is_a(self, kind: str) -> bool:
        """Whether it belongs to a class."""
        return any(value.iri == kind for value in self.all(RDF.type))

    @property
    def label(self) -> str:
        """What it is called, else its words, else its IRI as people read it."""
        found = self.first(*_NAMES)
        return str(found) if found else shortened(self.iri)

    @property
    def iris(self) -> tuple[str, ...]:
        """Those of all things that it is linked to."""
        return tuple(value.iri for values in self.properties.values() for value in values if value.iri)


def things(iris: Sequence[str], rows: Iterable[Row]) -> dict[str, Thing]:
    """The things by IRI, in this order; those of which nothing is said have no properties."""
    found: dict[str, dict[str, dict[Term, Value]]] = defaultdict(lambda: defaultdict(dict))
    for row in sorted(rows, key=_position):
        label = row["label"].value if "label" in row else None
        found[row["thing"].value][row["property"].value].setdefault(row["value"], Value(row["value"], label))
    return {
        iri: Thing(iri, {name: tuple(values.values()) for name, values in found[iri].items()}) for iri in iris
    }


def _position(row: Row) -> tuple[str, str, str]:
    label = row["label"].value if "label" in row else ""
    return row["property"].value, label, row["value"].value


async def described(asker: Asker, iris: Sequence[str], query: str = "described") -> dict[str, Thing]:
    """The things with these IRIs, as the store tells of them; by `titles` only what they are called."""
    if not iris:
        return {}
    return things(iris, await asker.rows(query, {"thing": [node(iri) for iri in iris]}))
