"""The passage of the captured text that a finding is about."""

from communique.ontology.vocabulary import CMQ, OA
from communique.shapes.compiled import Graph, Term
from communique.shapes.compiled.terms import text_of


def passage_of(graph: Graph, focus: Term) -> tuple[str, int, int]:
    """The words that a finding is about, and where: its own passage, or the first of the evidence."""
    for passage in (focus, *sorted(graph.objects(focus, CMQ.evidence), key=text_of)):
        selectors = graph.objects(passage, OA.hasSelector)
        said = {
            link: text_of(value)
            for link in (OA.exact, OA.start, OA.end)
            for selector in (*selectors, passage)
            for value in graph.objects(selector, link)
        }
        if OA.exact in said:
            return " ".join(said[OA.exact].split()), _number(said, OA.start), _number(said, OA.end)
    return "", -1, -1


def _number(said: dict[str, str], link: str) -> int:
    value = said.get(link, "")
    return int(value) if value.isascii() and value.isdigit() else -1
