"""Statements, commitments, meetings, disagreements and others with all that a page shows of them."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from communique.ontology.vocabulary import CMQ, SCHEMA
from communique.publishing.linked.excerpts import Excerpt, Passage, excerpts, passages_around, runs
from communique.publishing.linked.questions import Asker, Row, node
from communique.publishing.linked.things import Thing, Value, described
from communique.publishing.querying.results import Term


@dataclass(frozen=True, slots=True)
class Claim:
    """What one report says of that on which reports disagree."""

    report: str
    values: tuple[Value, ...]
    excerpt: Excerpt | None


@dataclass(frozen=True, slots=True)
class Card:
    """A thing as a list shows it.

    `excerpts` are the words behind it, `parts` a meeting's participations, `word_of` the statements that put
    a commitment forward with those who speak in them, `claims` and `about` what a disagreement is between.
    """

    thing: Thing
    excerpts: tuple[Excerpt, ...] = ()
    parts: tuple[Thing, ...] = ()
    word_of: tuple[tuple[str, tuple[Value, ...]], ...] = ()
    claims: tuple[Claim, ...] = ()
    about: Value | None = None


Maker = Callable[[Asker, Sequence[str], bool], Awaitable[list[Card]]]


async def cards(asker: Asker, kind: str, iris: Sequence[str], wide: bool = False) -> list[Card]:
    """The cards of things of one kind; with `wide` as much of the text around the words as is known."""
    return await _MAKERS.get(kind, _plain)(asker, iris, wide) if iris else []


async def _plain(asker: Asker, iris: Sequence[str], _: bool) -> list[Card]:
    return [Card(thing) for thing in (await described(asker, iris, "titles")).values()]


async def _statements(asker: Asker, iris: Sequence[str], wide: bool) -> list[Card]:
    found = await described(asker, iris)
    words = await _excerpts(asker, found, wide)
    return [Card(thing, words[iri]) for iri, thing in found.items()]


async def _commitments(asker: Asker, iris: Sequence[str], wide: bool) -> list[Card]:
    found = await described(asker, iris)
    words = await _excerpts(asker, found, wide)
    speakers: dict[str, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
    for row in await asker.rows("conveying", {"thing": [node(iri) for iri in iris]}):
        values = speakers[row["thing"].value][row["item"].value]
        if row["party"] not in [value.term for value in values]:
            values.append(_labelled(row, "party"))
    return [
        Card(
            thing,
            words[iri],
            word_of=tuple((item, tuple(parties)) for item, parties in speakers[iri].items()),
        )
        for iri, thing in found.items()
    ]


async def _meetings(asker: Asker, iris: Sequence[str], wide: bool) -> list[Card]:
    found = await described(asker, iris)
    words = await _excerpts(asker, found, wide)
    parts = {iri: _iris(thing.all(CMQ.participation)) for iri, thing in found.items()}
    told = await described(asker, [part for some in parts.values() for part in some])
    return [
        Card(thing, words[iri], tuple(sorted((told[part] for part in parts[iri]), key=_importance)))
        for iri, thing in found.items()
    ]


async def _disagreements(asker: Asker, iris: Sequence[str], wide: bool) -> list[Card]:
    found = await described(asker, iris)
    words = await _excerpts(asker, found, wide)
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in await asker.rows("claims", {"thing": [node(iri) for iri in iris]}):
        rows[row["thing"].value].append(row)
    return [_disagreement(thing, words[iri], rows[iri]) for iri, thing in found.items()]


def _disagreement(thing: Thing, words: Sequence[Excerpt], rows: Sequence[Row]) -> Card:
    by_report: dict[str, dict[Term, Value]] = defaultdict(dict)
    for row in rows:
        by_report[row["report"].value].setdefault(row["said"], _labelled(row, "said"))
    excerpt = {one.source.iri: one for one in words}
    claims = [
        Claim(report, tuple(values.values()), _saying(excerpt.get(report), values.values()))
        for report, values in by_report.items()
    ]
    about = next((Value(row["about"], row["name"].value) for row in rows if "name" in row), None)
    return Card(thing, tuple(words), claims=tuple(claims), about=about or thing.first(SCHEMA.about))


def _saying(excerpt: Excerpt | None, values: Iterable[Value]) -> Excerpt | None:
    """The passage that says it best: most of the values in it, then the fewest words."""
    if excerpt is None:
        return None
    names = [_spellings(str(value)) for value in values]

    def rank(passage: Passage) -> tuple[int, int]:
        words = passage.exact.lower()
        hits = sum(any(name in words for name in some) for some in names)
        return -hits, len(passage.exact) if hits else -len(passage.exact)

    best = min(excerpt.passages, key=rank)
    return Excerpt(excerpt.source, runs([best], frozenset()), (best,))


def _spellings(value: str) -> tuple[str, ...]:
    """A value as reports may write it: 14:30 is 2.30pm, 15:00 is 3 p.m."""
    hour, colon, minute = value.partition(":")
    if not (colon and hour.isdecimal() and minute.isdecimal()):
        return (value.lower(),)
    twelve = int(hour) % 12 or 12
    half = "p" if int(hour) >= 12 else "a"
    clock = str(twelve) if minute == "00" else f"{twelve}.{minute}"
    forms = (clock, clock.replace(".", ":"))
    return (
        value,
        f"{hour}.{minute}",
        *(f"{form}{gap}{half}{dot}m" for form in forms for gap in ("", " ") for dot in ("", ".")),
    )


async def _excerpts(asker: Asker, found: Mapping[str, Thing], wide: bool) -> dict[str, tuple[Excerpt, ...]]:
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in await asker.rows("evidence", {"thing": [node(iri) for iri in found]}):
        rows[row["thing"].value].append(row)
    reports = {row["report"].value for some in rows.values() for row in some} if wide else set()
    known = await passages_around(asker, reports)
    words = {iri: thing.first(SCHEMA.text) for iri, thing in found.items()}
    return {iri: excerpts(rows[iri], str(words[iri] or ""), known) for iri in found}


def _labelled(row: Row, column: str) -> Value:
    return Value(row[column], row["label"].value if "label" in row else None)


def _iris(values: Sequence[Value]) -> list[str]:
    return [value.iri for value in values if value.iri]


def _importance(part: Thing) -> tuple[bool, str]:
    """Hosts and named participants first."""
    role = part.first(CMQ.role)
    return (str(role) == "participant", str(part.first(CMQ.participant) or "~"))


_MAKERS: Final[Mapping[str, Maker]] = {
    "statement": _statements,
    "commitment": _commitments,
    "meeting": _meetings,
    "disagreement": _disagreements,
}
