"""The gate: compiled shapes and pyshacl on one article's graph in one run, and growth to 1,000 articles.

Times are the CPU seconds of this process, the least of several runs, the engines in turn. The last table
is one graph with ever more articles; its last column should stay level.
"""

import gc
import sys
import time
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from communique.mapping.extraction import extract
from communique.mapping.graph import describe
from communique.mapping.reading import read_article
from communique.mapping.terms import Quad, quads
from communique.ontology.register import load_register
from communique.publishing.storage.store import GraphStore, open_store
from communique.shapes.check import check
from communique.shapes.compiled import PlainQuads
from communique.shapes.evidence import check_evidence

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.[th][xt][tm]*"))
SIZES = (1, 10, 100, 1000)
WHEN = datetime(2026, 1, 6, tzinfo=UTC)


def least(run: Callable[[], object], times: int) -> float:
    """The least CPU time of several runs, in milliseconds."""
    return min(measured(run) for _ in range(times)) * 1000


def measured(run: Callable[[], object]) -> float:
    gc.collect()
    start = time.process_time()
    run()
    return time.process_time() - start


def article(path: Path, store: GraphStore) -> None:
    """One article: both engines, and the gate's share of an ingest without the disk."""
    register, read = load_register(), read_article(path, date(2026, 1, 6))

    def mapped() -> tuple[PlainQuads, list[object]]:
        plain = PlainQuads(describe(read, extract(read), store.base, WHEN, register))
        return plain, list(quads(plain))

    plain, _ = mapped()
    known = list(store.described(quads(plain)))
    compiled, pyshacl = zip(
        *(
            (least(lambda: check(plain, known), 5), least(lambda: check(plain, known, "pyshacl"), 1))
            for _ in range(5)
        ),
        strict=True,
    )
    before, evidence = least(mapped, 3), least(lambda: check_evidence(plain, read.text), 3)
    ours, theirs = min(compiled), min(pyshacl)
    share = ours / (before + ours + evidence)
    print(f"{path.name:32} {len(plain):6} {ours:8.1f} {theirs:8.1f} {theirs / ours:6.1f} {share:7.0%}")


def copies(plain: Collection[Quad], number: int) -> Iterator[Quad]:
    """So many articles alike in one graph, in each of which what it describes has names of its own."""
    own = {subject for subject, *_ in plain}
    for copy in range(number):
        names: dict[object, str] = {name: f"{name}-{copy}" for name in own}
        for subject, link, value, _ in plain:
            yield names[subject], link, names.get(value, value), "https://example.org/all"


def growth(path: Path, store: GraphStore) -> None:
    """One graph with ever more articles."""
    read = read_article(path, date(2026, 1, 6))
    plain = describe(read, extract(read), store.base, WHEN, load_register())
    known = list(store.described(quads(plain)))
    for number in SIZES:
        many = PlainQuads(copies(plain, number))
        spent = least(lambda many=many: check(many, known), 3)  # type: ignore[misc]
        print(f"{number:8} {len(many):10} {spent:10.1f} {spent / len(many) * 1000:8.2f}")


def main() -> None:
    """Print both tables."""
    with open_store(None) as store:
        print(f"{'article':32} {'quads':>6} {'gate ms':>8} {'pyshacl':>8} {'times':>6} {'share':>7}")
        for path in EXAMPLES if "--all" in sys.argv else EXAMPLES[-2:]:
            article(path, store)
        print(f"\n{'articles':>8} {'quads':>10} {'gate ms':>10} {'µs/quad':>8}")
        growth(EXAMPLES[-1], store)


if __name__ == "__main__":
    main()
