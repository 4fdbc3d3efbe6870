"""A client's connection: uvicorn's, with the short way for queries, and with patience that ends.

A client that sends its request a letter at a time, or that takes nothing of its answer, costs a connection
and the memory of what it has not taken; both are bounded here, as the server underneath does not.
"""

import logging
import re
import socket
import struct
import sys
from contextlib import suppress
from typing import Any, Final, NoReturn, cast

from httptools import HttpParserInvalidMethodError
from starlette.responses import Response
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from communique.publishing.answering.jobs import Answer, problem
from communique.publishing.answering.limits import Limits
from communique.publishing.serving.answers import headers_of, tag_of
from communique.publishing.serving.direct import START, Client, Direct, response, wanted
from communique.publishing.serving.exchange import Exchange
from communique.publishing.serving.headers import FixedHeaders
from communique.publishing.serving.heads import EMPTY_QUERY, absolute_target, check_host, ends_in_empty_query
from communique.publishing.serving.watching import ACCESS, Watched, log_request

_MAX_HEAD: Final = 1 << 20  # bytes of a request's line and headers
_MAX_URL: Final = 0xFFFF  # bytes of an address that the parser takes
_SLOWEST: Final = 10_000  # bytes a second that a client takes at least of what is ready for it
_BACKLOG: Final = 4  # of the longest answers, ready for clients that have not taken them yet
_NO_LINGER: Final = struct.pack("ii", 1, 0)
_NOT_MODIFIED: Final = Answer(304)
_SHORT: Final = re.compile(rb"GET (/sparql\?[!\"$-~]*) HTTP/1\.1\r\n")
_END: Final = b"\r\n\r\n"


