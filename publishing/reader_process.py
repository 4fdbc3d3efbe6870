"""A reader as the server sees it: a process, a socket to it, and a way to end it."""

import asyncio
import socket
import subprocess
import sys
from pathlib import Path
from typing import Self

from communique.publishing import jobs
from communique.publishing.jobs import Answer, Job
from communique.publishing.limits import Limits


class _Channel(asyncio.Protocol):
    """The server's end of a reader's socket: one answer at a time."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._waiting: asyncio.Future[Answer] | None = None
        self.transport: asyncio.WriteTransport | None = None
        self.broken = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if len(self._buffer) < jobs.PREFIX:
            return
        head, body = jobs.lengths(self._buffer[: jobs.PREFIX])
        if len(self._buffer) < jobs.PREFIX + head + body:
            return
        start = jobs.PREFIX + head
        answer = jobs.unpack(Answer, bytes(self._buffer[jobs.PREFIX : start]), bytes(self._buffer[start:]))
        self._buffer = bytearray()
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(answer)

    def connection_lost(self, exc: Exception | None) -> None:
        self.broken = True
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(ConnectionResetError())

    def ask(self, job: Job) -> asyncio.Future[Answer]:
        if self.broken or self.transport is None:
            raise ConnectionResetError
        self._waiting = asyncio.get_running_loop().create_future()
        self.transport.write(jobs.pack(job))
        return self._waiting


class ReaderProcess:
    """A process that answers one job at a time, and the channel to it."""

    def __init__(self, process: subprocess.Popen[bytes], channel: _Channel) -> None:
        self.process = process
        self.channel = channel
        self.snapshot = ""

    @classmethod
    async def start(cls, path: Path, limits: Limits) -> Self:
        """Start one; it answers as soon as it has opened the store."""
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        command = [sys.executable, "-P", "-m", "communique.publishing.reader", str(path)]
        numbers = [theirs.fileno(), limits.result, limits.memory]
        with theirs:
            process = subprocess.Popen(
                [*command, *map(str, numbers)],
                stdin=subprocess.PIPE,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # Ctrl-C is for the server, which lets queries end
            )
        _, channel = await asyncio.get_running_loop().create_connection(_Channel, sock=ours)
        return cls(process, channel)

    async def ask(self, job: Job) -> Answer:
        """Its answer; raises ConnectionError where it ended before."""
        answer = await self.channel.ask(job)
        self.snapshot = job.snapshot or self.snapshot
        return answer

    def kill(self) -> None:
        """End it at once, whatever it does."""
        self.process.kill()
        if self.channel.transport is not None:
            self.channel.transport.close()

    def reap(self) -> None:
        """Wait until its memory is free."""
        self.process.wait()
        if self.process.stdin is not None:
            self.process.stdin.close()
