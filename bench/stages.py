"""How many articles a second each stage takes, on one core, and the share of each stage.

    python bench/stages.py [--rounds N] [FILE …]

Without files: the examples. In each round every article goes through all stages, in another order than in
the round before, into a store of its own; the least and the median time of the rounds are shown.
"""

import argparse
import os
import random
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from communique.errors import InputError
from communique.mapping.extraction import extract
from communique.mapping.graph import to_quads
from communique.mapping.iris import article_key
from communique.mapping.reading import read_article
from communique.mapping.replacement import replacement
from communique.ontology.register import load_register
from communique.publishing.storage.store import GraphStore, open_store
from communique.shapes.check import check
from communique.shapes.evidence import check_evidence

EXAMPLES = Path(__file__).parents[1] / "examples"
STAGES = ("read", "extract", "map", "check", "commit")
CAPTURED = datetime(2026, 1, 6, tzinfo=UTC)

Times = dict[str, float]


@contextmanager
def timed(times: Times, stage: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    times[stage] += time.perf_counter() - start


def run_article(path: Path, store: GraphStore, times: Times) -> None:
    """What communique.mapping.ingest does, with a clock at each step."""
    with timed(times, "read"):
        article = read_article(path)
    with timed(times, "extract"):
        facts = extract(article)
    with timed(times, "map"):
        quads = to_quads(article, facts, store.base, CAPTURED, load_register())
    with timed(times, "check"):
        report = check(quads, store.described(quads)) | check_evidence(quads, article.text)
    with timed(times, "commit"):
        change = replacement(store, article_key(article), quads)
        store.replace(change.graphs, change.quads, change.removed)
    assert report.conforms, path


def run_round(paths: list[Path]) -> Times:
    """The seconds of each stage, for all articles together."""
    times: Times = defaultdict(float)
    with TemporaryDirectory() as folder, open_store(Path(folder) / "store") as store:
        for path in random.sample(paths, len(paths)):
            run_article(path, store, times)
    return times


def show(rounds: list[Times], articles: int) -> None:
    whole = median(sum(times.values()) for times in rounds)
    print(f"{articles} articles, {len(rounds)} rounds, one core\n")
    print(f"{'stage':8} {'articles/s':>11} {'median ms':>10} {'least ms':>9} {'share':>6}")
    for stage in STAGES:
        seconds = [times[stage] for times in rounds]
        print(row(stage, articles, median(seconds), min(seconds), median(seconds) / whole))
    print(row("all", articles, whole, min(sum(times.values()) for times in rounds), 1))


def row(stage: str, articles: int, middle: float, least: float, share: float) -> str:
    per = 1000 / articles
    return f"{stage:8} {articles / middle:11.1f} {middle * per:10.2f} {least * per:9.2f} {share:6.0%}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    given = parser.parse_args()
    paths = given.files or sorted(path for path in EXAMPLES.iterdir() if path.suffix in (".txt", ".html"))
    with suppress(AttributeError, OSError):  # where the system has no such thing
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    random.seed(1)
    try:
        run_round(paths)  # tables are loaded and caches filled
        show([run_round(paths) for _ in range(max(1, given.rounds))], len(paths))
    except InputError as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
