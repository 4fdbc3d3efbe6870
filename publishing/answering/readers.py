"""Put queries to the readers of a store, within limits: who goes when, and what has taken too long.

A process is the only thing whose work can really be stopped: the engine has no time limit, and a thread
cannot be ended. So each query runs in a reader, which is ended when its time is up.

Small queries are handed out some at a time: to wake a process up costs more than to answer one of them.
What waits behind a query that turns out to take longer is taken back, and given to another reader. Queries
that take long have all readers but one: the last is for those of which nothing is known yet, and one that
keeps it while others wait is ended and begins again where there is room for it.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from pathlib import Path
from typing import Final

from communique.publishing.answering.engine import Figures
from communique.publishing.answering.jobs import READING, Answer, Job, problem
from communique.publishing.answering.limits import Limits
from communique.publishing.answering.pool import Pool
from communique.publishing.answering.reader_process import Asked, ReaderProcess

_AT_A_TIME: Final = 4  # queries that one reader is given
_SMALL: Final = 0.005  # seconds; nothing waits behind a query that takes longer
_LONG: Final = 0.05  # seconds; what takes longer leaves one reader to others
_LOOK_EVERY: Final = 0.01  # seconds
_REMEMBERED: Final = 1000  # queries that were long


class Readers:
    """Does jobs on the store in `path` within the limits; to be started in the loop that uses it."""

    def __init__(self, path: Path, limits: Limits | None = None) -> None:
        self.path = path
        self.limits = limits or Limits()
        self.figures = Figures()
        self._pool = Pool(path, self.limits, self._answered, self._lost, self._hand_out)
        self._waiting: deque[Asked] = deque()
        self._long: deque[Asked] = deque()
        self._writes: deque[Asked] = deque()
        self._were_long: OrderedDict[int, None] = OrderedDict()
        self._looking = False
        self._stopped = False

    async def start(self) -> None:
        """Start the processes; returns when all of them have opened the store. Raises StoreError."""
        self._clock = asyncio.get_running_loop().time
        await self._pool.start()

    async def stop(self) -> None:
        """End all processes; what still runs is ended with them, and told so."""
        self._stopped = True
        left = [asked for reader in self._pool.readers for asked in reader.pending()]
        await self._pool.stop()
        for asked in [*left, *self._waiting, *self._long, *self._writes]:
            asked.done(problem(503, "The endpoint is stopping."))

    def state(self) -> str | None:
        """What names the state of the store that readers see; None where nothing does."""
        return self._pool.current.name()

    async def ask(self, job: Job) -> Answer:
        """Do a job; 503 where there are too many, or where it takes longer than it may."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self.submit(job, lambda given: None if answer.done() else answer.set_result(given))
        return await answer

    def submit(self, job: Job, done: Callable[[Answer], None]) -> None:
        """The same: `done` is called with the answer, in this loop, and perhaps before this returns."""
        asked = Asked(job, self.state() or "", self._clock() + self.limits.seconds, done)
        asked.long = hash(job) in self._were_long
        if self._stopped or self._full(self._queue(asked)):
            self.figures.refused += 1
            done(self._too_many())
            return
        self._queue(asked).append(asked)
        self._hand_out()
        if not self._looking:
            self._looking = True
            asyncio.get_running_loop().call_later(_LOOK_EVERY, self._look)

    def _queue(self, asked: Asked) -> deque[Asked]:
        if asked.job.kind not in READING:
            return self._writes
        return self._long if asked.long else self._waiting

    def _full(self, queue: deque[Asked]) -> bool:
        """Whether as many wait as may, those among them that were handed out already."""
        if self._has_room(queue):
            return False
        behind = sum(max(reader.live - 1, 0) for reader in self._pool.readers)
        return len(queue) + (behind if queue is self._waiting else 0) >= self.limits.queue

    def _has_room(self, queue: deque[Asked]) -> bool:
        """Whether the next of a queue need not wait."""
        if all(map(_load, self._pool.readers)) or queue:
            return False
        if queue is self._writes:
            return not self._is_writing()
        return queue is self._waiting or self._room_for_long() > 0

    def _is_writing(self) -> bool:
        return any(reader.writes for reader in self._pool.readers)

    def _room_for_long(self) -> int:
        """How many more queries that take long may run now; one reader is left to others."""
        return max(1, self.limits.readers - 1) - sum(reader.is_long for reader in self._pool.readers)

    def _hand_out(self) -> None:
        """Give what waits to the readers that can take it; one is kept free where a write waits."""
        now, free = self._clock(), self._pool.readers
        if self._writes and free and not self._is_writing():
            least = min(free, key=_load)
            if not least.load:
                least.give(self._writes.popleft(), now)
            free = [reader for reader in free if reader is not least]
        while self._waiting and free:
            reader = min(free, key=_load)
            if not _takes_more(reader, now):
                break
            reader.give(self._waiting.popleft(), now)
        for reader in free:
            if self._long and not reader.load and self._room_for_long() > 0:
                reader.give(self._long.popleft(), now)
        self._count()

    def _count(self) -> None:
        self.figures.running = sum(1 for reader in self._pool.readers if reader.live)
        behind = sum(reader.live for reader in self._pool.readers) - self.figures.running
        self.figures.waiting = behind + len(self._waiting) + len(self._long) + len(self._writes)

    def _answered(self, asked: Asked, answer: Answer) -> None:
        self.figures.answered += 1
        if asked.long and self._clock() - asked.began < _LONG:
            self._were_long.pop(hash(asked.job), None)
        self._hand_out()
        asked.done(answer)

    def _end(self, reader: ReaderProcess, told: Answer | None) -> None:
        """End a reader, and tell whoever waits for its query; what waited behind it goes elsewhere."""
        behind, at_work = reader.take_back(), reader.at_work()
        self._pool.replace(reader)
        self._waiting.extendleft(reversed(behind))
        self._hand_out()
        if at_work is not None and told is not None:
            at_work.done(told)

    def _lost(self, reader: ReaderProcess) -> None:
        """It ended by itself: by the query that it was at, or while it had nothing to do."""
        self.figures.crashed += reader.at_work() is not None
        self._end(reader, problem(503, "The query took more memory than it may, and was stopped."))

    def _look(self) -> None:
        """Every now and then while there is something to do: what has taken too long."""
        now = self._clock()
        for reader in list(self._pool.readers):
            if reader.live > 1 and now - reader.since > _SMALL:
                self._waiting.extendleft(reversed(reader.take_back()))
            if reader.is_late(now):
                self.figures.ended += reader.at_work() is not None
                self._end(reader, self._too_long())
            elif reader.load and now - reader.since > _LONG:
                self._is_found_long(reader)
        for queue in (self._waiting, self._long, self._writes):
            for asked in [asked for asked in queue if asked.deadline <= now]:
                queue.remove(asked)
                self.figures.ended += 1
                asked.done(self._too_long())
        self._hand_out()
        self._looking = self.figures.waiting > 0 or any(map(_load, self._pool.readers))
        if self._looking and not self._stopped:
            asyncio.get_running_loop().call_later(_LOOK_EVERY, self._look)

    def _is_found_long(self, reader: ReaderProcess) -> None:
        """A query takes long: it goes on where it is, unless it keeps the last reader while others wait."""
        if reader.is_long or reader.writes:
            return
        asked = reader.at_work()
        if asked is not None:
            self._remember(asked.job)
            asked.long = True
        if self._room_for_long() > 0 or self.limits.readers == 1:
            reader.be_long()
        elif self._waiting:
            full = self._full(self._long)
            self._end(reader, self._too_many() if full else None)
            self.figures.refused += full
            if asked is not None and not full:
                self._long.append(asked)
                self._hand_out()

    def _remember(self, job: Job) -> None:
        self._were_long[hash(job)] = None
        if len(self._were_long) > _REMEMBERED:
            self._were_long.popitem(last=False)

    def _too_long(self) -> Answer:
        return problem(503, f"The query took longer than {self.limits.seconds:g} seconds, and was stopped.")

    def _too_many(self) -> Answer:
        return problem(503, f"{self.limits.queue} queries wait already: try again later.")


def _load(reader: ReaderProcess) -> int:
    return reader.load


def _takes_more(reader: ReaderProcess, now: float) -> bool:
    load, alone = reader.load, reader.is_long or reader.writes
    return not load or (load < _AT_A_TIME and now - reader.since < _SMALL and not alone)
