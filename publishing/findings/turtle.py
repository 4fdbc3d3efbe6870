"""The SHACL validation report itself (section 3.6), with the file and the words beside it."""

from collections.abc import Iterator, Sequence
from typing import Final

import pyoxigraph as ox

from communique.ontology.vocabulary import BASE, DCT, OA, PREFIXES, RDF
from communique.publishing.findings.model import Checked, Found, all_found
from communique.shapes.compiled.terms import BLANK, SH

_OWN: Final = f"{BASE}shapes#"  # what is checked beside the shapes
_SEVERITIES: Final = {"violation": "Violation", "warning": "Warning", "info": "Info"}
Term = ox.NamedNode | ox.BlankNode | ox.Literal


def as_turtle(checked: Sequence[Checked]) -> str:
    """One sh:ValidationReport for all files, a sh:ValidationResult for each finding."""
    report = ox.BlankNode("report")
    conforms = all(one.error is None and one.report.conforms for one in checked)
    triples = [
        _triple(report, RDF.type, ox.NamedNode(f"{SH}ValidationReport")),
        _triple(report, f"{SH}conforms", ox.Literal(conforms)),
    ]
    for number, found in enumerate(all_found(checked)):
        node = ox.BlankNode(f"result{number}")
        triples.append(_triple(report, f"{SH}result", node))
        triples += (_triple(node, link, value) for link, value in _said(found))
        triples += _path(found.result.path, node, number)
    written = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes={**PREFIXES, "sh": SH})
    return _sorted_prefixes((written or b"").decode())


def _sorted_prefixes(turtle: str) -> str:
    """The prefixes in order: the serialiser's changes from run to run."""
    lines = turtle.splitlines(keepends=True)
    prefixes = sorted(line for line in lines if line.startswith("@prefix"))
    return "".join([*prefixes, *lines[len(prefixes) :]])


def _said(found: Found) -> Iterator[tuple[str, Term]]:
    result = found.result
    component = result.component
    kind = SH if component.endswith("ConstraintComponent") else _OWN
    yield RDF.type, ox.NamedNode(f"{SH}ValidationResult")
    yield f"{SH}resultSeverity", ox.NamedNode(SH + _SEVERITIES[result.severity])
    yield f"{SH}sourceConstraintComponent", ox.NamedNode(kind + component)
    yield f"{SH}focusNode", _node(result.focus)
    yield f"{SH}resultMessage", ox.Literal(result.message, language="en")
    yield DCT.source, ox.Literal(found.name)
    if result.value:
        yield f"{SH}value", _node(result.value)
    if result.words:
        yield OA.exact, ox.Literal(result.words)


def _path(path: str, node: ox.BlankNode, number: int) -> Iterator[ox.Triple]:
    """A property, its inverse, or a sequence of properties, as SHACL has them (section 2.3.1)."""
    if not path:
        return
    way: ox.NamedNode | ox.BlankNode = ox.BlankNode(f"path{number}_0")
    if path.startswith("<"):
        steps = path[1:-1].split(">/<")
        yield from _list(steps, number)
    elif path.startswith("^"):
        yield _triple(way, f"{SH}inversePath", ox.NamedNode(path[1:]))
    else:
        way = ox.NamedNode(path)
    yield _triple(node, f"{SH}resultPath", way)


def _list(steps: Sequence[str], number: int) -> Iterator[ox.Triple]:
    cells = [ox.BlankNode(f"path{number}_{index}") for index in range(len(steps))]
    rests: list[Term] = [*cells[1:], ox.NamedNode(RDF.nil)]
    for cell, step, rest in zip(cells, steps, rests, strict=True):
        yield _triple(cell, RDF.first, ox.NamedNode(step))
        yield _triple(cell, RDF.rest, rest)


def _triple(subject: ox.NamedNode | ox.BlankNode, link: str, value: Term) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(link), value)


def _node(value: str) -> Term:
    """An IRI or blank node as what it is; anything else as text, since a result keeps no datatype."""
    if value.startswith(BLANK):
        return ox.BlankNode(value.removeprefix(BLANK))
    try:
        return ox.NamedNode(value) if ":" in value and " " not in value else ox.Literal(value)
    except ValueError:
        return ox.Literal(value)
