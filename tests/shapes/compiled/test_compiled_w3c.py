"""The W3C's test cases for SHACL, as data: each runs, or is on the list of what is refused."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlparse

import pyoxigraph as ox
import pytest

from communique.shapes.compiled import Graph, Term, Unsupported, compile_shapes, plain_triples
from communique.shapes.compiled.paths import read_path
from communique.shapes.compiled.terms import SH

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"
CASES = Path(__file__).parents[4] / "shared" / "w3c" / "shacl"

# What the compiler refuses, by name, with the test cases that need it.
REFUSED = {
    "sh:sparql": {
        "sparql/node/prefixes-001",
        "sparql/node/sparql-001",
        "sparql/node/sparql-002",
        "sparql/node/sparql-003",
        "sparql/property/sparql-001",
        "sparql/pre-binding/pre-binding-001",
        "sparql/pre-binding/pre-binding-002",
        "sparql/pre-binding/pre-binding-003",
        "sparql/pre-binding/pre-binding-004",
        "sparql/pre-binding/pre-binding-005",
        "sparql/pre-binding/pre-binding-006",
        "sparql/pre-binding/pre-binding-007",
        "sparql/pre-binding/shapesGraph-001",
        "sparql/pre-binding/unsupported-sparql-001",
        "sparql/pre-binding/unsupported-sparql-002",
        "sparql/pre-binding/unsupported-sparql-003",
        "sparql/pre-binding/unsupported-sparql-004",
        "sparql/pre-binding/unsupported-sparql-005",
    },
    "sh:ConstraintComponent": {
        "sparql/component/nodeValidator-001",
        "sparql/component/optional-001",
        "sparql/component/propertyValidator-select-001",
        "sparql/component/validator-001",
        "sparql/pre-binding/unsupported-sparql-006",
    },
}
REASONS = {name: construct for construct, names in REFUSED.items() for name in names}


@dataclass(frozen=True)
class Case:
    name: str
    graph: Graph
    entry: Term

    def value(self, *links: str) -> Term:
        node = self.entry
        for link in links:
            (node,) = self.graph.objects(node, link)
        return node


def read(iri: str) -> list[tuple[str, str, Term]]:
    path = Path(unquote(urlparse(iri).path))
    return list(plain_triples(ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE, base_iri=iri)))


def entries(path: Path) -> Iterator[Case]:
    graph, manifest = Graph(read(path.as_uri())), path.as_uri()
    for included in graph.objects(manifest, f"{MF}include"):
        yield from entries(Path(unquote(urlparse(str(included)).path)))
    for head in graph.objects(manifest, f"{MF}entries"):
        for entry in graph.items(head):
            yield Case(str(path.relative_to(CASES).with_suffix("")), graph, entry)


def all_cases() -> list[Case]:
    return list(entries(CASES / "manifest.ttl")) if CASES.is_dir() else []


def expected(case: Case) -> Counter[tuple[object, ...]] | None:
    result = case.value(f"{MF}result")
    if result == f"{SHT}Failure":
        return None
    found: Counter[tuple[object, ...]] = Counter()
    for node in case.graph.objects(result, f"{SH}result"):
        said = {name: next(iter(case.graph.objects(node, SH + name)), None) for name in SAID}
        path = said["resultPath"]
        said["resultPath"] = "" if path is None else str(read_path(case.graph, path))
        found[tuple(said.values())] += 1
    return found


SAID = ("focusNode", "resultPath", "value", "sourceConstraintComponent", "resultSeverity")


@pytest.mark.skipif(not CASES.is_dir(), reason="the W3C's test cases are not here")
@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.name)
def test_the_compiled_shapes_find_what_the_w3c_finds(case: Case) -> None:
    shapes = read(str(case.value(f"{MF}action", f"{SHT}shapesGraph")))
    if case.name in REASONS:
        with pytest.raises(Unsupported) as refused:
            compile_shapes(shapes)
        assert refused.value.construct == REASONS[case.name]
        return
    data = Graph(read(str(case.value(f"{MF}action", f"{SHT}dataGraph"))))
    wanted = expected(case)
    assert wanted is not None
    found = compile_shapes(shapes).validate(data)
    assert Counter((f.focus, f.path, f.value, f.component, f.severity) for f in found) == wanted
