"""Snapshots: what readers see of a store while somebody writes to it.

The writer makes a snapshot after each commit (hard links, a millisecond or two) in the folder `snapshots`
of the store, and then renames a small file, `current`, that names it: readers see an article as a whole or
not at all. Whoever reads a snapshot holds a shared lock on its folder (flock(2)); the writer removes those
that nobody holds. A file `pending` stands from before a commit until its snapshot is there, so that a
writer that was killed in between leaves a trace, and the next one makes up for it.
"""

import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Self

from communique.errors import StoreError

FOLDER: Final = "snapshots"
_CURRENT: Final = "current"
_PENDING: Final = "pending"
_TRIES: Final = 100


class Snapshots:
    """The snapshots of the store in a folder."""

    def __init__(self, store: Path) -> None:
        self.store = store
        self.folder = store / FOLDER

    def current(self) -> str | None:
        """The name of the newest snapshot, which also names the state of the store; None without any.

        A later state has a greater name.
        """
        try:
            return (self.folder / _CURRENT).read_text("ascii")
        except FileNotFoundError:
            return None

    @property
    def stale(self) -> bool:
        """Whether there is no snapshot, or a commit that none shows yet."""
        return self.current() is None or (self.folder / _PENDING).exists()

    @contextmanager
    def announced(self) -> Iterator[None]:
        """Around one commit: leaves the trace of it that `publish` takes away, unless it fails."""
        was_stale = self.stale
        self.folder.mkdir(exist_ok=True)
        (self.folder / _PENDING).touch()
        try:
            yield
        except Exception:
            if not was_stale:
                (self.folder / _PENDING).unlink()
            raise

    def publish(self, backup: Callable[[Path], None]) -> str:
        """Make a snapshot with `backup` and show it to readers. Only for whoever holds the store's lock."""
        self.folder.mkdir(exist_ok=True)
        name = _name_after(self.current())
        backup(self.folder / name)
        _write(self.folder / _CURRENT, name)
        (self.folder / _PENDING).unlink(missing_ok=True)
        self._prune(name)
        return name

    def hold(self) -> "Held":
        """The current snapshot, kept from being removed. Raises StoreError where there is none."""
        for _ in range(_TRIES):
            name = self.current()
            if name is None:
                break
            held = Held.take(self.folder / name)
            if held is not None:
                return held
            time.sleep(0.01)
        raise StoreError(
            f"The store {self.store} has no snapshot to read.", "Run communique ingest on it once."
        )

    def _prune(self, kept: str) -> None:
        """Remove the snapshots that nobody reads; what a killed writer left goes with them."""
        for entry in os.scandir(self.folder):
            if entry.is_dir(follow_symlinks=False) and entry.name != kept:
                _remove(Path(entry.path))


class Current:
    """The name of a store's newest snapshot, for those who ask often: the file is read when it changes."""

    def __init__(self, store: Path) -> None:
        self._path = str(store / FOLDER / _CURRENT)
        self._seen: tuple[int, int] = (0, 0)
        self._name: str | None = None

    def name(self) -> str | None:
        """As `Snapshots.current`, a microsecond each time."""
        try:
            found = os.stat(self._path)
        except FileNotFoundError:
            return None
        if (found.st_ino, found.st_mtime_ns) != self._seen:
            self._seen = (found.st_ino, found.st_mtime_ns)
            self._name = Path(self._path).read_text("ascii")
        return self._name


class Held:
    """A snapshot that cannot be removed until it is let go; a context manager."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor

    @property
    def name(self) -> str:
        """The snapshot's name."""
        return self.path.name

    @classmethod
    def take(cls, path: Path) -> Self | None:
        """Hold the snapshot in this folder; None where it is being removed."""
        descriptor = _locked(path, fcntl.LOCK_SH)
        return None if descriptor is None else cls(path, descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def release(self) -> None:
        """Let it go; more than once does no harm."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor = -1


def _name_after(name: str | None) -> str:
    """A greater name, whatever the clock says."""
    before = int(name.partition("-")[0]) if name else 0
    return f"{max(time.time_ns(), before + 1):019d}-{secrets.token_hex(4)}"


def _locked(path: Path, kind: int) -> int | None:
    """A descriptor of the folder with a lock on it; None where the lock or the folder cannot be had."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        if path.exists() and os.fstat(descriptor).st_ino == path.stat().st_ino:
            return descriptor
    except OSError:
        pass
    os.close(descriptor)
    return None


def _remove(path: Path) -> None:
    descriptor = _locked(path, fcntl.LOCK_EX)
    if descriptor is None:
        return
    try:
        gone = path.with_name(f"{path.name.partition('.')[0]}.gone")
        path.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)
    finally:
        os.close(descriptor)


def _write(path: Path, text: str) -> None:
    """Durably, and as a whole or not at all."""
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
