"""RDF terms as plain values, which hash and compare at the speed of strings.

An IRI is its text, a blank node "_:" and its label, a literal a tuple. Term equality is that of RDF 1.1
(section 3.3): "1" and "01" are two integers.
"""

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias, cast

import pyoxigraph as ox

from communique.errors import InputError

Literal: TypeAlias = tuple[str, str, str]  # lexical form, datatype, language (lower case, or nothing)
Term: TypeAlias = str | Literal
Triple: TypeAlias = tuple[str, str, Term]
Quad: TypeAlias = tuple[str, str, Term, str]  # the last is the graph

BLANK: Final = "_:"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SH: Final = "http://www.w3.org/ns/shacl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
RDF_TYPE: Final = f"{RDF}type"
_LANG_STRING: Final = f"{RDF}langString"


class Unsupported(Exception):  # noqa: N818 - it is no mistake to ask
    """A construct of SHACL that the compiler does not know: its name, and the shape that uses it."""

    def __init__(self, construct: str, shape: str = "") -> None:
        super().__init__(f"{construct} in {shape}" if shape else construct)
        self.construct = construct
        self.shape = shape


def plain(term: object) -> Term:
    """A term of pyoxigraph as a plain one; raises InputError for what RDF 1.1 does not have."""
    if isinstance(term, ox.NamedNode):
        return term.value
    if isinstance(term, ox.Literal):
        language = term.language
        return (term.value, _LANG_STRING, language) if language else (term.value, term.datatype.value, "")
    if isinstance(term, ox.BlankNode):
        return BLANK + term.value
    if isinstance(term, ox.DefaultGraph):
        return ""
    raise InputError(
        f"No shape can hold for the triple term <<( {term} )>>.", "Say it in RDF 1.1, without <<( … )>>."
    )


class PlainQuads(tuple[Quad, ...]):
    """Quads in plain terms; the default graph goes by the name of ""."""

    __slots__ = ()


def plain_quads(quads: "Iterable[ox.Quad] | PlainQuads") -> PlainQuads:
    """The quads in plain terms; those that are plain already as they are.

    Half of a validation's time is spent here: most terms are IRIs, which are told without a call.
    """
    if isinstance(quads, PlainQuads):
        return quads
    named = ox.NamedNode
    return PlainQuads(
        [
            (
                subject.value if isinstance(subject, named) else cast("str", plain(subject)),
                link.value,
                value.value if isinstance(value, named) else plain(value),
                graph.value if isinstance(graph, named) else cast("str", plain(graph)),
            )
            for subject, link, value, graph in quads
        ]
    )


def plain_triples(quads: Iterable[ox.Quad | ox.Triple]) -> Iterator[Triple]:
    """The triples of quads, whichever graph they are in."""
    for subject, link, value, *_ in quads:
        yield cast("str", plain(subject)), link.value, plain(value)


def is_literal(term: Term) -> bool:
    """Whether the term is a literal."""
    return term.__class__ is tuple


def is_blank(term: Term) -> bool:
    """Whether the term is a blank node."""
    return isinstance(term, str) and term.startswith(BLANK)


def text_of(term: Term) -> str:
    """The IRI, or the lexical form: what SPARQL's str() gives (SPARQL 1.1, section 17.4.2.5)."""
    return term if isinstance(term, str) else term[0]
