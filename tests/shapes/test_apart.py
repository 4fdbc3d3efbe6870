import pyoxigraph as ox
from rdflib import URIRef

from communique.shapes.apart import lay_apart

E = "https://example.org/"


def quad(subject: str, link: str, value: str, graph: str) -> ox.Quad:
    return ox.Quad(*(ox.NamedNode(E + name) for name in (subject, link, value, graph)))


TOLD_TWICE = [quad("m", "at", "noon", "g1"), quad("m", "at", "night", "g2"), quad("x", "of", "m", "g2")]


def test_a_node_that_two_graphs_describe_is_two_nodes_that_are_traced_back() -> None:
    apart = lay_apart(TOLD_TWICE)
    meetings = {str(node) for node in apart.graph.subjects(URIRef(f"{E}at"))}
    assert len(meetings) == 2
    assert {apart.origins[node] for node in meetings} == {f"{E}m"}
    assert {apart.graphs[node] for node in meetings} == {f"{E}g1", f"{E}g2"}


def test_a_reference_stays_within_its_graph() -> None:
    apart = lay_apart(TOLD_TWICE)
    (meant,) = apart.graph.objects(URIRef(f"{E}x"), URIRef(f"{E}of"))
    assert list(apart.graph.objects(meant, URIRef(f"{E}at"))) == [URIRef(f"{E}night")]


def test_a_reference_from_a_third_graph_leads_to_a_description() -> None:
    apart = lay_apart([*TOLD_TWICE, quad("y", "of", "m", "g3")])
    (meant,) = apart.graph.objects(URIRef(f"{E}y"), URIRef(f"{E}of"))
    assert list(apart.graph.objects(meant, URIRef(f"{E}at"))) == [URIRef(f"{E}noon")]


def test_a_node_that_one_graph_describes_keeps_its_name_in_all() -> None:
    apart = lay_apart([quad("m", "at", "noon", "g1"), quad("x", "of", "m", "g2")])
    assert list(apart.graph.objects(URIRef(f"{E}x"), URIRef(f"{E}of"))) == [URIRef(f"{E}m")]
