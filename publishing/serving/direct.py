"""The short way of a query by GET: from the bytes of its request to a reader, and its answer back as bytes.

A small query takes the engine 30 microseconds; an application framework around it takes ten times as long.
Whatever is out of the ordinary (another method, a page for people, an error in the parameters, a proxy's
headers) goes the long way, through communique.publishing.endpoint, which tells the same of everything else.
"""

import re
from binascii import a2b_qp
from functools import lru_cache
from http import HTTPStatus
from typing import Final, NamedTuple

from communique.publishing.answering.engine import Engine
from communique.publishing.answering.jobs import Answer, Job
from communique.publishing.serving.answers import digest_of, headers_of, job_of
from communique.publishing.serving.asking import Asking
from communique.publishing.serving.conditions import ANY, known
from communique.publishing.serving.headers import FIXED, VARY, lines_of
from communique.publishing.serving.negotiation import takes_gzip
from communique.publishing.serving.protocol import ProtocolError, QueryRequest, parsed_query
from communique.publishing.serving.watching import RequestFigures

START: Final = b"/sparql?"
LONGEST: Final = 4096
"""Bytes of an address and the headers that matter; what is kept of them stays small."""

_CLIENTS: Final = 512
_LONG_WAY: Final = frozenset(
    b"content-length transfer-encoding expect upgrade x-forwarded-for x-forwarded-proto if-match".split()
)
_ONLY_QUERY: Final = re.compile(rb"query=([!-%\'-~]*)")
_NO_ESCAPE: Final = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_HOST: Final = re.compile(rb"[\w.-]+(:\d+)?|\[[\da-fA-F:.]+\](:\d+)?", re.ASCII)
_FIXED: Final = lines_of(FIXED | {"vary": VARY})
_LONG: Final = 10_000  # bytes of a body
_CLOSE: Final = "connection: close\r\n"
_STATUS: Final = {status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n" for status in HTTPStatus}


class Client(NamedTuple):
    """What the headers of a request say of who asks, and how."""

    accept: str
    base: str
    compress: bool
    known: frozenset[str]


class Wanted(NamedTuple):
    """A query that goes the short way, the digest of what it asks, and the tags that the client has."""

    job: Job
    digest: str | None
    known: frozenset[str]


class Direct:
    """What connections need of the application for it."""

    def __init__(self, engine: Engine, figures: RequestFigures) -> None:
        self.engine = engine
        self.figures = figures
        self.asking = Asking(engine)
        self.clients: dict[bytes, Client] = {}
        self._defaults: list[tuple[bytes, bytes]] = []
        self._lines = ""

    def client(self, headers: list[tuple[bytes, bytes]], scheme: str) -> Client | None:
        """Who asks, by the headers of a request; None where it goes the long way."""
        named = dict(headers)
        accept, host = named.get(b"accept", b""), named.get(b"host", b"")
        tags, coding = named.get(b"if-none-match", b""), named.get(b"accept-encoding", b"")
        if len(accept) + len(host) + len(tags) + len(coding) > LONGEST or len(named) < len(headers):
            return None
        if not _LONG_WAY.isdisjoint(named) or not _HOST.fullmatch(host):
            return None
        has = known(tags.decode("latin-1"))
        if ANY in has:
            return None
        return Client(
            accept.decode("latin-1"),
            f"{scheme}://{host.decode('ascii')}/sparql",
            takes_gzip(coding.decode("latin-1")),
            has,
        )

    def remember(self, fields: bytes, client: Client) -> None:
        """Who asks, by the headers of a request as they stand: most clients send the same each time."""
        if len(fields) <= LONGEST:
            if len(self.clients) >= _CLIENTS:
                self.clients.clear()
            self.clients[fields] = client

    def lines(self, defaults: list[tuple[bytes, bytes]]) -> str:
        """The server's own headers, such as the date, as lines; made anew when they change (each second)."""
        if defaults is not self._defaults:
            self._defaults = defaults
            self._lines = "".join(f"{name.decode()}: {value.decode()}\r\n" for name, value in defaults)
        return self._lines


def wanted(url: bytes, client: Client) -> Wanted | None:
    """The query of an address that begins with START; None where it goes the long way."""
    if len(url) > LONGEST or b"#" in url:
        return None
    found = _asked(url, client.accept, client.base, client.compress)
    return found and Wanted(*found, client.known)


@lru_cache(maxsize=512)
def _asked(url: bytes, accept: str, base: str, compress: bool) -> tuple[Job, str | None] | None:
    only = _ONLY_QUERY.fullmatch(url, len(START))
    try:
        if only and not _NO_ESCAPE.search(only[1]):
            asked = QueryRequest(unquoted(only[1]).decode("utf-8"))
        else:
            asked = parsed_query(url[len(START) :].decode("ascii"))
    except (ProtocolError, UnicodeDecodeError):
        return None
    job = job_of(asked, accept, base, compress)
    return None if job.solution_format == "html" else (job, digest_of(job))


def unquoted(encoded: bytes) -> bytes:
    """A value of a form, in printable ASCII without a false escape: what is in C takes a fifth of the time.

    Quoted-printable (RFC 2045, section 6.7) has the same escapes after another sign.
    """
    return a2b_qp(encoded.replace(b"+", b" ").replace(b"=", b"=3D").replace(b"%", b"="))


def response(answer: Answer, tag: str | None, defaults: str, keep_alive: bool) -> tuple[bytes, bytes]:
    """An answer as it goes over the wire; `defaults` are headers of the server itself, as lines.

    In two pieces where it is long, so that many may take the same.
    """
    head = _head(answer.status, answer.content_type, answer.encoding, bool(tag), defaults, keep_alive)
    length = "" if answer.status == 304 else f"content-length: {len(answer.body)}\r\n"
    etag = f"etag: {tag}\r\n" if tag and answer.status in (200, 304) else ""
    start = f"{head}{etag}{length}\r\n".encode("latin-1")
    return (start, answer.body) if len(answer.body) > _LONG else (start + answer.body, b"")


@lru_cache(maxsize=64)
def _head(
    status: int, content_type: str, encoding: str, tagged: bool, defaults: str, keep_alive: bool
) -> str:
    """All lines of a response but those of its validator and its length."""
    headers = headers_of(Answer(status, content_type, encoding=encoding), "any" if tagged else None)
    headers.pop("etag", None)
    return f"{_STATUS[status]}{defaults}{lines_of(headers)}{'' if keep_alive else _CLOSE}{_FIXED}"
