"""The gate: SHACL shapes run over quads, each named graph for itself.

The shapes are compiled; `engine` can ask for pyshacl, which is the reference. Where a user's shapes have
what the compiler does not know, pyshacl runs for these.
"""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain
from typing import Literal

import pyoxigraph as ox

from communique.ontology.vocabulary import CMQ, ORG, PROV, RDF, SCHEMA, SKOS
from communique.shapes import reference_engine
from communique.shapes.apart import Apart, lay_apart
from communique.shapes.compiled import Finding, Graph, PlainQuads, Shapes, Term, Triple, plain_quads
from communique.shapes.compiled.terms import SH, text_of
from communique.shapes.library import Library, own_shapes
from communique.shapes.passages import passage_of
from communique.shapes.report import Report, Result, Severity

Engine = Literal["compiled", "pyshacl"]

# What counts as what: all who can act as agents, so that nothing is asked of them beyond a name.
_TAKEN: dict[Term, str] = {
    **dict.fromkeys((CMQ.State, ORG.Organization, SCHEMA.Person, PROV.Agent), PROV.Agent),
    SKOS.Concept: SKOS.Concept,
}
_SEVERITIES: dict[str, Severity] = {f"{SH}Violation": "violation", f"{SH}Info": "info"}


def check(
    quads: Iterable[ox.Quad] | PlainQuads,
    reference: Iterable[ox.Quad] | PlainQuads = (),
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
        context = list(_context(plain_quads(reference)))
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
    return (own,) if more is None else (own, _beside(own, more))


@lru_cache(maxsize=8)
def _beside(own: Library, more: Library) -> Library:
    """A user's shapes with the classes of our own; kept, so that they are compiled once."""
    return Library((*own.classes, *more.triples))


def _context(reference: PlainQuads) -> Iterator[Triple]:
    """What a report's graph may take for granted, without making it a target of its own shapes."""
    label, kind = SKOS.prefLabel, RDF.type
    for subject, link, value, _ in reference:
        if link == label:
            yield subject, link, value
        elif link == kind and value in _TAKEN:
            yield subject, link, _TAKEN[value]


def _validated(
    apart: Apart, context: list[Triple], libraries: Iterable[Library], engine: Engine
) -> Iterator[Result]:
    for library in libraries:
        graph = Graph(chain(apart.triples(), context, library.classes))
        for finding in _findings(library, graph, engine):
            yield _result(finding, apart, graph)


def _findings(library: Library, graph: Graph, engine: Engine) -> Iterable[Finding]:
    shapes = library.compiled
    if engine == "pyshacl" or not isinstance(shapes, Shapes):
        return reference_engine.validate(library, graph.triples())
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
