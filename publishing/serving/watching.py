"""What is known of the server from outside: figures for Prometheus, and a line for each request.

The figures: https://prometheus.io/docs/instrumenting/exposition_formats/. The log has a JSON object a line,
with neither queries nor headers in it, so that it holds no secrets.
"""

import json
import logging
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import accumulate
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from communique.publishing.answering.engine import Engine

ACCESS: Final = logging.getLogger("communique.access")
_BOUNDS: Final = (0.005, 0.02, 0.1, 0.5, 2.0, 10.0)  # seconds
_ROUTES: Final = (
    "/sparql",
    "/graphs",
    "/queries",
    "/static",
    "/health",
    "/ready",
    "/metrics",
    "/openapi.json",
)


class Watched:
    """ASGI middleware that counts requests, times them, and logs them."""

    def __init__(self, app: ASGIApp, figures: "RequestFigures") -> None:
        self.app = app
        self.figures = figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and note what became of it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start, status, sent = time.perf_counter(), 500, 0

        async def noting(message: Message) -> None:
            nonlocal status, sent
            status = message.get("status", status)
            sent += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            took = time.perf_counter() - start
            self.figures.note(scope["method"], route_of(scope["path"]), status, took)
            if ACCESS.isEnabledFor(logging.INFO):
                log_request(scope.get("client"), scope["method"], scope["path"], status, sent, took)


class RequestFigures:
    """How many requests there were, by route, method and status, and how long they took."""

    def __init__(self) -> None:
        self.requests: Counter[tuple[str, str, int]] = Counter()
        self.within = [0] * (len(_BOUNDS) + 1)  # up to each bound and above the one before; beyond the last
        self.seconds = 0.0

    def note(self, method: str, route: str, status: int, took: float) -> None:
        """One request."""
        known = method if method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS") else "other"
        self.requests[known, route, status] += 1
        self.seconds += took
        self.within[bisect_left(_BOUNDS, took)] += 1


def log_requests() -> None:
    """Write the access log to stderr, a JSON object a line."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    ACCESS.addHandler(handler)
    ACCESS.setLevel(logging.INFO)
    ACCESS.propagate = False


def route_of(path: str) -> str:
    """The part of a path that is one of a few, whatever a client makes up."""
    first = f"/{path.split('/')[1]}" if path.startswith("/") else path
    return first if first in _ROUTES else "/" if path == "/" else "other"


def exposition(figures: RequestFigures, engine: Engine, kept: int = 0) -> str:
    """All figures in the text format of Prometheus."""
    return "\n".join([*_requests(figures), *_queries(engine, kept)]) + "\n"


def _requests(figures: RequestFigures) -> Iterator[str]:
    yield "# HELP communique_http_requests_total Requests answered."
    yield "# TYPE communique_http_requests_total counter"
    for (method, route, status), count in sorted(figures.requests.items()):
        yield f'communique_http_requests_total{{method="{method}",route="{route}",status="{status}"}} {count}'
    total = figures.requests.total()
    yield "# HELP communique_http_request_seconds Time until an answer was sent."
    yield "# TYPE communique_http_request_seconds histogram"
    for bound, count in zip(_BOUNDS, accumulate(figures.within), strict=False):
        yield f'communique_http_request_seconds_bucket{{le="{bound:g}"}} {count}'
    yield f'communique_http_request_seconds_bucket{{le="+Inf"}} {total}'
    yield f"communique_http_request_seconds_sum {figures.seconds:.6f}"
    yield f"communique_http_request_seconds_count {total}"


def _queries(engine: Engine, kept: int) -> Iterator[str]:
    told = engine.figures
    for name, kind, value, text in (
        ("queries_answered_total", "counter", told.answered, "Queries and updates that readers answered."),
        ("queries_kept_total", "counter", kept, "Queries answered with what was kept."),
        ("queries_stopped_total", "counter", told.ended, "Queries stopped because their time was up."),
        ("readers_lost_total", "counter", told.crashed, "Readers that ended in the middle of a query."),
        ("queries_refused_total", "counter", told.refused, "Queries refused because too many waited."),
        ("queries_withdrawn_total", "counter", told.withdrawn, "Queries whose client did not wait."),
        ("queries_running", "gauge", told.running, "Queries that run."),
        ("queries_waiting", "gauge", told.waiting, "Queries that wait for a reader."),
        ("readers", "gauge", engine.limits.readers, "Readers."),
    ):
        yield f"# HELP communique_{name} {text}"
        yield f"# TYPE communique_{name} {kind}"
        yield f"communique_{name} {value}"


def log_request(
    client: tuple[str, int] | None, method: str, path: str, status: int, sent: int, took: float
) -> None:
    """A line of the access log."""
    told = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "client": client[0] if client else None,
        "method": method[:16],
        "path": path[:200],
        "status": status,
        "bytes": sent,
        "ms": round(took * 1000, 1),
    }
    ACCESS.info(json.dumps(told))
