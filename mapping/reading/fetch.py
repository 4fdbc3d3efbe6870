"""Pages from the web, politely: robots.txt is kept to, one request at a time, nothing without a limit.

Sources: RFC 9110 (HTTP), RFC 9309 (robots.txt).
"""

import http.client
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import Message
from functools import lru_cache
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from communique import __version__
from communique.errors import InputError
from communique.mapping.reading.addresses import connection
from communique.mapping.reading.bounded import too_large
from communique.mapping.reading.document import Document, Limits

AGENT = "communique"
_HEADERS = {
    "User-Agent": f"{AGENT}/{__version__}",
    "Accept": "text/html, application/xhtml+xml, application/xml;q=0.9, application/json;q=0.9, */*;q=0.5",
    "Accept-Encoding": "gzip",
    "Connection": "close",
}
_MOVED = frozenset({301, 302, 303, 307, 308})
_CHUNK = 1 << 16
_ROBOTS = 512 * 1024  # bytes; RFC 9309 asks for at least 500 KiB
_PAUSE = 1.0  # seconds between requests to one host

_last: dict[str, float] = {}


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: Message
    data: bytes


def fetch(address: str, limits: Limits) -> Document:
    """What stands at an address, after at most `limits.redirects` redirects.

    Raises InputError where robots.txt forbids it, the address is private or the server cannot be
    reached, and where the answer is not a page: another status, too large, too slow.
    """
    for _ in range(limits.redirects + 1):
        _refuse_forbidden(address, limits)
        answer = _get(address, limits)
        target = answer.headers.get("Location") if answer.status in _MOVED else None
        if target is None:
            return _document(address, answer)
        address = urljoin(address, target)
    raise InputError(f"{address}: more than {limits.redirects} redirects", "Give the address it leads to.")


def _document(address: str, answer: _Answer) -> Document:
    if answer.status != 200:
        raise InputError(f"{address}: the server answered {answer.status}", "Try it in a browser.")
    charset = answer.headers.get_content_charset()
    return Document(address, answer.data, datetime.now(UTC).replace(microsecond=0), charset)


def _refuse_forbidden(address: str, limits: Limits) -> None:
    parts = _parts(address)
    robots = _robots(f"{parts.scheme}://{parts.netloc}", limits)
    if not robots.can_fetch(AGENT, address):
        raise InputError(f"{address}: robots.txt forbids it", "Ask the publisher, or save the page yourself.")
    delay = robots.crawl_delay(AGENT)
    _wait(parts.netloc, max(_PAUSE, float(delay or 0)))


@lru_cache(maxsize=256)
def _robots(origin: str, limits: Limits) -> RobotFileParser:
    """The rules of a site (RFC 9309, section 2.3.1): no file allows all, an error of the server nothing."""
    rules = RobotFileParser()
    answer = _get(f"{origin}/robots.txt", replace(limits, document=_ROBOTS))
    if answer.status >= 500:
        rules.disallow_all = True  # type: ignore[attr-defined]
    rules.parse(answer.data.decode("utf-8", "replace").splitlines() if answer.status == 200 else [])
    return rules


def _wait(host: str, pause: float) -> None:
    now = time.monotonic()
    due = _last.get(host, now - pause) + pause
    if due > now:
        time.sleep(min(due - now, 60))
    _last[host] = time.monotonic()


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise InputError(f"{address} is no address: {error}", "Check it.") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise InputError(f"{address} is no address of the web", "Give one that begins with http(s)://.")
    return parts


def _get(address: str, limits: Limits) -> _Answer:
    """One request and its answer, all of it within `limits.seconds`."""
    parts = _parts(address)
    until = time.monotonic() + limits.seconds
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    line = connection(
        parts.hostname or "", parts.port, parts.scheme == "https", limits.seconds, limits.private
    )
    try:
        line.request("GET", path, headers=_HEADERS)
        with line.getresponse() as answer:
            return _Answer(answer.status, answer.headers, _body(answer, address, limits, until))
    except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
        raise InputError(
            f"{address} cannot be fetched: {error}", "Check the address and the network."
        ) from error
    finally:
        line.close()


def _body(answer: http.client.HTTPResponse, address: str, limits: Limits, until: float) -> bytes:
    """The answer's content, unpacked if it came packed, within the limits of size and time."""
    unpack = _unpacker(answer.headers.get("Content-Encoding", "identity"), address, limits)
    held = bytearray()
    while chunk := answer.read1(_CHUNK):
        held += unpack(chunk)
        if len(held) > limits.document:
            raise too_large(address, limits)
        if time.monotonic() > until:
            raise InputError(
                f"{address} takes more than {limits.seconds:g} seconds", "Raise it with --timeout."
            )
    return bytes(held)


def _unpacker(encoding: str, address: str, limits: Limits) -> Callable[[bytes], bytes]:
    if encoding.lower() in ("identity", ""):
        return bytes
    if encoding.lower() not in ("gzip", "x-gzip", "deflate"):
        raise InputError(f"{address} comes packed as {encoding}, which was not asked for", "Save the page.")
    stream = zlib.decompressobj(wbits=47)  # gzip or zlib, whichever it is
    return lambda chunk: stream.decompress(chunk, limits.document + 1)
