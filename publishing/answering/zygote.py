"""A process that has loaded all that a reader needs, and becomes one whenever it is asked: a fork of itself.

The module `starting` runs it, with SOCKET STORE RESULT MEMORY SERVICE …, as `python -m` with its name.
A message with a socket asks for a reader on that socket; it is answered with the new process's number and a
descriptor of it. To load the interpreter takes a reader 100 ms, to fork takes 2. Nothing is open and no
thread runs at the fork: a reader opens its snapshot afterwards, by itself.
"""

import gc
import os
import signal
import socket
import sys
from pathlib import Path

from communique.publishing.answering.reader import serve


def main(descriptor: str, path: str, result: str, memory: str, *services: str) -> None:
    """Fork when asked, until the server is gone; in each fork, serve as a reader."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system forgets readers as they end
    gc.freeze()  # so that collecting in a reader leaves what is shared as it is
    with socket.socket(fileno=int(descriptor)) as asked:
        channel = _fork_as_asked(asked)
    if channel is None:
        os.killpg(0, signal.SIGKILL)  # the server is gone; readers that were set aside do not see it
        return
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    serve(Path(path), channel, int(result), int(memory), services)


def _fork_as_asked(asked: socket.socket) -> socket.socket | None:
    """Returns in every reader, with its socket, and at the end."""
    while True:
        message, descriptors, _, _ = socket.recv_fds(asked, 1, 1)
        if not message:
            return None
        with socket.socket(fileno=descriptors[0]) as channel:
            number = os.fork()
            if number == 0:
                return socket.socket(fileno=channel.detach())
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


if __name__ == "__main__":
    main(*sys.argv[1:])
