"""Forms of queries: what is left of them without names, values and comments; and which of them took long.

Who asks one thing of many states asks it in one form, and an answer is about as much work each time. What a
query turned out to be last counts, under its exact words and under its form.
"""

import re
from collections import OrderedDict
from typing import Final

from communique.publishing.answering.jobs import Job
from communique.publishing.answering.lexing import TOKEN

_REMEMBERED: Final = 1000  # forms, and queries by their words, of either kind
_LONGEST: Final = 10_000  # characters of a query that has a form
_PIECE: Final = re.compile(rf"{TOKEN.pattern}|[*+/|^!]", TOKEN.flags)  # signs of paths make another query


def form_of(job: Job) -> int | None:
    """A query's form, as a number; None where it is long."""
    if len(job.text) > _LONGEST:
        return None
    variables: dict[str, str] = {}
    kinds = (_kind(found[0], variables) for found in _PIECE.finditer(job.text))
    return hash((job.kind, job.default_graphs, " ".join(filter(None, kinds))))


def _kind(token: str, variables: dict[str, str]) -> str:
    """What a token counts as; variables have numbers, in the order in which they come."""
    first = token[0]
    if first in "?$":
        return variables.setdefault(token[1:], f"?{len(variables)}")
    if first in "\"'":
        return "''"
    if first == "<":
        return "<>"
    if first.isdecimal():
        return "0"
    if first == "#":
        return ""
    return ":" if ":" in token else token.upper()


class Forms:
    """What queries and forms of queries turned out to be, the latest of them."""

    def __init__(self) -> None:
        self._small: OrderedDict[int, None] = OrderedDict()
        self._long: OrderedDict[int, None] = OrderedDict()

    @property
    def none_took_long(self) -> bool:
        """Whether all that are remembered were small."""
        return not self._long

    def was_small(self, form: int | None) -> bool:
        """Whether the last query of a form was small."""
        return form in self._small

    def took_long(self, form: int | None) -> bool:
        """Whether the last query of a form took long."""
        return form in self._long

    def learn(self, form: int | None, takes_long: bool) -> None:
        """A query of a form turned out to be small, or to take long."""
        if form is None:
            return
        kept, other = (self._long, self._small) if takes_long else (self._small, self._long)
        other.pop(form, None)
        kept[form] = None
        kept.move_to_end(form)
        if len(kept) > _REMEMBERED:
            kept.popitem(last=False)
