"""What the compiler refuses, each by its name; and that pyshacl then runs."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from communique.errors import InputError
from communique.shapes.check import check
from communique.shapes.compiled import Unsupported, compile_shapes, plain_triples
from communique.shapes.library import own_shapes, shapes_in

HEADER = """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX ex: <https://example.org/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> """
REFUSED = {
    "sh:sparql": 'ex:S sh:targetNode ex:a ; sh:sparql [ sh:select "SELECT $this WHERE {}" ] .',
    "sh:rule": "ex:S sh:targetNode ex:a ; sh:rule [ ] .",
    "sh:entailment": "ex:G sh:entailment ex:e .",
    "sh:ConstraintComponent": "ex:C a sh:ConstraintComponent .",
    "sh:SPARQLFunction": "ex:f a sh:SPARQLFunction .",
    "sh:target": "ex:S sh:targetNode ex:a ; sh:target [ ] .",
    "sh:js": "ex:S sh:targetNode ex:a ; sh:js [ ] .",
    "sh:expression": "ex:S sh:targetNode ex:a ; sh:expression [ ] .",
    "sh:reifierShape": "ex:S sh:targetNode ex:a ; sh:reifierShape ex:T .",
    "a recursive shape": "ex:S sh:targetNode ex:a ; sh:node ex:S .",
    "a malformed list": "ex:S sh:targetNode ex:a ; sh:in [ rdf:first 1 ] .",
    "a malformed path": "ex:S sh:targetNode ex:a ; sh:property [ sh:path [ ] ; sh:minCount 1 ] .",
    "a path of fewer than two": "ex:S sh:targetNode ex:a ; sh:property [ sh:path ( ex:p ) ] .",
    "sh:pattern \\p{Lu}": 'ex:S sh:targetNode ex:a ; sh:pattern "\\\\p{Lu}" .',
    "sh:pattern (": 'ex:S sh:targetNode ex:a ; sh:pattern "(" .',
    "sh:flags q": 'ex:S sh:targetNode ex:a ; sh:pattern "a" ; sh:flags "q" .',
    "sh:nodeKind Thing": "ex:S sh:targetNode ex:a ; sh:nodeKind sh:Thing .",
}
SPARQL = """ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:message "No." ;
  sh:sparql [ sh:select "SELECT $this WHERE { $this <https://example.org/p> 1 }" ] ."""


@pytest.mark.parametrize(("construct", "turtle"), REFUSED.items(), ids=REFUSED.keys())
def test_a_construct_is_refused_by_name(construct: str, turtle: str) -> None:
    with pytest.raises(Unsupported) as refused:
        compile_shapes(plain_triples(ox.parse(HEADER + turtle, format=ox.RdfFormat.TURTLE)))
    assert refused.value.construct == construct


def test_communique_s_own_shapes_are_all_compiled() -> None:
    assert not isinstance(own_shapes(True).compiled, Unsupported)


def test_pyshacl_runs_what_is_refused(tmp_path: Path) -> None:
    (tmp_path / "more.ttl").write_text(HEADER + SPARQL)
    more = shapes_in(tmp_path)
    assert isinstance(more.compiled, Unsupported)
    quads = list(ox.parse(f"{HEADER} ex:a ex:p 1 . ex:b ex:p 2 .", format=ox.RdfFormat.TURTLE))
    (found,) = check(quads, more=more).violations
    assert (found.focus, found.message) == ("https://example.org/a", "No.")


@pytest.mark.parametrize("content", [None, "no turtle"])
def test_a_folder_without_shapes_is_refused(tmp_path: Path, content: str | None) -> None:
    if content:
        (tmp_path / "a.ttl").write_text(content)
    with pytest.raises(InputError):
        shapes_in(tmp_path)
