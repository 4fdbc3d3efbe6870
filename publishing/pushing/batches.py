"""Graphs cut and packed into requests of bounded size; what is refused is cut smaller."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

_SMALLEST: Final = 20_000  # bytes; a server that takes no more is no place for a graph


@dataclass(frozen=True, slots=True)
class Piece:
    """Some triples of a graph, as lines of N-Triples, and the digest of the whole graph.

    The first piece replaces what the graph had, the others add to it; after the last it is complete.
    """

    graph: str
    lines: tuple[str, ...]
    digest: str
    first: bool = True
    last: bool = True

    @property
    def size(self) -> int:
        """Bytes, about."""
        return sum(len(line) * 2 if not line.isascii() else len(line) + 1 for line in self.lines)

    def halves(self) -> tuple["Piece", "Piece"]:
        """The same in two."""
        middle = len(self.lines) // 2
        return (
            replace(self, lines=self.lines[:middle], last=False),
            replace(self, lines=self.lines[middle:], first=False),
        )


@dataclass
class Bounds:
    """How large a request may be: bytes, triples, graphs. It gets smaller when a server says so."""

    bytes: int
    triples: int
    graphs: int

    def shrink(self, refused: int) -> bool:
        """Half of the size that was refused from now on; False where that makes no sense any more."""
        if refused // 2 < _SMALLEST:
            return False
        self.bytes = min(self.bytes, refused // 2)
        return True


Batch = Sequence[Piece]


def batches(graphs: Iterable[tuple[str, Sequence[str], str]], bounds: Bounds) -> Iterator[Batch]:
    """Requests for graphs, each with its lines and digest; a graph too large for one is cut."""
    held: list[Piece] = []
    for graph, lines, digest in graphs:
        for piece in _cut(Piece(graph, tuple(lines), digest), bounds):
            if held and not _fit([*held, piece], bounds):
                yield held
                held = []
            held.append(piece)
    if held:
        yield held


def _cut(piece: Piece, bounds: Bounds) -> Iterator[Piece]:
    waiting = [piece]
    while waiting:
        found = waiting.pop(0)
        if len(found.lines) < 2 or _fit([found], bounds):
            yield found
        else:
            waiting[:0] = found.halves()


def _fit(held: Batch, bounds: Bounds) -> bool:
    return (
        len(held) <= bounds.graphs
        and sum(len(piece.lines) for piece in held) <= bounds.triples
        and sum(piece.size for piece in held) <= bounds.bytes
    )


def smaller(batch: Batch, shrunk: Callable[[int], bool]) -> tuple[Batch, Batch] | None:
    """A refused request in two: graph from graph, or a graph that is too large; None where that is no use."""
    if len(batch) > 1:
        middle = len(batch) // 2
        return batch[:middle], batch[middle:]
    (piece,) = batch
    if len(piece.lines) > 1 and shrunk(piece.size):
        first, second = piece.halves()
        return [first], [second]
    return None
