"""Texts to measure with, made from the examples: a live blog as long as asked for, and many articles."""

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from communique.mapping.model import Article
from communique.mapping.reading import read_article
from communique.mapping.reading.article import article_of

EXAMPLES = Path(__file__).parents[1] / "examples"
POST = 6
"""Paragraphs of a post."""
POST_WORDS = 225
"""Words of a post, about; a text ends with the post that brings it nearest to the length asked for."""
_GIVEN = "Ada Bela Cora Dina Edda Faro Gino Hanna Ilya Jona Kara Lena".split()
_SYLLABLES = "ba de fi go hu ka le mi no ru sa ti vo ya ze".split()
_LANDS = "Norwegian Chadian Peruvian Thai Fijian Kenyan Greek Cuban Omani Polish Malian Tongan".split()


@cache
def examples() -> tuple[Article, ...]:
    """The examples, read."""
    return tuple(
        read_article(path)
        for path in sorted(EXAMPLES.glob("*.*"))
        if path.suffix != ".md" and path.suffix != ".py"
    )


@cache
def _paragraphs() -> tuple[str, ...]:
    return tuple(
        block.span.of(article.text)
        for article in examples()
        for post in article.posts
        for block in post.blocks
        if block.kind == "paragraph"
    )


def _name(number: int) -> str:
    """A surname for each number."""
    syllables = []
    left = number + 1
    while left:
        left, at = divmod(left, len(_SYLLABLES))
        syllables.append(_SYLLABLES[at])
    return f"{''.join(syllables).title()}sson"


def _newcomer(number: int, chance: random.Random) -> str:
    """Somebody new, who speaks, meets somebody and promises something of their own."""
    surname, port = _name(number), _name(number * 7)
    given, land, other = chance.choice(_GIVEN), chance.choice(_LANDS), chance.choice(_LANDS)
    return (
        f"The {land} trade minister, {given} {surname}, said the port of {port} would open by March. "
        f"{surname} met the {other} foreign minister in {port} on Tuesday and pledged to send "
        f"{number + 3} cranes to {port} and {_name(number * 3)} within {number + 2} days."
    )


def _post(number: int, chance: random.Random) -> str:
    clock = f"{9 + number // 60 % 12}.{number % 60:02d}"
    paragraphs = [_newcomer(number, chance), *(chance.choice(_paragraphs()) for _ in range(POST))]
    return "\n\n".join((clock, *paragraphs))


def live_blog(words: int, seed: int = 1) -> Article:
    """A live blog of about so many words; every post brings somebody new."""
    chance = random.Random(seed)
    posts = ["Ports reopen after a week of talks – live"]
    count = 0
    while count < words - POST_WORDS // 2:
        posts.append(_post(len(posts), chance))
        count += len(posts[-1].split())
    return article_of("\n\n".join(posts).encode(), "live.txt")


def articles(number: int, words: int = 1000) -> Iterator[Article]:
    """So many different texts of about so many words each."""
    return (live_blog(words, seed) for seed in range(number))
