"""The named queries over many articles: over HTTP beside the engine in this process, in one run.

    python bench/analytic.py [--articles 10000] [--rounds 5] [--keep FOLDER]

The articles are copies of those of examples/, each with names of its own for all that it tells, in the
graphs that an ingest makes; states, people and offices are the same for all. The endpoint runs as it is
started by `communique serve --readers 2 --cache 0`. A query is analytic where the engine takes 10 ms or more.
Both are asked once before anything is measured. With --keep the store is made in a folder that stays, and one
that is there already is used: to make ten thousand articles takes some minutes.
"""

import argparse
import contextlib
import io
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pyoxigraph as ox

from communique.mapping.batch import ingest_all
from communique.publishing.querying.queries import run_query
from communique.publishing.storage.snapshots import Snapshots
from communique.publishing.storage.store import GraphStore, open_store
from communique.queries.catalogue import bind, catalogue

EXAMPLES = Path(__file__).parent.parent / "examples"
ANALYTIC = 0.01  # seconds
VERY_LONG = 10.0  # seconds
BATCH = 200  # articles


def copies(store: GraphStore, articles: int) -> Iterator[bytes]:
    """N-Quads of so many articles, a batch at a time."""
    reference = store.base.reference
    known = {quad.subject for quad in store.quads(reference)}
    told = [quad for quad in store.quads() if quad.graph_name != ox.NamedNode(reference)]
    own = {str(quad.subject) for quad in told if quad.subject not in known}
    own |= {str(quad.graph_name) for quad in told}
    text = "".join(f"{quad} .\n" for quad in told)
    text = re.sub(r"<[^>]*>|_:\w+", lambda term: _renamed(term[0]) if term[0] in own else term[0], text)
    kinds = len(list(EXAMPLES.glob("*.txt"))) + len(list(EXAMPLES.glob("*.html")))
    for start in range(0, articles, BATCH):
        numbers = range(start, min(start + BATCH, articles), kinds)
        yield "".join(text.replace("\x00", f"-{number}") for number in numbers).encode()


def _renamed(term: str) -> str:
    return f"{term[:-1]}\x00>" if term.startswith("<") else f"{term}\x00"


def prepare(folder: Path, articles: int) -> int:
    """Make the store where there is none yet; how many quads it has."""
    if (folder / "store").exists():
        with open_store(folder / "store") as store, store.committing():
            return store.count()
    with open_store(folder / "one") as one:
        list(ingest_all(sorted(path for path in EXAMPLES.glob("*") if path.suffix in (".txt", ".html")), one))
        with open_store(folder / "store") as store:
            for batch in copies(one, articles):
                store.oxigraph.bulk_load(io.BytesIO(batch), ox.RdfFormat.N_QUADS)
            store.oxigraph.optimize()
            with store.committing():
                return store.count()


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    script = "from communique.cli import main; main()"
    command = [sys.executable, "-u", "-c", script, "serve", "--store", str(folder / "store")]
    options = ["--port", "0", "--readers", "2", "--cache", "0", "--time-limit", "600"]
    with subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield next(word for word in process.stdout.readline().split() if word.startswith("http"))
        finally:
            process.terminate()


def over_http(address: str, query: str) -> tuple[float, int]:
    """Seconds, and bytes of the answer."""
    request = Request(f"{address}/sparql?{urlencode({'query': query})}")
    request.add_header("accept", "application/sparql-results+json")
    start = time.perf_counter()
    with urlopen(request, timeout=600) as response:
        size = len(response.read())
    return time.perf_counter() - start, size


def in_process(store: ox.Store, query: str) -> tuple[float, int]:
    start = time.perf_counter()
    size = len(run_query(store, query).serialize(format=ox.QueryResultsFormat.JSON) or b"")  # type: ignore[call-overload]
    return time.perf_counter() - start, size


@contextlib.contextmanager
def kept(folder: Path | None) -> Iterator[Path]:
    """The folder, or one that goes with the run."""
    if folder:
        yield folder
    else:
        with tempfile.TemporaryDirectory() as name:
            yield Path(name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with kept(given.keep) as folder:
        print(f"{given.articles:,} articles, {prepare(folder, given.articles):,} quads\n", flush=True)
        held = Snapshots(folder / "store").hold()
        with held, served(folder) as address:
            compare(ox.Store.read_only(str(held.path)), address, given.rounds)


def compare(store: ox.Store, address: str, rounds: int) -> None:
    print(f"{'query':<28} {'engine':>10} {'HTTP':>10} {'ratio':>6} {'bytes':>12}")
    totals = [0.0, 0.0]
    for named in catalogue().values():
        engine, http, size = best(store, address, bind(named, named.examples), rounds)
        mark = " *" if engine >= ANALYTIC else ""
        times = f"{engine * 1e3:7.1f} ms {http * 1e3:7.1f} ms {http / engine:6.2f}"
        print(f"{named.name:<28} {times} {size:12,}{mark}", flush=True)
        if mark:
            totals = [totals[0] + engine, totals[1] + http]
    if totals[0]:
        print(f"\nanalytic queries (*) together: {totals[1] / totals[0]:.2f} times the engine's own time")


def best(store: ox.Store, address: str, query: str, rounds: int) -> tuple[float, float, int]:
    """The least time of either way, in turns, and the bytes of the answer; a very long query has one turn."""
    alone, through = [], []
    over_http(address, query)
    in_process(store, query)
    for number in range(rounds):
        if number % 2:
            alone.append(in_process(store, query))
        through.append(over_http(address, query))
        if not number % 2:
            alone.append(in_process(store, query))
        if alone[-1][0] > VERY_LONG:
            break
    assert {size for _, size in alone} == {size for _, size in through}
    return min(alone)[0], min(through)[0], alone[0][1]


if __name__ == "__main__":
    main()
