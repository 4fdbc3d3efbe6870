from dataclasses import replace
from typing import Any

import pytest

from communique.mapping.context import Context, spoken_for
from communique.mapping.model import Actor, Span
from communique.mapping.terms import Node

STATE = Actor("state", "GB", "United Kingdom")
OTHER = Actor("state", "FR", "France")
PERSON = Actor("person", "anna-berg", "Anna Berg", of="GB")
SPOKESMAN = Actor("described", "a spokesman", "a spokesman", of="GB")
WITNESS = Actor("described", "a witness", "a witness")


@pytest.fixture
def context(sample: Any) -> Context:
    return Context(sample.article, sample.base, sample.register)


@pytest.mark.parametrize(
    ("actors", "left"),
    [
        ((STATE, SPOKESMAN), (SPOKESMAN,)),
        ((OTHER, SPOKESMAN), (OTHER, SPOKESMAN)),
        ((STATE, WITNESS), (STATE, WITNESS)),
        ((STATE, PERSON), (STATE, PERSON)),
        ((STATE, OTHER), (STATE, OTHER)),
        ((), ()),
    ],
    ids=["its spokesman", "another's spokesman", "a witness", "a person by name", "states", "nobody"],
)
def test_whom_a_described_speaker_speaks_for(actors: tuple[Actor, ...], left: tuple[Actor, ...]) -> None:
    assert spoken_for(actors) == left


def test_a_span_belongs_to_the_post_in_which_it_begins(context: Context) -> None:
    posts = context.article.posts
    for post in posts:
        assert context.post_at(Span(post.span.start, post.span.start + 1)) == post.index
        assert context.post_at(Span(post.span.end - 1, post.span.end + 50)) == post.index


def test_posts_that_repeat_are_left_out(context: Context) -> None:
    assert context.posts_of([post.span for post in reversed(context.article.posts)]) == [0, 1, 2]


def test_spans_within_a_post_are_in_order_and_single(context: Context) -> None:
    start = context.article.posts[1].span.start
    late, early = Span(start + 9, start + 12), Span(start, start + 3)
    assert context.within(1, [late, None, early, late, Span(0, 2)]) == [early, late]


def test_somebody_whom_the_register_does_not_know_is_described(context: Context) -> None:
    node = Node("https://example.org/s", "https://example.org/g")
    known = list(context.parties(node, "https://example.org/p", [PERSON]))
    unknown = list(context.parties(node, "https://example.org/p", [replace(PERSON, key="dora-lind")]))
    assert len(known) == 1
    assert len(unknown) == 3
