"""Begin processes, from the loop: readers of the newest snapshot, and a writer."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

from communique.errors import StoreError
from communique.publishing.answering.jobs import Answer
from communique.publishing.answering.limits import Limits
from communique.publishing.answering.reader_process import Asked, ReaderProcess
from communique.publishing.answering.starting import Source, Started, Starter
from communique.publishing.storage.snapshots import Current


class Beginning:
    """What the processes of a store come of; answers of theirs, and that they are lost, are told on.

    `name` is that of the snapshot of which new readers are, "" where there is none.
    """

    def __init__(
        self,
        path: Path,
        limits: Limits,
        answered: Callable[[Asked, Answer], None],
        lost: Callable[[ReaderProcess], None],
    ) -> None:
        self.name = ""
        self._current = Current(path)
        self._starter = Starter(path, limits)
        self._source: Source | None = None
        self._is_lost = False
        self._answered = answered
        self._lost = lost

    def newest(self) -> str:
        """The name of the newest snapshot."""
        return self._current.name() or ""

    @property
    def is_behind(self) -> bool:
        """Whether there is a newer snapshot, or no readers come of what should have them."""
        return self._is_lost or self.newest() > self.name

    async def renew(self) -> str:
        """From now on readers are of what is the newest snapshot: its name. Raises StoreError, OSError."""
        opening = asyncio.ensure_future(asyncio.to_thread(self._starter.source))
        try:
            source = await asyncio.shield(opening)
        except asyncio.CancelledError:
            await asyncio.to_thread((await opening).end)
            raise
        before, self._source = self._source, source
        self.name, self._is_lost = source.name, False
        if before is not None:
            await asyncio.to_thread(before.leave)
        return source.name

    async def reader(self) -> ReaderProcess:
        """A new reader. Raises StoreError, OSError."""
        while True:
            source = self._source
            if source is None:
                raise StoreError("The store is not open.")
            try:
                return await self._begun(source.start, source.name)
            except (StoreError, OSError):
                if source is self._source:  # else it has been left meanwhile
                    self._is_lost = True
                    raise

    async def writer(self) -> ReaderProcess:
        """A new writer, when it has made up for the one before. Raises StoreError, OSError."""
        process = await ReaderProcess.start(self._starter.writer)
        try:
            await process.ready()
        except BaseException:
            process.kill()
            await asyncio.to_thread(process.reap)
            raise
        return self._told(process)

    async def stop(self) -> None:
        """End what they come of, and those that are left."""
        if self._source is not None:
            await asyncio.to_thread(self._source.end)
        await asyncio.to_thread(self._starter.stop)

    async def _begun(self, start: Callable[[], Started], snapshot: str) -> ReaderProcess:
        return self._told(await ReaderProcess.start(start, snapshot))

    def _told(self, process: ReaderProcess) -> ReaderProcess:
        process.answered = self._answered
        process.lost = partial(self._lost, process)
        return process
