"""Offices: one post for each office of a state or organisation that somebody held."""

from collections.abc import Iterable

import pyoxigraph as ox

from communique.ontology.derive import sources
from communique.ontology.derive.names import slug
from communique.ontology.derive.seats import seat
from communique.ontology.derive.terms import Term
from communique.ontology.derive.turtle import Description, document, node, text
from communique.ontology.vocabulary import BASE, CMQ, ORG, RDF, SKOS

SOURCES = (sources.FACTBOOK, sources.WIKIDATA, sources.CURATION)


def iri(of: str, office: str) -> str:
    """The office's IRI below the default base."""
    return f"{BASE}id/office/{of.lower()}/{slug(office)}"


def write(terms: Iterable[Term]) -> bytes:
    """The graph of the offices."""
    tables = sources.curated("offices")
    held = sorted({(term.of, term.office) for term in terms if term.office})
    return document("Offices", SOURCES, (_description(of, office, tables) for of, office in held if office))


def _description(of: str, office: str, tables: dict[str, dict[str, list[str]]]) -> Description:
    shared = of in tables["shared"].get(office, ())
    return Description(
        iri(of, office),
        [
            (RDF.type, node(ORG.Post)),
            (SKOS.prefLabel, text(office)),
            *((SKOS.altLabel, text(name)) for name in tables["aliases"].get(office, ())),
            (ORG.postIn, node(seat(of))),
            *(((CMQ.shared, ox.Literal(True)),) if shared else ()),
        ],
    )
