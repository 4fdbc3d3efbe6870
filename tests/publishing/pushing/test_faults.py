"""Push through a proxy that fails on purpose, to a server that others wrote."""

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from communique.errors import CommuniqueError, ServerError, StoreError
from communique.publishing.pushing.comparing import compare
from communique.publishing.pushing.credentials import Credentials
from communique.publishing.pushing.journal import Journal
from communique.publishing.pushing.push import Pushed, push
from communique.publishing.pushing.servers import find_server
from communique.publishing.pushing.transport import LostError, RefusedError, Transport
from communique.publishing.storage.store import open_snapshot

COMMAND = [sys.executable, "-c", "from communique.cli import main; main()"]
WRITES = ("PUT", "POST", "DELETE")
SECRET = "s3cret-of-the-test"

Fault = Callable[["Handler", bytes], bool]  # True where it has dealt with the request


@dataclass
class Proxy:
    """A proxy; `fault` gets each write before it is forwarded, `writes` counts those that arrived whole.

    What is `hidden` may be asked by nobody; `paused` is told how often the client has waited.
    """

    upstream: str
    fault: Fault = lambda _, __: False
    writes: int = 0
    hidden: bytes | None = None
    paused: Callable[[int], object] = lambda _: None
    authorizations: list[str] = field(default_factory=list)
    address: str = ""


class Handler(BaseHTTPRequestHandler):
    """Forwards each request, unless the fault of the moment deals with it."""

    proxy: Proxy

    def handle_one(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        writes = self.command != "POST" or "update=" in body[:7].decode("latin-1") or "store" in self.path
        if self.command in WRITES and writes:
            self.proxy.writes += 1
            self.proxy.authorizations.append(self.headers.get("authorization", ""))
            if self.proxy.fault(self, body):
                return
        elif self.proxy.hidden and self.proxy.hidden in body:
            self.tell(403)
            return
        self.forward(body)

    do_GET = do_PUT = do_POST = do_DELETE = handle_one  # noqa: N815 - http.server looks for these names

    def forward(self, body: bytes, answer: bool = True) -> None:
        connection = http.client.HTTPConnection(urlsplit(self.proxy.upstream).netloc, timeout=20)
        headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
        connection.request(self.command, self.path, body or None, headers)
        with connection.getresponse() as response:
            data = response.read()
            if answer:
                self.tell(response.status, data, {"server": "Oxigraph", **dict(response.headers.items())})
        connection.close()

    def tell(self, status: int, data: bytes = b"", headers: dict[str, str] | None = None) -> bool:
        self.send_response_only(status)
        for name, value in (headers or {}).items():
            if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                self.send_header(name, value)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        return True

    def drop(self) -> bool:
        self.close_connection = True
        self.connection.close()
        return True

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def proxy(oxigraph: str) -> Iterator[Proxy]:
    """Before a server that has nothing yet."""
    httpx.post(oxigraph.replace("/query", "/update"), data={"update": "DROP ALL"}).raise_for_status()
    found = Proxy(oxigraph)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"proxy": found}))
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # dropped connections are meant
    found.address = f"http://127.0.0.1:{server.server_address[1]}/query"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


def pushed(
    folder: Path, proxy: Proxy, method: str = "gsp", scheme: str = "none"
) -> tuple[Pushed, list[float]]:
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        proxy.paused(len(pauses))

    transport = Transport(Credentials(scheme, "user", SECRET), 10, pause)  # type: ignore[arg-type]
    server = find_server(proxy.address, transport, method)  # type: ignore[arg-type]
    with open_snapshot(folder) as store, Journal(folder, server.target) as journal:
        return push(store, server, transport, journal), pauses


def differing(folder: Path, proxy: Proxy) -> set[str]:
    transport = Transport(Credentials(), 10)
    with open_snapshot(folder) as store:
        return {
            one.graph
            for one in compare(store, find_server(proxy.address, transport), transport)
            if one.verdict != "same"
        }


def at_write(number: int, fault: Callable[[Handler, bytes], object]) -> Callable[[Proxy], Fault]:
    def make(proxy: Proxy) -> Fault:
        def strike(handler: Handler, body: bytes) -> bool:
            if proxy.writes != number:
                return False
            fault(handler, body)
            return True

        return strike

    return make


def _lose_the_answer(handler: Handler, body: bytes) -> None:
    handler.forward(body, answer=False)
    handler.drop()


def _half_an_answer(handler: Handler, body: bytes) -> None:
    handler.forward(body, answer=False)
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
    handler.drop()


PASSING: dict[str, tuple[Callable[[Handler, bytes], object], float | None]] = {
    "dropped before": (lambda handler, _: handler.drop(), None),
    "dropped after": (_lose_the_answer, None),
    "half an answer": (_half_an_answer, None),
    "busy": (lambda handler, _: handler.tell(503, b"", {"retry-after": "7"}), 7.0),
    "busy until a date": (lambda handler, _: handler.tell(429, b"", {"retry-after": "soon"}), None),
    "gateway": (lambda handler, _: handler.tell(502), None),
    "failed once": (lambda handler, _: handler.tell(500), None),
}


