"""Processes that are not children of this one, by descriptors of their own, and how they are come by."""

import contextlib
import os
import select
import signal
import socket
import threading
from typing import Final

from communique.errors import StoreError

WRITER: Final = b"W"
SOURCE: Final = b"S"
READER: Final = b"R"

_NICE: Final = 10


class Process:
    """A process by its number and by a descriptor that is its own, which goes when it has been waited for.

    It is no child of the server, which holds a descriptor of each: a number could be another's by now.
    """

    def __init__(self, number: int, descriptor: int) -> None:
        self._number = number
        self._descriptor = descriptor
        self._killed = False
        self._waiting = threading.Lock()

    def kill(self) -> None:
        """End it at once; more than once does no harm."""
        if not self._killed:
            self._killed = True
            self._send(signal.SIGKILL)

    def pause(self) -> None:
        """Have it do nothing until it is told to go on; it keeps its memory."""
        self._send(signal.SIGSTOP)

    def go_on(self) -> None:
        """Have it go on."""
        self._send(signal.SIGCONT)

    def give_way(self) -> None:
        """Others go first from now on, for as long as it lives."""
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._number, _NICE)

    def spent(self) -> float:
        """Seconds of a processor that its first thread, which does the work, has taken so far."""
        try:
            with open(f"/proc/{self._number}/schedstat", "rb") as told:
                return int(told.read().split()[0]) / 1e9
        except (OSError, ValueError, IndexError):
            return 0.0

    def wait(self) -> None:
        """End it, and return when its memory is free; from any thread."""
        self.kill()
        with self._waiting:
            if self._descriptor >= 0:
                ended = select.poll()
                ended.register(self._descriptor, select.POLLIN)
                ended.poll()
                os.close(self._descriptor)
                self._descriptor = -1

    def leave(self) -> None:
        """It ends by itself, and nobody waits for that."""
        with self._waiting:
            if self._descriptor >= 0:
                os.close(self._descriptor)
                self._descriptor = -1

    def _send(self, number: signal.Signals) -> None:
        with contextlib.suppress(OSError):
            signal.pidfd_send_signal(self._descriptor, number)


def forked(
    asking: socket.socket, what: bytes, kind: socket.SocketKind = socket.SOCK_STREAM
) -> tuple[Process, socket.socket]:
    """Ask a process for a fork of it, and have a socket to the fork. Raises StoreError, OSError.

    `what` the fork is to be is one of the letters above.
    """
    ours, theirs = socket.socketpair(socket.AF_UNIX, kind)
    with theirs, contextlib.ExitStack() as unless_started:
        unless_started.callback(ours.close)
        socket.send_fds(asking, [what], [theirs.fileno()])
        told, descriptors, _, _ = socket.recv_fds(asking, 20, 1)
        if not descriptors:
            raise StoreError("A reader of the store did not start.")
        unless_started.pop_all()
    return Process(int(told), descriptors[0]), ours
