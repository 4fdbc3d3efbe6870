from typing import Any

import pyoxigraph as ox
import pytest

from communique.ontology.vocabulary import CMQ, OA
from communique.shapes.evidence import check_evidence

XSD_INTEGER = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")


def changed(quads: tuple[ox.Quad, ...], subject: str, link: str, value: ox.Literal | str) -> list[ox.Quad]:
    """The quads with another value for one property."""
    new = ox.NamedNode(value) if isinstance(value, str) else value
    found = [quad for quad in quads if (quad.subject.value, quad.predicate.value) == (subject, link)]  # type: ignore[union-attr]
    assert found
    return [
        ox.Quad(quad.subject, quad.predicate, new, quad.graph_name) if quad in found else quad
        for quad in quads
    ]


def number(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=XSD_INTEGER)


def passage(sample: Any, words: str) -> str:
    start = sample.article.text.index(words)
    return f"{sample.base.iri}id/passage/{sample.article.digest[:12]}/{start}-{start + len(words)}"


def test_every_passage_of_the_sample_is_there(sample: Any) -> None:
    assert check_evidence(sample.quads(), sample.article.text).conforms


@pytest.mark.parametrize(
    ("selector", "link", "value"),
    [
        ("#p", OA.start, number(1)),
        ("#p", OA.end, number(10_000)),
        ("#p", OA.start, ox.Literal("one")),
        ("#q", OA.exact, ox.Literal("Send ten ships")),
        ("#q", OA.exact, ox.Literal("")),
    ],
    ids=["start", "end", "no number", "words", "no words"],
)
def test_one_broken_offset_is_caught(sample: Any, selector: str, link: str, value: ox.Literal) -> None:
    iri = passage(sample, "send ten ships")
    report = check_evidence(changed(sample.quads(), iri + selector, link, value), sample.article.text)
    assert ("VerbatimEvidence", iri) in {(result.component, result.focus) for result in report.violations}


@pytest.mark.parametrize(
    ("link", "value", "words"),
    [(CMQ.end, 300, "declined to say more"), (CMQ.start, 140, "Anna Berg")],
    ids=["ends early", "begins late"],
)
def test_one_broken_boundary_is_caught(sample: Any, link: str, value: int, words: str) -> None:
    report_iri = sample.base.report("strait-live", "berg-arrives")
    report = check_evidence(changed(sample.quads(), report_iri, link, number(value)), sample.article.text)
    found = {(result.component, result.focus) for result in report.violations}
    assert ("EvidenceWithinReport", passage(sample, words)) in found
    assert {component for component, _ in found} == {"EvidenceWithinReport"}


def test_borrowed_provenance_is_caught(sample: Any) -> None:
    other = sample.base.report("strait-live", "the-full-text")
    iri = passage(sample, "send ten ships")
    report = check_evidence(changed(sample.quads(), iri, OA.hasSource, other), sample.article.text)
    assert {result.component for result in report.violations} == {
        "EvidenceWithinReport",
        "EvidenceOfOwnReport",
    }


def test_another_text_is_caught(sample: Any) -> None:
    report = check_evidence(sample.quads(), sample.article.text.replace("ten ships", "two ships"))
    assert passage(sample, "send ten ships") in {result.focus for result in report.violations}
