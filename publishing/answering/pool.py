"""The reader processes of a store: some at hand, and a spare one, which replaces whoever is ended at once.

Idle readers open a new snapshot before they are asked, and let go of the old one.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import Any, Final

from communique.errors import StoreError
from communique.publishing.answering.jobs import Answer, Job
from communique.publishing.answering.limits import Limits
from communique.publishing.answering.reader_process import Asked, ReaderProcess
from communique.publishing.answering.starting import Starter
from communique.publishing.storage.snapshots import Current

_WARM_EVERY: Final = 0.25  # seconds
_RETRY_AFTER: Final = 0.5  # seconds
_LOG: Final = logging.getLogger(__name__)
_NOTHING: Final = Job("query", "ASK {}", solution_format="json")


class Pool:
    """Starts and replaces processes; tells of answers, of lost processes, and when there is one more."""

    def __init__(
        self,
        path: Path,
        limits: Limits,
        answered: Callable[[Asked, Answer], None],
        lost: Callable[[ReaderProcess], None],
        more: Callable[[], None],
    ) -> None:
        self.path = path
        self.readers: list[ReaderProcess] = []
        self.current = Current(path)
        self._limits = limits
        self._starter = Starter(path, limits)
        self._answered = answered
        self._lost = lost
        self._more = more
        self._spares: list[ReaderProcess] = []
        self._leaving: set[ReaderProcess] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopped = False

    async def start(self) -> None:
        """Start the processes; returns when all of them have opened the store. Raises StoreError."""
        try:
            for place in [self._spares, *[self.readers] * self._limits.readers]:
                place.append(await self._started())
        except BaseException:
            await self.stop()
            raise
        self._later(self._keep_warm())

    async def stop(self) -> None:
        """End them all, whatever they do."""
        self._stopped = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for reader in [*self.readers, *self._spares, *self._leaving]:
            await _discard(reader)
        self.readers, self._spares = [], []
        await asyncio.to_thread(self._starter.stop)

    def replace(self, reader: ReaderProcess) -> None:
        """End a reader: the spare takes its place at once, and another spare is started."""
        reader.kill()
        self._leaving.add(reader)
        for place in (self.readers, self._spares):
            if reader in place:
                place.remove(reader)
        if self._spares and len(self.readers) < self._limits.readers:
            self.readers.append(self._spares.pop())
        self._later(self._renew(reader))

    async def _renew(self, gone: ReaderProcess) -> None:
        await asyncio.to_thread(gone.reap)
        self._leaving.discard(gone)
        while not self._stopped:
            try:
                fresh = await self._started()
            except (StoreError, OSError) as error:
                _LOG.warning("A reader did not start: %s", error)
                await asyncio.sleep(_RETRY_AFTER)
            else:
                wanting = len(self.readers) < self._limits.readers
                (self.readers if wanting else self._spares).append(fresh)
                self._more()
                return

    async def _started(self) -> ReaderProcess:
        reader = await ReaderProcess.start(self._starter)
        try:
            answer = await self._opened(reader)
        except BaseException:
            await _discard(reader)
            raise
        if answer is None or answer.status != 200:
            await _discard(reader)
            raise StoreError(
                answer.text.strip() if answer else f"The store {self.path} cannot be read: its reader ended."
            )
        reader.answered = self._answered
        reader.lost = partial(self._lost, reader)
        return reader

    async def _opened(self, reader: ReaderProcess) -> Answer | None:
        """Have it open the newest snapshot."""
        late = asyncio.get_running_loop().time() + self._limits.seconds
        return await reader.open(Asked(_NOTHING, self.current.name() or "", late, lambda _: None))

    async def _keep_warm(self) -> None:
        while True:
            await asyncio.sleep(_WARM_EVERY)
            state = self.current.name() or ""
            for reader in [*self.readers, *self._spares]:
                if not reader.load and reader.snapshot != state:
                    await self._warm(reader)

    async def _warm(self, reader: ReaderProcess) -> None:
        """Aside, so that nobody gives it something meanwhile."""
        place = self.readers if reader in self.readers else self._spares
        if reader not in place or reader.load:
            return  # it was ended or given something in the meantime
        place.remove(reader)
        opened = None
        try:
            opened = await self._opened(reader)
        finally:
            place.append(reader)
        if opened is None:
            self.replace(reader)
        self._more()

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _discard(reader: ReaderProcess) -> None:
    reader.kill()
    await asyncio.to_thread(reader.reap)
