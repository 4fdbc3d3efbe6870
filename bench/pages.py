"""The pages of linked data over many articles: milliseconds of each kind of page.

    python bench/pages.py [--articles 2000] [--rounds 5] [--beside FOLDER] [--keep FOLDER]

The store is that of bench/analytic.py. Every page is asked of an endpoint that keeps no answers; with
--beside, a folder on whose path another version of the package is found, of one of that version, too, in
turns and over the same store. --keep is that of bench/analytic.py.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

from analytic import kept, prepare

PAGES = (
    "state/nz",
    "state/fr",
    "state/us",
    "person/christopher-luxon",
    "organization/european-union",
    "state/",
    "person/",
    "report/",
    "statement/",
    "meeting/",
    "graph/",
    "?q=france",
    "?q=minister",
    "statement/?q=france",
    "state/fr.ttl",
)


@contextmanager
def served(store: Path, beside: Path | None) -> Iterator[str]:
    """The address of an endpoint of this version, or of the one beside it."""
    command = [sys.executable, "-u", "-c", "from communique.cli import main; main()", "serve"]
    options = ["--store", str(store), "--port", "0", "--readers", "2", "--cache", "0", "--time-limit", "600"]
    settings = os.environ | ({"PYTHONPATH": str(beside)} if beside else {})
    with subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True, env=settings) as process:
        assert process.stdout is not None
        try:
            yield next(word for word in process.stdout.readline().split() if word.startswith("http"))
        finally:
            process.terminate()


def seconds(address: str, page: str) -> float:
    start = time.perf_counter()
    with urlopen(Request(f"{address}/doc/{page}", headers={"accept": "text/html"}), timeout=600) as response:
        response.read()
    return time.perf_counter() - start


def compare(addresses: Sequence[str], rounds: int) -> None:
    for page in PAGES:
        times: list[list[float]] = [[] for _ in addresses]
        for turn in range(rounds):
            order = range(len(addresses)) if turn % 2 else reversed(range(len(addresses)))
            for which in order:
                times[which].append(seconds(addresses[which], page))
        print(f"{page:<30}" + "".join(f"{min(some) * 1e3:10.0f} ms" for some in times), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--beside", type=Path)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with kept(given.keep) as folder, ExitStack() as stack:
        print(f"{given.articles:,} articles, {prepare(folder, given.articles):,} quads")
        print("this version" + (", then the one beside it\n" if given.beside else "\n"))
        versions = [None, given.beside] if given.beside else [None]
        compare([stack.enter_context(served(folder / "store", one)) for one in versions], given.rounds)


if __name__ == "__main__":
    main()
