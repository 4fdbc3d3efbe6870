"""SHACL Core, compiled: shapes become predicates over plain triples.

`compile_shapes` reads a shapes graph once and gives `Shapes`; `Shapes.validate` runs them over a `Graph`.
A construct that the compiler does not know is refused by its name (`Unsupported`), never passed over:
whoever calls can then turn to another validator. Terms are strings and tuples, so nothing here needs an RDF
library but `terms.plain`, which takes those of pyoxigraph.

Shapes Constraint Language (SHACL), W3C Recommendation, 20 July 2017: sections 2 to 4.
"""

from communique.shapes.compiled.compiler import Shapes, compile_shapes
from communique.shapes.compiled.graph import Graph
from communique.shapes.compiled.shape import Finding
from communique.shapes.compiled.terms import (
    Literal,
    PlainQuads,
    Quad,
    Term,
    Triple,
    Unsupported,
    plain,
    plain_quads,
    plain_triples,
)

__all__ = [
    "Finding",
    "Graph",
    "Literal",
    "PlainQuads",
    "Quad",
    "Shapes",
    "Term",
    "Triple",
    "Unsupported",
    "compile_shapes",
    "plain",
    "plain_quads",
    "plain_triples",
]