@pytest.mark.parametrize("method", ["gsp", "update"])
@pytest.mark.parametrize(("fault", "wait"), PASSING.values(), ids=PASSING)
def test_what_passes_is_outlasted(
    proxy: Proxy, folder: Path, method: str, fault: Callable[[Handler, bytes], object], wait: float | None
) -> None:
    proxy.fault = at_write(2, fault)(proxy)
    done, pauses = pushed(folder, proxy, method)
    assert (done.refused, len(pauses)) == ({}, 1)
    assert pauses[0] == wait if wait else pauses[0] <= 0.5
    assert differing(folder, proxy) == set()


@pytest.mark.parametrize("method", ["gsp", "update"])
def test_a_push_that_broke_off_goes_on_where_it_stopped(proxy: Proxy, folder: Path, method: str) -> None:
    proxy.fault = lambda handler, _: proxy.writes > 1 and handler.drop()
    with pytest.raises(LostError, match="does not answer") as lost:
        pushed(folder, proxy, method)
    assert "Run it again" in lost.value.hint
    before, proxy.writes = proxy.writes, 0
    proxy.fault = lambda *_: False
    done, _ = pushed(folder, proxy, method)
    assert before == 1 + 6  # one that was taken, and all tries of the next
    assert done.unchanged >= 1
    assert differing(folder, proxy) == set()


def test_a_push_that_was_killed_goes_on_where_it_stopped(proxy: Proxy, folder: Path) -> None:
    reached = threading.Event()

    def hang(_: Handler, __: bytes) -> bool:
        if proxy.writes < 4:
            return False
        reached.set()
        time.sleep(1)
        return True

    proxy.fault = hang
    command = [*COMMAND, "push", proxy.address, "--store", str(folder), "--method", "gsp"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert reached.wait(30)
    with pytest.raises(StoreError, match="under way"):
        pushed(folder, proxy)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    proxy.fault = lambda *_: False
    done, _ = pushed(folder, proxy)
    assert done.unchanged == 3
    assert differing(folder, proxy) == set()


@pytest.mark.parametrize("method", ["gsp", "update"])
def test_requests_get_smaller_where_they_are_too_large(proxy: Proxy, folder: Path, method: str) -> None:
    sizes: list[int] = []

    def narrow(handler: Handler, body: bytes) -> bool:
        sizes.append(len(body))
        if len(body) <= 60_000:
            return False
        handler.tell(413)
        return True

    proxy.fault = narrow
    done, pauses = pushed(folder, proxy, method)
    assert (done.refused, pauses) == ({}, [])
    assert max(sizes) > 60_000
    assert differing(folder, proxy) == set()


REFUSALS = [
    (401, "credentials"),
    (403, "may not"),
    (404, ""),
    (405, ""),
    (301, "moved to"),
]


@pytest.mark.parametrize("scheme", ["basic", "bearer"])
@pytest.mark.parametrize(("status", "hint"), REFUSALS)
def test_a_server_that_takes_nothing_is_not_asked_twice(
    proxy: Proxy, folder: Path, status: int, hint: str, scheme: str
) -> None:
    elsewhere = {"location": proxy.upstream}
    proxy.fault = lambda handler, _: handler.tell(status, b"no", elsewhere)
    with pytest.raises(CommuniqueError) as refused:
        pushed(folder, proxy, scheme=scheme)
    assert proxy.writes <= 20
    assert hint in refused.value.hint
    assert SECRET not in f"{refused.value}{refused.value!r}"
    assert proxy.authorizations[0].lower().startswith(scheme)


def test_nothing_is_tried_for_ever_where_all_is_refused(proxy: Proxy, folder: Path) -> None:
    proxy.fault = lambda handler, _: handler.tell(400, b"no such thing")
    done, pauses = pushed(folder, proxy)
    assert (done.sent, set(done.refused.values()), pauses) == (0, {"HTTP 400 no such thing"}, [])
    assert done.exit_code == 1
    assert isinstance(RefusedError(400, "x", "y"), ServerError)


@pytest.mark.parametrize("method", ["gsp", "update"])
def test_a_server_that_shows_late_what_it_took_is_waited_for(proxy: Proxy, folder: Path, method: str) -> None:
    def hold(handler: Handler, body: bytes) -> bool:
        proxy.fault = lambda *_: False
        proxy.paused = lambda times: handler.forward(body, answer=False) if times == 2 else None
        return handler.tell(204)

    proxy.fault = hold
    done, pauses = pushed(folder, proxy, method)
    assert (done.refused, len(pauses), differing(folder, proxy)) == ({}, 2, set())


@pytest.mark.parametrize("method", ["gsp", "update"])
def test_a_server_that_lets_nobody_look_is_believed(proxy: Proxy, folder: Path, method: str) -> None:
    proxy.hidden = b"GRAPH"
    done, _ = pushed(folder, proxy, method)
    assert (done.sent > 1, done.unchanged, done.refused) == (True, 0, {})
    proxy.hidden = None
    assert differing(folder, proxy) == set()
