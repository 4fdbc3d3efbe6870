"""The line of queries that wait for a reader and are not known to take long.

Those of a form that was small before go first: what the many ask does not wait behind what nobody has asked
yet. Every fourth goes out of its turn, so that what is new is tried, too. Nothing is computed for a query
that need not wait.
"""

from collections import OrderedDict, deque
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from communique.publishing.answering.jobs import Job
from communique.publishing.answering.lexing import TOKEN
from communique.publishing.answering.reader_process import Asked

_REMEMBERED: Final = 1000  # forms
_LONGEST: Final = 10_000  # characters of a query that has a form
_EACH: Final = 4


def form_of(job: Job) -> int | None:
    """What is left of a query without its names, values and comments, as a number; None where it is long."""
    if len(job.text) > _LONGEST:
        return None
    kinds = (_kind(found[0]) for found in TOKEN.finditer(job.text))
    return hash((job.kind, job.default_graphs, " ".join(filter(None, kinds))))


def _kind(token: str) -> str:
    if token[0] in "\"'":
        return "''"
    if token[0] == "<":
        return "<>"
    if token[0].isdecimal():
        return "0"
    if token[0] == "#":
        return ""
    return ":" if ":" in token else token.upper()


class Line:
    """Who waits, and the forms of queries that were small."""

    def __init__(self) -> None:
        self._small: deque[Asked] = deque()
        self._others: deque[Asked] = deque()
        self._forms: OrderedDict[int, None] = OrderedDict()
        self._taken = 0

    def __len__(self) -> int:
        return len(self._small) + len(self._others)

    def __iter__(self) -> Iterator[Asked]:
        return chain(self._small, self._others)

    @property
    def has_small(self) -> bool:
        """Whether somebody waits whose query is likely to be small."""
        return bool(self._small)

    def append(self, asked: Asked) -> None:
        """Somebody comes; a query that has to wait has been given its form."""
        self._place(asked).append(asked)

    def put_back(self, several: Sequence[Asked]) -> None:
        """They had their turn, in this order, and nothing came of it."""
        for asked in reversed(several):
            asked.form = asked.form or form_of(asked.job)
            self._place(asked).appendleft(asked)

    def take(self) -> Asked:
        """Whose turn it is."""
        self._taken += 1
        first, then = self._small, self._others
        if self._taken % _EACH == 0:
            first, then = then, first
        return (first or then).popleft()

    def remove(self, asked: Asked) -> None:
        """Somebody goes."""
        (self._small if asked in self._small else self._others).remove(asked)

    def learn(self, asked: Asked) -> None:
        """A query was small."""
        if asked.form is not None:
            self._forms[asked.form] = None
            if len(self._forms) > _REMEMBERED:
                self._forms.popitem(last=False)

    def forget(self, asked: Asked) -> None:
        """A query was not."""
        if asked.form is not None:
            self._forms.pop(asked.form, None)

    def _place(self, asked: Asked) -> deque[Asked]:
        return self._small if asked.form in self._forms else self._others
