"""Start reader processes, and end them: forks of one process that is warm, the zygote.

They are not children of the server, which holds a descriptor of each: a number could be another's by now.
"""

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

from communique.errors import StoreError
from communique.publishing.answering.limits import Limits

_PATIENCE: Final = 30.0  # seconds
_NICE: Final = 10


class Process:
    """A process by its number and by a descriptor that is its own, which goes when it has been waited for."""

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

    def _send(self, number: signal.Signals) -> None:
        with contextlib.suppress(OSError):
            signal.pidfd_send_signal(self._descriptor, number)


class Starter:
    """Starts readers of one store, from any thread; a process to fork is begun where there is none."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._arguments = [str(path), str(limits.result), str(limits.memory), *limits.services]
        self._lock = threading.Lock()
        self._zygote: subprocess.Popen[bytes] | None = None
        self._asking: socket.socket | None = None
        self._alive: tuple[int, int] | None = None

    def start(self) -> tuple[Process, socket.socket]:
        """A new reader and the socket to it. Raises StoreError, OSError."""
        ours, theirs = socket.socketpair()
        with theirs, contextlib.ExitStack() as unless_started:
            unless_started.callback(ours.close)
            with self._lock:
                try:
                    process = self._asked(theirs)
                except BaseException:
                    self._end()
                    raise
            unless_started.pop_all()
        return process, ours

    def stop(self) -> None:
        """End the process that readers come of, and those that are left."""
        with self._lock:
            self._end()
            for end in self._alive or ():
                os.close(end)
            self._alive = None

    def _asked(self, channel: socket.socket) -> Process:
        if self._asking is None:
            self._begin()
        assert self._asking is not None
        socket.send_fds(self._asking, [b"+"], [channel.fileno()])
        told, descriptors, _, _ = socket.recv_fds(self._asking, 20, 1)
        if not descriptors:
            raise StoreError("A reader of the store did not start.")
        return Process(int(told), descriptors[0])

    def _begin(self) -> None:
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

    def _end(self) -> None:
        if self._asking is not None:
            self._asking.close()
        if self._zygote is not None:
            self._zygote.kill()
            self._zygote.wait()
        self._asking = self._zygote = None
