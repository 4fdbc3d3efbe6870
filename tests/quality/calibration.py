"""How often facts of each confidence are right, how often each rule is, and what the confidence should be.

    calibration.py [SHARED]

SHARED, by default a folder of that name beside the project, holds `corpus/` and `peer/attribution/` with
their annotations and scoring scripts, whose matching decides what is right. Beside them the project's own
examples and case tables are judged in the same way. The peer corpus annotates statements alone, in articles
that no rule was tuned on; a statement that it does not annotate counts as wrong there, so its shares are
lower bounds. All the others helped to make the rules, so their shares are upper bounds.

Each share stands with the interval in which it lies with a probability of 90 % (Wilson 1927), so that small
counts do not flatter. Where too few facts come from texts that are new to the rules, the interval moves down
by the handicap: by how much statements do worse there than in the texts that made the rules. A confidence
outside the interval is due to move to the nearer bound.
"""

import importlib.util
import json
import math
import runpy
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from communique.mapping.extraction import extract
from communique.mapping.facts_json import facts_to_json
from communique.mapping.reading import read_article

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
KINDS = ("statements", "meetings", "commitments")
CASES = {"speech": "statements", "meetings": "meetings", "commitments": "commitments"}
ENOUGH = 20
"""How many facts of new texts are enough to go by them alone."""
LIKELY = 1.645
"""The quantile of the normal distribution that leaves 5 % on either side."""

Record = dict[str, Any]


class Judged(NamedTuple):
    """A fact that was found, and whether the annotation has it."""

    source: str
    kind: str
    rule: str
    confidence: float
    right: bool


