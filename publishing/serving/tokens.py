"""Tokens of those who may write: kept as hashes, compared in constant time, never given on a command line.

A line for each: a name, and `sha256:` with the token's SHA-256 as hexadecimal. A token has 256 random
bits, so that a plain hash cannot be searched through (RFC 6750 for how it is sent: as a bearer token).
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
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
    """Make a token and return it; only its hash is kept, in a file that nobody else can read."""
    if not name or not name.isprintable() or any(letter.isspace() for letter in name):
        raise UsageError(f"{name!r} is no name of a token.", "Give one word.")
    if file.exists() and name in _parsed(_read(file), str(file)):
        raise UsageError(
            f"{file} has a token named {name} already.", "Remove its line, or take another name."
        )
    token = secrets.token_urlsafe(32)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8") as written:
            written.write(f"{name} {_MARK}{_hash(token)}\n")
    except OSError as error:
        raise UsageError(
            f"{file} cannot be written: {error.strerror}.", "Check its folder and rights."
        ) from None
    return token


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _read(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"The tokens in {file} cannot be read: {error}.", "Make one: communique token NAME"
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
