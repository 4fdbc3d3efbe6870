"""Archives into documents, one member at a time; nothing is ever written to disk.

A member's name is told and never used as a path, so that one with `..` in it leads nowhere.
"""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import IO, Any, BinaryIO, cast

from communique.errors import InputError
from communique.mapping.reading.bounded import Budget, budgeted, read_within
from communique.mapping.reading.containers import HEAD, Container, container_of
from communique.mapping.reading.document import Limits, Skipped
from communique.mapping.reading.peeked import Peeked
from communique.mapping.reading.sources import Found, of_stream
from communique.mapping.reading.warc import warc_documents
from communique.mapping.reading.xz import XzStream

_DAMAGED = (
    EOFError, OSError, ValueError, NotImplementedError, zlib.error, lzma.LZMAError, zipfile.BadZipFile,
    tarfile.TarError,
)  # fmt: skip
_OPENERS: dict[str, Callable[[Any], Any]] = {
    "gzip": lambda stream: gzip.GzipFile(fileobj=stream, mode="rb"),
    "bzip2": bz2.BZ2File,
    "xz": XzStream,
}


def unpack(stream: Peeked, kind: Container, name: str, limits: Limits, depth: int) -> Iterator[Found]:
    """The documents of an archive whose first bytes tell its kind. Raises InputError where it is damaged."""
    try:
        if kind == "warc":
            yield from warc_documents(stream, name, limits)
        elif kind == "zip":
            yield from _zip(stream, name, limits, depth)
        elif kind == "tar":
            yield from _tar(stream, name, limits, depth)
        else:
            yield from _compressed(stream, kind, name, limits, depth)
    except _DAMAGED as error:
        raise InputError(f"{name} is a damaged {kind} file: {error}", "Get the file again.") from error


def _compressed(stream: Peeked, kind: str, name: str, limits: Limits, depth: int) -> Iterator[Found]:
    """A compressed file; of a WARC, each record is compressed by itself, which its own reader knows."""
    if kind == "gzip" and _holds_warc(stream):
        yield from warc_documents(stream, name, limits)
        return
    unpacked = budgeted(_OPENERS[kind](stream), Budget(stream.tell, limits, name))
    yield from of_stream(unpacked, name, limits, depth + 1)


def _holds_warc(stream: Peeked) -> bool:
    try:
        return container_of(zlib.decompressobj(wbits=31).decompress(stream.peek(8 * HEAD), HEAD)) == "warc"
    except zlib.error:
        return False


def _zip(stream: Peeked, name: str, limits: Limits, depth: int) -> Iterator[Found]:
    whole: Any = stream if stream.seekable() else io.BytesIO(read_within(stream, limits, name))
    with zipfile.ZipFile(whole) as archive:
        budget = Budget(lambda: whole.seek(0, io.SEEK_END), limits, name)
        for entry in archive.infolist():
            member = f"{name}!{entry.filename}"
            if not entry.is_dir() and not _is_hidden(entry.filename):
                yield from _member(partial(archive.open, entry), member, limits, depth, budget)


def _tar(stream: Peeked, name: str, limits: Limits, depth: int) -> Iterator[Found]:
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for entry in archive:
            cast("Any", archive).members.clear()  # it would keep all that it has seen
            member = f"{name}!{entry.name}"
            if entry.isfile() and not _is_hidden(entry.name):
                yield from _member(partial(archive.extractfile, entry), member, limits, depth)


def _member(
    opened: Callable[[], IO[bytes] | None],
    name: str,
    limits: Limits,
    depth: int,
    budget: Budget | None = None,
) -> Iterator[Found]:
    """What one member holds; whatever is the matter with it is told, and the next one is read."""
    try:
        with opened() or io.BytesIO() as stream:
            counted = budgeted(stream, budget) if budget else cast("BinaryIO", stream)
            yield from of_stream(counted, name, limits, depth + 1)
    except RuntimeError:  # what zipfile says of encryption
        yield Skipped(name, f"{name} is encrypted", "Unpack it first.")
    except _DAMAGED as error:
        yield Skipped(name, f"{name} is damaged: {error}", "Get the archive again.")


def _is_hidden(path: str) -> bool:
    """Whether a member is what systems leave behind in archives: `.DS_Store`, `__MACOSX/`."""
    return any(part.startswith((".", "__MACOSX")) for part in path.split("/") if part not in (".", ".."))
