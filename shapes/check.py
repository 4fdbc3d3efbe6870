"""The gate: SHACL shapes run over quads, each named graph for itself.

pyshacl is the validator; it and rdflib are imported only when something is checked.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from communique.ontology.vocabulary import CMQ, OA, ORG, PROV, RDF, SCHEMA, SKOS
from communique.shapes.apart import DEFAULT, Apart, lay_apart
from communique.shapes.report import Report, Result

if TYPE_CHECKING:
    from rdflib import Graph

SH = "http://www.w3.org/ns/shacl#"
ONE_REPORT = "one-report.ttl"
_ACTORS = frozenset({CMQ.State, ORG.Organization, SCHEMA.Person, PROV.Agent})


def check(quads: Iterable[ox.Quad], reference: Iterable[ox.Quad] = ()) -> Report:
    """Validate quads against the shapes.

    Each named graph is held to what must hold within one report; the default graph, which may be the
    union of many, only to what must hold anywhere. `reference` describes (at least with type and label)
    whom and what the quads refer to; it is not itself checked.
    """
    held = list(quads)
    named = [quad for quad in held if isinstance(quad.graph_name, ox.NamedNode)]
    union = [quad for quad in held if not isinstance(quad.graph_name, ox.NamedNode)]
    context = list(_context(reference))
    found = [*_validated(named, context, one_report=True), *_validated(union, context, one_report=False)]
    return Report.of(found)


def _context(reference: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """What a report's graph may take for granted, without making it a target of its own shapes."""
    for quad in reference:
        if quad.predicate.value == SKOS.prefLabel:
            yield quad
        elif quad.predicate.value == RDF.type and isinstance(quad.object, ox.NamedNode):
            kind = PROV.Agent if quad.object.value in _ACTORS else quad.object.value
            if kind in (PROV.Agent, SKOS.Concept):
                yield ox.Quad(quad.subject, quad.predicate, ox.NamedNode(kind), quad.graph_name)


@cache
def shapes_graph(one_report: bool) -> "Graph":
    """The shapes, parsed once; with or without those that hold within one report only."""
    from rdflib import Graph

    graph = Graph()
    for entry in sorted(resources.files("communique.shapes").iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".ttl") and (one_report or entry.name != ONE_REPORT):
            graph.parse(data=entry.read_bytes(), format="turtle")
    return graph


def _validated(quads: list[ox.Quad], context: list[ox.Quad], one_report: bool) -> list[Result]:
    if not quads:
        return []
    from rdflib import RDFS

    shapes = shapes_graph(one_report)
    with _quiet():
        apart = lay_apart(quads)
        for triple in lay_apart(_in_default(context)).graph:
            apart.graph.add(triple)
        for triple in shapes.triples((None, RDFS.subClassOf, None)):
            apart.graph.add(triple)
        return list(_results(apart, _run(apart.graph, shapes)))


def _in_default(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    return (ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)


def _run(data: "Graph", shapes: "Graph") -> "Graph":
    import pyshacl

    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True, allow_warnings=True)
    return report  # type: ignore[no-any-return]


@contextmanager
def _quiet() -> Iterator[None]:
    """rdflib logs a traceback for each ill-typed literal: the shapes say it better."""
    logger = logging.getLogger("rdflib.term")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


def _results(apart: Apart, report: "Graph") -> Iterator[Result]:
    from rdflib import URIRef

    for node in report.subjects(URIRef(RDF.type), URIRef(f"{SH}ValidationResult")):
        said: dict[str, Any] = {
            name: report.value(node, URIRef(SH + name))
            for name in ("focusNode", "resultPath", "value", "resultSeverity", "sourceConstraintComponent")
        }
        focus = str(said["focusNode"])
        yield Result(
            severity="violation" if str(said["resultSeverity"]) == f"{SH}Violation" else "warning",
            focus=apart.origins.get(focus, focus),
            path=_path(report, said["resultPath"]),
            value=_value(apart, said["value"]),
            component=str(said["sourceConstraintComponent"]).removeprefix(SH),
            message=_message(report, node),
            graph=apart.graphs.get(focus, DEFAULT),
            words=_words(apart.graph, focus),
        )


def _path(report: "Graph", path: Any) -> str:
    """The property; for a longer path the last property in it, for an inverse one ^property."""
    from rdflib import BNode, URIRef
    from rdflib.collection import Collection

    if not isinstance(path, BNode):
        return str(path or "")
    inverse = report.value(path, URIRef(f"{SH}inversePath"))
    if inverse is not None:
        return f"^{inverse}"
    steps = list(Collection(report, path))
    return str(steps[-1]) if steps else ""


def _value(apart: Apart, value: Any) -> str:
    return "" if value is None else apart.origins.get(str(value), str(value))


def _message(report: "Graph", node: Any) -> str:
    from rdflib import URIRef

    return min((str(words) for words in report.objects(node, URIRef(f"{SH}resultMessage"))), default="")


def _words(data: "Graph", focus: str) -> str:
    """The words of the passages that a finding is about: the first of the evidence, or its own."""
    from rdflib import URIRef

    node = URIRef(focus)
    passages = [node, *sorted(data.objects(node, URIRef(CMQ.evidence)), key=str)]
    for passage in passages:
        for selector in data.objects(passage, URIRef(OA.hasSelector)):
            for exact in data.objects(selector, URIRef(OA.exact)):
                return " ".join(str(exact).split())
    return ""
