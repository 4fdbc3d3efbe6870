"""Which container bytes are, by their signature: an archive is known by its content, not by its name."""

from typing import Literal

Container = Literal["gzip", "bzip2", "xz", "zip", "tar", "warc"]

HEAD = 512  # enough for every signature
_TAR = (b"ustar\x0000", b"ustar  \x00")
_SIGNATURES: tuple[tuple[bytes, Container], ...] = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"WARC/", "warc"),
)


def container_of(head: bytes) -> Container | None:
    """The container that begins with these bytes (at least HEAD of them, if there are as many)."""
    if head[257:265] in _TAR:
        return "tar"
    return next((kind for signature, kind in _SIGNATURES if head.startswith(signature)), None)
