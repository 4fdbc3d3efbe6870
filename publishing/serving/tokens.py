"""Tokens of those who may write: kept as hashes, compared in constant time, never given on a command line.

A line for each: a name, and `sha256:` with the token's SHA-256 as hexadecimal. A token has 256 random
bits, so that a plain hash cannot be searched through (RFC 6750 for how it is sent: as a bearer token).
"""

import fcntl
import hashlib
import hmac
import os
import secrets
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from communique.errors import InputError, UsageError

VARIABLE: Final = "COMMUNIQUE_TOKENS"
"""The environment variable that holds such lines, separated by line ends or commas."""

_MARK: Final = "sha256:"
_DIGITS: Final = 64


@dataclass(frozen=True, slots=True)
class Tokens:
    """Who may write: names and hashes. Empty where nobody may."""

    hashes: Mapping[str, str]

    @classmethod
    def none(cls) -> Self:
        """Nobody may write."""
        return cls({})

    @classmethod
    def load(cls, file: Path | None, environment: Mapping[str, str] = os.environ) -> Self:
        """Those of a file, and of the environment. Raises InputError where a line is none."""
        lines = environment.get(VARIABLE, "").replace(",", "\n").splitlines()
        hashes = _parsed(lines, VARIABLE)
        if file is not None:
            hashes |= _parsed(_read(file), str(file))
        return cls(hashes)

    def __bool__(self) -> bool:
        return bool(self.hashes)

    def holder(self, authorization: str) -> str | None:
        """Whose token an Authorization header has; None where it has none that is known."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer":
            return None
        given = _hash(token.strip())
        found = None
        for name, known in self.hashes.items():  # all of them, so that the time does not tell which
            if hmac.compare_digest(given, known):
                found = name
        return found


def new_token(name: str, file: Path) -> str:
    """Make a token and return it; only its hash is kept, in a file that nobody else can read.

    A file that is there keeps its lines, its mode and, where the system allows it, its owner. Raises
    UsageError for a name that could not be read back or is taken, InputError where the file is not right.
    """
    if not name.isprintable() or name[:1] in ("", "#") or set(name) & {" ", ","}:
        raise UsageError(
            f"{name!r} is no name of a token.",
            "Give one word of letters, digits and signs; no comma, and no # at its beginning.",
        )
    token = secrets.token_urlsafe(32)
    try:
        kept = Path(os.path.realpath(file))
        with _alone_in(kept.parent) as folder:
            before = _lines_of(file, name)
            _replace(kept, before + f"{name} {_MARK}{_hash(token)}\n".encode())
            os.fsync(folder)
    except OSError as error:
        raise InputError(
            f"{file} cannot be written: {_reason(error)}.", "Check its folder and rights."
        ) from None
    return token


def exposed(file: Path) -> str:
    """What others may do with a file of tokens and need not, in words; empty where there is nothing."""
    mode = file.stat().st_mode
    if mode & (stat.S_IWGRP | stat.S_IWOTH):
        return "others can write to it, and so give themselves tokens. Take that from them: chmod 600"
    if mode & stat.S_IROTH:
        return "others can read it. It holds hashes only, yet they need not: chmod 600"
    return ""


@contextmanager
def _alone_in(folder: Path) -> Iterator[int]:
    """Wait until nobody else adds tokens in this folder, by a lock on it (flock(2)): its descriptor."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def _lines_of(file: Path, name: str) -> bytes:
    """What a file has in it, as whole lines, if this name is not among them."""
    if not file.exists():
        return b""
    if not file.is_file():
        raise InputError(f"{file} is no file.", "Give the name of a file.")
    if name in _parsed(_read(file), str(file)):
        raise UsageError(
            f"{file} has a token named {name} already.", "Remove its line, or take another name."
        )
    with file.open("r+b") as opened:  # to write, too: who may not change the file shall not replace it
        lines = opened.read()
    return lines if lines.endswith(b"\n") or not lines else lines + b"\n"


def _replace(file: Path, lines: bytes) -> None:
    """Durably, and as a whole or not at all."""
    descriptor, fresh = tempfile.mkstemp(prefix=".communique-tokens.", dir=file.parent)
    try:
        with os.fdopen(descriptor, "wb") as written:
            written.write(lines)
            if file.exists():
                _made_like(written.fileno(), file.stat())
            written.flush()
            os.fsync(written.fileno())
        Path(fresh).replace(file)
    finally:
        with suppress(OSError):
            Path(fresh).unlink()


def _made_like(descriptor: int, old: os.stat_result) -> None:
    for owner in (-1, old.st_uid):  # the group may be had where the owner may not
        with suppress(OSError):
            os.fchown(descriptor, owner, old.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(old.st_mode))


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else "it is not text in UTF-8"


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _read(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"The tokens in {file} cannot be read: {_reason(error)}.", "Make one: communique token NAME"
        ) from None


def _parsed(lines: list[str], where: str) -> dict[str, str]:
    hashes: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        name, _, value = line.strip().partition(" ")
        if not name or name.startswith("#"):
            continue
        digits = value.strip().removeprefix(_MARK).lower()
        if (
            not value.strip().startswith(_MARK)
            or len(digits) != _DIGITS
            or set(digits) - set("0123456789abcdef")
        ):
            raise InputError(f"{where}, line {number}, is no token's hash.", "It reads: NAME sha256:HEX")
        hashes[name] = digits
    return hashes
