"""Backups of a store in one file: a consistent state, verified by checksum and count when it is restored.

A tar file (POSIX.1-2001) with `store.nq`, N-Quads of all graphs, with `history.nq`, those of what earlier
captures said, and with `manifest.json`, which has the SHA-256 of each and how many quads it has. N-Quads
outlast any version of the database. What was pushed where is not in it: a restored store is pushed anew.
"""

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from communique import __version__
from communique.errors import InputError, StoreError, StoreInUseError
from communique.publishing.storage.snapshots import Snapshots
from communique.publishing.storage.store import GraphStore, open_snapshot, open_to_write

_DATA: Final = "store.nq"
_HISTORY: Final = "history.nq"
_MANIFEST: Final = "manifest.json"
_PAST: Final = "history"
_WAIT: Final = 2.0  # seconds


@dataclass(frozen=True, slots=True)
class Part:
    """Some N-Quads: how many, and their SHA-256."""

    quads: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was written or restored: the store, and its history where it has one."""

    path: Path
    store: Part
    history: Part | None = None


def back_up(store: Path, path: Path) -> Backup:
    """Write the newest state of the store to a file, whoever reads or writes it meanwhile.

    The history is taken after the store: what a commit replaces is in the history before it is gone from
    the store. The file is there as a whole or not at all. Raises StoreError.
    """
    with tempfile.TemporaryFile() as data, tempfile.TemporaryFile() as past:
        with open_snapshot(store) as opened:
            now = _dumped(opened, data)
        with _open_history(store) as opened_history:
            before = _dumped(opened_history, past) if opened_history else None
        made = Backup(path, now, before)
        _write(path, made, {_DATA: data, _HISTORY: past} if before else {_DATA: data})
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


def _dumped(store: GraphStore, data: Any) -> Part:
    store.oxigraph.dump(data, format=ox.RdfFormat.N_QUADS)
    return Part(store.count(), _digest(data))


def restore(path: Path, store: Path) -> Backup:
    """Make a store of a backup in a folder that is empty or absent.

    The checksums are compared before, and the numbers of quads after; the folder gets its name when all of
    it holds. Raises InputError and StoreError.
    """
    if store.exists() and any(store.iterdir()):
        raise StoreError(f"{store} is not empty.", "Restore into a new folder, and serve that one.")
    fresh = store.with_name(f".{store.name}.{os.getpid()}")
    try:
        with tarfile.open(path) as archive:
            wanted = _manifest(path, archive)
            for name, part in _parts(wanted):
                _check_digest(path, part, _member(archive, name))
            for name, part in _parts(wanted):
                folder = fresh / _PAST if name == _HISTORY else fresh
                _restore_part(path, part, _member(archive, name), folder)
        fresh.replace(store)
    except (OSError, EOFError, tarfile.TarError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is no backup that can be read: {error}.", "Take another one.") from None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return wanted


def _manifest(path: Path, archive: tarfile.TarFile) -> Backup:
    told = json.loads(_member(archive, _MANIFEST).read())
    past = told.get("history")  # a backup of an earlier version has none
    return Backup(path, _part(told), _part(past) if past else None)


def _part(told: Any) -> Part:
    return Part(int(told["quads"]), str(told["sha256"]))


def _parts(backup: Backup) -> list[tuple[str, Part]]:
    parts = [(_DATA, backup.store)]
    return [*parts, (_HISTORY, backup.history)] if backup.history else parts


def _restore_part(path: Path, wanted: Part, data: Any, folder: Path) -> None:
    folder.mkdir(parents=True)
    with GraphStore(ox.Store(str(folder)), folder) as made:
        with made.committing():
            made.oxigraph.bulk_load(data, format=ox.RdfFormat.N_QUADS)
        if made.count() != wanted.quads:
            raise InputError(
                f"{path} gave {made.count():,} quads, and says that it has {wanted.quads:,}.",
                "Take another backup.",
            )


def _check_digest(path: Path, wanted: Part, data: Any) -> None:
    found = _digest(data)
    if found != wanted.sha256:
        raise InputError(
            f"{path} is damaged: its SHA-256 is {found}, not {wanted.sha256}.", "Take another backup."
        )


def _member(archive: tarfile.TarFile, name: str) -> Any:
    file = archive.extractfile(name)
    if file is None:
        raise KeyError(name)
    return file


def _digest(data: Any) -> str:
    data.seek(0)
    return hashlib.file_digest(data, "sha256").hexdigest()


def _write(path: Path, made: Backup, members: dict[str, Any]) -> None:
    manifest = {
        "communique": __version__,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        **asdict(made.store),
        "history": asdict(made.history) if made.history else None,
    }
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with tarfile.open(fresh, "x:gz", compresslevel=5) as archive:
            _add(archive, _MANIFEST, io.BytesIO(json.dumps(manifest, indent=1).encode()))
            for name, data in members.items():
                _add(archive, name, data)
        with fresh.open("rb") as written:
            os.fsync(written.fileno())
        fresh.replace(path)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written: {error.strerror}.", "Check its folder and rights."
        ) from None
    finally:
        with suppress(FileNotFoundError):
            fresh.unlink()


def _add(archive: tarfile.TarFile, name: str, data: Any) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = data.seek(0, os.SEEK_END)
    data.seek(0)
    archive.addfile(entry, data)
