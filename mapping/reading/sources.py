"""Where documents come from: files, folders, standard input, addresses, and archives of any of these."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from communique.errors import InputError
from communique.mapping.reading.bounded import read_within
from communique.mapping.reading.containers import HEAD, container_of
from communique.mapping.reading.document import Document, Limits, Skipped
from communique.mapping.reading.peeked import Peeked

Found = Document | Skipped

STANDARD_INPUT = "-"


def documents(source: Path | str, limits: Limits) -> Iterator[Found]:
    """The documents of a source, one at a time. Raises InputError where there is no such source."""
    if str(source) == STANDARD_INPUT:
        yield from of_stream(sys.stdin.buffer, "standard input", limits)
    elif isinstance(source, str) and source.startswith(("http://", "https://")):
        from communique.mapping.reading.fetch import fetch

        yield from of_document(fetch(source, limits), limits)
    elif Path(source).is_dir():
        yield from _of_folder(Path(source), limits)
    else:
        yield from _of_file(Path(source), limits)


def of_stream(stream: BinaryIO, name: str, limits: Limits, depth: int = 0) -> Iterator[Found]:
    """The documents in a stream: itself, or what it holds if it is an archive."""
    from communique.mapping.reading.unpack import unpack

    peeked = Peeked(stream)
    kind = container_of(peeked.peek(HEAD))
    try:
        if kind is None:
            yield Document(name, _not_empty(read_within(peeked, limits, name), name))
        elif depth >= limits.nesting:
            yield Skipped(name, f"{name} is an archive more than {limits.nesting} deep", "Unpack it first.")
        else:
            yield from unpack(peeked, kind, name, limits, depth)
    except InputError as error:
        yield Skipped(name, error.message, error.hint)


def of_document(document: Document, limits: Limits, depth: int = 0) -> Iterator[Found]:
    """The document, or what it holds if it is an archive."""
    if container_of(document.data[:HEAD]) is None:
        yield document
    else:
        yield from of_stream(io.BytesIO(document.data), document.name, limits, depth)


def _of_folder(folder: Path, limits: Limits) -> Iterator[Found]:
    """The files below a folder in the order of their names; hidden ones, and links out of it, are left."""
    root = folder.resolve()
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if hidden or not path.is_file():
            continue
        if not path.resolve().is_relative_to(root):
            yield Skipped(str(path), f"{path} is a link to outside the folder", "Name the file itself.")
            continue
        try:
            yield from _of_file(path, limits)
        except InputError as error:
            yield Skipped(str(path), error.message, error.hint)


def _of_file(path: Path, limits: Limits) -> Iterator[Found]:
    try:
        with path.open("rb") as stream:
            yield from of_stream(stream, str(path), limits)
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file", "Check the path.") from error
    except PermissionError as error:
        raise InputError(f"{path}: permission denied", "Make the file readable for this user.") from error
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be read: {error}", "Check the path and the disk.") from error


def _not_empty(data: bytes, name: str) -> bytes:
    if not data.strip(b"\xef\xbb\xbf \t\r\n\f\v"):
        raise InputError(f"{name} is empty", "Save the article again; there is no text in this file.")
    return data
