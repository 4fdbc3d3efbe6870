"""How often facts of each confidence are right, and how often each rule is.

    calibration.py [SHARED]

SHARED, by default a folder of that name beside the project, holds `corpus/` and `peer/attribution/` with
their annotations and scoring scripts, whose matching decides what is right. The peer corpus annotates
statements alone, in articles that no rule was tuned on; a statement that it does not annotate counts as
wrong there, so its shares are lower bounds.
"""

import importlib.util
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from communique.mapping.extraction import extract
from communique.mapping.facts_json import facts_to_json
from communique.mapping.reading import read_article

SHARED = Path(__file__).parents[3] / "shared"
KINDS = ("statements", "meetings", "commitments")


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


def found_in(path: Path, published: str | None) -> tuple[dict[str, Any], str]:
    """The facts of an article as JSON, and its text."""
    article = read_article(path, date.fromisoformat(published) if published else None)
    return facts_to_json(article, extract(article)), article.text


def corpus(folder: Path) -> Iterator[Judged]:
    """Facts of the annotated corpus, matched as its score does."""
    score = scorer(folder / "score.py")
    judged: list[Judged] = []

    def records(tally: Any, kind: str, gold: Any, found: Any, near: Any, *rest: Any) -> None:
        hits = {j for _, j in score.match(gold, found, near)}
        if kind in KINDS:
            rows = enumerate(found)
            judged.extend(
                Judged("corpus", kind, row["rule"], row["confidence"], j in hits) for j, row in rows
            )

    vars(score)["records"] = records
    for path in sorted(folder.glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        found, text = found_in(folder / gold["article"], gold.get("published"))
        score.score_article(gold, found, text, {kind: score.Tally() for kind in score.KINDS}, show=False)
    yield from judged


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


def show(title: str, judged: list[tuple[str, bool]]) -> None:
    """One line for each group: how many, how many of them right, and the share."""
    print(title)
    every, right = Counter(key for key, _ in judged), Counter(key for key, hit in judged if hit)
    for key in sorted(every):
        print(f"  {key:42} {right[key]:5} of {every[key]:5}  {right[key] / every[key]:.2f}")


def main(shared: Path) -> None:
    """Print shares by confidence, then by rule."""
    judged = [*corpus(shared / "corpus"), *peer(shared / "peer" / "attribution")]
    show(
        "by confidence", [(f"{each.source} {each.kind} {each.confidence:.2f}", each.right) for each in judged]
    )
    show("by rule", [(f"{each.source} {each.kind} {each.rule}", each.right) for each in judged])


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED)
