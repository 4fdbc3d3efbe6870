"""Start what reads and writes a store: readers of a snapshot, which come of its source, and a writer.

All are forks of one process that is warm (the module `zygote`).
"""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from communique.errors import StoreError
from communique.publishing.answering.limits import Limits
from communique.publishing.answering.processes import READER, SOURCE, WRITER, Process, forked

T = TypeVar("T")
Started = tuple[Process, socket.socket]
OPENED: Final = b"+"
_PATIENCE: Final = 30.0  # seconds
_LONGEST: Final = 10_000  # bytes of a message from a source


class Source:
    """A process that has a snapshot open, and of which readers of it come. `name` is the snapshot's."""

    def __init__(self, process: Process, asking: socket.socket) -> None:
        self.name = ""
        self._process = process
        self._asking = asking
        self._lock = threading.Lock()
        asking.settimeout(_PATIENCE)

    def await_open(self) -> None:
        """Return when it has opened the snapshot. Raises StoreError, OSError."""
        told = self._asking.recv(_LONGEST)
        if not told.startswith(OPENED):
            raise StoreError(told[1:].decode() or "The store cannot be read: what opens it ended.")
        self.name = told[1:].decode()

    def start(self) -> Started:
        """A new reader and the socket to it, from any thread. Raises StoreError, OSError."""
        with self._lock:
            return forked(self._asking, READER)

    def leave(self) -> None:
        """No readers are wanted any more; it ends when those that there are have ended."""
        with self._lock:
            self._asking.close()
            self._process.leave()

    def end(self) -> None:
        """End it at once, but not its readers."""
        self._process.wait()
        self.leave()


class Starter:
    """Starts sources and writers of one store, from any thread; begins what they come of where it is gone."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._arguments = [str(path), str(limits.result), str(limits.memory), *limits.services]
        self._lock = threading.Lock()
        self._zygote: subprocess.Popen[bytes] | None = None
        self._asking: socket.socket | None = None
        self._alive: tuple[int, int] | None = None

    def source(self) -> Source:
        """A source of readers of the newest snapshot. Raises StoreError, OSError."""
        source = Source(*self._locked(lambda asking: forked(asking, SOURCE, socket.SOCK_SEQPACKET)))
        try:
            source.await_open()
        except BaseException:
            source.end()
            raise
        return source

    def writer(self) -> Started:
        """A new writer and the socket to it. Raises StoreError, OSError."""
        return self._locked(lambda asking: forked(asking, WRITER))

    def stop(self) -> None:
        """End the process that all others come of, and those that are left."""
        with self._lock:
            self._end()
            for end in self._alive or ():
                os.close(end)
            self._alive = None

    def _locked(self, ask: Callable[[socket.socket], T]) -> T:
        with self._lock:
            if self._asking is not None:
                try:
                    return ask(self._asking)
                except (StoreError, OSError):
                    self._end()  # it was killed, and another is begun
            try:
                return ask(self._begun())
            except BaseException:
                self._end()
                raise

    def _begun(self) -> socket.socket:
        self._asking, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._asking.settimeout(_PATIENCE)
        self._alive = self._alive or os.pipe()
        command = [sys.executable, "-P", "-m", "communique.publishing.answering.zygote", str(theirs.fileno())]
        with theirs:
            self._zygote = subprocess.Popen(
                [*command, *self._arguments],
                stdin=self._alive[0],  # readers inherit it, and see its end whatever becomes of the server
                pass_fds=[theirs.fileno()],
                process_group=0,  # Ctrl-C is for the server, which lets queries end
            )
        return self._asking

    def _end(self) -> None:
        if self._asking is not None:
            self._asking.close()
        if self._zygote is not None:
            self._zygote.kill()
            self._zygote.wait()
        self._asking = self._zygote = None
