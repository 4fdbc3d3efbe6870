"""Web archives (WARC, ISO 28500:2017): the pages of their responses, one record in memory at a time.

Damage ends one record, not the archive: reading goes on where the next record begins.
"""

from collections.abc import Iterator
from datetime import UTC
from typing import TYPE_CHECKING

from communique.errors import InputError
from communique.mapping.reading.bounded import read_within
from communique.mapping.reading.document import Document, Limits, Skipped
from communique.mapping.reading.peeked import Peeked

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_STARTS = (b"\x1f\x8b\x08", b"WARC/1.")
_CHUNK = 1 << 20
_PATIENCE = 1000  # records without a good one between them, before the rest is given up
_READABLE = ("text/html", "application/xhtml+xml", "text/plain", "application/json", "xml", "json", "rss")


def warc_documents(stream: Peeked, name: str, limits: Limits) -> Iterator[Document | Skipped]:
    """The documents of an archive's responses, resources and conversions, in its order."""
    at: int | None = stream.tell() if stream.seekable() else 0
    damaged = 0
    while at is not None and damaged < _PATIENCE:
        good = at
        try:
            for record in _records(stream):
                good, damaged = at + record.stream_pos, 0
                yield _document(record, name, limits)
            return
        except OSError as error:
            if not damaged:
                reason = f"{name} is damaged after byte {good}: {error}"
                yield Skipped(name, reason, "What follows is read from the next record on.")
            damaged += 1
        at = _next_record(stream, good + 1)


def _records(stream: Peeked) -> "Iterator[WarcRecord]":
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    return iter(
        ArchiveIterator(stream, record_types=wanted, parse_http=True, auto_decode="all", strict_mode=False)
    )


def _document(record: "WarcRecord", archive: str, limits: Limits) -> Document | Skipped:
    name = (record.headers.get("WARC-Target-URI") or f"{archive}!{record.record_id}").strip("<> ")
    told = record.http_headers if record.is_http_parsed else record.headers
    if refusal := _refusal(record, name):
        return refusal
    try:
        data = read_within(record.reader, limits, name)
    except InputError as error:
        return Skipped(name, error.message, error.hint)
    except OSError as error:
        return Skipped(name, f"{name} is damaged in {archive}: {error}", "Get the archive again.")
    if not data:
        return Skipped(name, f"{name} is empty in {archive}", "The server gave no page.")
    encoded = told.get("Content-Encoding") or told.get("Transfer-Encoding")
    missing = 0 if encoded else record.content_length - len(data)
    note = f"cut short: {len(data):,} of {record.content_length:,} bytes" if missing > 0 else ""
    captured_at = record.record_date.astimezone(UTC) if record.record_date else None
    return Document(name, data, captured_at, record.http_charset, note)


def _refusal(record: "WarcRecord", name: str) -> Skipped | None:
    """Why a record holds no document: what the server answered, or what kind of file it is."""
    status = record.http_headers.status_code if record.is_http_parsed else None
    if status is not None and status != 200:
        return Skipped(name, f"{name}: the server answered {status}", "There is no page in this record.")
    kind = (record.http_content_type or record.headers.get("Content-Type") or "text/html").lower()
    if not kind.startswith(_READABLE[:4]) and not kind.split(";")[0].endswith(_READABLE[4:]):
        return Skipped(name, f"{name} is {kind.split(';')[0]}", "Only pages, feeds and texts are read.")
    return None


def _next_record(stream: Peeked, after: int) -> int | None:
    """Where the next record may begin at or after a byte of the stream; None where none does."""
    if not stream.seekable():
        return None
    overlap = max(len(start) for start in _STARTS) - 1
    stream.seek(after)
    before = b""
    while chunk := stream.read(_CHUNK):
        held = before + chunk
        found = [at for start in _STARTS if (at := held.find(start)) >= 0]
        if found:
            at = after - len(before) + min(found)
            stream.seek(at)
            return at
        before, after = held[-overlap:], after + len(chunk)
    return None
