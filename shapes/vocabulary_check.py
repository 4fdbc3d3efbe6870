"""The ontology held to itself: what is used is defined, what is defined is explained."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from communique.ontology.vocabulary import CMQ, OWL, RDF, RDFS, SCHEME, SKOS
from communique.shapes.compiled import Graph, Term, Triple
from communique.shapes.compiled.terms import text_of
from communique.shapes.report import Report, Result, Severity

_OWN: Final = (CMQ.iri, SCHEME)
_CLASSES: Final = (OWL.Class, RDFS.Class)
_PROPERTIES: Final = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDF.Property)
_LABELS: Final = (RDFS.label, SKOS.prefLabel)
_DEFINITIONS: Final = (RDFS.comment, SKOS.definition)
MESSAGES: Final = {
    "UndefinedTerm": "This term is used and not defined. Define it in the ontology, or correct the name.",
    "NoLabel": "This term has no label. Give it one in English (rdfs:label, skos:prefLabel).",
    "NoDefinition": "Nothing says what this term means. Add a definition (rdfs:comment, skos:definition).",
    "LabelClash": "Two terms of one kind have the same label. Give each its own.",
    "DeprecatedTerm": "This term is deprecated and still used. Use what has replaced it.",
}


def check_vocabulary(defining: Collection[Triple], using: Iterable[Triple]) -> Report:
    """Check the terms of the ontology (`defining`), and the use of them in all else (`using`).

    Only terms below the project's own namespaces are looked at.
    """
    graph = Graph(defining)
    terms = _defined(graph)
    return Report.of(
        [
            *_use(terms, _deprecated(graph), [*defining, *using]),
            *_explained(graph, terms),
            *_clashes(graph, terms),
        ]
    )


def _defined(graph: Graph) -> dict[str, str]:
    """Each term that is defined, and which kind of term it is."""
    found: dict[str, str] = {}
    for kind, classes in (("class", _CLASSES), ("property", _PROPERTIES), ("concept", (SKOS.Concept,))):
        for name in classes:
            for node in graph.subjects(RDF.type, name):
                found.setdefault(text_of(node), kind)
    for scheme in graph.subjects(RDF.type, SKOS.ConceptScheme):
        found.setdefault(text_of(scheme), "scheme")
    return {term: kind for term, kind in found.items() if term.startswith(_OWN)}


def _deprecated(graph: Graph) -> set[str]:
    marked = graph.column(OWL.deprecated).items()
    return {
        text_of(node) for node, values in marked if any(text_of(value) in ("true", "1") for value in values)
    }


def _use(terms: dict[str, str], deprecated: set[str], triples: Iterable[Triple]) -> Iterator[Result]:
    """What is used and not defined, or no longer to be used; each where it is first met."""
    met: set[str] = set()
    for subject, link, value in triples:
        for term in (link, value):
            if isinstance(term, str) and term.startswith(_OWN) and term not in met:
                if term not in terms and term not in (CMQ.iri, CMQ.iri.rstrip("#")):
                    met.add(term)
                    yield _result("violation", term, "UndefinedTerm", subject)
                elif term in deprecated and subject not in deprecated:
                    met.add(term)
                    yield _result("warning", term, "DeprecatedTerm", subject)


def _explained(graph: Graph, terms: dict[str, str]) -> Iterator[Result]:
    for term, kind in terms.items():
        if not any(graph.objects(term, link) for link in _LABELS):
            yield _result("violation", term, "NoLabel")
        if kind != "scheme" and not any(graph.objects(term, link) for link in _DEFINITIONS):
            yield _result("violation", term, "NoDefinition")


def _clashes(graph: Graph, terms: dict[str, str]) -> Iterator[Result]:
    """Labels that two classes, two properties, or two concepts of one scheme share."""
    labelled: defaultdict[tuple[str, Term, str], set[str]] = defaultdict(set)
    for term, kind in terms.items():
        for scheme in graph.objects(term, SKOS.inScheme) or ("",):
            for label in (label for link in _LABELS for label in graph.objects(term, link)):
                labelled[kind, scheme, text_of(label).casefold()].add(term)
    for (_, _, label), sharing in labelled.items():
        for term in sorted(sharing)[1:]:
            yield _result("violation", term, "LabelClash", label)


def _result(severity: Severity, term: str, component: str, value: str = "") -> Result:
    return Result(severity, term, "", value, component, MESSAGES[component])
