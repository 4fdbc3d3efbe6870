"""Sorted, byte-stable Turtle with a header that names its sources."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from communique.ontology.vocabulary import BASE, DCT, PREFIXES, RDF, XSD

GRAPH = f"{BASE}id/graph/reference"


@dataclass(frozen=True, slots=True)
class Source:
    """Where facts come from: title, address, and the name and address of the licence."""

    title: str
    url: str
    licence: str
    licence_url: str


def node(iri: str) -> ox.NamedNode:
    """An IRI as a term."""
    return ox.NamedNode(iri)


def text(value: str) -> ox.Literal:
    """Words in English."""
    return ox.Literal(value, language="en")


def plain(value: str) -> ox.Literal:
    """A string without a language."""
    return ox.Literal(value)


def instant(value: str) -> ox.Literal:
    """An xsd:dateTime."""
    return ox.Literal(value, datatype=ox.NamedNode(XSD.dateTime))


@dataclass(frozen=True, slots=True)
class Description:
    """A subject and what is said of it; absent values (None) are left out."""

    subject: str
    values: Sequence[tuple[str, ox.NamedNode | ox.Literal | None]]

    def triples(self) -> Iterator[ox.Triple]:
        """One triple for each value."""
        for predicate, value in self.values:
            if value is not None:
                yield ox.Triple(node(self.subject), node(predicate), value)


def document(title: str, sources: Sequence[Source], descriptions: Iterable[Description]) -> bytes:
    """The Turtle file: a comment on the sources, then every triple, sorted by subject, property, value."""
    triples = {t for d in (*_credits(sources), *descriptions) for t in d.triples()}
    body = ox.serialize(sorted(triples, key=_order), format=ox.RdfFormat.TURTLE, prefixes=_prefixes(triples))
    return f"# {title}\n#\n{_header(sources)}\n".encode() + (body or b"")


def _order(triple: ox.Triple) -> tuple[str, bool, str, str]:
    return (
        str(triple.subject),
        triple.predicate.value != RDF.type,
        triple.predicate.value,
        str(triple.object),
    )


def _header(sources: Sequence[Source]) -> str:
    lines = [
        "Written by `python -m communique.ontology.derive`; change the curated tables, not this file.",
        "Licensed under CC BY 4.0, see ontology/LICENSE. Facts from:",
        *(f"- {s.title} <{s.url}>, {s.licence} <{s.licence_url}>" for s in sources),
    ]
    return "".join(f"# {line}\n" for line in lines)


def _credits(sources: Sequence[Source]) -> Iterator[Description]:
    yield Description(GRAPH, [(DCT.source, node(s.url)) for s in sources])
    for source in sources:
        yield Description(
            source.url, [(DCT.title, text(source.title)), (DCT.license, node(source.licence_url))]
        )


def _prefixes(triples: Iterable[ox.Triple]) -> dict[str, str]:
    iris = {v for t in triples for v in _iris(t)}
    return {name: iri for name, iri in PREFIXES.items() if any(v.startswith(iri) for v in iris)}


def _iris(triple: ox.Triple) -> Iterator[str]:
    yield triple.predicate.value
    value = triple.object
    if isinstance(value, ox.NamedNode):
        yield value.value
    elif isinstance(value, ox.Literal) and value.language is None:
        yield value.datatype.value
