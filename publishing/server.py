"""Run the endpoint: in the foreground until it is stopped, or in a thread while a block lasts."""

import math
import resource
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import Final

import uvicorn
from starlette.applications import Starlette

from communique.errors import ServerError
from communique.publishing.serving.connection import Connection

_START_LIMIT: Final = 10.0  # seconds
_BACKLOG: Final = 2048  # connections that the system holds until they are taken


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one. Raises ServerError where the address cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sets TCP_NODELAY where the protocol is named; without it an answer may wait 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise ServerError(
            f"Cannot listen on {host}, port {port}: {(error.strerror or str(error)).lower()}.",
            "Choose another port with --port (0 takes a free one), or stop what uses it.",
        ) from None
    return listener


def address(listener: socket.socket) -> str:
    """Where a listening socket is reached: `http://127.0.0.1:7474`."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(app: Starlette, listener: socket.socket, grace: float = 5) -> None:
    """Answer requests until the process is told to stop (Ctrl-C, SIGTERM).

    Running answers get `grace` seconds to end.
    """
    _take_files()
    with closing(listener), suppress(KeyboardInterrupt):
        _server(app, grace).run(sockets=[listener])


@contextmanager
def running(app: Starlette, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serve in a thread while the block runs; gives the address."""
    with closing(listen(host, port)) as listener:
        server = _server(app)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            _await_start(server, thread)
            yield address(listener)
        finally:
            server.should_exit = True
            thread.join()


def _take_files() -> None:
    """As many open files as the system lets us have: each connection is one."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _server(app: Starlette, grace: float = 5) -> uvicorn.Server:
    return uvicorn.Server(
        uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            lifespan="on",
            server_header=False,
            timeout_graceful_shutdown=math.ceil(grace),
            http=Connection,
            ws="none",
        )
    )


def _await_start(server: uvicorn.Server, thread: threading.Thread) -> None:
    deadline = time.monotonic() + _START_LIMIT
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise ServerError("The endpoint did not start.")
        time.sleep(0.01)
