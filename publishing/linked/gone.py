"""What was there once: the store's history tells which names earlier captures gave.

It is a store of its own beside the one that is served (GraphStore.history), read here by single look-ups.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Lock

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool

from communique.errors import StoreError
from communique.publishing.answering.engine import Engine
from communique.publishing.answering.readers import Readers
from communique.publishing.linked.problems import Problem, ProblemError, missing
from communique.publishing.linked.questions import Asker, node
from communique.publishing.linked.wording import day
from communique.publishing.storage.snapshots import Snapshots
from communique.publishing.storage.store import GraphStore, open_snapshot


class History:
    """The history of the store that an engine reads; opened when first asked, and again when it changed."""

    def __init__(self, engine: Engine) -> None:
        self._folder = _folder(engine)
        self._lock = Lock()
        self._opened: GraphStore | None = None
        self._state: str | None = None

    async def absent(self, asker: Asker, iri: str) -> ProblemError:
        """Why there is nothing by this name: 410 where there was, 404 where there never was."""
        version = await run_in_threadpool(self._version, iri)
        if version is None:
            return missing(iri)
        rows = await asker.rows("version", {"thing": [node(version)]})
        row = rows[0] if rows else {}
        until = f" until {day(row['until'].value)}" if "until" in row else ""
        heir = row["heir"].value if "heir" in row else ""
        return ProblemError(
            Problem(
                410,
                "No longer on record",
                f"{iri} stood in an earlier version of a report{until}. What that version said is kept in "
                "the history, and the record no longer holds it.",
                heir,
                row["headline"].value if "headline" in row else heir,
                "The report as it is now:",
            )
        )

    def _version(self, iri: str) -> str | None:
        """The graph of the history that tells of a thing; None where none does."""
        with self._lock:
            store = self._store()
            return next(_graphs(store, iri), None) if store is not None else None

    def _store(self) -> ox.Store | None:
        if self._folder is None or not self._folder.is_dir():
            return None
        state = Snapshots(self._folder).current()
        if self._opened is None or state != self._state:
            if self._opened is not None:
                self._opened.close()
            self._opened, self._state = None, state
            with suppress(StoreError):
                self._opened = open_snapshot(self._folder)
        return self._opened.oxigraph if self._opened is not None else None


def _folder(engine: Engine) -> Path | None:
    return engine.path / "history" if isinstance(engine, Readers) else None


def _graphs(store: ox.Store, iri: str) -> Iterator[str]:
    """The versions in which a thing is described, or that are named so themselves."""
    name = node(iri)
    if store.contains_named_graph(name):
        yield iri
    for quad in store.quads_for_pattern(name, None, None, None):
        yield str(getattr(quad.graph_name, "value", ""))
