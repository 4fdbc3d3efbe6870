"""What the extraction knows for the sake of one article: rules, channels and words that nothing else uses.

    honesty.py [--quick] [CORPUS]

CORPUS, by default `../shared/corpus`, holds articles whose annotations the extraction was tuned on. An entry
of a language table is used by a text where the facts of that text change without it; a rule or a channel,
where a fact carries it. What one article of the corpus uses, and neither another one nor any text of our own
(case tables, examples, fixtures and sentences of the tests), may be a sentence learnt by heart. Each such
entry is argued for in `honesty.toml` or is a mistake; so is an argument that nothing needs any longer.

The whole look takes minutes. `--quick` looks at rules, channels, what is argued for, and those words that
stand in one article and nowhere else.
"""

import ast
import importlib
import json
import re
import sys
import tempfile
import tomllib
from collections.abc import Callable, Container, Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from communique.mapping.extraction import language
from communique.mapping.extraction.language.checking import Many, Named, Number, Record, Shape, Text
from communique.mapping.extraction.language.schemas import SCHEMAS
from communique.mapping.extraction.text.inflection import forms
from communique.mapping.model import Article, Facts, Span
from communique.mapping.reading import read_article

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
ROOM = "communique.mapping.extraction"
DAY = date(2025, 6, 10)
"""The day of sentences in tests that name none."""
TOGETHER = 8
"""How many entries are left out at once: about one in nine is used by any article."""
NOWHERE = "qxzqxz"
"""Stands in a table for a word that is taken out, and in no text."""
KEYS = frozenset("people.offices people.one_of commitments.combining time.durations.phrases".split())
"""Entries of names whose names are words of the language, and their values are not."""
CLOSED = frozenset(
    """words confidence speech.irregular commitments.irregular meetings.irregular meetings.points_at
    names.weekdays_months names.particles time.months time.weekdays time.abbreviated_weekdays time.numbers
    time.units time.calendar_units time.shifts time.parts time.edges time.meridiems time.holidays time.zones
    time.counted time.sentence time.money""".split()
)
"""Entries that hold nothing which could be learnt: grammar, inflection, the calendar, numerals, figures."""


class Source(NamedTuple):
    """A text that the extraction is run on; `own` if it is the project's."""

    name: str
    own: bool
    article: Article
    words: frozenset[str]


Entry = str
"""`table.entry: word` for a word of a language table; `rule of statements: …`, `channel: …` of facts."""
Outcome = tuple[Any, ...]
Put = Callable[[str, str], str]


# ------------------------------------------------------------------ entries of the tables


def rewritten(shape: Shape, value: Any, place: str, put: Put) -> Any:
    """A value of a table with each word replaced by what `put(place, word)` gives."""
    if place in CLOSED:
        return value
    if isinstance(shape, Record):
        shapes = {**shape.needed, **shape.may}
        return {name: rewritten(shapes[name], each, f"{place}.{name}", put) for name, each in value.items()}
    if isinstance(shape, Named) and (place in KEYS or isinstance(shape.of, Number)):
        return {put(place, name): each for name, each in value.items()}
    if isinstance(shape, Named):
        return {name: rewritten(shape.of, each, f"{place}.{name}", put) for name, each in value.items()}
    if isinstance(shape, Many):
        if isinstance(value, str):
            return _string(value, place, put)
        return [rewritten(shape.of, each, place, put) for each in value]
    if isinstance(shape, Text) and place.rpartition(".")[2] not in ("name", "rule", "form"):
        return _string(value, place, put) if place.endswith(".after") else put(place, value)
    return value


def _string(value: str, place: str, put: Put) -> str:
    """Words in one string: separated by bars, by lines, or by white space; a pattern stays whole."""
    if "(?" in value:
        return put(place, value)
    if place == "names.blocked":
        return "\n".join(put(place, line) for line in value.splitlines())
    if "|" in value:
        return "|".join(put(place, word.strip()) for word in value.split("|"))
    return " ".join(put(place, word) for word in value.split())


TABLES = {name: language.table(name) for name in SCHEMAS}


