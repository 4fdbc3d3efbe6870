"""A reader as the server sees it: a process, a socket to it, what it has been given, and a way to end it."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final, Self, cast

from communique.errors import StoreError
from communique.publishing.answering import jobs
from communique.publishing.answering.jobs import Answer, Job
from communique.publishing.answering.processes import Process
from communique.publishing.answering.starting import Started

_LOOKS: Final = 2
_A_WHILE: Final = 0.001  # seconds of a processor
_OVERFLOW: Final = b"Fatal Python error: Segmentation fault"  # as faulthandler has it; of the stack


class Asked:
    """A job on its way: who waits for its answer, until when (in the loop's time), whether it takes long.

    `taken` is how long it has worked already: seconds of a processor, in all readers that have been at it.
    `form` tells queries apart that differ in more than names and values, where that has been asked.
    """

    __slots__ = ("deadline", "done", "form", "job", "long", "taken")

    def __init__(self, job: Job, deadline: float, done: Callable[[Answer], None]) -> None:
        self.job = job
        self.deadline = deadline
        self.done = done
        self.long = False
        self.taken = 0.0
        self.form: int | None = None


class _Channel(asyncio.Protocol):
    """The server's end of a reader's socket."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._held = 0
        self._wanted = jobs.PREFIX
        self.begun, self.gone = asyncio.Event(), False
        self.answered: Callable[[Answer], None] = lambda _: self.begun.set()
        self.lost: Callable[[], None] = lambda: None
        self.transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:
        self._parts.append(data)
        self._held += len(data)
        while self._held >= self._wanted:
            whole = data if len(self._parts) == 1 else b"".join(self._parts)
            head, _, body = jobs.lengths(whole)
            start = jobs.PREFIX + head
            if len(whole) < start + body:
                self._parts, self._wanted = [whole], start + body
                return
            data = whole[start + body :]
            self._parts, self._held, self._wanted = [data], len(data), jobs.PREFIX
            self.answered(jobs.unpack_answer(whole[jobs.PREFIX : start], whole[start : start + body]))

    def connection_lost(self, exc: Exception | None) -> None:
        self.gone = True
        self.begun.set()
        self.lost()

    @property
    def overflowed(self) -> bool:
        """Whether the reader has died of its stack: it says so where an answer would begin."""
        return b"".join(self._parts).startswith(_OVERFLOW)


class _Given:
    """A job that a reader has been given; `live` while somebody waits for this very answer."""

    __slots__ = ("asked", "live")

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.live = True


class ReaderProcess:
    """A process that does the jobs that it is given one after the other, and the channel to it.

    `snapshot` is the name of what it reads, for as long as it lives; "" where that has none, or it writes.
    `looks` is how often it was looked at while at this job, `is_long` whether that is known to take long,
    and `gives_way` whether the system lets others go first, since it was at one that took very long.
    What comes of it is told to `answered` and `lost`.
    """

    def __init__(self, process: Process, channel: _Channel, snapshot: str) -> None:
        self.snapshot = snapshot
        self._process = process
        self._channel = channel
        self._given: deque[_Given] = deque()
        self.answered: Callable[[Asked, Answer], None] = lambda *_: None
        self.lost: Callable[[], None] = lambda: None
        self.live = 0
        self.is_long = False
        self.gives_way = False
        self.looks = 0
        self._seen: float | None = None
        channel.answered, channel.lost = self._one, self._end

    @classmethod
    async def start(cls, start: Callable[[], Started], snapshot: str = "") -> Self:
        """Start one, and reach it. Raises StoreError, OSError."""
        starting = asyncio.create_task(asyncio.to_thread(start))
        try:
            process, ours = await asyncio.shield(starting)
        except asyncio.CancelledError:
            process, ours = await starting
            ours.close()
            await asyncio.to_thread(process.wait)
            raise
        ours.setblocking(False)
        _, channel = await asyncio.get_running_loop().create_connection(_Channel, sock=ours)
        return cls(process, channel, snapshot)

    def _one(self, answer: Answer) -> None:
        if not self._given:
            self._channel.begun.set()
            return
        given = self._given.popleft()
        self.is_long, self.looks, self._seen = False, 0, None
        if given.live:
            self.live -= 1
            self.answered(given.asked, answer)

    def _end(self) -> None:
        self.lost()

    async def ready(self) -> None:
        """Return when it tells, unasked, that it can begin. Raises StoreError where it ends instead."""
        await self._channel.begun.wait()
        if self._channel.gone:
            raise StoreError("What writes to the store ended.")

    @property
    def load(self) -> int:
        """How many answers are still to come, with those that nobody waits for."""
        return len(self._given)

    def be_long(self) -> None:
        """The job at work takes long."""
        self.is_long = self._given[0].asked.long = True

    def give_way(self) -> None:
        """Others go first from now on, for as long as it lives."""
        self.gives_way = True
        self._process.give_way()

    def look(self) -> float:
        """Seconds of a processor that the job at work has taken, from the first look at it on."""
        spent = self._process.spent()
        self.looks += 1
        if self._seen is not None:
            self._given[0].asked.taken += spent - self._seen
        self._seen = spent
        return self.taken

    @property
    def is_not_small(self) -> bool:
        """Whether the job at work has been found there again, and not for want of a processor."""
        return self.looks >= _LOOKS and (self.taken > _A_WHILE or self.looks >= 2 * _LOOKS)

    @property
    def taken(self) -> float:
        """The same, as it was at the last look."""
        return self._given[0].asked.taken if self._given else 0.0

    def pause(self) -> None:
        """Have it keep the job at work for later."""
        self._process.pause()

    def go_on(self) -> None:
        """Have it go on with the job that it kept."""
        self._process.go_on()

    def is_late(self, now: float) -> bool:
        """Whether the job at work has taken longer than it may."""
        return bool(self._given) and self._given[0].asked.deadline <= now

    def give(self, asked: Asked) -> None:
        """Have it do a job after those that it has."""
        if not self._given:
            self.is_long = asked.long
        self.live += 1
        self._given.append(_Given(asked))
        assert self._channel.transport is not None
        self._channel.transport.write(jobs.pack(asked.job))

    def take_back(self) -> list[Asked]:
        """What waits behind the job at work: this reader's answers to it no longer count."""
        behind = [given for given in list(self._given)[1:] if given.live]
        for given in behind:
            given.live = False
        self.live -= len(behind)
        return [given.asked for given in behind]

    def at_work(self) -> Asked | None:
        """The job at work, where somebody waits for its answer."""
        return self._given[0].asked if self._given and self._given[0].live else None

    @property
    def overflowed(self) -> bool:
        """Whether it ended because the job at work was nested too deeply for the engine."""
        return self._channel.overflowed

    def pending(self) -> list[Asked]:
        """All that somebody waits for."""
        return [given.asked for given in self._given if given.live]

    def kill(self) -> None:
        """End it at once, whatever it does."""
        self.answered, self.lost = lambda *_: None, lambda: None
        self._process.kill()
        if self._channel.transport is not None:
            self._channel.transport.close()

    def reap(self) -> None:
        """Wait until its memory is free."""
        self._process.wait()
