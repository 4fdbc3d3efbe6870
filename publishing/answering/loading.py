"""LOAD: documents are fetched before an update runs, and their triples stand in the place of the operation.

The engine can fetch by itself, but it takes documents of any length, waits for them while it holds the store,
and keeps what it has read of one that breaks off, where the LOAD is SILENT.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Final

from communique.errors import InputError, QueryError, QueryRefusedError, UsageError
from communique.publishing.answering.federation import may_load
from communique.publishing.answering.fetching import fetched
from communique.publishing.answering.lexing import outer_tokens
from communique.publishing.answering.payload import bare, parsed

_WRITTEN_OUT: Final = 20  # times the length of a document, which its prefixes and entities may hide


@dataclass(frozen=True, slots=True)
class Load:
    """A LOAD in an update (SPARQL 1.1 Update, section 3.1.4): from `start` to `end`.

    `graph` is the one that it loads into, as it is written; "" for the default graph.
    """

    start: int
    end: int
    source: str
    silent: bool
    graph: str

    def with_triples(self, triples: str) -> str:
        """Operations that do the same with these triples."""
        if self.graph:
            return f"CREATE SILENT GRAPH {self.graph} ; INSERT DATA {{ GRAPH {self.graph} {{\n{triples}}} }}"
        return f"INSERT DATA {{\n{triples}}}"


def load_refused(sources: Sequence[str]) -> QueryRefusedError:
    """What to tell of a LOAD that is not allowed."""
    if sources:
        named = ", ".join(f"<{source}>" for source in sources)
        return QueryRefusedError(
            "LOAD is refused: this endpoint loads only some documents.",
            f"Write one of these in full, or one below where it ends in a slash: {named}.",
        )
    return QueryRefusedError(
        "LOAD is refused: this endpoint loads no documents from elsewhere.",
        "Send the data itself, with INSERT DATA or the Graph Store Protocol.",
    )


def without_loads(update: str, sources: Sequence[str]) -> str:
    """The update with another operation for each LOAD that is allowed; what is left of them is not."""
    return _replaced(update, sources, lambda load: load.with_triples(""))


def with_loaded(update: str, sources: Sequence[str], longest: int) -> str:
    """The update with the triples of the documents in the place of each LOAD, for updates that are checked.

    All documents have `longest` bytes together. Raises QueryError where one is not to be had, unless the
    LOAD is SILENT: then it does nothing.
    """
    return _replaced(update, sources, partial(_loaded, room=_Room(longest)))


@dataclass(slots=True)
class _Room:
    """Bytes that are left for the documents of an update."""

    left: int


def _loaded(load: Load, room: _Room) -> str:
    try:
        return load.with_triples(_triples(load.source, room))
    except (InputError, UsageError) as error:
        if load.silent:
            return "INSERT DATA { }"
        raise QueryError(f"LOAD <{load.source}> failed, and nothing was written. {error}") from None


def _triples(source: str, room: _Room) -> str:
    """Those of a document, a line each."""
    declared, body = fetched(source, room.left)
    room.left -= len(body)
    lines, length = [], 0
    for triple in parsed(bare(declared), body, source):
        lines.append(f"{triple} .\n")
        length += len(lines[-1])
        if length > _WRITTEN_OUT * max(len(body), 1000):
            raise InputError(f"Its triples take more than {_WRITTEN_OUT} times its length.")
    return "".join(lines)


def allowed_loads(update: str, sources: Sequence[str]) -> Iterator[Load]:
    """What looks like a LOAD that is allowed: its document in full, directly behind LOAD or SILENT."""
    if not sources or "LOAD" not in update.upper():
        return
    tokens = list(outer_tokens(update))
    for place, token in enumerate(tokens):
        load = _load(tokens, place) if token[0].upper() == "LOAD" else None
        if load and may_load(load.source, sources):
            yield load


def _replaced(update: str, sources: Sequence[str], replacement: Callable[[Load], str]) -> str:
    pieces, done = [], 0
    for load in allowed_loads(update, sources):
        pieces += [update[done : load.start], replacement(load)]
        done = load.end
    return "".join([*pieces, update[done:]])


def _load(tokens: Sequence[re.Match[str]], place: int) -> Load | None:
    silent = [token[0].upper() for token in tokens[place + 1 : place + 2]] == ["SILENT"]
    named = place + 1 + silent
    if named >= len(tokens) or not tokens[named][0].startswith("<"):
        return None
    rest = (tokens[index] for index in range(named + 1, len(tokens)))
    after = list(islice((token for token in rest if not token[0].startswith("#")), 3))
    into = [token[0].upper() for token in after[:2]] == ["INTO", "GRAPH"] and len(after) == 3
    end = after[2] if into else tokens[named]
    return Load(tokens[place].start(), end.end(), tokens[named][0][1:-1], silent, end[0] if into else "")
