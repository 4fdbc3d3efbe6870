"""Forms of queries, that is, what is left of them without names, values and comments: which took long.

Who asks one thing of many states asks it in one form, and an answer is about as much work each time. What a
query turned out to be last counts, under its exact words and under its form.
"""

from collections import OrderedDict
from typing import Final

from communique.publishing.answering.jobs import Job
from communique.publishing.answering.lexing import TOKEN

_REMEMBERED: Final = 1000  # forms, and queries by their words
_LONGEST: Final = 10_000  # characters of a query that has a form


def form_of(job: Job) -> int | None:
    """A query's form, as a number; None where it is long."""
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


class Forms:
    """What queries and forms of queries turned out to be, the latest of them."""

    def __init__(self) -> None:
        self._takes_long: OrderedDict[int, bool] = OrderedDict()

    def was_small(self, form: int | None) -> bool:
        """Whether the last query of a form was small."""
        return self._takes_long.get(form) is False if form is not None else False

    def took_long(self, form: int | None) -> bool:
        """Whether the last query of a form took long."""
        return form is not None and self._takes_long.get(form, False)

    def learn(self, form: int | None, takes_long: bool) -> None:
        """A query of a form turned out to be small, or to take long."""
        if form is not None:
            self._takes_long[form] = takes_long
            self._takes_long.move_to_end(form)
            if len(self._takes_long) > _REMEMBERED:
                self._takes_long.popitem(last=False)
