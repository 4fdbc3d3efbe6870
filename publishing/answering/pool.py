"""The processes of a store: readers at hand, those set aside, spares, which take a place at once; a writer.

A reader that is set aside keeps the query that it is at, and goes on with it when it is brought back. Each
reader is of one snapshot for as long as it lives. A new snapshot is shown when there are spares of it, which
then take the places of readers of the old one.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Final, TypeVar

from communique.errors import StoreError
from communique.publishing.answering.beginning import Beginning
from communique.publishing.answering.limits import Limits
from communique.publishing.answering.reader_process import ReaderProcess

T = TypeVar("T")
_LOOK_EVERY: Final = 0.1  # seconds
_LATEST: Final = 0.25  # seconds until a new snapshot is shown, though there are few spares of it
_SHOWN_FOR: Final = 0.25  # seconds at least, for opening it takes as much work as hundreds of queries
_TEND_EVERY: Final = 0.25  # seconds
_RETRY_AFTER: Final = 0.5  # seconds
SPARES: Final = 4
_AT_A_TIME: Final = 2  # processes that are started
_MOST_ASIDE: Final = 8
_LOG: Final = logging.getLogger(__name__)


class Pool:
    """Starts and replaces processes; tells when there is one more.

    `shown` is the name of the snapshot that is read by whoever asks now.
    """

    def __init__(self, beginning: Beginning, limits: Limits, more: Callable[[], None]) -> None:
        self.readers: list[ReaderProcess] = []
        self.aside: list[ReaderProcess] = []
        self.writer: ReaderProcess | None = None
        self.shown = ""
        self._limits = limits
        self._beginning = beginning
        self._more = more
        self._spares: list[ReaderProcess] = []
        self._leaving: set[ReaderProcess] = set()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._starting = 0
        self._preparing = False
        self._shown_until = 0.0
        self._arrived = asyncio.Event()
        self._stopped = False

    async def start(self) -> None:
        """Start the processes; returns when the store is open. Raises StoreError."""
        try:
            await self._beginning.renew()
            self.shown = self._beginning.name
            self.writer = await self._beginning.writer()
            for place in [*[self._spares] * SPARES, *[self.readers] * self._limits.readers]:
                place.append(await self._beginning.reader())
        except BaseException:
            await self.stop()
            raise
        self._follow()
        self._later(self._tend())

    async def stop(self) -> None:
        """End them all, whatever they do."""
        self._stopped = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        left = [*self.at_work(), *self._spares, *self._leaving]
        for process in left:
            process.kill()
        for process in left:
            await asyncio.to_thread(process.reap)
        self.readers, self.aside, self._spares, self.writer = [], [], [], None
        await self._beginning.stop()

    def at_hand(self) -> list[ReaderProcess]:
        """The readers that are not set aside, and the writer."""
        return [*self.readers, self.writer] if self.writer else self.readers.copy()

    def at_work(self) -> list[ReaderProcess]:
        """All that have been given something, perhaps."""
        return [*self.at_hand(), *self.aside]

    def replace(self, process: ReaderProcess) -> None:
        """End a process: a spare takes a reader's place at once, and another one is started."""
        process.kill()
        self._leaving.add(process)
        self._later(self._reap(process))
        for place in (self.readers, self.aside, self._spares):
            if process in place:
                place.remove(process)
        if process is self.writer and not self._stopped:
            self.writer = None
            self._later(self._start_writer())
        self._fill()

    def renew(self, reader: ReaderProcess) -> None:
        """Replace a reader that does nothing now, if a spare can take its place at once."""
        if self._spares:
            self.replace(reader)

    def set_aside(self, reader: ReaderProcess) -> bool:
        """Pause a reader, for a spare to take its place; False where there is no spare, or no more room."""
        if not self._spares or self.is_crowded:
            return False
        reader.pause()
        self.readers.remove(reader)
        self.aside.append(reader)
        self._fill()
        return True

    @property
    def is_crowded(self) -> bool:
        """Whether no more readers can be set aside."""
        return len(self.aside) >= _MOST_ASIDE

    def bring_back(self, paused: ReaderProcess, instead: ReaderProcess) -> None:
        """Have a paused reader go on in the place of another, which is a spare then, or is paused itself."""
        self.aside.remove(paused)
        self.readers[self.readers.index(instead)] = paused
        paused.go_on()
        if instead.load:
            instead.pause()
            self.aside.append(instead)
        else:
            self._keep(instead)

    def release(self, done: ReaderProcess) -> None:
        """A reader that was done with its query in the moment in which it was set aside."""
        self.aside.remove(done)
        done.go_on()
        self._keep(done)

    def show(self) -> None:
        """Whoever asks from now on reads what is newest, and waits until it is open."""
        self.shown = max(self.shown, self._beginning.newest())
        self._refresh()

    def is_fresh(self, reader: ReaderProcess) -> bool:
        """Whether a reader is of the snapshot that is shown, or of a newer one."""
        return reader.snapshot >= self.shown

    def freshest(self, reader: ReaderProcess) -> ReaderProcess | None:
        """This idle reader, or a spare where its snapshot is old; None where there is none yet."""
        if self.is_fresh(reader):
            return reader
        fresh = next(filter(self.is_fresh, self._spares), None)
        if fresh is None:
            self._hasten()
            return None
        self._spares.remove(fresh)
        self.readers[self.readers.index(reader)] = fresh
        self._keep(reader)
        return fresh

    def _keep(self, spare: ReaderProcess) -> None:
        """The freshest are kept, and those that others go before are not."""
        if spare.gives_way:
            self.replace(spare)
            return
        self._spares.append(spare)
        if len(self._spares) > SPARES:
            self.replace(min(self._spares, key=_snapshot))
        self._fill()

    def _fill(self) -> None:
        """Spares take the places that are free, and others are started in theirs."""
        if self._stopped:
            return
        while self._spares and len(self.readers) < self._limits.readers:
            freshest = max(self._spares, key=_snapshot)
            self._spares.remove(freshest)
            self.readers.append(freshest)
        wanted = self._limits.readers - len(self.readers) + SPARES - self._ready() - self._starting
        for _ in range(min(wanted, _AT_A_TIME - self._starting)):
            self._starting += 1
            self._later(self._start_one())

    def _refresh(self) -> None:
        """Spares that are fresh take the places of idle readers that are not."""
        for reader in self.readers.copy():
            if not reader.load and not self.is_fresh(reader) and any(map(self.is_fresh, self._spares)):
                self.freshest(reader)

    def _ready(self) -> int:
        """How many spares are as fresh as can be."""
        return sum(spare.snapshot >= self._beginning.name for spare in self._spares)

    async def _start_one(self) -> None:
        try:
            fresh = await self._started(self._beginning.reader)
        finally:
            self._starting -= 1
        if fresh is not None:
            self._keep(fresh)
        self._arrived.set()
        self._fill()
        self._refresh()
        self._more()

    async def _start_writer(self) -> None:
        while self.writer is None:
            self.writer = await self._started(self._beginning.writer)
        self._more()

    async def _started(self, begun: Callable[[], Coroutine[Any, Any, T]]) -> T | None:
        try:
            return await begun()
        except (StoreError, OSError) as error:
            _LOG.warning("The store is not read: %s", error)
            await asyncio.sleep(_RETRY_AFTER)
        return None

    async def _reap(self, gone: ReaderProcess) -> None:
        await asyncio.to_thread(gone.reap)
        self._leaving.discard(gone)

    def _follow(self) -> None:
        """Every now and then, for as little as it costs: whether there is a newer snapshot to be shown."""
        loop = asyncio.get_running_loop()
        if not self._stopped:
            loop.call_later(_LOOK_EVERY, self._follow)
            if self._beginning.is_behind and loop.time() > self._shown_until:
                self._hasten()

    def _hasten(self) -> None:
        """Somebody waits for what is newest, who wrote it perhaps."""
        if not self._preparing and self._beginning.is_behind:
            self._preparing = True
            self._later(self._prepare())

    async def _prepare(self) -> None:
        """Have spares of the newest snapshot, and show it."""
        try:
            name = await self._started(self._beginning.renew)
            self._fill()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._until_ready(), _LATEST)
            self.shown = max(self.shown, name or "")
            self._shown_until = asyncio.get_running_loop().time() + _SHOWN_FOR
        finally:
            self._preparing = False
        self._refresh()
        self._more()

    async def _until_ready(self) -> None:
        """Until there are as many fresh spares as small queries have readers, and one more."""
        while self._ready() <= min(SPARES - 1, sum(not reader.is_long for reader in self.readers)):
            self._arrived.clear()
            await self._arrived.wait()

    async def _tend(self) -> None:
        """Idle readers that others go before, or whose snapshot is old, are replaced."""
        while True:
            await asyncio.sleep(_TEND_EVERY)
            self._refresh()
            for reader in self.readers.copy():
                if not reader.load and reader.gives_way:
                    self.renew(reader)

    def _later(self, work: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _snapshot(reader: ReaderProcess) -> str:
    return reader.snapshot
