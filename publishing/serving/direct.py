"""The short way of a query by GET: from the bytes of its request to a reader, and its answer back as bytes.

A small query takes the engine 30 microseconds; an application framework around it takes ten times as long.
Whatever is out of the ordinary (another method, a page for people, an error in the parameters, a proxy's
headers) goes the long way, through communique.publishing.endpoint, which tells the same of everything else.
"""

import re
from functools import lru_cache
from http import HTTPStatus
from typing import Final, NamedTuple

from communique.publishing.answering.engine import Engine
from communique.publishing.answering.jobs import Answer, Job
from communique.publishing.serving.answers import digest_of, headers_of, job_of, tag_of
from communique.publishing.serving.asking import Asking
from communique.publishing.serving.headers import FIXED
from communique.publishing.serving.protocol import ProtocolError, parsed_query
from communique.publishing.serving.watching import RequestFigures

START: Final = b"/sparql?"
LONGEST: Final = 4096
"""Bytes of an address and the headers that matter; what is kept of them stays small."""

_LONG_WAY: Final = frozenset(
    (b"content-length", b"transfer-encoding", b"expect", b"upgrade", b"x-forwarded-for", b"x-forwarded-proto")
)
_HOST: Final = re.compile(rb"[\w.-]+(:\d+)?|\[[\da-fA-F:.]+\](:\d+)?", re.ASCII)
_FIXED: Final = "".join(f"{name}: {value}\r\n" for name, value in FIXED.items())
_STATUS: Final = {status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n" for status in HTTPStatus}


class Wanted(NamedTuple):
    """A query that goes the short way, the digest of what it asks, and the tags that the client has."""

    job: Job
    digest: str | None
    known: tuple[str, ...]


class Direct:
    """What connections need of the application for it."""

    def __init__(self, engine: Engine, figures: RequestFigures) -> None:
        self.engine = engine
        self.figures = figures
        self.asking = Asking(engine)
        self._defaults: list[tuple[bytes, bytes]] = []
        self._lines = ""

    def wanted(self, url: bytes, headers: list[tuple[bytes, bytes]], scheme: str) -> Wanted | None:
        """The query of a request; None where it goes the long way."""
        named = dict(headers)
        accept, host = named.get(b"accept", b""), named.get(b"host", b"")
        if len(url) + len(accept) + len(host) > LONGEST or len(named) < len(headers):
            return None
        if not _LONG_WAY.isdisjoint(named):
            return None
        asked = _asked(url, accept, host, scheme, b"gzip" in named.get(b"accept-encoding", b""))
        if asked is None or b"if-none-match" not in named:
            return asked
        known = named[b"if-none-match"].decode("latin-1").split(",")
        return asked._replace(known=tuple(tag.strip() for tag in known))

    def tag(self, wanted: Wanted) -> str | None:
        """The validator of the answer to come."""
        return tag_of(self.engine.state(), wanted.digest)

    def lines(self, defaults: list[tuple[bytes, bytes]]) -> str:
        """The server's own headers, such as the date, as lines; made anew when they change (each second)."""
        if defaults is not self._defaults:
            self._defaults = defaults
            self._lines = "".join(f"{name.decode()}: {value.decode()}\r\n" for name, value in defaults)
        return self._lines


@lru_cache(maxsize=512)
def _asked(url: bytes, accept: bytes, host: bytes, scheme: str, compress: bool) -> Wanted | None:
    if b"#" in url or not _HOST.fullmatch(host):
        return None
    try:
        asked = parsed_query(url[len(START) :].decode("ascii"))
    except (ProtocolError, UnicodeDecodeError):
        return None
    base = f"{scheme}://{host.decode('ascii')}/sparql"
    job = job_of(asked, accept.decode("latin-1"), base, compress)
    return None if job.solution_format == "html" else Wanted(job, digest_of(job), ())


def response(answer: Answer, tag: str | None, defaults: str, keep_alive: bool) -> bytes:
    """An answer as it goes over the wire; `defaults` are headers of the server itself, as lines."""
    headers = "".join(f"{name}: {value}\r\n" for name, value in headers_of(answer, tag).items())
    length = "" if answer.status == 304 else f"content-length: {len(answer.body)}\r\n"
    close = "" if keep_alive else "connection: close\r\n"
    head = f"{_STATUS[answer.status]}{defaults}{headers}{length}{close}{_FIXED}\r\n"
    return head.encode("latin-1") + answer.body
