"""The readers of a store: processes that are kept at hand, given one query each, and ended if it takes long.

A process is the only thing whose work can really be stopped: the engine has no time limit, and a thread
cannot be ended. A spare one waits, so that whoever is ended is replaced at once.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from communique.errors import StoreError
from communique.publishing import jobs
from communique.publishing.jobs import Answer, Job, problem
from communique.publishing.limits import Limits
from communique.publishing.reader_process import ReaderProcess
from communique.publishing.snapshots import Current

_WARM_EVERY: Final = 0.25  # seconds
_RETRY_AFTER: Final = 0.5  # seconds
_LOG: Final = logging.getLogger(__name__)
_NOTHING: Final = Job("query", "ASK {}", solution_format="json")


@dataclass(slots=True)
class Figures:
    """What has happened so far, and what happens now, for those who watch."""

    answered: int = 0
    ended: int = 0
    crashed: int = 0
    refused: int = 0
    running: int = 0
    waiting: int = 0


class Readers:
    """Does jobs on the store in `path` within the limits; to be started in the loop that uses it."""

    def __init__(self, path: Path, limits: Limits | None = None) -> None:
        self.path = path
        self.limits = limits or Limits()
        self.figures = Figures()
        self._current = Current(path)
        self._idle: deque[ReaderProcess] = deque()
        self._waiting: deque[asyncio.Future[ReaderProcess]] = deque()
        self._spares: list[ReaderProcess] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._writing = asyncio.Lock()
        self._stopped = False

    async def start(self) -> None:
        """Start the processes; returns when all of them have opened the store. Raises StoreError."""
        started = [await self._started() for _ in range(self.limits.readers + 1)]
        self._spares = [started.pop()]
        self._idle.extend(started)
        self._later(self._keep_warm())

    async def stop(self) -> None:
        """End all processes; what still runs is ended with them."""
        self._stopped = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for reader in [*self._idle, *self._spares]:
            reader.kill()
            await asyncio.to_thread(reader.reap)
        self._idle.clear()
        self._spares.clear()

    def state(self) -> str | None:
        """What names the state of the store that readers see; None where nothing does."""
        return self._current.name()

    async def ask(self, job: Job) -> Answer:
        """Do a job; 503 where there are too many, or where it takes longer than it may."""
        if job.kind in jobs.READING:
            return await self._within_limits(replace(job, snapshot=self.state() or ""))
        async with self._writing:
            return await self._within_limits(job)

    async def _within_limits(self, job: Job) -> Answer:
        deadline = asyncio.get_running_loop().time() + self.limits.seconds
        reader: ReaderProcess | None = None
        try:
            async with asyncio.timeout_at(deadline):
                reader = await self._take()
                answer = await reader.ask(job)
        except BaseException as error:
            if reader is not None:
                self._replace(reader)
            return self._unanswered(error)
        finally:
            self.figures.running -= reader is not None
        self._give(reader)
        self.figures.answered += 1
        return answer

    def _unanswered(self, error: BaseException) -> Answer:
        """What to tell when there is no answer; the reader, if there was one, is gone by now."""
        if isinstance(error, TimeoutError):
            self.figures.ended += 1
            return problem(
                503, f"The query took longer than {self.limits.seconds:g} seconds, and was stopped."
            )
        if isinstance(error, ConnectionError):
            self.figures.crashed += 1
            return problem(503, "The query took more memory than it may, and was stopped.")
        if isinstance(error, _FullError):
            self.figures.refused += 1
            return problem(503, f"{self.limits.queue} queries wait already: try again later.")
        raise error

    async def _take(self) -> ReaderProcess:
        while self._idle:
            reader = self._idle.popleft()
            if not reader.channel.broken:
                self.figures.running += 1
                return reader
            self._replace(reader)  # it ended while it had nothing to do
        if len(self._waiting) >= self.limits.queue:
            raise _FullError
        return await self._next()

    async def _next(self) -> ReaderProcess:
        waiting: asyncio.Future[ReaderProcess] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiting)
        self.figures.waiting += 1
        try:
            reader = await waiting
        except asyncio.CancelledError:
            if waiting.done() and not waiting.cancelled():
                self._give(waiting.result())
            raise
        finally:
            self.figures.waiting -= 1
            if waiting in self._waiting:
                self._waiting.remove(waiting)
        self.figures.running += 1
        return reader

    def _give(self, reader: ReaderProcess) -> None:
        """To whoever has waited longest."""
        while self._waiting:
            waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_result(reader)
                return
        self._idle.append(reader)

    def _replace(self, reader: ReaderProcess) -> None:
        """The spare takes its place at once, and another spare is started."""
        reader.kill()
        if self._spares:
            self._give(self._spares.pop())
            self._later(self._renew(reader, self._spares.append))
        else:
            self._later(self._renew(reader, self._give))

    async def _renew(self, gone: ReaderProcess, put: Callable[[ReaderProcess], None]) -> None:
        await asyncio.to_thread(gone.reap)
        while not self._stopped:
            try:
                put(await self._started())
            except (StoreError, OSError) as error:
                _LOG.warning("A reader did not start: %s", error)
                await asyncio.sleep(_RETRY_AFTER)
            else:
                return

    async def _started(self) -> ReaderProcess:
        reader = await ReaderProcess.start(self.path, self.limits)
        try:
            answer = await reader.ask(replace(_NOTHING, snapshot=self.state() or ""))
        except BaseException as error:
            reader.kill()
            await asyncio.to_thread(reader.reap)
            if isinstance(error, ConnectionError):
                raise StoreError(f"The store {self.path} cannot be read: its reader ended.") from None
            raise
        if answer.status != 200:
            reader.kill()
            raise StoreError(answer.text.strip())
        return reader

    async def _keep_warm(self) -> None:
        """Have idle readers open a new snapshot before they are asked, and let go of the old one."""
        while True:
            await asyncio.sleep(_WARM_EVERY)
            state = self.state() or ""
            for reader in [found for found in self._idle if found.snapshot != state]:
                if reader in self._idle:
                    self._idle.remove(reader)
                    await self._warm(reader, state)

    async def _warm(self, reader: ReaderProcess, state: str) -> None:
        try:
            await reader.ask(replace(_NOTHING, snapshot=state))
        except ConnectionError:
            self._replace(reader)
        except asyncio.CancelledError:
            self._idle.append(reader)
            raise
        else:
            self._give(reader)

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class _FullError(Exception):
    """As many queries wait as may wait."""
