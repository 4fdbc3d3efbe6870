"""Many files checked in several processes; a few in this one, as a process takes a second to get ready."""

import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from communique.publishing.storage.store import GraphStore, open_store
from communique.publishing.validation.checking import Checks, Seen, check_file

_ENOUGH: Final = 12  # files for each process
_AT_A_TIME: Final = 4  # files that a process is handed


def check_files(
    paths: Sequence[Path], store: GraphStore, checks: Checks, processes: int | None = None
) -> list[Seen]:
    """What the files hold, in the order of the files, whichever is done first.

    `processes` is how many to use; without it as many as there are processors, and files for them.
    """
    wanted = processes or min(_processors(), len(paths) // _ENOUGH)
    if wanted <= 1:
        return [seen for path in paths for seen in check_file(path, store, checks)]
    return _in_processes(paths, checks, wanted)


def _in_processes(paths: Sequence[Path], checks: Checks, number: int) -> list[Seen]:
    pool = ProcessPoolExecutor(number, get_context("spawn"), initializer=_begin, initargs=(checks,))
    try:
        with _interrupts_held_back():
            found = pool.map(_check, paths, chunksize=_AT_A_TIME)
        return list(chain.from_iterable(found))
    finally:
        pool.shutdown(cancel_futures=True)  # after an interrupt: what has begun is ended, the rest left


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """What is started here never hears of Ctrl-C: this process alone answers it, and hands out no more."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # where a process cannot be bound to processors
        return os.cpu_count() or 1


_ready: list[tuple[GraphStore, Checks]] = []  # of this process, once it has begun


def _begin(checks: Checks) -> None:
    """Get a process ready."""
    _ready.append((open_store(None), checks))


def _check(path: Path) -> list[Seen]:
    store, checks = _ready[-1]
    return check_file(path, store, checks)
