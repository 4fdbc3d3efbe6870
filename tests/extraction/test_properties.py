"""Any text may come: extraction ends, says the same twice, and points into the text and nowhere else."""

import dataclasses
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.errors import InputError
from communique.mapping.extraction import extract
from communique.mapping.model import Article, Facts, Span
from communique.mapping.reading import read_article
from communique.mapping.reading.article import article_of

EXAMPLES = sorted(
    path for path in (Path(__file__).parents[2] / "examples").glob("*.*") if path.suffix in (".txt", ".html")
)
KNOWN = """Trump Xi Macron France Kyiv Kremlin NATO EU president minister of deputy the a said told that and
    he she it they we will not would pledged to refused comment met with talks summit host joint statement
    according in view leaders two sides Monday 5 May 2026 10am $5bn 40 if provided by within days call on
    warned of letter draft The It Reuters who which 10.30 . , ; : “ ” ‘ ’ ’s " ' ( ) – — …"""
WORDS = (*KNOWN.split(), "🇪🇺", "e\u0301", "\u200b", "\u202e", "\x0c", "\n", "\n\n")
SLOW = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def spans_of(value: Any) -> Iterator[Span]:
    """Every span within a record, however deep."""
    if isinstance(value, Span):
        yield value
    elif dataclasses.is_dataclass(value):
        for entry in dataclasses.fields(value):
            yield from spans_of(getattr(value, entry.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from spans_of(item)


def holds(text: str) -> None:
    """What must hold of any text that can be read at all."""
    try:
        article = article_of(text.encode("utf-8", "surrogatepass"), "any.txt")
    except InputError:
        return
    facts = extract(article)
    told = [post.span for post in article.posts if post.repeats is None]
    for span in spans_of(facts):
        assert 0 <= span.start < span.end <= len(article.text)
        assert any(span in post for post in told)
    assert_indices(facts)
    assert extract(article) == facts


def assert_indices(facts: Facts) -> None:
    """What one fact says of another leads to one that is there."""
    assert all(0 <= c.statement < len(facts.statements) for c in facts.commitments if c.statement is not None)
    assert all(0 <= m.part_of < len(facts.meetings) for m in facts.meetings if m.part_of is not None)


@cache
def example(path: Path) -> Article:
    return read_article(path)


@SLOW
@given(st.text(max_size=400))
def test_any_text(text: str) -> None:
    holds(text)


@SLOW
@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_any_order_of_words_that_rules_know(words: list[str]) -> None:
    holds(" ".join(words))


@SLOW
@given(st.sampled_from(EXAMPLES), st.integers(0), st.lists(st.sampled_from(WORDS), min_size=1, max_size=5))
def test_words_thrown_into_an_example(path: Path, seed: int, words: list[str]) -> None:
    chance = random.Random(seed)
    text = example(path).text
    begin = chance.randrange(len(text))
    piece = text[begin : begin + 1500]
    for word in words:
        at = chance.randrange(len(piece) + 1)
        piece = piece[:at] + word + piece[at + chance.randrange(4) :]
    holds(piece)


@SLOW
@given(st.sampled_from(EXAMPLES), st.randoms(use_true_random=False))
def test_paragraphs_of_an_example_in_any_order(path: Path, chance: random.Random) -> None:
    paragraphs = example(path).text.split("\n\n")
    chance.shuffle(paragraphs)
    holds("\n\n".join(paragraphs[:12]))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_whole_examples(path: Path) -> None:
    holds(example(path).text)


NO_PROSE = {
    "a verb of speech": "said ",
    "verbs that meet": "Macron met ",
    "ranks": "deputy ",
    "undertakings": "pledged to send $5 to ",
    "relative clauses": "who said ",
    "hosts": "Trump hosted talks with ",
    "opening marks": "‘word ",
    "names in a list": "Trump, Macron, Merz and ",
    "no end of a sentence": "the French president said on Monday that he would send aid and ",
}


@pytest.mark.parametrize("unit", NO_PROSE.values(), ids=NO_PROSE)
def test_what_repeats_itself_is_read_to_its_end(unit: str) -> None:
    """What once took time that grew with the square of the length; bench/growth.py measures it."""
    article = article_of((unit * (20_000 // len(unit))).encode(), "long.txt")
    assert all(0 <= mention.span.start < mention.span.end <= 20_000 for mention in extract(article).mentions)
