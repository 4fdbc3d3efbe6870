import pyoxigraph as ox
import pytest

from communique.ontology.vocabulary import PREFIXES
from communique.publishing.validation.ontology_check import check_ontology
from communique.shapes.compiled import plain_triples
from communique.shapes.vocabulary_check import check_vocabulary

HEADER = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
SOUND = """
cmq:A a owl:Class ; rdfs:label "a thing"@en ; skos:definition "What is A."@en .
cmq:b a owl:ObjectProperty ; rdfs:label "b"@en ; rdfs:comment "How b."@en .
cmq:old a owl:ObjectProperty ; rdfs:label "old"@en ; rdfs:comment "How it was."@en ; owl:deprecated true .
"""
CASES = {
    "sound": ("", "<x:a> cmq:b <x:b> .", ""),
    "a property that is not defined": ("", "<x:a> cmq:c <x:b> .", "violation UndefinedTerm"),
    "a class that is not defined": ("", "<x:a> a cmq:C .", "violation UndefinedTerm"),
    "a deprecated property": ("", "<x:a> cmq:old <x:b> .", "warning DeprecatedTerm"),
    "no label": ('cmq:C a owl:Class ; skos:definition "C."@en .', "", "violation NoLabel"),
    "no definition": ('cmq:C a owl:Class ; rdfs:label "c"@en .', "", "violation NoDefinition"),
    "one label twice": (
        'cmq:C a owl:Class ; rdfs:label "A thing"@en ; skos:definition "C."@en .',
        "",
        "violation LabelClash",
    ),
    "a property like a class": (
        'cmq:c a owl:ObjectProperty ; rdfs:label "a thing"@en ; skos:definition "C."@en .',
        "",
        "",
    ),
}


def triples(turtle: str) -> list[tuple[str, str, object]]:
    return list(plain_triples(ox.parse(HEADER + turtle, format=ox.RdfFormat.TURTLE)))


@pytest.mark.parametrize(("terms", "use", "expected"), CASES.values(), ids=CASES.keys())
def test_a_vocabulary_is_held_to_itself(terms: str, use: str, expected: str) -> None:
    found = check_vocabulary(triples(SOUND + terms), triples(use)).results  # type: ignore[arg-type]
    assert [f"{result.severity} {result.component}" for result in found] == ([expected] if expected else [])


def test_the_ontology_and_the_reference_data_hold() -> None:
    assert [one.report.violations for one in check_ontology()] == [(), ()]
