"""What a server is told of who writes: from a file or the environment, never from a command line."""

import os
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, Self

from communique.errors import InputError, UsageError

Scheme = Literal["none", "basic", "digest", "bearer"]

VARIABLE: Final = "COMMUNIQUE_CREDENTIALS"
"""The environment variable that has NAME:PASSWORD, or a token."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """A scheme of HTTP authentication (RFC 7617, RFC 7616, RFC 6750) and the secret, which no repr shows."""

    scheme: Scheme = "none"
    user: str = ""
    secret: str = field(default="", repr=False)

    @classmethod
    def load(cls, scheme: Scheme, file: Path | None, environment: Mapping[str, str] = os.environ) -> Self:
        """Those of a file, or else of the environment. Raises InputError and UsageError."""
        if scheme == "none":
            return cls()
        where = str(file) if file else VARIABLE
        given = _read(file) if file else environment.get(VARIABLE, "").strip()
        if not given:
            raise UsageError(f"There are no credentials in {where}.", f"Give a file, or set {VARIABLE}.")
        if not given.isprintable():
            raise InputError(f"The credentials in {where} are not one line.", "Take out the other lines.")
        if scheme == "bearer":
            return cls(scheme, secret=given)
        user, colon, password = given.partition(":")
        if not user or not colon:
            raise InputError(f"The credentials in {where} are not NAME:PASSWORD.", f"{scheme} takes these.")
        return cls(scheme, user, password)

    def header(self) -> str | None:
        """What each request says by itself; None where the server asks first, or for nobody."""
        if self.scheme == "bearer":
            return f"Bearer {self.secret}"
        if self.scheme == "basic":
            return f"Basic {b64encode(f'{self.user}:{self.secret}'.encode()).decode()}"
        return None


def _read(file: Path) -> str:
    try:
        if file.stat().st_mode & 0o077:
            raise InputError(f"Others can read the credentials in {file}.", f"Run: chmod 600 {file}")
        return file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"The credentials in {file} cannot be read: {error}.", "Check its rights.") from None
