"""The passage of the captured text that a finding is about."""

from typing import Final

from communique.ontology.vocabulary import CMQ, OA
from communique.shapes.compiled import Graph, Term
from communique.shapes.compiled.terms import text_of

_EVIDENCE: Final = CMQ.evidence
_SELECTOR: Final = OA.hasSelector
_EXACT, _START, _END = _SAID = (OA.exact, OA.start, OA.end)


def passage_of(graph: Graph, focus: Term) -> tuple[str, int, int]:
    """The words that a finding is about, and where: its own passage, or the first of the evidence."""
    for passage in (focus, *sorted(graph.objects(focus, _EVIDENCE), key=text_of)):
        selectors = graph.objects(passage, _SELECTOR)
        said = {
            link: text_of(value)
            for link in _SAID
            for selector in (*selectors, passage)
            for value in graph.objects(selector, link)
        }
        if _EXACT in said:
            return " ".join(said[_EXACT].split()), _number(said, _START), _number(said, _END)
    return "", -1, -1


def _number(said: dict[str, str], link: str) -> int:
    value = said.get(link, "")
    return int(value) if value.isascii() and value.isdigit() else -1
