"""Serve a store that is open in this process: from a copy where it lives in memory, so that limits hold."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from communique.publishing.answering.limits import Limits
from communique.publishing.answering.readers import Readers
from communique.publishing.storage.store import GraphStore


def readers_of(store: GraphStore, limits: Limits | None = None) -> Readers:
    """Readers of a store: of its snapshots where it is on disk, else of a copy as it is at the start."""
    return ReadersOfCopy(store, limits) if store.path is None else Readers(store.path, limits)


class ReadersOfCopy(Readers):
    """Readers of a copy on disk, which goes when they do; writes go to the copy."""

    def __init__(self, store: GraphStore, limits: Limits | None = None) -> None:
        self._store = store
        self._folder = TemporaryDirectory(prefix="communique-served-", ignore_cleanup_errors=True)
        super().__init__(Path(self._folder.name) / "store", limits)

    async def start(self) -> None:
        """Copy, and start the processes."""
        await asyncio.to_thread(self._copy)
        await super().start()

    async def stop(self) -> None:
        """End all processes, and remove the copy."""
        await super().stop()
        await asyncio.to_thread(self._folder.cleanup)

    def _copy(self) -> None:
        with GraphStore(ox.Store(str(self.path)), self.path) as copy, copy.committing():
            copy.oxigraph.bulk_extend(self._store.oxigraph)
