"""What a reader or a writer does: one job after the other, until it is ended.

Its standard input ends with the server, and then it ends, too, even in the middle of a job.
"""

import faulthandler
import logging
import os
import resource
import signal
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from communique.errors import CommuniqueError
from communique.publishing.answering.execution import told
from communique.publishing.answering.jobs import Answer, Job, pack, problem, receive_job
from communique.publishing.storage.folders import open_folder
from communique.publishing.storage.snapshots import Held, Snapshots
from communique.publishing.storage.store import open_snapshot

_LOG: Final = logging.getLogger(__name__)


class Opened:
    """The newest snapshot of the store in a folder, or that store itself where it has none and can have none.

    Raises StoreError. `name` is that of the snapshot.
    """

    def __init__(self, path: Path) -> None:
        snapshots = Snapshots(path)
        self.held: Held | None = None
        if snapshots.current() is None:
            self.store = open_snapshot(path).oxigraph
        else:
            self.held = snapshots.hold()
            self.store = open_folder(self.held.path, read_only=True)
        self.name = self.held.name if self.held else snapshots.current() or ""


def serve(channel: socket.socket, do: Callable[[Job], Answer], memory: int) -> None:
    """Do what comes through the socket, until it is closed; `memory` is a limit in bytes, or 0."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    threading.Thread(target=_end_with_server, daemon=True).start()
    faulthandler.enable(channel.fileno(), all_threads=False)  # its last words, if it has to die of a query
    if memory:
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    with channel, channel.makefile("rb") as incoming:
        while (job := receive_job(incoming.read)) is not None:
            channel.sendall(pack(_done(do, job)))


def _done(do: Callable[[Job], Answer], job: Job) -> Answer:
    try:
        return do(job)
    except CommuniqueError as error:
        return told(error)
    except MemoryError:
        raise
    except Exception:
        _LOG.exception("A job failed.")
        return problem(500, "It failed for a reason that the log has.")


def _end_with_server() -> None:
    os.read(0, 1)
    os._exit(0)
