"""`communique validate` on many articles with one process and with two, in turn: seconds by the clock.

    python bench/validate_many.py [ARTICLES] [ROUNDS]

The time includes that of getting processes ready, and not that of starting the command. Beside it the
seconds of processor time of all processes together: half of them is what two idle cores would take.
"""

import os
import sys
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from texts import articles

from communique.publishing.storage.store import open_store
from communique.publishing.validation.checking import Checks
from communique.publishing.validation.checking_many import check_files

WORDS = 800


def seconds(paths: list[Path], processes: int) -> tuple[float, float]:
    """How long it takes to check the files: by the clock, and of all processors."""
    start, worked = time.perf_counter(), _worked()
    with open_store(None) as store:
        seen = check_files(paths, store, Checks(date(2026, 1, 6)), processes)
    assert not [one for one in seen if one.checked.error]
    return time.perf_counter() - start, _worked() - worked


def _worked() -> float:
    """Processor seconds of this process and of those it has ended."""
    return sum(os.times()[:4])


def main() -> None:
    """Print the least time of some rounds for each number of processes."""
    given = [int(word) for word in sys.argv[1:]]
    number, rounds = (given + [100, 3][len(given) :])[:2]
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{index:03}.txt" for index in range(number)]
        for path, article in zip(paths, articles(number, WORDS), strict=True):
            path.write_text(article.text, encoding="utf-8")
        rows = [(seconds(paths, 1), seconds(paths, 2)) for _ in range(rounds)]
    print(f"{number} articles of {WORDS} words, the least of {rounds} rounds")
    for processes, times in enumerate(zip(*rows, strict=True), 1):
        clock, worked = map(min, zip(*times, strict=True))
        print(f"{processes} processes: {clock:6.1f} s by the clock, {worked:6.1f} s of processors")


if __name__ == "__main__":
    main()
