from typing import Any

import pyoxigraph as ox
import pytest

from communique.mapping.context import Context
from communique.mapping.evidence import evidence, passage
from communique.mapping.model import Span
from communique.mapping.terms import Node, quads
from communique.ontology.vocabulary import CMQ, OA


@pytest.fixture
def context(sample: Any) -> Context:
    return Context(sample.article, sample.base, sample.register)


def value(said: list[ox.Quad], link: str) -> str:
    (found,) = (getattr(quad.object, "value", "") for quad in said if quad.predicate.value == link)
    return str(found)


@pytest.mark.parametrize(
    ("first", "last", "prefix", "suffix"),
    [(0, 4, 0, 32), (40, 44, 32, 32), (-4, None, 32, 0), (2, 6, 2, 32)],
    ids=["at the start", "in the middle", "at the end", "near the start"],
)
def test_what_stands_around_a_passage_is_32_characters_of_its_post_at_most(
    context: Context, first: int, last: int | None, prefix: int, suffix: int
) -> None:
    post = context.article.posts[1].span
    span = Span(*(range(post.start, post.end + 1)[at] for at in (first - 1 * (first < 0), last or -1)))
    said = list(quads(passage(context, 1, span)))
    text = context.article.text
    assert value(said, OA.exact) == span.of(text)
    assert value(said, OA.prefix) == text[span.start - prefix : span.start]
    assert value(said, OA.suffix) == text[span.end : span.end + suffix]


def test_evidence_of_another_post_is_left_out(context: Context) -> None:
    node = Node("https://example.org/s", context.graph(1))
    here = Span(context.article.posts[1].span.start, context.article.posts[1].span.start + 5)
    said = list(quads(evidence(context, node, 1, [Span(0, 5), here, None, here])))
    assert [quad.object for quad in said if quad.predicate.value == CMQ.evidence] == [
        ox.NamedNode(context.base.passage(context.article.digest, here))
    ]
    assert {quad.graph_name for quad in said} == {ox.NamedNode(context.graph(1))}
