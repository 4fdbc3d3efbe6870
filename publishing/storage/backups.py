"""Backups of a store in one file: a consistent state, verified by checksum and count when it is restored.

N-Quads outlast any version of the database. What was pushed where is not in it: a restored store is pushed
anew. The file itself is in communique.publishing.storage.archives.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

import pyoxigraph as ox

from communique.errors import InputError, StoreError, StoreInUseError
from communique.publishing.storage.archives import (
    DATA,
    HISTORY,
    Backup,
    Part,
    no_backup,
    opened_archive,
    sha256,
    write_archive,
)
from communique.publishing.storage.snapshots import Snapshots
from communique.publishing.storage.store import GraphStore, open_snapshot, open_to_write

_PAST: Final = "history"
_WAIT: Final = 2.0  # seconds


def back_up(store: Path, path: Path) -> Backup:
    """Write the newest state of the store to a file, whoever reads or writes it meanwhile.

    The history is taken after the store: what a commit replaces is in the history before it is gone from
    the store. The file is there as a whole or not at all. Raises StoreError.
    """
    try:
        if path.exists() and not path.is_file():
            raise StoreError(f"{path} is no file that a backup could replace.", "Give the name of a file.")
        with tempfile.TemporaryFile() as data, tempfile.TemporaryFile() as past:
            with open_snapshot(store) as opened:
                now = _dumped(opened, data)
            with _open_history(store) as opened_history:
                before = _dumped(opened_history, past) if opened_history else None
            made = Backup(path, now, before)
            _write(path, made, {DATA: data, HISTORY: past} if before else {DATA: data})
    except OSError as error:
        reason = error.strerror or error
        raise StoreError(
            f"{path} cannot be written: {reason}.", "Check its folder, its rights and the room on the disk."
        ) from None
    return made


@contextmanager
def _open_history(store: Path) -> Iterator[GraphStore | None]:
    """The newest state of the history; None where nothing was ever replaced."""
    folder = store / _PAST
    snapshots = Snapshots(folder)
    if not folder.exists():
        yield None
        return
    if snapshots.stale:  # a writer is in the middle of a commit, or was killed there
        with suppress(StoreInUseError), open_to_write(folder, wait=_WAIT) as behind:
            behind.publish_if_stale()
    with snapshots.hold() as held, GraphStore(ox.Store.read_only(str(held.path)), folder) as opened:
        yield opened


def _dumped(store: GraphStore, data: IO[bytes]) -> Part:
    store.oxigraph.dump(data, format=ox.RdfFormat.N_QUADS)
    return Part(store.count(), sha256(data))


def _write(path: Path, made: Backup, members: Mapping[str, IO[bytes]]) -> None:
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        write_archive(fresh, made, members)
        with fresh.open("rb") as written:
            os.fsync(written.fileno())
        fresh.replace(path)
    finally:
        with suppress(OSError):
            fresh.unlink()


def restore(path: Path, store: Path) -> Backup:
    """Make a store of a backup in a folder that is empty or absent.

    The checksums are compared before, and the numbers of quads after; the folder gets its name when all of
    it holds. Raises InputError where it is the backup that is not right, StoreError where it is the folder.
    """
    with _explained(store):
        _refuse_taken(Path(os.path.realpath(store)), store)
    with opened_archive(path) as archive:
        archive.check()
        with _made_whole(store) as folder, _explained(store):
            for name, part, data in archive.parts():
                _restore_part(path, name, part, data, folder / _PAST if name == HISTORY else folder)
    return archive.backup


def _refuse_taken(folder: Path, store: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{store} is a file, and a store is a folder.", "Give another path with --store.")
    if folder.exists() and any(folder.iterdir()):
        raise StoreError(f"{store} is not empty.", "Restore into a new folder, and serve that one.")


@contextmanager
def _made_whole(store: Path) -> Iterator[Path]:
    """A new folder that has the name of the store after the block, or is gone."""
    target = Path(os.path.realpath(store))
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    lacking: list[Path] = []
    try:
        with _explained(store):
            lacking = [folder for folder in fresh.parents if not folder.exists()]
            fresh.mkdir(parents=True)
        yield fresh
        with _explained(store):
            fresh.replace(target)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        for folder in lacking:
            with suppress(OSError):
                folder.rmdir()
        raise


def _restore_part(path: Path, name: str, wanted: Part, data: IO[bytes], folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    with GraphStore(ox.Store(str(folder)), folder) as made:
        try:
            with made.committing():
                made.oxigraph.bulk_load(data, format=ox.RdfFormat.N_QUADS)
        except (SyntaxError, ValueError) as error:
            raise no_backup(path, f"its {name} is not N-Quads ({error})") from None
        if made.count() != wanted.quads:
            raise InputError(
                f"{path} gave {made.count():,} quads of {name}, and says that it has {wanted.quads:,}.",
                "Take another backup.",
            )


@contextmanager
def _explained(store: Path) -> Iterator[None]:
    """What the disk refuses is the trouble of the store, and not of the backup."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise _not_made(store, error) from None
    except StoreError as error:
        if isinstance(error.__cause__, OSError | RuntimeError):
            raise _not_made(store, error.__cause__) from None
        raise


def _not_made(store: Path, error: OSError | RuntimeError) -> StoreError:
    reason = (isinstance(error, OSError) and error.strerror) or error
    return StoreError(
        f"{store} cannot be made: {reason}.",
        "Check its rights and the room on the disk, or give another folder with --store.",
    )
