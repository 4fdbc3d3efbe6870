"""The store: an embedded Oxigraph database on disk, with one writer at a time.

Every replacement is one transaction, which Oxigraph applies as a whole or not at all, and it is
flushed to disk before the call returns: what is acknowledged survives the process, and is in the
snapshot from which everybody reads (communique.publishing.storage.snapshots).
"""

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph as ox

from communique.errors import CommuniqueError, QueryError, StoreError, StoreInUseError, UsageError
from communique.mapping.iris import Base
from communique.ontology.vocabulary import RDF, SCHEMA, SKOS
from communique.publishing.storage import reference
from communique.publishing.storage.folders import explained, open_folder, refuse_other_folders
from communique.publishing.storage.snapshots import Held, Snapshots

Term = ox.NamedNode | ox.Literal
Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

_DEFAULT_BASE = Base()
_BETWEEN_TRIES = 0.02  # seconds


def open_store(
    path: Path | str | None, read_only: bool = False, base: Base = _DEFAULT_BASE, wait: float = 0
) -> "GraphStore":
    """Open the store in the folder `path`, made if it is absent; None opens an empty one in memory.

    A writable store gets the reference graph, or a newer one where it has changed. A read-only one is
    the state at the moment of opening. Raises StoreError where it is corrupt, no store, or locked for
    longer than `wait` seconds.
    """
    store = GraphStore(_open_in_time(path, read_only, wait), path=Path(path) if path else None, base=base)
    if not read_only:
        store.refresh_reference()
        store.publish_if_stale()
    return store


def open_snapshot(path: Path, base: Base = _DEFAULT_BASE) -> "GraphStore":
    """Open the newest state of the store in `path` to read, whoever writes to it meanwhile.

    Takes no lock but for a store that has no snapshot yet. A store that may not be written to and has
    none is opened itself. Raises StoreError.
    """
    refuse_other_folders(path, read_only=True)
    snapshots = Snapshots(path)
    if snapshots.stale:
        _make_up_for_snapshot(snapshots)
    if snapshots.current() is None:
        return open_store(path, read_only=True, base=base)
    held = snapshots.hold()
    return GraphStore(open_folder(held.path, read_only=True), path=path, base=base, held=held)


def open_to_write(path: Path, wait: float, base: Base = _DEFAULT_BASE) -> "GraphStore":
    """Open an existing store for a change, as it is, when its other writers have let go of it."""
    refuse_other_folders(path, read_only=True)
    return GraphStore(_open_in_time(path, read_only=False, wait=wait), path=path, base=base)


def _make_up_for_snapshot(snapshots: Snapshots) -> None:
    """Make the one that is missing, unless a writer is at work, who will."""
    if not os.access(snapshots.store, os.W_OK):
        return
    try:
        open_store(snapshots.store).close()
    except StoreError:
        if snapshots.current() is None:
            raise


def _open_in_time(path: Path | str | None, read_only: bool, wait: float) -> ox.Store:
    deadline = time.monotonic() + wait
    while True:
        try:
            return open_folder(path, read_only)
        except StoreInUseError:
            if time.monotonic() > deadline:
                raise
        time.sleep(_BETWEEN_TRIES)


