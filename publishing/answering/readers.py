"""Put queries to the readers of a store, within limits: who goes when, and what has taken too long.

A process is the only thing whose work can really be stopped: the engine has no time limit, and a thread
cannot be ended. So each query runs in a reader, which is ended when its time is up.

Small queries are handed out some at a time: to wake a process up costs more than to answer one of them.
What waits behind a query that turns out to take longer is taken back, and given to another reader. Those
that take long have their own turns: communique.publishing.answering.turns.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Final

from communique.publishing.answering.beginning import Beginning
from communique.publishing.answering.engine import Figures
from communique.publishing.answering.forms import Forms, form_of
from communique.publishing.answering.jobs import READING, Answer, Job, problem
from communique.publishing.answering.limits import Limits
from communique.publishing.answering.line import Line
from communique.publishing.answering.pool import Pool
from communique.publishing.answering.reader_process import Asked, ReaderProcess
from communique.publishing.answering.turns import Turns

_AT_A_TIME: Final = 4  # queries that one reader is given
_SLICE: Final = 0.005  # seconds of a processor; what takes more takes long, and leaves one reader to others
_LOOKS: Final = 10  # so does what is found at work that often, whatever it waits for
_SAMPLE: Final = 16  # one in so many queries is known by its form, though it did not wait
_LOOK_EVERY: Final = 0.003  # seconds
_GIVES_WAY, _STALE, _NOBODY = 10, 100, 1000  # what such a reader costs, in queries before one that is given
_TOO_LARGE: Final = problem(503, "It took more memory than it may, and was stopped.")
_WHOLE: Final = "It is in the store as a whole, or not at all."
_TOO_LARGE_WRITE: Final = problem(503, f"It took more memory than it may, and was stopped. {_WHOLE}")
_TOO_DEEP: Final = problem(400, "It is nested too deeply to be worked through, or a chain in it is too long.")

Queue = Line | deque[Asked] | list[Asked]


class Readers:
    """Does jobs on the store in `path` within the limits; to be started in the loop that uses it."""

    def __init__(self, path: Path, limits: Limits | None = None) -> None:
        self.path = path
        self.limits = limits or Limits()
        self._figures = Figures()
        beginning = Beginning(path, self.limits, self._answered, self._lost)
        self._pool = Pool(beginning, self.limits, self._hand_out)
        self._forms = Forms()
        self._waiting = Line(self._forms)
        self._writes: deque[Asked] = deque()
        self._turns = Turns(self._pool, self.limits, self._refuse)
        self._looking = False
        self._stopped = False

    async def start(self) -> None:
        """Start the processes; returns when all of them have opened the store. Raises StoreError."""
        self._clock = asyncio.get_running_loop().time
        await self._pool.start()

    async def stop(self) -> None:
        """End all processes; what still runs is ended with them, and told so."""
        self._stopped = True  # from now on nothing is given to anybody, so that all who wait are found
        at_work = self._pool.at_work()
        await self._pool.stop()
        left = [asked for process in at_work for asked in process.pending()]
        for asked in [*left, *self._waiting, *self._turns.waiting, *self._writes]:
            asked.done(problem(503, "The endpoint is stopping."))

    @property
    def figures(self) -> Figures:
        """What has happened so far, and what happens now."""
        live = [reader.live for reader in self._pool.at_hand()]
        self._figures.running = sum(map(bool, live))
        self._figures.waiting = sum(live) - self._figures.running + self._waits()
        return self._figures

    def state(self) -> str | None:
        """What names the state of the store that readers see; None where nothing does."""
        return self._pool.shown or None

    async def ask(self, job: Job) -> Answer:
        """Do a job; 503 where there are too many, or where it takes longer than it may."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self.submit(job, lambda given: None if answer.done() else answer.set_result(given))
        return await answer

    def submit(self, job: Job, done: Callable[[Answer], None]) -> Asked:
        """The same: `done` is called with the answer, in this loop, and perhaps before this returns."""
        asked = Asked(job, self._clock() + self.limits.seconds, done)
        queue = self._queue(asked)
        if self._stopped or self._full(queue):
            self._refuse(asked)
            return asked
        reader = self._at_hand() if queue is self._waiting and not queue else None
        if reader is not None and self._pool.is_fresh(reader):
            reader.give(asked)
        else:
            queue.append(asked)
            self._hand_out()
        if not self._looking:
            self._looking = True
            asyncio.get_running_loop().call_later(_LOOK_EVERY, self._look)
        return asked

    def withdraw(self, asked: Asked) -> None:
        """Nobody waits for the answer to a reading job: it is not begun, or ended where it takes long."""
        for queue in (self._waiting, self._turns.waiting):
            if asked in queue:
                queue.remove(asked)
                self._figures.withdrawn += 1
        for reader in self._pool.at_work():
            if reader.is_long and reader.at_work() is asked:
                self._figures.withdrawn += 1
                self._end(reader, None)

    def _queue(self, asked: Asked) -> Queue:
        if asked.job.kind not in READING:
            return self._writes
        asked.long = not self._forms.none_took_long and self._is_known_to_take_long(asked)
        return self._turns.waiting if asked.long else self._waiting

    def _is_known_to_take_long(self, asked: Asked) -> bool:
        """By its words, or by its form: that is found out where others wait, or would wait behind it."""
        if self._forms.took_long(hash(asked.job.text)):
            return True
        if self._waiting or self._turns.are_taken:
            asked.form = form_of(asked.job)
        return self._forms.took_long(asked.form)

    def _refuse(self, asked: Asked) -> None:
        self._figures.refused += 1
        asked.done(problem(503, f"{self.limits.queue} queries wait already: try again later."))

    def _waits(self) -> int:
        return len(self._waiting) + len(self._turns) + len(self._writes)

    def _full(self, queue: Queue) -> bool:
        """Whether as many wait as may, those among them that were handed out already."""
        if queue is self._waiting:
            readers, room = self._pool.readers, self.limits.queue - len(queue)
            if len(readers) * _AT_A_TIME <= room:
                return False
            return not self._has_room(queue) and sum(max(one.live - 1, 0) for one in readers) >= room
        waiting = len(queue) if queue is self._writes else len(self._turns)
        return not self._has_room(queue) and waiting >= self.limits.queue

    def _has_room(self, queue: Queue) -> bool:
        """Whether the next of a queue need not wait."""
        if queue is self._writes:
            return not queue and self._writer() is not None
        if all(map(_load, self._pool.readers)) or queue:
            return False
        return queue is self._waiting or self._turns.has_room()

    def _hand_out(self) -> None:
        """Give what waits to the readers that can take it."""
        if self._stopped:
            return
        writer = self._writer()
        if self._writes and writer is not None:
            writer.give(self._writes.popleft())
        while self._waiting and self._pool.readers:
            reader = self._at_hand()
            if reader is not None:
                reader = self._pool.freshest(reader)
                if reader is None:
                    break
                reader.give(self._waiting.take())
            elif not self._turns.relieve(self._waiting.has_small):
                break
        if self._turns.waiting or self._pool.aside:
            self._turns.hand_out()

    def _writer(self) -> ReaderProcess | None:
        """Who can write now."""
        writer = self._pool.writer
        return None if writer is None or writer.load else writer

    def _at_hand(self) -> ReaderProcess | None:
        """The reader that can be given one more and has the least to do; an old one only where it is idle."""
        found, least = None, _NOBODY
        for reader in self._pool.readers:
            load, stale = reader.load, not self._pool.is_fresh(reader)
            if load and (load >= _AT_A_TIME or stale or reader.is_long or reader.is_not_small):
                continue
            cost = load + (_GIVES_WAY if reader.gives_way else 0) + (_STALE if stale else 0)
            if cost < least:
                found, least = reader, cost
        return found

    def _answered(self, asked: Asked, answer: Answer) -> None:
        self._figures.answered += 1
        if asked.job.kind not in READING:
            self._pool.show()
        if asked.long and asked.taken < _SLICE:
            self._learn(asked, takes_long=False)
        elif not asked.taken:
            if self._figures.answered % _SAMPLE == 0:
                asked.form = form_of(asked.job)
            self._forms.learn(asked.form, takes_long=False)
        if self._waiting or self._turns.waiting or self._pool.aside or self._writes:
            self._hand_out()
        asked.done(answer)

    def _learn(self, asked: Asked, takes_long: bool) -> None:
        for name in (hash(asked.job.text), asked.form or form_of(asked.job)):
            self._forms.learn(name, takes_long)

    def _end(self, reader: ReaderProcess, told: Answer | None) -> None:
        """End a reader, and tell whoever waits for its query; what waited behind it goes elsewhere."""
        behind, at_work = reader.take_back(), reader.at_work()
        self._pool.replace(reader)
        self._waiting.put_back(behind)
        self._hand_out()
        if at_work is not None and told is not None:
            at_work.done(told)

    def _lost(self, reader: ReaderProcess) -> None:
        """It ended by itself: by the query that it was at, or while it had nothing to do."""
        if self._stopped:
            return
        self._figures.crashed += reader.at_work() is not None
        too_large = _TOO_LARGE_WRITE if reader is self._pool.writer else _TOO_LARGE
        self._end(reader, _TOO_DEEP if reader.overflowed else too_large)

    def _look(self) -> None:
        """Every now and then while there is something to do: what has taken too long."""
        if self._stopped:
            return
        now = self._clock()
        for reader in self._pool.at_work():
            if reader.is_late(now):
                self._figures.ended += reader.at_work() is not None
                self._end(reader, self._too_long(reader.at_work()))
        for reader in self._pool.readers.copy():
            if reader.load:
                self._look_at(reader)
        for queue in (self._waiting, self._turns.waiting, self._writes):
            for asked in [asked for asked in queue if asked.deadline <= now]:
                queue.remove(asked)
                self._figures.ended += 1
                asked.done(self._too_long(None) if asked.job.kind in READING else self._never_begun())
        self._turns.take_turns()
        self._turns.renew()
        self._hand_out()
        self._looking = self._waits() > 0 or any(map(_load, self._pool.at_hand()))
        if self._looking:
            asyncio.get_running_loop().call_later(_LOOK_EVERY, self._look)

    def _look_at(self, reader: ReaderProcess) -> None:
        """What waits behind a query that is not small goes elsewhere; it may be one that takes long.

        Looks are counted rather than time: an answer may be there that this process had no time to take.
        """
        taken = reader.look()
        if not reader.is_not_small:
            return
        self._waiting.put_back(reader.take_back())
        asked = reader.at_work()
        if asked is None:
            self._pool.replace(reader)
        elif not reader.is_long and (taken > _SLICE or reader.looks > _LOOKS):
            reader.be_long()
            self._learn(asked, takes_long=True)

    def _too_long(self, begun: Asked | None) -> Answer:
        took = f"took longer than {self.limits.seconds:g} seconds, and was stopped."
        if begun is None or begun.job.kind in READING:
            return problem(503, f"The query {took}")
        return problem(503, f"The write {took} {_WHOLE}")

    def _never_begun(self) -> Answer:
        waited = f"others wrote to the store for {self.limits.seconds:g} seconds"
        return problem(503, f"Nothing was written: {waited}. Try again later.")


def _load(reader: ReaderProcess) -> int:
    return reader.load
