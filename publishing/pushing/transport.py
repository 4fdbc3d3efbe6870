"""HTTP to another server: authenticated, never redirected, tried again where the failure may pass."""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.request import (
    HTTPRedirectHandler,
    Request,
    build_opener,
)

from communique.errors import ServerError
from communique.publishing.pushing.credentials import Credentials
from communique.publishing.pushing.digest_auth import DigestAuth

TIMEOUT: Final = 60.0
"""Seconds after which a request is given up."""

_TRIES: Final = 6
_TRIES_OF_STATUS: Final = {
    408: _TRIES,
    425: _TRIES,
    429: _TRIES,
    500: 2,
    502: _TRIES,
    503: _TRIES,
    504: _TRIES,
}
_FIRST_PAUSE: Final = 0.5  # seconds; doubled each time
_LONGEST_PAUSE: Final = 30.0
_LONGEST_WISH: Final = 120.0  # seconds of Retry-After that are obeyed
_SAID: Final = 240  # characters of a refusal that are shown


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered: status, headers by lower-case name, and the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


class RefusedError(ServerError):
    """A server answered that it does not do what it was asked: `status` is that of HTTP."""

    def __init__(self, status: int, where: str, said: str) -> None:
        hint = _HINTS.get(status) or " ".join(said.split())[:_SAID]
        super().__init__(f"{where} refuses: HTTP {status}.", hint)
        self.status = status
        self.said = " ".join(said.split())[:_SAID]


class LostError(ServerError):
    """A server could not be reached, or failed, as often as it was tried."""


_HINTS: Final = {
    401: "The credentials are missing or not accepted: see --auth and --credentials.",
    403: "Whoever has these credentials may not do that there.",
}


class _Stay(HTTPRedirectHandler):
    """Credentials go where they were meant to: a redirect is an answer like any other."""

    def redirect_request(self, *_: object) -> None:
        return None


class Transport:
    """Sends requests; `pause` is called with the seconds to wait between two tries."""

    def __init__(
        self, credentials: Credentials, timeout: float = TIMEOUT, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self._credentials = credentials
        self._timeout = timeout
        self._pause = pause
        self._digest = DigestAuth(credentials) if credentials.scheme == "digest" else None
        self._opener = build_opener(_Stay)
        self.retries = 0

    def send(self, request: Request) -> Reply:
        """The answer to a request that may be sent more than once without harm.

        Raises RefusedError where the server says no, LostError where it does not answer.
        """
        if header := self._credentials.header():
            request.add_unredirected_header("Authorization", header)
        for tried in range(1, _TRIES + 1):
            reply, reason = self._authenticated(request)
            if reply is not None and reply.status < 300:
                return reply
            if tried >= (_TRIES if reply is None else _TRIES_OF_STATUS.get(reply.status, 1)):
                break
            self.retries += 1
            self._pause(_seconds(tried, reply))
        where = _place(request)
        if reply is None or (reply.status in _TRIES_OF_STATUS and reply.status != 500):
            why = f"HTTP {reply.status}" if reply else reason
            raise LostError(f"{where} does not answer: {why}.", "Check the address, and that it serves.")
        raise RefusedError(reply.status, where, _said(reply))

    def rest(self, tried: int) -> None:
        """Wait before something is tried again: longer each time."""
        self._pause(_seconds(tried, None))

    def _authenticated(self, request: Request) -> tuple[Reply | None, str]:
        """One try; with Digest, one more for each challenge that is new."""
        if self._digest is None:
            return self._once(request)
        if request.data is not None and self._digest.header(request) is None:
            self._challenged(Request(request.full_url))
        reply, reason = self._challenged(request)
        again = reply is not None and reply.status == 401
        return self._challenged(request) if again else (reply, reason)

    def _challenged(self, request: Request) -> tuple[Reply | None, str]:
        assert self._digest is not None
        if header := self._digest.header(request):
            request.add_unredirected_header("Authorization", header)
        reply, reason = self._once(request)
        if reply is not None and reply.status == 401:
            self._digest.learn(request, reply.headers.get("www-authenticate", ""))
        return reply, reason

    def _once(self, request: Request) -> tuple[Reply | None, str]:
        try:
            with self._opener.open(request, timeout=self._timeout) as response:
                return Reply(response.status, _lower(response.headers), response.read()), ""
        except HTTPError as error:
            with error:
                return Reply(error.code, _lower(error.headers), _body(error)), ""
        except (URLError, HTTPException, OSError) as error:
            return None, str(getattr(error, "reason", None) or error or type(error).__name__)


def _said(reply: Reply) -> str:
    if reply.status < 400:
        return f"It has moved to {reply.headers.get('location', 'nowhere')}: give that address."
    return reply.body.decode("utf-8", "replace")


def _lower(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _body(error: HTTPError) -> bytes:
    try:
        return error.read()
    except (OSError, HTTPException):
        return b""


def _place(request: Request) -> str:
    return request.full_url.partition("?")[0]


def _seconds(tried: int, reply: Reply | None) -> float:
    """Between two tries: what the server wishes (RFC 9110, section 10.2.3), or twice as long each time."""
    wished = _wish(reply.headers.get("retry-after", "")) if reply else None
    if wished is not None:
        return min(wished, _LONGEST_WISH)
    longest: float = min(_FIRST_PAUSE * 2.0 ** (tried - 1), _LONGEST_PAUSE)
    return longest * random.uniform(0.5, 1)  # so that many clients do not come back at once


def _wish(value: str) -> float | None:
    if value.isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None