class GraphStore:
    """The named graphs of an Oxigraph store; a context manager that lets go of the folder at its end."""

    def __init__(
        self, store: ox.Store, path: Path | None = None, base: Base = _DEFAULT_BASE, held: Held | None = None
    ) -> None:
        self._store: ox.Store | None = store
        self._history: GraphStore | None = None
        self._held = held
        self.path = path
        self.base = base

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the folder; the results of queries must have been read."""
        self._store = self._history = None
        if self._held is not None:
            self._held.release()

    @property
    def history(self) -> "GraphStore":
        """The store of what earlier captures said, in the folder `history` of this one; opened on first use.

        A store of its own, so that neither the union of this one's graphs nor a dump has it.
        """
        if self._history is None:
            folder = self.path / "history" if self.path else None
            self._history = GraphStore(open_folder(folder, read_only=False), folder, self.base)
        return self._history

    @property
    def oxigraph(self) -> ox.Store:
        """The database itself; raises StoreError once it is closed."""
        if self._store is None:
            raise StoreError("The store is closed.", "Open it again with open_store().")
        return self._store

    def replace(
        self, graphs: Iterable[str], quads: Iterable[ox.Quad], removed: Iterable[ox.Quad] = ()
    ) -> None:
        """Drop the named graphs, remove single quads from others, and insert the new quads.

        One transaction, flushed and shown to readers before this returns.
        """
        named = {ox.NamedNode(graph) for graph in graphs}
        held = sorted(graph.value for graph in named if self.oxigraph.contains_named_graph(graph))
        gone = [*(f"DROP SILENT GRAPH <{graph}>" for graph in held), *_data("DELETE", removed)]
        with self.committing():
            if gone:
                self.oxigraph.update(" ;\n".join([*gone, *_data("INSERT", quads)]))
            else:  # a transaction as well, and twice as fast
                self.oxigraph.extend(quads)

    @contextmanager
    def committing(self) -> Iterator[None]:
        """Around one transaction: at its end it is flushed, and in the snapshot that readers see."""
        try:
            with Snapshots(self.path).announced() if self.path else nullcontext():
                yield
            self.oxigraph.flush()
            if self.path:
                Snapshots(self.path).publish(self.backup)
        except (OSError, RuntimeError) as error:
            raise explained(self.path, error) from error

    def publish_if_stale(self) -> None:
        """Make the snapshot that readers lack: of an old store, or after a writer that was killed."""
        if self.path and Snapshots(self.path).stale:
            with self.committing():
                pass

    def query(self, text: str, substitutions: Mapping[str, Term] | None = None) -> Results:
        """Run a SPARQL 1.1 query whose default graph is the union of all graphs.

        `substitutions` binds variables (by name, without "?") to terms and not to text, so no value can
        change the query; Oxigraph wants each of them among the variables that the query selects.
        """
        bound: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]
        bound = {ox.Variable(name): term for name, term in (substitutions or {}).items()}
        try:
            return self.oxigraph.query(text, use_default_graph_as_union=True, substitutions=bound or None)
        except (SyntaxError, ValueError) as error:
            raise QueryError(f"The query does not parse: {error}", "See its position in the text.") from error
        except (OSError, RuntimeError) as error:
            raise self._unanswered(error) from error

    def _unanswered(self, error: Exception) -> CommuniqueError:
        if "SELECT projection" in str(error):
            return UsageError(f"{error}.", "Select the variable that is to be bound.")
        return explained(self.path, error)

    def quads(self, graph: str | None = None) -> Iterator[ox.Quad]:
        """All quads, or those of one named graph, in no particular order."""
        return self.matching(graph=graph)

    def matching(
        self, subject: str | None = None, predicate: str | None = None, graph: str | None = None
    ) -> Iterator[ox.Quad]:
        """The quads with this subject, predicate and named graph, whichever are given."""
        node, link, name = (ox.NamedNode(iri) if iri else None for iri in (subject, predicate, graph))
        return iter(self.oxigraph.quads_for_pattern(node, link, None, name))

    def graph_names(self) -> tuple[str, ...]:
        """The IRIs of the named graphs, sorted."""
        return tuple(sorted(graph.value for graph in self.oxigraph.named_graphs()))

    def count(self) -> int:
        """How many quads there are."""
        return len(self.oxigraph)

    def described(self, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        """Type and label, from the reference graph, of all that the quads refer to and do not describe."""
        held = list(quads)
        told = {quad.subject for quad in held}
        for node in {quad.object for quad in held if isinstance(quad.object, ox.NamedNode)} - told:
            for link in (RDF.type, SKOS.prefLabel):
                yield from self.matching(node.value, link, self.base.reference)

    def backup(self, folder: Path) -> None:
        """Write a snapshot into a new folder on the same disk (hard links: milliseconds, no copy)."""
        try:
            self.oxigraph.backup(str(folder))
        except (OSError, RuntimeError) as error:
            raise explained(folder, error) from error

    def refresh_reference(self) -> bool:
        """Load the reference graph if it is absent or not that of this version; True if it was loaded."""
        files = reference.turtle_files()
        if not files or self._reference_version() == reference.version(files, self.base):
            return False
        self.replace([self.base.reference], reference.quads(files, self.base))
        return True

    def _reference_version(self) -> str | None:
        graph = self.base.reference
        return next((_lexical(quad.object) for quad in self.matching(graph, SCHEMA["sha256"], graph)), None)


def _lexical(term: object) -> str | None:
    return term.value if isinstance(term, ox.Literal) else None


def _data(operation: str, quads: Iterable[ox.Quad]) -> list[str]:
    """One operation of SPARQL 1.1 Update (section 3.1.1) on the quads; none where there are none."""
    by_graph: dict[str, list[str]] = {}
    for quad in quads:
        by_graph.setdefault(str(quad.graph_name), []).append(f"{quad.triple} .")
    blocks = ["GRAPH " + name + " {\n" + "\n".join(lines) + "\n}" for name, lines in sorted(by_graph.items())]
    return [operation + " DATA {\n" + "\n".join(blocks) + "\n}"] if blocks else []