def scorer(path: Path) -> ModuleType:
    """A scoring script as a module."""
    spec = importlib.util.spec_from_file_location(f"{path.parent.name}_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def found_in(path: Path, published: date | None) -> tuple[Record, str]:
    """The facts of an article as JSON, and its text."""
    article = read_article(path, published)
    return facts_to_json(article, extract(article)), article.text


class Judge:
    """Decides as the scorer of the corpus does which facts an annotation has."""

    def __init__(self, corpus: Path) -> None:
        self._score = scorer(corpus / "score.py")
        vars(self._score)["records"] = self._records
        self._rows: list[tuple[str, Record, bool]] = []

    def _records(self, _: Any, kind: str, gold: Any, found: Any, near: Any, *rest: Any) -> None:
        hits = {j for _, j in self._score.match(gold, found, near)}
        self._rows += [(kind, row, j in hits) for j, row in enumerate(found)]

    def facts(self, source: str, gold: Record, found: Record, text: str) -> Iterator[Judged]:
        """The facts of one article."""
        self._rows = []
        tally = {kind: self._score.Tally() for kind in self._score.KINDS}
        self._score.score_article(gold, found, text, tally, show=False)
        for kind, row, right in self._rows:
            if kind in KINDS:
                yield Judged(source, kind, row["rule"], row["confidence"], right)


def corpus(judge: Judge, folder: Path) -> Iterator[Judged]:
    """Facts of the annotated corpus."""
    for path in sorted(folder.glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        day = date.fromisoformat(gold["published"]) if gold.get("published") else None
        yield from judge.facts("corpus", gold, *found_in(folder / gold["article"], day))


def examples(judge: Judge) -> Iterator[Judged]:
    """Facts of the project's own articles."""
    tool = runpy.run_path(str(ROOT / "examples" / "annotate.py"))
    for path in tool["annotations"]():
        annotation = tool["load"](path)
        found, text = found_in(ROOT / "examples" / annotation["article"], annotation["published"])
        gold = json.loads(json.dumps(tool["resolve"](annotation, text), default=date.isoformat))
        yield from judge.facts("examples", gold, found, text)


def cases(judge: Judge) -> Iterator[Judged]:
    """Facts of the case tables, each of which tells of one kind."""
    spans = runpy.run_path(str(ROOT / "examples" / "annotate.py"))["spans"]
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "case.txt"
        for table in sorted((ROOT / "tests" / "cases").glob("*.toml")):
            kind = CASES[table.stem.partition("-")[0]]
            for case in tomllib.loads(table.read_text(encoding="utf-8"))["case"]:
                path.write_text(case["text"], encoding="utf-8")
                found, text = found_in(path, case["published"])
                told = [_annotated(record, text, spans) for record in case[kind]]
                gold = {"states": [], "leaders": [], **{key: [] for key in KINDS}, kind: told}
                yield from (row for row in judge.facts("cases", gold, found, text) if row.kind == kind)


def _annotated(record: Record, text: str, spans: Any) -> Record:
    """A record of a case as the corpus annotates it; where it quotes nothing, the whole text tells it."""
    where = spans(text, record["content"]) if "content" in record else [[0, len(text)]]
    withdrawn = {"participants": record.get("participants", []) + record.get("withdrawn", [])}
    day = {"date": record["date"].isoformat()} if "date" in record else {}
    return {**record, **withdrawn, **day, "spans": where}


def peer(folder: Path) -> Iterator[Judged]:
    """Statements of the peer corpus: right where half of the words agree with an attribution."""
    lines = (folder / "polnear-dev.jsonl").read_text(encoding="utf-8").splitlines()
    with tempfile.TemporaryDirectory() as made:
        for line in lines:
            gold = json.loads(line)
            path = Path(made) / "article.txt"
            path.write_text(gold["text"], encoding="utf-8")
            told = [_places(each["content"]) for each in gold["attributions"]]
            for row in found_in(path, None)[0]["statements"]:
                said = _places(row["spans"])
                right = any(2 * len(said & each) >= max(len(said), len(each)) for each in told)
                yield Judged("peer", "statements", row["rule"], row["confidence"], right)


def _places(spans: list[list[int]]) -> set[int]:
    return {at for start, end in spans for at in range(start, end)}


def judged(shared: Path) -> Iterator[Judged]:
    """Every fact in every text whose facts are known."""
    judge = Judge(shared / "corpus")
    yield from corpus(judge, shared / "corpus")
    yield from examples(judge)
    yield from cases(judge)
    yield from peer(shared / "peer" / "attribution")


class Share(NamedTuple):
    """How many of how many are right."""

    right: int
    every: int

    @property
    def bounds(self) -> tuple[float, float]:
        """Wilson's score interval."""
        share, spread = self.right / self.every, LIKELY**2 / self.every
        middle = (share + spread / 2) / (1 + spread)
        half = math.sqrt(share * (1 - share) * spread + spread**2 / 4) / (1 + spread)
        return max(0.0, middle - half), min(1.0, middle + half)


def share_of(facts: Iterable[Judged]) -> Share:
    """The share of facts that are right."""
    rights = [fact.right for fact in facts]
    return Share(sum(rights), len(rights))


def is_new(fact: Judged) -> bool:
    """Whether it comes from a text on which no rule was tuned."""
    return fact.source == "peer"


def handicap(facts: Iterable[Judged]) -> float:
    """By how much the share of statements is greater in the texts that made the rules than in new ones."""
    said = [fact for fact in facts if fact.kind == "statements"]
    new, known = share_of(filter(is_new, said)), share_of(fact for fact in said if not is_new(fact))
    return known.right / known.every - new.right / new.every


class Group(NamedTuple):
    """Facts that are alike, with the interval that their confidence should lie in."""

    facts: list[Judged]
    low: float
    high: float

    @property
    def told(self) -> float:
        """The mean confidence."""
        return sum(fact.confidence for fact in self.facts) / len(self.facts)

    @property
    def due(self) -> float:
        """The confidence, moved into the interval."""
        return min(max(self.told, self.low), self.high)


def groups(facts: Sequence[Judged], key: Callable[[Judged], str]) -> dict[str, Group]:
    """The facts by what `key` gives, sorted."""
    alike: dict[str, list[Judged]] = {}
    for fact in sorted(facts, key=key):
        alike.setdefault(key(fact), []).append(fact)
    less = handicap(facts)
    return {name: _group(each, less) for name, each in alike.items()}


def _group(facts: list[Judged], less: float) -> Group:
    new = [fact for fact in facts if is_new(fact)]
    if len(new) >= ENOUGH:
        return Group(facts, *share_of(new).bounds)
    low, high = share_of(facts).bounds
    return Group(facts, low - less, high - less)


def by_confidence(fact: Judged) -> str:
    """The kind and the confidence."""
    return f"{fact.kind} {fact.confidence:.2f}"


def by_rule(fact: Judged) -> str:
    """The kind and the rule."""
    return f"{fact.kind} {fact.rule}"


def show(title: str, lines: dict[str, Group]) -> None:
    """One line for each group: counts, the share, its interval, the confidence told and due; the sources."""
    print(f"{title}\n{'':40} {'right':>13}  share   interval   told   due")
    for name, group in lines.items():
        share = share_of(group.facts)
        counted = Counter(fact.source for fact in group.facts)
        right = Counter(fact.source for fact in group.facts if fact.right)
        print(
            f"  {name:38} {share.right:5} of {share.every:4}   {share.right / share.every:.2f}"
            f"   {group.low:.2f}–{group.high:.2f}   {group.told:.2f}  {group.due:.2f}  ",
            ", ".join(f"{source} {right[source]}/{every}" for source, every in counted.items()),
        )


def main(shared: Path) -> None:
    """Print shares by confidence, then by rule."""
    facts = list(judged(shared))
    show("by confidence", groups(facts, by_confidence))
    show("by rule", groups(facts, by_rule))
    print(f"handicap of texts that made the rules: {handicap(facts):.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED)
