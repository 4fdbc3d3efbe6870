"""The gate: SHACL shapes run over quads, each named graph for itself.

The shapes are compiled; `engine` can ask for pyshacl, which is the reference. Where a user's shapes have
what the compiler does not know, pyshacl runs for these.
"""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Literal

import pyoxigraph as ox

from communique.ontology.vocabulary import CMQ, ORG, PROV, RDF, SCHEMA, SKOS
from communique.shapes import reference_engine
from communique.shapes.apart import Apart, lay_apart
from communique.shapes.compiled import Finding, Graph, Shapes, Triple, plain_quads, plain_triples
from communique.shapes.compiled.terms import SH, text_of
from communique.shapes.library import Library, own_shapes
from communique.shapes.passages import passage_of
from communique.shapes.report import Report, Result, Severity

Engine = Literal["compiled", "pyshacl"]

_ACTORS = frozenset({CMQ.State, ORG.Organization, SCHEMA.Person, PROV.Agent})
_SEVERITIES: dict[str, Severity] = {f"{SH}Violation": "violation", f"{SH}Info": "info"}


def check(
    quads: Iterable[ox.Quad],
    reference: Iterable[ox.Quad] = (),
    engine: Engine = "compiled",
    more: Library | None = None,
) -> Report:
    """Validate quads against the shapes, and against `more` shapes if there are any.

    Each named graph is held to what must hold within one report; the default graph, which may be the
    union of many, only to what must hold anywhere. `reference` describes (at least with type and label)
    whom and what the quads refer to; it is not itself checked.
    """
    with _collector_at_rest():
        rows = plain_quads(quads)
        union = [row for row in rows if not row[3]]
        named = [row for row in rows if row[3]] if union else rows
        context = list(plain_triples(_context(reference)))
        return Report.of(
            result
            for held, one_report in ((named, True), (union, False))
            if held
            for result in _validated(lay_apart(held), context, _libraries(one_report, more), engine)
        )


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """No search for cycles while very many small tuples are made, none of which is in a cycle."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _libraries(one_report: bool, more: Library | None) -> tuple[Library, ...]:
    own = own_shapes(one_report)
    return (own,) if more is None else (own, Library((*own.classes, *more.triples)))


def _context(reference: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """What a report's graph may take for granted, without making it a target of its own shapes."""
    for quad in reference:
        if quad.predicate.value == SKOS.prefLabel:
            yield quad
        elif quad.predicate.value == RDF.type and isinstance(quad.object, ox.NamedNode):
            kind = PROV.Agent if quad.object.value in _ACTORS else quad.object.value
            if kind in (PROV.Agent, SKOS.Concept):
                yield ox.Quad(quad.subject, quad.predicate, ox.NamedNode(kind), quad.graph_name)


def _validated(
    apart: Apart, context: list[Triple], libraries: Iterable[Library], engine: Engine
) -> Iterator[Result]:
    for library in libraries:
        triples = [*apart.triples, *context, *library.classes]
        graph = Graph(triples)
        for finding in _findings(library, triples, graph, engine):
            yield _result(finding, apart, graph)


def _findings(library: Library, triples: Iterable[Triple], graph: Graph, engine: Engine) -> Iterable[Finding]:
    shapes = library.compiled
    if engine == "pyshacl" or not isinstance(shapes, Shapes):
        return reference_engine.validate(library, triples)
    return shapes.validate(graph)


def _result(finding: Finding, apart: Apart, graph: Graph) -> Result:
    focus = text_of(finding.focus)
    words, start, end = passage_of(graph, finding.focus)
    return Result(
        severity=_SEVERITIES.get(finding.severity, "warning"),
        focus=apart.node(focus),
        path=finding.path,
        value="" if finding.value is None else apart.node(text_of(finding.value)),
        component=finding.component.removeprefix(SH),
        message=min(finding.messages, default=""),
        graph=apart.graph(focus),
        words=words,
        start=start,
        end=end,
    )
