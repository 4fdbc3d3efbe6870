"""pyshacl behind the same door as the compiled shapes: the reference that they are held to.

It and rdflib are imported only when it runs.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from communique.errors import InputError
from communique.ontology.vocabulary import RDF, XSD
from communique.shapes.compiled import Finding, Graph, Term, Triple
from communique.shapes.compiled.paths import read_path
from communique.shapes.compiled.terms import BLANK, SH, text_of
from communique.shapes.library import Library

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node


_STOPPED = "Correct the value, or check with --engine compiled."


def validate(library: Library, triples: Iterable[Triple]) -> Iterator[Finding]:
    """What pyshacl finds in the data."""
    with _quiet():
        report = _report(rdflib_graph(triples), _shapes(library.triples))
        told = Graph((text_of(_plain(s)), str(p), _plain(o)) for s, p, o in report)
    for node in told.linked(f"{SH}result"):  # and not sh:detail, which says why a sh:node does not hold
        yield _finding(told, node)


def _report(data: "rdflib.Graph", shapes: "rdflib.Graph") -> "rdflib.Graph":
    """pyshacl's report; InputError where it stops: some values it cannot compare."""
    import pyshacl
    from pyshacl.errors import ReportableRuntimeError

    try:
        _, report, words = pyshacl.validate(data, shacl_graph=shapes, inplace=True, allow_warnings=True)
    except (ReportableRuntimeError, TypeError) as error:
        raise InputError(f"pyshacl stops: {error}.", _STOPPED) from None
    if not isinstance(report, type(data)):
        raise InputError(f"pyshacl refuses the shapes: {words}", "Correct the shapes, and try again.")
    return report


@lru_cache(maxsize=8)
def _shapes(triples: tuple[Triple, ...]) -> "rdflib.Graph":
    return rdflib_graph(triples)


def _finding(told: Graph, node: Term) -> Finding:
    def said(name: str) -> Term | None:
        return next(iter(told.objects(node, SH + name)), None)

    path = said("resultPath")
    return Finding(
        focus=said("focusNode") or "",
        path="" if path is None else str(read_path(told, path)),
        value=said("value"),
        component=text_of(said("sourceConstraintComponent") or ""),
        severity=text_of(said("resultSeverity") or ""),
        messages=tuple(sorted(text_of(words) for words in told.objects(node, f"{SH}resultMessage"))),
        shape=text_of(said("sourceShape") or ""),
    )


def rdflib_graph(triples: Iterable[Triple]) -> "rdflib.Graph":
    """The triples as a graph of rdflib, their lexical forms as they are."""
    import rdflib

    graph = rdflib.Graph()
    for subject, link, value in triples:
        graph.add((_term(subject), rdflib.URIRef(link), _term(value)))
    return graph


def _term(term: Term) -> "Node":
    from rdflib import BNode, Literal, URIRef

    if isinstance(term, str):
        return BNode(term.removeprefix(BLANK)) if term.startswith(BLANK) else URIRef(term)
    lexical, datatype, language = term
    if language:
        return Literal(lexical, lang=language)
    if datatype == XSD.string:  # rdflib tells "a" from "a"^^xsd:string, RDF 1.1 does not
        return Literal(lexical)
    return Literal(lexical, datatype=URIRef(datatype), normalize=False)


def _plain(node: "Node") -> Term:
    from rdflib import BNode, Literal

    if isinstance(node, Literal):
        datatype = RDF.langString if node.language else str(node.datatype or XSD.string)
        return str(node), datatype, node.language or ""
    return BLANK + str(node) if isinstance(node, BNode) else str(node)


@contextmanager
def _quiet() -> Iterator[None]:
    """rdflib logs a traceback for each ill-typed literal: the shapes say it better."""
    logger = logging.getLogger("rdflib.term")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before
