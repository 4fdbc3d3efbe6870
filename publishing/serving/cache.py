"""Answers that are kept while the store stays as it is: the same question then costs no reader.

What is published is read far more often than it is written. An answer is kept under its validator, which
names the state of the store and what was asked: after a commit it is never found again, and gives way to
others. Bounded in bytes; what may be answered differently each time has no validator, and is not kept.
"""

from collections import OrderedDict
from typing import Final

from communique.publishing.answering.jobs import Answer

_LARGEST: Final = 1 / 64  # of all room, for one answer
_OVERHEAD: Final = 500  # bytes of an entry besides its body


class AnswerCache:
    """The answers last asked for, at most `room` bytes of them; 0 keeps none."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._left = room
        self._kept: OrderedDict[str, Answer] = OrderedDict()
        self.found = 0

    def get(self, tag: str) -> Answer | None:
        """The answer with this validator."""
        answer = self._kept.get(tag)
        if answer is not None:
            self._kept.move_to_end(tag)
            self.found += 1
        return answer

    def put(self, tag: str, answer: Answer) -> None:
        """Keep an answer, if it may be kept; those that were not asked for longest make room."""
        size = len(answer.body) + _OVERHEAD
        if answer.status != 200 or size > self._room * _LARGEST:
            return
        if tag not in self._kept:
            self._kept[tag] = answer
            self._left -= size
        while self._left < 0:
            _, gone = self._kept.popitem(last=False)
            self._left += len(gone.body) + _OVERHEAD
