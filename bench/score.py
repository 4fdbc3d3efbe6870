"""Score what is extracted from the examples against their annotations.

    python bench/score.py

For each kind of record: how many of those found are right (precision), how many of those asked for are
found (recall), and F1. A statement or a commitment is right if half of the words agree and one party does;
a meeting, if half of the participants and the day do; records marked optional neither help nor hurt.
"""

import re
import runpy
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from communique.mapping.extraction import extract
from communique.mapping.facts_json import facts_to_json
from communique.mapping.reading import read_article
from communique.ontology.register import load_register

EXAMPLES = Path(__file__).parents[1] / "examples"
ANNOTATE = runpy.run_path(str(EXAMPLES / "annotate.py"))
WORD = re.compile(r"\w+")
HALF = 0.5

Record = dict[str, Any]
Likeness = Callable[[Record, Record], float]


class Tally(NamedTuple):
    """What was found, of what was asked for."""

    hit: int = 0
    missed: int = 0
    invented: int = 0

    def plus(self, other: "Tally") -> "Tally":
        return Tally(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    @property
    def precision(self) -> float:
        return self.hit / max(1, self.hit + self.invented)

    @property
    def recall(self) -> float:
        return self.hit / max(1, self.hit + self.missed)

    @property
    def f1(self) -> float:
        return 2 * self.hit / max(1, 2 * self.hit + self.missed + self.invented)


def fold(name: str) -> str:
    """A name without accents, capitals and punctuation."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(WORD.findall(plain.casefold()))


def likeness(one: set[Any], other: set[Any]) -> float:
    """Dice's coefficient of two sets: 1 if they are equal, 0 if they have nothing in common."""
    return 2 * len(one & other) / max(1, len(one) + len(other))


class Judge:
    """Compares the records of one article, whose annotation lists the spellings of its actors."""

    def __init__(self, gold: Record, text: str) -> None:
        self._words = [(word.start(), word.end()) for word in WORD.finditer(text)]
        spelled = {name: [name, *others] for name, others in gold["actors"].items()}
        self._known = {fold(other): fold(name) for name, others in spelled.items() for other in others}

    def names(self, names: Iterable[str]) -> set[str]:
        return {self._known.get(fold(name), fold(name)) for name in names}

    def words(self, record: Record) -> set[int]:
        return {start for start, end in self._words for s, e in record["spans"] if s <= start and end <= e}

    def said(self, parties: str) -> Likeness:
        """Of records that quote: how alike the words are, if a party is the same or described alike."""

        def alike(gold: Record, found: Record) -> float:
            same = likeness(self.words(gold), self.words(found))
            return same if same >= HALF and self.share(gold[parties], found[parties]) else 0

        return alike

    def share(self, one: Iterable[str], other: Iterable[str]) -> bool:
        pairs = ((a, b) for a in self.names(one) for b in self.names(other))
        return any(likeness(set(a.split()), set(b.split())) > HALF for a, b in pairs)

    def met(self, gold: Record, found: Record) -> float:
        """Of meetings: how alike the participants are, unless the days differ."""
        same = likeness(self.names(gold["participants"]), self.names(found["participants"]))
        days = {str(record["date"]) for record in (gold, found) if record["date"]}
        return same if same >= HALF and len(days) < 2 else 0

    def named(self, gold: Record, found: Record) -> float:
        return float(self.names([gold["name"]]) == self.names([found["name"]]))


def compare(gold: list[Record], found: list[Record], alike: Likeness) -> Tally:
    """Pairs records off, the most alike first, and those that must be found before those that may."""
    pairs = [
        (alike(g, f), not g.get("optional"), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)
    ]
    taken: dict[int, int] = {}
    for same, _, i, j in sorted(pairs, reverse=True):
        if same and i not in taken and j not in taken.values():
            taken[i] = j
    asked = {i for i, record in enumerate(gold) if not record.get("optional")}
    hit = len(asked & set(taken))
    return Tally(hit, len(asked) - hit, len(found) - len(taken))


def score_article(gold: Record, found: Record, text: str) -> dict[str, Tally]:
    judge = Judge(gold, text)
    codes = [{"id": code} for code in gold["states"]]
    kinds: Mapping[str, tuple[list[Record], Likeness]] = {
        "states": (codes, lambda g, f: float(g["id"] == f["id"])),
        "leaders": (gold["leaders"], judge.named),
        "meetings": (gold["meetings"], judge.met),
        "statements": (gold["statements"], judge.said("speakers")),
        "commitments": (gold["commitments"], judge.said("debtors")),
    }
    return {kind: compare(asked, found[kind], alike) for kind, (asked, alike) in kinds.items()}


def score_examples() -> dict[str, Tally]:
    """The tallies of all examples together."""
    labels = {key: found.label for key, found in load_register().organisations.items()}
    total: dict[str, Tally] = {}
    for path in ANNOTATE["annotations"]():
        annotation = ANNOTATE["load"](path)
        article = read_article(EXAMPLES / annotation["article"], annotation["published"])
        gold = ANNOTATE["resolve"](annotation, article.text)
        found = facts_to_json(article, extract(article), labels)
        for kind, tally in score_article(gold, found, article.text).items():
            total[kind] = total.get(kind, Tally()).plus(tally)
    return total


if __name__ == "__main__":
    for kind, tally in score_examples().items():
        figures = f"P {tally.precision:.3f}  R {tally.recall:.3f}  F1 {tally.f1:.3f}"
        print(f"{kind:12} {figures}   {tally.hit} hit, {tally.missed} missed, {tally.invented} invented")
