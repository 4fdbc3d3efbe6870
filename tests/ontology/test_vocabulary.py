from importlib import resources

import pytest

from communique.ontology.nodes import Nodes, read_nodes
from communique.ontology.vocabulary import CMQ, ORG, OWL, RDFS, SCHEMES, SKOS, concept

KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)


@pytest.fixture(scope="module")
def ontology() -> Nodes:
    with resources.as_file(resources.files("communique.ontology") / "communique.ttl") as path:
        return read_nodes([path])


@pytest.fixture(scope="module")
def terms(ontology: Nodes) -> list[str]:
    return [subject for kind in KINDS for subject in ontology.typed(kind)]


def test_names_in_code_are_the_terms_of_the_ontology(terms: list[str]) -> None:
    assert {term.removeprefix(CMQ.iri) for term in terms} == set(CMQ.terms or ())


def test_every_term_has_a_label_and_a_definition(ontology: Nodes, terms: list[str]) -> None:
    bare = [
        t for t in terms if len(ontology.all(t, RDFS.label)) != 1 or not ontology.first(t, SKOS.definition)
    ]
    assert bare == []


def test_every_property_says_what_it_leads_to(ontology: Nodes) -> None:
    properties = [p for kind in KINDS[1:] for p in ontology.typed(kind)]
    assert [
        p
        for p in properties
        if not ontology.all(p, RDFS.range) and "schema" not in str(ontology.properties[p])
    ] == []


def test_schemes_are_those_that_code_knows(ontology: Nodes) -> None:
    names = {iri.rpartition("/")[2] for iri in ontology.typed(SKOS.ConceptScheme)}
    assert names == set(SCHEMES)


def test_every_concept_has_what_a_reader_needs(ontology: Nodes) -> None:
    for iri in ontology.typed(SKOS.Concept):
        scheme, notation = iri.split("/")[-2:]
        assert ontology.one(iri, SKOS.notation) == notation
        assert ontology.one(iri, SKOS.inScheme).rpartition("/")[2] == scheme
        assert iri == concept(scheme, notation)
        assert ontology.first(iri, SKOS.prefLabel)
        assert ontology.first(iri, SKOS.definition)


@pytest.mark.parametrize(
    ("scheme", "notations"),
    [
        (
            "act",
            "assertion announcement pledge urging warning threat denial refusal declined request question",
        ),
        (
            "act",
            "agreement welcome praise criticism accusation condemnation concern thanks claim proposal",
        ),
        ("mode", "direct partial paraphrase document"),
        ("modality", "certain expected possible conditional denied"),
        (
            "channel",
            "x facebook truth-social telegram letter joint-statement draft-statement readout",
        ),
        ("role", "participant host co-chair chair delegation-head delegate guest mediator"),
        (
            "status",
            "draft released scheduled ongoing held cancelled postponed attending withdrawn open resolved",
        ),
        ("force", "proposed drafted announced agreed in-force fulfilled broken refused withdrawn"),
        ("state", "pending fulfilled partly-fulfilled broken withdrawn superseded unknown"),
        ("kind", "summit bilateral talks call cabinet visit press-conference other"),
    ],
)
def test_concepts_that_facts_name(ontology: Nodes, scheme: str, notations: str) -> None:
    known = set(ontology.typed(SKOS.Concept))
    assert [n for n in notations.split() if concept(scheme, n) not in known] == []


def test_unknown_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="speeker"):
        _ = CMQ.speeker
    with pytest.raises(KeyError):
        concept("acts", "pledge")


def test_names_that_are_string_methods_are_terms_too() -> None:
    assert SKOS.title == f"{SKOS.iri}title"
    assert ORG["format"] == f"{ORG.iri}format"
