"""Files in xz, whose headers say how much memory their reader needs: up to 4 GiB, which is refused.

Source: The .xz File Format 1.2.1, sections 2.2 (padding between streams) and 5.3.1 (dictionary size).
"""

import lzma

from communique.mapping.reading.bounded import Readable

_MEMORY = 128 << 20  # bytes; `xz -9` needs 65 MiB
_CHUNK = 1 << 16


class XzStream:
    """What one xz stream after another unpacks to; damaged ones raise LZMAError and EOFError."""

    def __init__(self, packed: Readable) -> None:
        self._packed = packed
        self._decoder = lzma.LZMADecompressor(memlimit=_MEMORY)

    def read(self, size: int = _CHUNK, /) -> bytes:
        """At most `size` bytes; none at the end."""
        while True:
            chunk = b""
            if self._decoder.eof:
                chunk = (self._decoder.unused_data or self._packed.read(_CHUNK)).lstrip(b"\0")
                if not chunk:
                    return b""
                self._decoder = lzma.LZMADecompressor(memlimit=_MEMORY)
            elif self._decoder.needs_input:
                chunk = self._packed.read(_CHUNK)
                if not chunk:
                    raise EOFError("it is cut short")
            if found := self._decoder.decompress(chunk, size):
                return found
