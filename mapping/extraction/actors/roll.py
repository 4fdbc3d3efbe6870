"""Who in an article holds which office: the mentions of office-holders, ready to be asked at any place."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from communique.mapping.extraction.actors.offices import ONE_OF
from communique.mapping.model import Actor, Mention


@dataclass(slots=True)
class Row:
    """The people of one office: each with their place among all, and where they are mentioned."""

    people: list[tuple[int, Actor]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    firsts: dict[Actor, int] = field(default_factory=dict)

    def last(self, before: int) -> tuple[int, Actor] | None:
        """The last mention before an offset."""
        at = bisect_left(self.starts, before)
        return (self.starts[at - 1], self.actors[at - 1]) if at else None


@dataclass(frozen=True, slots=True)
class Roll:
    """Rows by office and by whose office it is; None stands for whoever's."""

    rows: Mapping[tuple[str, str | None], Row]
    offices: frozenset[str]
    _meant: dict[str, list[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def people(self, label: str, of: str | None) -> list[Actor]:
        """Everybody in the article whom a label may mean, in the order in which the text names them."""
        return self.holding(self._held_as(label), of)

    def holding(self, offices: Iterable[str], of: str | None) -> list[Actor]:
        """Everybody in the article who holds one of these very offices."""
        placed = [placed for row in self._rows(offices, of) for placed in row.people]
        return [actor for _, actor in sorted(placed, key=lambda entry: entry[0])]

    def last(self, label: str, of: str | None, before: int, start: int = 0) -> Actor | None:
        """The holder who was named last in text[start:before]."""
        rows = self._rows(self._held_as(label), of)
        found = [last for row in rows if (last := row.last(before)) and last[0] >= start]
        return max(found, key=lambda last: last[0])[1] if found else None

    def one_only(self, label: str, before: int) -> bool:
        """Whether the text names exactly one holder before an offset, of whatever state."""
        named: set[Actor] = set()
        for row in self._rows(self._held_as(label), None):
            for actor, start in row.firsts.items():
                if start >= before or len(named) > 1:
                    break
                named.add(actor)
        return len(named) == 1

    def _rows(self, offices: Iterable[str], of: str | None) -> list[Row]:
        return [self.rows[office, of] for office in offices if (office, of) in self.rows]

    def _held_as(self, label: str) -> Iterable[str]:
        """The offices that a label may mean: "leader" several, "minister" every minister’s."""
        held = self._meant.get(label)
        if held is None:
            held = self._meant[label] = [office for office in self.offices if is_office(label, office)]
        return held


def is_office(label: str, held: str | None) -> bool:
    """Whether somebody who holds an office may be meant by its label."""
    if held is None:
        return False
    if label in ONE_OF:
        return held in ONE_OF[label]
    return (
        label == held
        or held.endswith(f" {label}")
        or (label == "secretary" and held.startswith("secretary of"))
    )


def call_roll(people: Iterable[Actor], mentions: Iterable[Mention]) -> Roll:
    """The roll of an article; `mentions` in the order of the text."""
    rows: dict[tuple[str, str | None], Row] = {}
    for place, actor in enumerate(people):
        for row in _rows_of(rows, actor):
            row.people.append((place, actor))
    for mention in mentions:
        for row in _rows_of(rows, mention.actor):
            row.starts.append(mention.span.start)
            row.actors.append(mention.actor)
            row.firsts.setdefault(mention.actor, mention.span.start)
    return Roll(rows, frozenset(office for office, _ in rows))


def _rows_of(rows: dict[tuple[str, str | None], Row], actor: Actor) -> Iterable[Row]:
    office = actor.office
    if office is None or not actor.official:
        return ()
    whosever = _row(rows, office, None)
    return (whosever,) if actor.of is None else (_row(rows, office, actor.of), whosever)


def _row(rows: dict[tuple[str, str | None], Row], office: str, of: str | None) -> Row:
    row = rows.get((office, of))
    if row is None:
        row = rows[office, of] = Row()
    return row
