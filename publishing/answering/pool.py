"""The reader processes of a store: those at hand, those set aside, and spares, which take a place at once.

A reader that is set aside keeps the query that it is at, and goes on with it when it is brought back. To open
a snapshot takes ten milliseconds and more: spares open a new one before anybody is asked of it, and take the
places of readers of the old one.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any, Final, TypeVar

from communique.errors import StoreError
from communique.publishing.answering.jobs import Answer, Job
from communique.publishing.answering.limits import Limits
from communique.publishing.answering.reader_process import Asked, ReaderProcess
from communique.publishing.answering.starting import Starter
from communique.publishing.storage.snapshots import Current

T = TypeVar("T")
_LOOK_EVERY: Final = 0.02  # seconds
_LATEST: Final = 0.25  # seconds until a new snapshot is shown, though no spare has opened it
_SHOWN_FOR: Final = 0.25  # seconds at least, for opening it takes as much work as thousands of queries
_TEND_EVERY: Final = 0.25  # seconds
_RETRY_AFTER: Final = 0.5  # seconds
SPARES: Final = 6
_AT_A_TIME: Final = 2  # processes that are started
_MORE_READY: Final = 3
_MOST_ASIDE: Final = 8
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
        self.aside: list[ReaderProcess] = []
        self.shown = ""
        self._current = Current(path)
        self._limits = limits
        self._starter = Starter(path, limits)
        self._answered = answered
        self._lost = lost
        self._more = more
        self._spares: list[ReaderProcess] = []
        self._leaving: set[ReaderProcess] = set()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._starting = 0
        self._warming = 0
        self._stopped = False

    async def start(self) -> None:
        """Start the processes; returns when all of them have opened the store. Raises StoreError."""
        self.shown = self._newest()
        try:
            for place in [*[self._spares] * SPARES, *[self.readers] * self._limits.readers]:
                place.append(await self._started())
        except BaseException:
            await self.stop()
            raise
        self._later(self._follow())
        self._later(self._tend())

    async def stop(self) -> None:
        """End them all, whatever they do."""
        self._stopped = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for reader in [*self.readers, *self.aside, *self._spares, *self._leaving]:
            await _discard(reader)
        self.readers, self.aside, self._spares = [], [], []
        await asyncio.to_thread(self._starter.stop)

    def replace(self, reader: ReaderProcess) -> None:
        """End a reader: a spare takes its place at once, and another spare is started."""
        reader.kill()
        self._leaving.add(reader)
        self._later(self._reap(reader))
        for place in (self.readers, self.aside, self._spares):
            if reader in place:
                place.remove(reader)
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

    def _keep(self, reader: ReaderProcess) -> None:
        """As a spare, unless there are enough or it is one that gives way."""
        if reader.gives_way or len(self._spares) >= SPARES:
            self.replace(reader)
        else:
            self._spares.append(reader)
            self._fill()

    def show(self, name: str | None = None) -> None:
        """From now on readers are asked of a snapshot, or of the newest: `shown` is its name."""
        self.shown = max(self.shown, name or self._newest())
        for reader in self.readers.copy():
            if not reader.load:
                self.freshest(reader)

    def freshest(self, reader: ReaderProcess) -> ReaderProcess:
        """This reader, or a spare in its place that has opened a newer snapshot."""
        if reader.load or reader.snapshot >= self.shown:
            return reader
        fresh = next((spare for spare in self._spares if spare.snapshot >= self.shown), None)
        if fresh is None:
            return reader
        self._spares.remove(fresh)
        self.readers[self.readers.index(reader)] = fresh
        self._keep(reader)
        return fresh

    async def _reap(self, gone: ReaderProcess) -> None:
        await asyncio.to_thread(gone.reap)
        self._leaving.discard(gone)

    def _fill(self) -> None:
        """Spares take the places that are free, and others are started in theirs."""
        if self._stopped:
            return
        while self._spares and len(self.readers) < self._limits.readers:
            freshest = max(self._spares, key=attrgetter("snapshot"))
            self._spares.remove(freshest)
            self.readers.append(freshest)
        there = len(self.readers) + len(self._spares) + self._warming + self._starting
        for _ in range(min(self._limits.readers + SPARES - there, _AT_A_TIME - self._starting)):
            self._starting += 1
            self._later(self._start_one())

    async def _start_one(self) -> None:
        try:
            fresh = await (self._begun() if self._is_ready() else self._started())
            self._spares.append(fresh)
        except (StoreError, OSError) as error:
            _LOG.warning("A reader did not start: %s", error)
            await asyncio.sleep(_RETRY_AFTER)
        finally:
            self._starting -= 1
        self._fill()
        self._more()

    async def _started(self) -> ReaderProcess:
        """A reader that has opened the store. Raises StoreError."""
        reader = await self._begun()
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
        return reader

    async def _begun(self) -> ReaderProcess:
        """One that opens the store when it is asked, or before, in `_follow`."""
        reader = await ReaderProcess.start(self._starter)
        reader.answered = self._answered
        reader.lost = partial(self._lost, reader)
        return reader

    async def _opened(self, reader: ReaderProcess) -> Answer | None:
        """Have it open the newest snapshot."""
        late = asyncio.get_running_loop().time() + self._limits.seconds
        return await reader.open(Asked(_NOTHING, self._newest(), late, lambda _: None))

    def _newest(self) -> str:
        return self._current.name() or ""

    async def _follow(self) -> None:
        """Show a new snapshot when spares have opened it, and have as many open it as are needed."""
        loop, then = asyncio.get_running_loop(), 0.0
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            newest = self._newest()
            if newest > self.shown and loop.time() > then:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._prepare(newest), _LATEST)
                self.show(newest)
                then = loop.time() + _SHOWN_FOR
            elif not self._is_ready():
                await self._open_one(self.shown)

    def _is_ready(self, newest: str = "") -> bool:
        """Whether enough spares have opened a snapshot: for the readers of small queries, and more."""
        wanted = min(SPARES, sum(not reader.is_long for reader in self.readers) + _MORE_READY)
        return sum(spare.snapshot >= max(newest, self.shown) for spare in self._spares) >= wanted

    async def _prepare(self, newest: str) -> None:
        """Have spares open the newest snapshot."""
        while not self._is_ready(newest):
            if not await self._open_one(newest):
                await asyncio.sleep(_LOOK_EVERY)

    async def _open_one(self, newest: str) -> bool:
        """Have a spare open the newest snapshot; False where there is none that has not."""
        stale = next((spare for spare in self._spares if spare.snapshot < newest), None)
        if stale is not None:
            await self._warm(stale)
        return stale is not None

    async def _tend(self) -> None:
        """Idle readers and a spare at a time open what is shown, and one that others go before is renewed."""
        while True:
            await asyncio.sleep(_TEND_EVERY)
            for reader in [*self._spares[:1], *self.readers]:
                if not reader.load and reader.gives_way and self._spares:
                    self.replace(reader)
                elif not reader.load and reader.snapshot < self.shown:
                    await self._warm(reader)

    async def _warm(self, reader: ReaderProcess) -> None:
        """Out of its place, in which a spare goes on meanwhile."""
        place = self.readers if reader in self.readers else self._spares
        if reader not in place or reader.load:
            return  # it was ended or given something in the meantime
        place.remove(reader)
        self._warming += 1
        self._fill()
        opening = self._later(self._opened(reader))
        opening.add_done_callback(partial(self._warmed, reader))
        await asyncio.shield(opening)

    def _warmed(self, reader: ReaderProcess, opening: "asyncio.Future[Answer | None]") -> None:
        self._warming -= 1
        self._spares.append(reader)
        self._fill()
        if opening.cancelled() or opening.result() is None:
            self.replace(reader)
        self._more()

    def _later(self, work: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


async def _discard(reader: ReaderProcess) -> None:
    reader.kill()
    await asyncio.to_thread(reader.reap)
