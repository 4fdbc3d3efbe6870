"""Make a server's graphs those of a store: send what changed, take away what is gone."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from communique.errors import ServerError
from communique.publishing.pushing.batches import Batch, batches, smaller
from communique.publishing.pushing.comparing import Compared, compare
from communique.publishing.pushing.journal import Journal
from communique.publishing.pushing.servers import Server
from communique.publishing.pushing.transport import LostError, RefusedError, Transport
from communique.publishing.pushing.witness import Witness
from communique.publishing.pushing.writers import Writer, writer_for
from communique.publishing.storage.digests import digest, has_blank_nodes, lines_of
from communique.publishing.storage.store import GraphStore

_REFUSES_ALL: Final = frozenset({401, 403, 404, 405, 406, 407, 415, 501})
_TOO_LARGE: Final = 413
_HOPELESS: Final = 20  # graphs refused before any was taken
_REMOVED_AT_ONCE: Final = 50
_BLANK: Final = "it has blank nodes, which cannot be sent twice without harm"


@dataclass
class Pushed:
    """What became of a push: graphs by what was done with them, and why some were not taken."""

    total: int = 0
    unchanged: int = 0
    sent: int = 0
    triples: int = 0
    removed: int = 0
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def exit_code(self) -> int:
        """1 where a graph was not taken, else 0."""
        return int(bool(self.refused))


@dataclass(frozen=True, slots=True)
class Plan:
    """The graphs to send, each with its digest, and those to remove."""

    changed: dict[str, str]
    gone: tuple[str, ...]
    unchanged: int


def push(
    store: GraphStore,
    server: Server,
    transport: Transport,
    journal: Journal,
    check: bool = False,
    prune: bool = False,
    seen: Callable[[Pushed], None] = lambda _: None,
) -> Pushed:
    """Send the graphs that changed since they were sent, and remove those that were sent and are gone.

    With `check`, and where the journal knows of nothing, the server is asked what it has; with `prune`,
    graphs below the store's base which the store lacks are removed although the journal does not know them.
    `seen` is told after each request. Raises LostError and ServerError; what was acknowledged until then is
    in the journal.
    """
    if check or prune:
        _believe_the_server(store, compare(store, server, transport), journal, prune)
    elif not journal.graphs:
        with suppress(RefusedError):  # one that cannot be asked gets everything
            _believe_the_server(store, compare(store, server, transport, surplus=False), journal)
    plan = planned(store, journal)
    writer, witness = writer_for(server, transport), Witness(server, transport)
    return _Pushing(store, writer, witness, journal, seen).run(plan)


def planned(store: GraphStore, journal: Journal) -> Plan:
    """What there is to do, by the journal."""
    here = {
        graph: digest(lines) for graph in store.graph_names() if (lines := lines_of(store.oxigraph, graph))
    }
    changed = {graph: told for graph, told in here.items() if journal.graphs.get(graph) != told}
    return Plan(changed, tuple(sorted(set(journal.graphs) - set(here))), len(here) - len(changed))


def _believe_the_server(
    store: GraphStore, found: Sequence[Compared], journal: Journal, prune: bool = False
) -> None:
    """Bring the journal to what is there: what differs is unsure, what is the same is known."""
    same = [one.graph for one in found if one.verdict == "same"]
    unsure = {"differing", "surplus"} if prune else {"differing"}
    journal.note({graph: digest(lines_of(store.oxigraph, graph)) for graph in same})
    journal.note({one.graph: None for one in found if one.verdict in unsure})
    journal.forget(one.graph for one in found if one.verdict == "missing" and one.graph in journal.graphs)


class _Pushing:
    """One push under way."""

    def __init__(
        self,
        store: GraphStore,
        writer: Writer,
        witness: Witness,
        journal: Journal,
        seen: Callable[[Pushed], None],
    ) -> None:
        self._store = store
        self._writer = writer
        self._witness = witness
        self._journal = journal
        self._seen = seen
        self._done = Pushed()

    def run(self, plan: Plan) -> Pushed:
        self._done.total = len(plan.changed) + len(plan.gone) + plan.unchanged
        self._done.unchanged = plan.unchanged
        try:
            for batch in batches(self._graphs(plan), self._writer.bounds):
                self._deliver(batch)
            self._remove(plan.gone)
        except LostError as error:
            raise LostError(error.message, f"{self._told()} Run it again to go on.") from None
        return self._done

    def _told(self) -> str:
        return f"{self._done.sent:,} graphs were sent and are noted."

    def _graphs(self, plan: Plan) -> Iterator[tuple[str, Sequence[str], str]]:
        for graph, told in plan.changed.items():
            lines = lines_of(self._store.oxigraph, graph)
            if has_blank_nodes(lines):
                self._refuse([graph], _BLANK)
            else:
                yield graph, lines, told

    def _deliver(self, batch: Batch) -> None:
        """Send a request; cut it where it is refused, until it is known which graph is."""
        batch = [piece for piece in batch if piece.graph not in self._done.refused]
        if not batch:
            return
        self._journal.note({piece.graph: None for piece in batch if piece.first})
        try:
            self._writer.write(batch)
        except RefusedError as error:
            self._cut(batch, error)
        else:
            self._witness.sent(batch)
            self._acknowledge(batch)

    def _cut(self, batch: Batch, error: RefusedError) -> None:
        if error.status in _REFUSES_ALL or error.status < 400:
            raise error
        shrink = self._writer.bounds.shrink
        halves = smaller(batch, lambda size: error.status == _TOO_LARGE and shrink(size))
        for half in halves or ():
            self._deliver(half)
        if halves is None:
            self._refuse([batch[0].graph], f"HTTP {error.status} {error.said}")

    def _acknowledge(self, batch: Batch) -> None:
        whole = {piece.graph: piece.digest for piece in batch if piece.last}
        self._journal.note(whole)
        self._done.sent += len(whole)
        self._done.triples += sum(len(piece.lines) for piece in batch)
        self._seen(self._done)

    def _refuse(self, graphs: Iterable[str], why: str) -> None:
        for graph in graphs:
            self._done.refused[graph] = why
        if not self._done.sent and len(self._done.refused) >= _HOPELESS:
            raise ServerError(f"The server refused the first {_HOPELESS} graphs.", why)
        self._seen(self._done)

    def _remove(self, gone: Sequence[str]) -> None:
        for start in range(0, len(gone), _REMOVED_AT_ONCE):
            some = gone[start : start + _REMOVED_AT_ONCE]
            self._writer.remove(some)
            self._witness.removed(some)
            self._journal.forget(some)
            self._done.removed += len(some)
            self._seen(self._done)
