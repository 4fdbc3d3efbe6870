"""Queries that take long: which of them run, and whose turn it is.

They have all readers but one; the last is for queries of which nothing is known yet, and one that takes long
there is set aside while others wait. The one that has worked least so far goes first, so that a query of a
second is soon through though others would run for years (foreground-background scheduling: Nuyens and
Wierman, Performance Evaluation 65, 2008).
"""

from collections.abc import Callable, Iterable
from itertools import chain
from typing import Final

from communique.publishing.answering.limits import Limits
from communique.publishing.answering.pool import Pool
from communique.publishing.answering.reader_process import Asked, ReaderProcess

_TURN: Final = 0.005  # seconds of a processor at first; each later turn is as long as all before it
_GIVES_WAY: Final = 0.01  # seconds of a processor, after which the system lets others go first


class Turns:
    """The queries that take long: those in `waiting`, and those at which readers are, at work or set aside.

    `refused` is told of a query for which there is no room.
    """

    def __init__(self, pool: Pool, limits: Limits, refused: Callable[[Asked], None]) -> None:
        self.waiting: list[Asked] = []
        self._pool = pool
        self._limits = limits
        self._refused = refused

    def __len__(self) -> int:
        """How many wait, those that were set aside among them."""
        return len(self.waiting) + len(self._pool.aside)

    @property
    def are_taken(self) -> bool:
        """Whether there is any query that takes long."""
        return len(self) > 0 or any(reader.is_long for reader in self._pool.readers)

    def has_room(self) -> bool:
        """Whether one more may run."""
        return len(self._at_work()) < max(1, self._limits.readers - 1)

    def relieve(self, soon: bool = False) -> bool:
        """Set a query aside that takes long where others should go; False where there is none, or no way.

        Where they should go `soon`, it may be one that is not small and of which no more is known.
        """
        at_work = self._at_work()
        if len(at_work) < self._limits.readers:
            at_work = self._not_small() if soon else []
        if not at_work:
            return False
        reader = max(at_work, key=_taken)
        if len(self) >= self._limits.queue:
            self._end(reader, self._refused)
            return True
        if self._pool.is_crowded:
            self._end(max(self._pool.aside, key=_taken), self.waiting.append)
        if not self._pool.set_aside(reader):
            return False
        reader.be_long()
        return True

    def hand_out(self) -> None:
        """Have those go on that may."""
        for reader in self._pool.aside.copy():
            if not reader.load:
                self._pool.release(reader)
        while len(self) and self.has_room():
            idle = [reader for reader in self._pool.readers if not reader.load]
            if not (idle and self._begin(self._next(), max(idle, key=_gives_way))):
                break

    def renew(self) -> None:
        """Processes that others go before make room for new ones, but as many as long queries may have."""
        giving_way = [reader for reader in self._pool.readers if reader.gives_way]
        for reader in giving_way[max(1, self._limits.readers - 1) :]:
            if not reader.load:
                self._pool.renew(reader)

    def take_turns(self) -> None:
        """Set those aside that have worked more than the next that waits."""
        for reader in self._at_work():
            taken = reader.taken
            if taken > _GIVES_WAY and not reader.gives_way:
                reader.give_way()
            if len(self) and taken > _TURN + 2 * self._next().taken:
                self._change(reader)

    def _at_work(self) -> list[ReaderProcess]:
        return [reader for reader in self._pool.readers if reader.is_long]

    def _not_small(self) -> list[ReaderProcess]:
        """Readers at a query that is not small, where all are at work."""
        if not all(reader.load for reader in self._pool.readers):
            return []
        return [reader for reader in self._pool.readers if _is_not_small(reader)]

    def _next(self) -> ReaderProcess | Asked:
        either: Iterable[ReaderProcess | Asked] = chain(self._pool.aside, self.waiting)
        return min(either, key=_taken)

    def _begin(self, which: ReaderProcess | Asked, idle: ReaderProcess) -> bool:
        """Have it go on, or begin in the place of an idle reader; False where that is of an old snapshot."""
        if isinstance(which, ReaderProcess):
            self._pool.bring_back(which, idle)
            return True
        reader = self._pool.freshest(idle)
        if reader is not None:
            self.waiting.remove(which)
            reader.give(which)
        return reader is not None

    def _change(self, reader: ReaderProcess) -> None:
        """The next has the turn of a reader: at once where it was set aside, else when readers are given."""
        following = self._next()
        if isinstance(following, ReaderProcess):
            self._pool.bring_back(following, reader)
        elif not self._pool.set_aside(reader) and self._pool.is_crowded:
            self._end(reader, self.waiting.append)

    def _end(self, reader: ReaderProcess, then: Callable[[Asked], None]) -> None:
        """End a reader for the room it takes; its query is told, or begins again when it is its turn."""
        asked = reader.at_work()
        self._pool.replace(reader)
        if asked is not None:
            then(asked)


def _taken(one: ReaderProcess | Asked) -> float:
    return one.taken


def _gives_way(reader: ReaderProcess) -> bool:
    return reader.gives_way


def _is_not_small(reader: ReaderProcess) -> bool:
    return reader.is_not_small and not reader.is_long and reader.at_work() is not None
