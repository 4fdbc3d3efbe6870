"""The file of a backup: a tar file (POSIX.1-2001) of a manifest and N-Quads, and nothing else.

`manifest.json` has the SHA-256 and the number of quads of `store.nq` and, where there is one, of
`history.nq`. Whatever a file has besides, or otherwise, tells that it is no backup, or a damaged one.
"""

import hashlib
import io
import json
import lzma
import re
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final

from communique import __version__
from communique.errors import InputError

DATA: Final = "store.nq"
HISTORY: Final = "history.nq"
_MANIFEST: Final = "manifest.json"
_NAMES: Final = (_MANIFEST, DATA, HISTORY)
_LARGEST_MANIFEST: Final = 100_000  # bytes
_SHA256: Final = re.compile("[0-9a-f]{64}")
_BROKEN: Final = (OSError, EOFError, tarfile.TarError, zlib.error, lzma.LZMAError)
_ANOTHER: Final = "Take another backup."


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

    @property
    def parts(self) -> Mapping[str, Part]:
        """Its parts by the names that they have in the file."""
        return {DATA: self.store} | ({HISTORY: self.history} if self.history else {})


def write_archive(file: Path, made: Backup, members: Mapping[str, IO[bytes]]) -> None:
    """Write a file that is not there yet. Raises OSError."""
    manifest = {
        "communique": __version__,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        **asdict(made.store),
        "history": asdict(made.history) if made.history else None,
    }
    with tarfile.open(file, "x:gz", compresslevel=5) as archive:
        _add(archive, _MANIFEST, io.BytesIO(json.dumps(manifest, indent=1).encode()))
        for name, data in members.items():
            _add(archive, name, data)


def _add(archive: tarfile.TarFile, name: str, data: IO[bytes]) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = data.seek(0, io.SEEK_END)
    data.seek(0)
    archive.addfile(entry, data)


class Archive:
    """A backup that is read: what it says it has, and that it has just that."""

    def __init__(self, path: Path, members: Mapping[str, IO[bytes]]) -> None:
        self._path = path
        self._members = members
        self.backup = self._told()

    def check(self) -> None:
        """Raises InputError where a checksum is not what the manifest says."""
        for name, part in self.backup.parts.items():
            found = sha256(self._members[name])
            if found != part.sha256:
                raise InputError(
                    f"{self._path} is damaged: the SHA-256 of {name} is {found}, not {part.sha256}.", _ANOTHER
                )

    def parts(self) -> Iterator[tuple[str, Part, IO[bytes]]]:
        """Each by its name, from its beginning."""
        for name, part in self.backup.parts.items():
            self._members[name].seek(0)
            yield name, part, self._members[name]

    def _told(self) -> Backup:
        try:
            told = json.loads(self._members[_MANIFEST].read(_LARGEST_MANIFEST))
        except (ValueError, RecursionError) as error:
            raise no_backup(self._path, f"its {_MANIFEST} is no JSON ({error})") from None
        except KeyError:
            raise no_backup(self._path, f"it has no {_MANIFEST}") from None
        store = self._part(told, "")
        past = told.get("history")  # a backup of an earlier version says nothing of one
        backup = Backup(self._path, store, None if past is None else self._part(past, "history."))
        for name in {DATA, HISTORY}:
            if (name in backup.parts) != (name in self._members):
                lacks = "lacks" if name in backup.parts else "has"
                raise no_backup(self._path, f"it {lacks} {name}, against what its {_MANIFEST} says")
        return backup

    def _part(self, told: Any, place: str) -> Part:
        if not isinstance(told, dict):
            raise no_backup(self._path, f"{place or _MANIFEST} is no object in its {_MANIFEST}")
        quads, digest = told.get("quads"), told.get("sha256")
        if type(quads) is not int or quads < 0:
            raise no_backup(self._path, f"{place}quads is no number of quads in its {_MANIFEST}")
        if not isinstance(digest, str) or not _SHA256.fullmatch(digest):
            raise no_backup(self._path, f"{place}sha256 is no SHA-256 in its {_MANIFEST}")
        return Part(quads, digest)


@contextmanager
def opened_archive(path: Path) -> Iterator[Archive]:
    """The backup in a file. Raises InputError where it is none, also amid reading."""
    try:
        with tarfile.open(path) as file:
            yield Archive(path, _members(path, file))
    except _BROKEN as error:
        if isinstance(error, OSError) and error.strerror:
            raise InputError(
                f"{path} cannot be read: {error.strerror}.", "Check its path and rights."
            ) from None
        reason = str(error).partition("\n")[0].rstrip(":")
        raise InputError(f"{path} is no backup that can be read: {reason}.", _ANOTHER) from None


def _members(path: Path, file: tarfile.TarFile) -> Mapping[str, IO[bytes]]:
    found: dict[str, IO[bytes]] = {}
    for entry in file:
        if entry.name not in _NAMES:
            raise no_backup(path, f"it has a member {entry.name!a}")
        data = file.extractfile(entry) if entry.type in (tarfile.REGTYPE, tarfile.AREGTYPE) else None
        if data is None or entry.name in found:
            raise no_backup(path, f"{entry.name} is {'no file' if data is None else 'twice'} in it")
        found[entry.name] = data
    return found


def no_backup(path: Path, why: str) -> InputError:
    """The error of a file that can be read and is no backup."""
    return InputError(f"{path} is no backup of a store: {why}.", "Take one that communique backup wrote.")


def sha256(data: IO[bytes]) -> str:
    """The digest of a file from its beginning, as hexadecimal."""
    data.seek(0)
    return hashlib.file_digest(data, "sha256").hexdigest()  # type: ignore[arg-type]
