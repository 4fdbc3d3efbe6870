"""Every single constraint of the shapes: a change that it objects to, and a run without each of them.

`make mutation` removes each constraint in turn; the tests remove every twelfth.
"""

import os
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from communique.ontology.vocabulary import PREFIXES, SCHEME
from communique.shapes.apart import lay_apart
from communique.shapes.compiled import Finding, Graph, Shapes, Triple, compile_shapes, plain_quads
from communique.shapes.compiled.compiler import CONSTRAINTS
from communique.shapes.compiled.terms import SH, text_of
from communique.shapes.library import own_shapes

HERE = Path(__file__).parent
BASE = "https://w3id.org/communique/id/"
HEADER = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items()) + f"PREFIX id: <{BASE}>\n"
CONCEPT = (f"{PREFIXES['rdf']}type", f"{PREFIXES['skos']}Concept")
LINES = (HERE / "constraints.txt").read_text().splitlines()
CASES = [tuple(line.split(" | ")) for line in LINES if " | " in line]
SHAPES = own_shapes(True).triples


@cache
def graph_after(change: str) -> Graph:
    """The record after a change, with the concepts that it uses and the classes of the shapes."""
    store = ox.Store()
    store.extend(ox.parse((HERE / "record.trig").read_bytes(), format=ox.RdfFormat.TRIG))
    if change:
        store.update(HEADER + update(change))
    quads = list(plain_quads(store))
    concepts = {o for _, _, o, _ in quads if isinstance(o, str) and o.startswith(SCHEME)}
    more: list[Triple] = [(text_of(concept), *CONCEPT) for concept in concepts]
    return Graph([*lay_apart(quads).triples(), *more, *own_shapes(True).classes])


def update(change: str) -> str:
    if removal := re.fullmatch(r"- (\S+) of (\S+) (\S+)", change):
        link, kind, name = removal.groups()
        node = f"<{BASE}{kind}/{name}>"
        return f"DELETE {{ GRAPH ?g {{ {node} {link} ?v }} }} WHERE {{ GRAPH ?g {{ {node} {link} ?v }} }}"
    sign, kind, name, link, rest = change.split(" ", 4)
    more = f"INSERT DATA {{ GRAPH id:graph\\/more {{ <{BASE}{kind}/{name}> {link} {rest} }} }}"
    return f"{update(f'- {link} of {kind} {name}')} ;\n{more}" if sign == "=" else more


def told(finding: Finding) -> str:
    """FOCUS COMPONENT PATH, as the cases have it."""
    focus = text_of(finding.focus).removeprefix(BASE).replace("/", " ", 1)
    component = finding.component.removeprefix(SH).removesuffix("ConstraintComponent")
    path = finding.path.replace("<", "").replace(">", "")
    for name, namespace in PREFIXES.items():
        path = path.replace(namespace, f"{name}:")
    return f"{focus} {component} {path}".strip()


def run(shapes: Shapes, change: str) -> set[str]:
    """The results, each with how many shapes have it if these are several."""
    counts = Counter(told(finding) for finding in shapes.validate(graph_after(change)))
    return {result if count == 1 else f"{result} ({count})" for result, count in counts.items()}


@pytest.mark.parametrize(("change", "result"), CASES, ids=[" | ".join(case) for case in CASES])
def test_a_constraint_objects(change: str, result: str) -> None:
    assert result in run(compiled(), change)


def test_the_record_holds() -> None:
    assert run(compiled(), "") == set()


@cache
def compiled() -> Shapes:
    return compile_shapes(SHAPES)


def constraints() -> list[Triple]:
    return [triple for triple in SHAPES if triple[1].removeprefix(SH) in CONSTRAINTS - {"property"}]


def survives(removed: Triple) -> bool:
    """Whether every case still has its result, and the record still holds, without a constraint."""
    shapes = compile_shapes(triple for triple in SHAPES if triple != removed)
    return run(shapes, "") == set() and all(result in run(shapes, change) for change, result in CASES)


def test_no_constraint_can_be_removed_unnoticed() -> None:
    chosen = constraints() if os.environ.get("COMMUNIQUE_MUTATION") else constraints()[::12]
    assert len(chosen) > 15
    assert [removed for removed in chosen if survives(removed)] == []
