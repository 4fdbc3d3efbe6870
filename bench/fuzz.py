"""Mutations of the examples, and what they break: crashes, spans outside the text, two answers, slow inputs.

    python bench/fuzz.py [--minutes N] [--seed N] [--keep FOLDER]

Every finding is written to FOLDER as a text that shows it. Exit status 1 if there are any.
"""

import argparse
import dataclasses
import random
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from texts import examples

from communique.errors import InputError
from communique.mapping.extraction import extract
from communique.mapping.model import Span
from communique.mapping.reading.article import article_of

SLOW = 1.5
"""Milliseconds of processor time for each code point that no text may take."""
LEAST = 1.0
"""Seconds under which nothing counts as slow."""
MARKS = "“”‘’„«»\"'’()[]–—-…,.;:!?|•&$€%/\n\t \u00a0\u200b\u202e\u0301\ufeff\x00\x0c😀🇺🇦ßİﬁ"
Mutation = Callable[[random.Random, str], str]


def _cut(chance: random.Random, text: str) -> tuple[int, int]:
    start = chance.randrange(len(text))
    return start, min(len(text), start + 1 + int(chance.expovariate(1 / 60)))


def drop(chance: random.Random, text: str) -> str:
    start, end = _cut(chance, text)
    return text[:start] + text[end:]


def double(chance: random.Random, text: str) -> str:
    start, end = _cut(chance, text)
    return text[:end] + text[start:end] * chance.randint(1, 40) + text[end:]


def move(chance: random.Random, text: str) -> str:
    start, end = _cut(chance, text)
    at = chance.randrange(len(text))
    return text[:at] + text[start:end] + text[at:]


def mark(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text))
    return text[:at] + chance.choice(MARKS) * chance.randint(1, 3) + text[at + chance.randint(0, 1) :]


def noise(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text))
    point = chance.choice(
        (chance.randrange(0x80), chance.randrange(0x3000), chance.randrange(0xE000, 0x110000))
    )
    return text[:at] + chr(point) + text[at:]


def shout(chance: random.Random, text: str) -> str:
    start, end = _cut(chance, text)
    change = chance.choice((str.upper, str.lower, str.title, str.swapcase))
    return text[:start] + change(text[start:end]) + text[end:]


def swap_words(chance: random.Random, text: str) -> str:
    words = text.split(" ")
    one, other = chance.randrange(len(words)), chance.randrange(len(words))
    words[one], words[other] = words[other], words[one]
    return " ".join(words)


def splice(chance: random.Random, text: str) -> str:
    other = chance.choice(examples()).text
    at, behind = chance.randrange(len(text)), chance.randrange(len(other))
    return text[:at] + other[behind : behind + 3000]


def unbroken(chance: random.Random, text: str) -> str:
    return text.replace(chance.choice("\n.,”’ "), chance.choice(("", " ")))


MUTATIONS: tuple[Mutation, ...] = (
    drop, drop, double, move, move, mark, mark, mark, noise, shout, swap_words, swap_words, splice, unbroken,
)  # fmt: skip


def mutate(chance: random.Random) -> str:
    """An example, or a stretch of one, with a few changes."""
    text = chance.choice(examples()).text
    if chance.random() < 0.7:
        start = chance.randrange(len(text))
        text = text[start : start + chance.randint(50, 3000)]
    for _ in range(chance.randint(1, 12)):
        text = chance.choice(MUTATIONS)(chance, text or "x")[:60_000]
    return text


def spans_of(value: Any) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif dataclasses.is_dataclass(value):
        for entry in dataclasses.fields(value):
            yield from spans_of(getattr(value, entry.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from spans_of(item)


def fault(text: str, twice: bool) -> str | None:
    """What goes wrong with a text, in a line; None if nothing does."""
    try:
        article = article_of(text.encode("utf-8", "surrogatepass"), "fuzz.txt")
    except InputError:
        return None
    start = time.process_time()
    facts = extract(article)
    took = time.process_time() - start
    told = [post.span for post in article.posts if post.repeats is None]
    for span in spans_of(facts):
        if span.start >= span.end or not any(span in post for post in told):
            return f"span {span.start}-{span.end} outside the posts"
    if took > max(LEAST, SLOW * len(text) / 1000):
        return f"slow: {took:.1f} s for {len(text)} code points"
    return "two answers" if twice and extract(article) != facts else None


def examine(text: str, twice: bool) -> str | None:
    try:
        return fault(text, twice)
    except Exception:  # whatever it is, it is what is looked for
        return traceback.format_exc(limit=-4)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-findings"))
    arguments = parser.parse_args()
    chance, end = random.Random(arguments.seed), time.monotonic() + 60 * arguments.minutes
    tried = found = points = 0
    while time.monotonic() < end:
        text = mutate(chance)
        tried, points = tried + 1, points + len(text)
        wrong = examine(text, tried % 10 == 0)
        if wrong:
            found += 1
            arguments.keep.mkdir(parents=True, exist_ok=True)
            (arguments.keep / f"{arguments.seed}-{tried}.txt").write_text(text, "utf-8", "surrogatepass", "")
            print(f"{arguments.seed}-{tried}: {wrong}", flush=True)
    print(f"{tried:,} texts, {points:,} code points, {found} findings (seed {arguments.seed})")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
