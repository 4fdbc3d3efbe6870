"""The concepts of the ontology's schemes, as the mapping refers to them."""

from functools import cache
from importlib import resources

import pyoxigraph as ox

from communique.mapping.iris import slug
from communique.ontology.vocabulary import SCHEME, SKOS, concept


@cache
def notations(scheme: str) -> frozenset[str]:
    """The notations of a scheme's concepts, as `communique.ttl` gives them."""
    ontology = resources.files("communique.ontology").joinpath("communique.ttl")
    quads = ox.parse(ontology.read_bytes(), format=ox.RdfFormat.TURTLE)
    prefix = f"{SCHEME}{scheme}/"
    members = {q.subject.value for q in quads if q.predicate.value == SKOS.inScheme}
    return frozenset(iri.removeprefix(prefix) for iri in members if iri.startswith(prefix))


def concept_of(scheme: str, name: str) -> str:
    """The IRI of the concept that a fact names, "press conference" being noted as press-conference."""
    return concept(scheme, slug(name))
