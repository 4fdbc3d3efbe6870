"""What one client can ask of the endpoint at most."""

import os
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, bytes, numbers and addresses; each is an option of `communique serve`.

    `seconds`: from a query's arrival until its answer is ready. `result` and `request`: bytes of a body.
    `readers`: processes, and so queries that run at one time. `queue`: queries that wait for one of them.
    `memory`: bytes that a reader may take, 0 for no limit. `cache`: bytes of answers that are kept.
    `connections`: open ones; one more is told 503. `patience`: seconds that a client may take for the rest
    of a request, or to take more of an answer. `services`: addresses of other endpoints that queries may ask.
    `sources`: addresses of documents that updates may load, or of folders of them.
    """

    seconds: float = 30.0
    result: int = 100_000_000
    request: int = 1_000_000
    readers: int = max(2, os.cpu_count() or 2)
    queue: int = 64
    memory: int = 4_000_000_000
    cache: int = 32_000_000
    connections: int = 4000
    patience: float = 30.0
    services: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


DEFAULTS: Final = Limits()
