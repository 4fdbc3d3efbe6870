"""One document from another server: one request, no redirect, no more bytes than there is room for."""

import ssl
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Final
from urllib.parse import urlsplit

from communique import __version__
from communique.errors import InputError
from communique.publishing.answering.payload import MEDIA_TYPES

_SILENCE: Final = 60.0  # seconds; the limit of the whole is that of the job
_HEADERS: Final = {
    "User-Agent": f"communique/{__version__}",
    "Accept": ", ".join(MEDIA_TYPES),
    "Accept-Encoding": "identity",
    "Connection": "close",
}


def fetched(address: str, longest: int) -> tuple[str, bytes]:
    """The Content-Type and the body of a plain answer (RFC 9110, section 15.3.1).

    Raises InputError for any other answer, for one that is longer, and where there is none.
    """
    line = _line(address)
    parts = urlsplit(address)
    try:
        line.request(
            "GET", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), headers=_HEADERS
        )
        with line.getresponse() as answer:
            return answer.headers.get("Content-Type", ""), _body(answer, longest)
    except (OSError, HTTPException, ValueError) as error:
        raise InputError(f"It cannot be fetched: {error or type(error).__name__}.") from None
    finally:
        line.close()


def _line(address: str) -> HTTPConnection:
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme == "https":
        return HTTPSConnection(host, parts.port, timeout=_SILENCE, context=ssl.create_default_context())
    return HTTPConnection(host, parts.port, timeout=_SILENCE)


def _body(answer: HTTPResponse, longest: int) -> bytes:
    if answer.status != 200:
        moved = ", and redirects are not followed" if 300 <= answer.status < 400 else ""
        raise InputError(f"Its server answers {answer.status}{moved}.")
    coding = answer.headers.get("Content-Encoding", "identity").lower()
    if coding != "identity":
        raise InputError(f"It comes packed as {coding[:20]!r}, which was not asked for.")
    body = b"" if (answer.length or 0) > longest else answer.read(longest + 1)
    if (answer.length or 0) > longest or len(body) > longest:
        raise InputError(f"It is longer than the {longest:,} bytes that are left for documents.")
    if answer.length:
        raise InputError("It breaks off before its end.")
    return body
