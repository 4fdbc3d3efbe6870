"""A process that has loaded all that a reader needs, and forks whenever it is asked.

The module `starting` runs it, with SOCKET STORE RESULT MEMORY SERVICE …, as `python -m` with its name. A
message is a letter, for what the fork is to be, and a socket for it; the answer is the number of the new
process and a descriptor of it. A writer has nothing open, and tells when it can begin. A source opens the
newest snapshot, tells its name, and is asked in the same way then, for readers, which have it open when they
begin: to load the interpreter takes 100 ms, to open a snapshot 15, to fork 2.

RocksDB does not promise that a fork of a process that has a store open can use it. Of one that is open to
read only it can: the threads that are missing in the fork wait for work that reading never has for them.
Writing has; a writer therefore comes of the process that has nothing open, and readers never open another.

All of them are scheduled as batch work (sched(7)): one that is woken up does not take the processor from the
server, which then hands out and sends what there is at once, instead of being interrupted for each query.
"""

import contextlib
import gc
import os
import resource
import signal
import socket
import sys
import threading
import warnings
from functools import partial
from pathlib import Path
from typing import Final

from communique.errors import CommuniqueError
from communique.publishing.answering.execution import execute
from communique.publishing.answering.jobs import Answer, pack
from communique.publishing.answering.processes import SOURCE, WRITER
from communique.publishing.answering.reader import Opened, serve
from communique.publishing.answering.starting import OPENED
from communique.publishing.answering.writing import make_up, write

_STACK: Final = 64_000_000  # bytes, for queries that are nested


def main(descriptor: str, path: str, result: str, memory: str, *services: str) -> None:
    """Fork when asked, until the server is gone; in each fork, be what was asked for."""
    warnings.filterwarnings("ignore", ".*multi-threaded.*fork", DeprecationWarning)  # see above
    os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
    _, most = resource.getrlimit(resource.RLIMIT_STACK)
    resource.setrlimit(resource.RLIMIT_STACK, (_STACK if most < 0 else min(_STACK, most), most))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system forgets forks as they end
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # sent to all where some are paused and this one is killed
    forked = _fork_as_asked(socket.socket(fileno=int(descriptor)))
    if forked is None:
        os.killpg(0, signal.SIGKILL)  # the server is gone; readers that were set aside do not see it
        return
    what, channel = forked
    if what == WRITER:
        make_up(Path(path))
        channel.sendall(pack(Answer(204)))
        serve(channel, partial(write, Path(path)), int(memory))
    elif what == SOURCE:
        _be_source(channel, Path(path), int(result), int(memory), services)
    os._exit(0)  # nothing is closed in a process in which the threads are missing that would help with it


def _be_source(asked: socket.socket, path: Path, result: int, memory: int, services: tuple[str, ...]) -> None:
    """Open the newest snapshot; in each fork, be a reader of it."""
    try:
        opened = Opened(path)
    except CommuniqueError as error:
        asked.sendall(b"-" + str(error).encode())
        return
    asked.sendall(OPENED + opened.name.encode())
    forked = _fork_as_asked(asked)
    if forked is None:
        _await_children()
        return
    serve(forked[1], partial(execute, opened.store, limit=result, services=services), memory)


def _fork_as_asked(asked: socket.socket) -> tuple[bytes, socket.socket] | None:
    """Returns in every fork, with what it is to be and its socket, and with None at the end."""
    gc.freeze()  # so that collecting in a fork leaves what is shared as it is
    while True:
        what, descriptors, _, _ = socket.recv_fds(asked, 1, 1)
        if not what:
            return None
        with socket.socket(fileno=descriptors[0]) as channel:
            number = os.fork()
            if number == 0:
                asked.close()
                return what, socket.socket(fileno=channel.detach())
        _tell(asked, number)


def _tell(asked: socket.socket, number: int) -> None:
    try:
        process = os.pidfd_open(number)
    except ProcessLookupError:
        asked.sendall(b"0")
        return
    try:
        socket.send_fds(asked, [str(number).encode()], [process])
    finally:
        os.close(process)


def _await_children() -> None:
    """Until the readers have ended: who looks for them finds them below the server, and so does their end."""
    threading.Thread(target=_end_all_with_server, daemon=True).start()
    with contextlib.suppress(ChildProcessError):
        os.wait()  # for all, as the system forgets them one by one


def _end_all_with_server() -> None:
    os.read(0, 1)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
