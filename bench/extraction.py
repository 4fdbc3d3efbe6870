"""How many articles of about 1,000 words the extraction takes a second, on one core.

    python bench/extraction.py [--articles N] [--rounds N]

In the same run spaCy's blank English tokenizer (`pip install spacy`) cuts the same texts into tokens: a
yardstick that depends on the machine as the extraction does. Processor time, the best of the rounds.
"""

import argparse
import resource
import time
from collections.abc import Callable, Sequence

from texts import articles

from communique.mapping.extraction import extract
from communique.mapping.model import Article

Work = Callable[[Article], object]


def tokenizer() -> Work | None:
    """SpaCy's tokenizer for English, if it is installed."""
    try:
        import spacy
    except ImportError:
        return None
    nlp = spacy.blank("en")
    nlp.max_length = 10_000_000
    return lambda article: nlp.make_doc(article.text)


def seconds(work: Work, given: Sequence[Article], rounds: int) -> float:
    """The least processor time in which the work goes through all articles."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        for article in given:
            work(article)
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    given = list(articles(arguments.articles))
    words = sum(len(article.text.split()) for article in given) / len(given)
    print(f"{len(given)} articles of {words:,.0f} words")
    works = {"communique extract": extract, "spaCy blank('en')": tokenizer()}
    for work in filter(None, works.values()):
        work(given[0])
    for name, work in works.items():
        if work is None:
            print(f"{name:20} not installed")
            continue
        took = seconds(work, given, arguments.rounds)
        print(f"{name:20} {len(given) / took:8.1f} articles/s {1000 * took / len(given):8.2f} ms/article")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
