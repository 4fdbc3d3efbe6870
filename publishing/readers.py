"""The readers of a store: processes that are kept at hand, given queries, and ended if one takes long.

A process is the only thing whose work can really be stopped: the engine has no time limit, and a thread
cannot be ended. A spare one waits, so that whoever is ended is replaced at once.

Small queries are handed out some at a time: to wake a process up costs more than to answer one of them.
What has been handed out and waits behind a query that turns out to take longer is taken back, and given
to another reader. A write is never handed out behind or before something else.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import Any, Final

from communique.errors import StoreError
from communique.publishing.engine import Figures
from communique.publishing.jobs import READING, Answer, Job, problem
from communique.publishing.limits import Limits
from communique.publishing.reader_process import Asked, ReaderProcess
from communique.publishing.snapshots import Current

_AT_A_TIME: Final = 4  # queries that one reader is given
_SMALL: Final = 0.005  # seconds; nothing waits behind a query that takes longer
_LOOK_EVERY: Final = 0.01  # seconds
_WARM_EVERY: Final = 0.25  # seconds
_RETRY_AFTER: Final = 0.5  # seconds
_LOG: Final = logging.getLogger(__name__)
_NOTHING: Final = Job("query", "ASK {}", solution_format="json")


class Readers:
    """Does jobs on the store in `path` within the limits; to be started in the loop that uses it."""

    def __init__(self, path: Path, limits: Limits | None = None) -> None:
        self.path = path
        self.limits = limits or Limits()
        self.figures = Figures()
        self._current = Current(path)
        self._readers: list[ReaderProcess] = []
        self._spares: list[ReaderProcess] = []
        self._waiting: deque[Asked] = deque()
        self._writes: deque[Asked] = deque()
        self._looking = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopped = False

    async def start(self) -> None:
        """Start the processes; returns when all of them have opened the store. Raises StoreError."""
        self._clock = asyncio.get_running_loop().time
        started = [await self._started() for _ in range(self.limits.readers + 1)]
        self._spares = [started.pop()]
        self._readers = started
        self._later(self._keep_warm())

    async def stop(self) -> None:
        """End all processes; what still runs is ended with them, and told so."""
        self._stopped = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        left = [asked for reader in self._readers for asked in reader.pending()]
        for reader in [*self._readers, *self._spares]:
            reader.kill()
            await asyncio.to_thread(reader.reap)
        for asked in [*left, *self._waiting, *self._writes]:
            asked.done(problem(503, "The endpoint is stopping."))
        self._readers, self._spares = [], []

    def state(self) -> str | None:
        """What names the state of the store that readers see; None where nothing does."""
        return self._current.name()

    async def ask(self, job: Job) -> Answer:
        """Do a job; 503 where there are too many, or where it takes longer than it may."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self.submit(job, lambda given: None if answer.done() else answer.set_result(given))
        return await answer

    def submit(self, job: Job, done: Callable[[Answer], None]) -> None:
        """The same: `done` is called with the answer, in this loop, and perhaps before this returns."""
        queue = self._waiting if job.kind in READING else self._writes
        if self._stopped or self._full(queue):
            self.figures.refused += 1
            done(problem(503, f"{self.limits.queue} queries wait already: try again later."))
            return
        asked = Asked(job, self.state() or "", self._clock() + self.limits.seconds, done)
        queue.append(asked)
        self._hand_out()
        if not self._looking:
            self._looking = True
            asyncio.get_running_loop().call_later(_LOOK_EVERY, self._look)

    def _full(self, queue: deque[Asked]) -> bool:
        """Whether as many wait as may, for a reader or for the writes before theirs."""
        if queue is self._writes:
            return len(queue) >= self.limits.queue
        live = sum(reader.live for reader in self._readers)
        return live + len(queue) >= self.limits.queue + self.limits.readers

    def _hand_out(self) -> None:
        """Give what waits to the readers that can take it; one is kept free where a write waits."""
        now = self._clock()
        free = self._readers
        if self._writes and not any(reader.writes for reader in free):
            least = min(free, key=_load, default=None)
            if least is not None and not least.load:
                least.give(self._writes.popleft(), now)
            free = [reader for reader in free if reader is not least]
        while self._waiting and free:
            reader = min(free, key=_load)
            if not _takes_more(reader, now):
                break
            reader.give(self._waiting.popleft(), now)
        self._count()

    def _count(self) -> None:
        self.figures.running = sum(1 for reader in self._readers if reader.live)
        live = sum(reader.live for reader in self._readers)
        self.figures.waiting = live - self.figures.running + len(self._waiting) + len(self._writes)

    def _answered(self, asked: Asked, answer: Answer) -> None:
        self.figures.answered += 1
        self._hand_out()
        asked.done(answer)

    def _end(self, reader: ReaderProcess, told: Answer) -> None:
        """End a reader, and tell whoever waits for its query; what waited behind it goes elsewhere."""
        behind, at_work = reader.take_back(), reader.at_work()
        self._replace(reader)
        self._waiting.extendleft(reversed(behind))
        self._hand_out()
        if at_work is not None:
            at_work.done(told)

    def _lost(self, reader: ReaderProcess) -> None:
        """It ended by itself: by the query that it was at, or while it had nothing to do."""
        self.figures.crashed += reader.at_work() is not None
        self._end(reader, problem(503, "The query took more memory than it may, and was stopped."))

    def _look(self) -> None:
        """Every now and then while there is something to do: what has taken too long."""
        now = self._clock()
        for reader in list(self._readers):
            if reader.live > 1 and now - reader.since > _SMALL:
                self._waiting.extendleft(reversed(reader.take_back()))
            if reader.is_late(now):
                self.figures.ended += reader.at_work() is not None
                self._end(reader, self._too_long())
        for queue in (self._waiting, self._writes):
            for asked in [asked for asked in queue if asked.deadline <= now]:
                queue.remove(asked)
                self.figures.ended += 1
                asked.done(self._too_long())
        self._hand_out()
        self._looking = bool(self._waiting or self._writes or any(map(_load, self._readers)))
        if self._looking and not self._stopped:
            asyncio.get_running_loop().call_later(_LOOK_EVERY, self._look)

    def _too_long(self) -> Answer:
        return problem(503, f"The query took longer than {self.limits.seconds:g} seconds, and was stopped.")

    def _replace(self, reader: ReaderProcess) -> None:
        """The spare takes its place at once, and another spare is started."""
        reader.kill()
        if reader in self._readers:
            self._readers.remove(reader)
        elif reader in self._spares:
            self._spares.remove(reader)
        if self._spares and len(self._readers) < self.limits.readers:
            self._readers.append(self._spares.pop())
        self._later(self._renew(reader))

    async def _renew(self, gone: ReaderProcess) -> None:
        await asyncio.to_thread(gone.reap)
        while not self._stopped:
            try:
                fresh = await self._started()
            except (StoreError, OSError) as error:
                _LOG.warning("A reader did not start: %s", error)
                await asyncio.sleep(_RETRY_AFTER)
            else:
                wanting = len(self._readers) < self.limits.readers
                (self._readers if wanting else self._spares).append(fresh)
                self._hand_out()
                return

    async def _started(self) -> ReaderProcess:
        reader = await ReaderProcess.start(self.path, self.limits)
        try:
            answer = await self._opened(reader)
        except BaseException:
            await self._discard(reader)
            raise
        if answer is None or answer.status != 200:
            await self._discard(reader)
            raise StoreError(
                answer.text.strip() if answer else f"The store {self.path} cannot be read: its reader ended."
            )
        reader.answered = self._answered
        reader.lost = partial(self._lost, reader)
        return reader

    async def _discard(self, reader: ReaderProcess) -> None:
        reader.kill()
        await asyncio.to_thread(reader.reap)

    async def _opened(self, reader: ReaderProcess) -> Answer | None:
        """Have it open the newest snapshot."""
        late = self._clock() + self.limits.seconds
        return await reader.open(Asked(_NOTHING, self.state() or "", late, lambda _: None))

    async def _keep_warm(self) -> None:
        """Have idle readers open a new snapshot before they are asked, and let go of the old one."""
        while True:
            await asyncio.sleep(_WARM_EVERY)
            state = self.state() or ""
            for reader in [*self._readers, *self._spares]:
                if not reader.load and reader.snapshot != state:
                    await self._warm(reader)

    async def _warm(self, reader: ReaderProcess) -> None:
        """Aside, so that nobody gives it something meanwhile."""
        place = self._readers if reader in self._readers else self._spares
        if reader not in place:
            return  # it was ended in the meantime
        place.remove(reader)
        opened = None
        try:
            opened = await self._opened(reader)
        finally:
            place.append(reader)
        if opened is None:
            self._replace(reader)
        self._hand_out()

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _load(reader: ReaderProcess) -> int:
    return reader.load


def _takes_more(reader: ReaderProcess, now: float) -> bool:
    load = reader.load
    return not load or (load < _AT_A_TIME and now - reader.since < _SMALL and not reader.writes)
