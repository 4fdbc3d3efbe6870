"""The folder of a store: opened where it is one, refused where it is not, and its troubles told in words."""

from pathlib import Path
from typing import Final

import pyoxigraph as ox

from communique.errors import StoreError, StoreInUseError

_CURRENT: Final = "CURRENT"  # the file that names RocksDB's manifest: every store has it
_REBUILD: Final = "Restore it from a copy, or delete the folder and ingest the articles again."


def open_folder(path: Path | str | None, read_only: bool) -> ox.Store:
    """The database in a folder; None for one in memory. Raises StoreError."""
    if path is None:
        return ox.Store()
    folder = Path(path)
    refuse_other_folders(folder, read_only)
    try:
        if read_only:
            return ox.Store.read_only(str(folder))
        folder.parent.mkdir(parents=True, exist_ok=True)
        return ox.Store(str(folder.resolve()))  # one name for one folder: the lock goes by it
    except (OSError, RuntimeError) as error:
        raise explained(folder, error) from error


def refuse_other_folders(folder: Path, read_only: bool) -> None:
    """Oxigraph would write its files among those of any folder: look before it does."""
    try:
        if folder.exists() and not folder.is_dir():
            raise StoreError(
                f"{folder} is a file, and a store is a folder.", "Give another path with --store."
            )
        held = [entry.name for entry in folder.iterdir()] if folder.exists() else []
    except PermissionError as error:
        raise explained(folder, error) from error
    if held and _CURRENT not in held:
        raise StoreError(
            f"{folder} is not a store: it holds other files.", "Give an empty or new folder with --store."
        )
    if read_only and not held:
        raise StoreError(f"There is no store at {folder}.", "Make one with: communique ingest ARTICLE …")


def is_new(folder: Path) -> bool:
    """Whether a store has yet to be made in a folder. Raises StoreError where it could not be."""
    refuse_other_folders(folder, read_only=False)
    return not (folder / _CURRENT).exists()


def explained(folder: Path | None, error: Exception) -> StoreError:
    """What Oxigraph's message means for the user."""
    where, words = folder or "in memory", str(error).lower()
    if "lock hold" in words or "while lock file" in words:
        return StoreInUseError(
            f"The store {where} is in use by another process that writes to it.",
            "Wait for it, stop it (communique ingest), or give another folder with --store.",
        )
    if isinstance(error, PermissionError) or "permission denied" in words or "read-only file" in words:
        return StoreError(
            f"No permission to use the store {where}.", "Change its rights, or give another folder."
        )
    if "no space" in words:
        return StoreError(
            f"The disk of the store {where} is full.", "Make room and try again; nothing is lost."
        )
    if "corrupt" in words or "manifest" in words or isinstance(error, FileNotFoundError):
        return StoreError(f"The store {where} is damaged: {error}", _REBUILD)
    return StoreError(f"The store {where} cannot be used: {error}", "Check the disk and the folder's rights.")
