"""A stream whose beginning can be looked at before it is read."""

import io
from typing import Any, BinaryIO


class Peeked(io.RawIOBase):
    """A stream with a `peek`, seekable where the stream is; `taken` counts the bytes read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._head = b""
        self.taken = 0

    def peek(self, size: int) -> bytes:
        """The next `size` bytes, or as many as there are; they are still to be read."""
        while len(self._head) < size and (more := self._stream.read(size - len(self._head))):
            self._head += more
        return self._head

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """Whether the stream is; members of a tar that is streamed cannot even say."""
        try:
            return self._stream.seekable()
        except AttributeError:
            return False

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """As the stream does; what was looked at is forgotten."""
        if whence == io.SEEK_CUR:
            offset -= len(self._head)
        self._head = b""
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """Where the next byte is read from; how many were read, where the stream cannot say."""
        return self._stream.tell() - len(self._head) if self.seekable() else self.taken

    def read(self, size: int | None = -1, /) -> bytes:
        """At most `size` bytes; all that is left where it is negative."""
        if size is None or size < 0:
            found, self._head = self._head + self._stream.read(), b""
        elif self._head:
            found, self._head = self._head[:size], self._head[size:]
        else:
            found = self._stream.read(size)
        self.taken += len(found)
        return found

    def readinto(self, buffer: Any, /) -> int:
        """As io.RawIOBase does."""
        found = self.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)
