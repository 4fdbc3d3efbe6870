"""The line of queries that wait for a reader and are not known to take long.

Those of a form that was small before go first: what the many ask does not wait behind what nobody has asked
yet. Every fourth goes out of its turn, so that what is new is tried, too. Nothing is computed for a query
that need not wait.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from communique.publishing.answering.forms import Forms, form_of
from communique.publishing.answering.reader_process import Asked

_EACH: Final = 4


class Line:
    """Who waits, by what is known of the forms of queries."""

    def __init__(self, forms: Forms) -> None:
        self._small: deque[Asked] = deque()
        self._others: deque[Asked] = deque()
        self._forms = forms
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
        """Somebody comes."""
        self._place(asked).append(asked)

    def put_back(self, several: Sequence[Asked]) -> None:
        """They had their turn, in this order, and nothing came of it."""
        for asked in reversed(several):
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

    def _place(self, asked: Asked) -> deque[Asked]:
        asked.form = asked.form or form_of(asked.job)
        return self._small if self._forms.was_small(asked.form) else self._others
