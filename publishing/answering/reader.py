"""A reader: a process of its own that answers one query at a time from a snapshot, until it is ended.

A fork of the zygote beside this module, with two limits in bytes, of an answer and of its memory, and the
addresses of the other endpoints that queries may ask. Its standard input ends with the server, and then it
ends, too, even in the middle of a query.
"""

import os
import resource
import socket
import threading
from pathlib import Path

import pyoxigraph as ox

from communique.errors import CommuniqueError
from communique.publishing.answering.execution import execute, told
from communique.publishing.answering.jobs import READING, Answer, Job, pack, receive_job
from communique.publishing.answering.writing import write
from communique.publishing.storage.snapshots import Held, Snapshots
from communique.publishing.storage.store import open_snapshot


class Reader:
    """What is open at the moment: the store of one snapshot, or that in the folder itself."""

    def __init__(self, path: Path, limit: int, services: tuple[str, ...] = ()) -> None:
        self.path = path
        self.limit = limit
        self.services = services
        self._held: Held | None = None
        self._store: ox.Store | None = None
        self._name = ""

    def answer(self, job: Job, snapshot: str) -> Answer:
        """Do a job on the snapshot of this name, or a newer one; writing takes the store's own lock."""
        try:
            if job.kind in READING:
                return execute(self._opened(snapshot), job, self.limit, self.services)
            return write(self.path, job)
        except CommuniqueError as error:
            return told(error)

    def _opened(self, name: str) -> ox.Store:
        if self._store is None or name > self._name:
            self._open()
            self._name = name
        assert self._store is not None
        return self._store

    def _open(self) -> None:
        before = self._held
        snapshots = Snapshots(self.path)
        if snapshots.current() is None:
            self._store = open_snapshot(self.path).oxigraph
            return
        self._held = snapshots.hold()
        self._store = ox.Store.read_only(str(self._held.path))
        if before is not None:
            before.release()


def serve(path: Path, channel: socket.socket, result: int, memory: int, services: tuple[str, ...]) -> None:
    """Answer what comes through the socket, until it is closed."""
    threading.Thread(target=_end_with_server, daemon=True).start()
    if memory:
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    reader = Reader(path, result, services)
    with channel, channel.makefile("rb") as incoming:
        while (asked := receive_job(incoming.read)) is not None:
            channel.sendall(pack(reader.answer(*asked)))


def _end_with_server() -> None:
    os.read(0, 1)
    os._exit(0)
