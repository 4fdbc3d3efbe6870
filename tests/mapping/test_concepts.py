import pytest

from communique.mapping.concepts import concept_of, notations
from communique.mapping.disagreement import FUNCTIONAL
from communique.ontology.vocabulary import SCHEME

USED = {
    "act": "assertion declined",
    "mode": "paraphrase",
    "modality": "certain conditional",
    "channel": "x letter",
    "force": "proposed drafted announced agreed in-force fulfilled broken refused withdrawn",
    "kind": "summit bilateral talks call cabinet visit press-conference other",
    "role": "participant host",
    "status": "draft released scheduled ongoing held cancelled attending withdrawn open resolved",
}


@pytest.mark.parametrize(("scheme", "names"), USED.items(), ids=USED.keys())
def test_the_ontology_has_the_concepts_that_the_mapping_names(scheme: str, names: str) -> None:
    assert set(names.split()) <= notations(scheme)


def test_a_concept_is_named_by_its_words() -> None:
    assert concept_of("kind", "press conference") == f"{SCHEME}kind/press-conference"


def test_functional_properties_are_terms_of_the_ontology() -> None:
    assert all(link.startswith("https://w3id.org/communique/ns#") for link in FUNCTIONAL)
