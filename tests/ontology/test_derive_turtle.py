import pyoxigraph as ox

from communique.ontology.derive.turtle import Description, Source, document, node, plain, text
from communique.ontology.vocabulary import CMQ, RDF, SKOS

SOURCE = Source("A book", "https://example.org/book", "CC0 1.0", "https://example.org/cc0")
ONE = Description("https://example.org/b", [(RDF.type, node(CMQ.State)), (SKOS.prefLabel, text("Bé"))])
TWO = Description("https://example.org/a", [(SKOS.notation, plain("AA")), (SKOS.altLabel, None)])


def test_the_order_of_the_input_does_not_matter() -> None:
    assert document("Things", [SOURCE], [ONE, TWO]) == document("Things", [SOURCE], [TWO, ONE, TWO])


def test_the_header_names_title_source_and_licence() -> None:
    header = document("Things", [SOURCE], []).decode().partition("@prefix")[0]
    assert header.startswith("# Things\n")
    assert "A book <https://example.org/book>, CC0 1.0 <https://example.org/cc0>" in header


def test_it_reads_back_with_its_source() -> None:
    triples = set(ox.parse(document("Things", [SOURCE], [ONE, TWO]), format=ox.RdfFormat.TURTLE))
    assert len(triples) == 1 + 2 + 2 + 1


def test_absent_values_are_left_out() -> None:
    assert [t.predicate.value for t in TWO.triples()] == [SKOS.notation]