def entries() -> tuple[Entry, ...]:
    """Every word of every table, once for each place."""
    found: dict[Entry, None] = {}

    def put(place: str, word: str) -> str:
        found[f"{place}: {word}"] = None
        return word

    for name, shape in SCHEMAS.items():
        rewritten(shape, TABLES[name], name, put)
    return tuple(found)


def without(left_out: frozenset[Entry]) -> Callable[[Source], Outcome]:
    """What the extraction finds with tables that lack some entries: its modules read their tables anew."""

    def put(place: str, word: str) -> str:
        return NOWHERE if f"{place}: {word}" in left_out else word

    touched = {entry.partition(".")[0] for entry in left_out}
    tables = TABLES | {name: rewritten(SCHEMAS[name], TABLES[name], name, put) for name in touched}
    kept = f"{ROOM}.language"
    for name in [name for name in sys.modules if name.startswith(ROOM) and not name.startswith(kept)]:
        del sys.modules[name]
    vars(language)["table"] = tables.__getitem__
    extract = importlib.import_module(ROOM).extract
    return lambda source: outcome(source, extract)


def outcome(source: Source, extract: Callable[[Article], Facts]) -> Outcome:
    """The facts; for texts of our own also the times, periods and sums, which have tests of their own."""
    facts = extract(source.article)
    if not source.own:
        return (facts,)
    text, whole = source.article.text, Span(0, len(source.article.text))
    dates, amounts = (importlib.import_module(f"{ROOM}.times.{name}") for name in ("dates", "amounts"))
    past, future = (dates.find_times(text, whole, DAY, ahead) for ahead in (False, True))
    # By their words, as each outcome has classes of its own.
    periods = repr((past, future, dates.find_deadline(text, whole, DAY), amounts.find_durations(text, whole)))
    return facts, periods, amounts.find_amounts(text, whole)


# ------------------------------------------------------------------ texts


