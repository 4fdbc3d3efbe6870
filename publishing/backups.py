"""Backups of a store in one file: a consistent state, verified by checksum and count when it is restored.

A tar file (POSIX.1-2001) with `store.nq`, N-Quads of all graphs, and `manifest.json` with its SHA-256 and
how many quads it has. N-Quads outlast any version of the database.
"""

import hashlib
import io
import json
import os
import tarfile
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from communique import __version__
from communique.errors import InputError, StoreError
from communique.publishing.store import GraphStore, open_snapshot

_DATA: Final = "store.nq"
_MANIFEST: Final = "manifest.json"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was written or restored: how many quads it has, and the SHA-256 of their N-Quads."""

    path: Path
    quads: int
    sha256: str


def back_up(store: Path, path: Path) -> Backup:
    """Write the newest state of the store to a file, whoever reads or writes it meanwhile.

    The file is there as a whole or not at all. Raises StoreError.
    """
    with open_snapshot(store) as opened, tempfile.TemporaryFile() as data:
        opened.oxigraph.dump(data, format=ox.RdfFormat.N_QUADS)
        made = Backup(path, opened.count(), _digest(data))
        _write(path, data, made)
    return made


def restore(path: Path, store: Path) -> Backup:
    """Make a store of a backup in a folder that is empty or absent.

    The checksum is compared before, and the number of quads after. Raises InputError and StoreError.
    """
    if store.exists() and any(store.iterdir()):
        raise StoreError(f"{store} is not empty.", "Restore into a new folder, and serve that one.")
    try:
        with tarfile.open(path) as archive:
            told = json.loads(_member(archive, _MANIFEST).read())
            wanted = Backup(path, int(told["quads"]), str(told["sha256"]))
            _check_digest(wanted, _member(archive, _DATA))
            return _restored(wanted, _member(archive, _DATA), store)
    except (OSError, EOFError, tarfile.TarError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is no backup that can be read: {error}.", "Take another one.") from None


def _restored(wanted: Backup, data: Any, store: Path) -> Backup:
    with GraphStore(ox.Store(str(store)), store) as made:
        with made.committing():
            made.oxigraph.bulk_load(data, format=ox.RdfFormat.N_QUADS)
        if made.count() != wanted.quads:
            raise InputError(
                f"{wanted.path} gave {made.count():,} quads, and says that it has {wanted.quads:,}.",
                f"Take another backup, and remove {store}.",
            )
    return wanted


def _check_digest(wanted: Backup, data: Any) -> None:
    found = _digest(data)
    if found != wanted.sha256:
        raise InputError(
            f"{wanted.path} is damaged: its SHA-256 is {found}, not {wanted.sha256}.", "Take another backup."
        )


def _member(archive: tarfile.TarFile, name: str) -> Any:
    file = archive.extractfile(name)
    if file is None:
        raise KeyError(name)
    return file


def _digest(data: Any) -> str:
    data.seek(0)
    return hashlib.file_digest(data, "sha256").hexdigest()


def _write(path: Path, data: Any, made: Backup) -> None:
    manifest = {
        "communique": __version__,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "quads": made.quads,
        "sha256": made.sha256,
    }
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with tarfile.open(fresh, "x:gz", compresslevel=5) as archive:
            _add(archive, _MANIFEST, io.BytesIO(json.dumps(manifest, indent=1).encode()))
            _add(archive, _DATA, data)
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
