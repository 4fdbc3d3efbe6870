"""What is said with triple terms (RDF 1.2) is in the documents, too; 406 where a form cannot say them."""

from collections.abc import Iterator

import httpx
import pyoxigraph as ox
import pytest

from communique.ontology.vocabulary import BASE
from communique.publishing.endpoint import create_app
from communique.publishing.server import running
from communique.publishing.storage.store import GraphStore

TERM = '<<( <urn:a> <urn:b> <<( <urn:c> <urn:d> "e"@en )>> )>>'
DATA = f"<{BASE}id/state/fr> <urn:says> {TERM} ; a <https://w3id.org/communique/ns#State> ."
FORMS = {
    "text/html": (200, "urn:c urn:d “e”"),
    "text/turtle": (200, TERM),
    "application/n-triples": (200, TERM),
    "application/rdf+xml": (200, 'parseType="Triple"'),
    "application/ld+json": (406, "ask for text/turtle"),
}
# The page of a graph does not show what is in it.
CASES = [(thing, form) for thing in ("state/fr", "graph/g") for form in FORMS]
CASES.remove(("graph/g", "text/html"))


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    store = ox.Store()
    store.load(DATA, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(f"{BASE}id/graph/g"))
    with running(create_app(GraphStore(store))) as where:
        yield where


@pytest.mark.parametrize(("thing", "form"), CASES)
def test_triple_terms(address: str, thing: str, form: str) -> None:
    status, words = FORMS[form]
    answer = httpx.get(f"{address}/doc/{thing}", headers={"accept": form}, timeout=20)
    assert (answer.status_code, words in answer.text) == (status, True), answer.text
