"""Evidence, word for word: what no shape can see, because it needs the text that was captured.

Every passage occurs verbatim at its offsets, within the bounds of the very report it names as its
source, and stands in that report's own graph: a quotation found in another post is borrowed provenance.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from communique.ontology.vocabulary import CMQ, OA, PROV
from communique.shapes.compiled import PlainQuads, plain_quads
from communique.shapes.compiled.terms import text_of
from communique.shapes.report import Report, Result

_READ = frozenset(
    {OA.hasSource, OA.hasSelector, OA.start, OA.end, OA.exact, OA.prefix, OA.suffix, CMQ.start, CMQ.end}
)


@dataclass(frozen=True, slots=True)
class _Passage:
    iri: str
    graph: str
    source: str
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


class _Index:
    """The few properties that the check reads: subject and property → values."""

    def __init__(self, quads: PlainQuads) -> None:
        self._values: dict[tuple[str, str], list[str]] = {}
        self.passages: dict[str, set[str]] = {}
        self.derived: dict[str, str] = {}
        for subject, link, value, graph in quads:
            if link in _READ:
                self._values.setdefault((subject, link), []).append(text_of(value))
            if link == OA.hasSource and graph:
                self.passages.setdefault(subject, set()).add(graph)
            elif link == PROV.wasDerivedFrom:
                self.derived[subject] = text_of(value)

    def first(self, subject: str, link: str) -> str:
        """A value of the property, or nothing."""
        return next(iter(self._values.get((subject, link), ())), "")

    def number(self, subject: str, link: str) -> int:
        """A whole number, or -1."""
        value = self.first(subject, link)
        return int(value) if value.isascii() and value.lstrip("-").isdigit() else -1

    def selected(self, passage: str, link: str) -> str:
        """The selector of the passage that has the property."""
        selectors = self._values.get((passage, OA.hasSelector), ())
        return next((selector for selector in selectors if (selector, link) in self._values), "")


def check_evidence(quads: Iterable[ox.Quad] | PlainQuads, text: str) -> Report:
    """Check an article's passages against the text that it was captured with."""
    index = _Index(plain_quads(quads))
    return Report.of(
        result
        for iri, graphs in index.passages.items()
        for graph in graphs
        for result in _findings(index, _passage(index, iri, graph), text)
    )


def _passage(index: _Index, iri: str, graph: str) -> _Passage:
    position, quotation = index.selected(iri, OA.start), index.selected(iri, OA.exact)
    return _Passage(
        iri=iri,
        graph=graph,
        source=index.first(iri, OA.hasSource),
        start=index.number(position, OA.start),
        end=index.number(position, OA.end),
        exact=index.first(quotation, OA.exact),
        prefix=index.first(quotation, OA.prefix),
        suffix=index.first(quotation, OA.suffix),
    )


def _findings(index: _Index, passage: _Passage, text: str) -> Iterator[Result]:
    if text[passage.start : passage.end] != passage.exact or passage.start < 0 or not passage.exact:
        yield _finding(
            passage,
            OA.exact,
            "VerbatimEvidence",
            "The report does not have these words at these offsets. Ingest it again, or correct them.",
        )
    first, last = index.number(passage.source, CMQ.start), index.number(passage.source, CMQ.end)
    begins, ends = passage.start - len(passage.prefix), passage.end + len(passage.suffix)
    if not (0 <= first <= begins and ends <= last):
        yield _finding(
            passage,
            OA.hasSource,
            "EvidenceWithinReport",
            "The passage lies outside the post that it is taken from. Name the post that has these words.",
        )
    if index.derived.get(passage.graph, passage.source) != passage.source:
        yield _finding(
            passage,
            OA.hasSource,
            "EvidenceOfOwnReport",
            "The passage comes from another post than the facts it supports. Move it to that post's graph.",
        )


def _finding(passage: _Passage, path: str, component: str, message: str) -> Result:
    return Result(
        severity="violation",
        focus=passage.iri,
        path=path,
        value=f"{passage.start}-{passage.end}",
        component=component,
        message=message,
        graph=passage.graph,
        words=" ".join(passage.exact.split()),
        start=passage.start,
        end=passage.end,
    )
