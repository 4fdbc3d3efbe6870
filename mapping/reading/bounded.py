"""Streams that are read within bounds: what unpacks to more than it may is given up, not finished."""

import io
from collections.abc import Callable
from typing import Any, BinaryIO, Protocol, cast

from communique.errors import InputError
from communique.mapping.reading.document import MEBIBYTE, Limits

_CHUNK = 1 << 16


class Readable(Protocol):
    """Whatever gives bytes."""

    def read(self, size: int = ..., /) -> bytes:
        """At most `size` bytes; none at the end."""
        ...


def read_within(stream: Readable, limits: Limits, name: str) -> bytes:
    """All that the stream has. Raises InputError as soon as that is more than a document may have."""
    held = io.BytesIO()
    while chunk := stream.read(_CHUNK):
        held.write(chunk)
        if held.tell() > limits.document:
            raise too_large(name, limits)
    return held.getvalue()


def too_large(name: str, limits: Limits) -> InputError:
    """The error for a document beyond the limit."""
    return InputError(
        f"{name} has more than {limits.document / MEBIBYTE:g} MiB", "Raise the limit with --max-size."
    )


class Budget:
    """How many bytes may be unpacked from one file, in proportion to its size.

    `packed` tells how many bytes of the file have been taken in so far.
    """

    def __init__(self, packed: Callable[[], int], limits: Limits, name: str) -> None:
        self._packed, self._limits, self._name = packed, limits, name
        self._spent = 0

    def spend(self, size: int) -> None:
        """Note that so many bytes were unpacked. Raises InputError where that is out of all proportion."""
        self._spent += size
        if self._spent > self._limits.document + self._limits.ratio * self._packed():
            raise InputError(
                f"{self._name} unpacks to more than {self._limits.ratio} times its size",
                "It looks like a decompression bomb; unpack it yourself if it is none.",
            )


class Budgeted(io.RawIOBase):
    """A stream of unpacked bytes that are counted against a budget."""

    def __init__(self, stream: Readable, budget: Budget) -> None:
        self._stream, self._budget = stream, budget

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """As io.RawIOBase does; raises InputError where the budget is exceeded."""
        chunk = self._stream.read(len(buffer))
        buffer[: len(chunk)] = chunk
        self._budget.spend(len(chunk))
        return len(chunk)


def budgeted(stream: Readable, budget: Budget) -> BinaryIO:
    """The stream as a file that counts what is read from it."""
    return cast("BinaryIO", io.BufferedReader(Budgeted(stream, budget)))
