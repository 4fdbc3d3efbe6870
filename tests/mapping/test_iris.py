from dataclasses import replace
from typing import Any

import pytest

from communique.errors import UsageError
from communique.mapping.iris import Base, article_key, digest_of, post_keys, slug
from communique.mapping.model import Actor, Post, Span


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Volodymyr Zelenskyy", "volodymyr-zelenskyy"),
        ("Côte d’Ivoire", "cote-divoire"),
        ("Łódź & Tromsø", "lodz-tromso"),
        ("Straße", "strasse"),
        ("ﬁnal №7", "final-no7"),
        ("prime minister", "prime-minister"),
        ("  --a--  ", "a"),
        ("Київ", digest_of("Київ")),
        ("word " * 20, "-".join(["word"] * 12)),
        ("x" * 70, "x" * 60),
    ],
)
def test_slugs(words: str, expected: str) -> None:
    assert slug(words) == expected


@pytest.mark.parametrize(
    ("name", "url", "expected"),
    [
        ("/home/a/Strait Live.txt", None, "strait-live"),
        ("C:\\texts\\Strait.html", None, "strait"),
        ("strait.txt", "https://example.org/world/2026/the-strait.html", "the-strait-d7d6d0"),
        ("https://example.org/", None, "example-org-8198d1"),
        ("a.tar.gz", None, "a-tar"),
    ],
)
def test_the_key_of_an_article(sample: Any, name: str, url: str | None, expected: str) -> None:
    assert article_key(replace(sample.article, name=name, url=url)) == expected


def test_the_keys_of_posts_are_distinct_and_reserve_those_of_other_graphs(sample: Any) -> None:
    text = "Berg arrives\nprovenance\nlede"
    heads = [Span(0, 12), Span(0, 12), Span(13, 23), Span(24, 28), None]
    posts = [Post(0, Span(0, 0), (), "lede")]
    posts += [Post(n, Span(0, 0), (), "post", head) for n, head in enumerate(heads, 1)]
    posts += [Post(6, Span(0, 0), (), "post", heads[0], identifier="block-7")]
    keys = post_keys(replace(sample.article, text=text, posts=tuple(posts)))
    assert keys == ("lede", "berg-arrives", "berg-arrives-2", "provenance-2", "lede-2", "post", "block-7")


def test_a_hash_keeps_its_parts_apart() -> None:
    assert digest_of("ab", "c") != digest_of("a", "bc")
    assert len(digest_of("a")) == 12


def test_names_below_the_base() -> None:
    base = Base("https://example.org/r/")
    described = Actor("described", "a spokesman", "A spokesman", of="GB")
    assert base.state("GB") == base.party("GB") == "https://example.org/r/id/state/gb"
    assert base.party("nato") == base.organisation("nato") == "https://example.org/r/id/organization/nato"
    assert base.passage("0123456789abcdef", Span(3, 9)).endswith("/passage/0123456789ab/3-9")
    assert base.graph("a", "lede") == f"{base.graphs_of('a')}lede"
    assert base.actor(described, "one") != base.actor(described, "other")
    assert base.actor(described, "one") == base.actor(replace(described, key="A spokesman"), "one")


@pytest.mark.parametrize("iri", ["example.org/", "https://example.org", "https://example.org/a b/", ""])
def test_what_cannot_be_a_base(iri: str) -> None:
    with pytest.raises(UsageError):
        Base(iri)