def sources(corpus: Path) -> Iterator[Source]:
    """The articles of the corpus, then every text of our own."""
    for path in sorted(corpus.glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        day = date.fromisoformat(gold["published"]) if gold.get("published") else None
        yield _source(path.name.partition(".")[0], corpus / gold["article"], day, own=False)
    for path in sorted((ROOT / "examples" / "expected").glob("*.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        yield _source(told["article"], ROOT / "examples" / told["article"], told["published"])
    for path in sorted((ROOT / "tests" / "fixtures" / "texts").glob("*.txt")):
        yield _source(path.name, path, None)
    with tempfile.TemporaryDirectory() as made:
        for number, (name, text, day) in enumerate([*_cases(), *_sentences()]):
            path = Path(made, f"{number}.txt")
            path.write_text(text, encoding="utf-8")
            yield _source(name, path, day)


def _source(name: str, path: Path, day: date | None, own: bool = True) -> Source:
    article = read_article(path, day)
    return Source(name, own, article, frozenset(_words(article.text)))


def _words(text: str) -> list[str]:
    return re.findall(r"[\w']+|[^\w\s]", text.replace("’", "'").lower())


def _cases() -> Iterator[tuple[str, str, date]]:
    for path in sorted((ROOT / "tests" / "cases").glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            yield f"{path.stem}: {case['shows']}", case["text"], case["published"]


def _sentences() -> Iterator[tuple[str, str, date]]:
    """What the tests of extraction write as text: strings of several words that are no docstrings."""
    for path in sorted((ROOT / "tests" / "extraction").glob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            match node:
                case ast.Constant(value=str(text)) if id(node) not in prose and _is_sentence(text):
                    yield f"{path.name}:{node.lineno}:{node.col_offset}", text, DAY


def _is_sentence(text: str) -> bool:
    return len(text.split()) > 3 and text[0] not in "[{<" and " = " not in text


# ------------------------------------------------------------------ who uses what


def carried(facts: Facts) -> Iterator[Entry]:
    """The rules and channels of facts."""
    for kind in ("mentions", "statements", "meetings", "commitments"):
        yield from (f"rule of {kind}: {fact.rule}" for fact in getattr(facts, kind))
    yield from (f"channel: {statement.channel}" for statement in facts.statements if statement.channel)


@cache
def shapes_of(entry: Entry) -> tuple[frozenset[str], ...]:
    """For each word of the entry its forms, one of which stands in every text that can use the entry."""
    word = entry.partition(": ")[2]
    if re.search(r"^n?[’']|[\[(<\\|~]", word):
        return ()  # the end of a word, or a pattern
    first, *others = _words(word)
    inflected = [form for form, _ in forms(first, IRREGULAR)] if first.isalpha() and len(first) > 1 else []
    return frozenset({first, *inflected}), *(frozenset({word}) for word in others)


IRREGULAR: dict[str, str] = {}
for each in ("speech", "meetings", "commitments"):
    IRREGULAR |= TABLES[each]["irregular"]


class Uses:
    """Which texts use which entries."""

    def __init__(self, texts: Sequence[Source]) -> None:
        find = without(frozenset())
        self.articles = [text for text in texts if not text.own]
        self.own = [text for text in texts if text.own]
        self.whole = {text.name: find(text) for text in texts}

    def standing(self, entry: Entry, texts: Sequence[Source]) -> list[Source]:
        """The texts in which the words of an entry stand."""
        shapes = shapes_of(entry)
        return [text for text in texts if all(shape & text.words for shape in shapes)]

    def changed(self, left_out: Sequence[Entry], texts: Sequence[Source]) -> Iterator[Source]:
        """The texts whose facts are others without the entries."""
        find = without(frozenset(left_out))
        return (text for text in texts if find(text) != self.whole[text.name])

    def users(self, asked: Sequence[Entry], texts: Sequence[Source]) -> Iterator[tuple[Entry, list[Source]]]:
        """The entries that a text uses, with the texts; halves of what changes nothing are not looked at."""
        changed = list(self.changed(asked, texts))
        if changed and len(asked) == 1:
            yield asked[0], changed
        elif changed:
            half = len(asked) // 2
            yield from self.users(asked[:half], changed)
            yield from self.users(asked[half:], changed)

    def lone_words(self, quick: bool, argued: Container[str]) -> Iterator[tuple[str, Entry]]:
        """The one article that uses a word of the tables, and the entry.

        `quick` looks only at what is argued for and at words that stand in one article and in no text of
        our own; else every word counts, however often it stands where nothing depends on it.
        """
        stand = [(entry, self.standing(entry, self.articles)) for entry in entries()]
        asked = [
            entry
            for entry, where in stand
            if (where and not quick) or entry in argued or self._stands_alone(entry, where)
        ]
        for start in range(0, len(asked), TOGETHER):
            for entry, users in self.users(asked[start : start + TOGETHER], self.articles):
                if len(users) == 1 and not any(self.changed([entry], self.standing(entry, self.own))):
                    yield users[0].name, entry

    def _stands_alone(self, entry: Entry, where: Sequence[Source]) -> bool:
        return len(where) == 1 and bool(shapes_of(entry)) and not self.standing(entry, self.own)

    def lone_values(self) -> Iterator[tuple[str, Entry]]:
        """The one article whose facts carry a rule or channel, and that."""
        known = {value for text in self.own for value in carried(self.whole[text.name][0])}
        where: dict[Entry, list[str]] = {}
        for text in self.articles:
            for value in set(carried(self.whole[text.name][0])) - known:
                where.setdefault(value, []).append(text.name)
        return ((names[0], value) for value, names in where.items() if len(names) == 1)


def main(options: Sequence[str]) -> int:
    """Print what one article alone uses, and what is argued for without need; 1 where something is wrong."""
    quick, folders = "--quick" in options, [Path(option) for option in options if option != "--quick"]
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    argued = {(each["article"], each["entry"]) for each in table["argued"]}
    uses = Uses(list(sources(folders[0] if folders else CORPUS)))
    lone = {*uses.lone_values(), *uses.lone_words(quick, {entry for _, entry in argued})}
    for article, entry in sorted(lone):
        print(f"{article} alone uses {entry}{' (argued for)' if (article, entry) in argued else ''}")
    for article, entry in sorted(argued - lone):
        print(f"argued for without need: {entry} ({article})")
    return 0 if lone == argued else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
