"""An article's facts as tables for people, from the JSON that programs get."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from rich.console import Console

from communique.publishing.console.display import print_table

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Section:
    """One kind of fact: the columns, and how each is told from a record and the article's text."""

    kind: str
    columns: Mapping[str, Callable[[Record, str], object]]


def _field(name: str) -> Callable[[Record, str], object]:
    return lambda record, text: record[name]


def _names(name: str) -> Callable[[Record, str], object]:
    return lambda record, text: ", ".join(record[name])


def _words(record: Record, text: str) -> str:
    pieces = (" ".join(text[start:end].split()) for start, end in record["spans"])
    return " … ".join(pieces)


def _mentions(record: Record, text: str) -> int:
    return len(record["spans"])


_SECTIONS: Final = (
    _Section("states", {"id": _field("id"), "state": _field("label"), "mentions": _mentions}),
    _Section(
        "leaders",
        {"name": _field("name"), "of": _field("of"), "office": _field("office"), "mentions": _mentions},
    ),
    _Section(
        "meetings",
        {
            "kind": _field("kind"),
            "participants": _names("participants"),
            "place": _field("place"),
            "when": _field("when"),
            "time": _field("time"),
            "status": _field("status"),
        },
    ),
    _Section(
        "statements",
        {"speakers": _names("speakers"), "words": _words, "act": _field("act"), "when": _field("when")},
    ),
    _Section(
        "commitments",
        {
            "debtors": _names("debtors"),
            "words": _words,
            "towards": _names("beneficiaries"),
            "status": _field("status"),
            "duration": _field("duration"),
        },
    ),
)


def print_facts(out: Console, facts: Record, text: str) -> None:
    """The facts of one article, kind by kind."""
    for section in _SECTIONS:
        records: Iterable[Record] = facts[section.kind]
        rows = [[tell(record, text) for tell in section.columns.values()] for record in records]
        if rows:
            print_table(out, list(section.columns), rows, title=f"{section.kind} ({len(rows)})")