class Connection(HttpToolsProtocol):
    """One connection; the application that is served has `direct` and `limits` in its state."""

    def __init__(self, config: Any, server_state: Any, app_state: Any, _loop: Any = None) -> None:
        super().__init__(config, server_state, app_state, _loop)
        state = config.app.state
        self._direct: Direct = state.direct
        self._limits: Limits = state.engine.limits
        self._slow: dict[Connection, None] = state.slow
        self._waiting_since = 0.0  # for the client; 0 while it does not owe anything
        self._left = 0  # bytes that it had not taken at the last look
        self._head: int | None = 0  # bytes of the head so far, None once it is complete
        self._between = True  # requests: nothing of the next is here
        self._fields = b""  # all headers of the request, where it came in one piece
        self._refusal: Answer | None = None  # what to tell where the parser does not go on
        self._last: bytes | None = None  # what is still to be sent of that; nothing is read any more
        self._running: RequestResponseCycle | Exchange | None = None  # the request that is answered now
        self._served = self.app
        self._full = Watched(FixedHeaders(_refusing(_TOO_MANY)), state.figures)

    def connection_made(self, transport: Any) -> None:
        """Somebody has come: and owes a request."""
        super().connection_made(transport)
        self._waiting_since = self.loop.time()
        self.loop.call_later(self._limits.patience / 4, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """It has gone, and owes nothing."""
        self._slow.pop(self, None)
        self.pipeline.clear()
        super().connection_lost(exc)
        running = self._running
        if running is not None and not running.response_complete:
            running.disconnected = True
            running.message_event.set()
            if isinstance(running, Exchange):
                self._direct.asking.leave(running.tag, running.answered)

    def data_received(self, data: bytes) -> None:
        """Some bytes of a request."""
        if self._between and self._goes_short(data):
            return
        if self._last is not None:
            return
        super().data_received(data)
        if self._head is not None and self._last is None:
            self._head += len(data)
            if self._head > _MAX_HEAD and not self.transport.is_closing():
                self._refusal = problem(431, "The head of the request is too long.")
                self.send_400_response("")

    def _goes_short(self, data: bytes) -> bool:
        """Whether this is a query whose headers were read before, to the letter, and which is on its way."""
        found = _SHORT.match(data)
        if found is None:
            return False
        fields = data[found.end() :]
        client = self._direct.clients.get(fields)
        if client is not None and self._is_free():
            self._unset_keepalive_if_required()
            if self not in self._slow:
                self._waiting_since = 0.0
            return self._ask(found[1], client, self.loop.time(), keep_alive=True)
        self._fields = fields if fields.find(_END) == len(fields) - len(_END) else b""
        return False

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._head = 0
        self._between = False
        if self not in self._slow:
            self._waiting_since = self.loop.time()

    def on_headers_complete(self) -> None:
        """The head of a request is here; nothing more comes of one that goes the short way."""
        self._head = None
        self._find_target()
        if not (self.parser.get_method() == b"GET" and self.url.startswith(START) and self._asks()):
            self.app = self._full if self._too_many() else self._served
            super().on_headers_complete()

    def on_url(self, url: bytes) -> None:
        """A piece of the address."""
        super().on_url(url)
        if len(self.url) > _MAX_URL:
            self._refuse(414, f"An address has {_MAX_URL:,} bytes at most: post the query.")

    def _refuse(self, status: int, words: str) -> NoReturn:
        """What is raised here the parser's caller takes for a malformed request, and tells."""
        self._refusal = problem(status, words)
        raise ValueError(words)

    def send_400_response(self, msg: str) -> None:
        """Tell why no request could be made of this, after the answers to those before it, and close."""
        answer = self._refusal or problem(400, msg)
        defaults = self._direct.lines(self.server_state.default_headers)
        head, end, body = b"".join(response(answer, None, defaults, keep_alive=False)).partition(_END)
        self._last = head + end + (b"" if self._is_head() else body)
        if not self._between and getattr(self.cycle, "scope", None) is self.scope:
            self._break_off(self.cycle)
        if self._running is None or self._running.response_complete or self._running.disconnected:
            self._close()
        elif self not in self._slow:
            self._waiting_since = 0.0

    def _is_head(self) -> bool:
        """Whether the malformed request is HEAD; the parser keeps the method of the one before until then."""
        unknown = self._between or isinstance(sys.exception(), HttpParserInvalidMethodError)
        return not unknown and self.parser.get_method() == b"HEAD"

    def _break_off(self, cycle: RequestResponseCycle) -> None:
        """A request whose body is malformed is not answered any more; nor is it twice."""
        if self.pipeline and self.pipeline[0][0] is cycle:
            self.pipeline.popleft()
            return
        if cycle.response_started:
            self._last = b""
        cycle.disconnected = True
        cycle.message_event.set()

    def _close(self) -> None:
        if self._last and not self.transport.is_closing():
            self.transport.write(self._last)
        self.transport.close()

    def _too_many(self) -> bool:
        return len(self.connections) > self._limits.connections

    def _asks(self) -> bool:
        """Whether the request is a query that goes the short way, and is on it."""
        client = self._direct.client(self.headers, self.scope["scheme"]) if self._is_free() else None
        if client is None:
            return False
        keep_alive = self.parser.get_http_version() == "1.1" and self.parser.should_keep_alive()
        if keep_alive and self._fields:
            self._direct.remember(self._fields, client)
        return self._ask(self.url, client, self._waiting_since, keep_alive)

    def _find_target(self) -> None:
        """What the request is for, as the application sees it: what the first line says goes before Host."""
        try:
            check_host(self.parser.get_http_version(), self.headers)
            absolute = absolute_target(self.url)
        except ValueError as error:
            self._refuse(400, str(error))
        if absolute:
            self.url = absolute.path
            self.scope["scheme"] = absolute.scheme
            self.headers[:] = [header for header in self.headers if header[0] != b"host"]
            self.headers.append((b"host", absolute.authority))
        if ends_in_empty_query(self.url):
            self.scope["state"][EMPTY_QUERY] = True

    def on_message_complete(self) -> None:
        """The request is complete: now it is for us to do something."""
        if self not in self._slow:
            self._waiting_since = 0.0
        self._between, self._fields = True, b""
        super().on_message_complete()

    def _is_free(self) -> bool:
        return not self.flow.write_paused and (self.cycle is None or self.cycle.response_complete)

    def _ask(self, url: bytes, client: Client, start: float, keep_alive: bool) -> bool:
        query = wanted(url, client)
        if query is None:
            return False
        state = self._direct.engine.state()
        tag = tag_of(state, query.digest)
        exchange = Exchange(self, tag, start, keep_alive)
        self.cycle = cast("RequestResponseCycle", exchange)
        self._running = exchange
        if self._too_many():
            exchange.answered(_TOO_MANY)
        elif tag in query.known:
            exchange.answered(_NOT_MODIFIED)
        else:
            self._direct.asking.submit(tag, query.job, exchange.answered)
        return True

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._running = cycle
        super()._start_asgi_task(cycle, app)

    def on_response_complete(self) -> None:
        """Ready for the next request, for which there is as much patience as for the first."""
        if self._last is not None and not self.pipeline:
            self._close()
        elif isinstance(self.cycle, Exchange) and not self.pipeline:
            self.server_state.total_requests += 1
            self.flow.resume_reading()
            if self not in self._slow:
                self._waiting_since = self.loop.time()
        else:
            super().on_response_complete()

    def send(self, exchange: Exchange, answer: Answer) -> None:
        """Send an answer, and make ready for the next request."""
        defaults = self._direct.lines(self.server_state.default_headers)
        first, rest = response(answer, exchange.tag, defaults, exchange.keep_alive)
        self.transport.write(first)
        if rest:
            self.transport.write(rest)
        took = self.loop.time() - exchange.start
        self._direct.figures.note("GET", "/sparql", answer.status, took)
        if ACCESS.isEnabledFor(logging.INFO):
            log_request(self.client, "GET", "/sparql", answer.status, len(answer.body), took)
        if not exchange.keep_alive:
            self.transport.close()
        self.on_response_complete()

    def pause_writing(self) -> None:
        """The client takes less than there is: whoever has been slowest gives way where it is too much."""
        super().pause_writing()
        self._slow[self] = None
        self._waiting_since = self.loop.time()
        self._left = self.transport.get_write_buffer_size()
        while len(self._slow) > 1 and _ready(self._slow) > _BACKLOG * self._limits.result:
            slowest = next(iter(self._slow))
            slowest.drop()
            del self._slow[slowest]

    def resume_writing(self) -> None:
        """It has taken nearly all."""
        self._slow.pop(self, None)
        self._waiting_since = 0.0
        super().resume_writing()

    def _look(self) -> None:
        """Now and then: whether the client does what it is waited for."""
        if self.transport.is_closing() and self not in self._slow:
            return
        patience, now = self._limits.patience, self.loop.time()
        if self in self._slow:
            left = self.transport.get_write_buffer_size()
            if left <= self._left - _SLOWEST * patience:
                self._waiting_since, self._left = now, left
        if self._waiting_since and now - self._waiting_since > patience:
            self.drop()
            return
        self.loop.call_later(patience / 4, self._look)

    def drop(self) -> None:
        """End it at once; what the client has not taken is not kept for it by the system either."""
        connected = self.transport.get_extra_info("socket")
        if connected is not None and self in self._slow:
            with suppress(OSError):
                connected.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        self.transport.abort()


def _ready(connections: dict[Connection, None]) -> int:
    return sum(connection.transport.get_write_buffer_size() for connection in connections)


def _refusing(answer: Answer) -> Response:
    """An answer as an application that says nothing else."""
    return Response(answer.body, answer.status, headers_of(answer, None) | {"connection": "close"})


_TOO_MANY: Final = problem(503, "Too many are connected: try again later.")
