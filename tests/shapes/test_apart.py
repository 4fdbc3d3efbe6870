from communique.shapes.apart import lay_apart
from communique.shapes.compiled import Graph, Quad

E = "https://example.org/"


def quad(subject: str, link: str, value: str, graph: str) -> Quad:
    return (E + subject, E + link, E + value, E + graph)


TOLD_TWICE = [quad("m", "at", "noon", "g1"), quad("m", "at", "night", "g2"), quad("x", "of", "m", "g2")]


def test_a_node_that_two_graphs_describe_is_two_nodes_that_are_traced_back() -> None:
    apart = lay_apart(TOLD_TWICE)
    meetings = {subject for subject, link, _ in apart.triples() if link == f"{E}at"}
    assert len(meetings) == 2
    assert {apart.node(name) for name in meetings} == {f"{E}m"}
    assert {apart.graph(name) for name in meetings} == {f"{E}g1", f"{E}g2"}


def test_a_reference_stays_within_its_graph() -> None:
    graph = Graph(lay_apart(TOLD_TWICE).triples())
    (meant,) = graph.objects(f"{E}x", f"{E}of")
    assert list(graph.objects(meant, f"{E}at")) == [f"{E}night"]


def test_a_reference_from_a_third_graph_leads_to_a_description() -> None:
    graph = Graph(lay_apart([*TOLD_TWICE, quad("y", "of", "m", "g3")]).triples())
    (meant,) = graph.objects(f"{E}y", f"{E}of")
    assert list(graph.objects(meant, f"{E}at")) == [f"{E}noon"]


def test_a_node_that_one_graph_describes_keeps_its_name_in_all() -> None:
    apart = lay_apart([quad("m", "at", "noon", "g1"), quad("x", "of", "m", "g2")])
    assert list(Graph(apart.triples()).objects(f"{E}x", f"{E}of")) == [f"{E}m"]
