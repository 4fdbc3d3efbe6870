"""The ontology and the reference data that come with communique, checked like any other input."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox

from communique.mapping.iris import Base
from communique.publishing.findings.model import Checked
from communique.publishing.storage.reference import turtle_files
from communique.shapes.check import check
from communique.shapes.compiled import Triple, plain_triples
from communique.shapes.library import own_shapes
from communique.shapes.report import Report
from communique.shapes.union import check_union
from communique.shapes.vocabulary_check import check_vocabulary

ONTOLOGY = "communique.ttl"


def check_ontology() -> list[Checked]:
    """The ontology's terms and their use, and the reference data: shapes, and contradictions within it."""
    files = {name: _quads(turtle) for name, turtle in turtle_files().items()}
    reference = [quad for name, quads in files.items() if name != ONTOLOGY for quad in quads]
    ontology = files.get(ONTOLOGY, [])
    terms = check_vocabulary(list(plain_triples(ontology)), _uses(reference))
    data = check([*ontology, *reference]) | _contradictions(reference, ontology)
    return [Checked(Path("ontology") / ONTOLOGY, terms), Checked(Path("ontology/reference"), data)]


def _contradictions(reference: Sequence[ox.Quad], ontology: Sequence[ox.Quad]) -> Report:
    return check_union(reference, ontology, Base().iri)


def _uses(reference: Sequence[ox.Quad]) -> Iterator[Triple]:
    """Where terms are used: the reference data, and what the shapes speak of."""
    yield from plain_triples(reference)
    yield from own_shapes(True).triples


def _quads(turtle: bytes) -> list[ox.Quad]:
    return list(ox.parse(turtle, format=ox.RdfFormat.TURTLE))
