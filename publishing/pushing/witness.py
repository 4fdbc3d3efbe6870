"""Whether a server has what it said it took: looked at once in a push, before anything is noted as there.

Whatever answers 200 to a write need not have understood it. Some servers show only after seconds what they
took, and some do not let one read a graph: the first are waited for, the others are believed.
"""

import re
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Final

from communique.errors import ServerError
from communique.publishing.pushing.batches import Batch
from communique.publishing.pushing.contents import Contents
from communique.publishing.pushing.servers import Server
from communique.publishing.pushing.transport import RefusedError, Transport

_PLAIN: Final = re.compile(r'<[^>\\]*> <[^>\\]*> (?:<[^>\\]*>|"[^"\\]{0,200}") \.')
"""Triples that any server gives back as they were: no number, moment or language that has a second form."""

_ASKED: Final = 20  # triples
_TRIES: Final = 6


class Witness:
    """Looks at the first thing that a server says it did, and no more."""

    def __init__(self, server: Server, transport: Transport) -> None:
        self._server = server
        self._transport = transport
        self._contents = Contents(server, transport)
        self._satisfied = False

    def sent(self, batch: Batch) -> None:
        """Raises ServerError where the smallest piece of the batch is not there."""
        if self._satisfied:
            return
        piece = min(batch, key=lambda one: one.size)
        plain = list(islice(filter(_PLAIN.fullmatch, piece.lines), _ASKED))
        self._await(lambda: self._contents.has(piece.graph, plain), f"took {piece.graph}", "does not show it")

    def removed(self, graphs: Sequence[str]) -> None:
        """Raises ServerError where the first of the graphs is there still."""
        if self._satisfied:
            return
        graph = graphs[0]
        self._await(lambda: not self._contents.has(graph, ()), f"removed {graph}", "still shows it")

    def _await(self, holds: Callable[[], bool], said: str, seen: str) -> None:
        for tried in range(_TRIES):
            if tried:
                self._transport.rest(tried)
            if self._holds(holds):
                self._satisfied = True
                return
        raise ServerError(
            f"{self._server.target} said that it {said}, and {self._server.query} {seen}.",
            "Are both of the same server? See --update and --graphs. If it is slow to show, run it again.",
        )

    def _holds(self, holds: Callable[[], bool]) -> bool:
        try:
            return holds()
        except RefusedError:
            return True
