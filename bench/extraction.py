"""How many articles of about 1,000 words the extraction takes a second, on one core.

    python bench/extraction.py [--articles N] [--rounds N] [--compiled FOLDER]

Three things go through the same texts, in turns: the extraction as it stands here; the same compiled, where
`make compiled` has built it; and spaCy's blank English tokenizer, a yardstick that depends on the machine as
they do. Each works in a process of its own. Processor time; of each text the least of the rounds.
"""

import argparse
import gc
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from texts import articles

from communique.cli import PATIENCE
from communique.mapping.extraction import extract
from communique.mapping.model import Article

COMPILED = Path(__file__).parents[1] / "build" / "compiled"
Work = Callable[[Article], object]


# ------------------------------------------------------------------ in a process of its own


def tokenizer() -> Work:
    """SpaCy's tokenizer for English, without any model."""
    import spacy

    nlp = spacy.blank("en")
    return lambda article: nlp.make_doc(article.text)


def work_off(work: Work, given: Sequence[Article]) -> None:
    """For each text whose index comes in the seconds it took; at the end the peak of memory, in MB."""
    gc.set_threshold(PATIENCE)  # as the command line has it
    for line in sys.stdin:
        article = given[int(line)]
        start = time.process_time()
        work(article)
        print(time.process_time() - start, flush=True)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, flush=True)


# ------------------------------------------------------------------ side by side


@dataclass
class Runner:
    """A process that works texts off; `least` seconds it took for each."""

    name: str
    process: subprocess.Popen[str]
    least: list[float] = field(default_factory=list)
    memory: float = 0.0

    def take(self, index: int) -> None:
        """Work off one text."""
        print(index, file=self.process.stdin, flush=True)
        told = self.process.stdout.readline() if self.process.stdout else ""
        if not told:
            sys.exit(f"{self.name}: the process ended; what it said stands above")
        self.least[index] = min(self.least[index], float(told))

    def finish(self) -> None:
        """End the process, which tells how much memory it had."""
        self.memory = float(self.process.communicate()[0])


@contextmanager
def runner(name: str, work: str, number: int, path: Path | None = None) -> Iterator[Runner]:
    command = [sys.executable, __file__, "--work", work, "--articles", str(number)]
    environment = os.environ | ({"PYTHONPATH": str(path)} if path else {})
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        yield Runner(name, process, [float("inf")] * number)
        process.kill()


def compare(number: int, rounds: int, compiled: Path) -> list[Runner]:
    """All runners that can run here, after their rounds."""
    wanted = [("interpreted", "extract", None)]
    if compiled.is_dir():
        wanted.append(("compiled", "extract", compiled))
    if find_spec("spacy"):
        wanted.append(("spaCy blank('en')", "tokenize", None))
    runners = [runner(name, work, number, path) for name, work, path in wanted]
    with ExitStack() as stack:
        running = [stack.enter_context(each) for each in runners]
        for _ in range(rounds):
            for index in range(number):
                for each in running:
                    each.take(index)
        for each in running:
            each.finish()
    return running


def show(runners: Sequence[Runner]) -> None:
    print(f"{'':20} {'articles/s':>11} {'ms/article':>11} {'times':>6} {'peak MB':>8}")
    first = sum(runners[0].least)
    for each in runners:
        took = sum(each.least)
        rate, least = len(each.least) / took, 1000 * took / len(each.least)
        print(f"{each.name:20} {rate:11.1f} {least:11.2f} {first / took:6.2f} {each.memory:8.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--compiled", type=Path, default=COMPILED, help="where the compiled package is")
    parser.add_argument("--work", choices=("extract", "tokenize"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    given = list(articles(arguments.articles))
    if arguments.work:
        work_off(extract if arguments.work == "extract" else tokenizer(), given)
        return
    words = sum(len(article.text.split()) for article in given) / len(given)
    print(f"{len(given)} articles of {words:,.0f} words, {arguments.rounds} rounds, one core\n")
    show(compare(arguments.articles, arguments.rounds, arguments.compiled.absolute()))


if __name__ == "__main__":
    main()
